#include "ui/shell/workspace.h"

#include "core/capture/capturereader.h"
#include "tests/core/capture/rolling.h"
#include "tests/support/panecapture.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;

class TestWorkspace : public QObject
{
    Q_OBJECT

    /// The path of a closed capture with some rows.
    static QString recorded(const QTemporaryDir &folder, const QString &name)
    {
        tests::PaneCapture source;
        source.upgrade();
        source.receiveFrame({}, "hello");
        const QString path = folder.filePath(name);
        return capture::saveCopy(source.capture(), path) ? path : QString();
    }

private Q_SLOTS:
    void openedFileLoadsInTheBackground()
    {
        QTemporaryDir folder;
        capture::CaptureStore store(folder.filePath(QStringLiteral("store")));
        const QString path = recorded(folder, QStringLiteral("a.pcapng"));
        auto opened = Workspace::openFile(path, store, {});
        QVERIFY(opened.ok());
        QSignalSpy finished(opened->get(), &Workspace::loadFinished);
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(finished[0][0].toString(), QString());
        QVERIFY(!(*opened)->loading());
        QVERIFY(!(*opened)->isLive());
        QVERIFY(!(*opened)->hasUnsavedRows());
        QVERIFY((*opened)->session() == nullptr);
        QVERIFY((*opened)->capture().rowCount() >= 3);
        QCOMPARE((*opened)->filePath(), path);
    }

    /// Preferences chose another folder meanwhile.
    void removesFromTheFolderItWasMadeIn()
    {
        QTemporaryDir folder;
        capture::CaptureStore store(folder.filePath(QStringLiteral("store")));
        const SystemClock clock;
        auto live = Workspace::createLive(store, clock, {});
        QVERIFY(live.ok());
        const QString path = (*live)->capture().path();
        QVERIFY(QFileInfo::exists(path));
        store.setFolder(folder.filePath(QStringLiteral("mine")));
        live->reset();
        QVERIFY(!QFileInfo::exists(path));
        // A file that stands in the chosen folder is the user's.
        QVERIFY(QDir().mkpath(folder.filePath(QStringLiteral("mine"))));
        auto opened = Workspace::openFile(recorded(folder, QStringLiteral("mine/a.pcapng")), store, {});
        QVERIFY(opened.ok());
        QVERIFY(!(*opened)->isRecovered());
    }

    /// A crash left a recording in several files: one capture, which is saved as one file and then leaves the store.
    void manyFilesLeftByACrashAreOneCapture()
    {
        QTemporaryDir folder;
        capture::CaptureStore store(folder.filePath(QStringLiteral("store")));
        const SystemClock clock;
        const QString first = *store.newCapturePath(clock);
        std::uint64_t rows = 0;
        {
            test::Recording r(first);
            test::rollEachRead(r);
            const ConnectionId id = r.upgraded();
            for (int i = 0; i < 4; ++i)
                r.in(id, test::frame(ws::Opcode::Text, QByteArray::number(i), false));
            rows = r.capture->rowCount();
        }
        QVERIFY(store.filesOf(first).size() > 1);
        auto opened = Workspace::openFile(first, store, {});
        QVERIFY(opened.ok());
        QSignalSpy loaded(opened->get(), &Workspace::loadFinished);
        QTRY_COMPARE(loaded.count(), 1);
        QVERIFY((*opened)->isRecovered());
        QCOMPARE((*opened)->capture().rowCount(), rows);
        const QString target = folder.filePath(QStringLiteral("saved.pcapng"));
        QSignalSpy saved(opened->get(), &Workspace::saveFinished);
        (*opened)->saveAs(target);
        QTRY_COMPARE(saved.count(), 1);
        QCOMPARE(saved[0][1].toString(), QString());
        opened->reset();
        QVERIFY(store.filesOf(first).isEmpty());
        auto again = Workspace::openFile(target, store, {});
        QVERIFY(again.ok());
        QSignalSpy loadedAgain(again->get(), &Workspace::loadFinished);
        QTRY_COMPARE(loadedAgain.count(), 1);
        QCOMPARE((*again)->capture().rowCount(), rows);
    }

    /// Limits hold from the first message on, in a file and in a live capture.
    void limitsAreThereBeforeTheFirstMessage()
    {
        QTemporaryDir folder;
        capture::CaptureStore store(folder.filePath(QStringLiteral("store")));
        tests::PaneCapture source;
        source.upgradeWithDeflate();
        const QByteArray text(5000, 'x');
        source.receiveFrame({.rsv = 4}, tests::deflated(text));
        const RowIndex row = source.last();
        const QString path = folder.filePath(QStringLiteral("a.pcapng"));
        QVERIFY(capture::saveCopy(source.capture(), path));
        const ws::InflateLimits limits{1000, 0};
        auto opened = Workspace::openFile(path, store, limits);
        QVERIFY(opened.ok());
        QTRY_VERIFY(!(*opened)->loading());
        const capture::Inflated inflated = capture::CaptureReader((*opened)->capture()).inflated(row);
        QCOMPARE(inflated.state, capture::Inflated::State::Limited);
        QCOMPARE(inflated.size, 1000u);
        const SystemClock clock;
        const auto live = Workspace::createLive(store, clock, limits);
        QVERIFY(live.ok());
        QCOMPARE((*live)->capture().inflateLimits(), limits);
    }
    /// However many pieces a message has, the window hears of them a few times a second.
    void progressIsToldSeldom()
    {
        QTemporaryDir folder;
        capture::CaptureStore store(folder.filePath(QStringLiteral("store")));
        tests::PaneCapture source;
        source.upgradeWithDeflate();
        const QByteArray octets = tests::deflated(QByteArray(200'000, 'x'));
        for (qsizetype i = 0; i < octets.size(); ++i) {
            const bool first = i == 0;
            const bool last = i + 1 == octets.size();
            source.receiveFrame({.fin = last,
                                 .rsv = std::uint8_t(first ? 4 : 0),
                                 .opcode = first ? ws::Opcode::Text : ws::Opcode::Continuation},
                                octets.sliced(i, 1));
        }
        const RowIndex row = source.last();
        const QString path = folder.filePath(QStringLiteral("a.pcapng"));
        QVERIFY(capture::saveCopy(source.capture(), path));
        auto opened = Workspace::openFile(path, store, {1000, 0});
        QVERIFY(opened.ok());
        QTRY_VERIFY(!(*opened)->loading());
        QSignalSpy told(opened->get(), &Workspace::inflateProgress);
        QSignalSpy finished(opened->get(), &Workspace::inflateFinished);
        QElapsedTimer time;
        time.start();
        (*opened)->continueInflating(row);
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(finished[0][0].toString(), QString());
        QVERIFY(told.count() >= 1);
        QVERIFY2(told.count() <= 1 + time.elapsed() / 100, qPrintable(QString::number(told.count())));
        QCOMPARE(capture::CaptureReader((*opened)->capture()).inflated(row).size, 200'000u);
    }

    void whatIsNoCaptureIsRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("one byte") << QByteArray("\x0a");
        QTest::newRow("text") << QByteArray("this is no capture at all, it is a letter");
    }
    void whatIsNoCaptureIsRefused()
    {
        QFETCH(QByteArray, content);
        QTemporaryDir folder;
        capture::CaptureStore store(folder.filePath(QStringLiteral("store")));
        const QString path = folder.filePath(QStringLiteral("letter.txt"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        const auto opened = Workspace::openFile(path, store, {});
        QVERIFY(!opened.ok());
        QVERIFY2(opened.error().message.contains(QStringLiteral("letter.txt")), qPrintable(opened.error().message));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), content);
    }

    void saveFailureKeepsTheExistingFile()
    {
        QTemporaryDir folder;
        capture::CaptureStore store(folder.filePath(QStringLiteral("store")));
        auto opened = Workspace::openFile(recorded(folder, QStringLiteral("a.pcapng")), store, {});
        QVERIFY(opened.ok());
        QTRY_VERIFY(!(*opened)->loading());
        QSignalSpy saved(opened->get(), &Workspace::saveFinished);
        (*opened)->saveAs(folder.filePath(QStringLiteral("no such folder/b.pcapng")));
        QTRY_COMPARE(saved.count(), 1);
        QVERIFY(!saved[0][1].toString().isEmpty());
        QCOMPARE((*opened)->filePath(), folder.filePath(QStringLiteral("a.pcapng")));
    }

    void liveCaptureWithoutAFolderSaysWhy()
    {
        QTemporaryDir folder;
        const QString blocked = folder.filePath(QStringLiteral("file"));
        QFile file(blocked);
        QVERIFY(file.open(QIODevice::WriteOnly));
        capture::CaptureStore store(blocked + QStringLiteral("/captures"));
        const SystemClock clock;
        const auto made = Workspace::createLive(store, clock, {});
        QVERIFY(!made.ok());
        QVERIFY(made.error().message.contains(blocked));
    }

    void destroyedWhileLoadingAndSaving()
    {
        QTemporaryDir folder;
        capture::CaptureStore store(folder.filePath(QStringLiteral("store")));
        const QString path = recorded(folder, QStringLiteral("a.pcapng"));
        auto opened = Workspace::openFile(path, store, {});
        QVERIFY(opened.ok());
        (*opened)->saveAs(folder.filePath(QStringLiteral("b.pcapng")));
        opened->reset();
        QCoreApplication::processEvents();
        QVERIFY(QFileInfo::exists(path));
    }
};

QTEST_GUILESS_MAIN(TestWorkspace)
#include "tst_workspace.moc"
