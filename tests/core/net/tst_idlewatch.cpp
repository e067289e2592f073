#include "core/net/idlewatch.h"

#include <QSignalSpy>
#include <QTest>

using namespace framescope::net;

class TestIdleWatch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void oncePerSilence();
    void notWhileOctetsCome();
};

void TestIdleWatch::oncePerSilence()
{
    std::uint64_t octets = 0;
    IdleWatch watch(std::chrono::milliseconds(20), [&octets] { return octets; });
    QSignalSpy idle(&watch, &IdleWatch::idle);
    watch.start();
    QTRY_COMPARE(idle.count(), 1);
    // The timer goes on, and says nothing new.
    QTimer later;
    later.setSingleShot(true);
    later.start(100);
    QTRY_VERIFY(!later.isActive());
    QCOMPARE(idle.count(), 1);
    ++octets;
    QTRY_COMPARE(idle.count(), 2);
    watch.stop();
    ++octets;
    later.start(100);
    QTRY_VERIFY(!later.isActive());
    QCOMPARE(idle.count(), 2);
}

void TestIdleWatch::notWhileOctetsCome()
{
    std::uint64_t octets = 0;
    IdleWatch watch(std::chrono::milliseconds(50), [&octets] { return octets; });
    QSignalSpy idle(&watch, &IdleWatch::idle);
    QTimer touches;
    connect(&touches, &QTimer::timeout, &watch, [&octets] { ++octets; });
    watch.start();
    touches.start(0);
    QTimer later;
    later.setSingleShot(true);
    later.start(200);
    QTRY_VERIFY(!later.isActive());
    QCOMPARE(idle.count(), 0);
}

QTEST_GUILESS_MAIN(TestIdleWatch)
#include "tst_idlewatch.moc"
