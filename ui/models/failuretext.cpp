#include "ui/models/failuretext.h"

#include "core/capture/capturereader.h"
#include "core/ws/findings.h"

#include <QCoreApplication>

#include <algorithm>

namespace framescope::ui
{

namespace
{
struct Failure {
    Q_DECLARE_TR_FUNCTIONS(Failure)
};

/// Rows that are looked at: a failure is the end of its connection, and is asked for when it comes.
constexpr std::uint64_t mostRows = 50'000;

QString wordsOf(const ws::Finding &finding)
{
    using ws::FindingId;
    switch (finding.id) {
    case FindingId::HsStatus:
        return Failure::tr("the server answered %1").arg(finding.value);
    case FindingId::HsAcceptMissing:
    case FindingId::HsAcceptWrong:
    case FindingId::HsAcceptDuplicate:
    case FindingId::HsAcceptReplayed:
        return Failure::tr("wrong Sec-WebSocket-Accept");
    case FindingId::TcpRefused:
        return Failure::tr("connection refused");
    case FindingId::TcpUnreachable:
        return Failure::tr("not reachable");
    case FindingId::TcpReset:
        return Failure::tr("connection reset");
    case FindingId::DnsFailed:
        return Failure::tr("name not found");
    case FindingId::TimeoutConnect:
        return Failure::tr("no connection in time");
    case FindingId::TimeoutProxy:
        return Failure::tr("no answer of the proxy in time");
    case FindingId::TimeoutTls:
        return Failure::tr("no TLS in time");
    case FindingId::TimeoutHandshake:
        return Failure::tr("no handshake in time");
    case FindingId::ProxyAuth:
        // A status of HTTP; SOCKS has codes of its own, which say nothing to people.
        return finding.value == 407 ? Failure::tr("proxy wants a password (%1)").arg(finding.value)
                                    : Failure::tr("proxy wants a password");
    case FindingId::ProxyRefused:
        return Failure::tr("refused by the proxy (%1)").arg(finding.value);
    case FindingId::ProxyReply:
        return Failure::tr("proxy's answer not understood");
    case FindingId::TlsSelfSigned:
    case FindingId::TlsUntrusted:
        return Failure::tr("certificate not trusted");
    case FindingId::TlsExpired:
        return Failure::tr("certificate expired");
    case FindingId::TlsNotYetValid:
        return Failure::tr("certificate not yet valid");
    case FindingId::TlsHost:
        return Failure::tr("certificate of another host");
    case FindingId::TlsRevoked:
        return Failure::tr("certificate revoked");
    case FindingId::TlsWeak:
        return Failure::tr("certificate too weak");
    case FindingId::TlsCertificate:
        return Failure::tr("certificate refused");
    case FindingId::TlsClientCert:
        return Failure::tr("client certificate refused");
    case FindingId::TlsProtocol:
        return Failure::tr("no TLS in common");
    case FindingId::TlsAlert:
        return Failure::tr("TLS alert %1").arg(finding.value);
    default:
        return {};
    }
}

bool tellsOfFailure(const capture::RowRecord &record, capture::CaptureReader &reader, RowIndex row)
{
    if (record.kind() == capture::RowKind::HandshakeResponse)
        return true;
    if (record.kind() != capture::RowKind::Event)
        return false;
    switch (reader.event(row).kind) {
    case capture::EventKind::Failed:
    case capture::EventKind::Attempt:
    case capture::EventKind::Proxied:
    case capture::EventKind::Resolved:
        return true;
    default:
        return false;
    }
}
} // namespace

std::vector<ws::Finding> failureOf(const capture::Capture &capture, ConnectionId id)
{
    capture::CaptureReader reader(capture);
    const std::uint64_t rows = capture.rowCount();
    const std::uint64_t first = std::max(rows - std::min(rows, mostRows), capture.firstKeptRow());
    std::vector<ws::Finding> found;
    for (std::uint64_t row = rows; row > first; --row) {
        const RowIndex at(row - 1);
        const capture::RowRecord &record = capture.row(at);
        if (record.connection() != id)
            continue;
        // What was wrong stands at the failure, or at the last step before it: an answer, an attempt, a lookup.
        if (record.hasFindings() && tellsOfFailure(record, reader, at))
            found = capture.findings(at);
        if (!found.empty() || record.kind() == capture::RowKind::HandshakeResponse)
            break;
    }
    return found;
}

QString shortFailure(const std::vector<ws::Finding> &findings)
{
    for (const ws::Finding &finding : findings) {
        if (const QString words = wordsOf(finding); !words.isEmpty())
            return words;
    }
    return {};
}

} // namespace framescope::ui
