#include "tests/core/capture/recording.h"

#include "core/base/platform.h"
#include "core/ws/findings.h"

#include <QJsonArray>
#include <QTemporaryDir>

#include <atomic>
#include <thread>

#ifdef Q_OS_UNIX
#include <csignal>
#include <sys/resource.h>
#endif

using namespace framescope;
using namespace framescope::capture;
using namespace framescope::test;
using ws::Opcode;

namespace
{
/// Notes what it is told, as words.
class NotingSink : public PeerSink
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
    void messageData(Opcode, ByteView data) override { calls.append(u"data "_qs + text(data)); }
    void messageEnd(Opcode op) override { calls.append(u"end %1"_qs.arg(int(op))); }

private:
    static QString text(ByteView p) { return QString::fromUtf8(toByteArray(p)); }
};

/// Everything a connection can do, for comparisons.
void recordAll(Recording &r)
{
    ConnectionFacts early = clientFacts();
    early.localAddress.clear();
    const ConnectionId a = r.connect(early);
    r.event(a, EventKind::Note, {{u"text"_qs, u"looking up the name"_qs}});
    r.capture->setFacts(a, clientFacts());
    r.event(a, EventKind::Connected, {{u"peer"_qs, u"[::1]:8080"_qs}});
    r.out(a, requestHead());
    const ConnectionId b = r.connect();
    ConnectionFacts server = clientFacts();
    server.ourRole = ws::Role::Server;
    const ConnectionId c = r.connect(server);
    r.in(c, requestHead());
    r.out(c, responseHead());
    r.in(c, frame(Opcode::Text, "to the server", true) + frame(Opcode::Text, "not masked", false));
    r.in(a, responseHead() + frame(Opcode::Text, "glued", false));
    r.event(b, EventKind::Failed, {{u"reason"_qs, u"refused"_qs}, {u"stage"_qs, u"connect"_qs}});
    r.out(a, frame(Opcode::Text, "one ", true, false));
    r.out(a, frame(Opcode::Ping, "p", true));
    r.in(a, frame(Opcode::Pong, "q", false) + frame(Opcode::Pong, "p", false) + frame(Opcode::Pong, "r", false));
    r.out(a, frame(Opcode::Continuation, "two", true));
    r.in(a, frame(Opcode::Binary, QByteArray(200'000, 'x'), false));
    r.in(a, frame(Opcode::Continuation, "orphan", false));
    r.in(a, frame(Opcode(0x3), "reserved", false) + frame(Opcode::Text, "\xFF", false));
    r.in(a, frame(Opcode::Text, "half of this", false).left(6));
    r.event(a, EventKind::Stalled, {{u"octets"_qs, 4}});
    r.out(a, frame(Opcode::Close, ws::closePayload(1000, "bye"), true));
    const ConnectionId d = r.connect();
    r.out(d, requestHead());
    r.in(d, "HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nno!\n");
    r.in(d, "more");
    r.capture->reset(c, Direction::Out, r.tick());
    r.capture->endStream(a, Direction::In, r.tick());
    r.capture->endStream(a, Direction::Out, r.tick());
    r.event(a, EventKind::Closed, {{u"code"_qs, 1006}, {u"clean"_qs, false}});
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
} // namespace

class TestCapture : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_file = 0;
    QString path() { return m_dir.filePath(u"%1.pcapng"_qs.arg(++m_file)); }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_dir.isValid()); }

    void rowsOfOneConnection()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        r.out(id, frame(Opcode::Text, "Hello", true));
        r.in(id, frame(Opcode::Text, "Hel", false, false));
        r.in(id, frame(Opcode::Ping, "?", false) + frame(Opcode::Continuation, "lo", false));
        const Capture &c = *r.capture;
        QCOMPARE(c.rowCount(), 6u);
        QCOMPARE(c.row(RowIndex(0)).kind(), RowKind::HandshakeRequest);
        QCOMPARE(c.row(RowIndex(0)).length(), std::uint64_t(requestHead().size()));
        QCOMPARE(c.row(RowIndex(1)).kind(), RowKind::HandshakeResponse);
        QCOMPARE(c.row(RowIndex(2)).direction(), Direction::Out);
        QVERIFY(c.row(RowIndex(2)).masked());
        QVERIFY(c.row(RowIndex(2)).endsMessage());
        QCOMPARE(c.row(RowIndex(3)).message, 3u);
        QCOMPARE(c.row(RowIndex(4)).message, RowRecord::noMessage);
        QCOMPARE(c.row(RowIndex(5)).message, 3u);
        QCOMPARE(c.errorFindingCount(), 0u);

        CaptureReader reader(c);
        QCOMPARE(*reader.wire(RowIndex(0), 0, 10'000), requestHead());
        QCOMPARE(*reader.payload(RowIndex(1), 0, 10'000), responseHead());
        QCOMPARE(*reader.payload(RowIndex(2), 0, 100), QByteArray("Hello"));
        QCOMPARE(*reader.payload(RowIndex(2), 1, 3), QByteArray("ell"));
        QCOMPARE(*reader.payload(RowIndex(2), 0, 100, false), frame(Opcode::Text, "Hello", true).mid(6));
        QCOMPARE(*reader.wire(RowIndex(2), 0, 100), frame(Opcode::Text, "Hello", true));
        QCOMPARE(*reader.messagePayload(RowIndex(5), 0, 100), QByteArray("Hello"));
        QCOMPARE(*reader.messagePayload(RowIndex(3), 2, 2), QByteArray("ll"));
        QCOMPARE(reader.messageRows(RowIndex(3)).size(), 2u);
        QCOMPARE(reader.messageRows(RowIndex(4)).size(), 1u);
        const ws::FrameHeader header = reader.header(RowIndex(2));
        QCOMPARE(header.declared, 5u);
        QCOMPARE(header.key[1], std::uint8_t(0xFA));

        const ConnectionTotals totals = c.totals(id);
        QCOMPARE(totals.framesOut, 1u);
        QCOMPARE(totals.framesIn, 3u);
        QCOMPARE(totals.octetsOut, std::uint64_t(requestHead().size() + 11));
        QVERIFY(totals.first < totals.last);
        QCOMPARE(c.fileSize(), std::uint64_t(QFileInfo(c.path()).size()));
    }

    void loadedRowsAreTheLiveRows()
    {
        Recording r(path());
        recordAll(r);
        const Capture &live = *r.capture;
        const auto loaded = reopened(live.path());
        QCOMPARE(describe(*loaded), describe(live));
        QVERIFY(live.rowCount() > 40);
        QCOMPARE(loaded->errorFindingCount(), live.errorFindingCount());
        QVERIFY(live.errorFindingCount() > 5);
        QCOMPARE(loaded->fileSize(), live.fileSize());
        QCOMPARE(loaded->loadNote(), QString());
        QCOMPARE(loaded->loadProgress(), 1.0);
        QCOMPARE(loaded->connectionCount(), live.connectionCount());
        for (std::uint32_t i = 0; i < live.connectionCount(); ++i) {
            const ConnectionFacts a = live.facts(ConnectionId(i));
            const ConnectionFacts b = loaded->facts(ConnectionId(i));
            QCOMPARE(b.url, a.url);
            QCOMPARE(b.ourRole, a.ourRole);
            QCOMPARE(b.localAddress, a.localAddress);
            QCOMPARE(b.peerAddress, a.peerAddress);
            QCOMPARE(b.localPort, a.localPort);
            QCOMPARE(b.peerPort, a.peerPort);
            const ConnectionTotals s = live.totals(ConnectionId(i));
            const ConnectionTotals t = loaded->totals(ConnectionId(i));
            QCOMPARE(t.framesOut, s.framesOut);
            QCOMPARE(t.framesIn, s.framesIn);
            QCOMPARE(t.octetsOut, s.octetsOut);
            QCOMPARE(t.octetsIn, s.octetsIn);
            QCOMPARE(t.findings, s.findings);
            QCOMPARE(t.first.value(), s.first.value());
            QCOMPARE(t.last.value(), s.last.value());
        }
        CaptureReader liveReader(live);
        CaptureReader loadedReader(*loaded);
        int events = 0;
        for (std::uint64_t i = 0; i < live.rowCount(); ++i) {
            const RowIndex row(i);
            QCOMPARE(*loadedReader.wire(row, 0, 1 << 20), *liveReader.wire(row, 0, 1 << 20));
            QCOMPARE(*loadedReader.payload(row, 0, 1 << 20), *liveReader.payload(row, 0, 1 << 20));
            QCOMPARE(loadedReader.event(row).details, liveReader.event(row).details);
            QCOMPARE(loadedReader.event(row).kind, liveReader.event(row).kind);
            events += live.row(row).kind() == RowKind::Event;
        }
        QVERIFY(events >= 12);
    }

    void everyOctetIsInARow()
    {
        Recording r(path());
        recordAll(r);
        CaptureReader reader(*r.capture);
        std::vector<std::uint64_t> next(2 * r.capture->connectionCount(), 0);
        for (std::uint64_t i = 0; i < r.capture->rowCount(); ++i) {
            const RowRecord &row = r.capture->row(RowIndex(i));
            if (row.kind() == RowKind::Event)
                continue;
            std::uint64_t &at = next[2 * row.connection().value() + std::size_t(row.direction())];
            QCOMPARE(row.offset().value(), at);
            at += std::uint64_t(reader.wire(RowIndex(i), 0, 1 << 20)->size());
        }
        for (std::uint32_t i = 0; i < r.capture->connectionCount(); ++i) {
            const ConnectionTotals totals = r.capture->totals(ConnectionId(i));
            QCOMPARE(next[2 * i + std::size_t(Direction::Out)], totals.octetsOut);
            QCOMPARE(next[2 * i + std::size_t(Direction::In)], totals.octetsIn);
        }
    }

    void cutAtEveryOctetOfTheEnd()
    {
        QByteArray whole;
        QStringList rows;
        {
            Recording r(path());
            const ConnectionId id = r.upgraded();
            r.in(id, frame(Opcode::Text, "first", false));
            r.in(id, frame(Opcode::Text, "second half missing", false).left(9));
            r.in(id, frame(Opcode::Text, "second half missing", false).mid(9));
            r.event(id, EventKind::Note, {{u"text"_qs, u"x"_qs}});
            r.capture->endStream(id, Direction::In, r.tick());
            rows = describe(*r.capture);
            QFile file(r.capture->path());
            QVERIFY(file.open(QIODevice::ReadOnly));
            whole = file.readAll();
        }
        QSet<std::uint64_t> counts;
        bool sawIncomplete = false;
        for (qsizetype size = whole.size(); size > whole.size() - 400; --size) {
            const QString cutPath = path();
            QFile file(cutPath);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(whole.left(size));
            file.close();
            const auto loaded = reopened(cutPath);
            const QStringList got = describe(*loaded);
            QVERIFY(got.size() >= 2);
            // What was recorded whole is as it was; only the last row may be an incomplete frame.
            for (qsizetype i = 0; i < got.size(); ++i) {
                if (got[i] == rows[i])
                    continue;
                QCOMPARE(i, got.size() - 1);
                QVERIFY(got[i].contains(u" incomplete"_qs));
                QVERIFY(got[i].contains(u"frame.truncated"_qs));
                sawIncomplete = true;
            }
            counts.insert(loaded->rowCount());
            if (loaded->fileSize() != std::uint64_t(size))
                QVERIFY2(loaded->loadNote().contains(u"cut"_qs), qPrintable(loaded->loadNote()));
            QFile::remove(cutPath);
        }
        QVERIFY(sawIncomplete);
        QVERIFY(counts.size() >= 3);
    }

    void splitsChangeNoRow_data()
    {
        QTest::addColumn<int>("step");
        QTest::newRow("whole") << 1'000'000;
        QTest::newRow("octet by octet") << 1;
        for (int cut = 2; cut < 40; ++cut)
            QTest::addRow("pieces of %d", cut) << cut;
    }
    void splitsChangeNoRow()
    {
        QFETCH(int, step);
        const QByteArray in = responseHead() + frame(Opcode::Text, "Hello \xC3\xA4", false, false) +
                              frame(Opcode::Ping, "x", false) + frame(Opcode::Continuation, "!", false) +
                              frame(Opcode::Binary, QByteArray(300, 'b'), false) + frame(Opcode::Binary, "", false) +
                              frame(Opcode::Close, ws::closePayload(1000, "end"), false);
        const auto rowsFor = [&](qsizetype size) {
            Recording r(path());
            const ConnectionId id = r.connect();
            r.out(id, requestHead());
            for (qsizetype at = 0; at < in.size(); at += size)
                r.in(id, in.mid(at, size));
            CaptureReader reader(*r.capture);
            QStringList rows = describe(*r.capture, false);
            for (std::uint64_t i = 0; i < r.capture->rowCount(); ++i)
                rows.append(QString::fromLatin1(reader.payload(RowIndex(i), 0, 1000)->toHex()));
            return rows;
        };
        const QStringList expected = rowsFor(in.size());
        QCOMPARE(expected.size(), 16);
        QCOMPARE(rowsFor(step), expected);
    }
    void cutAtEveryOffset()
    {
        const QByteArray in = frame(Opcode::Text, "Hello", false) + frame(Opcode::Binary, QByteArray(130, 'b'), false);
        QStringList expected;
        for (qsizetype cut = 0; cut <= in.size(); ++cut) {
            Recording r(path());
            const ConnectionId id = r.upgraded();
            r.in(id, in.left(cut));
            r.in(id, in.mid(cut));
            const QStringList rows = describe(*r.capture, false);
            if (cut == 0)
                expected = rows;
            QCOMPARE(rows, expected);
        }
        QCOMPARE(expected.size(), 4);
    }

    void peerIsTold()
    {
        Recording r(path());
        NotingSink sink;
        sink.messages = true;
        const ConnectionId id = r.connect();
        r.capture->setPeerSink(id, &sink);
        r.out(id, requestHead());
        r.in(id, responseHead() + frame(Opcode::Ping, "a", false));
        r.out(id, frame(Opcode::Text, "sent without a mask", false));
        r.in(id, frame(Opcode::Text, "one", false, false) + frame(Opcode::Continuation, "two", false));
        r.in(id, frame(Opcode::Pong, "b", false) + frame(Opcode::Close, ws::closePayload(1001, "why"), false));
        r.capture->setPeerSink(id, nullptr);
        r.in(id, frame(Opcode::Ping, "unheard", false));
        QCOMPARE(sink.calls, QStringList({u"judged 1 1 101"_qs, u"upgraded"_qs, u"ping a"_qs, u"data one"_qs,
                                          u"data two"_qs, u"end 1"_qs, u"pong b"_qs, u"close 1001 why"_qs}));
    }
    void peerIsToldOfViolations()
    {
        Recording r(path());
        NotingSink sink;
        const ConnectionId id = r.upgraded();
        r.capture->setPeerSink(id, &sink);
        r.in(id, frame(Opcode::Ping, "ok", false) + frame(Opcode(0x3), "bad", false) +
                     frame(Opcode(0x4), "bad again", false));
        QCOMPARE(sink.calls, QStringList({u"ping ok"_qs, u"violation 1002"_qs}));
        QVERIFY(hasFinding(*r.capture, 3, "frame.opcode.reserved") || r.capture->row(RowIndex(3)).hasFindings());
        r.capture->setPeerSink(id, nullptr);
    }
    void refusedUpgradeIsJudged()
    {
        Recording r(path());
        NotingSink sink;
        const ConnectionId id = r.connect();
        r.capture->setPeerSink(id, &sink);
        r.out(id, requestHead());
        r.in(id, "HTTP/1.1 403 Forbidden\r\n\r\nbody");
        QCOMPARE(sink.calls, QStringList({u"judged 0 0 403"_qs}));
        QCOMPARE(r.capture->rowCount(), 3u);
        QCOMPARE(r.capture->row(RowIndex(2)).kind(), RowKind::Raw);
        QCOMPARE(r.capture->row(RowIndex(2)).length(), 4u);
        QVERIFY(hasFinding(*r.capture, 1, "hs.status"));
        r.capture->setPeerSink(id, nullptr);
    }

    void framesBeforeTheAnswerAreEarly()
    {
        Recording r(path());
        const ConnectionId id = r.connect();
        r.out(id, requestHead() + frame(Opcode::Text, "hasty", true));
        r.out(id, frame(Opcode::Text, "again", true));
        r.in(id, responseHead());
        r.out(id, frame(Opcode::Text, "now", true));
        QCOMPARE(r.capture->rowCount(), 5u);
        QVERIFY(hasFinding(*r.capture, 1, "hs.early"));
        QVERIFY(!hasFinding(*r.capture, 2, "hs.early"));
        QCOMPARE(r.capture->row(RowIndex(3)).kind(), RowKind::HandshakeResponse);
        QVERIFY(r.capture->row(RowIndex(4)).isFrame());
    }

    void headCutByTheEnd()
    {
        Recording r(path());
        const ConnectionId id = r.connect();
        r.out(id, requestHead());
        r.in(id, responseHead().left(30));
        r.capture->endStream(id, Direction::In, r.tick());
        QCOMPARE(r.capture->rowCount(), 3u);
        const RowRecord &row = r.capture->row(RowIndex(1));
        QCOMPARE(row.kind(), RowKind::HandshakeResponse);
        QVERIFY(row.incomplete());
        QCOMPARE(row.length(), 30u);
        QVERIFY(hasFinding(*r.capture, 1, "hs.truncated"));
        QCOMPARE(*CaptureReader(*r.capture).wire(RowIndex(1), 0, 100), responseHead().left(30));
    }

    void headerCutByTheEnd()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        r.in(id, QByteArray::fromHex("82fe0102aa"));
        r.capture->reset(id, Direction::In, r.tick());
        QCOMPARE(r.capture->rowCount(), 4u);
        QVERIFY(r.capture->row(RowIndex(2)).incomplete());
        QVERIFY(hasFinding(*r.capture, 2, "frame.header.truncated"));
        QVERIFY(hasFinding(*r.capture, 3, "tcp.rst"));
        CaptureReader reader(*r.capture);
        QCOMPARE(*reader.wire(RowIndex(2), 0, 100), QByteArray::fromHex("82fe0102aa"));
        QCOMPARE(reader.payloadPresent(RowIndex(2)), 0u);
        QVERIFY(reader.payload(RowIndex(2), 0, 100)->isEmpty());
    }

    void endsWithoutAndWithClose()
    {
        Recording r(path());
        const ConnectionId a = r.upgraded();
        r.capture->endStream(a, Direction::In, r.tick());
        r.capture->endStream(a, Direction::In, r.tick()); // a second time says nothing
        r.capture->endStream(a, Direction::Out, r.tick());
        const ConnectionId b = r.upgraded();
        r.out(b, frame(Opcode::Close, ws::closePayload(1000, {}), true));
        r.in(b, frame(Opcode::Close, ws::closePayload(1001, {}), false));
        r.capture->endStream(b, Direction::In, r.tick());
        QCOMPARE(r.capture->rowCount(), 9u);
        QVERIFY(hasFinding(*r.capture, 2, "tcp.eof"));
        QVERIFY(!r.capture->row(RowIndex(3)).hasFindings());
        QVERIFY(hasFinding(*r.capture, 7, "close.echo"));
        QVERIFY(!r.capture->row(RowIndex(8)).hasFindings());
    }

    void pongsAreComparedWithPings()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        r.in(id, frame(Opcode::Pong, "", false)); // 2: nobody asked
        r.out(id, frame(Opcode::Ping, "1", true));
        r.out(id, frame(Opcode::Ping, "2", true));
        r.in(id, frame(Opcode::Pong, "3", false)); // 5: not what was asked
        r.in(id, frame(Opcode::Pong, "2", false)); // 6: answers both
        r.in(id, frame(Opcode::Pong, "1", false)); // 7: too late
        QVERIFY(hasFinding(*r.capture, 2, "pong.unsolicited"));
        QVERIFY(hasFinding(*r.capture, 5, "pong.mismatch"));
        QVERIFY(!r.capture->row(RowIndex(6)).hasFindings());
        QVERIFY(hasFinding(*r.capture, 7, "pong.unsolicited"));
    }

    void hugeDeclaredLengthCostsNothing()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        const std::uint64_t before = platform::residentMemory();
        r.in(id, QByteArray::fromHex("827f0000000040000000") + "few");
        r.capture->endStream(id, Direction::In, r.tick());
        QVERIFY(platform::residentMemory() < before + (16u << 20));
        const RowRecord &row = r.capture->row(RowIndex(2));
        QCOMPARE(row.length(), std::uint64_t(1) << 30);
        QVERIFY(row.incomplete());
        CaptureReader reader(*r.capture);
        QCOMPARE(reader.payloadPresent(RowIndex(2)), 3u);
        QCOMPARE(*reader.payload(RowIndex(2), 0, std::uint64_t(1) << 30), QByteArray("few"));
        QCOMPARE(*reader.wire(RowIndex(2), 0, std::uint64_t(-1)), QByteArray::fromHex("827f0000000040000000") + "few");
    }

    void payloadWindowsOfALongFrame()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        QByteArray payload(700'000, Qt::Uninitialized);
        for (qsizetype i = 0; i < payload.size(); ++i)
            payload[i] = char(i * 31 + i / 256);
        const QByteArray wire = frame(Opcode::Binary, payload, true);
        const ConnectionId other = r.upgraded();
        for (qsizetype at = 0; at < wire.size(); at += 3'333) {
            r.out(id, wire.mid(at, 3'333));
            r.in(other, "\x81\x01-");
        }
        std::uint64_t row = 0;
        while (r.capture->row(RowIndex(row)).length() != 700'000)
            ++row;
        CaptureReader reader(*r.capture);
        QCOMPARE(*reader.payload(RowIndex(row), 0, 1'000'000), payload);
        for (const qsizetype from : {0, 1, 3'318, 3'319, 3'320, 65'000, 699'999, 700'000})
            QCOMPARE(*reader.payload(RowIndex(row), std::uint64_t(from), 5'000), payload.mid(from, 5'000));
        QCOMPARE(reader.messagePayload(RowIndex(row), 123'456, 78'901)->size(), 78'901);
    }

    void readersSeeWholeRowsWhileTheWriterWorks()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        const Capture &c = *r.capture;
        std::atomic<bool> done{false};
        std::atomic<std::uint64_t> checked{0};
        std::atomic<bool> good{true};
        std::thread thread([&] {
            CaptureReader reader(c);
            std::uint64_t next = 2;
            bool last = false;
            for (;;) {
                last = done.load();
                for (const std::uint64_t count = c.rowCount(); next < count; ++next) {
                    const RowRecord &row = c.row(RowIndex(next));
                    const QByteArray number = QByteArray::number(qulonglong(next - 2));
                    const auto octets = reader.payload(RowIndex(next), 0, 100);
                    const bool bad = (next - 2) % 7 == 0;
                    if (!row.isFrame() || !octets || *octets != number || row.message != next ||
                        c.findings(RowIndex(next)).empty() == bad)
                        good = false;
                    ++checked;
                }
                if (last)
                    return;
            }
        });
        constexpr int rounds = 200;
        int number = 0;
        for (int i = 0; i < rounds; ++i) {
            QByteArray octets;
            for (int k = 0; k < 300; ++k, ++number) {
                ws::FrameFields fields;
                fields.rsv = number % 7 == 0 ? 1 : 0;
                ws::writeFrame(fields, byteView(QByteArray::number(number)), octets);
            }
            r.in(id, octets);
        }
        done = true;
        thread.join();
        QVERIFY(good);
        QCOMPARE(checked.load(), std::uint64_t(rounds) * 300);
    }

    void fullDiskStopsTheRecordingOnly()
    {
#ifdef Q_OS_UNIX
        Recording r(path());
        NotingSink sink;
        const ConnectionId id = r.upgraded();
        r.capture->setPeerSink(id, &sink);
        r.in(id, frame(Opcode::Text, "kept", false));
        const std::uint64_t rows = r.capture->rowCount();
        const std::uint64_t size = r.capture->fileSize();

        const auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
        rlimit old = {};
        getrlimit(RLIMIT_FSIZE, &old);
        rlimit limit = old;
        limit.rlim_cur = size + 100;
        setrlimit(RLIMIT_FSIZE, &limit);
        r.in(id, frame(Opcode::Ping, "still there", false) + frame(Opcode::Binary, QByteArray(1000, 'x'), false));
        setrlimit(RLIMIT_FSIZE, &old);
        std::signal(SIGXFSZ, oldHandler);

        QVERIFY(r.capture->writeError().contains(r.capture->path()));
        QCOMPARE(sink.calls, QStringList({u"ping still there"_qs}));
        QCOMPARE(r.capture->rowCount(), rows);
        QCOMPARE(r.capture->fileSize(), size);
        QCOMPARE(std::uint64_t(QFileInfo(r.capture->path()).size()), size);
        r.in(id, frame(Opcode::Ping, "and on", false));
        QCOMPARE(sink.calls.size(), 2);
        QCOMPARE(r.capture->rowCount(), rows);
        QCOMPARE(describe(*reopened(r.capture->path())), describe(*r.capture));
        r.capture->setPeerSink(id, nullptr);
#else
        QSKIP("file size limits are POSIX");
#endif
    }

    void fileIsTheOwnersAndLocked()
    {
        const QString file = path();
        Recording r(file);
        const auto others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther |
                            QFileDevice::WriteOther;
        QVERIFY(!(QFile::permissions(file) & others));
        QVERIFY(platform::isLocked(file));
        auto second = Capture::create(file);
        QVERIFY(!second);
        QVERIFY(second.error().message.contains(u"another program"_qs));
        QVERIFY(reopened(file)->rowCount() == 0);
        r.capture.reset();
        QVERIFY(!platform::isLocked(file));
        auto third = Capture::create(file);
        QVERIFY(!third);
        QVERIFY(third.error().message.contains(u"not empty"_qs));
    }

    void badFiles_data()
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty") << QByteArray() << u"too short"_qs;
        QTest::newRow("text") << QByteArray("this is only a text") << u"not a pcapng file"_qs;
        QTest::newRow("pcap") << QByteArray::fromHex("d4c3b2a1020004000000000000000000ffff000001000000")
                              << u"editcap"_qs;
        QTest::newRow("link type")
            << QByteArray::fromHex("0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000"
                                   "010000001400000069000000000000001400000000")
            << u"LINKTYPE_IEEE802_11 (105)"_qs;
        QTest::newRow("magic") << QByteArray::fromHex("0a0d0d0a1c0000004d3c2b1b01000000ffffffffffffffff1c000000")
                               << u"byte-order"_qs;
    }
    void badFiles()
    {
        QFETCH(QByteArray, octets);
        QFETCH(QString, says);
        const QString name = path();
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(octets);
        file.close();
        const auto opened = Capture::open(name);
        QVERIFY(!opened);
        QVERIFY2(opened.error().message.contains(says), qPrintable(opened.error().message));
        QVERIFY(opened.error().message.contains(name));
    }
    void noSuchFile() { QVERIFY(!Capture::open(m_dir.filePath(u"none"_qs))); }

    void brokenBlockNamesItsOffset()
    {
        const QString name = path();
        std::uint64_t good = 0;
        {
            Recording r(name);
            r.upgraded();
            good = r.capture->fileSize();
        }
        QFile file(name);
        QVERIFY(file.open(QIODevice::Append));
        file.write(QByteArray::fromHex("0600000007000000000000000000"));
        file.close();
        auto opened = Capture::open(name);
        QVERIFY(opened);
        const auto loaded = (*opened)->load();
        QVERIFY(!loaded);
        QVERIFY(loaded.error().message.contains(QString::number(good)));
        QCOMPARE((*opened)->rowCount(), 2u);
    }

    void longEventDetailsAreShortened()
    {
        Recording r(path());
        const ConnectionId id = r.connect();
        r.event(id, EventKind::Note, {{u"text"_qs, QString(200'000, u'x')}, {u"n"_qs, 7}});
        const Event event = CaptureReader(*r.capture).event(RowIndex(0));
        QCOMPARE(event.details.value(u"text"_qs).toString().size(), 1000);
        QCOMPARE(event.details.value(u"n"_qs).toInt(), 7);
    }

    void numbersMayBeginInAnyOrder()
    {
        Recording r(path());
        const ConnectionId a = r.capture->reserveConnection();
        const ConnectionId b = r.capture->reserveConnection();
        r.capture->beginConnection(b, clientFacts(), r.tick());
        r.event(b, EventKind::Connected);
        r.capture->beginConnection(a, clientFacts(), r.tick());
        r.event(a, EventKind::Connected);
        QCOMPARE(r.capture->connectionCount(), 2u);
        QCOMPARE(describe(*reopened(r.capture->path())), describe(*r.capture));
        QCOMPARE(r.capture->row(RowIndex(0)).connection(), b);
    }
};

QTEST_GUILESS_MAIN(TestCapture)
#include "tst_capture.moc"
