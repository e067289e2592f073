#include "ui/support/latestjob.h"

#include <QCoreApplication>
#include <QTest>

#include <atomic>
#include <semaphore>

using namespace framescope::ui;

class TestLatestJob : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showsOnThisThread()
    {
        LatestJob job;
        QVERIFY(!job.isRunning());
        int shown = 0;
        bool elsewhere = false;
        QThread *const here = QThread::currentThread();
        job.start([&](const std::stop_token &) -> LatestJob::Show {
            elsewhere = QThread::currentThread() != here;
            return [&] { shown = QThread::currentThread() == here ? 1 : 2; };
        });
        QVERIFY(job.isRunning());
        QTRY_COMPARE(shown, 1);
        QVERIFY(elsewhere);
        QVERIFY(!job.isRunning());
    }

    void onlyTheLatestCounts()
    {
        LatestJob job;
        std::atomic<int> begun{0};
        QList<int> shown;
        for (int i = 0; i < 200; ++i) {
            job.start([&, i](const std::stop_token &stop) -> LatestJob::Show {
                ++begun;
                while (i < 199 && i % 3 == 0 && !stop.stop_requested())
                    std::this_thread::yield();
                return [&, i] { shown.append(i); };
            });
            if (i % 7 == 0)
                QCoreApplication::processEvents();
        }
        QTRY_VERIFY(shown.contains(199));
        QVERIFY(!job.isRunning());
        QVERIFY(begun <= 200);
        for (const int each : std::as_const(shown)) // those that were the latest when they were shown
            QVERIFY(each == 199 || each % 3 != 0);
        QVERIFY(std::is_sorted(shown.begin(), shown.end()));
    }

    void aResultThatIsLateIsDropped()
    {
        LatestJob job;
        std::binary_semaphore done(0);
        bool shown = false;
        job.start([&](const std::stop_token &) -> LatestJob::Show { return [&] { shown = true; }; });
        job.start([&](const std::stop_token &) -> LatestJob::Show {
            done.release();
            return {};
        });
        done.acquire(); // the first has been posted, if it was not stopped before
        job.cancelAndWait();
        QCoreApplication::processEvents();
        QVERIFY(!shown);
    }

    void waitsUntilNothingIsUsed()
    {
        LatestJob job;
        std::binary_semaphore begun(0);
        std::atomic<bool> over{false};
        job.start([&](const std::stop_token &stop) -> LatestJob::Show {
            begun.release();
            while (!stop.stop_requested())
                std::this_thread::yield();
            over = true;
            return {};
        });
        begun.acquire();
        job.cancelAndWait();
        QVERIFY(over);
        QVERIFY(!job.isRunning());
        job.cancelAndWait(); // nothing to wait for
    }

    void goesWhileItRuns()
    {
        for (int i = 0; i < 20; ++i) {
            LatestJob job;
            job.start([](const std::stop_token &stop) -> LatestJob::Show {
                while (!stop.stop_requested())
                    std::this_thread::yield();
                return [] { qFatal("nobody is there"); };
            });
        }
        QCoreApplication::processEvents();
    }
};

QTEST_GUILESS_MAIN(TestLatestJob)
#include "tst_latestjob.moc"
