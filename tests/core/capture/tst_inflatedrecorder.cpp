// Compressed messages in a capture, live and opened again: the cases of RFC 7692.
#include "core/capture/inflatedrecorder.h"

#include "core/ws/findings.h"
#include "tests/core/capture/deflating.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::capture;
using namespace framescope::test;

namespace
{
const QByteArray hello = QByteArray::fromHex("f248cdc9c90700");
const QByteArray helloAgain = QByteArray::fromHex("f200110000");
} // namespace

class TestInflatedRecorder : public QObject
{
    Q_OBJECT
    QTemporaryDir m_dir;
    int m_files = 0;
    QString newPath() { return m_dir.filePath(QStringLiteral("%1.pcapng").arg(++m_files)); }

private Q_SLOTS:
    void cases_data()
    {
        QTest::addColumn<bool>("takeover");
        QTest::addColumn<QByteArrayList>("frames");
        QTest::addColumn<QByteArrayList>("expected"); // of each row from the third on: message, then findings
        const QByteArray bad = QByteArray::fromHex("f248cdc9c90718");
        QTest::newRow("whole, plain between (D10)")
            << true << QByteArrayList{rawFrame(0xC1, hello), rawFrame(0x81, "plain"), rawFrame(0xC1, helloAgain)}
            << QByteArrayList{"whole 7 5 Hello ", "none 0 0  ", "whole 5 5 Hello "};
        QTest::newRow("D01 garbage") << true
                                     << QByteArrayList{rawFrame(0x81, "x"), rawFrame(0xC1, bad), rawFrame(0xC1, hello),
                                                       rawFrame(0x81, "plain"), rawFrame(0xC2, hello)}
                                     << QByteArrayList{"none 0 0  ", "corrupt 7 5 Hello deflate.data@11=5",
                                                       "unknown 7 0 since 3 deflate.unknown@12=3", "none 0 0  ",
                                                       "unknown 7 0 since 3 deflate.unknown@28=3"};
        QTest::newRow("D01 no takeover") << false << QByteArrayList{rawFrame(0xC1, bad), rawFrame(0xC1, hello)}
                                         << QByteArrayList{"corrupt 7 5 Hello deflate.data@8=5", "whole 7 5 Hello "};
        QTest::newRow("D01 in a later fragment")
            << true
            << QByteArrayList{rawFrame(0x41, bad.first(3)), rawFrame(0x00, bad.sliced(3)), rawFrame(0x80, "more"),
                              rawFrame(0xC1, hello)}
            << QByteArrayList{"corrupt 11 5 Hello ", "corrupt 11 5 Hello deflate.data@10=5", "corrupt 11 5 Hello ",
                              "unknown 7 0 since 3 deflate.unknown@17=3"};
        QTest::newRow("D03 ends in a block")
            << true << QByteArrayList{rawFrame(0xC1, hello.first(4)), rawFrame(0xC1, hello)}
            << QByteArrayList{"truncated 4 3 Hel deflate.truncated@0=3", "unknown 7 0 since 2 deflate.unknown@6=2"};
        QTest::newRow("D03 the stream ends in the frame")
            << true << QByteArrayList{rawFrame(0xC1, hello).chopped(3)}
            << QByteArrayList{"truncated 4 3 Hel frame.truncated@0=3 deflate.truncated@0=3"};
        QTest::newRow("D03 the stream ends between frames")
            << true << QByteArrayList{rawFrame(0x41, hello.first(4))} << QByteArrayList{"truncated 4 3 Hel "};
        QTest::newRow("D05 RSV1 on a continuation")
            << true << QByteArrayList{rawFrame(0x41, hello.first(4)), rawFrame(0xC0, hello.sliced(4))}
            << QByteArrayList{"whole 7 5 Hello ", "whole 7 5 Hello deflate.rsv1.continuation@6=0"};
        QTest::newRow("D06 RSV1 on a control frame")
            << true << QByteArrayList{rawFrame(0xC9, "ping"), rawFrame(0xC1, hello)}
            << QByteArrayList{"none 0 0  frame.rsv1.control@0=9", "whole 7 5 Hello "};
        QTest::newRow("D08 a reference before the message")
            << false << QByteArrayList{rawFrame(0xC1, hello), rawFrame(0xC1, helloAgain), rawFrame(0xC1, hello)}
            << QByteArrayList{"whole 7 5 Hello ", "corrupt 5 1 H deflate.context@13=1", "whole 7 5 Hello "};
        QTest::newRow("D12 fragments and control frames")
            << true
            << QByteArrayList{rawFrame(0x41, hello.first(1)), rawFrame(0x89, "p"), rawFrame(0x00, hello.sliced(1, 3)),
                              rawFrame(0x00, {}), rawFrame(0x80, hello.sliced(4))}
            << QByteArrayList{"whole 7 5 Hello ", "none 0 0  ", "whole 7 5 Hello ", "whole 7 5 Hello ",
                              "whole 7 5 Hello "};
        QTest::newRow("D14 invalid UTF-8 inside") << true << QByteArrayList{rawFrame(0xC1, compressed("ab\xFF"))}
                                                  << QByteArrayList{"whole 5 3 ab\xFF msg.utf8@0=2"};
        QTest::newRow("F27 interleaved")
            << true << QByteArrayList{rawFrame(0x41, hello.first(4)), rawFrame(0xC1, hello), rawFrame(0x81, "x")}
            << QByteArrayList{"truncated 4 3 Hel ", "unknown 7 0 since 3 msg.interleaved@6=1 deflate.unknown@6=3",
                              "none 0 0  "};
        QTest::newRow("empty") << true << QByteArrayList{rawFrame(0xC1, QByteArray(1, '\0'))}
                               << QByteArrayList{"whole 1 0  "};
    }
    /// Live, then from the file, read whole and octet by octet: state, text, findings and the octets as they came.
    void cases()
    {
        QFETCH(bool, takeover);
        QFETCH(QByteArrayList, frames);
        QFETCH(QByteArrayList, expected);
        const std::uint64_t head = std::uint64_t(
            (takeover ? deflateResponse() : deflateResponse("; server_no_context_takeover; client_no_context_takeover"))
                .size());
        const auto told = [head](const Capture &c) {
            QByteArrayList all;
            for (std::uint64_t i = 2; i < c.rowCount() && c.row(RowIndex(i)).isFrame(); ++i) {
                QByteArrayList findings;
                for (const ws::Finding &f : c.findings(RowIndex(i)))
                    findings << QByteArray(ws::info(f.id).name.data()) + '@' +
                                    QByteArray::number(qulonglong(f.offset.value() - head)) + '=' +
                                    QByteArray::number(qulonglong(f.value));
                all << inflatedOf(c, i) + ' ' + findings.join(' ');
            }
            return all;
        };
        for (const bool byOctet : {false, true}) {
            Recording r(newPath());
            const ConnectionId id = deflating(r, takeover);
            const QByteArray stream = frames.join();
            for (qsizetype at = 0; at < stream.size(); at += byOctet ? 1 : stream.size())
                r.in(id, stream.mid(at, byOctet ? 1 : stream.size()));
            r.capture->endStream(id, Direction::In, r.tick());
            QCOMPARE(told(*r.capture), expected);
            const auto again = reopened(r.capture->path());
            QCOMPARE(told(*again), expected);
            QCOMPARE(describe(*again), describe(*r.capture));
            CaptureReader reader(*again);
            QByteArray octets;
            for (std::uint64_t i = 2; i < again->rowCount(); ++i)
                octets += *reader.wire(RowIndex(i), 0, 1000);
            QCOMPARE(octets, stream);
        }
    }
    void bothDirectionsAndTotals()
    {
        Recording r(newPath());
        const ConnectionId a = deflating(r);
        const ConnectionId b = deflating(r);
        const QByteArray text = QByteArray(50'000, 'a') + "b";
        const auto masked = [](const QByteArray &payload) {
            ws::FrameFields fields;
            fields.rsv = 4;
            fields.key = ws::MaskKey{1, 2, 3, 4};
            QByteArray out;
            ws::writeFrame(fields, byteView(payload), out);
            return out;
        };
        const QByteArray big = compressed(text);
        const QByteArray start = rawFrame(0x41, big.first(10));
        r.in(a, start);
        QCOMPARE(inflatedOf(*r.capture, 4).left(5), QByteArray("open "));
        r.out(a, masked(hello));
        r.in(b, rawFrame(0xC2, hello));
        r.out(a, masked(helloAgain));
        r.in(a, rawFrame(0x80, big.sliced(10)));
        const auto again = reopened(r.capture->path());
        for (const Capture *c : {r.capture.get(), again.get()}) {
            QCOMPARE(inflatedOf(*c, 4), "whole " + QByteArray::number(big.size()) + " 50001 " + text);
            QCOMPARE(inflatedOf(*c, 8), inflatedOf(*c, 4));
            QCOMPARE(inflatedOf(*c, 5), QByteArray("whole 7 5 Hello"));
            QCOMPARE(inflatedOf(*c, 6), QByteArray("whole 7 5 Hello"));
            QCOMPARE(inflatedOf(*c, 7), QByteArray("whole 5 5 Hello"));
            const CaptureReader reader(*c);
            QCOMPARE(*reader.inflatedPayload(RowIndex(8), 49'999, 1000), QByteArray("ab"));
            QCOMPARE(*reader.inflatedPayload(RowIndex(8), 50'001, 1000), QByteArray());
            const ConnectionTotals totals = c->totals(a);
            QCOMPARE(totals.compressedIn, std::uint64_t(big.size()));
            QCOMPARE(totals.inflatedIn, 50'001u);
            QCOMPARE(totals.compressedOut, 12u);
            QCOMPARE(totals.inflatedOut, 10u);
            QCOMPARE(c->totals(b).inflatedIn, 5u);
            QCOMPARE(c->totals(b).inflatedOut, 0u);
        }
    }
    void limits()
    {
        Recording r(newPath());
        QCOMPARE(r.capture->inflateLimits(), ws::InflateLimits());
        r.capture->setInflateLimits({3, 0});
        const ConnectionId id = deflating(r, false);
        r.in(id, rawFrame(0xC1, hello));
        r.capture->setInflateLimits({5, 0});
        r.in(id, rawFrame(0xC1, hello));
        QCOMPARE(inflatedOf(*r.capture, 2), QByteArray("limited 7 3 Hel"));
        QVERIFY(hasFinding(*r.capture, 2, "deflate.limit"));
        QCOMPARE(inflatedOf(*r.capture, 3), QByteArray("whole 7 5 Hello"));
        QCOMPARE(inflatedOf(*reopened(r.capture->path()), 2), QByteArray("whole 7 5 Hello"));
    }
    void manyMessagesInOrder()
    {
        Recording r(newPath());
        const ConnectionId id = deflating(r);
        ws::Deflater deflater(ws::DeflateSide{});
        QByteArray stream;
        for (int i = 0; i < 3000; ++i) {
            QByteArray octets;
            deflater.compress(byteView("message " + QByteArray::number(i) + QByteArray(i % 300, 'x')), octets);
            stream += rawFrame(0xC1, octets);
        }
        r.in(id, stream);
        const auto again = reopened(r.capture->path());
        for (const Capture *c : {r.capture.get(), again.get()}) {
            const CaptureReader reader(*c);
            for (int i = 0; i < 3000; ++i)
                QCOMPARE(*reader.inflatedPayload(RowIndex(std::uint64_t(i) + 2), 0, 1000),
                         "message " + QByteArray::number(i) + QByteArray(i % 300, 'x'));
        }
    }
};

QTEST_GUILESS_MAIN(TestInflatedRecorder)
#include "tst_inflatedrecorder.moc"
