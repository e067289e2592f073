#pragma once

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>
#include <QStringList>

#include <chrono>
#include <cstdint>
#include <optional>

namespace framescope::http
{
struct WsUrl;
}

namespace framescope::net
{

/// What to do about a broken rule: show it and go on where the stream allows, or fail the connection as the
/// RFC says.
enum class Policy : std::uint8_t { Observe, Strict };

/// Where a URL leads as an exception for a certificate names it: "example.com:443", "unix:/run/x.sock"; empty for what
/// is no such URL.
QString endpointOf(const QString &url);
QString endpointOf(const http::WsUrl &url);

/// A certificate that a person accepted although it did not verify: this one, for this endpoint, nothing else.
struct AcceptedCertificate {
    QString endpoint;  ///< see endpointOf(): ASCII host in lower case and port, or the path of a Unix domain socket
    QByteArray sha256; ///< 32 octets

    bool operator==(const AcceptedCertificate &) const = default;
};

enum class TlsVersion : std::uint8_t { Tls1_0, Tls1_2, Tls1_3 };

/// What a person may decide about TLS. Verification is on; nothing here switches it off for other hosts.
struct TlsSettings {
    QStringList caFiles; ///< PEM files trusted besides the system's
    QList<AcceptedCertificate> accepted;
    bool insecure = false;   ///< command line --insecure: accept any, and say so in the capture
    QString certificateFile; ///< client certificate: PEM (with its chain), or PKCS#12 with the key in it; empty: none
    QString keyFile;         ///< its key in PEM; empty: in certificateFile
    QString passphrase;      ///< of the key or the PKCS#12 file; never written to disk
    QString serverName;      ///< instead of the URL's host: for SNI and for verification; empty: the URL's
    TlsVersion minimum = TlsVersion::Tls1_2;

    bool operator==(const TlsSettings &) const = default;
};

enum class ProxyKind : std::uint8_t { None, System, Http, Socks5 };

/// The way to the server. System asks the desktop's settings or the environment for each address.
struct ProxySettings {
    ProxyKind kind = ProxyKind::None;
    QString host;
    std::uint16_t port = 0;
    QString user, password; ///< empty user: no credentials

    bool operator==(const ProxySettings &) const = default;
};

/// permessage-deflate: what a client offers, or a listener accepts and answers, and how to use it (RFC 7692 §7.1).
struct DeflateSettings {
    bool offer = true; ///< a listener: accept
    bool serverNoContextTakeover = false;
    bool clientNoContextTakeover = false;
    std::optional<int> serverMaxWindowBits; ///< 8 to 15; none: not in the offer
    bool clientMaxWindowBits = true;        ///< in the offer
    std::optional<int> clientWindowBits;    ///< with a value: 9 to 15 (8 is said as 9: zlib has no raw window of 8)
    bool compress = true;                   ///< compress whole messages we send, where agreed
    std::uint64_t threshold = 64;           ///< octets: shorter messages go uncompressed
    int level = 6;                          ///< 1 to 9

    bool operator==(const DeflateSettings &) const = default;
};

enum class AuthKind : std::uint8_t { None, Basic, Bearer };

/// The Authorization field of the upgrade request (RFC 7617, RFC 6750). Kept for the session only.
struct AuthSettings {
    AuthKind kind = AuthKind::None;
    QString user;   ///< Basic
    QString secret; ///< password or token

    bool operator==(const AuthSettings &) const = default;
};

/// Connecting again by itself after an open connection ended or an attempt failed; waits double from first to longest.
/// Both begin anew once a connection stayed open: who takes connections only to end them is not asked for ever.
struct ReconnectSettings {
    bool enabled = false;
    std::chrono::milliseconds first{1'000};
    std::chrono::milliseconds longest{30'000};
    int attempts = 10;                        ///< in a row of which none stayed open; 0: no end
    std::chrono::milliseconds steady{10'000}; ///< open for so long, a connection stayed open

    bool operator==(const ReconnectSettings &) const = default;
};

enum class AddressFamily : std::uint8_t { Any, IPv4, IPv6 };

/// Everything a connect attempt needs. A value; copied into the attempt.
struct ConnectionSettings {
    QString url; ///< ws:, wss:, or ws+unix:/path/to/socket:/resource
    QList<QPair<QByteArray, QByteArray>> headers;
    QList<QByteArray> subprotocols;
    QByteArray origin;
    AuthSettings auth;
    QString cookieProfile; ///< cookies of this profile are sent, and kept from answers; empty: no cookies
    /// The handshake laboratory: sent byte for byte instead of the request made from the fields above.
    std::optional<QByteArray> rawRequest;
    TlsSettings tls;
    ProxySettings proxy;
    AddressFamily family = AddressFamily::Any;
    DeflateSettings deflate;
    Policy policy = Policy::Observe;
    bool answerPing = true;
    bool answerClose = true;
    bool echo = false; ///< send each whole message back with its own opcode
    /// When the server ends its side of TCP (FIN), go on sending until this side is closed from here. Without TLS only:
    /// there the end is that of both sides.
    bool keepHalfOpen = false;
    std::chrono::milliseconds keepAlive{0};      ///< a ping after so long without one; 0: none
    std::chrono::milliseconds idleAfter{60'000}; ///< so long without an octet is told, once
    ReconnectSettings reconnect;
    std::chrono::milliseconds connectTimeout{15'000}; ///< name lookup and TCP, proxy tunnel included
    std::chrono::milliseconds tlsTimeout{15'000};
    std::chrono::milliseconds handshakeTimeout{30'000}; ///< the upgrade, whatever trickles in
    std::chrono::milliseconds closeTimeout{10'000};

    /// How many groups differ from the defaults, for the Options button.
    int differences() const;
    bool operator==(const ConnectionSettings &) const = default;
};

} // namespace framescope::net
