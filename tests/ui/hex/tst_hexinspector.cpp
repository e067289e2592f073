#include "ui/hex/hexinspector.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <optional>

using namespace framescope;
using ui::HexInspector;

class TestHexInspector : public QObject
{
    Q_OBJECT

    static int rowOf(const HexInspector &inspector, const QString &type)
    {
        for (int row = 0; row < inspector.rowCount(); ++row) {
            if (inspector.item(row, HexInspector::Type)->text() == type)
                return row;
        }
        return -1;
    }

private Q_SLOTS:
    void bothByteOrders()
    {
        HexInspector inspector;
        inspector.showOctets(byteView(QByteArray("\x01\x02", 2)));
        const int u16 = rowOf(inspector, u"u16"_qs);
        QCOMPARE(inspector.item(u16, HexInspector::Little)->text(), u"513"_qs);
        QCOMPARE(inspector.item(u16, HexInspector::Big)->text(), u"258"_qs);
        const int u8 = rowOf(inspector, u"u8"_qs);
        QCOMPARE(inspector.item(u8, HexInspector::Little)->text(), u"1"_qs); // no empty cell, no cell over two columns
        QCOMPARE(inspector.item(u8, HexInspector::Big)->text(), u"1"_qs);
        QCOMPARE(inspector.columnSpan(u8, HexInspector::Little), 1);
        QVERIFY(inspector.rowHeight(u8) <= inspector.fontMetrics().height() + 2); // many are to be seen at once
        const int u32 = rowOf(inspector, u"u32"_qs);
        QCOMPARE(inspector.item(u32, HexInspector::Little)->text(), u"—"_qs);
        QVERIFY(!inspector.item(u32, HexInspector::Little)->toolTip().isEmpty());
        inspector.showOctets({});
        QCOMPARE(inspector.item(u16, HexInspector::Little)->text(), u"—"_qs);
    }

    void aChosenValueTellsItsOctetsAndIsCopied()
    {
        HexInspector inspector;
        inspector.showOctets(byteView(QByteArray("\0\0\0\x07", 4)));
        inspector.show();
        inspector.setFocus();
        QTRY_VERIFY(inspector.hasFocus());
        QSignalSpy spy(&inspector, &HexInspector::valueChosen);
        inspector.setCurrentCell(rowOf(inspector, u"i32"_qs), HexInspector::Big);
        QCOMPARE(spy.takeLast(), QVariantList{4});
        QTest::keySequence(&inspector, QKeySequence::Copy);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"7"_qs);
        inspector.setCurrentCell(rowOf(inspector, u"u64"_qs), HexInspector::Big);
        QCOMPARE(spy.size(), 0); // it has no octets
    }

    void aMenuOffersToCopyWhatThereIs_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<bool>("offered");
        QTest::newRow("a value") << u"i32"_qs << true;
        QTest::newRow("too few octets") << u"u64"_qs << false;
    }
    void aMenuOffersToCopyWhatThereIs()
    {
        QFETCH(QString, type);
        HexInspector inspector;
        inspector.showOctets(byteView(QByteArray("\0\0\0\x07", 4)));
        inspector.show();
        inspector.setCurrentCell(rowOf(inspector, type), HexInspector::Big);
        std::optional<bool> enabled;
        QTimer::singleShot(0, &inspector, [&] {
            if (auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())) {
                enabled = menu->actions().front()->isEnabled();
                menu->close();
            }
        });
        QContextMenuEvent event(QContextMenuEvent::Keyboard, {5, 5}, inspector.mapToGlobal(QPoint(5, 5)));
        QApplication::sendEvent(inspector.viewport(), &event);
        QVERIFY(enabled);
        QTEST(*enabled, "offered");
    }
};

QTEST_MAIN(TestHexInspector)
#include "tst_hexinspector.moc"
