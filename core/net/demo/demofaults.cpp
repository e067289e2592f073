#include "core/net/demo/demofaults.h"

#include "core/net/demo/demodeflate.h"
#include "core/ws/findings.h"
#include "core/ws/framewriter.h"

namespace framescope::net
{
namespace
{
using ws::FindingId;
using ws::LengthForm;
using ws::Opcode;
using Then = DemoFault::Then;

QByteArray frame(const ws::FrameFields &fields, const QByteArray &payload)
{
    QByteArray octets;
    ws::writeFrame(fields, byteView(payload), octets);
    return octets;
}

QByteArray frame(Opcode opcode, const QByteArray &payload, bool fin = true)
{
    ws::FrameFields fields;
    fields.opcode = opcode;
    fields.fin = fin;
    return frame(fields, payload);
}

QByteArray withRsv(std::uint8_t rsv, const QByteArray &payload)
{
    ws::FrameFields fields;
    fields.rsv = rsv;
    return frame(fields, payload);
}

/// With permessage-deflate agreed RSV1 means something on text and binary frames.
QByteArray reservedWithRsv1(const QByteArray &payload)
{
    ws::FrameFields fields;
    fields.opcode = Opcode(0x3);
    fields.rsv = 4;
    return frame(fields, payload);
}

QByteArray withForm(LengthForm form, const QByteArray &payload)
{
    ws::FrameFields fields;
    fields.form = form;
    return frame(fields, payload);
}

QByteArray withKey(const ws::MaskKey &key, const QByteArray &payload)
{
    ws::FrameFields fields;
    fields.key = key;
    return frame(fields, payload);
}

QByteArray declaring(std::uint64_t length, const QByteArray &payload)
{
    ws::FrameFields fields;
    fields.declared = length;
    return frame(fields, payload);
}

QByteArray closing(std::uint16_t code, const QByteArray &reason)
{
    return frame(Opcode::Close, ws::closePayload(code, reason));
}
} // namespace

QString DemoFault::name() const
{
    const auto text = ws::info(finding).name;
    return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
}

std::vector<DemoFault> makeDemoFaults()
{
    const QByteArray topBit = QByteArray::fromHex("817f8000000000000005") + "no boundary can be known from here on";
    std::vector<DemoFault> faults = {
        {FindingId::FrameOpcodeReserved, frame(Opcode(0x3), "opcode 3")},
        {FindingId::FrameRsv1, reservedWithRsv1("RSV1 where no extension has it")},
        {FindingId::FrameRsv2, withRsv(2, "RSV2 without an extension")},
        {FindingId::FrameRsv3, withRsv(1, "RSV3 without an extension")},
        {FindingId::FrameLengthNonMinimal, withForm(LengthForm::Bits16, "a short text with a long length")},
        {FindingId::FrameLengthMsb, topBit, Then::EndTcp},
        {FindingId::FrameMaskServer, withKey({0x37, 0xfa, 0x21, 0x3d}, "masked by a server")},
        {FindingId::FrameMaskWeak, withKey({0, 0, 0, 0}, "masked with zeros")},
        {FindingId::FrameControlFragmented, frame(Opcode::Ping, "half a ping", false)},
        {FindingId::FrameControlTooLong, frame(Opcode::Ping, QByteArray(126, 'p'))},
        {FindingId::FrameTruncated, declaring(100, "ten bytes"), Then::EndTcp},
        {FindingId::FrameHeaderTruncated, QByteArray::fromHex("817e01"), Then::EndTcp},
        {FindingId::MsgOrphan, frame(Opcode::Continuation, "a continuation of nothing")},
        {FindingId::MsgInterleaved, frame(Opcode::Text, "first, ", false) + frame(Opcode::Text, "second")},
        {FindingId::MsgUnfinished, frame(Opcode::Text, "to be continued", false), Then::EndTcp},
        {FindingId::MsgUtf8, frame(Opcode::Text, "overlong: \xC0\xAF")},
        {FindingId::MsgUtf8Truncated, frame(Opcode::Text, "cut: \xF0\x9F\x91")},
        {FindingId::MsgTextOdd, frame(Opcode::Text, "a noncharacter: \xEF\xBF\xBF")},
        {FindingId::CloseLength, frame(Opcode::Close, "\x03"), Then::Close},
        {FindingId::CloseCode, closing(1005, "1005 must not be sent"), Then::Close},
        {FindingId::CloseNoStatus, frame(Opcode::Close, {}), Then::Close},
        {FindingId::CloseReasonUtf8, closing(1000, "bad \xFF"), Then::Close},
        {FindingId::AfterClose, closing(1000, "last words") + frame(Opcode::Text, "and one more"), Then::Close},
        {FindingId::CloseEchoDiffers, {}, Then::SpoilCloseAnswer},
        {FindingId::PongUnsolicited, frame(Opcode::Pong, "nobody asked")},
        {FindingId::PongMismatch, {}, Then::SpoilPong},
        {FindingId::TcpReset, frame(Opcode::Text, "a reset follows"), Then::Reset},
        {FindingId::TcpEndWithoutClose, frame(Opcode::Text, "the end follows"), Then::EndTcp},
    };
    for (DemoFault &fault : makeDeflateFaults())
        faults.push_back(std::move(fault));
    return faults;
}

} // namespace framescope::net
