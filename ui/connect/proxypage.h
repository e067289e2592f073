#pragma once

#include "ui/connect/optionspage.h"

namespace framescope::ui
{

/// The way to the server: through a proxy or not, over which family of addresses.
class ProxyPage : public OptionsPage
{
    Q_OBJECT
public:
    explicit ProxyPage(QWidget *parent = nullptr);

    void showSettings(const net::ConnectionSettings &settings) override;
    void store(net::ConnectionSettings &settings) const override;
    QString problem() const override { return m_problem; }

private:
    void judge();

    QFormLayout *m_form = nullptr;
    QComboBox *m_kind;
    QLabel *m_help;
    QLineEdit *m_host;
    QSpinBox *m_port;
    QLineEdit *m_user;
    QLineEdit *m_password;
    QComboBox *m_family;
    QString m_problem;
};

} // namespace framescope::ui
