#pragma once

#include "core/capture/capturereader.h"

#include <QByteArray>

#include <functional>

namespace framescope::io
{

/// Takes a text piece by piece; false: no more is wanted.
using TextSink = std::function<bool(QByteArrayView piece)>;

/// One row as a JSON object in one line (no newline at the end), lossless: a payload is there in Base64, unmasked, and
/// the header's fields give back its octets. Keys, in this order, each only where it has a meaning:
///
///     n         number of the row, from 1
///     t         time, RFC 3339 with nanoseconds
///     conn      number of the connection, from 1
///     dir       "in" or "out"; not of events that went neither way
///     kind      "frame", "handshake-request", "handshake-response", "event", "raw"
///     fin       true or false                                   (frames, to msg)
///     rsv       0-7, RSV1 is 4
///     opcode    0-15
///     masked    true or false
///     key       the masking key in hex, when masked; not there when it cannot be read, see error
///     form      bits of the length field used: 7, 16 or 64
///     declared  payload length as the header says
///     wire      octets of header and payload that are there
///     msg       number of the row its message begins with, for a frame in a message
///     status    of a handshake response
///     payload   Base64 of the payload, the head, or the raw octets
///     inflated  Base64 of what a compressed message inflates to, as far as it does; on the message's last frame
///     event     name of an event, then its details under their own names
///     findings  names of the rules that were broken
///     marked    true, when somebody marked the row
///     comment   what somebody noted of it
///     error     why the octets could not be read from the capture file, as when that was dropped
///
/// A detail of an event whose name is one of these keys gets "_" before it. Payloads are read and handed on in
/// pieces: the memory needed does not depend on their size.
void writeRowJson(const capture::Capture &capture, capture::CaptureReader &reader, RowIndex row, const TextSink &sink);
/// The same in one piece, which a large payload makes large.
QByteArray rowJson(const capture::Capture &capture, capture::CaptureReader &reader, RowIndex row);

/// The row that the message of a frame begins with; the record's `message` must not be noMessage.
RowIndex messageStart(const capture::RowRecord &record, RowIndex row);

} // namespace framescope::io
