#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

namespace framescope::ui
{

/// What was sent, for Up and Down: goes back from the newest, and comes forward again to the draft it started from.
template <typename Entry> class Recall
{
public:
    explicit Recall(std::size_t most = 100) : m_most(most) {}

    /// Remembers what was sent and returns to the present.
    void add(Entry entry)
    {
        m_entries.push_back(std::move(entry));
        if (m_entries.size() > m_most)
            m_entries.pop_front();
        m_back = 0;
        m_draft.reset();
    }

    /// The one before; `draft` is what the editor holds now, kept when this is the first step back.
    std::optional<Entry> older(Entry draft)
    {
        if (m_back >= m_entries.size())
            return std::nullopt;
        if (m_back == 0)
            m_draft = std::move(draft);
        ++m_back;
        return m_entries[m_entries.size() - m_back];
    }

    /// The one after, at the end the draft.
    std::optional<Entry> newer()
    {
        if (m_back == 0)
            return std::nullopt;
        --m_back;
        return m_back == 0 ? std::exchange(m_draft, std::nullopt) : std::optional(m_entries[m_entries.size() - m_back]);
    }

private:
    std::size_t m_most;
    std::deque<Entry> m_entries;
    std::size_t m_back = 0;
    std::optional<Entry> m_draft;
};

} // namespace framescope::ui
