#include "ui/timeline/timelinepicture.h"

#include "tests/ui/timeline/timelinestory.h"

using namespace framescope;
using namespace framescope::ui;
using test::TimelineStory;
using ws::Opcode;

class TestTimelinePicture : public QObject
{
    Q_OBJECT

    static constexpr std::int64_t ms = TimelineStory::ms;

    static TimelinePicture whole(const TimelineStory &story, const TimelinePicture::Shown &shown = {})
    {
        timeline::TimePyramid sums(story.capture());
        sums.update();
        const auto pairs = timeline::pingPairs(story.capture(), RowIndex(0), story.last() + 1, 100);
        const TimeScale scale = TimeScale::showing(sums.first(), sums.last(), 900, sums.first());
        return TimelinePicture::of(sums, scale, story.capture(), pairs, shown);
    }

private Q_SLOTS:
    void empty()
    {
        test::Recording r(QTemporaryDir().filePath(QStringLiteral("empty.pcapng")));
        timeline::TimePyramid sums(*r.capture);
        const TimelinePicture picture = TimelinePicture::of(sums, TimeScale(), *r.capture, {});
        QVERIFY(!picture.hasRows && !picture.binAt(0) && !picture.binWithRows(0, 0, Direction::Out, 9));
    }

    void barsGapsAndArcs()
    {
        TimelineStory story;
        story.send(100 * ms, Opcode::Ping, "p");
        story.receive(400 * ms, Opcode::Pong, "p");
        story.receive(500 * ms, Opcode::Text, "before");
        story.receive(4500 * ms, Opcode::Text, "after");
        story.send(4520 * ms, Opcode::Ping, "q");
        story.receive(4530 * ms, Opcode::Pong, "q"); // too near to be drawn
        story.receive(9000 * ms, Opcode::Binary, QByteArray(5000, 'x'));
        const TimelinePicture picture = whole(story);
        QCOMPARE(picture.sumOfAll().rows(), story.capture().rowCount());
        QCOMPARE(picture.largest, std::uint64_t(5000));
        QCOMPARE(picture.lanes(), 1);

        QCOMPARE(picture.gaps.size(), std::size_t(2));
        QCOMPARE(picture.gaps[0].from, TimelineStory::begin + 500 * ms);
        QCOMPARE(picture.gaps[0].to, TimelineStory::begin + 4500 * ms);
        QCOMPARE(picture.gaps[1].to, TimelineStory::begin + 9000 * ms);

        QCOMPARE(picture.arcs.size(), std::size_t(1));
        QCOMPARE(picture.arcs[0].roundTrip, 300 * ms);
        QCOMPARE(picture.arcs[0].pingWent, Direction::Out);

        const int x = int(picture.scale.xOf(TimelineStory::begin + 500 * ms));
        const auto bin = picture.binAt(x);
        QVERIFY(bin);
        QCOMPARE(picture.sumOf(*bin).of(Direction::In).counts[0], 1u);
        QVERIFY(picture.barX(*bin) <= x && picture.barX(*bin) + TimeScale::binPixels > x);
        QCOMPARE(picture.binWithRows(x + 7, 0, Direction::In, 9), bin);
        QVERIFY(!picture.binWithRows(x + 60, 0, Direction::In, 9));
        QVERIFY(!picture.binWithRows(x, 0, Direction::Out, 9));
        QVERIFY(!picture.binWithRows(x, 3, Direction::In, 9));
        QVERIFY(!picture.binAt(-5));
        QVERIFY(!picture.binAt(2000));
    }

    void hiddenRowsAreDimmed()
    {
        TimelineStory story;
        story.receive(1000 * ms, Opcode::Text, "hidden");
        story.receive(2000 * ms, Opcode::Text, "shown");
        const std::uint64_t last = story.last().value();
        const TimelinePicture picture = whole(story, [last](std::uint64_t, std::uint64_t to) { return to == last; });
        int dimmed = 0, bright = 0;
        for (std::size_t bin = 0; bin < picture.bins.count; ++bin) {
            const bool rows = !picture.bins.rows[bin].empty();
            QVERIFY(rows || !picture.dimmed[bin]);
            dimmed += picture.dimmed[bin];
            bright += rows && !picture.dimmed[bin];
        }
        QCOMPARE(dimmed, 2); // the heads and the first text
        QCOMPARE(bright, 1);
    }

    void lanesAndTooManyOfThem()
    {
        TimelineStory story;
        for (int i = 0; i < 5; ++i)
            story.recording.upgraded();
        const TimelinePicture six = whole(story);
        QCOMPARE(six.lanes(), 6);
        QCOMPARE(six.connections.size(), std::size_t(6));
        QVERIFY(!six.merged);
        story.recording.upgraded();
        const TimelinePicture seven = whole(story);
        QVERIFY(seven.merged);
        QCOMPARE(seven.lanes(), 1);
        QCOMPARE(seven.sumOfAll().rows(), story.capture().rowCount());
        QVERIFY(seven.connections.empty());
    }
};

QTEST_GUILESS_MAIN(TestTimelinePicture)
#include "tst_timelinepicture.moc"
