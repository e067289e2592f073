#pragma once

#include "core/base/result.h"

#include <QRegularExpression>

#include <memory>

namespace framescope::filter
{

/// A regular expression of Perl that takes about a second at most, whatever it is and whatever it is tried on. PCRE2
/// counts the steps of a match anew at every character that a match might begin with, so these counts alone bound
/// nothing where there are many characters. First the expression is tried with so few steps for each that all of them
/// together are bounded; where that does not do, once more as one match that begins at the first character and looks for
/// its own beginning, so that all its steps are counted together.
/// Not bounded is what asks not to be: steps of possessive quantifiers and atomic groups, and octets that a back
/// reference compares, are not counted.
/// Thread: never changed, so any number at a time.
class BoundedExpression
{
public:
    /// Second tries for the texts of one row; without one what was too much for the first stays undecided.
    struct Effort {
        qsizetype size = 0;  ///< of all the texts together; of the one text, where that is more
        int secondTries = 8; ///< that are left
        bool valid =
            false; ///< the text is known to be UTF-16: whoever goes from match to match would check it each time
    };

    /// Letters have no case, but where `matchCase` is set; the point matches line ends. Errors: it is no regular
    /// expression; says where.
    static Result<BoundedExpression> make(const QString &pattern, bool matchCase = false);

    /// The first match at `from` or later. It is not valid where there might be one that would take too long to find, or
    /// where the text is no UTF-16.
    QRegularExpressionMatch match(const QString &text, qsizetype from = 0) const;
    QRegularExpressionMatch match(const QString &text, qsizetype from, Effort &effort) const;

private:
    struct Forms;
    explicit BoundedExpression(std::shared_ptr<const Forms> forms) : m_forms(std::move(forms)) {}

    std::shared_ptr<const Forms> m_forms;
};

} // namespace framescope::filter
