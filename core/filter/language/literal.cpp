#include "core/filter/language/literal.h"

#include <QDateTime>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>

namespace framescope::filter
{

namespace
{
struct Unit {
    const char16_t *name;
    std::uint64_t value;
};

constexpr std::uint64_t second = 1'000'000'000;
constexpr std::uint64_t maxValue = std::numeric_limits<std::uint64_t>::max();

constexpr Unit sizeUnits[] = {
    {u"B", 1},
    {u"byte", 1},
    {u"bytes", 1},
    {u"kB", 1000},
    {u"KiB", 1024},
    {u"MB", 1000 * 1000},
    {u"MiB", 1024 * 1024},
    {u"GB", 1000 * 1000 * 1000},
    {u"GiB", 1024 * 1024 * 1024},
    {u"K", 1024}, // as in --roll-size
    {u"M", 1024 * 1024},
    {u"G", 1024 * 1024 * 1024},
};
constexpr Unit timeUnits[] = {
    {u"ns", 1},           {u"us", 1000},          {u"\u00B5s", 1000},    {u"\u03BCs", 1000},
    {u"ms", 1000 * 1000}, {u"s", second},         {u"min", 60 * second}, {u"h", 3600 * second},
    {u"usec", 1000},      {u"msec", 1000 * 1000}, {u"sec", second},
};

template <std::size_t N> const Unit *find(const Unit (&units)[N], QStringView name)
{
    for (const Unit &unit : units) {
        if (name.compare(QStringView(unit.name), Qt::CaseInsensitive) == 0)
            return &unit;
    }
    return nullptr;
}

bool isDigit(QChar c) noexcept { return c >= u'0' && c <= u'9'; }

std::optional<std::uint64_t> decimal(QStringView digits)
{
    if (digits.isEmpty())
        return {};
    std::uint64_t value = 0;
    for (const QChar c : digits) {
        const auto digit = static_cast<std::uint64_t>(c.unicode() - u'0');
        if (!isDigit(c) || value > (maxValue - digit) / 10)
            return {};
        value = value * 10 + digit;
    }
    return value;
}

/// `number`, which may have a point, times `unit`; nothing where that is no whole number or too large.
std::optional<std::uint64_t> times(QStringView number, std::uint64_t unit)
{
    const qsizetype point = number.indexOf(u'.');
    const auto whole = decimal(point < 0 ? number : number.first(point));
    if (!whole || *whole > maxValue / unit)
        return {};
    const std::uint64_t value = *whole * unit;
    if (point < 0)
        return value;
    const QStringView digits = number.sliced(point + 1);
    const auto fraction = decimal(digits);
    if (!fraction || digits.size() > 9)
        return {};
    std::uint64_t parts = 1;
    for (qsizetype i = 0; i < digits.size(); ++i)
        parts *= 10;
    // 1.5 KiB is whole, 0.3 KiB is not.
    const std::uint64_t common = std::gcd(unit, parts);
    const std::uint64_t product = *fraction * (unit / common); // at most 10^9 times 2^21
    if (product % (parts / common) != 0)
        return {};
    const std::uint64_t rest = product / (parts / common);
    return value > maxValue - rest ? std::nullopt : std::optional(value + rest);
}
} // namespace

std::optional<std::uint64_t> wholeNumber(QStringView text)
{
    if (!text.startsWith(u"0x", Qt::CaseInsensitive)) // 010 is eight to some, and ten to others
        return text.size() > 1 && text[0] == u'0' ? std::nullopt : decimal(text);
    bool ok = false;
    const qulonglong value = text.sliced(2).toULongLong(&ok, 16);
    return ok ? std::optional<std::uint64_t>(value) : std::nullopt;
}

std::optional<std::uint64_t> octetCount(QStringView number, QStringView unit)
{
    if (unit.isEmpty())
        return wholeNumber(number);
    const Unit *const known = find(sizeUnits, unit);
    return known ? times(number, known->value) : std::nullopt;
}

std::optional<std::uint64_t> nanoseconds(QStringView number, QStringView unit)
{
    const Unit *const known = find(timeUnits, unit.isEmpty() ? QStringView(u"s") : unit);
    return known ? times(number, known->value) : std::nullopt;
}

std::optional<double> ratio(QStringView text)
{
    bool ok = false;
    const double value = text.toDouble(&ok);
    return ok && std::isfinite(value) && value >= 0 ? std::optional(value) : std::nullopt;
}

std::optional<DayTime> dayTime(QStringView text)
{
    const QList<QStringView> parts = text.split(u':');
    if (parts.size() < 2 || parts.size() > 3)
        return {};
    const auto hours = decimal(parts[0]);
    const auto minutes = decimal(parts[1]);
    if (!hours || !minutes || *hours > 23 || *minutes > 59 || parts[1].size() != 2)
        return {};
    DayTime time{(*hours * 60 + *minutes) * 60 * second, 60 * second};
    if (parts.size() == 2)
        return time;
    const QStringView seconds = parts[2];
    const auto ns = times(seconds, second);
    if (!ns || *ns >= 60 * second || seconds.indexOf(u'.') == 1 || seconds.size() < 2)
        return {};
    time.ns += *ns;
    time.resolution = second;
    const qsizetype point = seconds.indexOf(u'.');
    for (qsizetype i = point + 1; point >= 0 && i < seconds.size() && time.resolution > 1; ++i)
        time.resolution /= 10;
    return time;
}

std::optional<Moment> dateTime(QStringView text)
{
    constexpr qsizetype t = 10; // or a space
    if (text.size() <= t || (text[t] != u'T' && text[t] != u't' && text[t] != u' '))
        return {};
    qsizetype end = t + 1;
    while (end < text.size() && (isDigit(text[end]) || text[end] == u':' || text[end] == u'.'))
        ++end;
    const auto clock = dayTime(text.sliced(t + 1, end - t - 1));
    const QStringView zone = text.sliced(end);
    if (!clock)
        return {};
    // Qt keeps milliseconds; what is finer is added.
    constexpr std::uint64_t minute = 60 * second;
    const QTime toTheMinute = QTime(0, 0).addSecs(static_cast<int>(clock->ns / minute * 60));
    const QString whole = text.first(t).toString() + toTheMinute.toString(u"'T'HH:mm:ss") + zone.toString().toUpper();
    const QDateTime start = QDateTime::fromString(whole, Qt::ISODate);
    if (!start.isValid())
        return {};
    constexpr qint64 nsPerMs = 1'000'000;
    const qint64 ms = start.toMSecsSinceEpoch();
    if (ms > std::numeric_limits<qint64>::max() / nsPerMs - 86'400'000 || ms < 0)
        return {};
    return Moment{Timestamp(ms * nsPerMs + static_cast<qint64>(clock->ns % minute)), clock->resolution};
}

bool isDate(QStringView text)
{
    constexpr QStringView form = u"0000-00-00";
    return std::equal(text.begin(), text.end(), form.begin(), form.end(),
                      [](QChar c, QChar like) { return like == u'0' ? isDigit(c) : c == like; });
}

std::optional<QByteArray> hexOctets(QStringView text)
{
    if (text.startsWith(u"0x", Qt::CaseInsensitive))
        text = text.sliced(2);
    const bool separated = text.size() > 2 && text[2] == u':';
    QByteArray octets;
    for (qsizetype at = 0; at < text.size(); at += 2) {
        if (separated && at > 0 && text[at++] != u':')
            return {};
        bool ok = false;
        const uint octet = at + 2 <= text.size() ? text.sliced(at, 2).toUInt(&ok, 16) : 0;
        if (!ok || !text[at].isLetterOrNumber())
            return {};
        octets += static_cast<char>(octet);
    }
    return octets.isEmpty() ? std::nullopt : std::optional(octets);
}

bool isSizeUnit(QStringView word) { return find(sizeUnits, word) != nullptr; }

bool isTimeUnit(QStringView word) { return find(timeUnits, word) != nullptr; }

qsizetype unitStart(QStringView word)
{
    if (word.startsWith(u"0x", Qt::CaseInsensitive))
        return word.size();
    qsizetype at = 0;
    while (at < word.size() && (isDigit(word[at]) || word[at] == u'.'))
        ++at;
    return at == 0 ? word.size() : at;
}

} // namespace framescope::filter
