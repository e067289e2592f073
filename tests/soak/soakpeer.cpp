#include "tests/soak/soakpeer.h"

#include "core/http/acceptkey.h"
#include "core/ws/framewriter.h"

#include <QList>

namespace framescope::soak
{

namespace
{
void frame(ws::FrameFields fields, const QByteArray &payload, QByteArray &out)
{
    ws::writeFrame(fields, byteView(payload), out);
}

QByteArray fieldOf(const QByteArray &head, const QByteArray &name)
{
    for (const QByteArray &line : head.split('\n')) {
        if (line.toLower().startsWith(name + ':'))
            return line.mid(name.size() + 1).trimmed();
    }
    return {};
}
} // namespace

Peer::Peer(std::uint32_t seed) : m_random(seed) {}

void Peer::receive(const QByteArray &octets, QByteArray &out)
{
    m_in += octets;
    if (!m_open && !m_done && m_in.contains("\r\n\r\n"))
        upgrade(out);
    if (m_open)
        takeFrames(out);
}

void Peer::upgrade(QByteArray &out)
{
    const qsizetype end = m_in.indexOf("\r\n\r\n") + 4;
    const QByteArray head = m_in.first(end);
    m_in.remove(0, end);
    // Now and then a server refuses.
    if (m_random() % 50 == 0) {
        out += "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 5\r\n\r\nlater";
        m_done = true;
        return;
    }
    out += "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
           http::acceptFor(fieldOf(head, "sec-websocket-key")) + "\r\n";
    if (fieldOf(head, "sec-websocket-extensions").contains("permessage-deflate") && m_random() % 2 == 0) {
        const bool takeover = m_random() % 2 == 0;
        out += takeover ? "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover\r\n"
                        : "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; "
                          "client_no_context_takeover\r\n";
        m_deflater = std::make_unique<ws::Deflater>(ws::DeflateSide{takeover, 15}, 1);
    }
    out += "\r\n";
    m_open = true;
}

void Peer::takeFrames(QByteArray &out)
{
    while (m_open && !m_done && m_in.size() >= 6) {
        const auto first = std::uint8_t(m_in[0]), length = std::uint8_t(m_in[1] & 0x7F);
        const qsizetype header = length == 127 ? 14 : length == 126 ? 8 : 6; // a client's frames are masked
        if (m_in.size() < header)
            return;
        qsizetype payload = length;
        if (length >= 126) {
            payload = 0;
            for (qsizetype i = 2; i < header - 4; ++i)
                payload = payload << 8 | std::uint8_t(m_in[i]);
        }
        if (m_in.size() < header + payload)
            return;
        QByteArray text = m_in.mid(header, payload);
        for (qsizetype i = 0; i < payload; ++i)
            text[i] = char(text[i] ^ m_in[header - 4 + i % 4]);
        m_in.remove(0, header + payload);
        const int opcode = first & 0xF;
        if (opcode == 8) {
            close(out);
        } else if (opcode == 9) {
            frame({.opcode = ws::Opcode::Pong}, text, out);
        } else if (opcode <= 2) {
            // What the window compresses is not looked into: it is counted.
            const QByteArray said = text.startsWith("m=") ? text.mid(2, text.indexOf(' ') - 2) : QByteArray("?");
            frame({}, "e=" + said, out);
            ++m_answered;
        }
    }
}

QByteArray Peer::padding()
{
    const unsigned kind = m_random() % 1000;
    const qsizetype size = kind < 900   ? qsizetype(m_random() % 120)
                           : kind < 990 ? qsizetype(m_random() % 4000)
                           : kind < 999 ? qsizetype(m_random() % 70'000)
                                        : 1'000'000;
    QByteArray text = " {\"price\":" + QByteArray::number(m_random()) + ",\"text\":\"";
    text.append(size, char('a' + m_random() % 26));
    return text + "\"}";
}

void Peer::data(QByteArray &out)
{
    const QByteArray message = "n=" + QByteArray::number(qulonglong(m_numbered++)) + padding();
    const unsigned kind = m_random() % 10;
    if (kind < 2) {
        frame({.opcode = ws::Opcode::Binary}, message, out);
    } else if (kind < 5 && m_deflater) {
        QByteArray octets;
        m_deflater->compress(byteView(message), octets);
        frame({.rsv = 4}, octets, out);
    } else if (kind < 6) {
        const qsizetype third = message.size() / 3;
        frame({.fin = false}, message.first(third), out);
        if (m_random() % 2 == 0)
            frame({.opcode = ws::Opcode::Ping}, "between fragments", out);
        frame({.fin = false, .opcode = ws::Opcode::Continuation}, message.sliced(third, third), out);
        frame({.opcode = ws::Opcode::Continuation}, message.sliced(2 * third), out);
    } else {
        frame({}, message, out);
    }
}

void Peer::broken(QByteArray &out)
{
    switch (m_random() % 7) {
    case 0:
        return frame({.rsv = 2}, "bad: RSV2", out);
    case 1:
        return frame({.opcode = static_cast<ws::Opcode>(3)}, "bad: reserved opcode", out);
    case 2:
        return frame({.opcode = static_cast<ws::Opcode>(11)}, "bad: reserved control opcode", out);
    case 3:
        return frame({}, "bad: UTF-8 \xff", out);
    case 4:
        return frame({.opcode = ws::Opcode::Ping}, "bad" + QByteArray(200, '.'), out);
    case 5:
        return frame({.key = ws::MaskKey{1, 2, 3, 4}}, "bad: masked", out);
    default:
        return frame({.form = ws::LengthForm::Bits64}, "bad: long length", out);
    }
}

void Peer::send(QByteArray &out)
{
    if (!m_open || m_done)
        return;
    const unsigned kind = m_random() % 100;
    if (kind < 3)
        broken(out);
    else if (kind < 8)
        frame({.opcode = ws::Opcode::Ping}, "ping " + QByteArray::number(m_random()), out);
    else if (kind < 10)
        frame({.opcode = ws::Opcode::Pong}, "unasked", out);
    else
        data(out);
}

void Peer::close(QByteArray &out)
{
    if (m_done)
        return;
    m_done = true;
    if (m_open)
        frame({.opcode = ws::Opcode::Close},
              ws::closePayload(1000, "n=" + QByteArray::number(qulonglong(m_numbered)) +
                                         " e=" + QByteArray::number(qulonglong(m_answered))),
              out);
}

} // namespace framescope::soak
