#pragma once

#include "ui/connect/optionspage.h"

namespace framescope::ui
{

/// Who asks: the Authorization field, and whose cookies are sent and kept.
class AuthPage : public OptionsPage
{
    Q_OBJECT
public:
    explicit AuthPage(QWidget *parent = nullptr);

    void showSettings(const net::ConnectionSettings &settings) override;
    void store(net::ConnectionSettings &settings) const override;
    QString problem() const override { return m_problem; }

private:
    void judge();
    net::AuthSettings auth() const;

    QFormLayout *m_form = nullptr;
    QComboBox *m_kind;
    QLineEdit *m_user;
    QLineEdit *m_secret;
    QLabel *m_help;
    QLineEdit *m_profile;
    bool m_secure = true;    ///< the address is wss
    bool m_ownField = false; ///< the request has an Authorization header of its own
    QString m_problem;
};

} // namespace framescope::ui
