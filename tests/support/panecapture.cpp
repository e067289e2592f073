#include "tests/support/panecapture.h"

#include "core/ws/deflater.h"

#include <QJsonObject>

namespace framescope::tests
{

PaneCapture::PaneCapture()
{
    m_capture = std::move(capture::Capture::create(m_folder.filePath(QStringLiteral("panes.pcapng"))).value());
    m_id = m_capture->reserveConnection();
    capture::ConnectionFacts facts;
    facts.url = QStringLiteral("wss://stream.example.com/v1/stream?symbols=BTC&token=s3cret");
    facts.localAddress = QStringLiteral("192.0.2.7");
    facts.localPort = 50123;
    facts.peerAddress = QStringLiteral("198.51.100.20");
    facts.peerPort = 443;
    facts.tls = true;
    m_capture->beginConnection(m_id, facts, tick());
}

Timestamp PaneCapture::tick()
{
    m_now += 1'000;
    return Timestamp(m_now);
}

void PaneCapture::sent(const QByteArray &octets) { m_capture->append(m_id, Direction::Out, tick(), byteView(octets)); }

void PaneCapture::received(const QByteArray &octets)
{
    m_capture->append(m_id, Direction::In, tick(), byteView(octets));
}

void PaneCapture::sendFrame(const ws::FrameFields &fields, const QByteArray &payload)
{
    QByteArray wire;
    ws::writeFrame(fields, byteView(payload), wire);
    sent(wire);
}

void PaneCapture::receiveFrame(const ws::FrameFields &fields, const QByteArray &payload)
{
    QByteArray wire;
    ws::writeFrame(fields, byteView(payload), wire);
    received(wire);
}

void PaneCapture::event(Direction direction, capture::EventKind kind, const QJsonObject &details)
{
    m_capture->addEvent(m_id, direction, tick(), {kind, details});
}

void PaneCapture::upgrade(const QByteArray &extraResponse)
{
    sent("GET /v1/stream?symbols=BTC&token=s3cret HTTP/1.1\r\nHost: stream.example.com\r\nUpgrade: websocket\r\n"
         "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Protocol: v1.ticker, v2.ticker\r\nCookie: session=0123456789abcdef\r\n\r\n");
    received("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
             "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: v1.ticker\r\n" +
             extraResponse + "\r\n");
}

void PaneCapture::upgradeWithDeflate()
{
    sent("GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
    received("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
             "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
             "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
}

QByteArray deflated(const QByteArray &message)
{
    QByteArray out;
    ws::Deflater(ws::DeflateSide{}).compress(byteView(message), out);
    return out;
}

} // namespace framescope::tests
