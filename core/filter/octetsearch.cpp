#include "core/filter/octetsearch.h"

#include <array>
#include <cstring>

namespace framescope::filter
{

namespace
{
/// Positions looked at in one step.
constexpr std::size_t stepSize = 64;

/// How common an octet is in JSON, prose and binary payloads, roughly: only the order matters.
constexpr std::array<std::uint8_t, 256> commonness()
{
    std::array<std::uint8_t, 256> rank{};
    for (std::size_t i = 0; i < 256; ++i)
        rank[i] = i < 0x20 ? 40 : i < 0x80 ? 60 : 30;
    for (std::size_t i = 'A'; i <= 'Z'; ++i)
        rank[i] = 90;
    for (std::size_t i = 'a'; i <= 'z'; ++i)
        rank[i] = 150;
    for (std::size_t i = '0'; i <= '9'; ++i)
        rank[i] = 200;
    constexpr char letters[] = "zqjxkvbywgpfmucdlhrsnioate"; // the rarest first
    std::uint8_t value = 120;
    for (const char c : letters) {
        if (c != 0)
            rank[static_cast<std::uint8_t>(c)] = value = static_cast<std::uint8_t>(value + 4);
    }
    for (const char c : {',', ':', '.', '-', '_', '{', '}'})
        rank[static_cast<std::uint8_t>(c)] = 210;
    rank[' '] = 230;
    rank['"'] = 255;
    rank['0'] = 240;
    rank[0x00] = 250;
    rank[0xFF] = 120;
    return rank;
}
constexpr std::array<std::uint8_t, 256> ranks = commonness();
} // namespace

OctetSearch::OctetSearch(QByteArray needle, Case letters)
    : m_needle(letters == Case::Ignored ? needle.toLower() : std::move(needle)), m_folds(letters == Case::Ignored)
{
    const ByteView octets = byteView(m_needle);
    for (std::size_t i = 1; i < octets.size(); ++i) {
        if (ranks[octets[i]] < ranks[octets[m_rare]])
            m_rare = i;
    }
    m_nextRare = m_rare == 0 && octets.size() > 1 ? 1 : 0;
    // Another place, and another octet where there is one: of "aaab" the pair is b and a, not a and a.
    for (std::size_t i = 0; i < octets.size(); ++i) {
        if (i != m_rare && octets[i] != octets[m_rare] &&
            (octets[m_nextRare] == octets[m_rare] || ranks[octets[i]] < ranks[octets[m_nextRare]]))
            m_nextRare = i;
    }
}

std::uint8_t OctetSearch::caseBit(std::size_t i) const noexcept
{
    const char c = m_needle[static_cast<qsizetype>(i)];
    return m_folds && c >= 'a' && c <= 'z' ? 0x20 : 0;
}

template <bool folds>
std::size_t OctetSearch::findPlain(const std::uint8_t *octets, std::size_t from, std::size_t end) const noexcept
{
    const auto *const needle = reinterpret_cast<const std::uint8_t *>(m_needle.constData());
    const std::uint8_t a = needle[m_rare];
    const std::uint8_t b = needle[m_nextRare];
    const std::uint8_t aCase = folds ? caseBit(m_rare) : 0;
    const std::uint8_t bCase = folds ? caseBit(m_nextRare) : 0;
    for (std::size_t i = from; i < end; ++i) {
        if ((octets[i + m_rare] | aCase) != a || (octets[i + m_nextRare] | bCase) != b)
            continue;
        if constexpr (!folds) {
            if (std::memcmp(octets + i, needle, size()) == 0)
                return i;
        } else {
            std::size_t k = 0;
            while (k < size() && (octets[i + k] | caseBit(k)) == needle[k])
                ++k;
            if (k == size())
                return i;
        }
    }
    return notFound;
}

std::size_t OctetSearch::find(ByteView octets, std::size_t from) const noexcept
{
    return m_folds ? findIn<true>(octets, from) : findIn<false>(octets, from);
}

template <bool folds> std::size_t OctetSearch::findIn(ByteView octets, std::size_t from) const noexcept
{
    if (from > octets.size() || octets.size() - from < size())
        return notFound;
    if (size() == 0)
        return from;
    const std::size_t end = octets.size() - size() + 1; // one past the last place it may begin at
    const std::uint8_t a = static_cast<std::uint8_t>(m_needle[static_cast<qsizetype>(m_rare)]);
    const std::uint8_t b = static_cast<std::uint8_t>(m_needle[static_cast<qsizetype>(m_nextRare)]);
    const std::uint8_t aCase = folds ? caseBit(m_rare) : 0;
    const std::uint8_t bCase = folds ? caseBit(m_nextRare) : 0;
    const std::uint8_t *const base = octets.data();
    std::size_t i = from;
    for (; end - i >= stepSize; i += stepSize) {
        // Without branches, so that the compiler makes vector code of it.
        const std::uint8_t *const first = base + i + m_rare;
        const std::uint8_t *const second = base + i + m_nextRare;
        std::uint8_t any = 0;
        for (std::size_t k = 0; k < stepSize; ++k) {
            if constexpr (folds)
                any = static_cast<std::uint8_t>(any | (((first[k] | aCase) == a) & ((second[k] | bCase) == b)));
            else
                any = static_cast<std::uint8_t>(any | ((first[k] == a) & (second[k] == b)));
        }
        if (any == 0) [[likely]]
            continue;
        if (const std::size_t found = findPlain<folds>(base, i, i + stepSize); found != notFound)
            return found;
    }
    return findPlain<folds>(base, i, end);
}

} // namespace framescope::filter
