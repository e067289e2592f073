#include "app/capturecommand.h"
#include "app/commandline.h"
#include "app/echocommand.h"
#include "app/readcommand.h"
#include "app/report.h"
#include "app/servecommand.h"
#include "app/window.h"

#include <QCoreApplication>

#include <cstdio>

#ifdef Q_OS_UNIX
#include <clocale>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <langinfo.h>
#endif

using namespace framescope;
using namespace framescope::app;

namespace
{

/// In a locale without UTF-8 Qt goes over to C.UTF-8 by itself, and says so on standard error at every start. The same
/// happens where the locale asked for is not installed; its language is kept for the window.
void chooseUtf8()
{
#ifdef Q_OS_UNIX
    std::setlocale(LC_ALL, "");
    if (std::strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
        return;
    for (const char *name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        if (const char *asked = std::getenv(name); asked && *asked) {
            setenv("LANGUAGE", asked, 0);
            break;
        }
    }
    setenv("LC_ALL", "C.UTF-8", 1);
#endif
}

int runHeadless(const CommandLine &line)
{
#ifdef Q_OS_UNIX
    // A reader that went away is then an error of a write, which ends the mode in order.
    std::signal(SIGPIPE, SIG_IGN);
#endif
    switch (line.mode) {
    case Mode::Capture:
        return runCapture(line);
    case Mode::Read:
        return runRead(line);
    case Mode::Echo:
        return runEcho(line);
    case Mode::Serve:
        return runServe(line);
    case Mode::Window:
        break;
    }
    return ExitUsage;
}

} // namespace

int main(int argc, char *argv[])
{
    chooseUtf8();
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));

    const auto line = parseCommandLine(arguments);
    if (!line) {
        const QByteArray word = modeWord(modeOf(arguments));
        reportError(line.error().message);
        std::fprintf(stderr, "try: framescope %s%s--help\n", word.constData(), word.isEmpty() ? "" : " ");
        return ExitUsage;
    }
    if (line->help || line->version) {
        std::fputs(line->version ? versionLine().constData() : usage(line->mode).constData(), stdout);
        return ExitOk;
    }
    // What needs no display must not ask for one: the modes for terminals come before any QApplication.
    if (line->mode != Mode::Window) {
        QCoreApplication application(argc, argv);
        return runHeadless(*line);
    }

    return runWindow(argc, argv, *line);
}
