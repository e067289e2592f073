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

/// A text message, a frame an octet.
inline QByteArray octetByOctet(const QByteArray &text)
{
    QByteArray wire;
    for (qsizetype i = 0; i < text.size(); ++i)
        wire +=
            frame(i == 0 ? ws::Opcode::Text : ws::Opcode::Continuation, text.mid(i, 1), false, i + 1 == text.size());
    return wire;
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

/// Notes what it is told, as words.
class NotingSink : public capture::PeerSink
{
public:
    QStringList calls;
    bool messages = false;

    void upgraded(const QByteArray &) override { calls.append(u"upgraded"_qs); }
    void pingReceived(ByteView p) override { calls.append(u"ping "_qs + text(p)); }
    void pongReceived(ByteView p) override { calls.append(u"pong "_qs + text(p)); }
    void closeReceived(std::uint16_t code, ByteView reason) override
    {
        calls.append(u"close %1 %2"_qs.arg(code).arg(text(reason)));
    }
    void violation(std::uint16_t code, ws::FindingId) override { calls.append(u"violation %1"_qs.arg(code)); }
    void responseJudged(bool ok, bool valid, int status) override
    {
        calls.append(u"judged %1 %2 %3"_qs.arg(ok).arg(valid).arg(status));
    }
    bool wantsMessages() const override { return messages; }
    void messageData(ws::Opcode, ByteView data) override { calls.append(u"data "_qs + text(data)); }
    void messageEnd(ws::Opcode op) override { calls.append(u"end %1"_qs.arg(int(op))); }

private:
    static QString text(ByteView p) { return QString::fromUtf8(toByteArray(p)); }
};

/// Everything a connection can do, for comparisons.
inline void recordAll(Recording &r)
{
    capture::ConnectionFacts early = clientFacts();
    early.localAddress.clear();
    const ConnectionId a = r.connect(early);
    r.event(a, capture::EventKind::Note, {{u"text"_qs, u"looking up the name"_qs}});
    r.capture->setFacts(a, clientFacts());
    r.event(a, capture::EventKind::Connected, {{u"peer"_qs, u"[::1]:8080"_qs}});
    r.out(a, requestHead());
    const ConnectionId b = r.connect();
    capture::ConnectionFacts server = clientFacts();
    server.ourRole = ws::Role::Server;
    const ConnectionId c = r.connect(server);
    r.in(c, requestHead());
    r.out(c, responseHead());
    r.in(c, frame(ws::Opcode::Text, "to the server", true) + frame(ws::Opcode::Text, "not masked", false));
    r.in(a, responseHead() + frame(ws::Opcode::Text, "glued", false));
    r.event(b, capture::EventKind::Failed, {{u"reason"_qs, u"refused"_qs}, {u"stage"_qs, u"connect"_qs}});
    r.out(a, frame(ws::Opcode::Text, "one ", true, false));
    r.out(a, frame(ws::Opcode::Ping, "p", true));
    r.in(a, frame(ws::Opcode::Pong, "q", false) + frame(ws::Opcode::Pong, "p", false) +
                frame(ws::Opcode::Pong, "r", false));
    r.out(a, frame(ws::Opcode::Continuation, "two", true));
    r.in(a, frame(ws::Opcode::Binary, QByteArray(200'000, 'x'), false));
    r.in(a, frame(ws::Opcode::Continuation, "orphan", false));
    r.in(a, frame(ws::Opcode(0x3), "reserved", false) + frame(ws::Opcode::Text, "\xFF", false));
    r.in(a, frame(ws::Opcode::Text, "half of this", false).left(6));
    r.event(a, capture::EventKind::Stalled, {{u"octets"_qs, 4}});
    r.out(a, frame(ws::Opcode::Close, ws::closePayload(1000, "bye"), true));
    const ConnectionId d = r.connect();
    r.out(d, requestHead());
    r.in(d, "HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nno!\n");
    r.in(d, "more");
    r.capture->reset(c, Direction::Out, r.tick());
    r.capture->endStream(a, Direction::In, r.tick());
    r.capture->endStream(a, Direction::Out, r.tick());
    r.event(a, capture::EventKind::Closed, {{u"code"_qs, 1006}, {u"clean"_qs, false}});
    r.capture->endStream(d, Direction::In, r.tick());
    r.capture->reset(d, Direction::Out, r.tick());
    const ConnectionId e = r.connect();
    r.out(e, requestHead().left(20));
    r.in(e, "SSH-2.0-OpenSSH\r\n");
    r.in(e, "\x01\x02");
    r.capture->endStream(e, Direction::In, r.tick());
    r.capture->endStream(e, Direction::Out, r.tick());
    const ConnectionId f = r.upgraded();
    r.in(f, QByteArray::fromHex("827f8000000000000000aabbcc"));
    r.in(f, "lost");
    r.capture->endStream(f, Direction::In, r.tick());
    r.capture->endStream(f, Direction::Out, r.tick());
}
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
        QString line =
            u"kind %1 dir %2 conn %3 at %4 length %5 message %6 bytes %7 %8 severity %9"_qs.arg(int(row.kind()))
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
                        .arg(QString::fromLatin1(ws::info(finding.id).name.data(),
                                                 qsizetype(ws::info(finding.id).name.size())))
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
