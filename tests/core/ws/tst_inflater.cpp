#include "core/ws/inflater.h"

#include "core/ws/deflater.h"

#include <QTest>

#include <array>
#include <random>

using namespace framescope;
using namespace framescope::ws;
using Fault = Inflater::Fault;

namespace
{
QByteArray hex(const char *text) { return QByteArray::fromHex(text); }

QByteArray compressed(const QByteArray &message, DeflateSide side = {})
{
    QByteArray out;
    Deflater(side).compress(byteView(message), out);
    return out;
}

/// What came of a message, printed.
struct Outcome {
    QByteArray text;
    Fault fault = Fault::None;
    std::uint64_t wire = 0, size = 0;
    bool lost = false;
    bool operator==(const Outcome &) const = default;
};

char *toString(const Outcome &o)
{
    return QTest::toString(u"fault %1, wire %2, size %3, lost %4, text %5"_qs.arg(int(o.fault))
                               .arg(o.wire)
                               .arg(o.size)
                               .arg(o.lost)
                               .arg(QString::fromLatin1(o.text.left(60).toPercentEncoding())));
}

/// A message given in pieces of `step` octets (0: in one), inflated into slices of `room`.
Outcome inflate(Inflater &inflater, const QByteArray &octets, const InflateLimits &limits = {}, qsizetype step = 0,
                std::size_t room = 4096)
{
    Outcome outcome;
    std::vector<std::uint8_t> slice(room);
    inflater.begin(limits);
    for (qsizetype at = 0; at < octets.size();) {
        // A copy of its own, so that reading beyond it is seen by the sanitizer.
        const QByteArray piece = octets.mid(at, step == 0 ? -1 : step);
        at += piece.size();
        ByteView input = byteView(piece);
        for (;;) {
            const ByteView part = inflater.inflate(input, slice);
            if (part.empty())
                break;
            outcome.text += toByteArray(part);
        }
    }
    outcome.fault = inflater.finish();
    outcome.wire = inflater.wire();
    outcome.size = inflater.size();
    outcome.lost = inflater.contextLost();
    return outcome;
}

Outcome inflate(const QByteArray &octets, DeflateSide side = {}, const InflateLimits &limits = {})
{
    Inflater inflater(side);
    return inflate(inflater, octets, limits);
}

Outcome whole(const QByteArray &text, qsizetype wire)
{
    return {text, Fault::None, std::uint64_t(wire), std::uint64_t(text.size()), false};
}
} // namespace

class TestInflater : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void messages_data();
    void messages();
    void contextTakeover();
    void contextOfAnEarlierMessage();
    void faultThenNext();
    void given();
    void limitOfSize();
    void limitOfRatio();
    void ratioFloor();
    void randomOctets();
    void splits();
};

void TestInflater::messages_data()
{
    QTest::addColumn<QByteArray>("octets");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("fault");
    QTest::addColumn<bool>("lost");
    const auto row = [](const char *name, const QByteArray &octets, const QByteArray &text, Fault fault = Fault::None,
                        bool lost = false) { QTest::newRow(name) << octets << text << int(fault) << lost; };
    row("RFC 7692 7.2.3.1 fixed block", hex("f248cdc9c90700"), "Hello");
    row("RFC 7692 7.2.3.3 stored block", hex("000500faff48656c6c6f00"), "Hello");
    row("RFC 7692 7.2.3.4 BFINAL", hex("f348cdc9c9070000"), "Hello");
    row("RFC 7692 7.2.3.5 two blocks", hex("f248050000 00ffffcac9c90700"), "Hello");
    row("RFC 7692 7.2.3.6 empty", hex("00"), "");
    row("BFINAL twice, a window for both", hex("f348cdc9c90700") + hex("f348cdc9c9070000"), "HelloHello");
    row("an empty final block is the end", hex("f248cdc9c90704"), "Hello");
    row("final, a reference before it", hex("f348cdc9c90700f200110000"), "HelloHello");
    row("nothing at all", {}, "", Fault::Truncated, false);
    row("no empty block after the final one", hex("f348cdc9c90700"), "Hello", Fault::Truncated, false);
    row("stored block, no empty block after it", hex("000500faff48656c6c6f"), "Hello", Fault::Truncated, false);
    row("D03 cut in a fixed block", hex("f248cdc9"), "Hel", Fault::Truncated, true);
    row("D03 cut in a stored block", hex("000500faff4865"), "He", Fault::Truncated, true);
    row("D03 cut in the length", hex("000500"), "", Fault::Truncated, true);
    row("tail not taken away", hex("f248cdc9c907000000ffff"), "Hello", Fault::Truncated, false);
    row("D01 reserved block type", hex("f248cdc9c90718"), "Hello", Fault::Data, true);
    row("D01 length and its complement differ", hex("000500fafe48656c6c6f00"), "", Fault::Data, true);
    row("D01 FF", QByteArray(20, '\xff'), "", Fault::Data, true);
    row("D01 distance before everything", hex("f200110000"), "H", Fault::Data, true);
    row("D01 bad after much", compressed(QByteArray(100'000, 'x')) + hex("0000ffff06"), QByteArray(100'000, 'x'),
        Fault::Data, true);
}

void TestInflater::messages()
{
    QFETCH(QByteArray, octets);
    QFETCH(QByteArray, text);
    QFETCH(int, fault);
    QFETCH(bool, lost);
    const Outcome expected = inflate(octets);
    QCOMPARE(expected.text, text);
    QCOMPARE(int(expected.fault), fault);
    QCOMPARE(expected.lost, lost);
    QCOMPARE(expected.size, std::uint64_t(text.size()));
    for (const qsizetype step : {1, 2, 3, 5, 7, 1000}) {
        for (const std::size_t room : {1u, 2u, 7u, 1000u}) {
            Inflater inflater(DeflateSide{});
            QCOMPARE(inflate(inflater, octets, {}, step, room), expected);
        }
    }
    // Without context takeover all is the same, and nothing can be lost.
    Outcome alone = inflate(octets, {false, 15});
    QVERIFY(!alone.lost);
    QCOMPARE(alone.text, text);
    QCOMPARE(alone.fault == Fault::None, fault == int(Fault::None));
}

void TestInflater::contextTakeover()
{
    Inflater inflater({true, 15});
    QCOMPARE(inflate(inflater, hex("f248cdc9c90700")), whole("Hello", 7));
    // RFC 7692 §7.2.3.2: the second "Hello" refers to the first.
    QCOMPARE(inflate(inflater, hex("f200110000")), whole("Hello", 5));
    QCOMPARE(inflate(inflater, hex("00")), whole("", 1));
    QCOMPARE(inflate(inflater, hex("f200110000")), whole("Hello", 5));
}

void TestInflater::contextOfAnEarlierMessage()
{
    Inflater inflater({false, 15});
    QCOMPARE(inflate(inflater, hex("f248cdc9c90700")), whole("Hello", 7));
    const Outcome outcome = inflate(inflater, hex("f200110000"));
    QCOMPARE(outcome.fault, Fault::Context);
    QCOMPARE(outcome.text, QByteArray("H"));
    QVERIFY(!outcome.lost);
    QCOMPARE(inflate(inflater, hex("f248cdc9c90700")), whole("Hello", 7));
}

void TestInflater::faultThenNext()
{
    for (const bool takeover : {false, true}) {
        for (const QByteArray &bad : {hex("06"), hex("f248cdc9"), hex("f248cdc9c90718")}) {
            Inflater inflater({takeover, 15});
            QVERIFY(inflate(inflater, bad).fault != Fault::None);
            QCOMPARE(inflate(inflater, hex("f248cdc9c90700")), whole("Hello", 7));
        }
    }
    // What only lacks its last empty block leaves the context as it is.
    Inflater inflater({true, 15});
    QCOMPARE(inflate(inflater, hex("f348cdc9c90700")).fault, Fault::Truncated);
    QCOMPARE(inflate(inflater, hex("f200110000")), whole("Hello", 5));
    // A message that was never finished takes the context with it.
    inflater.begin({});
    std::array<std::uint8_t, 100> slice;
    const QByteArray start = hex("f248cdc9");
    ByteView input = byteView(start);
    QCOMPARE(inflater.inflate(input, slice).size(), std::size_t(3));
    QCOMPARE(inflate(inflater, hex("f248cdc9c90700")), whole("Hello", 7));
}

void TestInflater::given()
{
    Inflater inflater({true, 15});
    inflater.setContext(byteView(QByteArrayView("Hello")));
    QCOMPARE(inflate(inflater, hex("f200110000")), whole("Hello", 5));
    inflater.setContext(byteView(QByteArray(40'000, 'x') + "Hello"));
    QCOMPARE(inflate(inflater, hex("f200110000")), whole("Hello", 5));
    inflater.setContext({});
    QCOMPARE(inflate(inflater, hex("f200110000")).fault, Fault::Data);
}

void TestInflater::limitOfSize()
{
    const QByteArray text = QByteArray(1000, 'x') + "Hello";
    const QByteArray octets = compressed(text);
    QCOMPARE(inflate(octets, {}, {1005, 0}), whole(text, octets.size()));
    for (const std::uint64_t limit : {0u, 1u, 257u, 258u, 1000u, 1004u}) {
        const Outcome expected = inflate(octets, {}, {limit, 0});
        QCOMPARE(expected.fault, Fault::Limit);
        QVERIFY(expected.lost);
        QCOMPARE(expected.text, text.first(qsizetype(limit)));
        QCOMPARE(expected.size, limit);
        for (const qsizetype step : {1, 2, 3}) {
            Inflater inflater(DeflateSide{});
            Outcome split = inflate(inflater, octets, {limit, 0}, step, 10);
            split.wire = expected.wire; // how far zlib looks ahead is its own affair
            QCOMPARE(split, expected);
        }
    }
    QCOMPARE(inflate({}, {}, {0, 0}).fault, Fault::Truncated);
    QCOMPARE(inflate(hex("00"), {}, {0, 0}), whole({}, 1));
}

/// D02: a bomb stops near the floor, whatever its size, and at the same octet however it comes.
void TestInflater::limitOfRatio()
{
    const QByteArray bomb = compressed(QByteArray(64 << 20, '\0'));
    const Outcome expected = inflate(bomb);
    QCOMPARE(expected.fault, Fault::Limit);
    QVERIFY(expected.size > InflateLimits::ratioFloor);
    QVERIFY(expected.size < 4 * InflateLimits::ratioFloor);
    QCOMPARE(expected.wire % InflateLimits::ratioStep, 0u);
    for (const qsizetype step : {1, 1000, 4096}) {
        Inflater inflater(DeflateSide{});
        QCOMPARE(inflate(inflater, bomb, {}, step, 50'000), expected);
    }
    QCOMPARE(inflate(bomb, {}, {std::uint64_t(64) << 20, 0}).fault, Fault::None);
}

void TestInflater::ratioFloor()
{
    const QByteArray octets = compressed(QByteArray(InflateLimits::ratioFloor, '\0'));
    QVERIFY(InflateLimits::ratioFloor / std::uint64_t(octets.size()) > 900);
    QCOMPARE(inflate(octets, {}, {256u << 20, 10}).fault, Fault::None);
}

/// Garbage is answered alike in all pieces, and never with more than was found.
void TestInflater::randomOctets()
{
    std::mt19937 random(7692);
    std::uniform_int_distribution<int> octet(0, 255);
    for (int round = 0; round < 3000; ++round) {
        QByteArray octets;
        for (int i = round % 60; i >= 0; --i)
            octets += char(octet(random));
        if (round % 3 == 0) // deep inside a dynamic block
            octets = compressed("some text, some more text, and texts of some more text " + octets.toHex()) + octets;
        if (round % 6 == 0)
            octets[round % octets.size()] = char(octet(random));
        const Outcome expected = inflate(octets);
        for (const qsizetype step : {1, 2, 7}) {
            Inflater inflater(DeflateSide{});
            QCOMPARE(inflate(inflater, octets, {}, step, round % 2 == 0 ? 1 : 300), expected);
        }
    }
}

void TestInflater::splits()
{
    QByteArray text;
    for (int i = 0; i < 3000; ++i)
        text += QByteArray::number(i * 7919) + ((i % 3) ? " gr\xC3\xBC\xC3\x9F" : "{\"key\":");
    const QByteArray octets = compressed(text) + hex("0000ffff") + compressed(text, {true, 9});
    const Outcome expected = whole(text + text, octets.size());
    for (qsizetype step = 1; step < 40; ++step) {
        Inflater inflater(DeflateSide{});
        QCOMPARE(inflate(inflater, octets, {}, step, std::size_t(step * 13)), expected);
    }
}

QTEST_GUILESS_MAIN(TestInflater)
#include "tst_inflater.moc"
