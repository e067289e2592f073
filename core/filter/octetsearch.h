#pragma once

#include "core/base/bytes.h"

#include <QByteArray>

namespace framescope::filter
{

/// Looks for a string of octets. Prepared once: it looks for the two octets of the string that are the rarest in what
/// WebSockets carry, both in their places, and compares the whole only there.
/// Thread: any number at a time.
class OctetSearch
{
public:
    static constexpr std::size_t notFound = static_cast<std::size_t>(-1);

    enum class Case : std::uint8_t {
        Kept,
        Ignored, ///< of the letters of ASCII; others must be the same
    };

    explicit OctetSearch(QByteArray needle, Case letters = Case::Kept);

    const QByteArray &needle() const noexcept { return m_needle; }
    std::size_t size() const noexcept { return static_cast<std::size_t>(m_needle.size()); }
    /// Where the string begins first at or after `from`; an empty one is found at once.
    std::size_t find(ByteView octets, std::size_t from = 0) const noexcept;

private:
    template <bool folds> std::size_t findIn(ByteView octets, std::size_t from) const noexcept;
    template <bool folds>
    std::size_t findPlain(const std::uint8_t *octets, std::size_t from, std::size_t end) const noexcept;
    /// The bit by which a letter and its other case differ; 0 for what has none.
    std::uint8_t caseBit(std::size_t i) const noexcept;

    QByteArray m_needle; ///< in small letters where the case is ignored
    bool m_folds = false;
    std::size_t m_rare = 0;     ///< place of the rarest octet
    std::size_t m_nextRare = 0; ///< of another one; the same in a needle of one octet
};

} // namespace framescope::filter
