#pragma once

#include "core/base/ids.h"

#include <QByteArray>
#include <QObject>
#include <QString>

namespace framescope::ui
{

class MessageBar;

/// Asks in the message bar, never in a box, what to do about a certificate that was refused.
class CertificateQuestion : public QObject
{
    Q_OBJECT
public:
    explicit CertificateQuestion(MessageBar &bar, QObject *parent = nullptr);

    /// `refused` is the attempt that ended so, `reason` what verification said, `certificate` its subject, issuer and
    /// dates as lines. A newer question about the same host takes the older one's place.
    void ask(ConnectionId refused, const QString &host, const QString &reason, const QByteArray &sha256,
             const QString &certificate);
    /// Takes the question about this host away, for instance when a later attempt went well.
    void withdraw(const QString &host);

Q_SIGNALS:
    /// This one certificate, for the endpoint of the refused attempt: put both into the TlsSettings::accepted of what
    /// that attempt was made with, and connect again.
    void accepted(framescope::ConnectionId refused, const QByteArray &sha256);
    void caFileRequested(framescope::ConnectionId refused);

private:
    MessageBar &m_bar;
};

/// "AB:CD:…", as browsers and openssl print a fingerprint.
QString fingerprintText(const QByteArray &sha256);

} // namespace framescope::ui
