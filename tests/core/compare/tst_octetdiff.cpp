#include "core/compare/octetdiff.h"

#include <QTest>

using namespace framescope;
using compare::ComparedRow;
using Kind = ComparedRow::Kind;

class TestOctetDiff : public QObject
{
    Q_OBJECT

    static compare::Fetch fetch(const QByteArray &octets)
    {
        return
            [octets](std::uint64_t from, std::uint64_t count) { return octets.mid(qsizetype(from), qsizetype(count)); };
    }
    static compare::Comparison diff(const QByteArray &left, const QByteArray &right)
    {
        return compare::octetDiff(fetch(left), std::uint64_t(left.size()), fetch(right), std::uint64_t(right.size()));
    }

private Q_SLOTS:
    void rows()
    {
        QVERIFY(diff({}, {}).rows.empty());
        QByteArray left(40, 'a');
        QByteArray right = left;
        right[17] = 'b';
        right[18] = 'c';
        right[25] = '\0';
        const compare::Comparison c = diff(left, right);
        QCOMPARE(c.differences, std::uint64_t(3));
        QCOMPARE(c.rows.size(), std::size_t(4)); // one row skipped, both sides of the next, one skipped
        QCOMPARE(c.rows[0].kind, Kind::Skipped);
        QCOMPARE(c.rows[1].kind, Kind::Removed);
        QCOMPARE(c.rows[1].left, std::uint64_t(16));
        QCOMPARE(c.rows[2].text, u"61 62 63 61 61 61 61 61  61 00 61 61 61 61 61 61  abcaaaaaa·aaaaaa"_qs);
        QCOMPARE(c.rows[2].changed, (std::vector<ComparedRow::Span>{{3, 5}, {28, 2}}));
    }

    void oneIsLonger()
    {
        const compare::Comparison c = diff("abc", "abcdef");
        QCOMPARE(c.differences, std::uint64_t(3));
        QCOMPARE(c.rows.back().changed, (std::vector<ComparedRow::Span>{{9, 8}}));
        const compare::Comparison more = diff({}, QByteArray(100, 'x'));
        QCOMPARE(more.differences, std::uint64_t(100));
        QCOMPARE(more.rows.size(), std::size_t(7));
    }

    void anySizeIsReadInPieces()
    {
        constexpr std::uint64_t size = std::uint64_t(64) << 20;
        std::uint64_t most = 0;
        const auto source = [&most](char last) {
            return [&most, last](std::uint64_t from, std::uint64_t count) {
                most = std::max(most, count);
                QByteArray out(qsizetype(count), 'x');
                if (from + count == size)
                    out.back() = last;
                return out;
            };
        };
        const compare::Comparison c = compare::octetDiff(source('a'), size, source('b'), size);
        QCOMPARE(c.differences, std::uint64_t(1));
        QCOMPARE(c.rows.size(), std::size_t(3));
        QCOMPARE(c.rows[1].left, size - 16);
        QVERIFY(most <= 1 << 20);
    }

    void manyDifferencesAreCounted()
    {
        const compare::Comparison c = diff(QByteArray(1 << 20, 'a'), QByteArray(1 << 20, 'b'));
        QCOMPARE(c.differences, std::uint64_t(1 << 20));
        QVERIFY(!c.complete);
        QVERIFY(c.rows.size() <= 4000);
    }

    void whatCannotBeReadEnds()
    {
        const auto nothing = [](std::uint64_t, std::uint64_t) { return QByteArray(); };
        const compare::Comparison none = compare::octetDiff(nothing, 1 << 30, nothing, 1 << 30);
        QVERIFY(none.rows.empty());
        QVERIFY(!none.wholeRead);
        const compare::Comparison some = compare::octetDiff(fetch("abcd"), 4, fetch("ax"), 4);
        QCOMPARE(some.differences, std::uint64_t(1)); // of what came
        QVERIFY(!some.wholeRead);
        QVERIFY(diff("abc", "abcdef").wholeRead);
    }
};

QTEST_GUILESS_MAIN(TestOctetDiff)
#include "tst_octetdiff.moc"
