#pragma once

#include "ui/frametable/monotext.h"

#include <QRect>

#include <vector>

class QAbstractItemModel;
class QModelIndex;
class QPainter;

namespace framescope::ui
{

struct Colors;

/// Paints one row of the frame table. Asks the model for the cells it paints and for nothing else.
class RowPainter
{
public:
    /// A column that is on screen, in pixels of the viewport.
    struct Cell {
        int column = 0;
        int x = 0;
        int width = 0;
    };
    /// How a row stands out.
    struct Look {
        bool selected = false;
        bool current = false; ///< outlined: where the keyboard is
        bool focused = false; ///< the keys come to the table
        bool begins = false;  ///< the row above is not selected
        bool ends = false;    ///< the row below is not selected
    };

    explicit RowPainter(const QFont &font);

    int rowHeight() const { return m_text.metrics().height() + 4; }
    /// Width of a column that holds this many digits, space left and right included.
    int widthFor(int characters) const;
    void paint(QPainter &painter, const Colors &colors, const QAbstractItemModel &model, int row, const QRect &rect,
               const std::vector<Cell> &cells, Look look) const;

private:
    void paintCell(QPainter &painter, const Colors &colors, const QModelIndex &index, const QRect &rect,
                   bool selected) const;

    MonoText m_text;
    MonoText m_bold;
    MonoText m_small; ///< the mark of a finding
};

} // namespace framescope::ui
