#pragma once

#include "core/filter/language/boundedexpression.h"
#include "core/filter/rowtest.h"

#include <optional>
#include <stop_token>
#include <variant>
#include <vector>

namespace framescope::filter
{

/// What a person looks for, as it was entered.
struct FindText {
    enum class Form : std::uint8_t {
        Text,
        Regex, ///< a regular expression of Perl
        Hex,   ///< pairs of hexadecimal digits
    };
    enum class Where : std::uint8_t {
        Payloads, ///< what rows carry, see RowContent
        Headers,  ///< see headerText(); for Hex, headerOctets()
    };
    QString text;
    Form form = Form::Text;
    Where where = Where::Payloads;
    bool matchCase = false; ///< of letters in text and regular expressions

    bool operator==(const FindText &) const = default;
};

struct ParsedFind;

/// What is looked for, understood.
/// Thread: never changed, so any number at a time.
class FindPattern
{
public:
    /// Octets that match.
    struct Place {
        std::uint64_t from = 0;
        std::uint64_t count = 0;
        bool operator==(const Place &) const = default;
    };

    static ParsedFind parse(const FindText &asked);

    const FindText &asked() const noexcept { return m_asked; }
    /// Holds for rows with a match, and for the last row of a message with one by findAcross().
    RowTest test() const;

    /// A match that begins at `from` or later, and whether there might be one that would have taken too long to find.
    struct Found {
        std::optional<Place> place;
        bool undecided = false;
    };
    Found find(const QByteArray &octets, std::uint64_t from = 0) const;

    struct All {
        std::vector<Place> places;
        bool undecided = false;
    };
    /// All matches, in order and none over another, `most` of them at most.
    All findAll(const QByteArray &octets, std::size_t most, const std::stop_token &stop = {}) const;
    /// Octets of every match; 0 where it depends on the match.
    std::uint64_t longest() const noexcept;

    /// The first match in what the row carries, where it has one there: of matches in headers only those in a head and in
    /// the reason of a close frame lie in octets that a payload pane shows. Looks at the first 16 MiB.
    /// Errors: the file cannot be read.
    Result<std::optional<Place>> placeIn(const RowAsked &asked) const;
    /// Of the last row of a message in several frames, the first match in all of them joined that none of them has by
    /// itself: one that lies over their borders. Octets are counted from the first of the message. A pattern that is no
    /// fixed string looks at the first 16 MiB. Errors: the file cannot be read.
    Result<Found> findAcross(const RowAsked &asked, const std::stop_token &stop = {}) const;

private:
    using Matcher = std::variant<OctetSearch, BoundedExpression>;
    FindPattern(FindText asked, Matcher matcher) : m_asked(std::move(asked)), m_matcher(std::move(matcher)) {}

    FindText m_asked;
    Matcher m_matcher;
};

/// A pattern, or why there is none; neither where nothing was entered.
struct ParsedFind {
    std::optional<FindPattern> pattern;
    QString problem;  ///< one plain English sentence without a full stop, or empty
    qsizetype at = 0; ///< where in the text, in UTF-16 units
};

} // namespace framescope::filter
