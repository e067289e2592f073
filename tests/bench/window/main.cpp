// The window as the benchmarks need it, a process of its own for each figure of memory and of the GUI thread.
// framescope_bench runs it; it prints one JSON object.

#include "tests/bench/window/guiprobe.h"
#include "tests/bench/window/modes.h"

#include <QJsonDocument>

#include <cstdio>

using namespace framescope::bench;

int main(int argc, char *argv[])
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_LOGGING_RULES", "qt.qpa.*=false");
    GuiProbe probe(argc, argv);
    const QStringList arguments = probe.arguments().mid(1);
    const QString mode = arguments.value(0);
    QJsonObject figures;
    if (mode == QLatin1String("flood"))
        figures = runFlood(probe, arguments.mid(1));
    else if (mode == QLatin1String("open"))
        figures = runOpen(probe, arguments.mid(1));
    else if (mode == QLatin1String("list"))
        figures = runList(probe, arguments.mid(1));
    else
        figures = failed(QStringLiteral("usage: framescope_bench_window flood URL | open FILE | list ROWS"));
    std::printf("%s\n", QJsonDocument(figures).toJson(QJsonDocument::Compact).constData());
    return figures.contains(QStringLiteral("error")) ? 1 : 0;
}
