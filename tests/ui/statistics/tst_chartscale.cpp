#include "ui/statistics/chartscale.h"

#include <QTest>

using namespace framescope::ui;

class TestChartScale : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lines()
    {
        using Lines = std::vector<double>;
        QCOMPARE(scaleLines(0, 5, false), (Lines{0, 1}));
        QCOMPARE(scaleLines(3, 5, false), (Lines{0, 1, 2, 3}));
        QCOMPARE(scaleLines(97, 5, false), (Lines{0, 20, 40, 60, 80, 100}));
        QCOMPARE(scaleLines(1200, 5, false), (Lines{0, 500, 1000, 1500}));
        QCOMPARE(scaleLines(1200, 5, true), (Lines{0, 1, 10, 100, 1000, 10'000}));
        for (double largest = 1; largest < 1e15; largest *= 1.37) {
            const Lines lines = scaleLines(largest, 5, false);
            QVERIFY(roundUp(largest) >= largest && roundUp(largest) <= 2.5 * largest);
            QVERIFY(lines.size() >= 2 && lines.size() <= 7 && lines.back() >= largest);
        }
    }
    void linesOfOctets()
    {
        using Lines = std::vector<double>;
        QCOMPARE(octetLines(0, 5, false), (Lines{0, 1}));
        QCOMPARE(octetLines(4900, 5, false), (Lines{0, 1024, 2048, 3072, 4096, 5120}));
        QCOMPARE(octetLines(1.3 * 1024 * 1024, 5, false), (Lines{0, 524'288, 1'048'576, 1'572'864}));
        QCOMPARE(octetLines(5000, 5, true), (Lines{0, 1, 16, 256, 4096, 65'536}));
        for (double largest = 1; largest < 1e15; largest *= 1.37) {
            const Lines lines = octetLines(largest, 5, false);
            QVERIFY(lines.size() >= 2 && lines.size() <= 7 && lines.back() >= largest);
        }
    }
    void places()
    {
        QCOMPARE(placeOnScale(0, 10, false), 0.0);
        QCOMPARE(placeOnScale(5, 10, false), 0.5);
        QCOMPARE(placeOnScale(99, 9999, true), 0.5);
        QCOMPARE(placeOnScale(20, 10, false), 1.0);
    }
    void texts()
    {
        QLocale::setDefault(QLocale(QLocale::English));
        QCOMPARE(shortNumber(950), QStringLiteral("950"));
        QCOMPARE(shortNumber(9500), QStringLiteral("9,500"));
        QCOMPARE(shortNumber(12'000), QStringLiteral("12 k"));
        QCOMPARE(shortNumber(3.5e6), QStringLiteral("3.5 M"));
        QCOMPARE(octetsText(512), QStringLiteral("512 B"));
        QCOMPARE(octetsText(1007), QStringLiteral("1,007 B"));
        QCOMPARE(octetsText(1024), QStringLiteral("1 KiB"));
        QCOMPARE(octetsText(1'572'864), QStringLiteral("1.5 MiB"));
        QCOMPARE(spanText(0), QStringLiteral("0"));
        QCOMPARE(spanText(999'000), QStringLiteral("999 µs"));
        QCOMPARE(spanText(1'000'000'000), QStringLiteral("1 s"));
        QCOMPARE(spanText(3'600'000'000'000), QStringLiteral("3,600 s"));
        QCOMPARE(spanText(20'000), QStringLiteral("20 µs"));
        QCOMPARE(spanText(1'500'000), QStringLiteral("1.5 ms"));
        QCOMPARE(spanText(100'000'000'000), QStringLiteral("100 s"));
    }
};

QTEST_APPLESS_MAIN(TestChartScale)
#include "tst_chartscale.moc"
