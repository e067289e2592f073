#include "app/rollarguments.h"

#include <iterator>
#include <optional>

namespace framescope::app
{

namespace
{
struct Unit {
    char16_t letter;
    std::uint64_t factor;
};
constexpr Unit sizes[] = {{u'K', 1u << 10}, {u'M', 1u << 20}, {u'G', 1u << 30}, {u'T', std::uint64_t(1) << 40}};
constexpr Unit ages[] = {{u's', 1}, {u'm', 60}, {u'h', 3600}, {u'd', 86'400}};
constexpr std::uint64_t leastSize = 64 << 10;
constexpr std::uint64_t most = std::uint64_t(1) << 46; // octets: an index holds 2^48
constexpr std::uint64_t mostParts = 100'000;

/// A whole number with one of these units behind it, or none; nothing when it is none, or more than `most`.
template <std::size_t count> std::optional<std::uint64_t> number(const QString &text, const Unit (&units)[count])
{
    std::uint64_t factor = 1;
    QString digits = text;
    for (const Unit &unit : units) {
        if (text.endsWith(QChar(unit.letter), Qt::CaseInsensitive)) {
            factor = unit.factor;
            digits.chop(1);
            break;
        }
    }
    bool ok = false;
    const qulonglong value = digits.toULongLong(&ok);
    if (!ok || !digits.at(0).isDigit() || value > most / factor)
        return {};
    return value * factor;
}
} // namespace

Result<std::uint64_t> parseRollSize(const QString &text)
{
    const auto octets = number(text, sizes);
    if (!octets || *octets < leastSize)
        return Error{QStringLiteral("a size is a number of bytes from 64K to 64T, as in 500000, 100M or 2G, not \"%1\"")
                         .arg(text)};
    return *octets;
}

Result<std::uint64_t> parseRollFrames(const QString &text)
{
    bool ok = false;
    const qulonglong frames = text.toULongLong(&ok);
    if (!ok || frames == 0)
        return Error{QStringLiteral("it takes a whole number from 1 on, not \"%1\"").arg(text)};
    return std::uint64_t(frames);
}

Result<std::chrono::seconds> parseRollAge(const QString &text)
{
    constexpr std::uint64_t century = std::uint64_t(100) * 366 * 86'400;
    const auto seconds = number(text, ages);
    if (!seconds || *seconds == 0 || *seconds > century)
        return Error{
            QStringLiteral("an age is a whole number of seconds, or as in 10m, 1h or 7d, not \"%1\"").arg(text)};
    return std::chrono::seconds(*seconds);
}

Result<unsigned> parseKeep(const QString &text)
{
    bool ok = false;
    const uint count = text.toUInt(&ok);
    if (!ok || count == 0 || count > mostParts)
        return Error{QStringLiteral("it takes a number of files from 1 on, not \"%1\"").arg(text)};
    return unsigned(count);
}

} // namespace framescope::app
