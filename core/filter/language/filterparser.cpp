#include "core/filter/language/filterparser.h"

#include "core/filter/language/comparison.h"
#include "core/filter/language/field.h"
#include "core/filter/language/literal.h"

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
    explicit Parser(QStringView text) : m_lexer(text) { step(); }

    ParsedFilter parse()
    {
        if (m_token.type == Type::End && !m_lexer.error())
            return {};
        RowTest test = either();
        if (!m_error && !m_lexer.error() && m_token.type != Type::End)
            fail(m_token.type == Type::Close ? u"this parenthesis was never opened"_qs
                                             : u"\"and\" or \"or\" is missing before this"_qs);
        // What cannot even be cut into words is the first thing that is wrong, unless something before it is.
        std::optional<FilterError> error = m_error;
        if (m_lexer.error() && (!error || m_lexer.error()->at <= error->at))
            error = m_lexer.error();
        return error ? ParsedFilter{RowTest(), error} : ParsedFilter{std::move(test), {}};
    }

private:
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
        if (!m_error)
            m_error = FilterError{what, token.at, token.size, suggestion};
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
                failAt(open, u"this parenthesis is never closed"_qs, u")"_qs);
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
        if (operand.field == nullptr)
            return fail(u"there is no field %1"_qs.arg(text()), nearestField(text()));
        step();
        if (m_token.type == Type::SliceOpen && !slice(operand))
            return {};
        return test(operand, name);
    }

    /// [from:count], [from], [from:] and [:count], behind a field.
    bool slice(Operand &operand)
    {
        if (operand.field->type != ValueType::Octets) {
            fail(u"%1 has no octets to choose from"_qs.arg(operand.name));
            return false;
        }
        step();
        const FilterToken content = m_token;
        if (content.type != Type::Word || !operand.setSlice(text())) {
            failAt(content, u"this is no range of octets: [from:count], [from] or [from:]"_qs);
            return false;
        }
        step();
        if (!take(Type::SliceClose)) {
            fail(u"the range has no end"_qs, u"]"_qs);
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
        if (!op.isComparison() && op.type != Type::Contains && op.type != Type::Matches) {
            if (op.type == Type::Word || op.type == Type::String)
                return fail(u"an operator is missing before this"_qs, u"=="_qs);
            return made(hasField(operand), name);
        }
        step();
        const std::optional<Value> wanted = value();
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
            return fail(u"a list in braces must follow \"in\""_qs, u"{"_qs);
        std::vector<RowTest> any;
        do {
            std::optional<Value> wanted = value();
            if (!wanted)
                return {};
            takeRange(*wanted);
            any.push_back(made(compareRange(operand, *wanted), wanted->token));
        } while (!failed() && take(Type::Comma));
        if (!failed() && !take(Type::BraceClose))
            fail(u"the list has no end, or a comma is missing"_qs,
                 m_token.type == Type::Word || m_token.type == Type::String ? u","_qs : u"}"_qs);
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
    std::optional<Value> value()
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
        if (m_token.type == Type::Word && value.canHaveUnit(text())) {
            value.unit = text().toString();
            value.token.size = m_token.at + m_token.size - value.token.at;
            step();
        }
        return value;
    }

    RowTest made(const Compared &compared, const FilterToken &place)
    {
        if (compared.test)
            return *compared.test;
        return failAt(place, compared.problem, compared.suggestion);
    }

    FilterLexer m_lexer;
    FilterToken m_token;
    std::optional<FilterError> m_error;
    int m_depth = 0;
};
} // namespace

ParsedFilter parseFilter(QStringView text) { return Parser(text).parse(); }

} // namespace framescope::filter
