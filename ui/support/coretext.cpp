#include "ui/support/coretext.h"

#include "ui/support/language.h"

#include <QCache>
#include <QCoreApplication>
#include <QHash>
#include <QStringList>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace framescope::ui
{

namespace
{
constexpr const char *coreTexts[] = {
#include "ui/support/coretexts.inc"
};

constexpr int maxValues = 10;
/// A sentence in a sentence in a sentence; peers do not choose the depth.
constexpr int maxDepth = 4;
/// So many places for the values of one text are tried, and so many parts of what is asked for are looked up.
constexpr int maxTries = 32;
constexpr int maxLookups = 400;
/// Longer texts are no sentences of ours; looking for them costs their length each time.
constexpr qsizetype maxLength = 4096;

using Values = std::array<QString, maxValues>;

/// The number after % or %L at `at`; 0: no value stands there. `size` becomes what it takes in the text.
int valueAt(const QString &text, qsizetype at, bool &ours, qsizetype &size)
{
    qsizetype digit = at + 1;
    ours = digit < text.size() && text[digit] == u'L';
    digit += ours;
    if (digit >= text.size() || text[digit] < u'1' || text[digit] > u'9')
        return 0;
    size = digit + 1 - at;
    return text[digit].unicode() - u'0';
}

/// A text of core with values in it: what stands before, between and after them.
struct Pattern {
    QStringList pieces;       ///< one more than numbers
    std::vector<int> numbers; ///< of the values, in the order of the text
    qsizetype literal = 0;    ///< characters in all pieces: the more, the better a match
    bool spans = false;       ///< it has several sentences itself
    QString translated;
    std::array<bool, maxValues> ours{}; ///< the value is a text of core as well

    bool fits(const QString &text) const
    {
        return text.size() > literal && text.startsWith(pieces.front()) && text.endsWith(pieces.back());
    }
};

/// Where core puts texts one after the other.
bool hasBoundary(const QString &text) { return text.contains(u". ") || text.contains(u"; "); }

Pattern patternOf(const QString &english)
{
    Pattern pattern;
    QString piece;
    for (qsizetype at = 0; at < english.size();) {
        bool ours = false;
        qsizetype size = 1;
        const int number = english[at] == u'%' ? valueAt(english, at, ours, size) : 0;
        if (number == 0) {
            piece += english[at];
        } else {
            pattern.literal += piece.size();
            pattern.pieces.append(piece);
            pattern.numbers.push_back(number);
            piece.clear();
        }
        at += size;
    }
    pattern.literal += piece.size();
    pattern.pieces.append(piece);
    pattern.spans = hasBoundary(english);
    return pattern;
}

/// Core's texts in one language.
class Dictionary
{
public:
    explicit Dictionary(QString language) : m_language(std::move(language))
    {
        for (const char *text : coreTexts) {
            // Some are made to be appended, with a space in front.
            const QString english = QString::fromUtf8(text).trimmed();
            const QString translated = QCoreApplication::translate("Core", text).trimmed();
            if (translated == english)
                continue;
            Pattern pattern = patternOf(english);
            if (pattern.numbers.empty()) {
                m_whole.insert(english, translated);
            } else {
                pattern.translated = translated;
                for (qsizetype at = translated.indexOf(u"%L"); at >= 0; at = translated.indexOf(u"%L", at + 1)) {
                    bool ours = false;
                    qsizetype size = 0;
                    pattern.ours[std::size_t(valueAt(translated, at, ours, size))] = true;
                }
                m_patterns.push_back(std::move(pattern));
            }
        }
        std::stable_sort(m_patterns.begin(), m_patterns.end(),
                         [](const Pattern &a, const Pattern &b) { return a.literal > b.literal; });
    }

    const QString &language() const { return m_language; }

    QString text(const QString &english)
    {
        if (const QString *known = m_known.object(english))
            return *known;
        m_lookups = 0;
        QString made = found(english, 0).value_or(english);
        m_known.insert(english, new QString(made));
        return made;
    }

private:
    std::optional<QString> found(const QString &english, int depth)
    {
        if (english.isEmpty() || english.size() > maxLength || depth > maxDepth || ++m_lookups > maxLookups)
            return std::nullopt;
        if (auto whole = sentence(english, depth, hasBoundary(english)))
            return whole;
        if (auto all = sentences(english, depth, true))
            return all;
        if (auto whole = sentence(english, depth, false))
            return whole;
        // Core, or who shows it, may have made a sentence of it: with a full stop, with a capital.
        if (english.endsWith(u'.')) {
            if (auto open = sentence(english.chopped(1), depth, false))
                return *open + u'。';
            if (auto small = sentence(english[0].toLower() + english.mid(1).chopped(1), depth, false))
                return *small + u'。';
        }
        return sentences(english, depth, false);
    }

    /// One text of the list; with `spanning`, one that has several sentences itself.
    std::optional<QString> sentence(const QString &english, int depth, bool spanning)
    {
        if (const auto whole = m_whole.constFind(english); whole != m_whole.constEnd())
            return *whole;
        for (const Pattern &pattern : m_patterns) {
            if ((spanning && !pattern.spans) || !pattern.fits(english))
                continue;
            Values values;
            // Values of our own are looked for first; where there are none, e.g. the system's words, any will do.
            for (const bool strict : {true, false}) {
                int tries = maxTries;
                if (match(pattern, 0, english, pattern.pieces.front().size(), strict, values, tries, depth))
                    return filled(pattern.translated, values, depth);
            }
        }
        return std::nullopt;
    }

    /// Finds the values from number `index` on, in the text from `at` on.
    bool match(const Pattern &pattern, std::size_t index, const QString &text, qsizetype at, bool strict,
               Values &values, int &tries, int depth)
    {
        const qsizetype end = text.size() - pattern.pieces.back().size();
        const bool last = index + 1 == pattern.numbers.size();
        const QString &next = pattern.pieces[qsizetype(index) + 1];
        const auto number = std::size_t(pattern.numbers[index]);
        for (qsizetype to = last ? end : text.indexOf(next, at + 1); to > at && to <= end && tries-- > 0;
             to = text.indexOf(next, to + 1)) {
            values[number] = text.mid(at, to - at);
            if (!strict || !pattern.ours[number] || found(values[number], depth + 1)) {
                if (last || match(pattern, index + 1, text, to + next.size(), strict, values, tries, depth))
                    return true;
            }
            if (last)
                break;
        }
        return false;
    }

    /// Texts of the list one after the other; `all` of it, or as much as is found.
    std::optional<QString> sentences(const QString &english, int depth, bool all)
    {
        static const struct {
            QString sign;
            qsizetype kept; ///< so much of the sign belongs to the text before it
            QString chinese;
        } joints[] = {{QStringLiteral(". "), 1, QStringLiteral("。")}, {QStringLiteral("; "), 0, QStringLiteral("；")}};
        for (const auto &joint : joints) {
            for (qsizetype at = english.lastIndexOf(joint.sign); at > 0; at = english.lastIndexOf(joint.sign, at - 1)) {
                const QString before = english.left(at + joint.kept);
                const QString rest = english.mid(at + joint.sign.size());
                const auto first = found(before, depth + 1);
                if (all && !first)
                    continue;
                const auto second = found(rest, depth + 1);
                if (all ? !second : !first && !second)
                    continue;
                const QString begin = first.value_or(before);
                const QString end = second.value_or(rest);
                if (joint.kept == 0)
                    return begin + joint.chinese + end;
                return begin + (begin.endsWith(joint.chinese) ? QString() : QStringLiteral(" ")) + end;
            }
        }
        return std::nullopt;
    }

    QString filled(const QString &translated, const Values &values, int depth)
    {
        QString out;
        for (qsizetype at = 0; at < translated.size();) {
            bool ours = false;
            qsizetype size = 1;
            const int number = translated[at] == u'%' ? valueAt(translated, at, ours, size) : 0;
            if (number == 0) {
                out += translated[at];
            } else {
                const QString &value = values[std::size_t(number)];
                out += ours ? found(value, depth + 1).value_or(value) : value;
            }
            at += size;
        }
        return out;
    }

    QString m_language;
    QHash<QString, QString> m_whole;
    std::vector<Pattern> m_patterns;
    int m_lookups = 0; ///< for the text asked for
    QCache<QString, QString> m_known{2000};
};
} // namespace

QString coreText(const QString &english)
{
    const QString language = currentLanguage();
    if (language == u"en")
        return english;
    static std::unique_ptr<Dictionary> dictionary;
    if (!dictionary || dictionary->language() != language)
        dictionary = std::make_unique<Dictionary>(language);
    return dictionary->text(english);
}

QString coreText(std::string_view english)
{
    return coreText(QString::fromUtf8(english.data(), qsizetype(english.size())));
}

} // namespace framescope::ui
