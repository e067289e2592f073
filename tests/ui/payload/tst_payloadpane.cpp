#include "core/ws/deflater.h"
#include "tests/support/panecapture.h"
#include "ui/find/findbar.h"
#include "ui/hex/hexview.h"
#include "ui/payload/jsonpane.h"
#include "ui/payload/payloadpane.h"
#include "ui/payload/payloadtab.h"
#include "ui/payload/textpane.h"
#include "ui/support/colors.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QJsonObject>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

#include <semaphore>

using namespace framescope;
using ui::PayloadPane;

namespace
{
const ws::MaskKey key{0x7a, 0x1c, 0x09, 0xf2};

struct Shown {
    explicit Shown(tests::PaneCapture &c)
    {
        pane.setCapture(&c.capture());
        pane.resize(800, 260);
        pane.show();
        text = pane.findChild<ui::TextPane *>();
        json = pane.findChild<ui::JsonPane *>();
        hex = pane.findChild<ui::HexView *>();
        empty = pane.findChild<QLabel *>(QStringLiteral("payloadEmpty"));
    }
    PayloadPane pane;
    ui::TextPane *text;
    ui::JsonPane *json;
    ui::HexView *hex;
    QLabel *empty;

    QString allHex()
    {
        hex->selectAll();
        return hex->selectedHex();
    }
};
} // namespace

class TestPayloadPane : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void onlyTextIsSaidToBeNoUtf8_data()
    {
        QTest::addColumn<int>("opcode");
        QTest::addColumn<bool>("fin");
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<QString>("says");
        QTest::newRow("text") << 1 << true << QByteArray("\xE9") << u"✗ Not UTF-8"_qs;
        QTest::newRow("text, first part") << 1 << false << QByteArray("\xE4\xBD") << u"A part of"_qs;
        QTest::newRow("binary") << 2 << true << QByteArray("\xE9") << u"Binary data"_qs;
        QTest::newRow("ping") << 9 << true << QByteArray("\xE9") << u"Binary data"_qs;
        QTest::newRow("close") << 8 << true << QByteArray("\x03\xE8 bye") << QString();
    }
    void onlyTextIsSaidToBeNoUtf8()
    {
        QFETCH(int, opcode);
        QFETCH(bool, fin);
        QFETCH(QString, says);
        QFETCH(QByteArray, payload);
        tests::PaneCapture c;
        c.upgrade();
        c.receiveFrame({.fin = fin, .opcode = ws::Opcode(opcode)}, payload);
        const RowIndex row = c.last();
        if (!fin)
            c.receiveFrame({.opcode = ws::Opcode::Continuation}, "\xA0");
        Shown s(c);
        s.pane.setCurrentTab(u"text"_qs);
        s.pane.showRow(row);
        const auto *notice = s.pane.findChild<QWidget *>(u"textNotice"_qs);
        QCOMPARE(notice->isVisible(), !says.isEmpty());
        const QString text = notice->findChild<QLabel *>()->text();
        QVERIFY2(says.isEmpty() || text.startsWith(says), qPrintable(text));
        if (fin)
            return;
        s.pane.setWholeMessage(true);
        QVERIFY(!notice->isVisible());
    }

    void aMessageThatGoesOnGrows()
    {
        tests::PaneCapture c;
        c.upgradeWithDeflate();
        const QByteArray text = QByteArray("line é\n").repeated(400);
        ws::Deflater deflater(ws::DeflateSide{});
        QByteArray wire;
        deflater.compress(byteView(text), wire);
        c.receiveFrame({.fin = false, .rsv = 4}, wire.first(wire.size() / 2));
        Shown s(c);
        s.pane.showRow(c.last());
        auto *edit = s.text->findChild<QPlainTextEdit *>();
        const QString before = s.text->text();
        QVERIFY(!before.isEmpty() && before.size() < 400 * 7);
        QVERIFY(!s.pane.poll());
        s.pane.setCurrentTab(u"hex"_qs);
        s.hex->select(3, 4);
        s.pane.setCurrentTab(u"text"_qs);
        edit->verticalScrollBar()->setValue(2);
        const int scrolled = edit->verticalScrollBar()->value();
        c.receiveFrame({.opcode = ws::Opcode::Continuation}, wire.mid(wire.size() / 2));
        QVERIFY(s.pane.poll());
        QCOMPARE(s.text->text(), QString::fromUtf8(text));
        QCOMPARE(edit->verticalScrollBar()->value(), scrolled);
        s.pane.setCurrentTab(u"hex"_qs);
        QCOMPARE(s.hex->selectionStart(), std::uint64_t(3));
        QCOMPARE(s.hex->selectionCount(), std::uint64_t(4));
        QCOMPARE(s.hex->source()->size(), std::uint64_t(text.size()));
        QVERIFY(!s.pane.poll());
    }

    void aPlainMessageGrowsFrameByFrame()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.receiveFrame({.fin = false}, "one \xC3"); // half a character
        Shown s(c);
        s.pane.setWholeMessage(true);
        s.pane.showRow(c.last());
        c.receiveFrame({.fin = false, .opcode = ws::Opcode::Continuation}, "\xA9 two");
        QVERIFY(s.pane.poll());
        QCOMPARE(s.text->text(), u"one é two"_qs);
        s.pane.openFind();
        auto *bar = s.pane.findChild<ui::FindBar *>(u"payloadFindBar"_qs);
        const auto *state = bar->findChild<QLabel *>(u"findState"_qs);
        bar->setText(u"t"_qs);
        QTRY_COMPARE(state->accessibleName(), u"1 of 1"_qs);
        c.receiveFrame({.opcode = ws::Opcode::Continuation}, " three \xC3");
        QVERIFY(s.pane.poll());
        QVERIFY2(s.text->text().startsWith(u"one é two three "_qs) &&
                     s.text->text().contains(u"C3"_qs, Qt::CaseInsensitive),
                 qPrintable(s.text->text()));
        QTRY_COMPARE(state->accessibleName(), u"1 of 2"_qs);
    }

    void rsv1WithoutWhatItStandsForIsWordedByCase()
    {
        const auto note = [](tests::PaneCapture &c) {
            Shown s(c);
            s.pane.showRow(c.last());
            return s.pane.findChild<QLabel *>(u"payloadNote"_qs)->text();
        };
        tests::PaneCapture plain;
        plain.upgrade();
        plain.receiveFrame({.rsv = 4}, "x");
        QVERIFY2(note(plain).contains(u"no compression was agreed"_qs), qPrintable(note(plain)));
        tests::PaneCapture agreed;
        agreed.upgradeWithDeflate();
        agreed.receiveFrame({.rsv = 4, .opcode = static_cast<ws::Opcode>(3)}, "x");
        QVERIFY2(!note(agreed).contains(u"no compression was agreed"_qs), qPrintable(note(agreed)));
        // Agreed on, and nothing of it could be kept.
        tests::PaneCapture unkept;
        unkept.upgradeWithDeflate();
        const QByteArray folder = qgetenv("TMPDIR");
        qputenv("TMPDIR", "/nowhere");
        unkept.receiveFrame({.rsv = 4}, tests::deflated("some words"));
        if (folder.isEmpty())
            qunsetenv("TMPDIR");
        else
            qputenv("TMPDIR", folder);
        QVERIFY2(note(unkept).contains(u"TMPDIR"_qs), qPrintable(note(unkept)));
    }

    void compressedMessageIsShownInflated()
    {
        tests::PaneCapture c;
        c.upgradeWithDeflate();
        const QByteArray json = R"({"a":[1,2,3],"b":"text"})";
        const QByteArray wire = tests::deflated(json);
        c.receiveFrame({.fin = false, .rsv = 4}, wire.left(5));
        const RowIndex first = c.last();
        c.receiveFrame({.opcode = ws::Opcode::Continuation}, wire.mid(5));
        Shown s(c);
        s.pane.showRow(first);
        QCOMPARE(s.text->text(), QString::fromUtf8(json)); // the whole message, from any of its frames
        s.pane.setCurrentTab(u"json"_qs);
        QCOMPARE(s.json->model().rowCount(s.json->model().index(0, 0)), 2);
        s.pane.setCurrentTab(u"hex"_qs);
        QCOMPARE(s.allHex().remove(u' ').remove(u'\n'), QString::fromLatin1(json.toHex()));
        auto *view = s.pane.findChild<QToolButton *>(u"payloadView"_qs);
        QVERIFY(view->isVisible());
        QVERIFY(view->text().startsWith(u"Message, inflated"_qs));
        s.pane.setView(ui::PayloadView::Unmasked);
        QCOMPARE(s.allHex().remove(u' ').remove(u'\n'), QString::fromLatin1(wire.left(5).toHex()));
        s.pane.setCurrentTab(u"text"_qs);
        auto *note = s.pane.findChild<QLabel *>(u"payloadNote"_qs);
        QVERIFY(note->isVisible());
        QVERIFY(note->text().contains(u"compressed"_qs));
        s.pane.setView(ui::PayloadView::Inflated);
        QVERIFY(!note->isVisible());
        // The choice for compressed messages is not the one for others.
        c.receiveFrame({}, "plain");
        s.pane.showRow(c.last());
        QCOMPARE(s.text->text(), u"plain"_qs);
        QVERIFY(!view->isVisible());
    }

    void corruptMessageShowsWhatCameBefore()
    {
        tests::PaneCapture c;
        c.upgradeWithDeflate();
        c.receiveFrame({.rsv = 4}, QByteArray::fromHex("ffffff"));
        Shown s(c);
        s.pane.showRow(c.last());
        auto *note = s.pane.findChild<QLabel *>(u"payloadNote"_qs);
        QVERIFY(note->text().contains(u"corrupt"_qs));
        c.receiveFrame({.rsv = 4}, tests::deflated("x"));
        s.pane.showRow(c.last());
        QVERIFY(note->text().contains(u"context is unknown since row"_qs));
    }

    void textIsUnmasked()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.sendFrame({.key = key}, "h\xC3\xA9llo\xE2\x80\xAE");
        Shown s(c);
        QVERIFY(s.empty->isVisible());
        s.pane.showRow(c.last());
        QCOMPARE(s.text->text(), u"h\u00e9llo⟨U+202E⟩"_qs);
        s.pane.showRow(std::nullopt);
        QVERIFY(s.empty->isVisible());
        QCOMPARE(s.empty->text(), u"Select a frame to see its payload"_qs);
    }

    void toolsOfATabStandInTheStripWithIt()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.sendFrame({.key = key}, "[1,[2]]");
        Shown s(c);
        const auto tool = [&](const char *name) { return s.pane.findChild<QToolButton *>(QLatin1String(name)); };
        QVERIFY(!tool("wrapLines")->isVisible()); // nothing is shown that could be wrapped
        s.pane.showRow(c.last());
        QVERIFY(tool("wrapLines")->isVisible());
        QVERIFY(!tool("expandAll")->isVisible());
        s.pane.setCurrentTab(u"json"_qs);
        QVERIFY(!tool("wrapLines")->isVisible());
        QVERIFY(tool("expandAll")->isVisible());
        QVERIFY(tool("collapseAll")->isVisible());
        QVERIFY(!s.json->isAncestorOf(tool("expandAll")));
        s.pane.setCurrentTab(u"hex"_qs);
        QVERIFY(!tool("expandAll")->isVisible());
    }

    void hexViews()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.sendFrame({.key = key}, "abc");
        Shown s(c);
        s.pane.setCurrentTab(u"hex"_qs);
        s.pane.showRow(c.last());
        QCOMPARE(s.allHex(), u"81 83 7a 1c 09 f2 1b 7e 6a"_qs);
        s.pane.setView(ui::PayloadView::Masked);
        QCOMPARE(s.allHex(), u"1b 7e 6a"_qs);
        s.pane.setView(ui::PayloadView::Unmasked);
        QCOMPARE(s.allHex(), u"61 62 63"_qs);
    }

    void selectionsAreOctetsOfTheFrameInEveryView()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.sendFrame({.key = key}, "{\"a\":[1,2]}");
        Shown s(c);
        s.pane.setCurrentTab(u"hex"_qs);
        s.pane.setView(ui::PayloadView::Unmasked);
        s.pane.showRow(c.last());
        QSignalSpy spy(&s.pane, &PayloadPane::bytesSelected);
        s.hex->select(1, 2);
        QCOMPARE(spy.takeLast(), (QVariantList{quint64(7), quint64(2)}));
        s.pane.selectBytes(8, 1);
        QCOMPARE(s.hex->highlight().from, std::uint64_t(2));
        s.pane.selectBytes(2, 4); // the key is only in the wire bytes
        QCOMPARE(s.hex->highlight().from, std::uint64_t(2));
        QCOMPARE(s.hex->highlight().count, std::uint64_t(4));
        QVERIFY(s.allHex().startsWith(u"81 8b 7a 1c 09 f2"_qs));
        s.pane.setCurrentTab(u"json"_qs);
        spy.clear();
        auto *tree = s.json->findChild<QTreeView *>();
        const QModelIndex a = s.json->model().index(0, 0, s.json->model().index(0, 0));
        tree->setCurrentIndex(a);
        QCOMPARE(spy.takeLast(), (QVariantList{quint64(7), quint64(9)}));
    }

    void fragmentsAloneAndJoined()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.receiveFrame({.fin = false}, "{\"a\":");
        c.receiveFrame({.opcode = ws::Opcode::Continuation}, "17}");
        Shown s(c);
        s.pane.showRow(c.last());
        QCOMPARE(s.text->text(), u"17}"_qs);
        auto *whole = s.pane.findChild<QToolButton *>(u"wholeMessage"_qs);
        QVERIFY(whole->isVisible());
        QCOMPARE(whole->text(), u"Whole message (2 frames)"_qs);
        whole->click();
        QCOMPARE(s.text->text(), u"{\"a\":17}"_qs);
        s.pane.setCurrentTab(u"json"_qs);
        QVERIFY(s.json->model().tree().valid());
        QCOMPARE(s.json->model().tree().nodes().size(), std::size_t(2));
    }

    void invalidJsonLeadsToItsByte()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.receiveFrame({}, "{\"a\":1,}");
        Shown s(c);
        s.pane.setCurrentTab(u"json"_qs);
        s.pane.showRow(c.last());
        auto *note = s.json->findChild<QLabel *>(u"jsonNoticeText"_qs);
        QVERIFY(note->isVisible());
        QCOMPARE(note->text(),
                 u"✗ Not JSON at byte 7 (line 1, column 8): no comma may stand before the closing bracket."_qs);
        QSignalSpy spy(&s.pane, &PayloadPane::bytesSelected);
        s.json->findChild<QPushButton *>(u"showJsonError"_qs)->click();
        QCOMPARE(s.pane.currentTab()->name(), u"hex"_qs);
        QCOMPARE(s.hex->highlight().from, std::uint64_t(9));
        QCOMPARE(spy.last(), (QVariantList{quint64(9), quint64(1)}));
    }

    void invalidTextLeadsToItsByte()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.receiveFrame({}, "abc\xED\xA0\x80");
        Shown s(c);
        s.pane.showRow(c.last());
        QCOMPARE(s.text->text(), u"abc⟨xED⟩⟨xA0⟩⟨x80⟩"_qs);
        auto *button = s.text->findChild<QPushButton *>(u"showBadByte"_qs);
        QVERIFY(button->isVisible());
        button->click();
        QCOMPARE(s.hex->highlight().from, std::uint64_t(6)); // ED may be followed by 80-9F, not by A0
    }

    void theRowsOfAHurryLeaveNoWorkBehind()
    {
        tests::PaneCapture c;
        c.upgrade();
        QList<RowIndex> rows;
        for (int i = 0; i < 20; ++i) {
            const QByteArray value = QByteArray::number(1000 + i);
            c.receiveFrame({}, "[" + QByteArray(value + ",").repeated(40'000) + value + "]");
            rows.append(c.last());
        }
        Shown s(c);
        for (const QString &tab : {u"json"_qs, u"text"_qs}) {
            s.pane.setCurrentTab(tab);
            for (const RowIndex row : std::as_const(rows))
                s.pane.showRow(row);
            QTRY_VERIFY(!s.json->isReading() && !s.text->isReading());
        }
        QVERIFY(s.text->text().startsWith(u"[1019,1019,"_qs));
        QCOMPARE(s.text->text().size(), 40'001 * 5 + 1);
        s.pane.setCurrentTab(u"json"_qs);
        QTRY_VERIFY(!s.json->isReading());
        QCOMPARE(s.json->model().tree().nodes().size(), std::size_t(40'002));
        QVERIFY(s.json->model().json().startsWith("[1019,"));
        // What it reads from may go in the middle.
        s.pane.showRow(rows.first());
        QVERIFY(s.json->isReading());
        s.pane.setCapture(nullptr);
        QVERIFY(!s.json->isReading());
    }

    void slowReadingIsToldAndNothingIsShownOfIt()
    {
        ui::JsonPane pane;
        pane.show();
        const auto *note = pane.findChild<QLabel *>(u"jsonNoticeText"_qs);
        std::binary_semaphore more(0);
        const QByteArray text = "[\n" + QByteArray("1,\n").repeated(50'000) + "x]";
        pane.showBytes(std::uint64_t(text.size()), [&](std::uint64_t from, std::uint64_t count) {
            more.acquire();
            return text.mid(qsizetype(from), qsizetype(count));
        });
        QVERIFY(pane.isReading());
        QVERIFY(!note->isVisible());
        QTRY_VERIFY(note->isVisible());
        QVERIFY2(note->text().startsWith(u"Reading"_qs), qPrintable(note->text()));
        more.release();
        QTRY_VERIFY(!pane.isReading());
        QVERIFY2(note->text().contains(u"line 50002, column 1"_qs), qPrintable(note->text()));
    }

    void oneLongLineIsShownAndCopiedAsOne()
    {
        tests::PaneCapture c;
        c.upgrade();
        const QByteArray text = QByteArray(300'000, 'x') + "\nend";
        c.receiveFrame({}, text);
        Shown s(c);
        s.pane.showRow(c.last());
        QTRY_VERIFY(!s.text->isReading());
        QCOMPARE(s.text->text(), QString::fromLatin1(text));
        auto *edit = s.text->findChild<QPlainTextEdit *>();
        QVERIFY(edit->document()->blockCount() > 500);
        edit->selectAll();
        edit->copy();
        QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromLatin1(text));
    }

    /// All places in sight, the current one apart; also where Hex is opened when all was found.
    void hexMarksWhatWasFound_data()
    {
        QTest::addColumn<bool>("ownBar");
        QTest::addColumn<bool>("hexFirst");
        QTest::newRow("in all rows, Hex first") << false << true;
        QTest::newRow("in all rows, Hex later") << false << false;
        QTest::newRow("in the payload, Hex first") << true << true;
        QTest::newRow("in the payload, Hex later") << true << false;
    }
    void hexMarksWhatWasFound()
    {
        QFETCH(bool, ownBar);
        QFETCH(bool, hexFirst);
        tests::PaneCapture c;
        c.upgrade();
        c.receiveFrame({}, "a fish, a fish, a fish"); // behind two octets of header
        Shown s(c);
        s.pane.resize(800, 400);
        s.pane.setView(ui::PayloadView::Unmasked);
        s.pane.setCurrentTab(hexFirst ? u"hex"_qs : u"text"_qs);
        s.pane.showRow(c.last());
        if (ownBar) {
            s.pane.openFind();
            auto *bar = s.pane.findChild<ui::FindBar *>(u"payloadFindBar"_qs);
            bar->setText(u"fish"_qs);
            QTRY_COMPARE(bar->findChild<QLabel *>(u"findState"_qs)->accessibleName(), u"1 of 3"_qs);
            s.pane.findStep(true);
        } else {
            s.pane.setSearched(filter::FindPattern::parse({u"fish"_qs, {}, {}}).pattern);
            s.pane.selectContent(10, 4);
        }
        s.pane.setCurrentTab(u"hex"_qs);
        const ui::Colors &colors = ui::Colors::of(s.pane.palette());
        const auto marked = [&] {
            const QImage image = s.hex->viewport()->grab().toImage();
            QString line;
            for (std::uint64_t i = 0; i < 22; ++i) {
                const QColor ground = image.pixelColor(s.hex->byteRect(i).topLeft() + QPoint(0, 2));
                line += ground == colors.found ? u'#' : ground == colors.foundQuiet ? u'+' : u'.';
            }
            return line;
        };
        QTRY_COMPARE(marked(), u"..++++....####....++++"_qs);
        if (ownBar)
            s.pane.findChild<ui::FindBar *>(u"payloadFindBar"_qs)->close();
        else
            s.pane.setSearched({});
        QTRY_COMPARE(marked(), u"..........####........"_qs);
    }

    void secretsOfAHeadAreHidden()
    {
        tests::PaneCapture c;
        c.upgrade();
        Shown s(c);
        s.pane.showRow(RowIndex(c.last().value() - 1));
        QVERIFY(s.text->text().startsWith(u"GET /v1/stream"_qs));
        QVERIFY(!s.text->text().contains(u"0123456789abcdef"_qs));
        s.pane.setCurrentTab(u"hex"_qs);
        const QString hidden = s.allHex();
        s.pane.findChild<QToolButton *>(u"revealSecrets"_qs)->click();
        QVERIFY(s.allHex() != hidden);
        QCOMPARE(s.allHex().size(), hidden.size());
        s.pane.setCurrentTab(u"text"_qs);
        QVERIFY(s.text->text().contains(u"0123456789abcdef"_qs));
    }

    void emptyPayloadsSayWhy_data()
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const char *octets, const char *says) {
            QTest::newRow(name) << QByteArray::fromHex(octets) << QString::fromLatin1(says);
        };
        const char *const none = "This frame has no payload. Hex shows its header.";
        row("text", "8100", none);
        row("binary", "8200", none);
        row("first part", "0100", none);
        row("ping", "8900", none);
        row("close", "8800", "This close frame has no payload, so neither code nor reason. Hex shows its header.");
        row("compressed", "c10100", "This message is empty: its compressed bytes inflate to nothing.");
        row("cut", "8105", "The stream ended before the payload. Hex shows what came of the header.");
    }
    void emptyPayloadsSayWhy()
    {
        QFETCH(QByteArray, octets);
        tests::PaneCapture c;
        c.upgradeWithDeflate();
        c.received(octets);
        if (octets == QByteArray::fromHex("8105"))
            c.capture().endStream(c.id(), Direction::In, c.tick());
        RowIndex row = c.last();
        while (!c.capture().row(row).isFrame()) // the end of the stream is a row too
            row = RowIndex(row.value() - 1);
        Shown s(c);
        s.pane.showRow(row);
        for (const char *tab : {"text", "json", "decoded", "image"}) {
            s.pane.setCurrentTab(QLatin1String(tab));
            QVERIFY2(s.empty->isVisible(), tab);
            QTEST(s.empty->text(), "says");
        }
        s.pane.setCurrentTab(u"hex"_qs);
        QVERIFY(!s.empty->isVisible());
    }

    void rowsWithoutBytesSaySo()
    {
        tests::PaneCapture c;
        c.event(Direction::Out, capture::EventKind::Note, {{u"text"_qs, u"x"_qs}});
        const RowIndex event = c.last();
        c.upgrade();
        c.receiveFrame({.opcode = ws::Opcode::Ping}, {});
        Shown s(c);
        s.pane.showRow(event);
        QVERIFY(s.empty->isVisible());
        s.pane.showRow(c.last());
        QVERIFY(s.empty->isVisible());
        s.pane.setCurrentTab(u"hex"_qs);
        QVERIFY(!s.empty->isVisible());
        QCOMPARE(s.allHex(), u"89 00"_qs);
    }
};

QTEST_MAIN(TestPayloadPane)
#include "tst_payloadpane.moc"
