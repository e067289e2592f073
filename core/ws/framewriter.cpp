#include "core/ws/framewriter.h"

#include "core/ws/mask.h"

#include <algorithm>

namespace framescope::ws
{

FrameHeader makeHeader(const FrameFields &fields, std::uint64_t payloadSize) noexcept
{
    const std::uint64_t length = fields.declared.value_or(payloadSize);
    FrameHeader header;
    header.first = static_cast<std::uint8_t>((fields.fin ? 0x80 : 0) | (fields.rsv & 0x7) << 4 |
                                             (static_cast<std::uint8_t>(fields.opcode) & 0xF));
    switch (fields.form.value_or(FrameHeader::minimalForm(length))) {
    case LengthForm::Bits7:
        header.declared = std::min<std::uint64_t>(length & 0x7F, 125);
        header.second = static_cast<std::uint8_t>(header.declared);
        break;
    case LengthForm::Bits16:
        header.declared = length & 0xFFFF;
        header.second = 126;
        break;
    case LengthForm::Bits64:
        header.declared = length;
        header.second = 127;
        break;
    }
    if (fields.key) {
        header.second |= 0x80;
        header.key = *fields.key;
    }
    return header;
}

void writeFrame(const FrameFields &fields, ByteView payload, QByteArray &out)
{
    const FrameHeader header = makeHeader(fields, payload.size());
    const qsizetype start = out.size();
    out.resize(start + static_cast<qsizetype>(header.size() + payload.size()));
    auto *p = reinterpret_cast<std::uint8_t *>(out.data()) + start;
    p += encodeHeader(header, p);
    if (fields.key)
        mask(payload.data(), p, payload.size(), *fields.key, 0);
    else
        std::copy(payload.begin(), payload.end(), p);
}

QByteArray closePayload(std::uint16_t code, QByteArrayView reason)
{
    // RFC 6455 §5.5.1: "a 2-byte unsigned integer (in network byte order)", then the reason.
    QByteArray payload;
    payload.reserve(2 + reason.size());
    payload.append(static_cast<char>(code >> 8));
    payload.append(static_cast<char>(code & 0xFF));
    payload.append(reason);
    return payload;
}

} // namespace framescope::ws
