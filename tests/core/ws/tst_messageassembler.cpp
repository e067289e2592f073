#include "core/ws/messageassembler.h"

#include "core/ws/findings.h"
#include "core/ws/framewriter.h"

#include <QTest>

using namespace framescope;
using namespace framescope::ws;

namespace
{
FrameHeader header(std::uint8_t first, std::uint64_t size)
{
    FrameFields fields;
    FrameHeader h = makeHeader(fields, size);
    h.first = first;
    return h;
}

/// Gives whole frames to an assembler and keeps what it says.
struct Feed {
    MessageAssembler assembler;
    std::vector<Finding> findings;
    std::uint64_t offset = 0;

    explicit Feed(Agreement agreement = {}) : assembler(agreement) {}
    bool begin(std::uint8_t first, std::uint64_t size)
    {
        const FrameHeader h = header(first, size);
        assembler.beginFrame(h, StreamOffset(offset));
        offset += h.size() + size;
        return assembler.wantsPayload();
    }
    void frame(std::uint8_t first, const QByteArray &payload, bool complete = true)
    {
        begin(first, std::uint64_t(payload.size()));
        assembler.payload(byteView(payload), findings);
        assembler.endFrame(complete, findings);
    }
    QByteArray said() const
    {
        QByteArrayList list;
        for (const Finding &f : findings)
            list << QByteArray(info(f.id).name.data()) + "@" + QByteArray::number(f.offset.value()) + "=" +
                        QByteArray::number(f.value);
        return list.join(' ');
    }
};
} // namespace

class TestMessageAssembler : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wantsOnlyWhatIsJudged()
    {
        Feed plain;
        QVERIFY(plain.begin(0x01, 1));
        plain.assembler.endFrame(true, plain.findings);
        QVERIFY(!plain.begin(0x83, 1)); // reserved
        plain.assembler.endFrame(true, plain.findings);
        QVERIFY(plain.begin(0x80, 1));
        plain.assembler.endFrame(true, plain.findings);
        QVERIFY(!plain.begin(0x80, 1)); // orphan
        QVERIFY(!plain.begin(0x82, 1));
        for (const std::uint8_t control : {0x88, 0x89, 0x8A, 0x8B})
            QVERIFY(plain.begin(control, 1));
        Feed deflated(Agreement{true, {}, {}});
        QVERIFY(!deflated.begin(0xC1, 1));
        QVERIFY(deflated.begin(0x81, 1));
        Feed unagreed;
        QVERIFY(unagreed.begin(0xC1, 1));
    }
    void compressedTextIsNotJudged()
    {
        Feed feed(Agreement{true, {}, {}});
        feed.frame(0x41, "\xFF");
        feed.frame(0x80, "\xFF");
        QCOMPARE(feed.said(), QByteArray());
        feed.frame(0x81, "\xFF");
        QCOMPARE(feed.said(), QByteArray("msg.utf8@8=0"));
    }
    void inflatedTextIsJudged()
    {
        Feed feed(Agreement{true, {}, {}});
        const auto inflated = [&feed](std::uint8_t first, const QByteArray &text, bool stopped = false) {
            QVERIFY(!feed.begin(first, 3));
            QVERIFY(feed.assembler.compressed());
            feed.assembler.payload(byteView(QByteArrayView("\xFF\xFF\xFF")), feed.findings);
            feed.assembler.inflated(byteView(text), feed.findings);
            if (stopped)
                feed.assembler.inflatingStopped();
            feed.assembler.endFrame(true, feed.findings);
        };
        inflated(0x41, "a\xE2");
        inflated(0x00, "\x82");
        inflated(0x80, "\xAC");
        inflated(0xC2, "\xFF");
        QCOMPARE(feed.said(), QByteArray());
        inflated(0x41, "a\xE2");
        inflated(0x80, "z\xFF");
        QCOMPARE(feed.said(), QByteArray("msg.utf8@25=2"));
        inflated(0xC1, "abc\xE2");
        QCOMPARE(feed.said(), QByteArray("msg.utf8@25=2 msg.utf8.truncated@30=3"));
        inflated(0xC1, "abc\xE2", true);
        QCOMPARE(feed.findings.size(), std::size_t(2));
        feed.frame(0x81, "abc\xE2");
        QVERIFY(!feed.assembler.compressed());
        QCOMPARE(feed.findings.size(), std::size_t(3));
    }
    void wantsNothingAfterInvalid()
    {
        Feed feed;
        feed.begin(0x01, 100);
        feed.assembler.payload(byteView(QByteArrayView("\xFF")), feed.findings);
        QVERIFY(!feed.assembler.wantsPayload());
        feed.assembler.endFrame(true, feed.findings);
        QVERIFY(!feed.begin(0x80, 1));
        QCOMPARE(feed.said(), QByteArray("msg.utf8@2=0"));
    }
    void utf8RestartsWithAMessage()
    {
        Feed feed;
        feed.frame(0x01, "a\xE2\x82"); // left open
        feed.frame(0x81, "\xACz");
        QCOMPARE(feed.said(), QByteArray("msg.utf8@7=0"));
        feed.frame(0x81, "fine");
        QCOMPARE(feed.findings.size(), std::size_t(1));
    }
    void controlBetweenHalvesOfACharacter()
    {
        Feed feed;
        feed.frame(0x01, "\xE2\x82");
        feed.frame(0x89, "\xFF\xFF");
        feed.frame(0x88, closePayload(1000, "\xC3\xBC"));
        feed.frame(0x80, "\xAC");
        QCOMPARE(feed.said(), QByteArray());
    }
    void incompleteIsNotCut()
    {
        Feed feed;
        feed.frame(0x81, "\xE2\x82", false);
        QCOMPARE(feed.said(), QByteArray());
        Feed close;
        close.frame(0x88, "\x03", false);
        QCOMPARE(close.said(), QByteArray());
    }
    void keepsControlPayload()
    {
        Feed feed;
        QByteArray payload;
        for (int i = 0; i < 300; ++i)
            payload += char(i);
        feed.begin(0x89, 300);
        for (qsizetype at = 0; at < 300; at += 50) {
            QCOMPARE(feed.assembler.wantsPayload(), at < 125);
            feed.assembler.payload(byteView(QByteArrayView(payload).sliced(at, 50)), feed.findings);
        }
        feed.assembler.endFrame(true, feed.findings);
        QCOMPARE(toByteArray(feed.assembler.controlPayload()), payload.first(125));
        feed.frame(0x8A, {});
        QVERIFY(feed.assembler.controlPayload().empty());
    }
    void longReasonIsStillText()
    {
        Feed feed;
        feed.frame(0x88, closePayload(1000, QByteArray(200, 'x') + "\xFF"));
        QCOMPARE(feed.said(), QByteArray("close.reason.utf8@206=200"));
    }
    void closeCodeOverPieces()
    {
        Feed feed;
        feed.begin(0x88, 4);
        feed.assembler.payload(byteView(QByteArrayView("\x03")), feed.findings);
        QCOMPARE(feed.said(), QByteArray());
        feed.assembler.payload(byteView(QByteArrayView("\xED\xFF")), feed.findings);
        QCOMPARE(feed.said(), QByteArray("close.code@2=1005 close.reason.utf8@4=0"));
    }
    void opcodeOfMessage()
    {
        Feed feed;
        feed.frame(0x02, "x");
        QCOMPARE(feed.assembler.messageOpcode(), Opcode::Binary);
        feed.frame(0x89, "x");
        QCOMPARE(feed.assembler.messageOpcode(), Opcode::Binary);
        feed.frame(0x80, "x");
        QCOMPARE(feed.assembler.messageOpcode(), Opcode::Continuation);
    }
};

QTEST_GUILESS_MAIN(TestMessageAssembler)
#include "tst_messageassembler.moc"
