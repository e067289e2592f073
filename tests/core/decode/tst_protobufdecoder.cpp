#include "core/decode/decoder.h"
#include "tests/support/decoding.h"

#include <QTest>

using namespace framescope;
using namespace framescope::tests;
using decode::Decoder;

class TestProtobufDecoder : public QObject
{
    Q_OBJECT
    const Decoder &m_protobuf = *decode::findDecoder(u"protobuf");

private Q_SLOTS:
    /// What protoc encodes.
    void recorded_data()
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<QJsonValue>("value");
        for (const Recorded &each : recordedPayloads(u"protobuf.jsonl"_qs))
            QTest::newRow(each.name.constData()) << each.octets << each.value;
    }
    void recorded()
    {
        QFETCH(const QByteArray, octets);
        QFETCH(const QJsonValue, value);
        const decode::DecodedTree tree = decoded(m_protobuf, octets);
        QCOMPARE(problemOf(tree), QByteArray());
        QCOMPARE(jsonOf(tree), value);
        QVERIFY(everyBeginningHolds(m_protobuf, octets));
        const decode::Channel channel;
        QCOMPARE(decode::detect({byteView(octets), channel}).decoder, &m_protobuf);
    }

    void tree()
    {
        QCOMPARE(printTree(decoded(m_protobuf, QByteArray::fromHex("089601"
                                                                   "120568656c6c6f"
                                                                   "1a0408061007"
                                                                   "25cdcc8c3f"
                                                                   "2900000000000000c0"
                                                                   "33580134"))),
                 QByteArray("= (message) 0+34\n"
                            ".1=150 (varint) 0+3 ; sint 75\n"
                            ".2=hello (string) 3+7\n"
                            ".3= (message) 10+6\n"
                            "..1=6 (varint) 12+2 ; sint 3\n"
                            "..2=7 (varint) 14+2 ; sint -4\n"
                            ".4=1066192077 (32-bit) 16+5 ; float 1.1\n"
                            ".5=13835058055282163712 (64-bit) 21+9 ; double -2, int -4611686018427387904\n"
                            ".6= (group) 30+4\n"
                            "..11=1 (varint) 31+2\n"));
        QCOMPARE(printTree(decoded(m_protobuf, QByteArray::fromHex("08ffffffffffffffffff01"))),
                 QByteArray("= (message) 0+11\n.1=18446744073709551615 (varint) 0+11 ; int -1, sint "
                            "-9223372036854775808\n"));
    }

    /// What ends another group than the one that is open is no message.
    void groupsOfOtherNumbers()
    {
        QCOMPARE(printTree(decoded(m_protobuf, QByteArray::fromHex("0a020b141005"))),
                 QByteArray("= (message) 0+6\n.1=0b14 (bytes) 0+4\n.2=5 (varint) 4+2 ; sint -3\n"));
    }

    /// Octets with a length may be a text, a message or neither.
    void guesses_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("empty") << QByteArray() << QByteArray("string");
        QTest::newRow("words") << QByteArray("two words") << QByteArray("string");
        QTest::newRow("accents") << QByteArray("Grüße") << QByteArray("string");
        QTest::newRow("lines") << QByteArray("one\ntwo\n") << QByteArray("string");
        QTest::newRow("short message") << QByteArray("\x08\x01") << QByteArray("message");
        QTest::newRow("message that looks like text")
            << QByteArray("\x0A\x20" + QByteArray(32, 'x')) << QByteArray("message");
        QTest::newRow("neither") << QByteArray("\xFF\x00\x17", 3) << QByteArray("bytes");
        QTest::newRow("C1 controls") << QByteArray("\xC2\x80") << QByteArray("bytes");
        QTest::newRow("long text, cut in a character by the window")
            << QByteArray("x") + QByteArray("ü").repeated(4000) << QByteArray("string");
    }
    void guesses()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const QByteArray, type);
        QByteArray octets("\x0A");
        for (qsizetype size = body.size(); true; size >>= 7) {
            octets += char(size > 127 ? 0x80 | (size & 0x7F) : size);
            if (size <= 127)
                break;
        }
        const decode::DecodedTree tree = decoded(m_protobuf, octets + body);
        QCOMPARE(problemOf(tree), QByteArray());
        QCOMPARE(QByteArray(tree.nodes()[1].type), type);
    }

    void liars_data()
    {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<QByteArray>("problem");
        const auto row = [](const char *hex, const char *problem) {
            QTest::newRow(hex) << QByteArray(hex) << QByteArray(problem);
        };
        row("00", "0: there is no field number 0");
        row("0801"
            "07",
            "2: there is no field number 0");
        row("0801"
            "0f",
            "2: there is no wire type 7");
        row("0801"
            "0e",
            "2: there is no wire type 6");
        row("80", "0: the message ends inside the tag of a field");
        row("08ff", "0: the message ends inside the number of field 1");
        row("09010203", "0: the message ends inside the number of field 1");
        row("0dff", "0: the message ends inside the number of field 1");
        row("0a05616263", "0: it announces 5 bytes, which are not all there");
        row("0affffffffffffffffff01", "0: it announces 18446744073709551615 bytes, which are not all there");
        row("0bff", "1: the message ends inside the tag of a field");
        row("0b", "1: the group of field 1 does not end");
        row("0c", "0: this ends a group of field 1, which is not open");
        row("0b14", "1: this ends a group of field 2, which is not open");
        row("08ffffffffffffffffffffff01", "0: a number of more than ten bytes");
    }
    void liars()
    {
        QFETCH(const QByteArray, hex);
        QFETCH(const QByteArray, problem);
        const QByteArray octets = QByteArray::fromHex(hex);
        QCOMPARE(problemOf(decoded(m_protobuf, octets)), problem);
        QVERIFY(everyBeginningHolds(m_protobuf, octets));
        const decode::Channel channel;
        QCOMPARE(m_protobuf.detect({byteView(octets), channel}), decode::confidence::none);
    }

    /// Groups that end in another order than they began: a message in one is found to be none only while it is read.
    void whatIsOpenHoldsWhatIsInIt()
    {
        QVERIFY(everyBeginningHolds(m_protobuf, QByteArray::fromHex("0b12040b131c0c0c")));
    }
    void deepNesting()
    {
        QByteArray octets("\x08\x01");
        while (octets.size() < 400'000) { // prepending would take the square of it
            QByteArray size;
            for (qsizetype left = octets.size(); true; left >>= 7) {
                size += char(left > 127 ? 0x80 | (left & 0x7F) : left);
                if (left <= 127)
                    break;
            }
            octets.prepend("\x12" + size);
            if (octets.size() > 3000)
                break;
        }
        QVERIFY(decoded(m_protobuf, octets).nodes().size() > 900);
        const decode::DecodedTree groups = decoded(m_protobuf, QByteArray("\x0B").repeated(100'000));
        QCOMPARE(groups.nodes().size(), 100'002u);
        QVERIFY(!decode::inOneLine(groups, 0, 100).isEmpty());
    }
    /// Octets with a length are looked through for a message only so deep: what lies deeper is octets, and those are told.
    void deepGroupsInWhatHasALength()
    {
        for (const int depth : {64, 65, 100}) {
            const QByteArray groups = QByteArray("\x0B").repeated(depth) + QByteArray("\x0C").repeated(depth);
            QByteArray size(1, char(groups.size() & 0x7F));
            if (groups.size() > 127)
                size = QByteArray(1, char(0x80 | (groups.size() & 0x7F))) + char(groups.size() >> 7);
            const QByteArray octets = '\x0A' + size + groups;
            const decode::DecodedTree tree = decoded(m_protobuf, octets);
            QCOMPARE(problemOf(tree), QByteArray());
            QCOMPARE(QByteArray(tree.nodes()[1].type), QByteArray(depth <= 64 ? "message" : "bytes"));
            QCOMPARE(tree.text(tree.nodes()[1].value).toString(),
                     depth <= 64 ? QString() : QString::fromLatin1(groups.toHex()).left(300));
            QVERIFY(everyBeginningHolds(m_protobuf, octets));
        }
    }
    void detection()
    {
        const decode::Channel none, told{u"protobuf"_qs, {}};
        const QByteArray one("\x08\x01"), text("\x0A\x05hello"), high("\xFA\xFF\xFF\xFF\x0F\x00", 6);
        QCOMPARE(m_protobuf.detect({byteView(one), none}), decode::confidence::possible - 5);
        QCOMPARE(m_protobuf.detect({byteView(one), told}), decode::confidence::told);
        QCOMPARE(m_protobuf.detect({byteView(one), none, true}), decode::confidence::none);
        QCOMPARE(m_protobuf.detect({byteView(text), none}), decode::confidence::likely - 5);
        QCOMPARE(m_protobuf.detect({byteView(high), none}), decode::confidence::none);
        QCOMPARE(m_protobuf.summary({byteView(text), none}, 80), u"Protobuf {1: \"hello\"}"_qs);
    }
};

QTEST_APPLESS_MAIN(TestProtobufDecoder)
#include "tst_protobufdecoder.moc"
