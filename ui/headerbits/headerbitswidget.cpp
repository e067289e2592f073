#include "ui/headerbits/headerbitswidget.h"

#include "ui/explain/explanation.h"
#include "ui/support/colors.h"
#include "ui/support/crispedge.h"

#include <QEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTextDocument>
#include <QToolTip>

namespace framescope::ui
{

namespace
{
constexpr int boxPadding = 7;
constexpr int lineGap = 4;
} // namespace

QColor bitSlotColor(const Colors &colors, BitSlot slot)
{
    switch (slot) {
    case BitSlot::Fin:
    case BitSlot::Mask:
        return colors.strongBorder;
    case BitSlot::Rsv:
        return colors.fieldRsv;
    case BitSlot::Opcode:
        return colors.fieldOpcode;
    case BitSlot::Length:
        return colors.fieldMask;
    case BitSlot::ExtendedLength:
        return colors.fieldLength;
    case BitSlot::Key:
        return colors.fieldKey;
    }
    return colors.textMain;
}

HeaderBitsWidget::HeaderBitsWidget(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("headerBits"));
    setAccessibleName(tr("Bits of the frame header"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void HeaderBitsWidget::setHeader(const std::optional<ws::FrameHeader> &header)
{
    m_fields = header ? bitFields(*header) : std::vector<BitField>();
    m_opcode = header ? header->opcode() : ws::Opcode();
    m_selected = -1;
    m_hovered = -1;
    tellTopics();
    relayout();
    updateGeometry();
}

void HeaderBitsWidget::setSelectedField(int field)
{
    m_selected = field >= 0 && std::size_t(field) < m_fields.size() ? field : -1;
    if (m_selected >= 0) {
        const BitField &f = m_fields[std::size_t(m_selected)];
        setAccessibleDescription(f.name + u": "_qs + f.fullText());
    }
    tellTopics();
    update();
}

QStringList HeaderBitsWidget::topicsOf(const BitField &field) const
{
    switch (field.slot) {
    case BitSlot::Fin:
        return {u"field.fin"_qs};
    case BitSlot::Rsv:
        return {u"field.rsv"_qs};
    case BitSlot::Opcode:
        return {keyOf(m_opcode), u"field.opcode"_qs};
    case BitSlot::Mask:
        return {u"field.mask"_qs};
    case BitSlot::Length:
        return {u"field.length"_qs};
    case BitSlot::ExtendedLength:
        return {u"field.extendedlength"_qs};
    case BitSlot::Key:
        return {u"field.key"_qs};
    }
    return {};
}

void HeaderBitsWidget::tellTopics()
{
    QStringList topics;
    for (std::size_t i = 0; i < m_fields.size(); ++i) {
        if (m_selected < 0 || int(i) == m_selected)
            topics += topicsOf(m_fields[i]);
    }
    setProperty(explainProperty, topics);
}

QRect HeaderBitsWidget::fieldRect(int field) const
{
    return field >= 0 && std::size_t(field) < m_boxes.size() ? m_boxes[std::size_t(field)].rect : QRect();
}

QFont HeaderBitsWidget::nameFont() const
{
    QFont f = font();
    f.setPointSizeF(f.pointSizeF() > 0 ? f.pointSizeF() * 0.82 : 8);
    return f;
}

int HeaderBitsWidget::lineHeight() const { return QFontMetrics(nameFont()).height() + fontMetrics().height() + 8; }

std::vector<BitBox> HeaderBitsWidget::place(int width) const
{
    const QFontMetrics names(nameFont());
    std::vector<BitBoxNeed> needs;
    for (const BitField &f : m_fields) {
        const int name = names.horizontalAdvance(f.name);
        const int full = std::max(name, fontMetrics().horizontalAdvance(f.fullText())) + 2 * boxPadding;
        const int brief = std::max(name, fontMetrics().horizontalAdvance(f.briefText())) + 2 * boxPadding;
        const bool secondLine = f.slot == BitSlot::ExtendedLength || f.slot == BitSlot::Key;
        needs.push_back({full, brief, secondLine, secondLine || f.slot == BitSlot::Length});
    }
    return placeBitBoxes(needs, width, lineHeight(), lineGap);
}

void HeaderBitsWidget::relayout()
{
    m_boxes = place(width());
    update();
}

QSize HeaderBitsWidget::sizeHint() const { return {480, heightForWidth(480)}; }

QSize HeaderBitsWidget::minimumSizeHint() const { return {160, lineHeight()}; }

int HeaderBitsWidget::heightForWidth(int width) const
{
    int bottom = lineHeight();
    for (const BitBox &box : place(width))
        bottom = std::max(bottom, box.rect.y() + box.rect.height());
    return bottom;
}

void HeaderBitsWidget::paintEvent(QPaintEvent *)
{
    const Colors &c = Colors::of(palette());
    QPainter p(this);
    const int nameHeight = QFontMetrics(nameFont()).height();
    for (std::size_t i = 0; i < m_boxes.size(); ++i) {
        const BitField &f = m_fields[i];
        const QRect r = m_boxes[i].rect;
        const bool selected = int(i) == m_selected;
        const bool joined = i + 1 < m_boxes.size() && m_boxes[i + 1].rect.y() == r.y();
        p.fillRect(r, selected ? c.selection : c.raised);
        const QRect box = r.adjusted(0, 0, joined ? 1 : 0, 0); // neighbours share a line
        drawCrispFrame(p, box, int(i) == m_hovered ? c.strongBorder : c.border);
        // Bits that are reserved and not used are as they should be.
        const bool plain = f.slot == BitSlot::Rsv && !f.bits.contains(u'1');
        p.fillRect(QRect(r.x() + 1, r.bottom() - 1, r.width() - (joined ? 1 : 2), 2),
                   plain ? c.strongBorder : bitSlotColor(c, f.slot));
        const QRect inner = r.adjusted(2, 3, -2, -4);
        p.setFont(nameFont());
        p.setPen(selected ? c.selectionText : c.textMuted);
        p.drawText(QRect(inner.x(), inner.y(), inner.width(), nameHeight), Qt::AlignHCenter | Qt::AlignTop,
                   QFontMetrics(nameFont()).elidedText(f.name, Qt::ElideRight, inner.width()));
        p.setFont(font());
        p.setPen(selected ? c.selectionText : c.textMain);
        const QString text = m_boxes[i].brief ? f.briefText() : f.fullText();
        p.drawText(QRect(inner.x(), inner.y() + nameHeight, inner.width(), inner.height() - nameHeight),
                   Qt::AlignHCenter | Qt::AlignVCenter, fontMetrics().elidedText(text, Qt::ElideMiddle, inner.width()));
        if (selected && hasFocus())
            drawCrispFrame(p, r, c.accent);
    }
}

int HeaderBitsWidget::fieldAt(const QPoint &position) const
{
    for (std::size_t i = 0; i < m_boxes.size(); ++i) {
        if (m_boxes[i].rect.contains(position))
            return int(i);
    }
    return -1;
}

void HeaderBitsWidget::choose(int field)
{
    if (field < 0 || field == m_selected)
        return;
    setSelectedField(field);
    Q_EMIT fieldSelected(field);
}

void HeaderBitsWidget::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        choose(fieldAt(event->position().toPoint()));
}

void HeaderBitsWidget::mouseMoveEvent(QMouseEvent *event)
{
    const int field = fieldAt(event->position().toPoint());
    if (field != m_hovered) {
        m_hovered = field;
        setCursor(field >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
        update();
    }
}

void HeaderBitsWidget::leaveEvent(QEvent *)
{
    m_hovered = -1;
    update();
}

void HeaderBitsWidget::keyPressEvent(QKeyEvent *event)
{
    const int last = int(m_fields.size()) - 1;
    if (event->key() == Qt::Key_Left)
        choose(std::min(last, std::max(0, m_selected - 1)));
    else if (event->key() == Qt::Key_Right)
        choose(std::min(last, m_selected + 1));
    else if (event->key() == Qt::Key_Home)
        choose(std::min(last, 0));
    else if (event->key() == Qt::Key_End)
        choose(last);
    else
        QWidget::keyPressEvent(event);
}

void HeaderBitsWidget::resizeEvent(QResizeEvent *) { relayout(); }

void HeaderBitsWidget::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        relayout();
        updateGeometry();
    }
}

bool HeaderBitsWidget::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        const int i = fieldAt(help->pos());
        if (i >= 0) {
            const BitField &f = m_fields[std::size_t(i)];
            const QString bits = tr("%1: %2\nbits %3 to %4 of the header")
                                     .arg(f.name, f.fullText())
                                     .arg(f.firstBit)
                                     .arg(f.firstBit + f.bitCount - 1);
            QToolTip::showText(help->globalPos(), Qt::convertFromPlainText(bits) + tipOf(topicsOf(f)), this);
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QWidget::event(event);
}

} // namespace framescope::ui
