#include "core/net/demo/demodeflate.h"

#include "core/ws/deflater.h"
#include "core/ws/findings.h"
#include "core/ws/framewriter.h"

#include <QList>

namespace framescope::net
{
namespace
{
using ws::FindingId;
using ws::Opcode;
using Then = DemoFault::Then;
using Needs = DemoFault::Needs;

QByteArray frame(Opcode opcode, std::uint8_t rsv, const QByteArray &payload, bool fin = true)
{
    ws::FrameFields fields;
    fields.opcode = opcode;
    fields.rsv = rsv;
    fields.fin = fin;
    QByteArray octets;
    ws::writeFrame(fields, byteView(payload), octets);
    return octets;
}

constexpr std::uint8_t rsv1 = 4;

/// A compressed message in one frame.
QByteArray whole(const QByteArray &payload) { return frame(Opcode::Text, rsv1, payload); }

/// These messages one after the other, each referring to those before it.
QList<QByteArray> compressed(const QList<QByteArray> &messages)
{
    ws::Deflater deflater({}, 9);
    QList<QByteArray> payloads;
    for (const QByteArray &message : messages) {
        QByteArray payload;
        deflater.compress(byteView(message), payload);
        payloads += payload;
    }
    return payloads;
}

/// Text in which nothing repeats for long, so that it cannot be referred to.
QByteArray noise(qsizetype size)
{
    QByteArray text;
    std::uint32_t state = 1;
    while (text.size() < size) {
        state = state * 1664525 + 1013904223;
        text += static_cast<char>('!' + (state >> 24) % 90);
    }
    return text;
}

/// Begins and ends with the same words, farther apart than the agreed window.
QByteArray beyondTheWindow()
{
    const QByteArray words = "these words come back after a long while, and are referred to all the same";
    return whole(compressed({words + noise(2 << demoWindowBits) + words}).first());
}

QByteArray beyondTheMessage()
{
    const QByteArray words = "the second of these two messages refers to the first";
    const QList<QByteArray> payloads = compressed({words, words});
    return whole(payloads[0]) + whole(payloads[1]);
}

QByteArray cutShort()
{
    const QByteArray payload = compressed({"the end of this message is missing: " + noise(200)}).first();
    return whole(payload.first(payload.size() / 2));
}

/// More than a thousand times its size, and more than any message is forgiven.
QByteArray bomb()
{
    static const QByteArray payload = compressed({QByteArray(8 << 20, '0')}).first();
    return whole(payload);
}
} // namespace

std::vector<DemoFault> makeDeflateFaults()
{
    const QByteArray split = compressed({"RSV1 on both halves"}).first();
    // RFC 1951 §3.2.3: block type 3 is reserved.
    const QByteArray garbage = whole(QByteArray::fromHex("fffefdfc"));
    return {
        {FindingId::FrameRsv1Control, frame(Opcode::Ping, rsv1, "compressed?"), Then::GoOn, Needs::Deflate},
        {FindingId::DeflateRsv1Continuation,
         frame(Opcode::Text, rsv1, split.first(5), false) + frame(Opcode::Continuation, rsv1, split.sliced(5)),
         Then::GoOn, Needs::Deflate},
        {FindingId::DeflateWindow, beyondTheWindow(), Then::GoOn, Needs::Deflate},
        {FindingId::DeflateContext, beyondTheMessage(), Then::GoOn, Needs::NoTakeover},
        {FindingId::DeflateTruncated, cutShort(), Then::LoseContext, Needs::Deflate},
        {FindingId::DeflateLimit, bomb(), Then::LoseContext, Needs::Deflate},
        {FindingId::DeflateData, garbage, Then::LoseContext, Needs::Deflate},
        {FindingId::DeflateUnknown, garbage + whole(compressed({"what does this refer to?"}).first()),
         Then::LoseContext, Needs::Takeover},
    };
}

} // namespace framescope::net
