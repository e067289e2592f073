#include "ui/timeline/timelinetext.h"

#include "tests/ui/timeline/timelinestory.h"

using namespace framescope;
using namespace framescope::ui;
using test::TimelineStory;
using ws::Opcode;

class TestTimelineText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void says()
    {
        constexpr std::int64_t ms = TimelineStory::ms;
        TimelineStory story;
        story.send(2000 * ms, Opcode::Ping, "p");
        story.receive(4000 * ms, Opcode::Pong, "p");
        story.receive(8000 * ms, Opcode::Text, QByteArray(2000, 'x'));
        story.receive(8001 * ms, Opcode::Text, "\xFF");
        timeline::TimePyramid sums(story.capture());
        sums.update();
        const auto pairs = timeline::pingPairs(story.capture(), RowIndex(0), story.last() + 1, 100);
        const TimeScale scale = TimeScale::showing(sums.first(), sums.last(), 900, sums.first());
        const TimelinePicture picture = TimelinePicture::of(sums, scale, story.capture(), pairs);
        const auto binOf = [&](std::int64_t time) {
            return picture.binAt(int(scale.xOf(TimelineStory::begin + time))).value();
        };

        const QStringList all = pictureText(picture);
        QCOMPARE(all.size(), 3);
        QCOMPARE(all.at(0), QStringLiteral("6 rows in 8.00 s"));
        QCOMPARE(all.at(1), QStringLiteral("0.7 rows/s"));
        QVERIFY2(all.at(2).endsWith(QStringLiteral(" bytes/s of payload")), qPrintable(all.at(2)));

        const QStringList said = binText(picture, binOf(8000 * ms), {});
        QCOMPARE(said.size(), 2);
        QVERIFY2(said.at(0).startsWith(QStringLiteral("7.9")) && said.at(0).endsWith(QStringLiteral(" s")),
                 qPrintable(said.at(0)));
        QVERIFY2(said.at(1).startsWith(QStringLiteral("↓ 2 rows, 2.0 ")), qPrintable(said.at(1)));
        QCOMPARE(binText(picture, binOf(5000 * ms), 0).at(1), QStringLiteral("nothing"));

        const QString tip = binToolTip(picture, binOf(8000 * ms), 0);
        QVERIFY2(tip.contains(QStringLiteral("↓ received: 2 rows (2 text)\n    2.0 ")) &&
                     tip.endsWith(QStringLiteral("\n▲ with an error: 1 row")),
                 qPrintable(tip));
        QVERIFY(binToolTip(picture, binOf(3000 * ms), 0).contains(QStringLiteral("Ping to pong: 2.00 s")));
        const QString silent = binToolTip(picture, binOf(6000 * ms), {});
        QVERIFY2(silent.contains(QStringLiteral("Silence of 4.00 s")), qPrintable(silent));
        // The margin before the first row has no time of its own.
        const TimelinePicture early = TimelinePicture::of(sums, scale.panned(-10), story.capture(), pairs);
        QCOMPARE(binText(early, 0, {}), QStringList(QStringLiteral("before the first row")));
        QCOMPARE(binToolTip(early, 0, {}), QStringLiteral("before the first row"));
        QVERIFY(timelineHelp().contains(QStringLiteral("Shift+drag")));
    }
};

QTEST_GUILESS_MAIN(TestTimelineText)
#include "tst_timelinetext.moc"
