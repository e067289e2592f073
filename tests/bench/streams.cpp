#include "tests/bench/streams.h"

#include <QCryptographicHash>

namespace framescope::bench
{

QByteArray FrameStream::frame() const
{
    QByteArray octets;
    octets.append(char(0x80 | (text ? 1 : 2)));
    const int mask = masked ? 0x80 : 0;
    if (payload < 126) {
        octets.append(char(mask | int(payload)));
    } else if (payload < 65536) {
        octets.append(char(mask | 126)).append(char(payload >> 8)).append(char(payload & 0xff));
    } else {
        octets.append(char(mask | 127));
        for (int shift = 56; shift >= 0; shift -= 8)
            octets.append(char((quint64(payload) >> shift) & 0xff));
    }
    const QByteArray key = QByteArray::fromHex("7a1c09f2");
    if (masked)
        octets.append(key);
    for (qsizetype i = 0; i < payload; ++i)
        octets.append(char(('a' + i % 26) ^ (masked ? key[i % 4] : 0)));
    return octets;
}

QByteArray FrameStream::octets() const
{
    QByteArray all = frame().repeated(qsizetype(frames));
    if (!masked)
        return all;
    // A key of its own for each frame, as RFC 6455 §5.3 asks: it and the payload differ by the frame's number.
    const qsizetype size = all.size() / qsizetype(frames);
    for (qsizetype i = 0; i < qsizetype(frames); ++i) {
        const char change = char(i);
        for (qsizetype at = (i + 1) * size - payload - 4; at < (i + 1) * size; at += 4)
            all[at] = char(all[at] ^ change);
    }
    return all;
}

QByteArray upgradeRequest()
{
    return "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: "
           "13\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
}

QByteArray upgradeAnswer(const QByteArray &request)
{
    const qsizetype field = request.toLower().indexOf("sec-websocket-key:");
    const QByteArray key = request.mid(field + 18, request.indexOf('\r', field) - field - 18).trimmed();
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
           QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1).toBase64() +
           "\r\n\r\n";
}

} // namespace framescope::bench
