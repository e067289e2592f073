#include "tests/core/capture/recording.h"
#include "tests/support/preload/failwrites.h"

#include "core/capture/pcapngwriter.h"

#include <QTemporaryDir>
#include <QtEndian>

using namespace framescope;
using namespace framescope::capture;
using namespace framescope::test;
using ws::Opcode;

/// Files and streams beyond four GiB, in files with holes.
class TestLarge : public QObject
{
    Q_OBJECT

    static constexpr std::uint64_t fourGiB = std::uint64_t(1) << 32;
    QTemporaryDir m_dir;

    static TcpHeader header(bool fromClient, std::uint32_t sequence, std::uint8_t flags = tcpflag::ack)
    {
        TcpHeader h;
        h.source = fromClient ? 0xC6336407 : 0xC0000209;
        h.destination = fromClient ? 0xC0000209 : 0xC6336407;
        h.sourcePort = fromClient ? 50'000 : 80;
        h.destinationPort = fromClient ? 80 : 50'000;
        h.sequence = sequence;
        h.flags = flags;
        return h;
    }

    /// Records a frame of this many octets and what follows it; the file has a hole of `hole` octets.
    void recordHuge(std::uint64_t declared, std::uint64_t hole, bool reopen)
    {
        const QString path = m_dir.filePath(u"huge.pcapng"_qs);
        const QByteArray file = QFile::encodeName(path);
        Recording r(path);
        const ConnectionId id = r.upgraded();
        if (hole > 0)
            failWrites({file.constData(), 4 << 20, 0, 0, hole});
        QByteArray head = QByteArray::fromHex("827f") + QByteArray(8, 0);
        qToBigEndian(quint64(declared), head.data() + 2);
        r.in(id, head);
        constexpr std::uint64_t piece = 4 << 20;
        QByteArray octets(qsizetype(piece), 0);
        const auto octetAt = [](std::uint64_t offset) { return char(offset / piece * 7 + 1); };
        for (std::uint64_t at = 0; at < declared; at += piece) {
            const std::uint64_t part = std::min(piece, declared - at);
            std::memset(octets.data(), octetAt(at), std::size_t(part));
            r.capture->append(id, Direction::In, r.tick(), byteView(octets).first(std::size_t(part)));
        }
        failNoWrites();
        r.in(id, frame(Opcode::Text, "after it", false));
        r.event(id, EventKind::Note, {{u"text"_qs, u"far out"_qs}});
        r.out(id, frame(Opcode::Text, "an answer", true));
        QCOMPARE(r.capture->writeError(), QString());
        QVERIFY(r.capture->fileSize() > fourGiB);
        QCOMPARE(std::uint64_t(QFileInfo(path).size()), r.capture->fileSize());
        const QStringList rows = describe(*r.capture);
        const auto check = [&](const Capture &c) {
            CaptureReader reader(c);
            QCOMPARE(c.rowCount(), 6u);
            QCOMPARE(c.row(RowIndex(2)).length(), declared);
            QVERIFY(!c.row(RowIndex(2)).incomplete());
            QCOMPARE(reader.payloadPresent(RowIndex(2)), declared);
            for (const std::uint64_t at : {std::uint64_t(0), std::uint64_t(1000), declared - 1}) {
                const auto one = reader.payload(RowIndex(2), at, 1);
                QVERIFY(one);
                QCOMPARE(*one, QByteArray(1, octetAt(at)));
            }
            QVERIFY(c.row(RowIndex(3)).offset().value() > fourGiB);
            QCOMPARE(*reader.payload(RowIndex(3), 0, 100), QByteArray("after it"));
            QVERIFY(c.row(RowIndex(4)).offset().value() > fourGiB); // where it lies in the file
            QCOMPARE(reader.event(RowIndex(4)).details.value(u"text"_qs).toString(), u"far out"_qs);
            QCOMPARE(*reader.payload(RowIndex(5), 0, 100), QByteArray("an answer"));
            QCOMPARE(c.totals(id).octetsIn, std::uint64_t(responseHead().size()) + 10 + declared + 10);
            QCOMPARE(c.errorFindingCount(), 0u);
        };
        check(*r.capture);
        r.capture.reset();
        if (reopen) {
            const auto again = reopened(path);
            check(*again);
            QCOMPARE(describe(*again), rows);
            QCOMPARE(again->loadNote(), QString());
        }
        QFile::remove(path);
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_dir.isValid()); }

    /// The octets of the middle are left out of the file, which is right in all other ways.
    void recordsBeyondFourGiB()
    {
        if (!canFailWrites)
            QSKIP("calls of the system are interposed on Linux only");
        recordHuge(fourGiB + (64 << 20), fourGiB + (32 << 20), false);
    }

    /// The same without a hole: four GiB of disk and a minute, for those who ask for it.
    void recordsAndReadsBeyondFourGiB()
    {
        if (!qEnvironmentVariableIsSet("FRAMESCOPE_TEST_HUGE"))
            QSKIP("set FRAMESCOPE_TEST_HUGE to write and read a file of four GiB");
        recordHuge(fourGiB + (64 << 20), 0, true);
    }

    void readsBeyondEightGiB()
    {
        QFile file(m_dir.filePath(u"sparse.pcapng"_qs));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        std::uint64_t at = 0;
        const auto write = [&](const QByteArray &octets) {
            QVERIFY(file.seek(qint64(at)));
            QCOMPARE(file.write(octets), octets.size());
            at += std::uint64_t(octets.size());
        };
        // A block of a type that nobody knows, and that is all hole.
        const auto writeHole = [&] {
            QByteArray number(4, 0);
            qToLittleEndian<quint32>(0xFFFF'FFF0, number.data());
            write(QByteArray::fromHex("ad0b0000") + number);
            at += 0xFFFF'FFF0 - 12;
            write(number);
        };
        PcapngWriter w;
        w.begin();
        w.packet(Timestamp(1), Direction::Out, header(true, 9, tcpflag::syn), {});
        w.packet(Timestamp(2), Direction::In, header(false, 99, tcpflag::syn | tcpflag::ack), {});
        w.packet(Timestamp(3), Direction::Out, header(true, 10), byteView(requestHead()));
        write(w.bytes());
        w.written();
        writeHole();
        w.packet(Timestamp(4), Direction::In, header(false, 100), byteView(responseHead()));
        write(w.bytes());
        w.written();
        writeHole();
        writeHole();
        w.packet(Timestamp(5), Direction::In, header(false, quint32(100 + responseHead().size())),
                 byteView(frame(Opcode::Text, "far out", false)));
        write(w.bytes());
        file.close();
        QVERIFY(at > 3 * fourGiB - 1000);
        const auto loaded = reopened(file.fileName());
        QCOMPARE(loaded->rowCount(), 3u);
        QCOMPARE(loaded->fileSize(), at);
        QCOMPARE(loaded->loadNote(), QString());
        CaptureReader reader(*loaded);
        QCOMPARE(*reader.wire(RowIndex(1), 0, 10'000), responseHead());
        QCOMPARE(*reader.payload(RowIndex(2), 0, 100), QByteArray("far out"));
        QFile::remove(file.fileName());
    }

    /// RFC 9293 §3.4: sequence numbers wrap; the stream's offsets do not.
    void streamsBeyondFourGiB()
    {
        PcapngWriter w;
        w.begin();
        std::uint64_t at = 0;
        w.packet(Timestamp(1), Direction::Out, header(true, 9, tcpflag::syn), {});
        w.packet(Timestamp(2), Direction::In, header(false, 0xFFFF'FF00, tcpflag::syn | tcpflag::ack), {});
        w.packet(Timestamp(3), Direction::Out, header(true, 10), byteView(requestHead()));
        const auto server = [&](const QByteArray &octets) {
            w.packet(Timestamp(4), Direction::In, header(false, quint32(0xFFFF'FF01 + at)), byteView(octets));
            at += std::uint64_t(octets.size());
        };
        server(responseHead());
        constexpr std::uint64_t gap = 0x7000'0000; // more cannot be told from what came before
        std::vector<std::uint64_t> offsets;
        for (int i = 0; i < 4; ++i) {
            at += gap;
            offsets.push_back(at);
            server("piece " + QByteArray::number(i));
        }
        QVERIFY(at > fourGiB);
        QFile file(m_dir.filePath(u"gaps.pcapng"_qs));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(w.bytes());
        file.close();
        const auto loaded = reopened(file.fileName());
        QCOMPARE(loaded->rowCount(), 6u);
        CaptureReader reader(*loaded);
        for (std::size_t i = 0; i < 4; ++i) {
            const RowIndex row(i + 2);
            QCOMPARE(loaded->row(row).kind(), RowKind::Raw);
            QCOMPARE(loaded->row(row).offset().value(), offsets[i]);
            QCOMPARE(loaded->findings(row)[0].value, gap);
            QCOMPARE(*reader.wire(row, 0, 100), "piece " + QByteArray::number(int(i)));
        }
    }
};

QTEST_GUILESS_MAIN(TestLarge)
#include "tst_large.moc"
