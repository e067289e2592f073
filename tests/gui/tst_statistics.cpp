#include "core/capture/rownotes.h"
#include "tests/support/recordingserver.h"
#include "tests/support/windowfixture.h"
#include "ui/filter/filterbar.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"
#include "ui/shell/sidepane.h"
#include "ui/statistics/barchart.h"
#include "ui/statistics/statisticswindow.h"

#include <QTableView>
#include <QTcpSocket>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;
using test::RecordingServer;

/// The statistics window beside the main window, on live traffic.
class TestStatistics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsAndLeadsToRows()
    {
        test::WindowFixture fixture;
        const auto window = fixture.makeWindow();
        window->resize(1440, 900);
        window->show();
        auto *statistics = window->findChild<StatisticsWindow *>();
        QVERIFY(!statistics->isVisible());
        window->action(Command::Statistics)->trigger();
        QVERIFY(statistics->isVisible() && !statistics->isModal());
        statistics->setPage(StatisticsPage::RoundTrips);

        RecordingServer server;
        server.setGreeting(RecordingServer::frame(2, "binary"));
        server.setReact([](QTcpSocket &socket, const QByteArray &received) {
            if (!received.isEmpty())
                socket.write(RecordingServer::frame(1, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":true}"));
        });
        net::ConnectionSettings settings;
        settings.url = server.url();
        window->connectTo(settings);
        const capture::Capture &capture = window->workspace().capture();
        QTRY_COMPARE(capture.totals(ConnectionId(0)).framesIn, 1u);
        window->workspace().session()->sendMessage(ConnectionId(0), ws::Opcode::Text,
                                                   "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"open\"}");
        QTRY_COMPARE(capture.totals(ConnectionId(0)).framesIn, 2u);
        QTRY_VERIFY(statistics->snapshot() && statistics->snapshot()->messages.trips == 1);
        QCOMPARE(statistics->snapshot()->rows.traffic[std::size_t(Direction::Out)].frames, 1u);

        // The only bar: answers that took as long.
        auto *model = window->findChild<FrameListModel *>();
        auto *chart = statistics->findChild<BarChart *>(QStringLiteral("roundTripsChart"));
        QTRY_COMPARE(chart->chart().bars.size(), std::size_t(1));
        QTest::mouseClick(chart, Qt::LeftButton, {}, chart->barArea(0).center());
        QTRY_COMPARE(model->rowCount(), 1);
        const RowIndex answer = statistics->snapshot()->messages.slowest.front().answer;
        QCOMPARE(model->rowIndexAt(0), answer);
        QVERIFY(window->findChild<FilterBar *>()->text().startsWith(QStringLiteral("rtt in {")));

        // Counted within the filter.
        statistics->setScope(StatisticsWindow::Scope::Filter);
        QTRY_VERIFY(statistics->snapshot()->complete() && statistics->snapshot()->rows.rows == 1);
        statistics->setScope(StatisticsWindow::Scope::All);
        window->action(Command::ClearFilter)->trigger();
        QTRY_COMPARE(model->rowCount(), int(capture.rowCount()));

        // To the slowest.
        auto *slow = statistics->findChild<QTableView *>(QStringLiteral("roundTripsTable2"));
        QTRY_COMPARE(slow->model()->rowCount(), 1);
        slow->setCurrentIndex(slow->model()->index(0, 0));
        slow->setFocus();
        QTest::keyClick(slow, Qt::Key_Return);
        const auto *list = window->findChild<FrameTableView *>(QStringLiteral("frameList"));
        QCOMPARE(list->currentRow(), std::optional(answer));

        // Counted is what the list shows: of one connection, and what is not marked.
        window->connectTo(settings);
        QTRY_COMPARE(capture.totals(ConnectionId(1)).framesIn, 1u);
        statistics->setScope(StatisticsWindow::Scope::Filter);
        const auto counts = [&] {
            const auto snapshot = statistics->snapshot();
            return snapshot && snapshot->complete() ? int(snapshot->rows.rows) : -1;
        };
        auto *side = window->findChild<SidePane *>();
        QTRY_COMPARE(side->selectedConnection(), ConnectionId(1)); // the newest
        side->selectConnection(std::nullopt);
        QTRY_COMPARE(counts(), int(capture.rowCount()));
        side->selectConnection(ConnectionId(1));
        QTRY_VERIFY(model->rowCount() > 0 && model->rowCount() < int(capture.rowCount()));
        QTRY_COMPARE(counts(), model->rowCount());
        const int before = model->rowCount();
        window->findChild<FilterBar *>()->setText(QStringLiteral("not marked"));
        QVERIFY(capture.notes().set(model->rowIndexAt(0), capture.row(model->rowIndexAt(0)), {true, {}}));
        QTRY_COMPARE(counts(), before - 1);
        QTest::keyClick(statistics, Qt::Key_Escape);
        QVERIFY(!statistics->isVisible());
    }
};

QTEST_MAIN(TestStatistics)
#include "tst_statistics.moc"
