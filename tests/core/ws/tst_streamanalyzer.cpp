#include "core/ws/streamanalyzer.h"

#include "core/ws/findings.h"
#include "core/ws/framewriter.h"

#include <QTest>

#include <vector>

using namespace framescope;
using namespace framescope::ws;

namespace
{
QByteArray hex(const char *text) { return QByteArray::fromHex(text); }

QByteArray frame(std::uint8_t first, const QByteArray &payload, std::optional<MaskKey> key = {},
                 std::optional<LengthForm> form = {})
{
    FrameFields fields;
    fields.fin = (first & 0x80) != 0;
    fields.rsv = (first >> 4) & 7;
    fields.opcode = static_cast<Opcode>(first & 0xF);
    fields.key = key;
    fields.form = form;
    QByteArray out;
    writeFrame(fields, byteView(payload), out);
    return out;
}

QByteArray printed(const Finding &f)
{
    const std::string_view name = info(f.id).name;
    return QByteArray(name.data(), qsizetype(name.size())) + "@" + QByteArray::number(f.offset.value()) + "." +
           QByteArray::number(f.firstBit) + "+" + QByteArray::number(f.bitCount) + "=" + QByteArray::number(f.value);
}

QByteArray printed(const std::vector<Finding> &findings)
{
    QByteArrayList names;
    for (const Finding &f : findings)
        names << printed(f);
    return names.join(' ');
}

QByteArray printed(const AnalyzedFrame &f)
{
    return QByteArray::number(f.offset.value()) + ": " + QByteArray::number(f.header.first, 16) + " " +
           QByteArray::number(f.header.second, 16) + " declared " + QByteArray::number(f.header.declared) +
           " present " + QByteArray::number(f.payloadPresent) + (f.complete ? " complete" : "") +
           (f.beginsMessage ? " begins" : "") + (f.endsMessage ? " ends" : "") + (f.inMessage ? " in" : "") + " " +
           toByteArray(f.controlPayload).toHex() + " ";
}

struct Echo final : MessageSink {
    QByteArrayList messages;
    QByteArray open;
    void messageBegin(Opcode opcode) override { open = QByteArray::number(int(opcode)) + ":"; }
    void messageData(Opcode, ByteView unmasked) override { open += toByteArray(unmasked); }
    void messageEnd(Opcode opcode) override { messages << open + ":" + QByteArray::number(int(opcode)); }
};

struct Run {
    QByteArrayList lines;
    QByteArrayList messages;
    std::uint16_t failure = 0;
    bool operator==(const Run &) const = default;
};

/// Gives `stream` in pieces that end at `cuts` and prints everything that comes out.
Run analyze(const QByteArray &stream, Role sender, const std::vector<qsizetype> &cuts, Agreement agreement = {},
            bool withSink = true)
{
    Run run;
    Echo echo;
    StreamAnalyzer analyzer(sender, agreement, StreamOffset(0));
    if (withSink)
        analyzer.setMessageSink(&echo);
    qsizetype from = 0;
    for (std::size_t i = 0; i <= cuts.size(); ++i) {
        const qsizetype to = i < cuts.size() ? cuts[i] : stream.size();
        // A copy of its own, so that reading beyond it is seen by the sanitizer.
        const QByteArray piece(stream.constData() + from, to - from);
        ByteView input = byteView(piece);
        from = to;
        for (;;) {
            const StreamAnalyzer::Step step = analyzer.step(input);
            if (step == StreamAnalyzer::Step::NeedMore)
                break;
            run.lines << printed(analyzer.frame()) +
                             (step == StreamAnalyzer::Step::Lost ? QByteArray("lost ") : QByteArray()) +
                             printed(analyzer.findings());
        }
    }
    const bool cutOff = analyzer.finish();
    run.lines << (cutOff ? "cut " + printed(analyzer.frame()) : QByteArray("end ")) + printed(analyzer.findings());
    run.failure = analyzer.failureCode();
    run.messages = echo.messages;
    return run;
}

constexpr MaskKey rfcKey{0x37, 0xfa, 0x21, 0x3d};
} // namespace

class TestStreamAnalyzer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findings_data();
    void findings();
    void splits_data();
    void splits();
    void failsInsideFrame();
    void failsAtFirst();
    void lostStaysLost();
    void huge();
    void sink();
    void messageFlags();
    void partialHeader();
    void resumesBetweenFrames();
    void resumesAfterAClose();
    void resumesWithoutContext();
};

/// One row a stream: everything it makes a receiver say, in order.
void TestStreamAnalyzer::findings_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<bool>("fromClient");
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<int>("failure");
    const auto server = [](const char *name, const QByteArray &stream, const char *expected, int failure = 1002) {
        QTest::addRow("%s", name) << stream << false << QByteArray(expected) << failure;
    };
    const auto client = [](const char *name, const QByteArray &stream, const char *expected, int failure = 1002) {
        QTest::addRow("%s", name) << stream << true << QByteArray(expected) << failure;
    };

    server("nothing", {}, "", 0);
    server("hello", hex("810548656c6c6f"), "", 0);
    for (int opcode = 3; opcode <= 7; ++opcode)
        server(qPrintable(u"F01-F05 opcode %1"_qs.arg(opcode)), frame(std::uint8_t(0x80 | opcode), "x"),
               "frame.opcode.reserved@0.4+4=" + QByteArray::number(opcode));
    for (int opcode = 0xB; opcode <= 0xF; ++opcode) {
        server(qPrintable(u"F06-F10 opcode %1"_qs.arg(opcode)), frame(std::uint8_t(0x80 | opcode), "x"),
               "frame.opcode.reserved@0.4+4=" + QByteArray::number(opcode));
        const QByteArray number = QByteArray::number(opcode);
        server(qPrintable(u"F06-F10 opcode %1, long, no FIN"_qs.arg(opcode)),
               frame(std::uint8_t(opcode), QByteArray(126, 'x')),
               "frame.control.fragmented@0.0+1=" + number + " frame.opcode.reserved@0.4+4=" + number +
                   " frame.control.toolong@2.0+16=126");
    }
    server("F11 RSV1", frame(0xC1, "x"), "frame.rsv1@0.1+1=1");
    server("F12 RSV2", frame(0xA1, "x"), "frame.rsv2@0.2+1=1");
    server("F13 RSV3", frame(0x91, "x"), "frame.rsv3@0.3+1=1");
    server("F14 all", frame(0xF2, "x"), "frame.rsv1@0.1+1=2 frame.rsv2@0.2+1=2 frame.rsv3@0.3+1=2");
    server("RSV1 on a control frame", frame(0xC9, "x"), "frame.rsv1@0.1+1=9");
    server("F15 16-bit form of 125", frame(0x82, QByteArray(125, 'x'), {}, LengthForm::Bits16),
           "frame.length.nonminimal@2.0+16=125");
    server("F16 64-bit form of 65535", frame(0x82, QByteArray(65535, 'x'), {}, LengthForm::Bits64),
           "frame.length.nonminimal@2.0+64=65535");
    server("F16 64-bit form of 0", frame(0x82, {}, {}, LengthForm::Bits64), "frame.length.nonminimal@2.0+64=0");
    server("F17 top bit", hex("827f8000000000000005") + "hello", "lost frame.length.msb@2.0+1=9223372036854775813");
    server("F21 masked server frame", frame(0x81, "x", rfcKey), "frame.mask.server@1.0+1=0");
    client("F22 unmasked client frame", frame(0x81, "x"), "frame.mask.client@1.0+1=0");
    client("F23 zero key", frame(0x81, "x", MaskKey{}), "frame.mask.weak@2.0+32=1", 0);
    client("F23 zero key, 16-bit form", frame(0x82, QByteArray(126, 'x'), MaskKey{}), "frame.mask.weak@4.0+32=1", 0);
    client("F23 same key", frame(0x81, "x", rfcKey) + frame(0x81, {}, rfcKey) + frame(0x89, {}, rfcKey),
           "frame.mask.weak@9.0+32=2 frame.mask.weak@15.0+32=3", 0);
    client("F23 the key comes back", frame(0x81, "x", rfcKey) + frame(0x81, {}, MaskKey{1}) + frame(0x89, {}, rfcKey),
           "", 0);
    server("F24 ping without FIN", frame(0x09, "x"), "frame.control.fragmented@0.0+1=9");
    server("F24 pong without FIN", frame(0x0A, "x"), "frame.control.fragmented@0.0+1=10");
    server("F24 close without FIN", frame(0x08, hex("03e8")), "frame.control.fragmented@0.0+1=8");
    server("F25 ping of 126", frame(0x89, QByteArray(126, 'x')), "frame.control.toolong@2.0+16=126");
    server("F25 ping of 65536, then text", frame(0x89, QByteArray(65536, 'x')) + frame(0x81, "x"),
           "frame.control.toolong@2.0+64=65536");
    server("F25 close of 4 GiB, cut", hex("887f0000000100000000") + hex("03e8") + "bye",
           "frame.control.toolong@2.0+64=4294967296 frame.truncated@0.0+0=4294967291");
    server("F26 continuation first", frame(0x80, "x"), "msg.orphan@0.4+4=0");
    server("F26 two orphans", frame(0x00, "x") + frame(0x80, "y"), "msg.orphan@0.4+4=0 msg.orphan@3.4+4=0");
    server("F27 text in a message", frame(0x01, "x") + frame(0x81, "y"), "msg.interleaved@3.4+4=1");
    server("F27 binary in a text, the old one goes on", frame(0x01, "x") + frame(0x82, "\xff") + frame(0x80, "y"),
           "msg.interleaved@3.4+4=2 msg.orphan@6.4+4=0");
    server("F28 ping between fragments", frame(0x01, "x") + frame(0x89, "p") + frame(0x80, "y"), "", 0);
    server("reserved data opcode between fragments", frame(0x01, "x") + frame(0x83, "\xff") + frame(0x80, "y"),
           "frame.opcode.reserved@3.4+4=3");
    server("F30 overlong", frame(0x81, "ab\xC0\xAF"), "msg.utf8@4.0+8=2", 1007);
    server("F30 surrogate", frame(0x81, "\xED\xA0\x80"), "msg.utf8@3.0+8=1", 1007);
    server("F30 beyond", frame(0x81, "\xF4\x90\x80\x80"), "msg.utf8@3.0+8=1", 1007);
    server("F30 lone 80", frame(0x81, "a\x80"), "msg.utf8@3.0+8=1", 1007);
    server("F30 FE", frame(0x81, "\xFE"), "msg.utf8@2.0+8=0", 1007);
    server("F30 FF", frame(0x81, "\xFF"), "msg.utf8@2.0+8=0", 1007);
    server("F30 in the second fragment", frame(0x01, "\xE2\x82") + frame(0x80, "z"), "msg.utf8@6.0+8=2", 1007);
    client("F30 masked", frame(0x81, "ab\xFF", rfcKey), "msg.utf8@8.0+8=2", 1007);
    server("a character over three frames", frame(0x01, "\xE2") + frame(0x00, "\x82") + frame(0x80, "\xAC"), "", 0);
    server("binary is not text", frame(0x82, "\xFF\x80"), "", 0);
    server("F32 cut at the end", frame(0x81, "a\xE2\x82"), "msg.utf8.truncated@3.0+16=1", 1007);
    server("F32 cut, last frame empty", frame(0x01, "a\xE2\x82") + frame(0x80, {}), "msg.utf8.truncated@5.0+0=1", 1007);
    server("F32 cut over two frames", frame(0x01, "a\xF0") + frame(0x80, "\x9F\x98"), "msg.utf8.truncated@6.0+16=1",
           1007);
    server("F33 NUL", frame(0x81, QByteArray("a\0b", 3)), "msg.text.odd@3.0+8=1", 0);
    server("F33 noncharacter", frame(0x81, "a\xEF\xBF\xBE"), "msg.text.odd@3.0+24=1", 0);
    server("F33 noncharacter FDD0", frame(0x81, "\xEF\xB7\x90"), "msg.text.odd@2.0+24=0", 0);
    server("F33 noncharacter 1FFFF", frame(0x81, "a\xF0\x9F\xBF\xBF"), "msg.text.odd@3.0+32=1", 0);
    server("F33 BOM", frame(0x81, "\xEF\xBB\xBFx"), "msg.text.odd@2.0+24=0", 0);
    server("F33 BOM in a second message", frame(0x81, "x") + frame(0x81, "\xEF\xBB\xBFx"), "msg.text.odd@5.0+24=0", 0);
    server("U+FEFF inside", frame(0x81, "a\xEF\xBB\xBFx"), "", 0);
    server("F33 split over frames", frame(0x01, "a\xEF\xBF") + frame(0x80, "\xBFz"), "msg.text.odd@7.0+8=1", 0);
    server("F33 once a message", frame(0x01, QByteArray(2, '\0')) + frame(0x80, QByteArray(1, '\0')),
           "msg.text.odd@2.0+8=0", 0);
    server("odd before invalid", frame(0x81, QByteArray("\0\xFF", 2)), "msg.text.odd@2.0+8=0 msg.utf8@3.0+8=1", 1007);
    server("odd after invalid", frame(0x81, QByteArray("\xFF\0", 2)), "msg.utf8@2.0+8=0", 1007);
    server("F34 empty close", frame(0x88, {}), "close.nostatus@1.1+7=0", 0);
    server("F35 close of 1", frame(0x88, "\x03"), "close.length@2.0+8=1");
    for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535})
        server(qPrintable(u"F36 close %1"_qs.arg(code)), frame(0x88, closePayload(std::uint16_t(code), "bye")),
               "close.code@2.0+16=" + QByteArray::number(code));
    for (const int code :
         {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
        server(qPrintable(u"F36 close %1"_qs.arg(code)), frame(0x88, closePayload(std::uint16_t(code), {})), "", 0);
    server("F38 reason invalid", frame(0x88, closePayload(1000, "ok\xFFno\xFF")), "close.reason.utf8@6.0+8=2", 1007);
    server("F38 reason cut", frame(0x88, closePayload(1000, "ok\xE2\x82")), "close.reason.utf8@6.0+16=2", 1007);
    client("F38 masked reason", frame(0x88, closePayload(1000, "\x80"), rfcKey), "close.reason.utf8@8.0+8=0", 1007);
    server("F39 data after close", frame(0x88, hex("03e8")) + frame(0x81, "x"), "after.close@4.0+0=1", 0);
    server("F39 ping after close", frame(0x88, hex("03e8")) + frame(0x89, "x"), "after.close@4.0+0=9", 0);
    server("F39 close after close", frame(0x88, hex("03e8")) + frame(0x88, hex("03e8")), "after.close@4.0+0=8", 0);
    server("half a header after close", frame(0x88, hex("03e8")) + hex("82"),
           "after.close@4.0+0=2 frame.header.truncated@4.0+0=1", 0);
    for (const int size : {0, 125, 126, 65535, 65536})
        server(qPrintable(u"F43 %1 bytes"_qs.arg(size)), frame(0x81, QByteArray(size, 'x')), "", 0);
    server("stream ends in a message", frame(0x81, "x") + frame(0x01, "x"), "msg.unfinished@3.0+0=0", 0);
    server("stream ends in a message's frame", frame(0x01, "x") + frame(0x80, "yz").chopped(1),
           "frame.truncated@3.0+0=1", 0);
    server("stream ends in a header", hex("827e00"), "frame.header.truncated@0.0+0=3", 0);
}

void TestStreamAnalyzer::findings()
{
    QFETCH(QByteArray, stream);
    QFETCH(bool, fromClient);
    QFETCH(QByteArray, expected);
    QFETCH(int, failure);
    const Role sender = fromClient ? Role::Client : Role::Server;
    const Run run = analyze(stream, sender, {});
    QByteArrayList said;
    for (const QByteArray &line : run.lines) {
        for (const QByteArray &word : line.split(' ')) {
            if (word.contains('@') || word == "lost")
                said << word;
        }
    }
    QCOMPARE(said.join(' '), expected);
    QCOMPARE(int(run.failure), failure);
    if (stream.size() > 4096)
        return;
    // The same in every chunking, and whether or not anybody wants the messages.
    std::vector<qsizetype> each;
    for (qsizetype i = 0; i <= stream.size(); ++i) {
        QVERIFY(analyze(stream, sender, {i}) == run);
        each.push_back(i);
    }
    QVERIFY(analyze(stream, sender, each) == run);
    QCOMPARE(analyze(stream, sender, {}, {}, false).lines, run.lines);
}

void TestStreamAnalyzer::splits_data()
{
    QTest::addColumn<bool>("fromClient");
    QTest::addColumn<bool>("deflate");
    QTest::newRow("server") << false << false;
    QTest::newRow("client") << true << false;
    QTest::newRow("client, deflate") << true << true;
}

/// All kinds of frames, one after the other, cut everywhere.
void TestStreamAnalyzer::splits()
{
    QFETCH(bool, fromClient);
    QFETCH(bool, deflate);
    QByteArray stream;
    std::uint8_t n = 0;
    for (const std::uint8_t first : {0x81, 0x01, 0x89, 0x00, 0x83, 0x80, 0x82, 0xC1, 0xC0, 0x41, 0x40,
                                     0x80, 0x8A, 0x01, 0x02, 0x80, 0x80, 0xF9, 0x0B, 0x88, 0x81, 0x88}) {
        for (const LengthForm form : {LengthForm::Bits7, LengthForm::Bits16, LengthForm::Bits64}) {
            ++n;
            const MaskKey key{n, 0x5A, std::uint8_t(n * 7), 0xC3};
            QByteArray payload = n % 3 == 0   ? QByteArray("gr\xC3\xBC\xC3\x9F\xE2\x82\xAC")
                                 : n % 3 == 1 ? QByteArray("plain text, long enough for words")
                                              : QByteArray("\xF0\x9F\x98\x80 \xE2\x82");
            if ((first & 0xF) == 8)
                payload = closePayload(1000, payload);
            stream += frame(first, payload, fromClient ? std::optional(key) : std::nullopt, form);
        }
    }
    stream += hex("81fe012c01020304") + "cut";
    const Role sender = fromClient ? Role::Client : Role::Server;
    const Agreement agreement{deflate, {}, {}};
    const Run whole = analyze(stream, sender, {}, agreement);
    QCOMPARE(whole.lines.size(), 22 * 3 + 1);
    QVERIFY(!whole.messages.isEmpty());
    std::vector<qsizetype> each;
    for (qsizetype i = 0; i <= stream.size(); ++i) {
        QVERIFY2(analyze(stream, sender, {i}, agreement) == whole, qPrintable(QString::number(i)));
        each.push_back(i);
    }
    QVERIFY(analyze(stream, sender, each, agreement) == whole);
    for (qsizetype step = 2; step < 40; ++step) {
        std::vector<qsizetype> cuts;
        for (qsizetype i = step; i < stream.size(); i += step)
            cuts.push_back(i);
        QVERIFY2(analyze(stream, sender, cuts, agreement) == whole, qPrintable(QString::number(step)));
    }
}

void TestStreamAnalyzer::failsInsideFrame()
{
    StreamAnalyzer analyzer(Role::Server, {}, StreamOffset(100));
    const QByteArray start = hex("817e1000") + "ab\xFF";
    ByteView input = byteView(start);
    QCOMPARE(analyzer.step(input), StreamAnalyzer::Step::NeedMore);
    QVERIFY(input.empty());
    QVERIFY(analyzer.insideFrame());
    QCOMPARE(int(analyzer.failureCode()), 1007);
    QCOMPARE(analyzer.failureFinding(), FindingId::MsgUtf8);
    QCOMPARE(printed(analyzer.findings()), QByteArray("msg.utf8@106.0+8=2"));
}

void TestStreamAnalyzer::failsAtFirst()
{
    StreamAnalyzer analyzer(Role::Server, {}, StreamOffset(0));
    const QByteArray bytes = frame(0x81, "\xFF") + frame(0x83, {});
    ByteView input = byteView(bytes);
    QCOMPARE(int(analyzer.failureCode()), 0);
    QCOMPARE(analyzer.step(input), StreamAnalyzer::Step::Frame);
    QCOMPARE(analyzer.step(input), StreamAnalyzer::Step::Frame);
    QCOMPARE(printed(analyzer.findings()), QByteArray("frame.opcode.reserved@3.4+4=3"));
    QCOMPARE(int(analyzer.failureCode()), 1007);
    QCOMPARE(analyzer.step(input), StreamAnalyzer::Step::NeedMore);
    QVERIFY(analyzer.findings().empty());
    QVERIFY(!analyzer.finish());
}

void TestStreamAnalyzer::lostStaysLost()
{
    StreamAnalyzer analyzer(Role::Server, {}, StreamOffset(0));
    const QByteArray bytes = hex("817fffffffffffffffff") + frame(0x81, "x");
    ByteView input = byteView(bytes);
    QCOMPARE(analyzer.step(input), StreamAnalyzer::Step::Lost);
    QVERIFY(analyzer.lost());
    QVERIFY(!analyzer.insideFrame());
    QVERIFY(!analyzer.frame().complete);
    QCOMPARE(input.size(), std::size_t(3));
    QCOMPARE(analyzer.step(input), StreamAnalyzer::Step::NeedMore);
    QVERIFY(input.empty());
    QVERIFY(!analyzer.finish());
    QVERIFY(analyzer.findings().empty());
}

/// Lengths beyond any memory are only counted.
void TestStreamAnalyzer::huge()
{
    StreamAnalyzer analyzer(Role::Client, {}, StreamOffset(0));
    const QByteArray header = hex("82ff7fffffffffffffff01020304");
    ByteView input = byteView(header);
    QCOMPARE(analyzer.step(input), StreamAnalyzer::Step::NeedMore);
    const QByteArray chunk(1 << 20, 'x');
    for (int i = 0; i < 64; ++i) {
        input = byteView(chunk);
        QCOMPARE(analyzer.step(input), StreamAnalyzer::Step::NeedMore);
        QVERIFY(input.empty());
    }
    QCOMPARE(analyzer.parser().payloadRemaining(), 0x7fffffffffffffffu - (64u << 20));
    QVERIFY(analyzer.finish());
    QCOMPARE(analyzer.frame().payloadPresent, std::uint64_t(64u << 20));
    QCOMPARE(analyzer.findings().size(), std::size_t(1));
    QCOMPARE(analyzer.findings()[0].id, FindingId::FrameTruncated);
    QVERIFY(!analyzer.finish());
}

void TestStreamAnalyzer::sink()
{
    const QByteArray big(40000, 'b');
    const QByteArray stream = frame(0x01, "Hel", rfcKey) + frame(0x89, "ping", rfcKey) + frame(0x80, "lo", rfcKey) +
                              frame(0x83, "no", rfcKey) + frame(0x80, "orphan", rfcKey) + frame(0x82, big, rfcKey) +
                              frame(0x01, "old", rfcKey) + frame(0x81, "new", rfcKey) + frame(0x81, {}, rfcKey);
    const Run run = analyze(stream, Role::Client, {});
    QCOMPARE(run.messages, (QByteArrayList{"1:Hello:1", "2:" + big + ":2", "1:new:1", "1::1"}));
}

void TestStreamAnalyzer::messageFlags()
{
    const Run run = analyze(
        frame(0x01, "x") + frame(0x89, "p") + frame(0x80, "y") + frame(0x00, "z") + frame(0x83, "r"), Role::Server, {});
    QCOMPARE(run.lines.value(0), QByteArray("0: 1 1 declared 1 present 1 complete begins in  "));
    QCOMPARE(run.lines.value(1), QByteArray("3: 89 1 declared 1 present 1 complete 70 "));
    QCOMPARE(run.lines.value(2), QByteArray("6: 80 1 declared 1 present 1 complete ends in  "));
    QCOMPARE(run.lines.value(3), QByteArray("9: 0 1 declared 1 present 1 complete begins in  msg.orphan@9.4+4=0"));
    QCOMPARE(run.lines.value(4), QByteArray("12: 83 1 declared 1 present 1 complete  frame.opcode.reserved@12.4+4=3"));
}

void TestStreamAnalyzer::partialHeader()
{
    QCOMPARE(analyze(hex("81fe01"), Role::Client, {}).lines.value(0),
             QByteArray("cut 0: 81 fe declared 0 present 0  frame.header.truncated@0.0+0=3"));
    QCOMPARE(analyze(hex("81fe012c0102"), Role::Client, {}).lines.value(0),
             QByteArray("cut 0: 81 fe declared 300 present 0  frame.header.truncated@0.0+0=6"));
    QCOMPARE(analyze(hex("89"), Role::Client, {}).lines.value(0),
             QByteArray("cut 0: 89 0 declared 0 present 0  frame.header.truncated@0.0+0=1"));
}

void TestStreamAnalyzer::resumesBetweenFrames()
{
    const QByteArray first = frame(0x01, "begun \xE2\x82") + frame(0x89, "p");
    const QByteArray second = frame(0x80, "\xAC and ended") + frame(0x81, "next");
    StreamAnalyzer before(Role::Server, {}, StreamOffset(0));
    ByteView input = byteView(first);
    while (before.step(input) == StreamAnalyzer::Step::Frame) {
    }
    QVERIFY(before.state().messageOpen);
    QVERIFY(!before.state().closed);
    QVERIFY(!before.state().contextLost);

    StreamAnalyzer after(Role::Server, {}, StreamOffset(100));
    after.resume(before.state());
    input = byteView(second);
    QCOMPARE(after.step(input), StreamAnalyzer::Step::Frame);
    QCOMPARE(printed(after.findings()), QByteArray());
    QVERIFY(after.frame().beginsMessage && after.frame().endsMessage);
    QCOMPARE(after.frame().offset, StreamOffset(100));
    QCOMPARE(after.step(input), StreamAnalyzer::Step::Frame);
    QCOMPARE(printed(after.findings()), QByteArray());
    input = byteView(second);
    QCOMPARE(after.step(input), StreamAnalyzer::Step::Frame);
    QVERIFY(printed(after.findings()).contains("msg.orphan"));
}

void TestStreamAnalyzer::resumesAfterAClose()
{
    StreamAnalyzer after(Role::Server, {}, StreamOffset(0));
    after.resume({false, true, false});
    const QByteArray octets = frame(0x81, "late");
    ByteView input = byteView(octets);
    QCOMPARE(after.step(input), StreamAnalyzer::Step::Frame);
    QVERIFY(printed(after.findings()).contains("after.close"));
}

void TestStreamAnalyzer::resumesWithoutContext()
{
    Agreement agreement;
    agreement.deflate = true;
    StreamAnalyzer after(Role::Server, agreement, StreamOffset(0));
    after.resume({false, false, true});
    const QByteArray octets = frame(0xC1, "?");
    ByteView input = byteView(octets);
    QCOMPARE(after.step(input), StreamAnalyzer::Step::Frame);
    QVERIFY(printed(after.findings()).contains("deflate.unknown"));
    QVERIFY(after.state().contextLost);
}

QTEST_GUILESS_MAIN(TestStreamAnalyzer)
#include "tst_streamanalyzer.moc"
