#pragma once

#include "core/capture/capture.h"
#include "core/net/answerer.h"
#include "core/net/failure.h"
#include "core/net/framewatch.h"
#include "core/net/keepalive.h"
#include "core/net/messagememory.h"
#include "core/net/session.h"
#include "core/net/stallwatch.h"
#include "core/net/transport.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace framescope::net
{

class CookieStore;
class KnownCertificates;

/// What the connections of one thread share.
struct ConnectionContext {
    capture::Capture &capture;
    const Clock &clock;
    std::shared_ptr<QByteArray> buffer;                     ///< see makeReadBuffer()
    std::shared_ptr<CookieStore> cookies{};                 ///< null: none are sent or kept
    std::shared_ptr<KnownCertificates> knownCertificates{}; ///< null: no change of a certificate is noticed
    std::shared_ptr<MessageMemory> memory{};                ///< null: each connection has its own limit only
};

/// The buffer all connections of a thread read into, one after the other.
std::shared_ptr<QByteArray> makeReadBuffer();

/// One end of a WebSocket connection over TCP or TLS: reads, records, answers, keeps the time limits. How it
/// comes to be open is the business of ClientConnection and ServerConnection. Thread: lives on the thread
/// that writes to the capture.
class Connection : public QObject
{
    Q_OBJECT
public:
    /// Ends TCP at once if it is still there.
    ~Connection() override;

    /// Writes these octets as they are and records them. When the connection is not open, a row says so
    /// instead.
    /// A compressed message among them puts the peer's context out of step with ours, which is forgotten then.
    void send(const QByteArray &octets);
    /// Sends a whole legal message, compressed when that was agreed on and it is long enough. Otherwise like send().
    void sendMessage(ws::Opcode opcode, const QByteArray &data);
    /// RFC 6455 §7.1.2: a close frame, then the closing handshake; code 1005 sends an empty one. It answers the peer's,
    /// where that came and answers are off. The reason is cut to what a close frame can hold. While the connection is not open yet, the attempt is given up.
    void close(std::uint16_t code, const QByteArray &reason);
    /// Resets TCP.
    void abort();
    /// Ends the sending side of TCP without a close frame.
    void endWithoutClose();

    const Status &status() const noexcept { return m_status; }
    bool isOver() const noexcept { return m_over; }
    /// Whether it ended, or is ending, because somebody here wanted it: a close frame of ours came first, or it was
    /// given up.
    bool endedFromHere() const noexcept { return m_closeByUs; }
    /// Why another attempt would end as this one did, see lastingReason().
    const QString &lasting() const noexcept { return m_lasting; }
    bool isOpen() const noexcept { return m_status.state == State::Open; }
    /// A peer that pings and does not read: so many octets of what it was answered wait at most, and the pongs of one
    /// read. Then only its latest ping is answered, once it reads again; all are recorded.
    static constexpr qint64 pongQueueLimit = 64 * 1024;

    /// Octets given to send() that TCP has not taken yet, those that TLS holds included.
    qint64 unsent() const;
    Answerer &answerer() noexcept { return m_answerer; }
    /// The code the peer's next close frame is answered with, instead of its own.
    void setCloseAnswer(std::uint16_t code) noexcept { m_closeAnswer = code; }

Q_SIGNALS:
    /// After each read, write and change of state: status() is up to date.
    void changed();
    void opened();
    void messageReceived(framescope::ws::Opcode opcode, const QByteArray &data);
    /// TCP took some of what was sent.
    void written();
    /// The peer ended its side of TCP and the connection goes on: nothing more comes.
    void peerDone();
    /// TCP is over and every row is there; nothing follows.
    void finished();

protected:
    Connection(const ConnectionContext &context, ConnectionId id, const AnswerRules &rules,
               std::chrono::milliseconds closeTimeout);

    capture::Capture &capture() noexcept { return m_context.capture; }
    const ConnectionContext &context() const noexcept { return m_context; }
    Timestamp now() const { return m_context.clock.now(); }
    ConnectionId id() const noexcept { return m_status.id; }
    Policy policy() const noexcept { return m_answerer.rules().policy; }
    QTcpSocket *socket() noexcept { return m_transport ? &m_transport->socket() : nullptr; }

    /// Takes the connected socket over and listens to it.
    void adoptSocket(std::unique_ptr<QTcpSocket> socket);
    /// TCP is there: the addresses go to the capture; a peer address in the facts stays.
    void tcpConnected(capture::ConnectionFacts facts, QTcpSocket &socket);
    /// The opening handshake is done. `early`: octets that we sent before that, and that are frames.
    void open(const QByteArray &subprotocol, const QByteArray &extensions, ByteView early = {});
    void setState(State state);
    Status &editStatus() noexcept { return m_status; }
    /// Pings at this interval while the connection is open. 0: none.
    void setKeepAlive(std::chrono::milliseconds interval);
    /// Whether the connection stays when the peer ends its side of TCP (ConnectionSettings::keepHalfOpen).
    void setKeepHalfOpen(bool keep) noexcept { m_keepHalfOpen = keep; }
    void setDeadline(std::chrono::milliseconds time) { m_deadline.start(time); }
    void addEvent(capture::EventKind kind, const QJsonObject &details, Direction direction = Direction::In);
    /// Records and sends, whatever the state.
    void transmit(const QByteArray &octets);
    /// The row and the status of a failure. TCP stays as it is.
    void fail(const Failure &failure);
    /// Ends our side of TCP once everything is sent, waits a little for the peer's end.
    void endTcp();
    /// Closes TCP now: FIN if all was read.
    void closeTcp();
    /// The last row and finished(); for a socket that is gone or never was.
    void over();
    /// Reads what is there.
    void pump();

    /// Octets that came before the connection was open, already recorded; those that belong to frames among them.
    virtual void handshakeOctets(ByteView octets) = 0;
    /// TCP ended before the connection was open.
    virtual void handshakeEnded(bool reset) = 0;
    /// The time set by setDeadline() ran out before the connection was open.
    virtual void handshakeDeadline() = 0;
    /// An error of the socket that leaves no TCP connection.
    virtual void socketFailed(QAbstractSocket::SocketError error, const QString &text) = 0;
    /// The connection is over or given up: nothing may come of an attempt that is under way.
    virtual void stopConnecting() {}

private:
    /// Records what came until now, for a socket about to be closed.
    void drain();
    bool canSend(qsizetype size);
    void take(ByteView octets);
    void settleAnswers();
    void noteClose();
    void noteClose(const Answerer::Close &close);
    void awaitEnd();
    void ping(const QByteArray &payload);
    void handleClose(const Answerer::Close &close);
    void failFrames(const Answerer::Failure &failure);
    void sendClose(std::uint16_t code, const QByteArray &reason);
    void closingHandshakeDone();
    void onBytesWritten();
    void onEnded();
    bool waitsForPeerToRead() const;
    void settlePeerEnd();
    void onDeadline();
    void endOurSide();
    void finishTcp(bool reset);
    QString describeEnd(bool reset) const;
    void giveUp(const QString &reason);

    ConnectionContext m_context;
    Status m_status;
    Answerer m_answerer;
    std::chrono::milliseconds m_closeTimeout;
    std::unique_ptr<Transport> m_transport;
    SentWatch m_sent;
    QTimer m_deadline;
    StallWatch m_stall;
    std::unique_ptr<KeepAlive> m_keepAlive;
    QByteArray m_closeReason;
    QString m_lasting;
    std::optional<std::uint16_t> m_closeAnswer;
    bool m_tcp = false;         ///< connected once
    bool m_opened = false;      ///< was open once
    bool m_peerClosed = false;  ///< a close frame came
    bool m_weClosed = false;    ///< a close frame went
    bool m_closeUnseen = false; ///< one went that is no frame for the peer
    bool m_closeByUs = false;   ///< ours was first
    bool m_keepHalfOpen = false;
    bool m_endWhenWritten = false;
    bool m_outEnded = false;
    bool m_peerEnds = false; ///< the peer's FIN came; not all that was before it has been read
    bool m_inEnded = false;  ///< and all was read
    bool m_pumping = false;
    bool m_silent = false; ///< record, answer nothing
    bool m_over = false;
};

} // namespace framescope::net
