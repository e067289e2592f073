#include "app/application.h"

#include "core/net/cookies.h"
#include "core/net/tls/knowncertificates.h"
#include "ui/support/language.h"

#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTimer>

#include <algorithm>

namespace framescope::app
{

namespace
{
ui::ThemeChoice themeOf(const QString &name)
{
    if (name == u"light")
        return ui::ThemeChoice::Light;
    if (name == u"dark")
        return ui::ThemeChoice::Dark;
    return ui::ThemeChoice::FollowDesktop;
}
} // namespace

Application::Application(QApplication &qt)
    : m_qt(qt)
    , m_desktop(qt)
    , m_store(QStringLiteral("framescope"), QStringLiteral("framescope"))
    , m_settings(m_store)
    , m_knownCertificates(std::make_shared<net::KnownCertificates>(
          QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/known-certificates")))
    , m_cookies(std::make_shared<net::CookieStore>(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) +
                                                   QStringLiteral("/cookies")))
{
    ui::useLanguage(qt, m_settings.text(ui::Setting::Language));
    useTheme(themeOf(m_settings.text(ui::Setting::Theme)));
    useFonts();
    useCaptureFolder();
    QObject::connect(&m_desktop, &DesktopScheme::changed, &m_qt,
                     [this] { useTheme(themeOf(m_settings.text(ui::Setting::Theme))); });
    QObject::connect(&m_settings, &ui::Settings::changed, &m_qt, [this](ui::Setting setting) {
        if (setting == ui::Setting::Theme)
            useTheme(themeOf(m_settings.text(setting)));
        if (setting == ui::Setting::TextSize || setting == ui::Setting::MonospaceFont)
            useFonts();
    });
}

Application::~Application() { m_windows.clear(); }

Result<ui::MainWindow *> Application::newWindow()
{
    auto workspace = ui::Workspace::createLive(m_captures, m_clock, ui::inflateLimits(m_settings));
    if (!workspace)
        return workspace.error();
    return show(std::move(*workspace));
}

Result<ui::MainWindow *> Application::openWindow(const QString &path)
{
    auto workspace = ui::Workspace::openFile(path, m_captures, ui::inflateLimits(m_settings));
    if (!workspace)
        return workspace.error();
    return show(std::move(*workspace));
}

ui::MainWindow *Application::show(std::unique_ptr<ui::Workspace> workspace)
{
    if (net::Session *session = workspace->session()) {
        session->setKnownCertificates(m_knownCertificates);
        session->setCookieStore(m_cookies);
    }
    auto made = std::make_unique<ui::MainWindow>(ui::WindowServices{m_captures, m_clock, m_settings, m_demo},
                                                 std::move(workspace));
    ui::MainWindow *window = made.get();
    m_windows.push_back(std::move(made));
    QObject::connect(window, &ui::MainWindow::newWindowRequested, window, [this, window] {
        if (auto other = newWindow(); !other)
            window->showError(other.error().message);
    });
    QObject::connect(window, &ui::MainWindow::connectElsewhereRequested, window,
                     [this, window](const net::ConnectionSettings &settings) {
                         auto other = newWindow();
                         if (other)
                             (*other)->connectTo(settings);
                         else
                             window->showError(other.error().message);
                     });
    QObject::connect(window, &ui::MainWindow::openElsewhereRequested, window, [this, window](const QString &path) {
        if (auto other = openWindow(path); !other)
            window->showError(other.error().message);
    });
    // The window is still on the stack when it says so: forget it from the event loop.
    QObject::connect(window, &ui::MainWindow::closed, &m_qt,
                     [this, window] { QTimer::singleShot(0, &m_qt, [this, window] { forget(window); }); });
    window->show();
    return window;
}

void Application::useTheme(ui::ThemeChoice choice)
{
    const bool dark =
        choice == ui::ThemeChoice::Dark || (choice == ui::ThemeChoice::FollowDesktop && m_desktop.isDark());
    ui::applyTheme(m_qt, dark);
}

void Application::useFonts()
{
    ui::applyFonts(m_qt, m_settings.number(ui::Setting::TextSize), m_settings.text(ui::Setting::MonospaceFont));
}

void Application::useCaptureFolder()
{
    // A folder that is not there any more, on a disk that was taken out, keeps nobody from starting.
    const QString folder = m_settings.text(ui::Setting::CaptureFolder);
    if (!folder.isEmpty() && QDir().mkpath(folder) && QFileInfo(folder).isWritable())
        m_captures.setFolder(folder);
}

void Application::forget(ui::MainWindow *window)
{
    std::erase_if(m_windows, [window](const auto &owned) { return owned.get() == window; });
}

} // namespace framescope::app
