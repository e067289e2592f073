#include "core/ws/utf8validator.h"

#include <QTest>

#include <vector>

using namespace framescope;
using namespace framescope::ws;

namespace
{
struct Verdict {
    bool valid = true;
    std::uint64_t error = 0;
    unsigned pending = 0;
    bool operator==(const Verdict &) const = default;
};

/// The table of RFC 3629 §4, written out: which octets may stand second, and how many follow a lead.
struct Row {
    int leadFrom, leadTo, secondFrom, secondTo, size;
};
constexpr Row rows[] = {
    {0x00, 0x7F, 0, 0, 1},       {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
    {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
    {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
};

Verdict reference(const QByteArray &text)
{
    const auto octet = [&](qsizetype i) { return int(static_cast<unsigned char>(text[i])); };
    for (qsizetype at = 0; at < text.size();) {
        const Row *row = nullptr;
        for (const Row &candidate : rows) {
            if (octet(at) >= candidate.leadFrom && octet(at) <= candidate.leadTo)
                row = &candidate;
        }
        if (row == nullptr)
            return {false, std::uint64_t(at), 0};
        for (int k = 1; k < row->size; ++k) {
            if (at + k == text.size())
                return {true, 0, unsigned(k)};
            const int c = octet(at + k);
            const bool legal = k == 1 ? c >= row->secondFrom && c <= row->secondTo : c >= 0x80 && c <= 0xBF;
            if (!legal)
                return {false, std::uint64_t(at + k), 0};
        }
        at += row->size;
    }
    return {};
}

Verdict verdictOf(const Utf8Validator &v) { return {v.valid(), v.valid() ? 0 : v.errorOffset(), v.pending()}; }

/// In pieces of `size` octets, the first of them of `first`.
Verdict validate(const QByteArray &text, qsizetype first, qsizetype size)
{
    Utf8Validator v;
    for (qsizetype at = 0, n = first; at < text.size() || n == 0; at += n, n = size) {
        n = std::min(n, text.size() - at);
        const bool ok = v.append(byteView(QByteArrayView(text).sliced(at, n)));
        if (ok != v.valid())
            return {false, ~std::uint64_t(0), 99};
        if (n == 0 && size == 0)
            break;
    }
    if (v.complete() != (v.valid() && v.pending() == 0))
        return {false, ~std::uint64_t(0), 98};
    return verdictOf(v);
}

bool agrees(const QByteArray &text)
{
    const Verdict expected = reference(text);
    if (!(validate(text, text.size(), text.size()) == expected) || !(validate(text, 1, 1) == expected))
        return false;
    for (qsizetype cut = 1; cut < text.size(); ++cut) {
        if (!(validate(text, cut, text.size()) == expected))
            return false;
    }
    return true;
}
} // namespace

class TestUtf8Validator : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void errorOffset_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("offset");
        QTest::newRow("overlong C0") << QByteArray("a\xC0\xAF") << 1;
        QTest::newRow("overlong C1") << QByteArray("\xC1\xBF") << 0;
        QTest::newRow("overlong E0") << QByteArray("\xE0\x80\x80") << 1;
        QTest::newRow("overlong F0") << QByteArray("\xF0\x8F\xBF\xBF") << 1;
        QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << 1;
        QTest::newRow("beyond 10FFFF") << QByteArray("\xF4\x90\x80\x80") << 1;
        QTest::newRow("F5") << QByteArray("\xF5\x80\x80\x80") << 0;
        QTest::newRow("FE") << QByteArray("ab\xFE") << 2;
        QTest::newRow("FF") << QByteArray("ab\xFF") << 2;
        QTest::newRow("lone continuation") << QByteArray("\x80") << 0;
        QTest::newRow("third byte") << QByteArray("\xE2\x82z") << 2;
        QTest::newRow("fourth byte") << QByteArray("\xF0\x9F\x98z") << 3;
        QTest::newRow("far") << QByteArray(100000, 'x') + QByteArray("\xE2\x82\xAC").repeated(1000) + "\xFF" << 103000;
    }
    void errorOffset()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, offset);
        Utf8Validator whole;
        QVERIFY(!whole.append(byteView(text)));
        QCOMPARE(whole.errorOffset(), std::uint64_t(offset));
        QVERIFY(!whole.complete());
        QVERIFY(!whole.append(byteView(QByteArrayView("more"))));
        QCOMPARE(whole.errorOffset(), std::uint64_t(offset));
        Utf8Validator single;
        for (int i = 0; i < offset; ++i)
            QVERIFY(single.append(byteView(QByteArrayView(text).sliced(i, 1))));
        QVERIFY(!single.append(byteView(QByteArrayView(text).sliced(offset, 1))));
        QCOMPARE(single.errorOffset(), std::uint64_t(offset));
        whole.reset();
        QVERIFY(whole.append(byteView(QByteArrayView("fine"))));
        QVERIFY(whole.complete());
    }
    void allOfTwo()
    {
        for (int a = 0; a < 256; ++a) {
            for (int b = 0; b < 256; ++b) {
                const QByteArray text{QByteArray(1, char(a)) + QByteArray(1, char(b))};
                QVERIFY2(agrees(text), text.toHex().constData());
                const QByteArray between = "x" + text + "y";
                QVERIFY2(agrees(between), between.toHex().constData());
            }
        }
    }
    /// Every lead and second octet with third and fourth octets at the borders of their ranges.
    void threeAndFour()
    {
        constexpr int borders[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xF0, 0xFF};
        for (int a = 0xBF; a < 256; ++a) {
            for (int b = 0x7E; b < 0xC3; ++b) {
                for (const int c : borders) {
                    const QByteArray three = QByteArray(1, char(a)) + char(b) + char(c);
                    QVERIFY2(agrees(three), three.toHex().constData());
                    for (const int d : borders) {
                        const QByteArray four = three + char(d);
                        QVERIFY2(agrees(four), four.toHex().constData());
                    }
                }
            }
        }
    }
    /// The vector path: a sequence inside a text long enough for it, at every place near its edges.
    void inLongText_data()
    {
        QTest::addColumn<QByteArray>("sequence");
        for (const char *s :
             {"\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xC3\xBC", "\xC0\xAF", "\xED\xA0\x80", "\xE0\x80", "\xF4\x90",
              "\xE2\x82", "\xF0\x9F\x98", "\xFF", "\x80", "\xC3", "\xF0\xF0", "\xE2\xE2\x82", "\xF0\x9F\xC3"})
            QTest::newRow(QByteArray(s).toHex()) << QByteArray(s);
    }
    void inLongText()
    {
        QFETCH(QByteArray, sequence);
        for (const qsizetype size : {20, 31, 32, 33, 255, 256, 257, 600}) {
            for (qsizetype at = std::max<qsizetype>(0, size - 70); at <= size; ++at) {
                const QByteArray text = QByteArray(at, 'a') + sequence + QByteArray(size - at, 'z');
                const Verdict expected = reference(text);
                QVERIFY(validate(text, text.size(), text.size()) == expected);
                for (const qsizetype first : {qsizetype(1), at, at + 1, at + 2, at + 3}) {
                    if (first > 0 && first <= text.size())
                        QVERIFY(validate(text, first, text.size()) == expected);
                }
                QVERIFY(validate(text, 40, 40) == expected);
                QVERIFY(validate(text, 3, 3) == expected);
            }
        }
    }
    /// Characters across the borders of the blocks the validator works in.
    void acrossBlocks()
    {
        const QByteArray character("\xF0\x9F\x98\x80");
        for (qsizetype shift = 0; shift < 4; ++shift) {
            const QByteArray text = QByteArray(shift, 'x') + character.repeated(50000);
            QVERIFY(validate(text, text.size(), text.size()) == Verdict{});
            QVERIFY(validate(text.chopped(1), text.size(), text.size()) == (Verdict{true, 0, 3}));
            QByteArray broken = text;
            broken[shift + 4 * 16384 + 1] = 'x';
            QVERIFY(validate(broken, text.size(), text.size()) ==
                    (Verdict{false, std::uint64_t(shift + 4 * 16384 + 1), 0}));
        }
    }
    void ascii()
    {
        Utf8Validator v;
        v.appendAscii(5);
        QVERIFY(!v.append(byteView(QByteArrayView("\xFF"))));
        QCOMPARE(v.errorOffset(), std::uint64_t(5));
    }
};

QTEST_GUILESS_MAIN(TestUtf8Validator)
#include "tst_utf8validator.moc"
