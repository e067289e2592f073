#include "core/http/handshake.h"

#include "core/http/head.h"
#include "tests/support/netfixture.h"
#include "tests/support/scriptedpeer.h"
#include "tests/support/story.h"

#include <QJsonObject>
#include <QTest>

#include <memory>
#include <vector>

using namespace framescope;
using capture::EventKind;
using net::Policy;
using net::State;
using test::frame;
using test::NetFixture;
using test::PeerScript;
using test::ScriptedPeer;
using ws::Opcode;

namespace
{
const QByteArray statusLine = "HTTP/1.1 101 Switching Protocols\r\n";
const QByteArray upgrade = "Upgrade: websocket\r\n";
const QByteArray connection = "Connection: Upgrade\r\n";
const QByteArray accept = "Sec-WebSocket-Accept: @ACCEPT@\r\n"; ///< the mark stands for the right value
const QByteArray end = "\r\n";
const QByteArray glued = "glued";

/// The response with the accept for the request in the place of its mark.
QByteArray filled(QByteArray response, const QByteArray &acceptance)
{
    const QByteArray name = "Sec-WebSocket-Accept: ";
    const QByteArray value = acceptance.mid(acceptance.indexOf(name) + name.size(), 28);
    QByteArray swapped = value;
    for (char &c : swapped)
        c = QChar::fromLatin1(c).isUpper() ? QChar::fromLatin1(c).toLower().toLatin1()
                                           : QChar::fromLatin1(c).toUpper().toLatin1();
    response.replace("@ACCEPT@", value);
    response.replace("@SWAPPED@", swapped);
    return response;
}

/// "hs.version@0" of every finding about the server's octets.
QStringList headFindings(const capture::Capture &capture)
{
    QStringList found;
    for (std::uint64_t i = 0; i < capture.rowCount(); ++i) {
        const capture::RowRecord &row = capture.row(RowIndex(i));
        if (row.direction() != Direction::In || row.kind() == capture::RowKind::Event || row.isFrame())
            continue;
        for (const ws::Finding &finding : capture.findings(RowIndex(i))) {
            const auto name = ws::info(finding.id).name;
            found += QStringLiteral("%1@%2")
                         .arg(QString::fromLatin1(name.data(), qsizetype(name.size())))
                         .arg(finding.offset.value());
        }
    }
    return found;
}
} // namespace

/// Section 1: answers to the upgrade request that break rules, over a real socket. For each row: the finding and its
/// place, every octet kept, in policy observe the frames behind it decoded, in policy strict no connection, and the
/// file opened again tells the same.
class TestBadHandshakes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void responses_data();
    void responses();
    void responsesStrict_data() { responses_data(); }
    void responsesStrict();
    void endsEarly_data();
    void endsEarly();
    void cutAnywhere();
    void octetByOctet();
    void gluedFrames_data();
    void gluedFrames();
    void endlessHead_data();
    void endlessHead();
    void bodyOfAPage();
    void replayedAnswer();

private:
    void respond(Policy policy);
};

void TestBadHandshakes::responses_data()
{
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<QString>("findings"); ///< name@ and what stands at the offset, or its number
    QTest::addColumn<bool>("opens");       ///< in policy observe
    QTest::addColumn<bool>("valid");       ///< opens in policy strict too

    const auto broken = [](const char *name, const QByteArray &response, const char *findings) {
        QTest::newRow(name) << response << QString::fromLatin1(findings) << true << false;
    };
    const auto legal = [](const char *name, const QByteArray &response, const char *findings = "") {
        QTest::newRow(name) << response << QString::fromLatin1(findings) << true << true;
    };
    const auto refused = [](const char *name, const QByteArray &response, const char *findings = "hs.status@0") {
        QTest::newRow(name) << response << QString::fromLatin1(findings) << false << false;
    };
    const QByteArray right = upgrade + connection + accept;

    refused("H01 200", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    for (const char *status : {"301", "302", "307", "308"})
        refused(("H02 " + QByteArray(status)).constData(),
                "HTTP/1.1 " + QByteArray(status) + " There\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n");
    refused("H03 401", "HTTP/1.1 401 Who\r\nWWW-Authenticate: Basic realm=\"a\"\r\nContent-Length: 0\r\n\r\n");
    refused("H03 407", "HTTP/1.1 407 Who\r\nProxy-Authenticate: Digest realm=\"a\"\r\nContent-Length: 0\r\n\r\n");
    refused("H04 426", "HTTP/1.1 426 Upgrade\r\nSec-WebSocket-Version: 8, 7\r\nContent-Length: 0\r\n\r\n");
    refused("H04 400", "HTTP/1.1 400 Bad\r\nSec-WebSocket-Version: 13, 8\r\nContent-Length: 0\r\n\r\n");
    broken("H06 HTTP/1.0", "HTTP/1.0 101 OK\r\n" + right + end, "hs.version@0");
    broken("H06 HTTP/2.0", "HTTP/2.0 101 OK\r\n" + right + end, "hs.version@0");
    refused("H07 another protocol", "SSH-2.0-OpenSSH_9.2\r\n", "hs.statusline@0");
    refused("H07 letter O in the status", "HTTP/1.1 1O1 Switching\r\n\r\n", "hs.statusline@0");
    refused("H07 four digits", "HTTP/1.1 1010 Switching\r\n\r\n", "hs.statusline@0");
    refused("H07 bytes without a line", QByteArray(300, '\x01'), "hs.statusline@0");
    legal("H08 empty reason", "HTTP/1.1 101 \r\n" + right + end);
    legal("H08 no reason and no space", "HTTP/1.1 101\r\n" + right + end, "hs.reason@12");
    broken("H09 no Upgrade", statusLine + connection + accept + end, "hs.upgrade.missing@0");
    broken("H09 Upgrade h2c", statusLine + "Upgrade: h2c\r\n" + connection + accept + end, "hs.upgrade.value@Upgrade");
    legal("H09 Upgrade WebSocket", statusLine + "Upgrade: WebSocket\r\n" + connection + accept + end);
    broken("H11 no Connection", statusLine + upgrade + accept + end, "hs.connection@0");
    broken("H11 Connection without the token", statusLine + upgrade + "Connection: keep-alive\r\n" + accept + end,
           "hs.connection@Connection");
    legal("H11 keep-alive, Upgrade", statusLine + upgrade + "Connection: keep-alive, Upgrade\r\n" + accept + end);
    legal("H11 Connection twice",
          statusLine + upgrade + "Connection: keep-alive\r\nconnection: upgrade\r\n" + accept + end);
    broken("H12 no Accept", statusLine + upgrade + connection + end, "hs.accept.missing@0");
    broken("H13 Accept wrong",
           statusLine + upgrade + connection + "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n" + end,
           "hs.accept.wrong@Sec-WebSocket-Accept");
    broken("H13 Accept in the wrong case",
           statusLine + upgrade + connection + "Sec-WebSocket-Accept: @SWAPPED@\r\n" + end,
           "hs.accept.wrong@Sec-WebSocket-Accept");
    legal("H13 Accept between spaces",
          statusLine + upgrade + connection + "Sec-WebSocket-Accept: \t @ACCEPT@ \t\r\n" + end);
    broken("H14 Accept twice",
           statusLine + upgrade + connection + "Sec-WebSocket-Accept: @ACCEPT@\r\nsec-websocket-accept: @ACCEPT@\r\n" +
               end,
           "hs.accept.duplicate@sec-websocket-accept");
    broken("H14 two Accepts", statusLine + upgrade + connection + accept + "sec-websocket-accept: other\r\n" + end,
           "hs.accept.wrong@sec-websocket-accept hs.accept.duplicate@sec-websocket-accept");
    broken("H15 Upgrade twice", statusLine + right + "upgrade: websocket\r\n" + end, "hs.header.duplicate@upgrade:");
    broken("H15 Protocol twice",
           statusLine + right + "Sec-WebSocket-Protocol: chat\r\nsec-websocket-protocol: chat\r\n" + end,
           "hs.header.duplicate@sec-websocket-protocol");
    broken("H16 unsolicited extension", statusLine + right + "Sec-WebSocket-Extensions: x-one\r\n" + end,
           "hs.ext.unsolicited@x-one");
    broken("H17 duplicate parameter",
           statusLine + right +
               "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; "
               "server_no_context_takeover\r\n" +
               end,
           "hs.ext.parameter@*");
    for (const char *bits : {"0", "7", "16", "99", "\"0x9\"", "08", "", "-9"}) {
        broken(("H17 window bits " + QByteArray(bits)).constData(),
               statusLine + right + "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=" + bits +
                   "\r\n" + end,
               "hs.ext.parameter@*");
    }
    broken("H17 unknown parameter",
           statusLine + right + "Sec-WebSocket-Extensions: permessage-deflate; level=9\r\n" + end,
           "hs.ext.parameter@level");
    broken("H19 unsolicited subprotocol", statusLine + right + "Sec-WebSocket-Protocol: other\r\n" + end,
           "hs.protocol.unsolicited@Sec-WebSocket-Protocol");
    broken("H19 subprotocol in another case", statusLine + right + "Sec-WebSocket-Protocol: Chat\r\n" + end,
           "hs.protocol.unsolicited@Sec-WebSocket-Protocol");
    broken("H20 two subprotocols", statusLine + right + "Sec-WebSocket-Protocol: chat, news\r\n" + end,
           "hs.protocol.multiple@Sec-WebSocket-Protocol");
    legal("H22 LF alone", QByteArray(statusLine + right + end).replace("\r\n", "\n"), "hs.eol@*");
    broken("H22 bare CR", statusLine + right + "X: a\rb\r\n" + end, "hs.barecr@\rb");
    broken("H23 NUL", statusLine + right + QByteArray("X: a\0b\r\n", 8) + end, "hs.byte@*");
    broken("H23 01", statusLine + right + "X: a\x01\r\n" + end, "hs.byte@\x01");
    broken("H23 DEL in the name", statusLine + right + "X\x7F: a\r\n" + end, "hs.byte@\x7F");
    legal("H23 above 7F in a value", statusLine + right + "X: caf\xC3\xA9\r\n" + end, "hs.byte@*");
    broken("H24 space before the colon", statusLine + right + "X : a\r\n" + end, "hs.field@X_:");
    broken("H24 empty name", statusLine + right + ": a\r\n" + end, "hs.field@:_a\r");
    broken("H24 no colon", statusLine + right + "nothing\r\n" + end, "hs.field@nothing");
    legal("H24 folded line", statusLine + right + "X: a\r\n b\r\n" + end, "hs.fold@*");
    legal("interim answers",
          "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Hints\r\nLink: a\r\n\r\n" + statusLine + right + end,
          "hs.interim@0 hs.interim@27");
}

void TestBadHandshakes::respond(Policy policy)
{
    QFETCH(QByteArray, response);
    QFETCH(QString, findings);
    QFETCH(bool, opens);
    QFETCH(bool, valid);
    const bool open = policy == Policy::Observe ? opens : valid;
    const QByteArray behind = opens ? frame(Opcode::Text, glued) : QByteArray();

    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    NetFixture net;
    net.settings.policy = policy;
    net.settings.subprotocols = {"chat", "news"};
    net.settings.deflate.offer = findings.startsWith(u"hs.ext.parameter");
    const ConnectionId id = net.open(peer.url());
    QTRY_VERIFY(!peer.request().isEmpty());
    const QByteArray octets = filled(response, peer.acceptance()) + behind;
    peer.play(PeerScript().send(octets));
    QTRY_COMPARE(net.state(id), open ? State::Open : State::Failed);
    if (open)
        QTRY_VERIFY(net.has(u"in text 5 fin"_qs));
    else if (!net.session->isLive(id))
        QTRY_VERIFY(net.event(EventKind::Failed).value(u"stage"_qs).toString() == u"handshake");

    // Each expected finding, at its octet.
    const QStringList found = headFindings(*net.capture);
    for (const QString &expected : findings.split(u' ', Qt::SkipEmptyParts)) {
        const QString name = expected.section(u'@', 0, 0);
        QString place = expected.section(u'@', 1);
        if (place == u"*") {
            QVERIFY2(!found.filter(name + u'@').isEmpty(), qPrintable(found.join(u' ')));
            continue;
        }
        bool isNumber = false;
        place.toInt(&isNumber);
        if (!isNumber)
            place = QString::number(octets.indexOf(place.replace(u'_', u' ').toLatin1()));
        QVERIFY2(found.contains(name + u'@' + place), qPrintable(expected + u" in "_qs + found.join(u' ')));
    }
    if (findings.isEmpty())
        QVERIFY2(found.isEmpty(), qPrintable(found.join(u' ')));

    peer.end();
    QTRY_VERIFY(!net.session->isLive(id));
    QTRY_VERIFY(net.rows().last().contains(u"event"));
    // Every octet is kept, whatever was thought of it.
    const QByteArray kept = test::octetsIn(*net.capture, Direction::In);
    QVERIFY2(kept == octets, qPrintable(net.rows().join(u'\n')));
    QCOMPARE(test::differsWhenReopened(*net.capture), QString());
}

void TestBadHandshakes::responses() { respond(Policy::Observe); }
void TestBadHandshakes::responsesStrict() { respond(Policy::Strict); }

void TestBadHandshakes::endsEarly_data()
{
    QTest::addColumn<QByteArray>("octets");
    QTest::addColumn<bool>("reset");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("row");
    const QByteArray status = "HTTP/1.1 10";
    const QByteArray header = "HTTP/1.1 101 X\r\nUpgrade: web";
    for (const bool reset : {false, true}) {
        const QByteArray how = reset ? "RST" : "EOF";
        const QString last = reset ? u"in event reset tcp.rst"_qs : u"in event finished"_qs;
        QTest::newRow(("H30 " + how + " after 0 bytes").constData())
            << QByteArray() << reset << u"before it answered"_qs << last;
        QTest::newRow(("H30 " + how + " in the status line").constData())
            << status << reset << u"after 11 bytes, in the middle of the status line"_qs
            << u"in response hs.truncated"_qs;
        QTest::newRow(("H30 " + how + " in the header").constData())
            << header << reset << u"after 28 bytes, in the middle of the header"_qs << u"in response hs.truncated"_qs;
    }
}

void TestBadHandshakes::endsEarly()
{
    QFETCH(QByteArray, octets);
    QFETCH(bool, reset);
    QFETCH(QString, reason);
    QFETCH(QString, row);
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_VERIFY(!peer.request().isEmpty());
    if (!octets.isEmpty()) {
        peer.send(octets);
        QTRY_COMPARE(net.capture->totals(id).octetsIn, std::uint64_t(octets.size()));
    }
    if (reset)
        peer.reset();
    else
        peer.end();
    QTRY_COMPARE(net.state(id), State::Failed);
    QTRY_VERIFY(!net.session->isLive(id));
    QVERIFY2(net.reason(id).contains(reason), qPrintable(net.reason(id)));
    QVERIFY2(net.reason(id).contains(reset ? u"reset" : u"ended"), qPrintable(net.reason(id)));
    QVERIFY2(net.has(row), qPrintable(net.rows().join(u'\n')));
    QVERIFY(test::octetsIn(*net.capture, Direction::In) == octets);
    QCOMPARE(test::differsWhenReopened(*net.capture), QString());
}

/// H28: the same rows wherever the answer is cut in two. All cuts at once, each a connection of its own.
void TestBadHandshakes::cutAnywhere()
{
    NetFixture net;
    std::vector<std::unique_ptr<ScriptedPeer>> peers;
    QByteArray octets;
    for (std::size_t cut = 0; cut == 0 || cut < std::size_t(octets.size()); ++cut) {
        peers.push_back(std::make_unique<ScriptedPeer>(ScriptedPeer::Upgrade::Silent));
        ScriptedPeer &peer = *peers.back();
        const ConnectionId id = net.open(peer.url());
        QCOMPARE(id.value(), std::uint32_t(cut));
        if (cut == 0) {
            QTRY_VERIFY(!peer.request().isEmpty());
            octets = peer.acceptance() + frame(Opcode::Text, "one") + frame(Opcode::Ping, "two");
        }
    }
    for (std::size_t cut = 0; cut < peers.size(); ++cut) {
        QTRY_VERIFY(!peers[cut]->request().isEmpty());
        octets = peers[cut]->acceptance() + frame(Opcode::Text, "one") + frame(Opcode::Ping, "two");
        peers[cut]->play(PeerScript().sendCut(octets, {qsizetype(cut)}));
    }
    for (std::uint32_t cut = 0; cut < peers.size(); ++cut) {
        QTRY_COMPARE(net.capture->totals(ConnectionId(cut)).framesIn, std::uint64_t(2));
        QCOMPARE(net.state(ConnectionId(cut)), State::Open);
        const QByteArray kept = test::octetsIn(*net.capture, Direction::In, ConnectionId(cut));
        QCOMPARE(kept, peers[cut]->acceptance() + frame(Opcode::Text, "one") + frame(Opcode::Ping, "two"));
    }
    const auto count = qsizetype(peers.size());
    const QStringList rows = net.rows();
    QCOMPARE(rows.filter(u"in response"_qs).size(), count);
    QCOMPARE(rows.filter(u"in text 3 fin"_qs).size(), count);
    QCOMPARE(rows.filter(u"in ping 3 fin"_qs).size(), count);
    QCOMPARE(net.capture->errorFindingCount(), std::uint64_t(0));
    QCOMPARE(test::differsWhenReopened(*net.capture), QString());
}

void TestBadHandshakes::octetByOctet()
{
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_VERIFY(!peer.request().isEmpty());
    const QByteArray octets = peer.acceptance() + frame(Opcode::Text, "one") + frame(Opcode::Ping, "two");
    peer.play(PeerScript().dribble(octets));
    QTRY_VERIFY(net.has(u"in ping 3 fin"_qs));
    QCOMPARE(net.rows().first(5), (QStringList{u"in event connected"_qs, u"out request"_qs, u"in response"_qs,
                                               u"in text 3 fin"_qs, u"in ping 3 fin"_qs}));
    QCOMPARE(net.state(id), State::Open);
}

void TestBadHandshakes::gluedFrames_data()
{
    QTest::addColumn<int>("count");
    QTest::newRow("H27 one") << 1;
    QTest::newRow("H27 ten thousand") << 10'000;
}

void TestBadHandshakes::gluedFrames()
{
    QFETCH(int, count);
    // More octets than a head may have, in frames: they do not count against it.
    QByteArray frames;
    for (int i = 0; i < count; ++i)
        frames += frame(Opcode::Binary, QByteArray(120, 'x'));
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    peer.play(PeerScript().accept(frames));
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.capture->totals(id).framesIn, std::uint64_t(count));
    QCOMPARE(net.capture->errorFindingCount(), std::uint64_t(0));
    QCOMPARE(net.state(id), State::Open);
}

void TestBadHandshakes::endlessHead_data()
{
    QTest::addColumn<QByteArray>("octets");
    QTest::newRow("H25 one field of 20 MB") << statusLine + "X: " + QByteArray(20'000'000, 'x');
    QTest::newRow("H25 100,000 fields") << statusLine + QByteArray("a: b\r\n").repeated(100'000) + end;
}

void TestBadHandshakes::endlessHead()
{
    QFETCH(QByteArray, octets);
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    peer.play(PeerScript().awaitRequest().send(octets));
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Failed);
    QTRY_VERIFY(!net.session->isLive(id));
    QVERIFY2(net.has(u"in raw"_qs), qPrintable(net.rows().join(u'\n')));
    QVERIFY(!net.rows().filter(u"hs.toolarge"_qs).isEmpty());
    // One end, one reason.
    QCOMPARE(net.rows().filter(u"event failed"_qs).size(), 1);
    QVERIFY2(net.reason(id).contains(u"limit"), qPrintable(net.reason(id)));
    const QByteArray kept = test::octetsIn(*net.capture, Direction::In);
    QVERIFY(kept.size() > qsizetype(http::HeadParser::maxFields));
    QVERIFY(octets.startsWith(kept));
    QCOMPARE(test::differsWhenReopened(*net.capture), QString());
}

/// H01: a body is read up to 1 MiB.
void TestBadHandshakes::bodyOfAPage()
{
    const QByteArray head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";
    const QByteArray body(3'000'000, 'b');
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    peer.play(PeerScript().awaitRequest().send(head + body));
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Failed);
    QTRY_VERIFY(!net.session->isLive(id));
    const QByteArray kept = test::octetsIn(*net.capture, Direction::In);
    QVERIFY2(kept.size() >= head.size() + 1024 * 1024, qPrintable(QString::number(kept.size())));
    QVERIFY((head + body).startsWith(kept));
}

/// H32: the answer to another connection's request.
void TestBadHandshakes::replayedAnswer()
{
    NetFixture net;
    ScriptedPeer first;
    const ConnectionId one = net.open(first.url());
    QTRY_COMPARE(net.state(one), State::Open);
    ScriptedPeer second(ScriptedPeer::Upgrade::Silent);
    const ConnectionId two = net.open(second.url());
    QTRY_VERIFY(!second.request().isEmpty());
    const QByteArray stale = first.acceptance();
    second.send(stale + frame(Opcode::Text, "stale"));
    QTRY_VERIFY(net.has(u"in text 5 fin"_qs));
    const int place = int(stale.indexOf("Sec-WebSocket-Accept"));
    const QStringList found = test::findingsIn(*net.capture);
    QVERIFY2(found.contains(u"hs.accept.wrong at %1"_qs.arg(place)), qPrintable(found.join(u'\n')));
    QVERIFY2(found.contains(u"hs.accept.replayed at %1 (1)"_qs.arg(place)), qPrintable(found.join(u'\n')));
    QVERIFY(test::octetsIn(*net.capture, Direction::In, two).startsWith(stale));
    QCOMPARE(test::differsWhenReopened(*net.capture), QString());
}

QTEST_GUILESS_MAIN(TestBadHandshakes)
#include "tst_handshake.moc"
