#include "core/filter/language/valueorder.h"

#include <QTest>

using namespace framescope;
using namespace framescope::filter;
using Type = FilterToken::Type;

class TestValueOrder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbers_data()
    {
        QTest::addColumn<QByteArray>("a");
        QTest::addColumn<QByteArray>("b");
        QTest::addColumn<QByteArray>("order"); // <, =, > or ? for none
        const auto row = [](const QByteArray &a, const char *order, const char *b) {
            QTest::addRow("%s %s %s", a.constData(), order, b) << a << QByteArray(b) << QByteArray(order);
        };
        row("1", "<", "2");
        row("10", ">", "9");
        row("-10", "<", "-9");
        row("-1", "<", "1");
        row("9007199254740993", ">", "9007199254740992"); // the same double
        row("12345678901234567890123", "=", "12345678901234567890123");
        row("0", "=", "-0");
        row("007", "=", "7");
        row("+7", "=", "7");
        row("1e3", "=", "1000");
        row("1000000000000000000", "=", "1e18");
        row("2.5", ">", "2");
        row("1e999", ">", "1.7e308");
        row("-1e999", "<", "-1.7e308");
        row("1e-999", "=", "0");
        row("1e999", "=", "inf");
        row("0." + QByteArray(400, '0') + "1", "<", "1e-300");
        row("0." + QByteArray(400, '0') + "1e900", ">", "1e308");
        row(QByteArray(400, '9') + ".5", ">", "1.7e308");
        row("0e999", "=", "0");
        row("1e99999999999999999999", ">", "1e308");
        row("1e", "?", "0");
        row("1.2.3", "?", "0");
        row(".", "?", "0");
        row("5", "?", "nan");
        row("NaN", "?", "5");
        row("word", "?", "0");
        row("", "?", "0");
        row("-", "?", "0");
    }
    void numbers()
    {
        QFETCH(QByteArray, a);
        QFETCH(QByteArray, b);
        QFETCH(QByteArray, order);
        const auto sign = [](std::partial_ordering o) { return o < 0 ? "<" : o > 0 ? ">" : o == 0 ? "=" : "?"; };
        QCOMPARE(QByteArray(sign(numberOrder(a, b))), order);
        const QByteArray back = order == "<" ? ">" : order == ">" ? "<" : order;
        QCOMPARE(QByteArray(sign(numberOrder(b, a))), back);
    }

    void isNumber_data()
    {
        QTest::addColumn<bool>("expected");
        for (const char *text : {"0", "-1", "+1", "1.5", ".5", "5.", "1e3", "1E-3", "1e999", "-1e-999", "inf", "nan"})
            QTest::newRow(text) << true;
        for (const char *text : {"", "-", ".", "e3", "1e", "1e+", "0x11", "1 2", "1,5", "word"})
            QTest::newRow(text) << false;
    }
    void isNumber() { QTEST(filter::isNumber(QTest::currentDataTag()), "expected"); }

    void inDecimal()
    {
        QCOMPARE(filter::inDecimal("0x11"), QByteArray("17"));
        QCOMPARE(filter::inDecimal("0XffFFffFFffFFffFF"), QByteArray("18446744073709551615"));
        for (const char *same : {"17", "0x", "0xg", "0x10000000000000000", "", "word"})
            QCOMPARE(filter::inDecimal(same), QByteArray(same));
    }

    void operators()
    {
        using Order = std::partial_ordering;
        const auto passing = [](Order order) {
            QByteArray passes;
            for (const Type op :
                 {Type::Equal, Type::NotEqual, Type::Less, Type::LessEqual, Type::Greater, Type::GreaterEqual})
                passes += passesOrder(op, order) ? 'x' : '-';
            return passes;
        };
        QCOMPARE(passing(Order::less), QByteArray("-xxx--"));
        QCOMPARE(passing(Order::equivalent), QByteArray("x--x-x"));
        QCOMPARE(passing(Order::greater), QByteArray("-x--xx"));
        QCOMPARE(passing(Order::unordered), QByteArray("-x----"));
        for (const Type op : {Type::Less, Type::LessEqual, Type::Greater, Type::GreaterEqual})
            QVERIFY(asksOrder(op));
        for (const Type op : {Type::Equal, Type::NotEqual, Type::Contains, Type::Matches, Type::End})
            QVERIFY(!asksOrder(op));
    }

    void comparedNumbers_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("upTo");
        QTest::addColumn<bool>("isNumber");
        QTest::addColumn<QByteArray>("passing"); // of 16, 17, 18 and nan, with ==, then with >=
        QTest::newRow("one") << QByteArray("17") << QByteArray() << true << QByteArray("-x--/-xx-");
        QTest::newRow("hexadecimal") << QByteArray("0x11") << QByteArray() << true << QByteArray("-x--/-xx-");
        QTest::newRow("a range") << QByteArray("16") << QByteArray("0x11") << true << QByteArray("x---/xx--");
        QTest::newRow("written alike") << QByteArray("nan") << QByteArray() << true << QByteArray("---x/----");
        QTest::newRow("a word") << QByteArray("word") << QByteArray() << false << QByteArray("----/----");
        QTest::newRow("up to a word") << QByteArray("16") << QByteArray("word") << false << QByteArray("x---/----");
    }
    void comparedNumbers()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, upTo);
        const ComparedNumber number(from, upTo);
        QTEST(number.isNumber(), "isNumber");
        QByteArray passing;
        for (const Type op : {Type::Equal, Type::GreaterEqual}) {
            passing += op == Type::Equal ? "" : "/";
            for (const char *value : {"16", "17", "18", "nan"})
                passing += number.passes(op, value) ? 'x' : '-';
        }
        QTEST(passing, "passing");
    }
};

QTEST_GUILESS_MAIN(TestValueOrder)
#include "tst_valueorder.moc"
