#pragma once

#include "core/ws/findings/line.h"

/// Part of the table of findings; only findings.cpp puts it together.
namespace framescope::ws::table
{

// Frames (RFC 6455 §5)
constexpr auto frames = inGroup(
    Group::Frames,
    std::to_array<Line>({
        {FrameOpcodeReserved, "frame.opcode.reserved", Error, Marked, 1002, "RFC 6455 §5.2", "Opcode %1 is reserved.",
         "The opcode says what a frame is; this one has no meaning yet. Most often the reader and the sender "
         "disagree about where a frame begins, or the sender's library has a fault. The payload is shown and the "
         "next frame is found as usual."},
        {FrameRsv1, "frame.rsv1", Error, Marked, 1002, "RFC 6455 §5.2",
         "RSV1 is set, and no agreed extension gives it a meaning here.",
         "RSV1 marks compressed messages, and compression was not agreed on this connection. The sender "
         "compresses without asking, or believes that its extension was accepted."},
        {FrameRsv2, "frame.rsv2", Error, Marked, 1002, "RFC 6455 §5.2",
         "RSV2 is set, and no agreed extension gives it a meaning.",
         "RSV2 belongs to extensions, and none that uses it was agreed. The sender has a fault, or another "
         "extension is at work than the handshake says."},
        {FrameRsv3, "frame.rsv3", Error, Marked, 1002, "RFC 6455 §5.2",
         "RSV3 is set, and no agreed extension gives it a meaning.",
         "RSV3 belongs to extensions, and none that uses it was agreed. The sender has a fault, or another "
         "extension is at work than the handshake says."},
        {FrameRsv1Control, "frame.rsv1.control", Error, Marked, 1002, "RFC 7692 §6",
         "RSV1 is set on a control frame; control frames are never compressed.",
         "Compression works on messages; pings, pongs and close frames are never compressed. The sender sets the "
         "bit by mistake."},
        {FrameLengthNonMinimal, "frame.length.nonminimal", Error, Marked, 1002, "RFC 6455 §5.2",
         "The length %1 is written in a longer form than it needs.",
         "A length below 126 has seven bits, one below 65,536 has sixteen; longer forms for them are forbidden, "
         "since filters could be deceived by them. The frame is read as it says."},
        {FrameLengthMsb, "frame.length.msb", Error, Lost, 1002, "RFC 6455 §5.2",
         "The top bit of the 64-bit length is set, so the end of the frame cannot be known.",
         "A length with its top bit set stands for more bytes than can exist. Where the next frame begins is "
         "unknown, so what follows is shown as raw bytes. Nearly always the sender or the place in the stream is "
         "wrong."},
        {FrameMaskServer, "frame.mask.server", Error, Marked, 1002, "RFC 6455 §5.1",
         "The frame is masked; a server must not mask.",
         "Only clients mask. A server that masks has taken the wrong role, often because the same code is used "
         "for both ends. The payload is shown unmasked and as it came."},
        {FrameMaskClient, "frame.mask.client", Error, Marked, 1002, "RFC 6455 §5.1",
         "The frame is not masked; a client must mask every frame.",
         "Clients must mask every frame, so that no proxy can be deceived by chosen bytes. This one did not; a "
         "strict server closes with 1002."},
        {FrameMaskWeak, "frame.mask.weak", Info, Marked, 0, "RFC 6455 §5.3",
         "The masking key can be predicted: it is zero or the last %1 masked frames all have it.",
         "The masking key should be new and random for each frame. A key of zeros or the same key again lets a "
         "page choose the bytes on the wire. Tools do that for convenience; a client for others should not."},
        {FrameControlFragmented, "frame.control.fragmented", Error, Marked, 1002, "RFC 6455 §5.5",
         "FIN is not set on a control frame; control frames must not be fragmented.",
         "Pings, pongs and close frames are always one frame with FIN set, so that they can pass between "
         "fragments of a message. It is treated as one whole control frame."},
        {FrameControlTooLong, "frame.control.toolong", Error, Marked, 1002, "RFC 6455 §5.5",
         "The control frame declares %1 bytes of payload; the most it may have is 125.",
         "Control frames are short, so that any end can answer them at once. The frame's end is known all the "
         "same and what follows is read."},
        {FrameTruncated, "frame.truncated", Error, Marked, 0, "RFC 6455 §5.2",
         "The stream ended inside the frame; %1 bytes of its payload are missing.",
         "The connection ended before the frame was whole. The sender crashed or was cut off, or it declared a "
         "length that it never meant to send. The bytes that came are kept."},
        {FrameHeaderTruncated, "frame.header.truncated", Error, Marked, 0, "RFC 6455 §5.2",
         "The stream ended inside a frame header, after %1 of its bytes.",
         "The connection ended within the first 14 bytes of a frame. There is no telling how long it would have "
         "been. The bytes that came are kept."},
    }));

// Messages (RFC 6455 §5.4, §5.6, §8.1)
constexpr auto messages = inGroup(
    Group::Messages,
    std::to_array<Line>({
        {MsgOrphan, "msg.orphan", Error, Marked, 1002, "RFC 6455 §5.4",
         "A continuation frame, and no fragmented message to continue.",
         "A continuation frame carries on a message, and none was open. The sender's first fragment had FIN set, "
         "or it forgot the opcode of the message."},
        {MsgInterleaved, "msg.interleaved", Error, Marked, 1002, "RFC 6455 §5.4",
         "A new message begins while a fragmented one is unfinished.",
         "The fragments of a message must not be mixed with another message. Two threads of the sender often "
         "write to the connection at the same time. Both messages are shown, the older one stays unfinished."},
        {MsgUnfinished, "msg.unfinished", Warning, Marked, 0, "RFC 6455 §5.4",
         "The stream ended before the last frame of a fragmented message.",
         "The last frame of the message, with FIN set, never came. The receiver cannot use what it has; it is "
         "kept here."},
        {MsgUtf8, "msg.utf8", Error, Marked, 1007, "RFC 6455 §8.1", "Invalid UTF-8 at byte %1 of the message.",
         "Text messages must be UTF-8. The byte named here cannot stand at its place: another encoding, binary "
         "data sent as text, or a text cut in its middle. Send binary data as binary messages."},
        {MsgUtf8Truncated, "msg.utf8.truncated", Error, Marked, 1007, "RFC 6455 §8.1",
         "The text ends inside the character that begins at byte %1 of the message.",
         "The message ends within a character. The sender has cut a text by bytes instead of characters."},
        {MsgTextOdd, "msg.text.odd", Info, Marked, 0, "RFC 3629 §6",
         "The text holds a NUL, a noncharacter or a byte order mark at byte %1 of the message.",
         "A NUL, a noncharacter or a byte order mark is legal UTF-8 and seldom meant. A receiver written in C may "
         "stop at the NUL."},
    }));

// Compression (RFC 7692)
constexpr auto compression = inGroup(
    Group::Compression,
    std::to_array<Line>({
        {DeflateRsv1Continuation, "deflate.rsv1.continuation", Error, Marked, 1002, "RFC 7692 §6",
         "RSV1 is set on a continuation frame; only the first frame of a message may have it.",
         "RSV1 says for the whole message that it is compressed and stands on its first frame only. The sender "
         "marks each fragment by mistake."},
        {DeflateData, "deflate.data", Error, Opaque, 1007, "RFC 7692 §7.2.2",
         "The compressed data is not DEFLATE; %1 bytes were inflated before the bad place.",
         "What the message holds cannot be inflated. The sender compressed wrongly, a byte was changed on the "
         "way, or the message is not compressed at all. What could be inflated and the compressed bytes are "
         "kept."},
        {DeflateContext, "deflate.context", Error, Opaque, 1007, "RFC 7692 §7.1.1",
         "The compressed data refers to an earlier message, and it was agreed that it would not; %1 bytes were "
         "inflated.",
         "It was agreed to compress each message by itself, and this one refers to an earlier message. The sender "
         "did not reset its compressor. Receivers that keep no context fail here."},
        {DeflateWindow, "deflate.window", Error, Marked, 1007, "RFC 7692 §7.1.2",
         "The compressed data refers farther back than the agreed window, first after %1 inflated bytes.",
         "The two ends agreed how far back compressed data may refer, and this message goes farther. A receiver "
         "with a window of that size cannot inflate it; here it is shown all the same. The sender's compressor has "
         "a larger window than it promised."},
        {DeflateTruncated, "deflate.truncated", Error, Opaque, 1007, "RFC 7692 §7.2.2",
         "The message ends inside its compressed data; %1 bytes were inflated.",
         "The compressed data stops in the middle of a block, although the message is complete. The sender lost "
         "the end, or it did not flush its compressor. The text up to there is shown."},
        {DeflateLimit, "deflate.limit", Warning, Opaque, 1009, "RFC 6455 §10.4",
         "Inflating stopped at its limit, after %1 bytes.",
         "The message grows beyond the limit for its size or its ratio, as a compression bomb does. Inflating "
         "stopped so that memory and time stay bounded; the compressed bytes are kept and you may go on to disk."},
        {DeflateUnknown, "deflate.unknown", Warning, Opaque, 0, "RFC 7692 §7.2.2",
         "The message cannot be inflated: the compression context is unknown since row %1.",
         "Each message may refer to the ones before, and one of those could not be inflated. Frames go on to be "
         "recorded; to read them connect again, or agree on no context takeover."},
    }));

} // namespace framescope::ws::table
