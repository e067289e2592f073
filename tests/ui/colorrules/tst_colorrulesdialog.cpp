#include "ui/colorrules/colorrulesdialog.h"

#include "ui/support/theme.h"

#include <QApplication>
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
        QPushButton *mend = dialog.findChild<QPushButton *>(QStringLiteral("colorRuleMend"));
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
        QCOMPARE(shown.problem->text(), QStringLiteral("▲ There is no field “lenght”")); // as under the filter bar
        QCOMPARE(shown.list->topLevelItem(0)->text(1), QStringLiteral("▲ lenght > 5"));
        QVERIFY(shown.mend->isVisible());
        QCOMPARE(shown.mend->text(), QStringLiteral("Change to length"));
        QVERIFY(!shown.ok->isEnabled());
        shown.list->topLevelItem(0)->setCheckState(0, Qt::Unchecked); // it can wait
        QVERIFY(shown.ok->isEnabled());
        shown.press("colorRuleAdd");
        QVERIFY(!shown.problem->text().isEmpty() && !shown.ok->isEnabled());
        shown.filter->setText(QStringLiteral("opcode == ping"));
        QVERIFY(shown.problem->text().isEmpty() && shown.ok->isEnabled());
        QCOMPARE(shown.dialog.rules().size(), 3u);
    }

    void namesStandBelowEachOther()
    {
        applyTheme(*qApp, true);
        const ColorRule rule{QStringLiteral("HHH"), QStringLiteral("fin"), 1, true};
        ColorRulesDialog dialog({rule, rule});
        dialog.show();
        auto *list = dialog.findChild<QTreeWidget *>(QStringLiteral("colorRuleList"));
        const QImage image = list->viewport()->grab().toImage();
        // Where the name begins behind the box: half as different from the ground as anything there.
        const auto begins = [&](int row) {
            const QRect cell = list->visualRect(list->model()->index(row, 0));
            const int y = cell.center().y() - 3; // the bar of an H is not there
            const int ground = qGray(image.pixel(cell.right() - 4, y));
            const auto ink = [&](int x) { return qAbs(qGray(image.pixel(x, y)) - ground); };
            constexpr int behindBox = 26;
            int most = 0;
            for (int x = cell.left() + behindBox; x < cell.right(); ++x)
                most = qMax(most, ink(x));
            int x = cell.left() + behindBox;
            while (ink(x) * 2 < most)
                ++x;
            return most > 0 ? x : -1;
        };
        QVERIFY(list->currentItem() == list->topLevelItem(0));
        QVERIFY(begins(0) > 0);
        QCOMPARE(begins(0), begins(1));
        qApp->setStyleSheet(QString());
    }

    void mendsWhatIsWrong()
    {
        Shown shown;
        shown.filter->setText(QStringLiteral("lenght > 5"));
        const int under = shown.dialog.findChild<QToolButton *>(QStringLiteral("colorRuleSwatch1"))->y();
        shown.mend->click();
        QCOMPARE(shown.filter->text(), QStringLiteral("length > 5"));
        QCOMPARE(shown.dialog.rules()[0].filter, QStringLiteral("length > 5"));
        QVERIFY(!shown.mend->isVisible() && shown.problem->text().isEmpty() && shown.ok->isEnabled());
        QCOMPARE(shown.list->topLevelItem(0)->text(1), QStringLiteral("length > 5"));
        QCOMPARE(shown.dialog.findChild<QToolButton *>(QStringLiteral("colorRuleSwatch1"))->y(), under);
        shown.filter->setText(QStringLiteral("opcode = text"));
        QTest::keyClick(shown.filter, Qt::Key_Return, Qt::AltModifier);
        QCOMPARE(shown.filter->text(), QStringLiteral("opcode == text"));
        QVERIFY(shown.dialog.isVisible());
    }
};

QTEST_MAIN(TestColorRulesDialog)
#include "tst_colorrulesdialog.moc"
