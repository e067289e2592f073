#include "core/net/deflatesettings.h"
#include "core/net/messagewriter.h"
#include "core/net/request.h"
#include "core/ws/findings.h"
#include "core/ws/inflater.h"
#include "tests/support/scriptedpeer.h"
#include "tests/support/serverfixture.h"

#include <QTest>

using namespace framescope;
using net::ConnectionSettings;
using net::ListenerSettings;
using net::Policy;
using net::State;
using test::NetFixture;
using test::ReadFrame;
using test::ScriptedPeer;
using test::ServerFixture;
using ws::Opcode;

namespace
{
const QByteArray text = QByteArray("the same words again and again, ").repeated(40);

/// A text message as a server sends it, compressed by itself unless a writer with a context is given.
QByteArray compressed(const QByteArray &message, net::MessageWriter *writer = nullptr)
{
    net::MessageWriter alone(ws::Role::Server);
    net::DeflateSettings settings;
    settings.threshold = 0;
    alone.agree({false, 9}, settings);
    QByteArray octets;
    (writer != nullptr ? *writer : alone).write(Opcode::Text, byteView(message), octets);
    return octets;
}

QByteArray rsv1Frame(Opcode opcode, const QByteArray &payload, bool fin = true)
{
    ws::FrameFields fields;
    fields.opcode = opcode;
    fields.rsv = 4;
    fields.fin = fin;
    fields.key = ws::MaskKey{1, 2, 3, 4};
    QByteArray octets;
    ws::writeFrame(fields, byteView(payload), octets);
    return octets;
}

QStringList allFindings(const NetFixture &net)
{
    QStringList all;
    for (std::uint64_t i = 0; i < net.capture->rowCount(); ++i)
        all += net.findings(RowIndex(i));
    return all;
}
} // namespace

/// permessage-deflate over real sockets, both roles. Against others' implementations: tests/peers.
class TestCompression : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void echoes_data();
    void echoes();
    void notOffered();
    void notAccepted();
    void offeredFirstIsBest();
    void windowOf8();
    void faultyAnswer_data();
    void faultyAnswer();
    void craftedMessageBetween();
    void promisesAreKept_data();
    void promisesAreKept();
    void echoAfterEarlyFrames_data();
    void echoAfterEarlyFrames();
    void echoOfFragments();
    void corruptData_data();
    void corruptData();
};

void TestCompression::echoes_data()
{
    QTest::addColumn<QString>("offer");
    QTest::addColumn<QString>("own"); // the listener's
    QTest::addColumn<QByteArray>("agreed");
    QTest::newRow("as usual") << u"client_max_window_bits"_qs << QString() << QByteArray("permessage-deflate");
    QTest::newRow("no context") << u"client_no_context_takeover; server_no_context_takeover"_qs << QString()
                                << QByteArray(
                                       "permessage-deflate; server_no_context_takeover; client_no_context_takeover");
    QTest::newRow("small windows") << u"client_max_window_bits; server_max_window_bits=9"_qs
                                   << u"client_max_window_bits=9"_qs
                                   << QByteArray("permessage-deflate; server_max_window_bits=9; "
                                                 "client_max_window_bits=9");
    QTest::newRow("windows of 8") << u"client_max_window_bits; server_max_window_bits=8"_qs
                                  << u"client_max_window_bits=8"_qs
                                  << QByteArray("permessage-deflate; server_max_window_bits=8; "
                                                "client_max_window_bits=8");
}

void TestCompression::echoes()
{
    QFETCH(QString, offer);
    QFETCH(QString, own);
    QFETCH(QByteArray, agreed);
    ListenerSettings listening;
    listening.echo = true;
    listening.policy = Policy::Strict;
    net::setDeflateParameters(listening.deflate, *http::parseDeflateParameters(own));
    ServerFixture server(listening);
    NetFixture net;
    net.settings.policy = Policy::Strict;
    net::setDeflateParameters(net.settings.deflate, *http::parseDeflateParameters(offer));
    const ConnectionId id = net.open(server.listener->url());
    QTRY_COMPARE(net.state(id), State::Open);
    QCOMPARE(net.session->status(id).extensions, QString::fromLatin1(agreed));
    QVERIFY(net.session->status(id).agreement.deflate);

    QList<QByteArray> messages{text, text, "short", {}, QByteArray(100'000, 'a'), text};
    for (int i = 0; i < 20; ++i)
        messages += QByteArray(3000 * i, char('a' + i)) + text.first(i * 30);
    for (const QByteArray &message : messages)
        net.session->sendMessage(id, message.size() % 2 == 0 ? Opcode::Binary : Opcode::Text, message);
    net.session->close(id);
    QTRY_COMPARE(net.state(id), State::Closed);

    const bool compresses = agreed != "permessage-deflate; server_max_window_bits=8; client_max_window_bits=8";
    ws::Inflater inflater(net.session->status(id).agreement.server);
    std::vector<std::uint8_t> slice(65'536);
    QList<QByteArray> echoed;
    for (std::uint64_t i = 0; i < net.capture->rowCount(); ++i) {
        const capture::RowRecord &row = net.capture->row(RowIndex(i));
        if (row.kind() != capture::RowKind::Frame || ws::isControl(row.opcode()) || row.direction() != Direction::In)
            continue;
        const QByteArray payload = net.payload(RowIndex(i));
        const bool rsv1 = (row.first & 0x40) != 0;
        const qsizetype size = messages.at(echoed.size()).size();
        QCOMPARE(rsv1, compresses && size >= 64);
        if (!rsv1) {
            echoed += payload;
            continue;
        }
        QByteArray whole;
        inflater.begin({});
        ByteView input = byteView(payload);
        for (ByteView part = inflater.inflate(input, slice); !part.empty(); part = inflater.inflate(input, slice))
            whole += toByteArray(part);
        QCOMPARE(inflater.finish(), ws::Inflater::Fault::None);
        echoed += whole;
    }
    QCOMPARE(echoed, messages);
    QCOMPARE(allFindings(net), QStringList());
    QCOMPARE(allFindings(server.record), QStringList());
}

void TestCompression::notOffered()
{
    ServerFixture server(ListenerSettings{});
    NetFixture net;
    net.settings.deflate.offer = false;
    const ConnectionId id = net.open(server.listener->url());
    QTRY_COMPARE(net.state(id), State::Open);
    QCOMPARE(net.session->status(id).extensions, QString());
    QVERIFY(!net.session->status(id).agreement.deflate);
    net.session->sendMessage(id, Opcode::Text, text);
    QTRY_VERIFY(net.has(u"out text %1 fin"_qs.arg(text.size())));
}

void TestCompression::notAccepted()
{
    ListenerSettings listening;
    listening.deflate.offer = false;
    ServerFixture server(listening);
    NetFixture net;
    const ConnectionId id = net.open(server.listener->url());
    QTRY_COMPARE(net.state(id), State::Open);
    QCOMPARE(net.session->status(id).extensions, QString());
    net.session->sendMessage(id, Opcode::Text, text);
    QTRY_VERIFY(net.has(u"out text %1 fin"_qs.arg(text.size())));
}

void TestCompression::offeredFirstIsBest()
{
    ServerFixture server(ListenerSettings{});
    NetFixture net;
    net.settings.headers = {{"Sec-WebSocket-Extensions", "permessage-deflate; x, "
                                                         "permessage-deflate; server_max_window_bits=10, "
                                                         "permessage-deflate"}};
    const ConnectionId id = net.open(server.listener->url());
    QTRY_COMPARE(net.state(id), State::Open);
    QCOMPARE(net.session->status(id).extensions, u"permessage-deflate; server_max_window_bits=10"_qs);
    // The faulty offer is marked and declined only (RFC 7692 §7.1).
    QCOMPARE(allFindings(net), QStringList{u"hs.ext.parameter"_qs});
}

void TestCompression::windowOf8()
{
    ScriptedPeer peer;
    peer.extraResponseFields = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=8\r\n";
    NetFixture net;
    net.settings.deflate.clientWindowBits = 8;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    QVERIFY(peer.request().contains("client_max_window_bits=9\r\n"));
    net.session->sendMessage(id, Opcode::Text, text);
    QTRY_VERIFY(net.has(u"out text %1 fin"_qs.arg(text.size())));
    QCOMPARE(allFindings(net), QStringList());
}

void TestCompression::faultyAnswer_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("offer");
    QTest::addColumn<QString>("finding");
    QTest::newRow("H16 unsolicited") << QByteArray("permessage-deflate") << false << u"hs.ext.unsolicited"_qs;
    QTest::newRow("H17 unknown parameter") << QByteArray("permessage-deflate; x") << true << u"hs.ext.parameter"_qs;
    QTest::newRow("H17 twice") << QByteArray("permessage-deflate; server_no_context_takeover; "
                                             "server_no_context_takeover")
                               << true << u"hs.ext.parameter"_qs;
    for (const char *bits : {"0", "7", "16", "99", "\"15\"", "015"}) {
        QTest::addRow("H17 window bits %s", bits)
            << QByteArray("permessage-deflate; server_max_window_bits=") + bits << true << u"hs.ext.parameter"_qs;
    }
}

void TestCompression::faultyAnswer()
{
    QFETCH(QByteArray, answer);
    QFETCH(bool, offer);
    QFETCH(QString, finding);
    // Observe: what comes is decoded as far as it can be, what goes is not compressed.
    {
        ScriptedPeer peer;
        peer.extraResponseFields = "Sec-WebSocket-Extensions: " + answer + "\r\n";
        peer.after101 = compressed("\xFF");
        NetFixture net;
        net.settings.deflate.offer = offer;
        const ConnectionId id = net.open(peer.url());
        QTRY_COMPARE(net.state(id), State::Open);
        QTRY_VERIFY(net.has(u"in text"_qs));
        QVERIFY(net.session->status(id).agreement.deflate);
        const QStringList found = allFindings(net);
        QCOMPARE(found, (QStringList{finding, u"msg.utf8"_qs}));
        net.session->sendMessage(id, Opcode::Text, text);
        QTRY_VERIFY(net.has(u"out text %1 fin"_qs.arg(text.size())));
    }
    // Strict: refused with its reason, and no close frame, for the connection was never open.
    {
        ScriptedPeer peer;
        peer.extraResponseFields = "Sec-WebSocket-Extensions: " + answer + "\r\n";
        NetFixture net;
        net.settings.deflate.offer = offer;
        net.settings.policy = Policy::Strict;
        const ConnectionId id = net.open(peer.url());
        QTRY_COMPARE(net.state(id), State::Failed);
        QVERIFY2(net.reason(id).contains(offer ? u"An extension parameter"_qs : u"names an extension"_qs),
                 qPrintable(net.reason(id)));
        QVERIFY(!net.has(u"out close"_qs));
    }
}

void TestCompression::craftedMessageBetween()
{
    ListenerSettings listening;
    listening.policy = Policy::Strict;
    ServerFixture server(listening);
    NetFixture net;
    const ConnectionId id = net.open(server.listener->url());
    QTRY_COMPARE(net.state(id), State::Open);
    net.session->sendMessage(id, Opcode::Text, text);
    // More than a window of other data in the peer's context, which ours does not have.
    net::MessageWriter other(ws::Role::Server);
    other.agree({true, 15}, {});
    QByteArray noise;
    std::uint32_t state = 1;
    for (int i = 0; i < 40'000; ++i)
        noise += static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
    QByteArray octets;
    other.write(Opcode::Binary, byteView(noise), octets);
    net.session->send(id, rsv1Frame(Opcode::Binary, test::readFrames(octets).at(0).payload));
    net.session->sendMessage(id, Opcode::Text, text);
    net.session->close(id);
    QTRY_COMPARE(net.state(id), State::Closed);
    QCOMPARE(allFindings(server.record), QStringList());
    QCOMPARE(allFindings(net), QStringList());
}

void TestCompression::promisesAreKept_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<bool>("context");
    QTest::newRow("in the options") << u"options"_qs << false;
    QTest::newRow("in a header") << u"header"_qs << false;
    QTest::newRow("in a request written by hand") << u"request"_qs << false;
    QTest::newRow("in the options, and a header offers without") << u"header instead"_qs << true;
}

/// What was sent counts, whatever the options say.
void TestCompression::promisesAreKept()
{
    QFETCH(QString, place);
    QFETCH(bool, context);
    const QByteArray promise = "permessage-deflate; client_no_context_takeover";
    ScriptedPeer peer;
    peer.extraResponseFields = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
    NetFixture net;
    net.settings.url = peer.url();
    if (place == u"header") {
        net.settings.headers = {{"Sec-WebSocket-Extensions", promise}};
    } else if (place == u"request") {
        QByteArray request = net::proposedRequest(net.settings);
        request.replace("permessage-deflate; client_max_window_bits", promise);
        QVERIFY(request.contains(promise));
        net.settings.rawRequest = request;
    } else {
        net.settings.deflate.clientNoContextTakeover = true;
        if (place == u"header instead")
            net.settings.headers = {{"Sec-WebSocket-Extensions", "permessage-deflate"}};
    }
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    net.session->sendMessage(id, Opcode::Text, text);
    net.session->sendMessage(id, Opcode::Text, text);
    QTRY_COMPARE(test::readFrames(peer.received()).size(), std::size_t(2));
    const std::vector<ReadFrame> frames = test::readFrames(peer.received());
    QVERIFY(frames[0].header.rsv1() && frames[1].header.rsv1());
    QCOMPARE(frames[0].payload == frames[1].payload, !context);
}

void TestCompression::echoAfterEarlyFrames_data()
{
    QTest::addColumn<QByteArray>("octets"); ///< behind the request
    QTest::addColumn<int>("early");         ///< of them in the same write
    const QByteArray whole = test::frame(Opcode::Text, "too early", true, ws::MaskKey{5, 6, 7, 8});
    QTest::newRow("none") << QByteArray() << 0;
    QTest::newRow("a frame") << whole << int(whole.size());
    QTest::newRow("one byte") << whole << 1;
    QTest::newRow("half a frame") << whole << 9;
}

/// A client that does not wait for the answer is told so; what it sends after it is read by what was agreed on.
void TestCompression::echoAfterEarlyFrames()
{
    QFETCH(QByteArray, octets);
    QFETCH(int, early);
    ListenerSettings listening;
    listening.echo = true;
    listening.policy = Policy::Strict;
    ServerFixture server(listening);
    test::RawClient client(server.listener->port());
    const QByteArray host = "127.0.0.1:" + QByteArray::number(server.listener->port());
    client.send("GET / HTTP/1.1\r\nHost: " + host +
                "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n" +
                octets.first(early));
    QTRY_COMPARE(client.status(), QByteArray("101"));
    const QByteArray payload = test::readFrames(compressed("after the answer")).at(0).payload;
    client.send(octets.sliced(early) + rsv1Frame(Opcode::Text, payload));
    QTRY_VERIFY(!client.frames().empty() && client.frames().back().payload == "after the answer");
    QCOMPARE(allFindings(server.record), early > 0 ? QStringList{u"hs.early"_qs} : QStringList());
}

void TestCompression::echoOfFragments() // D12: fragments of one octet with control frames between
{
    ScriptedPeer peer;
    peer.extraResponseFields = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
    NetFixture net;
    net.settings.policy = Policy::Strict;
    net.settings.echo = true;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    const QByteArray payload = test::readFrames(compressed("a message in many pieces")).at(0).payload;
    QByteArray octets;
    for (qsizetype i = 0; i < payload.size(); ++i) {
        ws::FrameFields fields;
        fields.opcode = i == 0 ? Opcode::Text : Opcode::Continuation;
        fields.rsv = i == 0 ? 4 : 0;
        fields.fin = i + 1 == payload.size();
        ws::writeFrame(fields, byteView(payload.mid(i, 1)), octets);
        octets += test::frame(Opcode::Ping, QByteArray::number(i));
    }
    peer.send(octets);
    QTRY_COMPARE(test::readFrames(peer.received()).size(), std::size_t(payload.size() + 1));
    const std::vector<ReadFrame> frames = test::readFrames(peer.received());
    const auto echo = std::find_if(frames.begin(), frames.end(),
                                   [](const ReadFrame &f) { return f.header.opcode() == Opcode::Text; });
    QVERIFY(echo != frames.end());
    QCOMPARE(echo->payload, QByteArray("a message in many pieces"));
    QCOMPARE(allFindings(net), QStringList());
}

void TestCompression::corruptData_data()
{
    QTest::addColumn<QByteArray>("octets");
    QTest::addColumn<QString>("finding");
    QTest::addColumn<int>("code"); // of the close frame under Policy::Strict
    const auto frame = [](Opcode opcode, std::uint8_t rsv, const QByteArray &payload, bool fin = true) {
        ws::FrameFields fields;
        fields.opcode = opcode;
        fields.rsv = rsv;
        fields.fin = fin;
        QByteArray octets;
        ws::writeFrame(fields, byteView(payload), octets);
        return octets;
    };
    const auto close = [](ws::FindingId id) { return int(ws::info(id).closeCode); };
    using ws::FindingId;
    QTest::newRow("D01 garbage") << frame(Opcode::Text, 4, "\xFF\xFF\xFF\xFF") << u"deflate.data"_qs
                                 << close(FindingId::DeflateData);
    QTest::newRow("D05 RSV1 on a continuation")
        << frame(Opcode::Text, 4, {}, false) + frame(Opcode::Continuation, 4, QByteArray(1, '\0'))
        << u"deflate.rsv1.continuation"_qs << 1002;
    QTest::newRow("D06 RSV1 on a ping") << frame(Opcode::Ping, 4, "x") << u"frame.rsv1.control"_qs << 1002;
    QTest::newRow("D14 text that is none") << compressed("a\xFF") << u"msg.utf8"_qs << 1007;
}

void TestCompression::corruptData()
{
    QFETCH(QByteArray, octets);
    QFETCH(QString, finding);
    QFETCH(int, code);
    for (const Policy policy : {Policy::Observe, Policy::Strict}) {
        ScriptedPeer peer;
        peer.extraResponseFields = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
        NetFixture net;
        net.settings.policy = policy;
        const ConnectionId id = net.open(peer.url());
        QTRY_COMPARE(net.state(id), State::Open);
        peer.send(octets);
        QTRY_VERIFY(allFindings(net).contains(finding));
        if (policy == Policy::Observe) {
            QCOMPARE(net.state(id), State::Open);
            continue;
        }
        QTRY_VERIFY(!test::readFrames(peer.received()).empty());
        const ReadFrame close = test::readFrames(peer.received()).at(0);
        QCOMPARE(close.header.opcode(), Opcode::Close);
        QCOMPARE(close.payload, ws::closePayload(static_cast<std::uint16_t>(code), {}));
    }
}

QTEST_GUILESS_MAIN(TestCompression)
#include "tst_compression.moc"
