#include "core/statistics/statisticsjob.h"

#include "core/filter/language/filterparser.h"
#include "tests/core/capture/deflating.h"
#include "tests/support/smalldisk.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::statistics;
using namespace framescope::test;
using ws::Opcode;

class TestStatisticsJob : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

    static bool isDone(const StatisticsJob &job, std::uint64_t rows)
    {
        const auto snapshot = job.snapshot();
        return snapshot && snapshot->messagesDone == rows && snapshot->rowsDone == rows;
    }
    static std::uint64_t frames(const Snapshot &snapshot)
    {
        return snapshot.rows.traffic[0].frames + snapshot.rows.traffic[1].frames;
    }

private Q_SLOTS:
    void goesOnWithRows()
    {
        Recording r(m_dir.filePath(u"live.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        StatisticsJob job(*r.capture);
        QVERIFY(job.snapshot() == nullptr);
        job.start({});
        QTRY_VERIFY(isDone(job, 2));
        for (int i = 0; i < 20'000; ++i) {
            r.in(id, frame(i % 4 ? Opcode::Text : Opcode::Ping, "hello", false));
            if (i % 999 == 0)
                job.goOn();
        }
        job.goOn();
        QTRY_VERIFY(isDone(job, r.capture->rowCount()));
        const auto all = job.snapshot();
        QCOMPARE(frames(*all), 20'000u);
        QVERIFY(all->complete() && all->failure.isEmpty());
        std::uint64_t messages = 0;
        for (const auto &type : all->messages.types)
            messages += type.messages[0] + type.messages[1];
        QCOMPARE(messages, 20'000u);

        // Stopped it stays as it is.
        job.stop();
        r.in(id, frame(Opcode::Text, "more", false));
        job.goOn();
        QCOMPARE(frames(*job.snapshot()), 20'000u);
        job.resume();
        QTRY_VERIFY(isDone(job, r.capture->rowCount()));
        QCOMPARE(frames(*job.snapshot()), 20'001u);

        // Of some rows.
        job.start(filter::RowTest::field(filter::RowField::Opcode, std::uint64_t(Opcode::Ping)));
        QTRY_VERIFY(isDone(job, r.capture->rowCount()));
        QCOMPARE(frames(*job.snapshot()), 5000u);
        QCOMPARE(job.snapshot()->rows.rows, 5000u);
        QCOMPARE(frames(StatisticsJob::make(*r.capture, !filter::RowTest())), 0u);
        QCOMPARE(frames(StatisticsJob::make(*r.capture)), 20'001u);
    }

    void whatStaysUndecidedIsCounted()
    {
        Recording r(m_dir.filePath(u"undecided.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        for (int i = 0; i < 3; ++i)
            r.in(id, frame(Opcode::Text, QByteArray(5000, 'a') + '!', false));
        r.in(id, frame(Opcode::Text, "aa", false));
        const filter::RowTest test = filter::parseFilter(u"opcode == text and text matches \"^(a+)+$\"").test;
        const Snapshot made = StatisticsJob::make(*r.capture, test);
        QCOMPARE(made.undecided, 3u);
        QCOMPARE(frames(made), 1u);
        QCOMPARE(StatisticsJob::make(*r.capture).undecided, 0u);

        StatisticsJob job(*r.capture);
        job.start(test);
        QTRY_VERIFY(isDone(job, 6));
        QCOMPARE(job.snapshot()->undecided, 3u);
        r.in(id, frame(Opcode::Text, QByteArray(5000, 'a') + '!', false));
        job.goOn();
        QTRY_VERIFY(isDone(job, 7));
        QCOMPARE(job.snapshot()->undecided, 4u);
        // A new job begins at none.
        job.start(filter::RowTest::field(filter::RowField::Direction, 0));
        QTRY_VERIFY(isDone(job, 7));
        QCOMPARE(job.snapshot()->undecided, 0u);
    }

    /// Not even for the list of compressed messages: they are counted, and what comes behind them as well.
    void whatIsNotStoredIsCounted()
    {
#ifdef Q_OS_UNIX
        Recording r(m_dir.filePath(u"full.pcapng"_qs));
        const ConnectionId id = deflating(r, false);
        r.in(id, rawFrame(0x81, "plain"));
        {
            const SmallDisk disk(r.capture->fileSize() + 4000);
            r.in(id, rawFrame(0xC1, compressed("{\"type\":\"one\"}")));
        }
        r.in(id, rawFrame(0xC1, compressed("{\"type\":\"two\"}")) + rawFrame(0x81, "{\"id\":1,\"method\":\"sum\"}"));
        r.out(id, frame(Opcode::Text, "{\"id\":1,\"result\":3}", true));
        QVERIFY(!r.capture->inflateError().isEmpty());
        for (const auto &test :
             {std::optional<filter::RowTest>(), std::optional(filter::RowTest::field(filter::RowField::Opcode, 1)),
              std::optional(filter::parseFilter(u"text or not text").test)}) {
            const Snapshot made = StatisticsJob::make(*r.capture, test);
            QCOMPARE(made.failure, QString());
            QVERIFY(made.complete());
            QCOMPARE(made.messages.trips, 1u);
            std::uint64_t unread = 0;
            for (std::size_t i = 0; i < made.messages.types.size(); ++i) {
                if (made.types[i].protocol == exchange::Protocol::Unread)
                    unread += made.messages.types[i].messages[std::size_t(Direction::In)];
            }
            QCOMPARE(unread, 2u);
        }
#else
        QSKIP("file size limits are POSIX");
#endif
    }

    void manyStarts()
    {
        Recording r(m_dir.filePath(u"starts.pcapng"_qs));
        recordAll(r);
        StatisticsJob job(*r.capture);
        for (int i = 0; i < 200; ++i) {
            job.start(filter::RowTest::field(filter::RowField::Direction, std::uint64_t(i % 2)));
            if (i % 7 == 0)
                job.stop();
        }
        QTRY_VERIFY(isDone(job, r.capture->rowCount()));
        const auto snapshot = job.snapshot();
        QCOMPARE(snapshot->rows.traffic[0].frames, 0u); // the last asked for what came
        QVERIFY(snapshot->rows.traffic[1].frames > 0);
    }
};

QTEST_GUILESS_MAIN(TestStatisticsJob)
#include "tst_statisticsjob.moc"
