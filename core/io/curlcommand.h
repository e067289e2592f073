#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>
#include <QStringList>

namespace framescope::io
{

/// What a curl command line says of a WebSocket connection.
struct CurlCommand {
    QString url;                                  ///< ws: or wss:, whatever the command said
    QList<QPair<QByteArray, QByteArray>> headers; ///< without those a fresh handshake must make itself
    QByteArray origin;
    QList<QByteArray> subprotocols;
    QString user, password; ///< -u; curl asks for a password that is not there
    QString bearer;         ///< --oauth2-bearer
    QString proxy;          ///< -x as it was written, or "socks5h://" and the address of --socks5-hostname
    QString proxyUser, proxyPassword;
    QString certificateFile, keyFile, passphrase; ///< --cert, --key, --pass
    QString unixSocket;                           ///< --unix-socket: its path
    int family = 0;                               ///< 4 for -4, 6 for -6
    double connectTimeout = 0, maxTime = 0;       ///< seconds; 0: not given
    QStringList caFiles;
    bool insecure = false; ///< -k was given; whether to obey is the caller's choice
    QStringList ignored;   ///< options and headers that were left out, by name, for telling people
};

/// Whether this text looks like a curl command (so pasting it should convert it).
bool looksLikeCurl(const QString &text);

/// Reads a command line as DevTools and people write it: bash quoting ('…', "…", $'…', backslash-newline) or cmd.exe's
/// (^", caret-newline). The first command counts; what follows ; | & or a line end is not read.
/// Takes -H -b -A -e -u -k -x -U -E -4 -6 -m --cacert --key --pass --oauth2-bearer --socks5 --socks5-hostname
/// --unix-socket --connect-timeout --url (and --compressed, which means nothing here). Host, Connection, Upgrade and
/// Sec-WebSocket-Key, -Version, -Extensions are dropped: a stale key breaks the handshake (RFC 6455 §4.1).
/// Errors: not a curl command, a quote never closed (with its column), no URL, an option without its value.
Result<CurlCommand> parseCurlCommand(const QString &text);

} // namespace framescope::io
