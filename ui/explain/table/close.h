#pragma once

#include "ui/explain/explanation.h"

#include <QtGlobal>

/// Part of the table of explanations; only explanationtable.cpp puts it together.
namespace framescope::ui::explaintable
{

// Close frames and their codes (RFC 6455 §7.4)
constexpr ExplanationLine closeLines[] = {
    {"field.closecode", QT_TRANSLATE_NOOP("Explain", "Close code"),
     QT_TRANSLATE_NOOP("Explain", "The first two bytes of a close frame: a number that says why the"
                                  " connection ends. 1000 to 1014 are defined, 3000 to 3999 are "
                                  "registered for libraries, 4000 to 4999 are free for programs. "
                                  "1005, 1006 and 1015 never stand on the wire."),
     "RFC 6455 §5.5.1, RFC 6455 §7.4"},
    {"field.closereason", QT_TRANSLATE_NOOP("Explain", "Close reason"),
     QT_TRANSLATE_NOOP("Explain", "UTF-8 text after the code, at most 123 bytes, for people who "
                                  "read logs; a program should not show it to its users."),
     "RFC 6455 §5.5.1, RFC 6455 §7.1.6"},
    {"close.0-999", QT_TRANSLATE_NOOP("Explain", "Close codes 0 to 999"),
     QT_TRANSLATE_NOOP("Explain", "Not used. They must not stand in a close frame."), "RFC 6455 §7.4.2"},
    {"close.1000", QT_TRANSLATE_NOOP("Explain", "Close code 1000: normal closure"),
     QT_TRANSLATE_NOOP("Explain", "The purpose of the connection is fulfilled; nothing went wrong."),
     "RFC 6455 §7.4.1"},
    {"close.1001", QT_TRANSLATE_NOOP("Explain", "Close code 1001: going away"),
     QT_TRANSLATE_NOOP("Explain", "The end is leaving: the server shuts down, or the page was left."),
     "RFC 6455 §7.4.1"},
    {"close.1002", QT_TRANSLATE_NOOP("Explain", "Close code 1002: protocol error"),
     QT_TRANSLATE_NOOP("Explain", "The other end broke a rule of the protocol. Look for the finding "
                                  "in what it sent last."),
     "RFC 6455 §7.4.1"},
    {"close.1003", QT_TRANSLATE_NOOP("Explain", "Close code 1003: unsupported data"),
     QT_TRANSLATE_NOOP("Explain", "The end got a kind of data that it cannot take, for example "
                                  "binary where it knows only text."),
     "RFC 6455 §7.4.1"},
    {"close.1004", QT_TRANSLATE_NOOP("Explain", "Close code 1004: reserved"),
     QT_TRANSLATE_NOOP("Explain", "It has no meaning yet and must not be sent."), "RFC 6455 §7.4.1"},
    {"close.1005", QT_TRANSLATE_NOOP("Explain", "Close code 1005: no status received"),
     QT_TRANSLATE_NOOP("Explain", "What a program is told when the close frame had no code. It must "
                                  "not be sent."),
     "RFC 6455 §7.4.1, RFC 6455 §7.1.5"},
    {"close.1006", QT_TRANSLATE_NOOP("Explain", "Close code 1006: abnormal closure"),
     QT_TRANSLATE_NOOP("Explain", "What a program is told when TCP ended without any close frame: "
                                  "the process died, the network broke, a proxy lost patience. It "
                                  "must not be sent."),
     "RFC 6455 §7.4.1, RFC 6455 §7.1.5"},
    {"close.1007", QT_TRANSLATE_NOOP("Explain", "Close code 1007: invalid payload data"),
     QT_TRANSLATE_NOOP("Explain", "A message was not what its kind promises: most often a text "
                                  "message that is not UTF-8."),
     "RFC 6455 §7.4.1, RFC 6455 §8.1"},
    {"close.1008", QT_TRANSLATE_NOOP("Explain", "Close code 1008: policy violation"),
     QT_TRANSLATE_NOOP("Explain", "The end refuses a message by a rule of its own and does not want "
                                  "to say more. Servers use it for a session that ran out or a right"
                                  " that is missing."),
     "RFC 6455 §7.4.1"},
    {"close.1009", QT_TRANSLATE_NOOP("Explain", "Close code 1009: message too big"),
     QT_TRANSLATE_NOOP("Explain", "A message was longer than the end is willing to take. Split it, "
                                  "or raise the limit there."),
     "RFC 6455 §7.4.1"},
    {"close.1010", QT_TRANSLATE_NOOP("Explain", "Close code 1010: mandatory extension"),
     QT_TRANSLATE_NOOP("Explain", "The client needs an extension that the server did not agree to; "
                                  "the reason should name it. A server does not send it: it would "
                                  "fail the handshake."),
     "RFC 6455 §7.4.1"},
    {"close.1011", QT_TRANSLATE_NOOP("Explain", "Close code 1011: internal error"),
     QT_TRANSLATE_NOOP("Explain", "The server met a condition it did not expect. Its log knows more."),
     "RFC 6455 §7.4.1"},
    {"close.1012", QT_TRANSLATE_NOOP("Explain", "Close code 1012: service restart"),
     QT_TRANSLATE_NOOP("Explain", "The service is restarting. A client may connect again after a "
                                  "random wait of 5 to 30 seconds. Registered after the RFC."),
     "RFC 6455 §11.7"},
    {"close.1013", QT_TRANSLATE_NOOP("Explain", "Close code 1013: try again later"),
     QT_TRANSLATE_NOOP("Explain", "The server has too much to do; connect again later, or to another"
                                  " address when the service has several. Registered after the RFC."),
     "RFC 6455 §11.7"},
    {"close.1014", QT_TRANSLATE_NOOP("Explain", "Close code 1014: bad gateway"),
     QT_TRANSLATE_NOOP("Explain", "The server stands in front of another one and got no proper "
                                  "answer from it. Registered after the RFC."),
     "RFC 6455 §11.7"},
    {"close.1015", QT_TRANSLATE_NOOP("Explain", "Close code 1015: TLS handshake failed"),
     QT_TRANSLATE_NOOP("Explain", "What a program is told when TLS could not be set up, for example "
                                  "because of the certificate. It must not be sent."),
     "RFC 6455 §7.4.1"},
    {"close.1016-2999", QT_TRANSLATE_NOOP("Explain", "Close codes 1016 to 2999"),
     QT_TRANSLATE_NOOP("Explain", "Reserved for later versions of the protocol and for extensions. "
                                  "Nobody defined them, so they must not be sent."),
     "RFC 6455 §7.4.2"},
    {"close.3000-3999", QT_TRANSLATE_NOOP("Explain", "Close codes 3000 to 3999"),
     QT_TRANSLATE_NOOP("Explain", "For libraries and frameworks, registered with IANA. What a code "
                                  "means says the library; 3000 stands for unauthorized, 3003 for "
                                  "forbidden, 3008 for a timeout."),
     "RFC 6455 §7.4.2, RFC 6455 §11.7"},
    {"close.4000-4999", QT_TRANSLATE_NOOP("Explain", "Close codes 4000 to 4999"),
     QT_TRANSLATE_NOOP("Explain", "Free for programs by agreement between both ends. What a code "
                                  "means says the documentation of the service."),
     "RFC 6455 §7.4.2"},
    {"close.5000-65535", QT_TRANSLATE_NOOP("Explain", "Close codes 5000 to 65535"),
     QT_TRANSLATE_NOOP("Explain", "Outside all ranges of the protocol. They must not be sent."), "RFC 6455 §7.4.2"},
};

} // namespace framescope::ui::explaintable
