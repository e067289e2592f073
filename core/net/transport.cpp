#include "core/net/transport.h"

#include <utility>

namespace framescope::net
{
namespace
{
constexpr qint64 readBufferLimit = 1024 * 1024;
/// Without TLS: only for the first octets of a read, see Transport::read().
constexpr qint64 plainBufferLimit = 32 * 1024;
/// So much of a flood at a time: then timers, other connections and people have their turn.
constexpr qint64 floodLimit = 1024 * 1024;
} // namespace

Transport::Transport(std::unique_ptr<QTcpSocket> socket)
    : m_socket(std::move(socket))
    , m_tls(qobject_cast<QSslSocket *>(m_socket.get()))
    , m_queue(m_socket->socketDescriptor())
    , m_replyWait(ReplyWait::ofThread())
{
    m_socket->setReadBufferSize(!isTls() && m_queue.handle().isValid() ? plainBufferLimit : readBufferLimit);
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &Transport::readable);
    connect(m_socket.get(), &QTcpSocket::bytesWritten, this, &Transport::onBytesWritten);
    if (m_tls != nullptr)
        connect(m_tls, &QSslSocket::encryptedBytesWritten, this, &Transport::onBytesWritten);
    connect(&m_queue, &SendQueue::written, this, &Transport::written);
    connect(&m_queue, &SendQueue::broken, this, &Transport::onBroken);
    // Queued: both can be emitted inside a write of ours, in the middle of answering.
    connect(m_socket.get(), &QTcpSocket::disconnected, this, &Transport::ended, Qt::QueuedConnection);
    connect(m_socket.get(), &QTcpSocket::errorOccurred, this, &Transport::onError, Qt::QueuedConnection);
    // What the way through a proxy left behind goes first.
    m_socket->flush();
    // It ended before anybody listened.
    if (m_socket->state() == QAbstractSocket::UnconnectedState)
        QMetaObject::invokeMethod(this, &Transport::ended, Qt::QueuedConnection);
}

qint64 Transport::read(char *data, qint64 size)
{
    if (!m_socket->isOpen())
        return 0;
    const qint64 count = m_socket->read(data, size);
    if (isTls() || count < 0)
        return count;
    if (count > 0) {
        m_flood = count >= plainBufferLimit;
        m_pastQt = 0;
        return count;
    }
    // Qt tells that something came and reads the first of it; of a flood the rest goes past its buffer, which would be
    // one copy more and fresh memory each time. Ends and errors stay Qt's to find.
    if (!m_flood || m_pastQt >= floodLimit || m_socket->state() != QAbstractSocket::ConnectedState)
        return 0;
    const std::size_t more = m_queue.handle().receive(data, static_cast<std::size_t>(size));
    m_flood = more > 0;
    m_pastQt += static_cast<qint64>(more);
    return static_cast<qint64>(more);
}

bool Transport::receive()
{
    if (m_socket->state() != QAbstractSocket::ConnectedState || (isTls() && !m_tls->isEncrypted()))
        return false;
    return m_socket->waitForReadyRead(0);
}

bool Transport::canWrite() const
{
    if (m_socket->state() == QAbstractSocket::ConnectedState)
        return isTls() || !m_queue.handle().isValid() || m_queue.canSend();
    return !isTls() && m_queue.canSend() && !wasReset();
}

void Transport::write(const QByteArray &octets)
{
    if (!isTls() && m_queue.handle().isValid()) {
        m_queue.write(octets);
        if (m_queue.bytesToWrite() == 0)
            m_replyWait.sent(m_queue.handle().descriptor());
        return;
    }
    // flush() emits bytesWritten(), also from inside.
    m_writing = true;
    m_socket->write(octets);
    m_socket->flush();
    m_writing = false;
    if (unsent() == 0)
        m_replyWait.sent(m_socket->socketDescriptor());
}

qint64 Transport::bytesToWrite() const { return m_queue.bytesToWrite() + m_socket->bytesToWrite(); }

qint64 Transport::unsent() const { return bytesToWrite() + (isTls() ? m_tls->encryptedBytesToWrite() : 0); }

void Transport::endSending()
{
    if (isTls() && m_tls->isEncrypted())
        m_tls->disconnectFromHost();
    else
        platform::endSending(m_queue.handle().isValid() ? m_queue.handle().descriptor() : m_socket->socketDescriptor());
}

void Transport::close()
{
    m_socket->disconnect(this);
    m_queue.disconnect(this);
    m_socket->abort();
    m_queue.close();
}

void Transport::reset()
{
    platform::resetOnClose(m_queue.handle().isValid() ? m_queue.handle().descriptor() : m_socket->socketDescriptor());
    close();
}

void Transport::onBytesWritten()
{
    if (m_writing)
        QMetaObject::invokeMethod(this, &Transport::written, Qt::QueuedConnection);
    else
        Q_EMIT written();
}

void Transport::onError(QAbstractSocket::SocketError error)
{
    Q_EMIT failed(error, m_socket->errorString());
    // RFC 8446 §6.1: after a close_notify nothing more comes. Qt reports it and leaves TCP open, and the peer
    // may wait for ours before it ends TCP (asyncio does).
    if (error == QAbstractSocket::RemoteHostClosedError && m_socket->state() == QAbstractSocket::ConnectedState)
        m_socket->disconnectFromHost();
}

void Transport::onBroken()
{
    if (m_socket->state() == QAbstractSocket::UnconnectedState) {
        Q_EMIT ended();
        return;
    }
    // What came before is read first; then Qt hears of the end itself, or is told.
    do {
        Q_EMIT readable();
    } while (receive());
    if (m_socket->state() == QAbstractSocket::ConnectedState)
        m_socket->abort();
}

} // namespace framescope::net
