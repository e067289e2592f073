#include "core/ws/mask.h"

#include "core/ws/block.h"

namespace framescope::ws
{

namespace
{
/// The octets that do not fill a word. `done` is a multiple of 8, so the word's own order still holds.
void maskTail(const std::uint8_t *source, std::uint8_t *destination, std::size_t done, std::size_t size,
              std::uint64_t word) noexcept
{
    std::uint8_t octets[8];
    std::memcpy(octets, &word, sizeof word);
    for (std::size_t i = done; i < size; ++i)
        destination[i] = static_cast<std::uint8_t>(source[i] ^ octets[i & 7]);
}

/// Four blocks a round keep loads and stores of a core busy; the source may be the destination.
std::size_t maskBlocks(const std::uint8_t *source, std::uint8_t *destination, std::size_t size, Block key) noexcept
{
    constexpr std::size_t step = 4 * Block::size;
    std::size_t done = 0;
    for (; size - done >= step; done += step) {
        const Block a = Block::load(source + done) ^ key;
        const Block b = Block::load(source + done + Block::size) ^ key;
        const Block c = Block::load(source + done + 2 * Block::size) ^ key;
        const Block d = Block::load(source + done + 3 * Block::size) ^ key;
        a.store(destination + done);
        b.store(destination + done + Block::size);
        c.store(destination + done + 2 * Block::size);
        d.store(destination + done + 3 * Block::size);
    }
    for (; size - done >= Block::size; done += Block::size)
        (Block::load(source + done) ^ key).store(destination + done);
    return done;
}
} // namespace

void mask(const std::uint8_t *source, std::uint8_t *destination, std::size_t size, const MaskKey &key,
          std::uint64_t phase) noexcept
{
    const std::uint64_t word = keyWord(key, phase);
    const std::size_t done = maskBlocks(source, destination, size, Block::of(word));
    maskTail(source, destination, done, size, word);
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
