#include "core/decode/decoder.h"
#include "tests/support/decoding.h"

#include <QTest>

using namespace framescope;
using namespace framescope::tests;
using decode::Decoder;

class TestCborDecoder : public QObject
{
    Q_OBJECT
    const Decoder &m_cbor = *decode::findDecoder(u"cbor");

private Q_SLOTS:
    /// RFC 8949 §3.4.5.1: a byte string that is an item.
    void embedded()
    {
        // {"a": 24(h'a1616201'), "c": 2}
        const QByteArray one = QByteArray::fromHex("a26161d81844a161620161"
                                                   "6302");
        const decode::DecodedTree tree = decoded(m_cbor, one);
        QCOMPARE(printTree(tree), QByteArray("= (map) 0+13\n"
                                             ".a=24 (tag) 1+9 ; embedded CBOR\n"
                                             "..=a1616201 (byte string) 5+5\n"
                                             "...= (map) 6+4\n"
                                             "....b=1 (unsigned) 7+3\n"
                                             ".c=2 (unsigned) 10+3\n"));
        QCOMPARE(decode::inOneLine(tree, 0, 80), u"{a: {b: 1}, c: 2}"_qs);
        QVERIFY(everyBeginningHolds(m_cbor, one));
        // In pieces it lies nowhere as a whole.
        QCOMPARE(printTree(decoded(m_cbor, QByteArray::fromHex("d8185f42a161426201ff"))),
                 QByteArray("=24 (tag) 0+10 ; embedded CBOR\n"
                            ".=a1616201 (byte string in pieces) 2+8\n"
                            "..=a161 (byte string) 3+3\n"
                            "..=6201 (byte string) 6+3\n"));
        QCOMPARE(printTree(decoded(m_cbor, QByteArray::fromHex("d81801"))),
                 QByteArray("=24 (tag) 0+3 ; embedded CBOR must be a byte string, and this is none\n"
                            ".=1 (unsigned) 2+1\n"));
        // Nor is it known to be one while more of it may come.
        QCOMPARE(printTree(decoded(m_cbor, QByteArray::fromHex("d8184501"), false, false)),
                 QByteArray("=24 (tag) 0+4 ; embedded CBOR\n.=01 (byte string) 2+2\n"));
    }

    void embeddedIsWrong_data()
    {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<QByteArray>("problem");
        QTest::addColumn<QByteArray>("line");
        const auto row = [](const char *name, const char *hex, const char *problem, const char *line = nullptr) {
            QTest::newRow(name) << "82d818" + QByteArray(hex) + "07" << QByteArray(problem)
                                << (line != nullptr ? QByteArray(line) : "[h'" + QByteArray(hex + 2) + "', 7]");
        };
        row("ends early", "428301", "6: the bytes end here, and 2 more items were announced");
        row("in the head of a value", "4119", "4: the bytes end inside the first bytes of a value");
        row("in a string", "426561", "4: it announces 5 bytes, which are not all there");
        row("no value", "421cff", "4: reserved additional information");
        row("not even a byte", "40", "4: a value in bytes is announced here, and there are none");
        row("a stray mark", "41ff", "4: a mark ends something here that has not begun");
        row("no end", "439f0102", "7: the bytes end here, without the mark that ends it");
        row("more behind it", "42010a", "5: bytes follow the value that these should be");
        row("deep inside", "4682d81841ff01", "8: a mark ends something here that has not begun", "[[h'ff', 1], 7]");
        row("around what is right", "4682d818410102", "", "[[1, 2], 7]");
        row("behind what is right", "4583d818410a", "9: the bytes end here, and 2 more items were announced");
    }
    void embeddedIsWrong()
    {
        QFETCH(const QByteArray, hex);
        const QByteArray octets = QByteArray::fromHex(hex);
        const decode::DecodedTree tree = decoded(m_cbor, octets);
        QTEST(problemOf(tree), "problem");
        QTEST(decode::inOneLine(tree, 0, 200).toUtf8(), "line");
        QVERIFY(everyBeginningHolds(m_cbor, octets));
        for (std::size_t most = 1; most < 12; ++most)
            QVERIFY(decoded(m_cbor, octets, false, true, {most, 10, {}}).nodes().size() <= most + 2);
        // What carries it is CBOR nevertheless.
        const QByteArray map =
            QByteArray::fromHex("a26161") + octets.mid(1, octets.size() - 2) + QByteArray::fromHex("616201");
        const decode::Channel channel;
        QCOMPARE(decode::detect({byteView(map), channel}).decoder, &m_cbor);
    }

    void embeddedDeeply()
    {
        QByteArray octets = QByteArray::fromHex("820102");
        for (int i = 0; i < 40; ++i)
            octets = QByteArray::fromHex("d81859") + char(octets.size() >> 8) + char(octets.size()) + octets;
        const decode::DecodedTree tree = decoded(m_cbor, octets);
        QCOMPARE(problemOf(tree), QByteArray());
        QCOMPARE(tree.nodes().size(), std::size_t(2 * 17));
        QCOMPARE(tree.nodes().back().kind, decode::NodeKind::Bytes);
        QVERIFY(everyBeginningHolds(m_cbor, octets));
    }

    /// What cbor2 and cbor-x encode.
    void recorded_data()
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<QJsonValue>("value");
        for (const Recorded &each : recordedPayloads(u"cbor.jsonl"_qs))
            QTest::newRow(each.name.constData()) << each.octets << each.value;
    }
    void recorded()
    {
        QFETCH(const QByteArray, octets);
        QFETCH(const QJsonValue, value);
        const decode::DecodedTree tree = decoded(m_cbor, octets);
        QCOMPARE(problemOf(tree), QByteArray());
        QCOMPARE(jsonOf(tree), value);
        QCOMPARE(tree.nodes()[0].count, quint32(octets.size()));
        QVERIFY(everyBeginningHolds(m_cbor, octets));
        const decode::Channel channel;
        const decode::Detected detected = decode::detect({byteView(octets), channel});
        QCOMPARE(detected.decoder, &m_cbor);
    }

    /// RFC 8949, Appendix A.
    void appendixA_data()
    {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<QByteArray>("line");
        const auto row = [](const char *hex, const char *line) {
            QTest::newRow(hex) << QByteArray(hex) << QByteArray(line);
        };
        row("00", "0");
        row("17", "23");
        row("1818", "24");
        row("1bffffffffffffffff", "18446744073709551615");
        row("20", "-1");
        row("3bffffffffffffffff", "-18446744073709551616");
        row("f90000", "0");
        row("f98000", "-0");
        row("f93c00", "1");
        row("fb3ff199999999999a", "1.1");
        row("f97bff", "65504");
        row("fa47c35000", "1e+05");
        row("fa7f7fffff", "3.4028235e+38");
        row("f90001", "5.960464477539063e-08");
        row("f90400", "6.103515625e-05");
        row("f9c400", "-4");
        row("f97c00", "inf");
        row("f97e00", "nan");
        row("f9fe00", "nan");
        row("fbfff8000000000000", "nan");
        row("faff800000", "-inf");
        row("f4", "false");
        row("f5", "true");
        row("f6", "null");
        row("f7", "undefined");
        row("f0", "simple(16)");
        row("f8ff", "simple(255)");
        row("4401020304", "h'01020304'");
        row("62c3bc", "\"ü\"");
        row("64f0908591", "\"𐅑\"");
        row("8301820203820405", "[1, [2, 3], [4, 5]]");
        row("a201020304", "{1: 2, 3: 4}");
        row("a26161016162820203", "{a: 1, b: [2, 3]}");
        row("5f42010243030405ff", "h'0102030405'");
        row("7f657374726561646d696e67ff", "\"streaming\"");
        row("7fff", "\"\"");
        row("a1646e616d657f65416c696365ff", "{name: \"Alice\"}");
        row("9fff", "[]");
        row("9f018202039f0405ffff", "[1, [2, 3], [4, 5]]");
        row("bf6346756ef563416d7421ff", "{Fun: true, Amt: -2}");
        row("c074323031332d30332d32315432303a30343a30305a", "\"2013-03-21T20:04:00Z\"");
        row("d82076687474703a2f2f7777772e6578616d706c652e636f6d", "\"http://www.example.com\"");
    }
    void appendixA()
    {
        QFETCH(const QByteArray, hex);
        QFETCH(const QByteArray, line);
        const QByteArray octets = QByteArray::fromHex(hex);
        const decode::DecodedTree tree = decoded(m_cbor, octets);
        QCOMPARE(problemOf(tree), QByteArray());
        QCOMPARE(decode::inOneLine(tree, 0, 200).toUtf8(), line);
        QVERIFY(everyBeginningHolds(m_cbor, octets));
    }

    void tree()
    {
        QCOMPARE(printTree(decoded(m_cbor, QByteArray::fromHex("a2616101820102c11a514b67b0"))),
                 QByteArray("= (map) 0+13\n"
                            ".a=1 (unsigned) 1+3\n"
                            ".= (pair) 4+9\n"
                            "..key= (array) 4+3\n"
                            "...=1 (unsigned) 5+1\n"
                            "...=2 (unsigned) 6+1\n"
                            "..value=1 (tag) 7+6 ; 2013-03-21T20:04:00Z\n"
                            "...=1363896240 (unsigned) 8+5\n"));
        QCOMPARE(printTree(decoded(m_cbor, QByteArray::fromHex("c249010000000000000000"))),
                 QByteArray("=2 (tag) 0+11 ; 0x010000000000000000\n"
                            ".=010000000000000000 (byte string) 1+10\n"));
    }

    /// RFC 8949 §3.2.3: the value is that of all pieces together.
    void stringsInPieces()
    {
        QCOMPARE(printTree(decoded(m_cbor, QByteArray::fromHex("7f657374726561646d696e67ff"))),
                 QByteArray("=streaming (text string in pieces) 0+13\n"
                            ".=strea (text string) 1+6\n"
                            ".=ming (text string) 7+5\n"));
        QCOMPARE(printTree(decoded(m_cbor, QByteArray::fromHex("d8255f4800112233445566774889abcdef01234567ff"))),
                 QByteArray("=37 (tag) 0+22 ; UUID 00112233-4455-6677-89ab-cdef01234567\n"
                            ".=0011223344556677"
                            "89abcdef01234567 (byte string in pieces) 2+20\n"
                            "..=0011223344556677 (byte string) 3+9\n"
                            "..=89abcdef01234567 (byte string) 12+9\n"));
        // As much as of a string in one piece; where it does not end, what is there.
        const QByteArray piece = "\x63"
                                 "\xC3\xBC"
                                 "a";
        for (const int pieces : {0, 1, 2, 3, 100}) {
            const decode::DecodedTree tree =
                decoded(m_cbor, '\x7F' + piece.repeated(pieces) + '\xFF', false, true, {1000, 4, {}});
            QCOMPARE(tree.text(tree.nodes()[0].value).toString(), u"üaüa"_qs.left(2 * pieces));
            QCOMPARE(tree.nodes()[0].cut, pieces > 2);
            QCOMPARE(tree.nodes()[0].kind, decode::NodeKind::String);
        }
        const decode::DecodedTree open = decoded(m_cbor, '\x7F' + piece + piece);
        QCOMPARE(open.text(open.nodes()[0].value).toString(), u"üaüa"_qs);
        QVERIFY(open.problem() != decode::DecodedNode::none);
    }

    /// What is no CBOR, and where it goes wrong.
    void liars_data()
    {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<QByteArray>("problem");
        const auto row = [](const char *hex, const char *problem) {
            QTest::newRow(hex) << QByteArray(hex) << QByteArray(problem);
        };
        row("1c", "0: reserved additional information");
        row("8301", "2: the bytes end here, and 2 more items were announced");
        row("bb7fffffffffffffff01", "10: the bytes end here, and 9223372036854775807 more items were announced");
        row("9bffffffffffffffff", "9: the bytes end here, and 18446744073709551615 more items were announced");
        row("7bffffffffffffffff6162", "0: it announces 18446744073709551615 bytes, which are not all there");
        row("a1616105ff", "4: a mark ends something here that has not begun");
        row("bf6161ff", "3: a mark ends something here that has not begun");
        row("9f01", "2: the bytes end here, without the mark that ends it");
        row("19ff", "0: the bytes end inside the first bytes of a value");
        row("5f6161ff", "1: a string in pieces has a piece that is no such string");
        row("7f7f6161ffff", "1: a string in pieces has a piece that is no such string");
        row("62c328", "1: this text is not UTF-8");
        row("f818", "0: a simple value below 32 must not take a second byte");
        row("df", "0: a number with indefinite length");
        row("ff", "0: a mark ends something here that has not begun");
    }
    void liars()
    {
        QFETCH(const QByteArray, hex);
        QFETCH(const QByteArray, problem);
        const QByteArray octets = QByteArray::fromHex(hex);
        QCOMPARE(problemOf(decoded(m_cbor, octets)), problem);
        QVERIFY(everyBeginningHolds(m_cbor, octets));
        const decode::Channel channel;
        QVERIFY(m_cbor.detect({byteView(octets), channel}) < decode::confidence::likely);
    }

    void deepNesting()
    {
        for (const char *level : {"\x81", "\xC1", "\x9F", "\xA1"}) {
            const decode::DecodedTree tree = decoded(m_cbor, QByteArray(level).repeated(100'000) + '\x01');
            QVERIFY(tree.nodes().size() > 50'000);
            QVERIFY(!decode::inOneLine(tree, 0, 100).isEmpty());
            QVERIFY(tree.problem() != decode::DecodedNode::none || level[0] == '\x81' || level[0] == '\xC1');
        }
    }
    void sequence() // RFC 8742
    {
        QCOMPARE(printTree(decoded(m_cbor, QByteArray::fromHex("0102"))),
                 QByteArray("=1 (unsigned) 0+1\n=2 (unsigned) 1+1\n"));
    }
    void detection()
    {
        const decode::Channel none, wamp{u"wamp.2.cbor"_qs, {}};
        const QByteArray number("\x01"), marked("\xD9\xD9\xF7\x01", 4), map("\xA1\x61\x61\x01");
        QCOMPARE(m_cbor.detect({byteView(number), none}), decode::confidence::none);
        QCOMPARE(m_cbor.detect({byteView(number), wamp}), decode::confidence::told);
        QCOMPARE(m_cbor.detect({byteView(marked), none}), decode::confidence::told);
        QCOMPARE(m_cbor.detect({byteView(map), none}), decode::confidence::strong);
        QCOMPARE(m_cbor.detect({byteView(map), none, true}), decode::confidence::none);
        QCOMPARE(m_cbor.summary({byteView(map), none}, 80), u"CBOR {a: 1}"_qs);
    }
};

QTEST_APPLESS_MAIN(TestCborDecoder)
#include "tst_cbordecoder.moc"
