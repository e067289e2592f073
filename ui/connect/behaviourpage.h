#pragma once

#include "ui/connect/optionspage.h"

namespace framescope::ui
{

/// What to do by itself: about broken rules, pings, closing, echo, a server that ends its side, keep-alive and connecting again.
class BehaviourPage : public OptionsPage
{
    Q_OBJECT
public:
    explicit BehaviourPage(QWidget *parent = nullptr);

    void showSettings(const net::ConnectionSettings &settings) override;
    void store(net::ConnectionSettings &settings) const override;
    QString problem() const override;

private:
    void explain();

    QComboBox *m_policy;
    QLabel *m_policyHelp;
    QCheckBox *m_answerPing;
    QCheckBox *m_answerClose;
    QCheckBox *m_echo;
    QCheckBox *m_keepHalfOpen;
    QSpinBox *m_keepAlive;
    QCheckBox *m_reconnect;
    QSpinBox *m_first;
    QSpinBox *m_longest;
    QSpinBox *m_attempts;
};

} // namespace framescope::ui
