#include "core/net/tls/certificateproblem.h"

#include "core/net/failuretext.h"
#include "core/net/tls/certificatefacts.h"
#include "core/net/tls/hostname.h"

#include <algorithm>

#include <openssl/x509_vfy.h>

namespace framescope::net
{
namespace
{
using enum ws::FindingId;

const QString acceptAdvice = u"or accept this one certificate by its fingerprint."_qs;

QString shortName(const QSslCertificate &certificate)
{
    const QString name = certificate.subjectDisplayName();
    return name.isEmpty() ? u"without a name"_qs : peerText(name, 128);
}

/// "it", or which certificate of the chain.
QString subjectOf(int place, const QList<QSslCertificate> &chain)
{
    return place <= 0 ? u"it"_qs : u"the certificate of %1 above it"_qs.arg(shortName(chain.at(place)));
}

CertificateProblem weak(int place, const QList<QSslCertificate> &chain, const CertificateFacts &facts, bool signature)
{
    const QString what =
        signature ? u"%1 is signed with %2, which can be forged"_qs.arg(subjectOf(place, chain), facts.signature)
                  : u"the key of %1 is too weak to trust: %2"_qs.arg(
                        place <= 0 ? u"the certificate"_qs : subjectOf(place, chain), facts.key);
    return {TlsWeak, place, what,
            u"Make the server a new certificate (a key of RSA 2048 bits or EC P-256, signed with SHA-256), %1"_qs.arg(
                acceptAdvice)};
}

/// Where the chain breaks off: the last certificate is signed by somebody who is not known.
CertificateProblem untrusted(int place, const QList<QSslCertificate> &chain)
{
    CertificateProblem problem{
        TlsUntrusted, place, {}, u"Add its CA's file in the TLS options, %1"_qs.arg(acceptAdvice)};
    if (chain.isEmpty()) {
        problem.text = u"no trusted CA stands behind it"_qs;
        return problem;
    }
    const QSslCertificate &last = chain.last();
    const QString issuer = peerText(last.issuerDisplayName(), 128);
    if (last.isSelfSigned())
        problem.text = u"no trusted CA stands behind it: its chain ends at \"%1\", which is not known here"_qs.arg(
            shortName(last));
    else
        problem.text =
            u"no trusted CA stands behind it: \"%1\" is signed by %2, which is not known here and was not sent"_qs.arg(
                shortName(last), issuer.isEmpty() ? u"somebody without a name"_qs : u'"' + issuer + u'"');
    return problem;
}

QString day(const QDateTime &time) { return time.toUTC().toString(u"yyyy-MM-dd HH:mm 'UTC'"); }

CertificateProblem ofTime(bool expired, int place, const QSslCertificate &certificate, const QDateTime &now)
{
    const QString it = place == 0 ? u"it"_qs : u"the certificate of %1 above it"_qs.arg(shortName(certificate));
    if (expired) {
        return {TlsExpired, place, u"%1 expired on %2"_qs.arg(it, day(certificate.expiryDate())),
                u"This computer's clock says %1. Renew it on the server, %2"_qs.arg(day(now), acceptAdvice)};
    }
    return {TlsNotYetValid, place, u"%1 is valid only from %2 on"_qs.arg(it, day(certificate.effectiveDate())),
            u"This computer's clock says %1; check it, %2"_qs.arg(day(now), acceptAdvice)};
}

CertificateProblem ofHost(const QList<QSslCertificate> &chain, const QString &host)
{
    return {TlsHost, 0, judgeName(chain.value(0), host).rule,
            u"Connect by a name it has, set the server name in the TLS options, %1"_qs.arg(acceptAdvice)};
}

/// What Qt has no word for.
CertificateProblem unspecified(int place, const QList<QSslCertificate> &chain, const QSslError &error, long libraryCode)
{
    if (place >= 0) {
        const CertificateFacts facts = certificateFacts(chain.at(place));
        const bool keyCode = libraryCode == X509_V_ERR_EE_KEY_TOO_SMALL || libraryCode == X509_V_ERR_CA_KEY_TOO_SMALL;
        if (facts.signatureWeak && !facts.selfIssued && !keyCode)
            return weak(place, chain, facts, true);
        if (facts.keyWeak)
            return weak(place, chain, facts, false);
        if (facts.signatureWeak && !facts.selfIssued)
            return weak(place, chain, facts, true);
    }
    const char *library = libraryCode != 0 ? X509_verify_cert_error_string(libraryCode) : nullptr;
    const QString text = library != nullptr ? QString::fromLatin1(library) : error.errorString();
    return {TlsCertificate, place, u"the TLS library says: %1"_qs.arg(text),
            u"Check the server's certificate, %1"_qs.arg(acceptAdvice)};
}

/// The order in which people want to know.
int weight(const CertificateProblem &problem)
{
    constexpr ws::FindingId order[] = {TlsRevoked,    TlsHost,      TlsExpired, TlsNotYetValid,
                                       TlsSelfSigned, TlsUntrusted, TlsWeak,    TlsCertificate};
    return static_cast<int>(std::find(std::begin(order), std::end(order), problem.finding) - std::begin(order));
}
} // namespace

bool isAboutOcsp(const QSslError &error)
{
    return error.error() >= QSslError::OcspNoResponseFound && error.error() <= QSslError::OcspStatusUnknown;
}

QList<CertificateProblem> problemsOf(const QList<QSslError> &errors, const QList<QSslCertificate> &chain,
                                     const QString &host, const QDateTime &now, long libraryCode)
{
    QList<CertificateProblem> problems;
    const auto add = [&problems](const CertificateProblem &problem) {
        // The library tells of one broken chain in up to three ways.
        const bool known = std::any_of(problems.begin(), problems.end(), [&](const CertificateProblem &other) {
            return other.finding == problem.finding &&
                   (other.certificate == problem.certificate || other.finding == TlsUntrusted);
        });
        if (!known)
            problems.append(problem);
    };
    for (const QSslError &error : errors) {
        const auto place = static_cast<int>(error.certificate().isNull() ? -1 : chain.indexOf(error.certificate()));
        if (isAboutOcsp(error))
            continue;
        switch (error.error()) {
        case QSslError::NoError:
            break;
        case QSslError::SelfSignedCertificate:
            add({TlsSelfSigned, place, u"it is signed by itself, so nobody else vouches for it"_qs,
                 u"If it is yours, add its file as a CA in the TLS options, %1"_qs.arg(acceptAdvice)});
            break;
        case QSslError::SelfSignedCertificateInChain:
        case QSslError::UnableToGetIssuerCertificate:
        case QSslError::UnableToGetLocalIssuerCertificate:
        case QSslError::UnableToVerifyFirstCertificate:
        case QSslError::CertificateUntrusted:
            add(untrusted(place, chain));
            break;
        case QSslError::CertificateExpired:
            add(ofTime(true, place, error.certificate(), now));
            break;
        case QSslError::CertificateNotYetValid:
            add(ofTime(false, place, error.certificate(), now));
            break;
        case QSslError::HostNameMismatch:
            add(ofHost(chain, host));
            break;
        case QSslError::CertificateRevoked:
            add({TlsRevoked, place, u"it is revoked, says its CA"_qs,
                 u"Do not trust this server; get it a new certificate."_qs});
            break;
        case QSslError::CertificateBlacklisted:
            add({TlsRevoked, place, u"it is on the list of certificates that were given out wrongly"_qs,
                 u"Do not trust this server; get it a new certificate."_qs});
            break;
        case QSslError::NoPeerCertificate:
            add({TlsCertificate, -1, u"the server sent none"_qs, u"Give the server a certificate."_qs});
            break;
        case QSslError::UnspecifiedError:
            add(unspecified(place, chain, error, libraryCode));
            break;
        default:
            add({TlsCertificate, place, u"the TLS library says: %1"_qs.arg(error.errorString()),
                 u"Check the server's certificate, %1"_qs.arg(acceptAdvice)});
        }
    }
    // Self-signed says it all: that no CA stands behind it follows.
    if (std::any_of(problems.begin(), problems.end(), [](const auto &one) { return one.finding == TlsSelfSigned; }))
        problems.removeIf([](const CertificateProblem &one) { return one.finding == TlsUntrusted; });
    std::stable_sort(problems.begin(), problems.end(),
                     [](const CertificateProblem &a, const CertificateProblem &b) { return weight(a) < weight(b); });
    return problems;
}

QList<CertificateProblem> problemsUnseen(const QList<QSslCertificate> &chain, const QList<QSslCertificate> &path,
                                         const QString &host)
{
    QList<CertificateProblem> problems;
    if (chain.isEmpty())
        return problems;
    if (!judgeName(chain.first(), host).matches)
        problems.append(ofHost(chain, host));
    for (const QSslCertificate &certificate : path) {
        const auto place = static_cast<int>(chain.indexOf(certificate));
        if (place < 0)
            continue;
        const CertificateFacts facts = certificateFacts(certificate);
        if (facts.keyBroken)
            problems.append(weak(place, chain, facts, false));
        // A root is trusted because it is known, not because it signed itself.
        if (facts.signatureWeak && !facts.selfIssued)
            problems.append(weak(place, chain, facts, true));
    }
    return problems;
}

QString refusalText(const QString &where, const QList<CertificateProblem> &problems)
{
    QStringList texts;
    for (const CertificateProblem &problem : problems)
        texts += problem.text;
    return u"The certificate of %1 was refused: %2. %3"_qs.arg(where, texts.join(u"; "), problems.first().advice);
}

QString problemLine(const CertificateProblem &problem, const QList<QSslCertificate> &chain)
{
    if (problem.certificate < 0 || problem.certificate >= chain.size())
        return problem.text;
    return u"%1: %2"_qs.arg(shortName(chain.at(problem.certificate)), problem.text);
}

} // namespace framescope::net
