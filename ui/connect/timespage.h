#pragma once

#include "ui/connect/optionspage.h"

namespace framescope::ui
{

/// How long to wait for each step; what ran out is named when an attempt fails.
class TimesPage : public OptionsPage
{
    Q_OBJECT
public:
    explicit TimesPage(QWidget *parent = nullptr);

    void showSettings(const net::ConnectionSettings &settings) override;
    void store(net::ConnectionSettings &settings) const override;

private:
    QSpinBox *m_connect;
    QSpinBox *m_tls;
    QSpinBox *m_handshake;
    QSpinBox *m_close;
};

} // namespace framescope::ui
