#include "tests/core/capture/recording.h"
#include "tests/support/windowfixture.h"
#include "ui/filter/filterbar.h"
#include "ui/find/findbar.h"
#include "ui/find/gotodialog.h"
#include "ui/frametable/frametableview.h"
#include "ui/hex/hexview.h"
#include "ui/models/framelistmodel.h"
#include "ui/payload/payloadpane.h"
#include "ui/shell/sidepane.h"
#include "ui/support/messagebar.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
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
