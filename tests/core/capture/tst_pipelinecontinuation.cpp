#include "core/capture/continuation.h"
#include "core/ws/deflater.h"
#include "tests/core/capture/deflating.h"
#include "tests/core/capture/rolling.h"

using namespace framescope;
using namespace framescope::capture;
using namespace framescope::test;
using ws::Opcode;

class TestPipelineContinuation : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_file = 0;
    QString path() { return m_dir.filePath(u"%1.pcapng"_qs.arg(++m_file)); }

    void check(const Capture &live, bool allFrames = true) { checkParts(live, path(), allFrames); }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_dir.isValid()); }

    void stateGoesOverTheBorder()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        rollEachRead(r);
        r.out(id, frame(Opcode::Ping, "one", true));
        r.in(id, frame(Opcode::Text, "begun \xE2\x82", false, false));
        r.in(id, frame(Opcode::Pong, "one", false));
        r.in(id, frame(Opcode::Continuation, "\xAC and ended", false));
        r.out(id, frame(Opcode::Close, ws::closePayload(1000, "bye"), true));
        r.in(id, frame(Opcode::Close, ws::closePayload(1000, "bye"), false));
        r.capture->endStream(id, Direction::In, r.tick());
        r.capture->endStream(id, Direction::Out, r.tick());
        r.event(id, EventKind::Closed, {{u"code"_qs, 1000}});
        QCOMPARE(r.capture->parts().size(), std::size_t(7));
        QCOMPARE(findings(*r.capture), QStringList());
        check(*r.capture);
        const auto fourth = reopened(partPaths(*r.capture)[3]);
        QCOMPARE(kinds(*fourth),
                 QStringList({u"request"_qs, u"response"_qs, u"continued"_qs, u"rolled"_qs, u"frame 11"_qs}));
        QCOMPARE(fourth->row(RowIndex(4)).message, 4u);
        QVERIFY(fourth->row(RowIndex(4)).endsMessage());
    }

    void placeInAHeadThatIsOver()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        r.in(id, frame(Opcode::Text, "one", false));
        Continuation places;
        for (const Direction d : {Direction::Out, Direction::In})
            places.of(d).position = 1000; // in a head, as if there were no upgrade before
        r.event(id, EventKind::Continued, continuedDetails(places, u"other.pcapng"_qs, false));
        r.in(id, frame(Opcode::Text, "two", false));
        const auto again = reopened(r.capture->path());
        QCOMPARE(kinds(*again),
                 QStringList({u"request"_qs, u"response"_qs, u"frame 3"_qs, u"continued"_qs, u"raw 5"_qs}));
    }

    void frameThatOtherConnectionsCut_data()
    {
        QTest::addColumn<int>("cut");
        QTest::addColumn<bool>("masked");
        const int size = int(frame(Opcode::Binary, QByteArray(300, 'x'), true).size());
        for (const int cut : {1, 2, 3, 5, 7, 8, 9, 100, size - 1})
            QTest::addRow("masked %d", cut) << cut << true;
        for (const int cut : {1, 3, 4, 5, 200})
            QTest::addRow("not masked %d", cut) << cut << false;
    }

    void frameThatOtherConnectionsCut()
    {
        QFETCH(int, cut);
        QFETCH(bool, masked);
        Recording r(path());
        const ConnectionId a = r.upgraded();
        const ConnectionId b = r.upgraded();
        const QByteArray octets = frame(Opcode::Binary, QByteArray(300, 'x'), masked);
        const auto write = [&](const QByteArray &part) { masked ? r.out(b, part) : r.in(b, part); };
        write(octets.left(cut));
        rollEachRead(r);
        r.in(a, frame(Opcode::Text, "rolls", false));
        r.capture->setRolling({});
        write(octets.mid(cut));
        write(frame(Opcode::Text, "whole", masked));
        QCOMPARE(r.capture->parts().size(), std::size_t(2));
        check(*r.capture, false);
        // Alone, the first file ends inside the frame, which is nobody's fault.
        const auto first = reopened(partPaths(*r.capture)[0]);
        QCOMPARE(findings(*first), QStringList());
        QVERIFY2(kinds(*first).last().endsWith(u"incomplete"), qPrintable(kinds(*first).last()));
        CaptureReader reader(*first);
        const RowIndex begun(first->rowCount() - 1);
        const int there = std::max(0, cut - (masked ? 8 : 4));
        QCOMPARE(reader.payloadPresent(begun), std::uint64_t(there));
        QCOMPARE(*reader.payload(begun, 0, 1000), QByteArray(there, 'x'));
        QCOMPARE(*reader.wire(begun, 0, 1000), octets.left(cut));
        const auto second = reopened(partPaths(*r.capture)[1]);
        QCOMPARE(findings(*second), QStringList());
        const QStringList rows = kinds(*second);
        const int header = masked ? 8 : 4;
        if (cut < header) {
            QCOMPARE(rows.mid(7), QStringList({u"frame 300"_qs, u"frame 5"_qs}));
            QCOMPARE(payloads(*second).first(), u"1 %1 %2"_qs.arg(masked ? 0 : 1).arg(QString(100, u'x')));
        } else {
            QCOMPARE(rows.mid(7), QStringList({u"raw %1"_qs.arg(octets.size() - cut), u"frame 5"_qs}));
            QVERIFY(eventTexts(*second, EventKind::Continued)
                        .join(u' ')
                        .contains(u"%1 bytes of a frame"_qs.arg(octets.size() - cut)));
        }
        QCOMPARE(payloads(*second).last(), u"1 %1 whole"_qs.arg(masked ? 0 : 1));
    }

    void whatElseGoesOnInAnotherFile()
    {
        Recording r(path());
        const ConnectionId a = r.upgraded();
        const ConnectionId b = r.connect();
        r.out(b, requestHead().left(30));
        const ConnectionId c = r.upgraded();
        r.in(c, frame(Opcode::Text, "begun", false, false));
        rollEachRead(r);
        r.in(a, frame(Opcode::Text, "rolls", false));
        QCOMPARE(r.capture->parts().size(), std::size_t(2));
        const auto first = reopened(partPaths(*r.capture)[0]);
        QCOMPARE(findings(*first), QStringList());
        QCOMPARE(kinds(*first).last(), u"request"_qs);
        QVERIFY(first->row(RowIndex(first->rowCount() - 1)).incomplete());
        // The last file does end there.
        QCOMPARE(findings(*reopened(partPaths(*r.capture)[1])), QStringList{u"hs.truncated"_qs});
    }

    void compressedMessages()
    {
        for (const bool takeover : {true, false}) {
            Recording r(path());
            const ConnectionId id = deflating(r, takeover);
            ws::Deflater sender(ws::DeflateSide{takeover, 15});
            rollEachRead(r);
            for (int i = 0; i < 3; ++i) {
                QByteArray message;
                sender.compress(byteView(QByteArray("the same words again and again")), message);
                r.in(id, rawFrame(0xC1, message));
            }
            QCOMPARE(findings(*r.capture), QStringList());
            const auto whole = reopened(concatenated(partPaths(*r.capture), path()));
            QCOMPARE(describe(*whole), describe(*r.capture));
            const auto last = reopened(partPaths(*r.capture)[2]);
            const RowIndex row(last->rowCount() - 1);
            CaptureReader reader(*last);
            if (takeover) {
                QCOMPARE(reader.inflated(row).state, Inflated::State::Unknown);
                QCOMPARE(reader.inflated(row).unknownSince, RowIndex(2)); // the row that says where the file begins
            } else {
                QCOMPARE(*reader.inflatedPayload(row, 0, 100), QByteArray("the same words again and again"));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestPipelineContinuation)
#include "tst_pipelinecontinuation.moc"
