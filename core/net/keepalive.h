#pragma once

#include <QByteArray>
#include <QElapsedTimer>
#include <QJsonObject>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <cstdint>

namespace framescope::net
{

/// Asks for a ping at each interval and tells when one goes unanswered. Sends nothing itself.
/// Thread: that of its owner.
class KeepAlive : public QObject
{
    Q_OBJECT
public:
    /// A pong may take the interval, but no longer than this.
    static constexpr std::chrono::milliseconds longestWait{10'000};

    /// Text and finding of the note about a ping without its pong.
    static QJsonObject unansweredDetails(std::chrono::milliseconds limit);

    explicit KeepAlive(std::chrono::milliseconds interval);

    /// The connection is open; the first ping is due after one interval.
    void start();
    void stop();
    /// The ping that was due went out: its pong is waited for.
    void sent(const QByteArray &payload);
    /// RFC 6455 §5.5.3: a pong with this payload answers the ping that had it.
    void pongReceived(const QByteArray &payload);

Q_SIGNALS:
    /// `payload` is 8 octets: the number of the ping, from 1, and milliseconds since start(), both big-endian.
    void pingDue(const QByteArray &payload);
    /// No pong answered the last ping that was sent within this time.
    void unanswered(std::chrono::milliseconds limit);

private:
    void ping();
    void giveUpOnPong();

    std::chrono::milliseconds m_limit;
    QTimer m_interval;
    QTimer m_wait;
    QElapsedTimer m_clock;
    QByteArray m_asked; ///< payload of the ping that is unanswered; empty: none
    std::uint32_t m_count = 0;
};

} // namespace framescope::net
