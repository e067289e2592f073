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
    if (auto *const present = dispatcher->findChild<ReplyWait *>(QString(), Qt::FindDirectChildrenOnly))
        return *present;
    return *new ReplyWait(dispatcher);
}

ReplyWait::ReplyWait(QObject *parent) : QObject(parent)
{
    connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::aboutToBlock, this, &ReplyWait::wait);
}

void ReplyWait::sent(qintptr descriptor) noexcept
{
    if (m_pass > 0)
        --m_pass;
    else
        m_descriptor = descriptor;
}

void ReplyWait::wait()
{
    const qintptr descriptor = std::exchange(m_descriptor, -1);
    if (descriptor < 0)
        return;
    const auto end = std::chrono::steady_clock::now() + moment;
    do {
        if (platform::hasInput(descriptor)) {
            m_vain = 0;
            return;
        }
    } while (std::chrono::steady_clock::now() < end);
    m_vain = std::min(2 * m_vain + 1, mostPassedOver);
    m_pass = m_vain;
}

} // namespace framescope::net
