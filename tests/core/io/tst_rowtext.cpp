#include "core/io/rowtext.h"

#include "core/capture/rownotes.h"
#include "core/decode/decoder.h"
#include "tests/core/capture/deflating.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::test;
using capture::EventKind;
using ws::Opcode;

class TestRowText : public QObject
{
    Q_OBJECT
    QTemporaryDir m_dir;
    int m_files = 0;

    QString newPath() { return m_dir.filePath(QStringLiteral("%1.pcapng").arg(++m_files)); }
    static QString preview(const capture::Capture &capture, std::uint64_t row, int width = 80)
    {
        capture::CaptureReader reader(capture);
        return io::preview(capture, reader, RowIndex(row), width);
    }
    static QString text(const capture::Capture &capture, std::uint64_t row)
    {
        capture::CaptureReader reader(capture);
        return io::rowText(capture, reader, RowIndex(row));
    }

private Q_SLOTS:
    void frames_data()
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<int>("width");
        QTest::addColumn<QString>("preview");
        QTest::newRow("text") << frame(Opcode::Text, "Hello", true) << 80 << u"Hello"_qs;
        QTest::newRow("just fits") << frame(Opcode::Text, "Hello", true) << 5 << u"Hello"_qs;
        QTest::newRow("cut") << frame(Opcode::Text, "Hello", true) << 4 << u"Hel…"_qs;
        QTest::newRow("one character") << frame(Opcode::Text, "Hello", true) << 1 << u"…"_qs;
        QTest::newRow("no width") << frame(Opcode::Text, "Hello", true) << 0 << QString();
        QTest::newRow("empty") << frame(Opcode::Text, "", true) << 80 << u"(no payload)"_qs;
        QTest::newRow("empty and narrow") << frame(Opcode::Text, "", true) << 5 << u"(no …"_qs;
        QTest::newRow("empty ping") << frame(Opcode::Ping, "", true) << 80 << u"(no payload)"_qs;
        QTest::newRow("empty binary") << frame(Opcode::Binary, "", true) << 80 << u"(no payload)"_qs;
        QTest::newRow("not ASCII") << frame(Opcode::Text, "世界 é", true) << 80 << u"世界 é"_qs;
        QTest::newRow("four-byte characters fit") << frame(Opcode::Text, "😀😀", true) << 4 << u"😀😀"_qs;
        QTest::newRow("pairs are not split") << frame(Opcode::Text, "a😀😀", true) << 3 << u"a…"_qs;
        QTest::newRow("character cut by the window")
            << frame(Opcode::Text, "a" + QByteArray("世").repeated(50), true) << 4 << u"a世世…"_qs;
        QTest::newRow("controls and bidi") << frame(Opcode::Text, "a\n\u202Eb", true) << 80 << u"a⟨LF⟩⟨U+202E⟩b"_qs;
        QTest::newRow("byte order mark") << frame(Opcode::Text, "\uFEFFa", true) << 80 << u"⟨U+FEFF⟩a"_qs;
        QTest::newRow("close with a byte order mark") << frame(Opcode::Close, ws::closePayload(1000, "\uFEFFa"), true)
                                                      << 80 << u"1000 normal closure · ⟨U+FEFF⟩a"_qs;
        QTest::newRow("binary") << frame(Opcode::Binary, QByteArray("Hel\0\xFF", 5), true) << 80
                                << u"48 65 6c 00 ff  Hel.."_qs;
        QTest::newRow("long binary") << frame(Opcode::Binary, QByteArray(100, 'x'), true) << 20
                                     << u"78 78 78 78  xxxx…"_qs;
        QTest::newRow("ping") << frame(Opcode::Ping, "p", true) << 80 << u"70  p"_qs;
        QTest::newRow("reserved") << frame(Opcode(0x3), "p", true) << 80 << u"70  p"_qs;
        QTest::newRow("close") << frame(Opcode::Close, ws::closePayload(1000, "reason"), true) << 80
                               << u"1000 normal closure · reason"_qs;
        QTest::newRow("close without a reason")
            << frame(Opcode::Close, ws::closePayload(1001, ""), true) << 80 << u"1001 going away"_qs;
        QTest::newRow("close without a code") << frame(Opcode::Close, "", true) << 80 << u"no status (1005)"_qs;
        QTest::newRow("close with half a code") << frame(Opcode::Close, "\x03", true) << 80 << u"03"_qs;
        QTest::newRow("close in a narrow place")
            << frame(Opcode::Close, ws::closePayload(1000, QByteArray(100, 'r')), true) << 10 << u"1000 norm…"_qs;
    }
    void frames()
    {
        QFETCH(QByteArray, octets);
        QFETCH(int, width);
        Recording r(newPath());
        const ConnectionId id = r.upgraded();
        r.out(id, octets);
        const QString shown = preview(*r.capture, 2, width);
        QTEST(shown, "preview");
        QVERIFY(shown.size() <= width);
    }
    void continuationIsLikeItsMessage()
    {
        Recording r(newPath());
        const ConnectionId id = r.upgraded();
        r.in(id, frame(Opcode::Text, "a", false, false) + frame(Opcode::Continuation, "b", false) +
                     frame(Opcode::Binary, "c", false, false) + frame(Opcode::Continuation, "d", false));
        QCOMPARE(preview(*r.capture, 3), u"b"_qs);
        QCOMPARE(preview(*r.capture, 5), u"64  d"_qs);
    }
    void compressedMessages()
    {
        Recording r(newPath());
        const ConnectionId id = deflating(r);
        const QByteArray hello = compressed("Hello, \xE4\xB8\x96");
        r.in(id, rawFrame(0xC1, hello) + rawFrame(0x41, hello.first(4)) + rawFrame(0x00, hello.sliced(4)) +
                     rawFrame(0x80, {}) + rawFrame(0xC2, compressed("bin")) + rawFrame(0xC1, compressed("")));
        r.in(id, rawFrame(0xC1, QByteArray::fromHex("f248cdc9c90718")) + rawFrame(0xC1, hello));
        const QStringList expected = {u"Hello, 世"_qs,
                                      u"(part of a compressed message)"_qs,
                                      u"(part of a compressed message)"_qs,
                                      u"Hello, 世"_qs,
                                      u"62 69 6e  bin"_qs,
                                      u"(an empty message, compressed)"_qs,
                                      u"Hello…"_qs,
                                      u"compressed; context unknown since #9"_qs};
        for (qsizetype i = 0; i < expected.size(); ++i)
            QCOMPARE(preview(*r.capture, std::uint64_t(i) + 2), expected[i]);
        QCOMPARE(preview(*r.capture, 2, 4), u"Hel…"_qs);
        QCOMPARE(preview(*r.capture, 9, 8), u"compres…"_qs);
    }
    void nothingOfThePayloadCame()
    {
        Recording r(newPath());
        const ConnectionId id = r.upgraded();
        r.in(id, frame(Opcode::Text, "Hello", false).first(2));
        r.capture->endStream(id, Direction::In, r.tick());
        QCOMPARE(preview(*r.capture, 2), u"(the stream ended before the payload)"_qs);
    }
    void rowsAreCountedFromOne()
    {
        Recording r(newPath());
        const ConnectionId id = deflating(r);
        r.in(id, rawFrame(0xC1, QByteArray::fromHex("07")) + rawFrame(0xC1, compressed("x")));
        QVERIFY(io::findingText(r.capture->findings(RowIndex(3)).at(0)).endsWith(u"unknown since row 3."_qs));
    }
    void compressedTextIsHex()
    {
        Recording r(newPath());
        const ConnectionId id = r.upgraded();
        r.in(id, QByteArray::fromHex("c10161"));
        QCOMPARE(preview(*r.capture, 2), u"61  a"_qs);
    }
    void decoded()
    {
        Recording r(newPath());
        const ConnectionId id = deflating(r);
        r.in(id, frame(Opcode::Text, "42[\"chat\",\"a\\nb\"]", false));                        // 2
        r.in(id, frame(Opcode::Text, "42[\"chat\",\"" + QByteArray(900, 'x') + "\"]", false)); // 3: longer than read
        r.in(id, rawFrame(0x01, "42[\"a\",") + rawFrame(0x80, "42[\"b\"]"));                   // 4, 5: one message
        r.in(id, frame(Opcode::Ping, "42[\"chat\"]", false));                                  // 6
        r.in(id, rawFrame(0xC1, compressed("42[\"packed\"]")));                                // 7
        r.in(id, frame(Opcode::Binary, "\x08\x01", false));                                    // 8
        capture::CaptureReader reader(*r.capture);
        const decode::Channel channel;
        const auto shown = [&](std::uint64_t row, int width = 40, const char *chosen = "") {
            const io::PreviewDecoding decoding{channel, decode::findDecoder(QString::fromLatin1(chosen))};
            return io::preview(*r.capture, reader, RowIndex(row), width, nullptr, &decoding);
        };
        QCOMPARE(shown(2), u"event \"chat\" [\"a⟨LF⟩b\"]"_qs);
        QCOMPARE(shown(2, 10), u"event \"ch…"_qs);
        QCOMPARE(shown(3, 20), u"event \"chat\" [\"xxxx…"_qs);
        QCOMPARE(shown(4), u"event \"a\""_qs);
        QCOMPARE(shown(5), u"42[\"b\"]"_qs); // goes on with what another frame began
        QVERIFY(!shown(6).contains(u"event"));
        QCOMPARE(shown(7), u"event \"packed\""_qs);
        QCOMPARE(shown(8), u"08 01  .."_qs);
        QCOMPARE(shown(8, 40, "protobuf"), u"Protobuf {1: 1}"_qs);
        QVERIFY(shown(2, 40, "text").startsWith(u"42[\"chat\""));
    }
    void batches()
    {
        Recording r(newPath());
        const ConnectionId id = r.upgraded();
        r.in(id, test::frame(ws::Opcode::Text,
                             R"( [{"id":1,"method":"sum","params":[1]},{"jsonrpc":"2.0","method":"a b"}])", false));
        r.in(id, test::frame(ws::Opcode::Text, R"([{"id":1,"result":3},{"id":2,"error":{}}])", false));
        r.in(id, test::frame(ws::Opcode::Text, R"([1,2])", false));
        capture::CaptureReader reader(*r.capture);
        const decode::Channel channel;
        const auto shown = [&](std::uint64_t row, int width, const char *chosen = "") {
            const io::PreviewDecoding decoding{channel, decode::findDecoder(QString::fromLatin1(chosen))};
            return io::preview(*r.capture, reader, RowIndex(row), width, nullptr, &decoding);
        };
        QCOMPARE(shown(2, 40), u"JSON-RPC: sum, a b"_qs);
        QCOMPARE(shown(2, 12), u"JSON-RPC: s…"_qs);
        QCOMPARE(shown(3, 40), u"JSON-RPC: result, error"_qs);
        QCOMPARE(shown(4, 40), u"[1,2]"_qs);
        QVERIFY(shown(2, 40, "text").startsWith(u" [{"));
        QVERIFY(preview(*r.capture, 2).startsWith(u" [{")); // where nothing is decoded
    }
    void heads()
    {
        Recording r(newPath());
        r.upgraded();
        QCOMPARE(preview(*r.capture, 0), u"GET /chat HTTP/1.1"_qs);
        QCOMPARE(preview(*r.capture, 1), u"101 Switching Protocols"_qs);
        QCOMPARE(preview(*r.capture, 1, 5), u"101 …"_qs);
    }
    void raw()
    {
        Recording r(newPath());
        const ConnectionId id = r.connect();
        r.out(id, requestHead());
        r.in(id, "HTTP/1.1 403 Forbidden\r\n\r\n<p>no</p>\n");
        r.capture->endStream(id, Direction::In, r.tick());
        QCOMPARE(preview(*r.capture, 2), u"<p>no</p>⟨LF⟩"_qs);
    }

    void rawTextCutInsideACharacter()
    {
        Recording r(newPath());
        const ConnectionId id = r.connect();
        r.out(id, requestHead());
        r.in(id, "HTTP/1.1 403 Forbidden\r\n\r\na" + QByteArray("世").repeated(50));
        r.capture->endStream(id, Direction::In, r.tick());
        QCOMPARE(preview(*r.capture, 2, 5), u"a世世世…"_qs); // of 20 octets read the last is one of three
    }
    void rawOctetsAreHex()
    {
        Recording r(newPath());
        const ConnectionId id = r.connect();
        r.out(id, requestHead());
        r.in(id, "HTTP/1.1 403 Forbidden\r\n\r\na\xE4");
        r.capture->endStream(id, Direction::In, r.tick());
        QCOMPARE(preview(*r.capture, 2), u"61 e4  a."_qs);
    }

    void events_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QJsonObject>("details");
        QTest::addColumn<bool>("in");
        QTest::addColumn<QString>("preview");
        const auto row = [](EventKind kind, const QJsonObject &details, bool in, const QString &preview) {
            QTest::newRow(qPrintable(preview)) << static_cast<int>(kind) << details << in << preview;
        };
        row(EventKind::Connected, {{u"peer"_qs, u"127.0.0.1:8080"_qs}}, true, u"connected to 127.0.0.1:8080"_qs);
        row(EventKind::Connected, {}, true, u"connected"_qs);
        row(EventKind::Secured, {{u"protocol"_qs, u"TLS 1.3"_qs}, {u"verified"_qs, false}}, true,
            u"secured: TLS 1.3, not verified"_qs);
        row(EventKind::Finished, {}, true, u"peer ended its TCP stream (FIN)"_qs);
        row(EventKind::Finished, {}, false, u"we ended our TCP stream (FIN)"_qs);
        row(EventKind::Reset, {}, true, u"peer reset the TCP connection (RST)"_qs);
        row(EventKind::Failed, {{u"reason"_qs, u"connection\nrefused"_qs}}, true, u"failed: connection⟨LF⟩refused"_qs);
        row(EventKind::Closed, {{u"code"_qs, 1000}, {u"initiator"_qs, u"peer"_qs}, {u"clean"_qs, true}}, true,
            u"closed: 1000, by peer"_qs);
        row(EventKind::Closed, {{u"code"_qs, 1006}, {u"clean"_qs, false}}, true, u"closed: 1006, not clean"_qs);
        row(EventKind::Stalled, {{u"octets"_qs, 3}, {u"needed"_qs, 8}}, true,
            u"waiting: 3 bytes are there, 8 are needed"_qs);
        row(EventKind::Stalled, {{u"octets"_qs, 3}}, true, u"waiting: 3 bytes are there"_qs);
        row(EventKind::Resolved,
            {{u"host"_qs, u"a\u202Eb"_qs}, {u"addresses"_qs, QJsonArray{u"::1"_qs, u"\x1B[2J\u202E\x07"_qs}}}, true,
            u"looked up a⟨U+202E⟩b: ::1, ⟨ESC⟩[2J⟨U+202E⟩⟨BEL⟩"_qs);
        row(EventKind::Note, {{u"text"_qs, u"hello"_qs}}, true, u"hello"_qs);
    }
    void events()
    {
        QFETCH(int, kind);
        QFETCH(QJsonObject, details);
        QFETCH(bool, in);
        Recording r(newPath());
        const ConnectionId id = r.connect();
        r.event(id, static_cast<EventKind>(kind), details, in ? Direction::In : Direction::Out);
        QTEST(preview(*r.capture, 0), "preview");
    }
    void listenerHasConnectionsFrom()
    {
        Recording r(newPath());
        capture::ConnectionFacts facts = clientFacts();
        facts.ourRole = ws::Role::Server;
        r.event(r.connect(facts), EventKind::Connected, {{u"peer"_qs, u"[::1]:9"_qs}});
        QCOMPARE(preview(*r.capture, 0), u"connection from [::1]:9"_qs);
    }

    void lines()
    {
        Recording r(newPath());
        const ConnectionId id = r.upgraded();
        r.in(id, frame(Opcode::Text, "{\"op\":1}", false));
        r.in(id, QByteArray::fromHex("a30141"));
        QCOMPARE(text(*r.capture, 0),
                 u"#     1    0.000000  ↑ out  http   len=%1                   GET /chat HTTP/1.1"_qs.arg(
                     requestHead().size()));
        QCOMPARE(text(*r.capture, 2), u"#     3    0.000002  ↓ in   text   fin=1 rsv=000 len=8       {\"op\":1}"_qs);
        const QString broken = text(*r.capture, 3);
        QVERIFY2(broken.startsWith(u"#     4    0.000003  ↓ in   0x3    fin=1 rsv=010 len=1       41  A  ! "_qs),
                 qPrintable(broken));
        QVERIFY2(broken.contains(u"Opcode 0x3 is reserved."), qPrintable(broken));
        QVERIFY(broken.contains(u"RSV2"));
    }
    /// As in the window: the microsecond that has not come yet is not told.
    void timesAreCut()
    {
        Recording r(newPath());
        const ConnectionId id = r.upgraded();
        const std::int64_t first = r.capture->row(RowIndex(0)).time.value();
        r.ns = first + 773'999 - 1000;
        r.in(id, frame(Opcode::Text, "late", false));
        r.ns = first - 1'500'000 - 1000;
        r.in(id, frame(Opcode::Text, "early", false));
        QCOMPARE(text(*r.capture, 2).mid(8, 11), u"   0.000773"_qs);
        QCOMPARE(text(*r.capture, 3).mid(8, 11), u"  -0.001500"_qs);
    }
    void connectionNumberWhenThereAreMore()
    {
        Recording r(newPath());
        r.upgraded();
        r.upgraded();
        QCOMPARE(text(*r.capture, 2).left(33), u"#     3    0.000003  c2    ↑ out "_qs);
    }
    void notesAreSaid()
    {
        Recording r(newPath());
        const ConnectionId id = r.upgraded();
        r.out(id, frame(Opcode::Text, "noted", true));
        QVERIFY(r.capture->notes().set(RowIndex(2), r.capture->row(RowIndex(2)), {true, u"late\u202E"_qs}).ok());
        QVERIFY(text(*r.capture, 2).endsWith(u"noted  (marked)  (comment: late⟨U+202E⟩)"_qs));
    }

    void incompleteIsSaid()
    {
        Recording r(newPath());
        const ConnectionId id = r.upgraded();
        r.in(id, frame(Opcode::Text, "half of this", false).left(6));
        r.capture->endStream(id, Direction::In, r.tick());
        QVERIFY2(text(*r.capture, 2).contains(u"half  (incomplete)  ! "), qPrintable(text(*r.capture, 2)));
    }
};

QTEST_GUILESS_MAIN(TestRowText)
#include "tst_rowtext.moc"
