#include "core/ws/inflater.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>
#include <new>
#include <string_view>

namespace framescope::ws
{

namespace
{
/// A smaller window is a rule that peers can break; all that DEFLATE can say is inflated.
constexpr int rawWindowBits = -MAX_WBITS;
constexpr std::size_t maxContext = 32768;
/// What Z_SYNC_FLUSH puts at the end and a sender takes away (RFC 7692 §7.2.1).
constexpr std::array<std::uint8_t, 4> tail = {0x00, 0x00, 0xFF, 0xFF};
/// An empty block gives nothing; this much room shows that something came.
constexpr std::size_t tailRoom = 8;

uInt cut(std::size_t size) noexcept
{
    return static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
}

/// Whether the decoder stands between two blocks with no bits of the next one taken (zlib.h, inflate()).
bool betweenBlocks(const z_stream &stream) noexcept
{
    constexpr int endOfBlock = 128;
    constexpr int unusedBits = 63;
    return (stream.data_type & endOfBlock) != 0 && (stream.data_type & unusedBits) == 0;
}

// zlib takes the input as not const without writing to it.
Bytef *input(const std::uint8_t *octets) noexcept { return const_cast<Bytef *>(octets); }
} // namespace

void Inflater::End::operator()(z_stream_s *stream) const noexcept
{
    inflateEnd(stream);
    delete stream;
}

Inflater::Inflater(DeflateSide side) : m_side(side)
{
    auto stream = std::make_unique<z_stream>();
    if (inflateInit2(stream.get(), rawWindowBits) != Z_OK)
        throw std::bad_alloc();
    m_stream.reset(stream.release());
}

Inflater::~Inflater() = default;
Inflater::Inflater(Inflater &&) noexcept = default;
Inflater &Inflater::operator=(Inflater &&) noexcept = default;

bool Inflater::contextLost() const noexcept
{
    return m_side.contextTakeover && m_fault != Fault::None && !(m_fault == Fault::Truncated && m_between);
}

void Inflater::begin(const InflateLimits &limits)
{
    // RFC 7692 §7.1.1: without context takeover "the LZ77 sliding window" begins anew with each message.
    const bool whole = m_ended && (m_fault == Fault::None || !contextLost());
    if (!m_side.contextTakeover || (m_wire > 0 && !whole))
        inflateReset(m_stream.get());
    m_limits = limits;
    m_wire = 0;
    m_size = 0;
    m_fault = Fault::None;
    m_full = false;
    m_between = true;
    m_ended = false;
}

void Inflater::setContext(ByteView context)
{
    inflateReset(m_stream.get());
    const ByteView last = context.last(std::min(context.size(), maxContext));
    if (!last.empty())
        inflateSetDictionary(m_stream.get(), last.data(), static_cast<uInt>(last.size()));
    m_wire = 0;
    m_fault = Fault::None;
    m_ended = true;
}

bool Inflater::ratioExceeded() const noexcept
{
    return m_limits.maxRatio != 0 && m_size > InflateLimits::ratioFloor && m_size / m_limits.maxRatio > m_wire;
}

/// One call of zlib: takes input, fills room, notes what came of it.
void Inflater::run(ByteView &given, std::span<std::uint8_t> room)
{
    z_stream &z = *m_stream;
    const uInt offered = cut(given.size());
    const uInt space = cut(room.size());
    z.next_in = input(given.data());
    z.avail_in = offered;
    z.next_out = room.data();
    z.avail_out = space;
    const int result = ::inflate(&z, Z_SYNC_FLUSH);
    const uInt taken = offered - z.avail_in;
    const uInt made = space - z.avail_out;
    given = given.subspan(taken);
    m_wire += taken;
    m_size += made;
    m_full = z.avail_out == 0;
    if (result == Z_STREAM_END) {
        // RFC 7692 §7.2.3.4: a block may have BFINAL set; the message goes on, and so does the window.
        inflateResetKeep(&z);
        m_full = false;
        m_between = true;
    } else if (result == Z_OK || result == Z_BUF_ERROR) {
        if (taken != 0 || made != 0)
            m_between = betweenBlocks(z);
    } else if (result == Z_MEM_ERROR) {
        throw std::bad_alloc();
    } else {
        const std::string_view why = z.msg != nullptr ? z.msg : "";
        const bool tooFar = why == "invalid distance too far back";
        m_fault = tooFar && !m_side.contextTakeover ? Fault::Context : Fault::Data;
    }
}

ByteView Inflater::inflate(ByteView &given, std::span<std::uint8_t> slice)
{
    while (m_fault == Fault::None && (m_full || !given.empty()) && !slice.empty()) {
        const std::uint64_t step = InflateLimits::ratioStep - m_wire % InflateLimits::ratioStep;
        // What the octets so far give is taken before the first of the next step.
        const bool drain = m_full && step == InflateLimits::ratioStep;
        ByteView part = given.first(drain ? 0 : static_cast<std::size_t>(std::min<std::uint64_t>(given.size(), step)));
        const std::size_t offered = part.size();
        const std::uint64_t left = m_limits.maxMessage - m_size;
        const std::size_t before = static_cast<std::size_t>(std::min<std::uint64_t>(left, slice.size()));
        const std::uint64_t sizeBefore = m_size;
        std::uint8_t excess = 0;
        run(part, left > 0 ? slice.first(before) : std::span<std::uint8_t>(&excess, 1));
        given = given.subspan(offered - part.size());
        if (m_size > m_limits.maxMessage) {
            m_size = m_limits.maxMessage;
            m_fault = Fault::Limit;
        }
        if (m_fault == Fault::None && !m_full && m_wire % InflateLimits::ratioStep == 0 && ratioExceeded())
            m_fault = Fault::Limit;
        if (m_size > sizeBefore)
            return slice.first(static_cast<std::size_t>(m_size - sizeBefore));
    }
    return {};
}

Inflater::Fault Inflater::finish()
{
    if (m_ended)
        return m_fault;
    m_ended = true;
    if (m_fault != Fault::None)
        return m_fault;
    // RFC 7692 §7.2.1: a message ends inside the header of an empty block, whose other octets are the tail.
    if (m_between) {
        m_fault = Fault::Truncated;
        return m_fault;
    }
    // RFC 7692 §7.2.2: "Append 4 octets of 0x00 0x00 0xff 0xff to the tail end of the payload of the message."
    std::array<std::uint8_t, tailRoom> room;
    ByteView octets(tail);
    const std::uint64_t wire = m_wire;
    const std::uint64_t size = m_size;
    run(octets, room);
    if (m_fault != Fault::None || m_size != size || !octets.empty() || !m_between) {
        m_fault = Fault::Truncated;
        m_between = false;
    }
    m_wire = wire;
    m_size = size;
    return m_fault;
}

} // namespace framescope::ws
