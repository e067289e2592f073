#include "ui/hex/hexview.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace framescope;
using ui::HexView;

namespace
{
/// As many octets as asked for, made when they are read: octet i is i * 7 cut to 8 bits.
class EndlessSource final : public ui::HexSource
{
public:
    explicit EndlessSource(std::uint64_t size) : m_size(size) {}
    std::uint64_t size() const override { return m_size; }
    QByteArray read(std::uint64_t from, std::uint64_t count) override
    {
        ++reads;
        most = std::max(most, count);
        QByteArray out;
        for (std::uint64_t i = 0; i < count; ++i)
            out += char((from + i) * 7);
        return out;
    }
    int reads = 0;
    std::uint64_t most = 0;

private:
    std::uint64_t m_size;
};
} // namespace

class TestHexView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsOnlyWhatIsVisible()
    {
        auto source = std::make_shared<EndlessSource>(std::uint64_t(1) << 63);
        HexView view;
        view.resize(700, 200);
        view.setSource(source);
        view.show();
        view.grab();
        QVERIFY(source->reads > 0);
        const int reads = source->reads;
        view.grab();
        QCOMPARE(source->reads, reads); // the window is kept
        QTest::keyClick(&view, Qt::Key_End, Qt::ControlModifier);
        view.grab();
        QCOMPARE(view.selectionStart(), (std::uint64_t(1) << 63) - 1);
        QVERIFY(!view.byteRect(view.selectionStart()).isEmpty());
        QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
        QVERIFY(source->most < 16 * 40);
    }

    void wheelMovesByRowsInHugeSources()
    {
        HexView view;
        view.resize(700, 200);
        view.setSource(std::make_shared<EndlessSource>(std::uint64_t(1) << 62));
        view.show();
        const auto wheel = [&view](int delta) {
            QWheelEvent event(QPointF(20, 20), view.viewport()->mapToGlobal(QPointF(20, 20)), {}, QPoint(0, delta),
                              Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(view.viewport(), &event);
        };
        wheel(-120);
        QCOMPARE(view.topRow(), std::uint64_t(3));
        wheel(-20);
        wheel(-20);
        QCOMPARE(view.topRow(), std::uint64_t(4));
        wheel(1200);
        QCOMPARE(view.topRow(), std::uint64_t(0));
    }

    void mouseSelects()
    {
        HexView view;
        view.resize(900, 200);
        view.setSource(std::make_shared<EndlessSource>(100));
        view.show();
        QSignalSpy spy(&view, &HexView::selectionChanged);
        QTest::mousePress(view.viewport(), Qt::LeftButton, {}, view.byteRect(18).center());
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy.last(), (QVariantList{quint64(18), quint64(1)}));
        QMouseEvent move(QEvent::MouseMove, view.byteRect(5).center(), view.viewport()->mapToGlobal(QPoint()),
                         Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(view.viewport(), &move);
        QCOMPARE(spy.last(), (QVariantList{quint64(5), quint64(14)}));
        QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, view.byteRect(5).center());
        QTest::mouseClick(view.viewport(), Qt::LeftButton, Qt::ShiftModifier, view.byteRect(99).center());
        QCOMPARE(spy.last(), (QVariantList{quint64(18), quint64(82)}));
    }

    void keysSelect()
    {
        HexView view;
        view.resize(900, 200);
        view.setSource(std::make_shared<EndlessSource>(100));
        view.show();
        const auto selection = [&view] {
            return QStringLiteral("%1+%2").arg(view.selectionStart()).arg(view.selectionCount());
        };
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(selection(), u"0+1"_qs);
        QTest::keyClick(&view, Qt::Key_Right);
        QTest::keyClick(&view, Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(selection(), u"1+17"_qs);
        QTest::keyClick(&view, Qt::Key_End);
        QCOMPARE(selection(), u"31+1"_qs);
        QTest::keyClick(&view, Qt::Key_Home, Qt::ShiftModifier);
        QCOMPARE(selection(), u"16+16"_qs);
        QTest::keyClick(&view, Qt::Key_Up);
        QTest::keyClick(&view, Qt::Key_Up);
        QCOMPARE(selection(), u"0+1"_qs);
        QTest::keyClick(&view, Qt::Key_End, Qt::ControlModifier);
        QTest::keyClick(&view, Qt::Key_Down);
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(selection(), u"99+1"_qs);
        QTest::keyClick(&view, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(selection(), u"0+100"_qs);
    }

    void copiesHex()
    {
        HexView view;
        view.setSource(std::make_shared<ui::HexBytes>(QByteArray::fromHex("417e1000")));
        view.select(1, 3);
        QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"7e 10 00"_qs);
        view.select(2, ~std::uint64_t(0)); // cut at the end
        QCOMPARE(view.selectedHex(), u"10 00"_qs);
        view.select(4, 1);
        QCOMPARE(view.selectionCount(), std::uint64_t(0));
    }

    void highlightScrollsWithoutSignal()
    {
        HexView view;
        view.resize(900, 120);
        view.setSource(std::make_shared<EndlessSource>(100'000));
        view.show();
        QSignalSpy spy(&view, &HexView::selectionChanged);
        view.setHighlight(50'000, 4);
        QVERIFY(!view.byteRect(50'000).isEmpty());
        QVERIFY(view.byteRect(0).isEmpty());
        view.setHighlight(0, 1);
        QCOMPARE(view.topRow(), std::uint64_t(0));
        QCOMPARE(spy.count(), 0);
    }

    void rangesAndMarksArePainted()
    {
        HexView view;
        view.resize(900, 120);
        view.setSource(std::make_shared<EndlessSource>(64));
        view.show();
        const QImage plain = view.grab().toImage();
        view.setRanges({{0, 2, Qt::red}});
        const QImage coloured = view.grab().toImage();
        QVERIFY(plain != coloured);
        view.setMarks({{20, 1, {}}});
        QVERIFY(coloured != view.grab().toImage());
    }

    void emptyAndShortSources()
    {
        HexView view;
        view.resize(300, 100);
        view.show();
        QTest::keyClick(&view, Qt::Key_Down);
        QTest::keyClick(&view, Qt::Key_A, Qt::ControlModifier);
        QTest::mouseClick(view.viewport(), Qt::LeftButton);
        QCOMPARE(view.selectionCount(), std::uint64_t(0));
        view.setSource(std::make_shared<ui::HexBytes>(QByteArray()));
        view.grab();
        QTest::keyClick(&view, Qt::Key_End);
        QCOMPARE(view.selectionCount(), std::uint64_t(0));
    }
};

QTEST_MAIN(TestHexView)
#include "tst_hexview.moc"
