#include "ui/hex/hexview.h"

#include "ui/support/colors.h"
#include "ui/support/crispedge.h"
#include "ui/support/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <array>

namespace framescope::ui
{

namespace
{
/// "00" to "ff", made once: painting asks for hundreds a frame.
const std::array<QString, 256> &hexWords()
{
    static const std::array<QString, 256> words = [] {
        std::array<QString, 256> w;
        for (int i = 0; i < 256; ++i)
            w[std::size_t(i)] = QString::number(i, 16).rightJustified(2, u'0');
        return w;
    }();
    return words;
}

const HexRange *rangeOf(const std::vector<HexRange> &ranges, std::uint64_t offset)
{
    for (const HexRange &range : ranges) {
        if (range.contains(offset))
            return &range;
    }
    return nullptr;
}

/// The edges of an octet's cell that are edges of the range as well.
Qt::Edges edgesOf(std::uint64_t offset, const HexRange &range)
{
    constexpr std::uint64_t row = HexLayout::bytesPerRow;
    Qt::Edges edges;
    edges.setFlag(Qt::TopEdge, offset < row || !range.contains(offset - row));
    edges.setFlag(Qt::BottomEdge, !range.contains(offset + row));
    edges.setFlag(Qt::LeftEdge, offset % row == 0 || !range.contains(offset - 1));
    edges.setFlag(Qt::RightEdge, offset % row == row - 1 || !range.contains(offset + 1));
    return edges;
}
} // namespace

HexView::HexView(QWidget *parent) : QAbstractScrollArea(parent)
{
    setObjectName(QStringLiteral("hexView"));
    setAccessibleName(tr("Bytes in hexadecimal"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setFont(monospaceFont());
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setBackgroundRole(QPalette::Window);
    relayout();
}

void HexView::setSource(std::shared_ptr<HexSource> source)
{
    m_source = std::move(source);
    m_window.clear();
    m_windowAsked = 0;
    m_topRow = 0;
    m_anchor = m_cursor = 0;
    m_hasSelection = false;
    m_highlight = {};
    m_ranges.clear();
    m_marks.clear();
    relayout();
    Q_EMIT placeChanged();
}

void HexView::grow()
{
    m_window.clear();
    m_windowAsked = 0;
    relayout();
    Q_EMIT placeChanged(); // of how many octets it is one
}

void HexView::setEmptyText(const QString &text)
{
    m_emptyText = text;
    viewport()->update();
}

void HexView::setRanges(std::vector<HexRange> ranges)
{
    m_ranges = std::move(ranges);
    viewport()->update();
}

void HexView::setMarks(std::vector<HexRange> marks)
{
    m_marks = std::move(marks);
    viewport()->update();
}

void HexView::setHighlight(std::uint64_t from, std::uint64_t count)
{
    m_highlight = {from, count, {}};
    if (count > 0)
        scrollToByte(from);
    viewport()->update();
    Q_EMIT placeChanged();
}

void HexView::tintHighlight(const QColor &ground)
{
    m_highlight.color = ground;
    viewport()->update();
}

void HexView::setFound(Found found)
{
    m_found = std::move(found);
    viewport()->update();
}

std::uint64_t HexView::selectionStart() const noexcept { return m_hasSelection ? std::min(m_anchor, m_cursor) : 0; }

std::uint64_t HexView::selectionCount() const noexcept
{
    return m_hasSelection ? std::max(m_anchor, m_cursor) - std::min(m_anchor, m_cursor) + 1 : 0;
}

void HexView::select(std::uint64_t from, std::uint64_t count)
{
    if (count == 0 || from >= m_layout.size())
        return clearSelection();
    m_hasSelection = true;
    m_anchor = from;
    m_cursor = from + (std::min(count, m_layout.size() - from) - 1);
    viewport()->update();
    Q_EMIT selectionChanged(selectionStart(), selectionCount());
    Q_EMIT placeChanged();
}

void HexView::selectAll() { select(0, m_layout.size()); }

void HexView::clearSelection()
{
    if (!m_hasSelection)
        return;
    m_hasSelection = false;
    viewport()->update();
    Q_EMIT selectionChanged(0, 0);
    Q_EMIT placeChanged();
}

int HexView::rowHeight() const { return fontMetrics().height() + 3; }

std::uint64_t HexView::visibleRows() const
{
    return std::uint64_t(std::max(1, (viewport()->height() - 4) / rowHeight()));
}

void HexView::relayout()
{
    m_layout = HexLayout(m_source ? m_source->size() : 0, fontMetrics().horizontalAdvance(u'0'));
    m_scroll = HexScroll(m_layout.rowCount(), visibleRows());
    m_settingBar = true;
    verticalScrollBar()->setRange(0, m_scroll.barMaximum());
    verticalScrollBar()->setPageStep(int(std::min<std::uint64_t>(visibleRows(), 1000)));
    horizontalScrollBar()->setRange(0, std::max(0, m_layout.width() - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(m_layout.charWidth());
    m_settingBar = false;
    setTopRow(m_topRow);
    viewport()->update();
}

void HexView::setTopRow(std::uint64_t row)
{
    m_topRow = std::min(row, m_scroll.maxTop());
    m_settingBar = true;
    verticalScrollBar()->setValue(m_scroll.barValue(m_topRow));
    m_settingBar = false;
    viewport()->update();
}

void HexView::scrollToByte(std::uint64_t offset)
{
    const std::uint64_t row = offset / HexLayout::bytesPerRow;
    if (row < m_topRow)
        setTopRow(row);
    else if (row - m_topRow >= visibleRows())
        setTopRow(row - visibleRows() + 1);
}

QRect HexView::byteRect(std::uint64_t offset) const
{
    const std::uint64_t row = offset / HexLayout::bytesPerRow;
    if (offset >= m_layout.size() || row < m_topRow || row - m_topRow > visibleRows())
        return {};
    const int x = m_layout.hexX(int(offset % HexLayout::bytesPerRow)) - horizontalScrollBar()->value();
    return {x, 4 + int(row - m_topRow) * rowHeight(), 2 * m_layout.charWidth(), rowHeight()};
}

const QByteArray &HexView::window(std::uint64_t from, std::uint64_t count)
{
    if (from != m_windowFrom || count > m_windowAsked) {
        m_window = m_source->read(from, count);
        m_windowFrom = from;
        m_windowAsked = count;
    }
    return m_window;
}

void HexView::paintEvent(QPaintEvent *)
{
    const Colors &c = Colors::of(palette());
    QPainter p(viewport());
    p.fillRect(viewport()->rect(), c.window);
    if (m_layout.size() == 0) {
        p.setFont(QGuiApplication::font());
        p.setPen(c.textMuted);
        p.drawText(viewport()->rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    p.setFont(font());
    p.translate(-horizontalScrollBar()->value(), 0);
    const std::uint64_t rows = std::min(m_layout.rowCount() - m_topRow, visibleRows() + 1);
    const std::uint64_t from = m_topRow * HexLayout::bytesPerRow;
    const std::uint64_t shown = std::min(rows * HexLayout::bytesPerRow, m_layout.size() - from);
    const QByteArray &bytes = window(from, shown);
    m_foundShown.assign(std::size_t(shown), false);
    for (const HexRange &range : m_found ? m_found(from, shown) : std::vector<HexRange>()) {
        const std::uint64_t begin = std::max(range.from, from);
        const std::uint64_t end = std::min(range.from + range.count, from + shown);
        for (std::uint64_t offset = begin; offset < end; ++offset)
            m_foundShown[std::size_t(offset - from)] = true;
    }
    for (std::uint64_t i = 0; i < rows; ++i)
        paintRow(p, m_topRow + i, 4 + int(i) * rowHeight(), bytes);
}

void HexView::paintRow(QPainter &p, std::uint64_t row, int y, const QByteArray &bytes)
{
    const Colors &c = Colors::of(palette());
    const int baseline = y + fontMetrics().ascent() + 1;
    const int w = m_layout.charWidth();
    const std::uint64_t first = row * HexLayout::bytesPerRow;
    p.setPen(c.textFaint);
    p.drawText(m_layout.offsetX(), baseline, QString::number(first, 16).rightJustified(m_layout.offsetDigits(), u'0'));
    const int count = m_layout.bytesInRow(row);
    for (int i = 0; i < count; ++i) {
        const std::uint64_t offset = first + std::uint64_t(i);
        const qsizetype index = qsizetype(offset - m_windowFrom);
        const bool known = index < bytes.size();
        const auto byte = known ? std::uint8_t(bytes[index]) : std::uint8_t(0);
        const int x = m_layout.hexX(i);
        const int ax = m_layout.asciiX(i);
        const QRect cell(x, y, 2 * w, rowHeight() - 1);
        const bool selected =
            m_hasSelection && offset >= selectionStart() && offset - selectionStart() < selectionCount();
        const bool lit = m_highlight.contains(offset);
        const auto isFound = [&](std::uint64_t at) { return m_foundShown[std::size_t(at - m_windowFrom)]; };
        const bool found = !selected && !lit && isFound(offset);
        QColor pen = c.textMain;
        if (selected || lit) {
            // The ground runs on to the next octet of the same row, so a range reads as one.
            const bool on = i + 1 < count && (selected ? offset + 1 - selectionStart() < selectionCount()
                                                       : m_highlight.contains(offset + 1));
            const int gap = on ? m_layout.hexX(i + 1) - x - 2 * w : 0;
            const QRect ground = cell.adjusted(-1, 0, 1 + gap, 0);
            const QRect letter(ax, y, w, rowHeight() - 1);
            const bool tinted = !selected && m_highlight.color.isValid();
            const QColor &fill = tinted ? m_highlight.color : c.selection;
            p.fillRect(ground, fill);
            p.fillRect(letter, fill);
            // A frame around it all tells it from the grounds of the header's fields.
            const Qt::Edges edges =
                edgesOf(offset, selected ? HexRange{selectionStart(), selectionCount(), {}} : m_highlight);
            drawCrispFrame(p, ground, c.accent, edges);
            drawCrispFrame(p, letter, c.accent, edges);
            pen = tinted ? c.textMain : c.selectionText;
        } else if (found) {
            const bool on = i + 1 < count && isFound(offset + 1) && !m_highlight.contains(offset + 1);
            p.fillRect(cell.adjusted(-1, 0, on ? m_layout.hexX(i + 1) - x - 2 * w - 1 : 1, 0), c.foundQuiet);
            p.fillRect(QRect(ax, y, w, rowHeight() - 1), c.foundQuiet);
        } else if (const HexRange *range = rangeOf(m_ranges, offset)) {
            QColor ground = range->color;
            ground.setAlphaF(c.dark ? 0.34F : 0.24F);
            p.fillRect(cell.adjusted(-1, 0, 1, 0), ground);
        }
        p.setPen(pen);
        p.drawText(x, baseline, known ? hexWords()[byte] : QStringLiteral("??"));
        const bool printable = known && byte >= 0x20 && byte < 0x7F;
        p.setPen(selected || lit || found ? pen : printable ? c.textMuted : c.textFaint);
        p.drawText(ax, baseline, printable ? QString(QLatin1Char(char(byte))) : QStringLiteral("·"));
        if (rangeOf(m_marks, offset))
            p.fillRect(QRect(x, y + rowHeight() - 3, 2 * w, 2), c.finding);
        if (hasFocus() && m_hasSelection && offset == m_cursor) {
            p.setPen(c.accent);
            p.drawRect(cell.adjusted(-1, 0, 0, 0));
        }
    }
}

void HexView::resizeEvent(QResizeEvent *) { relayout(); }

void HexView::scrollContentsBy(int, int dy)
{
    if (dy != 0 && !m_settingBar)
        m_topRow = m_scroll.topRow(verticalScrollBar()->value());
    viewport()->update();
}

void HexView::wheelEvent(QWheelEvent *event)
{
    if (event->angleDelta().y() == 0) {
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    // In rows, not in steps of the bar: with 2^59 rows one step of the bar is half a billion rows.
    m_wheelRest += event->angleDelta().y();
    const int notches = m_wheelRest / 40;
    m_wheelRest -= notches * 40;
    if (notches > 0)
        setTopRow(m_topRow - std::min(m_topRow, std::uint64_t(notches)));
    else
        setTopRow(m_topRow + std::min(m_scroll.maxTop() - m_topRow, std::uint64_t(-notches)));
    event->accept();
}

std::uint64_t HexView::byteNear(const QPoint &position) const
{
    const std::uint64_t last = m_layout.rowCount() - 1;
    const int line = (position.y() - 4) / rowHeight() - (position.y() < 4 ? 1 : 0);
    const std::uint64_t row = line < 0 ? m_topRow - std::min(m_topRow, std::uint64_t(-line))
                                       : m_topRow + std::min(last - m_topRow, std::uint64_t(line));
    return m_layout.byteAt(row, position.x() + horizontalScrollBar()->value()).value_or(0);
}

void HexView::moveCursor(std::uint64_t to, bool extend)
{
    m_cursor = std::min(to, m_layout.size() - 1);
    if (!extend || !m_hasSelection)
        m_anchor = m_cursor;
    m_hasSelection = true;
    scrollToByte(m_cursor);
    setAccessibleDescription(tr("offset %1, %2 selected").arg(m_cursor).arg(selectionCount()));
    viewport()->update();
    Q_EMIT selectionChanged(selectionStart(), selectionCount());
    Q_EMIT placeChanged();
}

void HexView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && m_layout.size() > 0)
        moveCursor(byteNear(event->position().toPoint()), event->modifiers().testFlag(Qt::ShiftModifier));
}

void HexView::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons().testFlag(Qt::LeftButton) && m_layout.size() > 0)
        moveCursor(byteNear(event->position().toPoint()), true);
}

void HexView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        return copy(CopyForm::Hex);
    if (event->matches(QKeySequence::SelectAll))
        return selectAll();
    if (m_layout.size() == 0)
        return QAbstractScrollArea::keyPressEvent(event);
    const bool extend = event->modifiers().testFlag(Qt::ShiftModifier);
    const bool whole = event->modifiers().testFlag(Qt::ControlModifier);
    const std::uint64_t last = m_layout.size() - 1;
    const std::uint64_t page = visibleRows() * HexLayout::bytesPerRow;
    const auto back = [this](std::uint64_t n) { return m_cursor - std::min(m_cursor, n); };
    const auto on = [this, last](std::uint64_t n) { return m_cursor + std::min(last - m_cursor, n); };
    switch (event->key()) {
    case Qt::Key_Left:
        return moveCursor(back(1), extend);
    case Qt::Key_Right:
        return moveCursor(m_hasSelection ? on(1) : m_cursor, extend);
    case Qt::Key_Up:
        return moveCursor(m_cursor >= HexLayout::bytesPerRow ? m_cursor - HexLayout::bytesPerRow : m_cursor, extend);
    case Qt::Key_Down:
        return moveCursor(last - m_cursor >= HexLayout::bytesPerRow ? m_cursor + HexLayout::bytesPerRow : m_cursor,
                          extend);
    case Qt::Key_PageUp:
        return moveCursor(back(page), extend);
    case Qt::Key_PageDown:
        return moveCursor(on(page), extend);
    case Qt::Key_Home:
        return moveCursor(whole ? 0 : m_cursor - m_cursor % HexLayout::bytesPerRow, extend);
    case Qt::Key_End:
        return moveCursor(whole ? last : on(HexLayout::bytesPerRow - 1 - m_cursor % HexLayout::bytesPerRow), extend);
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

QByteArray HexView::selectedBytes()
{
    if (!m_source || !m_hasSelection)
        return {};
    if (selectionCount() > maxCopy)
        QToolTip::showText(mapToGlobal(QPoint(8, 8)),
                           tr("Only the first %1 bytes were copied.").arg(QLocale().toString(qulonglong(maxCopy))),
                           this);
    return m_source->read(selectionStart(), std::min(selectionCount(), maxCopy));
}

QString HexView::selectedHex() { return QString::fromLatin1(selectedBytes().toHex(' ')); }

void HexView::copy(CopyForm form)
{
    if (m_hasSelection)
        QGuiApplication::clipboard()->setText(copyText(selectedBytes(), form));
}

void HexView::copyDump()
{
    if (m_hasSelection)
        QGuiApplication::clipboard()->setText(hexDump(selectedBytes(), selectionStart()));
}

void HexView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    const std::pair<QString, CopyForm> forms[] = {{tr("Copy as hex"), CopyForm::Hex},
                                                  {tr("Copy as UTF-8 text"), CopyForm::Text},
                                                  {tr("Copy as Base64"), CopyForm::Base64},
                                                  {tr("Copy as C array"), CopyForm::CArray},
                                                  {tr("Copy as Python bytes"), CopyForm::PythonBytes}};
    for (const auto &[text, form] : forms) {
        QAction *action = menu.addAction(text, this, [this, form = form] { copy(form); });
        action->setEnabled(m_hasSelection);
        if (form == CopyForm::Hex)
            action->setShortcut(QKeySequence::Copy);
    }
    menu.addAction(tr("Copy with offsets and ASCII"), this, &HexView::copyDump)->setEnabled(m_hasSelection);
    menu.addSeparator();
    menu.addAction(tr("Select all"), QKeySequence::SelectAll, this, &HexView::selectAll)
        ->setEnabled(m_layout.size() > 0);
    menu.exec(event->globalPos());
}

void HexView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        relayout();
}

QSize HexView::sizeHint() const { return {m_layout.width() + 16, rowHeight() * 10}; }

QSize HexView::minimumSizeHint() const { return {120, rowHeight() * 2}; }

} // namespace framescope::ui
