#include "ui/connect/behaviourpage.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>

#include "moc_behaviourpage.cpp"

namespace framescope::ui
{

namespace
{
constexpr int longestWait = 3'600'000;
}

BehaviourPage::BehaviourPage(QWidget *parent)
    : OptionsPage(tr("Behaviour"), tr("What to do without being asked."), parent)
    , m_policy(comboBox("optionsPolicy", tr("When the peer breaks a rule"),
                        {{tr("Observe"), int(net::Policy::Observe)}, {tr("Strict"), int(net::Policy::Strict)}}))
    , m_policyHelp(helpLabel("optionsPolicyHelp"))
    , m_answerPing(checkBox("optionsAnswerPing", tr("Answer a &ping with a pong (RFC 6455 §5.5.2)")))
    , m_answerClose(checkBox("optionsAnswerClose", tr("Answer a &close with a close (RFC 6455 §5.5.1)")))
    , m_echo(checkBox("optionsEcho", tr("&Echo: send each whole message back")))
    , m_keepHalfOpen(checkBox("optionsKeepHalfOpen", tr("Keep &sending after the server ends its side")))
    , m_keepAlive(spinBox("optionsKeepAlive", tr("Keep-alive ping after"), 0, longestWait, tr(" ms")))
    , m_reconnect(checkBox("optionsReconnect", tr("Connect &again when the connection ends or fails")))
    , m_first(spinBox("optionsReconnectFirst", tr("First wait"), 1, longestWait, tr(" ms")))
    , m_longest(spinBox("optionsReconnectLongest", tr("Longest wait"), 1, longestWait, tr(" ms")))
    , m_attempts(spinBox("optionsReconnectAttempts", tr("Attempts in a row"), 0, 1'000'000))
{
    m_keepAlive->setSpecialValueText(tr("never"));
    m_attempts->setSpecialValueText(tr("no end"));
    QFormLayout *form = addForm();
    form->addRow(tr("When the peer breaks a &rule"), m_policy);
    form->addRow(QString(), m_policyHelp);
    form->addRow(tr("By itself"), m_answerPing);
    form->addRow(QString(), m_answerClose);
    form->addRow(QString(), m_echo);
    form->addRow(QString(), m_keepHalfOpen);
    form->addRow(QString(),
                 helpLabel("optionsKeepHalfOpenHelp",
                           tr("Half-closed TCP: the connection stays until you disconnect. Without TLS only; "
                              "the end of TLS is the end of both sides.")));
    form->addRow(tr("&Keep-alive ping after"), m_keepAlive);
    addHeading(tr("Connecting again"));
    column()->addWidget(m_reconnect);
    QFormLayout *again = addForm();
    again->addRow(tr("&First wait"), m_first);
    again->addRow(tr("&Longest wait"), m_longest);
    again->addRow(tr("A&ttempts in a row"), m_attempts);
    again->addRow(QString(),
                  helpLabel("optionsReconnectHelp", tr("The wait doubles each time. The countdown stands at the "
                                                       "bottom of the window, where it can be cancelled.")));
    column()->addStretch(1);
    connect(this, &OptionsPage::changed, this, &BehaviourPage::explain);
    explain();
}

void BehaviourPage::showSettings(const net::ConnectionSettings &settings)
{
    selectData(m_policy, int(settings.policy));
    m_answerPing->setChecked(settings.answerPing);
    m_answerClose->setChecked(settings.answerClose);
    m_echo->setChecked(settings.echo);
    m_keepHalfOpen->setChecked(settings.keepHalfOpen);
    m_keepAlive->setValue(int(settings.keepAlive.count()));
    m_reconnect->setChecked(settings.reconnect.enabled);
    m_first->setValue(int(settings.reconnect.first.count()));
    m_longest->setValue(int(settings.reconnect.longest.count()));
    m_attempts->setValue(settings.reconnect.attempts);
    explain();
}

void BehaviourPage::store(net::ConnectionSettings &settings) const
{
    settings.policy = static_cast<net::Policy>(m_policy->currentData().toInt());
    settings.answerPing = m_answerPing->isChecked();
    settings.answerClose = m_answerClose->isChecked();
    settings.echo = m_echo->isChecked();
    settings.keepHalfOpen = m_keepHalfOpen->isChecked();
    settings.keepAlive = std::chrono::milliseconds(m_keepAlive->value());
    settings.reconnect.enabled = m_reconnect->isChecked();
    settings.reconnect.first = std::chrono::milliseconds(m_first->value());
    settings.reconnect.longest = std::chrono::milliseconds(m_longest->value());
    settings.reconnect.attempts = m_attempts->value();
}

QString BehaviourPage::problem() const
{
    if (m_reconnect->isChecked() && m_first->value() > m_longest->value())
        return tr("The first wait is longer than the longest wait.");
    return {};
}

void BehaviourPage::explain()
{
    m_policyHelp->setText(static_cast<net::Policy>(m_policy->currentData().toInt()) == net::Policy::Observe
                              ? tr("Mark it and go on watching as long as frames can be told apart.")
                              : tr("Close the connection with the code the RFC says, as a conforming endpoint does."));
    for (QSpinBox *box : {m_first, m_longest, m_attempts})
        box->setEnabled(m_reconnect->isChecked());
}

} // namespace framescope::ui
