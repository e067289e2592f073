#include "core/net/demo/demoscript.h"

#include "core/net/demo/demofaults.h"
#include "core/net/demo/demoserver.h"
#include "tests/support/netfixture.h"

#include <QJsonObject>
#include <QTest>

using namespace framescope;
using capture::EventKind;
using net::State;
using test::frame;
using test::NetFixture;
using ws::Opcode;

namespace
{
const ws::MaskKey key{0x37, 0xfa, 0x21, 0x3d};
} // namespace

class TestDemoScript : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void commands();
    void everyFault_data();
    void everyFault();
    void allFaultsInARow();
    void compressed();
    void withoutCompression();
    void flood();
};

void TestDemoScript::commands()
{
    net::DemoServer demo;
    NetFixture net(net::Session::Threading::OwnThread);
    const ConnectionId id = net.open(*demo.start());
    QTRY_COMPARE(net.state(id), State::Open);
    const auto say = [&](const QByteArray &text) { net.session->send(id, frame(Opcode::Text, text, true, key)); };
    const auto hears = [&](const QByteArray &text) {
        for (std::uint64_t i = 0; i < net.capture->rowCount(); ++i) {
            const RowIndex row(i);
            if (net.capture->row(row).direction() == Direction::In && net.capture->row(row).isFrame() &&
                net.payload(row).contains(text))
                return true;
        }
        return false;
    };
    say("pause");
    QTRY_VERIFY(hears("Paused."));
    say("hello 👋");
    QTRY_VERIFY(hears("echo: hello 👋"));
    say("help");
    QTRY_VERIFY(hears("bad NAME"));
    say("bad");
    QTRY_VERIFY(hears("bad frame.rsv1\n"));
    say("bad nonsense");
    QTRY_VERIFY(hears("There is no \"bad nonsense\""));
    say("flood 0");
    QTRY_VERIFY(hears("flood takes a number"));
    say("close 12");
    QTRY_VERIFY(hears("close takes a code"));
    say("resume");
    QTRY_VERIFY(hears("\"type\":\"tick\""));
    say("close 4000 as told");
    QTRY_COMPARE(net.state(id), State::Closed);
    QCOMPARE(net.session->status(id).closeCode, std::uint16_t(4000));
    QCOMPARE(net.event(EventKind::Closed).value(u"reason"_qs).toString(), u"as told"_qs);
}

void TestDemoScript::everyFault_data()
{
    QTest::addColumn<QString>("name");
    const QStringList names = net::demoFaults();
    QVERIFY(names.size() > 20);
    for (const QString &name : names) {
        if (name != u"all")
            QTest::newRow(qPrintable(name)) << name;
    }
}

void TestDemoScript::everyFault()
{
    QFETCH(QString, name);
    net::DemoServer demo;
    NetFixture net(net::Session::Threading::OwnThread);
    net.settings.deflate.serverNoContextTakeover = name == u"deflate.context";
    const ConnectionId id = net.open(*demo.start());
    QTRY_COMPARE(net.state(id), State::Open);
    const auto say = [&](const QByteArray &text) { net.session->send(id, frame(Opcode::Text, text, true, key)); };
    say("bad " + name.toLatin1());
    if (name == u"pong.mismatch" || name == u"close.echo") {
        QTRY_VERIFY(net.capture->totals(id).framesIn >= 2);
        if (name == u"close.echo")
            net.session->close(id, 4000);
        else
            net.session->send(id, frame(Opcode::Ping, "mine", true, key));
    }
    const auto inRowsWith = [&] {
        qsizetype count = 0;
        const QStringList lines = net.rows();
        for (const QString &line : lines)
            count += line.startsWith(u"in ") && line.split(u' ').contains(name) ? 1 : 0;
        return count;
    };
    QTRY_VERIFY2(inRowsWith() >= 1, qPrintable(net.rows().join(u'\n')));
}

void TestDemoScript::allFaultsInARow()
{
    net::DemoServer demo;
    NetFixture net(net::Session::Threading::OwnThread);
    const ConnectionId id = net.open(*demo.start());
    QTRY_COMPARE(net.state(id), State::Open);
    net.session->send(id, frame(Opcode::Text, "bad all", true, key));
    for (const auto &fault : net::makeDemoFaults()) {
        if (fault.then == net::DemoFault::Then::GoOn && fault.needs != net::DemoFault::Needs::NoTakeover)
            QTRY_VERIFY2(!net.rows().filter(fault.name()).isEmpty(), qPrintable(fault.name()));
    }
    // It goes on playing, in right frames.
    const std::uint64_t before = net.capture->totals(id).framesIn;
    QTRY_VERIFY(net.capture->totals(id).framesIn > before + 1);
    QCOMPARE(net.state(id), State::Open);
}

void TestDemoScript::compressed()
{
    net::DemoServer demo;
    NetFixture net(net::Session::Threading::OwnThread);
    const ConnectionId id = net.open(*demo.start());
    QTRY_COMPARE(net.state(id), State::Open);
    QCOMPARE(net.session->status(id).extensions, u"permessage-deflate; server_max_window_bits=12"_qs);
    net.session->sendMessage(id, Opcode::Text, "compressed");
    std::vector<std::uint64_t> sizes; // of what has RSV1: three like messages, a fragment, a large message
    QTRY_VERIFY([&] {
        sizes.clear();
        for (std::uint64_t i = 0; i < net.capture->rowCount(); ++i) {
            const capture::RowRecord &row = net.capture->row(RowIndex(i));
            if (row.isFrame() && row.direction() == Direction::In && (row.first & 0x40) != 0)
                sizes.push_back(row.length());
        }
        return sizes.size() >= 5;
    }());
    QCOMPARE(sizes.size(), std::size_t(5));
    QVERIFY(sizes[1] < sizes[0] / 2);
    QVERIFY(sizes[4] < 2000);
    QCOMPARE(net.capture->errorFindingCount(), std::uint64_t(0));
    QVERIFY(net.has(u"in ping 7"_qs));
}

void TestDemoScript::withoutCompression()
{
    net::DemoServer demo;
    NetFixture net(net::Session::Threading::OwnThread);
    net.settings.deflate.offer = false;
    const ConnectionId id = net.open(*demo.start());
    QTRY_COMPARE(net.state(id), State::Open);
    const auto hears = [&](const QByteArray &text) {
        for (std::uint64_t i = 0; i < net.capture->rowCount(); ++i) {
            const RowIndex row(i);
            if (net.capture->row(row).isFrame() && net.payload(row).contains(text))
                return true;
        }
        return false;
    };
    net.session->sendMessage(id, Opcode::Text, "compressed");
    QTRY_VERIFY(hears("No compression was agreed. Connect again, and offer permessage-deflate."));
    net.session->sendMessage(id, Opcode::Text, "bad deflate.context");
    QTRY_VERIFY(hears("Connect again, and offer permessage-deflate with server_no_context_takeover."));
    QCOMPARE(net.capture->errorFindingCount(), std::uint64_t(0));
}

void TestDemoScript::flood()
{
    constexpr std::uint64_t count = 200'000;
    net::DemoServer demo;
    NetFixture net(net::Session::Threading::OwnThread);
    const ConnectionId id = net.open(*demo.start());
    QTRY_COMPARE(net.state(id), State::Open);
    net.session->send(id, frame(Opcode::Text, "flood " + QByteArray::number(qulonglong(count)), true, key));
    QTRY_VERIFY(net.capture->totals(id).framesIn > count);
    QCOMPARE(net.capture->errorFindingCount(), std::uint64_t(0));
}

QTEST_GUILESS_MAIN(TestDemoScript)
#include "tst_demoscript.moc"
