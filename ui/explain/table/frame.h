#pragma once

#include "ui/explain/explanation.h"

#include <QtGlobal>

/// Part of the table of explanations; only explanationtable.cpp puts it together.
namespace framescope::ui::explaintable
{

// The header and the payload of a frame (RFC 6455 §5)
constexpr ExplanationLine frameLines[] = {
    {"field.fin", QT_TRANSLATE_NOOP("Explain", "FIN"),
     QT_TRANSLATE_NOOP("Explain", "One bit: 1 in the last frame of a message, 0 while more frames of"
                                  " it follow. A message sent whole is one frame with FIN set. "
                                  "Control frames are never split, so theirs is always 1."),
     "RFC 6455 §5.2, RFC 6455 §5.4"},
    {"field.rsv", QT_TRANSLATE_NOOP("Explain", "RSV1, RSV2, RSV3"),
     QT_TRANSLATE_NOOP("Explain", "Three bits for extensions. Without an extension that gives them a"
                                  " meaning they are 0, and a receiver that sees another value must "
                                  "fail the connection."),
     "RFC 6455 §5.2"},
    {"field.rsv1", QT_TRANSLATE_NOOP("Explain", "RSV1"),
     QT_TRANSLATE_NOOP("Explain", "With permessage-deflate agreed, 1 in the first frame of a message"
                                  " says that the message is compressed. On its later frames, on "
                                  "control frames and without that extension it must be 0."),
     "RFC 7692 §6, RFC 6455 §5.2"},
    {"field.rsv2", QT_TRANSLATE_NOOP("Explain", "RSV2"),
     QT_TRANSLATE_NOOP("Explain", "Reserved for extensions. None that is registered uses it, so it "
                                  "must be 0."),
     "RFC 6455 §5.2"},
    {"field.rsv3", QT_TRANSLATE_NOOP("Explain", "RSV3"),
     QT_TRANSLATE_NOOP("Explain", "Reserved for extensions. None that is registered uses it, so it "
                                  "must be 0."),
     "RFC 6455 §5.2"},
    {"field.opcode", QT_TRANSLATE_NOOP("Explain", "Opcode"),
     QT_TRANSLATE_NOOP("Explain", "Four bits that say what the frame is: 0 goes on with a message, 1"
                                  " begins a text, 2 a binary message; 8 closes, 9 is a ping, 10 a "
                                  "pong. From 8 on they are control frames. The others are reserved."),
     "RFC 6455 §5.2, RFC 6455 §11.8"},
    {"field.mask", QT_TRANSLATE_NOOP("Explain", "MASK"),
     QT_TRANSLATE_NOOP("Explain", "One bit: whether the payload is masked. A client masks every "
                                  "frame it sends, a server none; whoever sees it otherwise must "
                                  "close the connection."),
     "RFC 6455 §5.1, RFC 6455 §5.3"},
    {"field.length", QT_TRANSLATE_NOOP("Explain", "Payload length"),
     QT_TRANSLATE_NOOP("Explain", "Seven bits. 0 to 125 is the length itself; 126 says that the next"
                                  " two bytes hold it, 127 that the next eight do. The shortest "
                                  "form that holds the length must be used."),
     "RFC 6455 §5.2"},
    {"field.extendedlength", QT_TRANSLATE_NOOP("Explain", "Extended payload length"),
     QT_TRANSLATE_NOOP("Explain", "The length of the payload in two or eight bytes, the most "
                                  "significant first. In the form of eight bytes the first bit is "
                                  "0. It must not be used for a length that a shorter form holds."),
     "RFC 6455 §5.2"},
    {"field.key", QT_TRANSLATE_NOOP("Explain", "Masking key"),
     QT_TRANSLATE_NOOP("Explain", "Four bytes, new and unpredictable for each frame. Byte number i"
                                  " of the payload is combined with byte i modulo 4 of the key by "
                                  "exclusive or. It keeps a page from putting chosen bytes on the "
                                  "wire, where a proxy could take them for HTTP; it hides nothing "
                                  "from anybody who sees the frame."),
     "RFC 6455 §5.3, RFC 6455 §10.3"},
    {"field.payload", QT_TRANSLATE_NOOP("Explain", "Payload"),
     QT_TRANSLATE_NOOP("Explain", "What the frame carries, shown unmasked. In a text message it is "
                                  "UTF-8; where RSV1 was set it is compressed. A control frame holds"
                                  " at most 125 bytes."),
     "RFC 6455 §5.2, RFC 6455 §5.6"},
    {"field.compress", QT_TRANSLATE_NOOP("Explain", "Compressed payload"),
     QT_TRANSLATE_NOOP("Explain", "The payload is deflated, its last four bytes (00 00 ff ff) are "
                                  "cut off and RSV1 is set. The other end understands it only where "
                                  "permessage-deflate was agreed."),
     "RFC 7692 §7.2.1"},
    {"field.wire", QT_TRANSLATE_NOOP("Explain", "Length on the wire"),
     QT_TRANSLATE_NOOP("Explain", "All bytes of the frame: the header of two to fourteen and the "
                                  "payload as it was sent, compressed where it was."),
     "RFC 6455 §5.2"},
    {"field.message", QT_TRANSLATE_NOOP("Explain", "Message"),
     QT_TRANSLATE_NOOP("Explain", "A message is one frame, or several: the first names text or "
                                  "binary, the others are continuations, the last has FIN. Only "
                                  "control frames may stand between them."),
     "RFC 6455 §5.4"},
    {"field.direction", QT_TRANSLATE_NOOP("Explain", "Direction"),
     QT_TRANSLATE_NOOP("Explain", "↑ was sent from this end, ↓ was received. Which rules hold "
                                  "depends on it: the client's end masks, the server's does not."),
     "RFC 6455 §5.1"},
    {"field.offset", QT_TRANSLATE_NOOP("Explain", "Stream offset"),
     QT_TRANSLATE_NOOP("Explain", "How many bytes of this direction went before, counted from the "
                                  "first of the TCP connection, the opening handshake included."),
     "RFC 9293 §3.4"},
    {"field.time", QT_TRANSLATE_NOOP("Explain", "Time"),
     QT_TRANSLATE_NOOP("Explain", "When the byte that completed this row was read from, or given "
                                  "to, the operating system."),
     "RFC 3339 §5.6"},
    {"field.checks", QT_TRANSLATE_NOOP("Explain", "Checks"),
     QT_TRANSLATE_NOOP("Explain", "Every rule that this row was judged by and broke, with its place."
                                  " What a peer sends is shown whatever it breaks; ✗ is a broken "
                                  "rule, ▲ a warning, • worth knowing."),
     "RFC 6455 §7.1.7"},
    {"opcode.0", QT_TRANSLATE_NOOP("Explain", "Opcode 0x0: continuation"),
     QT_TRANSLATE_NOOP("Explain", "The next part of a message that an earlier frame began. It must "
                                  "not stand where no message is open."),
     "RFC 6455 §5.4"},
    {"opcode.1", QT_TRANSLATE_NOOP("Explain", "Opcode 0x1: text"),
     QT_TRANSLATE_NOOP("Explain", "Begins a text message. The whole message is UTF-8; a character "
                                  "may be split over two frames."),
     "RFC 6455 §5.6, RFC 6455 §8.1"},
    {"opcode.2", QT_TRANSLATE_NOOP("Explain", "Opcode 0x2: binary"),
     QT_TRANSLATE_NOOP("Explain", "Begins a message of any bytes; what they mean is for the "
                                  "programs at both ends to know."),
     "RFC 6455 §5.6"},
    {"opcode.8", QT_TRANSLATE_NOOP("Explain", "Opcode 0x8: close"),
     QT_TRANSLATE_NOOP("Explain", "Ends the conversation. It may carry a code and a reason; the "
                                  "other end answers with a close frame, then the server ends TCP. "
                                  "Nothing else may be sent after it."),
     "RFC 6455 §5.5.1, RFC 6455 §7"},
    {"opcode.9", QT_TRANSLATE_NOOP("Explain", "Opcode 0x9: ping"),
     QT_TRANSLATE_NOOP("Explain", "Asks for a sign of life. It is answered as soon as possible by a "
                                  "pong with the same payload."),
     "RFC 6455 §5.5.2"},
    {"opcode.A", QT_TRANSLATE_NOOP("Explain", "Opcode 0xA: pong"),
     QT_TRANSLATE_NOOP("Explain", "Answers the last ping with its payload. Sent unasked it says that"
                                  " this end is alive, and needs no answer."),
     "RFC 6455 §5.5.3"},
    {"opcode.reserved", QT_TRANSLATE_NOOP("Explain", "Opcodes 0x3 to 0x7: reserved"),
     QT_TRANSLATE_NOOP("Explain", "Kept for data frames yet to be defined. No extension in use "
                                  "defines them, so a receiver must fail the connection."),
     "RFC 6455 §5.2"},
    {"opcode.reserved.control", QT_TRANSLATE_NOOP("Explain", "Opcodes 0xB to 0xF: reserved"),
     QT_TRANSLATE_NOOP("Explain", "Kept for control frames yet to be defined. No extension in use "
                                  "defines them, so a receiver must fail the connection."),
     "RFC 6455 §5.2"},
};

} // namespace framescope::ui::explaintable
