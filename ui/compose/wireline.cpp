#include "ui/compose/wireline.h"

#include "ui/support/bytestext.h"
#include "ui/support/colors.h"
#include "ui/support/theme.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>

#include "moc_wireline.cpp"

namespace framescope::ui
{

WireLine::WireLine(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("composerWire"));
    setAccessibleName(tr("Wire bytes"));
    setFont(monospaceFont());
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void WireLine::setFrame(const ws::FrameHeader &header, const QByteArray &head, quint64 total)
{
    m_unknown.clear();
    m_head = head.left(mostShown);
    m_total = total;
    m_dataAt = qsizetype(header.size());
    m_keyAt = m_dataAt - (header.masked() ? 4 : 0);
    setAccessibleDescription(text());
    setToolTip(tr("The bytes that will be sent. First: FIN, RSV1-3 and opcode; second: mask bit and 7-bit length; "
                  "then the extended length and the mask key where they are there, then the payload as on the wire."));
    update();
}

void WireLine::setUnknown(const QString &words)
{
    m_unknown = words;
    m_head.clear();
    m_total = 0;
    m_keyAt = m_dataAt = 0;
    setAccessibleDescription(text());
    setToolTip(words);
    update();
}

QString WireLine::tail(qsizetype shown) const
{
    if (!m_unknown.isEmpty())
        return m_unknown;
    const QString count = m_total == 1 ? tr("(1 byte)") : tr("(%1 bytes)").arg(QLocale().toString(m_total));
    return quint64(shown) < m_total ? QStringLiteral("… ") + count : count;
}

QString WireLine::text() const
{
    if (!m_unknown.isEmpty())
        return tr("wire:") + u' ' + m_unknown;
    return tr("wire:") + u' ' + hexText(m_head).replace(u'\n', u' ') + u' ' + tail(m_head.size());
}

QSize WireLine::sizeHint() const { return {fontMetrics().horizontalAdvance(u'0') * 48, fontMetrics().height() + 3}; }

QSize WireLine::minimumSizeHint() const
{
    return {fontMetrics().horizontalAdvance(u'0') * 24, fontMetrics().height() + 3};
}

QColor WireLine::colorOf(qsizetype index) const
{
    const Colors &c = Colors::of(palette());
    if (index == 0)
        return c.fieldOpcode;
    if (index == 1)
        return c.fieldMask;
    if (index < m_keyAt)
        return c.fieldLength;
    if (index < m_dataAt)
        return c.fieldKey;
    return {};
}

void WireLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colors &c = Colors::of(palette());
    const int cell = fontMetrics().horizontalAdvance(u'0');
    const QString label = tr("wire:") + u' ';
    const int start = fontMetrics().horizontalAdvance(label);
    const int spare = width() - start - fontMetrics().horizontalAdvance(tail(0)) - cell;
    const qsizetype fit = std::clamp<qsizetype>(spare / (3 * cell), 0, m_head.size());

    painter.setPen(c.textMuted);
    painter.drawText(QRect(0, 0, start, height()), Qt::AlignVCenter | Qt::AlignLeft, label);
    const QString hex = hexText(QByteArrayView(m_head).first(fit)).replace(u'\n', u' ');
    int x = start;
    for (qsizetype i = 0; i < fit; ++i) {
        if (QColor color = colorOf(i); color.isValid()) {
            // Octets of one field stand on one patch, so its length can be seen.
            const bool joined = i + 1 < fit && i >= 2 && colorOf(i + 1) == color;
            color.setAlpha(c.dark ? 105 : 72);
            painter.fillRect(QRect(x - 1, 1, (joined ? 3 : 2) * cell + (joined ? 0 : 2), height() - 2), color);
            painter.setPen(c.textMain);
        } else {
            painter.setPen(c.textMuted);
        }
        painter.drawText(QRect(x, 0, 2 * cell + 1, height()), Qt::AlignVCenter | Qt::AlignLeft, hex.mid(i * 3, 2));
        x += 3 * cell;
    }
    painter.setPen(c.textMuted);
    painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter | Qt::AlignLeft, tail(fit));
}

} // namespace framescope::ui
