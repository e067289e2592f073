#pragma once

#include <QByteArray>

#include <algorithm>
#include <cstdint>

namespace framescope::ui
{

/// Octets a hex view shows, fetched a window at a time.
class HexSource
{
public:
    virtual ~HexSource() = default;
    virtual std::uint64_t size() const = 0;
    /// Octets [from, from+count); fewer when they cannot be read.
    virtual QByteArray read(std::uint64_t from, std::uint64_t count) = 0;
};

/// Octets held in memory.
class HexBytes final : public HexSource
{
public:
    explicit HexBytes(QByteArray bytes) : m_bytes(std::move(bytes)) {}
    std::uint64_t size() const override { return std::uint64_t(m_bytes.size()); }
    QByteArray read(std::uint64_t from, std::uint64_t count) override
    {
        if (from >= size())
            return {};
        return m_bytes.mid(qsizetype(from), qsizetype(std::min(count, size() - from)));
    }

private:
    QByteArray m_bytes;
};

} // namespace framescope::ui
