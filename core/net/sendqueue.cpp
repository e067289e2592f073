#include "core/net/sendqueue.h"

#include <algorithm>

namespace framescope::net
{
namespace
{
/// A peer that reads as fast as we send must not keep the others of this thread waiting.
constexpr qint64 turnSize = 1024 * 1024;
} // namespace

SendQueue::SendQueue(qintptr descriptor) : m_handle(descriptor) {}

SendQueue::~SendQueue() { close(); }

void SendQueue::write(const QByteArray &octets)
{
    if (octets.isEmpty() || !canSend())
        return;
    m_waiting.push_back(octets);
    m_size += octets.size();
    if (m_waiting.size() > 1)
        return;
    sendSome();
    if (!m_broken && !m_tells) {
        m_tells = true;
        QMetaObject::invokeMethod(
            this,
            [this] {
                m_tells = false;
                Q_EMIT written();
            },
            Qt::QueuedConnection);
    }
}

void SendQueue::sendSome()
{
    qint64 taken = 0;
    while (!m_waiting.empty() && taken < turnSize) {
        const QByteArray &first = m_waiting.front();
        const auto size = static_cast<std::size_t>(first.size()) - m_sentOfFirst;
        std::size_t count = 0;
        const auto result =
            m_handle.send(first.constData() + m_sentOfFirst, std::min(size, std::size_t(turnSize)), count);
        if (result == platform::SocketHandle::Sent::Never) {
            fail();
            return;
        }
        if (result == platform::SocketHandle::Sent::Later)
            break;
        taken += static_cast<qint64>(count);
        m_size -= static_cast<qint64>(count);
        m_sentOfFirst += count;
        if (count == size) {
            m_waiting.pop_front();
            m_sentOfFirst = 0;
        }
    }
    if (!m_waiting.empty() && !m_writable) {
        m_writable = std::make_unique<QSocketNotifier>(m_handle.descriptor(), QSocketNotifier::Write);
        connect(m_writable.get(), &QSocketNotifier::activated, this, &SendQueue::onWritable);
    }
    if (m_writable)
        m_writable->setEnabled(!m_waiting.empty());
}

void SendQueue::onWritable()
{
    if (m_waiting.empty() || !canSend())
        return;
    const qint64 before = m_size;
    sendSome();
    if (!m_broken && m_size != before)
        Q_EMIT written();
}

void SendQueue::watch()
{
    if (m_trouble || !canSend())
        return;
    // Not for reading: a socket at its end is always readable. Exceptional are urgent octets too, which nobody sends
    // after an end; a hang-up and an error are always told.
    m_trouble = std::make_unique<QSocketNotifier>(m_handle.descriptor(), QSocketNotifier::Exception);
    connect(m_trouble.get(), &QSocketNotifier::activated, this, &SendQueue::fail);
}

void SendQueue::fail()
{
    if (m_broken)
        return;
    m_broken = true;
    m_waiting.clear();
    m_size = 0;
    dropNotifiers();
    QMetaObject::invokeMethod(this, &SendQueue::broken, Qt::QueuedConnection);
}

void SendQueue::dropNotifiers()
{
    // One of them may be the one that calls.
    for (std::unique_ptr<QSocketNotifier> *notifier : {&m_writable, &m_trouble}) {
        if (!*notifier)
            continue;
        (*notifier)->setEnabled(false);
        notifier->release()->deleteLater();
    }
}

void SendQueue::close()
{
    // Before the descriptor: its number may be another socket's next.
    dropNotifiers();
    m_waiting.clear();
    m_size = 0;
    m_handle.close();
}

} // namespace framescope::net
