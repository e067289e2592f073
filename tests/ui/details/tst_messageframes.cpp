#include "ui/details/messageframes.h"

#include "tests/support/panecapture.h"

#include <QTest>

using namespace framescope;
using ui::MessageFrames;

namespace
{
const ws::FrameFields part{.fin = false, .opcode = ws::Opcode::Continuation};
const ws::FrameFields last{.opcode = ws::Opcode::Continuation};

/// As many rows as are looked at without a pause.
void receiveOthers(tests::PaneCapture &c)
{
    c.received(QByteArray("\x89\x00", 2).repeated(int(MessageFrames::rowsAtOnce)));
}
} // namespace

class TestMessageFrames : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rowsInNoMessageHaveNone()
    {
        tests::PaneCapture c;
        c.upgrade();
        QVERIFY(!MessageFrames::of(c.capture(), c.last()));
        c.receiveFrame({.opcode = ws::Opcode::Ping}, {});
        QVERIFY(!MessageFrames::of(c.capture(), c.last()));
    }

    void whatIsNearIsThereAtOnce()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.receiveFrame({.fin = false}, "a");
        const RowIndex first = c.last();
        c.receiveFrame({.opcode = ws::Opcode::Ping}, {});
        c.sendFrame({}, "the other direction");
        c.receiveFrame(part, "b");
        c.receiveFrame(last, "c");
        c.receiveFrame({}, "another");
        const std::vector<RowIndex> all{first, first + 3, first + 4};
        for (const RowIndex row : all) {
            const auto frames = MessageFrames::of(c.capture(), row);
            QCOMPARE(frames->rows(), all);
            QVERIFY(!frames->isSearching());
        }
        QCOMPARE(MessageFrames::of(c.capture(), c.last())->rows(), std::vector{c.last()});
    }

    void whatIsFarIsFoundBetweenOtherThings()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.receiveFrame({.fin = false}, "a");
        const RowIndex first = c.last();
        receiveOthers(c);
        c.receiveFrame(part, "b");
        const RowIndex second = c.last();
        receiveOthers(c);
        c.receiveFrame(last, "c");
        const auto frames = MessageFrames::of(c.capture(), second);
        QCOMPARE(frames->rows(), std::vector{first});
        QVERIFY(frames->isSearching());
        QTRY_VERIFY(!frames->isSearching());
        QCOMPARE(frames->rows(), (std::vector{first, second, c.last()}));
    }

    void whatComesLaterIsFoundWhenAsked()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.receiveFrame({.fin = false}, "a");
        const RowIndex first = c.last();
        const auto frames = MessageFrames::of(c.capture(), first);
        QVERIFY(!frames->isSearching());
        c.receiveFrame(part, "b");
        QVERIFY(frames->isSearching());
        frames->lookOn();
        QVERIFY(!frames->isSearching());
        QCOMPARE(frames->rows(), (std::vector{first, first + 1}));
        c.receiveFrame({}, "no part of it"); // RFC 6455 §5.4 forbids it; it ends what was open
        c.receiveFrame(last, "c");
        frames->lookOn();
        QVERIFY(!frames->isSearching());
        QCOMPARE(frames->rows().size(), 2u);
    }

    void rowsOfOneMessageShareThem()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.receiveFrame({.fin = false}, "a");
        const RowIndex first = c.last();
        c.receiveFrame(last, "b");
        c.receiveFrame({}, "other");
        const auto frames = MessageFrames::of(c.capture(), first);
        QCOMPARE(MessageFrames::of(c.capture(), first + 1), frames);
        const auto other = MessageFrames::of(c.capture(), c.last());
        QVERIFY(other != frames);
        c.receiveFrame({.fin = false}, "d");
        const auto open = MessageFrames::of(c.capture(), c.last());
        c.receiveFrame(last, "e");
        QCOMPARE(MessageFrames::of(c.capture(), c.last())->rows().size(), 2u);
        QCOMPARE(open->rows().size(), 2u);
    }

    void soManyAreFoundAndNoMore()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.receiveFrame({.fin = false}, "a");
        const RowIndex first = c.last();
        c.received(QByteArray("\x00\x00", 2).repeated(int(MessageFrames::most)));
        const auto frames = MessageFrames::of(c.capture(), first);
        QCOMPARE(frames->rows().size(), MessageFrames::most);
        QVERIFY(!frames->isSearching());
    }
};

QTEST_MAIN(TestMessageFrames)
#include "tst_messageframes.moc"
