#pragma once

#include "core/base/filebackedarray.h"
#include "core/base/ids.h"

#include <atomic>
#include <mutex>
#include <vector>

namespace framescope::capture
{

/// A piece of a stream: octets that lie together in the file.
struct Segment {
    std::uint64_t stream = 0; ///< stream offset of its first octet
    std::uint64_t packed = 0; ///< file offset in the low 48 bits, size above

    static constexpr std::size_t maxSize = 0xFFFF;
    std::uint64_t file() const noexcept { return packed & ((std::uint64_t(1) << 48) - 1); }
    std::uint64_t size() const noexcept { return packed >> 48; }
};

/// Where the octets of every stream lie in the file: one entry a packet, in file-backed memory, handed out to the
/// streams in runs of 64.
/// Thread: append() on the writer's; find() on any, for octets of rows that are published.
class SegmentTable
{
public:
    static constexpr std::size_t runLength = 64;

    /// The entries of one stream (one direction of one connection).
    class Stream
    {
    public:
        std::uint64_t count() const noexcept { return m_count.load(std::memory_order_acquire); }

    private:
        friend class SegmentTable;
        mutable std::mutex m_mutex; ///< of m_runs; taken by the writer once a run
        std::vector<std::uint32_t> m_runs;
        std::atomic<std::uint64_t> m_count{0};
    };

    /// The next piece of the stream; offsets grow. Errors: no space for the index.
    Result<void> append(Stream &stream, StreamOffset offset, FileOffset file, std::size_t size);

    /// Pieces that hold [offset, offset+size) in order, at most `limit`. Those that begin before or end after the range
    /// are whole; octets that were never recorded are missing between them.
    std::vector<Segment> find(const Stream &stream, StreamOffset offset, std::uint64_t size, std::size_t limit) const;

private:
    struct Run {
        Segment segments[runLength];
    };
    const Segment &at(const Stream &stream, std::uint64_t i) const noexcept
    {
        return m_runs[stream.m_runs[i / runLength]].segments[i % runLength];
    }

    FileBackedArray<Run> m_runs;
};

} // namespace framescope::capture
