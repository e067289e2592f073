#include "core/net/dial/dialer.h"

#include "core/base/platform/tcp.h"
#include "core/net/dial/httptunnel.h"
#include "core/net/dial/socks5.h"
#include "core/net/dial/systemproxy.h"
#include "core/net/failuretext.h"

#include <QJsonArray>
#include <QNetworkProxy>
#include <QSslSocket>
#include <QUrl>

#include <algorithm>

namespace framescope::net
{
namespace
{
using capture::EventKind;
using ws::FindingId;
constexpr qint64 proxyReadSize = 16 * 1024;
constexpr double nsPerMs = 1e6;

/// An object that may be the one that calls is deleted later.
template <typename T> void drop(std::unique_ptr<T> &owned)
{
    if (!owned)
        return;
    owned->disconnect();
    owned.release()->deleteLater();
}

double milliseconds(std::int64_t ns) { return static_cast<double>(ns) / nsPerMs; }

QString familyText(AddressFamily family) { return family == AddressFamily::IPv4 ? u"IPv4"_qs : u"IPv6"_qs; }
} // namespace

Dialer::Dialer(const ConnectionSettings &settings, const http::WsUrl &url, const LookupFactory &lookups)
    : m_settings(settings), m_url(url), m_lookups(lookups)
{
    if (!m_lookups)
        m_lookups = [] { return std::make_unique<SystemLookup>(); };
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &Dialer::onDeadline);
}

Dialer::~Dialer() = default;

void Dialer::start()
{
    m_deadline.start(m_settings.connectTimeout);
    m_time.start();
    if (m_url.isUnix()) {
        dialUnix();
        return;
    }
    if (m_settings.proxy.kind != ProxyKind::System) {
        takeRoute(m_settings.proxy);
        return;
    }
    m_stage = Stage::Route;
    // A watcher, and no continuation: the answer may come after this is gone, or while it goes.
    connect(&m_route, &QFutureWatcher<ProxySettings>::finished, this, [this] {
        if (m_stage != Stage::Route)
            return;
        const ProxySettings proxy = m_route.result();
        if (proxy.kind == ProxyKind::None)
            Q_EMIT told(EventKind::Note, {{u"text"_qs, u"The system names no proxy for this address."_qs}});
        takeRoute(proxy);
    });
    m_route.setFuture(systemProxy(m_url));
}

void Dialer::takeRoute(const ProxySettings &proxy)
{
    m_proxy = proxy;
    if (m_proxy.host.startsWith(u'[') && m_proxy.host.endsWith(u']')) // an IPv6 address as URLs have it
        m_proxy.host = m_proxy.host.mid(1, m_proxy.host.size() - 2);
    m_host = QString::fromLatin1(m_url.asciiHost);
    m_shownHost = m_host == m_url.host.toLower() ? m_host : u"%1 (%2)"_qs.arg(m_url.host, m_host);
    m_port = m_url.port;
    if (proxy.kind == ProxyKind::Http || proxy.kind == ProxyKind::Socks5) {
        // RFC 6874 §1: a zone means something on this machine only and is not sent.
        const TunnelTarget target{m_host.section(u'%', 0, 0), m_port};
        if (proxy.kind == ProxyKind::Http)
            m_tunnel = std::make_unique<HttpTunnel>(m_proxy, target);
        else
            m_tunnel = std::make_unique<Socks5Tunnel>(m_proxy, target);
        m_shownHost = m_proxy.host;
        m_host = QHostAddress(m_shownHost).isNull() ? QString::fromLatin1(QUrl::toAce(m_shownHost)) : m_shownHost;
        m_port = proxy.port;
        if (m_host.isEmpty() || m_port == 0) {
            fail({u"proxy"_qs, u"\"%1\" is not the host and port of a proxy. Correct them in the proxy options."_qs.arg(
                                   endpointText(proxy.host, proxy.port))});
            return;
        }
    }
    dialEndpoint();
}

QString Dialer::proxyText() const
{
    if (!m_tunnel)
        return {};
    const QString kind = m_proxy.kind == ProxyKind::Http ? u"http"_qs : u"socks5"_qs;
    return u"%1 %2"_qs.arg(kind, endpointText(m_proxy.host, m_proxy.port));
}

QString Dialer::endpoint() const { return endpointText(m_host, m_port); }

QString Dialer::shownEndpoint() const
{
    return m_tunnel ? u"The proxy %1"_qs.arg(endpointText(m_shownHost, m_port)) : endpointText(m_shownHost, m_port);
}

// --- the address -------------------------------------------------------------------------------------------------

void Dialer::dialEndpoint()
{
    m_time.start();
    // A numeric address needs no lookup.
    const QHostAddress numeric(m_host);
    if (!numeric.isNull()) {
        const QList<QHostAddress> order = attemptOrder({numeric}, m_settings.family);
        if (order.isEmpty()) {
            fail({stageName(), u"%1 is not an %2 address, and the options of the connection allow no other."_qs.arg(
                                   m_host, familyText(m_settings.family))});
            return;
        }
        race(order);
        return;
    }
    m_stage = Stage::LookUp;
    m_lookup = m_lookups();
    connect(m_lookup.get(), &Lookup::done, this, &Dialer::onLookedUp);
    m_lookup->start(m_host);
}

void Dialer::tellLookup(const QList<QHostAddress> &addresses, const QString &error)
{
    m_times.lookup = m_time.nsecsElapsed();
    QJsonArray list;
    for (const QHostAddress &address : addresses)
        list.append(addressText(address));
    QJsonObject details{{u"host"_qs, m_shownHost}, {u"addresses"_qs, list}, {u"ms"_qs, milliseconds(m_times.lookup)}};
    if (!error.isEmpty()) {
        details.insert(u"error"_qs, error);
        capture::tell(details, FindingId::DnsFailed);
    }
    Q_EMIT told(EventKind::Resolved, details);
}

void Dialer::onLookedUp(const QList<QHostAddress> &addresses, const QString &error)
{
    drop(m_lookup);
    tellLookup(addresses, addresses.isEmpty() && error.isEmpty() ? u"no addresses"_qs : error);
    if (m_stage != Stage::LookUp)
        return;
    if (addresses.isEmpty()) {
        fail({stageName(), u"The name %1 was not found (%2). Check its spelling and the network."_qs.arg(
                               m_shownHost, error.isEmpty() ? u"no addresses"_qs : error)});
        return;
    }
    QList<QHostAddress> usable;
    for (const QHostAddress &address : addresses) {
        // RFC 1122 §3.2.1.3: "this host", never a destination. Systems connect to themselves then, which nobody asked
        // for who gave a name.
        if (address == QHostAddress(QHostAddress::AnyIPv4) || address == QHostAddress(QHostAddress::AnyIPv6)) {
            onAttemptEnded({address, 0,
                            u"not tried: no address of a server. Name servers that block a name answer so."_qs,
                            FindingId::TcpUnreachable});
        } else {
            usable += address;
        }
    }
    const QList<QHostAddress> order = attemptOrder(usable, m_settings.family);
    if (order.isEmpty() && !usable.isEmpty()) {
        fail({stageName(),
              u"The name %1 has no %2 address, and the options of the connection allow no other."_qs.arg(
                  m_shownHost, familyText(m_settings.family)),
              {{FindingId::DnsFailed, 0}}});
        return;
    }
    if (order.isEmpty()) {
        onExhausted();
        return;
    }
    race(order);
}

// --- TCP ---------------------------------------------------------------------------------------------------------

void Dialer::race(const QList<QHostAddress> &order)
{
    m_stage = Stage::Tcp;
    m_time.start();
    m_addresses = order;
    m_race = std::make_unique<AddressRace>(order, m_port);
    connect(m_race.get(), &AddressRace::attemptEnded, this, &Dialer::onAttemptEnded);
    connect(m_race.get(), &AddressRace::exhausted, this, &Dialer::onExhausted);
    connect(m_race.get(), &AddressRace::connected, this, [this] { adopt(m_race->takeDescriptor()); });
    m_race->start();
}

void Dialer::onAttemptEnded(const EndedAttempt &attempt)
{
    QJsonObject details{{u"address"_qs, endpointText(addressText(attempt.address), m_port)},
                        {u"ms"_qs, milliseconds(attempt.ns)},
                        {u"result"_qs, attempt.result}};
    if (attempt.finding)
        capture::tell(details, *attempt.finding, static_cast<std::uint64_t>(attempt.ns / qint64(nsPerMs)));
    m_ended.push_back(attempt);
    Q_EMIT told(EventKind::Attempt, details);
}

void Dialer::onExhausted()
{
    if (m_ended.size() > 1) {
        QStringList parts;
        for (const EndedAttempt &attempt : m_ended)
            parts += u"%1: %2"_qs.arg(endpointText(addressText(attempt.address), m_port), attempt.result);
        fail({stageName(),
              u"%1 cannot be reached at any of its addresses (%2). Check the address and the network."_qs.arg(
                  shownEndpoint(), parts.join(u"; "))});
        return;
    }
    const EndedAttempt &only = m_ended.back();
    const auto kind =
        only.finding == FindingId::TcpRefused ? QAbstractSocket::ConnectionRefusedError : QAbstractSocket::NetworkError;
    fail({stageName(), connectFailure(kind, only.result, shownEndpoint())});
}

void Dialer::dialUnix()
{
    m_stage = Stage::Tcp;
    platform::StreamSocket socket;
    // A Unix domain socket answers at once: its other end is this machine.
    if (socket.connectTo(m_url.unixPath) == platform::StreamSocket::State::Connected) {
        adopt(socket.release());
        return;
    }
    const QString text = platform::socketErrorText(socket.error());
    QJsonObject details{
        {u"address"_qs, endpointText(m_url)}, {u"ms"_qs, milliseconds(m_time.nsecsElapsed())}, {u"result"_qs, text}};
    capture::tell(details, platform::isRefusal(socket.error()) ? FindingId::TcpRefused : FindingId::TcpUnreachable);
    Q_EMIT told(EventKind::Attempt, details);
    fail({u"connect"_qs, u"The socket %1 cannot be connected to (%2). Check the path, and that the server runs."_qs.arg(
                             m_url.unixPath, text)});
}

void Dialer::adopt(qintptr descriptor)
{
    m_times.tcp = m_time.nsecsElapsed();
    drop(m_race);
    m_socket = m_url.secure ? std::make_unique<QSslSocket>() : std::make_unique<QTcpSocket>();
    m_socket->setProxy(QNetworkProxy::NoProxy);
    if (!m_socket->setSocketDescriptor(descriptor)) {
        platform::closeSocket(descriptor);
        fail({stageName(), u"The connection to %1 cannot be used (%2)."_qs.arg(endpoint(), m_socket->errorString())});
        return;
    }
    Q_EMIT reached(*m_socket);
    if (m_tunnel)
        talk();
    else
        finish();
}

// --- the proxy ---------------------------------------------------------------------------------------------------

void Dialer::talk()
{
    m_stage = Stage::Proxy;
    m_time.start();
    m_probe = std::make_unique<platform::SocketHandle>(m_socket->socketDescriptor());
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &Dialer::onProxyOctets);
    connect(m_socket.get(), &QTcpSocket::disconnected, this, &Dialer::onProxyEnded, Qt::QueuedConnection);
    m_socket->write(m_tunnel->begin());
}

void Dialer::onProxyOctets()
{
    while (m_socket && m_stage == Stage::Proxy && m_socket->bytesAvailable() > 0) {
        // Only what is the proxy's is taken: the rest belongs to the tunnel.
        const QByteArray octets = m_socket->peek(proxyReadSize);
        ByteView rest = byteView(octets);
        const Tunnel::Step step = m_tunnel->feed(rest);
        m_socket->read(octets.size() - static_cast<qint64>(rest.size()));
        if (!settle(step))
            return;
    }
}

void Dialer::onProxyEnded()
{
    onProxyOctets();
    if (!m_socket || m_stage != Stage::Proxy || m_socket->state() != QAbstractSocket::UnconnectedState)
        return;
    settle(m_tunnel->ended(m_probe->wasReset()));
}

/// False when the talk on this connection is over.
bool Dialer::settle(Tunnel::Step step)
{
    tellTunnel();
    switch (step) {
    case Tunnel::Step::NeedMore:
        m_socket->write(m_tunnel->takeOutput());
        return true;
    case Tunnel::Step::Reconnect:
        m_probe.reset();
        m_socket->disconnect(this);
        m_socket->abort();
        drop(m_socket);
        race(m_addresses);
        return false;
    case Tunnel::Step::Open:
        m_probe.reset();
        m_socket->disconnect(this);
        // Whoever speaks TLS waits for the client to begin. What is here already would later pass for octets that TLS
        // had protected.
        if (m_url.secure && m_socket->bytesAvailable() > 0) {
            fail({u"proxy"_qs,
                  u"The proxy %1 sent bytes of its own behind its answer: %2. TLS is not begun over them."_qs.arg(
                      endpointText(m_proxy.host, m_proxy.port), quotedOctets(m_socket->peek(64))),
                  {{FindingId::ProxyReply, 0}}});
            return false;
        }
        finish();
        return false;
    case Tunnel::Step::Failed:
        fail(m_tunnel->failure());
        return false;
    }
    return false;
}

void Dialer::tellTunnel()
{
    for (QJsonObject &details : m_tunnel->takeReports()) {
        // Of this question and answer alone.
        const std::int64_t ns = m_time.nsecsElapsed();
        m_time.start();
        m_times.proxy = std::max<std::int64_t>(0, m_times.proxy) + ns;
        details.insert(u"ms"_qs, milliseconds(ns));
        Q_EMIT told(EventKind::Proxied, details);
    }
}

// --- the end -----------------------------------------------------------------------------------------------------

void Dialer::onDeadline()
{
    const auto limit = static_cast<std::uint64_t>(m_settings.connectTimeout.count());
    const QString time = secondsText(m_settings.connectTimeout);
    switch (m_stage) {
    case Stage::Idle:
        break;
    case Stage::Route:
        fail({u"proxy"_qs,
              u"The system did not say within %1 which proxy to use. Check its proxy settings."_qs.arg(time),
              {{FindingId::TimeoutProxy, limit}}});
        break;
    case Stage::LookUp:
        tellLookup({}, u"no answer within %1"_qs.arg(time));
        fail({stageName(),
              u"The name %1 was not resolved within %2. Check the network and its name servers."_qs.arg(m_shownHost,
                                                                                                        time),
              {{FindingId::TimeoutConnect, limit}}});
        break;
    case Stage::Tcp:
        if (m_race)
            m_race->giveUp(u"no answer"_qs, FindingId::TimeoutConnect);
        fail({stageName(),
              u"%1 did not accept the connection within %2. Check the address, or raise the time limit."_qs.arg(
                  shownEndpoint(), time),
              {{FindingId::TimeoutConnect, limit}}});
        break;
    case Stage::Proxy:
        m_tunnel->timedOut(m_settings.connectTimeout);
        tellTunnel();
        fail(m_tunnel->failure());
        break;
    }
}

void Dialer::finish()
{
    m_stage = Stage::Idle;
    m_deadline.stop();
    Q_EMIT connected();
}

std::unique_ptr<QTcpSocket> Dialer::takeSocket() { return std::move(m_socket); }

void Dialer::fail(const Failure &failure)
{
    m_stage = Stage::Idle;
    m_deadline.stop();
    drop(m_lookup);
    drop(m_race);
    m_probe.reset();
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket->abort();
        drop(m_socket);
    }
    Q_EMIT failed(failure);
}

void Dialer::cancel()
{
    disconnect();
    if (m_socket)
        platform::resetOnClose(m_socket->socketDescriptor());
    fail({});
}

} // namespace framescope::net
