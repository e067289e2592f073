#include "core/exchange/framesbefore.h"
#include "core/exchange/roundtrips.h"
#include "core/filter/language/questions.h"

#include <algorithm>
#include <memory>

namespace framescope::filter
{

namespace
{
/// Nanoseconds from one time to a later one; times of captures that others wrote may go back.
std::uint64_t between(Timestamp from, Timestamp to) noexcept
{
    return to < from ? 0 : static_cast<std::uint64_t>(to.value()) - static_cast<std::uint64_t>(from.value());
}

class SpanQuestion : public RowQuestion
{
public:
    SpanQuestion(std::uint64_t low, std::uint64_t high) : m_low(low), m_high(high) {}

protected:
    Answer judged(std::uint64_t ns) const noexcept { return ns >= m_low && ns <= m_high ? Answer::Yes : Answer::No; }

private:
    std::uint64_t m_low, m_high;
};

class GapQuestion final : public SpanQuestion
{
public:
    using SpanQuestion::SpanQuestion;

    Result<Answer> ask(const RowAsked &asked, const std::stop_token &stop) const override
    {
        const auto before = exchange::FramesBefore::of(asked.capture).before(asked.row, stop);
        return before ? judged(between(*before, asked.capture.row(asked.row).time)) : Answer::No;
    }
};

class RttQuestion final : public SpanQuestion
{
public:
    using SpanQuestion::SpanQuestion;

    Result<Answer> ask(const RowAsked &asked, const std::stop_token &stop) const override
    {
        if (!asked.capture.row(asked.row).isFrame())
            return Answer::No;
        exchange::RoundTrips &trips = exchange::RoundTrips::of(asked.capture);
        if (auto read = trips.readAround(asked.row, stop); !read)
            return read.error();
        Answer answer = Answer::No; // to a batch each of its answers may lead
        for (std::uint64_t at = trips.firstTripFrom(asked.row);
             at < trips.tripCount() && trips.trip(at).answer == asked.row; ++at)
            answer = std::max(answer, judged(trips.trip(at).ns));
        return answer;
    }
};
} // namespace

RowTest spanQuestion(FieldId field, std::uint64_t low, std::uint64_t high)
{
    if (field == FieldId::Gap)
        return RowTest::asks(std::make_shared<GapQuestion>(low, high));
    return RowTest::asks(std::make_shared<RttQuestion>(low, high));
}

} // namespace framescope::filter
