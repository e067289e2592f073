#include "ui/timeline/timelinelayout.h"

#include <QTest>

using namespace framescope;
using namespace framescope::ui;

class TestTimelineLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lanesFillTheHeight_data()
    {
        QTest::addColumn<int>("lanes");
        for (int lanes = 1; lanes <= 6; ++lanes)
            QTest::addRow("%d", lanes) << lanes;
    }
    void lanesFillTheHeight()
    {
        QFETCH(int, lanes);
        TimelineLayout layout;
        layout.width = 1000;
        layout.names = 100;
        layout.lanes = lanes;
        layout.height = TimelineLayout::heightFor(lanes);
        QVERIFY(layout.height < 160); // the list needs the room more
        int y = 0;
        for (int i = 0; i < lanes; ++i) {
            const QRect lane = layout.lane(i);
            QCOMPARE(lane.top(), y);
            QCOMPARE(lane.left(), 100);
            QCOMPARE(lane.width(), 900);
            QCOMPARE(layout.nameOf(i), QRect(0, y, 100, lane.height()));
            QCOMPARE(layout.laneAt(y), std::optional<std::size_t>(i));
            QCOMPARE(layout.laneAt(lane.bottom()), std::optional<std::size_t>(i));
            QCOMPARE(layout.directionAt(lane.top()), Direction::Out);
            QCOMPARE(layout.directionAt(lane.bottom()), Direction::In);
            QVERIFY(layout.barHeight(1u << 30, 1u << 30) < layout.middle(i) - lane.top() + 1);
            y += lane.height();
        }
        QCOMPARE(layout.axis().top(), y);
        QCOMPARE(layout.axis().bottom(), layout.height - 1 - TimelineLayout::border);
        QVERIFY(!layout.laneAt(-1));
        QVERIFY(!layout.laneAt(y));
    }
    void timeComesBeforeWhatIsSaid_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("said");
        QTest::newRow("wide") << 1160 << 150;
        QTest::newRow("just") << 570 << 150;
        QTest::newRow("narrow") << 569 << 0;
        QTest::newRow("none") << 0 << 0;
    }
    void timeComesBeforeWhatIsSaid()
    {
        QFETCH(int, width);
        TimelineLayout layout;
        layout.width = width;
        layout.names = 100;
        layout.height = TimelineLayout::heightFor(1);
        layout.said = layout.roomForSaid(150);
        QTEST(layout.said, "said");
        QCOMPARE(layout.area().width(), std::max(0, width - 100 - layout.said));
        QCOMPARE(layout.axis().width(), layout.area().width());
        QVERIFY(!layout.saidArea().intersects(layout.area()) && !layout.saidArea().intersects(layout.axis()));
    }
    void barsAreLogarithms()
    {
        TimelineLayout layout;
        layout.width = 500;
        layout.height = TimelineLayout::heightFor(1);
        const int room = layout.barRoom();
        QCOMPARE(layout.barHeight(1u << 20, 1u << 20), room);
        QCOMPARE(layout.barHeight(0, 1u << 20), 2);
        const int half = layout.barHeight(1u << 10, 1u << 20);
        QVERIFY(std::abs(half - room / 2) <= 1);
        QVERIFY(layout.barHeight(100, 100) < room); // small rows are small even among themselves
        QCOMPARE(layout.barHeight(std::uint64_t(1) << 48, 5), room);
    }
    void anySize()
    {
        TimelineLayout layout;
        layout.names = 50;
        QCOMPARE(layout.area().width(), 0);
        QVERIFY(layout.barRoom() >= 1);
        QVERIFY(!layout.laneAt(0) || layout.lane(0).height() > 0);
    }
};

QTEST_GUILESS_MAIN(TestTimelineLayout)
#include "tst_timelinelayout.moc"
