#include "tests/core/capture/recording.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::capture;
using namespace framescope::test;
using ws::Opcode;

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
        QTest::newRow("link type")
            << QByteArray::fromHex("0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000"
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
};

QTEST_GUILESS_MAIN(TestCaptureLoader)
#include "tst_captureloader.moc"
