#pragma once

#include "core/base/result.h"

#include <QFile>
#include <QString>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <vector>

namespace framescope::capture
{

/// The files of a capture, in order. An offset of the capture (a FileOffset of its index) counts on over them; with one
/// file it is the offset in that file.
/// Thread: any.
class CaptureParts
{
public:
    struct Part {
        QString path;
        std::uint64_t start = 0;    ///< offset of its first octet in the capture
        std::uint64_t content = 0;  ///< before it lies what the file repeats of earlier ones, to be read on its own
        std::uint64_t firstRow = 0; ///< rows from here on were recorded to it, until the next part begins
        bool dropped = false;       ///< deleted by the limit on the number of parts
    };

    explicit CaptureParts(const QString &path) : m_parts{{path, 0, 0, 0, false}} {}

    /// What is appended from now on goes to this part.
    void add(const Part &part);
    void setDropped(std::size_t i, bool dropped = true);
    void setContent(std::size_t i, std::uint64_t offset);

    /// How many there were, dropped ones included; at least one.
    std::size_t count() const noexcept { return m_count.load(std::memory_order_acquire); }
    Part at(std::size_t i) const;
    std::vector<Part> all() const;
    /// The number of the part that this offset lies in.
    std::size_t find(std::uint64_t offset) const;
    /// Octets of rows before this one are gone with dropped parts. Those of a later row are there, unless it began before
    /// the border (see Capture::octetsDropped()).
    std::uint64_t firstKeptRow() const noexcept { return m_firstKeptRow.load(std::memory_order_acquire); }

private:
    mutable std::mutex m_mutex;
    std::vector<Part> m_parts;
    std::atomic<std::size_t> m_count{1};
    std::atomic<std::uint64_t> m_firstKeptRow{0};
};

/// The path of the part with this number, counted from 1: "name.pcapng", "name.0002.pcapng".
QString partPath(const QString &path, unsigned number);
/// Behind the path of a part that is not whole enough to be read.
inline constexpr QStringView beginningSuffix = u".new";
/// The path of the first part of the capture that this file is a part of, by its name; the path itself when its name
/// has no number.
QString firstPartPath(const QString &path);

/// Of the files in its folder that belong to the same recording by their names, the first after this one, or empty.
QString partAfter(const QString &path);

/// Reads octets of a capture wherever they lie; keeps the file open that it read last.
/// Thread: one at a time. Lifetime: the parts outlive it.
class PartsReader
{
public:
    explicit PartsReader(const CaptureParts &parts) : m_parts(parts) {}

    /// Octets [from, from+size) of the capture at `to`. Errors: fewer are there, their part was dropped, and what the
    /// system says.
    Result<void> read(std::uint64_t from, char *to, std::uint64_t size);

private:
    Result<void> openAt(std::uint64_t offset);

    const CaptureParts &m_parts;
    QFile m_file;
    std::uint64_t m_start = 0, m_end = 0; ///< of the open file, in the capture; nothing is open when they are equal
    std::size_t m_count = 0;              ///< of parts, when m_end was true
};

} // namespace framescope::capture
