#include "ui/colorrules/colorrulesdialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

using namespace framescope::ui;

class TestColorRulesDialog : public QObject
{
    Q_OBJECT

    struct Shown {
        ColorRulesDialog dialog{{{QStringLiteral("one"), QStringLiteral("fin"), 1, true},
                                 {QStringLiteral("two"), QStringLiteral("masked"), 2, false}}};
        QTreeWidget *list = dialog.findChild<QTreeWidget *>(QStringLiteral("colorRuleList"));
        QLineEdit *name = dialog.findChild<QLineEdit *>(QStringLiteral("colorRuleName"));
        QLineEdit *filter = dialog.findChild<QLineEdit *>(QStringLiteral("colorRuleFilter"));
        QLabel *problem = dialog.findChild<QLabel *>(QStringLiteral("colorRuleProblem"));
        QPushButton *ok = dialog.findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok);

        Shown() { dialog.show(); }
        void press(const char *button) { dialog.findChild<QToolButton *>(QLatin1String(button))->click(); }
    };

private Q_SLOTS:
    void editsRules()
    {
        Shown shown;
        QCOMPARE(shown.list->topLevelItemCount(), 2);
        QCOMPARE(shown.name->text(), QStringLiteral("one"));
        QVERIFY(shown.dialog.findChild<QToolButton *>(QStringLiteral("colorRuleSwatch1"))->isChecked());
        shown.press("colorRuleSwatch5");
        shown.name->selectAll();
        QTest::keyClicks(shown.name, QStringLiteral("first"));
        shown.filter->setText(QStringLiteral("fin and length > 5"));
        QVERIFY((shown.dialog.rules()[0] ==
                 ColorRule{QStringLiteral("first"), QStringLiteral("fin and length > 5"), 5, true}));
        QCOMPARE(shown.list->topLevelItem(0)->text(1), QStringLiteral("fin and length > 5"));
        shown.list->topLevelItem(1)->setCheckState(0, Qt::Checked);
        QVERIFY(shown.dialog.rules()[1].on);
        shown.press("colorRuleDown");
        QCOMPARE(shown.dialog.rules()[1].name, QStringLiteral("first"));
        QCOMPARE(shown.list->indexOfTopLevelItem(shown.list->currentItem()), 1);
        shown.press("colorRuleUp");
        QCOMPARE(shown.dialog.rules()[0].name, QStringLiteral("first"));
        shown.press("colorRuleRemove");
        QCOMPARE(shown.dialog.rules().size(), 1u);
        QCOMPARE(shown.name->text(), QStringLiteral("two"));
        shown.press("colorRuleRemove");
        QVERIFY(shown.dialog.rules().empty() && !shown.name->isEnabled() && shown.ok->isEnabled());
    }

    void saysWhatIsWrong()
    {
        Shown shown;
        shown.filter->setText(QStringLiteral("lenght > 5"));
        QVERIFY2(shown.problem->text().contains(QStringLiteral("did you mean length?")),
                 qPrintable(shown.problem->text()));
        QVERIFY(!shown.ok->isEnabled());
        shown.list->topLevelItem(0)->setCheckState(0, Qt::Unchecked); // it can wait
        QVERIFY(shown.ok->isEnabled());
        shown.press("colorRuleAdd");
        QVERIFY(!shown.problem->text().isEmpty() && !shown.ok->isEnabled());
        shown.filter->setText(QStringLiteral("opcode == ping"));
        QVERIFY(shown.problem->text().isEmpty() && shown.ok->isEnabled());
        QCOMPARE(shown.dialog.rules().size(), 3u);
    }
};

QTEST_MAIN(TestColorRulesDialog)
#include "tst_colorrulesdialog.moc"
