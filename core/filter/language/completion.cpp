#include "core/filter/language/completion.h"

#include "core/base/ids.h"
#include "core/decode/decoder.h"
#include "core/filter/language/field.h"
#include "core/filter/language/lexer.h"
#include "core/ws/finding.h"

#include <algorithm>
#include <iterator>

namespace framescope::filter
{

namespace
{
using Type = FilterToken::Type;

/// What the grammar wants next.
enum class Wanted : std::uint8_t { Field, Operator, Value, Joint, Nothing };

struct Sign {
    const char *text;
    const char *meaning;
};
constexpr Sign order[] = {
    {"==", "equal"},
    {"!=", "has another value"},
    {"<", "less"},
    {"<=", "less or equal"},
    {">", "greater"},
    {">=", "greater or equal"},
    {"in", "one of a list in braces"},
};
constexpr Sign text[] = {
    {"==", "equal"},
    {"!=", "has another value"},
    {"contains", "has it somewhere"},
    {"matches", "a regular expression"},
    {"in", "one of a list in braces"},
};
constexpr Sign words[] = {
    {"==", "equal"},
    {"!=", "has another value"},
    {"in", "one of a list in braces"},
};
constexpr Sign json[] = {
    {"==", "equal"},
    {"!=", "has another value"},
    {"<", "a lower number"},
    {"<=", "a lower number or the same"},
    {">", "a higher number"},
    {">=", "a higher number or the same"},
    {"contains", "has it somewhere"},
    {"matches", "a regular expression"},
    {"in", "one of a list in braces"},
};
constexpr Sign flag[] = {{"==", "1 or 0"}, {"!=", "1 or 0"}};
constexpr Sign joints[] = {{"and", "both hold"}, {"or", "one of both holds"}};

std::span<const Sign> operatorsOf(const Field &field) noexcept
{
    switch (field.type) {
    case ValueType::Flag:
        return flag;
    case ValueType::String:
        return text;
    case ValueType::Json:
        return json;
    case ValueType::Word: // opcodes and severities have an order as well
        return field.id == FieldId::Opcode || field.id == FieldId::Severity ? std::span<const Sign>(order) : words;
    case ValueType::Octets:
        return text;
    default:
        return order;
    }
}

/// What the tokens before the cursor lead to.
class State
{
public:
    void take(const FilterToken &token, QStringView word)
    {
        switch (token.type) {
        case Type::Word:
            if (m_wanted == Wanted::Field) {
                m_field = findField(word);
                m_wanted = m_field ? Wanted::Operator : Wanted::Nothing;
            } else {
                m_wanted = m_wanted == Wanted::Value ? afterValue() : Wanted::Nothing;
            }
            break;
        case Type::String:
            m_wanted = m_wanted == Wanted::Value ? afterValue() : Wanted::Nothing;
            break;
        case Type::And:
        case Type::Or:
        case Type::Open:
        case Type::Not:
            if (token.type == Type::Not && m_wanted == Wanted::Operator) { // not in
                m_wanted = Wanted::Nothing;
                break;
            }
            m_field = nullptr;
            m_wanted = Wanted::Field;
            break;
        case Type::BraceOpen:
            m_list = true;
            m_wanted = withField(Wanted::Value);
            break;
        case Type::Comma:
            m_wanted = withField(Wanted::Value);
            break;
        case Type::BraceClose:
        case Type::Close:
            m_list = false;
            m_wanted = Wanted::Joint;
            break;
        case Type::SliceOpen:
            m_wanted = Wanted::Nothing;
            break;
        case Type::SliceClose:
            m_wanted = withField(Wanted::Operator);
            break;
        case Type::In:
            m_wanted = m_wanted == Wanted::Value ? afterValue() : Wanted::Nothing;
            break;
        default:
            m_wanted = m_wanted == Wanted::Operator ? Wanted::Value : Wanted::Nothing;
            break;
        }
    }
    Wanted wanted() const noexcept { return m_wanted; }
    const Field *field() const noexcept { return m_field; }

private:
    /// Without one nothing is known of what follows.
    Wanted withField(Wanted wanted) const noexcept { return m_field != nullptr ? wanted : Wanted::Nothing; }
    Wanted afterValue() const noexcept { return m_list ? Wanted::Nothing : Wanted::Joint; }

    Wanted m_wanted = Wanted::Field;
    const Field *m_field = nullptr;
    bool m_list = false;
};

void offer(std::vector<Completion> &all, QStringView typed, const char *candidate, const char *meaning)
{
    const QString name = QString::fromLatin1(candidate);
    if (name.contains(typed, Qt::CaseInsensitive))
        all.push_back({name, QString::fromUtf8(meaning)});
}

void offerValues(std::vector<Completion> &all, QStringView typed, const Field &field)
{
    for (const FieldWord &each : field.words)
        offer(all, typed, each.word, each.meaning);
    if (field.id == FieldId::Decoder) {
        for (const decode::Decoder *each : decode::decoders())
            offer(all, typed, each->id(), each->name());
    }
    if (field.id == FieldId::Finding) {
        for (const ws::FindingInfo &each : ws::allFindings())
            offer(all, typed, each.name.data(),
                  (each.text.find('%') == std::string_view::npos ? each.text : each.section).data());
    }
    if (field.type == ValueType::Flag) {
        offer(all, typed, "1", "set");
        offer(all, typed, "0", "not set");
    }
}
bool beginsAny(const std::vector<Completion> &all, QStringView typed)
{
    return std::any_of(all.begin(), all.end(),
                       [&](const Completion &each) { return each.text.startsWith(typed, Qt::CaseInsensitive); });
}

void offerAliases(std::vector<Completion> &all, QStringView typed)
{
    for (const Field &each : fields()) {
        for (const QString &alias : QString::fromLatin1(each.aliases).split(u' ', Qt::SkipEmptyParts)) {
            if (alias.startsWith(typed, Qt::CaseInsensitive))
                all.push_back({alias, QString::fromUtf8(each.meaning)});
        }
    }
}
} // namespace

Completions completionsAt(QStringView filter, qsizetype cursor)
{
    const QStringView before = filter.first(std::clamp<qsizetype>(cursor, 0, filter.size()));
    FilterLexer lexer(before);
    State state;
    Completions found;
    found.at = before.size();
    QStringView typed;
    for (FilterToken token = lexer.next();;) {
        const FilterToken next = token.type == Type::End ? token : lexer.next();
        if (token.type == Type::End)
            break;
        const QStringView word = lexer.text(token);
        const bool atCursor = token.at + token.size == before.size() && !word.isEmpty() &&
                              (word.back().isLetterOrNumber() || word.back() == u'.' || word.back() == u'_');
        if (next.type == Type::End && atCursor) {
            // What is being typed is not done yet.
            typed = word;
            found.at = token.at;
            found.size = token.size;
            break;
        }
        state.take(token, word);
        token = next;
    }
    if (lexer.error())
        return {};
    switch (state.wanted()) {
    case Wanted::Field:
        for (const Field &each : fields())
            offer(found.all, typed,
                  each.id == FieldId::Json                               ? "json.$."
                  : QLatin1String(each.name) == QLatin1String("decoded") ? "decoded.$."
                                                                         : each.name,
                  each.meaning);
        offer(found.all, typed, "not", "");
        // The names that other programs have for them, to who begins to write one.
        if (!typed.isEmpty() && (typed.contains(u'.') || !beginsAny(found.all, typed)))
            offerAliases(found.all, typed);
        break;
    case Wanted::Operator:
        for (const Sign &each : operatorsOf(*state.field()))
            offer(found.all, typed, each.text, each.meaning);
        for (const Sign &each : joints)
            offer(found.all, typed, each.text, each.meaning);
        break;
    case Wanted::Value:
        offerValues(found.all, typed, *state.field());
        break;
    case Wanted::Joint:
        for (const Sign &each : joints)
            offer(found.all, typed, each.text, each.meaning);
        break;
    case Wanted::Nothing:
        break;
    }
    // What stands behind the cursor belongs to the same word.
    if (found.size > 0) {
        for (qsizetype end = before.size();
             end < filter.size() && (filter[end].isLetterOrNumber() || filter[end] == u'_' || filter[end] == u'.');
             ++end)
            ++found.size;
    }
    std::stable_partition(found.all.begin(), found.all.end(),
                          [&](const Completion &each) { return each.text.startsWith(typed, Qt::CaseInsensitive); });
    // Nothing is offered to somebody who has typed it all.
    if (found.all.size() == 1 && found.all.front().text == typed)
        found.all.clear();
    return found;
}

} // namespace framescope::filter
