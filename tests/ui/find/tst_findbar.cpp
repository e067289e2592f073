#include "ui/find/findbar.h"

#include "ui/support/colors.h"
#include "ui/support/theme.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace framescope;
using namespace framescope::ui;
using filter::FindText;

class TestFindBar : public QObject
{
    Q_OBJECT

    struct Shown {
        QWidget parent;
        FindBar bar{FindBar::Of::Rows, &parent};
        QLineEdit *edit = bar.findChild<QLineEdit *>(QStringLiteral("findEdit"));
        QComboBox *form = bar.findChild<QComboBox *>(QStringLiteral("findForm"));
        QComboBox *where = bar.findChild<QComboBox *>(QStringLiteral("findWhere"));
        QToolButton *letters = bar.findChild<QToolButton *>(QStringLiteral("findCase"));
        QToolButton *stop = bar.findChild<QToolButton *>(QStringLiteral("findStop"));
        QLabel *state = bar.findChild<QLabel *>(QStringLiteral("findState"));
        QSignalSpy changed{&bar, &FindBar::changed};
        QSignalSpy next{&bar, &FindBar::nextRequested};
        QSignalSpy previous{&bar, &FindBar::previousRequested};

        Shown()
        {
            parent.resize(1200, 60);
            bar.resize(1200, 40);
            parent.show();
            if (!QTest::qWaitForWindowActive(&parent))
                qFatal("the window does not become active");
            bar.open();
        }
    };

private Q_SLOTS:
    void looksWhileTyped()
    {
        Shown shown;
        QVERIFY(shown.edit->hasFocus());
        QTest::keyClicks(shown.edit, QStringLiteral("abc"));
        QCOMPARE(shown.changed.count(), 0);
        QTRY_COMPARE(shown.changed.count(), 1);
        QCOMPARE(shown.bar.pattern()->asked().text, QStringLiteral("abc"));
        // Enter looks on; right behind typing it looks at once.
        QTest::keyClick(shown.edit, Qt::Key_Return);
        QTest::keyClick(shown.edit, Qt::Key_Enter, Qt::KeypadModifier);
        QCOMPARE(shown.next.count(), 2);
        QTest::keyClick(shown.edit, Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(shown.previous.count(), 1);
        QTest::keyClick(shown.edit, Qt::Key_D);
        QTest::keyClick(shown.edit, Qt::Key_Return);
        QCOMPARE(shown.changed.count(), 2);
        QCOMPARE(shown.next.count(), 2);
        shown.letters->click();
        QCOMPARE(shown.changed.count(), 3);
        QVERIFY(shown.bar.pattern()->asked().matchCase);
        shown.where->setCurrentIndex(1);
        QCOMPARE(shown.changed.count(), 4);
        QVERIFY(shown.bar.pattern()->asked().where == FindText::Where::Headers);
        QSignalSpy closed(&shown.bar, &FindBar::closed);
        QTest::keyClick(shown.edit, Qt::Key_Escape);
        QCOMPARE(closed.count(), 1);
        QVERIFY(!shown.bar.isVisible());
        shown.bar.open(); // the same again is looked for again
        QCOMPARE(shown.changed.count(), 5);
    }

    void stepsLookForWhatWasTypedFirst()
    {
        Shown shown;
        QTest::keyClicks(shown.edit, QStringLiteral("abc"));
        shown.bar.step(false);
        QCOMPARE(shown.changed.count(), 1);
        QCOMPARE(shown.previous.count(), 0);
        shown.bar.step(false);
        QCOMPARE(shown.previous.count(), 1);
        QTest::keyClick(shown.edit, Qt::Key_D);
        shown.bar.findChild<QToolButton *>(QStringLiteral("findNext"))->click();
        QCOMPARE(shown.changed.count(), 2);
        QCOMPARE(shown.next.count(), 0);
        // What was taken back is nothing else.
        QTest::keyClick(shown.edit, Qt::Key_E);
        QTest::keyClick(shown.edit, Qt::Key_Backspace);
        QTest::keyClick(shown.edit, Qt::Key_Return);
        QCOMPARE(shown.changed.count(), 2);
        QCOMPARE(shown.next.count(), 1);
    }

    void saysWhatIsWrongAndWhere()
    {
        Shown shown;
        shown.form->setCurrentIndex(1);
        shown.bar.setText(QStringLiteral("ab(c"));
        QVERIFY(!shown.bar.pattern());
        QCOMPARE(shown.changed.count(), 0);
        QVERIFY2(shown.state->toolTip().endsWith(QStringLiteral("at character 5")), qPrintable(shown.state->toolTip()));
        QVERIFY(shown.edit->property("invalid").toBool());
        QCOMPARE(shown.edit->accessibleDescription(), shown.state->toolTip());
        shown.bar.setText(QStringLiteral("ab(c)"));
        QVERIFY(!shown.edit->property("invalid").toBool());
        QCOMPARE(shown.changed.count(), 1);
        shown.form->setCurrentIndex(2);
        QVERIFY2(shown.state->toolTip().contains(QStringLiteral("character 4")) ||
                     shown.state->toolTip().contains(QStringLiteral("character 3")),
                 qPrintable(shown.state->toolTip()));
        QVERIFY(!shown.letters->isEnabled());
        QCOMPARE(shown.changed.count(), 2); // what was looked for is no more
    }

    void whatIsWrongIsRed()
    {
        for (const bool dark : {false, true}) {
            applyTheme(*qApp, dark);
            Shown shown;
            const QColor red = Colors::of(shown.bar.palette()).finding;
            const auto color = [&] { return shown.state->palette().color(QPalette::WindowText); };
            shown.bar.setText(QStringLiteral("a"));
            QVERIFY(color() != red);
            shown.form->setCurrentIndex(1);
            shown.bar.setText(QStringLiteral("ab(c"));
            QCOMPARE(color(), red);
            shown.bar.setText(QStringLiteral("ab"));
            QVERIFY(color() != red);
            shown.bar.showCount({.tested = 1, .total = 2, .failure = QStringLiteral("the disk is gone")});
            QCOMPARE(color(), red);
        }
        qApp->setStyleSheet(QString());
    }

    void countsMatches()
    {
        Shown shown;
        shown.bar.setText(QStringLiteral("x"));
        const auto says = [&](const FindCount &count) {
            shown.bar.showCount(count);
            return shown.state->accessibleName();
        };
        QCOMPARE(says({.matches = 1234, .tested = 50, .total = 200}),
                 QStringLiteral("matching rows: 1,234 · 25 % searched"));
        QVERIFY(shown.stop->isVisible());
        QSignalSpy cancelled(&shown.bar, &FindBar::cancelRequested);
        shown.stop->click();
        QCOMPARE(cancelled.count(), 1);
        QCOMPARE(says({.matches = 3, .tested = 200, .total = 200, .undecided = 2, .number = 1}),
                 QStringLiteral("1 of 3 · 2 undecided"));
        QVERIFY(!shown.stop->isVisible());
        QCOMPARE(says({.tested = 200, .total = 200}), QStringLiteral("no row matches"));
        QCOMPARE(says({.matches = 3, .tested = 20, .total = 200, .cancelled = true}),
                 QStringLiteral("matching rows: 3 · stopped"));
        QCOMPARE(says({.tested = 20, .total = 200, .failure = QStringLiteral("cannot read")}),
                 QStringLiteral("cannot read"));
        shown.bar.showNote(QStringLiteral("on from the first row"));
        QCOMPARE(says({.matches = 3, .tested = 200, .total = 200, .number = 1}),
                 QStringLiteral("on from the first row · 1 of 3"));
    }
};

QTEST_MAIN(TestFindBar)
#include "tst_findbar.moc"
