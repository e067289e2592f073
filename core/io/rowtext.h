#pragma once

#include "core/capture/capturereader.h"

#include <QByteArray>
#include <QString>

namespace framescope::io
{

/// One row for a terminal: number, time, direction, opcode, flags, length, preview, findings. Peer text is escaped.
QString rowText(const capture::Capture &capture, capture::CaptureReader &reader, RowIndex row);
/// One row as a JSON object in one line (no newline at the end), keys as README's table of JSON Lines says.
QByteArray rowJson(const capture::Capture &capture, capture::CaptureReader &reader, RowIndex row);

/// The short word for an opcode: "text", "binary", "cont", "close", "ping", "pong", or "0x3".
QString opcodeWord(ws::Opcode opcode);
/// The English sentence of a finding with its value filled in.
QString findingText(const ws::Finding &finding);
/// Preview of a row in at most `width` characters: text as it is, binary as hex, close code and reason, events in words.
QString preview(const capture::Capture &capture, capture::CaptureReader &reader, RowIndex row, int width);
/// Control, bidi and zero-width characters made visible (U+202E becomes <202E>, LF becomes U+240A ...).
QString visibleText(QStringView text);

} // namespace framescope::io
