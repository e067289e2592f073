#include "core/capture/rownotes.h"
#include "tests/core/capture/deflating.h"
#include "tests/support/windowfixture.h"
#include "ui/colorrules/colorrule.h"
#include "ui/filter/filterbar.h"
#include "ui/find/findbar.h"
#include "ui/find/gotodialog.h"
#include "ui/frametable/frametableview.h"
#include "ui/hex/hexview.h"
#include "ui/marks/commentpopup.h"
#include "ui/models/framelistmodel.h"
#include "ui/payload/payloadpane.h"
#include "ui/payload/payloadtab.h"
#include "ui/shell/detailspane.h"
#include "ui/shell/sidepane.h"
#include "ui/support/messagebar.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;

/// The whole window, where one goes from row to row.
class TestFind : public QObject
{
    Q_OBJECT

    struct Open {
        test::WindowFixture fixture;
        std::unique_ptr<MainWindow> window = fixture.makeWindow();
        FrameListModel *model = window->findChild<FrameListModel *>();
        FrameTableView *list = window->findChild<FrameTableView *>(QStringLiteral("frameList"));
        FilterBar *filter = window->findChild<FilterBar *>();
        FindBar *bar = window->findChild<FindBar *>(QStringLiteral("findBar"));
        QLineEdit *edit = bar->findChild<QLineEdit *>(QStringLiteral("findEdit"));
        QLabel *state = bar->findChild<QLabel *>(QStringLiteral("findState"));

        Open()
        {
            window->resize(1440, 900);
            window->show();
            if (!QTest::qWaitForWindowActive(window.get()))
                qFatal("the window does not become active");
        }
        void openRecording(const std::function<void(test::Recording &)> &record, int rows)
        {
            const QString path = fixture.folder.filePath(QStringLiteral("recorded.pcapng"));
            {
                test::Recording r(path);
                record(r);
            }
            window->openCapture(path);
            QTRY_COMPARE(model->rowCount(), rows);
        }
        qint64 row() const { return list->currentRow() ? qint64(list->currentRow()->value()) : -1; }
    };

private Q_SLOTS:
    void goesFromMatchToMatchAndHidesNothing()
    {
        Open open;
        open.openRecording(
            [](test::Recording &r) {
                const ConnectionId id = r.upgraded();
                r.in(id, test::frame(ws::Opcode::Text, "one apple", false) +
                             test::frame(ws::Opcode::Text, "two pears", false) +
                             test::frame(ws::Opcode::Binary, "an Apple more", false) +
                             test::frame(ws::Opcode::Ping, "", false));
            },
            6);
        open.list->selectModelRow(0);
        open.window->findChild<PayloadPane *>()->setCurrentTab(QStringLiteral("hex"));
        open.window->action(Command::Find)->trigger();
        QVERIFY(open.edit->hasFocus());
        QTest::keyClicks(open.edit, QStringLiteral("apple"));
        QTRY_COMPARE(open.row(), 2);
        QVERIFY(open.edit->hasFocus()); // one can type on
        QTRY_COMPARE(open.state->accessibleName(), QStringLiteral("1 of 2"));
        QCOMPARE(open.model->rowCount(), 6);
        open.window->action(Command::FindNext)->trigger();
        QTRY_COMPARE(open.row(), 4);
        QTRY_COMPARE(open.state->accessibleName(), QStringLiteral("2 of 2"));
        QTest::keyClick(open.edit, Qt::Key_Return);
        QTRY_COMPARE(open.row(), 2);
        QTRY_COMPARE(open.state->accessibleName(), QStringLiteral("on from the first row · 1 of 2"));
        QTest::keyClick(open.edit, Qt::Key_Return, Qt::ShiftModifier);
        QTRY_COMPARE(open.row(), 4);
        QTRY_COMPARE(open.state->accessibleName(), QStringLiteral("on from the last row · 2 of 2"));
        // The octets of the match stand out.
        auto *hex = open.window->findChild<HexView *>(QStringLiteral("payloadHex"));
        QTRY_COMPARE(hex->highlight().from, quint64(2 + 3));
        QCOMPARE(hex->highlight().count, quint64(5));

        // Only among the rows shown.
        open.filter->setText(QStringLiteral("opcode == text"));
        QTRY_COMPARE(open.model->rowCount(), 2);
        QTRY_COMPARE(open.state->accessibleName(), QStringLiteral("matching rows: 1"));
        open.window->action(Command::FindNext)->trigger();
        QTRY_COMPARE(open.row(), 2);
        open.filter->clear();

        // In headers.
        open.bar->findChild<QComboBox *>(QStringLiteral("findWhere"))->setCurrentIndex(1);
        open.bar->setText(QStringLiteral("opcode ping"));
        QTRY_COMPARE(open.row(), 5);
        open.bar->setText(QStringLiteral("no such thing"));
        QTRY_COMPARE(open.state->accessibleName(), QStringLiteral("no row matches"));
        QCOMPARE(open.row(), 5);
        QTest::keyClick(open.edit, Qt::Key_Escape);
        QVERIFY(!open.bar->isVisible() && open.list->hasFocus());
    }

    /// Which way it went last says nothing of what is looked for next.
    void typingLooksOnFromTheFirstRow()
    {
        Open open;
        open.openRecording(
            [](test::Recording &r) {
                const ConnectionId id = r.upgraded();
                for (const char *text : {"early", "apple", "apple"})
                    r.in(id, test::frame(ws::Opcode::Text, text, false));
            },
            5);
        open.list->selectModelRow(3);
        open.window->action(Command::Find)->trigger();
        open.bar->setText(QStringLiteral("apple"));
        QTRY_COMPARE(open.state->accessibleName(), QStringLiteral("1 of 2"));
        open.window->action(Command::FindPrevious)->trigger();
        QTRY_COMPARE(open.state->accessibleName(), QStringLiteral("on from the last row · 2 of 2"));
        open.bar->setText(QStringLiteral("early"));
        QTRY_COMPARE(open.row(), 2);
        QTRY_COMPARE(open.state->accessibleName(), QStringLiteral("on from the first row · 1 of 1"));
    }

    void lettersTypedBeforeAStepAreLookedForFirst()
    {
        Open open;
        open.openRecording(
            [](test::Recording &r) {
                const ConnectionId id = r.upgraded();
                for (const char *text : {"apple", "ape", "apple"})
                    r.in(id, test::frame(ws::Opcode::Text, text, false));
            },
            5);
        open.list->selectModelRow(2);
        open.window->action(Command::Find)->trigger();
        open.bar->setText(QStringLiteral("ap"));
        QTRY_COMPARE(open.state->accessibleName(), QStringLiteral("1 of 3"));
        QTest::keyClicks(open.edit, QStringLiteral("p"));
        open.window->action(Command::FindNext)->trigger();
        QTRY_COMPARE(open.state->accessibleName(), QStringLiteral("1 of 2"));
        QCOMPARE(open.row(), 2);
    }

    /// What a message inflates to becomes more when a person asks for the rest.
    void inflatingOnIsFoundAndShown()
    {
        Open open;
        open.fixture.settings.set(Setting::InflateMessage, 1);
        open.fixture.settings.set(Setting::InflateRatio, 0);
        open.openRecording(
            [](test::Recording &r) {
                const ConnectionId id = test::deflating(r);
                const QByteArray words = QByteArray("many words ").repeated(200'000) + "needle";
                r.in(id, test::rawFrame(0xC1, test::compressed(words)));
            },
            3);
        open.fixture.settings.set(Setting::ColorRules,
                                  toSettings({{QString(), QStringLiteral("text contains \"needle\""), 5, true}}));
        const auto color = [&open] { return open.model->index(2, 0).data(FrameListModel::RuleColorRole); };
        QVERIFY(!color().isValid());
        open.window->action(Command::Find)->trigger();
        open.bar->setText(QStringLiteral("needle"));
        QTRY_COMPARE(open.state->accessibleName(), QStringLiteral("no row matches"));
        open.list->selectModelRow(2);
        open.window->findChild<QAbstractButton *>(QStringLiteral("continueInflating"))->click();
        QTRY_COMPARE(open.state->accessibleName(), QStringLiteral("1 of 1"));
        QTRY_COMPARE(color().toInt(), 5);
    }

    void inflatingOnPassesTheFilter()
    {
        Open open;
        open.fixture.settings.set(Setting::InflateMessage, 1);
        open.fixture.settings.set(Setting::InflateRatio, 0);
        open.openRecording(
            [](test::Recording &r) {
                const ConnectionId id = test::deflating(r);
                r.in(id, test::rawFrame(0xC1, test::compressed(QByteArray(2'000'000, 'a'))));
            },
            3);
        open.filter->setText(QStringLiteral("message.length > 1500000"));
        QTRY_COMPARE(open.model->filterState().tested, 3u);
        QCOMPARE(open.model->rowCount(), 0);
        Q_EMIT open.window->findChild<DetailsPane *>()->continueInflatingRequested(RowIndex(2));
        QTRY_COMPARE(open.model->rowCount(), 1);
    }

    /// The whole message is shown then, with the match.
    void showsWhatLiesOverTheBordersOfFrames()
    {
        Open open;
        open.openRecording(
            [](test::Recording &r) {
                const ConnectionId id = r.upgraded();
                r.in(id, test::frame(ws::Opcode::Text, "an app", false, false) +
                             test::frame(ws::Opcode::Continuation, "le", false, false) +
                             test::frame(ws::Opcode::Continuation, " more", false));
            },
            5);
        open.list->selectModelRow(0);
        auto *pane = open.window->findChild<PayloadPane *>();
        pane->setCurrentTab(QStringLiteral("text"));
        open.window->action(Command::Find)->trigger();
        open.bar->setText(QStringLiteral("apple"));
        QTRY_COMPARE(open.row(), 4);
        QTRY_COMPARE(open.state->accessibleName(), QStringLiteral("1 of 1"));
        QTRY_VERIFY(pane->payload().showsWholeMessage());
        QTRY_COMPARE(pane->currentTab()->selectedOctets(), std::optional(OctetRange{3, 5}));
    }

    void findsTheNextAmongManyRowsAtOnce()
    {
        Open open;
        open.openRecording(
            [](test::Recording &r) {
                const ConnectionId id = r.upgraded();
                r.in(id, test::frame(ws::Opcode::Text, "hay", false).repeated(300'000) +
                             test::frame(ws::Opcode::Text, "needle", false) +
                             test::frame(ws::Opcode::Text, "hay", false).repeated(100'000));
            },
            400'003);
        open.list->selectModelRow(300'000);
        open.window->action(Command::Find)->trigger();
        open.bar->setText(QStringLiteral("Needle"));
        QTRY_COMPARE(open.row(), 300'002);
        QTRY_COMPARE(open.state->accessibleName(), QStringLiteral("1 of 1"));
    }

    void findsInThePayloadThatHasTheKeyboard()
    {
        Open open;
        open.openRecording(
            [](test::Recording &r) {
                const ConnectionId id = r.upgraded();
                r.in(id, test::frame(ws::Opcode::Text, "tick tock tick", false) +
                             test::frame(ws::Opcode::Text, "tick", false));
            },
            4);
        open.list->selectModelRow(2);
        auto *payload = open.window->findChild<PayloadPane *>();
        payload->setCurrentTab(QStringLiteral("hex"));
        auto *hex = open.window->findChild<HexView *>(QStringLiteral("payloadHex"));
        hex->setFocus();
        open.window->action(Command::Find)->trigger();
        QVERIFY(!open.bar->isVisible());
        auto *bar = open.window->findChild<FindBar *>(QStringLiteral("payloadFindBar"));
        QVERIFY(bar->isVisible());
        bar->setText(QStringLiteral("tick"));
        QTRY_COMPARE(hex->highlight().from, quint64(2));
        open.window->action(Command::FindNext)->trigger();
        QCOMPARE(hex->highlight().from, quint64(2 + 10));
        QCOMPARE(open.row(), 2);
        open.window->action(Command::FindPrevious)->trigger();
        QCOMPARE(hex->highlight().from, quint64(2));
        // Another row is looked through at once.
        const auto *state = bar->findChild<QLabel *>(QStringLiteral("findState"));
        open.list->selectModelRow(3);
        QTRY_COMPARE(state->accessibleName(), QStringLiteral("1 of 1"));
        QTest::keyClick(bar->findChild<QLineEdit *>(QStringLiteral("findEdit")), Qt::Key_Escape);
        QVERIFY(!bar->isVisible());
    }

    void goesToRowsAndTimes()
    {
        Open open;
        open.openRecording(
            [](test::Recording &r) {
                const ConnectionId id = r.upgraded();
                for (int i = 0; i < 5; ++i) {
                    r.ns += 1'000'000'000;
                    r.in(id, test::frame(ws::Opcode::Text, QByteArray::number(i), false));
                }
            },
            7);
        const auto goes = [&](const char *text, qint64 row) {
            open.window->action(Command::GoToRow)->trigger();
            auto *dialog = open.window->findChild<GoToDialog *>();
            QVERIFY(dialog != nullptr);
            auto *edit = dialog->findChild<QLineEdit *>();
            edit->setText(QLatin1String(text));
            QTest::keyClick(edit, Qt::Key_Return);
            QTRY_VERIFY(open.window->findChild<GoToDialog *>() == nullptr);
            QTRY_COMPARE(open.row(), row);
        };
        goes("4", 3);
        goes("+1.5s", 5);
        goes("-1.1s", 4);
        goes("3.5 s", 5);
        open.filter->setText(QStringLiteral("payload == \"4\" or payload == \"1\""));
        QTRY_COMPARE(open.model->rowCount(), 2);
        goes("2.5 s", 6);
    }

    void marksAndCommentsStayWithTheCapture()
    {
        Open open;
        const QString path = open.fixture.folder.filePath(QStringLiteral("recorded.pcapng"));
        const QString copy = open.fixture.folder.filePath(QStringLiteral("copy.pcapng"));
        open.openRecording(
            [](test::Recording &r) {
                const ConnectionId id = r.upgraded();
                for (int i = 0; i < 5; ++i)
                    r.in(id, test::frame(ws::Opcode::Text, QByteArray::number(i), false));
            },
            7);
        const auto text = [](const Open &in, int row) {
            return in.model->index(row, FrameListModel::Preview).data().toString();
        };
        open.list->selectModelRow(3);
        open.window->action(Command::Mark)->trigger();
        QVERIFY(open.model->index(3, 0).data(FrameListModel::MarkedRole).toBool());
        open.list->selectModelRow(5);
        open.window->action(Command::Comment)->trigger();
        auto *popup = open.window->findChild<CommentPopup *>();
        QVERIFY(popup != nullptr);
        QTest::keyClicks(popup->findChild<QLineEdit *>(), QStringLiteral("why <b>so</b> late?"));
        QTest::keyClick(popup->findChild<QLineEdit *>(), Qt::Key_Return);
        QCOMPARE(text(open, 5), QStringLiteral("✎ why <b>so</b> late? · 3"));
        QVERIFY(open.model->index(5, 0).data(Qt::ToolTipRole).toString().contains(QStringLiteral("&lt;b&gt;so")));
        QVERIFY(open.model->index(3, 0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("marked")));
        // From one to the other.
        const auto goes = [&open](Command command, qint64 row) {
            open.window->action(command)->trigger();
            QTRY_COMPARE(open.row(), row);
        };
        goes(Command::NextMarked, 3);
        goes(Command::NextMarked, 5);
        goes(Command::PreviousMarked, 3);
        goes(Command::PreviousMarked, 5);
        // As a filter, which follows what is changed.
        open.filter->setText(QStringLiteral("marked or comment contains \"late\""));
        QTRY_COMPARE(open.model->rowCount(), 2);
        open.list->selectModelRow(0);
        open.window->action(Command::Mark)->trigger();
        QTRY_COMPARE(open.model->rowCount(), 1);
        QTRY_COMPARE(open.row(), 5);
        open.filter->clear();
        open.list->selectModelRow(4);
        open.window->action(Command::Mark)->trigger();
        QCOMPARE(open.window->findChild<MessageBar *>()->count(), 0);
        open.window->saveCaptureTo(copy);
        QTRY_VERIFY(QFile::exists(copy));

        // Both are there again: beside the capture, and inside the copy.
        for (const QString &file : {path, copy}) {
            Open again;
            again.window->openCapture(file);
            QTRY_COMPARE(again.model->rowCount(), 7);
            QTRY_VERIFY(again.model->index(4, 0).data(FrameListModel::MarkedRole).toBool());
            QVERIFY(!again.model->index(3, 0).data(FrameListModel::MarkedRole).toBool());
            QTRY_VERIFY(text(again, 5).startsWith(QStringLiteral("✎ why <b>so</b> late?")));
            QVERIFY(!again.window->workspace().hasUnsavedRows());
        }
        QVERIFY(QFile::exists(path + QStringLiteral(".notes")) && !QFile::exists(copy + QStringLiteral(".notes")));
    }

    /// Rows are looked for on another thread where the filter reads payloads: the row that was looked at stays, or the one
    /// beside it takes its place.
    void notesThatTheFilterAsksForKeepThePlace()
    {
        Open open;
        open.openRecording(
            [](test::Recording &r) {
                const ConnectionId id = r.upgraded();
                for (int i = 0; i < 8; ++i)
                    r.in(id, test::frame(ws::Opcode::Text, i == 1 ? "hay" : "needle", false));
            },
            10);
        open.filter->setText(QStringLiteral("not marked and text contains \"needle\""));
        QTRY_COMPARE(open.model->rowCount(), 7);
        const capture::Capture &capture = open.window->workspace().capture();
        open.list->selectModelRow(3);
        QCOMPARE(open.row(), 6);
        QVERIFY(capture.notes().set(RowIndex(8), capture.row(RowIndex(8)), {true, {}})); // by somebody else
        QTRY_COMPARE(open.model->rowCount(), 6);
        QTRY_COMPARE(open.row(), 6);
        open.window->action(Command::Mark)->trigger();
        QTRY_COMPARE(open.model->rowCount(), 5);
        QTRY_COMPARE(open.row(), 7);
        QVERIFY(open.list->currentIndex().isValid());
    }

    void unsavedNotesKeepTheRecording()
    {
        test::WindowFixture fixture;
        {
            Open open;
            const auto window = fixture.makeWindow();
            window->connectToDemo();
            QTRY_VERIFY(window->workspace().capture().rowCount() > 5);
            const QString saved = fixture.folder.filePath(QStringLiteral("saved.pcapng"));
            window->action(Command::Abort)->trigger();
            QTRY_VERIFY(!window->workspace().session()->isLive(ConnectionId(0)));
            QSignalSpy finished(&window->workspace(), &Workspace::saveFinished);
            window->saveCaptureTo(saved);
            QTRY_COMPARE(finished.count(), 1);
            QVERIFY(!window->workspace().hasUnsavedRows());
            const capture::Capture &capture = window->workspace().capture();
            QVERIFY(capture.notes().set(RowIndex(2), capture.row(RowIndex(2)), {true, {}}));
            QVERIFY(window->workspace().hasUnsavedRows());
        }
        const auto left = fixture.captures.unsavedCaptures();
        QCOMPARE(left.size(), 1u);
        QVERIFY(QFile::exists(left.front().path + QStringLiteral(".notes")));
        QVERIFY(fixture.captures.remove(left.front().path));
        QVERIFY(QDir(fixture.captures.folder()).isEmpty());
    }

    void rulesColourRows()
    {
        Open open;
        open.openRecording(
            [](test::Recording &r) {
                const ConnectionId id = r.upgraded();
                r.in(id, test::frame(ws::Opcode::Text, "red", false) + test::frame(ws::Opcode::Ping, "x", false));
            },
            4);
        const auto color = [&open](int row) { return open.model->index(row, 0).data(FrameListModel::RuleColorRole); };
        QVERIFY(!color(2).isValid());
        open.fixture.settings.set(Setting::ColorRules,
                                  toSettings({{QString(), QStringLiteral("text contains \"red\""), 0, true},
                                              {QString(), QStringLiteral("opcode == ping"), 5, true},
                                              {QString(), QStringLiteral("opcode == text"), 6, false}}));
        QTRY_VERIFY(color(2).isValid());
        QCOMPARE(color(2).toInt(), 0);
        QCOMPARE(color(3).toInt(), 5);
        QVERIFY(!color(1).isValid());
        // It is painted.
        open.list->selectModelRow(0);
        QTRY_COMPARE(
            open.list->viewport()->grab().toImage().pixelColor(
                open.list->viewport()->width() - 3, open.list->visualRect(open.model->index(3, 0)).center().y()),
            Colors::of(open.list->palette()).rules[5]);
    }

    void findingsBothWaysAmongShownRows()
    {
        Open open;
        open.openRecording(
            [](test::Recording &r) {
                const ConnectionId id = r.upgraded();
                const QByteArray good = test::frame(ws::Opcode::Text, "good", false);
                r.in(id, good + test::frame(ws::Opcode(3), "bad", false) + good +
                             test::frame(ws::Opcode(4), "bad", false) + good +
                             test::frame(ws::Opcode(3), "bad", false));
            },
            8);
        open.list->selectModelRow(7);
        const auto goes = [&open](Command command, qint64 row) {
            open.window->action(command)->trigger();
            QTRY_COMPARE(open.row(), row);
        };
        goes(Command::PreviousFinding, 5);
        goes(Command::PreviousFinding, 3);
        goes(Command::PreviousFinding, 7);
        goes(Command::NextFinding, 3);
        open.filter->setText(QStringLiteral("opcode != 4"));
        QTRY_COMPARE(open.model->rowCount(), 5);
        goes(Command::NextFinding, 7);
        goes(Command::PreviousFinding, 3);
        QCOMPARE(open.window->findChild<MessageBar *>()->count(), 0);
    }
};

QTEST_MAIN(TestFind)
#include "tst_find.moc"
