#include "core/timeline/timepyramid.h"

#include "tests/core/capture/recording.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::test;
using namespace framescope::timeline;
using ws::Opcode;

/// Compared with the sum over all rows, which is slow and cannot be wrong.
class TestTimePyramid : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::uint32_t m_random = 7;
    std::uint32_t next() { return m_random = m_random * 1664525u + 1013904223u; }

    static RowSummary slowSum(const capture::Capture &capture, std::int64_t from, std::int64_t to,
                              std::optional<ConnectionId> only = {})
    {
        RowSummary sum;
        for (std::uint64_t row = 0; row < capture.rowCount(); ++row) {
            const capture::RowRecord &record = capture.row(RowIndex(row));
            const std::int64_t time = TimeBins::clamped(record.time);
            if (time >= from && time < to && (!only || record.connection() == *only))
                sum.add(record);
        }
        return sum;
    }

    /// Frames of several connections, in bursts and with silence between them.
    void record(Recording &r, int connections, int frames)
    {
        std::vector<ConnectionId> ids;
        for (int i = 0; i < connections; ++i)
            ids.push_back(r.upgraded());
        for (int i = 0; i < frames; ++i) {
            const auto kind = next() >> 28;
            const Opcode opcode = kind < 8 ? Opcode::Text : kind < 12 ? Opcode::Binary : Opcode::Ping;
            const ConnectionId id = ids[std::min(std::size_t(next() >> 20), ids.size() - 1) % ids.size()];
            const QByteArray payload(int(next() >> 27), 'x');
            if (next() >> 31)
                r.in(id, frame(opcode, payload, next() >> 25 == 0)); // masked: a violation
            else
                r.out(id, frame(opcode, payload, true));
            if (next() >> 26 == 0)
                r.ns += next();
        }
    }

    static void compareBins(const TimePyramid &pyramid, const capture::Capture &capture, std::int64_t from,
                            std::int64_t width, std::size_t count, bool exact)
    {
        TimeBins bins;
        bins.reset(from, width, count, pyramid.lanes());
        pyramid.fill(bins);
        std::uint64_t found = 0;
        for (std::size_t bin = 0; bin < count; ++bin) {
            RowSummary sum;
            for (std::size_t lane = 0; lane < bins.lanes; ++lane)
                sum.add(bins.at(lane, bin));
            found += sum.rows();
            const std::int64_t begin = from + std::int64_t(bin) * width;
            if (exact) {
                QCOMPARE(sum, slowSum(capture, begin, begin + width));
                for (std::uint64_t row = bins.rows[bin].first; row <= bins.rows[bin].last; ++row) {
                    if (row == bins.rows[bin].first || row == bins.rows[bin].last)
                        QCOMPARE(bins.binOf(capture.row(RowIndex(row)).time.value()), bin);
                }
            } else if (sum.rows() > 0) {
                // Nothing is further away than a bin.
                QVERIFY(slowSum(capture, begin - width, begin + 2 * width).rows() > 0);
            }
        }
        QCOMPARE(found, slowSum(capture, from, from + width * std::int64_t(count)).rows());
    }

private Q_SLOTS:
    void binsOfAnyWidth()
    {
        Recording r(m_dir.filePath(u"bins.pcapng"_qs));
        TimePyramid pyramid(*r.capture);
        QVERIFY(pyramid.isEmpty() && pyramid.update() && pyramid.isEmpty());
        record(r, 3, 11'000);
        while (!pyramid.update(5000)) {
        }
        QCOMPARE(pyramid.rows(), r.capture->rowCount());
        record(r, 1, 9000); // more than a node of the second level has, and one that is not whole
        QVERIFY(pyramid.update());
        QCOMPARE(pyramid.lanes(), std::size_t(4));
        QCOMPARE(pyramid.first(), r.capture->row(RowIndex(0)).time.value());
        QCOMPARE(pyramid.last(), r.capture->row(RowIndex(pyramid.rows() - 1)).time.value());
        const std::int64_t span = pyramid.last() - pyramid.first() + 1;
        compareBins(pyramid, *r.capture, pyramid.first(), span / 40 + 1, 40, false);
        compareBins(pyramid, *r.capture, pyramid.first() - span, span, 3, true);
        for (int i = 0; i < 8; ++i) {
            const std::int64_t from = pyramid.first() + std::int64_t(next()) * 3 % span;
            compareBins(pyramid, *r.capture, from, 2000 << i, 12, true);
        }
        for (int i = 0; i < 20; ++i) {
            const std::int64_t from = pyramid.first() + std::int64_t(next()) * 5 % span;
            const std::int64_t to = from + std::int64_t(next()) * (i + 1);
            QCOMPARE(pyramid.sum(from, to), slowSum(*r.capture, from, to));
        }
        QCOMPARE(pyramid.sum(pyramid.first(), pyramid.last()).rows(), pyramid.rows() - 1);
        QCOMPARE(pyramid.sum(5, 5).rows(), 0u);
    }

    void largestThatCame()
    {
        Recording r(m_dir.filePath(u"largest.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        r.in(id, frame(Opcode::Binary, QByteArray(5000, 'x'), false));
        r.in(id, QByteArray::fromHex("827f0004000000000000") + "abc"); // declares 2^50
        r.event(id, capture::EventKind::Finished);
        TimePyramid pyramid(*r.capture);
        QVERIFY(pyramid.update());
        QCOMPARE(pyramid.largest(), 5000u);
        QCOMPARE(pyramid.sum(pyramid.first(), pyramid.last() + 1).of(Direction::In).largest, 5000u);
    }

    void lanes()
    {
        Recording r(m_dir.filePath(u"lanes.pcapng"_qs));
        record(r, 9, 4000);
        TimePyramid all(*r.capture);
        QVERIFY(all.update());
        QVERIFY(all.hasSharedLane());
        QCOMPARE(all.lanes(), TimePyramid::ownLanes + 1);
        TimeBins bins;
        bins.reset(all.first(), all.last() - all.first() + 1, 1, all.lanes());
        all.fill(bins);
        RowSummary shared;
        for (std::uint32_t id = 0; id < 9; ++id) {
            const RowSummary sum = slowSum(*r.capture, bins.from, bins.end(), ConnectionId(id));
            if (id < TimePyramid::ownLanes) {
                QCOMPARE(all.connections()[id], ConnectionId(id));
                QCOMPARE(bins.at(id, 0), sum);
            } else {
                shared.add(sum);
            }
        }
        QCOMPARE(bins.at(TimePyramid::ownLanes, 0), shared);

        TimePyramid one(*r.capture, ConnectionId(7));
        QVERIFY(one.update());
        QCOMPARE(one.lanes(), std::size_t(1));
        QCOMPARE(one.sum(one.first(), one.last() + 1), slowSum(*r.capture, bins.from, bins.end(), ConnectionId(7)));
    }

    void nearestRows()
    {
        Recording r(m_dir.filePath(u"nearest.pcapng"_qs));
        record(r, 2, 10'000);
        TimePyramid pyramid(*r.capture);
        QVERIFY(!pyramid.nearest(0, {}));
        QVERIFY(pyramid.update());
        const std::int64_t span = pyramid.last() - pyramid.first();
        WantedRows wanted;
        for (int i = 0; i < 60; ++i) {
            const std::int64_t time = pyramid.first() + std::int64_t(next()) * 7 % span;
            wanted.lane = i % 3 == 0 ? std::optional<std::size_t>(i % 2) : std::nullopt;
            wanted.direction = i % 4 == 1 ? std::optional(Direction::Out) : std::nullopt;
            wanted.errors = i % 5 == 2;
            std::optional<RowIndex> before, after;
            for (std::uint64_t row = 0; row < r.capture->rowCount(); ++row) {
                const capture::RowRecord &record = r.capture->row(RowIndex(row));
                if ((wanted.lane && record.connection().value() != *wanted.lane) ||
                    (wanted.direction && record.direction() != *wanted.direction) ||
                    (wanted.errors && record.severity() != ws::Severity::Error))
                    continue;
                if (record.time.value() < time)
                    before = RowIndex(row);
                else if (!after)
                    after = RowIndex(row);
            }
            QCOMPARE(pyramid.before(time, wanted), before);
            QCOMPARE(pyramid.notBefore(time, wanted), after);
            const auto away = [&](RowIndex row) { return std::abs(r.capture->row(row).time.value() - time); };
            const auto nearest = pyramid.nearest(time, wanted);
            QCOMPARE(nearest.has_value(), before || after);
            if (!nearest)
                continue; // no sent frame breaks a rule
            QCOMPARE(away(*nearest), std::min(away(before.value_or(*nearest)), away(after.value_or(*nearest))));
        }
        QCOMPARE(pyramid.before(pyramid.first()), std::optional<RowIndex>());
        QCOMPARE(pyramid.notBefore(pyramid.last() + 1), std::optional<RowIndex>());
        wanted = WantedRows();
        wanted.lane = 17;
        QVERIFY(!pyramid.nearest(pyramid.first(), wanted));
    }

    /// Rows in no order, and times that no clock shows: everything is there, at a bounded cost.
    void times_data()
    {
        QTest::addColumn<qint64>("step");
        QTest::newRow("backwards") << qint64(-5'000'000);
        QTest::newRow("to the end of time") << std::numeric_limits<qint64>::max() / 3000;
    }
    void times()
    {
        QFETCH(qint64, step);
        Recording r(m_dir.filePath(u"times%1.pcapng"_qs.arg(step > 0)));
        const ConnectionId id = r.upgraded();
        for (int i = 0; i < 2500; ++i) {
            r.in(id, frame(Opcode::Text, "x", false));
            r.ns = std::int64_t(std::uint64_t(r.ns) + std::uint64_t(step)); // over the end it goes on at the beginning
        }
        TimePyramid pyramid(*r.capture);
        QVERIFY(pyramid.update());
        QVERIFY(pyramid.first() >= TimeBins::earliest && pyramid.last() <= TimeBins::latest);
        TimeBins bins;
        bins.reset(pyramid.first(), (pyramid.last() - pyramid.first()) / 50 + 1, 50, pyramid.lanes());
        pyramid.fill(bins);
        std::uint64_t found = 0;
        for (const RowSummary &sum : bins.sums)
            found += sum.rows();
        QCOMPARE(found, pyramid.rows());
        QVERIFY(pyramid.nearest(0, {}));
    }

    void stops()
    {
        Recording r(m_dir.filePath(u"stops.pcapng"_qs));
        record(r, 1, 100);
        TimePyramid pyramid(*r.capture);
        std::stop_source source;
        source.request_stop();
        QVERIFY(!pyramid.update(~std::uint64_t(0), source.get_token()));
        QCOMPARE(pyramid.rows(), 0u);
        QVERIFY(pyramid.update());
    }
};

QTEST_GUILESS_MAIN(TestTimePyramid)
#include "tst_timepyramid.moc"
