#pragma once

#include <QByteArray>
#include <QSslCertificate>
#include <QSslKey>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace framescope::test
{

/// What a certificate is to be like.
struct CertificateWish {
    QString commonName = {};
    QStringList names = {}; ///< "DNS:a.example", "IP:127.0.0.1"
    int fromDays = -1;      ///< from now
    int toDays = 30;
    QByteArray key = "ec"; ///< "ec" (P-256), "ed25519", or "rsa" and its bits: "rsa2048"
    QByteArray digest = "SHA256";
    bool ca = false;
};

struct MadeCertificate {
    QSslCertificate certificate;
    QByteArray pem, keyPem;
    QString file, keyFile; ///< both in PEM, in the maker's folder

    QSslKey key() const;
};

/// Makes certificates for a test, good ones and bad ones, in a folder of its own.
class CertificateMaker
{
public:
    /// Signed by `issuer`, or by itself.
    MadeCertificate make(const CertificateWish &wish, const MadeCertificate *issuer = nullptr);
    /// A file with these octets.
    QString file(const QString &name, const QByteArray &octets);
    /// The key in PEM, encrypted.
    static QByteArray encryptedKey(const MadeCertificate &made, const QByteArray &passphrase);
    /// Certificate, key and chain as PKCS#12.
    static QByteArray pkcs12(const MadeCertificate &made, const QList<MadeCertificate> &chain,
                             const QByteArray &passphrase, bool withKey = true);
    QString folder() const { return m_folder.path(); }

private:
    QTemporaryDir m_folder;
    int m_count = 0;
};

} // namespace framescope::test
