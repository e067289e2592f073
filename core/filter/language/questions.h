#pragma once

#include "core/filter/language/comparison.h"

namespace framescope::filter
{

/// Tests of fields that the index does not hold. A row without the field never passes. Where more than 16 MiB would
/// have to be looked at in one row, or a regular expression takes too long, the answer stays undecided.

/// message.length and close.code, from `low` to `high`.
RowTest numberQuestion(FieldId field, std::uint64_t low, std::uint64_t high);
/// marked.
RowTest markQuestion(bool marked);
/// gap and rtt: nanoseconds from `low` to `high`.
RowTest spanQuestion(FieldId field, std::uint64_t low, std::uint64_t high);
/// message.ratio.
RowTest ratioQuestion(FieldId field, FilterToken::Type op, double value);
/// payload and key, or a part of them; End asks whether that part is there. Less and greater go by the octets' order.
RowTest octetQuestion(FieldId field, const std::optional<OctetSlice> &slice, FilterToken::Type op,
                      const QByteArray &value);
/// text, close.reason, finding and comment: Equal, NotEqual, Contains; End asks whether there is any.
RowTest textQuestion(FieldId field, FilterToken::Type op, const QByteArray &value);
/// A regular expression on what has text. Errors: it is none; says where.
Result<RowTest> matchQuestion(const Operand &operand, const QString &pattern);
/// message.type and message.request: Equal, NotEqual, Contains, and Matches with a regular expression; End asks whether
/// there is one. Errors: it is no regular expression.
Result<RowTest> typeQuestion(FieldId field, FilterToken::Type op, const QString &value);
/// A value of a payload that is JSON; `path` as it was written, json.$.user.id. Of several values one has to pass, and
/// for NotEqual all. With Matches the value is a regular expression. `upTo`: the end of a range that begins at `value`,
/// with GreaterEqual; one value has to lie in it.
Compared jsonQuestion(const QString &path, FilterToken::Type op, const QByteArray &value, bool isString,
                      const QByteArray &upTo = {});
/// What a decoder reads: its name (decoder), a value that it names (socketio.event), or one in its tree
/// (decoded.$.user.id; cbor.$.user.id whatever recognises the payload). Otherwise as jsonQuestion().
Compared decodedQuestion(const QString &name, FilterToken::Type op, const QByteArray &value, bool isString,
                         const QByteArray &upTo = {});

} // namespace framescope::filter
