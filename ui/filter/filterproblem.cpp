#include "ui/filter/filterproblem.h"

#include "ui/support/coretext.h"
#include "ui/support/literaltext.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "moc_filterproblem.cpp"

namespace framescope::ui
{

namespace
{
constexpr int gap = 2;
} // namespace

QString problemSentence(const filter::FilterError &error, const QString &filter)
{
    QString sentence = coreText(error.what);
    const QString wrong = filter.mid(error.at, error.size);
    const QString quoted = QStringLiteral("“%1”").arg(wrong);
    if (!wrong.isEmpty() && sentence.startsWith(wrong + u' '))
        return sentence.replace(0, wrong.size(), quoted);
    if (!wrong.isEmpty() && sentence.endsWith(u' ' + wrong))
        sentence.replace(sentence.size() - wrong.size(), wrong.size(), quoted);
    return sentence.replace(0, 1, sentence.at(0).toUpper());
}

QString mendingText(const filter::FilterError &error)
{
    return error.suggestion.isEmpty() ? QString()
                                      : FilterProblem::tr("Change to %1").arg(literalText(error.suggestion));
}

FilterProblem::FilterProblem(QWidget *field)
    : QFrame(field)
    , m_field(field)
    , m_what(new QLabel(this))
    , m_meanwhile(new QLabel(this))
    , m_suggestion(new QPushButton(this))
{
    setObjectName(QStringLiteral("filterProblemPanel"));
    setProperty("part", QStringLiteral("popup"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(10, 8, 10, 8);
    row->setSpacing(12);
    auto *column = new QVBoxLayout;
    column->setSpacing(2);
    for (QLabel *label : {m_what, m_meanwhile}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        column->addWidget(label);
    }
    m_what->setObjectName(QStringLiteral("filterProblem"));
    m_what->setProperty("part", QStringLiteral("finding"));
    m_meanwhile->setObjectName(QStringLiteral("filterMeanwhile"));
    m_meanwhile->setProperty("part", QStringLiteral("muted"));
    row->addLayout(column, 1);
    m_suggestion->setObjectName(QStringLiteral("filterSuggestion"));
    m_suggestion->setFocusPolicy(Qt::TabFocus); // a click leaves the keyboard in the field
    m_suggestion->setToolTip(tr("Put it in the place of what is wrong (Alt+Enter)"));
    row->addWidget(m_suggestion, 0, Qt::AlignTop);
    connect(m_suggestion, &QPushButton::clicked, this, &FilterProblem::suggestionTaken);
    hide();
}

void FilterProblem::tell(const QString &what, const QString &suggestion, const QString &meanwhile)
{
    m_what->setText(what);
    m_meanwhile->setText(meanwhile);
    m_meanwhile->setVisible(!meanwhile.isEmpty());
    m_suggestion->setVisible(!suggestion.isEmpty());
    m_suggestion->setText(suggestion);
    place();
    show();
    raise();
}

void FilterProblem::place()
{
    QWidget *const window = m_field->window();
    if (parentWidget() != window)
        setParent(window);
    const QPoint at = m_field->mapTo(window, QPoint(0, m_field->height() + gap));
    setGeometry(at.x(), at.y(), m_field->width(), heightForWidth(m_field->width()));
}

} // namespace framescope::ui
