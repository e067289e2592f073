#include "core/filter/filterjob.h"

#include "tests/core/capture/recording.h"
#include "tests/support/bigcapture.h"

#include <QTemporaryDir>

#include <semaphore>

using namespace framescope;
using namespace framescope::filter;
using namespace framescope::test;

class TestFilterJob : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    BigCapture m_big;
    std::unique_ptr<capture::Capture> m_capture;

private Q_SLOTS:
    void initTestCase()
    {
        m_big.frames = 600'000; // several lanes, and more than one round of them
        m_big.payload = 48;
        const QString path = m_dir.filePath(u"big.pcapng"_qs);
        QVERIFY(m_big.write(path).ok());
        m_capture = reopened(path);
    }

    void finds_data()
    {
        QTest::addColumn<bool>("octets");
        QTest::addColumn<quint64>("from");
        QTest::addColumn<quint64>("to");
        QTest::newRow("header") << false << quint64(0) << quint64(600'002);
        QTest::newRow("octets") << true << quint64(0) << quint64(600'002);
        QTest::newRow("odd part") << false << quint64(300'001) << quint64(580'077);
        QTest::newRow("a few") << true << quint64(77) << quint64(5'000);
        QTest::newRow("none") << false << quint64(5) << quint64(5);
    }
    void finds()
    {
        QFETCH(bool, octets);
        QFETCH(quint64, from);
        QFETCH(quint64, to);
        const std::uint64_t every = octets ? m_big.wordEvery : m_big.binaryEvery;
        FilterJob job(*m_capture);
        RowBitmap rows;
        for (quint64 i = 0; i < from; ++i)
            rows.append(false);
        job.start(octets ? RowTest::carries(BigCapture::word) : RowTest::field(RowField::Opcode, 2), RowIndex(from),
                  RowIndex(to));
        FilterJob::Progress progress;
        QTRY_VERIFY(!(progress = job.collect(rows)).running());
        QCOMPARE(progress.failure, QString());
        QCOMPARE(progress.done, to - from);
        QCOMPARE(progress.total, to - from);
        QCOMPARE(rows.size(), std::uint64_t(to));
        std::uint64_t expected = 0;
        for (quint64 row = std::max<quint64>(from, 2); row < to; ++row)
            expected += (row - 2) % every == 0;
        QCOMPARE(rows.count(), expected);
        std::uint64_t wrong = 0;
        for (std::uint64_t k = 0; k < rows.count(); ++k)
            wrong += (rows.select(k).value() - 2) % every != 0;
        QCOMPARE(wrong, std::uint64_t(0));
        // It goes on with what came meanwhile.
        if (to == 5'000) {
            job.start(RowTest(), RowIndex(to), RowIndex(to + 10));
            QTRY_VERIFY(!job.collect(rows).running());
            QCOMPARE(rows.size(), std::uint64_t(to + 10));
        }
    }

    void tellsWhenThereIsNews()
    {
        std::binary_semaphore news(0);
        FilterJob job(*m_capture, [&] { news.release(); });
        RowBitmap rows;
        job.start(RowTest(), RowIndex(0), RowIndex(m_capture->rowCount()));
        FilterJob::Progress progress;
        progress.total = 1;
        while (progress.running()) {
            QVERIFY(news.try_acquire_for(std::chrono::seconds(60)));
            progress = job.collect(rows);
        }
        QCOMPARE(rows.count(), m_capture->rowCount());
    }

    void whatAnOldJobFindsIsNotSeen()
    {
        FilterJob job(*m_capture);
        for (int i = 0; i < 50; ++i) {
            job.start(RowTest::carries("."), RowIndex(0), RowIndex(m_capture->rowCount()));
            RowBitmap rows;
            if (i % 2 == 0)
                job.collect(rows);
            job.start(RowTest::field(RowField::Row, 10, 19), RowIndex(0), RowIndex(1000));
            rows.clear();
            QTRY_VERIFY(!job.collect(rows).running());
            QCOMPARE(rows.size(), std::uint64_t(1000));
            QCOMPARE(rows.count(), std::uint64_t(10));
        }
    }

    void cancelled()
    {
        FilterJob job(*m_capture);
        job.start(RowTest::carries("."), RowIndex(0), RowIndex(m_capture->rowCount()));
        job.cancel();
        RowBitmap rows;
        QVERIFY(!job.collect(rows).running());
        QCOMPARE(rows.size(), std::uint64_t(0));
    }

    void endsInTheMiddle()
    {
        for (int i = 0; i < 20; ++i) {
            FilterJob job(*m_capture);
            job.start(RowTest::carries("."), RowIndex(0), RowIndex(m_capture->rowCount()));
        }
    }

    void aFileThatCannotBeRead()
    {
        QFile file(m_capture->path());
        QVERIFY(file.resize(file.size() / 2));
        FilterJob job(*m_capture);
        RowBitmap rows;
        job.start(RowTest::carries("x"), RowIndex(0), RowIndex(m_capture->rowCount()));
        FilterJob::Progress progress;
        QTRY_VERIFY(!(progress = job.collect(rows)).running());
        QVERIFY2(progress.failure.contains(m_capture->path()), qPrintable(progress.failure));
    }
};

QTEST_GUILESS_MAIN(TestFilterJob)
#include "tst_filterjob.moc"
