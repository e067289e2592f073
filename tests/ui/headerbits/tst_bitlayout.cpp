#include "ui/headerbits/bitlayout.h"

#include <QTest>

using namespace framescope;
using ui::BitBox;
using ui::BitField;

namespace
{
QString print(const std::vector<BitField> &fields)
{
    QStringList out;
    for (const BitField &f : fields)
        out << QStringLiteral("%1|%2@%3+%4").arg(f.name, f.fullText()).arg(f.firstBit).arg(f.bitCount);
    return out.join(u'\n');
}

ws::FrameHeader header(std::uint8_t first, std::uint8_t second, std::uint64_t declared, ws::MaskKey key = {})
{
    return {first, second, key, declared};
}
} // namespace

class TestBitLayout : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fields_data()
    {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("second");
        QTest::addColumn<quint64>("declared");
        QTest::addColumn<QString>("text");
        QTest::newRow("text, 5 bytes") << 0x81 << 5 << quint64(5)
                                       << u"FIN|1@0+1\nRSV|0 0 0@1+3\nopcode|0001@4+4\nMASK|0@8+1\n"
                                          "payload len|0000101 = 5@9+7"_qs;
        QTest::newRow("masked") << 0x0A << 0x80 << quint64(0)
                                << u"FIN|0@0+1\nRSV|0 0 0@1+3\nopcode|1010@4+4\nMASK|1@8+1\n"
                                   "payload len|0000000 = 0@9+7\nmasking key (hex)|7a 1c 09 f2@16+32"_qs;
        QTest::newRow("the mock-up") << 0x41 << 126 << quint64(4096)
                                     << u"FIN|0@0+1\nRSV|1 0 0@1+3\nopcode|0001@4+4\nMASK|0@8+1\n"
                                        "payload len|1111110 = 126@9+7\n"
                                        "extended payload length|0001 0000 0000 0000 = 4,096@16+16"_qs;
        QTest::newRow("16-bit, masked") << 0x71 << 254 << quint64(1)
                                        << u"FIN|0@0+1\nRSV|1 1 1@1+3\nopcode|0001@4+4\nMASK|1@8+1\n"
                                           "payload len|1111110 = 126@9+7\n"
                                           "extended payload length|0000 0000 0000 0001 = 1@16+16\n"
                                           "masking key (hex)|7a 1c 09 f2@32+32"_qs;
    }
    void fields()
    {
        QFETCH(int, first);
        QFETCH(int, second);
        QFETCH(quint64, declared);
        const auto key = (second & 0x80) != 0 ? ws::MaskKey{0x7a, 0x1c, 0x09, 0xf2} : ws::MaskKey{};
        QTEST(print(ui::bitFields(header(std::uint8_t(first), std::uint8_t(second), declared, key))), "text");
    }

    void bitsCoverEveryHeaderWithoutGaps()
    {
        for (int second = 0; second < 256; ++second) {
            const auto h = header(0x81, std::uint8_t(second), 7);
            std::size_t next = 0;
            for (const BitField &f : ui::bitFields(h)) {
                QCOMPARE(f.firstBit, next);
                QCOMPARE(f.firstByte, f.firstBit / 8);
                next += f.bitCount;
            }
            QCOMPARE(next, h.size() * 8);
        }
    }

    void sixtyFourBits()
    {
        const auto fields = ui::bitFields(header(0x82, 127, 0x8000000000000001));
        QCOMPARE(fields.back().briefText(), u"0x8000000000000001 = 9,223,372,036,854,775,809"_qs);
        QCOMPARE(fields.back().byteCount, std::size_t(8));
    }

    void fieldAt()
    {
        const auto fields = ui::bitFields(header(0x81, 254, 300));
        QCOMPARE(ui::bitFieldAt(fields, 0, 1), 2);
        QCOMPARE(ui::bitFieldAt(fields, 1, 1), 4);
        QCOMPARE(ui::bitFieldAt(fields, 2, 2), 5);
        QCOMPARE(ui::bitFieldAt(fields, 3, 1), 5);
        QCOMPARE(ui::bitFieldAt(fields, 4, 4), 6);
        QCOMPARE(ui::bitFieldAt(fields, 7, 2), -1);
        QCOMPARE(ui::bitFieldAt(fields, 0, 2), -1);
        QCOMPARE(ui::bitFieldAt(fields, 0, 0), -1);
    }

    void boxes_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("lines");
        QTest::newRow("wide") << 900 << 1;
        QTest::newRow("just") << 530 << 1;
        QTest::newRow("brief") << 400 << 1;
        QTest::newRow("two lines") << 340 << 2;
        QTest::newRow("tiny") << 90 << 2;
        QTest::newRow("one pixel a box") << 7 << 2;
    }
    void boxes()
    {
        QFETCH(int, width);
        QFETCH(int, lines);
        const std::vector<ui::BitBoxNeed> needs = {{30, 30, false},     {40, 40, false},       {50, 50, false},
                                                   {40, 40, false},     {90, 90, false, true}, {200, 70, true, true},
                                                   {80, 60, true, true}};
        const std::vector<BitBox> boxes = ui::placeBitBoxes(needs, width, 20, 4);
        QCOMPARE(boxes.size(), needs.size());
        QCOMPARE(boxes.back().rect.y(), lines == 1 ? 0 : 24);
        for (std::size_t i = 1; i < boxes.size(); ++i) {
            if (boxes[i].rect.y() == boxes[i - 1].rect.y())
                QCOMPARE(boxes[i].rect.left(), boxes[i - 1].rect.right() + 1);
            else
                QCOMPARE(boxes[i].rect.left(), 0);
        }
        QCOMPARE(boxes.back().rect.right() + 1, width);
        if (width >= 530) {
            for (std::size_t i = 0; i < boxes.size(); ++i)
                QVERIFY(boxes[i].rect.width() >= needs[i].full);
        }
    }
};

QTEST_MAIN(TestBitLayout)
#include "tst_bitlayout.moc"
