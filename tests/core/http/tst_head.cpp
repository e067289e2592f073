#include "core/http/head.h"

#include "core/ws/findings.h"
#include "tests/support/heads.h"

#include <QElapsedTimer>
#include <QTest>

using namespace framescope;
using namespace framescope::http;
using ws::FindingId;
using Status = HeadParser::Status;

namespace
{
struct Expected {
    FindingId id;
    std::uint64_t offset;
    std::uint64_t value;
};
using ExpectedList = QList<Expected>;

const QByteArray rfcResponse = "HTTP/1.1 101 Switching Protocols\r\n"
                               "Upgrade: websocket\r\n"
                               "Connection: Upgrade\r\n"
                               "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
                               "Sec-WebSocket-Protocol: chat\r\n\r\n";
const QByteArray rfcRequest = "GET /chat HTTP/1.1\r\n"
                              "Host: server.example.com\r\n"
                              "Upgrade: websocket\r\n"
                              "Connection: Upgrade\r\n"
                              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                              "Origin: http://example.com\r\n"
                              "Sec-WebSocket-Protocol: chat, superchat\r\n"
                              "Sec-WebSocket-Version: 13\r\n\r\n";

/// The parser's result when the octets come as a first piece and then pieces of another size.
QString run(HeadKind kind, const QByteArray &octets, qsizetype firstPiece, qsizetype pieces)
{
    HeadParser parser(kind);
    Status status = Status::NeedMore;
    qsizetype left = 0;
    qsizetype size = firstPiece;
    for (qsizetype at = 0; at < octets.size();) {
        const QByteArray piece = octets.mid(at, size);
        ByteView input = byteView(piece);
        status = parser.feed(input);
        left += static_cast<qsizetype>(input.size());
        at += piece.size();
        size = pieces;
    }
    return test::describe(parser, status, left);
}
QString runWhole(HeadKind kind, const QByteArray &octets) { return run(kind, octets, octets.size(), 1); }
} // namespace
Q_DECLARE_METATYPE(ExpectedList)

class TestHead : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rfcExampleResponse()
    {
        const QByteArray octets = rfcResponse + QByteArray("\x81\x00rest", 6);
        HeadParser parser(HeadKind::Response);
        ByteView input = byteView(octets);
        QCOMPARE(parser.feed(input), Status::Done);
        QCOMPARE(qbyteView(input), QByteArrayView("\x81\x00rest", 6)); // H27
        const Head &head = parser.head();
        QCOMPARE(head.raw, rfcResponse);
        QCOMPARE(head.status, 101);
        QCOMPARE(head.reason, QByteArray("Switching Protocols"));
        QCOMPARE(head.version, QByteArray("HTTP/1.1"));
        QCOMPARE(head.startLine, QByteArray("HTTP/1.1 101 Switching Protocols"));
        QCOMPARE(head.fields.size(), 4u);
        QCOMPARE(head.fields[1].line, 3u);
        QCOMPARE(head.fields[1].offset, 54u);
        QCOMPARE(head.fields[1].size, 19u);
        QCOMPARE(head.value("sec-websocket-protocol"), QByteArray("chat"));
        QVERIFY(head.value("Origin").isNull());
        QVERIFY(head.hasToken("connection", "upgrade"));
        QVERIFY(!head.hasToken("connection", "up"));
        QVERIFY(parser.findings().empty());
        parser.finish();
        QVERIFY(parser.findings().empty());
    }
    void rfcExampleRequest()
    {
        const Head head = test::parseHead(HeadKind::Request, rfcRequest);
        QCOMPARE(head.method, QByteArray("GET"));
        QCOMPARE(head.target, QByteArray("/chat"));
        QCOMPARE(head.version, QByteArray("HTTP/1.1"));
        QCOMPARE(head.fields.size(), 7u);
        QVERIFY(head.hasToken("Sec-WebSocket-Protocol", "SUPERCHAT"));
    }
    void presentAndEmptyIsNotNull()
    {
        const Head head = test::parseHead(HeadKind::Response, "HTTP/1.1 200 OK\r\nA:\r\n\r\n");
        QVERIFY(!head.value("a").isNull());
        QVERIFY(head.value("a").isEmpty());
    }

    void findings_data()
    {
        QTest::addColumn<HeadKind>("kind");
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<Status>("status");
        QTest::addColumn<ExpectedList>("expected");
        const auto response = [](const char *name, const QByteArray &octets, Status status, ExpectedList expected) {
            QTest::newRow(name) << HeadKind::Response << octets << status << expected;
        };
        const auto request = [](const char *name, const QByteArray &octets, Status status, ExpectedList expected) {
            QTest::newRow(name) << HeadKind::Request << octets << status << expected;
        };
        const ExpectedList statusLine{{FindingId::HsStatusLine, 0, 0}};
        const ExpectedList requestLine{{FindingId::HsRequestLine, 0, 0}};
        response("H06 HTTP/1.0 is kept", "HTTP/1.0 101 X\r\n\r\n", Status::Done, {});
        response("H06 HTTP/2.0 is kept", "HTTP/2.0 101 X\r\n\r\n", Status::Done, {});
        response("H06 HTTP/2 is kept", "HTTP/2 101 X\r\n\r\n", Status::Done, {});
        response("H07 letter in the status", "HTTP/1.1 1O1 X\r\n\r\n", Status::Failed, statusLine);
        response("H07 another protocol", "SSH-2.0-OpenSSH_9.2\r\n", Status::Failed, statusLine);
        response("H07 four digits", "HTTP/1.1 1011\r\n\r\n", Status::Failed, statusLine);
        response("H07 no status", "HTTP/1.1\r\n\r\n", Status::Failed, statusLine);
        response("H07 status below 100", "HTTP/1.1 099 X\r\n\r\n", Status::Failed, statusLine);
        response("H07 lower case", "http/1.1 101 X\r\n\r\n", Status::Failed, statusLine);
        response("H07 empty line", "\r\nHTTP/1.1 101 X\r\n\r\n", Status::Failed, statusLine);
        response("H07 endless garbage", QByteArray(300, 'x'), Status::Failed, statusLine);
        // More octets than garbage is read of, in one line; the method alone tells that it is none.
        request("long target", "GET /" + QByteArray(5000, 'x') + " HTTP/1.1\r\n\r\n", Status::Done, {});
        request("long target after an empty line", "\r\nGET /" + QByteArray(5000, 'x') + " HTTP/1.1\r\n\r\n",
                Status::Done, {});
        request("long target of a short method", "A /" + QByteArray(5000, 'x') + " HTTP/1.1\r\n\r\n", Status::Done, {});
        request("garbage like a method", "/ " + QByteArray(5000, 'x') + " HTTP/1.1\r\n\r\n", Status::Failed,
                requestLine);
        response("H08 empty reason", "HTTP/1.1 101 \r\n\r\n", Status::Done, {});
        response("H08 no reason, no space", "HTTP/1.1 101\r\n\r\n", Status::Done, {{FindingId::HsReason, 12, 0}});
        response("H22 LF only", "HTTP/1.1 101 X\nA: b\r\n\n", Status::Done,
                 {{FindingId::HsEol, 14, 1}, {FindingId::HsEol, 21, 3}});
        response("H22 bare CR in a value", "HTTP/1.1 101 X\r\nA: b\rc\r\n\r\n", Status::Done,
                 {{FindingId::HsBareCr, 20, 2}});
        response("H22 CR CR LF", "HTTP/1.1 101 X\r\nA: b\r\r\n\r\n", Status::Done, {{FindingId::HsBareCr, 20, 2}});
        response("H22 bare CR in the status line", "HTTP/1.1 101 X\rY\r\n\r\n", Status::Done,
                 {{FindingId::HsBareCr, 14, 1}});
        response("H23 NUL in a value", QByteArray("HTTP/1.1 101 X\r\nA: b\0c\r\n\r\n", 26), Status::Done,
                 {{FindingId::HsByte, 20, 0}});
        response("H23 0x7F in the reason", "HTTP/1.1 101 \x7F\r\n\r\n", Status::Done, {{FindingId::HsByte, 13, 0x7F}});
        response("H23 0x01 in a name", "HTTP/1.1 101 X\r\nA\x01: b\r\n\r\n", Status::Done,
                 {{FindingId::HsByte, 17, 1}, {FindingId::HsField, 16, 2}});
        response("H23 a run above 0x7F is one finding", "HTTP/1.1 101 X\r\nA: \xC3\xA9\xC3 \xA9\r\n\r\n", Status::Done,
                 {{FindingId::HsByte, 19, 0xC3}, {FindingId::HsByte, 23, 0xA9}});
        response("H23 tab is legal", "HTTP/1.1 101 X\r\nA:\tb\tc\t\r\n\r\n", Status::Done, {});
        response("H24 space before the colon", "HTTP/1.1 101 X\r\nA : b\r\n\r\n", Status::Done,
                 {{FindingId::HsField, 16, 2}});
        response("H24 empty name", "HTTP/1.1 101 X\r\nA: b\r\n: b\r\n\r\n", Status::Done,
                 {{FindingId::HsField, 22, 3}});
        response("H24 no colon", "HTTP/1.1 101 X\r\nA: b\r\nnothing\r\n\r\n", Status::Done,
                 {{FindingId::HsField, 22, 3}});
        response("H24 folded line", "HTTP/1.1 101 X\r\nA: b\r\n  c\r\n\r\n", Status::Done,
                 {{FindingId::HsFold, 22, 3}});
        response("H24 space before the first field", "HTTP/1.1 101 X\r\n A: b\r\n\r\n", Status::Done,
                 {{FindingId::HsField, 16, 2}});
        request("no method", " / HTTP/1.1\r\n\r\n", Status::Failed, requestLine);
        request("no version", "GET /\r\n\r\n", Status::Failed, requestLine);
        request("space in the target", "GET /a b HTTP/1.1\r\n\r\n", Status::Failed, requestLine);
        request("two spaces", "GET  / HTTP/1.1\r\n\r\n", Status::Failed, requestLine);
        request("TLS", QByteArray("\x16\x03\x01\x02\x00\x01", 6) + QByteArray(300, 'x'), Status::Failed, requestLine);
        request("an empty line before the request", "\r\nGET / HTTP/1.1\r\n\r\n", Status::Done, {});
        request("two empty lines before it", "\r\n\r\nGET / HTTP/1.1\r\n\r\n", Status::Failed, requestLine);
    }
    void findings()
    {
        QFETCH(HeadKind, kind);
        QFETCH(QByteArray, octets);
        QFETCH(ExpectedList, expected);
        HeadParser parser(kind);
        ByteView input = byteView(octets);
        QTEST(parser.feed(input), "status");
        std::vector<ws::Finding> wanted;
        for (const Expected &e : expected)
            wanted.push_back({e.id, 0, 0, StreamOffset(e.offset), e.value});
        QCOMPARE(test::describe(parser.findings()), test::describe(wanted));
        QCOMPARE(parser.head().raw.size() + static_cast<qsizetype>(input.size()), octets.size());
        QVERIFY(octets.startsWith(parser.head().raw));

        // H28: the same whatever the pieces
        const QString whole = runWhole(kind, octets);
        for (qsizetype cut = 1; cut < octets.size(); ++cut)
            QCOMPARE(run(kind, octets, cut, octets.size()), whole);
        QCOMPARE(run(kind, octets, 1, 1), whole);
        QCOMPARE(run(kind, octets, 2, 3), whole);
    }

    void splitAnywhere() // H28, H27
    {
        const QByteArray octets = rfcResponse + QByteArray("\x81\x02hi", 4);
        const QString whole = runWhole(HeadKind::Response, octets);
        for (qsizetype cut = 1; cut < octets.size(); ++cut)
            QCOMPARE(run(HeadKind::Response, octets, cut, octets.size()), whole);
        QCOMPARE(run(HeadKind::Response, octets, 1, 1), whole);
    }

    void foldedFieldIsJoined()
    {
        const Head head = test::parseHead(HeadKind::Response, "HTTP/1.1 101 X\r\nA: b\r\n\t c \r\n \r\nD: e\r\n\r\n");
        QCOMPARE(head.fields.size(), 2u);
        QCOMPARE(head.fields[0].value, QByteArray("b c"));
        QCOMPARE(head.raw.mid(head.fields[0].offset, head.fields[0].size), QByteArray("A: b\r\n\t c \r\n "));
        QCOMPARE(head.fields[1].line, 5u);
    }
    void linesThatAreNoFieldsAreKept()
    {
        const Head head = test::parseHead(HeadKind::Response, "HTTP/1.1 101 X\r\n nothing \r\nA : b\r\n\r\n");
        QCOMPARE(head.fields.size(), 2u);
        QVERIFY(head.fields[0].name.isEmpty());
        QCOMPARE(head.fields[0].value, QByteArray("nothing"));
        QCOMPARE(head.value("A"), QByteArray("b"));
    }

    void truncated_data() // H30
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<quint64>("offset");
        QTest::addColumn<quint64>("value");
        QTest::newRow("nothing came") << QByteArray() << quint64(0) << quint64(0);
        QTest::newRow("in the status line") << QByteArray("HTTP/1.1 10") << quint64(0) << quint64(11);
        QTest::newRow("after the status line") << QByteArray("HTTP/1.1 101 X\r\n") << quint64(16) << quint64(16);
        QTest::newRow("in a field") << QByteArray("HTTP/1.1 101 X\r\nUpg") << quint64(16) << quint64(19);
        QTest::newRow("before the last LF") << QByteArray("HTTP/1.1 101 X\r\nA: b\r\n\r") << quint64(22) << quint64(23);
    }
    void truncated()
    {
        QFETCH(QByteArray, octets);
        HeadParser parser(HeadKind::Response);
        ByteView input = byteView(octets);
        QCOMPARE(parser.feed(input), Status::NeedMore);
        parser.finish();
        parser.finish();
        QCOMPARE(parser.findings().size(), 1u);
        QCOMPARE(parser.findings()[0].id, FindingId::HsTruncated);
        QTEST(quint64(parser.findings()[0].offset.value()), "offset");
        QTEST(quint64(parser.findings()[0].value), "value");
        QCOMPARE(parser.head().raw, octets);
    }
    void truncatedGarbage()
    {
        const QByteArray alert("\x15\x03\x01\x00\x02\x02\x46", 7); // a TLS alert
        HeadParser parser(HeadKind::Response);
        ByteView input = byteView(alert);
        QCOMPARE(parser.feed(input), Status::NeedMore);
        parser.finish();
        QCOMPARE(parser.findings().size(), 2u);
        QCOMPARE(parser.findings()[0].id, FindingId::HsStatusLine);
        QCOMPARE(parser.findings()[1].id, FindingId::HsTruncated);
    }

    void tooLarge_data() // H25
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<qsizetype>("taken");
        const QByteArray start = "HTTP/1.1 101 X\r\n";
        const qsizetype max = HeadParser::maxSize;
        QTest::newRow("one header of 20 MB") << start + "A: " + QByteArray(20'000'000, 'b') << max;
        QTest::newRow("endless status line") << QByteArray("HTTP/1.1 101 ") + QByteArray(2'000'000, 'b') << max;
        QByteArray many = start;
        for (int i = 0; i < 100'000; ++i)
            many += "A: b\r\n";
        QTest::newRow("100,000 headers") << many << qsizetype(16 + 6 * 10'001);
    }
    void tooLarge()
    {
        QFETCH(QByteArray, octets);
        QFETCH(qsizetype, taken);
        HeadParser parser(HeadKind::Response);
        ByteView input = byteView(octets);
        QCOMPARE(parser.feed(input), Status::Failed);
        QCOMPARE(parser.head().raw.size(), taken);
        QCOMPARE(static_cast<qsizetype>(input.size()), octets.size() - taken);
        QCOMPARE(parser.findings().size(), 1u);
        QCOMPARE(parser.findings()[0].id, FindingId::HsTooLarge);
        QVERIFY(parser.head().fields.size() <= HeadParser::maxFields);
        QVERIFY(run(HeadKind::Response, octets, 7, 100'003) == runWhole(HeadKind::Response, octets));
    }
    void largestHeadIsTaken()
    {
        const QByteArray start = "HTTP/1.1 101 X\r\nA: ";
        const qsizetype max = HeadParser::maxSize;
        const QByteArray octets = start + QByteArray(max - start.size() - 4, 'b') + "\r\n\r\n";
        HeadParser parser(HeadKind::Response);
        ByteView input = byteView(octets);
        QCOMPARE(parser.feed(input), Status::Done);
        QVERIFY(parser.findings().empty());
    }
    void findingsAreBounded()
    {
        QByteArray octets = "HTTP/1.1 101 X\n";
        for (int i = 0; i < 9'000; ++i)
            octets += "nothing\n";
        HeadParser parser(HeadKind::Response);
        ByteView input = byteView(octets);
        QCOMPARE(parser.feed(input), Status::NeedMore);
        QCOMPARE(parser.findings().size(), std::size_t(HeadParser::maxFindings));
        parser.finish();
        QCOMPARE(parser.findings().back().id, FindingId::HsTruncated);
    }
    void oneOctetReadsAreLinear()
    {
        QByteArray octets = "HTTP/1.1 101 X\r\n";
        while (octets.size() < 1024 * 1024 - 300)
            octets += "Name: " + QByteArray(192, 'v') + "\r\n";
        octets += "\r\n";
        HeadParser parser(HeadKind::Response);
        QElapsedTimer timer;
        timer.start();
        Status status = Status::NeedMore;
        for (qsizetype i = 0; i < octets.size(); ++i) {
            ByteView one = byteView(QByteArrayView(octets).sliced(i, 1));
            status = parser.feed(one);
        }
        const qint64 elapsed = timer.elapsed();
        QCOMPARE(status, Status::Done);
        qInfo("%lld bytes one by one: %lld ms", static_cast<long long>(octets.size()), static_cast<long long>(elapsed));
        // A quadratic parser takes minutes; the wide margin is for loaded machines and sanitizers.
        QVERIFY(elapsed < 5'000);
    }
};

QTEST_GUILESS_MAIN(TestHead)
#include "tst_head.moc"
