#pragma once

#include <QFont>
#include <QFontMetrics>
#include <QRawFont>
#include <QRect>
#include <QString>

#include <array>
#include <vector>

class QPainter;

namespace framescope::ui
{

/// Draws and cuts single lines in a font of one width. ASCII and the few signs of the table go to the screen as glyphs
/// without shaping, which is most of the cost of painting text; anything else takes Qt's way.
class MonoText
{
public:
    explicit MonoText(const QFont &font);

    const QFontMetrics &metrics() const noexcept { return m_metrics; }
    const QFont &font() const noexcept { return m_font; }
    /// Width of so many characters.
    int width(int characters) const;
    /// Width of a text.
    int width(const QString &text) const;
    /// The text as far as it fits, ended with an ellipsis where it was cut.
    QString elided(const QString &text, int width) const;
    /// Draws one line, which is not cut, in the painter's pen.
    void draw(QPainter &painter, const QRect &rect, Qt::Alignment alignment, const QString &text) const;

private:
    /// Index into m_glyphs, or -1 for a character that needs Qt's way.
    int slotOf(QChar c) const noexcept;
    bool isPlain(const QString &text) const noexcept;
    /// Where the line begins that a text of this width stands on.
    QPointF startOf(const QRect &rect, Qt::Alignment alignment, qreal width) const;

    QFont m_font;
    QFontMetrics m_metrics;
    QRawFont m_raw;
    qreal m_advance = 0;
    std::array<quint32, 128> m_glyphs{}; ///< 0 where the font has none of the width
};

} // namespace framescope::ui
