#include "core/net/replywait.h"

#include "core/base/platform/tcp.h"

#include <QAbstractEventDispatcher>
#include <QThread>

#include <algorithm>
#include <chrono>
#include <utility>

namespace framescope::net
{

namespace
{
constexpr std::chrono::microseconds moment{100};
constexpr int mostPassedOver = 255;
} // namespace

ReplyWait &ReplyWait::ofThread()
{
    // The dispatcher belongs to the thread and goes with it.
    QAbstractEventDispatcher *const dispatcher = QAbstractEventDispatcher::instance();
    Q_ASSERT(dispatcher != nullptr);
    if (auto *const present = dispatcher->findChild<ReplyWait *>(QString(), Qt::FindDirectChildrenOnly))
        return *present;
    return *new ReplyWait(dispatcher);
}

ReplyWait::ReplyWait(QObject *parent, HasInput hasInput)
    : QObject(parent), m_hasInput(hasInput != nullptr ? hasInput : platform::hasInput)
{
    connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::aboutToBlock, this, &ReplyWait::wait);
}

void ReplyWait::sent(qintptr descriptor)
{
    if (m_sockets > 0) {
        if (descriptor != m_descriptor)
            m_sockets = 2;
        return;
    }
    if (m_pass > 0) {
        --m_pass;
        return;
    }
    m_descriptor = descriptor;
    m_sockets = 1;
    // GLib's dispatcher says that it is about to block also when there is something to do: news of this very sending.
    QMetaObject::invokeMethod(
        this, [this] { m_ready = true; }, Qt::QueuedConnection);
}

void ReplyWait::wait()
{
    if (!std::exchange(m_ready, false))
        return;
    const bool one = std::exchange(m_sockets, 0) == 1;
    // What is there already is no answer that was waited for: nobody reads it, or the socket is closed.
    if (!one || m_hasInput(m_descriptor))
        return;
    const auto end = std::chrono::steady_clock::now() + moment;
    do {
        if (m_hasInput(m_descriptor)) {
            m_vain = 0;
            return;
        }
    } while (std::chrono::steady_clock::now() < end);
    m_vain = std::min(2 * m_vain + 1, mostPassedOver);
    m_pass = m_vain;
}

} // namespace framescope::net
