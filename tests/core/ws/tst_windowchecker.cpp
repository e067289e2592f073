#include "core/ws/windowchecker.h"

#include "core/ws/deflater.h"

#include <QTest>

#include <random>

using namespace framescope;
using namespace framescope::ws;

namespace
{
QByteArray noise(qsizetype size)
{
    std::mt19937 random(1951);
    std::uniform_int_distribution<int> octet(0, 255);
    QByteArray octets(size, Qt::Uninitialized);
    for (char &c : octets)
        c = static_cast<char>(octet(random));
    return octets;
}

QByteArray compressed(const QByteArray &message, int windowBits = 15, int level = -1)
{
    QByteArray out;
    Deflater({true, static_cast<std::uint8_t>(windowBits)}, level).compress(byteView(message), out);
    return out;
}

/// Whether a distance beyond the window is there; `position` is what the checker says then or at the end.
bool found(const QByteArray &octets, int windowBits, qsizetype step, std::uint64_t *position)
{
    WindowChecker checker(windowBits);
    checker.begin();
    int times = 0;
    for (qsizetype at = 0; at < octets.size(); at += step) {
        const QByteArray piece = octets.mid(at, step);
        if (checker.take(byteView(piece)))
            ++times;
    }
    *position = checker.position();
    return times == 1;
}
} // namespace

class TestWindowChecker : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void distances_data()
    {
        QTest::addColumn<int>("distance");
        QTest::addColumn<int>("bits"); // of the smallest window that holds it
        for (int bits = 8; bits <= 14; ++bits) {
            QTest::addRow("2^%d", bits) << (1 << bits) << bits;
            QTest::addRow("2^%d + 1", bits) << (1 << bits) + 1 << bits + 1;
        }
    }
    void distances()
    {
        QFETCH(int, distance);
        QFETCH(int, bits);
        // The first octets have no order, so that the distance is the only one; zlib refers to no octet at 0.
        const QByteArray first = noise(distance);
        Deflater deflater({true, 15}, 9);
        QByteArray octets;
        deflater.compress(byteView(first), octets);
        octets += QByteArray::fromHex("0000ffff");
        deflater.compress(byteView(first.first(20)), octets);
        for (const qsizetype step : {qsizetype(1), qsizetype(2), qsizetype(7), octets.size()}) {
            for (int window = 8; window <= 15; ++window) {
                std::uint64_t position = 0;
                QCOMPARE(found(octets, window, step, &position), window < bits);
                QCOMPARE(position, std::uint64_t(window < bits ? distance + 1 : distance + 20));
            }
        }
    }
    void followsAllBlocks_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("level");
        QByteArray words;
        for (int i = 0; i < 20'000; ++i)
            words += QByteArray::number(i * 7919 % 1000) + (i % 5 ? " and " : ", {\"key\": \"gr\xC3\xBC\xC3\x9F\"} ");
        QTest::newRow("empty") << QByteArray() << -1;
        QTest::newRow("fixed") << QByteArray("Hello") << -1;
        QTest::newRow("stored") << words << 0;
        QTest::newRow("noise") << noise(200'000) << -1;
        QTest::newRow("runs") << QByteArray(1'000'000, 'x') << 9;
        for (const int level : {1, 6, 9})
            QTest::addRow("dynamic, level %d", level) << words << level;
    }
    void followsAllBlocks()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, level);
        for (int bits = 9; bits <= 14; ++bits) {
            const QByteArray octets = compressed(text, bits, level);
            for (const qsizetype step : {1, 3, 1000}) {
                std::uint64_t position = 0;
                QVERIFY(!found(octets, bits, step, &position));
                QCOMPARE(position, std::uint64_t(text.size()));
            }
        }
    }
    /// RFC 7692 §7.2.3.4: after a final block the message goes on, with the next octet.
    void goesOnAfterFinalBlocks()
    {
        const QByteArray hello =
            QByteArray::fromHex("f348cdc9c907fc"); // with its last six bits set, which nobody reads
        for (const qsizetype step : {1, 3, 1000}) {
            std::uint64_t position = 0;
            QVERIFY(!found(hello + hello + compressed("Hello"), 9, step, &position));
            QCOMPARE(position, std::uint64_t(15));
        }
    }
    void beginsAnew()
    {
        WindowChecker checker(8);
        checker.begin();
        const QByteArray cut = compressed("some text").chopped(3);
        QVERIFY(!checker.take(byteView(cut)));
        checker.begin();
        const QByteArray whole = compressed("Hello");
        QVERIFY(!checker.take(byteView(whole)));
        QCOMPARE(checker.position(), 5u);
    }
    /// Nothing that is not DEFLATE leads it astray.
    void garbage()
    {
        std::mt19937 random(8);
        std::uniform_int_distribution<int> octet(0, 255);
        WindowChecker checker(9);
        for (int round = 0; round < 20'000; ++round) {
            std::uint8_t octets[40];
            for (std::uint8_t &o : octets)
                o = std::uint8_t(octet(random));
            checker.begin();
            checker.take(octets);
        }
        // a set of codes with more codes than bits can tell
        checker.begin();
        QVERIFY(!checker.take(byteView(QByteArray::fromHex("fcff249249922449922449ffffffffffffffffff"))));
    }
};

QTEST_GUILESS_MAIN(TestWindowChecker)
#include "tst_windowchecker.moc"
