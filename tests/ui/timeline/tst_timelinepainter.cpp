#include "ui/timeline/timelinepainter.h"

#include "tests/ui/timeline/timelinestory.h"
#include "ui/support/colors.h"

#include <QImage>
#include <QPainter>

using namespace framescope;
using namespace framescope::ui;
using test::TimelineStory;
using ws::Opcode;

class TestTimelinePainter : public QObject
{
    Q_OBJECT

    static bool has(const QImage &image, const QRect &area, const QColor &color)
    {
        for (int y = area.top(); y <= area.bottom(); ++y) {
            for (int x = area.left(); x <= area.right(); ++x) {
                if (image.pixelColor(x, y) == color)
                    return true;
            }
        }
        return false;
    }

private Q_SLOTS:
    void partsOfABar_data()
    {
        using Counts = std::vector<std::uint64_t>;
        using Parts = std::vector<int>;
        QTest::addColumn<Counts>("counts");
        QTest::addColumn<int>("height");
        QTest::addColumn<Parts>("parts");
        QTest::newRow("nothing") << Counts{0, 0} << 10 << Parts{0, 0};
        QTest::newRow("one") << Counts{5, 0, 0} << 10 << Parts{10, 0, 0};
        QTest::newRow("halves") << Counts{5, 5} << 20 << Parts{10, 10};
        QTest::newRow("one of a million is seen") << Counts{1'000'000, 1} << 20 << Parts{18, 2};
        QTest::newRow("no room: the last counts most") << Counts{7, 7, 7} << 3 << Parts{0, 1, 2};
    }
    void partsOfABar()
    {
        QFETCH(std::vector<std::uint64_t>, counts);
        QFETCH(int, height);
        QTEST(barParts(counts, height), "parts");
    }

    /// What is said at the right takes nothing from the axis.
    void saysBesideTheAxis()
    {
        TimelineStory story;
        for (int i = 1; i < 20; ++i)
            story.receive(i * 1000 * TimelineStory::ms, Opcode::Text, "x");
        timeline::TimePyramid sums(story.capture());
        sums.update();
        TimelineLayout layout;
        layout.width = 800;
        layout.names = 100;
        layout.said = 150;
        layout.height = TimelineLayout::heightFor(1);
        const TimeScale scale = TimeScale::showing(sums.first(), sums.last(), layout.area().width(), sums.first());
        const TimelinePicture picture = TimelinePicture::of(sums, scale, story.capture(), {});
        const auto painted = [&](const QStringList &said) {
            TimelineMarks marks;
            marks.said = said;
            QImage image(layout.width, layout.height, QImage::Format_ARGB32_Premultiplied);
            QPainter painter(&image);
            paintTimeline(painter, layout, picture, marks, Colors::light(), QFont());
            return image;
        };
        const QString wide(200, QLatin1Char('W'));
        const QImage silent = painted({}), talking = painted({wide, wide, wide, wide, wide, wide, wide});
        const QRect time = layout.area().united(layout.axis());
        QCOMPARE(talking.copy(time), silent.copy(time));
        QVERIFY(talking.copy(layout.saidArea()) != silent.copy(layout.saidArea()));
    }

    void paintsInBothThemes_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("dark") << true;
        QTest::newRow("light") << false;
    }
    void paintsInBothThemes()
    {
        QFETCH(bool, dark);
        const Colors &colors = dark ? Colors::darkTable() : Colors::light();
        constexpr std::int64_t ms = TimelineStory::ms;
        TimelineStory story;
        story.send(1000 * ms, Opcode::Text, QByteArray(100, 'x'));
        story.receive(2000 * ms, Opcode::Binary, QByteArray(3000, 'x'));
        story.receive(3000 * ms, Opcode::Text, "\xFF");
        timeline::TimePyramid sums(story.capture());
        sums.update();
        TimelineLayout layout;
        layout.width = 700;
        layout.names = 100;
        layout.height = TimelineLayout::heightFor(1);
        const TimeScale scale = TimeScale::showing(sums.first(), sums.last(), 600, sums.first());
        const TimelinePicture picture = TimelinePicture::of(sums, scale, story.capture(), {});
        TimelineMarks marks;
        marks.brush = TimeSpan{TimelineStory::begin + 500 * ms, TimelineStory::begin + 1500 * ms};
        marks.current = TimelineStory::begin + 2000 * ms;
        QImage image(layout.width, layout.height, QImage::Format_ARGB32_Premultiplied);
        QPainter painter(&image);
        paintTimeline(painter, layout, picture, marks, colors, QFont());
        painter.end();
        const auto column = [&](std::int64_t time, bool above) {
            const int x = 100 + int(scale.xOf(TimelineStory::begin + time));
            const int middle = layout.middle(0);
            return above ? QRect(x - 4, 0, 9, middle) : QRect(x - 4, middle + 1, 9, layout.lane(0).bottom() - middle);
        };
        QVERIFY(has(image, column(1000 * ms, true), colors.text));
        QVERIFY(!has(image, column(1000 * ms, false), colors.text));
        QVERIFY(has(image, column(2000 * ms, false), colors.binary));
        QVERIFY(!has(image, column(2000 * ms, true), colors.binary));
        QVERIFY(has(image, column(3000 * ms - 20 * ms, false), colors.finding));
        // Its mark stands at the edge of the lane, and nowhere else.
        const QRect wrong = column(3000 * ms - 20 * ms, false);
        QVERIFY(has(image, QRect(wrong.left(), wrong.bottom() - 3, wrong.width(), 3), colors.finding));
        QVERIFY(!has(image, column(3000 * ms - 20 * ms, true), colors.finding));
        QVERIFY(!has(image, column(1000 * ms, true), colors.finding));
        QVERIFY(has(image, column(2000 * ms, true), colors.textMain)); // the selected row
        QVERIFY(has(image, column(500 * ms, true), colors.accent));    // where the span begins
        QVERIFY(!has(image, column(200 * ms, false), colors.text));
    }
};

QTEST_MAIN(TestTimelinePainter)
#include "tst_timelinepainter.moc"
