#include "app/servecommand.h"

#include "app/recording.h"
#include "app/report.h"
#include "app/rowprinter.h"
#include "app/stopsignal.h"
#include "app/unstoredreport.h"
#include "core/net/listener.h"

#include <QEventLoop>

namespace framescope::app
{

int runServe(const CommandLine &line)
{
    const auto recording = Recording::create(line.writePath, line.roll);
    if (!recording) {
        reportError(recording.error().message);
        return ExitFailed;
    }
    capture::Capture &capture = (*recording)->capture();
    net::ListenerSettings settings;
    settings.admission = line.admission;
    settings.port = line.port;
    settings.echo = line.echo;
    settings.demo = line.demo;
    settings.policy = line.policy;
    settings.deflate = line.deflate;

    const SystemClock clock;
    StopSignal stopSignal;
    RowPrinter printer(capture, line.json, stdout);
    capture.setBeforeDropping([&printer] { printer.printNew(); }); // their payloads are in the file
    UnstoredReport unstored(capture, &printer, line.json);
    bool stopped = false;
    {
        net::Listener listener(capture, settings, clock);
        const Result<void> listening = listener.listen();
        if (!listening) {
            reportError(listening.error().message);
            return ExitFailed;
        }
        stopped = printer.printLine(listener.url().toUtf8()) != RowPrinter::Output::Open;
        QObject::connect(&stopSignal, &StopSignal::requested, &listener, [&stopped] { stopped = true; });
        QObject::connect(&listener, &net::Listener::changed, &listener, [&] {
            stopped = stopped || printer.printNew() != RowPrinter::Output::Open;
            unstored.poll();
        });
        QEventLoop loop;
        while (!stopped)
            loop.processEvents(QEventLoop::WaitForMoreEvents);
    }
    printer.printNew();
    if (!capture.inflateError().isEmpty())
        reportError(capture.inflateError());
    const bool allStored = unstored.finish();
    if (printer.output() == RowPrinter::Output::Failed) {
        reportError(printer.error());
        return ExitFailed;
    }
    return allStored ? ExitOk : ExitFailed;
}

} // namespace framescope::app
