#include "core/timeline/pingpairs.h"

#include "core/capture/capturereader.h"
#include "core/ws/opcode.h"

#include <algorithm>

namespace framescope::timeline
{

namespace
{
/// What a control frame may carry (RFC 6455 §5.5); longer ones are violations and are not compared.
constexpr std::uint64_t longestControl = 125;
} // namespace

std::vector<exchange::RoundTrip> pingPairs(const capture::Capture &capture, RowIndex from, RowIndex to,
                                           std::size_t most, const std::stop_token &stop)
{
    std::vector<exchange::RoundTrip> pairs;
    exchange::Pairing pairing;
    capture::CaptureReader reader(capture);
    const RowIndex end = std::min(to, RowIndex(capture.rowCount()));
    for (RowIndex row = from; row < end && pairs.size() < most; ++row) {
        if (row.value() % 4096 == 0 && stop.stop_requested())
            return pairs;
        const capture::RowRecord &record = capture.row(row);
        if (!record.isFrame() || record.incomplete() || record.length() > longestControl ||
            (record.opcode() != ws::Opcode::Ping && record.opcode() != ws::Opcode::Pong))
            continue;
        if (stop.stop_requested())
            return pairs;
        const Result<QByteArray> payload = reader.payload(row, 0, record.length());
        if (!payload)
            continue;
        exchange::MessageHead head;
        head.protocol = exchange::Protocol::WebSocket;
        head.role = record.opcode() == ws::Opcode::Ping ? exchange::Role::Request : exchange::Role::Answer;
        head.queues = true;
        head.id = {payload->constData(), static_cast<std::size_t>(payload->size())};
        if (const auto trip = pairing.add({row, record.time, record.connection(), record.direction(), 0}, head))
            pairs.push_back(*trip);
    }
    return pairs;
}

} // namespace framescope::timeline
