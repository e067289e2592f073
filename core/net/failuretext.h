#pragma once

#include "core/http/url.h"
#include "core/ws/finding.h"
#include "core/ws/role.h"

#include <QAbstractSocket>
#include <QHostAddress>
#include <QString>

#include <chrono>

namespace framescope::net
{

class ArrivalWatch;

/// Sentences and pieces of sentences for rows and status: what, where, and what to do.

/// "server" when our role is the client, else "client".
QString peerWord(ws::Role ourRole);
/// Numeric, an IPv4 address inside IPv6 as IPv4.
QString addressText(const QHostAddress &address);
/// "127.0.0.1:80", "[::1]:80".
QString endpointText(const QString &host, std::uint16_t port);
/// Where a URL leads, as people and exceptions for certificates name it: "127.0.0.1:80", "unix:/run/x.sock".
QString endpointText(const http::WsUrl &url);
/// "10 s", "250 ms".
QString secondsText(std::chrono::milliseconds time);
/// Why TCP could not be had; `where` is "127.0.0.1:80", or "The proxy 127.0.0.1:3128".
QString connectFailure(QAbstractSocket::SocketError error, const QString &systemText, const QString &where);
/// The sentence of a finding with its value filled in.
QString findingSentence(const ws::Finding &finding);
/// How a connection with a closing handshake ended; `by` is empty when it was closed from here.
QString closeSentence(const QString &by, std::uint16_t code, const QByteArray &reason);
/// How TCP ended without a closing handshake, and how much of a frame had arrived.
QString tcpEndSentence(const QString &by, bool reset, const ArrivalWatch &arrival);
/// Octets that were given to send() and recorded, and that the peer let lie until they were given up.
QString notTakenSentence(const QString &peer, qint64 octets);
/// Why a connection was failed as RFC 6455 §7.1.7 says.
QString ruleBrokenSentence(const QString &peer, ws::FindingId finding);
/// What the peer did not do in time at the end; `closed` when its close frame had come.
QString closeTimeSentence(const QString &peer, bool closed, std::chrono::milliseconds limit);
/// The reason of a close frame, cut between characters to what the frame can hold.
QByteArray fittingReason(const QByteArray &reason);
/// Text of a peer with control characters replaced by U+FFFD, cut to `limit` characters.
QString peerText(const QString &text, qsizetype limit = 512);
/// So much of what a peer says stands in a sentence; the whole is in the rows.
inline constexpr qsizetype saidLimit = 200;
/// At most 32 octets of something that should have been text, control octets escaped, in quotes.
QString quotedOctets(QByteArrayView octets);

} // namespace framescope::net
