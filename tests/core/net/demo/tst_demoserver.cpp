#include "core/net/demo/demoserver.h"

#include "tests/support/netfixture.h"

#include <QTest>

using namespace framescope;
using test::NetFixture;

class TestDemoServer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void plays();
};

void TestDemoServer::plays()
{
    net::DemoServer demo;
    const auto url = demo.start();
    QVERIFY(url && demo.running());
    QCOMPARE(*demo.start(), *url);
    NetFixture net(net::Session::Threading::OwnThread);
    net.settings.subprotocols = {"other", "framescope.demo.v1"};
    const ConnectionId id = net.open(*url);
    // One round of what it plays has every kind of frame, and all of it is right.
    QTRY_VERIFY(net.capture->totals(id).framesIn > 16);
    for (const char *row : {"in text", "in cont", "in ping", "in binary", "in text 0 fin"})
        QVERIFY2(net.has(QString::fromLatin1(row)), row);
    QCOMPARE(net.session->status(id).subprotocol, u"framescope.demo.v1"_qs);
    QCOMPARE(net.capture->errorFindingCount(), std::uint64_t(0));
}

QTEST_GUILESS_MAIN(TestDemoServer)
#include "tst_demoserver.moc"
