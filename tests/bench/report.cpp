#include "tests/bench/report.h"

#include "tests/bench/machine.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace framescope::bench
{

namespace
{
/// Four figures that count, without an exponent.
QString number(double value)
{
    if (value == 0 || std::abs(value) >= 1000)
        return QString::number(value, 'f', 0);
    return QString::number(value, 'f', std::clamp(3 - int(std::floor(std::log10(std::abs(value)))), 0, 5));
}

QString barText(const Outcome &outcome, std::size_t i)
{
    if (!outcome.sides[i].bar)
        return {};
    return QString(outcome.better == Better::Higher ? QChar(0x2265) : QChar(0x2264)) + u' ' +
           QString::number(*outcome.sides[i].bar, 'g', 4);
}

QString passText(const Outcome &outcome, std::size_t i)
{
    const std::optional<bool> pass = outcome.pass(i);
    return !pass ? QString() : *pass ? QStringLiteral("pass") : QStringLiteral("MISS");
}

QJsonArray toArray(const std::vector<double> &figures)
{
    QJsonArray array;
    for (const double figure : figures)
        array.append(figure);
    return array;
}

/// How many bars are met, and which are missed; what was skipped.
QStringList summaryLines(const Contest &contest)
{
    int bars = 0;
    QStringList missed, skipped;
    for (const Outcome &outcome : contest.outcomes()) {
        if (!outcome.skipped.isEmpty())
            skipped << QStringLiteral("skipped: %1: %2").arg(outcome.name, outcome.skipped);
        if (!outcome.wrong.isEmpty() && outcome.sides.empty())
            missed << QStringLiteral("WRONG %1: %2").arg(outcome.name, outcome.wrong);
        for (std::size_t i = 1; i < outcome.sides.size(); ++i) {
            if (!outcome.sides[i].bar)
                continue;
            ++bars;
            const QString line = QStringLiteral("MISS %1, beside %2: ").arg(outcome.name, outcome.sides[i].name);
            if (!outcome.wrong.isEmpty())
                missed << line + QStringLiteral("wrong");
            else if (!*outcome.pass(i))
                missed << line + QStringLiteral("%1, not %2").arg(number(outcome.ratio(i)), barText(outcome, i));
        }
    }
    const int met = bars - int(std::count_if(missed.begin(), missed.end(), [](const QString &line) {
                        return line.startsWith(QLatin1String("MISS"));
                    }));
    return QStringList{QStringLiteral("%1 of %2 bars met").arg(met).arg(bars)} + missed + skipped;
}
} // namespace

void print(const Outcome &outcome)
{
    if (!outcome.skipped.isEmpty()) {
        std::printf("%s: skipped, %s\n", qPrintable(outcome.name), qPrintable(outcome.skipped));
    } else if (!outcome.wrong.isEmpty()) {
        std::printf("%s: %s did the work wrong\n", qPrintable(outcome.name), qPrintable(outcome.wrong));
    } else {
        std::printf("%s, %s (%s is better)\n", qPrintable(outcome.name), qPrintable(outcome.unit),
                    outcome.better == Better::Higher ? "higher" : "lower");
        for (std::size_t i = 0; i < outcome.sides.size(); ++i) {
            const Outcome::Side &side = outcome.sides[i];
            QString line = QStringLiteral("    %1 %2").arg(side.name, -46).arg(number(side.median()), 12);
            if (i > 0)
                line += QStringLiteral("   ratio %1  %2 %3")
                            .arg(number(outcome.ratio(i)), -8)
                            .arg(barText(outcome, i), -9)
                            .arg(passText(outcome, i));
            std::printf("%s\n", qPrintable(line.trimmed().prepend(QStringLiteral("    "))));
        }
    }
    std::fflush(stdout);
}

void printSummary(const Contest &contest)
{
    std::printf("\n");
    for (const QString &line : summaryLines(contest))
        std::printf("%s\n", qPrintable(line));
}

QByteArray toJson(const Contest &contest)
{
    QJsonArray array;
    for (const Outcome &outcome : contest.outcomes()) {
        QJsonObject object{{QStringLiteral("name"), outcome.name}};
        if (!outcome.skipped.isEmpty()) {
            object.insert(QStringLiteral("skipped"), outcome.skipped);
            array.append(object);
            continue;
        }
        object.insert(QStringLiteral("unit"), outcome.unit);
        object.insert(QStringLiteral("better"),
                      outcome.better == Better::Higher ? QStringLiteral("higher") : QStringLiteral("lower"));
        if (!outcome.wrong.isEmpty()) {
            object.insert(QStringLiteral("wrong"), outcome.wrong);
            object.insert(QStringLiteral("pass"), false);
            array.append(object);
            continue;
        }
        object.insert(QStringLiteral("ours"), outcome.sides[0].median());
        for (std::size_t i = 1; i < outcome.sides.size(); ++i) {
            const Outcome::Side &rival = outcome.sides[i];
            const std::optional<bool> pass = outcome.pass(i);
            object.insert(QStringLiteral("rivalName"), rival.name);
            object.insert(QStringLiteral("rival"), rival.median());
            object.insert(QStringLiteral("ratio"), outcome.ratio(i));
            object.insert(QStringLiteral("bar"), rival.bar ? QJsonValue(*rival.bar) : QJsonValue());
            object.insert(QStringLiteral("pass"), pass ? QJsonValue(*pass) : QJsonValue());
            object.insert(QStringLiteral("figures"),
                          QJsonObject{{QStringLiteral("ours"), toArray(outcome.sides[0].figures)},
                                      {QStringLiteral("rival"), toArray(rival.figures)}});
            array.append(object);
        }
    }
    return QJsonDocument(array).toJson();
}

QByteArray toMarkdown(const Contest &contest)
{
    QString text = QStringLiteral("### Run of %1%2\n\n")
                       .arg(QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyy-MM-dd hh:mm 'UTC'")),
                            contest.quick() ? QStringLiteral(", quick") : QString());
    for (const QString &line : machineLines())
        text += QStringLiteral("- ") + line + u'\n';
    text += QStringLiteral("\n| work | unit | ours | beside | rival | ours / rival | bar | |\n"
                           "|---|---|--:|---|--:|--:|--:|---|\n");
    for (const Outcome &outcome : contest.outcomes()) {
        if (!outcome.skipped.isEmpty() || !outcome.wrong.isEmpty()) {
            const QString why = outcome.wrong.isEmpty() ? QStringLiteral("skipped: ") + outcome.skipped
                                                        : outcome.wrong + QStringLiteral(" did the work wrong");
            text += QStringLiteral("| %1 | | | %2 | | | | |\n").arg(outcome.name, why);
            continue;
        }
        for (std::size_t i = 1; i < outcome.sides.size(); ++i) {
            text += QStringLiteral("| %1 | %2 | %3 | %4 | %5 | %6 | %7 | %8 |\n")
                        .arg(i == 1 ? outcome.name : QString(), i == 1 ? outcome.unit : QString(),
                             i == 1 ? number(outcome.sides[0].median()) : QString(), outcome.sides[i].name,
                             number(outcome.sides[i].median()), number(outcome.ratio(i)), barText(outcome, i),
                             passText(outcome, i));
        }
    }
    const QStringList summary = summaryLines(contest);
    text += u'\n' + summary.first() + QStringLiteral(".\n");
    for (qsizetype i = 1; i < summary.size(); ++i)
        text += (i == 1 ? QStringLiteral("\n- ") : QStringLiteral("- ")) + summary[i] + u'\n';
    return text.toUtf8();
}

} // namespace framescope::bench
