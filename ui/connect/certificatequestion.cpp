#include "ui/connect/certificatequestion.h"

#include "ui/support/messagebar.h"

#include "moc_certificatequestion.cpp"

namespace framescope::ui
{

namespace
{
QString keyOf(const QString &host) { return QStringLiteral("certificate ") + host; }
} // namespace

CertificateQuestion::CertificateQuestion(MessageBar &bar, QObject *parent) : QObject(parent), m_bar(bar)
{
    setObjectName(QStringLiteral("certificateQuestion"));
}

void CertificateQuestion::ask(ConnectionId refused, const QString &host, const QString &reason,
                              const QByteArray &sha256, const QString &certificate)
{
    Message message;
    message.kind = Message::Kind::Error;
    message.key = keyOf(host);
    // Not by arg(): what the peer sent may hold a %1 of its own.
    message.text =
        reason.contains(host) ? reason : tr("The certificate of %1 is not trusted:").arg(host) + u' ' + reason;
    message.text += u'\n' + tr("Fingerprint (SHA-256)") + u' ' + fingerprintText(sha256);
    message.details = certificate;
    message.actions.push_back({tr("Accept this certificate for this host"),
                               [this, refused, sha256] { Q_EMIT accepted(refused, sha256); }, true});
    message.actions.push_back({tr("Add a CA file…"), [this, refused] { Q_EMIT caFileRequested(refused); }, false});
    m_bar.post(message);
}

void CertificateQuestion::withdraw(const QString &host) { m_bar.dismiss(keyOf(host)); }

QString fingerprintText(const QByteArray &sha256) { return QString::fromLatin1(sha256.toHex(':')).toUpper(); }

} // namespace framescope::ui
