#pragma once

#include "ui/details/fieldrow.h"

#include <QColor>
#include <QFontMetrics>
#include <QPoint>
#include <QTextLayout>

#include <functional>
#include <optional>
#include <vector>

class QPainter;

namespace framescope::ui
{

/// The pieces of a name or a value laid out in a width, on as many lines as they need up to `most`; the last of these
/// ends in "…" and the verdict, where there is more.
class FieldText
{
public:
    static constexpr int mostLines = 8;

    FieldText(std::vector<FieldPart> parts, const QFont &font, int width, int most = mostLines);

    /// Of all lines and what is above and below them, in pixels.
    int height() const;
    int lines() const { return m_layout.lineCount(); }
    /// What is laid out.
    QString text() const { return m_layout.text(); }
    /// Which piece is at a place, from the upper left corner.
    std::optional<std::size_t> partAt(QPointF place) const;
    void paint(QPainter &painter, QPoint corner, const std::function<QColor(const FieldPart &part)> &colorOf) const;

private:
    struct Piece {
        int from;
        int count;
        std::size_t part;
    };
    void lay(const QString &text);
    void cut();

    std::vector<FieldPart> m_parts;
    std::vector<Piece> m_pieces;
    QFont m_font;
    QFontMetrics m_metrics;
    int m_width;
    int m_most;
    QTextLayout m_layout;
};

} // namespace framescope::ui
