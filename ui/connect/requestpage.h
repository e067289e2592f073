#pragma once

#include "ui/connect/optionspage.h"

namespace framescope::ui
{

class HeaderTable;

/// What the upgrade request says besides what every one says: headers, Origin, subprotocols.
class RequestPage : public OptionsPage
{
    Q_OBJECT
public:
    explicit RequestPage(QWidget *parent = nullptr);

    void showSettings(const net::ConnectionSettings &settings) override;
    void store(net::ConnectionSettings &settings) const override;
    QString problem() const override { return m_problem; }

private:
    void judge();

    HeaderTable *m_headers;
    QLineEdit *m_origin;
    QLineEdit *m_subprotocols;
    QString m_problem;
};

} // namespace framescope::ui
