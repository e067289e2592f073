#pragma once

#include "core/capture/capture.h"
#include "core/capture/capturereader.h"
#include "core/http/acceptkey.h"
#include "core/http/handshake.h"
#include "core/ws/framewriter.h"

#include <QTest>

/// Octets and comparisons that the tests of the capture folder share.
namespace framescope::test
{

inline const QByteArray sampleKey = QByteArrayLiteral("dGhlIHNhbXBsZSBub25jZQ==");

inline QByteArray requestHead()
{
    return "GET /chat HTTP/1.1\r\nHost: example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Key: " +
           sampleKey + "\r\nSec-WebSocket-Version: 13\r\n\r\n";
}

inline QByteArray responseHead()
{
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Accept: " +
           http::acceptFor(sampleKey) + "\r\n\r\n";
}

inline QByteArray frame(ws::Opcode opcode, const QByteArray &payload, bool masked, bool fin = true)
{
    ws::FrameFields fields;
    fields.opcode = opcode;
    fields.fin = fin;
    if (masked)
        fields.key = ws::MaskKey{0x37, 0xFA, 0x21, 0x3D};
    QByteArray out;
    ws::writeFrame(fields, byteView(payload), out);
    return out;
}

inline capture::ConnectionFacts clientFacts()
{
    capture::ConnectionFacts facts;
    facts.url = u"ws://example.com/chat"_qs;
    facts.localAddress = u"127.0.0.1"_qs;
    facts.localPort = 40000;
    facts.peerAddress = u"::1"_qs;
    facts.peerPort = 8080;
    return facts;
}

/// A capture that is written, with a clock that ticks a microsecond a call.
struct Recording {
    std::unique_ptr<capture::Capture> capture;
    std::int64_t ns = 1'795'348'800'000'000'123;

    explicit Recording(const QString &path)
    {
        auto made = capture::Capture::create(path);
        if (!made)
            qFatal("%s", qPrintable(made.error().message));
        capture = std::move(*made);
    }
    Timestamp tick() { return Timestamp(ns += 1000); }
    ConnectionId connect(const capture::ConnectionFacts &facts = clientFacts())
    {
        const ConnectionId id = capture->reserveConnection();
        capture->beginConnection(id, facts, tick());
        return id;
    }
    ConnectionId upgraded()
    {
        const ConnectionId id = connect();
        out(id, requestHead());
        in(id, responseHead());
        return id;
    }
    void out(ConnectionId id, const QByteArray &octets)
    {
        capture->append(id, Direction::Out, tick(), byteView(octets));
    }
    void in(ConnectionId id, const QByteArray &octets) { capture->append(id, Direction::In, tick(), byteView(octets)); }
    void event(ConnectionId id, capture::EventKind kind, const QJsonObject &details = {},
               Direction direction = Direction::In)
    {
        capture->addEvent(id, direction, tick(), {kind, details});
    }
};

inline std::unique_ptr<capture::Capture> reopened(const QString &path)
{
    auto opened = capture::Capture::open(path);
    if (!opened)
        qFatal("%s", qPrintable(opened.error().message));
    if (auto loaded = (*opened)->load(); !loaded)
        qFatal("%s", qPrintable(loaded.error().message));
    return std::move(*opened);
}

/// One line a row with everything the index knows of it.
inline QStringList describe(const capture::Capture &capture, bool withTimes = true, bool withEventPlaces = true)
{
    QStringList lines;
    for (std::uint64_t i = 0; i < capture.rowCount(); ++i) {
        const capture::RowRecord &row = capture.row(RowIndex(i));
        const bool place = withEventPlaces || row.kind() != capture::RowKind::Event;
        QString line = u"kind %1 dir %2 conn %3 at %4 length %5 message %6 octets %7 %8 severity %9"_qs
                           .arg(int(row.kind()))
                           .arg(int(row.direction()))
                           .arg(row.connection().value())
                           .arg(place ? row.offset().value() : 0)
                           .arg(row.length())
                           .arg(row.message)
                           .arg(row.first)
                           .arg(row.second)
                           .arg(int(row.severity()));
        if (withTimes)
            line += u" time %1"_qs.arg(row.time.value());
        if (row.incomplete())
            line += u" incomplete"_qs;
        if (row.endsMessage())
            line += u" ends"_qs;
        for (const ws::Finding &finding : capture.findings(RowIndex(i)))
            line += u" [%1 at %2 value %3 bits %4+%5]"_qs
                        .arg(QString::fromLatin1(ws::info(finding.id).name.data(), qsizetype(ws::info(finding.id).name.size())))
                        .arg(finding.offset.value())
                        .arg(finding.value)
                        .arg(finding.firstBit)
                        .arg(finding.bitCount);
        lines.append(line);
    }
    return lines;
}

inline bool hasFinding(const capture::Capture &capture, std::uint64_t row, const char *name)
{
    for (const ws::Finding &finding : capture.findings(RowIndex(row))) {
        if (ws::info(finding.id).name == name)
            return true;
    }
    return false;
}

} // namespace framescope::test
