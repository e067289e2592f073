#include "ui/filter/filterbar.h"

#include "ui/support/liststore.h"

#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

using namespace framescope;
using namespace framescope::ui;

class TestFilterBar : public QObject
{
    Q_OBJECT

    struct Shown {
        MemoryListStore history;
        MemoryListStore saved;
        FilterBar bar{history, saved};
        QLineEdit *edit = bar.findChild<QLineEdit *>(QStringLiteral("filterEdit"));
        QLabel *problem = bar.findChild<QLabel *>(QStringLiteral("filterProblem"));
        QLabel *state = bar.findChild<QLabel *>(QStringLiteral("filterState"));
        QToolButton *clear = bar.findChild<QToolButton *>(QStringLiteral("filterClear"));
        int chosen = 0;
        bool limited = false;

        Shown()
        {
            bar.resize(1000, 40);
            bar.show();
            QObject::connect(&bar, &FilterBar::filterChosen, &bar, [this](const std::optional<filter::RowTest> &test) {
                ++chosen;
                limited = test.has_value();
            });
        }
    };

    static QAction *action(const QMenu *menu, const char *text)
    {
        for (QAction *each : menu->actions()) {
            if (each->text() == QString::fromUtf8(text))
                return each;
        }
        qFatal("the menu has no action %s", text);
    }

private Q_SLOTS:
    void takesEffectWhileTyped()
    {
        Shown shown;
        QTest::keyClicks(shown.edit, QStringLiteral("opcode == text"));
        QTRY_COMPARE(shown.chosen, 1);
        QVERIFY(shown.limited);
        QCOMPARE(shown.edit->property("valid").toBool(), true);
        QVERIFY(shown.history.load().isEmpty());
        QSignalSpy left(&shown.bar, &FilterBar::left);
        QTest::keyClick(shown.edit, Qt::Key_Escape); // the list of completions, if it is open
        QTest::keyClick(shown.edit, Qt::Key_Return);
        QTRY_COMPARE(shown.history.load(), QStringList{QStringLiteral("opcode == text")});
        QVERIFY(left.count() >= 1);
        QCOMPARE(shown.chosen, 1); // the same again is nothing new
        QVERIFY(shown.clear->isVisible());
        QTest::mouseClick(shown.clear, Qt::LeftButton);
        QCOMPARE(shown.chosen, 2);
        QVERIFY(!shown.limited && shown.bar.text().isEmpty() && !shown.clear->isVisible());
    }

    void saysWhatIsWrong()
    {
        Shown shown;
        shown.bar.setText(QStringLiteral("fin"));
        QCOMPARE(shown.chosen, 1);
        shown.bar.setText(QStringLiteral("lenght > 5"));
        QCOMPARE(shown.chosen, 1); // the rows stay as they are
        shown.bar.showRows(39, 45, 45, 0, {});
        QCOMPARE(shown.state->accessibleName(), QStringLiteral("previous filter: 39 of 45 rows"));
        QVERIFY(shown.problem->isVisible() && shown.problem->text() == QStringLiteral("There is no field “lenght”"));
        QCOMPARE(shown.edit->property("invalid").toBool(), true);
        QVERIFY(shown.edit->accessibleDescription().contains(QStringLiteral("did you mean length?")));
        QCOMPARE(shown.bar.findChild<QLabel *>(QStringLiteral("filterMeanwhile"))->text(),
                 QStringLiteral("Shown are the rows of the previous filter: fin"));
        const int width = shown.edit->width();
        shown.bar.setText(QStringLiteral("length > 5"));
        QCOMPARE(shown.chosen, 2);
        QCOMPARE(shown.edit->property("invalid").toBool(), false);
        QVERIFY(!shown.problem->isVisible());
        QCOMPARE(shown.edit->width(), width); // the field does not jump
    }

    void saysWhichConnectionIsShown()
    {
        Shown shown;
        auto *chip = shown.bar.findChild<QToolButton *>(QStringLiteral("filterConnection"));
        QVERIFY(!chip->isVisible());
        shown.bar.setConnection(2);
        QVERIFY(chip->isVisible());
        QCOMPARE(chip->text(), QStringLiteral("Connection 2  ×"));
        QSignalSpy cleared(&shown.bar, &FilterBar::connectionCleared);
        QTest::mouseClick(chip, Qt::LeftButton);
        QCOMPARE(cleared.count(), 1);
        QVERIFY(chip->isChecked()); // until it goes
        shown.bar.clear();
        QCOMPARE(cleared.count(), 1); // no filter
        QTest::mouseClick(shown.clear, Qt::LeftButton);
        QCOMPARE(cleared.count(), 2);
        shown.bar.setConnection({});
        QVERIFY(!chip->isVisible() && !shown.clear->isVisible());
        shown.bar.setText(QStringLiteral("fin"));
        QTest::mouseClick(shown.clear, Qt::LeftButton);
        QCOMPARE(cleared.count(), 2);
    }

    /// With all that can stand in it, in a window of 1024 pixels.
    void fitsIntoASmallWindow()
    {
        QWidget window;
        MemoryListStore store;
        FilterBar bar(store, store, &window);
        bar.setSpan(QStringLiteral("12.345 s to 23.456 s"));
        bar.setConnection(2);
        bar.setText(QStringLiteral("fin"));
        QVERIFY(bar.minimumSizeHint().width() <= 700);
        bar.resize(bar.minimumSizeHint().width(), 40);
        window.resize(700, 60);
        window.show();
        const auto *last = bar.findChild<QToolButton *>(QStringLiteral("filterMenuButton"));
        QTRY_VERIFY(last->geometry().right() < bar.width());
        QVERIFY(last->width() >= last->sizeHint().width());
        QVERIFY(bar.findChild<QLineEdit *>(QStringLiteral("filterEdit"))->width() > 100);
    }

    void takesTheSuggestion()
    {
        Shown shown;
        shown.edit->setFocus();
        auto *button = shown.bar.findChild<QPushButton *>(QStringLiteral("filterSuggestion"));
        shown.bar.setText(QStringLiteral("fin and lenght > 5"));
        QVERIFY(button->isVisible());
        QCOMPARE(button->text(), QStringLiteral("Change to length"));
        button->click();
        QCOMPARE(shown.bar.text(), QStringLiteral("fin and length > 5"));
        QCOMPARE(shown.chosen, 1);
        QVERIFY(!button->isVisible());
        shown.bar.setText(QStringLiteral("opcode = text"));
        QTest::keyClick(shown.edit, Qt::Key_Return, Qt::AltModifier);
        QCOMPARE(shown.bar.text(), QStringLiteral("opcode == text"));
        shown.bar.setText(QStringLiteral("opcode == 99"));
        QVERIFY(shown.problem->isVisible() && !button->isVisible()); // nothing is near
        QTest::keyClick(shown.edit, Qt::Key_Return, Qt::AltModifier);
        QCOMPARE(shown.bar.text(), QStringLiteral("opcode == 99"));
    }

    /// What lies under the problem is wanted: it goes, and comes back with the keyboard.
    void theProblemGivesWay()
    {
        QWidget window;
        MemoryListStore store;
        auto *column = new QVBoxLayout(&window);
        auto *bar = new FilterBar(store, store, &window);
        auto *list = new QLineEdit(&window);
        column->addWidget(bar);
        column->addWidget(list);
        window.resize(1000, 300);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        bar->focusText();
        bar->setText(QStringLiteral("zzz =="));
        auto *panel = window.findChild<QWidget *>(QStringLiteral("filterProblemPanel"));
        QVERIFY(panel->isVisible());
        auto *edit = window.findChild<QLineEdit *>(QStringLiteral("filterEdit"));
        const QRect field(edit->mapTo(&window, QPoint(0, 0)), edit->size());
        QVERIFY(panel->y() > field.bottom());
        QCOMPARE(panel->geometry().left(), field.left());
        QCOMPARE(panel->geometry().right(), field.right());
        const auto *state = window.findChild<QLabel *>(QStringLiteral("filterState"));
        QVERIFY(state->text().isEmpty());
        list->setFocus();
        QVERIFY(!panel->isVisible());
        QCOMPARE(state->text(), panel->findChild<QLabel *>(QStringLiteral("filterProblem"))->text());
        bar->focusText();
        QVERIFY(panel->isVisible());
        QVERIFY(state->text().isEmpty());
        delete bar;
        QVERIFY(window.findChild<QWidget *>(QStringLiteral("filterProblemPanel")) == nullptr);
    }

    void narrowBarsHaveAMenu()
    {
        Shown shown;
        auto *quick = shown.bar.findChild<QToolButton *>(QStringLiteral("filterQuick"));
        auto *chip = shown.bar.findChild<QToolButton *>(QStringLiteral("filterChip2"));
        QVERIFY(!quick->isVisible() && chip->isVisible());
        shown.bar.resize(600, 40);
        QVERIFY(quick->isVisible() && !chip->isVisible());
        QVERIFY(shown.edit->width() >= 320);
        quick->menu()->actions().at(2)->trigger();
        QVERIFY(shown.limited && chip->isChecked());
        QCOMPARE(quick->text(), QStringLiteral("Quick (1) ▾"));
        shown.bar.clear();
        QVERIFY(!quick->menu()->actions().at(2)->isChecked());
        QCOMPARE(quick->text(), QStringLiteral("Quick ▾"));
        shown.bar.resize(1000, 40);
        QVERIFY(!quick->isVisible() && chip->isVisible());
    }

    void aSpanOfTimeIsAChip()
    {
        Shown shown;
        auto *chip = shown.bar.findChild<QToolButton *>(QStringLiteral("filterSpan"));
        QSignalSpy cleared(&shown.bar, &FilterBar::spanCleared);
        QVERIFY(!chip->isVisible());
        shown.bar.setSpan(QStringLiteral("1 s to 2 s"));
        QVERIFY(chip->isVisible() && chip->text().startsWith(QStringLiteral("1 s to 2 s")));
        QVERIFY(chip->accessibleName().contains(QStringLiteral("1 s to 2 s")));
        QVERIFY(shown.clear->isVisible());
        shown.bar.showRows(3, 3, 3, 0, {});
        QVERIFY(shown.state->text().startsWith(QStringLiteral("3 of 3")));
        QTest::mouseClick(chip, Qt::LeftButton);
        QCOMPARE(cleared.count(), 1);
        QTest::mouseClick(shown.clear, Qt::LeftButton); // clears the filter and the span
        QCOMPARE(cleared.count(), 2);
        shown.bar.setSpan({});
        QVERIFY(!chip->isVisible() && !shown.clear->isVisible());
        shown.bar.clear();
        QCOMPARE(cleared.count(), 2);
        QCOMPARE(shown.chosen, 0);
    }

    void countsRows()
    {
        Shown shown;
        shown.bar.showRows(10, 10, 10, 0, {});
        QVERIFY(shown.state->text().isEmpty());
        shown.bar.setText(QStringLiteral("fin"));
        shown.bar.showRows(3, 1000, 500, 0, {});
        QVERIFY2(shown.state->text().contains(QStringLiteral("50 % searched")), qPrintable(shown.state->text()));
        QVERIFY(shown.state->geometry().right() < shown.edit->width());
        QVERIFY(shown.edit->textMargins().right() >= shown.state->width()); // what is typed does not run under it
        shown.bar.showRows(4, 1000, 1000, 2, {});
        QVERIFY2(shown.state->text().startsWith(QStringLiteral("4 of 1,000 rows")), qPrintable(shown.state->text()));
        QVERIFY(shown.state->text().contains(QStringLiteral("2 undecided")));
        shown.bar.showRows(4, 1000, 900, 0, QStringLiteral("cannot read the file"));
        QCOMPARE(shown.state->toolTip(), QStringLiteral("cannot read the file"));
    }

    void chips()
    {
        Shown shown;
        std::optional<filter::RowTest> test;
        connect(&shown.bar, &FilterBar::filterChosen, &shown.bar,
                [&](const std::optional<filter::RowTest> &chosen) { test = chosen; });
        const auto chip = [&](int i) {
            shown.bar.findChild<QToolButton *>(QStringLiteral("filterChip%1").arg(i))->click();
        };
        // Two of a group add up, which is all of it here; groups narrow.
        const auto type = [&] { return test ? test->type() : filter::RowTest::Type::Everything; };
        chip(0);
        QCOMPARE(type(), filter::RowTest::Type::Field);
        QCOMPARE(test->fieldTest(), (filter::FieldTest{filter::RowField::Direction, std::uint64_t(Direction::In),
                                                       std::uint64_t(Direction::In)}));
        chip(1);
        QCOMPARE(type(), filter::RowTest::Type::Either);
        chip(3);
        QCOMPARE(type(), filter::RowTest::Type::Both);
        QVERIFY(shown.bar.isLimiting() && shown.clear->isVisible());
        shown.bar.setText(QStringLiteral("length > 5"));
        QCOMPARE(type(), filter::RowTest::Type::Both);
        QTest::mouseClick(shown.clear, Qt::LeftButton);
        QVERIFY(!test && !shown.bar.isLimiting() && shown.bar.text().isEmpty());
        QVERIFY(!shown.bar.findChild<QToolButton *>(QStringLiteral("filterChip3"))->isChecked());
    }

    void remembersFilters()
    {
        Shown shown;
        shown.history.save({QStringLiteral("masked"), QStringLiteral("rsv1")});
        QTest::keyClick(shown.edit, Qt::Key_Down);
        auto *menu = shown.bar.findChild<QMenu *>(QStringLiteral("filtersMenu"));
        QVERIFY(menu != nullptr);
        action(menu, "rsv1")->trigger();
        QCOMPARE(shown.bar.text(), QStringLiteral("rsv1"));
        QCOMPARE(shown.chosen, 1);
        menu->close();
    }

    void savesFilters()
    {
        Shown shown;
        QTest::mouseClick(shown.bar.findChild<QToolButton *>(QStringLiteral("filterMenuButton")), Qt::LeftButton);
        auto *menu = shown.bar.findChild<QMenu *>(QStringLiteral("filtersMenu"));
        QVERIFY(!menu->actions().first()->isEnabled()); // there is nothing to save
        menu->close();
        QTRY_VERIFY(shown.bar.findChild<QMenu *>(QStringLiteral("filtersMenu")) == nullptr);

        for (const char *filter : {"opcode == ping", "opcode in {ping, pong}"}) {
            shown.bar.setText(QString::fromUtf8(filter));
            QTest::mouseClick(shown.bar.findChild<QToolButton *>(QStringLiteral("filterMenuButton")), Qt::LeftButton);
            menu = shown.bar.findChild<QMenu *>(QStringLiteral("filtersMenu"));
            menu->actions().first()->trigger();
            menu->close();
            auto *ask = shown.bar.findChild<QInputDialog *>(QStringLiteral("filterName"));
            QVERIFY(ask != nullptr);
            ask->setTextValue(QStringLiteral(" heart  beat "));
            ask->accept();
            QTRY_VERIFY(shown.bar.findChild<QInputDialog *>() == nullptr);
            QTRY_VERIFY(shown.bar.findChild<QMenu *>(QStringLiteral("filtersMenu")) == nullptr);
        }
        // The same name is the same filter.
        QCOMPARE(shown.saved.load(), QStringList{QStringLiteral("heart beat\topcode in {ping, pong}")});

        shown.bar.setText({});
        QTest::keyClick(shown.edit, Qt::Key_Down);
        menu = shown.bar.findChild<QMenu *>(QStringLiteral("filtersMenu"));
        action(menu, "heart beat\topcode in {ping, pong}")->trigger();
        QCOMPARE(shown.bar.text(), QStringLiteral("opcode in {ping, pong}"));
        action(menu->findChild<QMenu *>(), "heart beat")->trigger();
        QVERIFY(shown.saved.load().isEmpty());
        menu->close();
    }

    void tabsInFilters()
    {
        Shown shown;
        const QString filter = QStringLiteral("text contains \"a\tb\"");
        shown.history.save({filter});
        shown.saved.save({QStringLiteral("with a tab\t") + filter});
        for (const char *name : {"text contains \"a b\"", "with a tab\ttext contains \"a b\""}) {
            shown.bar.setText({});
            QTest::keyClick(shown.edit, Qt::Key_Down);
            auto *menu = shown.bar.findChild<QMenu *>(QStringLiteral("filtersMenu"));
            action(menu, name)->trigger();
            QCOMPARE(shown.bar.text(), filter);
            menu->close();
            QTRY_VERIFY(shown.bar.findChild<QMenu *>(QStringLiteral("filtersMenu")) == nullptr);
        }
        // Without a name the filter is its own; what stands behind the first tab is the filter.
        QTest::mouseClick(shown.bar.findChild<QToolButton *>(QStringLiteral("filterMenuButton")), Qt::LeftButton);
        auto *menu = shown.bar.findChild<QMenu *>(QStringLiteral("filtersMenu"));
        menu->actions().first()->trigger();
        menu->close();
        auto *ask = shown.bar.findChild<QInputDialog *>(QStringLiteral("filterName"));
        QVERIFY(ask != nullptr);
        ask->setTextValue(QStringLiteral(" "));
        ask->accept();
        QCOMPARE(shown.saved.load().last(), QStringLiteral("text contains \"a b\"\t") + filter);
    }
};

QTEST_MAIN(TestFilterBar)
#include "tst_filterbar.moc"
