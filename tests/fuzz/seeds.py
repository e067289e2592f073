#!/usr/bin/env python3
"""Writes first inputs for the fuzz targets into FOLDER/TARGET/: one of each kind of thing a target reads.

usage: seeds.py FOLDER
"""
import itertools
import json
import pathlib
import struct
import sys
import zlib

KEY = bytes.fromhex("37fa213d")


def frame(opcode, payload=b"", fin=True, rsv=0, masked=True, form=None, declared=None):
    size = len(payload) if declared is None else declared
    form = form or (7 if size < 126 else 16 if size < 65536 else 64)
    head = bytes([fin << 7 | rsv << 4 | opcode])
    mask = 0x80 if masked else 0
    if form == 7:
        head += bytes([mask | size])
    elif form == 16:
        head += bytes([mask | 126]) + struct.pack(">H", size)
    else:
        head += bytes([mask | 127]) + struct.pack(">Q", size)
    if masked:
        payload = bytes(c ^ KEY[i % 4] for i, c in enumerate(payload))
        head += KEY
    return head + payload


def deflated(data, bits=15, flush=zlib.Z_SYNC_FLUSH, level=6, strategy=zlib.Z_DEFAULT_STRATEGY):
    squeezer = zlib.compressobj(level, zlib.DEFLATED, -bits, 8, strategy)
    octets = squeezer.compress(data) + squeezer.flush(flush)
    return octets[:-4] if flush == zlib.Z_SYNC_FLUSH else octets


def frames():
    euro = "€uro \U0001F30D".encode()
    streams = [
        frame(1, b"Hello"),
        frame(1, b"Hel", fin=False) + frame(9, b"p") + frame(0, b"lo"),
        frame(2, bytes(range(200))),
        frame(1, euro[:1], fin=False) + frame(0, euro[1:9], fin=False) + frame(0, euro[9:]),
        frame(1, b"\xce\xba\xe1\xbd\xb9\xed\xa0\x80"),
        frame(1, b"cut \xe2\x82"),
        frame(8, b"\x03\xe8bye") + frame(1, b"late"),
        frame(8) + frame(8, b"\x03") + frame(8, b"\x03\xed") + frame(8, b"\x03\xe8\xff"),
        frame(9, b"x" * 125) + frame(10, b"x" * 126),
        frame(0, b"orphan") + frame(1, b"a", fin=False) + frame(2, b"b"),
        b"".join(frame(o, b"?") for o in (3, 7, 11, 15)),
        b"".join(frame(1, b"rsv", rsv=r) for r in range(8)),
        frame(1, b"a", form=16) + frame(1, b"b", form=64) + frame(2, b"", form=64, declared=1 << 63),
        frame(9, b"f", fin=False) + frame(10, b""),
        frame(1, b"\0 \xef\xbb\xbf \xef\xbf\xbf"),
        frame(1, b"Hello", masked=False) + frame(2, b"", masked=False),
        frame(2, b"long", declared=70000),
        frame(1, deflated(b"Hello Hello Hello"), rsv=4) * 2,
        frame(1, deflated(b"Hello Hello Hello")[:3], rsv=4, fin=False) + frame(0, deflated(b"Hello Hello Hello")[3:]),
        frame(1, b"\xff\xff\xff garbage", rsv=4) + frame(1, deflated(b"after"), rsv=4) + frame(1, b"plain"),
        frame(2, deflated(bytes(4000)), rsv=4) + frame(9, b"", rsv=4) + frame(0, b"", rsv=4),
    ]
    for number, stream in enumerate(streams):
        compressed = number >= 17
        for choice in (0, 1) if not compressed else (2, 3, 3 | 4, 2 | 7 << 3):
            for limit in (0,) if not compressed else (0, 4, 32):
                yield bytes([choice, limit, 2, 0, 4]) + stream
    # Bad text before and behind a reference of 900 octets, where the window has 512 (bits 15 - 6).
    noise = b"." + bytes(32 + (i * i * 7919 >> 5) % 90 for i in range(900))
    for text in (noise * 2 + b"\xff", b"\xff" + noise * 2, b"\xef\xbb\xbf" + noise * 2 + b"\xe2"):
        for limit in (0, 5, 32):
            yield bytes([3 | 6 << 3, limit, 1, 255]) + frame(1, b"a") + frame(1, deflated(text), rsv=4)


def compressed():
    text = b"Hello, hello, hello. " * 20
    messages = [
        deflated(text), deflated(text, 9), deflated(text, level=0), deflated(text, strategy=zlib.Z_FIXED), b"\0", b"",
        deflated(bytes(60000)), deflated(text, flush=zlib.Z_FINISH), deflated(text, flush=zlib.Z_FINISH) + b"\0",
        deflated(text)[:-3], b"\xff\xff", deflated(text) + b"\0\0\xff\xff", deflated(bytes(range(256)) * 2),
        deflated(b"a", strategy=zlib.Z_HUFFMAN_ONLY),
    ]
    squeezer = zlib.compressobj(6, zlib.DEFLATED, -15)
    talk = [squeezer.compress(text) + squeezer.flush(zlib.Z_SYNC_FLUSH) for _ in range(2)]
    for number, message in enumerate(messages):
        yield bytes([number * 2 & 14 | 0x60, number % 4 * 8, 7, 1, 5, 0]) + message
    for choice in (0x6E, 0x6F):
        yield bytes([choice, 0, 40, 0, 1, len(talk[0]) - 4]) + talk[0][:-4] + talk[1][:-4]


REQUEST = [
    b"GET /chat?x=1 HTTP/1.1", b"Host: example.com:8080", b"Upgrade: websocket", b"Connection: keep-alive, Upgrade",
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", b"Sec-WebSocket-Version: 13", b"Origin: http://example.com",
    b"Sec-WebSocket-Protocol: chat, soap", b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
]
RESPONSE = [
    b"HTTP/1.1 101 Switching Protocols", b"Upgrade: WebSocket", b"Connection: Upgrade",
    b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", b"Sec-WebSocket-Protocol: chat",
    b"Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10; client_no_context_takeover",
]


def heads():
    for kind, lines in ((0, REQUEST), (1, RESPONSE)):
        head = b"\r\n".join(lines) + b"\r\n\r\n"
        yield bytes([kind, 0]) + head
        yield bytes([kind, 1, 7]) + head + frame(1, b"glued", masked=False)
        yield bytes([kind, 1, 2]) + head.replace(b"\r\n", b"\n")
        yield bytes([kind, 0]) + head[:-7]
        for i in range(1, len(lines)):
            yield bytes([kind, 0]) + b"\r\n".join(lines[:i] + lines[i + 1:]) + b"\r\n\r\n"
            yield bytes([kind, 0]) + b"\r\n".join(lines[:i + 1] + lines[i:]) + b"\r\n\r\n"
    odd = [b"no colon", b"Spaced : x", b": empty", b" folded", b"X: \x00\x7f\xff", b"X: a\rb", b"Y:\t v \t"]
    yield b"\1\0" + b"\r\n".join(RESPONSE + odd) + b"\r\n\r\n"
    yield b"\0\0" + b"\r\n".join(REQUEST + odd) + b"\r\n\r\n"
    for status in (b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"a\"", b"HTTP/1.1 302\r\nLocation: /b",
                   b"HTTP/2 200 OK", b"HTTP/1.0 101 x", b"HTTP/1.1 1O1 x", b"SSH-2.0-OpenSSH", b"HTTP/1.1 426 "):
        yield b"\1\0" + status + b"\r\n\r\n"
    for line in (b"POST / HTTP/1.1", b"GET http://a/b HTTP/1.1", b"GET  / HTTP/1.1", b"\r\nGET / HTTP/1.1", b"\x16\x03\x01"):
        yield b"\0\0" + line + b"\r\nHost: a\r\n\r\n"


def extensions():
    offers = [
        b"permessage-deflate", b"permessage-deflate; client_max_window_bits",
        b"permessage-deflate; client_max_window_bits=10; server_max_window_bits=9",
        b"permessage-deflate; server_no_context_takeover; client_no_context_takeover",
        b"permessage-deflate; server_max_window_bits=10, permessage-deflate",
        b'foo, bar; baz=2; q="quoted"; w="a\\b", x-webkit-deflate-frame',
        b",, ,permessage-deflate,;", b'a;b="', b'a;b="x y"', b"a b", b"a;=1", b"",
    ]
    answers = [
        b"permessage-deflate", b"permessage-deflate; server_max_window_bits=8; client_max_window_bits=15",
        b"permessage-deflate; server_no_context_takeover; server_no_context_takeover",
        b'permessage-deflate; server_max_window_bits="10"; client_no_context_takeover',
        b"permessage-deflate; server_max_window_bits=16; client_max_window_bits=07; mystery=1",
        b"permessage-deflate, permessage-deflate", b"unasked",
    ]
    for offer, answer in itertools.product(offers[:6], answers):
        yield offer + b"\n" + answer
    for offer in offers:
        yield offer


def utf8():
    for text in ("plain", "κόσμε", "€uro \U0001F30D\U0010FFFF", "\ufeff\0\uffff"):
        for before, after in ((0, 0), (40, 3), (250, 255)):
            yield bytes([before, after]) + text.encode()
    for bad in (b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x80", b"\xfe\xff", b"\xe2\x82", b"a\xf0\x9f\x8c"):
        yield b"\0\0" + bad
        yield b"\x40\x40" + bad


def closes():
    for code in (0, 999, 1000, 1003, 1004, 1005, 1006, 1011, 1014, 1015, 1016, 2999, 3000, 4999, 5000, 65535):
        yield b"\7" + struct.pack(">H", code)
    yield from (b"\0", b"\0\3", b"\1\3\xe8bye", b"\0\3\xe8\xff", b"\0\3\xe8\xe2\x82", b"\0\3\xe8" + b"x" * 123,
                b"\0\3\xe8" + b"x" * 124)


def specs():
    yield from (
        b"", b"text=hello, world", b"opcode=9,fin=1,rsv=0,mask=random,len=auto,text=x", b"opcode=0xA,mask=none,hex=00 fF",
        b"opcode=close,hex=03e8", b"mask=7a1c09f2,len==200,text=short", b"len=64,base64=AAECAw==", b"rsv=7,fin=0,len=7",
        b"len=16,opcode=continuation", b"opcode=16", b"text=a\n\xe2\x80\xa8b", b"mask=xyz", b"len==18446744073709551615",
        b"opcode=1,opcode=2", b"hex=0", b"base64=!", b"nope=1", b"=,=", b"text=\xf0\x9f\x8c\x8d",
    )


def urls():
    yield from (
        b"ws://localhost:8080/path?q=1", b"wss://example.com", b"http://[::1]:80/", b"ws://[fe80::1%25eth0]/", b"host/x",
        b"ws://b\xc3\xbccher.example/\xc3\xbc?\xe2\x82\xac", b"ws://1.2.3.4:65535", b"ws://a:0", b"ws://u:p@h", b"ws:/x",
        b"ws://h/%41%zz", b"ws://h/#f", b"ws://h?query", b"ws+unix:/run/a.sock:/chat", b"ws://h/\"<>^`{|}[]",
        b"ws://a..b", b"WSS://EXAMPLE.com:443/", b"ws://[v1.x]/", b"ws://%41/",
    )


# --- payloads -----------------------------------------------------------------------------------------------------


def recorded(name):
    """What real implementations made (tests/data/decode), whole and cut in the middle."""
    file = pathlib.Path(__file__).parent.parent / "data" / "decode" / (name + ".jsonl")
    for text in file.read_text(encoding="utf-8").splitlines():
        each = json.loads(text)
        octets = each["text"].encode() if "text" in each else bytes.fromhex(each["hex"])
        choice = 3 if "text" in each else 0
        yield bytes([choice | 32 << 2]) + octets
        yield bytes([choice | 63 << 2]) + octets


def chosen(payloads):
    """Each as text, cut in the middle, and nearly whole."""
    for octets in payloads:
        yield bytes([1 | 32 << 2]) + octets
        yield bytes([1 | 63 << 2]) + octets


def jsons():
    return chosen([
        b'{"a":[1,2.5,-0,1e3,12345678901234567890],"b":{"c":"\\u00e9\\n","c":null},"d":[true,false]}',
        b'{"jsonrpc":"2.0","id":1,"method":"sum","params":[1,2]}', b'{"type":"next","id":"1","payload":{"data":{"x":1}}}',
        b' [ ] ', b'"\\ud83d\\ude00 \\ud800"', b"\xef\xbb\xbf{\"a\":1}", b"[" * 100 + b"]" * 100, b"-1.5E+3", b'{"a":', b"[01]",
        b'{"a":1,}', b"[1,]", b'"\x01"', b"nul", b"[1] x", b'{"\xff":1}', "{\"\u00e9\":\"\u4e16\u754c\"}".encode(),
    ])


def texts():
    return chosen([b"hello", "gr\u00fc\u00df \u4e16\u754c \U0001f600".encode(), b"\xff\xfe", b"\xed\xa0\x80", b"\xe4\xb8", b"a\0b\x1b[31m\r\n",
                   "\u202e\u200b".encode() + b"\xcc\x81" * 40, b"\xef\xbb\xbfx"])


# --- captures -----------------------------------------------------------------------------------------------------


def option(end, code, value):
    return struct.pack(end + "HH", code, len(value)) + value + b"\0" * (-len(value) % 4)


def block(end, kind, body):
    body += b"\0" * (-len(body) % 4)
    size = len(body) + 12
    return struct.pack(end + "II", kind, size) + body + struct.pack(end + "I", size)


def section(end="<", link=101, resolution=9):
    head = struct.pack(end + "IHHq", 0x1A2B3C4D, 1, 0, -1) + option(end, 4, b"seed") + option(end, 0, b"")
    interface = struct.pack(end + "HHI", link, 0, 0) + option(end, 9, bytes([resolution])) + option(end, 0, b"")
    return block(end, 0x0A0D0D0A, head) + block(end, 1, interface)


def packet(end, data, comment=None, time=1_795_348_800_000_000_000):
    body = struct.pack(end + "IIIII", 0, time >> 32, time & 0xFFFFFFFF, len(data), len(data)) + data
    body += b"\0" * (-len(data) % 4)
    if comment is not None:
        body += option(end, 1, comment) + option(end, 0, b"")
    return block(end, 6, body)


class Talk:
    """Two ends with their sequence numbers."""

    def __init__(self, end="<", link=101, v6=False):
        self.end, self.link, self.v6 = end, link, v6
        self.next = [1000, 5000]
        self.octets = section(end, link)

    def say(self, direction, payload=b"", flags=0x18, comment=None, skip=0):
        self.next[direction] += skip
        ports = (40000, 80) if direction == 0 else (80, 40000)
        tcp = struct.pack(">HHIIBBHHH", *ports, self.next[direction], self.next[1 - direction], 0x50, flags, 1000, 0, 0)
        ends = [b"\x7f\0\0\1", b"\x7f\0\0\2"]
        if self.v6:
            ends = [b"\0" * 15 + b"\1", b"\0" * 15 + b"\2"]
        ends = ends if direction == 0 else ends[::-1]
        size = len(tcp) + len(payload)
        if self.v6:
            ip = struct.pack(">IHBB", 0x60000000, size, 6, 64) + b"".join(ends)
        else:
            ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + size, 0, 0, 64, 6, 0) + b"".join(ends)
        before = {1: b"\0" * 12 + (b"\x86\xdd" if self.v6 else b"\x08\0"), 0: b"\2\0\0\0", 113: b"\0" * 16}
        data = before.get(self.link, b"") + ip + tcp + payload
        self.octets += packet(self.end, data, comment)
        self.next[direction] += len(payload) + (1 if flags & 3 else 0)
        return self


def captures():
    request = b"\r\n".join(REQUEST) + b"\r\n\r\n"
    answer = b"\r\n".join(RESPONSE[:5]) + b"\r\n\r\n"
    squeezed = b"\r\n".join(RESPONSE) + b"\r\n\r\n"
    facts = (b'{"framescope":1,"connection":0,"url":"ws://a/","role":"client","localAddress":"127.0.0.1","localPort":40000,'
             b'"peerAddress":"127.0.0.2","peerPort":80,"tls":false}')

    def note(event, details=b"{}"):
        return b'{"framescope":1,"event":"' + event + b'","details":' + details + b"}"

    for end, link, v6 in (("<", 101, False), (">", 1, True), ("<", 0, False), ("<", 113, True)):
        talk = Talk(end, link, v6)
        talk.say(0, flags=2, comment=facts).say(1, flags=0x12).say(0, flags=0x10)
        talk.say(0, comment=note(b"connected", b'{"peer":"x"}')).say(0, request).say(1, answer + frame(1, b"glued", masked=False))
        talk.say(0, frame(1, b"Hel", fin=False)).say(0, frame(9, b"p")).say(0, frame(0, b"lo"))
        talk.say(1, frame(10, b"p", masked=False)).say(1, frame(2, bytes(300), masked=False)[:120])
        talk.say(1, flags=0x11, comment=note(b"finished"))
        talk.say(0, comment=note(b"failed", b'{"findings":[{"id":"timeout.close","value":10000}]}'))
        yield talk.octets
    talk = Talk()
    talk.say(0, request).say(1, squeezed)
    talk.say(0, frame(1, deflated(b"Hello Hello Hello"), rsv=4)).say(1, frame(1, deflated(b"Hello Hello"), rsv=4, masked=False))
    talk.say(1, frame(2, deflated(bytes(9000))[:9], rsv=4, fin=False, masked=False))
    talk.say(1, frame(0, deflated(bytes(9000))[9:], masked=False)).say(0, frame(1, b"\xff\xff\xff", rsv=4))
    talk.say(0, frame(8, b"\x03\xe8")).say(1, flags=4)
    yield talk.octets
    yield talk.octets + b"\n"
    talk = Talk()
    talk.say(0, request).say(1, b"HTTP/1.1 403 Forbidden\r\nContent-Length: 3\r\n\r\nno!").say(1, b"more", skip=10)
    talk.say(0, flags=2, skip=99999).say(0, request[:30]).say(1, b"SSH-2.0\r\n")
    yield talk.octets
    talk = Talk()
    talk.say(0, request).say(1, answer).say(1, frame(2, b"x", masked=False, form=64, declared=1 << 63)).say(1, b"lost")
    yield talk.octets + section(">") + block(">", 3, struct.pack(">I", 20) + b"\x45" + b"\0" * 19) + block(">", 99, b"?")
    yield talk.octets[:-9]
    yield struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)


def filters():
    page = (pathlib.Path(__file__).parents[2] / "docs" / "filter.md").read_text()
    for line in page.splitlines():
        for piece in line.split("`")[1::2]:
            yield piece.encode()
        if line.startswith("    "):
            yield line.strip().encode()


TARGETS = {
    "filter": filters, "frames": frames, "head": heads, "extensions": extensions, "utf8": utf8, "close": closes, "spec": specs, "url": urls,
    "pcapng": captures, "inflate": compressed,
    "json": jsons, "text": texts,
    "cbor": lambda: recorded("cbor"),
    "msgpack": lambda: recorded("msgpack"),
    "protobuf": lambda: recorded("protobuf"),
    "socketio": lambda: recorded("socketio"),
}


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for target, make in TARGETS.items():
        folder = pathlib.Path(sys.argv[1]) / target
        folder.mkdir(parents=True, exist_ok=True)
        for number, octets in enumerate(make()):
            (folder / f"seed-{number:03}").write_bytes(octets)


if __name__ == "__main__":
    main()
