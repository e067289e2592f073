#include "core/decode/decoder.h"
#include "tests/support/decoding.h"

#include <QTest>

using namespace framescope;
using namespace framescope::tests;
using decode::Decoder;

namespace
{
QByteArray fieldsOf(const decode::DecodedTree &tree)
{
    QByteArrayList all;
    for (const decode::NamedValue &each : tree.fields())
        all.append(QByteArray(each.name).mid(int(qstrlen("socketio."))) + '=' + each.value.toUtf8());
    return all.join(' ');
}
} // namespace

class TestSocketIoDecoder : public QObject
{
    Q_OBJECT
    const Decoder &m_socketIo = *decode::findDecoder(u"socketio");
    const decode::Channel m_channel{{}, u"/socket.io/?EIO=4&transport=websocket"_qs};

private Q_SLOTS:
    /// What socket.io and socket.io-client say to each other, in order.
    void recorded_data()
    {
        QTest::addColumn<QByteArray>("summary");
        QTest::addColumn<QByteArray>("fields");
        auto row = [n = 0](const char *summary, const char *fields) mutable {
            QTest::addRow("%02d %s", n++, summary) << QByteArray(summary) << QByteArray(fields);
        };
        row("open {sid: \"IKRM8vKLkp69_tolAAAA\", upgrades: [], pingInterval: 300, pingTimeout: 1000, maxPayload: "
            "1000000}",
            "type=open");
        row("connect", "type=connect namespace=/");
        row("connect {sid: \"R9K3Te9-Bs31QQ6MAAAA\"}", "type=connect namespace=/");
        row("event \"welcome\"", "type=event namespace=/ event=welcome");
        row("event \"chat\" #0 [\"hi \\\"you\\\"\"]", "type=event namespace=/ ack=0 event=chat");
        row("event \"chat\" [\"hi \\\"you\\\"\", {from: \"server\", at: 17}]", "type=event namespace=/ event=chat");
        row("ack #0 [\"ok\", [1, 2]]", "type=ack namespace=/ ack=0");
        row("binary event \"file\" #1 +1 [\"a.bin\", {_placeholder: true, num: 0}]",
            "type=binary event attachments=1 namespace=/ ack=1 event=file");
        row("attachment h'0001feff'", "type=attachment");
        row("binary ack #1 +1 [{name: \"a.bin\", octets: {_placeholder: true, num: 0}}]",
            "type=binary ack attachments=1 namespace=/ ack=1");
        row("attachment h'0001feff'", "type=attachment");
        for (int twice = 0; twice < 2; ++twice)
            row("connect /admin {token: \"wrong\"}", "type=connect namespace=/admin");
        for (int twice = 0; twice < 2; ++twice)
            row("connect error /admin {message: \"no such token\"}", "type=connect error namespace=/admin");
        row("connect /admin {token: \"letmein\"}", "type=connect namespace=/admin");
        row("connect /admin {sid: \"mz0gfpn--RMP17nyAAAD\"}", "type=connect namespace=/admin");
        row("event \"halt\" /admin [{now: true}]", "type=event namespace=/admin event=halt");
        row("ping", "type=ping");
        row("pong", "type=pong");
        row("disconnect /admin", "type=disconnect namespace=/admin");
        row("disconnect", "type=disconnect namespace=/");
    }
    void recorded()
    {
        QFETCH(const QByteArray, summary);
        QFETCH(const QByteArray, fields);
        const std::vector<Recorded> all = recordedPayloads(u"socketio.jsonl"_qs);
        QCOMPARE(all.size(), 22u);
        const auto number = std::size_t(QByteArray(QTest::currentDataTag()).left(2).toInt());
        const Recorded &packet = all[number];
        const decode::Payload payload{byteView(packet.octets), m_channel, packet.text};
        QCOMPARE(decode::detect(payload).decoder, &m_socketIo);
        QCOMPARE(m_socketIo.summary(payload, 300).toUtf8(), summary);
        const decode::DecodedTree tree = m_socketIo.decode(payload);
        QCOMPARE(problemOf(tree), QByteArray());
        QCOMPARE(fieldsOf(tree), fields);
        QVERIFY(everyBeginningHolds(m_socketIo, packet.octets, packet.text));
    }

    /// With socket.io-msgpack-parser each packet is a map.
    void packetsInMessagePack()
    {
        const QByteArray packet = QByteArray::fromHex("83a474797065"
                                                      "02"
                                                      "a464617461"
                                                      "91"
                                                      "a568656c6c6f"
                                                      "a36e7370"
                                                      "a12f");
        const decode::Payload payload{byteView(packet), m_channel};
        QCOMPARE(decode::detect(payload).decoder, decode::findDecoder(u"msgpack"));
        QCOMPARE(decode::summaryOf(payload, 300), u"MessagePack {type: 2, data: [\"hello\"], nsp: \"/\"}"_qs);
        const QByteArray attachment = QByteArray::fromHex("0001feff");
        QCOMPARE(decode::summaryOf({byteView(attachment), m_channel}, 300), u"attachment h'0001feff'"_qs);
    }

    void attachmentsOfProtocol3()
    {
        const decode::Channel old{{}, u"/socket.io/?EIO=3&transport=websocket"_qs};
        const QByteArray octets("\x04\x00\x01", 3);
        QVERIFY(m_socketIo.detect({byteView(octets), old, false}) == decode::confidence::none);
        QVERIFY(m_socketIo.detect({byteView(octets), m_channel, false}) != decode::confidence::none);
        QVERIFY(m_socketIo.detect({byteView(QByteArray("42[\"a\"]")), old, true}) != decode::confidence::none);
    }

    void tree()
    {
        const QByteArray packet("451-/admin,13[\"file\",{\"_placeholder\":true,\"num\":0}]");
        QCOMPARE(printTree(m_socketIo.decode({byteView(packet), m_channel, true})),
                 QByteArray("= (packet) 0+51\n"
                            ".engine.io=message (packet type) 0+1\n"
                            ".type=binary event (packet type) 1+1\n"
                            ".attachments=1 (number) 2+1\n"
                            ".namespace=/admin (text) 4+6\n"
                            ".ack=13 (number) 11+2\n"
                            ".data= (array) 13+38\n"
                            "..=file (string) 14+6\n"
                            "..= (object) 21+29 ; attachment 0 of those that follow\n"
                            "..._placeholder=true (boolean) 22+19\n"
                            "...num=0 (number) 42+7\n"));
    }

    void liars_data()
    {
        QTest::addColumn<QByteArray>("packet");
        QTest::addColumn<QByteArray>("problem");
        const auto row = [](const char *packet, const char *problem) {
            QTest::newRow(packet) << QByteArray(packet) << QByteArray(problem);
        };
        row("hello", "0: no Engine.IO packet begins so: it needs a digit from 0 to 6");
        row("7", "0: no Engine.IO packet begins so: it needs a digit from 0 to 6");
        row("4hello", "1: no Socket.IO packet begins so: it needs a digit from 0 to 6");
        row("42[\"chat\"", "9: the text ends inside an object or array");
        row("42[\"chat\",}", "10: no comma may stand before the closing bracket");
        row("42", "2: this packet needs a JSON array, and there is none");
        row("42{\"a\":1}", "2: this packet needs a JSON array, and there is none");
        row("42[]", "2: an event begins with its name, and there is none");
        row("42[null]", "2: an event begins with its name, and there is none");
        row("45[\"file\"]", "1: a binary packet must tell how many attachments follow, and a -");
        row("42/admin", "8: this packet needs a JSON array, and there is none");
        row("0{", "2: the text ends inside an object or array");
        row("4299999999999999999999999[\"a\"]", "25: something follows the value");
    }
    void liars()
    {
        QFETCH(const QByteArray, packet);
        QFETCH(const QByteArray, problem);
        QCOMPARE(problemOf(decoded(m_socketIo, packet, true)), problem);
        QVERIFY(everyBeginningHolds(m_socketIo, packet, true));
    }

    void engineAlone() // any text may follow the 4 there
    {
        const decode::Channel channel{{}, u"/engine.io/?EIO=4"_qs};
        const QByteArray message("4hello"), probe("2probe");
        QCOMPARE(problemOf(m_socketIo.decode({byteView(message), channel, true})), QByteArray());
        QCOMPARE(m_socketIo.summary({byteView(message), channel, true}, 80), u"message hello"_qs);
        QCOMPARE(m_socketIo.summary({byteView(probe), m_channel, true}, 80), u"ping probe"_qs);
    }
    void detection()
    {
        const decode::Channel none;
        const auto sure = [&](const QByteArray &text, const decode::Channel &channel, bool isText = true) {
            return m_socketIo.detect({byteView(text), channel, isText});
        };
        QCOMPARE(sure("42[\"chat\",1]", none), decode::confidence::strong);
        QCOMPARE(sure("430[]", none), decode::confidence::strong);
        QCOMPARE(sure("0{\"sid\":\"x\"}", none), decode::confidence::strong);
        QCOMPARE(sure("40{\"sid\":\"x\"}", none), decode::confidence::strong);
        QCOMPARE(sure("42", none), decode::confidence::none);
        QCOMPARE(sure("2", none), decode::confidence::none);
        QCOMPARE(sure("2", m_channel), decode::confidence::told);
        QCOMPARE(sure("hello", m_channel), decode::confidence::none);
        QCOMPARE(sure("\x01", m_channel, false), decode::confidence::place);
        QCOMPARE(sure("\x01", none, false), decode::confidence::none);
    }
    void cutByTheWindow()
    {
        const QByteArray begins("42[\"chat\",\"" + QByteArray(500, 'x'));
        QCOMPARE(m_socketIo.summary({byteView(begins), m_channel, true, false}, 10), u"event \"chat\" [\"xxxxxxxx"_qs);
        QCOMPARE(problemOf(m_socketIo.decode({byteView(begins), m_channel, true, false})), QByteArray());
        QVERIFY(m_socketIo.decode({byteView(begins), m_channel, true, false}).cut());
    }
};

QTEST_APPLESS_MAIN(TestSocketIoDecoder)
#include "tst_socketiodecoder.moc"
