#include "tests/support/preload/failwrites.h"
#include "tests/support/recordingserver.h"
#include "tests/support/windowfixture.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"
#include "ui/support/messagebar.h"

#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <cerrno>
#include <cstring>

using namespace framescope;
using namespace framescope::ui;

/// The whole window, when its file is not its own or takes no more.
class TestRecordingTrouble : public QObject
{
    Q_OBJECT

    static QString said(const MainWindow &window)
    {
        QStringList found;
        for (const QLabel *label : window.findChild<MessageBar *>()->findChildren<QLabel *>())
            found += label->text();
        return found.join(u'|');
    }

private Q_SLOTS:
    void cleanup() { test::failNoWrites(); }

    void whatAnotherProgramRecordsIsFollowed()
    {
        test::WindowFixture fixture;
        const QString path = fixture.folder.filePath(QStringLiteral("growing.pcapng"));
        auto made = capture::Capture::create(path);
        QVERIFY(made.ok());
        capture::Capture &writer = **made;
        const ConnectionId id = writer.reserveConnection();
        writer.beginConnection(id, {}, Timestamp(1));
        writer.append(id, Direction::Out, Timestamp(2), byteView("no head\r\n\r\n"));
        const auto window = fixture.makeWindow();
        QVERIFY(window);
        window->resize(1200, 800);
        window->show();
        window->openCapture(path);
        const auto *model = window->findChild<FrameListModel *>();
        const auto *list = window->findChild<FrameTableView *>(QStringLiteral("frameList"));
        QVERIFY(list->isFollowing());
        QTRY_VERIFY(model->rowCount() > 0);
        QTRY_VERIFY2(said(*window).contains(QStringLiteral("Another program is recording to growing.pcapng")),
                     qPrintable(said(*window)));
        QTRY_VERIFY(window->windowTitle().contains(QStringLiteral("recorded by another program")));
        for (int i = 0; i < 500; ++i)
            writer.append(id, Direction::Out, Timestamp(3 + i), byteView("more"));
        QTRY_COMPARE(model->rowCount(), int(writer.rowCount()));
        QVERIFY(list->isFollowing());
        QVERIFY(list->verticalScrollBar()->maximum() > 0);
        QTRY_COMPARE(list->verticalScrollBar()->value(), list->verticalScrollBar()->maximum());
        made->reset();
        QTRY_VERIFY2(said(*window).contains(QStringLiteral("has ended its recording")), qPrintable(said(*window)));
        QTRY_COMPARE(window->windowTitle(), QStringLiteral("growing.pcapng · Framescope"));
    }

    void aFullDiskIsToldAndCounted()
    {
        if (!test::canFailWrites)
            QSKIP("calls of the system are interposed on Linux only");
        test::WindowFixture fixture;
        const auto window = fixture.makeWindow();
        QVERIFY(window);
        window->resize(1400, 800);
        window->show();
        test::RecordingServer server;
        QTcpSocket *peer = nullptr;
        server.setGreeting(test::RecordingServer::frame(1, "kept"));
        server.setReact([&peer](QTcpSocket &socket, const QByteArray &) { peer = &socket; });
        net::ConnectionSettings settings;
        settings.url = server.url();
        window->connectTo(settings);
        const capture::Capture &capture = window->workspace().capture();
        QTRY_COMPARE(capture.totals(ConnectionId(0)).framesIn, 1u);
        window->workspace().session()->sendMessage(ConnectionId(0), ws::Opcode::Text, "hello");
        QTRY_VERIFY(peer != nullptr);
        QTRY_COMPARE(capture.totals(ConnectionId(0)).framesOut, 1u);
        const std::uint64_t rows = capture.rowCount();
        const auto *model = window->findChild<FrameListModel *>();
        QTRY_COMPARE(model->rowCount(), int(rows));
        auto *bar = window->findChild<MessageBar *>();
        QCOMPARE(bar->count(), 0);
        const auto *status = window->findChild<QLabel *>(QStringLiteral("statusUnstored"));
        QVERIFY(status->isHidden());

        test::failWrites({"/captures/", 10, ENOSPC});
        peer->write(test::RecordingServer::frame(1, "one") + test::RecordingServer::frame(2, QByteArray(995, 'x')));
        QTRY_VERIFY2(said(*window).contains(QStringLiteral("received 2 frames (1,004 bytes), sent 0 frames")),
                     qPrintable(said(*window)));
        const QString text = said(*window);
        QVERIFY2(text.contains(QStringLiteral("Recording has stopped")), qPrintable(text));
        QVERIFY2(text.contains(QString::fromLocal8Bit(std::strerror(ENOSPC))), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("Not stored from row %1 (").arg(rows + 1)), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("connection 1: received 2 frames")), qPrintable(text));
        QCOMPARE(bar->count(), 1);
        QTRY_VERIFY(!status->isHidden());
        QVERIFY2(status->text().contains(QStringLiteral("↓ 2 frames")), qPrintable(status->text()));

        // The connection is kept, and what goes on is counted in the same message.
        window->workspace().session()->sendMessage(ConnectionId(0), ws::Opcode::Text, "still there");
        QTRY_VERIFY(server.received().size() > 20);
        peer->write(test::RecordingServer::frame(1, "and on"));
        QTRY_VERIFY2(said(*window).contains(QStringLiteral("received 3 frames (1,012 bytes), sent 1 frame (17 bytes)")),
                     qPrintable(said(*window)));
        QCOMPARE(bar->count(), 1);
        QCOMPARE(window->workspace().session()->status(ConnectionId(0)).state, net::State::Open);
        QCOMPARE(model->rowCount(), int(rows));
        QCOMPARE(window->findChild<QPushButton *>(QStringLiteral("recordButton"))->accessibleName(),
                 QStringLiteral("Not recording"));

        // Its buttons do something; who closes it does not see it again, and the numbers stay in the status bar.
        QSignalSpy wanted(window.get(), &MainWindow::newWindowRequested);
        bar->findChild<QPushButton *>(QStringLiteral("messageAction1"))->click();
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(bar->count(), 1);
        bar->findChild<QToolButton *>(QStringLiteral("messageClose"))->click();
        peer->write(test::RecordingServer::frame(1, "more"));
        QTRY_VERIFY2(status->text().contains(QStringLiteral("↓ 4 frames")), qPrintable(status->text()));
        QCOMPARE(bar->count(), 0);
        test::failNoWrites();

        // What was recorded can be saved.
        const QString path = fixture.folder.filePath(QStringLiteral("saved.pcapng"));
        window->saveCaptureTo(path);
        QTRY_VERIFY(QFile::exists(path));
        auto saved = capture::Capture::open(path);
        QVERIFY(saved.ok());
        QVERIFY((*saved)->load());
        QCOMPARE((*saved)->rowCount(), rows);
    }
};

QTEST_MAIN(TestRecordingTrouble)
#include "tst_recordingtrouble.moc"
