#pragma once

#include "core/filter/rowquestion.h"

#include <optional>

namespace framescope::filter
{

/// What a row carries, as the payload panes show it: a frame's payload unmasked; on the last frame of a compressed
/// message what that inflates to, and nothing on its other frames; the octets of a head or raw row; nothing on an event.
class RowContent
{
public:
    /// So many octets of one row are looked at.
    static constexpr std::uint64_t most = 16u << 20;

    enum class Of : std::uint8_t {
        Row,
        Message, ///< on the last frame of a message in several frames all of them joined, on the others nothing
    };

    /// Stopped early it means nothing.
    explicit RowContent(const RowAsked &asked, Of of = Of::Row, const std::stop_token &stop = {});
    /// Whether the row is the last frame of a message in several frames that is not compressed.
    static bool endsFragments(const capture::Capture &capture, RowIndex row);

    bool exists() const noexcept { return m_exists; }
    std::uint64_t size() const noexcept { return m_size; }
    /// Fewer when it is stopped. Errors: the file cannot be read, also of a message that begins in one which the recording
    /// has dropped.
    Result<QByteArray> read(std::uint64_t from, std::uint64_t count, const std::stop_token &stop = {}) const;

private:
    /// From the piece of the file that was read for its neighbours; none for a row that is large or odd.
    Result<std::optional<QByteArray>> readNear(std::uint64_t from, std::uint64_t count) const;

    const RowAsked &m_asked;
    std::uint64_t m_size = 0;
    bool m_exists = false;
    bool m_inflated = false;
    bool m_joined = false;
};

} // namespace framescope::filter
