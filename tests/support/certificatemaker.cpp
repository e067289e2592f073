#include "tests/support/certificatemaker.h"

#include "core/net/tls/opensslpointers.h"

#include <QFile>

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

namespace framescope::test
{

namespace
{
template <typename T> using Pointer = net::OpenSslPointer<T>;

Pointer<EVP_PKEY> newKey(const QByteArray &kind)
{
    if (kind == "ec")
        return Pointer<EVP_PKEY>(EVP_EC_gen("P-256"));
    if (kind == "ed25519")
        return Pointer<EVP_PKEY>(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    return Pointer<EVP_PKEY>(EVP_RSA_gen(kind.mid(3).toUInt()));
}

QByteArray taken(BIO *bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return QByteArray(data, static_cast<qsizetype>(size));
}

Pointer<EVP_PKEY> keyOf(const MadeCertificate &made)
{
    const Pointer<BIO> bio(BIO_new_mem_buf(made.keyPem.constData(), static_cast<int>(made.keyPem.size())));
    return Pointer<EVP_PKEY>(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
}

Pointer<X509> certificateOf(const MadeCertificate &made)
{
    const Pointer<BIO> bio(BIO_new_mem_buf(made.pem.constData(), static_cast<int>(made.pem.size())));
    return Pointer<X509>(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

void setName(X509_NAME *name, const QString &commonName)
{
    if (commonName.isEmpty())
        return;
    const QByteArray text = commonName.toUtf8();
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char *>(text.constData()),
                               static_cast<int>(text.size()), -1, 0);
}

void extend(X509 *certificate, int nid, const QByteArray &value)
{
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.constData());
    if (extension == nullptr)
        qFatal("no extension from %s", value.constData());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}
} // namespace

QSslKey MadeCertificate::key() const
{
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Ec, QSsl::Rsa}) {
        const QSslKey made(keyPem, algorithm);
        if (!made.isNull())
            return made;
    }
    return {};
}

MadeCertificate CertificateMaker::make(const CertificateWish &wish, const MadeCertificate *issuer)
{
    const Pointer<X509> x509(X509_new());
    const Pointer<EVP_PKEY> key = newKey(wish.key);
    if (!key)
        qFatal("no key of kind %s", wish.key.constData());
    X509_set_version(x509.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(x509.get()), 1000 + ++m_count);
    constexpr long day = 24 * 3600;
    X509_gmtime_adj(X509_getm_notBefore(x509.get()), wish.fromDays * day);
    X509_gmtime_adj(X509_getm_notAfter(x509.get()), wish.toDays * day);
    X509_set_pubkey(x509.get(), key.get());
    setName(X509_get_subject_name(x509.get()), wish.commonName);
    const Pointer<X509> above = issuer != nullptr ? certificateOf(*issuer) : nullptr;
    X509_set_issuer_name(x509.get(), X509_get_subject_name(above ? above.get() : x509.get()));
    extend(x509.get(), NID_basic_constraints, wish.ca ? "critical,CA:TRUE" : "CA:FALSE");
    if (wish.ca)
        extend(x509.get(), NID_key_usage, "critical,keyCertSign,cRLSign,digitalSignature");
    if (!wish.names.isEmpty())
        extend(x509.get(), NID_subject_alt_name, wish.names.join(u',').toUtf8());
    const Pointer<EVP_PKEY> signer = issuer != nullptr ? keyOf(*issuer) : nullptr;
    const bool pure = EVP_PKEY_is_a(signer ? signer.get() : key.get(), "ED25519") == 1;
    if (X509_sign(x509.get(), signer ? signer.get() : key.get(),
                  pure ? nullptr : EVP_get_digestbyname(wish.digest.constData())) == 0)
        qFatal("not signed");

    MadeCertificate made;
    const Pointer<BIO> pem(BIO_new(BIO_s_mem())), keyPem(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(pem.get(), x509.get());
    if (wish.key == "ed25519") // has no form of its own
        PEM_write_bio_PrivateKey(keyPem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    else
        PEM_write_bio_PrivateKey_traditional(keyPem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    made.pem = taken(pem.get());
    made.keyPem = taken(keyPem.get());
    made.certificate = QSslCertificate(made.pem, QSsl::Pem);
    made.file = file(QStringLiteral("%1.pem").arg(m_count), made.pem);
    made.keyFile = file(QStringLiteral("%1.key").arg(m_count), made.keyPem);
    return made;
}

QString CertificateMaker::file(const QString &name, const QByteArray &octets)
{
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(octets) != octets.size())
        qFatal("no file for a certificate");
    return file.fileName();
}

QByteArray CertificateMaker::encryptedKey(const MadeCertificate &made, const QByteArray &passphrase)
{
    const Pointer<BIO> bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_PKCS8PrivateKey(bio.get(), keyOf(made).get(), EVP_aes_256_cbc(), passphrase.constData(),
                                  static_cast<int>(passphrase.size()), nullptr, nullptr);
    return taken(bio.get());
}

QByteArray CertificateMaker::pkcs12(const MadeCertificate &made, const QList<MadeCertificate> &chain,
                                    const QByteArray &passphrase, bool withKey)
{
    STACK_OF(X509) *others = sk_X509_new_null();
    for (const MadeCertificate &one : chain)
        sk_X509_push(others, certificateOf(one).release());
    const Pointer<STACK_OF(X509)> owned(others);
    const Pointer<PKCS12> bag(PKCS12_create(passphrase.constData(), "test", withKey ? keyOf(made).get() : nullptr,
                                            certificateOf(made).get(), others, 0, 0, 0, 0, 0));
    unsigned char *der = nullptr;
    const int size = i2d_PKCS12(bag.get(), &der);
    const QByteArray octets(reinterpret_cast<const char *>(der), size);
    OPENSSL_free(der);
    return octets;
}

} // namespace framescope::test
