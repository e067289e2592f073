#pragma once

#include "core/base/bytes.h"

#include <QString>

namespace framescope::decode
{

/// Octets (1 to 4) of the well-formed UTF-8 character that begins at `at` (RFC 3629 §4), or 0 when there is none.
/// `at` must be below bytes.size().
std::size_t utf8CharacterAt(ByteView bytes, std::size_t at) noexcept;

/// The first octet that cannot be, counted from the start of `bytes`, where no character begins at `at`: the one RFC
/// 6455 §8.1 lets a receiver fail at. `at` itself when the text just ends inside the character.
std::size_t utf8ErrorAt(ByteView bytes, std::size_t at) noexcept;

/// What the bytes say, as QString::fromUtf8() reads them; but a byte order mark they begin with is a character like any
/// other.
QString utf8Text(QByteArrayView bytes);
inline QString utf8Text(ByteView bytes) { return utf8Text(qbyteView(bytes)); }

} // namespace framescope::decode
