#include "ui/shell/mainwindow.h"

#include "core/capture/capturereader.h"
#include "core/craft/framespec.h"
#include "core/io/rowjson.h"
#include "tests/core/capture/recording.h"
#include "tests/support/windowfixture.h"
#include "ui/compose/composer.h"
#include "ui/connect/connectionbar.h"
#include "ui/connect/optionsdialog.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"
#include "ui/shell/detailspane.h"
#include "ui/shell/sidepane.h"
#include "ui/shell/statusline.h"
#include "ui/support/language.h"
#include "ui/support/messagebar.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTabBar>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QToolButton>

using namespace framescope;
using namespace framescope::ui;

class TestMainWindow : public QObject
{
    Q_OBJECT

    struct Open {
        test::WindowFixture fixture;
        std::unique_ptr<MainWindow> window = fixture.makeWindow();

        const capture::Capture &capture() const { return window->workspace().capture(); }
        FrameListModel *model() const { return window->findChild<FrameListModel *>(); }
        FrameTableView *list() const { return window->findChild<FrameTableView *>(QStringLiteral("frameList")); }
        MessageBar *messages() const { return window->findChild<MessageBar *>(); }
        QTabBar *detailsTabs() const { return window->findChild<QTabBar *>(QStringLiteral("detailsTabs")); }
        template <typename T> T *child(const char *name) const { return window->findChild<T *>(QLatin1String(name)); }
        void show() const
        {
            window->resize(1440, 900);
            window->show();
            QVERIFY(QTest::qWaitForWindowExposed(window.get()));
        }
        /// The first row shown from `from` on that `is` so, or -1.
        int firstRow(const std::function<bool(const capture::RowRecord &)> &is, int from = 0) const
        {
            for (int row = from; row < model()->rowCount(); ++row) {
                if (is(capture().row(model()->rowIndexAt(row))))
                    return row;
            }
            return -1;
        }
        QStringList rows() const
        {
            QStringList lines;
            capture::CaptureReader reader(capture());
            for (std::uint64_t row = 0; row < capture().rowCount(); ++row)
                lines += QString::fromUtf8(io::rowJson(capture(), reader, RowIndex(row)));
            return lines;
        }
    };

private Q_SLOTS:
    void nextFindingIsLookedForOnAThreadOfItsOwn()
    {
        Open open;
        open.show();
        const QString path = open.fixture.folder.filePath(QStringLiteral("many.pcapng"));
        {
            test::Recording r(path);
            const ConnectionId a = r.upgraded();
            const ConnectionId b = r.upgraded();
            const QByteArray good = test::frame(ws::Opcode::Text, "good", false).repeated(100'000);
            const QByteArray bad = test::frame(ws::Opcode(3), "bad", false);
            r.in(a, good + bad);
            r.in(b, good + bad);
            r.in(a, good);
        }
        open.window->openCapture(path);
        QTRY_COMPARE(open.model()->rowCount(), 300'006);
        constexpr RowIndex ofA(100'004);
        constexpr RowIndex ofB(200'005);
        const auto next = [&open] { open.window->action(Command::NextFinding)->trigger(); };
        open.list()->selectModelRow(0);
        next();
        // The answer comes with an event: the window went on meanwhile.
        QCOMPARE(open.list()->currentRow(), RowIndex(0));
        for (const RowIndex row : {ofA, ofB, ofA}) {
            QTRY_COMPARE(open.list()->currentRow(), row);
            next();
        }
        QTRY_COMPARE(open.list()->currentRow(), ofB);
        // Of one connection only.
        open.window->findChild<SidePane *>()->selectConnection(ConnectionId(1));
        QTRY_COMPARE(open.model()->rowCount(), 100'003);
        open.list()->selectModelRow(0);
        next();
        QTRY_COMPARE(open.list()->currentRow(), ofB);
        next();
        QTRY_COMPARE(open.list()->currentRow(), ofB);
        // A search that still runs when the window goes is not waited for longer than it takes to stop.
        next();
    }
    void emptyStartSaysWhatToDo()
    {
        Open open;
        open.show();
        QVERIFY(open.window->findChild<QWidget *>(QStringLiteral("welcomePage"))->isVisible());
        QVERIFY(!open.list()->isVisible());
        QVERIFY(!open.window->action(Command::SaveAs)->isEnabled());
        QVERIFY(!open.window->action(Command::Disconnect)->isEnabled());
    }

    void demoTrafficIsShownJudgedSavedAndReopened()
    {
        Open open;
        open.show();
        new QAbstractItemModelTester(open.model(), QAbstractItemModelTester::FailureReportingMode::QtTest, this);

        // connect
        QTest::mouseClick(open.child<QPushButton>("welcomeDemo"), Qt::LeftButton);
        QTRY_VERIFY(open.list()->isVisible());
        const auto isText = [](const capture::RowRecord &r) {
            return r.isFrame() && r.direction() == Direction::In && r.opcode() == ws::Opcode::Text;
        };
        QTRY_VERIFY(open.firstRow(isText) >= 0);
        QTRY_COMPARE(open.child<QLabel>("statusState")->text(), u"● open"_qs);
        QTRY_VERIFY(open.child<QPushButton>("composerSend")->isEnabled());
        QVERIFY(open.list()->isFollowing());

        // select, panes show
        open.list()->selectModelRow(open.firstRow(isText));
        QVERIFY(!open.list()->isFollowing());
        QVERIFY(open.detailsTabs()->tabText(0).startsWith(u"Frame "));

        // a malformed frame on request
        auto *composer = open.window->findChild<Composer *>();
        craft::FrameSpec ask;
        ask.payload = "bad frame.rsv2";
        composer->setFrame(ask);
        open.window->action(Command::SendFrame)->trigger();
        const auto isBad = [](const capture::RowRecord &r) {
            return r.isFrame() && r.direction() == Direction::In && r.rsv() == 2;
        };
        QTRY_VERIFY(open.firstRow(isBad) >= 0);
        QCOMPARE(open.capture().row(open.model()->rowIndexAt(open.firstRow(isBad))).severity(), ws::Severity::Error);
        QTRY_VERIFY(open.child<QPushButton>("statusFindings")->isVisible());

        // compose an illegal frame; its row shows the findings
        craft::FrameSpec illegal;
        illegal.opcode = ws::Opcode::Ping;
        illegal.rsv = 1;
        illegal.mask = craft::MaskChoice::None;
        illegal.payload = QByteArray(200, 'p');
        composer->setFrame(illegal);
        composer->focusPayload();
        QVERIFY(composer->isAncestorOf(QApplication::focusWidget()));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier);
        const auto isIllegal = [](const capture::RowRecord &r) {
            return r.isFrame() && r.direction() == Direction::Out && r.opcode() == ws::Opcode::Ping && r.rsv() == 1;
        };
        QTRY_VERIFY(open.firstRow(isIllegal) >= 0);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Enter, Qt::ControlModifier);
        QTRY_VERIFY(open.firstRow(isIllegal, open.firstRow(isIllegal) + 1) >= 0);
        QStringList names;
        for (const ws::Finding &finding : open.capture().findings(open.model()->rowIndexAt(open.firstRow(isIllegal))))
            names += QString::fromUtf8(ws::info(finding.id).name.data(), qsizetype(ws::info(finding.id).name.size()));
        QVERIFY2(names.contains(u"frame.rsv3") && names.contains(u"frame.mask.client") &&
                     names.contains(u"frame.control.toolong"),
                 qPrintable(names.join(u' ')));

        // close, save, reopen: the same rows
        open.window->action(Command::Disconnect)->trigger();
        QTRY_VERIFY(!open.window->workspace().session()->isLive(ConnectionId(0)));
        const QStringList before = open.rows();
        const QString path = open.fixture.folder.filePath(QStringLiteral("saved.pcapng"));
        open.window->saveCaptureTo(path);
        QTRY_COMPARE(open.window->workspace().filePath(), path);
        QVERIFY(!open.window->workspace().hasUnsavedRows());

        Open again;
        again.show();
        again.window->openCapture(path);
        QTRY_VERIFY(!again.window->workspace().loading());
        QCOMPARE(again.rows(), before);
        QTRY_COMPARE(again.model()->rowCount(), int(before.size()));
        QVERIFY(!again.child<QPushButton>("composerSend")->isEnabled());
    }

    void severalConnectionsAtOnceAreListedTogetherOrAlone()
    {
        Open open;
        open.show();
        open.window->connectToDemo();
        open.window->connectToDemo();
        auto *connections = open.child<QListView>("connectionList");
        QTRY_VERIFY(open.capture().connectionCount() == 2);
        QTRY_VERIFY(open.capture().totals(ConnectionId(0)).framesIn > 2 &&
                    open.capture().totals(ConnectionId(1)).framesIn > 2);
        auto *side = open.window->findChild<SidePane *>();
        QTRY_COMPARE(side->selectedConnection(), std::optional(ConnectionId(1)));
        const auto foreign = [](const capture::RowRecord &r) { return r.connection() != ConnectionId(1); };
        QTRY_VERIFY(open.model()->rowCount() > 3);
        QCOMPARE(open.firstRow(foreign), -1);
        FrameTableView *list = open.list();
        list->selectModelRow(2);
        const std::optional<RowIndex> looked = list->currentRow();
        QVERIFY(looked.has_value());
        side->selectConnection(std::nullopt);
        QCOMPARE(list->currentRow(), looked);
        QCOMPARE(side->selectedConnection(), std::optional<ConnectionId>());
        QTRY_VERIFY(open.firstRow(foreign) >= 0);
        QVERIFY(connections->model()->rowCount() >= 2);
    }

    void failuresAreSaidInTheWindowAndInARow_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QString>("says");
        QTest::newRow("403") << QByteArray("HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\nno way") << u"403"_qs;
        QTest::newRow("200") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi") << u"200"_qs;
        QTest::newRow("not HTTP") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n") << u"HTTP"_qs;
    }
    void failuresAreSaidInTheWindowAndInARow()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QString, says);
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, &server, [&] {
            QTcpSocket *socket = server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket, answer] {
                socket->readAll();
                socket->write(answer);
                socket->disconnectFromHost();
            });
        });
        Open open;
        open.show();
        auto *url = open.child<QLineEdit>("urlEdit");
        QVERIFY(url != nullptr);
        open.window->action(Command::FocusUrl)->trigger();
        url->setText(QStringLiteral("ws://127.0.0.1:%1/chat").arg(server.serverPort()));
        QTest::keyClick(url, Qt::Key_Return);
        QTRY_COMPARE(open.window->workspace().session()->status(ConnectionId(0)).state, net::State::Failed);
        QTRY_COMPARE(open.messages()->count(), 1);
        QVERIFY(open.window->workspace().session()->status(ConnectionId(0)).reason.contains(says));
        QTRY_VERIFY(open.rows().join(u'\n').contains(u"\"failed\""));
        // every octet of the answer is in the capture
        QVERIFY(open.capture().totals(ConnectionId(0)).octetsIn >= std::uint64_t(answer.size()));
    }

    void refusedPortIsSaid()
    {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        const quint16 port = taken.serverPort();
        taken.close();
        Open open;
        open.show();
        net::ConnectionSettings settings;
        settings.url = QStringLiteral("ws://127.0.0.1:%1/").arg(port);
        open.window->connectTo(settings);
        QTRY_COMPARE(open.messages()->count(), 1);
        QTRY_VERIFY(open.model()->rowCount() > 0);
        QVERIFY(open.window->workspace()
                    .session()
                    ->status(ConnectionId(0))
                    .reason.contains(u"refused", Qt::CaseInsensitive));
    }

    void unsavedCaptureIsKeptAndOffered()
    {
        test::WindowFixture fixture;
        {
            auto window = fixture.makeWindow();
            window->connectToDemo();
            QTRY_VERIFY(window->workspace().capture().rowCount() > 5);
            QCOMPARE(fixture.captures.unsavedCaptures().size(), std::size_t(0)); // still in use
        }
        QCOMPARE(fixture.captures.unsavedCaptures().size(), std::size_t(1));
        auto window = fixture.makeWindow();
        window->show();
        window->openCapture(fixture.captures.unsavedCaptures().front().path);
        QTRY_VERIFY(!window->workspace().loading());
        QVERIFY(window->workspace().capture().rowCount() > 5);
        QVERIFY(window->workspace().hasUnsavedRows());
        window.reset();
        QCOMPARE(fixture.captures.unsavedCaptures().size(), std::size_t(1));

        // saved elsewhere, it need not be offered again
        window = fixture.makeWindow();
        window->openCapture(fixture.captures.unsavedCaptures().front().path);
        QTRY_VERIFY(!window->workspace().loading());
        const QString path = fixture.folder.filePath(QStringLiteral("kept.pcapng"));
        window->saveCaptureTo(path);
        QTRY_COMPARE(window->workspace().filePath(), path);
        window.reset();
        QCOMPARE(fixture.captures.unsavedCaptures().size(), std::size_t(0));
        QVERIFY(QFileInfo(path).size() > 0);
    }

    void emptyCaptureLeavesNothingBehind()
    {
        test::WindowFixture fixture;
        fixture.makeWindow().reset();
        QVERIFY(fixture.captures.unsavedCaptures().empty());
    }

    void freezeHoldsTheListAndRecordingGoesOn()
    {
        Open open;
        open.show();
        open.window->connectToDemo();
        QTRY_COMPARE(open.window->findChild<SidePane *>()->selectedConnection(), std::optional(ConnectionId(0)));
        QTRY_VERIFY(open.model()->rowCount() > 3);
        open.window->action(Command::Freeze)->setChecked(true);
        const int shown = open.model()->rowCount();
        QTRY_VERIFY(open.capture().rowCount() > std::uint64_t(shown) + 2);
        QCOMPARE(open.model()->rowCount(), shown);
        open.window->action(Command::Freeze)->setChecked(false);
        QTRY_VERIFY(open.model()->rowCount() > shown + 2);
    }

    void keysOfTheListMeanTextElsewhere()
    {
        Open open;
        open.show();
        open.window->connectToDemo();
        QTRY_VERIFY(open.model()->rowCount() > 3);
        QTRY_VERIFY(open.list()->isVisible());
        open.window->action(Command::FocusList)->trigger();
        QVERIFY(open.list()->hasFocus());
        QTest::keyClick(open.list(), Qt::Key_Space);
        QVERIFY(open.window->action(Command::Freeze)->isChecked());
        QTest::keyClick(open.list(), Qt::Key_Space);
        QVERIFY(!open.window->action(Command::Freeze)->isChecked());
        open.window->action(Command::FocusUrl)->trigger();
        auto *url = open.child<QLineEdit>("urlEdit");
        url->setText(QStringLiteral("a"));
        QTest::keyClick(url, Qt::Key_Space);
        QCOMPARE(url->text(), QStringLiteral("a "));
        QVERIFY(!open.window->action(Command::Freeze)->isChecked());

        // F8 goes from violation to violation, Ctrl+Home and Ctrl+End to the ends
        craft::FrameSpec ask;
        ask.payload = "bad frame.rsv1";
        open.window->workspace().session()->send(ConnectionId(0), craft::toWire(ask));
        const auto isBad = [](const capture::RowRecord &r) { return r.severity() == ws::Severity::Error; };
        QTRY_VERIFY(open.firstRow(isBad) >= 0);
        QTest::keyClick(open.window.get(), Qt::Key_F8);
        QTRY_COMPARE(open.list()->currentIndex().row(), open.firstRow(isBad));
        QTest::keyClick(open.list(), Qt::Key_Home, Qt::ControlModifier);
        QCOMPARE(open.list()->currentIndex().row(), 0);
        QTest::keyClick(open.list(), Qt::Key_End, Qt::ControlModifier);
        QTRY_VERIFY(open.list()->isFollowing());
    }

    void panesFoldAwayAndAreRemembered()
    {
        test::WindowFixture fixture;
        {
            auto window = fixture.makeWindow();
            window->show();
            window->action(Command::ShowComposer)->trigger();
            QVERIFY(!window->findChild<Composer *>()->isVisible());
            window->close();
        }
        auto window = fixture.makeWindow();
        window->show();
        QVERIFY(!window->findChild<Composer *>()->isVisible());
        QVERIFY(window->findChild<DetailsPane *>()->isVisible());
    }

    void inflateLimitsHoldInAllWindows()
    {
        test::WindowFixture fixture;
        const auto first = fixture.makeWindow();
        const auto second = fixture.makeWindow();
        Q_EMIT first->findChild<ConnectionBar *>()->inflateLimitsChosen({5u << 20, 77});
        for (const auto *window : {first.get(), second.get()}) {
            QCOMPARE(window->workspace().capture().inflateLimits().maxMessage, std::uint64_t(5u << 20));
            QCOMPARE(window->workspace().capture().inflateLimits().maxRatio, 77u);
        }
        // The other window's options begin with them, and leave them as they are.
        auto *bar = second->findChild<ConnectionBar *>();
        bar->openOptions();
        auto *dialog = bar->findChild<OptionsDialog *>();
        QCOMPARE(dialog->inflateLimits().maxRatio, 77u);
        dialog->accept();
        QCOMPARE(fixture.settings.number(Setting::InflateMessage), 5);
    }

    void progressThatWasClosedStaysClosed()
    {
        Open open;
        open.show();
        auto &workspace = const_cast<Workspace &>(open.window->workspace());
        const auto close = [&open] {
            QTest::mouseClick(open.messages()->findChild<QToolButton *>(QStringLiteral("messageClose")),
                              Qt::LeftButton);
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        };
        const auto twice = [&](const std::function<void()> &progress, const std::function<void()> &finish) {
            progress();
            QCOMPARE(open.messages()->count(), 1);
            close();
            progress();
            QCOMPARE(open.messages()->count(), 0);
            finish();
            progress();
            QCOMPARE(open.messages()->count(), 1);
            close();
        };
        twice([&] { Q_EMIT workspace.inflateProgress(0.5, 100); }, [&] { Q_EMIT workspace.inflateFinished({}); });
        twice([&] { Q_EMIT workspace.saveProgress(0.5); },
              [&] {
                  Q_EMIT workspace.saveFinished(QStringLiteral("x"), {});
                  close(); // the message that it was saved
              });
        twice([&] { Q_EMIT open.list()->copyProgress(0.5); }, [&] { Q_EMIT open.list()->copyCancelled(); });
    }

    void copyingThatEndsIsNotSpokenOf()
    {
        Open open;
        open.show();
        Q_EMIT open.list()->copyProgress(0.5);
        QCOMPARE(open.messages()->count(), 1);
        Q_EMIT open.list()->copyCancelled();
        QTRY_COMPARE(open.messages()->count(), 0);
    }

    void firstStartShowsFourteenRows()
    {
        Open open;
        open.show();
        open.window->connectToDemo();
        QTRY_VERIFY(open.list()->isVisible());
        QTRY_VERIFY(open.model()->rowCount() > 0);
        const int rowHeight = open.list()->visualRect(open.model()->index(0, 0)).height();
        QVERIFY(rowHeight > 0);
        QVERIFY2(open.list()->viewport()->height() / rowHeight >= 14,
                 qPrintable(QString::number(open.list()->viewport()->height() / rowHeight)));
    }

    void smallWindowStillWorks_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("English") << QStringLiteral("en");
        QTest::newRow("Chinese") << QStringLiteral("zh_CN");
    }
    void smallWindowStillWorks()
    {
        QFETCH(QString, language);
        useLanguage(*qApp, language);
        const auto back = qScopeGuard([] { useLanguage(*qApp, QStringLiteral("en")); });
        Open open;
        open.window->resize(1024, 700);
        open.window->show();
        open.window->connectToDemo();
        QTRY_VERIFY(open.list()->isVisible());
        QCOMPARE(open.window->size(), QSize(1024, 700));
        QTRY_VERIFY2(open.list()->viewport()->height() > 80,
                     qPrintable(QString::number(open.list()->viewport()->height())));
        open.window->showError(QStringLiteral("The server answered 403 Forbidden instead of 101."));
        QTRY_COMPARE(open.messages()->count(), 1);
        QCoreApplication::processEvents();
        QCOMPARE(open.window->size(), QSize(1024, 700));
        QVERIFY(open.window->centralWidget()->minimumSizeHint().height() < 650);
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
