#pragma once

#include "core/base/platform/tcp.h"
#include "core/capture/event.h"
#include "core/http/url.h"
#include "core/net/dial/addressrace.h"
#include "core/net/dial/lookup.h"
#include "core/net/dial/tunnel.h"
#include "core/net/failure.h"
#include "core/net/settings.h"

#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QJsonObject>
#include <QObject>
#include <QTcpSocket>
#include <QTimer>

#include <memory>
#include <vector>

namespace framescope::net
{

/// The way to the server, up to where octets for it can be written: name lookup, attempts at its addresses, and the
/// tunnel through a proxy; or a Unix domain socket. TLS and the opening handshake come after it.
/// One time limit holds for all of it. It ends with connected() or failed(), once. Thread: that of its owner.
/// Lifetime: what is under way ends with it.
class Dialer : public QObject
{
    Q_OBJECT
public:
    /// Nanoseconds; -1 for what was not needed or not done.
    struct Times {
        std::int64_t lookup = -1, tcp = -1, proxy = -1;
    };

    explicit Dialer(const ConnectionSettings &settings, const http::WsUrl &url, const LookupFactory &lookups = {});
    ~Dialer() override;

    void start();
    /// Gives up, with an RST where TCP was there already. No signal follows.
    void cancel();
    /// The connected socket, a QSslSocket not yet in TLS for a secure URL. After connected(), once.
    std::unique_ptr<QTcpSocket> takeSocket();

    const Times &times() const noexcept { return m_times; }
    /// "http 127.0.0.1:3128"; empty without a proxy. From reached() on.
    QString proxyText() const;
    /// What makes the first octets behind the proxy doubtful, a sentence, or empty.
    QString doubt() const { return m_tunnel ? m_tunnel->doubt() : QString(); }

Q_SIGNALS:
    /// A row: Resolved, Attempt, Proxied or Note.
    void told(framescope::capture::EventKind kind, const QJsonObject &details);
    /// TCP is there, to the server or to the proxy; again when the proxy wanted another connection.
    void reached(QTcpSocket &socket);
    void connected();
    void failed(const framescope::net::Failure &failure);

private:
    enum class Stage : std::uint8_t { Idle, Route, LookUp, Tcp, Proxy };
    void takeRoute(const ProxySettings &proxy);
    void dialEndpoint();
    void onLookedUp(const QList<QHostAddress> &addresses, const QString &error);
    void tellLookup(const QList<QHostAddress> &addresses, const QString &error);
    void race(const QList<QHostAddress> &order);
    void onAttemptEnded(const EndedAttempt &attempt);
    void onExhausted();
    void dialUnix();
    void adopt(qintptr descriptor);
    void talk();
    void onProxyOctets();
    void onProxyEnded();
    bool settle(Tunnel::Step step);
    void tellTunnel();
    void onDeadline();
    void finish();
    void fail(const Failure &failure);

    QString stageName() const { return m_tunnel ? u"proxy"_qs : u"connect"_qs; }
    QString endpoint() const;
    QString shownEndpoint() const;

    ConnectionSettings m_settings;
    http::WsUrl m_url;
    LookupFactory m_lookups;
    Stage m_stage = Stage::Idle;
    Times m_times;
    QFutureWatcher<ProxySettings> m_route; ///< what the system says
    ProxySettings m_proxy;                 ///< the one in use
    QString m_host;                        ///< what is looked up: the server, or the proxy
    QString m_shownHost;                   ///< with both forms of an international name
    std::uint16_t m_port = 0;
    QList<QHostAddress> m_addresses; ///< of m_host, for connecting again
    std::unique_ptr<Tunnel> m_tunnel;
    std::unique_ptr<Lookup> m_lookup;
    std::unique_ptr<AddressRace> m_race;
    std::vector<EndedAttempt> m_ended;
    std::unique_ptr<QTcpSocket> m_socket;
    std::unique_ptr<platform::SocketHandle> m_probe; ///< tells how the proxy ended TCP
    QElapsedTimer m_time;                            ///< of the stage
    QTimer m_deadline;
};

} // namespace framescope::net
