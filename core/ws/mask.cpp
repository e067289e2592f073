#include "core/ws/mask.h"

#include "core/ws/vectorised.h"

#include <bit>
#include <cstring>

namespace framescope::ws
{

namespace
{
/// Eight octets of key, beginning with the one for `phase`, in memory order.
std::uint64_t keyWord(const MaskKey &key, std::uint64_t phase) noexcept
{
    std::uint32_t half;
    std::memcpy(&half, key.data(), sizeof half);
    const int turn = static_cast<int>(8 * (phase & 3));
    half = std::endian::native == std::endian::little ? std::rotr(half, turn) : std::rotl(half, turn);
    return static_cast<std::uint64_t>(half) << 32 | half;
}

/// The octets that do not fill a word. `done` is a multiple of 8, so the word's own order still holds.
void maskTail(const std::uint8_t *source, std::uint8_t *destination, std::size_t done, std::size_t size,
              std::uint64_t word) noexcept
{
    std::uint8_t octets[8];
    std::memcpy(octets, &word, sizeof word);
    for (std::size_t i = done; i < size; ++i)
        destination[i] = static_cast<std::uint8_t>(source[i] ^ octets[i & 7]);
}

FRAMESCOPE_VECTORISED void maskWords(const std::uint8_t *__restrict source, std::uint8_t *__restrict destination,
                                     std::size_t words, std::uint64_t key) noexcept
{
    for (std::size_t i = 0; i < words; ++i) {
        std::uint64_t word;
        std::memcpy(&word, source + 8 * i, sizeof word);
        word ^= key;
        std::memcpy(destination + 8 * i, &word, sizeof word);
    }
}

FRAMESCOPE_VECTORISED void maskWordsInPlace(std::uint8_t *bytes, std::size_t words, std::uint64_t key) noexcept
{
    for (std::size_t i = 0; i < words; ++i) {
        std::uint64_t word;
        std::memcpy(&word, bytes + 8 * i, sizeof word);
        word ^= key;
        std::memcpy(bytes + 8 * i, &word, sizeof word);
    }
}
} // namespace

void mask(const std::uint8_t *source, std::uint8_t *destination, std::size_t size, const MaskKey &key,
          std::uint64_t phase) noexcept
{
    const std::uint64_t word = keyWord(key, phase);
    if (source == destination)
        maskWordsInPlace(destination, size / 8, word);
    else
        maskWords(source, destination, size / 8, word);
    maskTail(source, destination, size & ~std::size_t(7), size, word);
}

void maskInPlace(std::span<std::uint8_t> bytes, const MaskKey &key, std::uint64_t phase) noexcept
{
    mask(bytes.data(), bytes.data(), bytes.size(), key, phase);
}

void maskPlain(std::span<std::uint8_t> bytes, const MaskKey &key, std::uint64_t phase) noexcept
{
    // RFC 6455 §5.3: transformed-octet-i = original-octet-i XOR masking-key-octet-j, j = i MOD 4
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::uint8_t>(bytes[i] ^ key[(phase + i) % 4]);
}

} // namespace framescope::ws
