#include "core/net/reconnect.h"

#include "core/ws/findings.h"

#include <QTest>

#include <algorithm>

using namespace framescope;
using namespace framescope::net;
using namespace std::chrono_literals;

class TestReconnect : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void waits_data()
    {
        QTest::addColumn<int>("first"); ///< ms
        QTest::addColumn<int>("longest");
        QTest::addColumn<int>("attempts");
        QTest::addColumn<double>("random");
        QTest::addColumn<QList<int>>("waits");
        QTest::newRow("doubling") << 1000 << 30'000 << 7 << 0.0
                                  << QList<int>{1000, 2000, 4000, 8000, 16'000, 30'000, 30'000};
        QTest::newRow("shortened") << 1000 << 3000 << 3 << 0.5 << QList<int>{875, 1750, 2625};
        QTest::newRow("one attempt") << 1000 << 30'000 << 1 << 0.0 << QList<int>{1000};
        QTest::newRow("longest below first") << 1000 << 10 << 2 << 0.0 << QList<int>{1000, 1000};
        QTest::newRow("at once") << 0 << 0 << 2 << 0.9 << QList<int>{0, 0};
        QTest::newRow("negative") << -5 << -5 << 1 << 0.0 << QList<int>{0};
    }
    void waits()
    {
        QFETCH(int, first);
        QFETCH(int, longest);
        QFETCH(int, attempts);
        QFETCH(double, random);
        QFETCH(QList<int>, waits);
        Backoff backoff({true, std::chrono::milliseconds(first), std::chrono::milliseconds(longest), attempts},
                        [random] { return random; });
        for (int round = 0; round < 2; ++round) {
            QList<int> got;
            while (const auto wait = backoff.next())
                got += int(wait->count());
            QCOMPARE(got, waits);
            QCOMPARE(backoff.attempt(), attempts);
            backoff.wasOpen(9'999ms); // too short to count
            QVERIFY(!backoff.next());
            backoff.wasOpen(10s);
        }
    }
    void withoutEnd()
    {
        Backoff backoff({true, 1000ms, 30'000ms, 0});
        for (int i = 0; i < 10'000; ++i) {
            const auto wait = backoff.next();
            QVERIFY(wait && *wait <= 30'000ms && *wait >= (i == 0 ? 750ms : 1500ms));
        }
        QCOMPARE(backoff.sentence(22'500ms), QStringLiteral("Connecting again in 22.5 s (attempt 10000)."));
    }
    void differs()
    {
        // RFC 6455 §7.2.3: random.
        QList<qint64> waits;
        for (int i = 0; i < 50; ++i)
            waits += Backoff({true, 1'000'000ms, 1'000'000ms, 1}).next()->count();
        QVERIFY(*std::max_element(waits.begin(), waits.end()) > *std::min_element(waits.begin(), waits.end()));
    }
    void sentences()
    {
        Backoff backoff({true, 1000ms, 30'000ms, 10}, [] { return 0.0; });
        static_cast<void>(backoff.next());
        QCOMPARE(backoff.sentence(1000ms), QStringLiteral("Connecting again in 1 s (attempt 1 of 10)."));
        QCOMPARE(backoff.sentence(987ms), QStringLiteral("Connecting again in 987 ms (attempt 1 of 10)."));
        QCOMPARE(backoff.sentence(3412ms), QStringLiteral("Connecting again in 3.4 s (attempt 1 of 10)."));
    }
    void lasting()
    {
        QVERIFY(lastingReason({}).isEmpty());
        QCOMPARE(lastingReason({{}, {}, {}, QStringLiteral("x")}), QStringLiteral("x"));
        QVERIFY(
            lastingReason({{}, {}, {{ws::FindingId::TimeoutTls, 1}, {ws::FindingId::TcpRefused, 0}}, {}}).isEmpty());
        QVERIFY(!lastingReason({{}, {}, {{ws::FindingId::TlsExpired, 0}}, {}}).isEmpty());
        QVERIFY(!lastingReason({{}, {}, {{ws::FindingId::ProxyAuth, 407}}, {}}).isEmpty());
        QVERIFY(lastingReason({{}, {}, {{ws::FindingId::ProxyRefused, 502}}, {}}).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestReconnect)
#include "tst_reconnect.moc"
