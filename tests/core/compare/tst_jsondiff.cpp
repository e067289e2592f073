#include "core/compare/jsondiff.h"

#include <QTest>

using namespace framescope;
using compare::ComparedRow;

class TestJsonDiff : public QObject
{
    Q_OBJECT

    static compare::Comparison diff(const QByteArray &left, const QByteArray &right)
    {
        const auto a = decode::JsonTree::parse(byteView(left));
        const auto b = decode::JsonTree::parse(byteView(right));
        return compare::jsonDiff({byteView(left), a}, {byteView(right), b});
    }

private Q_SLOTS:
    void values_data()
    {
        QTest::addColumn<QByteArray>("left");
        QTest::addColumn<QByteArray>("right");
        QTest::addColumn<QString>("rows");
        const auto row = [](const char *name, const char *left, const char *right, const char *rows) {
            QTest::newRow(name) << QByteArray(left) << QByteArray(right) << QString::fromUtf8(rows);
        };
        row("equal", R"({"a":1})", R"({"a":1})", "");
        row("space", R"({"a":[1,2]})", " {\n\"a\" : [ 1, 2 ] }", "");
        row("order of keys", R"({"a":1,"b":{"c":2,"d":3}})", R"({"b":{"d":3,"c":2},"a":1})", "");
        row("escapes", R"({"a":"\u0041\n"})", R"({"\u0061":"A\u000a"})", "");
        row("value", R"({"user":{"id":17}})", R"({"user":{"id":18}})", "-$.user.id: 17|+$.user.id: 18|");
        row("big integers", "[9007199254740993]", "[9007199254740992]",
            "-$[0]: 9007199254740993|+$[0]: 9007199254740992|");
        row("writing of a number", "[1.0]", "[1]", "-$[0]: 1.0|+$[0]: 1|");
        row("text is no number", R"(["1"])", "[1]", R"(-$[0]: "1"|+$[0]: 1|)");
        row("one more", R"({"a":1})", R"({"a":1,"odd key":[1,{}]})", R"(+$["odd key"]: [1,{}]|)");
        row("one less", R"({"a":1,"b":2})", R"({"b":2})", "-$.a: 1|");
        row("put into an array", "[1,2,3]", "[1,9,2,3]", "+$[1]: 9|");
        row("taken from an array", "[1,2,3]", "[1,3]", "-$[1]: 2|");
        row("order of an array", "[1,2]", "[2,1]", "-$[0]: 1|+$[0]: 2|-$[1]: 2|+$[1]: 1|");
        row("duplicates", R"({"a":1,"a":2})", R"({"a":1,"a":3})", "-$.a: 2|+$.a: 3|");
        row("fewer duplicates", R"({"a":1,"a":2})", R"({"a":1})", "-$.a: 2|");
        row("other kinds", R"({"a":{}})", R"({"a":[]})", "-$.a: {}|+$.a: []|");
        row("scalars", "1", "2", "-$: 1|+$: 2|");
        row("empty and null", R"({"a":""})", R"({"a":null})", R"(-$.a: ""|+$.a: null|)");
    }
    void values()
    {
        QFETCH(QByteArray, left);
        QFETCH(QByteArray, right);
        const compare::Comparison c = diff(left, right);
        QString rows;
        for (const ComparedRow &row : c.rows)
            rows += (row.kind == ComparedRow::Kind::Removed ? u'-' : u'+') + row.text + u'|';
        QTEST(rows, "rows");
        QCOMPARE(c.differences == 0, rows.isEmpty());
        QVERIFY(c.complete);
    }

    void anyDepth()
    {
        const QByteArray open(100'000, '[');
        const QByteArray close(100'000, ']');
        const compare::Comparison c = diff(open + '1' + close, open + '2' + close);
        QCOMPARE(c.differences, std::uint64_t(1));
        QVERIFY(c.rows[0].text.startsWith(u"$…[0][0]"_qs) && c.rows[0].text.endsWith(u": 1"_qs));
    }

    void manyDifferencesAreCounted()
    {
        const compare::Comparison c =
            diff("[" + QByteArray("1,").repeated(30'000) + "1]", "[" + QByteArray("2,").repeated(30'000) + "2]");
        QCOMPARE(c.differences, std::uint64_t(30'001));
        QVERIFY(!c.complete);
    }

    void placesAreOctets()
    {
        const compare::Comparison c = diff(R"({"a":1})", R"( {"a":2})");
        QCOMPARE(c.rows[0].left, std::uint64_t(5));
        QCOMPARE(c.rows[1].right, std::uint64_t(6));
        QCOMPARE(c.rows[1].changed, (std::vector<ComparedRow::Span>{{5, 1}}));
    }
};

QTEST_GUILESS_MAIN(TestJsonDiff)
#include "tst_jsondiff.moc"
