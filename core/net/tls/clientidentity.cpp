#include "core/net/tls/clientidentity.h"

#include "core/net/tls/opensslpointers.h"

#include <QFile>

#include <algorithm>
#include <cstring>

#include <openssl/err.h>
#include <openssl/pem.h>

namespace framescope::net
{
namespace
{
constexpr qint64 maxFile = 4 * 1024 * 1024;

Error wrong(const QString &file, const QString &what)
{
    return Error{u"The client certificate cannot be used: %1 %2"_qs.arg(file, what)};
}

Result<QByteArray> fileOctets(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return wrong(path, u"cannot be read (%1). Choose another file in the TLS options."_qs.arg(file.errorString()));
    const QByteArray octets = file.read(maxFile + 1);
    if (octets.size() > maxFile)
        return wrong(path, u"is too large for a certificate or key. Choose another file in the TLS options."_qs);
    return octets;
}

struct Passphrase {
    QByteArray octets;
    bool asked = false;
};

/// OpenSSL asks only for a key that is encrypted.
int givePassphrase(char *buffer, int size, int, void *user)
{
    auto *passphrase = static_cast<Passphrase *>(user);
    passphrase->asked = true;
    if (passphrase->octets.isEmpty() || passphrase->octets.size() > size)
        return -1;
    std::memcpy(buffer, passphrase->octets.constData(), static_cast<std::size_t>(passphrase->octets.size()));
    return static_cast<int>(passphrase->octets.size());
}

QString libraryReason()
{
    const unsigned long code = ERR_peek_last_error();
    const char *reason = code != 0 ? ERR_reason_error_string(code) : nullptr;
    return QString::fromLatin1(reason != nullptr ? reason : "no reason given");
}

bool isPem(const QByteArray &octets) { return octets.contains("-----BEGIN "); }

Result<OpenSslPointer<EVP_PKEY>> readPemKey(const QString &path, const QByteArray &octets, const QString &secret)
{
    if (!octets.contains("PRIVATE KEY-----"))
        return wrong(path, u"has no private key in it. Name the file with the key of the certificate too."_qs);
    ERR_clear_error();
    const OpenSslPointer<BIO> bio(BIO_new_mem_buf(octets.constData(), static_cast<int>(octets.size())));
    Passphrase passphrase{secret.toUtf8()};
    OpenSslPointer<EVP_PKEY> key(PEM_read_bio_PrivateKey(bio.get(), nullptr, givePassphrase, &passphrase));
    if (key)
        return key;
    if (passphrase.asked && secret.isEmpty())
        return wrong(path, u"has its private key encrypted, and no passphrase was given. Enter the passphrase."_qs);
    if (passphrase.asked)
        return wrong(path, u"has its private key encrypted with another passphrase. Check the passphrase."_qs);
    return wrong(path, u"has a private key that cannot be read (%1). Choose another file."_qs.arg(libraryReason()));
}

/// Qt knows RSA, DSA and EC keys by their PEM, and all others as what OpenSSL made of them.
QSslKey qtKey(OpenSslPointer<EVP_PKEY> key)
{
    const int kind = EVP_PKEY_get_base_id(key.get());
    QSsl::KeyAlgorithm algorithm = QSsl::Opaque;
    if (kind == EVP_PKEY_RSA)
        algorithm = QSsl::Rsa;
    else if (kind == EVP_PKEY_EC)
        algorithm = QSsl::Ec;
    else if (kind == EVP_PKEY_DSA)
        algorithm = QSsl::Dsa;
    else
        return QSslKey(Qt::HANDLE(key.release()), QSsl::PrivateKey);
    const OpenSslPointer<BIO> bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey_traditional(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    char *text = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &text);
    QByteArray pem(text, static_cast<qsizetype>(size));
    QSslKey made(pem, algorithm, QSsl::Pem, QSsl::PrivateKey);
    OPENSSL_cleanse(text, static_cast<std::size_t>(size));
    pem.fill('\0');
    return made;
}

bool belongs(const EVP_PKEY &key, const QSslCertificate &certificate)
{
    const QByteArray der = certificate.toDer();
    const auto *data = reinterpret_cast<const unsigned char *>(der.constData());
    const OpenSslPointer<X509> x509(d2i_X509(nullptr, &data, static_cast<long>(der.size())));
    const bool same = x509 && X509_check_private_key(x509.get(), &key) == 1;
    ERR_clear_error(); // a mismatch leaves an error behind, which Qt would take for one of its own
    return same;
}

Result<ClientIdentity> fromPem(const TlsSettings &settings, const QByteArray &certificates)
{
    const QString &path = settings.certificateFile;
    ClientIdentity identity;
    identity.chain = QSslCertificate::fromData(certificates, QSsl::Pem);
    if (identity.chain.isEmpty())
        return wrong(path, u"has no certificate in PEM form in it. Choose another file in the TLS options."_qs);
    const QString &keyPath = settings.keyFile.isEmpty() ? path : settings.keyFile;
    QByteArray keyOctets = certificates;
    if (keyPath != path) {
        auto read = fileOctets(keyPath);
        if (!read)
            return read.error();
        keyOctets = *read;
    }
    auto key = readPemKey(keyPath, keyOctets, settings.passphrase);
    ERR_clear_error();
    if (!key)
        return key.error();
    const auto ours = std::find_if(identity.chain.begin(), identity.chain.end(),
                                   [&](const QSslCertificate &one) { return belongs(**key, one); });
    if (ours == identity.chain.end()) {
        return wrong(keyPath,
                     u"has a private key that does not belong to the certificate in %1. Choose the key that the "
                     u"certificate was made for."_qs.arg(path));
    }
    // RFC 8446 §4.4.2: the sender's certificate comes first.
    std::rotate(identity.chain.begin(), ours, ours + 1);
    identity.key = qtKey(std::move(*key));
    return identity;
}

Result<ClientIdentity> fromPkcs12(const TlsSettings &settings, const QByteArray &octets)
{
    const QString &path = settings.certificateFile;
    const auto *data = reinterpret_cast<const unsigned char *>(octets.constData());
    const OpenSslPointer<PKCS12> bag(d2i_PKCS12(nullptr, &data, static_cast<long>(octets.size())));
    if (!bag)
        return wrong(path, u"is neither PEM nor PKCS#12. Choose another file in the TLS options."_qs);
    const QByteArray secret = settings.passphrase.toUtf8();
    if (PKCS12_mac_present(bag.get()) == 1 && PKCS12_verify_mac(bag.get(), secret.constData(), -1) != 1) {
        return wrong(path, settings.passphrase.isEmpty()
                               ? u"is encrypted, and no passphrase was given. Enter the passphrase."_qs
                               : u"is encrypted with another passphrase. Check the passphrase."_qs);
    }
    EVP_PKEY *rawKey = nullptr;
    X509 *rawCertificate = nullptr;
    STACK_OF(X509) *rawOthers = nullptr;
    const bool parsed = PKCS12_parse(bag.get(), secret.constData(), &rawKey, &rawCertificate, &rawOthers) == 1;
    OpenSslPointer<EVP_PKEY> key(rawKey);
    const OpenSslPointer<X509> certificate(rawCertificate);
    const OpenSslPointer<STACK_OF(X509)> others(rawOthers);
    if (!parsed) {
        return wrong(path, u"cannot be opened (%1). If it was made by an old program, make it anew: openssl pkcs12 "
                           u"-legacy."_qs.arg(libraryReason()));
    }
    if (!certificate)
        return wrong(path, u"has no certificate that belongs to a key in it. Choose another file."_qs);
    if (!key)
        return wrong(path, u"has no private key in it. Export the certificate together with its key."_qs);
    const auto toQt = [](X509 *one) {
        unsigned char *der = nullptr;
        const int size = i2d_X509(one, &der);
        const QByteArray copy(reinterpret_cast<const char *>(der), qMax(size, 0));
        OPENSSL_free(der);
        return QSslCertificate(copy, QSsl::Der);
    };
    ClientIdentity identity;
    identity.chain.append(toQt(certificate.get()));
    for (int i = 0; others && i < sk_X509_num(others.get()); ++i)
        identity.chain.append(toQt(sk_X509_value(others.get(), i)));
    identity.key = qtKey(std::move(key));
    return identity;
}
} // namespace

Result<ClientIdentity> loadClientIdentity(const TlsSettings &settings)
{
    if (settings.certificateFile.isEmpty()) {
        if (settings.keyFile.isEmpty())
            return ClientIdentity{};
        return wrong(settings.keyFile, u"is a key, and no certificate was given. Name the certificate's file too."_qs);
    }
    const auto octets = fileOctets(settings.certificateFile);
    if (!octets)
        return octets.error();
    auto identity = isPem(*octets) ? fromPem(settings, *octets) : fromPkcs12(settings, *octets);
    ERR_clear_error();
    if (identity && identity->key.isNull())
        return wrong(settings.certificateFile, u"has a key of a kind that is not supported. Use an RSA or EC key."_qs);
    return identity;
}

} // namespace framescope::net
