#include "core/decode/utf8.h"

#include "core/ws/utf8validator.h"

#include <algorithm>

namespace framescope::decode
{

std::size_t utf8CharacterAt(ByteView bytes, std::size_t at) noexcept
{
    const std::size_t left = bytes.size() - at;
    const std::uint8_t lead = bytes[at];
    const auto tail = [&](std::size_t i, std::uint8_t low = 0x80, std::uint8_t high = 0xBF) {
        return i < left && bytes[at + i] >= low && bytes[at + i] <= high;
    };
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return tail(1) ? 2 : 0;
    // RFC 3629 §4: E0 is followed by A0-BF (no overlong form), ED by 80-9F (no surrogates)
    if (lead >= 0xE0 && lead <= 0xEF) {
        const bool second = tail(1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
        return second && tail(2) ? 3 : 0;
    }
    // RFC 3629 §4: F0 is followed by 90-BF, F4 by 80-8F (nothing above U+10FFFF)
    if (lead >= 0xF0 && lead <= 0xF4) {
        const bool second = tail(1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
        return second && tail(2) && tail(3) ? 4 : 0;
    }
    return 0;
}

std::size_t utf8ErrorAt(ByteView bytes, std::size_t at) noexcept
{
    ws::Utf8Validator validator;
    const bool cut = validator.append(bytes.subspan(at, std::min<std::size_t>(4, bytes.size() - at)));
    return cut ? at : at + static_cast<std::size_t>(validator.errorOffset());
}

QString utf8Text(QByteArrayView bytes)
{
    const QString text = QString::fromUtf8(bytes);
    return bytes.startsWith("\xEF\xBB\xBF") ? QChar(0xFEFF) + text : text;
}

} // namespace framescope::decode
