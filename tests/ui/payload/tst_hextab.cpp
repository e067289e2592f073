#include "ui/payload/hextab.h"

#include "tests/support/panecapture.h"
#include "ui/hex/hexinspector.h"
#include "ui/hex/hexview.h"
#include "ui/support/colors.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace framescope;
using ui::HexTab;

class TestHexTab : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void placesOfThePayloadAndOfTheWire()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.sendFrame({.key = ws::MaskKey{1, 2, 3, 4}}, "abcdef");
        ui::RowPayload payload;
        payload.setCapture(&c.capture());
        payload.setRow(c.last());
        HexTab tab;
        auto *hex = tab.findChild<ui::HexView *>();
        tab.showPayload(payload); // the wire bytes
        QSignalSpy wire(&tab, &HexTab::wireSelected);
        hex->select(7, 2);
        QCOMPARE(wire.takeLast(), (QVariantList{quint64(7), quint64(2)}));
        QCOMPARE(tab.selectedOctets(), std::optional(ui::OctetRange{1, 2}));
        tab.selectOctets({3, 1});
        QCOMPARE(hex->highlight().from, std::uint64_t(9));
        payload.setView(ui::PayloadView::Unmasked);
        tab.showPayload(payload);
        QVERIFY(!tab.selectedOctets());
        hex->select(1, 2);
        QCOMPARE(wire.takeLast(), (QVariantList{quint64(7), quint64(2)}));
        tab.selectOctets({3, 1});
        QCOMPARE(hex->highlight().from, std::uint64_t(3));
    }

    void whatIsNotShownIsNotFramed()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.sendFrame({.key = ws::MaskKey{1, 2, 3, 4}}, "abcdef");
        ui::RowPayload payload;
        payload.setCapture(&c.capture());
        payload.setRow(c.last());
        payload.setView(ui::PayloadView::Unmasked);
        HexTab tab;
        const auto *hex = tab.findChild<ui::HexView *>();
        tab.showPayload(payload);
        tab.highlightWire({2, 4}); // the key
        QCOMPARE(hex->highlight().count, std::uint64_t(0));
        tab.highlightWire({2, 6}); // the key and two of the payload
        QCOMPARE(hex->highlight().from, std::uint64_t(0));
        QCOMPARE(hex->highlight().count, std::uint64_t(2));
        tab.highlightWire({7, 2});
        QCOMPARE(hex->highlight().from, std::uint64_t(1));
        QCOMPARE(hex->highlight().count, std::uint64_t(2));
    }

    /// Asked in octets of the payload, shown where these stand.
    void foundOctets()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.sendFrame({.key = ws::MaskKey{1, 2, 3, 4}}, "abcdef");
        ui::RowPayload payload;
        payload.setCapture(&c.capture());
        payload.setRow(c.last());
        HexTab tab;
        tab.resize(700, 200);
        tab.show();
        auto *hex = tab.findChild<ui::HexView *>();
        std::vector<ui::OctetRange> asked;
        tab.setFound([&](ui::OctetRange octets) {
            asked.push_back(octets);
            return std::vector<ui::OctetRange>{{2, 2}};
        });
        const auto ground = [&](std::uint64_t offset) {
            const QRect cell = hex->byteRect(offset);
            return hex->viewport()->grab().toImage().pixelColor(cell.topLeft() + QPoint(0, 1));
        };
        tab.showPayload(payload); // the wire bytes: six of header and key before them
        const QColor quiet = ui::Colors::of(tab.palette()).foundQuiet;
        QVERIFY(ground(7) != quiet);
        QCOMPARE(ground(8), quiet);
        QCOMPARE(ground(9), quiet);
        QVERIFY(ground(10) != quiet);
        QCOMPARE(asked.front(), (ui::OctetRange{0, 6}));
        payload.setView(ui::PayloadView::Unmasked);
        tab.showPayload(payload);
        QVERIFY(ground(1) != quiet);
        QCOMPARE(ground(2), quiet);
        QVERIFY(ground(4) != quiet);
        // The one that is stood at is stronger.
        tab.selectOctets({2, 1});
        tab.markFound();
        QCOMPARE(ground(2), ui::Colors::of(tab.palette()).found);
        QCOMPARE(ground(3), quiet);
        tab.clear();
        tab.grab();
    }

    void theInspectorFollowsTheCursor()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.receiveFrame({.opcode = ws::Opcode::Binary}, QByteArray::fromHex("010203040506070809"));
        ui::RowPayload payload;
        payload.setCapture(&c.capture());
        payload.setRow(c.last());
        HexTab tab;
        tab.resize(600, 300);
        tab.show();
        tab.showPayload(payload);
        auto *hex = tab.findChild<ui::HexView *>();
        auto *inspector = tab.findChild<ui::HexInspector *>();
        auto *place = tab.findChild<QLabel *>(u"hexPlace"_qs);
        const auto u16 = [&] { return inspector->item(2, ui::HexInspector::Big)->text(); };
        QVERIFY(!inspector->isVisible());
        tab.findChild<QToolButton *>(u"inspectBytes"_qs)->click();
        QVERIFY(inspector->isVisible());
        QCOMPARE(place->text(), u"11 bytes · nothing selected"_qs);
        hex->select(3, 4);
        QCOMPARE(u16(), u"515"_qs); // 02 03
        QCOMPARE(place->text(), u"offset 3 (0x3) · 4 bytes selected · 11 bytes in all"_qs);
        QTest::keyClick(hex, Qt::Key_Home, Qt::ControlModifier);
        QCOMPARE(u16(), QString::number(0x8209));
        // Octets that something else frames are looked at as well.
        hex->clearSelection();
        tab.highlightWire({4, 1});
        QCOMPARE(u16(), QString::number(0x0304));
        // A value chosen shows which octets it is made of.
        inspector->setFocus();
        QTRY_VERIFY(inspector->hasFocus());
        inspector->setCurrentCell(4, ui::HexInspector::Big);
        QCOMPARE(hex->highlight().from, std::uint64_t(4));
        QCOMPARE(hex->highlight().count, std::uint64_t(4));
        tab.clear();
        QCOMPARE(u16(), u"—"_qs);
        QVERIFY(!place->isVisible());
    }
};

QTEST_MAIN(TestHexTab)
#include "tst_hextab.moc"
