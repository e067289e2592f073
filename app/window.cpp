#include "app/window.h"

#include "app/application.h"
#include "ui/support/icons.h"

#include <QApplication>

#include <cstdio>

namespace framescope::app
{

int runWindow(int &argc, char **argv, const CommandLine &line)
{
    QApplication qt(argc, argv);
    QApplication::setApplicationName(QStringLiteral("framescope"));
    QApplication::setDesktopFileName(QStringLiteral("org.framescope.Framescope"));
    QApplication::setWindowIcon(ui::applicationIcon());
    Application application(qt);
    auto window = line.file.isEmpty() ? application.newWindow() : application.openWindow(line.file);
    if (!window) {
        std::fprintf(stderr, "framescope: %s\n", qUtf8Printable(window.error().message));
        return 1;
    }
    if (line.demo)
        (*window)->connectToDemo();
    return QApplication::exec();
}

} // namespace framescope::app
