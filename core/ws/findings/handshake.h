#pragma once

#include "core/ws/findings/line.h"

/// Part of the table of findings; only findings.cpp puts it together.
namespace framescope::ws::table
{

// The opening handshake (RFC 6455 §4). No close frame answers it, so no close code (RFC 6455 §7.1.7).
constexpr auto handshake = inGroup(
    Group::Handshake,
    std::to_array<Line>({
        {HsStatus, "hs.status", Warning, Lost, 0, "RFC 6455 §4.1",
         "The status is %1, not 101: the server did not switch to WebSocket.",
         "The server understood HTTP and answered something else than 101, so no WebSocket connection came to be. "
         "The status, the fields and the body say why: a redirect, a login, a wrong path. Correct the URL or the "
         "request and connect again."},
        {HsVersion, "hs.version", Error, Marked, 0, "RFC 6455 §4.2.2", "The HTTP version is not 1.1.",
         "WebSocket over TCP begins with HTTP/1.1. An old proxy or a hand-written server may still say HTTP/1.0 "
         "or something else. Everything is decoded all the same; a strict end refuses it."},
        {HsStatusLine, "hs.statusline", Error, Lost, 0, "RFC 9112 §4", "The first line is not an HTTP status line.",
         "What answers on this port does not speak HTTP, or not rightly: another protocol, TLS on a plain port, "
         "or a broken server. The bytes are kept as they came. Check the port and whether wss is needed."},
        {HsReason, "hs.reason", Error, Marked, 0, "RFC 9112 §4", "The status line has no space after the status code.",
         "After the three digits of the status a space must follow, even when no words come after it. Some small "
         "servers leave it out. It does no harm here; strict HTTP readers may refuse it."},
        {HsRequestLine, "hs.requestline", Error, Lost, 0, "RFC 9112 §3", "The first line is not an HTTP request line.",
         "The first line of a request is a method, a target that begins with a slash, and a version. What came is "
         "no such line, so the request cannot be understood; it was answered with 400."},
        {HsMethod, "hs.method", Error, Marked, 0, "RFC 6455 §4.1", "The method of the request is not GET.",
         "The opening handshake is always a GET. A browser form, a scanner or a wrongly configured client sends "
         "another method. It was answered with 405."},
        {HsHost, "hs.host", Error, Marked, 0, "RFC 6455 §4.2.1", "The Host field is missing, repeated or not a host.",
         "Each HTTP/1.1 request has exactly one Host field with a host and maybe a port. Without it a server with "
         "several names cannot choose, and two of them are a way to smuggle requests. The answer is 400."},
        {HsUpgradeMissing, "hs.upgrade.missing", Error, Marked, 0, "RFC 6455 §4.1", "The Upgrade field is missing.",
         "The Upgrade field says to which protocol the connection changes. Often a proxy on the way has removed "
         "it, because it is a hop-by-hop field: let the proxy pass Upgrade and Connection on."},
        {HsUpgradeValue, "hs.upgrade.value", Error, Marked, 0, "RFC 6455 §4.1",
         "The Upgrade field does not say websocket.",
         "The Upgrade field must say websocket, in upper or lower case. Another word means that the two ends "
         "speak of another protocol."},
        {HsConnection, "hs.connection", Error, Marked, 0, "RFC 6455 §4.1",
         "The Connection field is missing or does not list Upgrade.",
         "The Connection field must list the word Upgrade; other words such as keep-alive may stand beside it. A "
         "proxy that does not know WebSocket usually replaces this field."},
        {HsKeyMissing, "hs.key.missing", Error, Marked, 0, "RFC 6455 §4.2.1", "The Sec-WebSocket-Key field is missing.",
         "Without Sec-WebSocket-Key the server cannot prove that it read a WebSocket request. The client is no "
         "WebSocket client, or its library leaves the field out."},
        {HsKeyValue, "hs.key.value", Error, Marked, 0, "RFC 6455 §4.2.1",
         "The Sec-WebSocket-Key is not 16 bytes in Base64.",
         "The key must be 16 bytes in Base64, which is 24 characters with two equal signs at the end. A wrong "
         "one shows a faulty or hand-written client."},
        {HsWsVersion, "hs.wsversion", Error, Marked, 0, "RFC 6455 §4.2.1", "The Sec-WebSocket-Version is not 13.",
         "Version 13 is the only one in use since 2011. A client with another number is very old or tests the "
         "server; the answer is 426 and names version 13."},
        {HsAcceptMissing, "hs.accept.missing", Error, Marked, 0, "RFC 6455 §4.1",
         "The Sec-WebSocket-Accept field is missing.",
         "The server must prove with Sec-WebSocket-Accept that it read this request. Without it a cache or a "
         "plain web server may have answered. Frames are still decoded; a strict client refuses."},
        {HsAcceptWrong, "hs.accept.wrong", Error, Marked, 0, "RFC 6455 §4.1",
         "The Sec-WebSocket-Accept value is not the one for the key that was sent.",
         "The value is computed from the key of this very request. A wrong one comes from a cached or replayed "
         "answer, from a proxy that changed the key, or from a fault in the server's code. Compare both values in "
         "Handshake."},
        {HsAcceptDuplicate, "hs.accept.duplicate", Error, Marked, 0, "RFC 6455 §11.3.3",
         "The Sec-WebSocket-Accept field appears more than once.",
         "The field may stand once only. Two of them come from two programs that both answer the upgrade, such as "
         "a server and the proxy before it."},
        {HsHeaderDuplicate, "hs.header.duplicate", Error, Marked, 0, "RFC 9110 §5.3",
         "A field that may appear only once is repeated.",
         "A field with one value stands twice, and readers differ in which they take. Usually two layers of a "
         "server both add it; let one of them do it."},
        {HsExtensionUnsolicited, "hs.ext.unsolicited", Error, Marked, 0, "RFC 6455 §4.1",
         "The response names an extension that was not offered.",
         "A server may only choose among the extensions that the client offered. The client does not know this "
         "one, so frames changed by it may be misread."},
        {HsExtensionParameter, "hs.ext.parameter", Error, Marked, 0, "RFC 7692 §7.1",
         "An extension parameter is unknown, repeated, lacking, or has a value it cannot have.",
         "The parameter named here is none of permessage-deflate's, stands twice, or has a value outside its "
         "range; or one that was offered is not in the answer. The column points at it. A strict end refuses the "
         "handshake rather than misread compressed data."},
        {HsProtocolUnsolicited, "hs.protocol.unsolicited", Error, Marked, 0, "RFC 6455 §4.1",
         "The response names a subprotocol that was not offered.",
         "The server may only choose one of the subprotocols the client offered, letter by letter; upper and "
         "lower case differ. The two ends may now speak different languages over this connection."},
        {HsProtocolMultiple, "hs.protocol.multiple", Error, Marked, 0, "RFC 6455 §11.3.4",
         "The response names more than one subprotocol.",
         "The answer names exactly one subprotocol or none. A server that sends the whole list back has not "
         "chosen; the client cannot know which one holds."},
        {HsEol, "hs.eol", Error, Marked, 0, "RFC 9112 §2.2", "A line ends with LF alone instead of CR LF.",
         "HTTP lines end with CR LF. LF alone is accepted by many readers, and readers that disagree about line "
         "ends can be led to see different requests. Send CR LF."},
        {HsBareCr, "hs.barecr", Error, Marked, 0, "RFC 9112 §2.2", "A CR stands alone, without LF after it.",
         "A CR without LF inside a line is read as a space by some programs and as a line end by others. That "
         "difference is used to smuggle fields past a proxy."},
        {HsByte, "hs.byte", Error, Marked, 0, "RFC 9110 §5.5", "The head holds a control or non-ASCII byte.",
         "Names and values of fields are visible ASCII. A control byte or a byte above 7F is read differently "
         "by different programs; encode such text, for example in percent form."},
        {HsField, "hs.field", Error, Marked, 0, "RFC 9112 §5", "Line %1 is not a header field of the form name: value.",
         "A header line is a name, a colon directly after it, and a value. A space before the colon or a missing "
         "colon makes proxies and servers disagree about what the line says."},
        {HsTooLarge,
         "hs.toolarge",
         Warning,
         Lost,
         0,
         {},
         "The head is larger than this program reads.",
         "More bytes or fields came than any sane head has, so reading of it stopped. It guards memory and time "
         "against an endless head. What came up to here is kept."},
        {HsTruncated, "hs.truncated", Error, Lost, 0, "RFC 9112 §8", "The stream ended in the head, after %1 bytes.",
         "The other side ended the connection before its head was whole. It crashed, gave up, or a device on the "
         "way cut the connection. The bytes that came are kept."},
        {HsDataBefore101, "hs.early", Error, Marked, 0, "RFC 6455 §4.1",
         "The client sent data before the server's handshake response.",
         "A client must wait for the server's answer before it sends frames, because the server may refuse. "
         "Bytes that come earlier may be read as another HTTP request by a proxy."},
        {HsFold, "hs.fold", Error, Marked, 0, "RFC 9112 §5.2", "Line %1 continues the field of the line before it.",
         "A header line that begins with a space continues the line before it. This old form is forbidden today, "
         "because programs differ in how they read it."},
        {HsTargetAbsolute, "hs.target.absolute", Info, Marked, 0, "RFC 9112 §3.2.2",
         "The request target is a whole URL.",
         "The request names the whole URL instead of the path alone, as requests to a proxy do. It is allowed and "
         "understood."},
        {HsProtocolValue, "hs.protocol.value", Error, Marked, 0, "RFC 6455 §4.1",
         "The Sec-WebSocket-Protocol field is not a list of tokens that each appear once.",
         "The field holds names separated by commas, each of them once and made of letters, digits and a few "
         "signs. Something else stands there, so the choice would be ambiguous."},
        {HsAcceptReplayed, "hs.accept.replayed", Warning, Marked, 0, "RFC 6455 §4.1",
         "The Sec-WebSocket-Accept value answers the key of connection %1.",
         "The accept value is right for a key that this capture saw on another connection. Somebody answers from "
         "a store: a cache or a proxy that treats the upgrade like a page."},
        {HsHostForeign, "hs.host.foreign", Error, Marked, 0, "RFC 6455 §10.1",
         "The Host field names another machine; this port serves this machine only.",
         "A browser was led to this machine under another name, which is how a web page reaches into local "
         "programs (DNS rebinding). The connection was refused with 403. Use localhost or the address that this "
         "port listens on."},
        {HsOriginForeign, "hs.origin.foreign", Error, Marked, 0, "RFC 6455 §10.2",
         "The Origin field names a web page that may not connect here.",
         "A web page of another site asked for this connection. It was refused with 403, so that no page can use "
         "a local program behind its user's back. Allow the origin by name if you trust it."},
        {HsBusy, "hs.busy", Warning, Marked, 0, "RFC 9110 §15.6.4", "Too many connections are open; %1 may be.",
         "The listener was at its limit, so this connection was refused with 503. Half-open requests count as "
         "well. Close what is not needed, or try again later."},
        {HsInterim, "hs.interim", Info, Marked, 0, "RFC 9110 §15.2",
         "The status %1 is only on the way: the final answer follows.",
         "An answer with a status from 100 to 199, other than 101, says that the server is at work. A client reads "
         "on until the final answer comes."},
        {HsAcceptUnchecked, "hs.accept.unchecked", Info, Marked, 0, "RFC 6455 §4.2.2",
         "The request had no Sec-WebSocket-Key, so no Sec-WebSocket-Accept can be expected.",
         "The accept value is made from the key of the request. This request was written without one, so nothing "
         "can be said about the server's value."},
    }));

} // namespace framescope::ws::table
