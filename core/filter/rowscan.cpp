#include "core/filter/rowscan.h"

#include "core/filter/rowcontent.h"

#include <QDateTime>

#include <algorithm>
#include <bit>
#include <limits>

namespace framescope::filter
{

namespace
{
constexpr std::uint64_t maxValue = std::numeric_limits<std::uint64_t>::max();

std::size_t wordsFor(std::size_t rows) noexcept { return (rows + 63) / 64; }
} // namespace

RowScan::RowScan(const capture::Capture &capture, RowTest test) : m_capture(capture), m_test(std::move(test)) {}

Result<void> RowScan::run(RowIndex first, std::size_t count, std::uint64_t *words, const std::stop_token &stop)
{
    Words kept;
    Words maybe;
    kept.fill(~std::uint64_t(0));
    if (count % 64 != 0)
        kept[count / 64] = (std::uint64_t(1) << (count % 64)) - 1;
    const Result<void> done = keep(m_test, first, count, kept, maybe, stop);
    for (std::size_t i = 0; i < wordsFor(count); ++i) {
        words[i] = kept[i];
        for (std::uint64_t left = maybe[i]; left != 0; left &= left - 1)
            m_undecided += std::uint64_t(!isDropped(first + i * 64 + static_cast<std::size_t>(std::countr_zero(left))));
    }
    return done;
}

/// Whether octets of the row, or of the message that it ends, were in a file that the recording has dropped.
bool RowScan::isDropped(RowIndex row) const
{
    const capture::RowRecord &record = m_capture.row(row);
    return m_capture.octetsDropped(row) ||
           (RowContent::endsFragments(m_capture, row) && m_capture.octetsDropped(record.messageStart(row)));
}

Result<void> RowScan::keep(const RowTest &test, RowIndex first, std::size_t count, Words &words, Words &maybe,
                           const std::stop_token &stop)
{
    const std::size_t size = wordsFor(count);
    std::fill_n(maybe.begin(), size, 0);
    // Nobody is left to ask.
    if (std::all_of(words.begin(), words.begin() + size, [](std::uint64_t word) { return word == 0; }))
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
        return m_payloads->keepThatCarry(test.search(), first, count, words.data(), maybe.data(), stop, test.joins());
    case RowTest::Type::Asks:
        return keepAnswered(test.question(), first, count, words, maybe, stop);
    case RowTest::Type::Both:
        return keepBoth(test, first, count, words, maybe, stop);
    case RowTest::Type::Either:
        return keepEither(test, first, count, words, maybe, stop);
    case RowTest::Type::Not: {
        Words found = words;
        if (auto kept = keep(test.first(), first, count, found, maybe, stop); !kept)
            return kept;
        for (std::size_t i = 0; i < size; ++i)
            words[i] &= ~(found[i] | maybe[i]);
        return {};
    }
    }
    return {};
}

Result<void> RowScan::keepBoth(const RowTest &test, RowIndex first, std::size_t count, Words &words, Words &maybe,
                               const std::stop_token &stop)
{
    Words one = words;
    Words oneMaybe;
    if (auto kept = keep(test.first(), first, count, one, oneMaybe, stop); !kept)
        return kept;
    // Where the first has no answer the second may still say No.
    const std::size_t size = wordsFor(count);
    for (std::size_t i = 0; i < size; ++i)
        words[i] = one[i] | oneMaybe[i];
    if (auto kept = keep(test.second(), first, count, words, maybe, stop); !kept)
        return kept;
    for (std::size_t i = 0; i < size; ++i) {
        maybe[i] = (one[i] & maybe[i]) | (oneMaybe[i] & (words[i] | maybe[i]));
        words[i] &= one[i];
    }
    return {};
}

Result<void> RowScan::keepEither(const RowTest &test, RowIndex first, std::size_t count, Words &words, Words &maybe,
                                 const std::stop_token &stop)
{
    Words one = words;
    Words oneMaybe;
    if (auto kept = keep(test.first(), first, count, one, oneMaybe, stop); !kept)
        return kept;
    // Only those that the first did not find.
    const std::size_t size = wordsFor(count);
    for (std::size_t i = 0; i < size; ++i)
        words[i] &= ~one[i];
    if (auto kept = keep(test.second(), first, count, words, maybe, stop); !kept)
        return kept;
    for (std::size_t i = 0; i < size; ++i) {
        words[i] |= one[i];
        maybe[i] = (maybe[i] | oneMaybe[i]) & ~words[i];
    }
    return {};
}

Result<void> RowScan::keepAnswered(const RowQuestion &question, RowIndex first, std::size_t count, Words &words,
                                   Words &maybe, const std::stop_token &stop)
{
    if (!m_reader) {
        m_reader.emplace(m_capture);
        m_cursor.emplace(m_capture);
    }
    for (std::size_t i = 0; i < wordsFor(count); ++i) {
        for (std::uint64_t left = words[i]; left != 0 && !stop.stop_requested(); left &= left - 1) {
            const RowIndex row = first + i * 64 + static_cast<std::size_t>(std::countr_zero(left));
            const std::uint64_t bit = left & (~left + 1);
            const Result<RowQuestion::Answer> told = question.ask({m_capture, *m_reader, *m_cursor, row}, stop);
            if (!told && !isDropped(row))
                return told.error();
            if (told && *told == RowQuestion::Answer::Yes)
                continue;
            words[i] &= ~bit;
            if (!told || *told == RowQuestion::Answer::Undecided)
                maybe[i] |= bit;
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

/// A time of day is that of the clock on the wall, which may be set forward or back between two rows.
void RowScan::testDayTime(const FieldTest &local, RowIndex first, std::size_t count, std::uint64_t *words) const
{
    constexpr std::int64_t day = std::int64_t(86'400) * 1'000'000'000;
    constexpr std::uint64_t between = 20 * day; // clocks are not changed so soon again
    Timestamp earliest = m_capture.row(first).time;
    Timestamp latest = earliest;
    for (std::size_t i = 1; i < count; ++i) {
        const Timestamp time = m_capture.row(first + i).time;
        earliest = std::min(earliest, time);
        latest = std::max(latest, time);
    }
    const auto offsetAt = [](Timestamp time) {
        return QDateTime::fromMSecsSinceEpoch(time.value() / 1'000'000).offsetFromUtc();
    };
    const int offset = offsetAt(earliest);
    if (timeValue(latest) - timeValue(earliest) < between && offsetAt(latest) == offset)
        return testDayTime(local, offset, first, count, words);
    std::fill_n(words, wordsFor(count), 0);
    for (std::size_t i = 0; i < count; ++i) {
        const Timestamp time = m_capture.row(first + i).time;
        const std::int64_t sinceMidnight = time.value() % day + offsetAt(time) * std::int64_t(1'000'000'000);
        const auto dayTime = static_cast<std::uint64_t>((sinceMidnight % day + day) % day);
        if (dayTime >= local.low && dayTime <= local.high)
            words[i / 64] |= std::uint64_t(1) << (i % 64);
    }
}

/// While the clock on the wall is so many seconds ahead of UTC.
void RowScan::testDayTime(const FieldTest &local, int offset, RowIndex first, std::size_t count,
                          std::uint64_t *words) const
{
    constexpr std::uint64_t day = std::uint64_t(86'400) * 1'000'000'000;
    if (local.low >= day || local.low > local.high) {
        std::fill_n(words, wordsFor(count), 0);
        return;
    }
    const auto shift = static_cast<std::uint64_t>((86'400 - offset) % 86'400) * 1'000'000'000;
    const std::uint64_t low = (local.low + shift) % day;
    const std::uint64_t high = (std::min(local.high, day - 1) + shift) % day;
    testField({RowField::UtcDayTime, low, low > high ? day - 1 : high}, first, count, words);
    if (low <= high)
        return;
    Words rest; // beyond midnight
    testField({RowField::UtcDayTime, 0, high}, first, count, rest.data());
    for (std::size_t i = 0; i < wordsFor(count); ++i)
        words[i] |= rest[i];
}

void RowScan::testField(const FieldTest &asked, RowIndex first, std::size_t count, std::uint64_t *words) const
{
    if (asked.field == RowField::DayTime && count > 0)
        return testDayTime(asked, first, count, words);
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
