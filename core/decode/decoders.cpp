#include "core/decode/decoder.h"

#include <algorithm>
#include <array>

/// A line here is all that is needed beside the decoder's own file, which defines `const Decoder &xDecoder()`.
#define FRAMESCOPE_DECODERS(decoder)                                                                                   \
    decoder(text) decoder(json) decoder(cbor) decoder(messagePack) decoder(protobuf) decoder(socketIo)

namespace framescope::decode
{

#define FRAMESCOPE_DECLARE(name) const Decoder &name##Decoder();
FRAMESCOPE_DECODERS(FRAMESCOPE_DECLARE)
#undef FRAMESCOPE_DECLARE

std::span<const Decoder *const> decoders() noexcept
{
#define FRAMESCOPE_LIST(name) &name##Decoder(),
    static const std::array all{FRAMESCOPE_DECODERS(FRAMESCOPE_LIST)};
#undef FRAMESCOPE_LIST
    return all;
}

const Decoder *findDecoder(QStringView id) noexcept
{
    for (const Decoder *each : decoders()) {
        if (id.compare(QLatin1String(each->id()), Qt::CaseInsensitive) == 0)
            return each;
    }
    return nullptr;
}

Detected detect(const Payload &payload)
{
    Detected best;
    for (const Decoder *each : decoders()) {
        const Confidence sure = each->detect(payload);
        if (sure > best.confidence)
            best = {each, sure};
    }
    return best;
}

QString summaryOf(const Payload &payload, qsizetype width, const Decoder *chosen)
{
    if (payload.octets.empty())
        return {};
    if (chosen != nullptr)
        return chosen->summarises() ? chosen->summary(payload, width) : QString();
    Confidence sure = confidence::none;
    for (const Decoder *each : decoders()) {
        if (each->summarises())
            sure = std::max(sure, each->detect(payload));
    }
    if (sure < confidence::place)
        return {};
    // Another may be surer still, JSON by its subprotocol.
    const Decoder *surest = detect(payload).decoder;
    return surest->summarises() ? surest->summary(payload, width) : QString();
}

QString Decoder::summary(const Payload &payload, qsizetype width) const
{
    const DecodedTree tree = decode(payload, {64, std::max<qsizetype>(1, width), {}});
    if (tree.nodes().empty())
        return {};
    return QLatin1String(name()) + u' ' + inOneLine(tree, 0, width);
}

DecodedTree Decoder::decode(const Payload &payload, const DecodeLimits &limits) const
{
    TreeBuilder builder(limits);
    if (!payload.octets.empty())
        build(payload, builder);
    return builder.take();
}

} // namespace framescope::decode
