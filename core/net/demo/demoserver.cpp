#include "core/net/demo/demoserver.h"

#include "core/capture/capture.h"
#include "core/net/listener.h"

#include <QTemporaryDir>
#include <QThread>

namespace framescope::net
{

class DemoServer::Private
{
public:
    Result<QString> listen(std::uint16_t port)
    {
        if (!folder.isValid())
            return Error{u"The demo server has no temporary folder (%1)."_qs.arg(folder.errorString())};
        auto created = capture::Capture::create(folder.filePath(u"demo.pcapng"_qs));
        if (!created)
            return created.error();
        capture = std::move(*created);
        ListenerSettings settings;
        settings.port = port;
        settings.demo = true;
        auto made = std::make_unique<Listener>(*capture, settings, clock);
        if (const auto result = made->listen(); !result)
            return result.error();
        url = made->url();
        listener = std::move(made);
        return url;
    }

    QTemporaryDir folder;
    SystemClock clock;
    std::unique_ptr<capture::Capture> capture;
    std::unique_ptr<Listener> listener; ///< lives on `thread`, as does whatever uses the capture
    QObject onThread;
    QThread thread;
    QString url;
};

DemoServer::DemoServer() : d(std::make_unique<Private>()) {}

DemoServer::~DemoServer()
{
    if (!d->thread.isRunning())
        return;
    QMetaObject::invokeMethod(
        &d->onThread, [this] { d->listener.reset(); }, Qt::BlockingQueuedConnection);
    d->thread.quit();
    d->thread.wait();
}

Result<QString> DemoServer::start(std::uint16_t port)
{
    if (running())
        return d->url;
    if (!d->thread.isRunning()) {
        d->thread.setObjectName(u"demo server"_qs);
        d->onThread.moveToThread(&d->thread);
        d->thread.start();
    }
    Result<QString> result = Error{};
    QMetaObject::invokeMethod(
        &d->onThread, [&] { result = d->listen(port); }, Qt::BlockingQueuedConnection);
    return result;
}

bool DemoServer::running() const { return d->listener != nullptr; }

} // namespace framescope::net
