#include "ui/connect/clientcertificatepage.h"

#include "ui/connect/filefield.h"
#include "ui/support/secretedit.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include "moc_clientcertificatepage.cpp"

namespace framescope::ui
{

ClientCertificatePage::ClientCertificatePage(QWidget *parent)
    : OptionsPage(tr("Client certificate"), tr("Shown to a server that asks for one (mutual TLS)."), parent)
    , m_certificate(new FileField(QStringLiteral("optionsCertificate"), tr("Certificate file"),
                                  tr("none; PEM with its chain, or PKCS#12"),
                                  tr("Certificates (*.pem *.crt *.cer *.p12 *.pfx)"), this))
    , m_key(new FileField(QStringLiteral("optionsKey"), tr("Key file"), tr("in the certificate file"),
                          tr("Keys (*.pem *.key)"), this))
    , m_passphrase(secretEdit("optionsPassphrase", tr("Passphrase of the key")))
{
    m_passphrase->setPlaceholderText(tr("none"));
    QFormLayout *form = addForm();
    form->addRow(tr("&Certificate"), m_certificate);
    form->addRow(tr("&Key"), m_key);
    form->addRow(tr("&Passphrase"), m_passphrase);
    form->addRow(QString(), helpLabel("optionsCertificateHelp",
                                      tr("A PKCS#12 file (.p12, .pfx) holds certificate and key together. The "
                                         "passphrase is kept for this session only, never written to disk.")));
    column()->addStretch(1);
    connect(m_certificate, &FileField::changed, this, &OptionsPage::changed);
    connect(m_key, &FileField::changed, this, &OptionsPage::changed);
}

void ClientCertificatePage::showSettings(const net::ConnectionSettings &settings)
{
    m_certificate->setPath(settings.tls.certificateFile);
    m_key->setPath(settings.tls.keyFile);
    static_cast<SecretEdit *>(m_passphrase)->setSecret(settings.tls.passphrase);
}

void ClientCertificatePage::store(net::ConnectionSettings &settings) const
{
    settings.tls.certificateFile = m_certificate->path();
    settings.tls.keyFile = m_key->path();
    settings.tls.passphrase = m_passphrase->text();
}

QString ClientCertificatePage::problem() const
{
    if (const QString wrong = m_certificate->problem(); !wrong.isEmpty())
        return wrong;
    if (!m_key->path().isEmpty() && m_certificate->path().isEmpty())
        return tr("The key needs its certificate: choose the certificate file too.");
    return m_key->problem();
}

} // namespace framescope::ui
