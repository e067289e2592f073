#include "core/filter/headertext.h"

#include "core/capture/event.h"

#include <QJsonDocument>

namespace framescope::filter
{

namespace
{
/// No head is longer (http::HeadParser::maxSize).
constexpr std::uint64_t maxHead = 1u << 20;
/// A control frame's payload has at most 125 octets (RFC 6455 §5.5); what breaks that rule is read so far.
constexpr std::uint64_t maxClose = 125;
constexpr qsizetype codeSize = 2;

const char *nameOf(ws::Opcode opcode) noexcept
{
    switch (opcode) {
    case ws::Opcode::Continuation:
        return "continuation";
    case ws::Opcode::Text:
        return "text";
    case ws::Opcode::Binary:
        return "binary";
    case ws::Opcode::Close:
        return "close";
    case ws::Opcode::Ping:
        return "ping";
    case ws::Opcode::Pong:
        return "pong";
    }
    return nullptr;
}

Result<QByteArray> frameText(const RowAsked &asked, const capture::RowRecord &record)
{
    QByteArray text = "opcode ";
    if (const char *const name = nameOf(record.opcode()))
        text += name;
    else
        text += "0x" + QByteArray::number(static_cast<int>(record.opcode()), 16);
    text += record.fin() ? " fin 1" : " fin 0";
    text += " rsv " + QByteArray::number(static_cast<int>(record.rsv()));
    text += record.masked() ? " masked 1" : " masked 0";
    if (record.masked()) {
        const Result<ws::FrameHeader> header = asked.reader.storedHeader(asked.row);
        if (!header)
            return header.error();
        text += " key " + toByteArray(ByteView(header->key)).toHex();
    }
    text += " length " + QByteArray::number(static_cast<quint64>(record.length()));
    if (record.opcode() != ws::Opcode::Close)
        return text;
    const Result<QByteArray> payload = asked.reader.payload(asked.row, 0, maxClose);
    if (!payload)
        return payload.error();
    if (payload->size() < codeSize)
        return text;
    const ByteView octets = byteView(*payload);
    text += " close.code " + QByteArray::number(octets[0] << 8 | octets[1]);
    if (payload->size() > codeSize)
        text += " close.reason " + payload->mid(codeSize);
    return text;
}
} // namespace

Result<QByteArray> headerText(const RowAsked &asked)
{
    const capture::RowRecord &record = asked.capture.row(asked.row);
    switch (record.kind()) {
    case capture::RowKind::HandshakeRequest:
    case capture::RowKind::HandshakeResponse:
        return asked.reader.wire(asked.row, 0, maxHead);
    case capture::RowKind::Frame:
        return frameText(asked, record);
    case capture::RowKind::Event: {
        const capture::Event event = asked.reader.event(asked.row);
        return capture::eventName(event.kind).toUtf8() + ' ' +
               QJsonDocument(event.details).toJson(QJsonDocument::Compact);
    }
    case capture::RowKind::Raw:
        break;
    }
    return QByteArray();
}

Result<QByteArray> headerOctets(const RowAsked &asked)
{
    const capture::RowRecord &record = asked.capture.row(asked.row);
    if (record.isFrame())
        return asked.reader.wire(asked.row, 0, record.headerSize());
    if (record.kind() == capture::RowKind::HandshakeRequest || record.kind() == capture::RowKind::HandshakeResponse)
        return asked.reader.wire(asked.row, 0, maxHead);
    return QByteArray();
}

} // namespace framescope::filter
