#include "ui/timeline/timelinesource.h"

#include "tests/ui/timeline/timelinestory.h"

#include <QSignalSpy>

using namespace framescope;
using namespace framescope::ui;
using test::TimelineStory;
using ws::Opcode;

class TestTimelineSource : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fewRowsAtOnceManyElsewhere()
    {
        TimelineStory story;
        TimelineSource source;
        QVERIFY(!source.poll());
        QVERIFY(source.pyramid() == nullptr);
        source.setCapture(&story.capture());
        QVERIFY(source.poll());
        QCOMPARE(source.pyramid()->rows(), story.capture().rowCount());
        QVERIFY(!source.poll());

        QSignalSpy grown(&source, &TimelineSource::grown);
        const int many = int(TimelineSource::rowsAtOnce) + 5;
        story.recording.in(story.id, test::frame(Opcode::Text, "x", false).repeated(many));
        QVERIFY(!source.poll());
        QVERIFY(source.pyramid() == nullptr); // another thread has it
        QVERIFY(grown.wait());
        QCOMPARE(source.pyramid()->rows(), story.capture().rowCount());

        // One connection only; what runs for all is dropped.
        story.recording.in(story.id, test::frame(Opcode::Text, "x", false).repeated(many));
        const ConnectionId other = story.recording.upgraded();
        source.poll();
        source.setConnection(other);
        QCOMPARE(source.pyramid()->rows(), 0u);
        source.poll();
        QVERIFY(grown.wait());
        QCOMPARE(source.pyramid()->sum(timeline::TimeBins::earliest, timeline::TimeBins::latest).rows(), 2u);
        QCOMPARE(grown.count(), 2);
        source.poll();
        source.setCapture(nullptr); // may go at once now
        QVERIFY(source.pyramid() == nullptr);
    }

    void pairs()
    {
        TimelineStory story;
        story.send(1, Opcode::Ping, "p");
        story.receive(5, Opcode::Pong, "p");
        TimelineSource source;
        source.setCapture(&story.capture());
        QSignalSpy found(&source, &TimelineSource::pairsFound);
        source.findPairs(RowIndex(0), story.last() + 1);
        QVERIFY(found.wait());
        QCOMPARE(source.pairs().size(), std::size_t(1));
        QCOMPARE(source.pairs()[0].ns, std::uint64_t(4));
        source.setConnection(ConnectionId(7));
        QVERIFY(source.pairs().empty());
    }
};

QTEST_MAIN(TestTimelineSource)
#include "tst_timelinesource.moc"
