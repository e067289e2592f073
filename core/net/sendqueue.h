#pragma once

#include "core/base/platform/tcp.h"

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>

#include <deque>
#include <memory>

namespace framescope::net
{

/// Sends octets over a handle of its own on a TCP or Unix socket, so that nothing queued is lost when QTcpSocket closes
/// on the end of the peer (half-closed TCP, RFC 9293 §3.6). Takes any amount; what the system has no room for waits
/// here. Thread: that of its owner.
class SendQueue : public QObject
{
    Q_OBJECT
public:
    /// `descriptor`: a connected socket that does not block. It stays its owner's.
    explicit SendQueue(qintptr descriptor);
    ~SendQueue() override;

    /// Whether what is written can still go anywhere.
    bool canSend() const noexcept { return m_handle.isValid() && !m_broken; }
    /// As much as the system takes at once, the rest when it has room. Nothing where it cannot send.
    void write(const QByteArray &octets);
    /// Octets that wait here.
    qint64 bytesToWrite() const noexcept { return m_size; }
    /// Tells broken() also while nothing is written: for a socket whose peer has ended its side, where nobody reads and
    /// would hear of it.
    void watch();
    /// Lets go of the handle and of what waits. Without another handle that closes the connection.
    void close();
    const platform::SocketHandle &handle() const noexcept { return m_handle; }

Q_SIGNALS:
    /// The system took some. Never from inside write(); once for several writes.
    void written();
    /// The connection was reset, or nobody takes octets any more: what waited is dropped. Once, never from inside
    /// write().
    void broken();

private:
    void sendSome();
    void onWritable();
    void fail();
    void dropNotifiers();

    platform::SocketHandle m_handle;
    std::deque<QByteArray> m_waiting;
    std::size_t m_sentOfFirst = 0;
    qint64 m_size = 0;
    std::unique_ptr<QSocketNotifier> m_writable; ///< on while something waits
    std::unique_ptr<QSocketNotifier> m_trouble;
    bool m_broken = false;
    bool m_tells = false; ///< written() is on its way
};

} // namespace framescope::net
