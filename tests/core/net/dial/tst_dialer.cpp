#include "core/net/dial/dialer.h"

#include "tests/support/blackhole.h"
#include "tests/support/scriptedpeer.h"

#include <QJsonArray>
#include <QLocalServer>
#include <QLocalSocket>
#include <QSemaphore>
#include <QSignalSpy>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

using namespace framescope;
using capture::EventKind;
using net::Dialer;
using net::Failure;
using net::ProxyKind;
using test::BlackHole;
using test::ScriptedPeer;
using ws::FindingId;

namespace
{
/// Answers with what the test says, or never.
class FakeLookup : public net::Lookup
{
public:
    FakeLookup(const QStringList &addresses, const QString &error, bool silent)
        : m_addresses(addresses), m_error(error), m_silent(silent)
    {
    }
    void start(const QString &) override
    {
        if (!m_silent)
            QMetaObject::invokeMethod(this, &FakeLookup::answer, Qt::QueuedConnection);
    }

private:
    void answer()
    {
        QList<QHostAddress> list;
        for (const QString &address : m_addresses)
            list += QHostAddress(address);
        Q_EMIT done(list, m_error);
    }
    QStringList m_addresses;
    QString m_error;
    bool m_silent;
};

net::LookupFactory lookups(const QStringList &addresses, const QString &error = {}, bool silent = false)
{
    return [=] { return std::make_unique<FakeLookup>(addresses, error, silent); };
}

/// A dialer and everything it told.
struct Dial {
    Dial(const net::ConnectionSettings &settings, const QString &url, const net::LookupFactory &factory = {})
        : dialer(settings, *http::parseWsUrl(url), factory)
    {
        QObject::connect(&dialer, &Dialer::told, &dialer, [this](EventKind kind, const QJsonObject &details) {
            rows += capture::eventName(kind);
            this->details.push_back(details);
        });
        QObject::connect(&dialer, &Dialer::reached, &dialer, [this] { rows += u"reached"_qs; });
        QObject::connect(&dialer, &Dialer::connected, &dialer, [this] { ++connected; });
        QObject::connect(&dialer, &Dialer::failed, &dialer,
                         [this](const Failure &failure) { failures.push_back(failure); });
        dialer.start();
    }
    QStringList findings(std::size_t row) const
    {
        QStringList names;
        for (const QJsonValue told : details.at(row).value(u"findings"_qs).toArray())
            names += told[u"id"_qs].toString();
        return names;
    }
    QString reason() const { return failures.empty() ? QString() : failures[0].reason; }
    QList<FindingId> failureFindings() const
    {
        QList<FindingId> ids;
        for (const auto &finding : failures.at(0).findings)
            ids += finding.first;
        return ids;
    }

    QStringList rows;
    std::vector<QJsonObject> details; ///< of the rows that are events
    int connected = 0;
    std::vector<Failure> failures;
    Dialer dialer;
};

/// A proxy that answers each request with the next of its answers, whatever was asked.
class ScriptedProxy : public QTcpServer
{
public:
    explicit ScriptedProxy(const QList<QByteArray> &answers) : m_answers(answers)
    {
        if (!listen(QHostAddress::LocalHost))
            qFatal("no port on 127.0.0.1");
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = nextPendingConnection();
            ++connections;
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
                m_octets += socket->readAll();
                if (!m_octets.endsWith("\r\n\r\n"))
                    return;
                requests += m_octets;
                m_octets.clear();
                const QByteArray answer = m_answers.value(requests.size() - 1);
                socket->write(answer);
                if (answer.contains("Connection: close") || answer.isEmpty())
                    socket->disconnectFromHost();
            });
        });
    }
    net::ProxySettings settings(const QString &user = {}, const QString &password = {}) const
    {
        return {ProxyKind::Http, u"127.0.0.1"_qs, serverPort(), user, password};
    }
    QList<QByteArray> requests;
    int connections = 0;

private:
    QList<QByteArray> m_answers;
    QByteArray m_octets;
};

quint16 closedPort()
{
    QTcpServer gone;
    gone.listen(QHostAddress::LocalHost);
    return gone.serverPort();
}

const QByteArray established = "HTTP/1.1 200 Connection established\r\n\r\n";
} // namespace

/// The way to the server, over real sockets on loopback; no name leaves this machine.
class TestDialer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void connects_data();
    void connects();
    void refused();
    void unreachable();
    void looksUpAndRaces();
    void lookupFailures_data();
    void lookupFailures();
    void international();
    void blockedByNameServer();
    void family_data();
    void family();
    void slowLookup();
    void silentAddresses();
    void cancelled_data();
    void cancelled();
    void unixSocket();
    void noUnixSocket();
    void tunnel_data();
    void tunnel();
    void zonesStayHere();
    void octetsOfTheTunnelStay();
    void octetsBeforeTls();
    void signsInToProxy_data();
    void signsInToProxy();
    void proxyFailures_data();
    void proxyFailures();
    void endsWhileTheSystemIsAsked();
    void noSuchProxy_data();
    void noSuchProxy();
};

void TestDialer::connects_data()
{
    QTest::addColumn<bool>("secure");
    QTest::newRow("plain") << false;
    QTest::newRow("a socket that can start TLS") << true;
}

void TestDialer::connects()
{
    QFETCH(bool, secure);
    ScriptedPeer peer;
    Dial dial({}, secure ? peer.url().replace(u"ws:"_qs, u"wss:"_qs) : peer.url());
    QTRY_COMPARE(dial.connected, 1);
    QCOMPARE(dial.rows, QStringList{u"reached"_qs}); // a number needs no lookup
    const auto socket = dial.dialer.takeSocket();
    QVERIFY(socket);
    QCOMPARE(socket->state(), QAbstractSocket::ConnectedState);
    QCOMPARE(socket->peerPort(), peer.serverPort());
    auto *tls = qobject_cast<QSslSocket *>(socket.get());
    QCOMPARE(tls != nullptr, secure);
    if (tls != nullptr)
        QCOMPARE(tls->mode(), QSslSocket::UnencryptedMode);
    QTRY_VERIFY(peer.hasClient());
    QCOMPARE(dial.dialer.times().lookup, std::int64_t(-1));
    QVERIFY(dial.dialer.times().tcp >= 0);
    QCOMPARE(dial.dialer.times().proxy, std::int64_t(-1));
}

/// T09
void TestDialer::refused()
{
    Dial dial({}, u"ws://127.0.0.1:%1"_qs.arg(closedPort()));
    QTRY_COMPARE(dial.failures.size(), std::size_t(1));
    QCOMPARE(dial.failures[0].stage, u"connect"_qs);
    QVERIFY2(dial.reason().contains(u"does not accept connections (Connection refused)"), qPrintable(dial.reason()));
    QCOMPARE(dial.rows, QStringList{u"attempt"_qs});
    QCOMPARE(dial.findings(0), QStringList{u"tcp.refused"_qs});
    QCOMPARE(dial.details[0].value(u"result"_qs).toString(), u"Connection refused"_qs);
    QVERIFY(dial.details[0].value(u"ms"_qs).toDouble() >= 0);
}

/// T09: TCP has no broadcast; the system says so without asking the network.
void TestDialer::unreachable()
{
    Dial dial({}, u"ws://255.255.255.255:80"_qs);
    QTRY_COMPARE(dial.failures.size(), std::size_t(1));
    QCOMPARE(dial.rows, QStringList{u"attempt"_qs});
    QCOMPARE(dial.findings(0), QStringList{u"tcp.unreachable"_qs});
    const QString result = dial.details[0].value(u"result"_qs).toString();
    QVERIFY(!result.isEmpty());
    QVERIFY2(dial.reason().startsWith(u"255.255.255.255:80 cannot be reached (%1)."_qs.arg(result)),
             qPrintable(dial.reason()));
}

void TestDialer::looksUpAndRaces()
{
    ScriptedPeer peer;
    Dial dial({}, u"ws://name.example:%1"_qs.arg(peer.serverPort()), lookups({u"127.0.0.9"_qs, u"127.0.0.1"_qs}));
    QTRY_COMPARE(dial.connected, 1);
    QCOMPARE(dial.rows, (QStringList{u"resolved"_qs, u"attempt"_qs, u"reached"_qs}));
    QCOMPARE(dial.details[0].value(u"host"_qs).toString(), u"name.example"_qs);
    QCOMPARE(dial.details[0].value(u"addresses"_qs).toArray(), (QJsonArray{u"127.0.0.9"_qs, u"127.0.0.1"_qs}));
    QVERIFY(dial.details[0].value(u"ms"_qs).isDouble());
    QCOMPARE(dial.details[1].value(u"address"_qs).toString(), u"127.0.0.9:%1"_qs.arg(peer.serverPort()));
    QVERIFY(dial.dialer.times().lookup >= 0);
}

void TestDialer::lookupFailures_data()
{
    QTest::addColumn<QString>("error");
    QTest::newRow("NXDOMAIN") << u"Host not found"_qs;
    QTest::newRow("no address") << QString();
}

void TestDialer::lookupFailures()
{
    QFETCH(QString, error);
    Dial dial({}, u"ws://name.example"_qs, lookups({}, error));
    QTRY_COMPARE(dial.failures.size(), std::size_t(1));
    QVERIFY2(dial.reason().startsWith(u"The name name.example was not found ("), qPrintable(dial.reason()));
    QVERIFY(dial.reason().contains(error));
    QCOMPARE(dial.rows, QStringList{u"resolved"_qs});
    QCOMPARE(dial.findings(0), QStringList{u"dns.failed"_qs});
    QVERIFY(!dial.details[0].value(u"error"_qs).toString().isEmpty());
}

/// T08: what looks like another name shows what is really looked up.
void TestDialer::international()
{
    Dial dial({}, u"ws://аpple.example"_qs, lookups({}, u"Host not found"_qs));
    QTRY_COMPARE(dial.failures.size(), std::size_t(1));
    QVERIFY(dial.details[0].value(u"host"_qs).toString().contains(u"xn--pple-43d.example"));
    QVERIFY(dial.reason().contains(u"xn--pple-43d.example"));
}

/// T08: 0.0.0.0
void TestDialer::blockedByNameServer()
{
    ScriptedPeer peer; // which 0.0.0.0 would reach
    Dial dial({}, u"ws://ads.example:%1"_qs.arg(peer.serverPort()), lookups({u"0.0.0.0"_qs}));
    QTRY_COMPARE(dial.failures.size(), std::size_t(1));
    QCOMPARE(dial.rows, (QStringList{u"resolved"_qs, u"attempt"_qs}));
    QCOMPARE(dial.findings(1), QStringList{u"tcp.unreachable"_qs});
    QVERIFY2(dial.reason().contains(u"block a name"), qPrintable(dial.reason()));
    QVERIFY(!peer.hasClient());
}

void TestDialer::family_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("reason");
    QTest::newRow("name") << u"name.example"_qs << u"The name name.example has no IPv6 address"_qs;
    QTest::newRow("number") << u"127.0.0.1"_qs << u"127.0.0.1 is not an IPv6 address"_qs;
}

void TestDialer::family()
{
    QFETCH(QString, host);
    QFETCH(QString, reason);
    net::ConnectionSettings settings;
    settings.family = net::AddressFamily::IPv6;
    Dial dial(settings, u"ws://"_qs + host, lookups({u"127.0.0.1"_qs}));
    QTRY_COMPARE(dial.failures.size(), std::size_t(1));
    QVERIFY2(dial.reason().startsWith(reason), qPrintable(dial.reason()));
    QVERIFY(!dial.rows.contains(u"attempt"_qs));
}

void TestDialer::slowLookup()
{
    net::ConnectionSettings settings;
    settings.connectTimeout = std::chrono::milliseconds(100);
    Dial dial(settings, u"ws://name.example"_qs, lookups({}, {}, true));
    QTRY_COMPARE(dial.failures.size(), std::size_t(1));
    QVERIFY(dial.reason().startsWith(u"The name name.example was not resolved within 100 ms."));
    QCOMPARE(dial.failureFindings(), QList<FindingId>{FindingId::TimeoutConnect});
    QCOMPARE(dial.failures[0].findings[0].second, std::uint64_t(100));
    QCOMPARE(dial.rows, QStringList{u"resolved"_qs});
    QCOMPARE(dial.details[0].value(u"error"_qs).toString(), u"no answer within 100 ms"_qs);
}

/// T04: connect
void TestDialer::silentAddresses()
{
    const BlackHole silent;
    if (silent.port() == 0)
        QSKIP("no silent port here");
    net::ConnectionSettings settings;
    settings.connectTimeout = std::chrono::milliseconds(100);
    Dial dial(settings, u"ws://127.0.0.1:%1"_qs.arg(silent.port()));
    QTRY_COMPARE(dial.failures.size(), std::size_t(1));
    QVERIFY(dial.reason().contains(u"did not accept the connection within 100 ms"));
    QCOMPARE(dial.failureFindings(), QList<FindingId>{FindingId::TimeoutConnect});
    QCOMPARE(dial.rows, QStringList{u"attempt"_qs});
    QCOMPARE(dial.details[0].value(u"result"_qs).toString(), u"no answer"_qs);
}

void TestDialer::cancelled_data()
{
    QTest::addColumn<QString>("stage");
    QTest::newRow("lookup") << u"lookup"_qs;
    QTest::newRow("TCP") << u"tcp"_qs;
    QTest::newRow("proxy") << u"proxy"_qs;
    QTest::newRow("proxy in brackets") << u"[proxy]"_qs;
}

void TestDialer::cancelled()
{
    QFETCH(QString, stage);
    const BlackHole silent;
    if (silent.port() == 0)
        QSKIP("no silent port here");
    ScriptedPeer proxy(ScriptedPeer::Upgrade::Silent);
    net::ConnectionSettings settings;
    const bool brackets = stage == u"[proxy]"; // as URLs have an IPv6 address
    if (brackets)
        stage = u"proxy"_qs;
    if (stage == u"proxy")
        settings.proxy = {ProxyKind::Http, brackets ? u"[127.0.0.1]"_qs : u"127.0.0.1"_qs, proxy.serverPort(), {}, {}};
    Dial dial(settings, stage == u"lookup" ? u"ws://name.example"_qs : u"ws://127.0.0.1:%1"_qs.arg(silent.port()),
              lookups({}, {}, true));
    if (stage == u"proxy")
        QTRY_VERIFY(proxy.request().startsWith("CONNECT "));
    else
        QCoreApplication::processEvents();
    const QStringList before = dial.rows;
    dial.dialer.cancel();
    if (stage == u"proxy")
        QTRY_VERIFY(proxy.clientEnded());
    QCoreApplication::processEvents();
    QCOMPARE(dial.rows, before);
    QVERIFY(dial.failures.empty());
    QCOMPARE(dial.connected, 0);
}

void TestDialer::unixSocket()
{
#ifdef Q_OS_WIN
    QSKIP("no Unix domain sockets here");
#endif
    QTemporaryDir folder;
    QLocalServer server;
    QVERIFY(server.listen(folder.filePath(u"a socket"_qs)));
    Dial dial({}, u"ws+unix:%1/a%20socket:/x"_qs.arg(folder.path()));
    QTRY_COMPARE(dial.connected, 1);
    QCOMPARE(dial.rows, QStringList{u"reached"_qs});
    const auto socket = dial.dialer.takeSocket();
    socket->write("hello");
    QTRY_VERIFY(server.hasPendingConnections());
    QLocalSocket *accepted = server.nextPendingConnection();
    QTRY_COMPARE(accepted->bytesAvailable(), qint64(5));
}

void TestDialer::noUnixSocket()
{
    Dial dial({}, u"ws+unix:/nonexistent/x.sock:/"_qs);
    QTRY_COMPARE(dial.failures.size(), std::size_t(1));
    QCOMPARE(dial.rows, QStringList{u"attempt"_qs});
    QCOMPARE(dial.details[0].value(u"address"_qs).toString(), u"unix:/nonexistent/x.sock"_qs);
    QCOMPARE(dial.findings(0), QStringList{u"tcp.unreachable"_qs});
    QVERIFY2(dial.reason().startsWith(u"The socket /nonexistent/x.sock cannot be connected to ("),
             qPrintable(dial.reason()));
}

void TestDialer::tunnel_data()
{
    QTest::addColumn<bool>("secure");
    QTest::newRow("plain") << false;
    QTest::newRow("secure") << true;
}

/// The name goes to the proxy as it is: nobody here looks it up.
void TestDialer::tunnel()
{
    QFETCH(bool, secure);
    ScriptedProxy proxy({established});
    net::ConnectionSettings settings;
    settings.proxy = proxy.settings();
    Dial dial(settings, secure ? u"wss://name.example/x"_qs : u"ws://name.example/x"_qs, lookups({}, u"never"_qs));
    QTRY_COMPARE(dial.connected, 1);
    QCOMPARE(dial.rows, (QStringList{u"reached"_qs, u"proxied"_qs}));
    QCOMPARE(dial.dialer.proxyText(), u"http 127.0.0.1:%1"_qs.arg(proxy.serverPort()));
    QVERIFY(proxy.requests[0].startsWith(secure ? "CONNECT name.example:443 HTTP/1.1\r\n"
                                                : "CONNECT name.example:80 HTTP/1.1\r\n"));
    QVERIFY(dial.details[0].value(u"reply"_qs).toString().startsWith(u"HTTP/1.1 200"));
    QVERIFY(dial.details[0].value(u"ms"_qs).isDouble());
    QVERIFY(dial.dialer.times().proxy >= 0);
    QVERIFY(dial.dialer.doubt().isEmpty());
}

/// RFC 6874 §1: a zone names an interface of this machine, which tells nobody else anything.
void TestDialer::zonesStayHere()
{
    ScriptedProxy proxy({"HTTP/1.1 200 OK\r\n\r\n"});
    net::ConnectionSettings settings;
    settings.proxy = proxy.settings();
    Dial dial(settings, u"ws://[fe80::1%252]:7999/"_qs);
    QTRY_COMPARE(dial.connected, 1);
    QCOMPARE(proxy.requests[0], QByteArray("CONNECT [fe80::1]:7999 HTTP/1.1\r\nHost: [fe80::1]:7999\r\n\r\n"));
}

void TestDialer::octetsOfTheTunnelStay()
{
    ScriptedProxy proxy({established + "the server's"});
    net::ConnectionSettings settings;
    settings.proxy = proxy.settings();
    Dial dial(settings, u"ws://name.example"_qs);
    QTRY_COMPARE(dial.connected, 1);
    const auto socket = dial.dialer.takeSocket();
    QCOMPARE(socket->readAll(), QByteArray("the server's"));
}

/// They would be taken for octets that TLS had protected.
void TestDialer::octetsBeforeTls()
{
    ScriptedProxy proxy({established + "HTTP/1.1 101 Switching Protocols\r\n\r\n"});
    net::ConnectionSettings settings;
    settings.proxy = proxy.settings();
    Dial dial(settings, u"wss://name.example"_qs);
    QTRY_COMPARE(dial.failures.size(), std::size_t(1));
    QCOMPARE(dial.failures[0].stage, u"proxy"_qs);
    QCOMPARE(dial.failureFindings(), QList<FindingId>{FindingId::ProxyReply});
    QCOMPARE(dial.connected, 0);
}

void TestDialer::signsInToProxy_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("scheme");
    QTest::addColumn<int>("connections");
    QTest::newRow("Basic") << QByteArray("Proxy-Authenticate: Basic realm=p\r\n") << QByteArray("Basic ") << 1;
    QTest::newRow("Digest on a new connection")
        << QByteArray("Proxy-Authenticate: Digest realm=p, nonce=n, qop=\"auth\"\r\nConnection: close\r\n")
        << QByteArray("Digest ") << 2;
}

void TestDialer::signsInToProxy()
{
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, scheme);
    QFETCH(int, connections);
    ScriptedProxy proxy({"HTTP/1.1 407 Sign in\r\nContent-Length: 0\r\n" + fields + "\r\n", established});
    net::ConnectionSettings settings;
    settings.proxy = proxy.settings(u"user"_qs, u"secret"_qs);
    Dial dial(settings, u"ws://name.example"_qs);
    QTRY_COMPARE(dial.connected, 1);
    QCOMPARE(proxy.requests.size(), 2);
    QVERIFY(!proxy.requests[0].contains("Proxy-Authorization"));
    QVERIFY(proxy.requests[1].contains("Proxy-Authorization: " + scheme));
    QCOMPARE(proxy.connections, connections);
    QCOMPARE(dial.rows.count(u"proxied"_qs), 2);
}

void TestDialer::proxyFailures_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<FindingId>("finding");
    QTest::newRow("502") << QByteArray("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
                         << FindingId::ProxyRefused;
    QTest::newRow("407") << QByteArray("HTTP/1.1 407 Sign in\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n")
                         << FindingId::ProxyAuth;
    QTest::newRow("garbage") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n") << FindingId::ProxyReply;
    QTest::newRow("200 with a page") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage")
                                     << FindingId::ProxyReply;
    QTest::newRow("end") << QByteArray() << FindingId::ProxyReply;
    QTest::newRow("stall") << QByteArray("HTTP/1.1 200") << FindingId::TimeoutProxy;
}

/// T10: the proxy is named as the speaker.
void TestDialer::proxyFailures()
{
    QFETCH(QByteArray, answer);
    QFETCH(FindingId, finding);
    ScriptedProxy proxy({answer});
    net::ConnectionSettings settings;
    settings.proxy = proxy.settings();
    if (finding == FindingId::TimeoutProxy)
        settings.connectTimeout = std::chrono::milliseconds(200);
    Dial dial(settings, u"ws://name.example"_qs);
    QTRY_COMPARE(dial.failures.size(), std::size_t(1));
    QCOMPARE(dial.failures[0].stage, u"proxy"_qs);
    QCOMPARE(dial.failureFindings(), QList<FindingId>{finding});
    QVERIFY2(dial.reason().startsWith(u"The proxy 127.0.0.1:%1 "_qs.arg(proxy.serverPort())),
             qPrintable(dial.reason()));
    QCOMPARE(dial.rows.contains(u"proxied"_qs), !answer.isEmpty());
    QCOMPARE(dial.connected, 0);
}

void TestDialer::endsWhileTheSystemIsAsked()
{
    // Nobody answers until the gate opens: every thread that could is waiting.
    QThreadPool &pool = *QThreadPool::globalInstance();
    const int threads = pool.maxThreadCount();
    QSemaphore gate;
    for (int i = 0; i < threads; ++i)
        pool.start([&gate] { gate.acquire(); });
    {
        net::ConnectionSettings settings;
        settings.proxy.kind = ProxyKind::System;
        settings.connectTimeout = std::chrono::milliseconds(10);
        Dial dial(settings, u"ws://name.example/"_qs);
        QTRY_COMPARE(dial.failures.size(), std::size_t(1));
        QCOMPARE(dial.failureFindings(), QList<FindingId>{FindingId::TimeoutProxy});
    }
    gate.release(threads);
    QVERIFY(pool.waitForDone());
    QCoreApplication::processEvents();
}

void TestDialer::noSuchProxy_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("port");
    QTest::addColumn<QString>("reason");
    QTest::newRow("no host") << QString() << 1 << u"is not the host and port of a proxy"_qs;
    QTest::newRow("port 0") << u"127.0.0.1"_qs << 0 << u"is not the host and port of a proxy"_qs;
    QTest::newRow("refused") << u"127.0.0.1"_qs << -1 << u"The proxy 127.0.0.1:"_qs;
    QTest::newRow("unknown name") << u"proxy.example"_qs << 1 << u"The name proxy.example was not found"_qs;
}

void TestDialer::noSuchProxy()
{
    QFETCH(QString, host);
    QFETCH(int, port);
    QFETCH(QString, reason);
    net::ConnectionSettings settings;
    settings.proxy = {ProxyKind::Socks5, host, port < 0 ? closedPort() : static_cast<quint16>(port), {}, {}};
    Dial dial(settings, u"ws://name.example"_qs, lookups({}, u"Host not found"_qs));
    QTRY_COMPARE(dial.failures.size(), std::size_t(1));
    QCOMPARE(dial.failures[0].stage, u"proxy"_qs);
    QVERIFY2(dial.reason().contains(reason), qPrintable(dial.reason()));
}

QTEST_GUILESS_MAIN(TestDialer)
#include "tst_dialer.moc"
