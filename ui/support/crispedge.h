#pragma once

#include <Qt>

class QColor;
class QPainter;
class QRect;

namespace framescope::ui
{

/// Fills a line along one edge of the rectangle, inside of it: as many whole pixels of the screen as a line of width 1
/// has at its scale, so that it looks the same wherever it stands. At a scale of 1.5 a pen's line does not: half a pixel
/// is gone in one place and there in the next.
void fillEdge(QPainter &painter, const QRect &rect, Qt::Edge edge, const QColor &color);
/// All four edges, or those given.
void drawCrispFrame(QPainter &painter, const QRect &rect, const QColor &color,
                    Qt::Edges edges = Qt::TopEdge | Qt::LeftEdge | Qt::RightEdge | Qt::BottomEdge);

} // namespace framescope::ui
