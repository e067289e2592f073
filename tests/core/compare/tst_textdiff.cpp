#include "core/compare/textdiff.h"

#include <QTest>

using namespace framescope;
using compare::ComparedRow;
using Kind = ComparedRow::Kind;

class TestTextDiff : public QObject
{
    Q_OBJECT

    static compare::Comparison diff(const QByteArray &left, const QByteArray &right)
    {
        return compare::textDiff(byteView(left), byteView(right));
    }

    static QString lines(const compare::Comparison &c)
    {
        QString out;
        for (const ComparedRow &row : c.rows) {
            if (row.kind == Kind::Skipped)
                out += u"(%1)|"_qs.arg(row.left);
            else
                out += (row.kind == Kind::Removed ? u'-' : row.kind == Kind::Added ? u'+' : u' ') + row.text + u'|';
        }
        return out;
    }

private Q_SLOTS:
    void byLine_data()
    {
        QTest::addColumn<QByteArray>("left");
        QTest::addColumn<QByteArray>("right");
        QTest::addColumn<QString>("rows");
        QTest::addColumn<int>("differences");
        const auto row = [](const char *name, const char *left, const char *right, const char *rows, int differences) {
            QTest::newRow(name) << QByteArray(left) << QByteArray(right) << QString::fromUtf8(rows) << differences;
        };
        row("nothing", "", "", "", 0);
        row("equal", "a\nb\n", "a\nb\n", "(2)|", 0);
        row("another line", "a\nb\nc", "a\nx\nc", " a|-b|+x| c|", 2);
        row("one more", "a\nc", "a\nb\nc", " a|+b| c|", 1);
        row("one less", "a\nb", "b", "-a| b|", 1);
        row("empty lines", "\n\n", "\n", " |-|", 1);
        row("all of it", "", "a", "+a|", 1);
        row("line end alone", "a\n", "a", "(1)|", 1);
        row("far apart", "1\n2\n3\n4\n5\n6\n7\n8\n9\n0\nx", "1\n2\n3\n4\n5\n6\n7\n8\n9\n0\ny", "(7)| 8| 9| 0|-x|+y|",
            2);
    }
    void byLine()
    {
        QFETCH(QByteArray, left);
        QFETCH(QByteArray, right);
        const compare::Comparison c = diff(left, right);
        QTEST(lines(c), "rows");
        QTEST(int(c.differences), "differences");
        QVERIFY(c.complete && c.exact);
    }

    void thenByCharacter()
    {
        const compare::Comparison c = diff("price: 17 EUR", "price: 18.5 EUR");
        QCOMPARE(c.rows.size(), std::size_t(2));
        QCOMPARE(c.rows[0].changed, (std::vector<ComparedRow::Span>{{8, 1}}));
        QCOMPARE(c.rows[1].changed, (std::vector<ComparedRow::Span>{{8, 3}}));
        QCOMPARE(c.rows[0].left, std::uint64_t(1));
        QCOMPARE(c.rows[0].right, ComparedRow::none);
        // No character is torn, though these two begin with the same half; what stands behind them is where it was.
        const compare::Comparison pairs = diff("ok 😀 a", "ok 😁 b");
        QCOMPARE(pairs.rows[0].changed, (std::vector<ComparedRow::Span>{{3, 2}, {6, 1}}));
        QCOMPARE(pairs.rows[1].changed, (std::vector<ComparedRow::Span>{{3, 2}, {6, 1}}));
        // Lines with nothing in common are not marked all over.
        QVERIFY(diff("abcdef", "uvwxyz").rows[0].changed.empty());
    }

    void whatIsNoTextIsComparedAllTheSame() { QCOMPARE(diff("a\xFF", "a\xFE").differences, std::uint64_t(2)); }

    void muchIsBounded()
    {
        QByteArray left;
        QByteArray right;
        for (int i = 0; i < 60'000; ++i) {
            left += "l" + QByteArray::number(i) + "\n";
            right += "r" + QByteArray::number(i) + "\n";
        }
        const compare::Comparison c = diff(left, right);
        QVERIFY(!c.exact && !c.complete);
        QCOMPARE(c.differences, std::uint64_t(120'000));
        QVERIFY(c.rows.size() <= 20'000);
        // One line that is all different.
        const compare::Comparison one = diff(QByteArray(3 << 20, 'a'), QByteArray(3 << 20, 'b'));
        QCOMPARE(one.rows.size(), std::size_t(2));
    }
};

QTEST_GUILESS_MAIN(TestTextDiff)
#include "tst_textdiff.moc"
