#include "core/compare/sequencediff.h"

#include <algorithm>
#include <utility>

namespace framescope::compare
{

namespace
{
/// Items of both sides in order: runs of equal ones between runs that differ.
class Script
{
public:
    void common(std::size_t count)
    {
        if (count == 0)
            return;
        if (m_stretches.empty() || m_stretches.back().removed + m_stretches.back().added > 0)
            m_stretches.push_back({});
        m_stretches.back().common += count;
    }
    void differ(std::size_t removed, std::size_t added)
    {
        if (removed + added == 0)
            return;
        if (m_stretches.empty())
            m_stretches.push_back({});
        m_stretches.back().removed += removed;
        m_stretches.back().added += added;
    }
    std::vector<Stretch> take() { return std::move(m_stretches); }

private:
    std::vector<Stretch> m_stretches;
};

using Index = std::ptrdiff_t;

/// The furthest place on the left that each diagonal reaches, for every number of edits.
class Trace
{
public:
    explicit Trace(std::size_t maxEdits) { m_rows.reserve(std::min<std::size_t>(maxEdits + 1, 64)); }
    void push(const std::vector<Index> &reached, Index edits, Index zero)
    {
        m_rows.emplace_back(reached.begin() + zero - edits, reached.begin() + zero + edits + 1);
    }
    Index at(Index edits, Index diagonal) const
    {
        return m_rows[static_cast<std::size_t>(edits)][static_cast<std::size_t>(diagonal + edits)];
    }

private:
    std::vector<std::vector<Index>> m_rows;
};

/// One step of the way back: equal items, and the edit before them.
struct Step {
    Index common;
    bool removed;
};

std::vector<Step> wayBack(const Trace &trace, Index edits, Index left, Index right)
{
    std::vector<Step> steps; // from the end
    for (Index d = edits; d > 0; --d) {
        const Index k = left - right;
        const bool down = k == -d || (k != d && trace.at(d - 1, k - 1) < trace.at(d - 1, k + 1));
        const Index from = down ? k + 1 : k - 1;
        const Index before = trace.at(d - 1, from);
        const Index begin = down ? before : before + 1; // where the equal items begin
        steps.push_back({left - begin, !down});
        left = before;
        right = before - from;
    }
    steps.push_back({left, false});
    return steps;
}
} // namespace

SequenceDiff sequenceDiff(std::span<const std::uint32_t> left, std::span<const std::uint32_t> right,
                          std::size_t maxEdits, const std::stop_token &stop)
{
    std::size_t begin = 0;
    while (begin < left.size() && begin < right.size() && left[begin] == right[begin])
        ++begin;
    std::size_t end = 0;
    while (end < left.size() - begin && end < right.size() - begin &&
           left[left.size() - 1 - end] == right[right.size() - 1 - end])
        ++end;
    const auto a = left.subspan(begin, left.size() - begin - end);
    const auto b = right.subspan(begin, right.size() - begin - end);

    SequenceDiff result;
    Script script;
    script.common(begin);
    const auto finish = [&] {
        script.common(end);
        result.stretches = script.take();
        return result;
    };
    if (a.empty() || b.empty()) {
        script.differ(a.size(), b.size());
        return finish();
    }
    const auto n = static_cast<Index>(a.size());
    const auto m = static_cast<Index>(b.size());
    const Index most = std::min<Index>(static_cast<Index>(maxEdits), n + m);
    const Index zero = most + 1;
    std::vector<Index> reached(static_cast<std::size_t>(2 * zero + 1), 0);
    Trace trace(static_cast<std::size_t>(most));
    for (Index d = 0; d <= most && !stop.stop_requested(); ++d) {
        for (Index k = -d; k <= d; k += 2) {
            const auto at = [&](Index diagonal) -> Index & {
                return reached[static_cast<std::size_t>(zero + diagonal)];
            };
            const bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
            Index x = d == 0 ? 0 : down ? at(k + 1) : at(k - 1) + 1;
            while (x < n && x - k < m && a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(x - k)])
                ++x;
            at(k) = x;
            if (x < n || x - k < m)
                continue;
            trace.push(reached, d, zero);
            const std::vector<Step> steps = wayBack(trace, d, n, m);
            for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
                if (step != steps.rbegin())
                    script.differ(step->removed ? 1 : 0, step->removed ? 0 : 1);
                script.common(static_cast<std::size_t>(step->common));
            }
            return finish();
        }
        trace.push(reached, d, zero);
    }
    result.exact = false;
    script.differ(a.size(), b.size());
    return finish();
}

} // namespace framescope::compare
