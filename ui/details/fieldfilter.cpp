#include "ui/details/fieldfilter.h"

#include "core/filter/language/likethis.h"

#include <algorithm>

namespace framescope::ui
{

namespace
{
constexpr qsizetype longestText = 200;

QString equal(filter::FieldId id, const QString &value, bool isText = false)
{
    return filter::valueIs(QLatin1String(filter::field(id).name), value, isText);
}

/// What stands in a filter must be seen there: a mark that turns the direction round would show another one.
bool isSeen(char32_t c) { return QChar::isPrint(c) || c == U'\n' || c == U'\r' || c == U'\t'; }
} // namespace

QString filterOf(filter::FieldId field, std::uint64_t value)
{
    const std::span<const filter::FieldWord> words = filter::field(field).words;
    const auto word =
        std::find_if(words.begin(), words.end(), [value](const auto &each) { return each.value == value; });
    return equal(field, word == words.end() ? QString::number(value) : QString(QLatin1String(word->word)));
}

QString filterOfTime(filter::FieldId field, std::uint64_t ns)
{
    constexpr std::uint64_t second = 1'000'000'000;
    QString fraction = QString::number(ns % second).rightJustified(9, u'0');
    while (fraction.endsWith(u'0'))
        fraction.chop(1);
    const QString seconds = QString::number(ns / second) + (fraction.isEmpty() ? QString() : u'.' + fraction);
    return equal(field, seconds + u" s"_qs);
}

QString filterOfOctets(filter::FieldId field, const QByteArray &octets)
{
    return octets.isEmpty() ? QString() : equal(field, QString::fromLatin1(octets.toHex()));
}

QString filterOfText(filter::FieldId field, const QByteArray &text)
{
    const QString characters = QString::fromUtf8(text);
    if (text.isEmpty() || text.size() > longestText || characters.toUtf8() != text)
        return {};
    const QList<uint> points = characters.toUcs4();
    return std::all_of(points.begin(), points.end(), isSeen) ? equal(field, characters, true) : QString();
}

} // namespace framescope::ui
