#pragma once

#include "core/ws/findings/line.h"

/// Part of the table of findings; only findings.cpp puts it together.
namespace framescope::ws::table
{

// Close (RFC 6455 §5.5.1, §7.4)
constexpr auto close =
    inGroup(Group::Close,
            std::to_array<Line>({
                {CloseLength, "close.length", Error, Marked, 1002, "RFC 6455 §5.5.1",
                 "The payload of the close frame is %1 byte; a close code has two.",
                 "A close frame is empty or begins with a code of two bytes. One byte is a sender's mistake; there is "
                 "no code to be read."},
                {CloseCode, "close.code", Error, Marked, 1002, "RFC 6455 §7.4",
                 "The close code %1 must not be sent in a close frame.",
                 "Codes 1000 to 1014 (without 1004 to 1006) are defined, 3000 to 4999 are for libraries and programs. "
                 "This code is reserved, or only for local use, and must not be on the wire."},
                {CloseNoStatus, "close.nostatus", Info, Marked, 0, "RFC 6455 §7.1.5",
                 "The close frame has no close code; this counts as 1005.",
                 "A close frame may be empty. Programs then see the code 1005, which is never sent itself."},
                {CloseReasonUtf8, "close.reason.utf8", Error, Marked, 1007, "RFC 6455 §5.5.1",
                 "Invalid UTF-8 in the close reason, at its byte %1.",
                 "The reason in a close frame is UTF-8 text of at most 123 bytes. Usually the sender cut a longer text "
                 "within a character."},
                {AfterClose, "after.close", Error, Marked, 0, "RFC 6455 §5.5.1",
                 "The sender has sent a close frame already; nothing may follow it.",
                 "After its close frame an end sends nothing more. A second thread of the sender still writes, or the "
                 "sender does not know its own state. It is recorded; a receiver ignores it."},
                {CloseEchoDiffers, "close.echo", Info, Marked, 0, "RFC 6455 §5.5.1",
                 "The answer to the close frame has another code than the close frame.",
                 "The answer to a close frame usually repeats its code. Another code is allowed; it tells what the "
                 "answering end thinks of the ending."},
            }));

// Ping and pong (RFC 6455 §5.5.2, §5.5.3)
constexpr auto pingPong = inGroup(
    Group::PingPong,
    std::to_array<Line>({
        {PongUnsolicited, "pong.unsolicited", Info, Marked, 0, "RFC 6455 §5.5.3", "No ping asked for this pong.",
         "A pong without a ping is allowed and serves as a sign of life. It needs no answer."},
        {PongMismatch, "pong.mismatch", Warning, Marked, 0, "RFC 6455 §5.5.3",
         "The pong's payload is not the payload of the ping it should answer.",
         "A pong repeats the payload of the ping it answers. Another payload does not count as an answer; the "
         "sender invents it or mixes up connections."},
        {PingUnanswered, "ping.unanswered", Warning, Marked, 0, "RFC 6455 §5.5.2",
         "No pong answered the ping within %1 ms.",
         "The other end did not answer a ping in time. It hangs, is very busy, or the way to it is dead without "
         "either end having noticed."},
    }));

} // namespace framescope::ws::table
