#include "core/net/messagewriter.h"

#include "core/ws/inflater.h"
#include "tests/support/netfixture.h"

#include <QTest>

using namespace framescope;
using net::DeflateSettings;
using net::MessageWriter;
using test::ReadFrame;
using ws::Opcode;

namespace
{
const QByteArray text = QByteArray("to be compressed, ").repeated(20);

ReadFrame written(MessageWriter &writer, Opcode opcode, const QByteArray &data)
{
    QByteArray octets;
    writer.write(opcode, byteView(data), octets);
    const auto frames = test::readFrames(octets);
    return frames.size() == 1 ? frames[0] : ReadFrame();
}

/// What the peer makes of a compressed payload.
QByteArray inflated(ws::Inflater &inflater, const QByteArray &payload)
{
    std::vector<std::uint8_t> slice(4096);
    QByteArray all;
    inflater.begin({});
    ByteView input = byteView(payload);
    for (;;) {
        const ByteView part = inflater.inflate(input, slice);
        if (part.empty())
            break;
        all += toByteArray(part);
    }
    return inflater.finish() == ws::Inflater::Fault::None ? all : QByteArray("fault");
}
} // namespace

class TestMessageWriter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void closeFrames_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("reason");
        QTest::addColumn<QByteArray>("payload");
        QTest::newRow("code") << 1000 << QByteArray() << QByteArray("\x03\xe8");
        QTest::newRow("reason") << 1001 << QByteArray("bye")
                                << QByteArray("\x03\xe9"
                                              "bye");
        QTest::newRow("no code") << 1005 << QByteArray("never sent") << QByteArray();
        QTest::newRow("longest reason") << 1000 << QByteArray(123, 'x') << "\x03\xe8" + QByteArray(123, 'x');
        QTest::newRow("too long") << 1000 << QByteArray(124, 'x') << "\x03\xe8" + QByteArray(123, 'x');
        QTest::newRow("cut between characters") << 1000 << QByteArray(122, 'x') + "\xc3\xa9"
                                                << "\x03\xe8" + QByteArray(122, 'x');
    }
    void closeFrames()
    {
        QFETCH(int, code);
        QFETCH(QByteArray, reason);
        QFETCH(QByteArray, payload);
        for (const ws::Role role : {ws::Role::Client, ws::Role::Server}) {
            const auto frames = test::readFrames(net::closeFrame(std::uint16_t(code), reason, role));
            QCOMPARE(frames.size(), std::size_t(1));
            QCOMPARE(frames[0].header.opcode(), Opcode::Close);
            QCOMPARE(frames[0].header.masked(), role == ws::Role::Client);
            QCOMPARE(frames[0].payload, payload);
        }
    }
    void masksByRole()
    {
        for (const ws::Role role : {ws::Role::Client, ws::Role::Server}) {
            MessageWriter writer(role);
            const ReadFrame first = written(writer, Opcode::Text, "a");
            const ReadFrame second = written(writer, Opcode::Text, "a");
            QCOMPARE(first.payload, QByteArray("a"));
            QVERIFY(first.header.fin() && first.header.rsv() == 0);
            QCOMPARE(first.header.masked(), role == ws::Role::Client);
            QCOMPARE(first.header.key != second.header.key, role == ws::Role::Client);
        }
    }
    void uncompressedUntilAgreed()
    {
        MessageWriter writer(ws::Role::Client);
        QVERIFY(!writer.compresses());
        const ReadFrame frame = written(writer, Opcode::Text, text);
        QVERIFY(!frame.header.rsv1());
        QCOMPARE(frame.payload, text);
    }
    void uncompressedAsTold_data()
    {
        QTest::addColumn<int>("bits");
        QTest::addColumn<bool>("compress");
        QTest::addColumn<bool>("compresses");
        QTest::newRow("usual") << 15 << true << true;
        QTest::newRow("window of 9") << 9 << true << true;
        QTest::newRow("window of 8, which zlib has not") << 8 << true << false;
        QTest::newRow("not wanted") << 15 << false << false;
    }
    void uncompressedAsTold()
    {
        QFETCH(int, bits);
        QFETCH(bool, compress);
        MessageWriter writer(ws::Role::Server);
        DeflateSettings settings;
        settings.compress = compress;
        writer.agree({true, static_cast<std::uint8_t>(bits)}, settings);
        QTEST(writer.compresses(), "compresses");
        QTEST(written(writer, Opcode::Text, text).header.rsv1(), "compresses");
    }
    void threshold()
    {
        MessageWriter writer(ws::Role::Client);
        DeflateSettings settings;
        settings.threshold = 10;
        writer.agree({}, settings);
        QVERIFY(!written(writer, Opcode::Text, text.first(9)).header.rsv1());
        QVERIFY(written(writer, Opcode::Text, text.first(10)).header.rsv1());
        settings.threshold = 0;
        writer.agree({}, settings);
        const ReadFrame empty = written(writer, Opcode::Binary, {});
        QVERIFY(empty.header.rsv1());
        QCOMPARE(empty.payload, QByteArray(1, '\0')); // RFC 7692 §7.2.3.6
    }
    void controlFramesAreNeverCompressed() // RFC 7692 §6
    {
        MessageWriter writer(ws::Role::Client);
        DeflateSettings settings;
        settings.threshold = 0;
        writer.agree({}, settings);
        const ReadFrame ping = written(writer, Opcode::Ping, QByteArray(100, 'p'));
        QVERIFY(!ping.header.rsv1());
        QCOMPARE(ping.payload, QByteArray(100, 'p'));
    }
    void context_data()
    {
        QTest::addColumn<bool>("takeover");
        QTest::addColumn<bool>("forget");
        QTest::newRow("kept") << true << false;
        QTest::newRow("forgotten once") << true << true;
        QTest::newRow("none agreed") << false << false;
    }
    void context()
    {
        QFETCH(bool, takeover);
        QFETCH(bool, forget);
        MessageWriter writer(ws::Role::Client);
        const ws::DeflateSide side{takeover, 15};
        writer.agree(side, {});
        ws::Inflater whole(side);
        const QByteArray first = written(writer, Opcode::Text, text).payload;
        QCOMPARE(inflated(whole, first), text);
        if (forget)
            writer.forget();
        const QByteArray second = written(writer, Opcode::Text, text).payload;
        QCOMPARE(inflated(whole, second), text);
        // What refers to the first message cannot be read without it.
        ws::Inflater alone(ws::DeflateSide{});
        QCOMPARE(inflated(alone, second) == text, !takeover || forget);
        QCOMPARE(second.size() < first.size(), takeover && !forget);
    }
    void incompressible()
    {
        MessageWriter writer(ws::Role::Server);
        writer.agree({}, {});
        QByteArray noise;
        std::uint32_t state = 1;
        for (int i = 0; i < 10'000; ++i)
            noise += static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
        ws::Inflater inflater(ws::DeflateSide{});
        for (int i = 0; i < 2; ++i) {
            const ReadFrame frame = written(writer, Opcode::Binary, noise);
            QVERIFY(frame.header.rsv1());
            QCOMPARE(inflated(inflater, frame.payload), noise);
        }
    }
};

QTEST_GUILESS_MAIN(TestMessageWriter)
#include "tst_messagewriter.moc"
