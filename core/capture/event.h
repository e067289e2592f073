#pragma once

#include "core/capture/rowrecord.h"
#include "core/ws/finding.h"

#include <QJsonObject>
#include <QString>
#include <QStringView>

#include <cstdint>
#include <vector>

namespace framescope::capture
{

/// Things people need in order with the frames. Kept in the file as the comment of a packet without payload.
enum class EventKind : std::uint8_t {
    Connected, ///< TCP is there; details: local, peer (text "host:port")
    Secured,   ///< TLS is there; details: net::tlsDetails()
    Finished,  ///< a side ended its TCP stream (FIN); the row's direction says which
    Reset,     ///< RST; the row's direction says who
    Failed,    ///< the connection failed or was refused; details: reason, and stage (connect, tls, handshake, frames)
    Closed,    ///< the connection is over; details: code, reason, initiator ("us", "peer"), clean (bool)
    Stalled,   ///< octets of an unfinished header or frame have waited; details: octets, needed
    Note,      ///< anything else; details: text
    Resolved,  ///< the name was looked up; details: host, addresses (list of text), ms, error
    Attempt,   ///< an attempt at one address that did not become the connection; details: address, ms, result
    Proxied,   ///< the proxy opened the tunnel or refused it; details: kind, proxy, request, reply, body, ms
    Rolled,    ///< recording goes on in a new file; details: text, file, part, dropped, firstRow, lastRow
    Continued, ///< the file begins in the middle of the connection; details: text, see continuedDetails()
};

/// Whether the row was sent or received: of events only the ends of TCP, the others this program notices by itself.
bool hasDirection(const RowRecord &row) noexcept;

/// Stable lower-case name, as written to the file and to JSON.
QString eventName(EventKind kind);
/// The kind of this name; Note for a name this version does not know.
EventKind eventKind(QStringView name);

/// Details of EventKind::Closed: the close code of the connection (RFC 6455 §7.1.5), who began to close, and whether the
/// closing handshake was whole.
QJsonObject closedDetails(std::uint16_t code, const QString &reason, bool byUs, bool clean);

/// Findings about an event are part of its details: what no octet of the stream shows must be told.
void tell(QJsonObject &details, ws::FindingId finding, std::uint64_t value = 0);
/// The findings in an event's details, at this place of the stream; unknown names are left out.
std::vector<ws::Finding> toldFindings(const QJsonObject &details, StreamOffset at);

/// An event with what is known of it.
struct Event {
    EventKind kind = EventKind::Note;
    QJsonObject details;
};

} // namespace framescope::capture
