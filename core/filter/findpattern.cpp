#include "core/filter/findpattern.h"

#include "core/filter/findmatches.h"
#include "core/filter/headertext.h"
#include "core/filter/language/literal.h"
#include "core/filter/rowcontent.h"

#include <algorithm>
#include <utility>

namespace framescope::filter
{

namespace
{
constexpr std::uint64_t pieceSize = 1u << 20;

bool isAscii(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; });
}

/// The row's octets that are looked at; `cut`: there are more.
Result<QByteArray> octetsOf(const FindText &find, const RowAsked &asked, bool &cut)
{
    if (find.where == FindText::Where::Headers)
        return find.form == FindText::Form::Hex ? headerOctets(asked) : headerText(asked);
    const RowContent content(asked);
    if (!content.exists())
        return QByteArray();
    cut = content.size() > RowContent::most;
    return content.read(0, RowContent::most);
}

class FindQuestion final : public RowQuestion
{
public:
    explicit FindQuestion(FindPattern pattern) : m_pattern(std::move(pattern)) {}

    Result<Answer> ask(const RowAsked &asked, const std::stop_token &stop) const override
    {
        bool cut = false;
        const Result<QByteArray> octets = octetsOf(m_pattern.asked(), asked, cut);
        if (!octets)
            return octets.error();
        const FindPattern::Found found = m_pattern.find(*octets);
        if (found.place)
            return Answer::Yes;
        const Result<FindPattern::Found> across = m_pattern.findAcross(asked, stop);
        if (!across)
            return across.error();
        return across->place                                 ? Answer::Yes
               : found.undecided || across->undecided || cut ? Answer::Undecided
                                                             : Answer::No;
    }

private:
    FindPattern m_pattern;
};

/// Of octets, which rows carry is looked for elsewhere.
class AcrossQuestion final : public RowQuestion
{
public:
    explicit AcrossQuestion(FindPattern pattern) : m_pattern(std::move(pattern)) {}

    Result<Answer> ask(const RowAsked &asked, const std::stop_token &stop) const override
    {
        const Result<FindPattern::Found> across = m_pattern.findAcross(asked, stop);
        if (!across)
            return across.error();
        return across->place ? Answer::Yes : Answer::No;
    }

private:
    FindPattern m_pattern;
};
} // namespace

ParsedFind FindPattern::parse(const FindText &asked)
{
    if (asked.text.isEmpty())
        return {};
    switch (asked.form) {
    case FindText::Form::Hex: {
        QString digits = asked.text;
        digits.remove(u' ');
        const std::optional<QByteArray> octets = hexOctets(digits);
        if (octets && !octets->isEmpty())
            return {FindPattern(asked, OctetSearch(*octets)), {}, 0};
        const auto isWrong = [](QChar c) { return !QStringView(u"0123456789abcdefABCDEF: x").contains(c); };
        const auto wrong = std::find_if(asked.text.begin(), asked.text.end(), isWrong);
        if (wrong != asked.text.end())
            return {{}, u"\"%1\" is no hexadecimal digit"_qs.arg(*wrong), wrong - asked.text.begin()};
        return {{}, u"a byte has two hexadecimal digits: one is missing"_qs, asked.text.size()};
    }
    case FindText::Form::Regex: {
        const Result<BoundedExpression> made = BoundedExpression::make(asked.text, asked.matchCase);
        if (made)
            return {FindPattern(asked, *made), {}, 0};
        const QRegularExpression plain(asked.text);
        return {{}, plain.errorString(), std::max<qsizetype>(0, plain.patternErrorOffset())};
    }
    case FindText::Form::Text:
        break;
    }
    // Letters beyond ASCII have more than one other case.
    if (!asked.matchCase && !isAscii(asked.text)) {
        const Result<BoundedExpression> made = BoundedExpression::make(QRegularExpression::escape(asked.text));
        if (!made)
            return {{}, made.error().message, 0};
        return {FindPattern(asked, *made), {}, 0};
    }
    const auto letters = asked.matchCase ? OctetSearch::Case::Kept : OctetSearch::Case::Ignored;
    return {FindPattern(asked, OctetSearch(asked.text.toUtf8(), letters)), {}, 0};
}

RowTest FindPattern::test() const
{
    if (const auto *const search = std::get_if<OctetSearch>(&m_matcher);
        search != nullptr && m_asked.where == FindText::Where::Payloads) {
        // A match is shown in one row: what lies in one frame not on the last of its message as well.
        const RowTest last = RowTest::field(RowField::Opcode, std::uint64_t(ws::Opcode::Continuation)) &&
                             RowTest::field(RowField::EndsMessage, 1);
        return RowTest::carries(*search, false) || (last && RowTest::asks(std::make_shared<AcrossQuestion>(*this)));
    }
    return RowTest::asks(std::make_shared<FindQuestion>(*this));
}

FindPattern::Found FindPattern::find(const QByteArray &octets, std::uint64_t from) const
{
    if (const auto *const search = std::get_if<OctetSearch>(&m_matcher)) {
        const std::size_t at = search->find(byteView(octets), static_cast<std::size_t>(from));
        if (at == OctetSearch::notFound)
            return {};
        return {Place{at, search->size()}, false};
    }
    const Characters characters(octets);
    if (from > static_cast<std::uint64_t>(octets.size()))
        return {};
    const qsizetype start = characters.at(byteView(octets), from);
    const QRegularExpressionMatch match = std::get<BoundedExpression>(m_matcher).match(characters.text, start);
    if (!match.hasMatch())
        return {{}, !match.isValid()};
    return {Place{characters.mark + characters.octets(0, match.capturedStart()),
                  characters.octets(match.capturedStart(), match.capturedEnd())},
            false};
}

FindPattern::All FindPattern::findAll(const QByteArray &octets, std::size_t most, const std::stop_token &stop) const
{
    All all;
    if (const auto *const search = std::get_if<OctetSearch>(&m_matcher)) {
        const ByteView view = byteView(octets);
        for (std::size_t at = search->find(view);
             at != OctetSearch::notFound && all.places.size() < most && !stop.stop_requested();
             at = search->find(view, at + search->size()))
            all.places.push_back({at, search->size()});
        return all;
    }
    if (most == 0)
        return all;
    all.undecided = eachMatch(std::get<BoundedExpression>(m_matcher), Characters(octets), stop,
                              [&all, most](std::uint64_t begin, std::uint64_t count) {
                                  all.places.push_back({begin, count});
                                  return all.places.size() < most;
                              });
    return all;
}

std::uint64_t FindPattern::longest() const noexcept
{
    const auto *const search = std::get_if<OctetSearch>(&m_matcher);
    return search != nullptr ? search->size() : 0;
}

Result<std::optional<FindPattern::Place>> FindPattern::placeIn(const RowAsked &asked) const
{
    using Placed = std::optional<Place>;
    const capture::RowRecord &record = asked.capture.row(asked.row);
    const bool head =
        record.kind() == capture::RowKind::HandshakeRequest || record.kind() == capture::RowKind::HandshakeResponse;
    if (m_asked.where == FindText::Where::Headers && !head) {
        constexpr std::uint64_t codeSize = 2;
        if (!record.isFrame() || record.opcode() != ws::Opcode::Close || m_asked.form == FindText::Form::Hex)
            return Placed();
        const Result<QByteArray> payload = asked.reader.payload(asked.row, codeSize, 125);
        if (!payload)
            return payload.error();
        Found found = find(*payload);
        if (found.place)
            found.place->from += codeSize;
        return found.place;
    }
    const auto *const search = std::get_if<OctetSearch>(&m_matcher);
    if (m_asked.where == FindText::Where::Payloads && search != nullptr) {
        // Most places are near the beginning of what may be long; the pieces overlap by what may lie across.
        const RowContent content(asked);
        const std::uint64_t end = content.exists() ? std::min(content.size(), RowContent::most) : 0;
        for (std::uint64_t at = 0; at < end; at += pieceSize) {
            const Result<QByteArray> piece = content.read(at, pieceSize + search->size());
            if (!piece)
                return piece.error();
            if (Found found = find(*piece); found.place) {
                found.place->from += at;
                return found.place;
            }
        }
        return Placed();
    }
    bool cut = false;
    const Result<QByteArray> octets = octetsOf(m_asked, asked, cut);
    if (!octets)
        return octets.error();
    return find(*octets).place;
}

} // namespace framescope::filter
