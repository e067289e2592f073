#include "core/filter/language/literal.h"

#include <QDateTime>
#include <QTest>

using namespace framescope;
using namespace framescope::filter;

namespace
{
constexpr std::uint64_t none = 0xDEAD'BEEF'DEAD'BEEF;
}

class TestLiteral : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wholeNumbers_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<quint64>("value");
        QTest::newRow("decimal") << u"1234"_qs << quint64(1234);
        QTest::newRow("hexadecimal") << u"0xFf"_qs << quint64(255);
        QTest::newRow("largest") << u"18446744073709551615"_qs << quint64(18446744073709551615u);
        for (const char *wrong : {"", "18446744073709551616", "1.5", "-1", "+1", "0x", "0xg", "12a", "1e3"})
            QTest::newRow(wrong) << QString::fromLatin1(wrong) << quint64(none);
    }
    void wholeNumbers()
    {
        QFETCH(QString, text);
        QFETCH(quint64, value);
        QCOMPARE(wholeNumber(text).value_or(none), value);
    }

    void units_data()
    {
        QTest::addColumn<QString>("number");
        QTest::addColumn<QString>("unit");
        QTest::addColumn<quint64>("octets");
        QTest::addColumn<quint64>("ns");
        const auto row = [](const char *number, const char *unit, quint64 octets, quint64 ns) {
            QTest::addRow("%s %s", number, unit)
                << QString::fromUtf8(number) << QString::fromUtf8(unit) << octets << ns;
        };
        row("100", "", 100, 100'000'000'000);
        row("0x64", "", 100, none);
        row("1.5", "KiB", 1536, none);
        row("1", "byte", 1, none);
        row("100", "Bytes", 100, none);
        row("0.3", "KiB", none, none);
        row("0.000001", "MB", 1, none);
        row("2", "GiB", 2147483648, none);
        row("17179869184", "GiB", none, none);
        row("1", "kib", 1024, none);
        row("1", "kbit", none, none);
        row("200", "ms", none, 200'000'000);
        row("1.5", "s", none, 1'500'000'000);
        row("0.25", "h", none, 900'000'000'000);
        row("3", "\xC2\xB5s", none, 3000);
        row("3", "\xCE\xBCs", none, 3000);
        row("0.5", "ns", none, none);
        row("1.1234567891", "s", none, none);
        row("1.", "s", none, none);
        row(".5", "s", none, none);
        row("", "s", none, none);
    }
    void units()
    {
        QFETCH(QString, number);
        QFETCH(QString, unit);
        QFETCH(quint64, octets);
        QFETCH(quint64, ns);
        QCOMPARE(octetCount(number, unit).value_or(none), octets);
        QCOMPARE(nanoseconds(number, unit).value_or(none), ns);
    }

    void dayTimes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<quint64>("ns");
        QTest::addColumn<quint64>("resolution");
        constexpr quint64 second = 1'000'000'000;
        QTest::newRow("minutes") << u"12:01"_qs << 43'260 * second << 60 * second;
        QTest::newRow("seconds") << u"0:00:59"_qs << 59 * second << second;
        QTest::newRow("tenths") << u"23:59:59.5"_qs << 86'399 * second + second / 2 << second / 10;
        QTest::newRow("nanoseconds") << u"00:00:00.000000001"_qs << quint64(1) << quint64(1);
        for (const char *wrong :
             {"24:00", "12:60", "12:00:60", "12", "12:1", "12:00:1", "12:00:1.5", "a:00", "1:00:00:00"})
            QTest::newRow(wrong) << QString::fromLatin1(wrong) << quint64(none) << quint64(0);
    }
    void dayTimes()
    {
        QFETCH(QString, text);
        QFETCH(quint64, ns);
        QFETCH(quint64, resolution);
        const auto time = dayTime(text);
        QCOMPARE(time ? time->ns : none, ns);
        if (time)
            QCOMPARE(time->resolution, resolution);
    }

    void dateTimes()
    {
        const auto ns = [](QStringView text) {
            return dateTime(text).value_or(Moment{Timestamp(-1), 0}).start.value();
        };
        QCOMPARE(ns(u"1970-01-02T00:00:01.000000002Z"), 86'401'000'000'002);
        QCOMPARE(ns(u"1970-01-02t02:00:00+02:00"), 86'400'000'000'000);
        // Without a zone it is that of the clock on the wall.
        const qint64 shift = QDateTime(QDate(1970, 1, 2), QTime(0, 0)).offsetFromUtc();
        QCOMPARE(ns(u"1970-01-02T00:00"), (86'400 - shift) * 1'000'000'000);
        QCOMPARE(dateTime(u"1970-01-02T00:00Z")->resolution, 60'000'000'000u);
        QCOMPARE(dateTime(u"1970-01-02T00:00:01.5Z")->resolution, 100'000'000u);
        for (const QStringView wrong : {u"1970-01-02", u"1970-13-02T00:00Z", u"1970-01-02T25:00Z", u"1960-01-01T00:00Z",
                                        u"1970-01-02T00:00Q", u"9999-01-01T00:00Z"})
            QVERIFY2(!dateTime(wrong), qPrintable(wrong.toString()));
    }

    void dates()
    {
        QVERIFY(isDate(u"2026-11-22"));
        for (const QStringView wrong :
             {u"", u"2026-11-2", u"2026-11-221", u"2026/11/22", u"2026-1a-22", u"2026-11-22T"})
            QVERIFY2(!isDate(wrong), qPrintable(wrong.toString()));
    }

    void octets()
    {
        QCOMPARE(hexOctets(u"7b22"), QByteArray("{\""));
        QCOMPARE(hexOctets(u"0x7B22"), QByteArray("{\""));
        QCOMPARE(hexOctets(u"7b:22:00"), QByteArray("{\"\0", 3));
        for (const QStringView wrong : {u"", u"7", u"7b2", u"7g", u"7b:2", u"7b:22:", u"7b22:00", u"-1", u"+b"})
            QVERIFY2(!hexOctets(wrong), qPrintable(wrong.toString()));
    }

    void numbersAndTheirUnits()
    {
        QCOMPARE(unitStart(u"64KiB"), 2);
        QCOMPARE(unitStart(u"1.5s"), 3);
        QCOMPARE(unitStart(u"100"), 3);
        QCOMPARE(unitStart(u"text"), 4);
        QVERIFY(isSizeUnit(u"MiB") && !isSizeUnit(u"ms") && isTimeUnit(u"ms") && !isTimeUnit(u"m"));
        QCOMPARE(ratio(u"2.5").value_or(-1), 2.5);
        QVERIFY(!ratio(u"inf") && !ratio(u"-1") && !ratio(u"x"));
    }
};

QTEST_GUILESS_MAIN(TestLiteral)
#include "tst_literal.moc"
