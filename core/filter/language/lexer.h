#pragma once

#include <QString>

#include <optional>

namespace framescope::filter
{

/// Why a filter cannot be understood: what, where in its text, and what was probably meant.
struct FilterError {
    QString what;       ///< one plain English sentence without a full stop
    qsizetype at = 0;   ///< UTF-16 units from the filter's start
    qsizetype size = 0; ///< how many of them are wrong; 0: something is missing there
    QString suggestion; ///< what could stand there instead, or empty

    /// The filter with something else in place of what is wrong.
    QString applied(QStringView filter, const QString &mended) const;
    /// With the place, for people who see no colours: "there is no field lenght (did you mean length?), at 1".
    QString text() const;
};

/// A piece of a filter.
struct FilterToken {
    enum class Type : std::uint8_t {
        Word,   ///< a name, a number, hexadecimal digits, a time of day: text() as it stands
        String, ///< in quotes; value is what they hold
        Equal,
        NotEqual,
        Less,
        LessEqual,
        Greater,
        GreaterEqual,
        Contains,
        Matches,
        In,
        And,
        Or,
        Not,
        Open,       ///< (
        Close,      ///< )
        BraceOpen,  ///< {
        BraceClose, ///< }
        SliceOpen,  ///< [
        SliceClose, ///< ]
        Comma,
        End,
    };
    Type type = Type::End;
    qsizetype at = 0;
    qsizetype size = 0;
    QByteArray value{}; ///< octets of a string, in UTF-8 where it has other than escaped ones

    bool isComparison() const noexcept { return type >= Type::Equal && type <= Type::GreaterEqual; }
};

/// Cuts a filter into tokens. Lifetime: the text outlives it.
class FilterLexer
{
public:
    explicit FilterLexer(QStringView text) noexcept : m_text(text) {}

    /// The next token; End at the end, and after an error.
    FilterToken next();
    const std::optional<FilterError> &error() const noexcept { return m_error; }
    QStringView text(const FilterToken &token) const noexcept { return m_text.sliced(token.at, token.size); }

private:
    FilterToken cut();
    FilterToken word();
    FilterToken string(bool raw);
    FilterToken single(FilterToken::Type type, qsizetype size) noexcept;
    FilterToken fail(const QString &what, qsizetype at, qsizetype size, const QString &suggestion = {});

    QStringView m_text;
    qsizetype m_at = 0;
    std::optional<FilterError> m_error;
    FilterToken::Type m_last = FilterToken::Type::End; ///< what came before
};

} // namespace framescope::filter
