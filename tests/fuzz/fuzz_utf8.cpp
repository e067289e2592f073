// The validator against a decoder that works out each character's number.

#include "core/ws/utf8validator.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

using namespace framescope;
using namespace framescope::ws;

namespace
{
struct Verdict {
    bool valid;
    std::uint64_t error;
    unsigned pending;
    bool operator==(const Verdict &) const = default;
};

/// Whether any continuation of `count` octets makes a character of `size` octets that is legal.
bool canBeLegal(std::uint32_t soFar, unsigned count, unsigned size)
{
    const unsigned shift = 6 * (size - count);
    const std::uint32_t low = soFar << shift;
    const std::uint32_t high = low | ((1u << shift) - 1);
    constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const std::uint32_t from = std::max(low, least[size]);
    const std::uint32_t to = std::min(high, 0x10FFFFu);
    return from <= to && !(from >= 0xD800 && to <= 0xDFFF);
}

Verdict decode(ByteView text)
{
    for (std::size_t at = 0; at < text.size();) {
        const std::uint8_t lead = text[at];
        const unsigned size = lead < 0x80   ? 1
                              : lead < 0xC0 ? 0
                              : lead < 0xE0 ? 2
                              : lead < 0xF0 ? 3
                              : lead < 0xF8 ? 4
                                            : 0;
        if (size == 0)
            return {false, at, 0};
        std::uint32_t value = size == 1 ? lead : lead & (0x7Fu >> size);
        if (size > 1 && !canBeLegal(value, 1, size))
            return {false, at, 0};
        for (unsigned k = 1; k < size; ++k) {
            if (at + k == text.size())
                return {true, 0, k};
            const std::uint8_t c = text[at + k];
            value = value << 6 | (c & 0x3F);
            if ((c & 0xC0) != 0x80 || !canBeLegal(value, k + 1, size))
                return {false, at + k, 0};
        }
        at += size;
    }
    return {true, 0, 0};
}

Verdict validate(ByteView text, std::size_t first, std::size_t size)
{
    Utf8Validator v;
    for (std::size_t at = 0, n = first; at < text.size(); at += n, n = size) {
        n = std::min(n, text.size() - at);
        const std::vector<std::uint8_t> piece(text.begin() + std::ptrdiff_t(at), text.begin() + std::ptrdiff_t(at + n));
        v.append(piece);
    }
    return {v.valid(), v.valid() ? 0 : v.errorOffset(), v.pending()};
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 2)
        return 0;
    // Long enough for the vector code: the input stands between runs of ASCII.
    std::vector<std::uint8_t> text(data[0], 'x');
    text.insert(text.end(), data + 2, data + size);
    text.insert(text.end(), data[1], 'y');
    for (const ByteView view : {ByteView(text), ByteView(data + 2, size - 2)}) {
        const Verdict expected = decode(view);
        const std::size_t cut = 1 + data[0] % 37;
        if (!(validate(view, view.size(), view.size()) == expected) || !(validate(view, 1, 1) == expected) ||
            !(validate(view, cut, view.size()) == expected) || !(validate(view, cut, cut) == expected))
            std::abort();
    }
    return 0;
}
