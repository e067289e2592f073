#pragma once

#include "core/base/clock.h"
#include "core/capture/capture.h"
#include "core/net/settings.h"

#include <QObject>
#include <QStringList>
#include <QThread>

#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace framescope::net
{

class CookieStore;

enum class State : std::uint8_t { Connecting, Securing, Upgrading, Open, Closing, Closed, Failed };

/// The name shown to people and written to JSON: "connecting" ...
QString stateName(State state);

/// Where a connection stands. Totals are in capture::Capture::totals().
struct Status {
    ConnectionId id;
    State state = State::Connecting;
    QString reason; ///< why it failed or ended, a whole sentence; empty while it lives
    QString subprotocol;
    QString extensions;            ///< what the server answered, with its parameters
    ws::Agreement agreement;       ///< what that means for frames
    ws::DeflateSide sending;       ///< how our end compresses under it: what we promised beyond it counts too
    QString tls;                   ///< "TLS 1.3 · AES-256-GCM", empty for ws
    bool tlsVerified = true;       ///< false when an exception was made for this certificate
    QByteArray refusedSha256;      ///< of the certificate that was refused, for offering to accept it
    QString refusedCertificate;    ///< its subject, issuer and dates as lines of text
    QString redirectUrl;           ///< where a 3xx answer points to; see redirected() before following it
    QList<QByteArray> challenges;  ///< WWW-Authenticate of a 401 or Proxy-Authenticate of a 407, see parseChallenges()
    QByteArray previousSha256;     ///< of the certificate seen last at this host and port, when it was another
    QStringList acceptableIssuers; ///< the server asked for a client certificate of these CAs
    Timestamp started, opened, ended;
    /// What each step of the way took, in nanoseconds; -1: not needed, or not done.
    struct Timings {
        std::int64_t lookupNs = -1, tcpNs = -1, proxyNs = -1, tlsNs = -1, upgradeNs = -1;
    } timings;
    std::int64_t rttNs = -1;                            ///< last ping of ours to its pong; -1 before the first
    std::uint16_t closeCode = 0;                        ///< received close code, 0 when none came
    std::uint64_t frameProgress = 0, frameDeclared = 0; ///< of a frame that is arriving
    bool peerDone = false;                              ///< the peer ended its side of TCP: nothing more comes
    std::optional<Timestamp> retryAt;                   ///< it ended, and another attempt is going to be made then
    int retryAttempt = 0;                               ///< the number of that attempt, from 1; 0: none
    std::optional<ConnectionId> retriedAs;              ///< that attempt is under way, or over
};

class KnownCertificates;

/// The live connections of one capture, on their own thread when asked for.
/// Thread: open(), send(), close(), abort() and status*() from any thread; changed() is emitted on the
/// session's thread.
class Session : public QObject
{
    Q_OBJECT
public:
    enum class Threading { OwnThread, CallersThread };

    /// Lifetime: the capture outlives the session.
    Session(capture::Capture &capture, Threading threading, const Clock &clock);
    /// Aborts what is open and waits for the thread.
    ~Session() override;

    /// Where the cookies of ConnectionSettings::cookieProfile come from, for what is opened from now on.
    void setCookieStore(std::shared_ptr<CookieStore> cookies);
    /// What certificates are compared with, for what is opened from now on.
    void setKnownCertificates(std::shared_ptr<KnownCertificates> known);

    /// Starts an attempt and gives its number in the capture at once; how it goes is in status() and in rows.
    /// A URL that cannot be parsed gives a connection that failed, with its reason.
    ConnectionId open(const ConnectionSettings &settings);
    /// Sends a text or binary message as one legal frame, compressed when the handshake agreed on that and the message
    /// is long enough (see DeflateSettings).
    void sendMessage(ConnectionId id, ws::Opcode opcode, const QByteArray &data);
    /// Writes these octets as they are (a frame from FrameWriter, or anything) and records them.
    void send(ConnectionId id, const QByteArray &octets);
    /// Close frame with this code, then the closing handshake (RFC 6455 §7.1.2); code 1005 sends an empty
    /// one.
    void close(ConnectionId id, std::uint16_t code = 1000, const QByteArray &reason = {});
    /// Ends TCP at once.
    void abort(ConnectionId id);
    /// No other attempt follows this connection by itself (ConnectionSettings::reconnect); close() and abort() say so
    /// too. Each attempt is a connection of its own; changed() tells when it begins.
    void cancelReconnect(ConnectionId id);

    Status status(ConnectionId id) const;
    bool isLive(ConnectionId id) const; ///< connecting to closing
    std::vector<ConnectionId> liveConnections() const;

Q_SIGNALS:
    /// After each read or write, and on each state change; once for many frames.
    void changed(framescope::ConnectionId id);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace framescope::net
