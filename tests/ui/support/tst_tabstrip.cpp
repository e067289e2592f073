#include "ui/support/tabstrip.h"

#include <QTabBar>
#include <QTest>
#include <QToolButton>

using namespace framescope::ui;

class TestTabStrip : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void toolsStandAtTheRightAndTheBorderStaysFree()
    {
        auto *tabs = new QTabBar;
        tabs->addTab(QStringLiteral("One"));
        TabStrip strip(tabs);
        auto *tool = new QToolButton;
        strip.addTool(tool);
        strip.resize(400, strip.sizeHint().height());
        strip.show();
        QVERIFY(QTest::qWaitForWindowExposed(&strip));
        QCOMPARE(tabs->parentWidget(), &strip);
        QCOMPARE(tabs->x(), 0);
        QVERIFY(tool->x() > tabs->geometry().right());
        QVERIFY(tool->geometry().right() < strip.width());
        QVERIFY(tabs->geometry().bottom() < strip.height() - 1);
    }
};

QTEST_MAIN(TestTabStrip)
#include "tst_tabstrip.moc"
