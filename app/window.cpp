#include "app/window.h"

#include "app/application.h"

#include <QApplication>
#include <QIcon>

#include <cstdio>

namespace framescope::app
{

int runWindow(int &argc, char **argv, const WindowArguments &arguments)
{
    QApplication qt(argc, argv);
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/framescope/icons/framescope.svg")));
    Application application(qt);
    if (!arguments.theme.isEmpty())
        application.useTheme(arguments.theme == u"dark" ? ui::ThemeChoice::Dark : ui::ThemeChoice::Light);
    auto window =
        arguments.file.isEmpty() ? application.newWindow() : application.openWindow(arguments.file);
    if (!window) {
        std::fprintf(stderr, "framescope: %s\n", qUtf8Printable(window.error().message));
        return 1;
    }
    if (arguments.demo)
        (*window)->connectToDemo();
    return QApplication::exec();
}

} // namespace framescope::app
