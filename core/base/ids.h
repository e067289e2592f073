#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace framescope
{

/// A number that only compares and adds with its own kind, so a stream offset is never taken for a file offset.
template <typename Tag, typename T> class Strong
{
public:
    using Value = T;
    constexpr Strong() noexcept = default;
    constexpr explicit Strong(T value) noexcept : m_value(value) {}
    constexpr T value() const noexcept { return m_value; }
    constexpr auto operator<=>(const Strong &) const noexcept = default;
    constexpr Strong &operator++() noexcept
    {
        ++m_value;
        return *this;
    }
    constexpr Strong operator+(T n) const noexcept { return Strong(static_cast<T>(m_value + n)); }
    constexpr Strong operator-(T n) const noexcept { return Strong(static_cast<T>(m_value - n)); }

private:
    T m_value{};
};

/// Number of a row of the capture, counted from 0 in the order of recording. People see it plus one.
using RowIndex = Strong<struct RowIndexTag, std::uint64_t>;
/// Number of a connection of the capture, counted from 0 in the order of opening. People see it plus one.
using ConnectionId = Strong<struct ConnectionIdTag, std::uint32_t>;
/// Octets from the start of one direction of one connection (the first octet of the HTTP head is 0).
using StreamOffset = Strong<struct StreamOffsetTag, std::uint64_t>;
/// Octets from the start of the capture file.
using FileOffset = Strong<struct FileOffsetTag, std::uint64_t>;

} // namespace framescope

template <typename Tag, typename T> struct std::hash<framescope::Strong<Tag, T>> {
    std::size_t operator()(const framescope::Strong<Tag, T> &id) const noexcept { return std::hash<T>{}(id.value()); }
};
