#pragma once

#include "core/base/ids.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace framescope::ws
{

enum class Severity : std::uint8_t {
    None = 0,    ///< nothing to say
    Info = 1,    ///< legal and worth knowing
    Warning = 2, ///< legal, and unwise; or broken by us on purpose
    Error = 3,   ///< a rule of an RFC is broken
};

/// What Rule B of a finding says about the octets after it.
enum class Effect : std::uint8_t {
    Marked, ///< frame boundaries are still known, parsing goes on
    Opaque, ///< the message cannot be decoded, frames go on
    Lost,   ///< framing is gone, the rest of the stream is raw octets
};

/// What a finding is about; the table and its documentation are ordered by it.
enum class Group : std::uint8_t {
    Handshake,
    Frames,
    Messages,
    Compression,
    Close,
    PingPong,
    Tcp, ///< and the names that lead to an address
    TimeLimits,
    Proxy,
    Tls,
};

/// Stable numbers; the text id ("frame.rsv1") is in the table. New ones go to the end of their group, here and there.
enum class FindingId : std::uint16_t;

/// A broken rule: which, where in the stream, which bits, and the number that matters.
struct Finding {
    FindingId id{};
    std::uint16_t firstBit =
        0; ///< bit within the octet at `offset`, 0 is the most significant (as RFC 6455 §5.2 draws)
    std::uint16_t bitCount = 0; ///< 0 when the finding is about no single field
    StreamOffset offset;        ///< first octet the finding is about
    std::uint64_t value = 0;    ///< what the table's text names as %1: an opcode, a close code, a length, an offset

    bool operator==(const Finding &) const = default;
};

/// One line of the table of findings. Code, panes, filter, docs and translation read the same line.
struct FindingInfo {
    FindingId id;
    std::string_view name; ///< "frame.rsv1": stable, written to JSON
    Group group;
    Severity severity;
    Effect effect;
    std::uint16_t closeCode;  ///< what a conforming receiver fails the connection with; 0 when it need not
    std::string_view section; ///< "RFC 6455 §5.2", empty where no RFC speaks
    std::string_view text;    ///< one English sentence, %1 stands for Finding::value; for people, translated in ui
    /// One to three plain English sentences: what it means, why it happens, what to do.
    std::string_view explanation;
};

const FindingInfo &info(FindingId id) noexcept;
std::span<const FindingInfo> allFindings() noexcept;
/// The line with this name, or nullptr.
const FindingInfo *findFinding(std::string_view name) noexcept;
/// "Opening handshake": English, as a heading.
std::string_view groupTitle(Group group) noexcept;

} // namespace framescope::ws
