#include "core/io/rowtext.h"

#include <iterator>

namespace framescope::io
{

namespace
{
/// The pictures of these characters (U+2400) are too small to read.
constexpr const char *controlNames[] = {"NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS",  "TAB", "LF",
                                        "VT",  "FF",  "CR",  "SO",  "SI",  "DLE", "DC1", "DC2", "DC3", "DC4", "NAK",
                                        "SYN", "ETB", "CAN", "EM",  "SUB", "ESC", "FS",  "GS",  "RS",  "US"};
static_assert(std::size(controlNames) == 0x20);

/// Characters that show nothing, change the direction or break the line, and so make text look like other text.
bool isInvisible(char32_t c) noexcept
{
    return (c >= 0x80 && c <= 0x9F)        // C1 controls
           || c == 0x00AD                  // soft hyphen
           || c == 0x034F                  // combining grapheme joiner
           || c == 0x061C                  // Arabic letter mark
           || c == 0x115F || c == 0x1160   // Hangul fillers
           || c == 0x180E                  // Mongolian vowel separator
           || (c >= 0x200B && c <= 0x200F) // zero width; left-to-right and right-to-left mark
           || (c >= 0x2028 && c <= 0x202E) // line and paragraph separator; bidi embeddings and overrides
           || (c >= 0x2060 && c <= 0x206F) // word joiner, invisible operators, bidi isolates
           || c == 0x3164 || c == 0xFFA0   // Hangul fillers
           || c == 0xFEFF                  // byte order mark
           || (c >= 0xFFF9 && c <= 0xFFFB) // interlinear annotation
           || (c >= 0xD800 && c <= 0xDFFF) // half a pair
           || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE // noncharacters
           || (c >= 0xE0000 && c <= 0xE0FFF); // tags and variation selectors beyond the first sixteen
}
} // namespace

QString visibleText(QStringView text)
{
    QString visible;
    visible.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        char32_t c = text[i].unicode();
        if (text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            c = QChar::surrogateToUcs4(text[i], text[i + 1]);
            ++i;
        }
        if (c < 0x20) {
            visible += QStringLiteral("⟨%1⟩").arg(QLatin1String(controlNames[c]));
        } else if (c == 0x7F) {
            visible += QStringLiteral("⟨DEL⟩");
        } else if (isInvisible(c)) {
            visible += QStringLiteral("⟨U+%1⟩").arg(
                QString::number(static_cast<uint>(c), 16).toUpper().rightJustified(4, QLatin1Char('0')));
        } else {
            visible += QChar::fromUcs4(c);
        }
    }
    return visible;
}

} // namespace framescope::io
