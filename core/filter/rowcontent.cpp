#include "core/filter/rowcontent.h"

#include "core/capture/payloadcursor.h"

namespace framescope::filter
{

RowContent::RowContent(const RowAsked &asked) : m_asked(asked)
{
    const capture::RowRecord &record = asked.capture.row(asked.row);
    if (record.kind() == capture::RowKind::Event)
        return;
    m_exists = true;
    if (capture::isMarkedCompressed(asked.capture, asked.row, record)) {
        const capture::Inflated inflated = asked.reader.inflated(asked.row);
        m_inflated = inflated.size > 0 || inflated.state == capture::Inflated::State::Whole;
        if (m_inflated) {
            m_exists = record.endsMessage() || record.incomplete();
            m_size = m_exists ? inflated.size : 0;
            return;
        }
    }
    m_size = asked.reader.payloadPresent(asked.row);
}

Result<QByteArray> RowContent::read(std::uint64_t from, std::uint64_t count) const
{
    return m_inflated ? m_asked.reader.inflatedPayload(m_asked.row, from, count)
                      : m_asked.reader.payload(m_asked.row, from, count);
}

} // namespace framescope::filter
