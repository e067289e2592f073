#include "ui/timeline/timelineview.h"

#include "tests/ui/timeline/timelinestory.h"
#include "ui/timeline/timelinetext.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolTip>

using namespace framescope;
using namespace framescope::ui;
using test::TimelineStory;
using ws::Opcode;

class TestTimelineView : public QObject
{
    Q_OBJECT

    static constexpr std::int64_t ms = TimelineStory::ms;

private Q_SLOTS:
    void showsWhatComes()
    {
        TimelineStory story;
        TimelineView view;
        view.resize(900, view.sizeHint().height());
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.poll(true);
        QVERIFY(!view.picture().hasRows);
        view.setCapture(&story.capture());
        QTRY_VERIFY((view.poll(true), view.picture().hasRows));
        QCOMPARE(view.picture().sumOfAll().rows(), 2u);
        story.receive(300 * ms, Opcode::Text, "x");
        QTRY_VERIFY((view.poll(true), view.picture().sumOfAll().rows() == 3));
        // Folded away it takes in nothing, and all when it comes back.
        view.hide();
        story.receive(400 * ms, Opcode::Text, "x");
        view.poll(true);
        QCOMPARE(view.picture().sumOfAll().rows(), 3u);
        view.show();
        QCOMPARE(view.picture().sumOfAll().rows(), 4u);
        view.setCapture(nullptr);
        QVERIFY(!view.picture().hasRows);
        view.poll(false);
    }

    void lanesOfConnections()
    {
        TimelineStory story;
        const ConnectionId second = story.recording.upgraded();
        TimelineView view;
        view.resize(900, view.sizeHint().height());
        view.show();
        view.setNames([](ConnectionId id) { return QStringLiteral("name %1").arg(id.value()); });
        view.setCapture(&story.capture());
        QTRY_VERIFY((view.poll(true), view.picture().lanes() == 2));
        QCOMPARE(view.timelineLayout().lanes, 2);
        QCOMPARE(view.minimumHeight(), TimelineLayout::heightFor(2));
        view.setConnection(second);
        QTRY_VERIFY((view.poll(true), view.picture().lanes() == 1));
        QCOMPARE(view.picture().sumOfAll().rows(), 2u);
        QCOMPARE(view.picture().connections, std::vector{second});
        QCOMPARE(view.minimumHeight(), TimelineLayout::heightFor(1));
        view.setConnection({});
        QTRY_VERIFY((view.poll(true), view.picture().lanes() == 2));
        view.setCapture(nullptr);
    }

    /// Another connection is drawn at once, also when the pane gets another size before the next redraw.
    void anotherConnectionAndAnotherSize()
    {
        TimelineStory story;
        const ConnectionId second = story.recording.upgraded();
        for (int i = 1; i < 50; ++i)
            story.receive(i * 100 * ms, Opcode::Text, "x");
        TimelineView view;
        view.resize(900, view.sizeHint().height());
        view.show();
        view.setCapture(&story.capture());
        QTRY_VERIFY((view.poll(true), view.picture().lanes() == 2));
        view.setConnection(second);
        view.resize(700, view.height());
        QCoreApplication::sendPostedEvents();
        QVERIFY(view.viewport().hasTimes());
        QCOMPARE(view.picture().sumOfAll().rows(), 2u);
        view.setConnection(story.id);
        view.setFont(QFont(view.font().family(), 13));
        QVERIFY(view.viewport().hasTimes());
        QCOMPARE(view.picture().sumOfAll().rows(), 51u);
        view.setCapture(nullptr);
    }

    /// What is said has a column at the right, where the time has room enough without it.
    void saysBesideTheTime()
    {
        TimelineStory story;
        story.receive(300 * ms, Opcode::Text, "x");
        TimelineView view;
        view.resize(900, view.sizeHint().height());
        view.show();
        view.setCapture(&story.capture());
        QTRY_VERIFY((view.poll(false), view.picture().hasRows));
        const QRect said = view.timelineLayout().saidArea();
        QVERIFY(said.width() > 0);
        QCOMPARE(view.viewport().scale().width, view.timelineLayout().area().width());
        const auto tipAt = [&](const QPoint &pos) {
            QHelpEvent help(QEvent::ToolTip, pos, view.mapToGlobal(pos));
            QCoreApplication::sendEvent(&view, &help);
            return QToolTip::text();
        };
        QVERIFY2(tipAt(said.center()).contains(ratesHelp()), qPrintable(QToolTip::text()));
        // No row is there to be clicked.
        QSignalSpy activated(&view, &TimelineView::rowActivated);
        QTest::mouseClick(&view, Qt::LeftButton, {}, said.center());
        QCOMPARE(activated.count(), 0);
        QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(said.left() - 20, 20));
        QCOMPARE(activated.count(), 1);
        view.zoomIn();
        const auto *whole = view.findChild<QPushButton *>(QStringLiteral("timelineWhole"));
        QVERIFY(!whole->isHidden() && !whole->geometry().intersects(said));

        view.resize(400, view.height());
        QCOMPARE(view.timelineLayout().said, 0);
        QVERIFY2(tipAt({5, 5}).contains(QStringLiteral("rows in")), qPrintable(QToolTip::text()));
        view.setCapture(nullptr);
    }

    /// A connection of which nothing was recorded yet has no way back to offer.
    void nothingOfAConnection()
    {
        TimelineStory story;
        for (int i = 1; i < 100; ++i)
            story.receive(i * 100 * ms, Opcode::Text, "x");
        const ConnectionId second = story.recording.upgraded();
        const ConnectionId silent = story.recording.connect();
        TimelineView view;
        view.resize(900, view.sizeHint().height());
        view.show();
        view.setCapture(&story.capture());
        QTRY_VERIFY((view.poll(true), view.picture().lanes() == 2));
        view.zoomIn();
        const auto *whole = view.findChild<QPushButton *>(QStringLiteral("timelineWhole"));
        QVERIFY(second != silent && !whole->isHidden());
        view.setConnection(silent);
        QVERIFY(!view.picture().hasRows);
        QVERIFY(whole->isHidden());
        QCOMPARE(view.timelineLayout().lanes, 1);
        view.setCapture(nullptr);
    }

    void tellsScreenReaders()
    {
        TimelineView view;
        QAccessibleInterface *const interface = QAccessible::queryAccessibleInterface(&view);
        QCOMPARE(interface->text(QAccessible::Name), QStringLiteral("Timeline"));
        QVERIFY(!interface->text(QAccessible::Description).isEmpty());
    }

    /// The buttons are there when there is something to go back to.
    void waysBack()
    {
        TimelineStory story;
        for (int i = 1; i < 100; ++i)
            story.receive(i * 100 * ms, Opcode::Text, "x");
        TimelineView view;
        view.resize(900, view.sizeHint().height());
        view.show();
        view.setCapture(&story.capture());
        QTRY_VERIFY((view.poll(true), view.picture().hasRows));
        auto *whole = view.findChild<QPushButton *>(QStringLiteral("timelineWhole"));
        auto *live = view.findChild<QPushButton *>(QStringLiteral("timelineLive"));
        QVERIFY(whole->isHidden() && live->isHidden());
        view.zoomIn();
        view.zoomIn();
        view.zoomIn();
        QCOMPARE(view.viewport().mode(), TimelineViewport::Mode::Following); // the newest is what people look at
        QTest::keyClick(&view, Qt::Key_Home);
        QCOMPARE(view.viewport().mode(), TimelineViewport::Mode::Free);
        QVERIFY(!whole->isHidden() && !live->isHidden());
        live->click();
        QCOMPARE(view.viewport().mode(), TimelineViewport::Mode::Following);
        QVERIFY(!whole->isHidden() && live->isHidden());
        whole->click();
        QVERIFY(whole->isHidden());
        QCOMPARE(view.picture().sumOfAll().rows(), story.capture().rowCount());
        // The selected row comes into sight.
        view.zoomIn();
        view.zoomIn();
        view.zoomIn();
        QTest::keyClick(&view, Qt::Key_Home);
        QVERIFY(view.viewport().scale().xOf(view.viewport().last()) > 900);
        view.setCurrentRow(story.last());
        QVERIFY(view.viewport().scale().xOf(view.viewport().last()) < 900);
        view.setRowsInView(std::pair(RowIndex(5), RowIndex(9)));
        view.setCapture(nullptr);
    }
};

QTEST_MAIN(TestTimelineView)
#include "tst_timelineview.moc"
