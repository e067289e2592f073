#include "core/ws/plainframe.h"

#include "core/ws/framewriter.h"
#include "core/ws/streamanalyzer.h"

#include <QRandomGenerator>
#include <QTest>

using namespace framescope;
using namespace framescope::ws;

namespace
{
QByteArray frameOf(std::uint8_t first, const QByteArray &payload, const QByteArray &key = {}, int form = 0)
{
    FrameFields fields;
    QByteArray octets;
    fields.opcode = static_cast<Opcode>(first & 15);
    if (key.size() == 4)
        fields.key = MaskKey{std::uint8_t(key[0]), std::uint8_t(key[1]), std::uint8_t(key[2]), std::uint8_t(key[3])};
    if (form != 0)
        fields.form = static_cast<LengthForm>(form);
    writeFrame(fields, byteView(payload), octets);
    octets[0] = static_cast<char>(first);
    return octets;
}

/// All that can be told of a stream. With `plain`, plain frames are taken past the machine.
struct Told {
    struct Row {
        std::uint8_t first = 0, second = 0;
        StreamOffset offset;
        std::uint64_t length = 0;
        bool begins = false, ends = false;
        std::vector<Finding> findings;
        bool operator==(const Row &) const = default;
    };
    std::vector<Row> rows;
    std::uint16_t failure = 0;
    std::size_t plainFrames = 0;
};

Told tell(ByteView stream, Role sender, bool deflate, bool plain, const std::vector<std::size_t> &cuts)
{
    Told told;
    Agreement agreement;
    agreement.deflate = deflate;
    StreamAnalyzer analyzer(sender, agreement, StreamOffset(7));
    const auto add = [&] {
        const AnalyzedFrame &f = analyzer.frame();
        told.rows.push_back({f.header.first, f.header.second, f.offset, f.header.declared, f.beginsMessage,
                             f.endsMessage, analyzer.findings()});
    };
    std::size_t at = 0;
    for (std::size_t i = 0; at < stream.size(); ++i) {
        const std::size_t piece = cuts.empty() ? stream.size() : cuts[i % cuts.size()];
        ByteView input = stream.subspan(at, std::min(piece, stream.size() - at));
        at += input.size();
        for (;;) {
            PlainFrame frames[3];
            const std::size_t count = plain ? analyzer.takePlain(input, frames) : 0;
            for (std::size_t k = 0; k < count; ++k)
                told.rows.push_back({frames[k].first, frames[k].second, StreamOffset(frames[k].offset),
                                     frames[k].length, true, true, analyzer.findings()});
            told.plainFrames += count;
            if (analyzer.step(input) == StreamAnalyzer::Step::NeedMore)
                break;
            add();
        }
    }
    if (analyzer.finish())
        add();
    told.failure = analyzer.failureCode();
    return told;
}
} // namespace

class TestPlainFrame : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void kinds_data()
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<bool>("client");
        QTest::addColumn<bool>("plain");
        const QByteArray key = "\x01\x02\x03\x04";
        const QByteArray zero(4, '\0');
        QTest::newRow("empty input") << QByteArray() << false << false;
        QTest::newRow("empty text") << frameOf(0x81, "") << false << true;
        QTest::newRow("text") << frameOf(0x81, "hello") << false << true;
        QTest::newRow("binary") << frameOf(0x82, QByteArray::fromHex("00ff80")) << false << true;
        QTest::newRow("masked text") << frameOf(0x81, "hello", key) << true << true;
        QTest::newRow("masked by a server") << frameOf(0x81, "hello", key) << false << false;
        QTest::newRow("not masked by a client") << frameOf(0x81, "hello") << true << false;
        QTest::newRow("a key of zeros") << frameOf(0x81, "hello", zero) << true << false;
        QTest::newRow("not FIN") << frameOf(0x01, "hello") << false << false;
        QTest::newRow("continuation") << frameOf(0x80, "hello") << false << false;
        QTest::newRow("RSV1") << frameOf(0xC1, "hello") << false << false;
        QTest::newRow("RSV3") << frameOf(0x92, "hello") << false << false;
        QTest::newRow("ping") << frameOf(0x89, "hello") << false << false;
        QTest::newRow("close") << frameOf(0x88, "") << false << false;
        QTest::newRow("reserved") << frameOf(0x83, "hello") << false << false;
        QTest::newRow("text that is not ASCII") << frameOf(0x81, "h\xc3\xa9llo") << false << false;
        QTest::newRow("text with NUL") << frameOf(0x81, QByteArray("he\0lo", 5)) << false << false;
        QTest::newRow("125") << frameOf(0x81, QByteArray(125, 'a')) << false << true;
        QTest::newRow("126") << frameOf(0x81, QByteArray(126, 'a')) << false << true;
        QTest::newRow("65535") << frameOf(0x81, QByteArray(65535, 'a')) << false << true;
        QTest::newRow("65536, masked") << frameOf(0x81, QByteArray(65536, 'a'), key) << true << true;
        QTest::newRow("125 in 16 bits") << frameOf(0x81, QByteArray(125, 'a'), {}, 16) << false << false;
        QTest::newRow("65535 in 64 bits") << frameOf(0x81, QByteArray(65535, 'a'), {}, 64) << false << false;
        QTest::newRow("top bit of the length") << QByteArray::fromHex("827f8000000000000000") << false << false;
        QTest::newRow("an enormous length") << QByteArray::fromHex("827f7fffffffffffffff00") << false << false;
    }
    void kinds()
    {
        QFETCH(const QByteArray, octets);
        QFETCH(const bool, client);
        QFETCH(const bool, plain);
        LastKey key;
        PlainFrame frame{};
        const Role sender = client ? Role::Client : Role::Server;
        ByteView input = byteView(octets);
        QCOMPARE(takePlainFrames(input, StreamOffset(5), sender, key, {&frame, 1}), std::size_t(plain));
        QCOMPARE(input.size(), plain ? 0u : std::size_t(octets.size()));
        if (!plain)
            return;
        QCOMPARE(frame.offset, std::uint64_t(5));
        QCOMPARE(frame.first, std::uint8_t(octets[0]));
        QCOMPARE(frame.second, std::uint8_t(octets[1]));
        QCOMPARE(frame.length, std::uint64_t(octets.size()) - FrameHeader::sizeFor(frame.second));
        // Cut anywhere it is not all there, and nothing is taken.
        for (qsizetype size = 0; size<octets.size(); size += octets.size()> 300 ? 61 : 1) {
            key = {};
            input = byteView(octets).first(std::size_t(size));
            QCOMPARE(takePlainFrames(input, StreamOffset(0), sender, key, {&frame, 1}), 0u);
            QCOMPARE(input.size(), std::size_t(size));
        }
    }
    void keysMustChange()
    {
        const QByteArray key = "\x01\x02\x03\x04", other = "\x01\x02\x03\x05";
        const QByteArray stream = frameOf(0x82, "a", key) + frameOf(0x82, "b", other) + frameOf(0x82, "c", other);
        LastKey last;
        PlainFrame frames[4];
        ByteView input = byteView(stream);
        QCOMPARE(takePlainFrames(input, StreamOffset(0), Role::Client, last, frames), 2u);
        QCOMPARE(last.run, 1u);
        QCOMPARE(input.size(), std::size_t(stream.size() / 3));
    }
    /// Streams of all kinds of frames, in all kinds of pieces: the same is told with and without the short way.
    void sameAsTheMachine()
    {
        QRandomGenerator random(20260613);
        const QByteArray texts[] = {"",
                                    "a",
                                    "plain text of some length, more than one block of bytes",
                                    "h\xc3\xa9",
                                    "\xe6\xbc\xa2",
                                    "\xff",
                                    QByteArray("n\0l", 3),
                                    QByteArray(1500, 'x')};
        std::size_t plainFrames = 0, rows = 0;
        for (int round = 0; round < 3000; ++round) {
            const bool client = random.bounded(2) == 1;
            const int oddOnes = random.bounded(4) == 0 ? 60 : 8; // of a hundred
            QByteArray key = "\x01\x02\x03\x04";
            QByteArray stream;
            for (int i = random.bounded(1, 14); i > 0; --i) {
                const bool odd = random.bounded(100) < oddOnes;
                const QByteArray &text = texts[odd ? random.bounded(8) : random.bounded(3)];
                const bool sameKey = random.bounded(10) == 0;
                if (!sameKey)
                    key[random.bounded(4)] = char(random.bounded(256));
                const bool masked = odd && random.bounded(4) == 0 ? !client : client;
                std::uint8_t first = random.bounded(2) == 0 ? 0x81 : 0x82;
                if (odd)
                    first = std::uint8_t(random.bounded(3) == 0 ? random.bounded(256)
                                                                : 0x80 * random.bounded(2) + random.bounded(3));
                const int form = odd && random.bounded(6) == 0 ? 16 + 48 * random.bounded(2) : 0;
                stream += frameOf(first, text.left(text.size() > 125 && (first & 8) != 0 ? 125 : text.size()),
                                  masked ? key : QByteArray(), form);
            }
            if (random.bounded(5) == 0)
                stream.chop(random.bounded(int(std::min<qsizetype>(stream.size(), 9))));
            const std::vector<std::size_t> cuts =
                random.bounded(3) == 0
                    ? std::vector<std::size_t>()
                    : std::vector<std::size_t>{std::size_t(random.bounded(1, 200)), std::size_t(random.bounded(1, 9))};
            const Role sender = client ? Role::Client : Role::Server;
            const bool deflate = random.bounded(4) == 0;
            const Told machine = tell(byteView(stream), sender, deflate, false, {1});
            const Told whole = tell(byteView(stream), sender, deflate, true, {});
            const Told pieces = tell(byteView(stream), sender, deflate, true, cuts);
            QVERIFY2(whole.rows == machine.rows && pieces.rows == machine.rows, qPrintable(QString::number(round)));
            QVERIFY(whole.failure == machine.failure && pieces.failure == machine.failure);
            plainFrames += whole.plainFrames;
            rows += machine.rows.size();
        }
        // Both ways were gone often.
        QVERIFY2(plainFrames > rows / 4 && plainFrames < rows * 3 / 4,
                 qPrintable(QStringLiteral("%1 of %2").arg(plainFrames).arg(rows)));
    }
    /// Whoever wants messages gets them from the machine.
    void notPastASink()
    {
        struct Nobody final : MessageSink {
            void messageData(Opcode, ByteView) override {}
            void messageEnd(Opcode) override {}
        } sink;
        StreamAnalyzer analyzer(Role::Server, {}, StreamOffset(0));
        const QByteArray stream = frameOf(0x81, "hello");
        PlainFrame frames[2];
        ByteView input = byteView(stream);
        analyzer.setMessageSink(&sink);
        QCOMPARE(analyzer.takePlain(input, frames), 0u);
        analyzer.setMessageSink(nullptr);
        QCOMPARE(analyzer.takePlain(input, frames), 1u);
    }
};

QTEST_GUILESS_MAIN(TestPlainFrame)
#include "tst_plainframe.moc"
