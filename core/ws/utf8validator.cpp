#include "core/ws/utf8validator.h"

#include "core/ws/plaintext.h"

#include <simdjson.h>

#include <algorithm>

namespace framescope::ws
{

namespace
{
/// Under this many octets the call into the vector code costs more than it saves.
constexpr std::size_t smallSize = 256;
constexpr std::size_t tinySize = 32;
/// From here on it pays to begin the vector code where a line of the processor's cache begins: payloads and pieces of
/// them begin anywhere.
constexpr std::size_t alignSize = 2048;
constexpr std::size_t lineSize = 64;
/// How much is looked at again, octet by octet, to find the place of an error.
constexpr std::size_t blockSize = 65536;

/// Octets a character beginning with this octet has; 1 for octets that begin none.
constexpr unsigned lengthOf(std::uint8_t lead) noexcept
{
    return lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
}

/// Octets of a character that is cut off by the end: 0 to 3.
std::size_t cutOff(ByteView bytes) noexcept
{
    for (std::size_t k = 1; k <= 3 && k <= bytes.size(); ++k) {
        const std::uint8_t c = bytes[bytes.size() - k];
        if (c < 0x80)
            return 0;
        if (c >= 0xC0)
            return lengthOf(c) > k ? k : 0;
    }
    return 0;
}

/// RFC 3629 §4: which second octets may follow a lead.
constexpr bool mayFollow(std::uint8_t lead, std::uint8_t second) noexcept
{
    switch (lead) {
    case 0xE0:
        return second >= 0xA0 && second <= 0xBF; // else overlong
    case 0xED:
        return second >= 0x80 && second <= 0x9F; // else a surrogate
    case 0xF0:
        return second >= 0x90 && second <= 0xBF; // else overlong
    case 0xF4:
        return second >= 0x80 && second <= 0x8F; // else beyond U+10FFFF
    default:
        return second >= 0x80 && second <= 0xBF;
    }
}
} // namespace

bool Utf8Validator::append(ByteView bytes) noexcept
{
    if (!m_valid)
        return false;
    while (m_pending != 0 && !bytes.empty()) {
        if (!appendPlain(bytes.first(1)))
            return false;
        bytes = bytes.subspan(1);
    }
    if (bytes.size() < smallSize) {
        if (isPlainAscii(bytes)) {
            m_consumed += bytes.size();
            return true;
        }
        if (bytes.size() < tinySize)
            return appendPlain(bytes);
    }
    if (bytes.size() >= alignSize) {
        const std::size_t over = reinterpret_cast<std::uintptr_t>(bytes.data()) % lineSize;
        const std::size_t head = over == 0 ? 0 : lineSize - over;
        if (head > 0 && isPlainAscii(bytes.first(head))) {
            m_consumed += head;
            bytes = bytes.subspan(head);
        }
    }
    while (!bytes.empty()) {
        const ByteView block = bytes.first(std::min(blockSize, bytes.size()));
        const ByteView body = block.first(block.size() - cutOff(block));
        if (!simdjson::validate_utf8(reinterpret_cast<const char *>(body.data()), body.size()))
            return appendPlain(bytes); // fails in the block, or where the next one begins
        m_consumed += body.size();
        bytes = bytes.subspan(body.size());
        // What is left of the last block is the beginning of a character; its second octet may be wrong already.
        if (bytes.size() < 4)
            return appendPlain(bytes);
    }
    return true;
}

void Utf8Validator::appendAscii(std::size_t size) noexcept
{
    if (m_valid)
        m_consumed += size;
}

bool Utf8Validator::appendPlain(ByteView bytes) noexcept
{
    for (const std::uint8_t c : bytes) {
        bool legal;
        if (m_pending == 0) {
            // RFC 3629 §4: C0, C1 and F5 to FF begin no character, 80 to BF only continue one.
            legal = c < 0x80 || (c >= 0xC2 && c <= 0xF4);
        } else {
            legal = m_pending == 1 ? mayFollow(m_carry[0], c) : (c & 0xC0) == 0x80;
        }
        if (!legal) {
            m_valid = false;
            m_errorOffset = m_consumed;
            m_pending = 0;
            return false;
        }
        ++m_consumed;
        m_carry[m_pending++] = c;
        if (m_pending == lengthOf(m_carry[0]))
            m_pending = 0;
    }
    return true;
}

} // namespace framescope::ws
