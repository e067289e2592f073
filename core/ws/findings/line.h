#pragma once

#include "core/ws/findings.h"

#include <array>
#include <cstddef>

/// How the parts of the table of findings are written. Only findings.cpp includes them.
namespace framescope::ws::table
{

using enum FindingId;
using enum Severity;
using enum Effect;

/// A FindingInfo without its group, which the array it stands in has for all.
struct Line {
    FindingId id;
    std::string_view name;
    Severity severity;
    Effect effect;
    std::uint16_t closeCode;
    std::string_view section;
    std::string_view text;
    std::string_view explanation;
};

template <std::size_t N> constexpr std::array<FindingInfo, N> inGroup(Group group, const std::array<Line, N> &lines)
{
    std::array<FindingInfo, N> infos{};
    for (std::size_t i = 0; i < N; ++i) {
        const Line &line = lines[i];
        infos[i] = {line.id,        line.name,    group,     line.severity,   line.effect,
                    line.closeCode, line.section, line.text, line.explanation};
    }
    return infos;
}

} // namespace framescope::ws::table
