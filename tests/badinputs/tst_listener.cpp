#include "core/net/listener.h"

#include "core/http/head.h"
#include "tests/support/serverfixture.h"

#include <QJsonObject>
#include <QTest>
#include <QTimer>

using namespace framescope;
using capture::EventKind;
using net::ListenerSettings;
using test::NetFixture;
using test::RawClient;
using test::ServerFixture;

namespace
{
const QByteArray line = "GET / HTTP/1.1\r\n";
const QByteArray host = "Host: localhost\r\n";
const QByteArray upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
const QByteArray key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
const QByteArray version = "Sec-WebSocket-Version: 13\r\n";
const QByteArray end = "\r\n";
const QByteArray right = line + host + upgrade + key + version + end;

/// The findings of all rows and the octets that came in, of a capture live or opened again.
struct Told {
    QStringList findings;
    QByteArray received;
};

Told toldBy(const capture::Capture &capture)
{
    Told told;
    capture::CaptureReader reader(capture);
    for (std::uint64_t i = 0; i < capture.rowCount(); ++i) {
        const capture::RowRecord &row = capture.row(RowIndex(i));
        for (const ws::Finding &finding : capture.findings(RowIndex(i))) {
            const auto name = ws::info(finding.id).name;
            told.findings += QString::fromLatin1(name.data(), qsizetype(name.size()));
        }
        if (row.kind() != capture::RowKind::Event && row.direction() == Direction::In) {
            if (auto octets = reader.wire(RowIndex(i), 0, row.wireSize()))
                told.received += *octets;
        }
    }
    return told;
}
} // namespace

/// What the listener answers to requests that are wrong, strange, or not for it: H33, X05, X06.
class TestBadRequests : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void requests_data();
    void requests();
    void slowRequest_data();
    void slowRequest();
    void thousandHalfOpen();
    void tooManyOpen();
};

void TestBadRequests::requests_data()
{
    QTest::addColumn<QByteArray>("octets");
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QString>("findings");
    QTest::addColumn<QByteArray>("field"); ///< of the answer; empty: no other than usual

    const auto row = [](const char *name, const QByteArray &octets, const char *status, const char *findings,
                        const char *field = "") {
        QTest::newRow(name) << octets << QByteArray(status) << QString::fromLatin1(findings) << QByteArray(field);
    };
    const QByteArray fields = host + upgrade + key + version + end;

    row("H33 right", right, "101", "");
    row("H33 POST", "POST / HTTP/1.1\r\n" + fields, "405", "hs.method", "Allow: GET");
    row("H33 HEAD", "HEAD / HTTP/1.1\r\n" + fields, "405", "hs.method", "Allow: GET");
    row("H33 CONNECT", "CONNECT localhost:80 HTTP/1.1\r\n" + fields, "405", "hs.method hs.requestline", "Allow: GET");
    row("H33 HTTP/1.0", "GET / HTTP/1.0\r\n" + fields, "400", "hs.version");
    row("H33 HTTP/2.0", "GET / HTTP/2.0\r\n" + fields, "505", "hs.version");
    row("H33 absolute URI", "GET http://localhost/ HTTP/1.1\r\n" + fields, "101", "hs.target.absolute");
    row("H33 asterisk", "GET * HTTP/1.1\r\n" + fields, "400", "hs.requestline");
    row("H33 fragment in the target", "GET /#top HTTP/1.1\r\n" + fields, "400", "hs.requestline");
    row("H33 no request line", "hello there\r\n\r\n", "400", "hs.requestline");
    row("H33 TLS", QByteArray::fromHex("16030100a5010000a103030a0d0a0d0a") + "\r\n\r\n", "400", "hs.requestline");
    row("H33 no Host", line + upgrade + key + version + end, "400", "hs.host");
    row("H33 two Hosts", line + host + host + upgrade + key + version + end, "400", "hs.host");
    row("H33 Host is no host", line + "Host: a b\r\n" + upgrade + key + version + end, "400", "hs.host");
    row("H33 Host empty", line + "Host:\r\n" + upgrade + key + version + end, "400", "hs.host");
    row("H33 Host with a bad port", line + "Host: localhost:8x\r\n" + upgrade + key + version + end, "400", "hs.host");
    row("H33 no Upgrade", line + host + "Connection: Upgrade\r\n" + key + version + end, "426", "hs.upgrade.missing",
        "Upgrade: websocket");
    row("H33 Upgrade h2c", line + host + "Upgrade: h2c\r\nConnection: Upgrade\r\n" + key + version + end, "426",
        "hs.upgrade.value", "Upgrade: websocket");
    row("H33 Upgrade WebSocket among others",
        line + host + "Upgrade: h2c, WebSocket\r\nConnection: keep-alive, upgrade\r\n" + key + version + end, "101",
        "");
    row("H33 no Connection", line + host + "Upgrade: websocket\r\n" + key + version + end, "400", "hs.connection");
    row("H33 Connection keep-alive",
        line + host + "Upgrade: websocket\r\nConnection: keep-alive\r\n" + key + version + end, "400", "hs.connection");
    row("H33 no Key", line + host + upgrade + version + end, "400", "hs.key.missing");
    row("H33 Key of 15 bytes", line + host + upgrade + "Sec-WebSocket-Key: MTIzNDU2Nzg5MDEyMzQ1\r\n" + version + end,
        "400", "hs.key.value");
    row("H33 Key of 17 bytes",
        line + host + upgrade + "Sec-WebSocket-Key: MTIzNDU2Nzg5MDEyMzQ1Njc=\r\n" + version + end, "400",
        "hs.key.value");
    row("H33 Key is no Base64",
        line + host + upgrade + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZ!==\r\n" + version + end, "400",
        "hs.key.value");
    row("H33 Key without padding",
        line + host + upgrade + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ\r\n" + version + end, "400", "hs.key.value");
    row("H33 Key twice", line + host + upgrade + key + key + version + end, "400", "hs.header.duplicate");
    row("H33 no Version", line + host + upgrade + key + end, "426", "hs.wsversion", "Sec-WebSocket-Version: 13");
    row("H33 Version 12", line + host + upgrade + key + "Sec-WebSocket-Version: 12\r\n" + end, "426", "hs.wsversion",
        "Sec-WebSocket-Version: 13");
    row("H33 Version 013", line + host + upgrade + key + "Sec-WebSocket-Version: 013\r\n" + end, "426", "hs.wsversion",
        "Sec-WebSocket-Version: 13");
    row("H33 Version twice", line + host + upgrade + key + version + version + end, "400", "hs.header.duplicate");
    row("H33 subprotocol twice", line + host + upgrade + key + version + "Sec-WebSocket-Protocol: a, b, a\r\n" + end,
        "400", "hs.protocol.value");
    row("H33 subprotocol is no token", line + host + upgrade + key + version + "Sec-WebSocket-Protocol: a b\r\n" + end,
        "400", "hs.protocol.value");
    row("H33 extension against the grammar",
        line + host + upgrade + key + version + "Sec-WebSocket-Extensions: a;;b\r\n" + end, "400", "hs.ext.parameter");
    row("H22 LF alone", QByteArray(right).replace("\r\n", "\n"), "101", "hs.eol");
    row("H22 bare CR", line + host + "X: a\rb\r\n" + upgrade + key + version + end, "400", "hs.barecr");
    row("H23 NUL", line + host + QByteArray("X: a\0b\r\n", 8) + upgrade + key + version + end, "400", "hs.byte");
    row("H24 space before the colon", line + host + "X : y\r\n" + upgrade + key + version + end, "400", "hs.field");
    row("H24 no colon", line + host + "X y\r\n" + upgrade + key + version + end, "400", "hs.field");
    // RFC 9112 §5.2: refuse it, or read the fold as spaces.
    row("H24 folded", line + host + "X: a\r\n b\r\n" + upgrade + key + version + end, "101", "hs.fold");
    row("H25 head of a MiB", line + host + "X: " + QByteArray(1024 * 1024, 'x') + "\r\n" + end, "431", "hs.toolarge");
    row("H25 20,000 fields", line + host + QByteArray("a: b\r\n").repeated(20'000) + end, "431", "hs.toolarge");

    const QByteArray rest = upgrade + key + version;
    row("X05 Host of another name", line + "Host: evil.example\r\n" + rest + end, "403", "hs.host.foreign");
    row("X05 Host that begins right", line + "Host: localhost.evil.example\r\n" + rest + end, "403", "hs.host.foreign");
    row("X05 absolute URI of another name", "GET http://evil.example/ HTTP/1.1\r\n" + host + rest + end, "403",
        "hs.target.absolute hs.host.foreign");
    row("X05 Origin of another site", line + host + rest + "Origin: https://evil.example\r\n" + end, "403",
        "hs.origin.foreign");
    row("X05 Origin null", line + host + rest + "Origin: null\r\n" + end, "403", "hs.origin.foreign");
    row("X05 second Origin", line + host + rest + "Origin: http://localhost\r\nOrigin: https://evil.example\r\n" + end,
        "403", "hs.origin.foreign");
    row("X05 Origin of this host", line + host + rest + "Origin: http://127.0.0.1:3000\r\n" + end, "101", "");
    row("X05 Origin listed", line + host + rest + "Origin: https://friend.example\r\n" + end, "101", "");
}

void TestBadRequests::requests()
{
    QFETCH(QByteArray, octets);
    QFETCH(QByteArray, status);
    QFETCH(QString, findings);
    QFETCH(QByteArray, field);
    ListenerSettings settings;
    settings.admission.origins = {"https://friend.example"};
    ServerFixture server(settings);
    RawClient client(server.listener->port());
    client.send(octets);
    QTRY_VERIFY(client.received.contains("\r\n\r\n"));
    QCOMPARE(client.status(), status);
    const QByteArray head = client.received.left(client.received.indexOf("\r\n\r\n") + 2);
    QVERIFY2(field.isEmpty() || head.contains("\r\n" + field + "\r\n"), head.constData());
    if (status != "101") {
        QVERIFY2(head.contains("close\r\n"), head.constData());
        QTRY_VERIFY(client.ended());
        QTRY_VERIFY(server.record.has(u"in event closed"_qs) || server.record.has(u"out event finished"_qs));
        // One row says why, and it names the status.
        const QString reason = server.record.event(EventKind::Failed).value(u"reason"_qs).toString();
        QVERIFY2(reason.contains(QString::fromLatin1(status)), qPrintable(reason));
        QCOMPARE(server.record.rows().filter(u"event failed"_qs).size(), 1);
    } else {
        client.socket.abort();
    }
    QTRY_COMPARE(toldBy(*server.record.capture).received.size(), octets.size());
    const Told told = toldBy(*server.record.capture);
    QVERIFY(told.received == octets);
    for (const QString &name : findings.split(u' ', Qt::SkipEmptyParts))
        QVERIFY2(told.findings.contains(name), qPrintable(server.record.rows().join(u'\n')));
    if (findings.isEmpty())
        QVERIFY2(!told.findings.join(u' ').contains(u"hs."), qPrintable(server.record.rows().join(u'\n')));

    // Opened again, the file tells the same.
    server.listener.reset();
    const Told last = toldBy(*server.record.capture);
    auto reopened = capture::Capture::open(server.record.capture->path());
    QVERIFY(reopened && (*reopened)->load());
    QCOMPARE(toldBy(**reopened).findings, last.findings);
    QVERIFY(toldBy(**reopened).received == octets);
}

void TestBadRequests::slowRequest_data()
{
    QTest::addColumn<QByteArray>("octets");
    QTest::newRow("T05 nothing") << QByteArray();
    QTest::newRow("T05 half a head") << line + host;
}

// The limit is for the whole head: what trickles in does not prolong it.
void TestBadRequests::slowRequest()
{
    QFETCH(QByteArray, octets);
    ListenerSettings settings;
    settings.requestTimeout = std::chrono::milliseconds(300);
    ServerFixture server(settings);
    RawClient client(server.listener->port());
    client.send(octets);
    QTimer trickle;
    connect(&trickle, &QTimer::timeout, this, [&client] { client.send("X"); });
    if (!octets.isEmpty())
        trickle.start(50);
    QTRY_COMPARE(client.status(), QByteArray("408"));
    trickle.stop();
    QTRY_VERIFY(server.record.has(u"in event failed timeout.handshake"_qs));
    QTRY_VERIFY(client.ended());
}

void TestBadRequests::thousandHalfOpen()
{
    ListenerSettings settings;
    settings.maxHalfOpen = 16;
    ServerFixture server(settings);
    std::vector<std::unique_ptr<RawClient>> clients;
    int refused = 0;
    for (int i = 0; i < 1000; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.listener->port()));
        clients.back()->send("GET / HTTP/1.1\r\n");
        if (clients.size() < 40)
            continue;
        // The oldest was refused, and its place is free.
        QTRY_COMPARE(clients.front()->status(), QByteArray("503"));
        clients.erase(clients.begin());
        ++refused;
    }
    QCOMPARE(refused, 961);
    QVERIFY(server.record.has(u"in event failed hs.busy"_qs));
    // Who asks at last is served.
    RawClient late(server.listener->port());
    late.send(right);
    QTRY_COMPARE(late.status(), QByteArray("101"));
}

void TestBadRequests::tooManyOpen()
{
    ListenerSettings settings;
    settings.maxConnections = 2;
    ServerFixture server(settings);
    RawClient first(server.listener->port());
    RawClient second(server.listener->port());
    first.send(right);
    second.send(right);
    QTRY_COMPARE(first.status(), QByteArray("101"));
    QTRY_COMPARE(second.status(), QByteArray("101"));
    RawClient third(server.listener->port());
    third.send(right);
    QTRY_COMPARE(third.status(), QByteArray("503"));
    QTRY_VERIFY(third.ended());
    QTRY_VERIFY(server.record.has(u"in event failed hs.busy"_qs));
    // Its place is free again once one of the others went.
    first.socket.abort();
    QTRY_COMPARE(server.record.rows().filter(u"event closed"_qs).size(), 1);
    RawClient fourth(server.listener->port());
    fourth.send(right);
    QTRY_COMPARE(fourth.status(), QByteArray("101"));
}

QTEST_GUILESS_MAIN(TestBadRequests)
#include "tst_listener.moc"
