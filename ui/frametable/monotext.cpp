#include "ui/frametable/monotext.h"

#include <QGlyphRun>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace framescope::ui
{

namespace
{
constexpr QChar ellipsis(0x2026);
/// Signs beside ASCII that many cells hold; they take the places of control characters in the table of glyphs.
constexpr QChar signs[] = {ellipsis,      QChar(0x00B7), QChar(0x2191), QChar(0x2193),
                           QChar(0x25CF), QChar(0x2014), QChar(0x00B5)};
} // namespace

MonoText::MonoText(const QFont &font) : m_font(font), m_metrics(font), m_raw(QRawFont::fromFont(font))
{
    m_advance = QFontMetricsF(m_font).horizontalAdvance(QString(100, QLatin1Char('0'))) / 100;
    for (int slot = 0; slot < int(m_glyphs.size()); ++slot) {
        const bool isSign = slot < int(std::size(signs));
        if (!isSign && (slot < ' ' || slot == 0x7F))
            continue;
        const QChar c = isSign ? signs[slot] : QChar(slot);
        const QList<quint32> glyphs = m_raw.glyphIndexesForString(QString(c));
        if (glyphs.size() != 1 || glyphs.first() == 0)
            continue;
        // Only what really has the one width; a fallback font or a proportional one takes Qt's way.
        if (std::abs(QFontMetricsF(m_font).horizontalAdvance(QString(100, c)) / 100 - m_advance) < 0.01)
            m_glyphs[static_cast<std::size_t>(slot)] = glyphs.first();
    }
}

int MonoText::slotOf(QChar c) const noexcept
{
    int slot = -1;
    if (c >= QLatin1Char(' ') && c < QLatin1Char(0x7F)) {
        slot = c.unicode();
    } else {
        const auto found = std::find(std::begin(signs), std::end(signs), c);
        if (found != std::end(signs))
            slot = int(found - std::begin(signs));
    }
    return slot >= 0 && m_glyphs[static_cast<std::size_t>(slot)] != 0 ? slot : -1;
}

bool MonoText::isPlain(const QString &text) const noexcept
{
    return std::all_of(text.begin(), text.end(), [this](QChar c) { return slotOf(c) >= 0; });
}

int MonoText::width(int characters) const { return int(std::ceil(characters * m_advance)); }

int MonoText::width(const QString &text) const
{
    return isPlain(text) ? width(int(text.size())) : m_metrics.horizontalAdvance(text);
}

QString MonoText::elided(const QString &text, int width) const
{
    if (!isPlain(text))
        return m_metrics.elidedText(text, Qt::ElideRight, width, Qt::TextSingleLine);
    const auto fit = static_cast<qsizetype>(std::max(0.0, width / std::max(1.0, m_advance) + 0.001));
    return text.size() <= fit ? text : text.left(std::max<qsizetype>(0, fit - 1)) + ellipsis;
}

void MonoText::draw(QPainter &painter, const QRect &rect, Qt::Alignment alignment, const QString &text) const
{
    if (!isPlain(text)) {
        // On the line that plain text stands on: a font that Qt falls back to has other measures.
        QString line = text;
        line.replace(u'\n', u' ').replace(u'\t', u' ');
        painter.setFont(m_font);
        painter.drawText(startOf(rect, alignment, m_metrics.horizontalAdvance(line)), line);
        return;
    }
    std::vector<quint32> glyphs;
    std::vector<QPointF> positions;
    glyphs.reserve(static_cast<std::size_t>(text.size()));
    positions.reserve(static_cast<std::size_t>(text.size()));
    qreal x = 0;
    for (const QChar c : text) {
        glyphs.push_back(m_glyphs[static_cast<std::size_t>(slotOf(c))]);
        positions.emplace_back(x, 0);
        x += m_advance;
    }
    QGlyphRun run;
    run.setRawFont(m_raw);
    run.setRawData(glyphs.data(), positions.data(), int(glyphs.size()));
    painter.drawGlyphRun(startOf(rect, alignment, x), run);
}

QPointF MonoText::startOf(const QRect &rect, Qt::Alignment alignment, qreal width) const
{
    qreal left = rect.x();
    if (alignment.testFlag(Qt::AlignRight))
        left = rect.x() + rect.width() - width;
    else if (alignment.testFlag(Qt::AlignHCenter))
        left = rect.x() + (rect.width() - width) / 2;
    const int top = rect.y() + (rect.height() - m_metrics.height()) / 2;
    return {std::round(left), qreal(top + m_metrics.ascent())};
}

} // namespace framescope::ui
