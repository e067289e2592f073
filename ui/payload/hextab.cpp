#include "ui/payload/hextab.h"

#include "ui/details/framefields.h"
#include "ui/hex/hexinspector.h"
#include "ui/hex/hexview.h"
#include "ui/support/colors.h"
#include "ui/support/numbertext.h"
#include "ui/support/secrets.h"

#include <QEvent>
#include <QLabel>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace framescope::ui
{

namespace
{
/// From this width on the inspector stands beside the octets.
constexpr int wideFrom = 1100;
/// What the inspector looks at.
constexpr std::uint64_t inspected = 8;
} // namespace

HexTab::HexTab(QWidget *parent)
    : PayloadTab(QStringLiteral("hex"), tr("Hex"), parent)
    , m_hex(new HexView)
    , m_inspector(new HexInspector)
    , m_splitter(new QSplitter(Qt::Vertical))
    , m_inspect(new QToolButton(this))
    , m_place(new QLabel)
{
    setObjectName(QStringLiteral("hexTab"));
    m_hex->setObjectName(QStringLiteral("payloadHex"));
    m_inspect->setObjectName(QStringLiteral("inspectBytes"));
    m_inspect->setText(tr("Inspector"));
    m_inspect->setToolTip(tr("Show the bytes at the cursor as numbers, times and text"));
    m_inspect->setCheckable(true);
    m_inspect->setProperty("part", QStringLiteral("tool"));
    addTool(m_inspect);
    m_place->setObjectName(QStringLiteral("hexPlace"));
    m_place->setProperty("part", QStringLiteral("muted"));
    m_place->setTextFormat(Qt::PlainText);
    m_place->setContentsMargins(10, 2, 10, 3);
    m_place->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    auto *upper = new QWidget;
    auto *inner = new QVBoxLayout(upper);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(0);
    inner->addWidget(m_hex, 1);
    inner->addWidget(m_place);
    m_splitter->addWidget(upper);
    m_splitter->addWidget(m_inspector);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 1);
    m_inspector->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_splitter);
    setFocusProxy(m_hex);
    connect(m_hex, &HexView::selectionChanged, this, &HexTab::selectionChanged);
    connect(m_hex, &HexView::placeChanged, this, &HexTab::showPlace);
    connect(m_inspector, &HexInspector::valueChosen, this,
            [this](int octets) { m_hex->setHighlight(m_hex->place(), std::uint64_t(octets)); });
    connect(m_inspect, &QToolButton::toggled, this, [this](bool on) {
        m_inspector->setVisible(on);
        showPlace();
    });
    showPlace();
}

void HexTab::showPlace()
{
    const std::uint64_t size = m_hex->source() ? m_hex->source()->size() : 0;
    const std::uint64_t selected = m_hex->selectionCount();
    const std::uint64_t shown = selected > 0 ? selected : m_hex->highlight().count;
    m_place->setVisible(size > 0);
    if (shown > 0)
        m_place->setText(tr("offset %1 (0x%2) · %3 selected · %4 in all")
                             .arg(numberText(m_hex->place()), QString::number(m_hex->place(), 16), bytesText(shown),
                                  bytesText(size)));
    else
        m_place->setText(tr("%1 · nothing selected").arg(bytesText(size)));
    if (!m_inspect->isChecked())
        return;
    const QByteArray octets = size > 0 ? m_hex->source()->read(m_hex->place(), inspected) : QByteArray();
    m_inspector->showOctets(byteView(octets));
}

void HexTab::resizeEvent(QResizeEvent *event)
{
    PayloadTab::resizeEvent(event);
    m_splitter->setOrientation(width() >= wideFrom ? Qt::Horizontal : Qt::Vertical);
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
    m_hex->setEmptyText(view == PayloadView::Inflated
                            ? tr("This message is empty: its compressed bytes inflate to nothing.")
                            : tr("This frame has no payload. Wire bytes shows its header."));
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
    const std::uint64_t from = std::max<std::uint64_t>(wire.from, m_skipped); // the header may not be shown
    const std::uint64_t end = std::max(wire.from + wire.count, from);
    m_hex->setHighlight(from - m_skipped, end - from);
}

void HexTab::setFound(Found found)
{
    m_found = std::move(found);
    m_hex->setFound([this](std::uint64_t from, std::uint64_t count) {
        std::vector<HexRange> ranges;
        for (const OctetRange &place : foundIn({from, count}))
            ranges.push_back({place.from, place.count, {}});
        return ranges;
    });
}

void HexTab::showFound() { m_hex->viewport()->update(); }

/// Of octets as they are shown here.
std::vector<OctetRange> HexTab::foundIn(OctetRange shown) const
{
    if (!m_payload)
        return {};
    if (m_message)
        return m_found(shown);
    const auto asked = m_payload->ofWire({shown.from + m_skipped, shown.count});
    if (!asked)
        return {};
    std::vector<OctetRange> found;
    for (const OctetRange &place : m_found(*asked)) {
        if (const auto wire = m_payload->onWire(place); wire && wire->from >= m_skipped)
            found.push_back({wire->from - m_skipped, wire->count});
    }
    return found;
}

void HexTab::markFound() { m_hex->tintHighlight(Colors::of(palette()).found); }

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
