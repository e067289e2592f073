#include "ui/models/connectiondelegate.h"

#include "ui/models/connectionlistmodel.h"
#include "ui/support/colors.h"

#include <QPainter>

namespace framescope::ui
{

namespace
{
constexpr int outside = 8; // left and right of the box that shows the selection
constexpr int margin = 8;
constexpr int dot = 9;
constexpr int gap = 5;

QFont smallOf(QFont font)
{
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * 0.85);
    else
        font.setPixelSize(qMax(8, font.pixelSize() * 85 / 100));
    return font;
}

void paintDot(QPainter &painter, const QRectF &box, const QVariant &state, const Colors &colors)
{
    const auto pen = [](const QColor &color) { return QPen(color, 1.5); };
    const QRectF ring = box.adjusted(1, 1, -1, -1);
    painter.setBrush(Qt::NoBrush);
    switch (state.isValid() ? static_cast<net::State>(state.toInt()) : net::State::Closed) {
    case net::State::Open:
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.ok);
        painter.drawEllipse(box);
        break;
    case net::State::Failed:
        painter.setPen(QPen(colors.finding, 2));
        painter.drawLine(ring.topLeft(), ring.bottomRight());
        painter.drawLine(ring.topRight(), ring.bottomLeft());
        break;
    case net::State::Closed:
        painter.setPen(pen(colors.textMuted));
        painter.drawEllipse(ring);
        break;
    default: // on the way in, or out
        painter.setPen(pen(colors.warning));
        painter.drawEllipse(ring);
        painter.setBrush(colors.warning);
        painter.drawPie(ring, 90 * 16, 180 * 16);
    }
}
} // namespace

void ConnectionDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colors &colors = Colors::of(option.palette);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setLayoutDirection(Qt::LeftToRight); // host names do not turn round
    const QRect box = option.rect.adjusted(outside, 1, -outside, -1);
    if (selected || hovered) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(selected ? colors.selection : colors.raised);
        painter->drawRoundedRect(box, 5, 5);
    }
    if (option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange)) {
        painter->setPen(colors.accent);
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    }

    const QFont small = smallOf(option.font);
    const QFontMetrics metrics(option.font);
    const QFontMetrics smallMetrics(small);
    const int left = box.left() + margin;
    const int right = box.right() - margin;
    const int top = option.rect.top() + (option.rect.height() - metrics.height() - smallMetrics.height()) / 2;

    int textLeft = left;
    if (index.data(ConnectionListModel::ConnectionIdRole).isValid()) {
        const QRectF circle(left, top + (metrics.height() - dot) / 2.0, dot, dot);
        paintDot(*painter, circle, index.data(ConnectionListModel::StateRole), colors);
        textLeft += dot + gap;
    }
    painter->setFont(option.font);
    painter->setPen(selected ? colors.selectionText : colors.textMain);
    const QRect nameRect(textLeft, top, right - textLeft, metrics.height());
    const QString name = metrics.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, nameRect.width(),
                                            Qt::TextSingleLine);
    painter->drawText(nameRect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, name);

    painter->setFont(small);
    const bool trouble = index.data(ConnectionListModel::TroubleRole).toBool();
    painter->setPen(selected ? colors.selectionText : trouble ? colors.warning : colors.textMuted);
    const QRect detailRect(left, nameRect.bottom() + 1, right - left, smallMetrics.height());
    const QString detail = smallMetrics.elidedText(index.data(ConnectionListModel::DetailRole).toString(),
                                                   Qt::ElideRight, detailRect.width(), Qt::TextSingleLine);
    painter->drawText(detailRect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, detail);
    painter->restore();
}

QSize ConnectionDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int height = QFontMetrics(option.font).height() + QFontMetrics(smallOf(option.font)).height() + 12;
    return {120, height};
}

} // namespace framescope::ui
