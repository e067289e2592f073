#pragma once

#include "ui/hex/hexlayout.h"
#include "ui/hex/hexsource.h"
#include "ui/support/copyform.h"

#include <QAbstractScrollArea>
#include <QColor>

#include <functional>
#include <memory>
#include <vector>

namespace framescope::ui
{

/// Octets that belong together.
struct HexRange {
    std::uint64_t from = 0;
    std::uint64_t count = 0;
    QColor color;

    bool contains(std::uint64_t offset) const noexcept { return offset >= from && offset - from < count; }
};

/// Any number of octets as offset, hexadecimal and ASCII. Reads what it paints and no more.
class HexView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    /// What one copy takes at most; more is refused with a note.
    static constexpr std::uint64_t maxCopy = 16 * 1024 * 1024;

    explicit HexView(QWidget *parent = nullptr);

    void setSource(std::shared_ptr<HexSource> source);
    /// The source has more octets by now, the first of them as before: what is shown and selected stays.
    void grow();
    HexSource *source() const noexcept { return m_source.get(); }
    /// What stands in the middle when there is nothing to show.
    void setEmptyText(const QString &text);
    /// Ranges with a coloured ground (header fields).
    void setRanges(std::vector<HexRange> ranges);
    /// Ranges with a red line below (findings).
    void setMarks(std::vector<HexRange> marks);
    /// Frames a range and scrolls to it; without a signal. A count of 0 takes it away.
    void setHighlight(std::uint64_t from, std::uint64_t count);
    /// Another ground for it than a selection has, until the next one.
    void tintHighlight(const QColor &ground);
    const HexRange &highlight() const noexcept { return m_highlight; }
    /// Asked, when octets are painted, for the ranges among them that were looked for: they have a quiet ground.
    using Found = std::function<std::vector<HexRange>(std::uint64_t from, std::uint64_t count)>;
    void setFound(Found found);

    std::uint64_t selectionStart() const noexcept;
    std::uint64_t selectionCount() const noexcept;
    void select(std::uint64_t from, std::uint64_t count);
    void selectAll();
    void clearSelection();
    /// The selection as "41 7e 10", at most maxCopy octets.
    QString selectedHex();
    /// Puts the selection on the clipboard, at most maxCopy octets.
    void copy(CopyForm form);
    void copyDump();
    /// The octet that is looked at: the first of the selection, else of the highlight.
    std::uint64_t place() const noexcept { return m_hasSelection ? selectionStart() : m_highlight.from; }
    std::uint64_t topRow() const noexcept { return m_topRow; }
    void scrollToByte(std::uint64_t offset);
    /// The cell of an octet's two digits in viewport coordinates; empty when it is not visible.
    QRect byteRect(std::uint64_t offset) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void selectionChanged(quint64 from, quint64 count);
    /// Another octet is looked at, or other octets are selected, highlighted or shown.
    void placeChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void changeEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    int rowHeight() const;
    std::uint64_t visibleRows() const;
    void relayout();
    void setTopRow(std::uint64_t row);
    void moveCursor(std::uint64_t to, bool extend);
    std::uint64_t byteNear(const QPoint &position) const;
    const QByteArray &window(std::uint64_t from, std::uint64_t count);
    void paintRow(QPainter &painter, std::uint64_t row, int y, const QByteArray &bytes);
    QByteArray selectedBytes();

    std::shared_ptr<HexSource> m_source;
    HexLayout m_layout;
    HexScroll m_scroll;
    std::vector<HexRange> m_ranges;
    std::vector<HexRange> m_marks;
    HexRange m_highlight;
    Found m_found;
    std::vector<bool> m_foundShown; ///< of each octet that is painted
    QString m_emptyText;
    QByteArray m_window;
    std::uint64_t m_windowFrom = 0;
    std::uint64_t m_windowAsked = 0;
    std::uint64_t m_topRow = 0;
    std::uint64_t m_anchor = 0;
    std::uint64_t m_cursor = 0;
    int m_wheelRest = 0;
    bool m_hasSelection = false;
    bool m_settingBar = false;
};

} // namespace framescope::ui
