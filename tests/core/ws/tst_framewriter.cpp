#include "core/ws/framewriter.h"

#include "core/ws/frameparser.h"
#include "core/ws/mask.h"

#include <QTest>

#include <vector>

using namespace framescope;
using namespace framescope::ws;

namespace
{
constexpr MaskKey rfcKey{0x37, 0xfa, 0x21, 0x3d};
}

class TestFrameWriter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// The examples of RFC 6455 §5.7, written and read.
    void examples_data()
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<bool>("fin");
        QTest::addColumn<int>("opcode");
        QTest::addColumn<bool>("masked");
        QTest::addColumn<QByteArray>("payload");
        const auto hex = [](const char *s) { return QByteArray::fromHex(s); };
        QTest::newRow("text") << hex("810548656c6c6f") << true << 1 << false << QByteArray("Hello");
        QTest::newRow("masked text") << hex("818537fa213d7f9f4d5158") << true << 1 << true << QByteArray("Hello");
        QTest::newRow("fragment") << hex("010348656c") << false << 1 << false << QByteArray("Hel");
        QTest::newRow("last fragment") << hex("80026c6f") << true << 0 << false << QByteArray("lo");
        QTest::newRow("ping") << hex("890548656c6c6f") << true << 9 << false << QByteArray("Hello");
        QTest::newRow("pong") << hex("8a8537fa213d7f9f4d5158") << true << 10 << true << QByteArray("Hello");
        const QByteArray k256(256, '\xA5');
        QTest::newRow("256 bytes") << hex("827e0100") + k256 << true << 2 << false << k256;
        const QByteArray k64(65536, '\x5A');
        QTest::newRow("64 KiB") << hex("827f0000000000010000") + k64 << true << 2 << false << k64;
    }
    void examples()
    {
        QFETCH(QByteArray, octets);
        QFETCH(bool, fin);
        QFETCH(int, opcode);
        QFETCH(bool, masked);
        QFETCH(QByteArray, payload);

        FrameFields fields;
        fields.fin = fin;
        fields.opcode = static_cast<Opcode>(opcode);
        if (masked)
            fields.key = rfcKey;
        QByteArray written("before");
        writeFrame(fields, byteView(payload), written);
        QCOMPARE(written, "before" + octets);

        FrameParser parser;
        ByteView input = byteView(octets);
        QCOMPARE(parser.readHeader(input), FrameParser::Status::Header);
        const FrameHeader &header = parser.header();
        QCOMPARE(header.fin(), fin);
        QCOMPARE(int(header.rsv()), 0);
        QCOMPARE(int(header.opcode()), opcode);
        QCOMPARE(header.masked(), masked);
        QCOMPARE(header.declared, std::uint64_t(payload.size()));
        QCOMPARE(header, makeHeader(fields, std::uint64_t(payload.size())));
        QByteArray read = toByteArray(parser.takePayload(input));
        maskInPlace({reinterpret_cast<std::uint8_t *>(read.data()), std::size_t(read.size())}, header.key, 0);
        QCOMPARE(read, payload);
        QVERIFY(input.empty());
        QCOMPARE(parser.payloadRemaining(), std::uint64_t(0));
    }
    void forms_data()
    {
        QTest::addColumn<int>("form"); // 0: not set
        QTest::addColumn<QVariant>("declared");
        QTest::addColumn<quint64>("size");
        QTest::addColumn<QByteArray>("header");
        const auto row = [](const char *header, int form, quint64 size, QVariant declared = {}) {
            QTest::addRow("%d %llu %s %s", form, static_cast<unsigned long long>(size), qPrintable(declared.toString()),
                          header)
                << form << declared << size << QByteArray(header);
        };
        row("8100", 0, 0);
        row("817d", 0, 125);
        row("817e007e", 0, 126);
        row("817effff", 0, 65535);
        row("817f0000000000010000", 0, 65536);
        row("817e0000", 16, 0);
        row("817e007d", 16, 125);
        row("817e2345", 16, 0x12345);
        row("817f0000000000000000", 64, 0);
        row("817d", 7, 125);
        row("817d", 7, 126);
        row("817d", 7, 127);
        row("8100", 7, 128);
        row("8148", 7, 200);
        row("817e00c8", 0, 5, 200);
        row("8103", 0, 5, 3);
        row("817fffffffffffffffff", 0, 5, QVariant(~quint64(0)));
        row("817f0000000000000003", 64, 5, 3);
        row("8148", 7, 5, 200);
    }
    void forms()
    {
        QFETCH(int, form);
        QFETCH(QVariant, declared);
        QFETCH(quint64, size);
        FrameFields fields;
        if (form != 0)
            fields.form = static_cast<LengthForm>(form);
        if (declared.isValid())
            fields.declared = declared.toULongLong();
        const FrameHeader header = makeHeader(fields, size);
        std::uint8_t out[FrameHeader::maxSize];
        const std::size_t n = encodeHeader(header, out);
        QTEST(toByteArray({out, n}).toHex(), "header");
        QCOMPARE(decodeHeader(out), header);
    }
    void everyFirstOctet()
    {
        for (int first = 0; first < 256; ++first) {
            FrameFields fields;
            fields.fin = first >= 128;
            fields.rsv = std::uint8_t(first / 16 % 8);
            fields.opcode = static_cast<Opcode>(first % 16);
            QCOMPARE(int(makeHeader(fields, 0).first), first);
        }
    }
    void payloadStaysWhole()
    {
        FrameFields fields;
        fields.declared = 2;
        QByteArray out;
        writeFrame(fields, byteView(QByteArrayView("Hello")), out);
        QCOMPARE(out.toHex(), QByteArray("810248656c6c6f"));
    }
    void close()
    {
        QCOMPARE(closePayload(1000, {}).toHex(), QByteArray("03e8"));
        QCOMPARE(closePayload(0xFF00, "bye").toHex(), QByteArray("ff00627965"));
    }
};

QTEST_GUILESS_MAIN(TestFrameWriter)
#include "tst_framewriter.moc"
