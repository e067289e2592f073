#include "core/capture/segmenttable.h"

#include <QTest>

using namespace framescope;
using namespace framescope::capture;

class TestSegmentTable : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void piecesOfTwoStreams()
    {
        SegmentTable table;
        SegmentTable::Stream a;
        SegmentTable::Stream b;
        constexpr std::uint64_t count = 1000;
        for (std::uint64_t i = 0; i < count; ++i) {
            QVERIFY(table.append(a, StreamOffset(10 * i), FileOffset(1000 * i), 10));
            QVERIFY(table.append(b, StreamOffset(7 * i), FileOffset(1000 * i + 500), 7));
        }
        QCOMPARE(a.count(), count);
        for (std::uint64_t offset = 0; offset < 10 * count; ++offset) {
            const auto found = table.find(a, StreamOffset(offset), 1, 5);
            QCOMPARE(found.size(), std::size_t(1));
            QCOMPARE(found[0].stream, offset / 10 * 10);
            QCOMPARE(found[0].file(), offset / 10 * 1000);
            QCOMPARE(found[0].size(), 10u);
        }
        QVERIFY(table.find(a, StreamOffset(10 * count), 1, 5).empty());
        const auto some = table.find(b, StreamOffset(13), 8, 100);
        QCOMPARE(some.size(), std::size_t(2));
        QCOMPARE(some[0].stream, 7u);
        QCOMPARE(some[1].stream, 14u);
        QCOMPARE(table.find(b, StreamOffset(0), std::uint64_t(-1), 100).size(), std::size_t(100));
        QVERIFY(table.find(b, StreamOffset(0), 0, 100).empty());
    }
    void missingOctetsAreNoPiece()
    {
        SegmentTable table;
        SegmentTable::Stream s;
        QVERIFY(table.append(s, StreamOffset(0), FileOffset(100), 5));
        QVERIFY(table.append(s, StreamOffset(50), FileOffset(200), 5));
        QCOMPARE(table.find(s, StreamOffset(5), 45, 9).size(), std::size_t(0));
        QCOMPARE(table.find(s, StreamOffset(5), 46, 9).front().stream, 50u);
    }
    void longPiecesAreCut()
    {
        SegmentTable table;
        SegmentTable::Stream s;
        QVERIFY(table.append(s, StreamOffset(3), FileOffset(1'000'000'000'000), 150'000));
        QCOMPARE(s.count(), 3u);
        const auto last = table.find(s, StreamOffset(150'002), 1, 9);
        QCOMPARE(last.size(), std::size_t(1));
        QCOMPARE(last[0].file() + (150'002 - last[0].stream), 1'000'000'149'999u);
    }
};

QTEST_GUILESS_MAIN(TestSegmentTable)
#include "tst_segmenttable.moc"
