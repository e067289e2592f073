#include "ui/hex/octetvalues.h"

#include <QTest>

using namespace framescope;

class TestOctetValues : public QObject
{
    Q_OBJECT

    static ui::OctetValue of(const QByteArray &octets, const char *type)
    {
        for (const ui::OctetValue &value : ui::octetValues(byteView(octets))) {
            if (value.type == QLatin1String(type))
                return value;
        }
        return {};
    }

private Q_SLOTS:
    void values_data()
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QString>("little");
        QTest::addColumn<QString>("big");
        const auto row = [](const char *hex, const char *type, const char *little, const char *big) {
            QTest::addRow("%s %s", hex, type)
                << QByteArray::fromHex(hex) << QByteArray(type) << QString::fromUtf8(little) << QString::fromUtf8(big);
        };
        row("ff", "u8", "255", "255");
        row("80", "i8", "-128", "-128");
        row("0102", "u16", "513", "258");
        row("ff7f", "i16", "32767", "-129");
        row("01020304", "u32", "67305985", "16909060");
        row("feffffff", "i32", "-2", "-16777217");
        row("0102030405060708", "u64", "578437695752307201", "72623859790382856");
        row("ffffffffffffffff", "u64", "18446744073709551615", "18446744073709551615");
        row("ffffffffffffff7f", "i64", "9223372036854775807", "-129");
        row("003c", "f16", "1", "3.5763e-06");
        row("7bff", "f16", "NaN", "65504"); // the largest
        row("0000803f", "f32", "1", "4.6006e-41");
        row("cdcccc3d", "f32", "0.1", "-4.2949213e+08");
        row("0000807f", "f32", "∞", "4.60957e-41");
        row("000080ff", "f32", "−∞", "4.62751e-41");
        row("9a9999999999b93f", "f64", "0.1", "-1.5423487136675799e-180");
        row("00000000", "Unix time, s", "1970-01-01 00:00:00 UTC", "1970-01-01 00:00:00 UTC");
        row("00000080", "Unix time, s", "2038-01-19 03:14:08 UTC", "1970-01-01 00:02:08 UTC");
        row("0000019aaf6d3d2d", "Unix time, ms", "—", "2025-11-23 06:36:03.245 UTC");
        row("ffffffffffffffff", "Unix time, ms", "1969-12-31 23:59:59.999 UTC", "1969-12-31 23:59:59.999 UTC");
        row("a5", "bits", "1010 0101", "1010 0101");
        row("41", "UTF-8", "A  U+0041", "A  U+0041");
        row("e282ac", "UTF-8", "€  U+20AC", "€  U+20AC");
        row("f09f9880", "UTF-8", "😀  U+1F600", "😀  U+1F600");
        row("e280ae", "UTF-8", "U+202E", "U+202E"); // would turn the line round
        row("efbbbf", "UTF-8", "U+FEFF", "U+FEFF");
        row("0a", "UTF-8", "⟨LF⟩  U+000A", "⟨LF⟩  U+000A");
        row("82", "UTF-8", "no character begins here", "no character begins here");
    }
    void values()
    {
        QFETCH(QByteArray, octets);
        QFETCH(QByteArray, type);
        const ui::OctetValue value = of(octets, type.constData());
        QTEST(value.little, "little");
        QTEST(value.big, "big");
    }

    void tooFewOctetsHaveNoValue()
    {
        for (qsizetype size = 0; size <= 9; ++size) {
            const QByteArray octets(size, 'x');
            for (const ui::OctetValue &value : ui::octetValues(byteView(octets))) {
                QVERIFY(value.octets <= size);
                QCOMPARE(value.little.isEmpty(), value.octets == 0);
                QCOMPARE(value.big.isEmpty(), value.octets == 0);
            }
            QCOMPARE(of(octets, "u64").octets, size >= 8 ? 8 : 0);
        }
    }
};

QTEST_GUILESS_MAIN(TestOctetValues)
#include "tst_octetvalues.moc"
