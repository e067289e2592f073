#include "app/usage.h"

namespace framescope::app
{

namespace
{

constexpr char windowUsage[] =
    R"(Framescope shows every frame of a WebSocket connection (RFC 6455), and sends any frame you can describe.

usage: framescope [FILE | --demo]            the window: empty, with a capture opened, or with the built-in demo
       framescope capture URL [OPTIONS]      connect, and print each row as it comes
       framescope read FILE [OPTIONS]        print the rows of a capture
       framescope echo URL [OPTIONS]         connect, and send each message back until the server closes
       framescope serve [OPTIONS]            accept connections, and print each row as it comes
       framescope MODE --help                the options of a mode
       framescope --help | --version

Captures are pcapng files; Wireshark and tshark open them as they are.
Exit codes: 0 ended well, 1 failed (the reason is on standard error), 2 the command line was wrong.
)";

/// Of the modes that record.
constexpr char rollOptions[] =
    R"(  --roll-size SIZE     go on in a new file (FILE.0002.pcapng and so on) when one has this size, as in 100M or 2G;
                       each opens on its own, and all together hold every frame once
  --roll-frames N      ... when it has N frames
  --roll-age AGE       ... when it is this old, as in 90s, 10m, 1h or 7d
  --keep N             keep the N newest of these files, and delete the oldest
)";

/// Of both modes that connect.
constexpr char connectOptions[] =
    R"(  --header 'N: V'      add a header field to the request; may be repeated
  --subprotocol P      offer a subprotocol; may be repeated
  --origin O           send an Origin field
  --user NAME          send user name and password (Basic); the password comes from FRAMESCOPE_PASSWORD
  --password-file F    ... or from the first line of this file
  --bearer-file FILE   send the token in the first line of this file (Bearer)
  --cookie-profile P   send the cookies of this profile, and keep those that answers set
  --deflate PARAMS     what to offer of permessage-deflate, as in "client_max_window_bits=10; server_no_context_takeover"
  --no-deflate         offer no compression
  --ca FILE            trust the certificates in this PEM file too
  --cert FILE          show this client certificate: PEM, with its chain, or PKCS#12
  --key FILE           its private key (PEM), when it is not in the same file
  --passphrase-file F  the first line of F is the passphrase of the key or of the PKCS#12 file
  --server-name NAME   ask for this name (SNI) and verify the certificate for it, instead of the URL's host
  --tls-min VERSION    1.0, 1.2 (default) or 1.3
  --accept-certificate SHA256   accept this one certificate at this host and port; the capture says so
  --insecure           accept any certificate; the capture says so
  --proxy PROXY        http://host:port, socks5://user:password@host:port, or system
  --ipv4, -4           addresses of IPv4 only; --ipv6, -6: of IPv6 only
  --connect-timeout S  seconds for name lookup, TCP and the proxy's tunnel (15)
  --handshake-timeout S  seconds for the answer to the upgrade request (30)
)";

constexpr char captureUsage[] =
    R"(usage: framescope capture URL [OPTIONS]

Connects to a ws:// or wss:// URL, or to ws+unix:/path/of/socket:/resource, and prints each row as it comes: handshake,
frames in both directions, events.
Ends when the server closes, after --count received frames, after --for seconds, or with Ctrl+C. When the disk takes no
more, the connection goes on without its rows; standard error, and with --json a line of the kind "not-stored", tell
when that begins, and at the end how many frames and bytes are missing. The exit code is 1 then.

  --count N            end with a clean close after N received frames
  --for SECONDS        end with a clean close after this time; 0.5 is half a second
  --filter FILTER      print only the rows that this holds for, as 'opcode == text and length > 1 KiB' (docs/filter.md);
                       all are recorded and counted
  --json               one JSON object a line instead of text
  --send TEXT          send a text message when the connection is open, compressed where agreed; may be repeated
  --send-frame SPEC    send any frame, legal or not; may be repeated, the order on the command line is kept
  --write FILE         keep the capture (pcapng) in FILE; without it a temporary file is removed at the end
)";

constexpr char captureRest[] =
    R"(  --request FILE       send these bytes as they are instead of the request; - is standard input; not together with
                       options that say what stands in the request
  --follow-redirects N follow up to N redirects; another origin gets nothing that may be a secret: no header,
                       subprotocol, user, token or client certificate given here
  --keep-alive SECONDS send a ping at this interval
  --keep-half-open     stay when the server ends its side of TCP (FIN), and send on; not with TLS, whose end is both's
  --reconnect          connect again after a failure or the server's end, with growing waits, up to 10 times in a row
                       without a connection that stayed open for 10 seconds
  --policy POLICY      observe (default): show broken rules and go on; strict: fail the connection as RFC 6455 says

SPEC: opcode=9,fin=1,rsv=0,mask=random|none|7a1c09f2,len=auto|7|16|64|=200,compress=0,text=...|hex=...|base64=...|file=...
All parts are optional; the payload comes last and takes the rest.
)";

constexpr char readUsage[] =
    R"(usage: framescope read FILE [OPTIONS]
       framescope read --fields

Prints the rows of a capture (pcapng): handshakes, frames with their findings, events.

  --fields             instead of a file the fields that filters can ask for, with their meaning
  --filter FILTER      only the rows that this holds for, as 'finding or close.code != 1000' (docs/filter.md)
  --follow             while another Framescope records to FILE, print its rows as they come, and go on in the files
                       that its limits make; ends when the recording does, or with Ctrl+C. What other programs write
                       is read to its end and not followed: only a Framescope tells that it is recording
  --json               one JSON object a line instead of text
  --statistics         instead of rows what they add up to: frames by opcode, size, time since the one before and
                       connection, findings, types of messages, round trips of requests; with --filter of those rows
  --summary            totals instead of rows: frames, bytes and errors of each connection
)";

constexpr char echoUsage[] =
    R"(usage: framescope echo URL [OPTIONS]

Connects, and sends each whole message back with its own opcode until the server closes. Broken rules fail the
connection as RFC 6455 says (policy strict). Conformance suites drive this mode.

  --write FILE         keep the capture (pcapng) in FILE
)";

constexpr char serveUsage[] =
    R"(usage: framescope serve [OPTIONS]

Accepts WebSocket connections on 127.0.0.1, prints its URL first, then each row as it comes. Ends with Ctrl+C.
Web pages of other hosts are refused, and so are requests under a name that is not this machine's.

  --port P             the TCP port; without it any free one
  --listen ADDRESS     listen on this address of the machine instead; 0.0.0.0 is all of IPv4, :: all there are
  --allow-host NAME    a name that requests may use for this machine besides its own; may be repeated
  --allow-origin O     a web page that may connect, as in https://example.com; * is all; may be repeated
  --echo               send each whole message back; one of more than 64 MiB, or more than 256 MiB of all connections
                       together, is failed with 1009
  --demo               play the built-in demo
  --deflate PARAMS     what to answer to an offer of permessage-deflate, as far as it allows, as in
                       "server_max_window_bits=10; client_no_context_takeover"
  --no-deflate         accept no compression
  --policy POLICY      observe: show broken rules and go on; strict: fail the connection as RFC 6455 says;
                       the default is strict with --echo, else observe
  --json               one JSON object a line instead of text (the first line is the URL)
  --write FILE         keep the capture (pcapng) in FILE
)";

} // namespace

QByteArray modeWord(Mode mode)
{
    switch (mode) {
    case Mode::Window:
        break;
    case Mode::Capture:
        return QByteArrayLiteral("capture");
    case Mode::Read:
        return QByteArrayLiteral("read");
    case Mode::Echo:
        return QByteArrayLiteral("echo");
    case Mode::Serve:
        return QByteArrayLiteral("serve");
    }
    return {};
}

QByteArray usage(Mode mode)
{
    switch (mode) {
    case Mode::Window:
        break;
    case Mode::Capture:
        return QByteArray(captureUsage) + rollOptions + connectOptions + captureRest;
    case Mode::Read:
        return QByteArray(readUsage);
    case Mode::Echo:
        return QByteArray(echoUsage) + rollOptions + connectOptions;
    case Mode::Serve:
        return QByteArray(serveUsage) + rollOptions;
    }
    return QByteArray(windowUsage);
}

QByteArray versionLine() { return QByteArrayLiteral("framescope " FRAMESCOPE_VERSION "\n"); }

} // namespace framescope::app
