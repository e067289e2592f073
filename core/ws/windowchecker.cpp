#include "core/ws/windowchecker.h"

#include <algorithm>

namespace framescope::ws
{

namespace
{
// RFC 1951 §3.2.5
constexpr std::array<std::uint16_t, 29> lengthBase = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                                      31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
constexpr std::array<std::uint8_t, 29> lengthExtra = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                                      2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
constexpr std::array<std::uint16_t, 30> distanceBase = {1,    2,    3,    4,    5,    7,    9,    13,    17,    25,
                                                        33,   49,   65,   97,   129,  193,  257,  385,   513,   769,
                                                        1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
constexpr std::array<std::uint8_t, 30> distanceExtra = {0, 0, 0, 0, 1, 1, 2, 2,  3,  3,  4,  4,  5,  5,  6,
                                                        6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13};
// RFC 1951 §3.2.7
constexpr std::array<std::uint8_t, 19> codeOrder = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
constexpr int endOfBlock = 256;
} // namespace

void WindowChecker::Code::build(const std::uint8_t *lengths, unsigned size) noexcept
{
    counts.fill(0);
    for (unsigned i = 0; i < size; ++i)
        ++counts[lengths[i]];
    std::array<std::uint16_t, 17> offsets{};
    for (unsigned length = 1; length < 16; ++length)
        offsets[length + 1] = static_cast<std::uint16_t>(offsets[length] + counts[length]);
    for (unsigned i = 0; i < size; ++i) {
        if (lengths[i] != 0)
            symbols[offsets[lengths[i]]++] = static_cast<std::uint16_t>(i);
    }
    counts[0] = 0;
}

std::uint32_t WindowChecker::Bits::take(unsigned n) noexcept
{
    if (n > count) {
        missing = true;
        return 0;
    }
    const auto value = static_cast<std::uint32_t>(hold & ((std::uint64_t(1) << n) - 1));
    hold >>= n;
    count -= n;
    return value;
}

int WindowChecker::Bits::symbol(const Code &code) noexcept
{
    // RFC 1951 §3.1.1: Huffman codes are packed from their most significant bit.
    int value = 0;
    int first = 0;
    int index = 0;
    for (unsigned length = 1; length < 16; ++length) {
        value |= static_cast<int>(take(1));
        if (missing)
            return -1;
        const int here = code.counts[length];
        if (value - first < here)
            return code.symbols[static_cast<std::size_t>(index + value - first)];
        index += here;
        first = (first + here) << 1;
        value <<= 1;
    }
    return -1;
}

void WindowChecker::begin() noexcept
{
    m_state = State::Block;
    m_hold = 0;
    m_count = 0;
    m_size = 0;
    m_found = false;
}

bool WindowChecker::take(ByteView octets) noexcept
{
    const bool before = m_found;
    while (m_state != State::Done && !octets.empty()) {
        if (m_state == State::Stored && m_count == 0) {
            const auto part = static_cast<std::uint32_t>(std::min<std::size_t>(octets.size(), m_stored));
            m_size += part;
            m_stored -= part;
            octets = octets.subspan(part);
            if (m_stored == 0)
                m_state = State::Block; // final or not: it ends with an octet
            continue;
        }
        // The longest step, a length with its distance, has 48 bits.
        m_hold |= std::uint64_t(octets.front()) << m_count;
        m_count += 8;
        octets = octets.subspan(1);
        while (step()) {
        }
    }
    return m_found && !before;
}

bool WindowChecker::step() noexcept
{
    Bits bits{m_hold, m_count};
    bool good = true;
    switch (m_state) {
    case State::Block: {
        const std::uint32_t header = bits.take(3);
        if (bits.missing)
            return false;
        m_final = (header & 1) != 0;
        beginBlock(header >> 1);
        break;
    }
    case State::StoredSize: {
        bits.take(bits.count % 8);
        const std::uint32_t size = bits.take(16);
        bits.take(16);
        if (bits.missing)
            return false;
        m_stored = size;
        m_state = size != 0 ? State::Stored : State::Block;
        break;
    }
    case State::Stored:
        return false; // no bits are held: a size ends with an octet
    case State::Sizes:
        m_literalSizes = bits.take(5) + 257;
        m_distanceSizes = bits.take(5) + 1;
        m_codeSizes = bits.take(4) + 4;
        m_lengths.fill(0);
        m_next = 0;
        if (!bits.missing)
            m_state = State::CodeLengths;
        break;
    case State::CodeLengths: {
        const std::uint32_t length = bits.take(3);
        if (bits.missing)
            return false;
        m_lengths[codeOrder[m_next++]] = static_cast<std::uint8_t>(length);
        if (m_next == m_codeSizes) {
            m_literals.build(m_lengths.data(), static_cast<unsigned>(codeOrder.size()));
            m_next = 0;
            m_state = State::Lengths;
        }
        break;
    }
    case State::Lengths:
        good = stepLength(bits);
        break;
    case State::Symbols:
        good = stepSymbol(bits);
        break;
    case State::Done:
        return false;
    }
    if (bits.missing)
        return false;
    if (!good)
        m_state = State::Done;
    m_hold = bits.hold;
    m_count = bits.count;
    return true;
}

void WindowChecker::beginBlock(unsigned type) noexcept
{
    switch (type) {
    case 0:
        m_state = State::StoredSize;
        return;
    case 1: // RFC 1951 §3.2.6
        std::fill_n(m_lengths.begin(), 144, std::uint8_t(8));
        std::fill_n(m_lengths.begin() + 144, 112, std::uint8_t(9));
        std::fill_n(m_lengths.begin() + 256, 24, std::uint8_t(7));
        std::fill_n(m_lengths.begin() + 280, 8, std::uint8_t(8));
        m_literals.build(m_lengths.data(), 288);
        std::fill_n(m_lengths.begin(), 30, std::uint8_t(5));
        m_distances.build(m_lengths.data(), 30);
        m_state = State::Symbols;
        return;
    case 2:
        m_state = State::Sizes;
        return;
    default:
        m_state = State::Done;
        return;
    }
}

bool WindowChecker::stepLength(Bits &bits) noexcept
{
    const int symbol = bits.symbol(m_literals);
    if (bits.missing || symbol < 0)
        return false;
    const unsigned all = m_literalSizes + m_distanceSizes;
    std::uint8_t length = 0;
    unsigned times = 1;
    // RFC 1951 §3.2.7: 16 repeats the length before, 17 and 18 repeat 0.
    if (symbol < 16) {
        length = static_cast<std::uint8_t>(symbol);
    } else if (symbol == 16) {
        times = 3 + bits.take(2);
        if (m_next == 0)
            return false;
        length = m_lengths[m_next - 1];
    } else {
        times = symbol == 17 ? 3 + bits.take(3) : 11 + bits.take(7);
    }
    if (bits.missing || times > all - m_next)
        return false;
    std::fill_n(m_lengths.begin() + m_next, times, length);
    m_next += times;
    if (m_next == all) {
        m_literals.build(m_lengths.data(), std::min(m_literalSizes, 288u));
        m_distances.build(m_lengths.data() + m_literalSizes, m_distanceSizes);
        m_state = State::Symbols;
    }
    return true;
}

bool WindowChecker::stepSymbol(Bits &bits) noexcept
{
    const int symbol = bits.symbol(m_literals);
    if (bits.missing || symbol < 0)
        return false;
    if (symbol < endOfBlock) {
        ++m_size;
        return true;
    }
    if (symbol == endOfBlock) {
        // BFINAL does not end a message (RFC 7692 §7.2.3.4), but what follows begins with an octet.
        if (m_final)
            bits.take(bits.count % 8);
        m_state = State::Block;
        return true;
    }
    const auto lengthCode = static_cast<std::size_t>(symbol - endOfBlock - 1);
    if (lengthCode >= lengthBase.size())
        return false;
    const std::uint32_t length = lengthBase[lengthCode] + bits.take(lengthExtra[lengthCode]);
    const int distanceSymbol = bits.symbol(m_distances);
    if (bits.missing || distanceSymbol < 0 || distanceSymbol >= int(distanceBase.size()))
        return false;
    const auto distanceCode = static_cast<std::size_t>(distanceSymbol);
    const std::uint32_t distance = distanceBase[distanceCode] + bits.take(distanceExtra[distanceCode]);
    if (bits.missing)
        return false;
    if (distance > m_window) {
        m_found = true;
        return false;
    }
    m_size += length;
    return true;
}

} // namespace framescope::ws
