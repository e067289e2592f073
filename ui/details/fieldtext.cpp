#include "ui/details/fieldtext.h"

#include <QGlyphRun>
#include <QPainter>
#include <QTextLine>
#include <QTextOption>

#include <algorithm>
#include <utility>

namespace framescope::ui
{

namespace
{
constexpr int aside = 4; ///< left and right of the text
constexpr int above = 1; ///< and below
constexpr int barAfter = 12;
constexpr int longestBar = 220;
constexpr qsizetype mostCharacters = 4000; ///< more than fit anyway; a peer may send any number

constexpr qsizetype longestTail = 24;

/// " ✓" and " ✗": what is said of the value before them.
bool isVerdict(const FieldPart &part) { return part.text.size() == 2 && part.text[0] == u' '; }
} // namespace

FieldText::FieldText(std::vector<FieldPart> parts, const QFont &font, int width, int most)
    : m_parts(std::move(parts)), m_font(font), m_metrics(font), m_width(std::max(1, width - 2 * aside)), m_most(most)
{
    QString text;
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        QString shown = m_parts[i].text.left(mostCharacters);
        if (isVerdict(m_parts[i]))
            shown[0] = QChar::Nbsp; // it stays beside the last word
        shown.replace(u'\n', QChar::LineSeparator);
        m_pieces.push_back({int(text.size()), int(shown.size()), i});
        text += shown;
    }
    lay(text);
    cut();
}

void FieldText::lay(const QString &text)
{
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_layout.setCacheEnabled(true); // it is measured and painted
    m_layout.setFont(m_font);
    m_layout.setText(text);
    m_layout.setTextOption(option);
    m_layout.beginLayout();
    for (int i = 0; i < m_most; ++i) {
        QTextLine line = m_layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(m_width);
        line.setPosition({qreal(aside), qreal(above + i * m_metrics.height())});
    }
    m_layout.endLayout();
}

void FieldText::cut()
{
    if (m_layout.lineCount() < m_most)
        return;
    const QString all = m_layout.text();
    const QTextLine last = m_layout.lineAt(m_most - 1);
    const qsizetype from = last.textStart();
    if (from + last.textLength() >= all.size())
        return;
    // The short pieces at the end stay: the verdict, the RFC's section.
    std::size_t tail = m_pieces.size();
    while (tail > 1 && all.size() - m_pieces[tail - 1].from <= longestTail && m_pieces[tail - 1].from >= from)
        --tail;
    const int tailFrom = tail < m_pieces.size() ? m_pieces[tail].from : int(all.size());
    const QString end = all.mid(tailFrom);
    const QString line = m_metrics.elidedText(all.mid(from, tailFrom - from), Qt::ElideRight,
                                              m_width - m_metrics.horizontalAdvance(end));
    const QString text = all.left(from) + line + end;
    const int moved = int(from + line.size()) - tailFrom;
    for (std::size_t i = 0; i < m_pieces.size(); ++i) {
        Piece &piece = m_pieces[i];
        if (i >= tail) {
            piece.from += moved;
            continue;
        }
        piece.from = std::min(piece.from, tailFrom + moved);
        piece.count = std::min(piece.count, tailFrom + moved - piece.from);
    }
    lay(text);
}

int FieldText::height() const { return std::max(1, lines()) * m_metrics.height() + 2 * above; }

std::optional<std::size_t> FieldText::partAt(QPointF place) const
{
    for (int i = 0; i < lines(); ++i) {
        const QTextLine line = m_layout.lineAt(i);
        if (!QRectF(line.x(), line.y(), line.naturalTextWidth(), m_metrics.height()).contains(place))
            continue;
        const int at = line.xToCursor(place.x(), QTextLine::CursorOnCharacter);
        for (const Piece &piece : m_pieces) {
            if (at >= piece.from && at < piece.from + piece.count)
                return piece.part;
        }
    }
    return std::nullopt;
}

void FieldText::paint(QPainter &painter, QPoint corner,
                      const std::function<QColor(const FieldPart &part)> &colorOf) const
{
    for (int i = 0; i < lines(); ++i) {
        const QTextLine line = m_layout.lineAt(i);
        for (const Piece &piece : m_pieces) {
            const int from = std::max(piece.from, line.textStart());
            const int to = std::min(piece.from + piece.count, line.textStart() + line.textLength());
            if (from >= to)
                continue;
            painter.setPen(colorOf(m_parts[piece.part]));
            for (const QGlyphRun &run : line.glyphRuns(from, to - from))
                painter.drawGlyphRun(corner, run);
        }
    }
    for (const FieldPart &part : m_parts) {
        if (part.bar <= 0)
            continue;
        const int from = aside + barAfter + (lines() > 0 ? int(m_layout.lineAt(0).naturalTextWidth()) : 0);
        const int room = std::min(longestBar, m_width - from);
        const int thick = std::max(4, m_metrics.height() / 3);
        const int across = std::max(2, int(room * part.bar));
        if (room > 0)
            painter.fillRect(corner.x() + from, corner.y() + above + (m_metrics.height() - thick) / 2, across, thick,
                             colorOf(part));
    }
}

} // namespace framescope::ui
