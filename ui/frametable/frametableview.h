#pragma once

#include "core/base/ids.h"
#include "ui/frametable/rowpainter.h"
#include "ui/frametable/tablelayout.h"

#include <QAbstractItemView>
#include <QBasicTimer>

#include <memory>
#include <optional>

class QHeaderView;
class QMenu;
class QPushButton;

namespace framescope::ui
{

class RowCopier;

/// The frame list: a table of rows of one height whose scroll bar counts rows. Painting, scrolling, selecting all and
/// taking new rows in cost the same for ten rows and for two thousand million.
///
/// It follows new rows only while the end is seen and nobody selected a row; a chip tells how many came since.
/// The model's columns are those of FrameListModel, its rows only ever come at the end or by reset.
class FrameTableView : public QAbstractItemView
{
    Q_OBJECT
public:
    explicit FrameTableView(QWidget *parent = nullptr);
    ~FrameTableView() override;

    void setModel(QAbstractItemModel *model) override;
    QHeaderView *header() const noexcept { return m_header; }

    /// What to say while there are no rows, and what a button below it is for, which asks for emptyActionRequested().
    void setEmptyText(const QString &text, const QString &action = {});
    QString emptyText() const { return m_emptyText; }

    bool isFollowing() const noexcept { return m_following; }
    /// True shows the end and follows it. False, without a chip, for a file that was opened: it is read from its start.
    /// A reset of the model brings this state back.
    void setFollowing(bool following);

    /// Selects this row of the model alone and brings it into view; as if the user had clicked it.
    void selectModelRow(int row);
    std::optional<RowIndex> currentRow() const;
    /// Selected rows, without walking over them.
    int selectedRowCount() const;
    /// The selected rows in order, as ranges without columns.
    QItemSelection selectedRanges() const;
    /// The first selected rows in order, at most `limit`.
    std::vector<int> selectedModelRows(int limit) const;
    const TableLayout &tableLayout() const noexcept { return m_layout; }

    /// Order, widths and visibility of the columns, for the settings.
    QByteArray saveColumns() const;
    /// False, and nothing changed, when the text is not from saveColumns() of the same columns. Needs the model.
    bool restoreColumns(const QByteArray &saved);
    void resetColumns();
    /// The header's menu: a check item a column, and the way back to the defaults.
    std::unique_ptr<QMenu> makeColumnMenu();

    QRect visualRect(const QModelIndex &index) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;
    QModelIndex indexAt(const QPoint &point) const override;

public Q_SLOTS:
    void selectAll() override;
    void reset() override;
    /// Goes to the end and follows it.
    void resumeFollowing();
    /// Puts the selected rows on the clipboard, visible columns between tabs; see RowCopier.
    void copySelection();
    /// Ends a copy that goes on.
    void cancelCopy();

Q_SIGNALS:
    void currentRowChanged(std::optional<framescope::RowIndex> row);
    void followingChanged(bool following);
    void emptyActionRequested();
    void contextMenuRequested(QPoint globalPos, framescope::RowIndex row, int column);
    /// Of a copy that takes a while; copyFinished(), copyRefused() or copyCancelled() follows.
    void copyProgress(double part);
    /// So many rows are on the clipboard.
    void copyFinished(qint64 rows);
    /// The selected rows are more text than a clipboard takes: about so many octets. Nothing was copied.
    void copyRefused(qint64 rows, qint64 octets);
    /// It was ended, or its rows are not shown any more.
    void copyCancelled();

protected:
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    int horizontalOffset() const override;
    int verticalOffset() const override;
    bool isIndexHidden(const QModelIndex &index) const override;
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command) override;
    QRegion visualRegionForSelection(const QItemSelection &selection) const override;
    void scrollContentsBy(int dx, int dy) override;

protected Q_SLOTS:
    void updateGeometries() override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void refreshFont();
    void connectHeader();
    int defaultWidth(int column) const;
    void setDefaultWidths();
    void fitTitle(int column);
    void makeRoomForPreview();
    void showConnectionColumn();
    void fitLastColumn();
    void updateVertical();
    void updateHorizontal();
    void setTop(int row);
    void userScrolled();
    void changeFollowing(bool following);
    void updateChip();
    void placeEmptyAction();
    QRect emptyTextRect() const;
    QItemSelection rowsSelection(int from, int to) const;
    /// Makes `row` current and selects it, from the anchor on when extending; scrolls to it.
    void goToRow(int row, bool extend);
    void selectSpan(int from, int to, QItemSelectionModel::SelectionFlags command);
    void dragTo(const QPoint &pos);
    void tellCurrentRow(); ///< to screen readers
    std::vector<RowPainter::Cell> shownCells() const;

    QHeaderView *m_header;
    QPushButton *m_chip;
    QPushButton *m_emptyAction;
    RowCopier *m_copier;
    std::unique_ptr<RowPainter> m_painter;
    TableLayout m_layout;
    QString m_emptyText;
    int m_anchor = -1; ///< where a span of selected rows began
    int m_seenEnd = 0; ///< one past the last row that was in view or there when following stopped
    bool m_hasCurrent = false;
    bool m_following = true;
    bool m_followsAtFirst = true;
    bool m_announcesNew = true; ///< whether the chip counts: not while a file that was opened is loading
    bool m_adjusting = false;   ///< the scroll bar is moved by us, not by the user
    bool m_inGeometries = false;
    bool m_connectionWanted = true; ///< the column, where rows of several are shown
    bool m_widthsChosen = false;    ///< by the user or the settings: keep them when the font changes
    bool m_dragging = false;
    bool m_dragAdds = false;
    QPoint m_dragPos;
    QBasicTimer m_dragTimer;
};

} // namespace framescope::ui
