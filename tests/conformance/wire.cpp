#include "tests/conformance/wire.h"

#include "core/http/acceptkey.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>

namespace framescope::conformance
{

namespace
{
constexpr int patience = 30'000;
constexpr int moment = 150;
constexpr qsizetype shown = 40;

QString opcodeName(unsigned opcode)
{
    switch (opcode) {
    case 0:
        return QStringLiteral("continuation");
    case 1:
        return QStringLiteral("text");
    case 2:
        return QStringLiteral("binary");
    case 8:
        return QStringLiteral("close");
    case 9:
        return QStringLiteral("ping");
    case 10:
        return QStringLiteral("pong");
    default:
        return QStringLiteral("opcode%1").arg(opcode);
    }
}

QString content(const QByteArray &payload)
{
    if (payload.size() > shown)
        return QLatin1String(QCryptographicHash::hash(payload, QCryptographicHash::Sha1).toHex());
    const bool printable = std::all_of(payload.begin(), payload.end(), [](char c) { return c >= ' ' && c <= '~'; });
    return QLatin1String(printable ? payload : payload.toHex());
}

QByteArray fieldOf(const QByteArray &head, const QByteArray &name)
{
    for (const QByteArray &line : head.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.first(colon).toLower() == name)
            return line.mid(colon + 1).trimmed();
    }
    return {};
}
} // namespace

QString expectedClose(int code) { return QStringLiteral("close %1").arg(code); }

QString expected(ws::Opcode opcode, const QByteArray &payload)
{
    return QStringLiteral("%1 %2 %3")
        .arg(opcodeName(static_cast<unsigned>(opcode)))
        .arg(payload.size())
        .arg(content(payload));
}

QString describe(const WireFrame &frame, ws::Role from)
{
    const auto opcode = static_cast<ws::Opcode>(frame.first & 0xF);
    QString text = expected(opcode, frame.payload);
    if (opcode == ws::Opcode::Close) {
        text = expectedClose(frame.payload.isEmpty()     ? 1005
                             : frame.payload.size() == 1 ? -1
                                                         : int(qFromBigEndian<quint16>(frame.payload.data())));
    }
    if ((frame.first & 0x80) == 0)
        text += QLatin1String(" (not the last)");
    if ((frame.first & 0x70) != 0)
        text += QStringLiteral(" (rsv %1)").arg((frame.first >> 4) & 7);
    if (((frame.second & 0x80) != 0) != (from == ws::Role::Client))
        text += QLatin1String(" (wrong mask bit)");
    return text;
}

QString Wire::handshake(const QByteArray &extensions)
{
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    const QByteArray field = extensions.isEmpty() ? "" : "Sec-WebSocket-Extensions: " + extensions + "\r\n";
    if (m_ours == ws::Role::Client) {
        write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
              field + "\r\n");
    }
    while (!m_in.contains("\r\n\r\n")) {
        if (!need(m_in.size() + 1))
            return QStringLiteral("no head came: ") + QString::fromLatin1(m_in);
    }
    const qsizetype size = m_in.indexOf("\r\n\r\n") + 4;
    const QByteArray head = m_in.first(size);
    m_in.remove(0, size);
    m_extensions = fieldOf(head, "sec-websocket-extensions");
    if (m_ours == ws::Role::Client)
        return head.startsWith("HTTP/1.1 101 ") ? QString() : QString::fromLatin1(head);
    write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
          http::acceptFor(fieldOf(head, "sec-websocket-key")) + "\r\n" + field + "\r\n");
    return {};
}

void Wire::write(const QByteArray &octets)
{
    m_socket->write(octets);
    m_socket->flush();
}

void Wire::dribble(const QByteArray &octets)
{
    for (qsizetype i = 0; i < octets.size(); ++i)
        write(octets.mid(i, 1));
}

bool Wire::need(qsizetype size)
{
    while (m_in.size() < size) {
        if (m_socket->bytesAvailable() == 0 && !m_socket->waitForReadyRead(patience))
            return false;
        m_in += m_socket->readAll();
    }
    return true;
}

std::optional<WireFrame> Wire::readFrame()
{
    if (!need(2))
        return std::nullopt;
    WireFrame frame;
    frame.first = static_cast<std::uint8_t>(m_in[0]);
    frame.second = static_cast<std::uint8_t>(m_in[1]);
    quint64 size = frame.second & 0x7F;
    const qsizetype more = size == 126 ? 2 : size == 127 ? 8 : 0;
    const bool masked = (frame.second & 0x80) != 0;
    const qsizetype head = 2 + more + (masked ? 4 : 0);
    if (!need(head))
        return std::nullopt;
    if (more == 2)
        size = qFromBigEndian<quint16>(m_in.constData() + 2);
    else if (more == 8)
        size = qFromBigEndian<quint64>(m_in.constData() + 2);
    if (size > (1u << 30) || !need(head + qsizetype(size)))
        return std::nullopt;
    frame.payload = m_in.mid(head, qsizetype(size));
    for (qsizetype i = 0; masked && i < frame.payload.size(); ++i)
        frame.payload[i] = static_cast<char>(frame.payload[i] ^ m_in[head - 4 + i % 4]);
    m_in.remove(0, head + qsizetype(size));
    return frame;
}

QStringList Wire::readToClose()
{
    const ws::Role theirs = m_ours == ws::Role::Client ? ws::Role::Server : ws::Role::Client;
    QStringList frames;
    while (const std::optional<WireFrame> frame = readFrame()) {
        frames.append(describe(*frame, theirs));
        if ((frame->first & 0xF) == 8)
            return frames;
    }
    frames.append(m_socket->state() == QAbstractSocket::ConnectedState ? QStringLiteral("silence")
                                                                       : QStringLiteral("TCP ended"));
    return frames;
}

QString Wire::readEnd()
{
    if (need(1))
        return QStringLiteral("more octets: ") + QString::fromLatin1(m_in.left(shown).toHex());
    return m_socket->state() == QAbstractSocket::ConnectedState ? QStringLiteral("TCP is open") : QStringLiteral("end");
}

bool Wire::isQuiet()
{
    return m_in.isEmpty() && m_socket->bytesAvailable() == 0 && !m_socket->waitForReadyRead(moment) &&
           m_socket->state() == QAbstractSocket::ConnectedState;
}

void Wire::end()
{
    m_socket->disconnectFromHost();
    if (m_socket->state() != QAbstractSocket::UnconnectedState)
        m_socket->waitForDisconnected(patience);
}

} // namespace framescope::conformance
