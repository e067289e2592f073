#pragma once

#include "core/base/result.h"

#include <QTemporaryFile>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <type_traits>

namespace framescope
{

/// Reserves and maps pieces of an unnamed temporary file; what FileBackedArray stands on.
/// Thread: the writer's only.
class MappedScratch
{
public:
    MappedScratch();
    ~MappedScratch();
    MappedScratch(const MappedScratch &) = delete;
    MappedScratch &operator=(const MappedScratch &) = delete;
    /// Maps `size` more octets, zeroed, with disk space reserved. Errors: no temporary folder, disk full.
    Result<std::uint8_t *> grow(std::size_t size);
    /// Octets of an earlier piece are seldom needed now: they may leave memory, not the file.
    static void release(void *memory, std::size_t size) noexcept;

private:
    std::unique_ptr<QTemporaryFile> m_file;
};

/// An array that only grows, in file-backed memory: elements never move, one thread appends and publishes, any thread
/// reads what was published, without locks. For elements that are changed in place, a few at a time; what is appended
/// by the million belongs into an AppendedArray.
/// Thread: append() and publish() on the writer's; size() and [] (below size()) on any.
template <typename T> class FileBackedArray
{
    static_assert(std::is_trivially_copyable_v<T>);

public:
    static constexpr std::size_t segmentBytes = 1u << 20;
    static constexpr std::size_t perSegment = segmentBytes / sizeof(T);
    static constexpr std::size_t maxSegments = 1u << 17;
    /// Segments before the newest that are left in memory when the array grows.
    static constexpr std::size_t keptInMemory = 4;

    FileBackedArray() : m_segments(static_cast<T **>(std::calloc(maxSegments, sizeof(T *)))) {}

    /// Writes the next element, not yet visible to readers. Errors: as MappedScratch::grow(); nothing is added.
    Result<void> append(const T &element)
    {
        const std::size_t segment = m_written / perSegment;
        if (m_written % perSegment == 0) {
            if (auto made = addSegment(segment); !made)
                return made;
        }
        m_segments.get()[segment][m_written % perSegment] = element;
        ++m_written;
        return {};
    }
    /// Makes everything appended so far visible.
    void publish() noexcept { m_published.store(m_written, std::memory_order_release); }
    std::uint64_t size() const noexcept { return m_published.load(std::memory_order_acquire); }
    /// Elements appended, visible or not. Thread: the writer's.
    std::uint64_t written() const noexcept { return m_written; }
    const T &operator[](std::uint64_t i) const noexcept { return m_segments.get()[i / perSegment][i % perSegment]; }
    /// Elements from `i` on that lie together in memory, as far as they are published; empty from size() on.
    std::span<const T> run(std::uint64_t i) const noexcept
    {
        const std::uint64_t count = size();
        if (i >= count)
            return {};
        return {&(*this)[i], static_cast<std::size_t>(std::min<std::uint64_t>(count - i, perSegment - i % perSegment))};
    }
    /// What was looked at and will not be soon may leave memory: it comes again when it is touched.
    static void release(std::span<const T> run) noexcept
    {
        MappedScratch::release(const_cast<T *>(run.data()), run.size_bytes());
    }
    /// The writer's way to an element it has not published.
    T &unpublished(std::uint64_t i) noexcept { return m_segments.get()[i / perSegment][i % perSegment]; }

private:
    struct Free {
        void operator()(T **p) const noexcept { std::free(p); }
    };
    Result<void> addSegment(std::size_t segment)
    {
        if (m_segments.get()[segment] != nullptr)
            return {};
        if (segment >= maxSegments)
            return Error{QStringLiteral("the frame index is full")};
        auto memory = m_scratch.grow(perSegment * sizeof(T));
        if (!memory)
            return memory.error();
        m_segments.get()[segment] = reinterpret_cast<T *>(*memory);
        // What a peer fills the array with must not stay in memory for ever.
        if (segment >= keptInMemory)
            MappedScratch::release(m_segments.get()[segment - keptInMemory], perSegment * sizeof(T));
        return {};
    }

    MappedScratch m_scratch;
    std::unique_ptr<T *, Free> m_segments; ///< calloc: untouched pages cost nothing
    std::uint64_t m_written = 0;
    std::atomic<std::uint64_t> m_published{0};
};

} // namespace framescope
