#include "core/statistics/rowstatistics.h"

#include "tests/core/capture/recording.h"

#include <QTemporaryDir>

#include <set>

using namespace framescope;
using namespace framescope::statistics;
using namespace framescope::test;
using ws::Opcode;

class TestRowStatistics : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

    /// Counts row by row, with nothing of what is tested but its scales.
    static void compare(const capture::Capture &capture, const RowStatistics &told, bool (*counts)(std::uint64_t))
    {
        std::uint64_t rows = 0;
        std::map<std::pair<std::uint32_t, int>, Timestamp> last;
        std::array<std::array<Traffic, 16>, 2> byOpcode{};
        std::array<std::array<std::uint64_t, sizeBuckets>, 2> sizes{};
        std::array<std::array<std::uint64_t, durationBuckets>, 2> gaps{};
        std::map<std::uint32_t, std::array<Traffic, 2>> connections;
        std::map<std::uint32_t, std::uint64_t> connectionRows;
        std::map<std::size_t, std::uint64_t> findings;
        for (std::uint64_t i = 0; i < capture.rowCount(); ++i) {
            const capture::RowRecord &row = capture.row(RowIndex(i));
            const auto d = std::size_t(row.direction());
            const auto key = std::pair(row.connection().value(), int(row.direction()));
            const auto before = last.find(key);
            if (counts(i)) {
                ++rows;
                ++connectionRows[row.connection().value()];
                std::set<std::size_t> ids;
                for (const ws::Finding &finding : capture.findings(RowIndex(i)))
                    ids.insert(std::size_t(finding.id));
                for (const std::size_t id : ids)
                    ++findings[id];
                if (row.isFrame()) {
                    const Traffic one{1, row.incomplete() ? 0 : row.headerSize() + row.length()};
                    byOpcode[d][std::size_t(row.opcode())].add(one);
                    connections[row.connection().value()][d].add(one);
                    ++sizes[d][sizeBucket(row.length())];
                    if (before != last.end())
                        ++gaps[d][durationBucket(std::uint64_t(row.time.value() - before->second.value()))];
                }
            }
            if (row.isFrame())
                last[key] = row.time;
        }
        QCOMPARE(told.rows, rows);
        QVERIFY(told.byOpcode == byOpcode);
        QVERIFY(told.payloadSizes == sizes);
        for (std::size_t d = 0; d < 2; ++d)
            QVERIFY(told.gaps[d].counts == gaps[d]);
        for (std::size_t i = 0; i < told.connections.size(); ++i) {
            QVERIFY(told.connections[i].traffic == connections[std::uint32_t(i)]);
            QCOMPARE(told.connections[i].rows, connectionRows[std::uint32_t(i)]);
        }
        for (std::size_t i = 0; i < told.findings.size(); ++i)
            QCOMPARE(told.findings[i], findings[i]);
        Traffic overTime;
        for (const auto &bucket : told.overTime.buckets()) {
            overTime.add(bucket[0]);
            overTime.add(bucket[1]);
        }
        Traffic sum = told.traffic[0];
        sum.add(told.traffic[1]);
        QCOMPARE(overTime, sum);
    }

private Q_SLOTS:
    void everythingThatHappens()
    {
        Recording r(m_dir.filePath(u"all.pcapng"_qs));
        recordAll(r);
        const auto rows = std::size_t(r.capture->rowCount());
        RowStatistics all;
        all.add(*r.capture, RowIndex(0), rows);
        compare(*r.capture, all, [](std::uint64_t) { return true; });
        QVERIFY(all.traffic[0].frames > 0 && all.traffic[1].frames > 0 && all.rows > 20);
        QVERIFY(all.findings[std::size_t(ws::FindingId::MsgOrphan)] == 1);

        // Row by row is the same.
        RowStatistics pieces;
        for (std::size_t i = 0; i < rows; ++i)
            pieces.add(*r.capture, RowIndex(i), 1);
        compare(*r.capture, pieces, [](std::uint64_t) { return true; });

        // Of every third row.
        std::vector<std::uint64_t> words((rows + 63) / 64);
        for (std::size_t i = 0; i < rows; i += 3)
            words[i / 64] |= std::uint64_t(1) << (i % 64);
        RowStatistics some;
        some.add(*r.capture, RowIndex(0), rows, words.data());
        compare(*r.capture, some, [](std::uint64_t row) { return row % 3 == 0; });
    }

    void gapsAreOfAConnectionAndADirection()
    {
        Recording r(m_dir.filePath(u"gaps.pcapng"_qs));
        const ConnectionId a = r.upgraded(), b = r.upgraded();
        r.in(a, frame(Opcode::Text, "1", false));
        r.ns += 5'000'000;
        r.in(b, frame(Opcode::Text, "2", false));
        r.out(a, frame(Opcode::Text, "3", true));
        r.in(a, frame(Opcode::Text, "4", false));
        RowStatistics all;
        all.add(*r.capture, RowIndex(0), std::size_t(r.capture->rowCount()));
        const auto &in = all.gaps[std::size_t(Direction::In)];
        QCOMPARE(in.count, 1u);
        QCOMPARE(in.largest, 5'003'000u);
        QCOMPARE(in.largestRow.value() + 1, r.capture->rowCount());
        QCOMPARE(in.counts[durationBucket(5'003'000)], 1u);
        QCOMPARE(all.gaps[std::size_t(Direction::Out)].count, 0u);
    }
};

QTEST_GUILESS_MAIN(TestRowStatistics)
#include "tst_rowstatistics.moc"
