#include "core/statistics/messagestatistics.h"

#include "tests/core/capture/recording.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::statistics;
using namespace framescope::test;
using ws::Opcode;

class TestMessageStatistics : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

private Q_SLOTS:
    void counts()
    {
        Recording r(m_dir.filePath(u"counts.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        for (int i = 0; i < 30; ++i) {
            const QByteArray number = QByteArray::number(i);
            r.out(id, frame(Opcode::Text, "{\"id\":" + number + ",\"method\":\"sum\"}", true));
            r.ns += i * 1'000'000;
            if (i % 3 != 0)
                r.in(id, frame(Opcode::Text, "{\"id\":" + number + ",\"result\":1}", false));
        }
        const auto &capture = *r.capture;
        auto &trips = exchange::RoundTrips::of(capture);
        QVERIFY(trips.readTo(RowIndex(capture.rowCount())));
        const std::uint32_t sum = trips.tag(RowIndex(2)).type();

        MessageStatistics all;
        all.add(capture, trips, RowIndex(0), RowIndex(20));
        all.add(capture, trips, RowIndex(20), RowIndex(capture.rowCount()));
        QCOMPARE(all.types[sum].messages[std::size_t(Direction::Out)], 30u);
        QCOMPARE(all.types[sum].messages[std::size_t(Direction::In)], 0u);
        QCOMPARE(all.types[sum].requests, 30u);
        QCOMPARE(all.types[sum].answered, 20u);
        QCOMPARE(all.types[sum].times.count(), 20u);
        QCOMPARE(all.types[sum].times.smallest(), 1'001'000u);
        QCOMPARE(all.types[sum].times.largest(), 29'001'000u);
        QCOMPARE(all.trips, 20u);
        QCOMPARE(all.slowest.size(), MessageStatistics::mostSlow);
        QCOMPARE(all.slowest.front().ns, 29'001'000u);
        QVERIFY(std::is_sorted(all.slowest.begin(), all.slowest.end(),
                               [](const auto &a, const auto &b) { return a.ns > b.ns; }));

        // Requests alone: they were answered, by rows that do not count.
        filter::RowBitmap sent;
        for (std::uint64_t i = 0; i < capture.rowCount(); ++i)
            sent.append(capture.row(RowIndex(i)).direction() == Direction::Out);
        MessageStatistics some;
        some.add(capture, trips, RowIndex(0), RowIndex(capture.rowCount()), &sent);
        QCOMPARE(some.types[sum].requests, 30u);
        QCOMPARE(some.types[sum].answered, 20u);
        QCOMPARE(some.trips, 0u);
    }
};

QTEST_GUILESS_MAIN(TestMessageStatistics)
#include "tst_messagestatistics.moc"
