#pragma once

#include <QStringList>

#include <cstdint>
#include <span>

namespace framescope::filter
{

/// What the display filter can ask of a row. One line each in the table of fields.
enum class FieldId : std::uint8_t {
    FrameNumber,
    Time,
    Delta,
    Gap,
    Rtt,
    Direction,
    Connection,
    Address,
    Peer,
    Url,
    Kind,
    Status,
    Opcode,
    Fin,
    Rsv,
    Rsv1,
    Rsv2,
    Rsv3,
    Masked,
    Key,
    Length,
    Wire,
    Form,
    MessageNumber,
    MessageLength,
    MessageRatio,
    MessageType,
    MessageRequest,
    Payload,
    Text,
    Json,
    Decoder,
    Decoded, ///< and those that decoders name
    CloseCode,
    CloseReason,
    Finding,
    Severity,
    Event,
    Marked,
    Comment,
    Count
};

/// What a field's values are, and so what it can be compared with.
enum class ValueType : std::uint8_t {
    Number, ///< whole, from 0; 0x before hexadecimal digits
    Size,   ///< a number of bytes: also with B, bytes, kB, KiB, MB, MiB, GB, GiB
    Ratio,  ///< with a decimal point
    Flag,   ///< 0 or 1, or true or false; alone it asks for true
    Time,   ///< since the first row (ns, us, ms, s, min, h), or a time of day, or a date and time
    Span,   ///< a duration, with the same units; seconds without one
    Word,   ///< one of the field's words, or its number where it has numbers
    Octets, ///< hexadecimal digits, or a string in quotes
    String, ///< in quotes, or a word without spaces
    Json,   ///< of any type: a string, a number, true, false or null
};

/// "number of bytes": in English.
const char *typeName(ValueType type) noexcept;

/// A word that stands for a value.
struct FieldWord {
    const char *word;
    std::uint64_t value;
    const char *meaning; ///< "" where the word says it
};

/// One line of the table: the parser, completion, the help and docs/filter.md read the same line.
struct Field {
    FieldId id;
    const char *name;
    const char *aliases; ///< other names, separated by spaces; Wireshark's among them
    ValueType type;
    const char *meaning; ///< one English sentence without a full stop
    const char *example;
    std::span<const FieldWord> words{};
};

/// All fields in the order of the documentation; those that decoders name (core/decode) at the end.
std::span<const Field> fields() noexcept;
const Field &field(FieldId id) noexcept;
/// By name or alias, whatever its case; `json.` with a path is the field json. nullptr: there is none.
const Field *findField(QStringView name) noexcept;
/// Whether the name is one that a decoder gives to its values, "socketio.event".
bool isDecoderField(QStringView name) noexcept;
/// Whether a path of its own may stand in the name that a filter goes on with: json.$.a[0], cbor.$.a[0].
bool beginsPath(QStringView text) noexcept;
/// What was probably meant where a field's name should stand, the likeliest first: a whole test ("opcode == ping"), a
/// field, or a search for the word. Empty for an empty name.
QStringList nearestFields(QStringView name);
/// The same among the names of findings.
QString nearestFinding(QStringView name);
/// The same among a field's words.
QString nearestWord(const Field &field, QStringView word);

} // namespace framescope::filter
