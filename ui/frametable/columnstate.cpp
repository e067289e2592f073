#include "ui/frametable/columnstate.h"

#include <QList>

#include <algorithm>

namespace framescope::ui
{

namespace
{
constexpr int narrowest = 16;
constexpr int widest = 8192;
} // namespace

QByteArray encodeColumns(const std::vector<ColumnState> &columns)
{
    QByteArray text = QByteArrayLiteral("1");
    for (const ColumnState &c : columns) {
        text += ';' + QByteArray::number(c.column) + ',' + QByteArray::number(c.width) + ',';
        text += c.visible ? '1' : '0';
    }
    return text;
}

std::optional<std::vector<ColumnState>> decodeColumns(const QByteArray &text, int count)
{
    const QList<QByteArray> parts = text.split(';');
    if (parts.size() != count + 1 || parts.first() != "1")
        return {};
    std::vector<ColumnState> columns;
    std::vector<bool> seen(static_cast<std::size_t>(count), false);
    for (int i = 1; i <= count; ++i) {
        const QList<QByteArray> fields = parts[i].split(',');
        if (fields.size() != 3)
            return {};
        bool isColumn = false;
        bool isWidth = false;
        const int column = fields[0].toInt(&isColumn);
        const int width = fields[1].toInt(&isWidth);
        if (!isColumn || !isWidth || column < 0 || column >= count || seen[static_cast<std::size_t>(column)])
            return {};
        if (fields[2] != "0" && fields[2] != "1")
            return {};
        seen[static_cast<std::size_t>(column)] = true;
        columns.push_back({column, std::clamp(width, narrowest, widest), fields[2] == "1"});
    }
    if (std::none_of(columns.begin(), columns.end(), [](const ColumnState &c) { return c.visible; }))
        return {};
    return columns;
}

} // namespace framescope::ui
