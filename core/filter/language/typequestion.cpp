#include "core/exchange/roundtrips.h"
#include "core/filter/language/boundedexpression.h"
#include "core/filter/language/questions.h"

#include <algorithm>
#include <memory>

namespace framescope::filter
{

namespace
{
using Type = FilterToken::Type;
using exchange::Role;
using exchange::RoundTrips;

class TypeQuestion final : public RowQuestion
{
public:
    TypeQuestion(bool requests, Type op, QString wanted, std::optional<BoundedExpression> expression)
        : m_requests(requests), m_op(op), m_wanted(std::move(wanted)), m_expression(std::move(expression))
    {
    }

    Result<Answer> ask(const RowAsked &asked, const std::stop_token &stop) const override
    {
        if (!asked.capture.row(asked.row).isFrame())
            return Answer::No;
        RoundTrips &trips = RoundTrips::of(asked.capture);
        if (auto read = trips.readAround(asked.row, stop); !read)
            return read.error();
        if (trips.end() <= asked.row) // stopped
            return Answer::Undecided;
        const exchange::RowTag tag = trips.tag(asked.row);
        bool any = false;
        Answer told = Answer::No;
        const auto look = [&](std::uint32_t type, Role role) {
            if (type == 0 || (m_requests && role != Role::Request))
                return;
            any = true;
            const Answer one = judged(trips.typeText(type));
            if (one == Answer::Yes || told == Answer::No)
                told = one;
        };
        look(tag.type(), tag.role());
        if (tag.role() == Role::Several) {
            for (std::uint64_t at = trips.firstPartFrom(asked.row);
                 at < trips.partCount() && trips.part(at).row == asked.row; ++at)
                look(trips.part(at).type, trips.part(at).role);
        }
        if (m_op == Type::NotEqual)
            return any && told == Answer::No ? Answer::Yes : Answer::No;
        return told;
    }

private:
    Answer judged(const QString &text) const
    {
        bool passes = true;
        if (m_op == Type::Matches) {
            const QRegularExpressionMatch match = m_expression->match(text);
            if (!match.isValid())
                return Answer::Undecided;
            passes = match.hasMatch();
        } else if (m_op != Type::End) {
            passes = m_op == Type::Contains ? text.contains(m_wanted) : text == m_wanted;
        }
        return passes ? Answer::Yes : Answer::No;
    }

    bool m_requests;
    Type m_op;
    QString m_wanted;
    std::optional<BoundedExpression> m_expression; ///< of Matches
};
} // namespace

Result<RowTest> typeQuestion(FieldId field, Type op, const QString &value)
{
    std::optional<BoundedExpression> expression;
    if (op == Type::Matches) {
        const Result<BoundedExpression> made = BoundedExpression::make(value);
        if (!made)
            return made.error();
        expression = *made;
    }
    return RowTest::asks(
        std::make_shared<TypeQuestion>(field == FieldId::MessageRequest, op, value, std::move(expression)));
}

} // namespace framescope::filter
