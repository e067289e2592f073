#pragma once

#include "ui/connect/optionspage.h"

namespace framescope::ui
{

class FileField;

/// The certificate we show to a server that asks for one, and its key.
class ClientCertificatePage : public OptionsPage
{
    Q_OBJECT
public:
    explicit ClientCertificatePage(QWidget *parent = nullptr);

    void showSettings(const net::ConnectionSettings &settings) override;
    void store(net::ConnectionSettings &settings) const override;
    QString problem() const override;

private:
    FileField *m_certificate;
    FileField *m_key;
    QLineEdit *m_passphrase;
};

} // namespace framescope::ui
