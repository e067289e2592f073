#include "tests/core/capture/recording.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::capture;
using namespace framescope::test;
using ws::Opcode;

class TestPipeline : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_file = 0;
    QString path() { return m_dir.filePath(u"%1.pcapng"_qs.arg(++m_file)); }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_dir.isValid()); }

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
};

QTEST_GUILESS_MAIN(TestPipeline)
#include "tst_pipeline.moc"
