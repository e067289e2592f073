#include "core/decode/decoder.h"
#include "tests/support/decoding.h"

#include <QTest>

using namespace framescope;
using namespace framescope::tests;
using decode::Decoder;

class TestMessagePackDecoder : public QObject
{
    Q_OBJECT
    const Decoder &m_pack = *decode::findDecoder(u"msgpack");

private Q_SLOTS:
    /// What msgpack of Python and @msgpack/msgpack encode.
    void recorded_data()
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<QJsonValue>("value");
        for (const Recorded &each : recordedPayloads(u"msgpack.jsonl"_qs))
            QTest::newRow(each.name.constData()) << each.octets << each.value;
    }
    void recorded()
    {
        QFETCH(const QByteArray, octets);
        QFETCH(const QJsonValue, value);
        const decode::DecodedTree tree = decoded(m_pack, octets);
        QCOMPARE(problemOf(tree), QByteArray());
        QCOMPARE(jsonOf(tree), value);
        QCOMPARE(tree.nodes()[0].count, quint32(octets.size()));
        QVERIFY(everyBeginningHolds(m_pack, octets));
        const decode::Channel channel;
        QCOMPARE(decode::detect({byteView(octets), channel}).decoder, &m_pack);
    }

    /// Every family of the specification.
    void values_data()
    {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<QByteArray>("line");
        const auto row = [](const char *hex, const char *line) {
            QTest::newRow(hex) << QByteArray(hex) << QByteArray(line);
        };
        row("7f", "127");
        row("e0", "-32");
        row("cc80", "128");
        row("cd0100", "256");
        row("ce00010000", "65536");
        row("cfffffffffffffffff", "18446744073709551615");
        row("d080", "-128");
        row("d18000", "-32768");
        row("d280000000", "-2147483648");
        row("d38000000000000000", "-9223372036854775808");
        row("ca3fc00000", "1.5");
        row("caffc00000", "nan");
        row("cb3ff199999999999a", "1.1");
        row("c0", "nil");
        row("c2", "false");
        row("c3", "true");
        row("a0", "\"\"");
        row("a161", "\"a\"");
        row("81a4efbbbf61a4efbbbf62", "{\uFEFFa: \"\uFEFFb\"}");
        row("d90161", "\"a\"");
        row("da000161", "\"a\"");
        row("db0000000161", "\"a\"");
        row("c401ff", "h'ff'");
        row("c50001ff", "h'ff'");
        row("c600000001ff", "h'ff'");
        row("920102", "[1, 2]");
        row("dc00020102", "[1, 2]");
        row("dd000000020102", "[1, 2]");
        row("81a16101", "{a: 1}");
        row("de0001a16101", "{a: 1}");
        row("df00000001a16101", "{a: 1}");
        row("d405aa", "h'aa'");
        row("d80500112233445566778899aabbccddeeff", "h'00112233445566778899aabbccddeeff'");
        row("c70305010203", "h'010203'");
        row("d6ff00000001", "1970-01-01T00:00:01Z");
        row("d7ff0000000400000001", "1970-01-01T00:00:01.000000001Z");
        row("c70cff000000010000000000000001", "1970-01-01T00:00:01.000000001Z");
    }
    void values()
    {
        QFETCH(const QByteArray, hex);
        QFETCH(const QByteArray, line);
        const QByteArray octets = QByteArray::fromHex(hex);
        const decode::DecodedTree tree = decoded(m_pack, octets);
        QCOMPARE(problemOf(tree), QByteArray());
        QCOMPARE(decode::inOneLine(tree, 0, 200).toUtf8(), line);
        QCOMPARE(tree.nodes()[0].count, quint32(octets.size()));
        QVERIFY(everyBeginningHolds(m_pack, octets));
    }

    void liars_data()
    {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<QByteArray>("problem");
        const auto row = [](const char *hex, const char *problem) {
            QTest::newRow(hex) << QByteArray(hex) << QByteArray(problem);
        };
        row("c1", "0: no MessagePack value begins so: C1 is never used");
        row("9301", "2: the bytes end here, and 2 more items were announced");
        row("ddffffffff", "5: the bytes end here, and 4294967295 more items were announced");
        row("81", "1: the bytes end here, and 2 more items were announced");
        row("81a161", "3: the bytes end here, and 1 more items were announced");
        row("dbffffffff61", "0: it announces 4294967295 bytes, which are not all there");
        row("c9ffffffff0100", "0: it announces 4294967295 bytes, which are not all there");
        row("81a2ff", "1: it announces 2 bytes, which are not all there");
        row("cdff", "0: the bytes end inside the first bytes of a value");
        row("d4", "0: the bytes end inside the first bytes of a value");
        row("a2c328", "1: this text is not UTF-8");
    }
    void liars()
    {
        QFETCH(const QByteArray, hex);
        QFETCH(const QByteArray, problem);
        const QByteArray octets = QByteArray::fromHex(hex);
        QCOMPARE(problemOf(decoded(m_pack, octets)), problem);
        QVERIFY(everyBeginningHolds(m_pack, octets));
    }

    /// A timestamp of an impossible size or time stays what it is: an extension.
    void strangeTimestamps()
    {
        QCOMPARE(printTree(decoded(m_pack, QByteArray::fromHex("d4ff00"))), QByteArray("=00 (ext) 0+3 ; type -1\n"));
        QCOMPARE(printTree(decoded(m_pack, QByteArray::fromHex("c70cff00000000ffffffffffffff00"))),
                 QByteArray("=1969-12-31T23:55:44Z (timestamp) 0+15 ; type -1\n"));
        QCOMPARE(printTree(decoded(m_pack, QByteArray::fromHex("c70cff000000007fffffffffffffff"))),
                 QByteArray("=000000007fffffffffffffff (ext) 0+15 ; type -1\n"));
    }
    void deepNesting()
    {
        const decode::DecodedTree tree = decoded(m_pack, QByteArray("\x91").repeated(100'000) + '\x01');
        QCOMPARE(tree.nodes().size(), 100'001u);
        QVERIFY(!decode::inOneLine(tree, 0, 100).isEmpty());
    }
    void detection()
    {
        const decode::Channel none, told{u"wamp.2.msgpack"_qs, {}};
        const QByteArray number("\x01"), map("\x81\xA1\x61\x01"), text("{\"a\": 1}");
        QCOMPARE(m_pack.detect({byteView(number), none}), decode::confidence::none);
        QCOMPARE(m_pack.detect({byteView(number), told}), decode::confidence::told);
        QCOMPARE(m_pack.detect({byteView(map), none}), decode::confidence::strong);
        QCOMPARE(m_pack.detect({byteView(text), none}), decode::confidence::none);
        QCOMPARE(m_pack.summary({byteView(map), none}, 80), u"MessagePack {a: 1}"_qs);
    }
};

QTEST_APPLESS_MAIN(TestMessagePackDecoder)
#include "tst_messagepackdecoder.moc"
