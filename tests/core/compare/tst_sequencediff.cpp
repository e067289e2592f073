#include "core/compare/sequencediff.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace framescope;
using compare::sequenceDiff;
using compare::Stretch;

namespace
{
using Items = std::vector<std::uint32_t>;

Items of(const char *letters) { return Items(letters, letters + std::strlen(letters)); }

/// The fewest edits, by the plain table.
std::size_t fewest(const Items &a, const Items &b)
{
    std::vector<std::vector<std::size_t>> t(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j)
            t[i][j] = i == 0                 ? j
                      : j == 0               ? i
                      : a[i - 1] == b[j - 1] ? t[i - 1][j - 1]
                                             : 1 + std::min(t[i - 1][j], t[i][j - 1]);
    }
    return t[a.size()][b.size()];
}

/// Edits of a diff, once it is sure that it leads from a to b.
std::size_t edits(const compare::SequenceDiff &diff, const Items &a, const Items &b)
{
    std::size_t x = 0;
    std::size_t y = 0;
    std::size_t count = 0;
    for (const Stretch &s : diff.stretches) {
        for (std::size_t i = 0; i < s.common; ++i) {
            if (x >= a.size() || y >= b.size() || a[x++] != b[y++])
                return ~std::size_t(0);
        }
        x += s.removed;
        y += s.added;
        count += s.removed + s.added;
    }
    return x == a.size() && y == b.size() ? count : ~std::size_t(0);
}
} // namespace

class TestSequenceDiff : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void known()
    {
        QCOMPARE(sequenceDiff({}, {}).stretches, std::vector<Stretch>());
        QCOMPARE(sequenceDiff(of("abc"), of("abc")).stretches, (std::vector<Stretch>{{3, 0, 0}}));
        QCOMPARE(sequenceDiff({}, of("ab")).stretches, (std::vector<Stretch>{{0, 0, 2}}));
        QCOMPARE(sequenceDiff(of("abcd"), of("axcd")).stretches, (std::vector<Stretch>{{1, 1, 1}, {2, 0, 0}}));
        QCOMPARE(edits(sequenceDiff(of("abcabba"), of("cbabac")), of("abcabba"), of("cbabac")), std::size_t(5));
    }

    void fewestEdits()
    {
        QRandomGenerator random(5);
        for (int run = 0; run < 3000; ++run) {
            Items a(std::size_t(random.bounded(12)));
            Items b(std::size_t(random.bounded(12)));
            for (Items *items : {&a, &b}) {
                for (std::uint32_t &item : *items)
                    item = random.bounded(3u);
            }
            const compare::SequenceDiff diff = sequenceDiff(a, b);
            QVERIFY(diff.exact);
            QCOMPARE(edits(diff, a, b), fewest(a, b));
        }
    }

    void tooManyEditsAreOneStretch()
    {
        Items a(5000);
        Items b(5000);
        for (std::uint32_t i = 0; i < 5000; ++i) {
            a[i] = i == 0 || i == 4999 ? 7 : 2 * i;
            b[i] = i == 0 || i == 4999 ? 7 : 2 * i + 1;
        }
        const compare::SequenceDiff diff = sequenceDiff(a, b, 50);
        QVERIFY(!diff.exact);
        QCOMPARE(diff.stretches, (std::vector<Stretch>{{1, 4998, 4998}, {1, 0, 0}}));
    }

    void stopsWhenAsked()
    {
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!sequenceDiff(of("abc"), of("xay"), 1000, stop.get_token()).exact);
    }
};

QTEST_GUILESS_MAIN(TestSequenceDiff)
#include "tst_sequencediff.moc"
