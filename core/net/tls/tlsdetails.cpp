#include "core/net/tls/tlsdetails.h"

#include "core/net/failuretext.h"
#include "core/net/tls/certificatefacts.h"
#include "core/ws/findings.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace framescope::net
{
namespace
{
/// An event's comment has room for 65,532 octets, and more than these facts is in it.
constexpr qsizetype mostOctets = 48 * 1024;

struct Limits {
    CertificateLimits leaf, others;
    qsizetype chain, issuers;
};
/// From all of it to what fits at the worst (six octets of JSON for a character).
constexpr Limits levels[] = {
    {{500, 512}, {50, 512}, 10, 200}, {{100, 255}, {10, 255}, 10, 50}, {{20, 64}, {2, 64}, 8, 10}};

QString findingName(ws::FindingId id)
{
    const auto name = ws::info(id).name;
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

void put(QJsonObject &object, const QString &key, const QString &text, qsizetype limit)
{
    if (!text.isEmpty())
        object[key] = peerText(text, limit);
}

QJsonObject clientCertificate(const TlsFacts &facts, const Limits &limits)
{
    QJsonObject object{{u"requested"_qs, facts.certificateRequested}};
    QJsonArray issuers;
    for (const QString &issuer : facts.acceptableIssuers.first(qMin(limits.issuers, facts.acceptableIssuers.size())))
        issuers.append(peerText(issuer, limits.leaf.text));
    if (!issuers.isEmpty())
        object[u"issuers"_qs] = issuers;
    if (issuers.size() < facts.acceptableIssuers.size())
        object[u"issuersOmitted"_qs] = facts.acceptableIssuers.size() - issuers.size();
    put(object, u"sent"_qs, facts.ours, limits.leaf.text);
    return object;
}

QJsonObject detailsWithin(const TlsFacts &facts, const Limits &limits)
{
    const qsizetype text = limits.leaf.text;
    QJsonObject details{{u"verified"_qs, facts.problems.isEmpty()}};
    put(details, u"protocol"_qs, facts.protocol, text);
    put(details, u"cipher"_qs, facts.cipher, text);
    put(details, u"group"_qs, facts.group, text);
    put(details, u"alpn"_qs, facts.alpn, text);
    put(details, u"serverName"_qs, facts.serverName, text);
    put(details, u"nameRule"_qs, facts.nameRule, 4 * text);
    put(details, u"ocsp"_qs, facts.ocsp, text);
    put(details, u"excepted"_qs, facts.exceptedBy, text);
    if (facts.resumed)
        details[u"resumed"_qs] = *facts.resumed;
    if (!facts.previousSha256.isEmpty())
        details[u"previousSha256"_qs] = fingerprintText(facts.previousSha256);
    QJsonArray errors;
    for (const CertificateProblem &problem : facts.problems.first(qMin(qsizetype(20), facts.problems.size()))) {
        errors.append(QJsonObject{{u"text"_qs, peerText(problem.text, 4 * text)},
                                  {u"certificate"_qs, problem.certificate},
                                  {u"finding"_qs, findingName(problem.finding)}});
    }
    details[u"errors"_qs] = errors;
    QJsonArray chain;
    for (const QSslCertificate &certificate : facts.chain.first(qMin(limits.chain, facts.chain.size())))
        chain.append(toJson(certificateFacts(certificate), chain.isEmpty() ? limits.leaf : limits.others));
    if (!chain.isEmpty()) {
        const QJsonObject leaf = chain.first().toObject();
        for (const QString &key : {u"subject"_qs, u"issuer"_qs, u"sha256"_qs, u"notAfter"_qs})
            details[key] = leaf.value(key);
        details[u"chain"_qs] = chain;
    }
    if (chain.size() < facts.chain.size())
        details[u"chainOmitted"_qs] = facts.chain.size() - chain.size();
    if (facts.certificateRequested || !facts.ours.isEmpty())
        details[u"clientCertificate"_qs] = clientCertificate(facts, limits);
    return details;
}
} // namespace

QJsonObject tlsDetails(const TlsFacts &facts)
{
    QJsonObject details;
    for (const Limits &limits : levels) {
        details = detailsWithin(facts, limits);
        if (QJsonDocument(details).toJson(QJsonDocument::Compact).size() <= mostOctets)
            break;
    }
    return details;
}

QString tlsSummary(const QString &protocol, const QString &cipher)
{
    // "TLS_AES_256_GCM_SHA384" is "AES-256-GCM" to people; the older names are left as they are.
    QString name = cipher;
    if (name.startsWith(u"TLS_")) {
        name = name.mid(4);
        name = name.left(name.lastIndexOf(u'_')).replace(u'_', u'-');
    }
    return u"%1 · %2"_qs.arg(protocol, name);
}

} // namespace framescope::net
