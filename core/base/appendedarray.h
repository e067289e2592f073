#pragma once

#include "core/base/platform.h"
#include "core/base/temporaryfile.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <type_traits>

namespace framescope
{

/// An array that only grows, in a temporary file: elements never move and never change, one thread appends and
/// publishes, any thread reads what was published, without locks.
///
/// The writer collects elements in a block and writes it with one call of the system; readers see the same pages of the
/// system's cache through mappings (a write to a file and its shared mappings agree on every system we run on). That is
/// three times cheaper than writing through a mapping, where each page is zeroed and faulted in first, and a full disk
/// is an error of the call, never a signal.
/// Thread: append(), store() and publish() on the writer's; size() and [] (below size()) on any.
template <typename T> class AppendedArray
{
    static_assert(std::is_trivially_copyable_v<T>);

public:
    static constexpr std::size_t segmentBytes = 1u << 20;
    static constexpr std::size_t perSegment = segmentBytes / sizeof(T);
    static constexpr std::size_t maxSegments = 1u << 17;
    static constexpr std::size_t perBlock = (256u << 10) / sizeof(T);
    static_assert(perBlock > 0);
    /// Segments before the newest that are left in memory when the array grows.
    static constexpr std::size_t keptInMemory = 4;

    AppendedArray() : m_segments(static_cast<const T **>(std::calloc(maxSegments, sizeof(const T *)))) {}

    /// The next element, not yet visible to readers. Errors: as store(); nothing is added.
    Result<void> append(const T &element)
    {
        if (!appendInBlock(element)) [[unlikely]] {
            if (auto ready = makeRoom(); !ready)
                return ready;
            appendInBlock(element);
        }
        return {};
    }
    /// The same as long as the block has room, which costs next to nothing; false when append() has to make some.
    bool appendInBlock(const T &element) noexcept
    {
        if (m_waiting == m_room)
            return false;
        m_block.get()[m_waiting++] = element;
        return true;
    }
    /// Where the next elements may be put together, not yet visible to readers; took() then says how many were. Empty
    /// until makeRoom() was called for more.
    std::span<T> room() noexcept { return {m_block.get() + m_waiting, m_room - m_waiting}; }
    void took(std::size_t count) noexcept { m_waiting += count; }
    /// Errors: as store(); there is no more room then.
    Result<void> makeRoom()
    {
        if (m_waiting < m_room)
            return {};
        if (m_block)
            return store();
        m_block = std::make_unique_for_overwrite<T[]>(perBlock);
        m_room = perBlock;
        return {};
    }
    /// Puts everything appended so far into the file; publish() does nothing that could fail then. Errors: no temporary
    /// folder, disk full; what was not stored waits for another try.
    Result<void> store()
    {
        if (m_waiting == 0)
            return {};
        if (!m_file) {
            auto made = TemporaryFile::create(QStringLiteral("the frame index"));
            if (!made)
                return made.error();
            m_file = std::move(*made);
        }
        const std::uint64_t end = written();
        for (std::size_t segment = m_mapped; segment * perSegment < end; segment = m_mapped) {
            if (auto made = addSegment(segment); !made)
                return made;
        }
        const ByteView octets(reinterpret_cast<const std::uint8_t *>(m_block.get()), m_waiting * sizeof(T));
        if (auto done = m_file->write(m_stored * sizeof(T), octets); !done)
            return done;
        m_stored = end;
        m_waiting = 0;
        // Blocks end at multiples of their size, wherever the one before was left: the system then takes large pages.
        m_room = perBlock - m_stored % perBlock;
        return {};
    }
    /// Makes everything that was stored visible.
    void publish() noexcept { m_published.store(m_stored, std::memory_order_release); }
    std::uint64_t size() const noexcept { return m_published.load(std::memory_order_acquire); }
    /// Elements appended, visible or not. Thread: the writer's.
    std::uint64_t written() const noexcept { return m_stored + m_waiting; }
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
        platform::releaseMapped(const_cast<T *>(run.data()), run.size_bytes());
    }

private:
    struct Free {
        void operator()(const T **p) const noexcept { std::free(p); }
    };
    Result<void> addSegment(std::size_t segment)
    {
        if (segment >= maxSegments)
            return Error{QStringLiteral("the frame index is full")};
        constexpr std::size_t size = perSegment * sizeof(T);
        auto view = m_file->map(std::uint64_t(segment) * size, size);
        if (!view)
            return view.error();
        m_segments.get()[segment] = reinterpret_cast<const T *>(*view);
        ++m_mapped;
        // What readers looked at must not stay in memory for ever.
        if (segment >= keptInMemory)
            platform::releaseMapped(const_cast<T *>(m_segments.get()[segment - keptInMemory]), size);
        return {};
    }

    std::unique_ptr<TemporaryFile> m_file;
    std::unique_ptr<const T *, Free> m_segments; ///< calloc: untouched pages cost nothing
    std::unique_ptr<T[]> m_block;                ///< elements from m_stored on
    std::size_t m_room = 0;                      ///< elements it can hold
    std::size_t m_waiting = 0;                   ///< elements in it
    std::size_t m_mapped = 0;                    ///< segments
    std::uint64_t m_stored = 0;
    std::atomic<std::uint64_t> m_published{0};
};

} // namespace framescope
