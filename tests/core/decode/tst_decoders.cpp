#include "core/decode/decoder.h"
#include "tests/support/decoding.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>

using namespace framescope;
using namespace framescope::tests;
using decode::Decoder;

class TestDecoders : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyDecoder_data()
    {
        QTest::addColumn<const Decoder *>("decoder");
        for (const Decoder *each : decode::decoders())
            QTest::newRow(each->id()) << each;
    }
    void everyDecoder()
    {
        QFETCH(const Decoder *, decoder);
        const QString id = QString::fromLatin1(decoder->id());
        QCOMPARE(id, id.toLower());
        QVERIFY(!id.isEmpty() && !id.contains(u' ') && !id.contains(u'.'));
        QCOMPARE(decode::findDecoder(id.toUpper()), decoder);
        for (const decode::DecoderField &field : decoder->fields()) {
            QVERIFY(QString::fromLatin1(field.name).startsWith(id + u'.'));
            QVERIFY(!QString::fromUtf8(field.meaning).endsWith(u'.'));
            QVERIFY(QString::fromUtf8(field.example).contains(QString::fromLatin1(field.name)));
        }
        QVERIFY(decoded(*decoder, {}).nodes().empty());
        QRandomGenerator random(17);
        for (int i = 0; i < 300; ++i) {
            QByteArray octets(random.bounded(40), Qt::Uninitialized);
            for (char &c : octets)
                c = char(random.bounded(256));
            QVERIFY(everyBeginningHolds(*decoder, octets, i % 2 == 0));
        }
    }
    void idsAreUnique()
    {
        QSet<QString> ids;
        for (const Decoder *each : decode::decoders())
            ids.insert(QString::fromLatin1(each->id()));
        QCOMPARE(std::size_t(ids.size()), decode::decoders().size());
        QCOMPARE(decode::findDecoder(u"nothing"), nullptr);
        QCOMPARE(decode::findDecoder(u""), nullptr);
    }
    void nothingIsRecognised()
    {
        const decode::Channel none;
        const QByteArray noise = QByteArray::fromHex("c10000fe");
        QCOMPARE(decode::detect({byteView(noise), none}).decoder, nullptr);
        QCOMPARE(decode::detect({ByteView(), none, true}).decoder, nullptr);
    }
    /// The surest wins: what the URL says over what the octets look like.
    void surest()
    {
        const decode::Channel none, socketIo{{}, u"/socket.io/?EIO=4&transport=websocket"_qs};
        const QByteArray map("\xA1\x61\x61\x01");
        QCOMPARE(QByteArray(decode::detect({byteView(map), none}).decoder->id()), QByteArray("cbor"));
        const QByteArray event("42[\"a\",1]"), object("{\"a\":1}");
        QCOMPARE(QByteArray(decode::detect({byteView(event), socketIo, true}).decoder->id()), QByteArray("socketio"));
        QCOMPARE(QByteArray(decode::detect({byteView(object), socketIo, true}).decoder->id()), QByteArray("json"));
        const QByteArray text("just words");
        QCOMPARE(QByteArray(decode::detect({byteView(text), none, true}).decoder->id()), QByteArray("text"));
    }
    void summaries()
    {
        const decode::Channel none, json{u"json"_qs, {}};
        const QByteArray event("42[\"a\",1]"), map("\xA1\x61\x61\x01"), number("\x08\x01"), text("{\"a\": 1}");
        const auto of = [](const QByteArray &octets, const decode::Channel &channel, bool isText,
                           const char *chosen = "") {
            return decode::summaryOf({byteView(octets), channel, isText}, 80,
                                     decode::findDecoder(QString::fromLatin1(chosen)));
        };
        QCOMPARE(of(event, none, true), u"event \"a\" [1]"_qs);
        QCOMPARE(of(event, json, true), QString()); // so the subprotocol says
        QCOMPARE(of(event, json, true, "socketio"), u"event \"a\" [1]"_qs);
        QCOMPARE(of(event, none, true, "text"), QString());
        QCOMPARE(of(map, none, false), u"CBOR {a: 1}"_qs);
        // What is not read for the line is no problem.
        const QByteArray ones = QByteArray::fromHex("81a161dc0050") + QByteArray(80, 1);
        QCOMPARE(decode::summaryOf({byteView(ones), none}, 300),
                 u"MessagePack {a: ["_qs + u"1, "_qs.repeated(62) + u"…]}"_qs);
        QCOMPARE(of(text, none, true), QString());
        QCOMPARE(of(number, none, false), QString()); // might be anything
        QCOMPARE(of(number, none, false, "protobuf"), u"Protobuf {1: 1}"_qs);
        QCOMPARE(of({}, none, true, "socketio"), QString());
    }
    /// 100 MB end at the limit of nodes, or at the stop that is asked for.
    void largePayloads_data()
    {
        QTest::addColumn<bool>("stopped");
        QTest::newRow("to the limit") << false;
        QTest::newRow("stopped") << true;
    }
    void largePayloads()
    {
        QFETCH(const bool, stopped);
        std::stop_source stop;
        if (stopped)
            stop.request_stop();
        const QByteArray octets(100'000'000, '\x01');
        for (const char *id : {"cbor", "msgpack"}) {
            const decode::DecodedTree tree = decoded(*decode::findDecoder(QString::fromLatin1(id)), octets, false, true,
                                                     {20'000, 300, stop.get_token()});
            QVERIFY(tree.limited());
            QCOMPARE(tree.nodes().size(), stopped ? 1024u : 20'001u);
        }
    }
};

QTEST_APPLESS_MAIN(TestDecoders)
#include "tst_decoders.moc"
