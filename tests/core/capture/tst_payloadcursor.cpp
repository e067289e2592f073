#include "core/capture/payloadcursor.h"

#include "tests/core/capture/deflating.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::capture;
using namespace framescope::test;
using ws::Opcode;

class TestPayloadCursor : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_file = 0;
    QString path() { return m_dir.filePath(u"%1.pcapng"_qs.arg(++m_file)); }

private Q_SLOTS:
    void everyRowAsTheReaderGivesIt()
    {
        Recording r(path());
        recordAll(r);
        for (const bool live : {true, false}) {
            const auto loaded = reopened(r.capture->path());
            const Capture &capture = live ? *r.capture : *loaded;
            CaptureReader reader(capture);
            PayloadCursor cursor(capture);
            for (std::uint64_t i = 0; i < capture.rowCount(); ++i) {
                const auto run = cursor.runAt(RowIndex(i), 1);
                QVERIFY(run.ok());
                QCOMPARE(run->rows, std::size_t(1));
                if (run->whole)
                    QCOMPARE(toByteArray(run->octets), *reader.wire(RowIndex(i), 0, 1u << 22));
                else
                    QVERIFY(capture.row(RowIndex(i)).length() > PayloadCursor::maxWhole);
            }
        }
    }

    void neighboursComeTogether()
    {
        Recording r(path());
        const ConnectionId a = r.upgraded();
        const ConnectionId b = r.upgraded();
        const QByteArray three =
            frame(Opcode::Text, "one", false) + frame(Opcode::Ping, "", false) + frame(Opcode::Binary, "three", false);
        r.in(a, three);                                                            // rows 4 to 6
        r.out(a, frame(Opcode::Text, "masked", true));                             // 7
        r.in(b, three + three.left(4));                                            // 8 to 10, and 11 over two packets
        r.in(b, three.mid(4));                                                     // 12, 13
        r.in(b, frame(Opcode::Text, "x", false) + frame(Opcode::Text, "x", true)); // 14, 15
        PayloadCursor cursor(*r.capture);
        const auto rows = [&](std::uint64_t row, std::size_t most = 64) {
            const auto run = cursor.runAt(RowIndex(row), most);
            return run ? int(run->rows) : -1;
        };
        QCOMPARE(rows(4), 3);
        QCOMPARE(toByteArray(cursor.runAt(RowIndex(4), 64)->octets), three);
        QCOMPARE(rows(4, 2), 2);
        QCOMPARE(rows(5), 2);
        QCOMPARE(rows(7), 1);
        QCOMPARE(rows(8), 3);
        QCOMPARE(rows(11), 1);
        QCOMPARE(toByteArray(cursor.runAt(RowIndex(11), 64)->octets), frame(Opcode::Text, "one", false));
        QCOMPARE(rows(12), 2);
        QCOMPARE(rows(14), 1); // the next one is masked
        QCOMPARE(rows(0), 1);  // a head
    }

    void markedCompressed()
    {
        Recording r(path());
        const ConnectionId id = deflating(r);
        const QByteArray message = compressed("Hello");
        r.in(id, rawFrame(0x81, "plain") + rawFrame(0x41, message.left(3)) + rawFrame(0x80, message.mid(3)) +
                     rawFrame(0x01, "pl") + rawFrame(0x80, "ain") + rawFrame(0x89, ""));
        const bool expected[] = {false, false, false, true, true, false, false, false};
        QCOMPARE(r.capture->rowCount(), std::uint64_t(std::size(expected)));
        for (std::uint64_t i = 0; i < std::size(expected); ++i)
            QCOMPARE(isMarkedCompressed(*r.capture, RowIndex(i), r.capture->row(RowIndex(i))), expected[i]);
        PayloadCursor cursor(*r.capture);
        QCOMPARE(cursor.runAt(RowIndex(2), 64)->rows, std::size_t(1));
        QCOMPARE(cursor.runAt(RowIndex(3), 64)->rows, std::size_t(1));
        QCOMPARE(cursor.runAt(RowIndex(5), 64)->rows, std::size_t(3));
    }
};

QTEST_GUILESS_MAIN(TestPayloadCursor)
#include "tst_payloadcursor.moc"
