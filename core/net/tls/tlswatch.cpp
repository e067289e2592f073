#include "core/net/tls/tlswatch.h"

#include "core/net/failuretext.h"
#include "core/net/tls/certificatefacts.h"

#include <QSslSocket>

#include <utility>

#include <openssl/ec.h>
#include <openssl/objects.h>
#include <openssl/ssl.h>

namespace framescope::net
{

struct TlsWatch::Seen {
    SSL *ssl = nullptr; ///< the library's object; forgotten when it is freed
    bool requested = false;
    bool issuersRead = false;
    int lastMessage = -1;
    QStringList issuers;
    QList<Alert> alerts;

    void message(bool sent, int type, const unsigned char *data, std::size_t size);
    void readIssuers();
};

namespace
{
constexpr int maxIssuers = 1000;
constexpr qsizetype maxAlerts = 100;

/// The library calls this for each connection it makes; the one made during startClientEncryption() is Qt's.
thread_local SSL *newest = nullptr;

void onNew(void *parent, void *, CRYPTO_EX_DATA *, int, long, void *) { newest = static_cast<SSL *>(parent); }

void onFree(void *parent, void *seen, CRYPTO_EX_DATA *, int, long, void *)
{
    if (newest == parent)
        newest = nullptr;
    if (seen != nullptr)
        *static_cast<SSL **>(seen) = nullptr;
}

/// Made once. The slot of each connection object holds where to note its end.
int slot()
{
    static const int index = [] {
        // Qt asks for one slot and writes to the two after it as well: these are left to it.
        for (int i = 0; i < 4; ++i)
            SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
        return SSL_get_ex_new_index(0, nullptr, onNew, nullptr, onFree);
    }();
    return index;
}

QString nameText(const X509_NAME *name)
{
    char text[512];
    // RFC 4514 order is the reverse of what people are used to; this is the certificate's own.
    BIO *bio = BIO_new(BIO_s_mem());
    X509_NAME_print_ex(bio, name, 0, (XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB & ~XN_FLAG_SPC_EQ));
    const int size = BIO_read(bio, text, sizeof(text));
    BIO_free(bio);
    return peerText(QString::fromUtf8(text, qMax(size, 0)));
}
} // namespace

void TlsWatch::Seen::readIssuers()
{
    issuersRead = true;
    const STACK_OF(X509_NAME) *names = SSL_get0_peer_CA_list(ssl);
    for (int i = 0; names != nullptr && i < sk_X509_NAME_num(names) && i < maxIssuers; ++i)
        issuers += nameText(sk_X509_NAME_value(names, i));
}

void TlsWatch::Seen::message(bool sent, int type, const unsigned char *data, std::size_t size)
{
    // The library tells of a message before it reads it: the list is there when the next one comes or goes.
    if (requested && !issuersRead)
        readIssuers();
    if (type == SSL3_RT_ALERT && size == 2) {
        // RFC 8446 §6: level, description. close_notify (0) is how TLS ends in order.
        if (data[1] != SSL3_AD_CLOSE_NOTIFY && alerts.size() < maxAlerts)
            alerts.append({data[1], data[0] == SSL3_AL_FATAL, sent});
        return;
    }
    if (type != SSL3_RT_HANDSHAKE || sent || size == 0)
        return;
    lastMessage = data[0];
    requested = requested || lastMessage == SSL3_MT_CERTIFICATE_REQUEST;
}

namespace
{
struct Numbered {
    int number;
    const char *name;
};
constexpr Numbered messages[] = {{SSL3_MT_HELLO_REQUEST, "HelloRequest"},
                                 {SSL3_MT_SERVER_HELLO, "ServerHello"},
                                 {SSL3_MT_NEWSESSION_TICKET, "NewSessionTicket"},
                                 {SSL3_MT_ENCRYPTED_EXTENSIONS, "EncryptedExtensions"},
                                 {SSL3_MT_CERTIFICATE, "Certificate"},
                                 {SSL3_MT_SERVER_KEY_EXCHANGE, "ServerKeyExchange"},
                                 {SSL3_MT_CERTIFICATE_REQUEST, "CertificateRequest"},
                                 {SSL3_MT_SERVER_DONE, "ServerHelloDone"},
                                 {SSL3_MT_CERTIFICATE_VERIFY, "CertificateVerify"},
                                 {SSL3_MT_FINISHED, "Finished"},
                                 {SSL3_MT_CERTIFICATE_STATUS, "CertificateStatus"},
                                 {SSL3_MT_KEY_UPDATE, "KeyUpdate"}};

// RFC 8446 §6 and appendix B.2, RFC 5246 §7.2, RFC 6066 §9.
constexpr Numbered alertNames[] = {{0, "close_notify"},
                                   {10, "unexpected_message"},
                                   {20, "bad_record_mac"},
                                   {21, "decryption_failed"},
                                   {22, "record_overflow"},
                                   {30, "decompression_failure"},
                                   {40, "handshake_failure"},
                                   {41, "no_certificate"},
                                   {42, "bad_certificate"},
                                   {43, "unsupported_certificate"},
                                   {44, "certificate_revoked"},
                                   {45, "certificate_expired"},
                                   {46, "certificate_unknown"},
                                   {47, "illegal_parameter"},
                                   {48, "unknown_ca"},
                                   {49, "access_denied"},
                                   {50, "decode_error"},
                                   {51, "decrypt_error"},
                                   {60, "export_restriction"},
                                   {70, "protocol_version"},
                                   {71, "insufficient_security"},
                                   {80, "internal_error"},
                                   {86, "inappropriate_fallback"},
                                   {90, "user_canceled"},
                                   {100, "no_renegotiation"},
                                   {109, "missing_extension"},
                                   {110, "unsupported_extension"},
                                   {111, "certificate_unobtainable"},
                                   {112, "unrecognized_name"},
                                   {113, "bad_certificate_status_response"},
                                   {114, "bad_certificate_hash_value"},
                                   {115, "unknown_psk_identity"},
                                   {116, "certificate_required"},
                                   {120, "no_application_protocol"}};
} // namespace

TlsWatch::TlsWatch() : m_seen(std::make_unique<Seen>()) { slot(); }

TlsWatch::~TlsWatch()
{
    if (m_seen->ssl == nullptr)
        return;
    SSL_set_ex_data(m_seen->ssl, slot(), nullptr);
    SSL_set_msg_callback(m_seen->ssl, nullptr);
}

void TlsWatch::startClientEncryption(QSslSocket &socket)
{
    newest = nullptr;
    socket.startClientEncryption();
    SSL *ssl = std::exchange(newest, nullptr);
    if (ssl == nullptr)
        return;
    m_seen->ssl = ssl;
    SSL_set_ex_data(ssl, slot(), &m_seen->ssl);
    SSL_set_msg_callback_arg(ssl, m_seen.get());
    SSL_set_msg_callback(ssl, [](int sent, int, int type, const void *data, std::size_t size, SSL *, void *seen) {
        static_cast<Seen *>(seen)->message(sent != 0, type, static_cast<const unsigned char *>(data), size);
    });
}

bool TlsWatch::certificateRequested() const noexcept { return m_seen->requested; }

QStringList TlsWatch::acceptableIssuers() const { return m_seen->issuers; }

const QList<TlsWatch::Alert> &TlsWatch::alerts() const noexcept { return m_seen->alerts; }

std::optional<int> TlsWatch::peerAlert() const noexcept
{
    for (auto it = m_seen->alerts.crbegin(); it != m_seen->alerts.crend(); ++it) {
        if (!it->ours && it->fatal)
            return it->number;
    }
    return std::nullopt;
}

std::optional<int> TlsWatch::ourAlert() const noexcept
{
    for (auto it = m_seen->alerts.crbegin(); it != m_seen->alerts.crend(); ++it) {
        if (it->ours && it->fatal)
            return it->number;
    }
    return std::nullopt;
}

QString TlsWatch::lastMessage() const
{
    for (const Numbered &message : messages) {
        if (message.number == m_seen->lastMessage)
            return QString::fromLatin1(message.name);
    }
    return m_seen->lastMessage < 0 ? QString() : u"message %1"_qs.arg(m_seen->lastMessage);
}

std::optional<bool> TlsWatch::resumed() const
{
    if (m_seen->ssl == nullptr)
        return std::nullopt;
    return SSL_session_reused(m_seen->ssl) == 1;
}

QString TlsWatch::group() const
{
    if (m_seen->ssl == nullptr)
        return {};
    const auto id = static_cast<int>(SSL_get_negotiated_group(m_seen->ssl));
    if (id == NID_undef || (id & TLSEXT_nid_unknown) != 0)
        return {};
    const char *nist = EC_curve_nid2nist(id);
    const char *name = nist != nullptr ? nist : OBJ_nid2sn(id);
    return QString::fromLatin1(name != nullptr ? name : "");
}

QList<QSslCertificate> TlsWatch::verifiedPath() const
{
    QList<QSslCertificate> path;
    const STACK_OF(X509) *chain = m_seen->ssl != nullptr ? SSL_get0_verified_chain(m_seen->ssl) : nullptr;
    for (int i = 0; chain != nullptr && i < sk_X509_num(chain); ++i) {
        unsigned char *der = nullptr;
        const int size = i2d_X509(sk_X509_value(chain, i), &der);
        path.append(QSslCertificate(QByteArray(reinterpret_cast<const char *>(der), qMax(size, 0)), QSsl::Der));
        OPENSSL_free(der);
    }
    return path;
}

long TlsWatch::verifyResult() const { return m_seen->ssl != nullptr ? SSL_get_verify_result(m_seen->ssl) : 0; }

QString alertText(int number)
{
    for (const Numbered &alert : alertNames) {
        if (alert.number == number)
            return u"%1 (%2)"_qs.arg(QString::fromLatin1(alert.name)).arg(number);
    }
    return u"%1"_qs.arg(number);
}

} // namespace framescope::net
