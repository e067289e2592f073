#include "core/timeline/rowpyramid.h"

#include "tests/core/capture/recording.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::test;
using namespace framescope::timeline;
using ws::Opcode;

class TestRowPyramid : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

    static RowSummary slowSum(const capture::Capture &capture, std::uint64_t from, std::uint64_t to)
    {
        RowSummary sum;
        for (; from < to; ++from)
            sum.add(capture.row(RowIndex(from)));
        return sum;
    }

private Q_SLOTS:
    void classes()
    {
        Recording r(m_dir.filePath(u"classes.pcapng"_qs));
        recordAll(r);
        RowPyramid pyramid(*r.capture);
        QVERIFY(pyramid.update());
        QCOMPARE(pyramid.rows(), r.capture->rowCount());
        const RowSummary all = pyramid.sum(0, pyramid.rows());
        QCOMPARE(all, slowSum(*r.capture, 0, pyramid.rows()));
        QCOMPARE(all.rows(), pyramid.rows());
        QVERIFY(all.errors > 0);
        const auto count = [&](Direction d, RowClass c) { return all.counts[std::size_t(d)][std::size_t(c)]; };
        QCOMPARE(count(Direction::Out, RowClass::Close), 1u);
        QCOMPARE(count(Direction::In, RowClass::PingPong), 3u);
        QCOMPARE(count(Direction::In, RowClass::Reserved), 1u);
        QVERIFY(count(Direction::Out, RowClass::Other) > 0);
        QVERIFY(all.largest[std::size_t(Direction::In)] >= 200'000u);
    }

    void anyStretch()
    {
        Recording r(m_dir.filePath(u"many.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        RowPyramid pyramid(*r.capture);
        std::uint32_t random = 7;
        const auto next = [&random] { return random = random * 1664525u + 1013904223u; };
        // In pieces, so that sums are taken up while they grow; 64 * 64 * 64 rows have a fourth level.
        QByteArray octets;
        for (int i = 0; i < 64 * 64 * 64 + 100; ++i) {
            const auto kind = next() >> 28;
            octets += frame(kind < 8    ? Opcode::Text
                            : kind < 12 ? Opcode::Binary
                                        : Opcode::Ping,
                            QByteArray(int(next() >> 26), 'x'), false);
            if (i % 997 == 0) {
                r.in(id, octets);
                octets.clear();
                if (i % 3 == 0)
                    pyramid.update(5000);
            }
        }
        r.in(id, octets);
        while (!pyramid.update(10'000)) {
        }
        const std::uint64_t rows = pyramid.rows();
        QCOMPARE(rows, r.capture->rowCount());
        for (int i = 0; i < 300; ++i) {
            std::uint64_t a = next() % (rows + 1), b = i % 2 ? a + next() % 9000 : next() % (rows + 1);
            if (a > b)
                std::swap(a, b);
            b = std::min(b, rows);
            if (pyramid.sum(a, b) != slowSum(*r.capture, a, b))
                QFAIL(qPrintable(u"%1 to %2"_qs.arg(a).arg(b)));
        }
        QCOMPARE(pyramid.sum(0, rows).rows(), rows);
        QCOMPARE(pyramid.sum(5, 5).rows(), 0u);

        const Timestamp some = r.capture->row(RowIndex(100'000)).time;
        const std::uint64_t at = pyramid.firstAt(some);
        QVERIFY(r.capture->row(RowIndex(at)).time == some && r.capture->row(RowIndex(at - 1)).time < some);
        QCOMPARE(pyramid.firstAt(Timestamp(0)), 0u);
        QCOMPARE(pyramid.firstAt(Timestamp(r.ns + 1)), rows);
    }
};

QTEST_GUILESS_MAIN(TestRowPyramid)
#include "tst_rowpyramid.moc"
