#include "tests/core/capture/recording.h"
#include "tests/support/preload/failwrites.h"

#include <QTemporaryDir>

#include <cerrno>
#include <cstring>

using namespace framescope;
using namespace framescope::capture;
using namespace framescope::test;
using ws::Opcode;

/// Disks that take no more, or little at a time, below the capture file and below its index.
class TestWriteFailure : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_file = 0;
    QString path() { return m_dir.filePath(u"%1.pcapng"_qs.arg(++m_file)); }
    static QString errorText(int error) { return QString::fromLocal8Bit(std::strerror(error)); }
    static void errors()
    {
        QTest::addColumn<int>("error");
        QTest::newRow("ENOSPC") << ENOSPC;
        QTest::newRow("EIO") << EIO;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!canFailWrites)
            QSKIP("calls of the system are interposed on Linux only");
        QVERIFY(m_dir.isValid());
        // The index lies in a folder of its own, so that either can fail alone.
        QVERIFY(QDir(m_dir.path()).mkdir(u"index"_qs));
        qputenv("TMPDIR", QFile::encodeName(m_dir.filePath(u"index"_qs)));
    }
    void cleanup() { failNoWrites(); }

    void theFileTakesNoMore_data() { errors(); }
    void theFileTakesNoMore()
    {
        QFETCH(int, error);
        Recording r(path());
        NotingSink sink;
        const ConnectionId id = r.upgraded();
        r.capture->setPeerSink(id, &sink);
        r.in(id, frame(Opcode::Text, "kept", false));
        r.out(id, frame(Opcode::Text, "kept", true));
        QVERIFY(!r.capture->unstored());
        const QStringList rows = describe(*r.capture);
        const std::uint64_t size = r.capture->fileSize();
        const QByteArray file = QFile::encodeName(r.capture->path());

        failWrites({file.constData(), 100, error});
        const QByteArray in = frame(Opcode::Ping, "still there", false) + frame(Opcode::Text, "lost", false);
        r.in(id, in);
        const Timestamp failedAt(r.ns);
        QVERIFY(failedWrites() > 0);
        const QString why = r.capture->writeError();
        QVERIFY2(why.contains(r.capture->path()) && why.contains(errorText(error)), qPrintable(why));
        QCOMPARE(sink.calls, QStringList({u"ping still there"_qs}));
        auto unstored = r.capture->unstored();
        QVERIFY(unstored);
        QCOMPARE(unstored->reason, why);
        QCOMPARE(unstored->since, failedAt);
        QCOMPARE(unstored->firstRow, RowIndex(std::uint64_t(rows.size())));
        QCOMPARE(unstored->connections.size(), 1u);
        QCOMPARE(unstored->connections[0].id, id);
        QCOMPARE(unstored->connections[0].framesIn, 2u);
        QCOMPARE(unstored->connections[0].octetsIn, std::uint64_t(in.size()));
        QCOMPARE(unstored->connections[0].framesOut, 0u);
        QCOMPARE(unstored->connections[0].octetsOut, 0u);

        // Counting goes on, of this connection and of those that begin later; events are no octets.
        const QByteArray out = frame(Opcode::Pong, "still there", true);
        r.out(id, out);
        r.event(id, EventKind::Note, {{u"text"_qs, u"x"_qs}});
        failNoWrites(); // space that comes back does not make a file with a hole
        const ConnectionId later = r.upgraded();
        r.in(later, frame(Opcode::Text, "x", false).left(2));
        unstored = r.capture->unstored();
        QCOMPARE(unstored->since, failedAt);
        QCOMPARE(unstored->firstRow, RowIndex(std::uint64_t(rows.size())));
        QCOMPARE(unstored->connections.size(), 2u);
        QCOMPARE(unstored->connections[0].framesOut, 1u);
        QCOMPARE(unstored->connections[0].octetsOut, std::uint64_t(out.size()));
        QCOMPARE(unstored->connections[1].id, later);
        QCOMPARE(unstored->connections[1].framesIn, 0u);
        QCOMPARE(unstored->connections[1].octetsIn, std::uint64_t(responseHead().size() + 2));
        QCOMPARE(unstored->connections[1].octetsOut, std::uint64_t(requestHead().size()));
        QCOMPARE(unstored->total.framesIn, 2u);
        QCOMPARE(unstored->total.framesOut, 1u);
        QCOMPARE(unstored->total.octetsIn, std::uint64_t(in.size() + responseHead().size() + 2));

        // What is in the file is what was shown, to the octet.
        QCOMPARE(describe(*r.capture), rows);
        QCOMPARE(r.capture->fileSize(), size);
        QCOMPARE(std::uint64_t(QFileInfo(r.capture->path()).size()), size);
        const auto again = reopened(r.capture->path());
        QCOMPARE(describe(*again), rows);
        QCOMPARE(again->loadNote(), QString());
        r.capture->setPeerSink(id, nullptr);
    }

    void ofAFrameCutInTwoTheBeginningIsStored()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        const QByteArray octets = frame(Opcode::Binary, QByteArray(5000, 'x'), false);
        r.in(id, octets.left(2000));
        const QByteArray file = QFile::encodeName(r.capture->path());
        failWrites({file.constData(), 0, ENOSPC});
        r.in(id, octets.mid(2000));
        const auto unstored = r.capture->unstored();
        QVERIFY(unstored);
        QCOMPARE(unstored->total.framesIn, 1u);
        QCOMPARE(unstored->total.octetsIn, std::uint64_t(octets.size() - 2000));
        const auto again = reopened(r.capture->path());
        QCOMPARE(again->rowCount(), 3u);
        QVERIFY(again->row(RowIndex(2)).incomplete());
        QCOMPARE(*CaptureReader(*again).wire(RowIndex(2), 0, 10'000), octets.left(2000));
    }

    /// A large read is written in several pieces: those before the border are there.
    void atEveryWrite()
    {
        const QByteArray large = frame(Opcode::Binary, QByteArray(900'000, 'x'), false);
        QSet<std::uint64_t> kept;
        for (std::uint64_t after = 0; after < 1'000'000; after += 90'000) {
            Recording r(path());
            const ConnectionId id = r.upgraded();
            const QByteArray file = QFile::encodeName(r.capture->path());
            failWrites({file.constData(), after, ENOSPC});
            r.in(id, large + large);
            failNoWrites();
            const auto unstored = r.capture->unstored();
            QVERIFY(unstored);
            const ConnectionTotals totals = r.capture->totals(id);
            QCOMPARE(totals.framesIn + unstored->total.framesIn, 2u);
            QCOMPARE(totals.octetsIn + unstored->total.octetsIn,
                     std::uint64_t(responseHead().size()) + 2 * large.size());
            QCOMPARE(reopened(r.capture->path())->totals(id).octetsIn, totals.octetsIn);
            kept.insert(totals.octetsIn);
            QFile::remove(r.capture->path());
        }
        QVERIFY(kept.size() >= 3);
    }

    void theIndexTakesNoMore_data() { errors(); }
    void theIndexTakesNoMore()
    {
        QFETCH(int, error);
        Recording r(path());
        const ConnectionId id = r.upgraded();
        // Some twelve thousand rows.
        failWrites({"/index/", 400'000, error});
        const QByteArray octets = frame(Opcode::Text, "x", false).repeated(1000);
        std::uint64_t sent = 0;
        for (; sent < 200'000 && !r.capture->unstored(); sent += 1000)
            r.in(id, octets);
        r.in(id, octets);
        sent += 1000;
        failNoWrites();
        const auto unstored = r.capture->unstored();
        QVERIFY(unstored);
        QVERIFY2(unstored->reason.contains(u"index"_qs) && unstored->reason.contains(errorText(error)),
                 qPrintable(unstored->reason));
        const ConnectionTotals totals = r.capture->totals(id);
        QVERIFY(totals.framesIn > 10'000);
        QCOMPARE(r.capture->rowCount(), totals.framesIn + 2);
        QCOMPARE(unstored->firstRow, RowIndex(r.capture->rowCount()));
        QCOMPARE(totals.framesIn + unstored->total.framesIn, sent);
        QCOMPARE(totals.octetsIn + unstored->total.octetsIn, std::uint64_t(responseHead().size()) + 3 * sent);
        const auto again = reopened(r.capture->path());
        QCOMPARE(again->rowCount(), r.capture->rowCount());
        QCOMPARE(again->totals(id).octetsIn, totals.octetsIn);
    }

    void theIndexTakesNothingAtAll()
    {
        Recording r(path());
        failWrites({"/index/", 0, ENOSPC});
        const ConnectionId id = r.upgraded();
        const auto unstored = r.capture->unstored();
        QVERIFY(unstored);
        QCOMPARE(unstored->firstRow, RowIndex(0));
        QCOMPARE(unstored->total.octetsOut, std::uint64_t(requestHead().size()));
        QCOMPARE(unstored->total.octetsIn, std::uint64_t(responseHead().size()));
        QCOMPARE(r.capture->totals(id).octetsOut, 0u);
    }

    void loadingWithAFullIndexSaysSo()
    {
        const QString name = path();
        Recording(name).upgraded();
        auto opened = Capture::open(name);
        QVERIFY(opened);
        failWrites({"/index/", 0, ENOSPC});
        const auto loaded = (*opened)->load();
        QVERIFY(!loaded);
        QVERIFY2(loaded.error().message.contains(errorText(ENOSPC)), qPrintable(loaded.error().message));
        QVERIFY(!(*opened)->unstored()); // nothing was recorded that could be missing
    }

    void shortWritesLoseNothing_data()
    {
        QTest::addColumn<int>("most");
        QTest::newRow("one byte") << 1;
        QTest::newRow("seven") << 7;
        QTest::newRow("4096") << 4096;
    }
    void shortWritesLoseNothing()
    {
        QFETCH(int, most);
        const QString name = path();
        const QByteArray file = QFile::encodeName(name);
        failWrites({file.constData(), 0, 0, std::uint64_t(most)});
        Recording r(name);
        const ConnectionId id = r.upgraded();
        r.in(id, frame(Opcode::Binary, QByteArray(20'000, 'x'), false) + frame(Opcode::Text, "after", false));
        r.out(id, frame(Opcode::Close, {}, true));
        QVERIFY(failedWrites() > 0);
        QVERIFY(!r.capture->unstored());
        QCOMPARE(std::uint64_t(QFileInfo(name).size()), r.capture->fileSize());
        QCOMPARE(describe(*reopened(name)), describe(*r.capture));
    }

    void aFullDiskFromTheBeginning()
    {
        const QString name = path();
        const QByteArray file = QFile::encodeName(name);
        failWrites({file.constData(), 0, ENOSPC});
        const auto made = Capture::create(name);
        QVERIFY(!made);
        QVERIFY2(made.error().message.contains(name) && made.error().message.contains(errorText(ENOSPC)),
                 qPrintable(made.error().message));
    }
};

QTEST_GUILESS_MAIN(TestWriteFailure)
#include "tst_writefailure.moc"
