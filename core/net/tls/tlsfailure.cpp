#include "core/net/tls/tlsfailure.h"

#include "core/net/tls/certificatefacts.h"
#include "core/net/tls/tlsconfiguration.h"
#include "core/net/tls/tlswatch.h"
#include "core/ws/findings.h"

namespace framescope::net
{
namespace
{
using enum ws::FindingId;
constexpr qsizetype mostIssuersTold = 5;

// RFC 8446 §6.2
constexpr int handshakeFailure = 40;
constexpr int protocolVersion = 70;
constexpr int insufficientSecurity = 71;
constexpr int unrecognizedName = 112;
constexpr int certificateRequired = 116;
constexpr int noApplicationProtocol = 120;

/// Alerts that speak of our certificate, when the server asked for one.
bool aboutCertificate(int alert)
{
    // 41 to 49: no_certificate, bad, unsupported, revoked, expired, unknown, illegal_parameter (not that),
    // unknown_ca, access_denied. TLS 1.2 servers say handshake_failure when none came (RFC 5246 §7.4.6).
    return alert == certificateRequired || alert == handshakeFailure || (alert >= 41 && alert <= 49 && alert != 47);
}

QString issuersText(const QStringList &issuers)
{
    if (issuers.isEmpty())
        return u" It names no CA that it accepts."_qs;
    QString text = issuers.first(qMin(mostIssuersTold, issuers.size())).join(u"; ");
    if (issuers.size() > mostIssuersTold)
        text = u"%1 and %2 more"_qs.arg(text, QString::number(issuers.size() - mostIssuersTold));
    return u" It accepts certificates of: %1."_qs.arg(text);
}

QString chooseAdvice(const TlsProgress &progress)
{
    return progress.ours.isEmpty() ? u" Choose a certificate and its key in the TLS options."_qs
                                   : u" Choose another certificate in the TLS options."_qs;
}

Failure clientCertificate(const TlsProgress &progress, int alert)
{
    const QString what =
        progress.ours.isEmpty()
            ? u"%1 demands a client certificate and got none: alert %2."_qs.arg(progress.where, alertText(alert))
            : u"%1 did not accept the client certificate %2: alert %3."_qs.arg(progress.where, progress.ours,
                                                                               alertText(alert));
    return {u"tls"_qs,
            what + issuersText(progress.acceptableIssuers) + chooseAdvice(progress),
            {{TlsClientCert, 0}, {TlsAlert, static_cast<std::uint64_t>(alert)}}};
}

QString lowerAdvice(const TlsProgress &progress)
{
    return progress.minimum == TlsVersion::Tls1_0
               ? u"Check which versions and ciphers the server is set to."_qs
               : u"Update the server, or lower the least version in the TLS options (now %1)."_qs.arg(
                     versionName(progress.minimum));
}

Failure ofAlert(const TlsProgress &progress, int alert)
{
    const auto value = static_cast<std::uint64_t>(alert);
    const QString name = alertText(alert);
    const auto protocol = [&](const QString &text) {
        return Failure{u"tls"_qs, text, {{TlsProtocol, 0}, {TlsAlert, value}}};
    };
    if (progress.certificateRequested && aboutCertificate(alert))
        return clientCertificate(progress, alert);
    switch (alert) {
    case protocolVersion:
        return protocol(u"%1 has no TLS version in common with us: alert %2. %3"_qs.arg(progress.where, name,
                                                                                        lowerAdvice(progress)));
    case handshakeFailure:
    case insufficientSecurity:
        return protocol(u"%1 has no cipher, key exchange or signature in common with us: alert %2. %3"_qs.arg(
            progress.where, name, lowerAdvice(progress)));
    case noApplicationProtocol:
        return protocol(
            u"%1 does not speak http/1.1, the only protocol offered (ALPN): alert %2. Find the port or name "
            u"under which it serves HTTP/1.1."_qs.arg(progress.where, name));
    case unrecognizedName:
        return protocol(
            u"%1 does not know the server name %2: alert %3. Set the server name in the TLS options."_qs.arg(
                progress.where, progress.serverName, name));
    default:
        return {u"tls"_qs,
                u"%1 ended the TLS handshake with the alert %2. Its log may say why."_qs.arg(progress.where, name),
                {{TlsAlert, value}}};
    }
}

QString placeText(const TlsProgress &progress)
{
    return progress.lastMessage.isEmpty() ? u"before it sent anything of TLS"_qs
                                          : u"after its message %1"_qs.arg(progress.lastMessage);
}
} // namespace

Failure tlsFailure(const TlsProgress &progress, TlsEnd end)
{
    if (progress.peerAlert)
        return ofAlert(progress, *progress.peerAlert);
    Failure failure{u"tls"_qs, {}, {{TlsProtocol, 0}}};
    if (end != TlsEnd::Error) {
        failure.reason = u"%1 %2 during the TLS handshake, %3. Check that this port speaks TLS."_qs.arg(
            progress.where, end == TlsEnd::Reset ? u"reset the connection"_qs : u"ended the connection"_qs,
            placeText(progress));
        return failure;
    }
    const QString text = progress.libraryText;
    if (progress.lastMessage.isEmpty() && text.contains(u"wrong version number")) {
        failure.reason = u"%1 does not speak TLS on this port. Try ws:// instead of wss://."_qs.arg(progress.where);
    } else if (progress.ourAlert == protocolVersion) {
        failure.reason =
            u"%1 chose a TLS version below the least one allowed here; we ended it with alert %2. %3"_qs.arg(
                progress.where, alertText(protocolVersion), lowerAdvice(progress));
    } else if (progress.ourAlert) {
        failure.reason =
            u"What %1 sent in the TLS handshake is not in order (%2); we ended it with alert %3, %4."_qs.arg(
                progress.where, text, alertText(*progress.ourAlert), placeText(progress));
    } else {
        failure.reason = u"The TLS handshake with %1 failed %2 (%3). Check that this port speaks TLS."_qs.arg(
            progress.where, placeText(progress), text);
    }
    return failure;
}

std::optional<Failure> tlsFailureAfterwards(const TlsProgress &progress, TlsEnd end)
{
    if (progress.peerAlert) {
        if (progress.certificateRequested && aboutCertificate(*progress.peerAlert))
            return clientCertificate(progress, *progress.peerAlert);
        return Failure{
            u"tls"_qs,
            u"%1 ended TLS with the alert %2 before it answered the upgrade request. Its log may say why."_qs.arg(
                progress.where, alertText(*progress.peerAlert)),
            {{TlsAlert, static_cast<std::uint64_t>(*progress.peerAlert)}}};
    }
    if (progress.ourAlert) {
        return Failure{u"tls"_qs,
                       u"What %1 sent after the TLS handshake is not in order (%2); we ended it with alert %3."_qs.arg(
                           progress.where, progress.libraryText, alertText(*progress.ourAlert)),
                       {{TlsProtocol, 0}}};
    }
    if (!progress.certificateRequested)
        return std::nullopt;
    const QString how = end == TlsEnd::Reset ? u"reset the connection"_qs : u"ended the connection"_qs;
    const QString why =
        progress.ours.isEmpty()
            ? u"It had asked for a client certificate and got none, which is likely why."_qs
            : u"It had asked for a client certificate; likely it does not accept %1."_qs.arg(progress.ours);
    return Failure{u"tls"_qs,
                   u"%1 %2 after TLS, before it answered the upgrade request. %3"_qs.arg(
                       progress.where, how, why + issuersText(progress.acceptableIssuers) + chooseAdvice(progress)),
                   {{TlsClientCert, 0}}};
}

QString certificateHint(const TlsProgress &progress, int status)
{
    // 495 and 496 are nginx's own, for when its client is not told 400.
    const bool fits = status == 400 || status == 401 || status == 403 || status == 495 || status == 496;
    if (!progress.certificateRequested || !fits)
        return {};
    const QString what = progress.ours.isEmpty()
                             ? u"In TLS the server asked for a client certificate and got none."_qs
                             : u"In TLS the server asked for a client certificate and got %1."_qs.arg(progress.ours);
    return what + issuersText(progress.acceptableIssuers);
}

} // namespace framescope::net
