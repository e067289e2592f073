#include "ui/support/crispedge.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace framescope::ui
{

void fillEdge(QPainter &painter, const QRect &rect, Qt::Edge edge, const QColor &color)
{
    const QTransform toScreen = painter.deviceTransform();
    const QRectF mapped = toScreen.mapRect(QRectF(rect));
    const qreal thick = std::max(1.0, std::round(std::abs(toScreen.m11())));
    QRectF line(QPointF(std::round(mapped.left()), std::round(mapped.top())),
                QPointF(std::round(mapped.right()), std::round(mapped.bottom())));
    switch (edge) {
    case Qt::TopEdge:
        line.setHeight(thick);
        break;
    case Qt::BottomEdge:
        line.setTop(line.bottom() - thick);
        break;
    case Qt::LeftEdge:
        line.setWidth(thick);
        break;
    case Qt::RightEdge:
        line.setLeft(line.right() - thick);
        break;
    }
    painter.fillRect(toScreen.inverted().mapRect(line), color);
}

void drawCrispFrame(QPainter &painter, const QRect &rect, const QColor &color, Qt::Edges edges)
{
    for (const Qt::Edge edge : {Qt::TopEdge, Qt::LeftEdge, Qt::RightEdge, Qt::BottomEdge}) {
        if (edges.testFlag(edge))
            fillEdge(painter, rect, edge, color);
    }
}

} // namespace framescope::ui
