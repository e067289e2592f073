#include "core/timeline/pingpairs.h"

#include "core/capture/capturereader.h"
#include "core/ws/opcode.h"

#include <algorithm>
#include <deque>
#include <map>
#include <utility>

namespace framescope::timeline
{

namespace
{
/// What a control frame may carry (RFC 6455 §5.5); longer ones are violations and are not compared.
constexpr std::uint64_t longestControl = 125;
/// Pings kept of each direction of a connection: a peer that never answers costs no more.
constexpr std::size_t keptPings = 256;

struct Ping {
    RowIndex row;
    QByteArray payload;
};
} // namespace

std::vector<PingPair> pingPairs(const capture::Capture &capture, RowIndex from, RowIndex to, std::size_t most,
                                const std::stop_token &stop)
{
    std::vector<PingPair> pairs;
    std::map<std::pair<ConnectionId, Direction>, std::deque<Ping>> open;
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
        if (record.opcode() == ws::Opcode::Ping) {
            std::deque<Ping> &pings = open[{record.connection(), record.direction()}];
            if (pings.size() == keptPings)
                pings.pop_front();
            pings.push_back({row, *payload});
            continue;
        }
        const Direction other = record.direction() == Direction::Out ? Direction::In : Direction::Out;
        const auto waiting = open.find({record.connection(), other});
        if (waiting == open.end())
            continue;
        std::deque<Ping> &pings = waiting->second;
        const auto answered = std::find_if(pings.rbegin(), pings.rend(),
                                           [&payload](const Ping &ping) { return ping.payload == *payload; });
        if (answered == pings.rend())
            continue;
        const std::uint64_t sent = static_cast<std::uint64_t>(capture.row(answered->row).time.value());
        const std::uint64_t came = static_cast<std::uint64_t>(record.time.value());
        pairs.push_back({answered->row, row, static_cast<std::int64_t>(came - sent)});
        pings.erase(pings.begin(), answered.base());
    }
    return pairs;
}

} // namespace framescope::timeline
