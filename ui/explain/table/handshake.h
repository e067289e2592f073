#pragma once

#include "ui/explain/explanation.h"

#include <QtGlobal>

/// Part of the table of explanations; only explanationtable.cpp puts it together.
namespace framescope::ui::explaintable
{

// Fields of the opening handshake and what is agreed by it (RFC 6455 §4, RFC 7692)
constexpr ExplanationLine handshakeLines[] = {
    {"row.request", QT_TRANSLATE_NOOP("Explain", "Handshake request"),
     QT_TRANSLATE_NOOP("Explain", "The client's HTTP request that asks to change to WebSocket: GET, "
                                  "HTTP/1.1, with Upgrade, Connection, a key and the version."),
     "RFC 6455 §4.1"},
    {"row.response", QT_TRANSLATE_NOOP("Explain", "Handshake response"),
     QT_TRANSLATE_NOOP("Explain", "The server's answer. 101 with the right accept opens the "
                                  "connection; any other status refuses, and its body may say why."),
     "RFC 6455 §4.2.2"},
    {"row.event", QT_TRANSLATE_NOOP("Explain", "Event"),
     QT_TRANSLATE_NOOP("Explain", "Something that is no byte of the stream: the connection, TLS, a "
                                  "proxy's answer, the end of TCP, an error with its reason."),
     "RFC 6455 §7.1"},
    {"row.raw", QT_TRANSLATE_NOOP("Explain", "Raw bytes"),
     QT_TRANSLATE_NOOP("Explain", "Bytes outside any frame: the boundaries of frames were lost "
                                  "before them, or they are no WebSocket at all. They are recorded "
                                  "and cannot be decoded."),
     "RFC 6455 §5.2"},
    {"handshake.verdict", QT_TRANSLATE_NOOP("Explain", "Verdict"),
     QT_TRANSLATE_NOOP("Explain", "Whether a client that follows the RFC would go on after this "
                                  "answer."),
     "RFC 6455 §4.1"},
    {"handshake.status", QT_TRANSLATE_NOOP("Explain", "Status"),
     QT_TRANSLATE_NOOP("Explain", "101 Switching Protocols is the only status that opens a "
                                  "WebSocket. 3xx leads elsewhere, 401 and 407 ask who you are, 426 "
                                  "asks for another version."),
     "RFC 6455 §4.1, RFC 9110 §15"},
    {"handshake.accept", QT_TRANSLATE_NOOP("Explain", "Key and accept"),
     QT_TRANSLATE_NOOP("Explain", "The server appends a fixed GUID to the client's key, takes SHA-1 "
                                  "of it and sends it in Base64. So the client knows that the answer"
                                  " is from a WebSocket server and for this request."),
     "RFC 6455 §4.2.2, RFC 6455 §1.3"},
    {"handshake.extensions", QT_TRANSLATE_NOOP("Explain", "Extensions"),
     QT_TRANSLATE_NOOP("Explain", "What the client offered and the server chose. The server may only"
                                  " choose what was offered, and each extension once."),
     "RFC 6455 §9.1"},
    {"handshake.subprotocol", QT_TRANSLATE_NOOP("Explain", "Subprotocol"),
     QT_TRANSLATE_NOOP("Explain", "What the messages mean, chosen by the server from the client's "
                                  "list; at most one. Without one both ends must know by themselves."),
     "RFC 6455 §1.9, RFC 6455 §4.2.2"},
    {"header.host", QT_TRANSLATE_NOOP("Explain", "Host"),
     QT_TRANSLATE_NOOP("Explain", "The name and port of the server that the client means. One "
                                  "address may serve many names."),
     "RFC 6455 §4.1, RFC 9110 §7.2"},
    {"header.upgrade", QT_TRANSLATE_NOOP("Explain", "Upgrade"),
     QT_TRANSLATE_NOOP("Explain", "Says \"websocket\": the protocol to change to."), "RFC 6455 §4.1"},
    {"header.connection", QT_TRANSLATE_NOOP("Explain", "Connection"),
     QT_TRANSLATE_NOOP("Explain", "Says \"Upgrade\": the field of that name is meant for this hop. A"
                                  " proxy that drops it makes the handshake fail."),
     "RFC 6455 §4.1"},
    {"header.origin", QT_TRANSLATE_NOOP("Explain", "Origin"),
     QT_TRANSLATE_NOOP("Explain", "The web page that asks, set by browsers and by nobody else "
                                  "reliably. A server that trusts cookies must check it, or any page"
                                  " can act for its visitor."),
     "RFC 6455 §4.1, RFC 6455 §10.2"},
    {"header.sec-websocket-key", QT_TRANSLATE_NOOP("Explain", "Sec-WebSocket-Key"),
     QT_TRANSLATE_NOOP("Explain", "Sixteen random bytes in Base64, new for each connection. They "
                                  "prove nothing about the client and are no secret; the server "
                                  "shows with them that it understood."),
     "RFC 6455 §4.1, RFC 6455 §11.3.1"},
    {"header.sec-websocket-accept", QT_TRANSLATE_NOOP("Explain", "Sec-WebSocket-Accept"),
     QT_TRANSLATE_NOOP("Explain", "The server's answer to the key: SHA-1 of key and GUID, in Base64."
                                  " A wrong one means that something else answered."),
     "RFC 6455 §4.2.2, RFC 6455 §11.3.3"},
    {"header.sec-websocket-version", QT_TRANSLATE_NOOP("Explain", "Sec-WebSocket-Version"),
     QT_TRANSLATE_NOOP("Explain", "The version of the protocol, 13. A server that does not speak it "
                                  "answers 426 and lists those it speaks."),
     "RFC 6455 §4.1, RFC 6455 §4.4"},
    {"header.sec-websocket-protocol", QT_TRANSLATE_NOOP("Explain", "Sec-WebSocket-Protocol"),
     QT_TRANSLATE_NOOP("Explain", "The subprotocols that the client can speak, the best first; in "
                                  "the answer the one that the server chose."),
     "RFC 6455 §4.1, RFC 6455 §11.3.4"},
    {"header.sec-websocket-extensions", QT_TRANSLATE_NOOP("Explain", "Sec-WebSocket-Extensions"),
     QT_TRANSLATE_NOOP("Explain", "The extensions that the client offers with their parameters; in "
                                  "the answer those that are in use."),
     "RFC 6455 §9.1, RFC 6455 §11.3.2"},
    {"header.authorization", QT_TRANSLATE_NOOP("Explain", "Authorization"),
     QT_TRANSLATE_NOOP("Explain", "Who the client is, for the server. A secret: shown only when it "
                                  "is asked for."),
     "RFC 9110 §11.6.2"},
    {"header.www-authenticate", QT_TRANSLATE_NOOP("Explain", "WWW-Authenticate"),
     QT_TRANSLATE_NOOP("Explain", "With 401: how the server wants to be told who the client is."), "RFC 9110 §11.6.1"},
    {"header.proxy-authorization", QT_TRANSLATE_NOOP("Explain", "Proxy-Authorization"),
     QT_TRANSLATE_NOOP("Explain", "Who the client is, for the proxy. A secret: shown only when it is"
                                  " asked for."),
     "RFC 9110 §11.7.2"},
    {"header.proxy-authenticate", QT_TRANSLATE_NOOP("Explain", "Proxy-Authenticate"),
     QT_TRANSLATE_NOOP("Explain", "With 407: how the proxy wants to be told who the client is."), "RFC 9110 §11.7.1"},
    {"header.cookie", QT_TRANSLATE_NOOP("Explain", "Cookie"),
     QT_TRANSLATE_NOOP("Explain", "What the server asked to be told again. A secret: shown only when"
                                  " it is asked for."),
     "RFC 6265 §5.4"},
    {"header.set-cookie", QT_TRANSLATE_NOOP("Explain", "Set-Cookie"),
     QT_TRANSLATE_NOOP("Explain", "What the server wants to be told again with later requests."), "RFC 6265 §4.1"},
    {"header.user-agent", QT_TRANSLATE_NOOP("Explain", "User-Agent"),
     QT_TRANSLATE_NOOP("Explain", "Which program asks. Some servers refuse programs that they do not"
                                  " know."),
     "RFC 9110 §10.1.5"},
    {"header.server", QT_TRANSLATE_NOOP("Explain", "Server"),
     QT_TRANSLATE_NOOP("Explain", "Which program answers; behind a proxy often the proxy's name."), "RFC 9110 §10.2.4"},
    {"header.via", QT_TRANSLATE_NOOP("Explain", "Via"),
     QT_TRANSLATE_NOOP("Explain", "Which proxies the message went through."), "RFC 9110 §7.6.3"},
    {"header.date", QT_TRANSLATE_NOOP("Explain", "Date"),
     QT_TRANSLATE_NOOP("Explain", "When the answer was made, by the server's clock."), "RFC 9110 §6.6.1"},
    {"header.location", QT_TRANSLATE_NOOP("Explain", "Location"),
     QT_TRANSLATE_NOOP("Explain", "With a status of 3xx: where to go instead. Following it is "
                                  "optional for WebSocket; browsers do not."),
     "RFC 9110 §10.2.2, RFC 6455 §4.1"},
    {"header.retry-after", QT_TRANSLATE_NOOP("Explain", "Retry-After"),
     QT_TRANSLATE_NOOP("Explain", "How long to wait before the next attempt, in seconds or as a "
                                  "date."),
     "RFC 9110 §10.2.3"},
    {"header.content-length", QT_TRANSLATE_NOOP("Explain", "Content-Length"),
     QT_TRANSLATE_NOOP("Explain", "How many bytes of body follow. An answer of 101 has no body."), "RFC 9110 §8.6"},
    {"header.content-type", QT_TRANSLATE_NOOP("Explain", "Content-Type"),
     QT_TRANSLATE_NOOP("Explain", "What the body of a refusal is."), "RFC 9110 §8.3"},
    {"header.transfer-encoding", QT_TRANSLATE_NOOP("Explain", "Transfer-Encoding"),
     QT_TRANSLATE_NOOP("Explain", "How the body of a refusal is packed; \"chunked\" puts sizes "
                                  "between its parts."),
     "RFC 9112 §6.1"},
    {"header.cache-control", QT_TRANSLATE_NOOP("Explain", "Cache-Control"),
     QT_TRANSLATE_NOOP("Explain", "What may be kept by caches on the way; without effect on a "
                                  "WebSocket."),
     "RFC 9111 §5.2"},
    {"header.pragma", QT_TRANSLATE_NOOP("Explain", "Pragma"),
     QT_TRANSLATE_NOOP("Explain", "An old form of Cache-Control that some clients still send."), "RFC 9111 §5.4"},
    {"extension.permessage-deflate", QT_TRANSLATE_NOOP("Explain", "permessage-deflate"),
     QT_TRANSLATE_NOOP("Explain", "Compresses each message by itself with DEFLATE and marks it with "
                                  "RSV1. Small messages may become longer by it, and may be sent "
                                  "uncompressed."),
     "RFC 7692 §7"},
    {"extension.server_no_context_takeover", QT_TRANSLATE_NOOP("Explain", "server_no_context_takeover"),
     QT_TRANSLATE_NOOP("Explain", "The server forgets after each message what it compressed before. "
                                  "It costs some compression and saves memory."),
     "RFC 7692 §7.1.1.1"},
    {"extension.client_no_context_takeover", QT_TRANSLATE_NOOP("Explain", "client_no_context_takeover"),
     QT_TRANSLATE_NOOP("Explain", "The client forgets after each message what it compressed before. "
                                  "It costs some compression and saves memory."),
     "RFC 7692 §7.1.1.2"},
    {"extension.server_max_window_bits", QT_TRANSLATE_NOOP("Explain", "server_max_window_bits"),
     QT_TRANSLATE_NOOP("Explain", "How far back the server's compression may refer: 2 to the power "
                                  "of 8 to 15 bytes."),
     "RFC 7692 §7.1.2.1"},
    {"extension.client_max_window_bits", QT_TRANSLATE_NOOP("Explain", "client_max_window_bits"),
     QT_TRANSLATE_NOOP("Explain", "How far back the client's compression may refer: 2 to the power "
                                  "of 8 to 15 bytes. Without a value the client only says that it "
                                  "understands the parameter."),
     "RFC 7692 §7.1.2.2"},
};

} // namespace framescope::ui::explaintable
