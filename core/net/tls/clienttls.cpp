#include "core/net/tls/clienttls.h"

#include "core/capture/event.h"
#include "core/net/failuretext.h"
#include "core/net/tls/certificatefacts.h"
#include "core/net/tls/hostname.h"
#include "core/net/tls/knowncertificates.h"
#include "core/net/tls/tlsconfiguration.h"
#include "core/ws/findings.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QOcspResponse>
#include <QSslCipher>
#include <QSslSocket>

#include <algorithm>
#include <utility>

namespace framescope::net
{
namespace
{
QByteArray sha256(const QSslCertificate &certificate) { return certificate.digest(QCryptographicHash::Sha256); }

QString ocspText(const QSslSocket &socket)
{
    const QList<QOcspResponse> responses = socket.ocspResponses();
    if (responses.isEmpty())
        return {};
    switch (responses.first().certificateStatus()) {
    case QOcspCertificateStatus::Good:
        return u"good"_qs;
    case QOcspCertificateStatus::Revoked:
        return u"revoked"_qs;
    case QOcspCertificateStatus::Unknown:
        break;
    }
    return u"unknown"_qs;
}
} // namespace

ClientTls::ClientTls(const TlsSettings &settings, const http::WsUrl &url, std::shared_ptr<KnownCertificates> known)
    : m_settings(settings), m_known(std::move(known))
{
    const QString host = QString::fromLatin1(url.asciiHost);
    m_where = endpointText(url);
    m_endpoint = endpointOf(url);
    m_facts.serverName = settings.serverName.isEmpty() ? host : settings.serverName;
}

std::optional<Failure> ClientTls::prepare()
{
    auto configuration = tlsConfiguration(m_settings);
    if (!configuration)
        return Failure{u"tls"_qs, configuration.error().message, {}, u"its files for TLS cannot be used"_qs};
    m_configuration = *configuration;
    const QList<QSslCertificate> ours = m_configuration.localCertificateChain();
    if (!ours.isEmpty())
        m_facts.ours = distinguishedName(ours.first(), false);
    return std::nullopt;
}

void ClientTls::start(QSslSocket &socket)
{
    socket.setSslConfiguration(m_configuration);
    connect(&socket, &QSslSocket::encrypted, this, [this, &socket] { onEncrypted(socket); });
    connect(&socket, &QSslSocket::sslErrors, this,
            [this, &socket](const QList<QSslError> &errors) { onErrors(socket, errors); });
    connect(&socket, &QSslSocket::alertReceived, this, [this](QSsl::AlertLevel level, QSsl::AlertType type) {
        if (level == QSsl::AlertLevel::Fatal)
            Q_EMIT alerted(static_cast<int>(type));
    });
    // The name goes out as SNI and is what the certificate must be for, whatever address or proxy TCP goes to.
    socket.setPeerVerifyName(m_facts.serverName);
    m_watch.startClientEncryption(socket);
}

void ClientTls::readCertificates(const QSslSocket &socket)
{
    m_facts.chain = socket.peerCertificateChain();
    // The root comes from the list of trusted ones, not from the server.
    const QList<QSslCertificate> path = m_watch.verifiedPath();
    for (const QSslCertificate &certificate : path) {
        if (!m_facts.chain.contains(certificate))
            m_facts.chain.append(certificate);
    }
    const QSslCertificate leaf = m_facts.chain.value(0);
    m_facts.nameRule = leaf.isNull() ? QString() : judgeName(leaf, m_facts.serverName).rule;
    m_facts.ocsp = ocspText(socket);
    const QByteArray before = m_known ? m_known->last(m_endpoint) : QByteArray();
    m_facts.previousSha256 = before == sha256(leaf) ? QByteArray() : before;
}

bool ClientTls::excepted(const QList<CertificateProblem> &problems)
{
    if (problems.isEmpty())
        return true;
    const QSslCertificate leaf = m_facts.chain.value(0);
    const bool byFingerprint =
        !leaf.isNull() && m_settings.accepted.contains(AcceptedCertificate{m_endpoint, sha256(leaf)});
    if (!byFingerprint && !m_settings.insecure)
        return false;
    m_facts.exceptedBy = byFingerprint ? u"fingerprint"_qs : u"insecure"_qs;
    m_facts.problems = problems;
    return true;
}

void ClientTls::refuse(const QList<CertificateProblem> &problems)
{
    m_facts.problems = problems;
    const QSslCertificate leaf = m_facts.chain.value(0);
    if (leaf.isNull())
        return;
    m_refusedSha256 = sha256(leaf);
    QStringList lines = certificateLines(certificateFacts(leaf));
    for (const CertificateProblem &problem : problems)
        lines += u"Problem: %1"_qs.arg(problemLine(problem, m_facts.chain));
    if (!m_facts.previousSha256.isEmpty())
        lines += u"Before: %1"_qs.arg(fingerprintText(m_facts.previousSha256));
    m_refusedCertificate = lines.join(u'\n');
}

void ClientTls::onErrors(QSslSocket &socket, const QList<QSslError> &errors)
{
    readCertificates(socket);
    for (const QSslError &error : errors) {
        if (isAboutOcsp(error) && error.error() != QSslError::OcspNoResponseFound)
            m_facts.ocsp = u"of no use: %1"_qs.arg(error.errorString());
    }
    QList<CertificateProblem> problems =
        problemsOf(errors, m_facts.chain, m_facts.serverName, QDateTime::currentDateTimeUtc(), m_watch.verifyResult());
    for (const CertificateProblem &problem :
         problemsUnseen(m_facts.chain, m_watch.verifiedPath(), m_facts.serverName)) {
        const bool told = std::any_of(problems.begin(), problems.end(), [&](const CertificateProblem &other) {
            return other.finding == problem.finding && other.certificate == problem.certificate;
        });
        if (!told)
            problems.append(problem);
    }
    if (excepted(problems)) {
        // With the list: without one, Qt would ignore all later errors too.
        socket.ignoreSslErrors(errors);
        return;
    }
    refuse(problems);
}

void ClientTls::onEncrypted(QSslSocket &socket)
{
    if (m_facts.chain.isEmpty()) {
        readCertificates(socket);
        const auto problems = problemsUnseen(m_facts.chain, m_watch.verifiedPath(), m_facts.serverName);
        if (!excepted(problems)) {
            refuse(problems);
            Q_EMIT refused();
            return;
        }
    }
    m_facts.protocol = protocolName(socket.sessionProtocol());
    m_facts.cipher = socket.sessionCipher().name();
    m_facts.alpn = QString::fromLatin1(socket.sslConfiguration().nextNegotiatedProtocol());
    m_facts.group = m_watch.group();
    m_facts.resumed = m_watch.resumed();
    m_facts.certificateRequested = m_watch.certificateRequested();
    m_facts.acceptableIssuers = m_watch.acceptableIssuers();
    if (m_known)
        m_known->note(m_endpoint, sha256(m_facts.chain.value(0)));
    Q_EMIT encrypted();
}

QJsonObject ClientTls::securedDetails() const
{
    QJsonObject details = tlsDetails(m_facts);
    if (!verified())
        capture::tell(details, ws::FindingId::TlsExcepted);
    if (!m_facts.previousSha256.isEmpty())
        capture::tell(details, ws::FindingId::TlsChanged);
    if (judgeName(m_facts.chain.value(0), m_facts.serverName).commonNameOnly)
        capture::tell(details, ws::FindingId::TlsCommonName);
    return details;
}

TlsProgress ClientTls::progress(const QString &libraryText) const
{
    TlsProgress progress;
    progress.where = m_where;
    progress.serverName = m_facts.serverName;
    progress.libraryText = libraryText;
    progress.lastMessage = m_watch.lastMessage();
    progress.peerAlert = m_watch.peerAlert();
    progress.ourAlert = m_watch.ourAlert();
    progress.minimum = m_settings.minimum;
    progress.certificateRequested = m_watch.certificateRequested();
    progress.acceptableIssuers = m_watch.acceptableIssuers();
    progress.ours = m_facts.ours;
    return progress;
}

QJsonObject ClientTls::failureDetails() const
{
    TlsFacts facts = m_facts;
    facts.certificateRequested = m_watch.certificateRequested();
    facts.acceptableIssuers = m_watch.acceptableIssuers();
    QJsonObject details = tlsDetails(facts);
    // Nothing was verified when no certificate came.
    if (facts.chain.isEmpty()) {
        details.remove(u"verified"_qs);
        details.remove(u"errors"_qs);
    }
    return details;
}

Failure ClientTls::failed(const QString &libraryText) const
{
    Failure failure;
    if (!m_facts.problems.isEmpty() && m_facts.exceptedBy.isEmpty()) {
        failure = {u"tls"_qs, refusalText(m_where, m_facts.problems), {}, u"the server's certificate is refused"_qs};
        for (const CertificateProblem &problem : m_facts.problems)
            failure.findings.emplace_back(problem.finding, 0);
        if (!m_facts.previousSha256.isEmpty()) {
            failure.reason += u" It is another certificate than at the last connection; that one was %1."_qs.arg(
                fingerprintText(m_facts.previousSha256));
            failure.findings.emplace_back(ws::FindingId::TlsChanged, 0);
        }
    } else {
        failure = tlsFailure(progress(libraryText), TlsEnd::Error);
    }
    failure.details = failureDetails();
    return failure;
}

Failure ClientTls::ended(bool reset) const
{
    Failure failure = tlsFailure(progress({}), reset ? TlsEnd::Reset : TlsEnd::Closed);
    failure.details = failureDetails();
    return failure;
}

Failure ClientTls::timedOut(std::chrono::milliseconds limit) const
{
    const QString last = m_watch.lastMessage();
    Failure failure{u"tls"_qs,
                    u"The TLS handshake with %1 was not done within %2; %3. Check that this "
                    u"port speaks TLS, or raise the time limit."_qs.arg(
                        m_where, secondsText(limit),
                        last.isEmpty() ? u"the server said nothing"_qs : u"the server's last message was "_qs + last),
                    {{ws::FindingId::TimeoutTls, static_cast<std::uint64_t>(limit.count())}}};
    failure.details = failureDetails();
    return failure;
}

std::optional<Failure> ClientTls::failedAfterwards(TlsEnd end, const QString &libraryText) const
{
    auto failure = tlsFailureAfterwards(progress(libraryText), end);
    if (failure)
        failure->details = failureDetails();
    return failure;
}

void ClientTls::explainRefusal(Failure &failure, int status) const
{
    const QString hint = certificateHint(progress({}), status);
    if (hint.isEmpty())
        return;
    failure.reason += u' ' + hint;
    failure.findings.emplace_back(ws::FindingId::TlsClientCert, 0);
}

} // namespace framescope::net
