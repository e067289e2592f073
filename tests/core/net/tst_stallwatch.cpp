#include "core/net/stallwatch.h"

#include "tests/support/netfixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace framescope;
using net::StallWatch;
using test::parsed;

class TestStallWatch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tellsOnce_data();
    void tellsOnce();
    void notBetweenFrames();
    void notWhileOctetsCome();
};

void TestStallWatch::tellsOnce_data()
{
    QTest::addColumn<qsizetype>("octets");
    QTest::addColumn<quint64>("needed");
    QTest::newRow("in the header") << qsizetype(1) << quint64(2);
    QTest::newRow("before the payload") << qsizetype(2) << quint64(12);
    QTest::newRow("in the payload") << qsizetype(7) << quint64(12);
}

void TestStallWatch::tellsOnce()
{
    QFETCH(qsizetype, octets);
    const QByteArray frame = test::frame(ws::Opcode::Text, "0123456789");
    StallWatch watch(std::chrono::milliseconds(10));
    ws::FrameParser parser;
    QSignalSpy stalled(&watch, &StallWatch::stalled);
    watch.follow(parsed(frame.first(octets), parser));
    watch.watch();
    QTRY_COMPARE(stalled.count(), 1);
    QCOMPARE(stalled.first().at(0).toULongLong(), quint64(octets));
    QTEST(stalled.first().at(1).toULongLong(), "needed");
    // The rest ends the stall; the next one is told again.
    watch.follow(parsed(frame.sliced(octets), parser));
    watch.watch();
    watch.follow(parsed(frame.first(octets), parser));
    watch.watch();
    QTRY_COMPARE(stalled.count(), 2);
}

void TestStallWatch::notBetweenFrames()
{
    const QByteArray frame = test::frame(ws::Opcode::Text, "0123456789");
    StallWatch watch(std::chrono::milliseconds(10));
    ws::FrameParser parser;
    QSignalSpy stalled(&watch, &StallWatch::stalled);
    watch.follow(parsed(frame.first(3), parser));
    watch.watch();
    watch.follow(parsed(frame.sliced(3), parser));
    watch.watch();
    QTimer later;
    later.setSingleShot(true);
    later.start(60);
    QTRY_VERIFY(!later.isActive());
    QCOMPARE(stalled.count(), 0);
}

void TestStallWatch::notWhileOctetsCome()
{
    const QByteArray frame = test::frame(ws::Opcode::Binary, QByteArray(4000, 'x'));
    StallWatch watch(std::chrono::milliseconds(50));
    ws::FrameParser parser;
    QSignalSpy stalled(&watch, &StallWatch::stalled);
    qsizetype at = 0;
    QTimer drip;
    connect(&drip, &QTimer::timeout, &watch, [&] {
        if (at + 1 < frame.size())
            watch.follow(parsed(frame.sliced(at++, 1), parser));
        watch.watch();
    });
    drip.start(1);
    QTimer later;
    later.setSingleShot(true);
    later.start(200);
    QTRY_VERIFY(!later.isActive());
    QCOMPARE(stalled.count(), 0);
}

QTEST_GUILESS_MAIN(TestStallWatch)
#include "tst_stallwatch.moc"
