#include "tests/core/capture/deflating.h"

#include <QRegularExpression>
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
        QTest::newRow("byte by byte") << 1;
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

    void agreementComesLate_data()
    {
        QTest::addColumn<bool>("server"); // we are the server: the early octets come
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<int>("early"); // of these octets before the answer
        QTest::addColumn<int>("row");   // of the compressed message after them
        const QByteArray text = frame(Opcode::Text, "early", true);
        for (const bool server : {false, true}) {
            const char *const role = server ? "server" : "client";
            QTest::addRow("%s, a frame", role) << server << text << int(text.size()) << 3;
            QTest::addRow("%s, without a mask", role) << server << frame(Opcode::Text, "early", false) << 7 << 3;
            QTest::addRow("%s, one byte", role) << server << text << 1 << 3;
            QTest::addRow("%s, half a frame", role) << server << text << 8 << 3;
            QTest::addRow("%s, half a message", role)
                << server << frame(Opcode::Text, "ea", true, false) + frame(Opcode::Continuation, "rly", true) << 8
                << 4;
        }
    }

    /// What was agreed on holds for the messages that begin after the answer, in a direction with early frames as well.
    void agreementComesLate()
    {
        QFETCH(bool, server);
        QFETCH(QByteArray, octets);
        QFETCH(int, early);
        QFETCH(int, row);
        const QString file = path();
        QStringList live;
        {
            Recording r(file);
            ConnectionFacts facts = clientFacts();
            facts.ourRole = server ? ws::Role::Server : ws::Role::Client;
            const ConnectionId id = r.connect(facts);
            const auto say = [&](bool client, const QByteArray &what) {
                return client == server ? r.in(id, what) : r.out(id, what);
            };
            NotingSink sink;
            sink.messages = true;
            r.capture->setPeerSink(id, &sink);
            say(true, deflateRequest() + octets.first(early));
            say(false, deflateResponse());
            ws::FrameFields fields;
            fields.opcode = Opcode::Text;
            fields.rsv = 4;
            fields.key = ws::MaskKey{1, 2, 3, 4};
            QByteArray compressedFrame;
            ws::writeFrame(fields, byteView(compressed("Hello")), compressedFrame);
            say(true, octets.sliced(early) + compressedFrame);
            const auto at = std::uint64_t(row);
            QCOMPARE(inflatedOf(*r.capture, at), QByteArray("whole 7 5 Hello"));
            QVERIFY(!hasFinding(*r.capture, at, "frame.rsv1"));
            QVERIFY(!hasFinding(*r.capture, at, "msg.utf8"));
            QVERIFY(hasFinding(*r.capture, 1, "hs.early") != hasFinding(*r.capture, 2, "hs.early"));
            // A message that began too early is nobody's.
            const QStringList heard = sink.calls.filter(QRegularExpression(u"^(data|end)"_qs));
            const bool began = early == 1;
            QCOMPARE(heard.join(u' '), !server ? QString()
                                       : began ? u"data early end 1 data Hello end 1"_qs
                                               : u"data Hello end 1"_qs);
            r.capture->setPeerSink(id, nullptr);
            live = describe(*r.capture);
        }
        const auto again = reopened(file);
        QCOMPARE(describe(*again), live);
        QCOMPARE(inflatedOf(*again, std::uint64_t(row)), QByteArray("whole 7 5 Hello"));
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

    void interimAnswers_data()
    {
        QTest::addColumn<QByteArray>("final"); ///< after the interim answers
        QTest::addColumn<QString>("calls");
        QTest::addColumn<QStringList>("rows"); ///< after them: kind, offset from the end of the last, findings
        QTest::newRow("101") << responseHead() + frame(Opcode::Ping, "x", false) << u"judged 1 1 101 upgraded ping x"_qs
                             << QStringList{u"2 0"_qs, u"0 129"_qs};
        QTest::newRow("refused") << QByteArray("HTTP/1.1 403 No\r\nBad name: x\r\n\r\nbody") << u"judged 0 0 403"_qs
                                 << QStringList{u"2 0 hs.status@0 hs.field@17"_qs, u"4 32"_qs};
        QTest::newRow("cut") << QByteArray("HTTP/1.1 1") << QString() << QStringList{u"2 0 hs.truncated@0"_qs};
        QTest::newRow("no HTTP") << QByteArray("SSH-2.0\r\n") << QString() << QStringList{u"4 0 hs.statusline@0"_qs};
        QTest::newRow("nothing") << QByteArray() << QString() << QStringList();
    }

    /// RFC 9110 §15.2
    void interimAnswers()
    {
        QFETCH(QByteArray, final);
        QFETCH(QString, calls);
        QFETCH(QStringList, rows);
        const QByteArray first = "HTTP/1.1 100 Continue\r\n\r\n";
        const QByteArray second = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
        const QByteArray in = first + second + final;
        const auto base = std::uint64_t(first.size() + second.size());
        for (const qsizetype step : {qsizetype(1), qsizetype(7), in.size()}) {
            const QString file = path();
            QStringList live;
            {
                Recording r(file);
                NotingSink sink;
                const ConnectionId id = r.connect();
                r.capture->setPeerSink(id, &sink);
                r.out(id, requestHead());
                for (qsizetype at = 0; at < in.size(); at += step)
                    r.in(id, in.mid(at, step));
                r.capture->endStream(id, Direction::In, r.tick());
                QCOMPARE(sink.calls.join(u' '), calls);
                r.capture->setPeerSink(id, nullptr);
                live = describe(*r.capture);
            }
            const auto capture = reopened(file);
            QCOMPARE(describe(*capture), live);
            QStringList found;
            for (std::uint64_t i = 1; i < capture->rowCount(); ++i) {
                const RowRecord &row = capture->row(RowIndex(i));
                if (row.kind() == RowKind::Event)
                    continue;
                QString line = u"%1 %2"_qs.arg(int(row.kind())).arg(qint64(row.offset().value() - base));
                for (const ws::Finding &finding : capture->findings(RowIndex(i))) {
                    line += u" %1@%2"_qs.arg(QString::fromUtf8(ws::info(finding.id).name.data()))
                                .arg(qint64(finding.offset.value() - base));
                }
                found += line;
            }
            const QStringList both{u"2 -%1 hs.interim@-%1"_qs.arg(base), u"2 -%1 hs.interim@-%1"_qs.arg(second.size())};
            if (rows.isEmpty())
                QCOMPARE(found, both);
            else // raw octets are a row a piece
                QCOMPARE(found.mid(0, 2 + (step < in.size() ? 1 : rows.size())),
                         both + rows.mid(0, step < in.size() ? 1 : -1));
            CaptureReader reader(*capture);
            QCOMPARE(*reader.wire(RowIndex(1), 0, 1000), first);
            QCOMPARE(*reader.wire(RowIndex(2), 0, 1000), second);
        }
    }

    void requestsWrittenByHand_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QStringList>("rows"); ///< kind, direction, incomplete, findings
        const QString answer = u"2 in"_qs;
        const QString frame = u"0 out"_qs;
        QTest::newRow("no key") << requestHead().replace("Sec-WebSocket-Key: " + sampleKey + "\r\n", "")
                                << QStringList{u"1 out hs.key.missing"_qs, u"2 in hs.accept.unchecked"_qs, frame};
        QTest::newRow("two keys") << requestHead().replace("\r\nSec-WebSocket-Key",
                                                           "\r\nsec-websocket-key: AAAA\r\nSec-WebSocket-Key")
                                  << QStringList{u"1 out hs.key.value hs.header.duplicate"_qs, answer, frame};
        QTest::newRow("another key") << requestHead().replace(sampleKey, "AAAA")
                                     << QStringList{u"1 out hs.key.value"_qs, u"2 in hs.accept.wrong"_qs, frame};
        QTest::newRow("version 8") << requestHead().replace("13", "8")
                                   << QStringList{u"1 out hs.wsversion"_qs, answer, frame};
        QTest::newRow("LF") << QByteArray("GET / HTTP/1.1\nHost: a\nUpgrade: websocket\nConnection: Upgrade\n"
                                          "Sec-WebSocket-Version: 13\nSec-WebSocket-Key: " +
                                          sampleKey + "\n\n")
                            << QStringList{u"1 out hs.eol hs.eol hs.eol hs.eol hs.eol hs.eol hs.eol"_qs, answer, frame};
        QTest::newRow("no end") << requestHead().chopped(2)
                                << QStringList{u"1 out incomplete hs.truncated"_qs, answer, frame};
        QTest::newRow("not HTTP, short") << QByteArray("hello")
                                         << QStringList{u"1 out incomplete hs.truncated"_qs,
                                                        u"2 in hs.accept.unchecked"_qs, frame};
        QTest::newRow("not HTTP") << QByteArray("\x16\x03\x01 this is no request\r\n\r\n")
                                  << QStringList{u"4 out hs.requestline"_qs, u"2 in hs.accept.unchecked"_qs, frame};
    }

    /// Whatever was sent instead of a request: an answer of 101 begins the frames of both sides.
    void requestsWrittenByHand()
    {
        QFETCH(QByteArray, request);
        QFETCH(QStringList, rows);
        const QString file = path();
        QStringList live;
        {
            Recording r(file);
            const ConnectionId id = r.connect();
            r.out(id, request);
            r.in(id, responseHead());
            r.out(id, frame(Opcode::Text, "sent", true));
            live = describe(*r.capture);
        }
        const auto capture = reopened(file);
        QCOMPARE(describe(*capture), live);
        QStringList found;
        for (std::uint64_t i = 0; i < capture->rowCount(); ++i) {
            const RowRecord &row = capture->row(RowIndex(i));
            QString line =
                u"%1 %2"_qs.arg(int(row.kind())).arg(row.direction() == Direction::In ? u"in"_qs : u"out"_qs);
            line += row.incomplete() ? u" incomplete"_qs : QString();
            for (const ws::Finding &finding : capture->findings(RowIndex(i)))
                line += u' ' + QString::fromUtf8(ws::info(finding.id).name.data());
            found += line;
        }
        QCOMPARE(found, rows);
    }
};

QTEST_GUILESS_MAIN(TestPipeline)
#include "tst_pipeline.moc"
