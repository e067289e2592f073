#pragma once

#include "core/filter/language/lexer.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace framescope::ui
{

/// What is wrong with a filter as a sentence, in which the wrong word is quoted, and what a button says that mends it;
/// nothing where nobody knows how.
QString problemSentence(const filter::FilterError &error, const QString &filter);
QString mendingText(const filter::FilterError &error);

/// What is wrong with a filter, under the field it stands in and over what lies there, so that nothing moves: the reason,
/// a button for what was probably meant, and which filter applies meanwhile.
class FilterProblem : public QFrame
{
    Q_OBJECT
public:
    /// `field`: it is shown under this one, as a child of its window. Lifetime: the field's.
    explicit FilterProblem(QWidget *field);

    /// `suggestion`: what the button says, or empty; `meanwhile`: a sentence, or empty.
    void tell(const QString &what, const QString &suggestion, const QString &meanwhile);
    /// Under the field, where that is now.
    void place();

Q_SIGNALS:
    void suggestionTaken();

private:
    QWidget *m_field;
    QLabel *m_what;
    QLabel *m_meanwhile;
    QPushButton *m_suggestion;
};

} // namespace framescope::ui
