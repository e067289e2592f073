#include "ui/frametable/rowpainter.h"

#include "ui/models/framelistmodel.h"
#include "ui/support/colors.h"
#include "ui/support/crispedge.h"

#include <QPainter>

#include <algorithm>

namespace framescope::ui
{

namespace
{
constexpr int padding = 8; // as the header's sections
constexpr int markWidth = 3;

QFont boldOf(QFont font)
{
    font.setBold(true);
    return font;
}

QFont smallOf(QFont font)
{
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * 0.8);
    else
        font.setPixelSize(std::max(6, font.pixelSize() * 8 / 10));
    return font;
}

QColor opcodeColor(const QModelIndex &index, const Colors &colors)
{
    const QVariant opcode = index.data(FrameListModel::OpcodeRole);
    if (opcode.isValid())
        return colors.ofOpcode(static_cast<ws::Opcode>(opcode.toInt()));
    return colors.http;
}

QColor textColor(const QModelIndex &index, const Colors &colors, ws::Severity severity)
{
    const bool error = severity == ws::Severity::Error;
    switch (index.column()) {
    case FrameListModel::Dir:
        return index.data(FrameListModel::DirectionRole).toInt() == int(Direction::Out) ? colors.sent : colors.received;
    case FrameListModel::Opcode:
        return error ? colors.finding : opcodeColor(index, colors);
    case FrameListModel::MaskKey:
    case FrameListModel::Connection:
        return colors.textMuted;
    case FrameListModel::Preview:
        if (error)
            return colors.finding;
        return index.data(FrameListModel::KindRole).toInt() == int(capture::RowKind::Event) ? colors.textMuted
                                                                                            : colors.textMain;
    default:
        return colors.textMain;
    }
}
} // namespace

RowPainter::RowPainter(const QFont &font) : m_text(font), m_bold(boldOf(font)), m_small(smallOf(font)) {}

int RowPainter::widthFor(int characters) const { return m_text.width(characters) + 2 * padding; }

void RowPainter::paint(QPainter &painter, const Colors &colors, const QAbstractItemModel &model, int row,
                       const QRect &rect, const std::vector<Cell> &cells, Look look) const
{
    const QModelIndex first = model.index(row, 0);
    const QVariant rule = first.data(FrameListModel::RuleColorRole);
    painter.fillRect(rect, look.selected    ? colors.selection
                           : rule.isValid() ? colors.rules[std::size_t(rule.toInt())]
                           : row % 2 == 0   ? colors.rowEven
                                            : colors.rowOdd);
    for (const Cell &cell : cells) {
        const QRect cellRect(cell.x, rect.y(), cell.width, rect.height());
        paintCell(painter, colors, model.index(row, cell.column), cellRect, look.selected);
    }
    const auto severity = static_cast<ws::Severity>(first.data(FrameListModel::SeverityRole).toInt());
    if (severity >= ws::Severity::Warning)
        painter.fillRect(rect.x(), rect.y(), markWidth, rect.height(), colors.ofSeverity(severity));
    if (rule.isValid()) // beside that of a finding
        painter.fillRect(rect.x() + (severity >= ws::Severity::Warning ? markWidth : 0), rect.y(), markWidth,
                         rect.height(), colors.ofRule(rule.toInt()));
    const QColor &line = look.focused ? colors.accent : colors.textMuted;
    if (look.current || (look.selected && look.begins))
        fillEdge(painter, rect, Qt::TopEdge, line);
    if (look.current || (look.selected && look.ends))
        fillEdge(painter, rect, Qt::BottomEdge, line);
}

void RowPainter::paintCell(QPainter &painter, const Colors &colors, const QModelIndex &index, const QRect &rect,
                           bool selected) const
{
    const QString text = index.data(Qt::DisplayRole).toString();
    if (text.isEmpty())
        return;
    const bool isOpcode = index.column() == FrameListModel::Opcode;
    if (index.column() == FrameListModel::Number) {
        QString signs = index.data(FrameListModel::MarkedRole).toBool() ? QStringLiteral("★") : QString();
        if (!index.data(FrameListModel::CommentRole).toString().isEmpty())
            signs += QStringLiteral("✎");
        painter.setPen(selected ? colors.onSelection(colors.accent) : colors.accent);
        if (!signs.isEmpty())
            m_text.draw(painter, rect.adjusted(markWidth + 2, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, signs);
    }
    const auto severity = static_cast<ws::Severity>(index.data(FrameListModel::SeverityRole).toInt());
    const bool noTime = index.column() == FrameListModel::Delta && text == QLatin1String("+0");
    const QColor color = noTime ? colors.textMuted : textColor(index, colors, severity);
    painter.setPen(!selected ? color : color == colors.textMain ? colors.selectionText : colors.onSelection(color));
    const MonoText &face = isOpcode ? m_bold : m_text;
    const QRect inner = rect.adjusted(padding, 0, -padding, 0);
    const QString shown = face.elided(text, inner.width());
    // Peer text may run right to left; it must not move to the other side of its cell or into the next one.
    const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
    face.draw(painter, inner, alignment | Qt::AlignVCenter | Qt::AlignAbsolute, shown);
    if (isOpcode && severity >= ws::Severity::Warning) {
        const QColor mark = colors.ofSeverity(severity);
        painter.setPen(selected ? colors.onSelection(mark) : mark);
        const int after = face.width(shown) + m_text.width(1) / 2;
        m_small.draw(painter, inner.adjusted(after, 0, padding, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     QStringLiteral("▲"));
    }
}

} // namespace framescope::ui
