#include "tests/support/recordingserver.h"
#include "tests/support/windowfixture.h"
#include "ui/filter/filterbar.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"
#include "ui/shell/detailspane.h"
#include "ui/shell/sidepane.h"
#include "ui/support/messagebar.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTcpSocket>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace framescope;
using namespace framescope::ui;
using test::RecordingServer;

/// The whole window with a filter, on live traffic.
class TestFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void choosesRowsOfLiveTraffic()
    {
        test::WindowFixture fixture;
        const auto window = fixture.makeWindow();
        window->resize(1440, 900);
        window->show();
        RecordingServer server;
        server.setGreeting(RecordingServer::frame(1, "{\"type\":\"tick\"}") + RecordingServer::frame(2, "binary") +
                           RecordingServer::frame(1, "{\"type\":\"order\"}"));
        QTcpSocket *peer = nullptr;
        server.setReact([&peer](QTcpSocket &socket, const QByteArray &) { peer = &socket; });
        net::ConnectionSettings settings;
        settings.url = server.url();
        window->connectTo(settings);
        const capture::Capture &capture = window->workspace().capture();
        QTRY_COMPARE(capture.totals(ConnectionId(0)).framesIn, 3u);
        window->workspace().session()->sendMessage(ConnectionId(0), ws::Opcode::Text, "hello");
        QTRY_VERIFY(peer != nullptr);

        auto *model = window->findChild<FrameListModel *>();
        auto *edit = window->findChild<QLineEdit *>(QStringLiteral("filterEdit"));
        const auto *state = window->findChild<QLabel *>(QStringLiteral("filterState"));
        window->action(Command::FocusFilter)->trigger();
        QVERIFY(edit->hasFocus());
        QTest::keyClicks(edit, QStringLiteral("json.$.type == \"order\""));
        QTRY_COMPARE(model->rowCount(), 1);
        QTRY_VERIFY2(state->text().startsWith(QStringLiteral("1 of ")), qPrintable(state->text()));

        // What comes is tested as it comes.
        peer->write(RecordingServer::frame(1, "{\"type\":\"order\",\"n\":2}") + RecordingServer::frame(1, "no"));
        QTRY_COMPARE(model->rowCount(), 2);
        QCOMPARE(capture.totals(ConnectionId(0)).framesIn, 5u);

        // A row that is hidden is told of, and can be shown.
        auto *filter = window->findChild<FilterBar *>();
        filter->setText(QStringLiteral("opcode == binary"));
        QTRY_COMPARE(model->rowCount(), 1);
        auto *list = window->findChild<FrameTableView *>(QStringLiteral("frameList"));
        list->selectModelRow(0);
        filter->setText(QStringLiteral("opcode in {text, binary} and dir == in"));
        QTRY_COMPARE(model->rowCount(), 5);
        QCOMPARE(model->rowIndexAt(list->currentIndex().row()), model->rowIndexAt(1)); // the binary one stays selected
        window->action(Command::ClearFilter)->trigger();
        QTRY_COMPARE(model->rowCount(), int(capture.rowCount()));
        QVERIFY(edit->text().isEmpty());

        // What cannot be understood changes nothing.
        filter->setText(QStringLiteral("opcode == txt"));
        QCOMPARE(model->rowCount(), int(capture.rowCount()));
        QCOMPARE(window->findChild<QPushButton *>(QStringLiteral("filterSuggestion"))->text(),
                 QStringLiteral("Change to text"));
        filter->setText(QStringLiteral("length > 1 GiB"));
        QTRY_COMPARE(model->rowCount(), 0);

        // An empty list says why, and how to get out of it.
        const int rows = int(capture.rowCount());
        QTRY_COMPARE(list->emptyText(), QStringLiteral("No row passes the filter. %1 rows are hidden.").arg(rows));
        auto *showAll = list->findChild<QPushButton *>(QStringLiteral("emptyAction"));
        QVERIFY(showAll->isVisible());
        QCOMPARE(showAll->text(), QStringLiteral("Clear the filter (Ctrl+Shift+K)"));
        QTest::mouseClick(showAll, Qt::LeftButton);
        QTRY_COMPARE(model->rowCount(), rows);
        QVERIFY(!showAll->isVisible());
    }

    void saysThatOtherConnectionsAreHidden()
    {
        test::WindowFixture fixture;
        const auto window = fixture.makeWindow();
        window->show();
        RecordingServer server;
        net::ConnectionSettings settings;
        settings.url = server.url();
        auto *model = window->findChild<FrameListModel *>();
        auto *chip = window->findChild<QToolButton *>(QStringLiteral("filterConnection"));
        const capture::Capture &capture = window->workspace().capture();
        window->connectTo(settings);
        QTRY_VERIFY(capture.rowCount() > 0 && model->rowCount() == int(capture.rowCount()));
        QVERIFY(!chip->isVisible()); // it is the only one
        window->connectTo(settings);
        QTRY_VERIFY(chip->isVisible());
        QCOMPARE(chip->text(), QStringLiteral("Connection 2  ×"));
        QTRY_VERIFY(model->rowCount() > 0);
        QVERIFY(model->rowCount() < int(capture.rowCount()));
        // Rows of others are none that the filter hides.
        auto *filter = window->findChild<FilterBar *>();
        filter->setText(QStringLiteral("length > 1 GiB"));
        QTRY_COMPARE(window->findChild<FrameTableView *>()->emptyText(), QStringLiteral("No row passes the filter."));
        filter->clear();
        QTest::mouseClick(chip, Qt::LeftButton);
        QTRY_COMPARE(model->rowCount(), int(capture.rowCount()));
        QTRY_VERIFY(!chip->isVisible());
    }

    /// Whether a row is shown is known only once its payload was looked at.
    void goesToRowsThatAreLookedForFirst()
    {
        test::WindowFixture fixture;
        const auto window = fixture.makeWindow();
        window->show();
        RecordingServer server;
        server.setGreeting(RecordingServer::frame(1, "other") + RecordingServer::frame(1, "tick"));
        net::ConnectionSettings settings;
        settings.url = server.url();
        const capture::Capture &capture = window->workspace().capture();
        auto *model = window->findChild<FrameListModel *>();
        auto *list = window->findChild<FrameTableView *>();
        auto *side = window->findChild<SidePane *>();
        window->connectTo(settings);
        QTRY_COMPARE(capture.totals(ConnectionId(0)).framesIn, 2u);
        window->connectTo(settings);
        QTRY_COMPARE(capture.totals(ConnectionId(1)).framesIn, 2u);
        const auto *chip = window->findChild<QToolButton *>(QStringLiteral("filterConnection"));
        QTRY_COMPARE(chip->text(), QStringLiteral("Connection 2  ×"));
        QTRY_COMPARE(model->rowCount(), int(capture.rowCount() / 2));
        std::vector<RowIndex> ticks;
        for (RowIndex row; row.value() < capture.rowCount(); row = row + 1) {
            if (capture.row(row).isFrame() && capture.row(row).length() == 4)
                ticks.push_back(row);
        }
        QCOMPARE(ticks.size(), 2u);
        const auto current = [&] { return list->isFollowing() ? std::nullopt : list->currentRow(); };

        // The row that is looked at stays so when others are shown beside it.
        auto *filter = window->findChild<FilterBar *>();
        filter->setText(QStringLiteral("text contains \"tick\""));
        QTRY_COMPARE(model->rowCount(), 1);
        list->selectModelRow(0);
        QCOMPARE(current(), ticks.back());
        side->selectConnection(std::nullopt);
        QTRY_COMPARE(model->rowCount(), 2);
        QTRY_COMPARE(current(), ticks.back());

        // A row of another connection: the way to it that is offered leads there.
        side->selectConnection(ConnectionId(1));
        QTRY_COMPARE(model->rowCount(), 1);
        auto *details = window->findChild<DetailsPane *>();
        auto *messages = window->findChild<MessageBar *>();
        Q_EMIT details->rowActivated(ticks.front());
        const auto offered = [&] {
            const QList<QPushButton *> all = messages->findChildren<QPushButton *>();
            const auto at = std::find_if(all.begin(), all.end(), [](const QPushButton *each) {
                return each->text() == QStringLiteral("Show all connections");
            });
            return at == all.end() ? nullptr : *at;
        };
        QVERIFY(offered() != nullptr);
        offered()->click();
        QTRY_COMPARE(model->rowCount(), 2);
        QTRY_COMPARE(current(), ticks.front());
        QVERIFY(offered() == nullptr || !offered()->isVisible());
    }
};

QTEST_MAIN(TestFilter)
#include "tst_filter.moc"
