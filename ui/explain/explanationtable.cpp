#include "ui/explain/explanation.h"
#include "ui/explain/table/close.h"
#include "ui/explain/table/frame.h"
#include "ui/explain/table/handshake.h"
#include "ui/explain/table/window.h"

#include <algorithm>
#include <array>

namespace framescope::ui
{

namespace
{
template <std::size_t... N> constexpr auto joined(const ExplanationLine (&...parts)[N])
{
    std::array<ExplanationLine, (N + ...)> whole{};
    auto end = whole.begin();
    ((end = std::copy(std::begin(parts), std::end(parts), end)), ...);
    return whole;
}

constexpr auto table =
    joined(explaintable::frameLines, explaintable::closeLines, explaintable::handshakeLines, explaintable::windowLines);
} // namespace

std::span<const ExplanationLine> explanationTable() { return table; }

} // namespace framescope::ui
