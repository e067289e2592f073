#include "core/capture/pcapngwriter.h"

#include "core/capture/checksum.h"

#include <QTest>

using namespace framescope;
using namespace framescope::capture;

class TestPcapngWriter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void packetOctetByOctet()
    {
        PcapngWriter writer;
        TcpHeader header;
        header.source = 0x0A000001;
        header.destination = 0xC0000201;
        header.sourcePort = 49152;
        header.destinationPort = 80;
        header.sequence = 1;
        header.acknowledgement = 2;
        header.flags = tcpflag::psh | tcpflag::ack;
        const QByteArray payload("Hello");
        const PacketPlace place =
            writer.packet(Timestamp(0x0102030405060708), Direction::Out, header, byteView(payload), "note");
        QCOMPARE(place.block.value(), 0u);
        QCOMPARE(place.payload.value(), 68u);
        const QByteArray expected = QByteArray::fromHex("06000000"
                                                        "64000000"
                                                        "00000000"
                                                        "04030201"
                                                        "08070605"
                                                        "2d000000"
                                                        "2d000000"
                                                        "4500002d"
                                                        "00004000"
                                                        "40066fcb"
                                                        "0a000001"
                                                        "c0000201"
                                                        "c0000050"
                                                        "00000001"
                                                        "00000002"
                                                        "5018ffff"
                                                        "59920000"
                                                        "48656c6c6f000000"
                                                        "010004006e6f7465"
                                                        "0200040002000000"
                                                        "00000000"
                                                        "64000000");
        QByteArray written = writer.bytes();
        QCOMPARE(written.size(), expected.size());
        // The checksums are judged below and by tshark.
        QByteArray masked = expected;
        for (const int at : {38, 39, 64, 65})
            masked[at] = written[at];
        QCOMPARE(written.toHex(), masked.toHex());
        Checksum ip;
        ip.add(byteView(written).subspan(28, 20));
        QCOMPARE(ip.value(), std::uint16_t(0));
        const QByteArray pseudo = written.mid(40, 8) + QByteArray::fromHex("00060019");
        Checksum tcp;
        tcp.add(byteView(pseudo));
        tcp.add(byteView(written).subspan(48, 25));
        QCOMPARE(tcp.value(), std::uint16_t(0));
    }
    void beginDescribesTheFile()
    {
        PcapngWriter writer;
        writer.begin();
        const QByteArray octets = writer.bytes();
        QCOMPARE(octets.left(4).toHex(), QByteArray("0a0d0d0a"));
        QCOMPARE(octets.mid(8, 8).toHex(), QByteArray("4d3c2b1a01000000"));
        QVERIFY(octets.contains("Framescope " FRAMESCOPE_VERSION));
        QCOMPARE(octets.right(32).toHex(), QByteArray("01000000200000006500000000000000"
                                                      "0900010009000000"
                                                      "00000000"
                                                      "20000000"));
        QCOMPARE(octets.size() % 4, 0);
    }
    void offsetsGoOnAfterWriting()
    {
        PcapngWriter writer;
        writer.begin();
        const auto begin = static_cast<std::uint64_t>(writer.bytes().size());
        writer.written();
        QVERIFY(writer.bytes().isEmpty());
        TcpHeader syn;
        syn.flags = tcpflag::syn;
        QCOMPARE(writer.packet(Timestamp(0), Direction::In, syn, {}).block.value(), begin);
        const auto size = static_cast<std::uint64_t>(writer.bytes().size());
        QCOMPARE(writer.packet(Timestamp(0), Direction::In, TcpHeader(), {}).block.value(), begin + size);
    }
    /// Borrowed payloads stand between the same octets as copied ones.
    void borrowedPayloads()
    {
        PcapngWriter copying, borrowing;
        const QByteArray payloads[] = {"a", "", QByteArray(5001, 'b'), QByteArray(6000, 'c'), "d"};
        for (int round = 0; round < 2; ++round) {
            for (const QByteArray &payload : payloads) {
                const auto how = payload.size() > 1 ? PcapngWriter::Payload::Borrowed : PcapngWriter::Payload::Copied;
                const ByteView octets = byteView(payload);
                const auto place = copying.packet(Timestamp(5), Direction::In, TcpHeader(), octets, "remark");
                const auto same = borrowing.packet(Timestamp(5), Direction::In, TcpHeader(), octets, "remark", how);
                QCOMPARE(same.block, place.block);
                QCOMPARE(same.payload, place.payload);
            }
            QVERIFY(borrowing.borrows() && !copying.borrows());
            QCOMPARE(copying.pieces().size(), std::size_t(1));
            QCOMPARE(borrowing.pieces().size(), std::size_t(5));
            QCOMPARE(borrowing.pieces()[1].data(), byteView(payloads[2]).data());
            QCOMPARE(borrowing.size(), copying.size());
            QCOMPARE(borrowing.bytes(), copying.bytes());
            copying.written();
            borrowing.written();
            QVERIFY(!borrowing.borrows() && borrowing.pieces().empty());
        }
    }
    void largestPacketAndComment()
    {
        PcapngWriter writer;
        const QByteArray payload(qsizetype(PcapngWriter::maxPayload), 'p');
        writer.packet(Timestamp(0), Direction::In, TcpHeader(), byteView(payload));
        QCOMPARE(writer.bytes().sliced(28, 4).toHex(), QByteArray("4500ffff"));
        writer.written();
        const QByteArray comment(qsizetype(PcapngWriter::maxComment), 'c');
        writer.packet(Timestamp(0), Direction::In, TcpHeader(), {}, comment);
        QVERIFY(writer.bytes().contains(comment));
        writer.written();
        writer.packet(Timestamp(0), Direction::In, TcpHeader(), {}, QByteArray(comment + "d"));
        QVERIFY(writer.bytes().size() < 200);
    }
};

QTEST_GUILESS_MAIN(TestPcapngWriter)
#include "tst_pcapngwriter.moc"
