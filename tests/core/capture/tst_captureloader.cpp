#include "tests/core/capture/rolling.h"

#include "core/capture/capturestore.h"
#include "core/capture/packetcomment.h"
#include "core/capture/pcapngwriter.h"

#include <atomic>
#include <thread>

using namespace framescope;
using namespace framescope::capture;
using namespace framescope::test;
using ws::Opcode;

namespace
{
/// A connection as another program would have recorded it.
struct Foreign {
    PcapngWriter writer;
    quint32 isn = 0xFFFFFF00; // numbers wrap soon
    std::int64_t ns = 1'000'000'000;

    Foreign() { writer.begin(); }
    void packet(bool fromClient, quint32 sequence, std::uint8_t flags, const QByteArray &payload)
    {
        TcpHeader h;
        h.source = fromClient ? 0xC6336407 : 0xC0000209;
        h.destination = fromClient ? 0xC0000209 : 0xC6336407;
        h.sourcePort = fromClient ? 50000 : 8080;
        h.destinationPort = fromClient ? 8080 : 50000;
        h.sequence = sequence;
        h.flags = flags;
        writer.packet(Timestamp(ns += 1000), Direction::In, h, byteView(payload));
    }
    void connect()
    {
        packet(true, isn, tcpflag::syn, {});
        packet(false, isn + 77, tcpflag::syn | tcpflag::ack, {});
        packet(true, isn + 1, tcpflag::ack, {});
    }
    void client(quint32 offset, const QByteArray &payload, std::uint8_t flags = tcpflag::ack)
    {
        packet(true, isn + 1 + offset, flags, payload);
    }
    void server(quint32 offset, const QByteArray &payload, std::uint8_t flags = tcpflag::ack)
    {
        packet(false, isn + 78 + offset, flags, payload);
    }
    QString save(const QString &path) const
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            qFatal("cannot write");
        file.write(writer.bytes());
        return path;
    }
};

/// Opens a capture that is recorded, and loads it as it grows.
struct Follower {
    explicit Follower(const QString &path)
    {
        auto opened = Capture::open(path);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message));
        capture = std::move(*opened);
        thread = std::jthread([this](const std::stop_token &stop) {
            loaded = capture->load(stop, Capture::Follow::WhileRecorded);
            ended = true;
        });
    }
    std::unique_ptr<Capture> capture;
    Result<void> loaded;
    std::atomic<bool> ended{false};
    std::jthread thread;
};
} // namespace

class TestCaptureLoader : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_file = 0;
    QString path() { return m_dir.filePath(u"%1.pcapng"_qs.arg(++m_file)); }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_dir.isValid()); }

    void loadedRowsAreTheLiveRows()
    {
        Recording r(path());
        recordAll(r);
        const Capture &live = *r.capture;
        const auto loaded = reopened(live.path());
        QCOMPARE(describe(*loaded), describe(live));
        QVERIFY(live.rowCount() > 40);
        QCOMPARE(loaded->errorFindingCount(), live.errorFindingCount());
        QVERIFY(live.errorFindingCount() > 5);
        QCOMPARE(loaded->fileSize(), live.fileSize());
        QCOMPARE(loaded->loadNote(), QString());
        QCOMPARE(loaded->loadProgress(), 1.0);
        QCOMPARE(loaded->connectionCount(), live.connectionCount());
        for (std::uint32_t i = 0; i < live.connectionCount(); ++i) {
            const ConnectionFacts a = live.facts(ConnectionId(i));
            const ConnectionFacts b = loaded->facts(ConnectionId(i));
            QCOMPARE(b.url, a.url);
            QCOMPARE(b.ourRole, a.ourRole);
            QCOMPARE(b.localAddress, a.localAddress);
            QCOMPARE(b.peerAddress, a.peerAddress);
            QCOMPARE(b.localPort, a.localPort);
            QCOMPARE(b.peerPort, a.peerPort);
            const ConnectionTotals s = live.totals(ConnectionId(i));
            const ConnectionTotals t = loaded->totals(ConnectionId(i));
            QCOMPARE(t.framesOut, s.framesOut);
            QCOMPARE(t.framesIn, s.framesIn);
            QCOMPARE(t.octetsOut, s.octetsOut);
            QCOMPARE(t.octetsIn, s.octetsIn);
            QCOMPARE(t.findings, s.findings);
            QCOMPARE(t.first.value(), s.first.value());
            QCOMPARE(t.last.value(), s.last.value());
        }
        CaptureReader liveReader(live);
        CaptureReader loadedReader(*loaded);
        int events = 0;
        for (std::uint64_t i = 0; i < live.rowCount(); ++i) {
            const RowIndex row(i);
            QCOMPARE(*loadedReader.wire(row, 0, 1 << 20), *liveReader.wire(row, 0, 1 << 20));
            QCOMPARE(*loadedReader.payload(row, 0, 1 << 20), *liveReader.payload(row, 0, 1 << 20));
            QCOMPARE(loadedReader.event(row).details, liveReader.event(row).details);
            QCOMPARE(loadedReader.event(row).kind, liveReader.event(row).kind);
            events += live.row(row).kind() == RowKind::Event;
        }
        QVERIFY(events >= 12);
    }

    void totalsWithoutRows()
    {
        const QString path = m_dir.filePath(u"totals.pcapng"_qs);
        {
            Recording r(path);
            recordAll(r);
        }
        const auto whole = reopened(path);
        auto opened = Capture::open(path);
        QVERIFY(opened.ok());
        Capture &totals = **opened;
        totals.keepTotalsOnly();
        QVERIFY(totals.load().ok());
        QCOMPARE(totals.rowCount(), 0u);
        QVERIFY(whole->errorFindingCount() > 0);
        QCOMPARE(totals.countedRows(), whole->rowCount());
        QCOMPARE(whole->countedRows(), whole->rowCount());
        QCOMPARE(totals.errorFindingCount(), whole->errorFindingCount());
        QCOMPARE(totals.connectionCount(), whole->connectionCount());
        for (std::uint32_t i = 0; i < whole->connectionCount(); ++i) {
            const ConnectionTotals a = totals.totals(ConnectionId(i)), b = whole->totals(ConnectionId(i));
            QCOMPARE(a.framesIn, b.framesIn);
            QCOMPARE(a.framesOut, b.framesOut);
            QCOMPARE(a.octetsIn, b.octetsIn);
            QCOMPARE(a.octetsOut, b.octetsOut);
            QCOMPARE(a.findings, b.findings);
            QCOMPARE(a.last.value(), b.last.value());
        }
    }

    void cutAtEveryOctetOfTheEnd()
    {
        QByteArray whole;
        QStringList rows;
        {
            Recording r(path());
            const ConnectionId id = r.upgraded();
            r.in(id, frame(Opcode::Text, "first", false));
            r.in(id, frame(Opcode::Text, "second half missing", false).left(9));
            r.in(id, frame(Opcode::Text, "second half missing", false).mid(9));
            r.event(id, EventKind::Note, {{u"text"_qs, u"x"_qs}});
            r.capture->endStream(id, Direction::In, r.tick());
            rows = describe(*r.capture);
            QFile file(r.capture->path());
            QVERIFY(file.open(QIODevice::ReadOnly));
            whole = file.readAll();
        }
        QSet<std::uint64_t> counts;
        bool sawIncomplete = false;
        for (qsizetype size = whole.size(); size > whole.size() - 400; --size) {
            const QString cutPath = path();
            QFile file(cutPath);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(whole.left(size));
            file.close();
            const auto loaded = reopened(cutPath);
            const QStringList got = describe(*loaded);
            QVERIFY(got.size() >= 2);
            // What was recorded whole is as it was; only the last row may be an incomplete frame.
            for (qsizetype i = 0; i < got.size(); ++i) {
                if (got[i] == rows[i])
                    continue;
                QCOMPARE(i, got.size() - 1);
                QVERIFY(got[i].contains(u" incomplete"_qs));
                QVERIFY(got[i].contains(u"frame.truncated"_qs));
                sawIncomplete = true;
            }
            counts.insert(loaded->rowCount());
            if (loaded->fileSize() != std::uint64_t(size))
                QVERIFY2(loaded->loadNote().contains(u"cut"_qs), qPrintable(loaded->loadNote()));
            QFile::remove(cutPath);
        }
        QVERIFY(sawIncomplete);
        QVERIFY(counts.size() >= 3);
    }

    void badFiles_data()
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty") << QByteArray() << u"too short"_qs;
        QTest::newRow("text") << QByteArray("this is only a text") << u"not a pcapng file"_qs;
        QTest::newRow("pcap") << QByteArray::fromHex("d4c3b2a1020004000000000000000000ffff000001000000")
                              << u"editcap"_qs;
        QTest::newRow("link type") << QByteArray::fromHex("0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000"
                                                          "010000001400000069000000000000001400000000")
                                   << u"LINKTYPE_IEEE802_11 (105)"_qs;
        QTest::newRow("magic") << QByteArray::fromHex("0a0d0d0a1c0000004d3c2b1b01000000ffffffffffffffff1c000000")
                               << u"byte-order"_qs;
    }
    void badFiles()
    {
        QFETCH(QByteArray, octets);
        QFETCH(QString, says);
        const QString name = path();
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(octets);
        file.close();
        const auto opened = Capture::open(name);
        QVERIFY(!opened);
        QVERIFY2(opened.error().message.contains(says), qPrintable(opened.error().message));
        QVERIFY(opened.error().message.contains(name));
    }

    void noSuchFile() { QVERIFY(!Capture::open(m_dir.filePath(u"none"_qs))); }

    void brokenBlockNamesItsOffset()
    {
        const QString name = path();
        std::uint64_t good = 0;
        {
            Recording r(name);
            r.upgraded();
            good = r.capture->fileSize();
        }
        QFile file(name);
        QVERIFY(file.open(QIODevice::Append));
        file.write(QByteArray::fromHex("0600000007000000000000000000"));
        file.close();
        auto opened = Capture::open(name);
        QVERIFY(opened);
        const auto loaded = (*opened)->load();
        QVERIFY(!loaded);
        QVERIFY(loaded.error().message.contains(QString::number(good)));
        QCOMPARE((*opened)->rowCount(), 2u);
    }

    // --- files of other programs -------------------------------------------------------------------------------

    void skippedNumbersAreBounded()
    {
        // Each packet is a connection of its own whose number lies far ahead of the last.
        PcapngWriter writer;
        writer.begin();
        for (quint32 i = 0; i < 200; ++i) {
            TcpHeader h;
            h.source = 0xC6336407;
            h.destination = 0xC0000209 + i;
            h.sourcePort = 50000;
            h.destinationPort = 80;
            h.flags = tcpflag::syn;
            writer.packet(Timestamp(i), Direction::Out, h, {},
                          factsComment(ConnectionId((i + 1) * 60'000), clientFacts()));
        }
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(writer.bytes());
        file.close();
        const auto capture = reopened(file.fileName());
        QVERIFY(capture->connectionCount() > 60'000); // the first is believed
        QVERIFY2(capture->connectionCount() < 130'000, qPrintable(QString::number(capture->connectionCount())));
    }

    void gapsAndRetransmissions()
    {
        const QByteArray one = frame(Opcode::Text, "one", false);
        const QByteArray two = frame(Opcode::Text, "two", false);
        Foreign f;
        f.connect();
        f.client(0, requestHead());
        const auto start = quint32(responseHead().size());
        f.server(0, responseHead());
        f.server(0, responseHead()); // again
        f.server(start, one);
        f.server(start, one + two); // the first part again
        f.server(start + 10 + 100, "after a gap");
        f.server(start + 10 + 90, "late");
        const auto loaded = reopened(f.save(path()));
        const Capture &c = *loaded;
        QCOMPARE(c.rowCount(), 5u);
        QCOMPARE(c.connectionCount(), 1u);
        QCOMPARE(c.facts(ConnectionId(0)).url, u"ws://192.0.2.9:8080/"_qs);
        QCOMPARE(c.facts(ConnectionId(0)).localAddress, u"198.51.100.7"_qs);
        QCOMPARE(c.row(RowIndex(0)).direction(), Direction::Out);
        CaptureReader reader(c);
        QCOMPARE(*reader.wire(RowIndex(1), 0, 1000), responseHead());
        QCOMPARE(*reader.payload(RowIndex(2), 0, 10), QByteArray("one"));
        QCOMPARE(*reader.payload(RowIndex(3), 0, 10), QByteArray("two"));
        QCOMPARE(c.row(RowIndex(4)).kind(), RowKind::Raw);
        QVERIFY(hasFinding(c, 4, "tcp.seq"));
        QCOMPARE(c.findings(RowIndex(4))[0].value, 100u);
        QCOMPARE(*reader.wire(RowIndex(4), 0, 100), QByteArray("after a gap"));
    }

    void gapInsideAFrame()
    {
        const QByteArray long_ = frame(Opcode::Binary, QByteArray(100, 'x'), false);
        Foreign f;
        f.connect();
        f.client(0, requestHead());
        f.server(0, responseHead());
        const auto start = quint32(responseHead().size());
        f.server(start, long_.left(20));
        f.server(start + 50, long_.mid(50));
        const auto loaded = reopened(f.save(path()));
        QCOMPARE(loaded->rowCount(), 4u);
        QVERIFY(loaded->row(RowIndex(2)).incomplete());
        CaptureReader reader(*loaded);
        QCOMPARE(reader.payloadPresent(RowIndex(2)), 18u);
        QCOMPARE(*reader.wire(RowIndex(2), 0, 1000), long_.left(20));
        QVERIFY(hasFinding(*loaded, 3, "tcp.seq"));
        QCOMPARE(*reader.wire(RowIndex(3), 0, 1000), long_.mid(50));
    }

    void endsOfTcpAndTheNextConnection()
    {
        Foreign f;
        f.connect();
        f.client(0, requestHead());
        f.server(0, responseHead());
        f.server(quint32(responseHead().size()), {}, tcpflag::fin | tcpflag::ack);
        f.server(quint32(responseHead().size()), {}, tcpflag::fin | tcpflag::ack); // again
        f.client(quint32(requestHead().size()), {}, tcpflag::rst);
        f.client(quint32(requestHead().size()), {}, tcpflag::rst);
        f.isn += 5000; // the same ports once more
        f.connect();
        f.client(0, requestHead());
        const auto loaded = reopened(f.save(path()));
        QCOMPARE(loaded->rowCount(), 5u);
        QCOMPARE(CaptureReader(*loaded).event(RowIndex(2)).kind, EventKind::Finished);
        QCOMPARE(loaded->row(RowIndex(2)).direction(), Direction::In);
        QCOMPARE(CaptureReader(*loaded).event(RowIndex(3)).kind, EventKind::Reset);
        QCOMPARE(loaded->row(RowIndex(3)).direction(), Direction::Out);
        QCOMPARE(loaded->row(RowIndex(4)).connection(), ConnectionId(1));
    }

    void begunBeforeTheRecording()
    {
        Foreign f;
        f.client(1000, "no head");
        const auto loaded = reopened(f.save(path()));
        QCOMPARE(loaded->rowCount(), 1u);
        QCOMPARE(loaded->row(RowIndex(0)).direction(), Direction::Out);
        QCOMPARE(*CaptureReader(*loaded).wire(RowIndex(0), 0, 100), QByteArray("no head"));
    }

    // --- a file that another program records to ----------------------------------------------------------------

    void followsWhatIsRecorded()
    {
        const QString name = path();
        Recording r(name);
        const ConnectionId id = r.upgraded();
        auto opened = Capture::open(name);
        QVERIFY(opened);
        Capture &follower = **opened;
        QVERIFY(follower.recordedElsewhere());
        std::atomic<bool> ended{false};
        Result<void> loaded;
        std::jthread thread([&] {
            loaded = follower.load({}, Capture::Follow::WhileRecorded);
            ended = true;
        });
        QTRY_COMPARE(follower.rowCount(), 2u);
        for (int i = 0; i < 20; ++i) {
            r.in(id, frame(Opcode::Text, QByteArray::number(i), false));
            r.in(id, frame(Opcode::Binary, QByteArray(70'000, char('a' + i)), false));
        }
        QTRY_COMPARE(follower.rowCount(), r.capture->rowCount());
        QCOMPARE(describe(follower), describe(*r.capture));
        QVERIFY(follower.recordedElsewhere());
        // The second half of a frame comes later, and so does its row.
        const QByteArray long_ = frame(Opcode::Text, QByteArray(5000, 'x'), false);
        r.in(id, long_.left(1000));
        const std::uint64_t before = follower.rowCount();
        QTRY_COMPARE(follower.fileSize(), r.capture->fileSize());
        QCOMPARE(follower.rowCount(), before);
        r.in(id, long_.mid(1000));
        QTRY_COMPARE(follower.rowCount(), before + 1);
        QVERIFY(!follower.row(RowIndex(before)).incomplete());
        QVERIFY(!ended);
        recordAll(r);
        const QStringList rows = describe(*r.capture);
        r.capture.reset();
        QTRY_VERIFY(ended);
        thread.join();
        QVERIFY(loaded);
        QVERIFY(!follower.recordedElsewhere());
        QCOMPARE(describe(follower), rows);
        QCOMPARE(follower.loadNote(), QString());
        QCOMPARE(follower.loadProgress(), 1.0);
    }

    void followsIntoTheNextFiles()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        Follower follower(r.capture->path());
        QTRY_COMPARE(follower.capture->rowCount(), 2u);
        rollEachRead(r);
        for (int i = 0; i < 4; ++i) {
            r.in(id, frame(Opcode::Text, QByteArray::number(i), false));
            QTRY_COMPARE(follower.capture->rowCount(), r.capture->rowCount());
            QVERIFY(follower.capture->recordedElsewhere());
        }
        r.capture->setRolling({});
        const QByteArray cut = frame(Opcode::Text, "in two halves", false);
        r.in(id, cut.left(5));
        r.in(id, cut.mid(5));
        QTRY_COMPARE(follower.capture->rowCount(), r.capture->rowCount());
        QCOMPARE(describe(*follower.capture), describe(*r.capture));
        QCOMPARE(payloads(*follower.capture), payloads(*r.capture));
        QCOMPARE(partPaths(*follower.capture), partPaths(*r.capture));
        r.capture.reset();
        QTRY_VERIFY(follower.ended);
        QVERIFY(follower.loaded);
        QCOMPARE(follower.capture->loadNote(), QString());
    }

    void followsPastFilesThatWereDropped()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        Follower follower(r.capture->path());
        QTRY_COMPARE(follower.capture->rowCount(), 2u);
        RollLimits limits;
        limits.maxFrames = 1;
        limits.keepParts = 1;
        r.capture->setRolling(limits);
        for (int i = 0; i < 100; ++i)
            r.in(id, frame(Opcode::Text, QByteArray::number(i), false));
        r.capture->setRolling({});
        r.in(id, frame(Opcode::Text, "the last", false));
        QTRY_VERIFY(payloads(*follower.capture).contains(u"0 1 the last"));
        QTRY_COMPARE(partPaths(*follower.capture), partPaths(*r.capture));
        r.capture.reset();
        QTRY_VERIFY(follower.ended);
        QVERIFY2(follower.loaded, qPrintable(follower.capture->loadError()));
        QCOMPARE(findings(*follower.capture), QStringList());
        // A copy is a capture as well.
        const QString copy = path();
        QVERIFY(saveCopy(*follower.capture, copy));
        QCOMPARE(payloads(*reopened(copy)), QStringList{u"0 1 the last"_qs});
    }

    void fileThatIsNotTheSameAnyMore_data()
    {
        QTest::addColumn<int>("what");
        QTest::addColumn<QString>("told");
        QTest::newRow("cut") << 0 << u"became shorter"_qs;
        QTest::newRow("removed") << 1 << u"was removed, or another file"_qs;
        QTest::newRow("replaced") << 2 << u"was removed, or another file"_qs;
    }

    void fileThatIsNotTheSameAnyMore()
    {
        QFETCH(int, what);
        QFETCH(QString, told);
        Recording r(path());
        r.upgraded();
        const QString name = r.capture->path();
        Follower follower(name);
        QTRY_COMPARE(follower.capture->rowCount(), 2u);
        if (what == 0)
            QVERIFY(QFile::resize(name, 200));
        else
            QVERIFY(QFile::rename(name, path()));
        if (what == 2)
            QVERIFY(QFile(name).open(QIODevice::WriteOnly));
        QTRY_VERIFY(follower.ended);
        QVERIFY(!follower.loaded);
        QVERIFY2(follower.capture->loadError().contains(told), qPrintable(follower.capture->loadError()));
        QVERIFY(follower.capture->loadError().contains(name));
        QVERIFY(!follower.capture->recordedElsewhere());
        QCOMPARE(follower.capture->rowCount(), 2u);
    }

    void followingStopsWhenAsked()
    {
        Recording r(path());
        r.upgraded();
        auto opened = Capture::open(r.capture->path());
        QVERIFY(opened);
        std::jthread thread(
            [&](std::stop_token stop) { QVERIFY((*opened)->load(stop, Capture::Follow::WhileRecorded)); });
        QTRY_COMPARE((*opened)->rowCount(), 2u);
        thread.request_stop();
        thread.join();
        QVERIFY(!(*opened)->recordedElsewhere());
        QCOMPARE((*opened)->rowCount(), 2u);
    }

    void whatNobodyRecordsIsNotFollowed()
    {
        const QString name = path();
        Recording(name).upgraded();
        auto opened = Capture::open(name);
        QVERIFY(opened);
        QVERIFY(!(*opened)->recordedElsewhere());
        QVERIFY((*opened)->load({}, Capture::Follow::WhileRecorded));
        QCOMPARE((*opened)->rowCount(), 2u);
    }

    void stopsWhenAsked()
    {
        const QString name = path();
        Recording(name).upgraded();
        auto opened = Capture::open(name);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY((*opened)->load(stop.get_token()));
        QCOMPARE((*opened)->rowCount(), 0u);
        QVERIFY((*opened)->loadNote().contains(u"stopped"_qs));
    }
};

QTEST_GUILESS_MAIN(TestCaptureLoader)
#include "tst_captureloader.moc"
