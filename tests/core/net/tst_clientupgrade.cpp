#include "core/net/clientupgrade.h"

#include "core/http/acceptkey.h"

#include <QTest>

using namespace framescope;
using net::ClientUpgrade;
using Step = net::ClientUpgrade::Step;

namespace
{
QByteArray valueOf(const QByteArray &head, const QByteArray &name)
{
    const qsizetype from = head.indexOf(name + ": ") + name.size() + 2;
    return head.mid(from, head.indexOf("\r\n", from) - from);
}

QByteArray acceptance(const QByteArray &request, const QByteArray &accept = {})
{
    const QByteArray right = http::acceptFor(valueOf(request, "Sec-WebSocket-Key"));
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Accept: " +
           (accept.isEmpty() ? right : accept) + "\r\n\r\n";
}

net::ConnectionSettings settings()
{
    net::ConnectionSettings settings;
    settings.origin = "https://here.example";
    settings.subprotocols = {"chat"};
    settings.headers = {{"X-Test", "yes"}};
    return settings;
}

const http::WsUrl &url()
{
    static const http::WsUrl url = *http::parseWsUrl(u"ws://example.com:81/a?b"_qs);
    return url;
}
} // namespace

/// The opening handshake of the client without a socket. Over real sockets: tst_clientconnection.cpp.
class TestClientUpgrade : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void request();
    void upgradedWithFramesBehind();
    void wrongAccept_data();
    void wrongAccept();
    void noUpgrade_data();
    void noUpgrade();
    void ended();
    void timedOut();
};

void TestClientUpgrade::request()
{
    ClientUpgrade upgrade(settings(), url());
    const QByteArray first = upgrade.makeRequest();
    QVERIFY(first.startsWith("GET /a?b HTTP/1.1\r\nHost: example.com:81\r\n"));
    QCOMPARE(valueOf(first, "Origin"), QByteArray("https://here.example"));
    QCOMPARE(valueOf(first, "Sec-WebSocket-Protocol"), QByteArray("chat"));
    QCOMPARE(valueOf(first, "X-Test"), QByteArray("yes"));
    // RFC 6455 §4.1: the key is chosen anew for each connection.
    QVERIFY(valueOf(first, "Sec-WebSocket-Key") != valueOf(upgrade.makeRequest(), "Sec-WebSocket-Key"));
}

void TestClientUpgrade::upgradedWithFramesBehind()
{
    ClientUpgrade upgrade(settings(), url());
    const QByteArray answer = acceptance(upgrade.makeRequest()) + "frames";
    ByteView rest = byteView(answer);
    QCOMPARE(upgrade.feed(rest), Step::Upgraded);
    QCOMPARE(toByteArray(rest), QByteArray("frames"));
    QVERIFY(upgrade.verdict().valid);
    QCOMPARE(upgrade.verdict().subprotocol, QByteArray("chat"));
}

void TestClientUpgrade::wrongAccept_data()
{
    QTest::addColumn<bool>("strict");
    QTest::newRow("observe") << false;
    QTest::newRow("strict") << true;
}

void TestClientUpgrade::wrongAccept()
{
    QFETCH(bool, strict);
    net::ConnectionSettings wanted = settings();
    wanted.policy = strict ? net::Policy::Strict : net::Policy::Observe;
    ClientUpgrade upgrade(wanted, url());
    const QByteArray answer = acceptance(upgrade.makeRequest(), "AAAA");
    ByteView rest = byteView(answer);
    QCOMPARE(upgrade.feed(rest), strict ? Step::Failed : Step::Upgraded);
    if (strict)
        QVERIFY(upgrade.failure().reason.startsWith(u"The server's answer breaks the opening handshake: "));
}

void TestClientUpgrade::noUpgrade_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<Step>("step");
    QTest::addColumn<QString>("reason");
    QTest::newRow("whole") << QByteArray("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno") << Step::Failed
                           << u"The server answered 403 Forbidden instead of 101. Its body is in Handshake."_qs;
    QTest::newRow("no body") << QByteArray("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n") << Step::Failed
                             << u"The server answered 404 Not Found instead of 101."_qs;
    QTest::newRow("body to come") << QByteArray("HTTP/1.1 500 Oops\r\nContent-Length: 9\r\n\r\nno") << Step::Body
                                  << u"The server answered 500 Oops instead of 101. Its body is in Handshake."_qs;
    QTest::newRow("redirect") << QByteArray(
                                     "HTTP/1.1 302 Found\r\nLocation: wss://x.example/\r\nContent-Length: 0\r\n\r\n")
                              << Step::Failed
                              << u"The server answered 302 Found instead of 101. It points to wss://x.example/; a "
                                 "redirect is not followed, connect there if you mean to."_qs;
    QTest::newRow("not HTTP") << QByteArray("220 mail.example\r\n") << Step::Failed
                              << u"example.com:81 did not answer with HTTP; its first octets are "
                                 "\"220 mail.example\\x0d\\x0a\". Check that this port serves WebSocket."_qs;
    QTest::newRow("TLS") << QByteArray::fromHex("15030300020246") + QByteArray(300, 'x') << Step::Failed
                         << u"example.com:81 answered with TLS. Try wss:// instead of ws://."_qs;
}

/// Whole and octet by octet.
void TestClientUpgrade::noUpgrade()
{
    QFETCH(QByteArray, answer);
    QFETCH(Step, step);
    QFETCH(QString, reason);
    for (const qsizetype piece : {answer.size(), qsizetype(1)}) {
        ClientUpgrade upgrade(settings(), url());
        upgrade.makeRequest();
        Step last = Step::NeedMore;
        for (qsizetype i = 0; i < answer.size() && last != Step::Failed; i += piece) {
            const QByteArray part = answer.mid(i, piece);
            ByteView rest = byteView(part);
            last = upgrade.feed(rest);
        }
        QCOMPARE(last, step);
        QCOMPARE(upgrade.failure().stage, u"handshake"_qs);
        QCOMPARE(upgrade.failure().reason, reason);
    }
}

void TestClientUpgrade::ended()
{
    ClientUpgrade upgrade(settings(), url());
    upgrade.makeRequest();
    QCOMPARE(upgrade.ended(true).reason, u"example.com:81 reset the connection before it answered."_qs);
    const QByteArray start = "HTTP/1.1 10";
    ByteView octets = byteView(start);
    QCOMPARE(upgrade.feed(octets), Step::NeedMore);
    QVERIFY(upgrade.ended(false).reason.contains(u"ended the connection after 11 octets, in the middle of the status"));
    const QByteArray more = "1 X\r\nUpg";
    octets = byteView(more);
    QCOMPARE(upgrade.feed(octets), Step::NeedMore);
    QVERIFY(upgrade.ended(false).reason.contains(u"in the middle of the header of its answer"));
}

void TestClientUpgrade::timedOut()
{
    net::ConnectionSettings wanted = settings();
    wanted.handshakeTimeout = std::chrono::seconds(7);
    ClientUpgrade upgrade(wanted, url());
    upgrade.makeRequest();
    QCOMPARE(upgrade.timedOut().reason, u"example.com:81 did not answer the upgrade request within 7 s."_qs);
    const QByteArray start = "HTTP";
    ByteView octets = byteView(start);
    QCOMPARE(upgrade.feed(octets), Step::NeedMore);
    QCOMPARE(upgrade.timedOut().reason,
             u"example.com:81 did not finish its answer within 7 s; 4 octets of it came."_qs);
}

QTEST_GUILESS_MAIN(TestClientUpgrade)
#include "tst_clientupgrade.moc"
