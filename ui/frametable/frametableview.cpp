#include "ui/frametable/frametableview.h"

#include "ui/frametable/frametableaccessible.h"
#include "ui/frametable/rowcopier.h"
#include "ui/models/framelistmodel.h"
#include "ui/support/colors.h"
#include "ui/support/numbertext.h"
#include "ui/support/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHeaderView>
#include <QPaintEvent>
#include <QPainter>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScrollBar>

#include <algorithm>
#include <utility>

namespace framescope::ui
{

FrameTableView::FrameTableView(QWidget *parent)
    : QAbstractItemView(parent)
    , m_header(new QHeaderView(Qt::Horizontal, this))
    , m_chip(new QPushButton(this))
    , m_emptyAction(new QPushButton(viewport()))
    , m_copier(new RowCopier(this))
    , m_painter(std::make_unique<RowPainter>(monospaceFont()))
{
    FrameTableAccessible::install();
    setObjectName(QStringLiteral("frameTable"));
    setAccessibleName(tr("Frames"));
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setAutoScroll(false); // a click must not move the row under the pointer
    setDragEnabled(false);
    setTabKeyNavigation(false);
    setVerticalScrollMode(ScrollPerItem);
    setHorizontalScrollMode(ScrollPerPixel);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);

    m_header->setObjectName(QStringLiteral("frameTableHeader"));
    m_header->setAccessibleName(tr("Columns"));
    m_header->setSectionsMovable(true);
    m_header->setSectionsClickable(false);
    m_header->setHighlightSections(false);
    m_header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_header->setMinimumSectionSize(24);
    m_header->setContextMenuPolicy(Qt::CustomContextMenu);
    m_header->setFocusPolicy(Qt::NoFocus);
    connectHeader();

    m_chip->setObjectName(QStringLiteral("newRowsChip"));
    m_chip->setProperty("part", QStringLiteral("primary"));
    m_chip->setStyleSheet(QStringLiteral("QPushButton { padding: 0 10px; }"));
    m_chip->setText(tr("New rows"));     // before the first ones are counted
    m_chip->setFocusPolicy(Qt::NoFocus); // End does the same from the keyboard
    m_chip->setCursor(Qt::ArrowCursor);
    m_chip->setToolTip(tr("Go to the newest row and follow (End)"));
    m_chip->hide();
    connect(m_chip, &QPushButton::clicked, this, &FrameTableView::resumeFollowing);
    m_emptyAction->setObjectName(QStringLiteral("emptyAction"));
    m_emptyAction->setCursor(Qt::ArrowCursor);
    m_emptyAction->hide();
    connect(m_emptyAction, &QPushButton::clicked, this, &FrameTableView::emptyActionRequested);
    connect(m_copier, &RowCopier::progress, this, &FrameTableView::copyProgress);
    connect(m_copier, &RowCopier::refused, this, &FrameTableView::copyRefused);
    connect(m_copier, &RowCopier::cancelled, this, &FrameTableView::copyCancelled);
    connect(m_copier, &RowCopier::finished, this, [this](const QString &text, qint64 rows) {
        QGuiApplication::clipboard()->setText(text);
        Q_EMIT copyFinished(rows);
    });

    m_layout.rowHeight = m_painter->rowHeight();
    horizontalScrollBar()->setSingleStep(m_painter->widthFor(3));
}

FrameTableView::~FrameTableView() = default;

void FrameTableView::setModel(QAbstractItemModel *newModel)
{
    const bool had = std::exchange(m_hasCurrent, false);
    QAbstractItemView::setModel(newModel);
    m_header->setModel(newModel);
    if (newModel != nullptr)
        connect(newModel, &QAbstractItemModel::headerDataChanged, this,
                [this](Qt::Orientation, int first) { fitTitle(first); });
    if (const auto *rows = qobject_cast<const FrameListModel *>(newModel))
        connect(rows, &FrameListModel::severalChanged, this, &FrameTableView::showConnectionColumn);
    resetColumns();
    m_anchor = -1;
    updateGeometries();
    if (had)
        Q_EMIT currentRowChanged({});
}

void FrameTableView::reset()
{
    const bool had = std::exchange(m_hasCurrent, false); // the index itself went with the model's reset
    QAbstractItemView::reset();
    m_anchor = -1;
    m_dragging = false;
    m_dragTimer.stop();
    // Other rows are a new beginning, whatever was scrolled or selected before.
    m_seenEnd = 0;
    setTop(0);
    setFollowing(m_followsAtFirst);
    updateGeometries();
    viewport()->update();
    if (had)
        Q_EMIT currentRowChanged({});
}

void FrameTableView::setEmptyText(const QString &text, const QString &action)
{
    if (m_emptyText == text && m_emptyAction->text() == action)
        return;
    m_emptyText = text;
    m_emptyAction->setText(action);
    placeEmptyAction();
    viewport()->update();
}

/// The text stands in the middle of it.
QRect FrameTableView::emptyTextRect() const
{
    const QRect whole = viewport()->rect().adjusted(24, 8, -24, -8);
    return m_emptyAction->isHidden() ? whole : whole.adjusted(0, 0, 0, -m_emptyAction->height());
}

void FrameTableView::placeEmptyAction()
{
    constexpr int gap = 8;
    const bool wanted = m_layout.rowCount == 0 && !m_emptyAction->text().isEmpty();
    m_emptyAction->setVisible(wanted);
    if (!wanted)
        return;
    m_emptyAction->adjustSize();
    const QRect text =
        viewport()->fontMetrics().boundingRect(emptyTextRect(), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
    m_emptyAction->move((viewport()->width() - m_emptyAction->width()) / 2, text.bottom() + gap);
}

// --- geometry ---------------------------------------------------------------------------------------------------

QRect FrameTableView::visualRect(const QModelIndex &index) const
{
    if (!index.isValid() || isIndexHidden(index) || !m_layout.isShown(index.row()))
        return {};
    return {m_header->sectionViewportPosition(index.column()), m_layout.yOf(index.row()),
            m_header->sectionSize(index.column()), m_layout.rowHeight};
}

QModelIndex FrameTableView::indexAt(const QPoint &point) const
{
    const int row = m_layout.rowAt(point.y());
    if (row < 0 || model() == nullptr)
        return {};
    const int column = m_header->logicalIndexAt(point.x());
    return column < 0 ? QModelIndex() : model()->index(row, column);
}

void FrameTableView::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    if (!index.isValid())
        return;
    switch (hint) {
    case EnsureVisible:
        setTop(m_layout.topToShow(index.row()));
        break;
    case PositionAtTop:
        setTop(index.row());
        break;
    case PositionAtBottom:
        setTop(index.row() - m_layout.fullRows() + 1);
        break;
    case PositionAtCenter:
        setTop(m_layout.topToCentre(index.row()));
        break;
    }
}

bool FrameTableView::isIndexHidden(const QModelIndex &index) const { return m_header->isSectionHidden(index.column()); }

int FrameTableView::horizontalOffset() const { return m_header->offset(); }

int FrameTableView::verticalOffset() const { return m_layout.top; }

QRegion FrameTableView::visualRegionForSelection(const QItemSelection &selection) const
{
    QRegion region;
    const int end = m_layout.top + m_layout.shownRows();
    for (const QItemSelectionRange &range : selection) {
        const int from = std::max(range.top(), m_layout.top);
        const int to = std::min(range.bottom(), end - 1);
        if (range.isValid() && from <= to)
            region += QRect(0, m_layout.yOf(from), viewport()->width(), (to - from + 1) * m_layout.rowHeight);
    }
    return region;
}

void FrameTableView::updateGeometries()
{
    if (m_inGeometries)
        return;
    const QScopedValueRollback<bool> guard(m_inGeometries, true);
    const int height = m_header->sizeHint().height();
    setViewportMargins(0, height, 0, 0);
    const QRect area = viewport()->geometry();
    m_header->setGeometry(area.left(), area.top() - height, area.width(), height);
    updateVertical();
    makeRoomForPreview();
    fitLastColumn();
    updateHorizontal();
    QAbstractItemView::updateGeometries();
}

void FrameTableView::updateVertical()
{
    m_layout.rowCount = model() != nullptr ? model()->rowCount() : 0;
    m_layout.viewportHeight = viewport()->height();
    {
        const QScopedValueRollback<bool> guard(m_adjusting, true);
        QScrollBar *const bar = verticalScrollBar();
        bar->setSingleStep(1);
        bar->setPageStep(m_layout.fullRows());
        bar->setRange(0, m_layout.maxTop());
        if (m_following)
            bar->setValue(bar->maximum());
        m_layout.top = bar->value();
    }
    updateChip();
    placeEmptyAction();
}

void FrameTableView::updateHorizontal()
{
    QScrollBar *const bar = horizontalScrollBar();
    bar->setPageStep(viewport()->width());
    bar->setRange(0, std::max(0, m_header->length() - viewport()->width()));
    m_header->setOffset(bar->value());
}

void FrameTableView::setTop(int row)
{
    const QScopedValueRollback<bool> guard(m_adjusting, true);
    verticalScrollBar()->setValue(row);
}

void FrameTableView::scrollContentsBy(int dx, int dy)
{
    if (dx != 0)
        m_header->setOffset(horizontalScrollBar()->value());
    m_layout.top = verticalScrollBar()->value();
    if (dy != 0 && !m_adjusting)
        userScrolled();
    updateChip();
    viewport()->update();
}

void FrameTableView::resizeEvent(QResizeEvent *event)
{
    QAbstractItemView::resizeEvent(event); // updates the geometries
    updateChip();
}

void FrameTableView::changeEvent(QEvent *event)
{
    QAbstractItemView::changeEvent(event);
    switch (event->type()) {
    case QEvent::FontChange:
    case QEvent::ApplicationFontChange:
    case QEvent::StyleChange:
        refreshFont();
        break;
    case QEvent::PaletteChange:
        viewport()->update();
        break;
    default:
        break;
    }
}

void FrameTableView::refreshFont()
{
    m_painter = std::make_unique<RowPainter>(monospaceFont());
    m_layout.rowHeight = m_painter->rowHeight();
    if (!m_widthsChosen && model() != nullptr)
        setDefaultWidths();
    updateGeometries();
    viewport()->update();
}

// --- following --------------------------------------------------------------------------------------------------

void FrameTableView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    QAbstractItemView::rowsInserted(parent, start, end);
    const bool seen = m_layout.isShown(start) || m_layout.rowCount - m_layout.top <= m_layout.fullRows();
    updateVertical();
    if (m_following || seen)
        viewport()->update();
}

void FrameTableView::userScrolled()
{
    if (!m_layout.endVisible()) {
        changeFollowing(false);
        return;
    }
    const QModelIndex current = currentIndex();
    const bool nothingElse = !selectionModel() || !selectionModel()->hasSelection() ||
                             (current.row() == m_layout.rowCount - 1 && selectedRowCount() == 1);
    if (nothingElse)
        changeFollowing(true);
}

void FrameTableView::setFollowing(bool following)
{
    m_followsAtFirst = following;
    changeFollowing(following);
    m_announcesNew = following;
    if (following)
        setTop(m_layout.maxTop());
    updateChip();
}

void FrameTableView::resumeFollowing()
{
    changeFollowing(true);
    setTop(m_layout.maxTop());
}

void FrameTableView::changeFollowing(bool following)
{
    if (m_following == following)
        return;
    m_following = following;
    m_announcesNew = true;
    m_seenEnd = m_layout.rowCount;
    updateChip();
    Q_EMIT followingChanged(following);
}

void FrameTableView::updateChip()
{
    m_seenEnd = std::max(m_seenEnd, std::min(m_layout.rowCount, m_layout.top + m_layout.fullRows()));
    const int unseen = m_layout.rowCount - m_seenEnd;
    if (m_following || !m_announcesNew || unseen <= 0) {
        m_chip->hide();
        return;
    }
    m_chip->setText(unseen == 1 ? tr("1 new row ↓")
                                : tr("%1 new rows ↓").arg(numberText(static_cast<std::uint64_t>(unseen))));
    // In the header, where it covers no row.
    const QRect head = m_header->geometry();
    m_chip->resize(m_chip->sizeHint().width(), head.height() - 4);
    m_chip->move(head.right() - m_chip->width() - 4, head.top() + 2);
    m_chip->raise();
    m_chip->show();
}

// --- painting ---------------------------------------------------------------------------------------------------

std::vector<RowPainter::Cell> FrameTableView::shownCells() const
{
    std::vector<RowPainter::Cell> cells;
    for (int visual = 0; visual < m_header->count(); ++visual) {
        const int column = m_header->logicalIndex(visual);
        if (m_header->isSectionHidden(column))
            continue;
        const int x = m_header->sectionViewportPosition(column);
        const int width = m_header->sectionSize(column);
        if (x < viewport()->width() && x + width > 0)
            cells.push_back({column, x, width});
    }
    return cells;
}

void FrameTableView::paintEvent(QPaintEvent *event)
{
    const Colors &colors = Colors::of(palette());
    QPainter painter(viewport());
    painter.setLayoutDirection(Qt::LeftToRight);
    const int shown = m_layout.shownRows();
    const QRect below(0, shown * m_layout.rowHeight, viewport()->width(), viewport()->height());
    painter.fillRect(below & viewport()->rect(), colors.base);
    if (model() == nullptr || m_layout.rowCount == 0) {
        painter.setPen(colors.textMuted);
        painter.drawText(emptyTextRect(), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }

    std::vector<bool> selected(static_cast<std::size_t>(shown), false);
    const QItemSelection selection = selectionModel()->selection();
    for (const QItemSelectionRange &range : selection) {
        const int to = std::min(range.bottom(), m_layout.top + shown - 1);
        for (int row = std::max(range.top(), m_layout.top); row <= to; ++row)
            selected[static_cast<std::size_t>(row - m_layout.top)] = true;
    }
    const std::vector<RowPainter::Cell> cells = shownCells();
    const int current = hasFocus() ? currentIndex().row() : -1;
    const bool several = selectedRowCount() > 1;
    for (int i = 0; i < shown; ++i) {
        const QRect rect(0, i * m_layout.rowHeight, viewport()->width(), m_layout.rowHeight);
        if (!event->region().intersects(rect))
            continue;
        RowPainter::Look look;
        look.selected = selected[static_cast<std::size_t>(i)];
        look.current = m_layout.top + i == current && (several || !look.selected);
        look.focused = hasFocus();
        const auto at = static_cast<std::size_t>(i);
        look.begins = i == 0 ? !selectionModel()->isRowSelected(m_layout.top - 1, {}) : !selected[at - 1];
        look.ends = i + 1 == shown || !selected[at + 1];
        m_painter->paint(painter, colors, *model(), m_layout.top + i, rect, cells, look);
    }
    // The keys come here although no row in sight shows it.
    if (hasFocus() && (current < 0 || !m_layout.isShown(current))) {
        painter.setPen(colors.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
}

} // namespace framescope::ui
