#include "core/filter/language/boundedexpression.h"

#include <algorithm>
#include <array>

namespace framescope::filter
{

namespace
{
/// Steps of one try; a step takes some nanoseconds.
constexpr qsizetype steps = 50'000'000;
/// PCRE2's own limit, which a pattern can only lower.
constexpr qsizetype stepsTogether = 10'000'000;
/// An explosion ends sooner where the text is short.
constexpr qsizetype stepsAtOne = 1'000'000;
constexpr qsizetype stepsForOne = 200; ///< by character, where all are counted together

/// There is one form of the expression for texts up to 256 characters, one for those up to four times as many, and so on.
constexpr std::size_t sizes = 10;
constexpr qsizetype sizeOf(std::size_t i) noexcept { return qsizetype(256) << (2 * i); }
/// From here on PCRE2 must not make quantifiers possessive by itself: their steps would not be counted, and there could
/// be as many as the square of the text's size.
constexpr qsizetype smallText = 4096;

QString withLimits(qsizetype limit, qsizetype size, const QString &pattern)
{
    // The beginning is where a pattern may say what its limits are.
    const QString counted = size > smallText ? u"(*NO_AUTO_POSSESS)"_qs : QString();
    return u"(*LIMIT_MATCH=%1)(*LIMIT_DEPTH=100000)"_qs.arg(limit) + counted + pattern;
}

/// Whether the pattern means the same inside a group: none that speaks of its own beginning or of all of itself.
bool canBeInGroup(const QString &pattern)
{
    constexpr const char *whole[] = {"(*", "(?R", "(?0", "\\g<0", "\\g'0", "\\G"};
    return std::none_of(std::begin(whole), std::end(whole),
                        [&](const char *each) { return pattern.contains(QLatin1String(each)); });
}
} // namespace

/// They are compiled when they are first needed.
struct BoundedExpression::Forms {
    std::array<QRegularExpression, sizes> each; ///< steps are counted by where the match begins
    std::array<QRegularExpression, sizes> all;  ///< steps are counted together; empty where that cannot be
};

Result<BoundedExpression> BoundedExpression::make(const QString &pattern, bool matchCase)
{
    QRegularExpression::PatternOptions options = QRegularExpression::DotMatchesEverythingOption;
    options.setFlag(QRegularExpression::CaseInsensitiveOption, !matchCase);
    // Without limits before it the places are those of what was written.
    if (const QRegularExpression plain(pattern, options); !plain.isValid())
        return Error{u"the regular expression is wrong at its place %1: %2"_qs.arg(plain.patternErrorOffset() + 1)
                         .arg(plain.errorString())};
    const bool inGroup = canBeInGroup(pattern);
    const auto forms = std::make_shared<Forms>();
    for (std::size_t i = 0; i < sizes; ++i) {
        const qsizetype size = sizeOf(i);
        const qsizetype atOne = std::clamp<qsizetype>(steps / size, 1, stepsAtOne);
        forms->each[i] = QRegularExpression(withLimits(atOne, size, pattern), options);
        if (inGroup)
            forms->all[i] = QRegularExpression(withLimits(std::clamp(stepsForOne * size, stepsAtOne, stepsTogether),
                                                          size, u"\\G(?s:.*?)\\K(?:"_qs + pattern + u')'),
                                               options);
    }
    if (!forms->each[0].isValid())
        return Error{forms->each[0].errorString()};
    return BoundedExpression(forms);
}

QRegularExpressionMatch BoundedExpression::match(const QString &text, qsizetype from) const
{
    Effort effort;
    return match(text, from, effort);
}

QRegularExpressionMatch BoundedExpression::match(const QString &text, qsizetype from, Effort &effort) const
{
    const qsizetype size = std::max(text.size(), effort.size);
    std::size_t i = 0;
    while (i + 1 < sizes && sizeOf(i) < size)
        ++i;
    const auto option =
        effort.valid ? QRegularExpression::DontCheckSubjectStringMatchOption : QRegularExpression::NoMatchOption;
    const QRegularExpressionMatch first = m_forms->each[i].match(text, from, QRegularExpression::NormalMatch, option);
    const QRegularExpression &all = m_forms->all[i];
    if (first.isValid() || effort.secondTries <= 0 || all.pattern().isEmpty() || !all.isValid())
        return first;
    --effort.secondTries;
    return all.match(text, from, QRegularExpression::NormalMatch, option);
}

} // namespace framescope::filter
