#include "ui/statistics/statisticswindow.h"

#include "core/filter/language/filterparser.h"
#include "tests/core/capture/recording.h"
#include "tests/support/conversation.h"
#include "ui/statistics/barchart.h"
#include "ui/statistics/statisticmodel.h"
#include "ui/support/coretext.h"
#include "ui/support/language.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

using namespace framescope;
using namespace framescope::ui;

namespace
{
/// Has no answer until it is told to, or stopped.
class Waiting : public filter::RowQuestion
{
public:
    mutable std::atomic_bool asked = false, answers = false, stopped = false;

    Result<Answer> ask(const filter::RowAsked &, const std::stop_token &stop) const override
    {
        asked = true;
        while (!answers && !stop.stop_requested())
            std::this_thread::yield();
        stopped = stopped || stop.stop_requested();
        return Answer::Yes;
    }
};
} // namespace

class TestStatisticsWindow : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<capture::Capture> m_capture;

    static bool isDone(const StatisticsWindow &window) { return window.snapshot() && window.snapshot()->complete(); }

private Q_SLOTS:
    void initTestCase()
    {
        const QString path = m_dir.filePath(QStringLiteral("conversation.pcapng"));
        QVERIFY(test::Conversation{30}.write(path));
        auto opened = capture::Capture::open(path);
        QVERIFY(opened);
        m_capture = std::move(*opened);
        QVERIFY(m_capture->load());
    }

    void showsAndLeads()
    {
        StatisticsWindow window;
        window.show();
        const auto *state = window.findChild<QLabel *>(QStringLiteral("statisticsState"));
        const auto *empty = window.findChild<QLabel *>(QStringLiteral("overTimeEmpty"));
        QVERIFY(empty->isVisible() && !empty->text().isEmpty());
        window.setCapture(m_capture.get());
        QTRY_VERIFY(isDone(window));
        QCOMPARE(window.snapshot()->rows.rows, m_capture->rowCount());
        QTRY_VERIFY(state->text().startsWith(QStringLiteral("Rows: ")));
        QVERIFY(!empty->isVisible());
        for (int page = 0; page < statisticsPages; ++page) {
            window.setPage(StatisticsPage(page));
            int charts = 0;
            for (const BarChart *chart : window.findChildren<BarChart *>()) {
                if (!chart->isVisible())
                    continue;
                ++charts;
                QVERIFY(!chart->accessibleName().isEmpty() && !chart->accessibleDescription().isEmpty());
            }
            QCOMPARE(charts, 1);
        }

        // A bar and a line lead to a filter, a slow answer to its row.
        QSignalSpy filters(&window, &StatisticsWindow::filterRequested);
        QSignalSpy rows(&window, &StatisticsWindow::rowRequested);
        window.setPage(StatisticsPage::Opcodes);
        auto *chart = window.findChild<BarChart *>(QStringLiteral("opcodesChart"));
        QTest::mouseClick(chart, Qt::LeftButton, {}, chart->barArea(0).center());
        QCOMPARE(filters.takeFirst().at(0).toString(), QStringLiteral("opcode == text"));
        auto *table = window.findChild<QTableView *>(QStringLiteral("opcodesTable1"));
        QVERIFY(!table->accessibleName().isEmpty());
        auto *show = window.findChild<QAbstractButton *>(QStringLiteral("opcodesShow"));
        QVERIFY(!show->isEnabled());
        table->setCurrentIndex(table->model()->index(1, 0));
        QVERIFY(show->isEnabled());
        show->click();
        QCOMPARE(filters.takeFirst().at(0).toString(), QStringLiteral("opcode == binary"));
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(filters.size(), 1);
        window.setPage(StatisticsPage::RoundTrips);
        auto *slow = window.findChild<QTableView *>(QStringLiteral("roundTripsTable2"));
        slow->setCurrentIndex(slow->model()->index(0, 0));
        window.findChild<QAbstractButton *>(QStringLiteral("roundTripsShow"))->click();
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows.at(0).at(0).value<RowIndex>(), window.snapshot()->messages.slowest.front().answer);

        window.findChild<QAbstractButton *>(QStringLiteral("roundTripsCopy"))->click();
        const QStringList lines = QApplication::clipboard()->text().split(u'\n');
        QCOMPARE(lines.first().count(u'\t'), 7);
        QVERIFY(lines.size() > 20);

        // Of connections all are copied, which another thread does.
        window.setPage(StatisticsPage::Connections);
        window.findChild<QAbstractButton *>(QStringLiteral("connectionsCopy"))->click();
        QTRY_COMPARE(QApplication::clipboard()->text().count(u'\n'), 3);
        QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("ws://chat.example.com")));

        // Bytes instead of frames.
        window.setPage(StatisticsPage::Opcodes);
        window.findChild<QComboBox *>(QStringLiteral("statisticsMeasure"))->setCurrentIndex(1);
        QVERIFY(chart->chart().octets);
        window.setCapture(nullptr);
        QVERIFY(window.snapshot() == nullptr);
    }

    void tellsOfUndecidedRows()
    {
        const QString path = m_dir.filePath(QStringLiteral("undecided.pcapng"));
        auto made = capture::Capture::create(path);
        QVERIFY(made);
        capture::Capture &capture = **made;
        const ConnectionId id = capture.reserveConnection();
        capture.beginConnection(id, test::clientFacts(), Timestamp(1000));
        capture.append(id, Direction::Out, Timestamp(2000), byteView(test::requestHead()));
        capture.append(id, Direction::In, Timestamp(3000), byteView(test::responseHead()));
        capture.append(id, Direction::In, Timestamp(4000),
                       byteView(test::frame(ws::Opcode::Text, QByteArray(5000, 'a') + '!', false)));
        StatisticsWindow window;
        window.setCapture(&capture);
        window.setFilter(filter::parseFilter(u"text matches \"^(a+)+$\"").test);
        window.show();
        const auto *state = window.findChild<QLabel *>(QStringLiteral("statisticsState"));
        QTRY_COMPARE(state->text(), QStringLiteral("Rows: 3"));
        QVERIFY(state->toolTip().isEmpty());
        window.setScope(StatisticsWindow::Scope::Filter);
        QTRY_COMPARE(state->text(), QStringLiteral("0 of 3 rows · 1 undecided"));
        QVERIFY(!state->toolTip().isEmpty());
        window.setCapture(nullptr);
    }

    void stopsAndGoesOn()
    {
        test::Recording r(m_dir.filePath(QStringLiteral("stopped.pcapng")));
        const ConnectionId id = r.upgraded();
        StatisticsWindow window;
        window.setCapture(r.capture.get());
        window.show();
        const auto *state = window.findChild<QLabel *>(QStringLiteral("statisticsState"));
        auto *stop = window.findChild<QAbstractButton *>(QStringLiteral("statisticsStop"));
        QTRY_COMPARE(state->text(), QStringLiteral("Rows: 2"));
        QVERIFY(!stop->isVisible());
        // Stopped when all is counted, which the window need not know yet.
        stop->click();
        QVERIFY(stop->isVisible());
        QCOMPARE(stop->text(), QStringLiteral("&Go on"));
        r.in(id, test::frame(ws::Opcode::Text, "more", false));
        window.hide();
        window.show(); // a person stopped it
        QCOMPARE(stop->text(), QStringLiteral("&Go on"));
        stop->click();
        QTRY_COMPARE(state->text(), QStringLiteral("Rows: 3"));
        QVERIFY(!stop->isVisible());
        // What is chosen is counted, whether the one before was stopped or not.
        stop->click();
        window.setScope(StatisticsWindow::Scope::Filter);
        QVERIFY(!stop->isVisible() || stop->text() == QStringLiteral("S&top"));
        r.in(id, test::frame(ws::Opcode::Text, "more", false));
        QTRY_COMPARE(state->text(), QStringLiteral("Rows: 4"));
        window.setCapture(nullptr);
    }

    void closedItDoesNotCount()
    {
        const auto question = std::make_shared<const Waiting>();
        StatisticsWindow window;
        window.setScope(StatisticsWindow::Scope::Filter);
        window.setFilter(filter::RowTest::asks(question));
        window.setCapture(m_capture.get());
        window.show();
        QTRY_VERIFY(question->asked);
        window.hide();
        QTRY_VERIFY(question->stopped);
        question->answers = true;
        window.show();
        QTRY_VERIFY(isDone(window));
        QCOMPARE(window.snapshot()->rows.rows, m_capture->rowCount());
        QVERIFY(!window.findChild<QAbstractButton *>(QStringLiteral("statisticsStop"))->isVisible());
        window.setCapture(nullptr);
    }

    void saysInTheWindowsLanguageWhyItEnded()
    {
        const QString path = m_dir.filePath(QStringLiteral("gone.pcapng"));
        QVERIFY(test::Conversation{30}.write(path));
        const auto opened = capture::Capture::open(path);
        QVERIFY(opened && (*opened)->load());
        QVERIFY(QFile::resize(path, 100));
        useLanguage(*QCoreApplication::instance(), QStringLiteral("zh_CN"));
        const auto english = qScopeGuard([] { useLanguage(*QCoreApplication::instance(), QStringLiteral("en")); });
        StatisticsWindow window;
        window.setCapture(opened->get());
        window.show();
        QTRY_VERIFY(window.snapshot() && !window.snapshot()->failure.isEmpty());
        const QString reason = coreText(window.snapshot()->failure);
        QVERIFY2(reason != window.snapshot()->failure, qPrintable(reason));
        const auto *state = window.findChild<QLabel *>(QStringLiteral("statisticsState"));
        QTRY_VERIFY2(state->text().endsWith(reason), qPrintable(state->text()));
        window.setCapture(nullptr);
    }

    void countsWhatIsChosen()
    {
        StatisticsWindow window;
        window.setCapture(m_capture.get());
        QVERIFY(window.snapshot() == nullptr); // nobody looks
        window.show();
        QTRY_VERIFY(isDone(window));
        const std::uint64_t all = window.snapshot()->rows.rows;
        window.setFilter(filter::RowTest::field(filter::RowField::Opcode, 1));
        window.setConnection(ConnectionId(1));
        QCoreApplication::processEvents();
        QCOMPARE(window.snapshot()->rows.rows, all);
        window.setScope(StatisticsWindow::Scope::Filter);
        QTRY_VERIFY(isDone(window) && window.snapshot()->rows.rows < all);
        QCOMPARE(window.snapshot()->rows.byOpcode[0][9].frames, 0u);
        QVERIFY(window.snapshot()->rows.byOpcode[0][1].frames > 0);
        window.setScope(StatisticsWindow::Scope::Connection);
        QTRY_VERIFY(isDone(window) && window.snapshot()->rows.connections[0].rows == 0);
        QVERIFY(window.snapshot()->rows.connections[1].rows > 0);
        window.setConnection(std::nullopt);
        QTRY_VERIFY(isDone(window) && window.snapshot()->rows.rows == 0);
        const auto labels = window.findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->isVisible() && label->text() == u"Select a connection."_qs;
        }));
        window.setScope(StatisticsWindow::Scope::All);
        QTRY_VERIFY(isDone(window) && window.snapshot()->rows.rows == all);
        window.setCapture(nullptr);
    }
};

QTEST_MAIN(TestStatisticsWindow)
#include "tst_statisticswindow.moc"
