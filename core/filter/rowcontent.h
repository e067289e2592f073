#pragma once

#include "core/filter/rowquestion.h"

namespace framescope::filter
{

/// What a row carries, as the payload panes show it: a frame's payload unmasked; on the last frame of a compressed
/// message what that inflates to, and nothing on its other frames; the octets of a head or raw row; nothing on an event.
class RowContent
{
public:
    /// So many octets of one row are looked at.
    static constexpr std::uint64_t most = 16u << 20;

    explicit RowContent(const RowAsked &asked);

    bool exists() const noexcept { return m_exists; }
    std::uint64_t size() const noexcept { return m_size; }
    /// Errors: the file cannot be read.
    Result<QByteArray> read(std::uint64_t from, std::uint64_t count) const;

private:
    const RowAsked &m_asked;
    std::uint64_t m_size = 0;
    bool m_exists = false;
    bool m_inflated = false;
};

} // namespace framescope::filter
