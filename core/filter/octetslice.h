#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

namespace framescope::filter
{

/// A part of some octets, of which only the size is known.
struct OctetSlice {
    std::int64_t from = 0;              ///< negative: from the end
    std::optional<std::uint64_t> count; ///< without one: to the end

    struct Range {
        std::uint64_t from = 0;
        std::uint64_t count = 0;
    };
    /// Of so many octets; nothing where it lies outside, or where fewer are there than it asks for.
    std::optional<Range> of(std::uint64_t size) const noexcept
    {
        const std::uint64_t back = from < 0 ? static_cast<std::uint64_t>(-(from + 1)) + 1 : 0;
        if (back > size)
            return {};
        const std::uint64_t start = from < 0 ? size - back : static_cast<std::uint64_t>(from);
        if (start > size || (count && *count > size - start))
            return {};
        return Range{start, count.value_or(size - start)};
    }
};

} // namespace framescope::filter
