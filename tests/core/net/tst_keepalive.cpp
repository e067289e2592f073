#include "core/net/keepalive.h"

#include <QSignalSpy>
#include <QTest>
#include <QtEndian>

using namespace framescope;
using net::KeepAlive;
using namespace std::chrono_literals;

class TestKeepAlive : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pingsAreNumbered()
    {
        KeepAlive keepAlive(5ms);
        QSignalSpy pings(&keepAlive, &KeepAlive::pingDue);
        QSignalSpy lost(&keepAlive, &KeepAlive::unanswered);
        connect(&keepAlive, &KeepAlive::pingDue, &keepAlive, &KeepAlive::sent);
        connect(&keepAlive, &KeepAlive::pingDue, &keepAlive, &KeepAlive::pongReceived);
        keepAlive.start();
        QTRY_VERIFY(pings.count() >= 3);
        keepAlive.stop();
        quint32 before = 0;
        for (int i = 0; i < pings.count(); ++i) {
            const QByteArray payload = pings[i][0].toByteArray();
            QCOMPARE(payload.size(), qsizetype(8));
            QCOMPARE(qFromBigEndian<quint32>(payload.constData()), quint32(i + 1));
            const auto time = qFromBigEndian<quint32>(payload.constData() + 4);
            QVERIFY(time >= before);
            before = time;
        }
        QCOMPARE(lost.count(), 0);
    }
    void unanswered_data()
    {
        QTest::addColumn<QByteArray>("pong");
        QTest::newRow("none") << QByteArray();
        QTest::newRow("other payload") << QByteArray("12345678");
    }
    void unanswered()
    {
        QFETCH(QByteArray, pong);
        KeepAlive keepAlive(5ms);
        QSignalSpy pings(&keepAlive, &KeepAlive::pingDue);
        std::vector<std::chrono::milliseconds> told;
        connect(&keepAlive, &KeepAlive::unanswered, &keepAlive, [&](auto limit) { told.push_back(limit); });
        connect(&keepAlive, &KeepAlive::pingDue, &keepAlive, &KeepAlive::sent);
        connect(&keepAlive, &KeepAlive::pingDue, &keepAlive, [&] { keepAlive.pongReceived(pong); });
        keepAlive.start();
        QTRY_VERIFY(told.size() >= 2);
        QVERIFY(pings.count() >= int(told.size()));
        QCOMPARE(told[0], 5ms);
        keepAlive.stop();
        const auto count = told.size();
        keepAlive.pongReceived(pings.last()[0].toByteArray());
        QCoreApplication::processEvents();
        QCOMPARE(told.size(), count);
    }
    void notSent()
    {
        // The connection may hold a ping back: nobody could answer it.
        KeepAlive keepAlive(2ms);
        QSignalSpy pings(&keepAlive, &KeepAlive::pingDue);
        QSignalSpy lost(&keepAlive, &KeepAlive::unanswered);
        keepAlive.start();
        QTRY_VERIFY(pings.count() >= 5);
        QCOMPARE(lost.count(), 0);
        keepAlive.sent(pings.last()[0].toByteArray());
        QTRY_COMPARE(lost.count(), 1);
    }
};

QTEST_GUILESS_MAIN(TestKeepAlive)
#include "tst_keepalive.moc"
