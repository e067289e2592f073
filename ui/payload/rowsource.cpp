#include "ui/payload/rowsource.h"

#include "core/capture/capturereader.h"
#include "ui/details/framefields.h"
#include "ui/headerbits/headerbitswidget.h"
#include "ui/hex/hexview.h"
#include "ui/support/colors.h"

#include <algorithm>

namespace framescope::ui
{

QByteArray RowSource::read(std::uint64_t from, std::uint64_t count)
{
    if (from >= m_size)
        return {};
    count = std::min(count, m_size - from);
    const auto bytes = m_view == PayloadView::Inflated ? m_reader.inflatedPayload(m_row, from, count)
                       : m_view == PayloadView::Wire
                           ? m_reader.wire(m_row, from, count)
                           : m_reader.payload(m_row, from, count, m_view == PayloadView::Unmasked);
    return bytes ? *bytes : QByteArray();
}

std::uint64_t wireSize(const RowFacts &facts)
{
    if (facts.record.isFrame())
        return headerOctetsPresent(facts) + facts.present;
    return facts.record.kind() == capture::RowKind::Event ? 0 : facts.record.length();
}

std::vector<HexRange> headerRanges(const RowFacts &facts, const Colors &colors)
{
    std::vector<HexRange> ranges;
    if (!facts.record.isFrame() || headerOctetsPresent(facts) < facts.header.size())
        return ranges;
    for (const BitField &field : bitFields(facts.header)) {
        // The first octet wears the opcode's colour, the second the length's: the fields a person looks for.
        if (field.slot == BitSlot::Opcode || field.slot == BitSlot::Length || field.slot == BitSlot::ExtendedLength ||
            field.slot == BitSlot::Key)
            ranges.push_back({field.firstByte, field.byteCount, bitSlotColor(colors, field.slot)});
    }
    return ranges;
}

std::vector<HexRange> findingMarks(const RowFacts &facts, std::uint64_t size)
{
    std::vector<HexRange> marks;
    for (const ws::Finding &finding : facts.findings) {
        const FieldRow row = findingRow(finding, facts.record.offset());
        if (row.count > 0 && row.from < size)
            marks.push_back({row.from, std::min(row.count, size - row.from), {}});
    }
    return marks;
}

} // namespace framescope::ui
