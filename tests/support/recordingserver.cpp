#include "tests/support/recordingserver.h"

#include <QCryptographicHash>

namespace framescope::test
{

RecordingServer::RecordingServer()
{
    connect(&m_server, &QTcpServer::newConnection, this, &RecordingServer::accept);
    m_server.listen(QHostAddress::LocalHost);
}

QString RecordingServer::url() const { return QStringLiteral("ws://127.0.0.1:%1/recorder").arg(m_server.serverPort()); }

QByteArray RecordingServer::acceptFor(const QByteArray &request)
{
    for (const QByteArray &line : request.split('\n')) {
        if (!line.toLower().startsWith("sec-websocket-key:"))
            continue;
        const QByteArray key = line.mid(line.indexOf(':') + 1).trimmed();
        return QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1)
            .toBase64();
    }
    return {};
}

QByteArray RecordingServer::frame(int opcode, const QByteArray &payload, bool fin)
{
    QByteArray octets;
    octets.append(char((fin ? 0x80 : 0) | opcode));
    const qsizetype size = payload.size();
    if (size < 126) {
        octets.append(char(size));
    } else if (size < 65536) {
        octets.append(char(126)).append(char(size >> 8)).append(char(size & 0xff));
    } else {
        octets.append(char(127));
        for (int shift = 56; shift >= 0; shift -= 8)
            octets.append(char((quint64(size) >> shift) & 0xff));
    }
    return octets + payload;
}

void RecordingServer::accept()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        m_request.clear();
        m_received.clear();
        m_upgraded = false;
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(*socket); });
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    }
}

void RecordingServer::read(QTcpSocket &socket)
{
    QByteArray octets = socket.readAll();
    if (!m_upgraded) {
        m_request += octets;
        const qsizetype end = m_request.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        octets = m_request.sliced(end + 4);
        m_request.truncate(end + 4);
        m_upgraded = true;
        if (m_answer.isEmpty())
            socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                         "Sec-WebSocket-Accept: " +
                         acceptFor(m_request) + "\r\n\r\n" + m_greeting);
        else
            socket.write(m_answer);
        socket.flush();
    }
    m_received += octets;
    if (m_react)
        m_react(socket, m_received);
}

} // namespace framescope::test
