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
    QStringList caFiles;
    QString certificateFile, keyFile, passphrase; ///< of the client certificate; empty: not given
    bool insecure = false;                        ///< -k was given; whether to obey is the caller's choice
    QStringList ignored; ///< options and headers that were left out, by name, for telling people
};

/// Whether this text looks like a curl command (so pasting it should convert it).
bool looksLikeCurl(const QString &text);

/// Reads a command line as DevTools and people write it: bash quoting ('…', "…", $'…', backslash-newline) or cmd.exe's
/// (^", caret-newline). The first command counts; what follows ; | & or a line end is not read.
/// Takes -H -b -A -e -u -k -E --key --pass --cacert --url (and --compressed, which means nothing here). Host, Connection, Upgrade and
/// Sec-WebSocket-Key, -Version, -Extensions are dropped: a stale key breaks the handshake (RFC 6455 §4.1).
/// Errors: not a curl command, a quote never closed (with its column), no URL, an option without its value.
Result<CurlCommand> parseCurlCommand(const QString &text);

} // namespace framescope::io
