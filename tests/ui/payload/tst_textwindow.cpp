#include "ui/payload/textwindow.h"

#include "ui/payload/payloadedit.h"

#include <QScrollBar>
#include <QTest>
#include <QTextBlock>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

using namespace framescope;
using ui::OctetRange;
using ui::TextWindow;

namespace
{
/// Octets made as they are read, and how many were.
struct Endless {
    std::uint64_t size;
    std::function<char(std::uint64_t)> at;
    std::shared_ptr<std::uint64_t> read = std::make_shared<std::uint64_t>(0);

    QByteArray octets(OctetRange range) const
    {
        QByteArray out;
        for (std::uint64_t i = range.from; i < std::min(size, range.from + range.count); ++i)
            out += at(i);
        return out;
    }
    ui::RowPayload::Fetch fetch() const
    {
        return [*this](std::uint64_t from, std::uint64_t count) {
            *read += count;
            return octets({from, count});
        };
    }
};

const Endless letters{std::uint64_t(1) << 30, [](std::uint64_t i) { return char('a' + i % 26); }};
/// The euro sign, three octets.
const Endless euros{std::uint64_t(30) << 20, [](std::uint64_t i) { return "\xE2\x82\xAC"[i % 3]; }};
const Endless lines{std::uint64_t(20) << 20,
                    [](std::uint64_t i) { return i % 40 == 39 ? '\n' : char('0' + i / 40 % 10); }};

struct Shown {
    explicit Shown(const Endless &source)
    {
        window.resize(600, 220);
        window.show();
        window.showBytes(source.size, source.fetch(), false);
        edit = window.findChild<ui::PayloadEdit *>();
        bar = window.findChild<QScrollBar *>(u"textBar"_qs);
    }
    QScrollBar &inner() const { return *edit->verticalScrollBar(); }
    void page(bool down) const
    {
        inner().triggerAction(down ? QAbstractSlider::SliderPageStepAdd : QAbstractSlider::SliderPageStepSub);
        QCoreApplication::processEvents();
    }
    TextWindow window;
    ui::PayloadEdit *edit;
    QScrollBar *bar;
};
} // namespace

class TestTextWindow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aGigabyteWithoutALineEnd()
    {
        *letters.read = 0;
        Shown s(letters);
        s.window.grab();
        QVERIFY(s.window.isWindowed());
        QVERIFY(!s.window.isReading());
        QVERIFY2(*letters.read <= 4 * TextWindow::sizeAtOnce, qPrintable(QString::number(*letters.read)));
        QCOMPARE(s.window.text(), QString::fromLatin1(letters.octets(s.window.loaded())));
        QVERIFY(s.bar->isVisible());
        // The longest line that is laid out.
        for (QTextBlock block = s.edit->document()->begin(); block.isValid(); block = block.next())
            QVERIFY(block.length() <= 2 * ui::VisiblePayload::maxLine);
        for (int i = 0; i < 400; ++i)
            s.page(true);
        QVERIFY(s.window.loaded().from > 0); // what was left is no longer laid out
        QVERIFY(s.window.loaded().count <= TextWindow::maxLoaded + TextWindow::sizeAtOnce);
        QCOMPARE(s.window.text(), QString::fromLatin1(letters.octets(s.window.loaded())));
        QVERIFY(*letters.read < std::uint64_t(4) << 20);
        for (int i = 0; i < 1000 && s.window.loaded().from > 0; ++i)
            s.page(false);
        QCOMPARE(s.window.loaded().from, std::uint64_t(0));
        QCOMPARE(s.window.text(), QString::fromLatin1(letters.octets(s.window.loaded())));
    }

    /// It grows over what is shown whole while a part of it is being read.
    void growsDuringARead()
    {
        struct Gate {
            std::mutex mutex;
            std::condition_variable wake;
            bool open = false, waits = false;
            std::atomic<int> readers = 0, most = 0;
        };
        const auto gate = std::make_shared<Gate>();
        const auto fetch = [gate, gui = std::this_thread::get_id()](std::uint64_t from, std::uint64_t count) {
            gate->most = std::max(gate->most.load(), ++gate->readers);
            if (std::this_thread::get_id() != gui) {
                std::unique_lock lock(gate->mutex);
                gate->waits = true;
                gate->wake.wait(lock, [&] { return gate->open; });
            }
            --gate->readers;
            return letters.octets({from, count});
        };
        TextWindow window;
        window.resize(600, 220);
        window.show();
        window.showBytes(TextWindow::whole, fetch, true);
        QTRY_VERIFY([&] {
            const std::lock_guard lock(gate->mutex);
            return gate->waits;
        }());
        window.grow(TextWindow::whole * 3, fetch, true);
        auto *edit = window.findChild<ui::PayloadEdit *>();
        edit->verticalScrollBar()->setValue(edit->verticalScrollBar()->maximum());
        for (int i = 0; i < 3; ++i) // as a person would scroll on: nothing is read here
            QCoreApplication::processEvents();
        QCOMPARE(gate->most.load(), 1);
        {
            const std::lock_guard lock(gate->mutex);
            gate->open = true;
        }
        gate->wake.notify_all();
        QTRY_VERIFY(!window.isReading());
        QVERIFY(window.isWindowed());
        QCOMPARE(gate->most.load(), 1);
        QCOMPARE(window.text(), QString::fromLatin1(letters.octets(window.loaded())));
        window.release();
    }

    void theBarCountsOctets()
    {
        *letters.read = 0;
        Shown s(letters);
        s.bar->setValue(s.bar->maximum() / 2);
        const std::uint64_t middle = letters.size / 2;
        QVERIFY(s.window.loaded().from < middle && s.window.loaded().from + s.window.loaded().count > middle);
        QCOMPARE(s.window.text(), QString::fromLatin1(letters.octets(s.window.loaded())));
        s.bar->setValue(s.bar->maximum());
        QCOMPARE(s.window.loaded().from + s.window.loaded().count, letters.size);
        QCOMPARE(s.inner().value(), s.inner().maximum());
        QCOMPARE(s.bar->value(), s.bar->maximum());
        QTest::keyClick(s.edit, Qt::Key_Home, Qt::ControlModifier);
        QCOMPARE(s.window.loaded().from, std::uint64_t(0));
        QCOMPARE(s.inner().value(), 0);
        QTest::keyClick(s.edit, Qt::Key_End, Qt::ControlModifier);
        QCOMPARE(s.window.loaded().from + s.window.loaded().count, letters.size);
        QVERIFY(*letters.read < std::uint64_t(2) << 20);
    }

    void charactersAreNeverCut()
    {
        Shown s(euros);
        for (int i = 1; i < 40; ++i) {
            s.window.goTo(std::uint64_t(i) * 700'001);
            for (int page = 0; page < 4; ++page)
                s.page(i % 2 == 0);
            QVERIFY2(!s.window.text().contains(u'⟨'), qPrintable(s.window.text().left(50)));
        }
        QVERIFY(!s.window.firstBadByte());
    }

    void linesStayLines()
    {
        Shown s(lines);
        s.window.goTo(std::uint64_t(8) << 20);
        for (int i = 0; i < 300; ++i)
            s.page(true);
        QCOMPARE(s.window.text(), QString::fromLatin1(lines.octets(s.window.loaded())));
        for (int i = 0; i < 900; ++i)
            s.page(false);
        QCOMPARE(s.window.text(), QString::fromLatin1(lines.octets(s.window.loaded())));
    }

    void scrollingKeepsItsPlace()
    {
        Shown s(lines);
        s.window.goTo(std::uint64_t(8) << 20);
        while (s.window.loaded().count < TextWindow::maxLoaded - TextWindow::sizeAtOnce / 2)
            s.page(true);
        const std::uint64_t before = s.window.loaded().from;
        for (int i = 0; i < 2500; ++i) {
            // One line at a time, also where lines come and go at the ends.
            const QString top = s.edit->topCursor().block().next().text();
            s.inner().setValue(s.inner().value() + 1);
            QCoreApplication::processEvents();
            QCOMPARE(s.edit->topCursor().block().text(), top);
        }
        QVERIFY(s.window.loaded().from > before);
    }

    void tenMegabytesOfCombiningMarks()
    {
        const Endless marks{std::uint64_t(10) << 20,
                            [](std::uint64_t i) { return i == 0 ? 'a' : "\xCC\x81"[(i - 1) % 2]; }};
        Shown s(marks);
        s.window.grab();
        const QString text = s.window.text();
        QVERIFY(*marks.read <= 4 * TextWindow::sizeAtOnce);
        QVERIFY(text.contains(u"⟨U+0301⟩"_qs));
        // No more of them stand on one character than a person could tell apart.
        QVERIFY(!text.contains(QString(ui::VisiblePayload::maxCombining + 1, QChar(0x301))));
        QVERIFY(text.size() < 300'000);
        s.bar->setValue(s.bar->maximum());
        s.window.grab();
        QCOMPARE(s.window.loaded().from + s.window.loaded().count, marks.size);
        QVERIFY(s.window.text().size() < 600'000);
    }

    void whatCannotBeShownComesInSmallParts()
    {
        const Endless bad{std::uint64_t(60) << 10, [](std::uint64_t) { return '\xFF'; }};
        Shown s(bad);
        QTRY_VERIFY(!s.window.isReading());
        QVERIFY(s.window.isWindowed()); // although it is no large text
        QVERIFY(s.window.loaded().count <= 4 * ui::VisiblePayload::maxUnshowable);
        s.window.goTo(bad.size - 1);
        QCOMPARE(s.window.loaded().from + s.window.loaded().count, bad.size);
        for (int i = 0; i < 4000 && s.window.loaded().from > 0; ++i)
            s.page(false);
        QCOMPARE(s.window.loaded().from, std::uint64_t(0));
        QCOMPARE(s.window.firstBadByte(), std::optional(std::uint64_t(0)));
    }

    void octetsAreSelected()
    {
        Shown s(lines);
        for (const OctetRange range : {OctetRange{5, 3}, {39, 1}, {38, 4}, {9'000'000, 100}, {lines.size - 2, 2}}) {
            s.window.select(range);
            QCOMPARE(s.window.selected(), std::optional(range));
            s.edit->copy();
            const QRect cursor = s.edit->cursorRect();
            QVERIFY(s.edit->viewport()->rect().contains(cursor.center()));
        }
        s.window.select({lines.size, 1});
        QCOMPARE(s.window.selected(), std::optional(OctetRange{lines.size - 2, 2})); // there is nothing
        Shown e(euros);
        e.window.select({3'000'003, 6});
        QCOMPARE(e.window.selected(), std::optional(OctetRange{3'000'003, 6}));
        QCOMPARE(e.edit->textCursor().selectedText().remove(QChar(QChar::ParagraphSeparator)), u"€€"_qs);
    }

    void smallTextIsThereAsAWhole()
    {
        const Endless text{300'000, [](std::uint64_t i) { return i % 100 == 99 ? '\n' : 'x'; }};
        Shown s(text);
        s.window.select({250'000, 5}); // once it is read
        QTRY_VERIFY(!s.window.isReading());
        QVERIFY(!s.window.isWindowed());
        QVERIFY(!s.bar->isVisible());
        QCOMPARE(s.window.text(), QString::fromLatin1(text.octets({0, text.size})));
        QCOMPARE(s.window.selected(), std::optional(OctetRange{250'000, 5}));
        s.window.grow(300'000, text.fetch(), false);
        QVERIFY(!s.window.isReading());
    }

    void aSourceThatCannotBeReadIsAskedOnce()
    {
        TextWindow window;
        window.show();
        int asked = 0;
        window.showBytes(
            std::uint64_t(1) << 24,
            [&](std::uint64_t, std::uint64_t) {
                ++asked;
                return QByteArray();
            },
            false);
        QVERIFY(asked <= 2);
        QVERIFY(window.text().isEmpty());
    }
};

QTEST_MAIN(TestTextWindow)
#include "tst_textwindow.moc"
