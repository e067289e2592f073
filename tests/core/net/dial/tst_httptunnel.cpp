#include "core/net/dial/httptunnel.h"

#include <QJsonArray>
#include <QTest>

#include <algorithm>

using namespace framescope;
using net::HttpTunnel;
using net::ProxyKind;
using net::ProxySettings;
using Step = net::Tunnel::Step;
using ws::FindingId;

namespace
{
ProxySettings proxy(const QString &user = {}, const QString &password = {})
{
    return {ProxyKind::Http, u"proxy.example"_qs, 3128, user, password};
}
const net::TunnelTarget target{u"name.example"_qs, 443};

Step feed(HttpTunnel &tunnel, const QByteArray &octets, qsizetype piece = -1)
{
    Step step = Step::NeedMore;
    for (qsizetype i = 0; i < octets.size() && step == Step::NeedMore; i += piece < 0 ? octets.size() : piece) {
        const QByteArray part = octets.mid(i, piece);
        ByteView view = byteView(part);
        step = tunnel.feed(view);
    }
    return step;
}

QByteArray basic407(const QByteArray &more = {})
{
    return "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\n" + more +
           "Content-Length: 4\r\n\r\nnope";
}
} // namespace

/// CONNECT without a socket (T10). Over real sockets: tst_dialer.cpp; with real proxies: tests/peers.
class TestHttpTunnel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void request_data();
    void request();
    void opens_data();
    void opens();
    void refusals_data();
    void refusals();
    void retriesOnce_data();
    void retriesOnce();
    void longAnswers_data();
    void longAnswers();
    void refusedAsAServerWould();
    void staleNonce();
    void ended();
    void timedOut();
    void boundedBody();
};

void TestHttpTunnel::request_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QByteArray>("authority");
    QTest::newRow("name") << u"name.example"_qs << QByteArray("name.example:443");
    QTest::newRow("IPv6") << u"::1"_qs << QByteArray("[::1]:443");
}

void TestHttpTunnel::request()
{
    QFETCH(QString, host);
    QFETCH(QByteArray, authority);
    HttpTunnel tunnel(proxy(u"user"_qs, u"secret"_qs), {host, 443});
    // No credentials before the proxy asks: it may ask for a form that does not show them.
    QCOMPARE(tunnel.begin(), "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
}

void TestHttpTunnel::opens_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("left");
    QTest::newRow("200") << QByteArray("HTTP/1.1 200 Connection established\r\n\r\n") << QByteArray();
    QTest::newRow("any 2xx") << QByteArray("HTTP/1.1 204 Fine\r\n\r\n") << QByteArray();
    QTest::newRow("bytes of the tunnel") << QByteArray("HTTP/1.0 200 OK\r\n\r\nHTTP/1.1 101")
                                         << QByteArray("HTTP/1.1 101");
    QTest::newRow("interim answer first")
        << QByteArray("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx") << QByteArray("x");
}

void TestHttpTunnel::opens()
{
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, left);
    HttpTunnel tunnel(proxy(), target);
    tunnel.begin();
    ByteView octets = byteView(answer);
    QCOMPARE(tunnel.feed(octets), Step::Open);
    QCOMPARE(toByteArray(octets), left);
    const auto reports = tunnel.takeReports();
    QCOMPARE(reports.size(), std::size_t(1));
    QCOMPARE(reports[0].value(u"kind"_qs).toString(), u"http"_qs);
    QCOMPARE(reports[0].value(u"proxy"_qs).toString(), u"proxy.example:3128"_qs);
    QVERIFY(reports[0].value(u"request"_qs).toString().startsWith(u"CONNECT name.example:443 HTTP/1.1\r\n"));
    QVERIFY(tunnel.doubt().isEmpty());
    HttpTunnel slow(proxy(), target);
    slow.begin();
    QCOMPARE(feed(slow, answer, 1), Step::Open);
}

void TestHttpTunnel::refusals_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<FindingId>("finding");
    QTest::addColumn<quint64>("value");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("body");
    QTest::newRow("502") << QByteArray("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 7\r\n\r\nno such")
                         << FindingId::ProxyRefused << quint64(502)
                         << u"did not open a tunnel to name.example:443: it answered 502 Bad Gateway"_qs
                         << u"no such"_qs;
    QTest::newRow("407, no credentials") << basic407() << FindingId::ProxyAuth << quint64(407)
                                         << u"asks for credentials (Basic): 407"_qs << u"nope"_qs;
    QTest::newRow("407, nothing we know")
        << QByteArray("HTTP/1.1 407 Sign in\r\nProxy-Authenticate: Negotiate\r\nContent-Length: 0\r\n\r\n")
        << FindingId::ProxyAuth << quint64(407) << u"(Negotiate)"_qs << QString();
    QTest::newRow("garbage") << QByteArray("220 mail.example ready\r\n") << FindingId::ProxyReply << quint64(0)
                             << u"did not answer with HTTP; its first bytes are \"220 mail.example"_qs << QString();
    QTest::newRow("200 with a page") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n<h1>Sign in</h1>")
                                     << FindingId::ProxyReply << quint64(200) << u"a page of its own"_qs
                                     << u"<h1>Sign in</h1>"_qs;
}

void TestHttpTunnel::refusals()
{
    QFETCH(QByteArray, answer);
    QFETCH(FindingId, finding);
    QFETCH(quint64, value);
    QFETCH(QString, reason);
    QFETCH(QString, body);
    HttpTunnel tunnel(proxy(), target);
    tunnel.begin();
    QCOMPARE(feed(tunnel, answer), Step::Failed);
    const net::Failure &failure = tunnel.failure();
    QCOMPARE(failure.stage, u"proxy"_qs);
    // The proxy is named as the speaker.
    QVERIFY2(failure.reason.startsWith(u"The proxy proxy.example:3128 "), qPrintable(failure.reason));
    QVERIFY2(failure.reason.contains(reason), qPrintable(failure.reason));
    QCOMPARE(failure.findings.size(), std::size_t(1));
    QCOMPARE(failure.findings[0].first, finding);
    QCOMPARE(quint64(failure.findings[0].second), value);
    const auto reports = tunnel.takeReports();
    QCOMPARE(reports.size(), std::size_t(1));
    QCOMPARE(reports[0].value(u"body"_qs).toString(), body);
    QVERIFY(answer.startsWith(reports[0].value(u"reply"_qs).toString().toUtf8()));
}

void TestHttpTunnel::retriesOnce_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<bool>("sameConnection");
    QTest::newRow("kept open") << QByteArray() << true;
    QTest::newRow("Connection: close") << QByteArray("Connection: close\r\n") << false;
    QTest::newRow("Proxy-Connection: close") << QByteArray("Proxy-Connection: close\r\n") << false;
}

void TestHttpTunnel::retriesOnce()
{
    QFETCH(QByteArray, fields);
    QFETCH(bool, sameConnection);
    HttpTunnel tunnel(proxy(u"user"_qs, u"secret"_qs), target);
    tunnel.begin();
    QCOMPARE(feed(tunnel, basic407(fields)), sameConnection ? Step::NeedMore : Step::Reconnect);
    const QByteArray second = sameConnection ? tunnel.takeOutput() : tunnel.begin();
    QVERIFY2(second.contains("\r\nProxy-Authorization: Basic dXNlcjpzZWNyZXQ=\r\n"), second.constData());
    QCOMPARE(feed(tunnel, basic407()), Step::Failed);
    QVERIFY(tunnel.failure().reason.contains(u"did not accept the user name and password"));
    QCOMPARE(tunnel.failure().findings[0].first, FindingId::ProxyAuth);
    const auto reports = tunnel.takeReports();
    QCOMPARE(reports.size(), std::size_t(2));
    for (const QJsonObject &report : reports) {
        for (const QJsonValue value : report) {
            QVERIFY(!value.toString().contains(u"secret"));
            QVERIFY(!value.toString().contains(u"dXNlcjpzZWNyZXQ="));
        }
    }
    QVERIFY(reports[1].value(u"request"_qs).toString().contains(u"Proxy-Authorization: Basic (not recorded)"));
}

/// As tinyproxy answers wrong credentials.
void TestHttpTunnel::longAnswers_data()
{
    QTest::addColumn<QByteArray>("answer");
    const QByteArray length = "\r\nContent-Length: 0\r\n\r\n";
    QTest::newRow("reason") << "HTTP/1.1 403 " + QByteArray(500'000, 'A') + length;
    QTest::newRow("control characters") << "HTTP/1.1 403 \x1b[31m\x9b" + length;
    QTest::newRow("schemes") << "HTTP/1.1 407 X\r\nProxy-Authenticate: " + QByteArray("A").repeated(500'000) + length;
}

/// A proxy says what it likes; a sentence stays one.
void TestHttpTunnel::longAnswers()
{
    QFETCH(QByteArray, answer);
    HttpTunnel tunnel(proxy(), target);
    tunnel.begin();
    QCOMPARE(feed(tunnel, answer), Step::Failed);
    const QString reason = tunnel.failure().reason;
    QVERIFY2(reason.size() < 600, qPrintable(QString::number(reason.size())));
    QVERIFY(std::none_of(reason.begin(), reason.end(), [](QChar c) { return c.category() == QChar::Other_Control; }));
}

void TestHttpTunnel::refusedAsAServerWould()
{
    HttpTunnel tunnel(proxy(u"user"_qs, u"wrong"_qs), target);
    tunnel.begin();
    QCOMPARE(feed(tunnel, basic407()), Step::NeedMore);
    QCOMPARE(feed(tunnel, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"), Step::Failed);
    QCOMPARE(tunnel.failure().findings[0].first, FindingId::ProxyAuth);
    QCOMPARE(quint64(tunnel.failure().findings[0].second), quint64(401));
}

void TestHttpTunnel::staleNonce()
{
    const auto digest407 = [](const QByteArray &nonce, bool stale) {
        return "HTTP/1.1 407 Again\r\nProxy-Authenticate: Digest realm=\"p\", qop=\"auth\", nonce=\"" + nonce + "\"" +
               (stale ? QByteArray(", stale=true") : QByteArray()) + "\r\nContent-Length: 0\r\n\r\n";
    };
    HttpTunnel tunnel(proxy(u"user"_qs, u"secret"_qs), target);
    tunnel.begin();
    QCOMPARE(feed(tunnel, digest407("one", false)), Step::NeedMore);
    QVERIFY(tunnel.takeOutput().contains("nonce=\"one\""));
    QCOMPARE(feed(tunnel, digest407("two", true)), Step::NeedMore);
    QVERIFY(tunnel.takeOutput().contains("nonce=\"two\""));
    // Not for ever.
    QCOMPARE(feed(tunnel, digest407("three", true)), Step::Failed);
}

void TestHttpTunnel::ended()
{
    HttpTunnel nothing(proxy(), target);
    nothing.begin();
    QCOMPARE(nothing.ended(true), Step::Failed);
    QVERIFY(nothing.failure().reason.contains(u"reset the connection before it answered"));
    QCOMPARE(nothing.failure().findings[0].first, FindingId::ProxyReply);

    HttpTunnel half(proxy(), target);
    half.begin();
    QCOMPARE(feed(half, "HTTP/1.1 20"), Step::NeedMore);
    QCOMPARE(half.ended(false), Step::Failed);
    QVERIFY(half.failure().reason.contains(u"ended the connection after 11 bytes"));
    QCOMPARE(half.takeReports().size(), std::size_t(1));

    // A body that only the end of TCP ends.
    HttpTunnel body(proxy(), target);
    body.begin();
    QCOMPARE(feed(body, "HTTP/1.1 503 Busy\r\n\r\nlater"), Step::NeedMore);
    QCOMPARE(body.ended(false), Step::Failed);
    QCOMPARE(body.failure().findings[0].first, FindingId::ProxyRefused);
    QCOMPARE(body.takeReports()[0].value(u"body"_qs).toString(), u"later"_qs);

    HttpTunnel asked(proxy(u"user"_qs, u"secret"_qs), target);
    asked.begin();
    QCOMPARE(feed(asked, "HTTP/1.1 407 Sign in\r\nProxy-Authenticate: Basic realm=p\r\n\r\nbody"), Step::NeedMore);
    QCOMPARE(asked.ended(false), Step::Reconnect);
    QVERIFY(asked.begin().contains("Proxy-Authorization: Basic "));
}

void TestHttpTunnel::timedOut()
{
    HttpTunnel silent(proxy(), target);
    silent.begin();
    silent.timedOut(std::chrono::seconds(5));
    QVERIFY(silent.failure().reason.startsWith(u"The proxy proxy.example:3128 did not answer CONNECT within 5 s."));
    QCOMPARE(silent.failure().findings[0].first, FindingId::TimeoutProxy);
    QCOMPARE(quint64(silent.failure().findings[0].second), quint64(5000));

    HttpTunnel half(proxy(), target);
    half.begin();
    feed(half, "HTTP/1.1 ");
    half.timedOut(std::chrono::seconds(5));
    QVERIFY(half.failure().reason.contains(u"(9 bytes of it came)"));

    // The refusal is there; what was waited for is the rest of its body.
    HttpTunnel body(proxy(), target);
    body.begin();
    feed(body, "HTTP/1.1 503 Busy\r\nContent-Length: 100\r\n\r\nlater");
    body.timedOut(std::chrono::seconds(5));
    QCOMPARE(body.failure().findings[0].first, FindingId::ProxyRefused);
}

void TestHttpTunnel::boundedBody()
{
    HttpTunnel tunnel(proxy(), target);
    tunnel.begin();
    const QByteArray page(200'000, 'p');
    QCOMPARE(feed(tunnel, "HTTP/1.1 500 Oops\r\nContent-Length: 200000\r\n\r\n" + page, 1000), Step::Failed);
    const QString body = tunnel.takeReports()[0].value(u"body"_qs).toString();
    QCOMPARE(body.size(), HttpTunnel::maxShownBody + 1);
    QVERIFY(body.endsWith(u'…'));
}

QTEST_GUILESS_MAIN(TestHttpTunnel)
#include "tst_httptunnel.moc"
