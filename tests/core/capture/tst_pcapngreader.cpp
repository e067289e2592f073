#include "core/capture/pcapngreader.h"

#include "core/capture/pcapngwriter.h"

#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

using namespace framescope;
using namespace framescope::capture;
using Step = PcapngReader::Step;

namespace
{
/// Builds blocks of either byte order by hand.
struct Blocks {
    bool big = false;
    QByteArray octets;

    QByteArray u16(quint16 v) const
    {
        QByteArray b(2, 0);
        big ? qToBigEndian(v, b.data()) : qToLittleEndian(v, b.data());
        return b;
    }
    QByteArray u32(quint32 v) const
    {
        QByteArray b(4, 0);
        big ? qToBigEndian(v, b.data()) : qToLittleEndian(v, b.data());
        return b;
    }
    void block(quint32 type, const QByteArray &body)
    {
        const auto size = quint32(body.size()) + 12;
        octets += u32(type) + u32(size) + body + u32(size);
    }
    void section() { block(0x0A0D0D0A, u32(0x1A2B3C4D) + u16(1) + u16(0) + QByteArray(8, char(0xFF))); }
    void interface(quint16 linkType, const QByteArray &options = {})
    {
        block(1, u16(linkType) + u16(0) + u32(0) + options);
    }
    void packet(quint32 number, quint64 ticks, const QByteArray &data, const QByteArray &options = {})
    {
        const QByteArray padding((4 - data.size() % 4) % 4, 0);
        block(6, u32(number) + u32(quint32(ticks >> 32)) + u32(quint32(ticks)) + u32(quint32(data.size())) +
                     u32(quint32(data.size()) + 5) + data + padding + options);
    }
};
} // namespace

class TestPcapngReader : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<QFile> file(const QByteArray &octets)
    {
        QFile out(m_dir.filePath(u"file"_qs));
        if (!out.open(QIODevice::WriteOnly) || out.write(octets) != octets.size())
            qFatal("cannot write");
        out.close();
        auto in = std::make_unique<QFile>(out.fileName());
        if (!in->open(QIODevice::ReadOnly | QIODevice::Unbuffered))
            qFatal("cannot read");
        return in;
    }

private Q_SLOTS:
    void resumesAtTheLastWholeBlock()
    {
        Blocks b;
        b.section();
        b.interface(101);
        const auto begin = b.octets.size();
        b.packet(0, 1, "first");
        b.block(0x0BAD, QByteArray(40, 'u')); // of a type nobody knows
        b.packet(0, 2, "second, longer");
        QFile out(m_dir.filePath(u"growing"_qs));
        QVERIFY(out.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        QFile in(out.fileName());
        QVERIFY(in.open(QIODevice::ReadOnly | QIODevice::Unbuffered));
        out.write(b.octets.first(begin));
        PcapngReader reader(in);
        QByteArrayList seen;
        for (qsizetype size = begin; size <= b.octets.size(); ++size) {
            if (size > begin)
                QCOMPARE(out.write(b.octets.sliced(size - 1, 1)), 1);
            Step step = reader.next();
            for (; step == Step::Packet; step = reader.next())
                seen << toByteArray(reader.packet().data);
            QCOMPARE(step, Step::End);
            QCOMPARE(reader.cutOctets(), std::uint64_t(size) - reader.position());
            reader.resume();
        }
        QCOMPARE(seen, QByteArrayList({"first", "second, longer"}));
        // A part of a block that its writer took back (the disk was full) is not taken for that of the next one.
        const auto whole = b.octets.size();
        b.packet(0, 3, "never whole");
        out.write(b.octets.sliced(whole, 40));
        QCOMPARE(reader.next(), Step::End);
        QVERIFY(out.resize(whole));
        reader.resume();
        b.octets.truncate(whole);
        b.packet(0, 4, "and after it");
        QVERIFY(out.seek(whole));
        out.write(b.octets.sliced(whole));
        QCOMPARE(reader.next(), Step::Packet);
        QCOMPARE(toByteArray(reader.packet().data), QByteArray("and after it"));
        QCOMPARE(reader.next(), Step::End);
        QCOMPARE(reader.cutOctets(), 0u);
    }

    void bothByteOrders_data()
    {
        QTest::addColumn<bool>("big");
        QTest::newRow("little-endian") << false;
        QTest::newRow("big-endian") << true;
    }
    void bothByteOrders()
    {
        QFETCH(bool, big);
        Blocks b{big, {}};
        b.section();
        b.interface(101, b.u16(9) + b.u16(1) + QByteArray::fromHex("09000000") + b.u32(0));
        b.interface(1);
        b.block(0x0BAD, QByteArray(40, 'x'));
        b.packet(0, 1'795'348'800'000'000'123, "first", b.u16(1) + b.u16(3) + "abc" + QByteArray(1, 0) + b.u32(0));
        b.packet(1, 1'795'348'800'000'001, "second!!");
        b.block(3, b.u32(3) + "abc" + QByteArray(1, 0));
        const auto in = file(b.octets);
        PcapngReader reader(*in);
        QCOMPARE(reader.next(), Step::Packet);
        QCOMPARE(reader.packet().time.value(), 1'795'348'800'000'000'123);
        QCOMPARE(toByteArray(reader.packet().data), QByteArray("first"));
        QCOMPARE(reader.packet().originalSize, 10u);
        QCOMPARE(reader.packet().comment.toByteArray(), QByteArray("abc"));
        QCOMPARE(reader.packet().linkType, 101u);
        const auto at = qsizetype(reader.packet().dataOffset.value());
        QCOMPARE(b.octets.mid(at, 5), QByteArray("first"));
        QCOMPARE(reader.packet().block.value(), std::uint64_t(at) - 28);
        QCOMPARE(reader.next(), Step::Packet);
        QCOMPARE(reader.packet().time.value(), 1'795'348'800'000'001'000); // microseconds when nothing is said
        QCOMPARE(reader.packet().linkType, 1u);
        QVERIFY(reader.packet().comment.isEmpty());
        QCOMPARE(reader.next(), Step::Packet);
        QCOMPARE(toByteArray(reader.packet().data), QByteArray("abc"));
        QCOMPARE(reader.next(), Step::End);
        QCOMPARE(reader.cutOctets(), 0u);
        QCOMPARE(reader.position(), std::uint64_t(b.octets.size()));
    }

    void timeUnits_data()
    {
        QTest::addColumn<int>("resolution");
        QTest::addColumn<quint64>("ticks");
        QTest::addColumn<qint64>("ns");
        QTest::newRow("seconds") << 0 << quint64(5) << qint64(5'000'000'000);
        QTest::newRow("milliseconds") << 3 << quint64(5) << qint64(5'000'000);
        QTest::newRow("picoseconds") << 12 << quint64(5'999) << qint64(5);
        QTest::newRow("far too fine") << 127 << quint64(5'999) << qint64(0);
        QTest::newRow("halves") << 0x81 << quint64(3) << qint64(1'500'000'000);
        QTest::newRow("2^-32") << (0x80 | 32) << (quint64(7) << 32 | 0x80000000u) << qint64(7'500'000'000);
        QTest::newRow("2^-63") << (0x80 | 63) << (quint64(1) << 62) << qint64(500'000'000);
        QTest::newRow("2^-127") << 0xFF << (quint64(1) << 62) << qint64(500'000'000);
    }
    void timeUnits()
    {
        QFETCH(int, resolution);
        QFETCH(quint64, ticks);
        Blocks b;
        b.section();
        b.interface(101, b.u16(9) + b.u16(1) + QByteArray(1, char(resolution)) + QByteArray(3, 0));
        b.interface(101, b.u16(14) + b.u16(8) + b.u32(2) + b.u32(0));
        b.packet(0, ticks, "x");
        b.packet(1, 1, "x");
        const auto in = file(b.octets);
        PcapngReader reader(*in);
        QCOMPARE(reader.next(), Step::Packet);
        QTEST(qint64(reader.packet().time.value()), "ns");
        QCOMPARE(reader.next(), Step::Packet);
        QCOMPARE(reader.packet().time.value(), 2'000'001'000);
    }

    void sectionsForgetInterfaces()
    {
        Blocks b;
        b.section();
        b.interface(101);
        b.packet(0, 0, "a");
        b.big = true;
        b.section();
        b.packet(0, 0, "b");
        const auto in = file(b.octets);
        PcapngReader reader(*in);
        QCOMPARE(reader.next(), Step::Packet);
        QCOMPARE(reader.next(), Step::Failed);
        QVERIFY(reader.error().contains(u"interface 0"_qs));
    }

    void brokenBlocks_data()
    {
        QTest::addColumn<QByteArray>("block");
        QTest::addColumn<QString>("says");
        QTest::newRow("length 0") << QByteArray::fromHex("060000000000000000000000") << u"impossible length 0"_qs;
        QTest::newRow("length 8") << QByteArray::fromHex("060000000800000008000000") << u"impossible length 8"_qs;
        QTest::newRow("odd") << QByteArray::fromHex("060000000d000000000000000d") << u"impossible length 13"_qs;
        QTest::newRow("lengths differ") << QByteArray::fromHex("010000001400000065000000000000001c000000")
                                        << u"differ"_qs;
        QTest::newRow("packet too short") << QByteArray::fromHex("060000001000000000000000"
                                                                 "10000000")
                                          << u"too short"_qs;
        QTest::newRow("interface too short") << QByteArray::fromHex("010000001000000000000000"
                                                                    "10000000")
                                             << u"too short"_qs;
        QTest::newRow("captured over block") << QByteArray::fromHex("06000000200000000000000000000000"
                                                                    "00000000ffffffffffffffff20000000")
                                             << u"does not fit"_qs;
        QTest::newRow("no such interface") << QByteArray::fromHex("06000000200000000500000000000000"
                                                                  "00000000000000000000000020000000")
                                           << u"interface 5"_qs;
        QTest::newRow("version 2") << QByteArray::fromHex("0a0d0d0a1c0000004d3c2b1a02000000ffffffffffffffff1c000000")
                                   << u"version 2.0"_qs;
    }
    void brokenBlocks()
    {
        QFETCH(QByteArray, block);
        QFETCH(QString, says);
        Blocks b;
        b.section();
        b.interface(101);
        b.packet(0, 0, "a");
        const auto in = file(b.octets + block);
        PcapngReader reader(*in);
        QCOMPARE(reader.next(), Step::Packet);
        QCOMPARE(reader.next(), Step::Failed);
        QVERIFY2(reader.error().contains(says), qPrintable(reader.error()));
        QVERIFY2(reader.error().contains(QString::number(b.octets.size())), qPrintable(reader.error()));
        QCOMPARE(reader.position(), std::uint64_t(b.octets.size()));
    }

    void lengthsOverTheFileAreACut()
    {
        Blocks b;
        b.section();
        b.interface(101);
        for (const char *block : {"06000000fcffffff000000000000", "aa000000fcffffff000000000000", "06000000",
                                  "0600000040000000000000001122"}) {
            const QByteArray rest = QByteArray::fromHex(block);
            const auto in = file(b.octets + rest);
            PcapngReader reader(*in);
            QCOMPARE(reader.next(), Step::End);
            QCOMPARE(reader.cutOctets(), std::uint64_t(rest.size()));
        }
    }

    void blocksOverTheWindowsEdge()
    {
        Blocks b;
        b.section();
        b.interface(101);
        b.block(0x0BAD, QByteArray(3 << 20, 'x'));
        for (int i = 0; i < 2000; ++i)
            b.packet(0, quint64(i), QByteArray(1400 + i % 7, char(i)));
        b.packet(0, 0, QByteArray(2 << 20, 'l'));
        const auto in = file(b.octets);
        PcapngReader reader(*in);
        for (int i = 0; i < 2000; ++i) {
            QCOMPARE(reader.next(), Step::Packet);
            QCOMPARE(toByteArray(reader.packet().data), QByteArray(1400 + i % 7, char(i)));
        }
        QCOMPARE(reader.next(), Step::Packet);
        QCOMPARE(reader.packet().data.size(), std::size_t(2 << 20));
        QCOMPARE(reader.next(), Step::End);
    }

    void ownFile()
    {
        PcapngWriter writer;
        writer.begin();
        TcpHeader header;
        header.flags = tcpflag::ack;
        const QByteArray payload("payload");
        const PacketPlace place = writer.packet(Timestamp(42), Direction::In, header, byteView(payload), "remark");
        const QByteArray octets = writer.bytes();
        const auto in = file(octets);
        PcapngReader reader(*in);
        QCOMPARE(reader.peekInterfaces(), Step::Packet);
        QCOMPARE(reader.linkTypes(), std::vector<std::uint32_t>{101});
        QCOMPARE(reader.next(), Step::Packet);
        QCOMPARE(reader.packet().time.value(), 42);
        QCOMPARE(reader.packet().comment.toByteArray(), QByteArray("remark"));
        QCOMPARE(reader.packet().block, place.block);
        QCOMPARE(reader.packet().dataOffset.value() + 40, place.payload.value());
        QCOMPARE(reader.next(), Step::End);
    }
};

QTEST_GUILESS_MAIN(TestPcapngReader)
#include "tst_pcapngreader.moc"
