// What peers can make a capture cost: memory and CPU stay bounded whatever they send.
#include "core/base/platform.h"
#include "core/http/head.h"
#include "tests/core/capture/deflating.h"

#include <QTemporaryDir>

#include <algorithm>
#include <ctime>

using namespace framescope;
using namespace framescope::capture;
using namespace framescope::test;

namespace
{
constexpr std::uint64_t mib = 1u << 20;

/// The most memory held since it was made, beyond what was held then.
class Growth
{
public:
    Growth() : m_start(platform::residentMemory()) {}
    void sample() { m_most = std::max(m_most, platform::residentMemory()); }
    std::uint64_t octets() const { return m_most > m_start ? m_most - m_start : 0; }

private:
    std::uint64_t m_start;
    std::uint64_t m_most = 0;
};

/// About 1 MB that inflates to 1 GiB: 256 times the same 4 MiB of zeros.
QByteArray bomb()
{
    QByteArray unit;
    ws::Deflater({false, 15}, 9).compress(byteView(QByteArray(4 << 20, '\0')), unit);
    QByteArray all;
    for (int i = 0; i < 256; ++i)
        all += unit + (i < 255 ? QByteArray::fromHex("0000ffff") : QByteArray());
    return all;
}

double cpuSeconds() { return double(std::clock()) / CLOCKS_PER_SEC; }
} // namespace

class TestMemory : public QObject
{
    Q_OBJECT
    QTemporaryDir m_dir;
    int m_files = 0;
    QString newPath() { return m_dir.filePath(QStringLiteral("%1.pcapng").arg(++m_files)); }
    /// Gives the stream in pieces as a socket would.
    static std::uint64_t growthOf(Recording &r, ConnectionId id, const QByteArray &stream, qsizetype piece)
    {
        Growth growth;
        for (qsizetype at = 0; at < stream.size(); at += piece) {
            r.capture->append(id, Direction::In, r.tick(),
                              byteView(QByteArrayView(stream).sliced(at, std::min(piece, stream.size() - at))));
            growth.sample();
        }
        return growth.octets();
    }
    static bool measured()
    {
#ifdef FRAMESCOPE_SANITIZED
        return false;
#else
        return platform::residentMemory() != 0;
#endif
    }

private Q_SLOTS:
    /// D02: 1 MB that inflates to 1 GiB.
    void bombStopsAtTheLimit()
    {
        const QByteArray stream = rawFrame(0xC2, bomb()) + rawFrame(0x81, "after");
        Recording r(newPath());
        const std::uint64_t growth = growthOf(r, deflating(r), stream, 64 * 1024);
        const CaptureReader reader(*r.capture);
        const Inflated inflated = reader.inflated(RowIndex(2));
        QCOMPARE(inflated.state, Inflated::State::Limited);
        QVERIFY(inflated.size < 4 * mib);
        QVERIFY(hasFinding(*r.capture, 2, "deflate.limit"));
        QCOMPARE(r.capture->rowCount(), 4u);
        if (measured())
            QVERIFY2(growth < 32 * mib, qPrintable(QString::number(growth)));
    }
    /// D02: 10 MB that inflates to 10 GiB stops as early.
    void largerBombStopsAsEarly()
    {
        const QByteArray part = bomb() + QByteArray::fromHex("0000ffff");
        QByteArray all;
        for (int i = 0; i < 10; ++i)
            all += part;
        const QByteArray stream = rawFrame(0xC2, all.chopped(4));
        Recording r(newPath());
        const double before = cpuSeconds();
        const std::uint64_t growth = growthOf(r, deflating(r), stream, 64 * 1024);
        const double took = cpuSeconds() - before;
        const Inflated inflated = CaptureReader(*r.capture).inflated(RowIndex(2));
        QCOMPARE(inflated.state, Inflated::State::Limited);
        QVERIFY(inflated.size < 4 * mib);
        QCOMPARE(inflated.wire, std::uint64_t(all.size() - 4));
        if (measured()) {
            QVERIFY2(growth < 32 * mib, qPrintable(QString::number(growth)));
            QVERIFY2(took < 5, qPrintable(QString::number(took))); // 10 GiB would take half a minute
        }
    }
    void bombGoesToDisk()
    {
        if (!measured())
            QSKIP("a gibibyte takes long here, and memory is not judged");
        Recording r(newPath());
        const ConnectionId id = deflating(r);
        const QByteArray stream = rawFrame(0xC2, bomb());
        r.capture->setInflateLimits({2048 * mib, 0});
        Growth growth;
        const std::uint64_t live = growthOf(r, id, stream, 64 * 1024);
        growth.sample();
        const CaptureReader reader(*r.capture);
        QCOMPARE(reader.inflated(RowIndex(2)).state, Inflated::State::Whole);
        QCOMPARE(reader.inflated(RowIndex(2)).size, 1024 * mib);
        QCOMPARE(*reader.inflatedPayload(RowIndex(2), 1024 * mib - 5, 10), QByteArray(5, '\0'));
        growth.sample();
        QVERIFY2(live < 32 * mib, qPrintable(QString::number(live)));
        QVERIFY2(growth.octets() < 32 * mib, qPrintable(QString::number(growth.octets())));
    }
    void bombGoesOnToDisk()
    {
        if (!measured())
            QSKIP("a gibibyte takes long here, and memory is not judged");
        Recording r(newPath());
        const ConnectionId id = deflating(r);
        r.in(id, rawFrame(0xC2, bomb()));
        Growth growth;
        const auto whole =
            r.capture->continueInflating(RowIndex(2), {2048 * mib, 0}, {},
                                         [&growth](std::uint64_t, std::uint64_t, std::uint64_t) { growth.sample(); });
        QVERIFY(whole);
        QCOMPARE(whole->size, 1024 * mib);
        QVERIFY2(growth.octets() < 32 * mib, qPrintable(QString::number(growth.octets())));
    }
    /// F19: a frame that declares 1 GiB and has it.
    void hugeFrame()
    {
        const std::uint64_t size = measured() ? 1024 * mib : 64 * mib;
        Recording r(newPath());
        const ConnectionId id = r.upgraded();
        QByteArray head = QByteArray::fromHex("827f");
        for (int shift = 56; shift >= 0; shift -= 8)
            head += char((size >> shift) & 0xFF);
        const QByteArray piece(mib, 'x');
        Growth growth;
        r.in(id, head);
        for (std::uint64_t at = 0; at < size; at += mib) {
            r.in(id, piece);
            growth.sample();
        }
        QCOMPARE(r.capture->rowCount(), 3u);
        QCOMPARE(r.capture->row(RowIndex(2)).length(), size);
        CaptureReader reader(*r.capture);
        QCOMPARE(*reader.payload(RowIndex(2), size - 3, 10), QByteArray("xxx"));
        growth.sample();
        if (measured())
            QVERIFY2(growth.octets() < 64 * mib, qPrintable(QString::number(growth.octets())));
    }
    /// Ten million empty fragments are ten million rows on disk.
    void emptyFragments()
    {
        const std::uint64_t count = measured() ? 10'000'000 : 200'000;
        Recording r(newPath());
        const ConnectionId id = r.upgraded();
        r.in(id, QByteArray::fromHex("0100"));
        const QByteArray piece(200'000, '\0');
        Growth growth;
        for (std::uint64_t done = 0; done < count; done += 100'000) {
            r.in(id, piece);
            growth.sample();
        }
        r.in(id, QByteArray::fromHex("8000"));
        QCOMPARE(r.capture->rowCount(), count + 4);
        QVERIFY(r.capture->row(RowIndex(count + 3)).endsMessage());
        QCOMPARE(r.capture->row(RowIndex(count / 2)).message, 2u);
        QCOMPARE(r.capture->row(RowIndex(2)).message, 2u);
        if (measured())
            QVERIFY2(growth.octets() < 32 * mib, qPrintable(QString::number(growth.octets())));
    }
    /// H25: a head of 1 MiB that comes octet by octet costs in proportion to its size.
    void headByOctets()
    {
        const auto cost = [](qsizetype size) {
            QByteArray head = "HTTP/1.1 101 Switching Protocols\r\n";
            while (head.size() < size)
                head += "X-Field: " + QByteArray(900, 'x') + "\r\n";
            head = head.first(size);
            double best = 1e9;
            for (int round = 0; round < 3; ++round) {
                http::HeadParser parser(http::HeadKind::Response);
                const double start = cpuSeconds();
                for (const char &octet : head) {
                    ByteView input = byteView(QByteArrayView(&octet, 1));
                    parser.feed(input);
                }
                best = std::min(best, cpuSeconds() - start);
            }
            return best;
        };
        const double half = cost(512 * 1024);
        const double whole = cost(1024 * 1024);
        if (measured()) {
            QVERIFY2(whole < 3 * half + 0.02, qPrintable(u"%1 s, half of it %2 s"_qs.arg(whole).arg(half)));
            QVERIFY2(whole < 0.2, qPrintable(QString::number(whole)));
        }
    }
};

QTEST_GUILESS_MAIN(TestMemory)
#include "tst_memory.moc"
