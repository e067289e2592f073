#include "core/net/session.h"

#include "core/net/clientconnection.h"
#include "core/net/reconnect.h"
#include "core/net/statusboard.h"
#include "core/ws/closecode.h"

#include <QJsonObject>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace framescope::net
{

QString stateName(State state)
{
    switch (state) {
    case State::Connecting:
        return u"connecting"_qs;
    case State::Securing:
        return u"securing"_qs;
    case State::Upgrading:
        return u"upgrading"_qs;
    case State::Open:
        return u"open"_qs;
    case State::Closing:
        return u"closing"_qs;
    case State::Closed:
        return u"closed"_qs;
    case State::Failed:
        return u"failed"_qs;
    }
    return {};
}

namespace
{
/// What lives on the session's thread: the connections.
class SessionWorker : public QObject
{
public:
    SessionWorker(capture::Capture &capture, const Clock &clock, StatusBoard &board, Session &session)
        : m_context{capture, clock, makeReadBuffer()}, m_board(board), m_session(session)
    {
    }

    void setKnownCertificates(const std::shared_ptr<KnownCertificates> &known) { m_context.knownCertificates = known; }
    void open(ConnectionId id, const ConnectionSettings &settings)
    {
        if (settings.reconnect.enabled)
            m_retries[id] = std::make_unique<Retry>(settings);
        start(id, settings);
    }
    void start(ConnectionId id, const ConnectionSettings &settings)
    {
        auto owned = std::make_unique<ClientConnection>(m_context, id, settings);
        ClientConnection *connection = owned.get();
        m_connections[id] = std::move(owned);
        connect(connection, &Connection::changed, this, [this, connection] { publish(*connection); });
        connect(connection, &Connection::finished, this, [this, id] { remove(id); });
        connection->start();
    }
    void setCookieStore(std::shared_ptr<CookieStore> cookies) { m_context.cookies = std::move(cookies); }
    void send(ConnectionId id, const QByteArray &octets)
    {
        if (Connection *connection = find(id))
            connection->send(octets);
        else
            note(id, u"Not sent: %1 bytes, because the connection is over."_qs.arg(octets.size()));
    }
    void sendMessage(ConnectionId id, ws::Opcode opcode, const QByteArray &data)
    {
        if (Connection *connection = find(id))
            connection->sendMessage(opcode, data);
        else
            note(id, u"Not sent: %1 bytes, because the connection is over."_qs.arg(data.size()));
    }
    void close(ConnectionId id, std::uint16_t code, const QByteArray &reason)
    {
        cancelRetry(id);
        if (Connection *connection = find(id))
            connection->close(code, reason);
    }
    void abort(ConnectionId id)
    {
        cancelRetry(id);
        if (Connection *connection = find(id))
            connection->abort();
    }
    void cancelRetry(ConnectionId id)
    {
        const auto it = m_retries.find(id);
        if (it == m_retries.end())
            return;
        const bool waiting = it->second->timer.isActive();
        m_retries.erase(it);
        if (!waiting)
            return;
        m_board.edit(id, [](Status &status) {
            status.retryAt.reset();
            status.retryAttempt = 0;
        });
        note(id, u"Connecting again was cancelled."_qs);
    }
    void abortAll()
    {
        m_retries.clear();
        std::vector<ConnectionId> ids;
        for (const auto &entry : m_connections)
            ids.push_back(entry.first);
        std::sort(ids.begin(), ids.end());
        for (const ConnectionId id : ids)
            abort(id);
        m_connections.clear();
    }

private:
    /// What is needed to connect again. It goes from one attempt to the next.
    struct Retry {
        explicit Retry(const ConnectionSettings &s) : settings(s), backoff(s.reconnect) { timer.setSingleShot(true); }
        ConnectionSettings settings;
        Backoff backoff;
        QTimer timer;
    };

    Retry *findRetry(ConnectionId id)
    {
        const auto it = m_retries.find(id);
        return it == m_retries.end() ? nullptr : it->second.get();
    }
    /// The connection is over: connects again after a while where that was asked for and makes sense, or says why not.
    void retryAfter(const Connection &connection)
    {
        const ConnectionId id = connection.status().id;
        Retry *retry = findRetry(id);
        if (retry == nullptr || retry->timer.isActive())
            return;
        if (const Status &over = connection.status(); over.opened != Timestamp()) {
            const std::chrono::nanoseconds open(over.ended.value() - over.opened.value());
            retry->backoff.wasOpen(std::chrono::duration_cast<std::chrono::milliseconds>(open));
        }
        const QString &lasting = connection.lasting();
        const auto wait = connection.endedFromHere() || !lasting.isEmpty() ? std::nullopt : retry->backoff.next();
        if (wait) {
            m_board.edit(id, [&](Status &status) {
                status.retryAt = m_context.clock.now() + std::chrono::nanoseconds(*wait).count();
                status.retryAttempt = retry->backoff.attempt();
            });
            connect(&retry->timer, &QTimer::timeout, this, [this, id] { connectAgain(id); });
            retry->timer.start(*wait);
            note(id, retry->backoff.sentence(*wait));
            return;
        }
        if (!lasting.isEmpty())
            note(id, u"Not connecting again by itself: %1."_qs.arg(lasting));
        else if (!connection.endedFromHere())
            note(id, u"Not connecting again by itself: %1 attempts in a row failed or did not stay open."_qs.arg(
                         retry->backoff.attempt()));
        m_retries.erase(id);
    }
    void connectAgain(ConnectionId id)
    {
        auto entry = m_retries.extract(id);
        const ConnectionId next = m_context.capture.reserveConnection();
        m_board.edit(id, [&](Status &status) {
            status.retryAt.reset();
            status.retriedAs = next;
        });
        Status begun;
        begun.id = next;
        begun.started = m_context.clock.now();
        m_board.set(begun);
        entry.key() = next;
        const ConnectionSettings settings = entry.mapped()->settings;
        // Its timer is what calls.
        entry.mapped()->timer.disconnect(this);
        m_retries.insert(std::move(entry));
        Q_EMIT m_session.changed(id);
        start(next, settings);
    }

    Connection *find(ConnectionId id)
    {
        const auto it = m_connections.find(id);
        return it == m_connections.end() || it->second->isOver() ? nullptr : it->second.get();
    }
    void publish(const Connection &connection)
    {
        // Who hears that it closes finds the rows that tell why; data need not be seen before it is answered.
        if (connection.status().state == State::Closing)
            m_context.capture.settle();
        m_board.set(connection.status());
        // Before anybody hears that it is over.
        if (connection.isOver())
            retryAfter(connection);
        Q_EMIT m_session.changed(connection.status().id);
    }
    void remove(ConnectionId id)
    {
        const auto it = m_connections.find(id);
        if (it == m_connections.end())
            return;
        // finished() comes from inside the connection.
        it->second.release()->deleteLater();
        m_connections.erase(it);
    }
    void note(ConnectionId id, const QString &text)
    {
        m_context.capture.addEvent(id, Direction::Out, m_context.clock.now(),
                                   {capture::EventKind::Note, {{u"text"_qs, text}}});
        Q_EMIT m_session.changed(id);
    }

    ConnectionContext m_context;
    StatusBoard &m_board;
    Session &m_session;
    std::unordered_map<ConnectionId, std::unique_ptr<Connection>> m_connections;
    std::unordered_map<ConnectionId, std::unique_ptr<Retry>> m_retries;
};
} // namespace

class Session::Private
{
public:
    Private(capture::Capture &theCapture, const Clock &theClock) : capture(theCapture), clock(theClock) {}

    template <typename Call> void queue(Call call)
    {
        QMetaObject::invokeMethod(
            worker.get(), [w = worker.get(), call = std::move(call)] { call(*w); }, Qt::QueuedConnection);
    }

    capture::Capture &capture;
    const Clock &clock;
    StatusBoard board;
    QThread thread;
    std::unique_ptr<SessionWorker> worker;
};

Session::Session(capture::Capture &capture, Threading threading, const Clock &clock)
    : d(std::make_unique<Private>(capture, clock))
{
    d->worker = std::make_unique<SessionWorker>(capture, clock, d->board, *this);
    if (threading == Threading::CallersThread)
        return;
    d->thread.setObjectName(u"session"_qs);
    d->worker->moveToThread(&d->thread);
    d->thread.start();
}

Session::~Session()
{
    if (!d->thread.isRunning()) {
        d->worker->abortAll();
        return;
    }
    QMetaObject::invokeMethod(
        d->worker.get(), [this] { d->worker->abortAll(); }, Qt::BlockingQueuedConnection);
    d->thread.quit();
    d->thread.wait();
}

void Session::setCookieStore(std::shared_ptr<CookieStore> cookies)
{
    d->queue([cookies = std::move(cookies)](SessionWorker &worker) { worker.setCookieStore(cookies); });
}

void Session::setKnownCertificates(std::shared_ptr<KnownCertificates> known)
{
    d->queue([known = std::move(known)](SessionWorker &worker) { worker.setKnownCertificates(known); });
}

ConnectionId Session::open(const ConnectionSettings &settings)
{
    const ConnectionId id = d->capture.reserveConnection();
    Status status;
    status.id = id;
    status.started = d->clock.now();
    d->board.set(status);
    d->queue([id, settings](SessionWorker &worker) { worker.open(id, settings); });
    return id;
}

void Session::send(ConnectionId id, const QByteArray &octets)
{
    if (d->board.contains(id))
        d->queue([id, octets](SessionWorker &worker) { worker.send(id, octets); });
}

void Session::sendMessage(ConnectionId id, ws::Opcode opcode, const QByteArray &data)
{
    if (d->board.contains(id))
        d->queue([id, opcode, data](SessionWorker &worker) { worker.sendMessage(id, opcode, data); });
}

void Session::close(ConnectionId id, std::uint16_t code, const QByteArray &reason)
{
    d->queue([id, code, reason](SessionWorker &worker) { worker.close(id, code, reason); });
}

void Session::abort(ConnectionId id)
{
    d->queue([id](SessionWorker &worker) { worker.abort(id); });
}

void Session::cancelReconnect(ConnectionId id)
{
    d->queue([id](SessionWorker &worker) { worker.cancelRetry(id); });
}

Status Session::status(ConnectionId id) const { return d->board.get(id); }

bool Session::isLive(ConnectionId id) const { return d->board.get(id).state < State::Closed; }

std::vector<ConnectionId> Session::liveConnections() const { return d->board.live(); }

} // namespace framescope::net
