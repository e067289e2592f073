#include "core/ws/frameheader.h"

#include <QByteArray>
#include <QTest>

#include <array>

using namespace framescope::ws;

class TestFrameHeader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void codec_data()
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<quint64>("declared");
        QTest::addColumn<int>("form");
        QTest::addColumn<QByteArray>("key");
        const auto row = [](const char *octets, quint64 declared, int form, const char *key = "00000000") {
            QTest::newRow(octets) << QByteArray::fromHex(octets) << declared << form << QByteArray(key);
        };
        row("8105", 5, 7);
        row("818537fa213d", 5, 7, "37fa213d");
        row("0100", 0, 7);
        row("827d", 125, 7);
        row("827e0100", 256, 16);
        row("827e0000", 0, 16);
        row("82feffff01020304", 65535, 16, "01020304");
        row("827f0000000000010000", 65536, 64);
        row("fffffffffffffffffffff1f2f3f4", ~quint64(0), 64, "f1f2f3f4");
        row("7f7f0123456789abcdef", 0x0123456789abcdef, 64);
    }
    void codec()
    {
        QFETCH(QByteArray, octets);
        const auto *data = reinterpret_cast<const std::uint8_t *>(octets.constData());
        const FrameHeader header = decodeHeader(data);
        QCOMPARE(header.size(), std::size_t(octets.size()));
        QCOMPARE(FrameHeader::sizeFor(data[1]), std::size_t(octets.size()));
        QCOMPARE(int(header.first), int(data[0]));
        QCOMPARE(int(header.second), int(data[1]));
        QTEST(quint64(header.declared), "declared");
        QTEST(int(header.lengthForm()), "form");
        QTEST(QByteArray(reinterpret_cast<const char *>(header.key.data()), 4).toHex(), "key");
        std::array<std::uint8_t, FrameHeader::maxSize + 1> out{};
        out.fill(0xEE);
        QCOMPARE(encodeHeader(header, out.data()), std::size_t(octets.size()));
        QCOMPARE(QByteArray(reinterpret_cast<const char *>(out.data()), octets.size()), octets);
        QCOMPARE(int(out[std::size_t(octets.size())]), 0xEE);
    }
    void bits()
    {
        for (int first = 0; first < 256; ++first) {
            FrameHeader header;
            header.first = std::uint8_t(first);
            QCOMPARE(header.fin(), first >= 128);
            QCOMPARE(int(header.rsv()), first / 16 % 8);
            QCOMPARE(header.rsv1(), first / 64 % 2 == 1);
            QCOMPARE(header.rsv2(), first / 32 % 2 == 1);
            QCOMPARE(header.rsv3(), first / 16 % 2 == 1);
            QCOMPARE(int(header.opcode()), first % 16);
        }
    }
    void opcodes()
    {
        const char *const kinds = "d123rrrrcccrrrrr";
        for (int op = 0; op < 16; ++op) {
            const auto opcode = static_cast<Opcode>(op);
            QCOMPARE(isControl(opcode), op > 7);
            QCOMPARE(isReserved(opcode), op == 3 || kinds[op] == 'r');
            QCOMPARE(beginsMessage(opcode), op == 1 || op == 2);
        }
    }
    void minimalForm()
    {
        QCOMPARE(FrameHeader::minimalForm(0), LengthForm::Bits7);
        QCOMPARE(FrameHeader::minimalForm(125), LengthForm::Bits7);
        QCOMPARE(FrameHeader::minimalForm(126), LengthForm::Bits16);
        QCOMPARE(FrameHeader::minimalForm(65535), LengthForm::Bits16);
        QCOMPARE(FrameHeader::minimalForm(65536), LengthForm::Bits64);
        QCOMPARE(FrameHeader::minimalForm(~std::uint64_t(0)), LengthForm::Bits64);
    }
};

QTEST_GUILESS_MAIN(TestFrameHeader)
#include "tst_frameheader.moc"
