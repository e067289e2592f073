#include "core/net/dial/addressrace.h"

#include "tests/support/blackhole.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace framescope;
using net::AddressFamily;
using net::AddressRace;
using net::attemptOrder;
using net::EndedAttempt;
using test::BlackHole;
using ws::FindingId;

namespace
{
QList<QHostAddress> addresses(const QString &text)
{
    QList<QHostAddress> list;
    for (const QString &one : text.split(u' ', Qt::SkipEmptyParts))
        list += QHostAddress(one);
    return list;
}

QString text(const QList<QHostAddress> &list)
{
    QStringList parts;
    for (const QHostAddress &one : list)
        parts += one.toString();
    return parts.join(u' ');
}

/// What a race told.
struct Told {
    explicit Told(AddressRace &race)
        : connected(&race, &AddressRace::connected), exhausted(&race, &AddressRace::exhausted)
    {
        QObject::connect(&race, &AddressRace::attemptEnded, &race,
                         [this](const EndedAttempt &attempt) { ended.push_back(attempt); });
    }
    std::vector<EndedAttempt> ended;
    QSignalSpy connected;
    QSignalSpy exhausted;
};
} // namespace

/// RFC 8305 over loopback: refusing ports, listeners, and a port that answers nothing.
class TestAddressRace : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void order_data();
    void order();
    void firstWins();
    void nextAtOnceAfterRefusal();
    void nextWhileTheFirstIsSilent();
    void allRefuse();
    void givenUp();
};

void TestAddressRace::order_data()
{
    QTest::addColumn<QString>("resolved");
    QTest::addColumn<AddressFamily>("family");
    QTest::addColumn<QString>("order");
    const QString mixed = u"::1 ::2 ::3 10.0.0.1 10.0.0.2"_qs;
    QTest::newRow("families in turn") << mixed << AddressFamily::Any << u"::1 10.0.0.1 ::2 10.0.0.2 ::3"_qs;
    QTest::newRow("the resolver's first stays first")
        << u"10.0.0.1 10.0.0.2 ::1"_qs << AddressFamily::Any << u"10.0.0.1 ::1 10.0.0.2"_qs;
    QTest::newRow("IPv4 only") << mixed << AddressFamily::IPv4 << u"10.0.0.1 10.0.0.2"_qs;
    QTest::newRow("IPv6 only") << mixed << AddressFamily::IPv6 << u"::1 ::2 ::3"_qs;
    QTest::newRow("each once") << u"::1 ::1 10.0.0.1 10.0.0.1"_qs << AddressFamily::Any << u"::1 10.0.0.1"_qs;
    QTest::newRow("none left") << u"10.0.0.1"_qs << AddressFamily::IPv6 << QString();
}

void TestAddressRace::order()
{
    QFETCH(QString, resolved);
    QFETCH(AddressFamily, family);
    QTEST(text(attemptOrder(addresses(resolved), family)), "order");
}

void TestAddressRace::firstWins()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress(u"127.0.0.1"_qs)));
    AddressRace race(addresses(u"127.0.0.1 127.0.0.2"_qs), server.serverPort());
    Told told(race);
    race.start();
    QTRY_COMPARE(told.connected.size(), 1);
    QVERIFY(told.ended.empty()); // the second was never tried
    QTcpSocket socket;
    QVERIFY(socket.setSocketDescriptor(race.takeDescriptor()));
    QCOMPARE(socket.peerAddress(), QHostAddress(QHostAddress::LocalHost));
}

void TestAddressRace::nextAtOnceAfterRefusal()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress(u"127.0.0.2"_qs)));
    AddressRace race(addresses(u"127.0.0.1 127.0.0.2 127.0.0.3"_qs), server.serverPort());
    Told told(race);
    race.start();
    QTRY_COMPARE(told.connected.size(), 1);
    QCOMPARE(told.ended.size(), std::size_t(1));
    QCOMPARE(told.ended[0].address, QHostAddress(QHostAddress::LocalHost));
    QCOMPARE(told.ended[0].finding, std::optional(FindingId::TcpRefused));
    QVERIFY2(told.ended[0].result.contains(u"refused", Qt::CaseInsensitive), qPrintable(told.ended[0].result));
    platform::closeSocket(race.takeDescriptor());
}

/// T08: the address of one family is dead, that of the other alive.
void TestAddressRace::nextWhileTheFirstIsSilent()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress(u"127.0.0.1"_qs)));
    const BlackHole silent(QHostAddress(QHostAddress::LocalHostIPv6), server.serverPort());
    if (silent.port() == 0)
        QSKIP("no silent IPv6 port here");
    AddressRace race(addresses(u"::1 127.0.0.1"_qs), server.serverPort());
    Told told(race);
    race.start();
    QTRY_COMPARE(told.connected.size(), 1);
    QCOMPARE(told.ended.size(), std::size_t(1));
    QCOMPARE(told.ended[0].address, QHostAddress(QHostAddress::LocalHostIPv6));
    QCOMPARE(told.ended[0].result, u"given up: another address answered first"_qs);
    QVERIFY(!told.ended[0].finding);
    // It had its head start.
    QVERIFY(told.ended[0].ns >= 200'000'000);
    QTcpSocket socket;
    QVERIFY(socket.setSocketDescriptor(race.takeDescriptor()));
    QCOMPARE(socket.peerAddress(), QHostAddress(QHostAddress::LocalHost));
}

void TestAddressRace::allRefuse()
{
    quint16 port = 0;
    {
        QTcpServer gone;
        QVERIFY(gone.listen(QHostAddress::LocalHost));
        port = gone.serverPort();
    }
    AddressRace race(addresses(u"127.0.0.1 127.0.0.2 127.0.0.3"_qs), port);
    Told told(race);
    race.start();
    QTRY_COMPARE(told.exhausted.size(), 1);
    QCOMPARE(told.ended.size(), std::size_t(3));
    QCOMPARE(told.connected.size(), 0);
}

void TestAddressRace::givenUp()
{
    const BlackHole silent;
    if (silent.port() == 0)
        QSKIP("no silent port here");
    AddressRace race(addresses(u"127.0.0.1"_qs), silent.port());
    Told told(race);
    race.start();
    QCoreApplication::processEvents();
    race.giveUp(u"no answer"_qs, FindingId::TimeoutConnect);
    QCOMPARE(told.ended.size(), std::size_t(1));
    QCOMPARE(told.ended[0].result, u"no answer"_qs);
    QCOMPARE(told.ended[0].finding, std::optional(FindingId::TimeoutConnect));
    QCOMPARE(told.connected.size() + told.exhausted.size(), 0);
}

QTEST_GUILESS_MAIN(TestAddressRace)
#include "tst_addressrace.moc"
