#include "tests/core/capture/recording.h"

#include "core/base/platform.h"

#include <QTemporaryDir>

#include <atomic>
#include <thread>

#ifdef Q_OS_UNIX
#include <csignal>
#include <sys/resource.h>
#endif

using namespace framescope;
using namespace framescope::capture;
using namespace framescope::test;
using ws::Opcode;

class TestCapture : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_file = 0;
    QString path() { return m_dir.filePath(u"%1.pcapng"_qs.arg(++m_file)); }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_dir.isValid()); }

    void rowsOfOneConnection()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        r.out(id, frame(Opcode::Text, "Hello", true));
        r.in(id, frame(Opcode::Text, "Hel", false, false));
        r.in(id, frame(Opcode::Ping, "?", false) + frame(Opcode::Continuation, "lo", false));
        const Capture &c = *r.capture;
        QCOMPARE(c.rowCount(), 6u);
        QCOMPARE(c.row(RowIndex(0)).kind(), RowKind::HandshakeRequest);
        QCOMPARE(c.row(RowIndex(0)).length(), std::uint64_t(requestHead().size()));
        QCOMPARE(c.row(RowIndex(1)).kind(), RowKind::HandshakeResponse);
        QCOMPARE(c.row(RowIndex(2)).direction(), Direction::Out);
        QVERIFY(c.row(RowIndex(2)).masked());
        QVERIFY(c.row(RowIndex(2)).endsMessage());
        QCOMPARE(c.row(RowIndex(3)).message, 3u);
        QCOMPARE(c.row(RowIndex(4)).message, RowRecord::noMessage);
        QCOMPARE(c.row(RowIndex(5)).message, 3u);
        QCOMPARE(c.errorFindingCount(), 0u);

        CaptureReader reader(c);
        QCOMPARE(*reader.wire(RowIndex(0), 0, 10'000), requestHead());
        QCOMPARE(*reader.payload(RowIndex(1), 0, 10'000), responseHead());
        QCOMPARE(*reader.payload(RowIndex(2), 0, 100), QByteArray("Hello"));
        QCOMPARE(*reader.payload(RowIndex(2), 1, 3), QByteArray("ell"));
        QCOMPARE(*reader.payload(RowIndex(2), 0, 100, false), frame(Opcode::Text, "Hello", true).mid(6));
        QCOMPARE(*reader.wire(RowIndex(2), 0, 100), frame(Opcode::Text, "Hello", true));
        QCOMPARE(*reader.messagePayload(RowIndex(5), 0, 100), QByteArray("Hello"));
        QCOMPARE(*reader.messagePayload(RowIndex(3), 2, 2), QByteArray("ll"));
        QCOMPARE(reader.messageRows(RowIndex(3), 10).size(), 2u);
        QCOMPARE(reader.messageRows(RowIndex(4), 10).size(), 1u);
        const ws::FrameHeader header = reader.header(RowIndex(2));
        QCOMPARE(header.declared, 5u);
        QCOMPARE(header.key[1], std::uint8_t(0xFA));

        const ConnectionTotals totals = c.totals(id);
        QCOMPARE(totals.framesOut, 1u);
        QCOMPARE(totals.framesIn, 3u);
        QCOMPARE(totals.octetsOut, std::uint64_t(requestHead().size() + 11));
        QVERIFY(totals.first < totals.last);
        QCOMPARE(c.fileSize(), std::uint64_t(QFileInfo(c.path()).size()));
    }

    void everyOctetIsInARow()
    {
        Recording r(path());
        recordAll(r);
        CaptureReader reader(*r.capture);
        std::vector<std::uint64_t> next(2 * r.capture->connectionCount(), 0);
        for (std::uint64_t i = 0; i < r.capture->rowCount(); ++i) {
            const RowRecord &row = r.capture->row(RowIndex(i));
            if (row.kind() == RowKind::Event)
                continue;
            std::uint64_t &at = next[2 * row.connection().value() + std::size_t(row.direction())];
            QCOMPARE(row.offset().value(), at);
            at += std::uint64_t(reader.wire(RowIndex(i), 0, 1 << 20)->size());
        }
        for (std::uint32_t i = 0; i < r.capture->connectionCount(); ++i) {
            const ConnectionTotals totals = r.capture->totals(ConnectionId(i));
            QCOMPARE(next[2 * i + std::size_t(Direction::Out)], totals.octetsOut);
            QCOMPARE(next[2 * i + std::size_t(Direction::In)], totals.octetsIn);
        }
    }

    void readersSeeWholeRowsWhileTheWriterWorks()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        const Capture &c = *r.capture;
        std::atomic<bool> done{false};
        std::atomic<std::uint64_t> checked{0};
        std::atomic<bool> good{true};
        std::thread thread([&] {
            CaptureReader reader(c);
            std::uint64_t next = 2;
            bool last = false;
            for (;;) {
                last = done.load();
                for (const std::uint64_t count = c.rowCount(); next < count; ++next) {
                    const RowRecord &row = c.row(RowIndex(next));
                    const QByteArray number = QByteArray::number(qulonglong(next - 2));
                    const auto octets = reader.payload(RowIndex(next), 0, 100);
                    const bool bad = (next - 2) % 7 == 0;
                    if (!row.isFrame() || !octets || *octets != number || row.message != next ||
                        c.findings(RowIndex(next)).empty() == bad)
                        good = false;
                    ++checked;
                }
                if (last)
                    return;
            }
        });
        constexpr int rounds = 200;
        int number = 0;
        for (int i = 0; i < rounds; ++i) {
            QByteArray octets;
            for (int k = 0; k < 300; ++k, ++number) {
                ws::FrameFields fields;
                fields.rsv = number % 7 == 0 ? 1 : 0;
                ws::writeFrame(fields, byteView(QByteArray::number(number)), octets);
            }
            r.in(id, octets);
        }
        done = true;
        thread.join();
        QVERIFY(good);
        QCOMPARE(checked.load(), std::uint64_t(rounds) * 300);
    }

    void fullDiskStopsTheRecordingOnly()
    {
#ifdef Q_OS_UNIX
        Recording r(path());
        NotingSink sink;
        const ConnectionId id = r.upgraded();
        r.capture->setPeerSink(id, &sink);
        r.in(id, frame(Opcode::Text, "kept", false));
        const std::uint64_t rows = r.capture->rowCount();
        const std::uint64_t size = r.capture->fileSize();

        const auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
        rlimit old = {};
        getrlimit(RLIMIT_FSIZE, &old);
        rlimit limit = old;
        limit.rlim_cur = size + 100;
        setrlimit(RLIMIT_FSIZE, &limit);
        r.in(id, frame(Opcode::Ping, "still there", false) + frame(Opcode::Binary, QByteArray(1000, 'x'), false));
        setrlimit(RLIMIT_FSIZE, &old);
        std::signal(SIGXFSZ, oldHandler);

        QVERIFY(r.capture->writeError().contains(r.capture->path()));
        QCOMPARE(sink.calls, QStringList({u"ping still there"_qs}));
        QCOMPARE(r.capture->rowCount(), rows);
        QCOMPARE(r.capture->fileSize(), size);
        QCOMPARE(std::uint64_t(QFileInfo(r.capture->path()).size()), size);
        r.in(id, frame(Opcode::Ping, "and on", false));
        QCOMPARE(sink.calls.size(), 2);
        QCOMPARE(r.capture->rowCount(), rows);
        QCOMPARE(describe(*reopened(r.capture->path())), describe(*r.capture));
        r.capture->setPeerSink(id, nullptr);
#else
        QSKIP("file size limits are POSIX");
#endif
    }

    void fileIsTheOwnersAndLocked()
    {
        const QString file = path();
        Recording r(file);
        const auto others =
            QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
        QVERIFY(!(QFile::permissions(file) & others));
        QVERIFY(platform::isLocked(file));
        auto second = Capture::create(file);
        QVERIFY(!second);
        QVERIFY(second.error().message.contains(u"another program"_qs));
        QVERIFY(reopened(file)->rowCount() == 0);
        r.capture.reset();
        QVERIFY(!platform::isLocked(file));
        auto third = Capture::create(file);
        QVERIFY(!third);
        QVERIFY(third.error().message.contains(u"not empty"_qs));
    }

    void numbersMayBeginInAnyOrder()
    {
        Recording r(path());
        const ConnectionId a = r.capture->reserveConnection();
        const ConnectionId b = r.capture->reserveConnection();
        r.capture->beginConnection(b, clientFacts(), r.tick());
        r.event(b, EventKind::Connected);
        r.capture->beginConnection(a, clientFacts(), r.tick());
        r.event(a, EventKind::Connected);
        QCOMPARE(r.capture->connectionCount(), 2u);
        QCOMPARE(describe(*reopened(r.capture->path())), describe(*r.capture));
        QCOMPARE(r.capture->row(RowIndex(0)).connection(), b);
    }
};

QTEST_GUILESS_MAIN(TestCapture)
#include "tst_capture.moc"
