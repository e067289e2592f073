#include "ui/shell/workspace.h"

#include "tests/support/panecapture.h"

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
        auto opened = Workspace::openFile(path, store);
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

    void whatIsNoCaptureIsRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("one octet") << QByteArray("\x0a");
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
        const auto opened = Workspace::openFile(path, store);
        QVERIFY(!opened.ok());
        QVERIFY2(opened.error().message.contains(QStringLiteral("letter.txt")), qPrintable(opened.error().message));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), content);
    }

    void saveFailureKeepsTheExistingFile()
    {
        QTemporaryDir folder;
        capture::CaptureStore store(folder.filePath(QStringLiteral("store")));
        auto opened = Workspace::openFile(recorded(folder, QStringLiteral("a.pcapng")), store);
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
        const auto made = Workspace::createLive(store, clock);
        QVERIFY(!made.ok());
        QVERIFY(made.error().message.contains(blocked));
    }

    void destroyedWhileLoadingAndSaving()
    {
        QTemporaryDir folder;
        capture::CaptureStore store(folder.filePath(QStringLiteral("store")));
        const QString path = recorded(folder, QStringLiteral("a.pcapng"));
        auto opened = Workspace::openFile(path, store);
        QVERIFY(opened.ok());
        (*opened)->saveAs(folder.filePath(QStringLiteral("b.pcapng")));
        opened->reset();
        QCoreApplication::processEvents();
        QVERIFY(QFileInfo::exists(path));
    }
};

QTEST_GUILESS_MAIN(TestWorkspace)
#include "tst_workspace.moc"
