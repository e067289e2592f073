// Compressed messages as a receiver sees them: the cases of RFC 7692, through the whole of one direction.
#include "core/ws/deflater.h"
#include "core/ws/findings.h"
#include "core/ws/framewriter.h"
#include "core/ws/streamanalyzer.h"

#include <QTest>

#include <vector>

using namespace framescope;
using namespace framescope::ws;

namespace
{
QByteArray hex(const char *text) { return QByteArray::fromHex(text); }
const QByteArray hello = hex("f248cdc9c90700");
const QByteArray helloAgain = hex("f200110000");

QByteArray compressed(const QByteArray &message, int windowBits = 15)
{
    QByteArray out;
    Deflater({true, static_cast<std::uint8_t>(windowBits)}, 9).compress(byteView(message), out);
    return out;
}

QByteArray frame(std::uint8_t first, const QByteArray &payload, bool masked = false)
{
    FrameFields fields;
    fields.fin = (first & 0x80) != 0;
    fields.rsv = (first >> 4) & 7;
    fields.opcode = static_cast<Opcode>(first & 0xF);
    if (masked)
        fields.key = MaskKey{0x37, 0xfa, 0x21, static_cast<std::uint8_t>(payload.size() + 1)};
    QByteArray out;
    writeFrame(fields, byteView(payload), out);
    return out;
}

/// What a receiver is told of a stream, as words.
struct Heard final : MessageSink, InflatedSink {
    QByteArrayList findings; ///< "name@offset=value"
    QByteArrayList messages;
    QByteArrayList states; ///< of each frame of a compressed message
    QByteArray inflatedOctets;
    QByteArray open;
    std::uint16_t failure = 0;

    void messageBegin(Opcode opcode) override { open = QByteArray::number(int(opcode)) + ":"; }
    void messageData(Opcode, ByteView octets) override { open += toByteArray(octets); }
    void messageEnd(Opcode) override { messages << open; }
    void inflated(ByteView octets) override { inflatedOctets += toByteArray(octets); }
    void take(const StreamAnalyzer &analyzer)
    {
        for (const Finding &f : analyzer.findings()) {
            if (f.id != FindingId::FrameMaskWeak)
                findings << QByteArray(info(f.id).name.data()) + "@" + QByteArray::number(f.offset.value()) + "=" +
                                QByteArray::number(f.value);
        }
    }
    bool operator==(const Heard &o) const
    {
        return findings == o.findings && messages == o.messages && states == o.states && failure == o.failure &&
               inflatedOctets == o.inflatedOctets;
    }
};

Heard listen(const QByteArray &stream, Agreement agreement, Role sender, qsizetype step, const InflateLimits &limits)
{
    Heard heard;
    StreamAnalyzer analyzer(sender, agreement, StreamOffset(0));
    analyzer.setMessageSink(&heard);
    analyzer.setInflatedSink(&heard);
    analyzer.setInflateLimits(limits);
    for (qsizetype at = 0; at < stream.size(); at += step) {
        const QByteArray piece = stream.mid(at, step);
        ByteView input = byteView(piece);
        while (analyzer.step(input) != StreamAnalyzer::Step::NeedMore) {
            heard.take(analyzer);
            const AnalyzedFrame &f = analyzer.frame();
            if (f.compressed)
                heard.states << QByteArray::number(int(analyzer.inflater().state())) + "/" +
                                    QByteArray::number(qulonglong(analyzer.inflater().wire())) + "/" +
                                    QByteArray::number(qulonglong(analyzer.inflater().size()));
        }
    }
    analyzer.finish();
    heard.take(analyzer);
    heard.failure = analyzer.failureCode();
    return heard;
}

constexpr Agreement takeover{true, {}, {}};
constexpr Agreement noTakeover{true, {false, 15}, {false, 15}};
} // namespace

Q_DECLARE_METATYPE(framescope::ws::Agreement)

class TestCompression : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cases_data();
    void cases();
    void fragmentsOfOneOctet();
    void bombStops();
    void limits();
    void findingsInTheirPlaces_data();
    void findingsInTheirPlaces();
};

void TestCompression::cases_data()
{
    QTest::addColumn<Agreement>("agreement");
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArray>("findings");
    QTest::addColumn<QByteArray>("messages");
    QTest::addColumn<QByteArray>("states");
    QTest::addColumn<QByteArray>("inflated");
    QTest::addColumn<int>("failure");
    const auto row = [](const char *name, Agreement agreement, const QByteArray &stream, const char *findings,
                        const char *messages, const char *states, const QByteArray &inflated, int failure = 0) {
        QTest::newRow(name) << agreement << stream << QByteArray(findings) << QByteArray(messages) << QByteArray(states)
                            << inflated << failure;
    };
    row("fine", takeover, frame(0xC1, hello), "", "1:Hello", "2/7/5", "Hello");
    row("empty message", takeover, frame(0xC1, hex("00")) + frame(0xC2, hello), "", "1:|2:Hello", "2/1/0|2/7/5",
        "Hello");
    row("D01 garbage, then compressed and plain", takeover,
        frame(0xC1, hex("f248cdc9c90718")) + frame(0xC1, hello) + frame(0x81, "plain") + frame(0xC2, hello),
        "deflate.data@8=5 deflate.unknown@9=0 deflate.unknown@25=0", "1:plain", "4/7/5|6/7/0|6/7/0", "Hello", 1007);
    row("D01 without context takeover each stands alone", noTakeover,
        frame(0xC1, hex("f248cdc9c90718")) + frame(0xC1, hello), "deflate.data@8=5", "1:Hello", "4/7/5|2/7/5",
        "HelloHello", 1007);
    row("D01 garbage in the middle of a frame", takeover, frame(0xC1, hex("07") + "and more of it"), "deflate.data@2=0",
        "", "4/15/0", "", 1007);
    row("D01 garbage in the second fragment", takeover,
        frame(0x41, hex("f248cdc9c907")) + frame(0x89, "p") + frame(0x00, hex("18ffff")) + frame(0x80, hex("ff")),
        "deflate.data@13=5", "", "1/6/5|4/9/5|4/10/5", "Hello", 1007);
    row("D03 ends inside a block", takeover, frame(0xC1, hex("f248cdc9")) + frame(0xC1, hello),
        "deflate.truncated@0=3 deflate.unknown@6=0", "", "3/4/3|6/7/0", "Hel", 1007);
    row("D03 the stream ends inside the frame", takeover, frame(0xC1, hello).chopped(3),
        "frame.truncated@0=3 deflate.truncated@0=3", "", "", "Hel", 0);
    row("D03 the stream ends between fragments", takeover, frame(0x41, hex("f248cdc9")),
        "msg.unfinished@0=0 deflate.truncated@0=3", "", "1/4/3", "Hel", 0);
    row("no empty block at the end, context kept", takeover,
        frame(0xC1, hex("f348cdc9c90700")) + frame(0xC1, helloAgain), "deflate.truncated@0=5", "1:Hello", "3/7/5|2/5/5",
        "HelloHello", 1007);
    row("no bytes at all", takeover, frame(0xC1, {}) + frame(0xC1, hello), "deflate.truncated@0=0", "1:Hello",
        "3/0/0|2/7/5", "Hello", 1007);
    row("BFINAL", takeover, frame(0xC1, hex("f348cdc9c9070000")) + frame(0xC1, helloAgain), "", "1:Hello|1:Hello",
        "2/8/5|2/5/5", "HelloHello");
    row("several blocks", takeover, frame(0xC1, hex("f248050000 00ffffcac9c90700")), "", "1:Hello", "2/13/5", "Hello");
    row("D05 RSV1 on a continuation", takeover, frame(0x41, hello.first(3)) + frame(0xC0, hello.sliced(3)),
        "deflate.rsv1.continuation@5=0", "1:Hello", "1/3/2|2/7/5", "Hello", 1002);
    row("D05 RSV1 on a continuation of a plain message", takeover, frame(0x01, "pl") + frame(0xC0, "ain"),
        "deflate.rsv1.continuation@4=0", "1:plain", "", "", 1002);
    row("D06 RSV1 on a control frame in between", takeover,
        frame(0x41, hello.first(3)) + frame(0xC9, "p") + frame(0x80, hello.sliced(3)), "frame.rsv1.control@5=9",
        "1:Hello", "1/3/2|2/7/5", "Hello", 1002);
    row("D08 a reference before the message", noTakeover,
        frame(0xC1, hello) + frame(0xC1, helloAgain) + frame(0xC1, hello), "deflate.context@13=1", "1:Hello|1:Hello",
        "2/7/5|4/5/1|2/7/5", "HelloHHello", 1007);
    row("D10 plain messages between", takeover,
        frame(0xC1, hello) + frame(0x81, "plain") + frame(0xC1, helloAgain) + frame(0x82, {}) + frame(0xC1, helloAgain),
        "", "1:Hello|1:plain|1:Hello|2:|1:Hello", "2/7/5|2/5/5|2/5/5", "HelloHelloHello");
    row("D12 control frames between", takeover,
        frame(0x41, hello.first(1)) + frame(0x89, "p") + frame(0x00, hello.sliced(1, 4)) + frame(0x8A, "q") +
            frame(0x00, {}) + frame(0x80, hello.sliced(5)),
        "", "1:Hello", "1/1/0|1/5/4|1/5/4|2/7/5", "Hello");
    row("D14 invalid UTF-8 after valid data", takeover,
        frame(0xC1, compressed("ab\xFF")) + frame(0xC1, compressed("x")), "msg.utf8@0=2", "1:ab\xFF|1:x", "2/5/3|2/3/1",
        "ab\xFFx", 1007);
    row("D14 in a fragment", takeover,
        frame(0x41, compressed("ab\xFF").first(1)) + frame(0x80, compressed("ab\xFF").sliced(1)), "msg.utf8@3=2",
        "1:ab\xFF", "1/1/0|2/5/3", "ab\xFF", 1007);
    row("F32 the text ends inside a character", takeover, frame(0xC1, compressed("a\xE2\x82")),
        "msg.utf8.truncated@0=1", "1:a\xE2\x82", "2/5/3", "a\xE2\x82", 1007);
    row("F33 odd text", takeover, frame(0xC1, compressed("\xEF\xBB\xBF")), "msg.text.odd@0=0", "1:\xEF\xBB\xBF",
        "2/5/3", "\xEF\xBB\xBF");
    row("broken data is not a broken text", takeover, frame(0xC1, compressed("a\xE2\x82") + hex("0000ffff07")),
        "deflate.data@11=3", "", "4/10/3", "a\xE2\x82", 1007);
    row("binary is not text", takeover, frame(0xC2, compressed("\xFF")), "", "2:\xFF", "2/3/1", "\xFF");
    row("F27 another message begins", takeover, frame(0x41, hello.first(4)) + frame(0x81, "plain") + frame(0xC1, hello),
        "msg.interleaved@6=1 deflate.unknown@13=0", "1:plain", "1/4/3|6/7/0", "Hel", 1002);
    row("F27 another compressed message begins", takeover, frame(0x41, hello.first(4)) + frame(0xC1, hello),
        "msg.interleaved@6=1 deflate.unknown@6=0", "", "1/4/3|6/7/0", "Hel", 1002);
    row("F27 without context takeover", noTakeover,
        frame(0x41, hello.first(4)) + frame(0xC1, hello) + frame(0x80, hello.sliced(4)),
        "msg.interleaved@6=1 msg.orphan@15=0", "1:Hello", "1/4/3|2/7/5", "HelHello", 1002);
    row("a plain message's continuations stay plain", takeover, frame(0x01, "pl") + frame(0x80, "ain"), "", "1:plain",
        "", "");
    row("without the extension RSV1 means nothing", {}, frame(0xC1, "ab"), "frame.rsv1@0=1", "1:ab", "", "", 1002);
    row("framing lost in a message", takeover, frame(0x41, hello.first(4)) + hex("007f8000000000000000") + "xyz",
        "frame.length.msb@8=9223372036854775808", "", "1/4/3|3/4/3", "Hel", 1002);
    QByteArray far;
    for (int i = 0; i < 256; ++i)
        far += char(i);
    far += "abcdef";
    row("a window of 2^8 passed over", {true, {true, 8}, {true, 8}}, frame(0xC2, compressed(far + far)),
        "deflate.window@0=263", QByteArray("2:" + far + far).constData(),
        QByteArray("2/" + QByteArray::number(compressed(far + far).size()) + "/524").constData(), far + far, 1007);
}

void TestCompression::cases()
{
    QFETCH(Agreement, agreement);
    QFETCH(QByteArray, stream);
    const Heard whole = listen(stream, agreement, Role::Server, 1'000'000, {});
    QTEST(whole.findings.join(' '), "findings");
    if (!whole.messages.value(0).startsWith(QByteArray("2:\0", 3))) // a row's text ends at a NUL
        QTEST(whole.messages.join('|'), "messages");
    QTEST(whole.states.join('|'), "states");
    QTEST(whole.inflatedOctets, "inflated");
    QTEST(int(whole.failure), "failure");
    for (const qsizetype step : {1, 2, 3, 5})
        QVERIFY2(listen(stream, agreement, Role::Server, step, {}) == whole, qPrintable(QString::number(step)));
}

void TestCompression::fragmentsOfOneOctet()
{
    QByteArray text;
    for (int i = 0; i < 2000; ++i)
        text += QByteArray::number(i * 7919) + " gr\xC3\xBC\xC3\x9F ";
    const QByteArray octets = compressed(text);
    const Heard whole = listen(frame(0xC1, octets, true), takeover, Role::Client, 1 << 20, {});
    QCOMPARE(whole.messages, QByteArrayList{"1:" + text});
    QVERIFY(whole.findings.isEmpty());
    QByteArray stream;
    for (qsizetype i = 0; i < octets.size(); ++i) {
        const bool last = i + 1 == octets.size();
        stream += frame(std::uint8_t((last ? 0x80 : 0) | (i == 0 ? 0x41 : 0)), octets.mid(i, 1), true);
        if (i % 100 == 0)
            stream += frame(0x89, "ping", true);
    }
    const Heard split = listen(stream, takeover, Role::Client, 1 << 20, {});
    QCOMPARE(split.messages, whole.messages);
    QCOMPARE(split.inflatedOctets, text);
    QCOMPARE(split.findings, whole.findings);
    QCOMPARE(split.states.last(), whole.states.last());
}

/// D02: however large the bomb, inflating ends near the ratio's floor; the frame goes on as ever.
void TestCompression::bombStops()
{
    const QByteArray unit = compressed(QByteArray(4 << 20, '\0')) + hex("0000ffff");
    QByteArray bomb;
    for (int i = 0; i < 25; ++i)
        bomb += unit;
    const QByteArray stream = frame(0xC2, bomb) + frame(0x81, "after");
    const Heard whole = listen(stream, takeover, Role::Server, 1 << 20, {});
    QCOMPARE(whole.findings.size(), 1);
    QVERIFY(whole.findings[0].startsWith("deflate.limit@0="));
    QVERIFY(whole.inflatedOctets.size() > (1 << 20));
    QVERIFY(whole.inflatedOctets.size() < (4 << 20));
    QVERIFY(whole.states[0].startsWith("5/" + QByteArray::number(bomb.size()) + "/"));
    QCOMPARE(whole.messages, QByteArrayList{"1:after"});
    QCOMPARE(int(whole.failure), 1009);
    QVERIFY(listen(stream, takeover, Role::Server, 1000, {}) == whole);
}

void TestCompression::limits()
{
    const QByteArray text(1000, 'x');
    const QByteArray stream = frame(0xC1, compressed(text)) + frame(0xC1, compressed(text));
    const Heard stopped = listen(stream, noTakeover, Role::Server, 1 << 20, {500, 0});
    QCOMPARE(stopped.findings.size(), 2);
    QVERIFY(stopped.findings[0].endsWith("=500"));
    QCOMPARE(stopped.inflatedOctets, text);
    QVERIFY(stopped.messages.isEmpty());
    const Heard exact = listen(stream, noTakeover, Role::Server, 1 << 20, {1000, 0});
    QVERIFY(exact.findings.isEmpty());
    QCOMPARE(exact.messages.size(), 2);
}

void TestCompression::findingsInTheirPlaces_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("findings");
    QTest::addColumn<QByteArray>("first"); // what a strict end fails for
    QTest::addColumn<QByteArray>("limited");
    // Hardly compressible, so that it lies in many octets; it comes again after 900 octets. zlib refers to no first octet.
    QByteArray noise;
    std::uint32_t state = 1;
    for (int i = 0; i < 900; ++i)
        noise += static_cast<char>(32 + ((state = state * 1664525 + 1013904223) >> 24) % 90);
    const QByteArray far = '.' + noise + noise;
    const auto at = [](const char *name, qsizetype place) {
        return QByteArray(name) + "@0=" + QByteArray::number(place) + ' ';
    };
    const auto row = [](const char *name, const QByteArray &text, const char *first, const QByteArray &before,
                        const QByteArray &after) {
        QTest::newRow(name) << text << (before + after).trimmed() << QByteArray(first)
                            << before + "deflate.limit@0=1000";
    };
    row("bad text at the end", far + '\xFF', "deflate.window", at("deflate.window", 901), at("msg.utf8", far.size()));
    row("bad text at the beginning", '\xFF' + far, "msg.utf8", at("msg.utf8", 0) + at("deflate.window", 902), {});
    row("odd text, and the end inside a character", "\xEF\xBB\xBF" + far + "\xE2\x82", "deflate.window",
        at("msg.text.odd", 0) + at("deflate.window", 904), at("msg.utf8.truncated", far.size() + 3));
    row("bad text in what comes again", QByteArray(far).replace(1, 1, "\xFF").replace(901, 1, "\xFF"), "msg.utf8",
        at("msg.utf8", 1) + at("deflate.window", 901), {});
}

/// Findings come in the order of the inflated octets, however the octets of the frame came; so does the reason to fail.
void TestCompression::findingsInTheirPlaces()
{
    QFETCH(QByteArray, text);
    constexpr Agreement agreement{true, {true, 9}, {true, 9}};
    const QByteArray stream = frame(0xC1, compressed(text));
    const auto failureOf = [&](qsizetype step) {
        StreamAnalyzer analyzer(Role::Server, agreement, StreamOffset(0));
        for (qsizetype at = 0; at < stream.size(); at += step) {
            const QByteArray piece = stream.mid(at, step);
            ByteView input = byteView(piece);
            while (analyzer.step(input) != StreamAnalyzer::Step::NeedMore) {
            }
        }
        return QByteArray(info(analyzer.failureFinding()).name.data());
    };
    for (const qsizetype step : {1'000'000, 300, 100, 7, 1}) {
        const Heard heard = listen(stream, agreement, Role::Server, step, {});
        QTEST(heard.findings.join(' '), "findings");
        QTEST(failureOf(step), "first");
        const Heard limited = listen(stream, agreement, Role::Server, step, {1000, 0});
        QTEST(limited.findings.join(' '), "limited");
        // A limit just at, before and after the reference.
        for (const std::uint64_t limit : {899, 900, 901, 902, 903, 904}) {
            const Heard other = listen(stream, agreement, Role::Server, step, {limit, 0});
            QCOMPARE(other.findings, listen(stream, agreement, Role::Server, 1'000'000, {limit, 0}).findings);
        }
    }
}

QTEST_GUILESS_MAIN(TestCompression)
#include "tst_compression.moc"
