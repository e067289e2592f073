#include "tests/soak/traffic.h"

#include "core/ws/framewriter.h"

#include <algorithm>

namespace framescope::soak
{

namespace
{
constexpr int stepMs = 50;
constexpr int mostNewAStep = 5;
} // namespace

Traffic::Traffic(net::Session &session, QString url, QString demoUrl, int connections)
    : m_session(session), m_wanted(std::size_t(connections))
{
    m_settings.url = std::move(url);
    m_demo.url = std::move(demoUrl);
    connect(&m_timer, &QTimer::timeout, this, &Traffic::step);
    m_timer.start(stepMs);
}

void Traffic::step()
{
    for (auto at = m_live.begin(); at != m_live.end();)
        at = m_session.isLive(at->first) ? std::next(at) : m_live.erase(at);
    for (int i = 0; i < mostNewAStep && !m_ending && m_live.size() < m_wanted; ++i) {
        const bool demo = m_opened++ % 8 == 7;
        m_live.emplace(m_session.open(demo ? m_demo : m_settings), Line{0, demo});
    }
    if (m_ending)
        return;
    // About every second each line says something; once in some minutes one is ended from here.
    for (auto &[id, line] : m_live) {
        if (m_random() % 20 != 0 || m_session.status(id).state != net::State::Open)
            continue;
        const unsigned kind = m_random() % 1000;
        if (kind < 4)
            m_session.close(id, 1000, "enough");
        else if (kind < 6)
            m_session.abort(id);
        else
            speak(id, line.number);
    }
}

void Traffic::speak(ConnectionId id, std::uint64_t &number)
{
    ++m_sent;
    const unsigned kind = m_random() % 20;
    if (kind == 0) {
        QByteArray ping;
        ws::writeFrame({.opcode = ws::Opcode::Ping, .key = ws::MaskKey{1, 2, 3, 4}}, byteView("soak"), ping);
        m_session.send(id, ping);
        return;
    }
    const QByteArray message = "m=" + QByteArray::number(qulonglong(number++)) + ' ' +
                               QByteArray(qsizetype(m_random() % 300), char('A' + m_random() % 26));
    m_session.sendMessage(id, kind < 6 ? ws::Opcode::Binary : ws::Opcode::Text, message);
}

std::size_t Traffic::liveAtDemo() const
{
    return std::size_t(std::count_if(m_live.begin(), m_live.end(), [](const auto &line) { return line.second.demo; }));
}

void Traffic::end()
{
    m_ending = true;
    for (const auto &[id, line] : m_live)
        m_session.close(id, 1000, "the soak ends");
}

bool Traffic::ended() const { return m_ending && m_session.liveConnections().empty(); }

} // namespace framescope::soak
