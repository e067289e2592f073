#pragma once

#include <cstdint>
#include <optional>

namespace framescope::ui
{

/// Where everything of a hex view stands, as plain arithmetic on 64-bit offsets: offset | 16 octets in two groups of
/// eight | the same as ASCII. Units: pixels from the left of the contents, rows from the first octet.
class HexLayout
{
public:
    static constexpr std::uint64_t bytesPerRow = 16;

    HexLayout() = default;
    HexLayout(std::uint64_t size, int charWidth);

    std::uint64_t size() const noexcept { return m_size; }
    /// Rows there are; an empty source has none.
    std::uint64_t rowCount() const noexcept { return m_size / bytesPerRow + (m_size % bytesPerRow != 0 ? 1 : 0); }
    /// Octets in a row: 16, fewer in the last.
    int bytesInRow(std::uint64_t row) const noexcept;
    /// Digits of the offset column: 8, or as many as the last offset needs.
    int offsetDigits() const noexcept { return m_offsetDigits; }
    int offsetX() const noexcept { return m_charWidth * 5 / 4; }
    int hexX(int column) const noexcept;   ///< of the two digits of one octet
    int asciiX(int column) const noexcept; ///< of one character
    int width() const noexcept { return asciiX(int(bytesPerRow)) + m_charWidth / 2; }
    int charWidth() const noexcept { return m_charWidth; }
    /// The octet under x in a row, the nearest one when x is between octets; none in an empty source.
    std::optional<std::uint64_t> byteAt(std::uint64_t row, int x) const noexcept;

private:
    std::uint64_t m_size = 0;
    int m_charWidth = 8;
    int m_offsetDigits = 8;
};

/// Maps rows, of which there may be 2^59, to the int range of a scroll bar; one to one as long as they fit.
class HexScroll
{
public:
    static constexpr int maxBar = 1'000'000'000;

    HexScroll() = default;
    HexScroll(std::uint64_t rows, std::uint64_t visibleRows) noexcept
        : m_maxTop(rows > visibleRows ? rows - visibleRows : 0)
    {
    }
    std::uint64_t maxTop() const noexcept { return m_maxTop; }
    int barMaximum() const noexcept { return m_maxTop > maxBar ? maxBar : int(m_maxTop); }
    int barValue(std::uint64_t topRow) const noexcept;
    std::uint64_t topRow(int barValue) const noexcept;

private:
    std::uint64_t m_maxTop = 0;
};

} // namespace framescope::ui
