// Capture::continueInflating(): inflates one message on from its limit, beside the writer's work.
#include "core/capture/captureprivate.h"
#include "core/capture/capturereader.h"

#include <algorithm>
#include <vector>

namespace framescope::capture
{

namespace
{
constexpr std::uint64_t windowSize = 256 * 1024;
constexpr std::size_t sliceSize = 256 * 1024;
constexpr std::uint64_t contextSize = 32 * 1024; // RFC 1951 §2: no distance is larger

/// Writes what is inflated to a file, without the octets that are stored already.
class Output
{
public:
    Output(TemporaryFile &file, std::uint64_t stored) : m_file(file), m_skip(stored) {}
    Result<void> take(ByteView octets)
    {
        const auto skipped = static_cast<std::size_t>(std::min<std::uint64_t>(m_skip, octets.size()));
        m_skip -= skipped;
        octets = octets.subspan(skipped);
        const std::uint64_t at = m_size;
        m_size += octets.size();
        return octets.empty() ? Result<void>() : m_file.write(at, octets);
    }

private:
    TemporaryFile &m_file;
    std::uint64_t m_skip;
    std::uint64_t m_size = 0;
};

/// Of a message that was inflated up to its last octet, or to a fault.
Inflated::State stateAfter(ws::Inflater::Fault fault) noexcept
{
    switch (fault) {
    case ws::Inflater::Fault::None:
        return Inflated::State::Whole;
    case ws::Inflater::Fault::Truncated:
        return Inflated::State::Truncated;
    case ws::Inflater::Fault::Limit:
        return Inflated::State::Limited;
    case ws::Inflater::Fault::Data:
    case ws::Inflater::Fault::Context:
        break;
    }
    return Inflated::State::Corrupt;
}

bool faulty(const ws::Inflater &inflater) noexcept { return inflater.fault() != ws::Inflater::Fault::None; }

Error stopped() { return Error{u"inflating was stopped"_qs}; }
} // namespace

Result<Inflated> Capture::continueInflating(RowIndex row, const ws::InflateLimits &limits, std::stop_token stop,
                                            const InflateProgress &progress)
{
    const bool complete = d->isComplete(); // before its rows are looked at
    const auto found = d->inflatedMessage(row);
    if (!found) {
        return d->lacksInflated(row) ? Error{d->inflated.failure()}
                                     : Error{u"row %1 is in no compressed message"_qs.arg(row.value() + 1)};
    }
    const auto &[message, stream] = *found;
    const Inflated before = d->inflated.describe(*stream, message);
    if (before.state != Inflated::State::Limited && before.state != Inflated::State::Unstored)
        return Error{u"the message of row %1 has nothing more to inflate"_qs.arg(row.value() + 1)};

    ws::Inflater inflater(ws::DeflateSide{!message.standsAlone, 15});
    if (!message.standsAlone) {
        const Result<QByteArray> context = d->inflated.before(*stream, message, contextSize);
        if (!context)
            return Error{u"the messages that row %1 refers to are not stored: %2"_qs.arg(row.value() + 1)
                             .arg(context.error().message)};
        inflater.setContext(byteView(*context));
    }
    auto made = TemporaryFile::create(u"inflated messages"_qs);
    if (!made)
        return made.error();
    const std::shared_ptr<TemporaryFile> file = std::move(*made);
    const std::uint64_t stored = d->inflated.storedSize(*stream, message);
    Output output(*file, stored);
    std::vector<std::uint8_t> slice(sliceSize);
    CaptureReader reader(*this);
    inflater.begin(limits);
    std::uint64_t wire = 0;
    bool ended = false;
    for (std::optional<RowIndex> frame = RowIndex(message.row); frame && !ended && !faulty(inflater);
         frame = reader.nextOfMessage(*frame)) {
        const std::uint64_t size = reader.payloadPresent(*frame);
        wire += size;
        if (stop.stop_requested())
            return stopped();
        for (std::uint64_t at = 0; at < size && !faulty(inflater);) {
            const Result<QByteArray> piece = reader.payload(*frame, at, std::min(windowSize, size - at));
            if (!piece)
                return piece.error();
            if (piece->isEmpty())
                return Error{u"row %1 is not whole in the capture file"_qs.arg(frame->value() + 1)};
            at += static_cast<std::uint64_t>(piece->size());
            ByteView input = byteView(*piece);
            for (;;) {
                if (stop.stop_requested())
                    return stopped();
                const ByteView octets = inflater.inflate(input, slice);
                if (octets.empty())
                    break;
                if (auto written = output.take(octets); !written)
                    return written.error();
                if (progress)
                    progress(inflater.wire(), before.wire, inflater.size());
            }
        }
        const RowRecord &record = d->rows[*frame];
        ended = record.endsMessage() && !record.incomplete();
    }
    Inflated result = before;
    // More may come of a message without an end: then it can be gone on with again.
    const bool cut = !ended && wire >= message.wire && (message.over || complete);
    if (ended || faulty(inflater))
        result.state = stateAfter(inflater.finish());
    else if (cut)
        result.state = Inflated::State::Truncated;
    result.size = std::max(stored, inflater.size());
    d->inflated.setContinuation(message, stored, file, result);
    return result;
}

} // namespace framescope::capture
