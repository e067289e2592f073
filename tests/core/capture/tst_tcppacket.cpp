#include "core/capture/tcppacket.h"

#include "core/capture/pcapngwriter.h"

#include <QTest>

using namespace framescope;
using namespace framescope::capture;

namespace
{
const QByteArray tcp = QByteArray::fromHex("c0000050"
                                           "00000007"
                                           "00000002"
                                           "5018ffff"
                                           "00000000") +
                       "data";

QByteArray ipv4(const QByteArray &rest)
{
    QByteArray ip = QByteArray::fromHex("45000000"
                                        "00004000"
                                        "40060000"
                                        "0a000001"
                                        "c0000201");
    const auto size = ip.size() + rest.size();
    ip[2] = char(size >> 8);
    ip[3] = char(size);
    return ip + rest;
}

QByteArray ipv6(const QByteArray &rest, char next = 6)
{
    QByteArray ip = QByteArray::fromHex("60000000"
                                        "00000040") +
                    QByteArray(15, 0) + QByteArray(1, 1) + QByteArray::fromHex("20010db8000000000000000000000002");
    ip[4] = char(rest.size() >> 8);
    ip[5] = char(rest.size());
    ip[6] = next;
    return ip + rest;
}
} // namespace

class TestTcpPacket : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void links_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<QByteArray>("data");
        const QByteArray mac(12, 'm');
        QTest::newRow("raw") << 101 << ipv4(tcp);
        QTest::newRow("raw, IPv6") << 101 << ipv6(tcp);
        QTest::newRow("IPv4") << 228 << ipv4(tcp);
        QTest::newRow("IPv6") << 229 << ipv6(tcp);
        QTest::newRow("IPv6 with options") << 101 << ipv6(QByteArray::fromHex("0600000000000000") + tcp, 0);
        QTest::newRow("Ethernet") << 1 << mac + QByteArray::fromHex("0800") + ipv4(tcp);
        QTest::newRow("Ethernet, padded") << 1 << mac + QByteArray::fromHex("0800") + ipv4(tcp) + QByteArray(10, 'p');
        QTest::newRow("Ethernet, IPv6") << 1 << mac + QByteArray::fromHex("86dd") + ipv6(tcp);
        QTest::newRow("Ethernet, tagged twice") << 1
                                                << mac +
                                                       QByteArray::fromHex("88a8000181000002"
                                                                           "0800") +
                                                       ipv4(tcp);
        QTest::newRow("null") << 0 << QByteArray::fromHex("02000000") + ipv4(tcp);
        QTest::newRow("loop") << 108 << QByteArray::fromHex("0000001e") + ipv6(tcp);
        QTest::newRow("cooked") << 113 << QByteArray(14, 'c') + QByteArray::fromHex("0800") + ipv4(tcp);
        QTest::newRow("cooked 2") << 276 << QByteArray::fromHex("0800") + QByteArray(18, 'c') + ipv4(tcp);
    }
    void links()
    {
        QFETCH(int, type);
        QFETCH(QByteArray, data);
        QVERIFY(isSupportedLinkType(std::uint32_t(type)));
        const auto packet = decodeTcpPacket(std::uint32_t(type), byteView(data));
        QVERIFY(packet);
        QCOMPARE(toByteArray(packet->payload), QByteArray("data"));
        QCOMPARE(data.mid(qsizetype(packet->payloadOffset), 4), QByteArray("data"));
        QCOMPARE(packet->source.port, std::uint16_t(49152));
        QCOMPARE(packet->destination.port, std::uint16_t(80));
        QCOMPARE(packet->sequence, 7u);
        QCOMPARE(packet->flags, std::uint8_t(0x18));
        const bool six = packet->source.addressText().contains(u':');
        QCOMPARE(packet->source.addressText(), six ? u"::1"_qs : u"10.0.0.1"_qs);
        QCOMPARE(packet->destination.addressText(), six ? u"2001:db8::2"_qs : u"192.0.2.1"_qs);
        // A packet recorded in part never reads beyond what is there.
        for (qsizetype size = 0; size < data.size(); ++size) {
            const QByteArray part = data.left(size);
            const auto cut = decodeTcpPacket(std::uint32_t(type), byteView(part));
            QVERIFY(!cut || cut->payload.size() <= 4);
        }
    }
    void others_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<QByteArray>("data");
        QByteArray udp = ipv4(tcp);
        udp[9] = 17;
        QTest::newRow("UDP") << 101 << udp;
        QByteArray fragment = ipv4(tcp);
        fragment[7] = 1;
        QTest::newRow("later fragment") << 101 << fragment;
        QTest::newRow("ARP") << 1 << QByteArray(12, 'm') + QByteArray::fromHex("0806") + QByteArray(40, 0);
        QTest::newRow("IPv5") << 101 << QByteArray(60, 0x55);
        QTest::newRow("unknown link") << 147 << ipv4(tcp);
        QByteArray offset = ipv4(tcp);
        offset[32] = 0x10;
        QTest::newRow("TCP header of 4 bytes") << 101 << offset;
        QTest::newRow("IPv6, UDP") << 101 << ipv6(tcp, 17);
    }
    void others()
    {
        QFETCH(int, type);
        QFETCH(QByteArray, data);
        QVERIFY(!decodeTcpPacket(std::uint32_t(type), byteView(data)));
    }
    void packetsOneAfterTheOther()
    {
        // Whatever came before, each is told as if it came alone.
        QByteArray back = ipv4(tcp), other = ipv4(tcp), reset = ipv4(tcp.left(20)), odd = ipv4(tcp);
        std::swap_ranges(back.begin() + 12, back.begin() + 16, back.begin() + 16);
        std::swap_ranges(back.begin() + 20, back.begin() + 22, back.begin() + 22);
        other[21] = 9;
        reset[33] = 4;
        odd[32] = 0x10;
        QByteArray fragment = ipv4(tcp), six = ipv6(tcp), six2 = ipv6(tcp + "more");
        fragment[7] = 1;
        QByteArray options = ipv4(QByteArray(4, 1) + tcp);
        options[0] = 0x46;
        const QByteArray mac(12, 'm');
        const std::pair<std::uint32_t, QByteArray> packets[] = {
            {101, ipv4(tcp)},
            {101, back},
            {101, reset},
            {101, ipv4(tcp + "more")},
            {101, odd},
            {101, fragment},
            {101, ipv4(tcp).left(43)},
            {101, ipv4(tcp).left(30)},
            {101, six},
            {101, six2},
            {101, other},
            {101, options},
            {101, ipv6(QByteArray::fromHex("0600000000000000") + tcp, 0)},
            {1, mac + QByteArray::fromHex("0800") + ipv4(tcp) + QByteArray(10, 'p')},
            {1, mac + QByteArray::fromHex("0806") + QByteArray(40, 0)},
            {1, mac +
                    QByteArray::fromHex("81000002"
                                        "86dd") +
                    six},
            {113, QByteArray(3, 'c')},
            {147, ipv4(tcp)},
        };
        TcpDecoder decoder;
        std::uint32_t random = 1;
        int same = 0;
        for (int i = 0; i < 2000; ++i) {
            random = random * 1664525u + 1013904223u;
            const auto &[type, data] = packets[(random >> 16) % std::size(packets)];
            const auto alone = decodeTcpPacket(type, byteView(data));
            const TcpPacket *const told = decoder.decode(type, byteView(data));
            QCOMPARE(told != nullptr, alone.has_value());
            if (!told)
                continue;
            QVERIFY(told->source == alone->source && told->destination == alone->destination);
            QCOMPARE(told->sequence, alone->sequence);
            QCOMPARE(told->flags, alone->flags);
            QCOMPARE(told->payloadOffset, alone->payloadOffset);
            QCOMPARE(toByteArray(told->payload), toByteArray(alone->payload));
            same += decoder.sameEnds() ? 1 : 0;
        }
        QVERIFY(same > 100);
    }
    void linkNames()
    {
        QCOMPARE(linkTypeName(1), u"LINKTYPE_ETHERNET (1)"_qs);
        QCOMPARE(linkTypeName(12345), u"link type 12345"_qs);
        QVERIFY(!isSupportedLinkType(105));
    }
    void ownPackets()
    {
        PcapngWriter writer;
        TcpHeader header;
        header.source = 0x0A000001;
        header.destination = 0xC0000201;
        header.destinationPort = 80;
        header.flags = tcpflag::syn;
        const QByteArray payload("xyz");
        writer.packet(Timestamp(0), Direction::In, header, byteView(payload));
        const QByteArray octets = writer.bytes();
        const auto packet = decodeTcpPacket(101, byteView(octets).subspan(28, 47));
        QVERIFY(packet);
        QCOMPARE(toByteArray(packet->payload), payload);
        QCOMPARE(packet->source.addressText(), u"10.0.0.1"_qs);
    }
};

QTEST_GUILESS_MAIN(TestTcpPacket)
#include "tst_tcppacket.moc"
