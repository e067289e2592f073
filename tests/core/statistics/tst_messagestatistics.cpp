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

    void batches()
    {
        Recording r(m_dir.filePath(u"batches.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        r.out(id,
              frame(Opcode::Text,
                    R"([{"id":1,"method":"sum"},{"id":2,"method":"sum"},{"jsonrpc":"2.0","method":"tick"}])", true));
        r.out(id, frame(Opcode::Text, R"({"id":3,"method":"sum"})", true));
        r.in(id, frame(Opcode::Text, R"([{"id":2,"result":1},{"id":1,"result":1}])", false));
        const auto &capture = *r.capture;
        auto &trips = exchange::RoundTrips::of(capture);
        QVERIFY(trips.readTo(RowIndex(capture.rowCount())));
        const auto types = trips.types();
        const auto counted = [&](const MessageStatistics &all) {
            QStringList lines;
            for (std::size_t i = 1; i < all.types.size(); ++i) {
                const auto &type = all.types[i];
                if (type.messages[0] + type.messages[1] > 0)
                    lines.append(u"%1: %2 sent, %3 received, %4 of %5 answered"_qs.arg(
                        QString::fromLatin1(types[i].name), QString::number(type.messages[std::size_t(Direction::Out)]),
                        QString::number(type.messages[std::size_t(Direction::In)]), QString::number(type.answered),
                        QString::number(type.requests)));
            }
            lines.sort();
            return lines;
        };
        const QStringList expected{
            u"batch: 1 sent, 1 received, 0 of 0 answered"_qs, u"result: 0 sent, 1 received, 0 of 0 answered"_qs,
            u"sum: 2 sent, 0 received, 2 of 3 answered"_qs, u"tick: 1 sent, 0 received, 0 of 0 answered"_qs};
        MessageStatistics all;
        for (std::uint64_t row = 0; row < capture.rowCount(); ++row) // as they come
            all.add(capture, trips, RowIndex(row), RowIndex(row + 1));
        QCOMPARE(counted(all), expected);
        QCOMPARE(all.trips, 2u);
        filter::RowBitmap none;
        for (std::uint64_t i = 0; i < capture.rowCount(); ++i)
            none.append(false);
        MessageStatistics nothing;
        nothing.add(capture, trips, RowIndex(0), RowIndex(capture.rowCount()), &none);
        QCOMPARE(counted(nothing), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestMessageStatistics)
#include "tst_messagestatistics.moc"
