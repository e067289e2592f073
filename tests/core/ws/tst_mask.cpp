#include "core/ws/mask.h"

#include <QTest>

#include <algorithm>
#include <vector>

using namespace framescope;
using namespace framescope::ws;

class TestMask : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void example()
    {
        // RFC 6455 §5.7: "Hello" with the key 37 fa 21 3d
        QByteArray text("Hello");
        auto *octets = reinterpret_cast<std::uint8_t *>(text.data());
        maskInPlace({octets, 5}, {0x37, 0xfa, 0x21, 0x3d}, 0);
        QCOMPARE(text.toHex(), QByteArray("7f9f4d5158"));
    }
    /// Every length, alignment and phase against the loop of the RFC; octets around stay as they are.
    void againstPlain()
    {
        constexpr MaskKey key{0x37, 0xfa, 0x21, 0x3d};
        std::vector<std::uint8_t> source(192);
        for (std::size_t i = 0; i < source.size(); ++i)
            source[i] = static_cast<std::uint8_t>(i * 151 + 7);
        for (std::size_t size = 0; size <= 130; ++size) {
            for (std::size_t offset = 0; offset < 16; ++offset) {
                for (std::uint64_t phase = 0; phase < 4; ++phase) {
                    auto expected = source;
                    maskPlain({expected.data() + offset, size}, key, phase);
                    auto inPlace = source;
                    maskInPlace({inPlace.data() + offset, size}, key, phase);
                    std::vector<std::uint8_t> copied = source;
                    mask(source.data() + offset, copied.data() + offset, size, key, phase);
                    std::vector<std::uint8_t> shifted(200, 0xEE);
                    mask(source.data() + offset, shifted.data() + 16 - offset, size, key, phase + 4'000'000'000'000);
                    const bool same =
                        inPlace == expected && copied == expected &&
                        std::equal(expected.begin() + qptrdiff(offset), expected.begin() + qptrdiff(offset + size),
                                   shifted.begin() + qptrdiff(16 - offset)) &&
                        shifted[15 - offset] == 0xEE && shifted[16 - offset + size] == 0xEE;
                    QVERIFY2(same, qPrintable(u"size %1 offset %2 phase %3"_qs.arg(size).arg(offset).arg(phase)));
                }
            }
        }
    }
    void piecesJoin()
    {
        constexpr MaskKey key{1, 2, 3, 4};
        std::vector<std::uint8_t> whole(1000, 0x55);
        auto pieces = whole;
        maskPlain(whole, key, 0);
        for (std::size_t at = 0, size = 1; at < pieces.size(); at += size, size = size % 37 + 1) {
            size = std::min(size, pieces.size() - at);
            maskInPlace({pieces.data() + at, size}, key, at);
        }
        QVERIFY(pieces == whole);
    }
};

QTEST_GUILESS_MAIN(TestMask)
#include "tst_mask.moc"
