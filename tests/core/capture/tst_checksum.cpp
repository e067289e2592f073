#include "core/capture/checksum.h"

#include <QTest>

#include <cstring>

using namespace framescope;
using namespace framescope::capture;

namespace
{
/// Word by word, as RFC 1071 §1 tells it; network order.
std::uint16_t plain(const QByteArray &octets)
{
    std::uint64_t sum = 0;
    for (qsizetype i = 0; i < octets.size(); ++i)
        sum += std::uint64_t(std::uint8_t(octets[i])) << (i % 2 == 0 ? 8 : 0);
    while (sum > 0xFFFF)
        sum = (sum & 0xFFFF) + (sum >> 16);
    return std::uint16_t(~sum);
}

std::uint16_t inNetworkOrder(std::uint16_t stored)
{
    std::uint8_t octets[2];
    std::memcpy(octets, &stored, 2);
    return std::uint16_t((octets[0] << 8) | octets[1]);
}
} // namespace

class TestChecksum : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void exampleOfTheRfc()
    {
        // RFC 1071 §3: 00 01 f2 03 f4 f5 f6 f7 sums up to ddf2.
        const QByteArray octets = QByteArray::fromHex("0001f203f4f5f6f7");
        Checksum sum;
        sum.add(byteView(octets));
        QCOMPARE(inNetworkOrder(sum.value()), std::uint16_t(~0xddf2));
    }
    void everyLengthIsAsThePlainSum()
    {
        QByteArray octets;
        for (int length = 0; length < 300; ++length) {
            Checksum sum;
            sum.add(byteView(octets));
            QCOMPARE(inNetworkOrder(sum.value()), plain(octets));
            octets.append(char(length * 89 + 200));
        }
        octets.fill(char(0xFF), 65'495);
        Checksum sum;
        sum.add(byteView(octets));
        QCOMPARE(inNetworkOrder(sum.value()), plain(octets));
    }
    void piecesOfEvenSizeAddUp()
    {
        const QByteArray octets = QByteArray::fromHex("fedcba98765432100123456789");
        for (qsizetype cut = 0; cut <= octets.size(); cut += 2) {
            Checksum sum;
            sum.add(byteView(octets).first(std::size_t(cut)));
            sum.add(byteView(octets).subspan(std::size_t(cut)));
            QCOMPARE(inNetworkOrder(sum.value()), plain(octets));
        }
    }
};

QTEST_GUILESS_MAIN(TestChecksum)
#include "tst_checksum.moc"
