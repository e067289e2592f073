#include "ui/frametable/tablelayout.h"

#include <algorithm>

namespace framescope::ui
{

int TableLayout::fullRows() const noexcept { return std::max(1, viewportHeight / rowHeight); }

int TableLayout::shownRows() const noexcept
{
    const int fit = viewportHeight / rowHeight + (viewportHeight % rowHeight > 0 ? 1 : 0);
    return std::max(0, std::min(fit, rowCount - top));
}

int TableLayout::maxTop() const noexcept { return std::max(0, rowCount - fullRows()); }

int TableLayout::rowAt(int y) const noexcept
{
    if (y < 0 || y >= viewportHeight)
        return -1;
    const int below = y / rowHeight;
    return below < rowCount - top ? top + below : -1;
}

int TableLayout::nearestRow(int y) const noexcept
{
    if (rowCount == 0)
        return -1;
    if (y < 0)
        return std::max(0, top - 1);
    return std::min(rowCount - 1, top + std::min(y, viewportHeight) / rowHeight);
}

bool TableLayout::isFullyShown(int row) const noexcept { return row >= top && row - top < fullRows(); }

int TableLayout::topToShow(int row) const noexcept
{
    if (row < top)
        return row;
    return isFullyShown(row) ? top : std::max(0, row - fullRows() + 1);
}

int TableLayout::topToCentre(int row) const noexcept { return std::clamp(row - fullRows() / 2, 0, maxTop()); }

} // namespace framescope::ui
