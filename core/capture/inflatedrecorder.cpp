#include "core/capture/inflatedrecorder.h"

namespace framescope::capture
{

namespace
{
Inflated::State stateOf(ws::MessageInflater::State state) noexcept
{
    using From = ws::MessageInflater::State;
    switch (state) {
    case From::None:
        break;
    case From::Open:
        return Inflated::State::Open;
    case From::Whole:
        return Inflated::State::Whole;
    case From::Truncated:
        return Inflated::State::Truncated;
    case From::Corrupt:
        return Inflated::State::Corrupt;
    case From::Limited:
        return Inflated::State::Limited;
    case From::Unknown:
        return Inflated::State::Unknown;
    }
    return Inflated::State::None;
}
} // namespace

void InflatedRecorder::inflated(ByteView octets)
{
    if (m_spool != nullptr)
        m_spool->append(m_stream, octets);
}

void InflatedRecorder::frame(RowIndex row, const ws::AnalyzedFrame &frame, const ws::MessageInflater &message)
{
    if (frame.beginsMessage)
        closeOpen();
    if (!m_lost && message.contextLost()) {
        m_lost = true;
        m_lostSince = row;
    }
    if (!frame.compressed)
        return;
    if (frame.beginsMessage) {
        m_message = {};
        m_message.row = row.value();
        m_message.start = m_stream.size() - message.size();
        m_message.standsAlone = m_standsAlone;
    }
    m_compressed += message.wire() - m_message.wire;
    m_inflated += message.size() - m_message.size;
    m_message.wire = message.wire();
    m_message.size = message.size();
    m_message.state = stateOf(message.state());
    m_message.over = frame.endsMessage && frame.complete;
    if (m_message.state == Inflated::State::Unknown)
        m_message.unknownSince = m_lostSince.value();
    if (m_spool == nullptr)
        return;
    if (frame.beginsMessage)
        m_number = m_spool->add(m_message);
    else
        m_spool->update(m_number, m_message);
}

void InflatedRecorder::loseContext(RowIndex since) noexcept
{
    m_lost = true;
    m_lostSince = since;
}

void InflatedRecorder::end() { closeOpen(); }

void InflatedRecorder::closeOpen()
{
    if (m_message.state == Inflated::State::None || m_message.over)
        return;
    if (m_message.state == Inflated::State::Open)
        m_message.state = Inflated::State::Truncated;
    m_message.over = true;
    if (m_spool != nullptr)
        m_spool->update(m_number, m_message);
}

} // namespace framescope::capture
