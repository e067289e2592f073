#include "ui/filter/filteredit.h"

#include "ui/filter/completionlist.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QSignalSpy>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;

class TestFilterEdit : public QObject
{
    Q_OBJECT

    static QAbstractItemView *list(const FilterEdit &edit) { return edit.findChild<QCompleter *>()->popup(); }

private Q_SLOTS:
    void completes()
    {
        FilterEdit edit;
        edit.resize(800, 30);
        edit.show();
        edit.setFocus();
        QTest::keyClicks(&edit, QStringLiteral("opc"));
        QVERIFY(list(edit)->isVisible());
        QVERIFY(list(edit)->model()->index(0, 0).data().toString().startsWith(QStringLiteral("opcode")));
        QTest::keyClick(list(edit), Qt::Key_Down);
        QTest::keyClick(list(edit), Qt::Key_Return);
        QCOMPARE(edit.text(), QStringLiteral("opcode "));
        // What fits next is offered at once.
        QTRY_VERIFY(list(edit)->isVisible());
        QVERIFY(list(edit)->model()->index(0, 0).data().toString().startsWith(QStringLiteral("==")));
        QTest::keyClicks(list(edit), QStringLiteral("== pi"));
        QCOMPARE(edit.text(), QStringLiteral("opcode == pi"));
        QTest::keyClick(list(edit), Qt::Key_Down);
        QTest::keyClick(list(edit), Qt::Key_Return);
        QCOMPARE(edit.text(), QStringLiteral("opcode == ping "));
        QVERIFY(edit.parsed().ok());
    }

    void theListStandsUnderItsWord()
    {
        FilterEdit edit;
        edit.resize(780, 30);
        edit.show();
        edit.setFocus();
        QTest::keyClicks(&edit, QStringLiteral("fin and opc"));
        QVERIFY(list(edit)->isVisible());
        const int word = edit.inputMethodQuery(Qt::ImCursorRectangle).toRectF().toRect().center().x() -
                         edit.fontMetrics().horizontalAdvance(QStringLiteral("opc"));
        const int text = edit.mapFromGlobal(list(edit)->mapToGlobal(QPoint())).x() + CompletionList::textLeft;
        QVERIFY2(qAbs(text - word) <= 1, qPrintable(QStringLiteral("%1, %2").arg(text).arg(word)));
    }

    void escapeClosesTheListFirst()
    {
        FilterEdit edit;
        edit.show();
        edit.setFocus();
        QSignalSpy left(&edit, &FilterEdit::left);
        QTest::keyClicks(&edit, QStringLiteral("op"));
        QVERIFY(list(edit)->isVisible());
        QTest::keyClick(list(edit), Qt::Key_Escape);
        QVERIFY(!list(edit)->isVisible());
        QCOMPARE(left.count(), 0);
        QTest::keyClick(&edit, Qt::Key_Escape);
        QCOMPARE(left.count(), 1);
        QCOMPARE(edit.text(), QStringLiteral("op"));
    }

    void theErrorIsInTheParsedFilter()
    {
        FilterEdit edit;
        edit.setText(QStringLiteral("fin and lenght"));
        QVERIFY(edit.parsed().error);
        QCOMPARE(edit.parsed().error->at, 8);
        QCOMPARE(edit.toolTip(), edit.parsed().error->text());
        edit.clear();
        QVERIFY(edit.parsed().ok());
        QVERIFY(!edit.property("valid").toBool());
    }
};

QTEST_MAIN(TestFilterEdit)
#include "tst_filteredit.moc"
