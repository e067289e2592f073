#include "ui/find/gotodialog.h"

#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace framescope::ui;

class TestGoToDialog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void goesOrSaysWhyNot()
    {
        QStringList asked;
        GoToDialog dialog(QStringLiteral("17"), [&](const QString &text) {
            asked.append(text);
            return text == QStringLiteral("9") ? QStringLiteral("the last row is 8") : QString();
        });
        dialog.show();
        auto *edit = dialog.findChild<QLineEdit *>(QStringLiteral("goToEdit"));
        const auto *problem = dialog.findChild<QLabel *>(QStringLiteral("goToProblem"));
        QSignalSpy accepted(&dialog, &QDialog::accepted);
        QCOMPARE(edit->selectedText(), QStringLiteral("17")); // typing takes its place
        QTest::keyClicks(edit, QStringLiteral("9"));
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(accepted.count(), 0);
        QVERIFY(problem->isVisible() && problem->text().endsWith(QStringLiteral("the last row is 8")));
        QVERIFY(edit->property("invalid").toBool());
        QTest::keyClicks(edit, QStringLiteral("8"));
        QVERIFY(!problem->isVisible() && !edit->property("invalid").toBool());
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(accepted.count(), 1);
        QCOMPARE(asked, (QStringList{QStringLiteral("9"), QStringLiteral("8")}));
        QCOMPARE(dialog.text(), QStringLiteral("8"));
    }
};

QTEST_MAIN(TestGoToDialog)
#include "tst_gotodialog.moc"
