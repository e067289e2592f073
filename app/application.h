#pragma once

#include "app/desktopscheme.h"
#include "core/base/clock.h"
#include "core/capture/capturestore.h"
#include "core/net/demo/demoserver.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/settings.h"
#include "ui/support/theme.h"

#include <QSettings>

#include <memory>
#include <vector>

class QApplication;

namespace framescope::net
{
class CookieStore;
class KnownCertificates;
} // namespace framescope::net

namespace framescope::app
{

/// The composition root of the window mode: builds the services in order, owns them and the windows, destroys them in
/// reverse.
class Application
{
public:
    explicit Application(QApplication &qt);
    ~Application();

    /// A window with a new capture. Errors: the user's data folder cannot be written.
    Result<ui::MainWindow *> newWindow();
    /// A window with this capture. Errors: as capture::Capture::open().
    Result<ui::MainWindow *> openWindow(const QString &path);

private:
    void useTheme(ui::ThemeChoice choice);
    void useFonts();
    void useCaptureFolder();
    ui::MainWindow *show(std::unique_ptr<ui::Workspace> workspace);
    void forget(ui::MainWindow *window);

    QApplication &m_qt;
    DesktopScheme m_desktop;
    SystemClock m_clock;
    QSettings m_store;
    ui::Settings m_settings;
    capture::CaptureStore m_captures;
    net::DemoServer m_demo;
    std::shared_ptr<net::KnownCertificates> m_knownCertificates; ///< one for all windows
    std::shared_ptr<net::CookieStore> m_cookies;
    std::vector<std::unique_ptr<ui::MainWindow>> m_windows;
};

} // namespace framescope::app
