#include "ui/details/connectionrows.h"

#include "core/capture/capture.h"

namespace framescope::ui
{

void ConnectionRows::setCapture(const capture::Capture *capture)
{
    m_capture = capture;
    m_next = 0;
    m_places.clear();
}

const ConnectionRows::Places &ConnectionRows::find(ConnectionId id)
{
    const std::uint64_t end = m_capture ? m_capture->rowCount() : 0;
    for (; m_next < end; ++m_next) {
        const RowIndex row(m_next);
        const capture::RowRecord &record = m_capture->row(row);
        const capture::RowKind kind = record.kind();
        if (kind == capture::RowKind::Frame)
            continue;
        Places &places = m_places[record.connection().value()];
        if (kind == capture::RowKind::HandshakeRequest && !places.request) {
            places.request = row;
        } else if (kind == capture::RowKind::HandshakeResponse) {
            places.response = row; // the last: 1xx answers come before the final one
        } else if (kind == capture::RowKind::Event) {
            if (places.events.size() == maxEvents)
                places.events.pop_back();
            places.events.push_back(row);
        } else if (kind == capture::RowKind::Raw) {
            if (places.raw.size() < maxRaw)
                places.raw.push_back(row);
            else
                places.rawBeyond[record.direction() == Direction::In ? 1 : 0] += record.length();
        }
    }
    return m_places[id.value()];
}

} // namespace framescope::ui
