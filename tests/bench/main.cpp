#include "tests/bench/contest.h"

#include <QCoreApplication>
#include <QFile>
#include <QStringList>

#include <cstdio>

using namespace framescope::bench;

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    bool quick = false;
    QString jsonPath;
    QStringList wanted;
    const QStringList arguments = application.arguments().mid(1);
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == QLatin1String("--quick"))
            quick = true;
        else if (arguments[i] == QLatin1String("--json") && i + 1 < arguments.size())
            jsonPath = arguments[++i];
        else if (!arguments[i].startsWith(QLatin1Char('-')))
            wanted << arguments[i];
        else {
            std::fputs("usage: framescope_bench [--quick] [--json FILE] [mask] [utf8] [parse] [inflate] [receive]\n",
                       stderr);
            return 2;
        }
    }
    Contest contest(quick);
    const std::pair<QString, void (*)(Contest &)> all[] = {
        {QStringLiteral("mask"), benchMask},       {QStringLiteral("utf8"), benchUtf8},
        {QStringLiteral("parse"), benchParse},     {QStringLiteral("inflate"), benchInflate},
        {QStringLiteral("receive"), benchReceive},
    };
    for (const auto &[name, function] : all) {
        if (wanted.isEmpty() || wanted.contains(name))
            function(contest);
    }
    if (contest.failed())
        return 1;
    if (!jsonPath.isEmpty()) {
        QFile file(jsonPath);
        if (!file.open(QIODevice::WriteOnly) || file.write(contest.toJson()) < 0) {
            std::fprintf(stderr, "cannot write %s: %s\n", qPrintable(jsonPath), qPrintable(file.errorString()));
            return 1;
        }
        std::printf("written: %s\n", qPrintable(jsonPath));
    }
    return 0;
}
