#include "core/net/messagewriter.h"

#include "core/ws/closecode.h"
#include "core/ws/maskkey.h"

namespace framescope::net
{

ws::FrameFields ownFrame(ws::Opcode opcode, ws::Role role)
{
    ws::FrameFields fields;
    fields.opcode = opcode;
    // RFC 6455 §5.1: a client masks all frames, a server masks none.
    if (role == ws::Role::Client)
        fields.key = ws::makeMaskKey();
    return fields;
}

QByteArray controlFrame(ws::Opcode opcode, const QByteArray &payload, ws::Role role)
{
    QByteArray octets;
    ws::writeFrame(ownFrame(opcode, role), byteView(payload), octets);
    return octets;
}

QByteArray closeFrame(std::uint16_t code, const QByteArray &reason, ws::Role role)
{
    // RFC 6455 §5.5: a control frame's payload has at most 125 octets, two of which are the code.
    constexpr qsizetype maxReason = 123;
    qsizetype size = reason.size();
    if (size > maxReason) {
        size = maxReason;
        while (size > 0 && (static_cast<unsigned char>(reason[size]) & 0xC0) == 0x80)
            --size;
    }
    // RFC 6455 §7.4.1: 1005 must not be sent; it stands for a close frame without a code.
    QByteArray payload;
    if (code != ws::closecode::noStatus)
        payload = ws::closePayload(code, reason.first(size));
    return controlFrame(ws::Opcode::Close, payload, role);
}

void MessageWriter::agree(const ws::DeflateSide &side, const DeflateSettings &settings)
{
    m_deflater.reset();
    m_threshold = settings.threshold;
    if (settings.compress && ws::Deflater::possible(side.windowBits))
        m_deflater.emplace(side, settings.level);
}

void MessageWriter::forget()
{
    if (m_deflater)
        m_deflater->forget();
}

void MessageWriter::write(ws::Opcode opcode, ByteView data, QByteArray &out)
{
    ws::FrameFields fields = ownFrame(opcode, m_role);
    if (!m_deflater || ws::isControl(opcode) || data.size() < m_threshold) {
        ws::writeFrame(fields, data, out);
        return;
    }
    constexpr std::uint8_t rsv1 = 4;
    fields.rsv = rsv1; // RFC 7692 §6: the "Per-Message Compressed" bit
    ws::writeFrame(fields, byteView(compressed(data)), out);
}

QByteArray MessageWriter::compressed(ByteView data)
{
    QByteArray payload;
    m_deflater->compress(data, payload);
    return payload;
}

} // namespace framescope::net
