#pragma once

#include "core/base/clock.h"
#include "core/capture/capturestore.h"
#include "core/net/demo/demoserver.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/settings.h"

#include <QSettings>
#include <QTemporaryDir>

#include <memory>

namespace framescope::test
{

/// A main window with everything it needs in a temporary folder: settings, captures, demo server.
struct WindowFixture {
    WindowFixture()
        : store(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat)
        , settings(store)
        , captures(folder.filePath(QStringLiteral("captures")))
    {
    }

    /// Errors: the temporary folder cannot be written (a null pointer).
    std::unique_ptr<ui::MainWindow> makeWindow()
    {
        auto workspace = ui::Workspace::createLive(captures, clock, ui::inflateLimits(settings));
        if (!workspace)
            return nullptr;
        return std::make_unique<ui::MainWindow>(ui::WindowServices{captures, clock, settings, demo},
                                                std::move(*workspace));
    }

    QTemporaryDir folder;
    SystemClock clock;
    QSettings store;
    ui::Settings settings;
    capture::CaptureStore captures;
    net::DemoServer demo;
};

} // namespace framescope::test
