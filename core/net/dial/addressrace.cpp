#include "core/net/dial/addressrace.h"

#include <algorithm>
#include <utility>

namespace framescope::net
{

using State = platform::StreamSocket::State;

QList<QHostAddress> attemptOrder(const QList<QHostAddress> &resolved, AddressFamily family)
{
    QList<QHostAddress> first, second;
    for (const QHostAddress &address : resolved) {
        const bool isIpv6 = address.protocol() == QAbstractSocket::IPv6Protocol;
        if ((family == AddressFamily::IPv4 && isIpv6) || (family == AddressFamily::IPv6 && !isIpv6))
            continue;
        QList<QHostAddress> &list = first.isEmpty() || first.front().protocol() == address.protocol() ? first : second;
        if (!list.contains(address))
            list += address;
    }
    QList<QHostAddress> order;
    for (qsizetype i = 0; i < std::max(first.size(), second.size()); ++i) {
        if (i < first.size())
            order += first[i];
        if (i < second.size())
            order += second[i];
    }
    return order;
}

AddressRace::AddressRace(const QList<QHostAddress> &order, std::uint16_t port) : m_waiting(order), m_port(port)
{
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &AddressRace::startNext);
}

AddressRace::~AddressRace() = default;

void AddressRace::start()
{
    // From the event loop, as all that follows.
    m_next.start(0);
}

void AddressRace::startNext()
{
    if (m_winner || m_waiting.isEmpty())
        return;
    auto owned = std::make_unique<Attempt>();
    Attempt *attempt = owned.get();
    attempt->address = m_waiting.takeFirst();
    attempt->time.start();
    m_running.push_back(std::move(owned));
    m_next.start(delay);
    settle(attempt, attempt->socket.connectTo(attempt->address, m_port));
}

void AddressRace::settle(Attempt *attempt, State state)
{
    switch (state) {
    case State::Pending:
        if (attempt->writable)
            break;
        attempt->writable = std::make_unique<QSocketNotifier>(attempt->socket.descriptor(), QSocketNotifier::Write);
        connect(attempt->writable.get(), &QSocketNotifier::activated, this,
                [this, attempt] { settle(attempt, attempt->socket.check()); });
        break;
    case State::Connected:
        win(attempt);
        break;
    case State::Failed: {
        const int error = attempt->socket.error();
        end(attempt, platform::socketErrorText(error),
            platform::isRefusal(error) ? ws::FindingId::TcpRefused : ws::FindingId::TcpUnreachable);
        // RFC 8305 §5: the next one need not wait when this one is known to fail.
        if (!m_waiting.isEmpty())
            m_next.start(0);
        else if (m_running.empty())
            Q_EMIT exhausted();
        break;
    }
    }
}

void AddressRace::end(Attempt *attempt, const QString &result, std::optional<ws::FindingId> finding)
{
    const auto it = std::find_if(m_running.begin(), m_running.end(),
                                 [attempt](const std::unique_ptr<Attempt> &each) { return each.get() == attempt; });
    const EndedAttempt ended{attempt->address, attempt->time.nsecsElapsed(), result, finding};
    // Its notifier may be the one that calls.
    if (attempt->writable) {
        attempt->writable->setEnabled(false);
        attempt->writable.release()->deleteLater();
    }
    m_running.erase(it);
    Q_EMIT attemptEnded(ended);
}

void AddressRace::win(Attempt *attempt)
{
    m_next.stop();
    m_waiting.clear();
    if (attempt->writable) {
        attempt->writable->setEnabled(false);
        attempt->writable.release()->deleteLater();
    }
    const auto it = std::find_if(m_running.begin(), m_running.end(),
                                 [attempt](const std::unique_ptr<Attempt> &each) { return each.get() == attempt; });
    m_winner = std::move(*it);
    m_running.erase(it);
    giveUp(u"given up: another address answered first"_qs, std::nullopt);
    Q_EMIT connected();
}

void AddressRace::giveUp(const QString &result, std::optional<ws::FindingId> finding)
{
    m_next.stop();
    m_waiting.clear();
    while (!m_running.empty())
        end(m_running.front().get(), result, finding);
}

} // namespace framescope::net
