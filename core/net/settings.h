#pragma once

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>
#include <QStringList>

#include <chrono>

namespace framescope::net
{

/// What to do about a broken rule: show it and go on where the stream allows, or fail the connection as the
/// RFC says.
enum class Policy : std::uint8_t { Observe, Strict };

/// What a person may decide about TLS. Verification is on; nothing here switches it off for other hosts.
struct TlsSettings {
    QStringList caFiles;       ///< PEM files trusted besides the system's
    QByteArray acceptedSha256; ///< accept exactly the certificate with this SHA-256 fingerprint (32 octets)
    bool insecure = false;     ///< command line --insecure: accept any, and say so in the capture
};

/// Everything a connect attempt needs. A value; copied into the attempt.
struct ConnectionSettings {
    QString url;
    QList<QPair<QByteArray, QByteArray>> headers;
    QList<QByteArray> subprotocols;
    QByteArray origin;
    TlsSettings tls;
    Policy policy = Policy::Observe;
    bool answerPing = true;
    bool answerClose = true;
    bool echo = false; ///< send each whole message back with its own opcode
    std::chrono::milliseconds connectTimeout{15'000};
    std::chrono::milliseconds handshakeTimeout{30'000}; ///< TLS and HTTP together, whatever trickles in
    std::chrono::milliseconds closeTimeout{10'000};

    /// How many groups differ from the defaults, for the Options button.
    int differences() const;
};

} // namespace framescope::net
