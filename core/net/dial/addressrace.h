#pragma once

#include "core/base/platform/streamsocket.h"
#include "core/net/settings.h"
#include "core/ws/findings.h"

#include <QElapsedTimer>
#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace framescope::net
{

/// The order to try addresses in (RFC 8305 §4): the family of the first, then the families in turn; only those of
/// `family` when it is one.
QList<QHostAddress> attemptOrder(const QList<QHostAddress> &resolved, AddressFamily family);

/// An attempt at one address that did not become the connection.
struct EndedAttempt {
    QHostAddress address;
    std::int64_t ns = 0; ///< how long it was tried
    QString result;      ///< the system's own text, or why it was given up
    std::optional<ws::FindingId> finding;
};

/// Tries addresses side by side, each a little later than the one before (RFC 8305 §5); the first that answers wins.
/// Ends with connected() or exhausted(), once. Thread: that of its owner.
class AddressRace : public QObject
{
    Q_OBJECT
public:
    /// RFC 8305 §5 and §8: the recommended delay between attempts.
    static constexpr std::chrono::milliseconds delay{250};

    AddressRace(const QList<QHostAddress> &order, std::uint16_t port);
    ~AddressRace() override;

    void start();
    /// The winner's descriptor, which is the caller's from now on. After connected(), once.
    qintptr takeDescriptor() noexcept { return m_winner->socket.release(); }
    /// Ends what is under way; each attempt is told as ended with this result.
    void giveUp(const QString &result, std::optional<ws::FindingId> finding);

Q_SIGNALS:
    void attemptEnded(const framescope::net::EndedAttempt &attempt);
    void connected();
    /// Every address was tried, and none is left.
    void exhausted();

private:
    struct Attempt {
        QHostAddress address;
        platform::StreamSocket socket;
        std::unique_ptr<QSocketNotifier> writable;
        QElapsedTimer time;
    };
    void startNext();
    void settle(Attempt *attempt, platform::StreamSocket::State state);
    void end(Attempt *attempt, const QString &result, std::optional<ws::FindingId> finding);
    void win(Attempt *attempt);

    QList<QHostAddress> m_waiting;
    std::uint16_t m_port;
    std::vector<std::unique_ptr<Attempt>> m_running;
    std::unique_ptr<Attempt> m_winner;
    QTimer m_next;
};

} // namespace framescope::net
