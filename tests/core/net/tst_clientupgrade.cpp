#include "core/net/clientupgrade.h"

#include "core/http/acceptkey.h"

#include <QTest>

#include <algorithm>

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

QByteArray acceptance(const QByteArray &request, const QByteArray &accept = {}, const QByteArray &fields = {})
{
    const QByteArray right = http::acceptFor(valueOf(request, "Sec-WebSocket-Key"));
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Accept: " +
           (accept.isEmpty() ? right : accept) + "\r\n" + fields + "\r\n";
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
    void offersDeflate();
    void wrongDeflateAnswer_data();
    void wrongDeflateAnswer();
    void upgradedWithFramesBehind();
    void wrongAccept_data();
    void wrongAccept();
    void noUpgrade_data();
    void noUpgrade();
    void ended();
    void timedOut();
    void facts_data();
    void facts();
    void longAnswers_data();
    void longAnswers();
    void longBody();
    void interimAnswers();
    void writtenByHand();
    void credentialsNotTaken();
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

void TestClientUpgrade::offersDeflate()
{
    net::ConnectionSettings with = settings();
    with.deflate.offer = false;
    QVERIFY(!ClientUpgrade(with, url()).makeRequest().contains("permessage-deflate"));
    with.deflate.offer = true;
    with.deflate.serverMaxWindowBits = 10;
    with.deflate.clientWindowBits = 8;
    QCOMPARE(valueOf(ClientUpgrade(with, url()).makeRequest(), "Sec-WebSocket-Extensions"),
             QByteArray("permessage-deflate; server_max_window_bits=10; client_max_window_bits=9"));
}

void TestClientUpgrade::wrongDeflateAnswer_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("says");
    QTest::newRow("right") << QByteArray("permessage-deflate; server_max_window_bits=10") << QString();
    QTest::newRow("unknown parameter") << QByteArray("permessage-deflate; server_max_window_bits=10; x")
                                       << u"permessage-deflate has no parameter x."_qs;
    QTest::newRow("window") << QByteArray("permessage-deflate; server_max_window_bits=16")
                            << u"from 8 to 15 without leading zeros, not \"16\"."_qs;
    QTest::newRow("over the offer") << QByteArray("permessage-deflate; server_max_window_bits=11")
                                    << u"server_max_window_bits=11 is more than the offer allows."_qs;
    QTest::newRow("not repeated") << QByteArray("permessage-deflate") << u"the answer does not have it."_qs;
    QTest::newRow("twice") << QByteArray("permessage-deflate; server_max_window_bits=9, permessage-deflate")
                           << u"stands more than once."_qs;
    QTest::newRow("another extension") << QByteArray("x") << u"names an extension that was not offered."_qs;
    QTest::newRow("grammar") << QByteArray("permessage-deflate;") << u"An extension parameter is"_qs;
}

void TestClientUpgrade::wrongDeflateAnswer()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, says);
    for (const net::Policy policy : {net::Policy::Observe, net::Policy::Strict}) {
        net::ConnectionSettings with = settings();
        with.deflate.offer = true;
        with.deflate.serverMaxWindowBits = 10;
        with.policy = policy;
        ClientUpgrade upgrade(with, url());
        const QByteArray octets = acceptance(upgrade.makeRequest(), {}, "Sec-WebSocket-Extensions: " + answer + "\r\n");
        ByteView rest = byteView(octets);
        const bool fails = policy == net::Policy::Strict && !says.isEmpty();
        QCOMPARE(upgrade.feed(rest), fails ? Step::Failed : Step::Upgraded);
        QCOMPARE(upgrade.verdict().mayCompress, says.isEmpty());
        if (fails)
            QVERIFY2(upgrade.failure().reason.contains(says), qPrintable(upgrade.failure().reason));
    }
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
    const auto refused = [](const char *name, const QByteArray &head, const QString &reason) {
        QTest::newRow(name) << "HTTP/1.1 " + head + "Content-Length: 0\r\n\r\n" << Step::Failed << reason;
    };
    refused("redirect by path", "301 Moved\r\nLocation: ../c?d#e\r\n",
            u"The server answered 301 Moved instead of 101. It points to ws://example.com:81/c?d; a redirect is not "
            "followed, connect there if you mean to."_qs);
    refused("redirect elsewhere", "307 Go\r\nLocation: mailto:x@y\r\n",
            u"The server answered 307 Go instead of 101. It points to \"mailto:x@y\", which is no address for a "
            "WebSocket."_qs);
    refused("redirect nowhere", "303 See\r\n", u"The server answered 303 See instead of 101."_qs);
    refused("401",
            "401 No\r\nWWW-Authenticate: Basic realm=\"a, b\", Digest nonce=x\r\nWWW-Authenticate: Negotiate\r\n",
            u"The server answered 401 No instead of 101. It asks for credentials: Basic, Digest, Negotiate."_qs);
    refused("401 without challenge", "401 No\r\n",
            u"The server answered 401 No instead of 101. It asks for credentials and does not say which."_qs);
    refused("407", "407 No\r\nProxy-Authenticate: Basic\r\n",
            u"The server answered 407 No instead of 101. A proxy on the way asks for credentials: Basic."_qs);
    refused("426", "426 Upgrade\r\nSec-WebSocket-Version: 8, 7\r\n",
            u"The server answered 426 Upgrade instead of 101. It speaks the WebSocket versions 8, 7; ours is 13."_qs);
    refused("400 with ours", "400 Bad\r\nSec-WebSocket-Version: 25, 13\r\nSec-WebSocket-Version: 8\r\n",
            u"The server answered 400 Bad instead of 101. It speaks the WebSocket versions 25, 13 (ours), 8."_qs);
    refused("interim answers", "100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 403 No\r\n",
            u"The server answered 403 No instead of 101."_qs);
    QTest::newRow("HTTP/1.0") << QByteArray("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                              << Step::Body
                              << u"The server answered 200 OK instead of 101. Its body is in Handshake."_qs;
    QTest::newRow("not HTTP") << QByteArray("220 mail.example\r\n") << Step::Failed
                              << u"example.com:81 did not answer with HTTP; its first bytes are "
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
    QVERIFY(upgrade.ended(false).reason.contains(u"ended the connection after 11 bytes, in the middle of the status"));
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
    QCOMPARE(upgrade.timedOut().reason, u"example.com:81 did not finish its answer within 7 s; 4 bytes of it came."_qs);
}

void TestClientUpgrade::facts_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QString>("redirect");
    QTest::addColumn<QList<QByteArray>>("challenges");
    QTest::addColumn<bool>("lasting");
    using List = QList<QByteArray>;
    QTest::newRow("redirect") << QByteArray("302 F\r\nLocation: /x\r\nWWW-Authenticate: Basic\r\n")
                              << u"ws://example.com:81/x"_qs << List() << true;
    QTest::newRow("304") << QByteArray("304 F\r\nLocation: /x\r\n") << QString() << List() << true;
    QTest::newRow("200 with Location") << QByteArray("200 F\r\nLocation: /x\r\n") << QString() << List() << true;
    QTest::newRow("401") << QByteArray("401 F\r\nWWW-Authenticate: Basic, a=b\r\nProxy-Authenticate: x\r\n"
                                       "www-authenticate: Digest\r\n")
                         << QString() << List{"Basic, a=b", "Digest"} << true;
    QTest::newRow("407") << QByteArray("407 F\r\nProxy-Authenticate: x\r\n") << QString() << List{"x"} << true;
    for (const char *status : {"408", "425", "429", "500", "503"})
        QTest::newRow(status) << QByteArray(status) + " F\r\n" << QString() << List() << false;
}

void TestClientUpgrade::facts()
{
    QFETCH(QByteArray, head);
    QFETCH(QString, redirect);
    QFETCH(QList<QByteArray>, challenges);
    QFETCH(bool, lasting);
    ClientUpgrade upgrade(settings(), url());
    upgrade.makeRequest();
    const QByteArray answer = "HTTP/1.1 " + head + "Content-Length: 0\r\n\r\n";
    ByteView rest = byteView(answer);
    QCOMPARE(upgrade.feed(rest), Step::Failed);
    QCOMPARE(upgrade.redirectUrl(), redirect);
    QCOMPARE(upgrade.challenges(), challenges);
    QCOMPARE(!upgrade.failure().lasting.isEmpty(), lasting);
}

void TestClientUpgrade::longAnswers_data()
{
    QTest::addColumn<QByteArray>("answer");
    const QByteArray length = "\r\nContent-Length: 0\r\n\r\n";
    const QByteArray a = QByteArray(900'000, 'A');
    QTest::newRow("reason") << "HTTP/1.1 404 " + a + length;
    QTest::newRow("escape sequence") << "HTTP/1.1 404 \x1b[31mred\x9b" + length;
    QTest::newRow("redirect") << "HTTP/1.1 302 X\r\nLocation: http://x/" + a + length;
    QTest::newRow("scheme") << "HTTP/1.1 401 X\r\nWWW-Authenticate: " + a + length;
    QTest::newRow("many schemes")
        << "HTTP/1.1 401 X" + QByteArray("\r\nWWW-Authenticate: Abcdefg realm=1").repeated(9'000).append(length);
    QTest::newRow("version") << "HTTP/1.1 426 X\r\nSec-WebSocket-Version: " + a + length;
    QTest::newRow("extension parameter")
        << "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %1\r\n"
           "Sec-WebSocket-Extensions: permessage-deflate; " +
               a + "\r\n\r\n";
}

/// Whatever a server says, a sentence for people stays one, and nothing in it moves a terminal.
void TestClientUpgrade::longAnswers()
{
    QFETCH(QByteArray, answer);
    net::ConnectionSettings strict = settings();
    strict.policy = net::Policy::Strict;
    ClientUpgrade upgrade(strict, url());
    const QByteArray request = upgrade.makeRequest();
    answer.replace("%1", http::acceptFor(valueOf(request, "Sec-WebSocket-Key")));
    ByteView octets = byteView(answer);
    QCOMPARE(upgrade.feed(octets), Step::Failed);
    const QString reason = upgrade.failure().reason;
    QVERIFY2(reason.size() < 1000, qPrintable(QString::number(reason.size())));
    QVERIFY(std::none_of(reason.begin(), reason.end(), [](QChar c) { return c.category() == QChar::Other_Control; }));
    qsizetype challenges = 0;
    for (const QByteArray &challenge : upgrade.challenges())
        challenges += challenge.size();
    QVERIFY(challenges <= 100'000);
    QVERIFY(upgrade.redirectUrl().size() < 20'000);
}

void TestClientUpgrade::longBody()
{
    ClientUpgrade upgrade(settings(), url());
    upgrade.makeRequest();
    const QByteArray answer = "HTTP/1.1 200 OK\r\n\r\n" + QByteArray(2 * 1024 * 1024, 'x');
    ByteView rest = byteView(answer);
    QCOMPARE(upgrade.feed(rest), Step::Failed);
    QCOMPARE(upgrade.failure().reason, u"The server answered 200 OK instead of 101. The first 1048576 bytes of its "
                                       "body are in Handshake; more was not read."_qs);
}

/// RFC 9110 §15.2. Whatever the pieces.
void TestClientUpgrade::interimAnswers()
{
    for (const int piece : {1, 7, 100'000}) {
        ClientUpgrade upgrade(settings(), url());
        const QByteArray final = acceptance(upgrade.makeRequest());
        const QByteArray interim =
            QByteArray("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n").repeated(500);
        QByteArray answer = interim + final + "frames";
        Step last = Step::NeedMore;
        ByteView rest;
        qsizetype at = 0;
        for (; at < answer.size() && last == Step::NeedMore; at += piece) {
            rest = byteView(QByteArrayView(answer).sliced(at, qMin<qsizetype>(piece, answer.size() - at)));
            last = upgrade.feed(rest);
        }
        QCOMPARE(last, Step::Upgraded);
        QCOMPARE(qMin(at, answer.size()) - qsizetype(rest.size()), interim.size() + final.size());
        QVERIFY(upgrade.verdict().valid);
    }
    ClientUpgrade cut(settings(), url());
    cut.makeRequest();
    const QByteArray interim = "HTTP/1.1 100 Continue\r\n\r\n";
    ByteView rest = byteView(interim);
    QCOMPARE(cut.feed(rest), Step::NeedMore);
    QVERIFY(cut.ended(false).reason.contains(u"after 25 bytes, before its final answer"));
}

void TestClientUpgrade::writtenByHand()
{
    net::ConnectionSettings wanted = settings();
    wanted.policy = net::Policy::Strict;
    wanted.rawRequest = QByteArray("GET / HTTP/1.1\nsec-websocket-key: own\nSec-WebSocket-Version: 8\n\n");
    ClientUpgrade upgrade(wanted, url());
    QCOMPARE(upgrade.makeRequest(), *wanted.rawRequest);
    const QByteArray answer = acceptance({}, http::acceptFor("own")).replace("Sec-WebSocket-Protocol: chat\r\n", "");
    ByteView rest = byteView(answer);
    QCOMPARE(upgrade.feed(rest), Step::Upgraded); // the accept is right for the key that was sent
    QVERIFY(upgrade.verdict().findings.empty());

    ClientUpgrade refused(wanted, url());
    refused.makeRequest();
    const QByteArray refusal = "HTTP/1.1 426 No\r\nSec-WebSocket-Version: 13, 8\r\nContent-Length: 0\r\n\r\n";
    rest = byteView(refusal);
    QCOMPARE(refused.feed(rest), Step::Failed);
    QVERIFY2(refused.failure().reason.endsWith(u"It speaks the WebSocket versions 13, 8 (ours)."),
             qPrintable(refused.failure().reason));
}

void TestClientUpgrade::credentialsNotTaken()
{
    net::ConnectionSettings wanted = settings();
    wanted.auth = {net::AuthKind::Basic, u"me"_qs, u"hidden"_qs};
    ClientUpgrade upgrade(wanted, url());
    upgrade.makeRequest();
    const QByteArray refusal = "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n";
    ByteView rest = byteView(refusal);
    QCOMPARE(upgrade.feed(rest), Step::Failed);
    const QString reason = upgrade.failure().reason;
    QVERIFY2(reason.endsWith(u"It asks for credentials: Basic. Those that were sent it did not take."),
             qPrintable(reason));
}

QTEST_GUILESS_MAIN(TestClientUpgrade)
#include "tst_clientupgrade.moc"
