#include "core/ws/deflater.h"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>

namespace framescope::ws
{

namespace
{
constexpr int smallestWindow = 9;
constexpr int memoryLevel = 8; // zlib's default: 128 KiB
constexpr qsizetype tailSize = 4;
constexpr qsizetype room = 16 * 1024;
} // namespace

void Deflater::End::operator()(z_stream_s *stream) const noexcept
{
    deflateEnd(stream);
    delete stream;
}

Deflater::Deflater(DeflateSide side, int level) : m_side(side)
{
    const bool full = possible(side.windowBits);
    auto stream = std::make_unique<z_stream>();
    // RFC 7692 §7.1.2: no distance may be larger than the window; Z_HUFFMAN_ONLY writes no distances.
    if (deflateInit2(stream.get(), std::clamp(level, -1, 9), Z_DEFLATED, -(full ? side.windowBits : smallestWindow),
                     memoryLevel, full ? Z_DEFAULT_STRATEGY : Z_HUFFMAN_ONLY) != Z_OK)
        throw std::bad_alloc();
    m_stream.reset(stream.release());
}

Deflater::~Deflater() = default;
Deflater::Deflater(Deflater &&) noexcept = default;
Deflater &Deflater::operator=(Deflater &&) noexcept = default;

void Deflater::forget() { deflateReset(m_stream.get()); }

void Deflater::compress(ByteView message, QByteArray &out)
{
    // RFC 7692 §7.2.3.6: an empty message is one octet: the header of an empty block.
    if (message.empty()) {
        out.append('\0');
        return;
    }
    z_stream &z = *m_stream;
    qsizetype size = out.size();
    do {
        const auto part = static_cast<uInt>(std::min<std::size_t>(message.size(), std::numeric_limits<uInt>::max()));
        z.next_in = const_cast<Bytef *>(message.data());
        z.avail_in = part;
        const bool last = part == message.size();
        do {
            // Growing by half keeps the copying linear.
            if (out.size() - size < room)
                out.resize(size + std::max(room, size / 2));
            z.next_out = reinterpret_cast<Bytef *>(out.data() + size);
            z.avail_out = static_cast<uInt>(std::min<qsizetype>(out.size() - size, std::numeric_limits<int>::max()));
            const uInt space = z.avail_out;
            deflate(&z, last ? Z_SYNC_FLUSH : Z_NO_FLUSH);
            size += static_cast<qsizetype>(space - z.avail_out);
        } while (z.avail_out == 0);
        message = message.subspan(part - z.avail_in);
    } while (!message.empty());
    // RFC 7692 §7.2.1: "Remove 4 octets (that are 0x00 0x00 0xff 0xff) from the tail end."
    out.resize(size - tailSize);
    // RFC 7692 §7.1.1: without context takeover each message is compressed with an empty window.
    if (!m_side.contextTakeover)
        deflateReset(&z);
}

} // namespace framescope::ws
