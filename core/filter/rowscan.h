#pragma once

#include "core/filter/payloadscan.h"
#include "core/filter/rowtest.h"

#include <array>
#include <optional>
#include <stop_token>

namespace framescope::filter
{

/// Answers a RowTest for rows, block by block. A row whose octets are gone, because its file was dropped, passes no
/// question about them, nor its opposite.
/// Thread: one scan a thread; the capture may grow meanwhile. Lifetime: the Capture outlives it.
class RowScan
{
public:
    /// Rows of a block at most. Blocks that begin at a multiple of it are the fastest.
    static constexpr std::size_t blockRows = 8192;
    static constexpr std::size_t blockWords = blockRows / 64;

    RowScan(const capture::Capture &capture, RowTest test);

    /// Tests rows [first, first+count), which are published; count is at most blockRows. Bit i of `words` is row
    /// `first` + i; bits beyond are 0. Errors: the capture file cannot be read. Stopped early the words mean nothing.
    Result<void> run(RowIndex first, std::size_t count, std::uint64_t *words, const std::stop_token &stop = {});

    /// Rows that did not pass because a question about them stayed undecided, since the beginning; without those whose
    /// octets are gone.
    std::uint64_t undecided() const noexcept { return m_undecided; }

private:
    using Words = std::array<std::uint64_t, blockWords>;

    /// Takes out of `words` those rows that the test does not surely hold for; `maybe` are those of them to which a
    /// question has no answer, or whose octets are gone, and where that matters.
    Result<void> keep(const RowTest &test, RowIndex first, std::size_t count, Words &words, Words &maybe,
                      const std::stop_token &stop);
    Result<void> keepBoth(const RowTest &test, RowIndex first, std::size_t count, Words &words, Words &maybe,
                          const std::stop_token &stop);
    Result<void> keepEither(const RowTest &test, RowIndex first, std::size_t count, Words &words, Words &maybe,
                            const std::stop_token &stop);
    Result<void> keepAnswered(const RowQuestion &question, RowIndex first, std::size_t count, Words &words,
                              Words &maybe, const std::stop_token &stop);
    bool isDropped(RowIndex row) const;
    FieldTest asTime(const FieldTest &elapsed) const;
    void testDayTime(const FieldTest &local, RowIndex first, std::size_t count, std::uint64_t *words) const;
    void testDayTime(const FieldTest &local, int offset, RowIndex first, std::size_t count, std::uint64_t *words) const;
    void testField(const FieldTest &test, RowIndex first, std::size_t count, std::uint64_t *words) const;

    const capture::Capture &m_capture;
    RowTest m_test;
    std::optional<PayloadScan> m_payloads; ///< made when first needed
    std::optional<capture::CaptureReader> m_reader;
    std::optional<capture::PayloadCursor> m_cursor;
    std::uint64_t m_undecided = 0;
};

} // namespace framescope::filter
