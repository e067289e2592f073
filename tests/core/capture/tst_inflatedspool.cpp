#include "core/capture/inflatedspool.h"

#include "tests/core/capture/deflating.h"
#include "tests/support/smalldisk.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::capture;
using namespace framescope::test;

namespace
{
InflatedSpool::Message message(std::uint64_t row, std::uint64_t start, std::uint64_t size,
                               Inflated::State state = Inflated::State::Whole)
{
    InflatedSpool::Message m;
    m.row = row;
    m.start = start;
    m.size = size;
    m.wire = 7;
    m.state = state;
    return m;
}
} // namespace

class TestInflatedSpool : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void streamsSideBySide()
    {
        InflatedSpool spool;
        InflatedSpool::Stream a;
        InflatedSpool::Stream b;
        QByteArray allOfA;
        for (int i = 0; i < 2000; ++i) {
            const QByteArray piece = QByteArray::number(i) + ' ';
            spool.append(a, byteView(piece));
            allOfA += piece;
            if (i % 3 == 0)
                spool.append(b, byteView(QByteArrayView("b")));
        }
        const QByteArray big(500'000, 'z');
        for (qsizetype at = 0; at < big.size(); at += 30'000)
            spool.append(a, byteView(QByteArrayView(big).sliced(at, std::min<qsizetype>(30'000, big.size() - at))));
        allOfA += big;
        const auto first = message(3, 0, 100);
        const auto second = message(5, 100, std::uint64_t(allOfA.size()) - 100);
        const auto third = message(9, 0, 667);
        spool.add(first);
        spool.add(second);
        spool.add(third);
        QVERIFY(!spool.find(RowIndex(3)));
        spool.publish();
        QVERIFY(!spool.find(RowIndex(4)));
        QVERIFY(!spool.find(RowIndex(10)));
        QCOMPARE(spool.find(RowIndex(5))->size, second.size);
        QCOMPARE(*spool.read(a, *spool.find(RowIndex(3)), 0, 1 << 20), allOfA.first(100));
        QCOMPARE(*spool.read(a, *spool.find(RowIndex(5)), 0, 1 << 20), allOfA.sliced(100));
        QCOMPARE(*spool.read(a, *spool.find(RowIndex(5)), 1234, 4321), allOfA.sliced(1334, 4321));
        QCOMPARE(*spool.read(b, *spool.find(RowIndex(9)), 0, 1 << 20), QByteArray(667, 'b'));
        QCOMPARE(*spool.before(a, second, 10), allOfA.sliced(90, 10));
        QCOMPARE(*spool.before(a, second, 1000), allOfA.first(100));
        QVERIFY(spool.failure().isEmpty());
    }
    void updates()
    {
        InflatedSpool spool;
        InflatedSpool::Stream stream;
        spool.append(stream, byteView(QByteArrayView("Hel")));
        auto open = message(3, 0, 3, Inflated::State::Open);
        const std::uint64_t number = spool.add(open);
        spool.publish();
        spool.append(stream, byteView(QByteArrayView("lo")));
        auto whole = message(3, 0, 5);
        whole.wire = 9;
        spool.update(number, message(3, 0, 4, Inflated::State::Open));
        spool.update(number, whole);
        QCOMPARE(spool.find(RowIndex(3))->state, Inflated::State::Open);
        QCOMPARE(*spool.read(stream, *spool.find(RowIndex(3)), 0, 100), QByteArray("Hel"));
        spool.publish();
        QCOMPARE(spool.describe(stream, *spool.find(RowIndex(3))), (Inflated{Inflated::State::Whole, 9, 5, {}}));
        QCOMPARE(*spool.read(stream, *spool.find(RowIndex(3)), 0, 100), QByteArray("Hello"));
        auto unknown = message(4, 5, 0, Inflated::State::Unknown);
        unknown.unknownSince = 0xFFFF'1234'5678;
        unknown.standsAlone = true;
        spool.add(unknown);
        spool.publish();
        QCOMPARE(spool.describe(stream, *spool.find(RowIndex(4))).unknownSince.value(), 0xFFFF'1234'5678u);
        QVERIFY(spool.find(RowIndex(4))->standsAlone);
    }
    void fullDisk()
    {
#ifdef Q_OS_UNIX
        InflatedSpool spool;
        InflatedSpool::Stream a;
        InflatedSpool::Stream b;
        const auto add = [&spool](InflatedSpool::Stream &stream, std::uint64_t row, qsizetype size) {
            const auto m = message(row, stream.size(), std::uint64_t(size));
            const QByteArray octets(size, char('a' + row));
            spool.append(stream, byteView(octets));
            spool.add(m);
        };
        // The index of the entries has its space already.
        add(a, 0, 100);
        spool.publish();
        {
            const SmallDisk disk(3000);
            add(a, 1, 1000);
            spool.publish();
            add(b, 2, 1000);
            add(a, 3, 10'000);
            spool.publish();
            QVERIFY(!spool.failure().isEmpty());
            add(b, 4, 10);
            spool.publish();
        }
        add(a, 5, 10);
        spool.publish();
        QCOMPARE(spool.describe(a, *spool.find(RowIndex(1))).state, Inflated::State::Whole);
        QCOMPARE(*spool.read(a, *spool.find(RowIndex(1)), 0, 5000), QByteArray(1000, 'b'));
        for (const std::uint64_t row : {2u, 3u, 4u, 5u}) {
            const InflatedSpool::Stream &stream = row % 2 == 0 ? b : a;
            const Inflated inflated = spool.describe(stream, *spool.find(RowIndex(row)));
            QCOMPARE(inflated.state, Inflated::State::Unstored);
            QCOMPARE(inflated.size, 0u);
            QCOMPARE(*spool.read(stream, *spool.find(RowIndex(row)), 0, 5000), QByteArray());
        }
        QVERIFY(!spool.before(a, *spool.find(RowIndex(5)), 1000));
#else
        QSKIP("file size limits are POSIX");
#endif
    }
    /// Without space even for the list of compressed messages it is known which they are, and why there is no more.
    void noSpaceForEntries()
    {
#ifdef Q_OS_UNIX
        QTemporaryDir dir;
        Recording r(dir.filePath(QStringLiteral("full.pcapng")));
        const ConnectionId id = deflating(r);
        const ConnectionId other = r.upgraded();
        r.in(other, rawFrame(0xC1, "RSV1 without an agreement")); // a finding: their table has its space
        r.in(id, rawFrame(0x81, "plain"));
        {
            const SmallDisk disk(r.capture->fileSize() + 4000);
            r.in(id, rawFrame(0x41, compressed("one").first(3)) + rawFrame(0x80, compressed("one").sliced(3)));
            r.in(other, rawFrame(0xC1, "RSV1 without an agreement"));
        }
        r.in(id, rawFrame(0x81, "plain") + rawFrame(0xC1, compressed("two")));
        QVERIFY(!r.capture->inflateError().isEmpty());
        const CaptureReader reader(*r.capture);
        for (std::uint64_t row = 0; row < r.capture->rowCount(); ++row) {
            const bool lost = row == 6 || row == 7 || row == 10;
            QCOMPARE(stateName(reader.inflated(RowIndex(row)).state), QByteArray(lost ? "unstored" : "none"));
            const auto octets = reader.inflatedPayload(RowIndex(row), 0, 100);
            QCOMPARE(octets ? QString() : octets.error().message, lost ? r.capture->inflateError() : QString());
            const auto more = r.capture->continueInflating(RowIndex(row), {});
            QCOMPARE(!more && more.error().message == r.capture->inflateError(), lost);
        }
        QCOMPARE(r.capture->rowCount(), 11u);
        QCOMPARE(inflatedOf(*reopened(r.capture->path()), 7), QByteArray("whole 5 3 one"));
#else
        QSKIP("file size limits are POSIX");
#endif
    }
    /// Without space for what is inflated the capture, its verdicts and its rows go on.
    void captureGoesOn()
    {
#ifdef Q_OS_UNIX
        QTemporaryDir dir;
        Recording r(dir.filePath(QStringLiteral("full.pcapng")));
        const ConnectionId id = deflating(r);
        r.in(id, rawFrame(0xC1, compressed("before")));
        const QByteArray noise = [] {
            QByteArray octets;
            for (int i = 0; i < 2000; ++i)
                octets += QByteArray::number(i * 7919);
            return octets;
        }();
        {
            const SmallDisk disk(r.capture->fileSize() + 4000);
            r.in(id, rawFrame(0xC2, compressed(QByteArray(30'000, 'x'))));
            QVERIFY(r.capture->writeError().isEmpty());
        }
        r.in(id, rawFrame(0xC1, compressed("\xFF")) + rawFrame(0x81, "plain"));
        QVERIFY(!r.capture->inflateError().isEmpty());
        QCOMPARE(r.capture->rowCount(), 6u);
        QCOMPARE(inflatedOf(*r.capture, 2).left(5), QByteArray("whole"));
        QCOMPARE(inflatedOf(*r.capture, 3).left(9), QByteArray("unstored "));
        QVERIFY(hasFinding(*r.capture, 4, "msg.utf8"));
        QCOMPARE(describe(*reopened(r.capture->path())), describe(*r.capture));
        QCOMPARE(inflatedOf(*reopened(r.capture->path()), 3).left(5), QByteArray("whole"));
#else
        QSKIP("file size limits are POSIX");
#endif
    }
};

QTEST_GUILESS_MAIN(TestInflatedSpool)
#include "tst_inflatedspool.moc"
