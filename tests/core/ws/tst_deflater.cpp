#include "core/ws/deflater.h"

#include "core/ws/inflater.h"

#include <QTest>

#include <array>

using namespace framescope;
using namespace framescope::ws;

namespace
{
QByteArray compressed(Deflater &deflater, const QByteArray &message)
{
    QByteArray out;
    deflater.compress(byteView(message), out);
    return out;
}

QByteArray inflated(Inflater &inflater, const QByteArray &octets)
{
    QByteArray text;
    std::array<std::uint8_t, 1000> slice;
    inflater.begin({});
    ByteView input = byteView(octets);
    for (;;) {
        const ByteView piece = inflater.inflate(input, slice);
        if (piece.empty())
            break;
        text += toByteArray(piece);
    }
    return inflater.finish() == Inflater::Fault::None ? text : "fault after " + text;
}

/// Octets without order, the same each time.
QByteArray noise(qsizetype size)
{
    QByteArray octets(size, Qt::Uninitialized);
    std::uint32_t state = 12345;
    for (char &c : octets) {
        state = state * 1664525u + 1013904223u;
        c = static_cast<char>(state >> 24);
    }
    return octets;
}
} // namespace

class TestDeflater : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void examplesOfTheRfc()
    {
        // RFC 7692 §7.2.3.1, §7.2.3.2
        Deflater deflater({true, 15});
        QCOMPARE(compressed(deflater, "Hello").toHex(), QByteArray("f248cdc9c90700"));
        QCOMPARE(compressed(deflater, "Hello").toHex(), QByteArray("f200110000"));
        deflater.forget();
        QCOMPARE(compressed(deflater, "Hello").toHex(), QByteArray("f248cdc9c90700"));
    }
    void emptyMessage()
    {
        // RFC 7692 §7.2.3.6
        Deflater deflater({true, 15});
        QCOMPARE(compressed(deflater, {}).toHex(), QByteArray("00"));
        QCOMPARE(compressed(deflater, "Hello").toHex(), QByteArray("f248cdc9c90700"));
        QCOMPARE(compressed(deflater, {}).toHex(), QByteArray("00"));
    }
    void windows_data()
    {
        QTest::addColumn<int>("bits");
        QTest::addColumn<bool>("takeover");
        QTest::addColumn<int>("level");
        for (int bits = 8; bits <= 15; ++bits) {
            for (const bool takeover : {false, true})
                QTest::addRow("%d bits, takeover %d", bits, takeover) << bits << takeover << -1;
        }
        for (const int level : {0, 1, 9, 99})
            QTest::addRow("level %d", level) << 15 << true << level;
    }
    void windows()
    {
        QFETCH(int, bits);
        QFETCH(bool, takeover);
        QFETCH(int, level);
        QCOMPARE(Deflater::possible(bits), bits != 8);
        const DeflateSide side{takeover, static_cast<std::uint8_t>(bits)};
        Deflater deflater(side, level);
        Inflater inflater(side);
        const QByteArray big = noise(70'000);
        for (const QByteArray &message : {QByteArray("Hello"), QByteArray("Hello"), QByteArray(), QByteArray(1, 'x'),
                                          QByteArray(300'000, 'a'), big, big + big, QByteArray("Hello")})
            QCOMPARE(inflated(inflater, compressed(deflater, message)), message);
    }
    void withoutTakeoverEachStandsAlone()
    {
        Deflater deflater({false, 15});
        const QByteArray first = compressed(deflater, "Hello");
        QCOMPARE(compressed(deflater, "Hello"), first);
    }
    void nothingBeforeTheWindowIsReferredTo()
    {
        // 200 octets without order, twice: the second can be told as a reference to the first.
        const QByteArray message = noise(200) + noise(200);
        Deflater small({true, 8});
        Deflater fits({true, 9});
        QVERIFY(compressed(small, message).size() > 400);
        QVERIFY(compressed(fits, message).size() < 300);
    }
    void appends()
    {
        Deflater deflater({true, 15});
        QByteArray out = "before";
        deflater.compress(byteView(QByteArrayView("Hello")), out);
        QCOMPARE(out, "before" + QByteArray::fromHex("f248cdc9c90700"));
    }
};

QTEST_GUILESS_MAIN(TestDeflater)
#include "tst_deflater.moc"
