#pragma once

#include "core/base/bytes.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

/// What the fuzz targets share: taking choices off the front of the input, and cutting a stream into pieces.
namespace framescope::fuzz
{

/// Ends the program when it does not hold, and says where: the fuzzer and the replay both count that as a find.
inline void require(bool holds, const char *file = __builtin_FILE(), int line = __builtin_LINE())
{
    if (holds)
        return;
    std::fprintf(stderr, "%s:%d does not hold\n", file, line);
    std::abort();
}

/// The fuzzer's octets: choices from the front, the rest is data.
class Input
{
public:
    Input(const std::uint8_t *data, std::size_t size) : m_rest(data, size) {}

    std::uint8_t octet()
    {
        if (m_rest.empty())
            return 0;
        const std::uint8_t value = m_rest.front();
        m_rest = m_rest.subspan(1);
        return value;
    }
    ByteView octets(std::size_t size)
    {
        const ByteView taken = m_rest.first(std::min(size, m_rest.size()));
        m_rest = m_rest.subspan(taken.size());
        return taken;
    }
    ByteView rest() const { return m_rest; }

private:
    ByteView m_rest;
};

/// Sizes of pieces, over and over: one octet says how many (0 to 7), then each octet is a size from 1.
inline std::vector<std::size_t> cutsFrom(Input &input)
{
    std::vector<std::size_t> cuts;
    for (const std::uint8_t octet : input.octets(input.octet() % 8))
        cuts.push_back(1 + std::size_t(octet));
    return cuts;
}

/// Calls `take` with the pieces of `stream`, each a copy of its own, so that reading beyond its end is seen. Without
/// cuts the stream is one piece. `take` says whether to go on.
template <typename Take> void inPieces(ByteView stream, const std::vector<std::size_t> &cuts, Take take)
{
    std::size_t turn = 0;
    while (!stream.empty()) {
        const std::size_t wanted = cuts.empty() ? stream.size() : cuts[turn++ % cuts.size()];
        const ByteView part = stream.first(std::min(wanted, stream.size()));
        const std::vector<std::uint8_t> piece(part.begin(), part.end());
        stream = stream.subspan(part.size());
        if (!take(ByteView(piece)))
            return;
    }
}

} // namespace framescope::fuzz
