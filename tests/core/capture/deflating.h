#pragma once

#include "core/ws/deflater.h"
#include "tests/core/capture/recording.h"

/// Compressed messages in captures of tests.
namespace framescope::test
{

inline QByteArray deflateRequest(const QByteArray &parameters = {})
{
    return requestHead().chopped(2) + "Sec-WebSocket-Extensions: permessage-deflate" + parameters + "\r\n\r\n";
}

inline QByteArray deflateResponse(const QByteArray &parameters = {})
{
    return responseHead().chopped(2) + "Sec-WebSocket-Extensions: permessage-deflate" + parameters + "\r\n\r\n";
}

/// A connection that agreed on permessage-deflate; both ends with context takeover, or none of them.
inline ConnectionId deflating(Recording &r, bool takeover = true)
{
    const QByteArray parameters =
        takeover ? QByteArray() : QByteArray("; server_no_context_takeover; client_no_context_takeover");
    const ConnectionId id = r.connect();
    r.out(id, deflateRequest(parameters));
    r.in(id, deflateResponse(parameters));
    return id;
}

inline QByteArray compressed(const QByteArray &message)
{
    QByteArray out;
    ws::Deflater(ws::DeflateSide{}).compress(byteView(message), out);
    return out;
}

/// A frame from the server with this first octet.
inline QByteArray rawFrame(std::uint8_t first, const QByteArray &payload)
{
    ws::FrameFields fields;
    fields.fin = (first & 0x80) != 0;
    fields.rsv = (first >> 4) & 7;
    fields.opcode = static_cast<ws::Opcode>(first & 0xF);
    QByteArray out;
    ws::writeFrame(fields, byteView(payload), out);
    return out;
}

inline QByteArray stateName(capture::Inflated::State state)
{
    static const char *const names[] = {"none",    "open",    "whole",   "truncated",
                                        "corrupt", "limited", "unknown", "unstored"};
    return names[static_cast<std::size_t>(state)];
}

/// What a reader says of the compressed message of a row: "whole 7 5 Hello", with wire octets, octets and text.
inline QByteArray inflatedOf(const capture::Capture &capture, std::uint64_t row)
{
    const capture::CaptureReader reader(capture);
    const capture::Inflated inflated = reader.inflated(RowIndex(row));
    QByteArray text = stateName(inflated.state) + ' ' + QByteArray::number(qulonglong(inflated.wire)) + ' ' +
                      QByteArray::number(qulonglong(inflated.size));
    if (inflated.state == capture::Inflated::State::Unknown)
        return text + " since " + QByteArray::number(qulonglong(inflated.unknownSince.value()));
    const auto octets = reader.inflatedPayload(RowIndex(row), 0, 1 << 20);
    return text + ' ' + (octets ? *octets : "error " + octets.error().message.toUtf8());
}

} // namespace framescope::test
