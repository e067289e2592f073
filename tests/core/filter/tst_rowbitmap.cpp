#include "core/filter/rowbitmap.h"

#include <QTest>

#include <random>

using namespace framescope;
using filter::RowBitmap;

class TestRowBitmap : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void empty()
    {
        const RowBitmap rows;
        QCOMPARE(rows.size(), std::uint64_t(0));
        QCOMPARE(rows.count(), std::uint64_t(0));
        QVERIFY(!rows.contains(RowIndex(0)));
        QCOMPARE(rows.rank(RowIndex(0)), std::uint64_t(0));
    }

    void asAPlainList_data()
    {
        QTest::addColumn<int>("total");
        QTest::addColumn<double>("density");
        QTest::addColumn<int>("gap"); // rows hidden at the start
        QTest::newRow("one") << 1 << 1.0 << 0;
        QTest::newRow("a word") << 64 << 1.0 << 0;
        QTest::newRow("a group and one") << 513 << 0.5 << 0;
        QTest::newRow("a block") << 65536 << 0.5 << 0;
        QTest::newRow("a full block and one") << 65537 << 1.0 << 0;
        QTest::newRow("many, half") << 300'000 << 0.5 << 0;
        QTest::newRow("many, all") << 300'000 << 1.0 << 0;
        QTest::newRow("many, sparse") << 300'000 << 0.001 << 0;
        QTest::newRow("late start") << 300'000 << 0.3 << 200'000;
        QTest::newRow("none") << 70'000 << 0.0 << 0;
    }
    void asAPlainList()
    {
        QFETCH(int, total);
        QFETCH(double, density);
        QFETCH(int, gap);
        std::mt19937 random(7);
        std::bernoulli_distribution shown(density);
        RowBitmap rows;
        std::vector<std::uint64_t> plain;
        for (int i = 0; i < total; ++i) {
            const bool show = i >= gap && shown(random);
            QCOMPARE(rows.rank(RowIndex(std::uint64_t(i))), std::uint64_t(plain.size()));
            rows.append(show);
            if (show)
                plain.push_back(std::uint64_t(i));
            if (show && plain.size() % 97 == 1) { // while it grows, not only at the end
                QCOMPARE(rows.select(plain.size() - 1), RowIndex(std::uint64_t(i)));
                QCOMPARE(rows.select(plain.size() / 2).value(), plain[plain.size() / 2]);
            }
        }
        QCOMPARE(rows.size(), std::uint64_t(total));
        QCOMPARE(rows.count(), std::uint64_t(plain.size()));
        for (std::size_t k = 0; k < plain.size(); ++k) {
            QCOMPARE(rows.select(k).value(), plain[k]);
            QCOMPARE(rows.rank(RowIndex(plain[k])), std::uint64_t(k));
            QVERIFY(rows.contains(RowIndex(plain[k])));
        }
        QCOMPARE(rows.rank(RowIndex(std::uint64_t(total))), std::uint64_t(plain.size()));
        QVERIFY(!rows.contains(RowIndex(std::uint64_t(total))));
    }

    void wordsAsSingleRows()
    {
        std::mt19937_64 random(3);
        RowBitmap words;
        RowBitmap single;
        while (single.size() < 200'000) {
            std::uint64_t bits[20];
            for (std::uint64_t &word : bits)
                word = random() & random();
            const std::size_t count = 1 + random() % (20 * 64);
            words.append(bits, count);
            for (std::size_t i = 0; i < count; ++i)
                single.append(((bits[i / 64] >> (i % 64)) & 1) != 0);
            QCOMPARE(words.size(), single.size());
            QCOMPARE(words.count(), single.count());
            QCOMPARE(words.rank(RowIndex(words.size() / 3)), single.rank(RowIndex(words.size() / 3)));
        }
        std::uint64_t wrong = 0;
        for (std::uint64_t k = 0; k < single.count(); ++k)
            wrong += words.select(k) != single.select(k);
        QCOMPARE(wrong, std::uint64_t(0));
    }

    void clearStartsAnew()
    {
        RowBitmap rows;
        for (int i = 0; i < 1000; ++i)
            rows.append(true);
        rows.clear();
        QCOMPARE(rows.size(), std::uint64_t(0));
        rows.append(false);
        rows.append(true);
        QCOMPARE(rows.count(), std::uint64_t(1));
        QCOMPARE(rows.select(0), RowIndex(1));
    }

    void hundredMillionRows()
    {
        RowBitmap rows;
        for (std::uint32_t i = 0; i < 100'000'000; ++i)
            rows.append(i % 3 == 0);
        QCOMPARE(rows.count(), std::uint64_t(33'333'334));
        for (std::uint64_t k = 0; k < 33'333'334; k += 33'331)
            QCOMPARE(rows.select(k), RowIndex(3 * k));
        QCOMPARE(rows.rank(RowIndex(99'999'999)), std::uint64_t(33'333'333));
    }
};

QTEST_GUILESS_MAIN(TestRowBitmap)
#include "tst_rowbitmap.moc"
