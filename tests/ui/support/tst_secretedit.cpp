#include "ui/support/secretedit.h"

#include <QAction>
#include <QTest>

using namespace framescope::ui;

class TestSecretEdit : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void maskedUntilRevealed()
    {
        SecretEdit edit;
        edit.show();
        edit.setFocus();
        QVERIFY(QTest::qWaitForWindowActive(&edit));
        edit.setSecret(QStringLiteral("s3cret"));
        QCOMPARE(edit.text(), QStringLiteral("s3cret"));
        QVERIFY(!edit.displayText().contains(QStringLiteral("s3cret")));
        edit.findChild<QAction *>(QStringLiteral("reveal"))->trigger();
        QCOMPARE(edit.displayText(), QStringLiteral("s3cret"));
        QTest::keyClick(&edit, Qt::Key_R, Qt::ControlModifier);
        QVERIFY(!edit.displayText().contains(QStringLiteral("s3cret")));
    }

    void anotherSecretIsMasked()
    {
        SecretEdit edit;
        edit.setSecret(QStringLiteral("one"));
        edit.setRevealed(true);
        edit.setSecret(QStringLiteral("two"));
        QVERIFY(!edit.isRevealed());
    }
};

QTEST_MAIN(TestSecretEdit)
#include "tst_secretedit.moc"
