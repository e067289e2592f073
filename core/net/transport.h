#pragma once

#include "core/net/replywait.h"
#include "core/net/sendqueue.h"

#include <QObject>
#include <QSslSocket>
#include <QTcpSocket>

#include <memory>

namespace framescope::net
{

/// The connected socket under a connection: TCP, TLS or a Unix socket. Without TLS its octets go through a SendQueue,
/// so that the peer's end of its side (FIN) takes nothing away from what we send. TLS has no half-closed state in Qt:
/// its end is the end of both sides. Thread: that of its owner.
class Transport : public QObject
{
    Q_OBJECT
public:
    /// Ended already: ended() comes as soon as the event loop runs.
    explicit Transport(std::unique_ptr<QTcpSocket> socket);

    QTcpSocket &socket() noexcept { return *m_socket; }
    bool isTls() const noexcept { return m_tls != nullptr; }

    /// Octets that came, at most `size`; 0 when there are no more now.
    qint64 read(char *data, qint64 size);
    qint64 bytesAvailable() const { return m_socket->bytesAvailable(); }
    /// Takes what the system has received; false when there is nothing more.
    bool receive();

    /// Whether what is written can still reach the peer, also after the end of its side.
    bool canWrite() const;
    void write(const QByteArray &octets);
    /// Octets that TCP, or TLS, has not taken.
    qint64 bytesToWrite() const;
    /// Octets that TCP has not taken, those that TLS holds included.
    qint64 unsent() const;
    /// FIN, or close_notify and the end of both sides. For when bytesToWrite() is 0.
    void endSending();

    /// Tells ended() also for a reset that comes after the end of the peer's side.
    void watchForReset() { m_queue.watch(); }
    /// Whether the peer reset TCP, of which this side has not ended its sending.
    bool wasReset() const { return m_queue.handle().wasReset(); }
    /// Closes the socket: FIN if all was read, nothing is told any more.
    void close();
    /// The same with RST.
    void reset();

Q_SIGNALS:
    void readable();
    /// Some octets went out. Never from inside write(): who hears of it may read and send.
    void written();
    void failed(QAbstractSocket::SocketError error, const QString &text);
    /// The peer ended its side or reset TCP, or nothing can be written any more. What was received before may still be
    /// read. Once, and again for a reset after the end; never from inside a write.
    void ended();

private:
    void onBytesWritten();
    void onError(QAbstractSocket::SocketError error);
    void onBroken();

    std::unique_ptr<QTcpSocket> m_socket;
    QSslSocket *m_tls;
    SendQueue m_queue;
    ReplyWait &m_replyWait; ///< of the thread, which the transport does not leave
    bool m_writing = false;
    bool m_flood = false; ///< more comes at a time than Qt's buffer takes
    qint64 m_pastQt = 0;  ///< octets read past Qt's buffer since it had some
};

} // namespace framescope::net
