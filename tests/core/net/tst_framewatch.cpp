#include "core/net/framewatch.h"

#include "core/ws/closecode.h"
#include "tests/support/netfixture.h"

#include <QTest>

using namespace framescope;
using net::ArrivalWatch;
using net::SentWatch;
using test::frame;
using test::parsed;
using ws::Opcode;

class TestFrameWatch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void arrivalByOctet()
    {
        const QByteArray octets = frame(Opcode::Text, QByteArray(200, 'x'));
        ArrivalWatch watch;
        ws::FrameParser parser;
        QVERIFY(!watch.insideFrame());
        for (qsizetype i = 0; i < octets.size(); ++i) {
            watch.follow(parsed(octets.sliced(i, 1), parser));
            const bool last = i + 1 == octets.size();
            QCOMPARE(watch.insideFrame(), !last);
            if (last)
                break;
            QCOMPARE(watch.present(), std::uint64_t(i + 1));
            QCOMPARE(watch.needed(), std::uint64_t(i < 1 ? 2 : i < 3 ? 4 : octets.size()));
            QCOMPARE(watch.payloadDeclared(), std::uint64_t(i < 3 ? 0 : 200));
            QCOMPARE(watch.payloadPresent(), std::uint64_t(i < 3 ? 0 : i - 3));
        }
        watch.follow(parsed(frame(Opcode::Ping) + octets));
        QVERIFY(!watch.insideFrame());
    }
    void arrivalLost()
    {
        ArrivalWatch watch;
        watch.follow(parsed(QByteArray::fromHex("817f8000000000000001aabb")));
        QVERIFY(!watch.insideFrame());
    }
    void hugeLengthDoesNotOverflow()
    {
        ArrivalWatch watch;
        watch.follow(parsed(QByteArray::fromHex("827f7fffffffffffffff00")));
        QCOMPARE(watch.payloadDeclared(), (std::uint64_t(1) << 63) - 1);
        QVERIFY(watch.needed() > watch.payloadDeclared());
    }
    void sentClose_data()
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<int>("code"); ///< -1: none was sent
        const ws::MaskKey key{1, 2, 3, 4};
        QTest::newRow("none") << frame(Opcode::Text, "\x88\x00") << -1;
        QTest::newRow("masked") << frame(Opcode::Close, ws::closePayload(4000, "why"), true, key) << 4000;
        QTest::newRow("not masked") << frame(Opcode::Close, ws::closePayload(1001, {})) << 1001;
        QTest::newRow("empty") << frame(Opcode::Close, {}, true, key) << int(ws::closecode::noStatus);
        QTest::newRow("the first counts")
            << frame(Opcode::Close, ws::closePayload(1000, {})) + frame(Opcode::Close, ws::closePayload(1001, {}))
            << 1000;
        QTest::newRow("too long") << frame(Opcode::Close, ws::closePayload(1000, QByteArray(300, 'x'))) << 1000;
    }
    void sentClose()
    {
        QFETCH(QByteArray, octets);
        QFETCH(int, code);
        SentWatch whole;
        whole.feed(byteView(octets), Timestamp(0));
        SentWatch byOctet;
        for (qsizetype i = 0; i < octets.size(); ++i)
            byOctet.feed(byteView(QByteArrayView(octets).sliced(i, 1)), Timestamp(0));
        QCOMPARE(whole.closeCode() ? int(*whole.closeCode()) : -1, code);
        QCOMPARE(byOctet.closeCode(), whole.closeCode());
    }
    void compressedFrames()
    {
        ws::FrameFields fields;
        fields.rsv = 4;
        QByteArray compressed;
        ws::writeFrame(fields, byteView(QByteArray("x")), compressed);
        fields.opcode = Opcode::Ping;
        QByteArray control;
        ws::writeFrame(fields, {}, control);
        SentWatch watch;
        watch.feed(byteView(frame(Opcode::Text, "x") + control), Timestamp(0));
        QCOMPARE(watch.compressedFrames(), std::uint64_t(0));
        watch.feed(byteView(compressed + compressed), Timestamp(0));
        QCOMPARE(watch.compressedFrames(), std::uint64_t(2));
    }
    void roundTrips()
    {
        SentWatch watch;
        watch.feed(byteView(frame(Opcode::Ping, "a", true, ws::MaskKey{5, 6, 7, 8})), Timestamp(100));
        watch.feed(byteView(frame(Opcode::Ping, "b")), Timestamp(200));
        QVERIFY(!watch.roundTrip("c", Timestamp(300)));
        QCOMPARE(watch.roundTrip("b", Timestamp(300)), std::optional<std::int64_t>(100));
        // RFC 6455 §5.5.3: it stood for the older one too.
        QVERIFY(!watch.roundTrip("a", Timestamp(300)));
    }
    void pingsAreBounded()
    {
        SentWatch watch;
        for (int i = 0; i < 1000; ++i)
            watch.feed(byteView(frame(Opcode::Ping, QByteArray::number(i))), Timestamp(i));
        QVERIFY(!watch.roundTrip("0", Timestamp(2000)));
        QVERIFY(watch.roundTrip("999", Timestamp(2000)));
    }
};

QTEST_GUILESS_MAIN(TestFrameWatch)
#include "tst_framewatch.moc"
