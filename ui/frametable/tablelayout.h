#pragma once

namespace framescope::ui
{

/// Where rows are, by arithmetic alone: nothing here costs more with more rows. The view scrolls by whole rows, so the
/// scroll bar's value is the top row and no coordinate grows with the number of rows.
/// Units: pixels of the viewport, rows of the model.
struct TableLayout {
    int rowHeight = 1;
    int viewportHeight = 0;
    int rowCount = 0;
    int top = 0; ///< first row shown

    /// Rows that fit whole; at least 1, so that paging always moves.
    int fullRows() const noexcept;
    /// Rows from top on of which at least a part is seen.
    int shownRows() const noexcept;
    /// The top row when the last row stands at the bottom.
    int maxTop() const noexcept;
    /// The row at this height, or -1 where there is none.
    int rowAt(int y) const noexcept;
    /// As rowAt(), but above and below the rows the nearest one that is or comes next into view; -1 without rows.
    int nearestRow(int y) const noexcept;
    /// Upper edge of a shown row.
    int yOf(int row) const noexcept { return (row - top) * rowHeight; }
    bool isShown(int row) const noexcept { return row >= top && row - top < shownRows(); }
    bool isFullyShown(int row) const noexcept;
    bool endVisible() const noexcept { return top >= maxTop(); }
    /// The top row that brings `row` wholly into view with the least movement.
    int topToShow(int row) const noexcept;
    /// The top row that puts `row` into the middle.
    int topToCentre(int row) const noexcept;
};

} // namespace framescope::ui
