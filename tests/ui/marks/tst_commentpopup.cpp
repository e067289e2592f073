#include "ui/marks/commentpopup.h"

#include <QLineEdit>
#include <QPointer>
#include <QSignalSpy>
#include <QTest>

using namespace framescope::ui;

class TestCommentPopup : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void enterTakesOverEscDoesNot()
    {
        QPointer<CommentPopup> popup(new CommentPopup(QStringLiteral("Row 1"), QStringLiteral("old")));
        QSignalSpy entered(popup, &CommentPopup::entered);
        popup->openAt({10, 10});
        auto *edit = popup->findChild<QLineEdit *>();
        QCOMPARE(edit->selectedText(), QStringLiteral("old"));
        QTest::keyClicks(edit, QStringLiteral(" new "));
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(entered.count(), 1);
        QCOMPARE(entered.first().first().toString(), QStringLiteral("new"));
        QTRY_VERIFY(!popup);

        popup = new CommentPopup(QStringLiteral("Row 1"), QStringLiteral("old"));
        QSignalSpy none(popup, &CommentPopup::entered);
        popup->openAt({100'000, 100'000});
        edit = popup->findChild<QLineEdit *>();
        QTest::keyClicks(edit, QStringLiteral("new"));
        QTest::keyClick(edit, Qt::Key_Escape);
        QTRY_VERIFY(!popup);
        QCOMPARE(none.count(), 0);
    }

    void aClickElsewhereKeepsWhatWasTyped_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<int>("count");
        QTest::newRow("nothing") << QString() << 0;
        QTest::newRow("the same") << QStringLiteral("old") << 0;
        QTest::newRow("another") << QStringLiteral("new") << 1;
    }
    void aClickElsewhereKeepsWhatWasTyped()
    {
        QFETCH(QString, typed);
        QPointer<CommentPopup> popup(new CommentPopup(QStringLiteral("Row 1"), QStringLiteral("old \n")));
        QSignalSpy entered(popup, &CommentPopup::entered);
        popup->openAt({10, 10});
        QTest::keyClicks(popup->findChild<QLineEdit *>(), typed);
        popup->close(); // as a popup is by a click that misses it
        QTRY_VERIFY(!popup);
        QTEST(int(entered.count()), "count");
    }
};

QTEST_MAIN(TestCommentPopup)
#include "tst_commentpopup.moc"
