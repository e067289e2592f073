#include "core/filter/rowfield.h"

#include "core/capture/event.h"

#include <algorithm>

namespace framescope::filter
{

namespace
{
using capture::EventKind;
using capture::RowKind;
using capture::RowRecord;

/// Without branches: `value` gives a row's number, `has` whether it means anything there.
template <typename Value, typename Has>
void testWith(const FieldTest &test, std::span<const RowRecord> rows, std::uint64_t *words, Value value,
              Has has) noexcept
{
    const bool nothing = test.low > test.high;
    const std::uint64_t span = test.high - test.low;
    for (std::size_t i = 0; i < rows.size(); i += 64) {
        const std::size_t count = std::min<std::size_t>(64, rows.size() - i);
        std::uint64_t word = 0;
        for (std::size_t k = 0; k < count; ++k) {
            const RowRecord &row = rows[i + k];
            const bool in = (value(row, i + k) - test.low <= span) & has(row);
            word |= std::uint64_t(in) << k;
        }
        *words++ = nothing ? 0 : word;
    }
}

constexpr auto always = [](const RowRecord &) { return true; };
constexpr auto frames = [](const RowRecord &row) { return row.isFrame(); };
constexpr auto events = [](const RowRecord &row) { return row.kind() == RowKind::Event; };
constexpr auto messages = [](const RowRecord &row) { return row.isFrame() && row.message != RowRecord::noMessage; };
constexpr auto octets = [](const RowRecord &row) { return row.kind() != RowKind::Event; };

std::uint64_t formOf(const RowRecord &row) noexcept
{
    const unsigned length = row.second & 0x7Fu; // RFC 6455 §5.2
    return length < 126 ? 7 : length == 126 ? 16 : 64;
}

std::uint64_t dayTimeOf(Timestamp time) noexcept
{
    constexpr std::int64_t day = std::int64_t(86'400) * 1'000'000'000;
    const std::int64_t ns = time.value() % day;
    return static_cast<std::uint64_t>(ns < 0 ? ns + day : ns);
}

void testDeltas(const FieldTest &test, std::span<const RowRecord> rows, std::uint64_t *words,
                const RowRecord *before) noexcept
{
    const auto timeBefore = [&](std::size_t i) {
        return i > 0 ? rows[i - 1].time.value() : before ? before->time.value() : rows[0].time.value();
    };
    testWith(
        test, rows, words,
        [&](const RowRecord &row, std::size_t i) {
            // Files may hold any two times there are. What goes back wraps, and is taken out.
            return static_cast<std::uint64_t>(row.time.value()) - static_cast<std::uint64_t>(timeBefore(i));
        },
        always);
    // Neither the first row of all has a delta, nor one whose time goes back.
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if ((i == 0 && before == nullptr) || rows[i].time.value() < timeBefore(i))
            words[i / 64] &= ~(std::uint64_t(1) << (i % 64));
    }
}
} // namespace

void testRows(const FieldTest &test, std::span<const RowRecord> rows, RowIndex first, std::uint64_t *words,
              const RowRecord *before) noexcept
{
    // Each case makes a loop of its own.
    const auto with = [&](auto value, auto has) {
        testWith(
            test, rows, words, [value](const RowRecord &row, std::size_t) { return std::uint64_t(value(row)); }, has);
    };
    switch (test.field) {
    case RowField::Row:
        return testWith(
            test, rows, words, [first](const RowRecord &, std::size_t i) { return first.value() + i; }, always);
    case RowField::Time:
    case RowField::Elapsed:
        return with([](const RowRecord &row) { return timeValue(row.time); }, always);
    case RowField::Kind:
        return with([](const RowRecord &row) { return row.kind(); }, always);
    case RowField::Direction:
        return with([](const RowRecord &row) { return row.direction(); }, capture::hasDirection);
    case RowField::Connection:
        return with([](const RowRecord &row) { return row.connection().value(); }, always);
    case RowField::Severity:
        return with([](const RowRecord &row) { return row.severity(); }, always);
    case RowField::HasFindings:
        return with([](const RowRecord &row) { return row.hasFindings(); }, always);
    case RowField::Incomplete:
        return with([](const RowRecord &row) { return row.incomplete(); }, always);
    case RowField::EventKind:
        return with([](const RowRecord &row) { return row.first; }, events);
    case RowField::Length:
        return with([](const RowRecord &row) { return row.length(); }, octets);
    case RowField::WireSize:
        return with([](const RowRecord &row) { return row.wireSize(); }, octets);
    case RowField::Opcode:
        return with([](const RowRecord &row) { return row.opcode(); }, frames);
    case RowField::Fin:
        return with([](const RowRecord &row) { return row.fin(); }, frames);
    case RowField::Rsv:
        return with([](const RowRecord &row) { return row.rsv(); }, frames);
    case RowField::Masked:
        return with([](const RowRecord &row) { return row.masked(); }, frames);
    case RowField::EndsMessage:
        return with([](const RowRecord &row) { return row.endsMessage(); }, frames);
    case RowField::Form:
        return with([](const RowRecord &row) { return formOf(row); }, frames);
    case RowField::MessageRow:
        return testWith(
            test, rows, words,
            [first](const RowRecord &row, std::size_t i) { return row.messageStart(first + i).value(); }, messages);
    case RowField::UtcDayTime:
    case RowField::DayTime:
        return with([](const RowRecord &row) { return dayTimeOf(row.time); }, always);
    case RowField::Delta:
        return testDeltas(test, rows, words, before);
    }
}

} // namespace framescope::filter
