#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>
#include <span>

namespace framescope
{

/// Octets somebody else owns. The view must not outlive them.
using ByteView = std::span<const std::uint8_t>;

inline ByteView byteView(QByteArrayView bytes) noexcept
{
    return {reinterpret_cast<const std::uint8_t *>(bytes.data()), static_cast<std::size_t>(bytes.size())};
}

inline QByteArrayView qbyteView(ByteView bytes) noexcept
{
    return {reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

inline QByteArray toByteArray(ByteView bytes)
{
    return QByteArray(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size()));
}

} // namespace framescope
