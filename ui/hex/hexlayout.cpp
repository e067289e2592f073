#include "ui/hex/hexlayout.h"

#include <algorithm>

namespace framescope::ui
{

HexLayout::HexLayout(std::uint64_t size, int charWidth) : m_size(size), m_charWidth(std::max(1, charWidth))
{
    const std::uint64_t last = size == 0 ? 0 : size - 1;
    while (m_offsetDigits < 16 && (last >> (4 * m_offsetDigits)) != 0)
        ++m_offsetDigits;
}

int HexLayout::bytesInRow(std::uint64_t row) const noexcept
{
    if (row >= rowCount())
        return 0;
    return int(std::min<std::uint64_t>(bytesPerRow, m_size - row * bytesPerRow));
}

int HexLayout::hexX(int column) const noexcept
{
    return offsetX() + m_charWidth * (m_offsetDigits + 1 + 3 * column + (column >= 8 ? 1 : 0));
}

int HexLayout::asciiX(int column) const noexcept { return hexX(int(bytesPerRow)) + m_charWidth * column; }

std::optional<std::uint64_t> HexLayout::byteAt(std::uint64_t row, int x) const noexcept
{
    const int count = bytesInRow(row);
    if (count == 0)
        return std::nullopt;
    int column = 0;
    if (x >= asciiX(0) - m_charWidth / 2) {
        column = (x - asciiX(0)) / m_charWidth;
    } else {
        // Half of the gap belongs to the octet on either side.
        while (column + 1 < int(bytesPerRow) && x >= hexX(column + 1) - m_charWidth / 2)
            ++column;
    }
    return row * bytesPerRow + std::uint64_t(std::clamp(column, 0, count - 1));
}

int HexScroll::barValue(std::uint64_t topRow) const noexcept
{
    topRow = std::min(topRow, m_maxTop);
    if (m_maxTop <= maxBar)
        return int(topRow);
    if (topRow == m_maxTop)
        return maxBar;
    const double part = double(topRow) / double(m_maxTop);
    return std::clamp(int(part * maxBar), 0, maxBar);
}

std::uint64_t HexScroll::topRow(int barValue) const noexcept
{
    barValue = std::clamp(barValue, 0, barMaximum());
    if (m_maxTop <= maxBar)
        return std::uint64_t(barValue);
    if (barValue == maxBar)
        return m_maxTop;
    // Whole and rest apart, so nothing overflows and nothing is rounded away.
    const std::uint64_t whole = m_maxTop / maxBar;
    const std::uint64_t rest = m_maxTop % maxBar;
    return whole * std::uint64_t(barValue) + rest * std::uint64_t(barValue) / maxBar;
}

} // namespace framescope::ui
