#include "ui/headerbits/headerbitswidget.h"

#include <QSignalSpy>
#include <QTest>

using namespace framescope;

class TestHeaderBitsWidget : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void clickAndKeysSelectFields()
    {
        ui::HeaderBitsWidget widget;
        widget.setHeader(ws::FrameHeader{0x81, 0xFE, {1, 2, 3, 4}, 300});
        widget.resize(700, 40);
        widget.show();
        QSignalSpy spy(&widget, &ui::HeaderBitsWidget::fieldSelected);
        QTest::mouseClick(&widget, Qt::LeftButton, {}, widget.fieldRect(2).center());
        QCOMPARE(widget.selectedField(), 2);
        QTest::keyClick(&widget, Qt::Key_Right);
        QTest::keyClick(&widget, Qt::Key_End);
        QTest::keyClick(&widget, Qt::Key_Right);
        QTest::keyClick(&widget, Qt::Key_Home);
        QTest::keyClick(&widget, Qt::Key_Left);
        QList<int> seen;
        for (const auto &call : spy)
            seen << call.first().toInt();
        QCOMPARE(seen, (QList<int>{2, 3, 6, 0}));
    }
    void selectionFromOutsideGivesNoSignal()
    {
        ui::HeaderBitsWidget widget;
        widget.setHeader(ws::FrameHeader{0x81, 5, {}, 5});
        QSignalSpy spy(&widget, &ui::HeaderBitsWidget::fieldSelected);
        widget.setSelectedField(4);
        QCOMPARE(widget.selectedField(), 4);
        widget.setSelectedField(5); // such a header has no extended length
        QCOMPARE(widget.selectedField(), -1);
        QCOMPARE(spy.count(), 0);
    }
    void narrowWidgetAsksForTwoLines()
    {
        ui::HeaderBitsWidget widget;
        widget.setHeader(ws::FrameHeader{0x82, 0xFF, {1, 2, 3, 4}, 1u << 20});
        QVERIFY(widget.heightForWidth(300) > widget.heightForWidth(1600));
    }
    void noHeader()
    {
        ui::HeaderBitsWidget widget;
        widget.setHeader(std::nullopt);
        widget.resize(300, 40);
        widget.show();
        QSignalSpy spy(&widget, &ui::HeaderBitsWidget::fieldSelected);
        QTest::keyClick(&widget, Qt::Key_Right);
        QTest::keyClick(&widget, Qt::Key_Home);
        QTest::keyClick(&widget, Qt::Key_End);
        QTest::mouseClick(&widget, Qt::LeftButton);
        QCOMPARE(spy.count(), 0);
    }
};

QTEST_MAIN(TestHeaderBitsWidget)
#include "tst_headerbitswidget.moc"
