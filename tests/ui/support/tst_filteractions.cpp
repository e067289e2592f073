#include "ui/support/filteractions.h"

#include <QMenu>
#include <QTest>

using namespace framescope;

class TestFilterActions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showAndHide()
    {
        QMenu menu;
        std::vector<bool> chosen;
        ui::addFilterActions(menu, QStringLiteral("a == \"x & y\""), [&](bool hide) { chosen.push_back(hide); });
        QCOMPARE(menu.actions().size(), 2);
        QCOMPARE(menu.actions().at(0)->text(), QStringLiteral("&Filter: a == \"x && y\""));
        QCOMPARE(menu.actions().at(1)->text(), QStringLiteral("&Hide: a == \"x && y\""));
        menu.actions().at(1)->trigger();
        menu.actions().at(0)->trigger();
        QCOMPARE(chosen, (std::vector<bool>{true, false}));
    }

    void longOnesAreCut()
    {
        QMenu menu;
        ui::addFilterActions(menu, QString(100, u'x'), [](bool) {});
        QCOMPARE(menu.actions().at(0)->text(), QStringLiteral("&Filter: ") + QString(59, u'x') + QChar(0x2026));
    }

    void nothingToFilterBy()
    {
        QMenu menu;
        ui::addFilterActions(menu, {}, [](bool) {});
        QVERIFY(menu.isEmpty());
    }
};

QTEST_MAIN(TestFilterActions)
#include "tst_filteractions.moc"
