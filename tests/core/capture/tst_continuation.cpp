#include "core/capture/continuation.h"

#include "core/ws/mask.h"

#include <QTest>

using namespace framescope;
using namespace framescope::capture;

class TestContinuation : public QObject
{
    Q_OBJECT

    static Continuation sample()
    {
        Continuation places;
        places.pingsOpen = true;
        StreamPlace &out = places.of(Direction::Out);
        out.position = (std::uint64_t(1) << 40) + 3;
        out.partialSize = 3;
        out.phase = StreamPlace::Phase::Frames;
        out.state = {true, true, true};
        out.closeCode = 1001;
        StreamPlace &in = places.of(Direction::In);
        in.position = 500;
        in.rest = std::uint64_t(1) << 62;
        in.phase = StreamPlace::Phase::Raw;
        return places;
    }

private Q_SLOTS:
    void thereAndBack()
    {
        const QJsonObject details = continuedDetails(sample(), u"name.pcapng"_qs, true);
        QVERIFY(details.value(u"text"_qs).toString().contains(u"name.pcapng"_qs));
        const auto read = continuationOf(details);
        QVERIFY(read);
        QVERIFY(read->pingsOpen);
        const StreamPlace &out = read->of(Direction::Out);
        QCOMPARE(out.position, sample().of(Direction::Out).position);
        QCOMPARE(out.start(), std::uint64_t(1) << 40);
        QVERIFY(out.phase == StreamPlace::Phase::Frames);
        QVERIFY(out.state.messageOpen && out.state.closed && out.state.contextLost);
        QVERIFY(out.closeCode == std::uint16_t(1001));
        const StreamPlace &in = read->of(Direction::In);
        QCOMPARE(in.position, 500u);
        QCOMPARE(in.rest, std::uint64_t(1) << 62);
        QVERIFY(in.phase == StreamPlace::Phase::Raw);
        QVERIFY(!in.state.messageOpen && !in.closeCode);
    }

    void nonsenseIsNoPlace_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("negative position") << u"position"_qs << QJsonValue(-1);
        QTest::newRow("position beyond any") << u"position"_qs << QJsonValue(qint64(1) << 62);
        QTest::newRow("start after position") << u"start"_qs << QJsonValue(501);
        QTest::newRow("too long a header") << u"start"_qs << QJsonValue(485);
        QTest::newRow("negative rest") << u"rest"_qs << QJsonValue(-5);
        QTest::newRow("phase") << u"phase"_qs << QJsonValue(u"dream"_qs);
        QTest::newRow("text") << u"position"_qs << QJsonValue(u"500"_qs);
    }
    void nonsenseIsNoPlace()
    {
        QFETCH(QString, key);
        QFETCH(QJsonValue, value);
        QJsonObject details = continuedDetails(sample(), u"name"_qs, false);
        QJsonObject in = details.value(u"in"_qs).toObject();
        in[key] = value;
        details[u"in"_qs] = in;
        QVERIFY(!continuationOf(details));
        QVERIFY(!continuationOf({}));
    }

    void headerOfRest_data()
    {
        QTest::addColumn<quint64>("declared");
        QTest::addColumn<quint64>("rest");
        QTest::newRow("nothing came") << quint64(300) << quint64(300);
        QTest::newRow("7 bits") << quint64(300) << quint64(125);
        QTest::newRow("16 bits") << quint64(100'000) << quint64(126);
        QTest::newRow("64 bits") << (quint64(1) << 40) << (quint64(1) << 40) - 7;
    }
    void headerOfRest()
    {
        QFETCH(quint64, declared);
        QFETCH(quint64, rest);
        StreamPlace place;
        place.rest = rest;
        place.frame.first = 0xC2;
        place.frame.second = 0xFE;
        place.frame.key = {1, 2, 3, 4};
        place.frame.declared = declared;
        const QByteArray octets = capture::headerOfRest(place);
        const ws::FrameHeader header = ws::decodeHeader(reinterpret_cast<const std::uint8_t *>(octets.constData()));
        QCOMPARE(std::size_t(octets.size()), header.size());
        QCOMPARE(header.declared, rest);
        QCOMPARE(header.first, std::uint8_t(0x82));
        QVERIFY(header.lengthForm() == ws::FrameHeader::minimalForm(rest));
        // The same octets under either key.
        std::uint8_t whole[4] = {};
        std::uint8_t part[4] = {};
        ws::maskInPlace(whole, place.frame.key, declared - rest);
        ws::maskInPlace(part, header.key, 0);
        QVERIFY(std::equal(whole, whole + 4, part));
    }
};

QTEST_GUILESS_MAIN(TestContinuation)
#include "tst_continuation.moc"
