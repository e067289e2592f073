#include "core/filter/language/filterparser.h"

#include "core/filter/language/comparison.h"
#include "core/filter/language/field.h"
#include "core/filter/language/literal.h"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

namespace framescope::filter
{

namespace
{
using Type = FilterToken::Type;

/// Nothing that a person writes; what a program writes must not use up the stack.
constexpr int maxDepth = 200;

class Parser
{
public:
    explicit Parser(QStringView text) : m_text(text), m_lexer(text) { step(); }

    ParsedFilter parse()
    {
        if (m_token.type == Type::End && !m_lexer.error())
            return {};
        RowTest test = either();
        if (!m_error && !m_lexer.error() && m_token.type != Type::End)
            fail(m_token.type == Type::Close ? u"this parenthesis was never opened"_qs
                                             : u"\"and\" or \"or\" is missing before this"_qs);
        return m_error || m_lexer.error() ? ParsedFilter{RowTest(), wrong()} : ParsedFilter{std::move(test), {}};
    }
    /// What could stand in the place of what is wrong, the likeliest first.
    const QStringList &suggestions() const noexcept { return m_suggestions; }

private:
    /// What cannot even be cut into words is the first thing that is wrong, unless something before it is.
    FilterError wrong()
    {
        if (!m_lexer.error() || (m_error && m_lexer.error()->at > m_error->at))
            return *m_error;
        FilterError error = *m_lexer.error();
        m_suggestions = error.suggestion.isEmpty() ? QStringList() : QStringList(error.suggestion);
        error.suggestion.clear();
        return error;
    }

    void step() { m_token = m_lexer.next(); }
    QStringView text() const { return m_lexer.text(m_token); }
    bool failed() const { return m_error.has_value() || m_lexer.error().has_value(); }
    bool take(Type type)
    {
        if (m_token.type != type)
            return false;
        step();
        return true;
    }
    RowTest fail(const QString &what, const QString &suggestion = {}) { return failAt(m_token, what, suggestion); }
    RowTest failAt(const FilterToken &token, const QString &what, const QString &suggestion = {})
    {
        return failAt(token, what, suggestion.isEmpty() ? QStringList() : QStringList(suggestion));
    }
    /// `suggestions`: what could stand in the token's place, the likeliest first.
    RowTest failAt(const FilterToken &token, const QString &what, const QStringList &suggestions)
    {
        if (!m_error) {
            m_error = FilterError{what, token.at, token.size, {}};
            m_suggestions = suggestions;
        }
        return {};
    }

    RowTest either()
    {
        std::vector<RowTest> tests{both()};
        while (!failed() && take(Type::Or))
            tests.push_back(both());
        return joined(tests, [](const RowTest &a, const RowTest &b) { return a || b; });
    }
    RowTest both()
    {
        std::vector<RowTest> tests{negated()};
        while (!failed() && take(Type::And))
            tests.push_back(negated());
        return joined(tests, [](const RowTest &a, const RowTest &b) { return a && b; });
    }
    /// As a tree that is as flat as it can be: a list of ten thousand values must not use up the stack.
    template <typename Join> static RowTest joined(std::span<const RowTest> tests, Join join)
    {
        if (tests.size() <= 1)
            return tests.empty() ? RowTest() : tests.front();
        const std::size_t half = tests.size() / 2;
        return join(joined(tests.first(half), join), joined(tests.subspan(half), join));
    }
    RowTest negated()
    {
        if (++m_depth > maxDepth)
            return fail(u"the filter is nested too deep"_qs);
        RowTest test;
        if (take(Type::Not)) {
            test = !negated();
        } else if (m_token.type == Type::Open) {
            const FilterToken open = m_token;
            step();
            test = either();
            if (!failed() && !take(Type::Close))
                failAt(open, u"this parenthesis is never closed"_qs);
        } else {
            test = comparison();
        }
        --m_depth;
        return test;
    }

    RowTest comparison()
    {
        const FilterToken name = m_token;
        if (name.type == Type::End)
            return fail(u"a field is missing here"_qs);
        if (name.type != Type::Word)
            return fail(name.type == Type::String ? u"a field must stand before a string"_qs
                                                  : u"a field is missing before this"_qs,
                        name.type == Type::String ? u"text contains %1"_qs.arg(text()) : QString());
        Operand operand;
        operand.field = findField(text());
        operand.name = text().toString();
        if (operand.field == nullptr && name.at + name.size < m_text.size() && m_text[name.at + name.size] == u'(')
            return fail(u"there are no functions"_qs);
        if (operand.field == nullptr) {
            QStringList meant = nearestFields(text());
            if (!m_lastField.isEmpty()) { // "opcode == 8 or 9"; a text may equal anything, also a field's name
                const QString again = u"%1 == %2"_qs.arg(m_lastField, text());
                const auto last = std::find_if(meant.begin(), meant.end(), [](const QString &each) {
                    return each.contains(u' '); // no name
                });
                meant.insert(m_lastIsText ? last : meant.begin(), again);
            }
            return failAt(name, u"there is no field %1"_qs.arg(text()), meant);
        }
        step();
        if (m_token.type == Type::Open)
            return failAt(name, u"there are no functions"_qs, operand.name);
        if (m_token.type == Type::SliceOpen && !slice(operand))
            return {};
        m_lastField = m_text.sliced(name.at, m_token.at - name.at).trimmed().toString(); // with its slice
        m_lastIsText = operand.field->type == ValueType::String || operand.field->type == ValueType::Json;
        RowTest asked = test(operand, name);
        // Wireshark's fields of frames are of nothing else.
        if (operand.name.startsWith(u"websocket.", Qt::CaseInsensitive) && !failed())
            asked = RowTest::field(RowField::Kind, static_cast<std::uint64_t>(capture::RowKind::Frame)) && asked;
        return std::exchange(m_inverted, false) ? !asked : asked;
    }

    /// [from:count], [from], [from:] and [:count], behind a field.
    bool slice(Operand &operand)
    {
        if (operand.field->type != ValueType::Octets) {
            fail(u"%1 has no bytes to choose from"_qs.arg(operand.name));
            return false;
        }
        step();
        const FilterToken content = m_token;
        if (content.type != Type::Word || !operand.setSlice(text())) {
            failAt(content, u"this is no range of bytes: write [from:count], [first-last], [from] or [from:]"_qs);
            return false;
        }
        step();
        if (!take(Type::SliceClose)) {
            fail(u"] is missing before this: write [from:count]"_qs,
                 m_token.type == Type::End ? QString() : u"] %1"_qs.arg(text()));
            return false;
        }
        return true;
    }

    RowTest test(const Operand &operand, const FilterToken &name)
    {
        const FilterToken op = m_token;
        if (op.type == Type::In) {
            step();
            return oneOf(operand);
        }
        if (op.type == Type::Not) { // a not in {...} is not (a in {...}), as in Wireshark
            step();
            if (!take(Type::In))
                return failAt(op, u"\"and\" or \"or\" is missing before this"_qs);
            m_inverted = true;
            return oneOf(operand);
        }
        if (!op.isComparison() && op.type != Type::Contains && op.type != Type::Matches) {
            if (op.type == Type::Word || op.type == Type::String)
                return fail(u"an operator is missing before this"_qs, u"== %1"_qs.arg(text()));
            return made(hasField(operand), name);
        }
        step();
        const std::optional<Value> wanted = value(*operand.field);
        if (!wanted)
            return {};
        const Compared compared = compare(operand, op.type, *wanted);
        return made(compared, compared.wrong == Compared::Part::Field      ? name
                              : compared.wrong == Compared::Part::Operator ? op
                                                                           : wanted->token);
    }

    RowTest oneOf(const Operand &operand)
    {
        if (!take(Type::BraceOpen))
            return fail(u"a list in braces must follow \"in\""_qs,
                        m_token.type == Type::End ? QString() : u"{%1}"_qs.arg(text()));
        std::vector<RowTest> any;
        do {
            std::optional<Value> wanted = value(*operand.field);
            if (!wanted)
                return {};
            takeRange(*wanted);
            any.push_back(made(compareRange(operand, *wanted), wanted->token));
        } while (!failed() && take(Type::Comma));
        if (!failed() && !take(Type::BraceClose))
            m_token.type == Type::Word || m_token.type == Type::String
                ? fail(u"a comma is missing before this"_qs, u", %1"_qs.arg(text()))
                : fail(u"the list has no end: } is missing"_qs,
                       m_token.type == Type::End ? u"}"_qs : u"} %1"_qs.arg(text()));
        return joined(any, [](const RowTest &a, const RowTest &b) { return a || b; });
    }

    /// The rest of a range that has spaces in it, as 1 KiB .. 5 KiB.
    void takeRange(Value &value)
    {
        while (m_token.type == Type::Word && !value.isString()) {
            const bool begun = value.text.contains(u"..");
            if (!(begun ? value.text.endsWith(u"..") || isSizeUnit(text()) || isTimeUnit(text())
                        : text().contains(u"..")))
                return;
            value.text += value.unit + text().toString();
            value.unit.clear();
            value.token.size = m_token.at + m_token.size - value.token.at;
            step();
        }
    }

    /// A value, with the unit that may follow it.
    std::optional<Value> value(const Field &field)
    {
        Value value{m_token, text().toString(), {}};
        if (m_token.type == Type::String) {
            step();
            return value;
        }
        // "in" is a direction where a value stands.
        if (m_token.type != Type::Word && m_token.type != Type::In) {
            fail(u"a value is missing here"_qs);
            return {};
        }
        step();
        // A date may stand apart from its time of day.
        const bool clock = m_token.type == Type::Word && isDate(value.text) && text().contains(u':');
        if (clock || (m_token.type == Type::Word && value.canHaveUnit(text()))) {
            if (clock)
                value.text += u'T' + text().toString();
            else
                value.unit = text().toString();
            value.token.size = m_token.at + m_token.size - value.token.at;
            step();
        } else if (m_token.type == Type::Word && takesUnit(field.type) && value.canHaveUnit({}) &&
                   !text().contains(u"..")) {
            fail(u"%1 is no unit: %2"_qs.arg(text(), unitsOf(field.type)));
            return {};
        }
        return value;
    }

    RowTest made(const Compared &compared, const FilterToken &place)
    {
        if (compared.test)
            return *compared.test;
        return failAt(place, compared.problem, compared.suggestion);
    }

    QStringView m_text;
    FilterLexer m_lexer;
    FilterToken m_token;
    std::optional<FilterError> m_error;
    QStringList m_suggestions;
    QString m_lastField;
    bool m_lastIsText = false; ///< it is a text, or may be one
    bool m_inverted = false;   ///< the comparison that is being read has a "not" inside
    int m_depth = 0;
};

/// Whether the filter is right up to what stands behind the suggestion, and one word further.
bool helps(QStringView filter, const FilterError &error, const QString &suggestion)
{
    const QString mended = error.applied(filter, suggestion);
    const ParsedFilter parsed = Parser(mended).parse();
    qsizetype next = error.at + suggestion.size();
    while (next < mended.size() && mended[next].isSpace())
        ++next;
    return parsed.ok() || parsed.error->at < error.at || parsed.error->at > next;
}
} // namespace

ParsedFilter parseFilter(QStringView text)
{
    Parser parser(text);
    ParsedFilter parsed = parser.parse();
    if (parsed.ok())
        return parsed;
    const QStringList &all = parser.suggestions();
    const auto first =
        std::find_if(all.begin(), all.end(), [&](const QString &each) { return helps(text, *parsed.error, each); });
    if (first != all.end())
        parsed.error->suggestion = *first;
    return parsed;
}

} // namespace framescope::filter
