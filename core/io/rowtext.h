#pragma once

#include "core/capture/capturereader.h"
#include "core/io/rowjson.h"

#include <QString>

namespace framescope::decode
{
struct Channel;
class Decoder;
} // namespace framescope::decode

namespace framescope::io
{

/// For previews of what decoders read.
struct PreviewDecoding {
    const decode::Channel &channel;
    const decode::Decoder *chosen = nullptr; ///< by a person; nullptr: one that is sure
};

/// One row for a terminal: number, time since the capture's first row, direction, opcode, flags, length, preview,
/// findings in words; the connection's number when the capture has more than one. Peer text is escaped.
QString rowText(const capture::Capture &capture, capture::CaptureReader &reader, RowIndex row);

/// The short word for an opcode: "text", "binary", "cont", "close", "ping", "pong", or "0x3".
QString opcodeWord(ws::Opcode opcode);
/// The English sentence of a finding with its value filled in.
QString findingText(const ws::Finding &finding);
/// Gives an English text of the program in another language.
using Words = QString (*)(const QString &english);
/// Preview of a row in at most `width` characters: with `decoding` what a decoder says of a message; text as it is, other
/// payloads as hex and ASCII, close code and reason, first line of a head, events in words, which `words` may translate.
/// Cut text ends with an ellipsis. Reads at most 4 * width octets.
QString preview(const capture::Capture &capture, capture::CaptureReader &reader, RowIndex row, int width,
                Words words = nullptr, const PreviewDecoding *decoding = nullptr);
/// Control, bidi and zero-width characters made visible: LF becomes U+240A, U+202E becomes its number in brackets.
QString visibleText(QStringView text);

} // namespace framescope::io
