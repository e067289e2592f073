#include "app/rollarguments.h"

#include <QTest>

using namespace framescope;
using namespace framescope::app;

class TestRollArguments : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sizes_data();
    void sizes();
    void ages_data();
    void ages();
    void counts();
};

void TestRollArguments::sizes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<quint64>("octets"); // 0: refused
    QTest::newRow("octets") << QStringLiteral("100000") << quint64(100'000);
    QTest::newRow("K") << QStringLiteral("64K") << quint64(65'536);
    QTest::newRow("m") << QStringLiteral("100m") << quint64(104'857'600);
    QTest::newRow("G") << QStringLiteral("2G") << (quint64(2) << 30);
    QTest::newRow("most") << QStringLiteral("64T") << (quint64(1) << 46);
    for (const char *bad :
         {"", "M", "1", "63K", "65T", "1.5G", "-1M", "+100M", " 100M", "100MB", "99999999999999999999"})
        QTest::newRow(bad) << QString::fromLatin1(bad) << quint64(0);
}

void TestRollArguments::sizes()
{
    QFETCH(QString, text);
    QFETCH(quint64, octets);
    const auto size = parseRollSize(text);
    QCOMPARE(size.ok(), octets != 0);
    if (size)
        QCOMPARE(*size, octets);
    else
        QVERIFY(size.error().message.contains(QStringLiteral("100M")));
}

void TestRollArguments::ages_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("seconds"); // 0: refused
    QTest::newRow("seconds") << QStringLiteral("90") << qint64(90);
    QTest::newRow("s") << QStringLiteral("90s") << qint64(90);
    QTest::newRow("m") << QStringLiteral("10m") << qint64(600);
    QTest::newRow("h") << QStringLiteral("1h") << qint64(3600);
    QTest::newRow("d") << QStringLiteral("7d") << qint64(604'800);
    for (const char *bad : {"", "0", "h", "1.5h", "-1", "1w", "99999999d"})
        QTest::newRow(bad) << QString::fromLatin1(bad) << qint64(0);
}

void TestRollArguments::ages()
{
    QFETCH(QString, text);
    QFETCH(qint64, seconds);
    const auto age = parseRollAge(text);
    QCOMPARE(age.ok(), seconds != 0);
    if (age)
        QCOMPARE(qint64(age->count()), seconds);
}

void TestRollArguments::counts()
{
    QCOMPARE(*parseRollFrames(QStringLiteral("1000000")), 1'000'000u);
    QCOMPARE(*parseKeep(QStringLiteral("3")), 3u);
    for (const char *bad : {"", "0", "-1", "many", "1.5"}) {
        QVERIFY(!parseRollFrames(QString::fromLatin1(bad)));
        QVERIFY(!parseKeep(QString::fromLatin1(bad)));
    }
    QVERIFY(!parseKeep(QStringLiteral("100001")));
}

QTEST_GUILESS_MAIN(TestRollArguments)
#include "tst_rollarguments.moc"
