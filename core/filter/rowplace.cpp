#include "core/filter/rowplace.h"

#include "core/base/elapsed.h"
#include "core/filter/rowfield.h"

#include <QDateTime>

#include <algorithm>
#include <limits>

namespace framescope::filter
{

namespace
{
constexpr std::int64_t maxTime = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t nsPerMs = 1'000'000;

/// Nanoseconds of "1.5s" or "1.5 s".
std::optional<std::uint64_t> span(QStringView text)
{
    const qsizetype unit = unitStart(text);
    return unit == 0 ? std::nullopt : nanoseconds(text.first(unit), text.sliced(unit).trimmed());
}

std::int64_t later(std::int64_t time, std::uint64_t ns, bool back)
{
    const auto most = static_cast<std::uint64_t>(maxTime);
    const auto by = static_cast<std::int64_t>(std::min(ns, most));
    if (back)
        return time < std::numeric_limits<std::int64_t>::min() + by ? std::numeric_limits<std::int64_t>::min()
                                                                    : time - by;
    return time > maxTime - by ? maxTime : time + by;
}

/// When the clock on the wall shows so many nanoseconds since midnight.
std::int64_t wallTime(QDate date, std::uint64_t ns)
{
    const auto clock = QTime::fromMSecsSinceStartOfDay(static_cast<int>(ns / std::uint64_t(nsPerMs)));
    constexpr std::int64_t most = maxTime / nsPerMs - 1;
    const std::int64_t ms = std::clamp<std::int64_t>(QDateTime(date, clock).toMSecsSinceEpoch(), -most, most);
    return ms * nsPerMs + static_cast<std::int64_t>(ns % std::uint64_t(nsPerMs));
}

QString dateText(Timestamp time)
{
    return QDateTime::fromMSecsSinceEpoch(time.value() / nsPerMs).toString(u"yyyy-MM-ddTHH:mm:ss.zzz");
}
} // namespace

Result<RowPlace> RowPlace::parse(QStringView written)
{
    const QStringView text = written.trimmed();
    if (text.isEmpty())
        return Error{u"enter a row's number or a time"_qs};
    const bool back = text.startsWith(u'-') || text.startsWith(QChar(0x2212));
    if (back || text.startsWith(u'+')) {
        if (const auto ns = span(text.sliced(1).trimmed()))
            return RowPlace(Kind::Relative, *ns, back);
        return Error{u"after + and - stands a time as 1.5s, 200 ms or 3 min"_qs};
    }
    const QStringView number = text.startsWith(u'#') ? text.sliced(1) : text;
    if (const auto row = wholeNumber(number)) {
        if (*row == 0)
            return Error{u"rows are counted from 1"_qs};
        return RowPlace(Kind::Row, *row);
    }
    if (const auto day = dayTime(text))
        return RowPlace(*day);
    QString date = text.toString();
    if (date.size() > 10 && date[10] == u' ')
        date[10] = u'T';
    if (const auto time = dateTime(date))
        return RowPlace(Kind::Date, static_cast<std::uint64_t>(time->start.value()));
    if (const auto ns = span(text); ns && unitStart(text) < text.size())
        return RowPlace(Kind::Elapsed, *ns);
    if (ratio(text))
        return Error{u"a time needs a unit: %1 s, or +%1s from the selected row on"_qs.arg(text)};
    return Error{
        u"\"%1\" is no row's number and no time; times are written 12.5 s, 12:01:03.5, 2026-11-23T12:01:03Z or "
        "+1.5s"_qs.arg(text)};
}

Result<std::optional<RowIndex>> RowPlace::row(const capture::Capture &capture) const
{
    if (m_kind != Kind::Row)
        return std::optional<RowIndex>();
    const std::uint64_t rows = capture.rowCount();
    if (m_value > rows)
        return Error{rows == 0 ? u"there are no rows yet"_qs : u"the last row is %1"_qs.arg(rows)};
    return std::optional(RowIndex(m_value - 1));
}

Result<Timestamp> RowPlace::time(const capture::Capture &capture, std::optional<RowIndex> selected) const
{
    const std::uint64_t rows = capture.rowCount();
    if (rows == 0)
        return Error{u"there are no rows yet"_qs};
    const std::int64_t first = capture.row(RowIndex(0)).time.value();
    std::int64_t time = 0;
    switch (m_kind) {
    case Kind::Relative:
        if (!selected)
            return Error{u"no row is selected that this time could count from"_qs};
        time = later(capture.row(*selected).time.value(), m_value, m_back);
        break;
    case Kind::Elapsed:
        time = later(first, m_value, false);
        break;
    case Kind::DayTime: {
        // By the clock on the wall, as in a filter; the next day may have another shift from UTC.
        const QDate date = QDateTime::fromMSecsSinceEpoch(first / nsPerMs).date();
        time = wallTime(date, m_value);
        if (later(time, m_resolution - 1, false) < first)
            time = wallTime(date.addDays(1), m_value);
        break;
    }
    case Kind::Date:
    case Kind::Row:
        time = static_cast<std::int64_t>(m_value);
        break;
    }
    const Timestamp last = capture.row(RowIndex(rows - 1)).time;
    if (time > last.value())
        return Error{u"no row is that late: the last came at %1, %2 s after the first"_qs.arg(dateText(last))
                         .arg(secondsText(last.value() - first))};
    return Timestamp(time);
}

RowTest RowPlace::from(Timestamp time)
{
    return RowTest::field(RowField::Time, timeValue(time), std::numeric_limits<std::uint64_t>::max());
}

} // namespace framescope::filter
