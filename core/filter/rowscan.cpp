#include "core/filter/rowscan.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

namespace framescope::filter
{

namespace
{
using Words = std::array<std::uint64_t, RowScan::blockWords>;

constexpr std::uint64_t maxValue = std::numeric_limits<std::uint64_t>::max();

std::size_t wordsFor(std::size_t rows) noexcept { return (rows + 63) / 64; }
} // namespace

RowScan::RowScan(const capture::Capture &capture, RowTest test) : m_capture(capture), m_test(std::move(test)) {}

Result<void> RowScan::run(RowIndex first, std::size_t count, std::uint64_t *words, const std::stop_token &stop)
{
    std::fill_n(words, wordsFor(count), ~std::uint64_t(0));
    if (count % 64 != 0)
        words[count / 64] = (std::uint64_t(1) << (count % 64)) - 1;
    return keep(m_test, first, count, words, stop);
}

Result<void> RowScan::keep(const RowTest &test, RowIndex first, std::size_t count, std::uint64_t *words,
                           const std::stop_token &stop)
{
    const std::size_t size = wordsFor(count);
    // Nobody is left to ask.
    if (std::all_of(words, words + size, [](std::uint64_t word) { return word == 0; }))
        return {};
    switch (test.type()) {
    case RowTest::Type::Everything:
        return {};
    case RowTest::Type::Field: {
        Words found;
        testField(test.fieldTest(), first, count, found.data());
        for (std::size_t i = 0; i < size; ++i)
            words[i] &= found[i];
        return {};
    }
    case RowTest::Type::Carries:
        if (!m_payloads)
            m_payloads.emplace(m_capture);
        return m_payloads->keepThatCarry(test.search(), first, count, words, stop);
    case RowTest::Type::Asks:
        return keepAnswered(test.question(), first, count, words, stop);
    case RowTest::Type::Both:
        if (auto kept = keep(test.first(), first, count, words, stop); !kept)
            return kept;
        return keep(test.second(), first, count, words, stop);
    case RowTest::Type::Either: {
        Words one;
        std::copy_n(words, size, one.data());
        if (auto kept = keep(test.first(), first, count, one.data(), stop); !kept)
            return kept;
        Words other; // only those that the first did not find
        for (std::size_t i = 0; i < size; ++i)
            other[i] = words[i] & ~one[i];
        if (auto kept = keep(test.second(), first, count, other.data(), stop); !kept)
            return kept;
        for (std::size_t i = 0; i < size; ++i)
            words[i] = one[i] | other[i];
        return {};
    }
    case RowTest::Type::Not: {
        Words found;
        std::copy_n(words, size, found.data());
        if (auto kept = keep(test.first(), first, count, found.data(), stop); !kept)
            return kept;
        for (std::size_t i = 0; i < size; ++i)
            words[i] &= ~found[i];
        return {};
    }
    }
    return {};
}

Result<void> RowScan::keepAnswered(const RowQuestion &question, RowIndex first, std::size_t count, std::uint64_t *words,
                                   const std::stop_token &stop)
{
    if (!m_reader)
        m_reader.emplace(m_capture);
    for (std::size_t i = 0; i < wordsFor(count); ++i) {
        for (std::uint64_t left = words[i]; left != 0 && !stop.stop_requested(); left &= left - 1) {
            const std::size_t row = i * 64 + static_cast<std::size_t>(std::countr_zero(left));
            const Result<RowQuestion::Answer> told = question.ask({m_capture, *m_reader, first + row}, stop);
            if (!told)
                return told.error();
            if (*told == RowQuestion::Answer::Yes)
                continue;
            words[i] &= ~(left & (~left + 1));
            if (*told == RowQuestion::Answer::Undecided)
                ++m_undecided;
        }
    }
    return {};
}

/// Since the first row, as times.
FieldTest RowScan::asTime(const FieldTest &elapsed) const
{
    const std::uint64_t start = timeValue(m_capture.row(RowIndex(0)).time);
    const auto at = [start](std::uint64_t ns) { return ns > maxValue - start ? maxValue : start + ns; };
    return {RowField::Time, elapsed.low == 0 ? 0 : at(elapsed.low), at(elapsed.high)};
}

void RowScan::testField(const FieldTest &asked, RowIndex first, std::size_t count, std::uint64_t *words) const
{
    const FieldTest test = asked.field == RowField::Elapsed && count > 0 ? asTime(asked) : asked;
    // A block may lie in two pieces of the index, which meet inside a word when the block begins in the middle of one.
    const auto before = [this](RowIndex row) {
        return row.value() > 0 ? &m_capture.row(RowIndex(row.value() - 1)) : nullptr;
    };
    for (std::size_t done = 0; done < count;) {
        const std::span<const capture::RowRecord> all = m_capture.rows(first + done);
        const std::size_t rows = std::min(all.size(), count - done);
        if (rows == 0)
            return;
        if (done % 64 == 0) {
            testRows(test, all.first(rows), first + done, words + done / 64, before(first + done));
            done += rows;
            continue;
        }
        const std::size_t part = std::min<std::size_t>(rows, 64 - done % 64);
        std::uint64_t word = 0;
        testRows(test, all.first(part), first + done, &word, before(first + done));
        words[done / 64] |= word << (done % 64);
        done += part;
    }
}

} // namespace framescope::filter
