#include "ui/payload/hextab.h"

#include "ui/details/framefields.h"
#include "ui/hex/hexview.h"
#include "ui/support/colors.h"
#include "ui/support/secrets.h"

#include <QEvent>
#include <QVBoxLayout>

#include <algorithm>

namespace framescope::ui
{

HexTab::HexTab(QWidget *parent) : PayloadTab(QStringLiteral("hex"), tr("Hex"), parent), m_hex(new HexView)
{
    m_hex->setObjectName(QStringLiteral("payloadHex"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_hex);
    setFocusProxy(m_hex);
    connect(m_hex, &HexView::selectionChanged, this, &HexTab::selectionChanged);
}

void HexTab::clear()
{
    m_payload = nullptr;
    m_hex->setSource(nullptr);
    m_message.reset();
}

void HexTab::showPayload(const RowPayload &payload)
{
    m_payload = &payload;
    m_message.reset();
    const PayloadView view = payload.isFrame() ? payload.view() : PayloadView::Wire;
    m_skipped = view == PayloadView::Wire ? 0 : payload.headerSize();
    m_header = view == PayloadView::Wire ? payload.headerSize() : 0;
    if (payload.isHead()) {
        m_hex->setSource(std::make_shared<HexBytes>(payload.reveals() ? payload.head() : starSecrets(payload.head())));
        return colorRanges();
    }
    m_hex->setEmptyText(tr("This frame has no payload. Wire bytes shows its header."));
    if (view == PayloadView::Inflated) {
        m_message = std::make_shared<RowSource>(payload.reader(), *payload.row(), payload.inflated().size, view);
        m_hex->setSource(m_message);
        return;
    }
    m_hex->setSource(
        std::make_shared<RowSource>(payload.reader(), *payload.row(), payload.wireSize() - m_skipped, view));
    colorRanges();
}

void HexTab::colorRanges()
{
    if (!m_payload || m_message)
        return;
    if (m_skipped == 0)
        m_hex->setRanges(headerRanges(*m_payload->facts(), Colors::of(palette())));
    std::vector<HexRange> marks;
    for (HexRange mark : findingMarks(*m_payload->facts(), m_payload->wireSize())) {
        if (mark.from >= m_skipped) {
            mark.from -= m_skipped;
            marks.push_back(mark);
        }
    }
    m_hex->setMarks(std::move(marks));
}

bool HexTab::grow(const RowPayload &payload)
{
    if (m_message) {
        m_message->setSize(payload.inflated().size);
        m_hex->grow();
    }
    return true;
}

void HexTab::selectionChanged(std::uint64_t from, std::uint64_t count)
{
    m_hex->setHighlight(0, 0);
    if (count == 0)
        return;
    if (m_message)
        Q_EMIT octetsSelected(from, count);
    else
        Q_EMIT wireSelected(from + m_skipped, count);
}

void HexTab::highlightWire(OctetRange wire)
{
    m_hex->setHighlight(wire.from - std::min<std::uint64_t>(wire.from, m_skipped), wire.count);
}

void HexTab::selectOctets(OctetRange octets)
{
    if (!m_payload)
        return;
    if (m_message)
        m_hex->setHighlight(octets.from, octets.count);
    else if (const auto wire = m_payload->onWire(octets))
        highlightWire(*wire);
    else
        m_hex->setHighlight(0, 0);
}

std::optional<OctetRange> HexTab::selectedOctets() const
{
    const HexRange &lit = m_hex->highlight();
    const OctetRange shown = m_hex->selectionCount() > 0 ? OctetRange{m_hex->selectionStart(), m_hex->selectionCount()}
                                                         : OctetRange{lit.from, lit.count};
    if (!m_payload || shown.count == 0)
        return std::nullopt;
    return m_message ? shown : m_payload->ofWire({shown.from + m_skipped, shown.count});
}

void HexTab::changeEvent(QEvent *event)
{
    PayloadTab::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        colorRanges();
}

} // namespace framescope::ui
