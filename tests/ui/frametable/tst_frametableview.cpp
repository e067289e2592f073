#include "ui/frametable/frametableview.h"

#include "ui/frametable/columnstate.h"
#include "ui/models/framelistmodel.h"
#include "ui/support/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include <set>

using namespace framescope;
using namespace framescope::ui;

namespace
{
/// As many rows as wanted, none of them real; notes which ones are asked for.
class ManyRows : public QAbstractTableModel
{
public:
    explicit ManyRows(int rows) : m_rows(rows) {}

    void add(int count)
    {
        beginInsertRows({}, m_rows, m_rows + count - 1);
        m_rows += count;
        endInsertRows();
    }
    void becomeEmpty()
    {
        beginResetModel();
        m_rows = 0;
        endResetModel();
    }
    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : m_rows; }
    int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : FrameListModel::ColumnCount;
    }
    QVariant data(const QModelIndex &index, int role) const override
    {
        asked.insert(index.row());
        ++calls;
        switch (role) {
        case Qt::DisplayRole:
            return QStringLiteral("%1.%2").arg(index.row()).arg(index.column());
        case Qt::AccessibleTextRole:
            return QStringLiteral("row %1").arg(index.row());
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(Qt::Alignment(Qt::AlignLeft));
        case FrameListModel::RowIndexRole:
            return qulonglong(index.row()) * 2; // not the row of the model
        default:
            return {};
        }
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        return orientation == Qt::Horizontal && role == Qt::DisplayRole ? QVariant(u"c%1"_qs.arg(section)) : QVariant();
    }

    mutable std::set<int> asked;
    mutable int calls = 0;

private:
    int m_rows;
};

constexpr int hundredMillion = 100'000'000;

/// A view of ten whole rows and a part of an eleventh.
struct Shown {
    explicit Shown(int rows, bool following = false) : model(rows)
    {
        view.setFollowing(following);
        view.setModel(&model);
        view.resize(1200, 400);
        view.show();
        const int rest = view.height() - view.viewport()->height();
        view.resize(1200, rest + 10 * view.tableLayout().rowHeight + 5);
        view.setFocus();
    }
    int top() const { return view.tableLayout().top; }
    int current() const { return view.currentIndex().row(); }
    QPushButton *chip() const { return view.findChild<QPushButton *>(QStringLiteral("newRowsChip")); }
    QPoint pointIn(int row) const { return {100, view.tableLayout().yOf(row) + view.tableLayout().rowHeight / 2}; }
    void key(Qt::Key k, Qt::KeyboardModifiers m = Qt::NoModifier) { QTest::keyClick(&view, k, m); }
    void click(int row, Qt::KeyboardModifiers m = Qt::NoModifier)
    {
        QTest::mouseClick(view.viewport(), Qt::LeftButton, m, pointIn(row));
    }

    ManyRows model;
    FrameTableView view;
};
} // namespace

class TestFrameTableView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void paintAsksOnlyForRowsInView()
    {
        Shown s(hundredMillion);
        s.view.verticalScrollBar()->setValue(50'000'000);
        s.model.asked.clear();
        s.model.calls = 0;
        s.view.grab();
        QCOMPARE(int(s.model.asked.size()), 11);
        QCOMPARE(*s.model.asked.begin(), 50'000'000);
        QCOMPARE(*s.model.asked.rbegin(), 50'000'010);
        QVERIFY2(s.model.calls < 11 * FrameListModel::ColumnCount * 8, qPrintable(QString::number(s.model.calls)));
    }

    void insertingAndSelectingAllTouchNoRow()
    {
        Shown s(hundredMillion);
        s.model.asked.clear();
        for (int i = 0; i < 100; ++i)
            s.model.add(1000);
        s.view.selectAll();
        QCOMPARE(s.view.selectedRowCount(), hundredMillion + 100'000);
        QCOMPARE(s.view.selectionModel()->selection().size(), 1);
        QVERIFY(int(s.model.asked.size()) <= 11);
        s.model.add(1000);
        QCOMPARE(s.view.selectedRowCount(), hundredMillion + 100'000);
    }

    void keysGoEverywhere()
    {
        Shown s(hundredMillion);
        const int page = 9;
        s.key(Qt::Key_Down);
        QCOMPARE(s.current(), 0);
        s.key(Qt::Key_Down);
        QCOMPARE(s.current(), 1);
        s.key(Qt::Key_PageDown);
        QCOMPARE(s.current(), 1 + page);
        QCOMPARE(s.top(), 1);
        s.key(Qt::Key_End);
        QCOMPARE(s.current(), hundredMillion - 1);
        QCOMPARE(s.top(), hundredMillion - 10);
        s.key(Qt::Key_Down);
        QCOMPARE(s.current(), hundredMillion - 1);
        s.key(Qt::Key_PageUp);
        QCOMPARE(s.current(), hundredMillion - 1 - page);
        s.key(Qt::Key_Up);
        QCOMPARE(s.current(), hundredMillion - 2 - page);
        QCOMPARE(s.top(), hundredMillion - 2 - page);
        s.key(Qt::Key_Home);
        QCOMPARE(s.current(), 0);
        QCOMPARE(s.top(), 0);
        s.key(Qt::Key_Up);
        s.key(Qt::Key_PageUp);
        QCOMPARE(s.current(), 0);
        QCOMPARE(s.view.selectedRowCount(), 1);
    }

    void shiftExtendsFromTheAnchor()
    {
        Shown s(1000);
        s.click(3);
        s.key(Qt::Key_Down, Qt::ShiftModifier);
        s.key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(s.view.selectedModelRows(100), (std::vector<int>{3, 4, 5}));
        for (int i = 0; i < 3; ++i)
            s.key(Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(s.view.selectedModelRows(100), (std::vector<int>{2, 3}));
        s.click(8, Qt::ShiftModifier);
        QCOMPARE(s.view.selectedModelRows(100), (std::vector<int>{3, 4, 5, 6, 7, 8}));
        s.key(Qt::Key_End, Qt::ShiftModifier);
        QCOMPARE(s.view.selectedRowCount(), 997);
        s.key(Qt::Key_Down);
        QCOMPARE(s.view.selectedModelRows(100), (std::vector<int>{999}));
    }

    void controlClickAddsAndTakesAway()
    {
        Shown s(1000);
        s.click(1);
        s.click(5, Qt::ControlModifier);
        s.click(3, Qt::ControlModifier);
        QCOMPARE(s.view.selectedModelRows(100), (std::vector<int>{1, 3, 5}));
        QCOMPARE(s.view.selectedModelRows(2), (std::vector<int>{1, 3}));
        s.click(5, Qt::ControlModifier);
        QCOMPARE(s.view.selectedModelRows(100), (std::vector<int>{1, 3}));
    }

    void draggingSelectsASpan()
    {
        Shown s(1000);
        QTest::mousePress(s.view.viewport(), Qt::LeftButton, {}, s.pointIn(2));
        QTest::mouseMove(s.view.viewport(), s.pointIn(6));
        QCOMPARE(s.view.selectedModelRows(100), (std::vector<int>{2, 3, 4, 5, 6}));
        QTest::mouseMove(s.view.viewport(), s.pointIn(1));
        QCOMPARE(s.view.selectedModelRows(100), (std::vector<int>{1, 2}));
        QTest::mouseMove(s.view.viewport(), QPoint(100, s.view.viewport()->height() + 50));
        QTRY_VERIFY(s.top() > 20); // goes on by itself while the pointer is outside
        QTest::mouseRelease(s.view.viewport(), Qt::LeftButton, {}, QPoint(100, s.view.viewport()->height() + 50));
        QCOMPARE(s.view.selectedModelRows(1), (std::vector<int>{2}));
        QVERIFY(s.view.selectedRowCount() > 20);
    }

    void followsWhileTheEndIsSeen()
    {
        Shown s(5, true);
        QSignalSpy following(&s.view, &FrameTableView::followingChanged);
        s.model.add(100);
        QCOMPARE(s.top(), 95);
        s.view.verticalScrollBar()->setValue(90);
        QVERIFY(!s.view.isFollowing());
        s.model.add(10);
        QCOMPARE(s.top(), 90);
        QVERIFY(s.chip()->isVisible());
        QCOMPARE(s.chip()->text(), u"10 new rows ↓"_qs);
        s.view.verticalScrollBar()->setValue(s.view.verticalScrollBar()->maximum());
        QVERIFY(s.view.isFollowing());
        QVERIFY(!s.chip()->isVisible());
        s.model.add(1);
        QCOMPARE(s.top(), 106);
        QCOMPARE(following.size(), 2);
    }

    void selectingStopsFollowing()
    {
        Shown s(100, true);
        QSignalSpy rows(&s.view, &FrameTableView::currentRowChanged);
        s.click(95);
        QVERIFY(!s.view.isFollowing());
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows.first().first().value<std::optional<RowIndex>>(), std::optional(RowIndex(190)));
        QCOMPARE(s.view.currentRow(), std::optional(RowIndex(190)));
        s.model.add(3);
        QCOMPARE(s.top(), 90);
        // The part of the eleventh row that is seen is no row that was read.
        QCOMPARE(s.chip()->text(), u"3 new rows ↓"_qs);
        s.view.verticalScrollBar()->setValue(s.view.verticalScrollBar()->maximum());
        QVERIFY(!s.view.isFollowing()); // something else is selected
        s.key(Qt::Key_End);
        QVERIFY(s.view.isFollowing());
        s.model.add(3);
        QCOMPARE(s.top(), 96);
    }

    void aFileThatLoadsHasNoNews()
    {
        Shown s(0, false);
        s.model.add(5000);
        QCOMPARE(s.top(), 0);
        QVERIFY(!s.chip()->isVisible());
        s.key(Qt::Key_End);
        s.key(Qt::Key_Home);
        s.model.add(5000);
        QVERIFY(s.chip()->isVisible());
    }

    void otherRowsAreANewBeginning()
    {
        Shown s(100, true);
        s.click(93);
        QVERIFY(!s.view.isFollowing());
        s.model.becomeEmpty();
        QVERIFY(s.view.isFollowing());
        s.model.add(50);
        QCOMPARE(s.top(), 40);
        QVERIFY(!s.chip()->isVisible());
        s.view.setFollowing(false);
        s.key(Qt::Key_End);
        QVERIFY(s.view.isFollowing());
        s.model.becomeEmpty();
        s.model.add(50);
        QCOMPARE(s.top(), 0);
        QVERIFY(!s.chip()->isVisible());
    }

    void clickingTheLastRowHoldsItStill()
    {
        Shown s(100, true);
        s.click(99);
        s.model.add(1);
        QCOMPARE(s.top(), 90);
    }

    void theChipResumes()
    {
        Shown s(100, true);
        s.click(95);
        s.model.add(1);
        QCOMPARE(s.chip()->text(), u"1 new row ↓"_qs);
        s.model.add(12'344);
        QCOMPARE(s.chip()->text(), u"12,345 new rows ↓"_qs);
        QTest::mouseClick(s.chip(), Qt::LeftButton);
        QVERIFY(s.view.isFollowing());
        QVERIFY(!s.chip()->isVisible());
        QCOMPARE(s.top(), 12'445 - 10);
    }

    void theWheelScrollsByRows()
    {
        Shown s(100, true);
        const QPointF pos(50, 50);
        QWheelEvent up(pos, s.view.viewport()->mapToGlobal(pos), {}, QPoint(0, 120), Qt::NoButton, Qt::NoModifier,
                       Qt::NoScrollPhase, false);
        QApplication::sendEvent(s.view.viewport(), &up);
        QCOMPARE(s.top(), 90 - QApplication::wheelScrollLines());
        QVERIFY(!s.view.isFollowing());
    }

    void tabFocusSelectsNothing()
    {
        Shown s(100, true);
        s.view.clearFocus();
        s.view.setFocus(Qt::TabFocusReason);
        QVERIFY(!s.view.currentIndex().isValid());
        QVERIFY(s.view.isFollowing());
    }

    void resetGivesUpTheCurrentRow()
    {
        Shown s(100);
        s.click(3);
        QSignalSpy rows(&s.view, &FrameTableView::currentRowChanged);
        s.model.becomeEmpty();
        QCOMPARE(rows.size(), 1);
        QVERIFY(!rows.first().first().value<std::optional<RowIndex>>().has_value());
        QCOMPARE(s.view.selectedRowCount(), 0);
        s.key(Qt::Key_Down);
        s.key(Qt::Key_End);
        s.view.grab();
        s.model.add(3);
        QCOMPARE(s.view.tableLayout().shownRows(), 3);
    }

    void indexesAndRectsAgree()
    {
        Shown s(hundredMillion);
        s.view.verticalScrollBar()->setValue(70'000'000);
        for (int row = 70'000'000; row < 70'000'010; ++row) {
            const QModelIndex index = s.model.index(row, FrameListModel::Opcode);
            QCOMPARE(s.view.indexAt(s.view.visualRect(index).center()), index);
        }
        QVERIFY(s.view.visualRect(s.model.index(5, 0)).isEmpty());
        s.view.scrollTo(s.model.index(5, 0));
        QCOMPARE(s.top(), 5);
        s.view.scrollTo(s.model.index(99'999'999, 0), QAbstractItemView::PositionAtCenter);
        QCOMPARE(s.top(), hundredMillion - 10);
    }

    void goingToARowFarAwayShowsItsNeighbours()
    {
        Shown s(1000, true);
        s.view.selectModelRow(500);
        QCOMPARE(s.current(), 500);
        QCOMPARE(s.top(), 495);
        s.view.selectModelRow(501);
        QCOMPARE(s.top(), 495);
        s.view.selectModelRow(1000);
        QCOMPARE(s.current(), 501);
        QVERIFY(!s.view.isFollowing());
    }

    void narrowListsKeepThePreviewInSight()
    {
        Shown s(100);
        QHeaderView *const header = s.view.header();
        s.view.resize(1400, 300);
        QVERIFY(!header->isSectionHidden(FrameListModel::MaskKey));
        s.view.resize(700, 300);
        QVERIFY(header->isSectionHidden(FrameListModel::MaskKey));
        QVERIFY(!header->isSectionHidden(FrameListModel::Opcode));
        QVERIFY(!header->isSectionHidden(FrameListModel::Payload));
        QVERIFY(header->sectionViewportPosition(FrameListModel::Preview) < s.view.viewport()->width() - 100);
        s.view.resize(1400, 300);
        QVERIFY(!header->isSectionHidden(FrameListModel::MaskKey));
        QVERIFY(header->sectionSize(FrameListModel::MaskKey) > 40);
        // What somebody chose stays.
        QVERIFY(s.view.saveColumns().isEmpty());
        header->resizeSection(FrameListModel::Time, 150);
        s.view.resize(700, 300);
        QVERIFY(!header->isSectionHidden(FrameListModel::MaskKey));
        QVERIFY(!s.view.saveColumns().isEmpty());
    }

    void columnsHideMoveAndComeBack()
    {
        Shown s(100);
        QHeaderView *const header = s.view.header();
        QVERIFY(header->isSectionHidden(FrameListModel::Message));
        const QByteArray first = s.view.saveColumns();
        {
            const auto menu = s.view.makeColumnMenu();
            QAction *const mask = menu->findChild<QAction *>(u"column%1"_qs.arg(int(FrameListModel::MaskKey)));
            QVERIFY(mask->isChecked());
            mask->trigger();
        }
        QVERIFY(header->isSectionHidden(FrameListModel::MaskKey));
        header->moveSection(header->visualIndex(FrameListModel::Wire), 0);
        header->resizeSection(FrameListModel::Time, 177);
        const QByteArray changed = s.view.saveColumns();
        s.view.resetColumns();
        QCOMPARE(s.view.saveColumns(), first);
        QVERIFY(s.view.restoreColumns(changed));
        QCOMPARE(s.view.saveColumns(), changed);
        QVERIFY(header->isSectionHidden(FrameListModel::MaskKey));
        QCOMPARE(header->logicalIndex(0), int(FrameListModel::Wire));
        QCOMPARE(header->sectionSize(FrameListModel::Time), 177);
        QVERIFY(!s.view.restoreColumns("nonsense"));
        QCOMPARE(s.view.saveColumns(), changed);
        {
            const auto menu = s.view.makeColumnMenu();
            menu->findChild<QAction *>(u"column%1"_qs.arg(int(FrameListModel::MaskKey)))->trigger();
        }
        QVERIFY(!header->isSectionHidden(FrameListModel::MaskKey));
        QVERIFY(header->sectionSize(FrameListModel::MaskKey) > 60); // a restored hidden column has a width again
    }

    void oneColumnAlwaysStays()
    {
        Shown s(100);
        for (int column = 1; column < FrameListModel::ColumnCount; ++column)
            s.view.header()->setSectionHidden(column, true);
        const auto menu = s.view.makeColumnMenu();
        QVERIFY(!menu->findChild<QAction *>(u"column0"_qs)->isEnabled());
        QVERIFY(menu->findChild<QAction *>(u"column1"_qs)->isEnabled());
    }

    void thePreviewTakesTheRest()
    {
        Shown s(3);
        QCOMPARE(s.view.header()->length(), s.view.viewport()->width());
        s.view.resize(1500, s.view.height());
        QCOMPARE(s.view.header()->length(), s.view.viewport()->width());
        QCOMPARE(s.view.horizontalScrollBar()->maximum(), 0);
        s.view.resize(500, s.view.height());
        QVERIFY(s.view.horizontalScrollBar()->maximum() > 0);
        s.key(Qt::Key_Right);
        QVERIFY(s.view.horizontalScrollBar()->value() > 0);
        QCOMPARE(s.view.header()->offset(), s.view.horizontalScrollBar()->value());
    }

    void copiesSelectedRowsWithoutHiddenColumns()
    {
        Shown s(100);
        for (int column = 2; column < FrameListModel::ColumnCount; ++column)
            s.view.header()->setSectionHidden(column, true);
        s.view.header()->moveSection(s.view.header()->visualIndex(1), 0);
        s.click(4);
        s.click(2, Qt::ControlModifier);
        s.key(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), u"2.1\t2.0\n4.1\t4.0\n"_qs);
    }

    void copyingTooMuchIsRefused()
    {
        Shown s(hundredMillion);
        QApplication::clipboard()->setText(u"before"_qs);
        QSignalSpy refused(&s.view, &FrameTableView::copyRefused);
        s.key(Qt::Key_A, Qt::ControlModifier);
        s.key(Qt::Key_C, Qt::ControlModifier);
        QTRY_COMPARE(refused.size(), 1);
        QCOMPARE(refused.first().at(0).toLongLong(), qint64(hundredMillion));
        QVERIFY(refused.first().at(1).toLongLong() > 1'000'000'000);
        QCOMPARE(QApplication::clipboard()->text(), u"before"_qs);
    }

    void copyingManyRowsGoesOnBetweenTheEvents()
    {
        Shown s(300'000);
        for (int column = 1; column < FrameListModel::ColumnCount; ++column)
            s.view.header()->setSectionHidden(column, true);
        QSignalSpy finished(&s.view, &FrameTableView::copyFinished);
        s.key(Qt::Key_A, Qt::ControlModifier);
        s.key(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(finished.size(), 0);
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(finished.first().first().toLongLong(), qint64(300'000));
        QCOMPARE(QApplication::clipboard()->text().count(u'\n'), 300'000);
        QApplication::clipboard()->setText(u"before"_qs);
        s.key(Qt::Key_C, Qt::ControlModifier);
        s.view.cancelCopy();
        QCoreApplication::processEvents();
        QCOMPARE(finished.size(), 1);
        QCOMPARE(QApplication::clipboard()->text(), u"before"_qs);
    }

    void theMenuIsAboutTheRowUnderThePointer()
    {
        Shown s(100);
        s.click(1);
        QSignalSpy menus(&s.view, &FrameTableView::contextMenuRequested);
        QTest::mousePress(s.view.viewport(), Qt::RightButton, {}, s.pointIn(4));
        QContextMenuEvent byMouse(QContextMenuEvent::Mouse, s.pointIn(4), QPoint(7, 8));
        QApplication::sendEvent(s.view.viewport(), &byMouse);
        QCOMPARE(menus.size(), 1);
        QCOMPARE(menus.first().at(0).toPoint(), QPoint(7, 8));
        QCOMPARE(menus.first().at(1).value<RowIndex>(), RowIndex(8));
        QCOMPARE(s.view.selectedModelRows(10), (std::vector<int>{4}));
        QContextMenuEvent byKey(QContextMenuEvent::Keyboard, QPoint(), QPoint());
        QApplication::sendEvent(&s.view, &byKey);
        QCOMPARE(menus.size(), 2);
        QCOMPARE(menus.last().at(1).value<RowIndex>(), RowIndex(8));
    }

    void screenReadersSeeTheRowsInView()
    {
        Shown s(hundredMillion);
        s.view.verticalScrollBar()->setValue(1000);
        QAccessibleInterface *const table = QAccessible::queryAccessibleInterface(&s.view);
        QVERIFY(table != nullptr);
        QCOMPARE(table->role(), QAccessible::List);
        QCOMPARE(table->text(QAccessible::Name), u"Frames"_qs);
        QCOMPARE(table->childCount(), 11);
        QCOMPARE(table->child(2)->text(QAccessible::Name), u"row 1002"_qs);
        QCOMPARE(table->indexOfChild(table->child(2)), 2);
        QCOMPARE(table->child(2)->parent(), table);
        QVERIFY(table->child(11) == nullptr);
        s.click(1002);
        QVERIFY(table->child(2)->state().selected);
        QVERIFY(!table->child(3)->state().selected);
        s.view.activateWindow();
        QTRY_VERIFY(s.view.hasFocus());
        QCOMPARE(table->focusChild(), table->child(2));
        const QPoint middle = table->child(3)->rect().center();
        QCOMPARE(table->childAt(middle.x(), middle.y()), table->child(3));
        for (int top = 0; top < 2000; top += 10) { // more than are kept
            s.view.verticalScrollBar()->setValue(top);
            QCOMPARE(table->child(0)->text(QAccessible::Name), u"row %1"_qs.arg(top));
        }
    }

    void theCurrentOfSeveralRowsIsOutlined()
    {
        Shown s(100);
        s.click(2);
        s.click(5, Qt::ShiftModifier);
        s.view.activateWindow();
        QTRY_VERIFY(s.view.hasFocus());
        const QImage focused = s.view.viewport()->grab(s.view.visualRect(s.model.index(5, 0))).toImage();
        s.view.clearFocus();
        const QImage unfocused = s.view.viewport()->grab(s.view.visualRect(s.model.index(5, 0))).toImage();
        QVERIFY(focused != unfocused);
    }

    void saysWhatToDoWhenEmpty()
    {
        Shown s(0);
        const QImage before = s.view.grab().toImage();
        s.view.setEmptyText(u"Connect, or open a capture."_qs);
        QVERIFY(s.view.grab().toImage() != before);

        const auto *button = s.view.findChild<QPushButton *>(u"emptyAction"_qs);
        QVERIFY(!button->isVisible());
        s.view.setEmptyText(u"Nothing passes."_qs, u"Show all"_qs);
        QVERIFY(button->isVisible() && s.view.viewport()->rect().contains(button->geometry()));
        QSignalSpy asked(&s.view, &FrameTableView::emptyActionRequested);
        QTest::mouseClick(s.view.viewport()->childAt(button->geometry().center()), Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
        s.model.add(1);
        QVERIFY(!button->isVisible());
    }
};

QTEST_MAIN(TestFrameTableView)
#include "tst_frametableview.moc"
