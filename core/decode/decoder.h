#pragma once

#include "core/decode/decodedtree.h"
#include "core/decode/payload.h"

#include <span>

namespace framescope::decode
{

/// How sure a decoder is that octets are its own, from 0 (they are not) to 100. Of several the surest is taken, of
/// equally sure ones the first in the list of decoders.
using Confidence = int;
namespace confidence
{
inline constexpr Confidence none = 0;
inline constexpr Confidence possible = 30; ///< they can be read so
inline constexpr Confidence likely = 50;   ///< and hardly otherwise
inline constexpr Confidence place = 75;    ///< where they came their own are common; from here on the summary takes the
                                           ///< place of the preview
inline constexpr Confidence strong = 80;   ///< they look like nothing else
inline constexpr Confidence told = 95;     ///< the subprotocol or the URL says so
} // namespace confidence

/// A value the display filter can ask for. The help, completion and docs/filter.md read the same line.
struct DecoderField {
    const char *name;    ///< "socketio.event"
    const char *meaning; ///< one English sentence without a full stop
    const char *example;
};

/// Reads payloads of one format. To add one: a file that defines it, a line in core/decode/decoders.cpp, a test.
/// Thread: any number at a time; it has no state.
class Decoder
{
public:
    virtual ~Decoder() = default;

    /// In settings and filters: lower case, without spaces; never changes.
    virtual const char *id() const noexcept = 0;
    /// For people; a proper name, so not translated.
    virtual const char *name() const noexcept = 0;
    virtual std::span<const DecoderField> fields() const noexcept { return {}; }

    /// By subprotocol, URL, and what the octets look like. Payload may hold the first thousand octets only. Cheap enough
    /// to be asked for each row that is painted.
    virtual Confidence detect(const Payload &payload) const = 0;
    /// false where the octets themselves are the best preview.
    virtual bool summarises() const noexcept { return true; }
    /// One line of at most about `width` characters for the Preview column, or empty. As cheap.
    virtual QString summary(const Payload &payload, qsizetype width) const;
    /// What the octets say, as far as they can be read; where they stop being what this reads, a Problem. Whatever the
    /// octets, memory and stack stay within the builder's limits.
    virtual void build(const Payload &payload, TreeBuilder &tree) const = 0;

    DecodedTree decode(const Payload &payload, const DecodeLimits &limits = {}) const;
};

/// All of them, in the order that they are offered.
std::span<const Decoder *const> decoders() noexcept;
/// By id; nullptr: there is none.
const Decoder *findDecoder(QStringView id) noexcept;
/// What automatic choice comes to.
struct Detected {
    const Decoder *decoder = nullptr; ///< nullptr: no decoder recognises the payload
    Confidence confidence = confidence::none;
};
Detected detect(const Payload &payload);
/// The summary by the decoder that was chosen for the connection, or by one that is sure enough to take the place of
/// what the octets look like; empty: there is none. For rows that are painted; most cost next to nothing.
QString summaryOf(const Payload &payload, qsizetype width, const Decoder *chosen = nullptr);

} // namespace framescope::decode
