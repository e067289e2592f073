#include "core/filter/rowcontent.h"

#include "core/capture/payloadcursor.h"
#include "core/ws/mask.h"

#include <algorithm>

namespace framescope::filter
{

bool RowContent::endsFragments(const capture::Capture &capture, RowIndex row)
{
    const capture::RowRecord &record = capture.row(row);
    return record.isFrame() && record.opcode() == ws::Opcode::Continuation && record.endsMessage() &&
           record.message != capture::RowRecord::noMessage && record.messageStart(row) != row &&
           !capture::isMarkedCompressed(capture, row, record);
}

RowContent::RowContent(const RowAsked &asked, Of of, const std::stop_token &stop) : m_asked(asked)
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
    const bool inMessage =
        record.isFrame() && !ws::isControl(record.opcode()) && record.message != capture::RowRecord::noMessage;
    if (of == Of::Row || !inMessage || (record.endsMessage() && record.messageStart(asked.row) == asked.row)) {
        m_size = asked.reader.payloadPresent(asked.row);
        return;
    }
    m_joined = endsFragments(asked.capture, asked.row);
    m_exists = m_joined;
    if (!m_joined)
        return;
    for (std::optional<RowIndex> fragment = record.messageStart(asked.row); fragment && !stop.stop_requested();
         fragment = asked.reader.nextOfMessage(*fragment))
        m_size += asked.reader.payloadPresent(*fragment);
}

Result<QByteArray> RowContent::read(std::uint64_t from, std::uint64_t count, const std::stop_token &stop) const
{
    if (!m_exists)
        return QByteArray();
    if (m_inflated)
        return m_asked.reader.inflatedPayload(m_asked.row, from, count);
    if (m_joined)
        return m_asked.reader.messagePayload(m_asked.row, from, count, stop);
    Result<std::optional<QByteArray>> near = readNear(from, count);
    if (!near)
        return near.error();
    return *near ? Result<QByteArray>(std::move(**near)) : m_asked.reader.payload(m_asked.row, from, count);
}

Result<std::optional<QByteArray>> RowContent::readNear(std::uint64_t from, std::uint64_t count) const
{
    using Near = std::optional<QByteArray>;
    const capture::RowRecord &record = m_asked.capture.row(m_asked.row);
    if (!record.isFrame() || record.incomplete() || record.length() > capture::PayloadCursor::maxWhole)
        return Near();
    const auto run = m_asked.payloads.runAt(m_asked.row, 1);
    if (!run)
        return run.error();
    const std::size_t header = record.headerSize();
    if (!run->whole || run->octets.size() != header + record.length())
        return Near();
    const std::uint64_t begin = std::min(from, record.length());
    const ByteView part = run->octets.subspan(header + static_cast<std::size_t>(begin),
                                              static_cast<std::size_t>(std::min(count, record.length() - begin)));
    QByteArray octets = toByteArray(part);
    if (record.masked())
        ws::maskInPlace({reinterpret_cast<std::uint8_t *>(octets.data()), part.size()},
                        capture::maskKeyIn(run->octets, record), begin);
    return Near(std::move(octets));
}

} // namespace framescope::filter
