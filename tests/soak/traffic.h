#pragma once

#include "core/net/session.h"
#include "core/net/settings.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <random>

namespace framescope::soak
{

/// Keeps so many connections of a session alive, and sends on them: numbered messages (see Peer), pings, broken frames;
/// now and then it closes or aborts one. Thread: the GUI's. Lifetime: the session outlives it.
class Traffic : public QObject
{
    Q_OBJECT
public:
    /// Every eighth connection goes to `demoUrl`.
    Traffic(net::Session &session, QString url, QString demoUrl, int connections);

    /// No new connections, no messages; what is open is closed.
    void end();
    bool ended() const;
    std::uint64_t opened() const { return m_opened; }
    std::uint64_t sent() const { return m_sent; }
    std::size_t live() const { return m_live.size(); }
    std::size_t liveAtDemo() const;

private:
    void step();
    void speak(ConnectionId id, std::uint64_t &number);

    struct Line {
        std::uint64_t number = 0;
        bool demo = false;
    };
    net::Session &m_session;
    net::ConnectionSettings m_settings, m_demo;
    std::map<ConnectionId, Line> m_live;
    std::mt19937 m_random{4};
    QTimer m_timer;
    std::size_t m_wanted;
    std::uint64_t m_opened = 0, m_sent = 0;
    bool m_ending = false;
};

} // namespace framescope::soak
