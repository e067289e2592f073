// What pointer and keys do with the timeline (ui/timeline/timelineinput.cpp).

#include "tests/ui/timeline/timelinestory.h"
#include "ui/timeline/timelineview.h"

#include <QApplication>
#include <QSignalSpy>
#include <QWheelEvent>

using namespace framescope;
using namespace framescope::ui;
using test::TimelineStory;
using ws::Opcode;

class TestTimelineInput : public QObject
{
    Q_OBJECT

    static constexpr std::int64_t ms = TimelineStory::ms;

    struct Shown {
        TimelineStory story;
        TimelineView view;
        std::vector<RowIndex> rows;
        std::vector<std::optional<TimeSpan>> spans;

        Shown()
        {
            for (int i = 1; i <= 40; ++i) {
                if (i % 2)
                    story.receive(i * 100 * ms, Opcode::Text, i == 21 ? "\xFF" : "x");
                else
                    story.send(i * 100 * ms, Opcode::Binary, "xy");
            }
            QObject::connect(&view, &TimelineView::rowActivated, &view, [this](RowIndex row) { rows.push_back(row); });
            QObject::connect(&view, &TimelineView::spanChosen, &view,
                             [this](const std::optional<TimeSpan> &span) { spans.push_back(span); });
            view.resize(1000, view.sizeHint().height());
            view.show();
            view.setCapture(&story.capture());
            view.poll(false);
            if (!view.picture().hasRows)
                qFatal("nothing is shown");
        }
        ~Shown() { view.setCapture(nullptr); }
        QPoint at(std::int64_t time, bool above) const
        {
            const int x = view.timelineLayout().names + int(view.viewport().scale().xOf(TimelineStory::begin + time));
            return {x, view.timelineLayout().middle(0) + (above ? -8 : 8)};
        }
        QPoint onAxis(std::int64_t time) const
        {
            return {at(time, true).x(), view.timelineLayout().axis().center().y()};
        }
        void wheel(const QPoint &pos, const QPoint &angle, Qt::KeyboardModifiers keys = {})
        {
            QWheelEvent event(pos, view.mapToGlobal(pos), {}, angle, Qt::NoButton, keys, Qt::NoScrollPhase, false);
            QApplication::sendEvent(&view, &event);
        }
        void drag(const QPoint &from, const QPoint &to, Qt::KeyboardModifiers keys = {})
        {
            const auto move = [&](const QPoint &pos) {
                QMouseEvent event(QEvent::MouseMove, pos, view.mapToGlobal(pos), Qt::NoButton, Qt::LeftButton, keys);
                QApplication::sendEvent(&view, &event);
            };
            QTest::mousePress(&view, Qt::LeftButton, keys, from);
            move((from + to) / 2);
            move(to);
            QTest::mouseRelease(&view, Qt::LeftButton, keys, to);
        }
    };

private Q_SLOTS:
    void clickGoesToTheRow()
    {
        Shown s;
        // Rows 0 and 1 are the heads; row i + 1 came at i * 100 ms.
        QTest::mouseClick(&s.view, Qt::LeftButton, {}, s.at(700 * ms, false));
        QTest::mouseClick(&s.view, Qt::LeftButton, {}, s.at(800 * ms, true));
        QTest::mouseClick(&s.view, Qt::LeftButton, {}, s.at(800 * ms, false) + QPoint(1, 0)); // nothing came there
        QTest::mouseClick(&s.view, Qt::LeftButton, {}, s.at(4000 * ms, true) + QPoint(4, 0));
        const std::vector<RowIndex> expected{RowIndex(8), RowIndex(9), RowIndex(9), RowIndex(41)};
        QCOMPARE(s.rows, expected);
        QVERIFY(s.spans.empty());
    }

    void clickOnRedGoesToTheViolation()
    {
        Shown s;
        for (const char *payload : {"one", "\xFF", "three"})
            s.story.receive(5000 * ms, Opcode::Text, payload);
        s.view.resize(900, s.view.height()); // and with it the sums are drawn anew
        QTRY_VERIFY((s.view.poll(false), s.view.picture().sumOfAll().rows() == 45));
        QTest::mouseClick(&s.view, Qt::LeftButton, {}, s.at(5000 * ms, false));
        QCOMPARE(s.rows, std::vector{RowIndex(43)});
    }

    void wheelZoomsAtThePointer()
    {
        Shown s;
        const QPoint pos = s.at(1300 * ms, true);
        const std::int64_t span = s.view.viewport().scale().span();
        const int x = pos.x() - s.view.timelineLayout().names;
        const std::int64_t time = s.view.viewport().scale().timeAt(x);
        for (int i = 0; i < 26; ++i) {
            s.wheel(pos, {0, 120});
            QVERIFY(std::abs(s.view.viewport().scale().xOf(time) - x) <= 2);
        }
        QVERIFY(s.view.viewport().scale().span() < span / 10'000);
        const std::int64_t start = s.view.viewport().scale().start;
        s.wheel(pos, {0, -120}, Qt::ShiftModifier);
        QVERIFY(s.view.viewport().scale().start > start);
        s.wheel(pos, {120, 0});
        QVERIFY(std::abs(s.view.viewport().scale().start - start) <= s.view.viewport().scale().binWidth);
        for (int i = 0; i < 40; ++i)
            s.wheel(pos, {0, -120});
        QCOMPARE(s.view.viewport().mode(), TimelineViewport::Mode::Whole);
    }

    void dragPans()
    {
        Shown s;
        s.wheel(s.at(2000 * ms, true), {0, 480});
        const std::int64_t start = s.view.viewport().scale().start;
        s.drag({600, 20}, {500, 30});
        const std::int64_t moved = s.view.viewport().scale().start - start;
        QVERIFY(std::abs(moved - s.view.viewport().scale().timeAt(100) + s.view.viewport().scale().start) <=
                s.view.viewport().scale().binWidth);
        QVERIFY(s.rows.empty() && s.spans.empty());
    }

    void brush_data()
    {
        QTest::addColumn<bool>("axis");
        QTest::newRow("with Shift") << false;
        QTest::newRow("on the axis") << true;
    }
    void brush()
    {
        QFETCH(bool, axis);
        Shown s;
        const auto place = [&](std::int64_t time) { return axis ? s.onAxis(time) : s.at(time, true); };
        s.drag(place(2050 * ms), place(1050 * ms), axis ? Qt::NoModifier : Qt::ShiftModifier);
        QCOMPARE(s.spans.size(), std::size_t(1));
        QVERIFY(s.spans[0]);
        QCOMPARE(s.view.span(), s.spans[0]);
        const std::int64_t bin = s.view.viewport().scale().binWidth;
        QVERIFY(std::abs(s.spans[0]->from - TimelineStory::begin - 1050 * ms) <= 2 * bin);
        QVERIFY(std::abs(s.spans[0]->to - TimelineStory::begin - 2050 * ms) <= 2 * bin);
        // Escape takes it back, and a double click the next one.
        QTest::keyClick(&s.view, Qt::Key_Escape);
        QVERIFY(!s.view.span() && s.spans.size() == 2 && !s.spans[1]);
        s.drag(place(1000 * ms), place(1500 * ms), axis ? Qt::NoModifier : Qt::ShiftModifier);
        QTest::mouseDClick(&s.view, Qt::LeftButton, {}, s.at(3000 * ms, true));
        QVERIFY(!s.view.span() && s.spans.size() == 4);
        // Taken back from outside it says nothing.
        s.drag(place(1000 * ms), place(1500 * ms), axis ? Qt::NoModifier : Qt::ShiftModifier);
        s.view.clearSpan();
        QCOMPARE(s.spans.size(), std::size_t(5));
        QVERIFY(!s.view.span());
    }

    void keys()
    {
        Shown s;
        const auto key = [&](int which, Qt::KeyboardModifiers keys = {}) {
            QTest::keyClick(&s.view, Qt::Key(which), keys);
        };
        const auto &scale = [&]() -> const TimeScale & { return s.view.viewport().scale(); };
        const std::int64_t span = scale().span();
        for (int i = 0; i < 6; ++i)
            key(Qt::Key_Plus);
        QVERIFY(scale().span() < span / 5);
        std::int64_t start = scale().start;
        key(Qt::Key_Right);
        QVERIFY(scale().start > start);
        key(Qt::Key_Left);
        QVERIFY(std::abs(scale().start - start) <= scale().binWidth);
        key(Qt::Key_End);
        QVERIFY(scale().xOf(s.view.viewport().last()) < scale().width);
        key(Qt::Key_Home);
        QVERIFY(scale().xOf(s.view.viewport().first()) >= 0);
        key(Qt::Key_Return);
        QCOMPARE(s.rows.size(), std::size_t(1));
        // Shift and an arrow mark a span from the middle on, and make it longer.
        key(Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(s.view.span());
        const TimeSpan first = *s.view.span();
        key(Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(s.view.span()->from, first.from);
        QVERIFY(s.view.span()->to > first.to);
        key(Qt::Key_Left, Qt::ShiftModifier);
        key(Qt::Key_Left, Qt::ShiftModifier);
        key(Qt::Key_Left, Qt::ShiftModifier);
        QVERIFY(s.view.span()->from < first.from);
        key(Qt::Key_Escape);
        QVERIFY(!s.view.span());
        key(Qt::Key_Minus);
        key(Qt::Key_0);
        QCOMPARE(s.view.viewport().mode(), TimelineViewport::Mode::Whole);
        QVERIFY(s.view.accessibleDescription().contains(QStringLiteral("At the cursor")));
    }

    void nothingToDoWithoutRows()
    {
        TimelineView view;
        view.resize(900, view.sizeHint().height());
        view.show();
        QSignalSpy rows(&view, &TimelineView::rowActivated);
        for (const int key : {Qt::Key_Plus, Qt::Key_Left, Qt::Key_End, Qt::Key_Home, Qt::Key_Return, Qt::Key_0})
            QTest::keyClick(&view, Qt::Key(key));
        QTest::mouseClick(&view, Qt::LeftButton, {}, {400, 20});
        QTest::mouseDClick(&view, Qt::LeftButton, {}, {400, 20});
        QTest::mouseMove(&view, {500, 20});
        QCOMPARE(rows.count(), 0);
        QVERIFY(!view.span());
    }
};

QTEST_MAIN(TestTimelineInput)
#include "tst_timelineinput.moc"
