#include "core/filter/language/filterparser.h"
#include "core/filter/language/questions.h"
#include "tests/core/filter/passing.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::filter;
using namespace framescope::test;
using Type = FilterToken::Type;

class TestDecodedQuestion : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<Recording> m_recording;

private Q_SLOTS:
    void initTestCase()
    {
        m_recording = std::make_unique<Recording>(m_dir.filePath(u"decoded.pcapng"_qs));
        Recording &r = *m_recording;
        const ConnectionId id = r.upgraded(); // 1, 2
        const auto in = [&](ws::Opcode opcode, const QByteArray &payload) { r.in(id, frame(opcode, payload, false)); };
        in(ws::Opcode::Text, "42[\"chat\",{\"n\":1}]");                      // 3
        in(ws::Opcode::Text, "42/admin,12[\"halt\",{\"n\":2}]");             // 4
        in(ws::Opcode::Text, "4312[\"ok\"]");                                // 5: no ack's answer has a name
        in(ws::Opcode::Text, "{\"n\":3,\"s\":\"x\"}");                       // 6
        in(ws::Opcode::Binary, QByteArray::fromHex("a2616e0461736178"));     // 7: CBOR {n: 4, s: "x"}
        in(ws::Opcode::Binary, QByteArray::fromHex("82a16e05a173a179"));     // 8: MessagePack {n: 5, s: "y"}
        in(ws::Opcode::Binary, QByteArray::fromHex("089601120568656c6c6f")); // 9: protobuf 1: 150, 2: "hello"
        in(ws::Opcode::Binary, QByteArray::fromHex("a1626174c11a514b67b0")); // 10: CBOR, a tag
        in(ws::Opcode::Text, "just words");                                  // 11
        in(ws::Opcode::Ping, QByteArray::fromHex("a1616e04"));               // 12: no message
        in(ws::Opcode::Binary, QByteArray::fromHex("c10000fe"));             // 13: nothing
        in(ws::Opcode::Binary, "\xA1\x61\x6E\x7A\x01\x20\x00\x00" + QByteArray(18 << 20, 'x')); // 14: too long
    }

    void filters_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QList<int>>("expected");
        const auto row = [](const char *filter, const QList<int> &expected) {
            QTest::newRow(filter) << QString::fromUtf8(filter) << expected;
        };
        row("decoder == socketio", {3, 4, 5});
        row("decoder == \"Socket.IO\"", {3, 4, 5});
        row("decoder in {cbor, MSGPACK}", {7, 8, 10, 14});
        row("decoder == json", {6});
        row("decoder == text", {11});
        row("decoder == protobuf", {9});
        row("decoder != text", {3, 4, 5, 6, 7, 8, 9, 10, 14});
        row("decoder", {3, 4, 5, 6, 7, 8, 9, 10, 11, 14});
        row("decoder matches \"^(cbor|json)$\"", {6, 7, 10, 14});
        row("decoder matches \"^(CBOR|Json)$\"", {6, 7, 10, 14});
        row("socketio.event == chat", {3});
        row("socketio.event != chat", {4});
        row("socketio.event", {3, 4});
        row("SocketIO.Event contains al", {4});
        row("socketio.ack == 12", {4, 5});
        row("socketio.ack > 11", {4, 5});
        row("socketio.namespace == \"/admin\"", {4});
        row("socketio.type == event", {3, 4});
        row("socketio.attachments", {});
        row("decoded.$.n == 3", {6});
        row("decoded.n in {3, 5}", {6, 8});
        row("decoded.n in {0x3..0x4}", {6, 7});
        row("decoded.n == 0x3", {6});
        row("decoded.$.s == \"x\"", {6, 7});
        row("decoded.$.n >= 4", {7, 8});
        row("decoded.$.n != 4", {6, 8});
        row("decoded.data[1].n == 2", {4});
        row("decoded.data[*].n < 3", {3, 4});
        row("decoded.$.at == 1363896240", {10});
        row("cbor.$.n == 4", {7});
        row("protobuf.$.1 == 150", {9});
        row("protobuf.2 matches \"^HELLO\"", {9});
        row("decoded.$.1 == 150", {9});
        row("cbor.$.s == 5", {});
    }
    void filters()
    {
        QFETCH(QString, filter);
        const ParsedFilter parsed = parseFilter(filter);
        QVERIFY2(!parsed.error, qPrintable(parsed.error ? parsed.error->what : QString()));
        QTEST(passing(*m_recording->capture, parsed.test), "expected");
    }

    /// RFC 8949 §3.2.3: a string in pieces is one string.
    void stringsInPieces()
    {
        Recording r(m_dir.filePath(u"pieces.pcapng"_qs));
        r.in(r.upgraded(), frame(ws::Opcode::Binary, QByteArray::fromHex("a1646e616d657f65416c696365ff"), false) +
                               frame(ws::Opcode::Binary, QByteArray::fromHex("a1646e616d657f62416c63696365ff"), false) +
                               frame(ws::Opcode::Binary, QByteArray::fromHex("a1646e616d655f41014102ff"), false));
        const auto rows = [&](const char *filter) {
            return passing(*r.capture, parseFilter(QString::fromLatin1(filter)).test);
        };
        QCOMPARE(rows("cbor.$.name == \"Alice\""), (QList<int>{3, 4}));
        QCOMPARE(rows("cbor.$.name matches \"^al.*e$\""), (QList<int>{3, 4}));
        QCOMPARE(rows("decoded.$.name contains cI"), QList<int>());
        QCOMPARE(rows("decoded.$.name == \"0102\""), QList<int>{5});
    }

    void undecided()
    {
        std::uint64_t undecided = 0;
        const Compared compared = decodedQuestion(u"cbor.$.n"_qs, Type::Equal, "nothing", true);
        QCOMPARE(passing(*m_recording->capture, *compared.test, &undecided), QList<int>());
        QCOMPARE(undecided, 1u); // the long one
    }

    void wrong_data()
    {
        QTest::addColumn<QString>("filter");
        for (const char *filter : {"decoder == nothing", "decoded.$ == 1", "decoded == 1", "cbor.$.a[x] == 1",
                                   "decoded.$.n < x", "socketio.event matches \"(\""})
            QTest::newRow(filter) << QString::fromLatin1(filter);
    }
    void wrong()
    {
        QFETCH(QString, filter);
        const ParsedFilter parsed = parseFilter(filter);
        QVERIFY(parsed.error);
        QVERIFY(!parsed.error->what.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestDecodedQuestion)
#include "tst_decodedquestion.moc"
