#include "core/net/listener.h"

#include "core/net/demo/demodeflate.h"
#include "core/net/demo/demoscript.h"
#include "core/net/failuretext.h"
#include "core/net/serverconnection.h"

#include <QNetworkProxy>
#include <QTcpServer>

#include <algorithm>
#include <deque>
#include <unordered_map>

namespace framescope::net
{
namespace
{
const QByteArray demoSubprotocol = QByteArrayLiteral("framescope.demo.v1");
} // namespace

class Listener::Private
{
public:
    Private(Listener &owner, capture::Capture &capture, ListenerSettings theSettings, const Clock &clock)
        : q(owner), context{capture, clock, makeReadBuffer()}, settings(std::move(theSettings))
    {
        context.memory = std::make_shared<MessageMemory>(settings.messageMemory);
        if (settings.demo && !settings.subprotocols.contains(demoSubprotocol))
            settings.subprotocols.append(demoSubprotocol);
        if (settings.demo && !settings.deflate.serverMaxWindowBits)
            settings.deflate.serverMaxWindowBits = demoWindowBits;
    }

    void acceptAll()
    {
        while (QTcpSocket *accepted = server.nextPendingConnection()) {
            accepted->setParent(nullptr);
            accept(std::unique_ptr<QTcpSocket>(accepted));
        }
    }

    void accept(std::unique_ptr<QTcpSocket> socket)
    {
        const ConnectionId id = context.capture.reserveConnection();
        const auto refused = std::count_if(connections.begin(), connections.end(), [](const auto &entry) {
            return entry.second->status().state == State::Failed;
        });
        const bool overloaded = connections.size() - static_cast<std::size_t>(refused) >= settings.maxConnections;
        auto owned = std::make_unique<ServerConnection>(context, id, settings, q.url());
        ServerConnection *connection = owned.get();
        connections[id] = std::move(owned);
        halfOpen.push_back(id);
        connect(connection, &ServerConnection::judged, &q, [this, id] { std::erase(halfOpen, id); });
        connect(connection, &Connection::changed, &q, [this, id, connection] {
            // Who hears that it closes finds the rows that tell why.
            if (connection->status().state == State::Closing)
                context.capture.settle();
            Q_EMIT q.changed(id);
        });
        connect(connection, &Connection::finished, &q, [this, id] { remove(id); });
        if (settings.demo) {
            connect(connection, &Connection::opened, &q, [connection] {
                auto *script = new DemoScript(*connection);
                script->start();
            });
        }
        connection->start(std::move(socket), overloaded);
        // Refused ones wait a moment for the client's end. In a flood there is no time for that.
        if (connections.size() > 2 * settings.maxConnections && connections.contains(id))
            connection->abort();
        // Who opens connections and asks nothing takes no place from those who do.
        if (halfOpen.size() > settings.maxHalfOpen)
            connections.at(halfOpen.front())->refuseBusy(settings.maxHalfOpen);
    }

    void remove(ConnectionId id)
    {
        std::erase(halfOpen, id);
        const auto it = connections.find(id);
        if (it == connections.end())
            return;
        // finished() comes from inside the connection.
        it->second.release()->deleteLater();
        connections.erase(it);
    }

    Listener &q;
    ConnectionContext context;
    ListenerSettings settings;
    QTcpServer server;
    std::unordered_map<ConnectionId, std::unique_ptr<ServerConnection>> connections;
    std::deque<ConnectionId> halfOpen; ///< whose request is not judged yet, oldest first
};

Listener::Listener(capture::Capture &capture, ListenerSettings settings, const Clock &clock)
    : d(std::make_unique<Private>(*this, capture, std::move(settings), clock))
{
    d->server.setProxy(QNetworkProxy::NoProxy);
    connect(&d->server, &QTcpServer::newConnection, this, [this] { d->acceptAll(); });
}

Listener::~Listener()
{
    d->server.close();
    std::vector<ServerConnection *> ends;
    for (const auto &entry : d->connections)
        ends.push_back(entry.second.get());
    std::sort(ends.begin(), ends.end(),
              [](const ServerConnection *a, const ServerConnection *b) { return a->status().id < b->status().id; });
    for (ServerConnection *end : ends)
        end->abort();
}

Result<void> Listener::listen()
{
    QHostAddress address = d->settings.admission.address;
    // All there are: those of IPv4 as well.
    if (address == QHostAddress(QHostAddress::AnyIPv6))
        address = QHostAddress(QHostAddress::Any);
    if (d->server.listen(address, d->settings.port))
        return {};
    return Error{u"Nothing can listen on %1 (%2). Choose another port or address."_qs.arg(
        endpointText(addressText(d->settings.admission.address), d->settings.port), d->server.errorString())};
}

std::uint16_t Listener::port() const { return d->server.serverPort(); }

QString Listener::url() const
{
    return u"ws://%1/"_qs.arg(endpointText(addressText(d->settings.admission.address), port()));
}

} // namespace framescope::net
