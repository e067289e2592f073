#include "ui/support/messagebar.h"

#include "ui/support/colors.h"
#include "ui/support/icons.h"
#include "ui/support/literaltext.h"

#include <QAccessible>
#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

#include "moc_messagebar.cpp"

namespace framescope::ui
{

namespace
{
QString glyphOf(Message::Kind kind)
{
    switch (kind) {
    case Message::Kind::Info:
        return QStringLiteral("info");
    case Message::Kind::Warning:
        return QStringLiteral("warning");
    case Message::Kind::Error:
        return QStringLiteral("error");
    }
    return QStringLiteral("info");
}
} // namespace

class MessageBar::Row : public QFrame
{
public:
    Row(const Message &message, MessageBar *bar) : QFrame(bar), m_message(message), m_bar(bar)
    {
        setObjectName(QStringLiteral("message"));
        setProperty("part", QStringLiteral("message"));
        setProperty("kind", glyphOf(message.kind));
        setAccessibleName(kindName() + QStringLiteral(": ") + message.text);

        m_glyph = new QLabel(this);
        m_glyph->setAccessibleName(kindName());
        m_text = plainLabel(QStringLiteral("messageText"));
        m_text->setText(message.text);

        auto *line = new QHBoxLayout;
        line->setSpacing(8);
        line->addWidget(m_glyph, 0, Qt::AlignTop);
        line->addWidget(m_text, 1);
        if (!message.details.isEmpty())
            line->addWidget(detailsButton(), 0, Qt::AlignTop);
        for (std::size_t i = 0; i < message.actions.size(); ++i)
            line->addWidget(actionButton(i), 0, Qt::AlignTop);
        m_close = new QToolButton(this);
        m_close->setObjectName(QStringLiteral("messageClose"));
        m_close->setAccessibleName(MessageBar::tr("Close this message"));
        m_close->setToolTip(MessageBar::tr("Close this message (Esc)"));
        m_close->setAutoRaise(true);
        connect(m_close, &QToolButton::clicked, this, [this] { m_bar->close(this); });
        line->addWidget(m_close, 0, Qt::AlignTop);

        auto *column = new QVBoxLayout(this);
        column->setContentsMargins(10, 4, 6, 4);
        column->setSpacing(4);
        column->addLayout(line);
        if (m_details)
            column->addWidget(m_details);
        takePalette();
    }

    const Message &message() const { return m_message; }

    void reword(const QString &text, const QString &details)
    {
        if (m_details && !details.isEmpty() && m_message.details != details) {
            m_message.details = details;
            m_details->setText(details);
        }
        if (m_message.text == text)
            return;
        m_message.text = text;
        m_text->setText(text);
        setAccessibleName(kindName() + QStringLiteral(": ") + text);
    }

    void countAgain()
    {
        ++m_times;
        m_text->setText(MessageBar::tr("%1 (%n times)", nullptr, m_times).arg(m_message.text));
    }

protected:
    void changeEvent(QEvent *event) override
    {
        QFrame::changeEvent(event);
        if (event->type() == QEvent::PaletteChange)
            takePalette();
    }

private:
    QLabel *plainLabel(const QString &name)
    {
        auto *label = new QLabel(this);
        label->setObjectName(name);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        policy.setHeightForWidth(true);
        label->setSizePolicy(policy);
        return label;
    }

    QPushButton *detailsButton()
    {
        m_details = plainLabel(QStringLiteral("messageDetails"));
        m_details->setText(m_message.details);
        m_details->hide();
        auto *button = new QPushButton(MessageBar::tr("Details"), this);
        button->setObjectName(QStringLiteral("messageDetailsButton"));
        button->setProperty("part", QStringLiteral("small"));
        button->setCheckable(true);
        connect(button, &QPushButton::toggled, m_details, &QLabel::setVisible);
        return button;
    }

    QPushButton *actionButton(std::size_t index)
    {
        auto *button = new QPushButton(literalText(m_message.actions[index].text), this);
        button->setObjectName(QStringLiteral("messageAction%1").arg(index));
        button->setProperty("part", QStringLiteral("small"));
        connect(button, &QPushButton::clicked, this, [this, index] {
            const Message::Action action = m_message.actions[index]; // the row may go while it runs
            if (action.closes)
                m_bar->remove(this);
            if (action.run)
                action.run();
        });
        return button;
    }

    void takePalette()
    {
        if (!m_close)
            return;
        const Colors &c = Colors::of(palette());
        const QColor color = m_message.kind == Message::Kind::Error     ? c.finding
                             : m_message.kind == Message::Kind::Warning ? c.warning
                                                                        : c.received;
        m_glyph->setPixmap(icon(glyphOf(m_message.kind), color, palette()).pixmap(QSize(18, 18), devicePixelRatioF()));
        m_close->setIcon(icon(QStringLiteral("close"), palette()));
        m_close->setIconSize(QSize(14, 14));
    }

    QString kindName() const
    {
        switch (m_message.kind) {
        case Message::Kind::Info:
            return MessageBar::tr("Information");
        case Message::Kind::Warning:
            return MessageBar::tr("Warning");
        case Message::Kind::Error:
            return MessageBar::tr("Error");
        }
        return {};
    }

    Message m_message;
    MessageBar *m_bar;
    QLabel *m_glyph = nullptr;
    QLabel *m_text = nullptr;
    QLabel *m_details = nullptr;
    QToolButton *m_close = nullptr;
    int m_times = 1;
};

MessageBar::MessageBar(QWidget *parent) : QWidget(parent), m_layout(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("messageBar"));
    setAccessibleName(tr("Messages"));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    hide();
}

void MessageBar::post(const Message &message)
{
    for (Row *row : m_rows) {
        const Message &old = row->message();
        if (old.kind == message.kind && old.text == message.text && old.key == message.key && message.actions.empty()) {
            row->countAgain();
            return;
        }
    }
    if (!message.key.isEmpty())
        dismiss(message.key);
    while (count() >= maxMessages)
        remove(m_rows.front());
    auto *row = new Row(message, this);
    m_rows.push_back(row);
    m_layout->addWidget(row);
    // Tab comes to a message from what stands above it, not after the rest of the window.
    QWidget *before = previousInFocusChain();
    while (before != this && !(before->focusPolicy() & Qt::TabFocus))
        before = before->previousInFocusChain();
    for (QWidget *control : row->findChildren<QWidget *>()) {
        if (control->focusPolicy() & Qt::TabFocus) {
            QWidget::setTabOrder(before, control);
            before = control;
        }
    }
    row->show();
    show();
    QAccessibleEvent alert(row, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

bool MessageBar::reword(const QString &key, const QString &text, const QString &details)
{
    const auto it = std::find_if(m_rows.begin(), m_rows.end(), [&](Row *row) { return row->message().key == key; });
    if (it == m_rows.end())
        return false;
    (*it)->reword(text, details);
    return true;
}

void MessageBar::dismiss(const QString &key)
{
    const auto it = std::find_if(m_rows.begin(), m_rows.end(), [&](Row *row) { return row->message().key == key; });
    if (it != m_rows.end())
        remove(*it);
}

void MessageBar::clear()
{
    while (!m_rows.empty())
        remove(m_rows.back());
}

int MessageBar::count() const { return int(m_rows.size()); }

void MessageBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape || m_rows.empty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    const auto it = std::find_if(m_rows.begin(), m_rows.end(),
                                 [](Row *row) { return row->isAncestorOf(row->window()->focusWidget()); });
    close(it != m_rows.end() ? *it : m_rows.back());
}

void MessageBar::close(Row *row)
{
    const std::function<void()> closed = row->message().closed;
    remove(row);
    if (closed)
        closed();
}

void MessageBar::remove(Row *row)
{
    m_rows.erase(std::remove(m_rows.begin(), m_rows.end(), row), m_rows.end());
    m_layout->removeWidget(row);
    row->hide();
    row->deleteLater(); // its own button may be what asked
    setVisible(!m_rows.empty());
}

} // namespace framescope::ui
