#include "core/capture/rownotes.h"
#include "tests/core/capture/recording.h"
#include "tests/support/windowfixture.h"
#include "ui/filter/filterbar.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"
#include "ui/timeline/timelineview.h"

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QMouseEvent>
#include <QTest>
#include <QToolButton>

using namespace framescope;
using namespace framescope::ui;

/// The whole window with its timeline, on the demo server.
class TestTimeline : public QObject
{
    Q_OBJECT

    static void drag(TimelineView &view, const QPoint &from, const QPoint &to)
    {
        QTest::mousePress(&view, Qt::LeftButton, Qt::ShiftModifier, from);
        for (const QPoint &pos : {(from + to) / 2, to}) {
            QMouseEvent event(QEvent::MouseMove, pos, view.mapToGlobal(pos), Qt::NoButton, Qt::LeftButton,
                              Qt::ShiftModifier);
            QApplication::sendEvent(&view, &event);
        }
        QTest::mouseRelease(&view, Qt::LeftButton, Qt::ShiftModifier, to);
    }

private Q_SLOTS:
    void brushClickAndFold()
    {
        test::WindowFixture fixture;
        auto window = fixture.makeWindow();
        window->resize(1440, 900);
        window->show();
        window->connectToDemo();
        const capture::Capture &capture = window->workspace().capture();
        QTRY_VERIFY(capture.rowCount() >= 20);
        auto *view = window->findChild<TimelineView *>();
        auto *model = window->findChild<FrameListModel *>();
        auto *list = window->findChild<FrameTableView *>(QStringLiteral("frameList"));
        const auto *state = window->findChild<QLabel *>(QStringLiteral("filterState"));
        auto *chip = window->findChild<QToolButton *>(QStringLiteral("filterSpan"));
        QTRY_VERIFY(view->picture().hasRows);
        QVERIFY2(list->tableLayout().fullRows() >= 14, qPrintable(QString::number(list->tableLayout().fullRows())));
        QVERIFY(!chip->isVisible());

        // A span from before the first row into the middle of the rows there are.
        const auto xOf = [&](std::uint64_t row) {
            const std::int64_t time = timeline::TimeBins::clamped(capture.row(RowIndex(row)).time);
            return view->timelineLayout().names + int(view->viewport().scale().xOf(time));
        };
        drag(*view, {xOf(12), 20}, {view->timelineLayout().names, 20});
        QVERIFY(view->span());
        const TimeSpan span = *view->span();
        int inSpan = 0;
        for (std::uint64_t row = 0; row < capture.rowCount(); ++row) {
            const std::int64_t time = capture.row(RowIndex(row)).time.value();
            inSpan += time >= span.from && time <= span.to;
        }
        QVERIFY(inSpan >= 13 && inSpan < int(capture.rowCount()));
        QTRY_COMPARE(model->rowCount(), inSpan);
        QVERIFY(chip->isVisible() && chip->text().contains(QStringLiteral("×")));
        QTRY_VERIFY2(state->text().startsWith(QStringLiteral("%1 of ").arg(inSpan)), qPrintable(state->text()));

        // With a filter: rows that pass both.
        auto *filter = window->findChild<FilterBar *>();
        filter->setText(QStringLiteral("not event"));
        filter->setText(QStringLiteral("opcode == text"));
        QTRY_VERIFY(model->rowCount() > 0 && model->rowCount() < inSpan);
        const int both = model->rowCount();
        chip->click();
        QVERIFY(!chip->isVisible() && !view->span());
        QTRY_VERIFY(model->rowCount() >= both);
        filter->clear();
        QTRY_COMPARE(model->rowCount(), int(capture.rowCount()));

        // Escape takes a span back, and so does what clears the filter.
        drag(*view, {xOf(12), 20}, {view->timelineLayout().names, 20});
        QTRY_VERIFY(model->rowCount() < int(capture.rowCount()));
        QTest::keyClick(view, Qt::Key_Escape);
        QTRY_COMPARE(model->rowCount(), int(capture.rowCount()));
        drag(*view, {xOf(12), 20}, {view->timelineLayout().names, 20});
        window->action(Command::ClearFilter)->trigger();
        QVERIFY(!view->span());
        QTRY_COMPARE(model->rowCount(), int(capture.rowCount()));

        // A click selects what it points at.
        QTRY_VERIFY(view->picture().sumOfAll().of(Direction::Out).rows() > 0);
        const int middle = view->timelineLayout().middle(0);
        QTest::mouseClick(view, Qt::LeftButton, {}, {xOf(0), middle - 5});
        QTRY_VERIFY(list->currentRow());
        QCOMPARE(capture.row(*list->currentRow()).direction(), Direction::Out);
        QVERIFY(list->hasFocus());
        QVERIFY(!list->isFollowing());

        // Folded away and back by keys.
        QTest::keyClick(window.get(), Qt::Key_T, Qt::ControlModifier);
        QVERIFY(!view->isVisible());
        QTest::keyClick(window.get(), Qt::Key_6, Qt::ControlModifier);
        QVERIFY(view->isVisible());
        QTRY_VERIFY(view->hasFocus());
        QTest::keyClick(window.get(), Qt::Key_T, Qt::ControlModifier);
        window->close();
        window = fixture.makeWindow();
        window->show();
        QVERIFY(!window->findChild<TimelineView *>()->isVisible());
        QVERIFY(!window->action(Command::ShowTimeline)->isChecked());
    }

    /// All rows are tested again within the same call then, and as many as before.
    void marksThatTheFilterAsksForChangeWhatIsDimmed()
    {
        test::WindowFixture fixture;
        const auto window = fixture.makeWindow();
        window->resize(1440, 900);
        window->show();
        const QString path = fixture.folder.filePath(QStringLiteral("recorded.pcapng"));
        {
            test::Recording r(path);
            const ConnectionId id = r.upgraded();
            for (int i = 0; i < 6; ++i) {
                r.ns += 1'000'000'000;
                r.in(id, test::frame(ws::Opcode::Text, "tick", false));
            }
        }
        window->openCapture(path);
        auto *view = window->findChild<TimelineView *>();
        auto *list = window->findChild<FrameTableView *>(QStringLiteral("frameList"));
        auto *filter = window->findChild<FilterBar *>();
        QTRY_VERIFY(list->tableLayout().rowCount == 8 && view->picture().hasRows);
        const auto mark = [&](std::uint64_t row) {
            const capture::Capture &capture = window->workspace().capture();
            QVERIFY(capture.notes().set(RowIndex(row), capture.row(RowIndex(row)), {true, {}}).ok());
        };
        const auto bright = [view] {
            const TimelinePicture &picture = view->picture();
            int bins = 0;
            for (std::size_t bin = 0; bin < picture.dimmed.size(); ++bin)
                bins += !picture.dimmed[bin] && picture.sumOf(bin).rows() > 0;
            return bins;
        };
        mark(2);
        filter->setText(QStringLiteral("marked"));
        QTRY_COMPARE(bright(), 1);
        mark(5);
        mark(7);
        QTRY_COMPARE(bright(), 3);
    }

    void aSmallWindow()
    {
        test::WindowFixture fixture;
        const auto window = fixture.makeWindow();
        window->resize(1024, 700);
        window->show();
        window->connectToDemo();
        auto *list = window->findChild<FrameTableView *>(QStringLiteral("frameList"));
        QTRY_VERIFY(list->tableLayout().rowCount > 10);
        QCOMPARE(window->size(), QSize(1024, 700));
        QVERIFY2(list->tableLayout().fullRows() >= 5, qPrintable(QString::number(list->tableLayout().fullRows())));
    }
};

QTEST_MAIN(TestTimeline)
#include "tst_timeline.moc"
