#include "core/filter/findmatches.h"
#include "core/filter/findpattern.h"
#include "core/filter/rowcontent.h"

#include <algorithm>

namespace framescope::filter
{

namespace
{
using Found = FindPattern::Found;
using Place = FindPattern::Place;

/// Frames up to this size are read at once, not their two ends apart.
constexpr std::uint64_t shortFrame = 4096;
/// A pattern that matches nearly everywhere is not followed for longer than about a second.
constexpr std::uint64_t mostMatches = 1'000'000;
/// Frames whose borders are known at a time.
constexpr std::size_t mostFrames = 1'000'000;

/// Of the message that the row ends.
std::optional<RowIndex> firstFrame(const RowAsked &asked)
{
    return asked.capture.row(asked.row).messageStart(asked.row);
}

/// Octets of a frame; nothing where they were in a file that the recording has dropped.
Result<std::optional<QByteArray>> octetsOf(const RowAsked &asked, RowIndex frame, std::uint64_t from,
                                           std::uint64_t count)
{
    Result<QByteArray> octets = asked.reader.payload(frame, from, count);
    if (octets)
        return std::optional(std::move(*octets));
    if (asked.capture.octetsDropped(frame))
        return std::optional<QByteArray>();
    return octets.error();
}

/// What lies over a border has at most all but one of its octets on each side: no more is read or kept.
Result<Found> octetsAcross(const OctetSearch &search, const RowAsked &asked, const std::stop_token &stop)
{
    if (search.size() < 2)
        return Found();
    const std::uint64_t reach = search.size() - 1;
    QByteArray before;        // the border
    std::uint64_t passed = 0; // octets of the frames before
    for (auto next = firstFrame(asked); next && !stop.stop_requested(); next = asked.reader.nextOfMessage(*next)) {
        const RowIndex frame = *next;
        const std::uint64_t size = asked.reader.payloadPresent(frame);
        const bool whole = size <= std::max(shortFrame, 2 * reach);
        const auto begin = octetsOf(asked, frame, 0, whole ? size : reach);
        if (!begin)
            return begin.error();
        const QByteArray around = before + begin->value_or(QByteArray()).left(qsizetype(reach));
        if (const std::size_t at = search.find(byteView(around)); at != OctetSearch::notFound)
            return Found{Place{passed - std::uint64_t(before.size()) + at, search.size()}, false};
        auto end = *begin;
        if (end && whole) {
            end = before + *end;
        } else if (end) {
            auto last = octetsOf(asked, frame, size - reach, reach);
            if (!last)
                return last.error();
            end = std::move(*last);
        }
        before = end.value_or(QByteArray()).right(qsizetype(reach));
        passed += size;
    }
    return Found();
}

/// The frames of a message, as far as they are looked at.
struct Joined {
    QByteArray octets;
    std::vector<std::uint64_t> begins; ///< of the frames, in them
    std::uint64_t before = 0;          ///< octets that were dropped
    bool cut = false;                  ///< there are more

    std::uint64_t end(std::size_t frame) const
    {
        return frame + 1 < begins.size() ? begins[frame + 1] : std::uint64_t(octets.size());
    }
    QByteArray frame(std::size_t number) const
    {
        return octets.mid(qsizetype(begins[number]), qsizetype(end(number) - begins[number]));
    }
};

Result<Joined> joined(const RowAsked &asked, const std::stop_token &stop)
{
    Joined all;
    for (auto next = firstFrame(asked); next; next = asked.reader.nextOfMessage(*next)) {
        const RowIndex frame = *next;
        const std::uint64_t room = RowContent::most - std::uint64_t(all.octets.size());
        const std::uint64_t size = asked.reader.payloadPresent(frame);
        if (stop.stop_requested() || (room == 0 && size > 0) || all.begins.size() == mostFrames) {
            all.cut = true;
            break;
        }
        const auto octets = octetsOf(asked, frame, 0, std::min(room, size));
        if (!octets)
            return octets.error();
        if (!*octets) {
            all.before += std::uint64_t(all.octets.size()) + size;
            all.octets.clear();
            all.begins.clear();
            continue;
        }
        all.begins.push_back(std::uint64_t(all.octets.size()));
        all.octets += **octets;
        all.cut = size > room;
    }
    return all;
}

/// One frame as the pattern sees it by itself. Places are asked for in order.
class Alone
{
public:
    Alone(QByteArray octets, std::size_t number) : m_number(number), m_octets(std::move(octets)), m_characters(m_octets)
    {
    }

    std::size_t number() const noexcept { return m_number; }
    bool utf8() const noexcept { return m_characters.utf8; }
    /// Whether a match begins with this octet too; none: that would take too long to tell.
    std::optional<bool> matchesAt(const BoundedExpression &expression, std::uint64_t octet)
    {
        const ByteView octets = byteView(m_octets);
        const std::uint64_t from = std::max(m_octet, m_characters.mark);
        if (octet < from)
            return false; // it begins with the byte order mark, which is no character of this frame
        const auto part = octets.subspan(std::size_t(from), std::size_t(octet - from));
        const auto begins = [](std::uint8_t each) { return (each & 0xC0) != 0x80; };
        // In UTF-16 units.
        m_unit += m_characters.utf8 ? std::count_if(part.begin(), part.end(), begins) +
                                          std::count_if(part.begin(), part.end(), [](auto c) { return c >= 0xF0; })
                                    : qsizetype(part.size());
        m_octet = octet;
        BoundedExpression::Effort effort{0, 1, true};
        const QRegularExpressionMatch match = expression.match(m_characters.text, m_unit, effort);
        if (!match.hasMatch() && !match.isValid())
            return {};
        return match.hasMatch() && match.capturedStart() == m_unit;
    }

private:
    std::size_t m_number;
    QByteArray m_octets;
    Characters m_characters;
    std::uint64_t m_octet = 0; ///< that was asked for last
    qsizetype m_unit = 0;      ///< the character that it begins
};

/// Of a match that ends in another frame than it begins in, the first may have a shorter one in the same place: then it
/// is shown there.
Result<Found> matchAcross(const BoundedExpression &expression, const RowAsked &asked, const std::stop_token &stop)
{
    const Result<Joined> all = joined(asked, stop);
    if (!all)
        return all.error();
    if (all->begins.size() < 2)
        return Found{{}, all->cut};
    const Characters characters(all->octets);
    std::optional<Alone> alone;
    std::size_t frame = 0;
    Found found;
    std::uint64_t matches = 0;
    const bool left = eachMatch(expression, characters, stop, [&](std::uint64_t begin, std::uint64_t count) {
        while (frame + 1 < all->begins.size() && begin >= all->end(frame))
            ++frame;
        if (!alone || alone->number() != frame)
            alone.emplace(all->frame(frame), frame);
        // A frame that ends inside a character is no text by itself.
        if (begin + count > all->end(frame) || alone->utf8() != characters.utf8) {
            const std::optional<bool> same = alone->matchesAt(expression, begin - all->begins[frame]);
            if (same && !*same)
                found.place = Place{all->before + begin, count};
            found.undecided = found.undecided || !same;
        }
        found.undecided = found.undecided || ++matches == mostMatches;
        return !found.place && matches < mostMatches;
    });
    found.undecided = !found.place && (found.undecided || left || all->cut);
    return found;
}
} // namespace

Result<FindPattern::Found> FindPattern::findAcross(const RowAsked &asked, const std::stop_token &stop) const
{
    if (m_asked.where != FindText::Where::Payloads || !RowContent::endsFragments(asked.capture, asked.row))
        return Found();
    if (const auto *const search = std::get_if<OctetSearch>(&m_matcher))
        return octetsAcross(*search, asked, stop);
    return matchAcross(std::get<BoundedExpression>(m_matcher), asked, stop);
}

} // namespace framescope::filter
