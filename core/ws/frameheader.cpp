#include "core/ws/frameheader.h"

#include <algorithm>

namespace framescope::ws
{

// RFC 6455 §5.2: multibyte lengths are in network byte order, and the key follows the length.
FrameHeader decodeHeader(const std::uint8_t *data) noexcept
{
    FrameHeader header;
    header.first = data[0];
    header.second = data[1];
    const std::uint8_t *p = data + 2;
    switch (header.lengthForm()) {
    case LengthForm::Bits7:
        header.declared = header.length7();
        break;
    case LengthForm::Bits16:
        header.declared = static_cast<std::uint64_t>(p[0]) << 8 | p[1];
        p += 2;
        break;
    case LengthForm::Bits64:
        for (int i = 0; i < 8; ++i)
            header.declared = header.declared << 8 | p[i];
        p += 8;
        break;
    }
    if (header.masked())
        std::copy_n(p, header.key.size(), header.key.begin());
    return header;
}

std::size_t encodeHeader(const FrameHeader &header, std::uint8_t *out) noexcept
{
    std::uint8_t *p = out;
    *p++ = header.first;
    *p++ = header.second;
    const unsigned octets = header.lengthForm() == LengthForm::Bits64   ? 8
                            : header.lengthForm() == LengthForm::Bits16 ? 2
                                                                        : 0;
    for (unsigned i = octets; i > 0; --i)
        *p++ = static_cast<std::uint8_t>(header.declared >> (8 * (i - 1)));
    if (header.masked())
        p = std::copy(header.key.begin(), header.key.end(), p);
    return static_cast<std::size_t>(p - out);
}

} // namespace framescope::ws
