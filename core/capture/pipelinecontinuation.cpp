// Pipeline's share in captures of several files: where its streams stand, and going on from there.
#include "core/capture/pipeline.h"
#include "core/ws/findings.h"

#include <algorithm>

namespace framescope::capture
{

bool Pipeline::betweenFrames(Direction direction) const noexcept
{
    const Stream &s = stream(direction);
    switch (s.phase) {
    case Phase::Head:
        return s.position == s.headStart;
    case Phase::Frames:
        return s.rest == 0 && (!s.analyzer || !s.analyzer->insideFrame());
    case Phase::Raw:
    case Phase::Ended:
        break;
    }
    return true;
}

Continuation Pipeline::continuation() const
{
    Continuation places;
    places.pingsOpen = !m_pings.empty() || m_pingsForgotten;
    places.endReported = m_endReported;
    for (const Direction d : {Direction::Out, Direction::In}) {
        const Stream &s = stream(d);
        StreamPlace &place = places.of(d);
        place.position = s.position;
        place.head = s.phase == Phase::Head ? s.position : s.headEnd;
        place.phase = s.phase;
        place.closeCode = s.closeCode;
        place.rest = s.rest;
        if (s.phase != Phase::Frames || !s.analyzer)
            continue;
        const ws::FrameParser &parser = s.analyzer->parser();
        place.state = s.analyzer->state();
        const ByteView partial = parser.partialHeader();
        if (!partial.empty()) {
            std::copy(partial.begin(), partial.end(), place.partial.begin());
            place.partialSize = partial.size();
        } else if (s.analyzer->insideFrame()) {
            place.rest = parser.payloadRemaining();
            place.frame = parser.header();
        }
    }
    return places;
}

void Pipeline::leaveStream(Direction direction, Timestamp time)
{
    m_leaving = true;
    endStream(direction, time);
}

/// Takes out of what was found what only the end of the stream makes wrong.
void Pipeline::forgetEnd()
{
    std::erase_if(m_found, [](const ws::Finding &finding) {
        return finding.id == ws::FindingId::FrameTruncated || finding.id == ws::FindingId::FrameHeaderTruncated ||
               finding.id == ws::FindingId::MsgUnfinished || finding.id == ws::FindingId::DeflateTruncated;
    });
}

void Pipeline::continueAt(const Continuation &places, Direction direction, Timestamp time, FileOffset packet)
{
    for (const Direction d : {Direction::Out, Direction::In}) {
        const Stream &s = stream(d);
        if (s.phase == Phase::Head && s.position > s.headStart && places.of(d).phase != Phase::Head)
            addPartialHeadRow(d, time);
        if (s.phase == Phase::Frames)
            toRaw(d, time);
    }
    const RowIndex since(m_rows.nextRow());
    event(EventKind::Continued, direction, time, packet);
    for (const Direction d : {Direction::Out, Direction::In})
        continueStream(d, places.of(d), time, since);
    // What was sent before, and how it was answered, is not known here.
    m_pingsForgotten = m_pingsForgotten || places.pingsOpen;
    m_endReported = m_endReported || places.endReported;
    m_earlyReported = true;
}

void Pipeline::continueStream(Direction d, const StreamPlace &place, Timestamp time, RowIndex since)
{
    Stream &s = stream(d);
    // A head can only be gone on with when all of it that came before is here.
    const bool headHere = s.phase == Phase::Head && s.head && s.position == place.position;
    s.position = std::max(s.position, place.start());
    s.closeCode = place.closeCode;
    s.missing = 0;
    s.analyzer.reset();
    if (place.phase == Phase::Ended) {
        endStream(d, time);
        return;
    }
    s.phase = place.phase == Phase::Head && !headHere ? Phase::Raw : place.phase;
    if (s.phase != Phase::Frames)
        return;
    setOpened();
    s.rest = place.rest;
    s.analyzer = std::make_unique<ws::StreamAnalyzer>(ws::senderOf(d, m_ourRole), m_agreement,
                                                      StreamOffset(s.position) + place.rest);
    s.analyzer->resume(place.state);
    if (place.state.contextLost)
        inflatedOf(d).loseContext(since);
}

void Pipeline::feedRest(Direction d, Timestamp time, ByteView &input)
{
    Stream &s = stream(d);
    const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(s.rest, input.size()));
    input = input.subspan(taken);
    s.rest -= taken;
    s.restSize += taken;
    if (s.rest == 0)
        addRestRow(d, time, s.position + taken);
}

void Pipeline::addRestRow(Direction d, Timestamp time, std::uint64_t end)
{
    Stream &s = stream(d);
    const std::uint64_t size = s.restSize;
    s.rest = 0;
    s.restSize = 0;
    addRawRow(d, time, end - size, size);
}

} // namespace framescope::capture
