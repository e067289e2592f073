#include "core/capture/packetcomment.h"

#include "core/capture/pcapngwriter.h"
#include "core/ws/findings.h"

#include <QJsonArray>
#include <QTest>

using namespace framescope;
using namespace framescope::capture;

class TestPacketComment : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void factsComeBack()
    {
        ConnectionFacts facts;
        facts.url = u"wss://example.com/\u00E4?\"quoted\""_qs;
        facts.ourRole = ws::Role::Server;
        facts.localAddress = u"::1"_qs;
        facts.peerAddress = u"127.0.0.1"_qs;
        facts.localPort = 65535;
        facts.peerPort = 1;
        facts.tls = true;
        facts.proxy = u"socks5 [::1]:1080"_qs;
        const QByteArray text = factsComment(ConnectionId(4'000'000'000), facts);
        const PacketComment comment = parseComment(text);
        QVERIFY(comment.facts);
        QVERIFY(!comment.event);
        QCOMPARE(comment.connection, 4'000'000'000u);
        QCOMPARE(comment.facts->url, facts.url);
        QCOMPARE(comment.facts->ourRole, ws::Role::Server);
        QCOMPARE(comment.facts->localAddress, facts.localAddress);
        QCOMPARE(comment.facts->peerAddress, facts.peerAddress);
        QCOMPARE(comment.facts->localPort, facts.localPort);
        QCOMPARE(comment.facts->peerPort, facts.peerPort);
        QVERIFY(comment.facts->tls);
        QCOMPARE(comment.facts->proxy, facts.proxy);
    }
    void eventAsWritten()
    {
        const Event event{EventKind::Failed, {{u"reason"_qs, u"refused"_qs}}};
        const QByteArray text(R"({"details":{"reason":"refused"},"event":"failed","framescope":1})");
        QCOMPARE(eventComment(event), text);
        const PacketComment comment = parseComment(text);
        QVERIFY(comment.event);
        QVERIFY(!comment.facts);
        QCOMPARE(comment.event->kind, EventKind::Failed);
        QCOMPARE(comment.event->details, event.details);
    }
    void findingsStayWhenTextIsTooLong()
    {
        QJsonObject details{{u"body"_qs, QString(100'000, u'x')}};
        tell(details, ws::FindingId::ProxyRefused, 502);
        const PacketComment comment = parseComment(eventComment({EventKind::Proxied, details}));
        QVERIFY(comment.event);
        QVERIFY(comment.event->details.value(u"body"_qs).toString().size() < 10'000);
        QCOMPARE(toldFindings(comment.event->details, StreamOffset(0)).size(), std::size_t(1));
    }
    void othersComments_data()
    {
        QTest::addColumn<QByteArray>("comment");
        QTest::newRow("none") << QByteArray();
        QTest::newRow("words") << QByteArray("look here");
        QTest::newRow("JSON of others") << QByteArray(R"({"event":"failed"})");
        QTest::newRow("later version") << QByteArray(R"({"framescope":2,"event":"failed"})");
        QTest::newRow("broken") << QByteArray(R"({"framescope":1,"event":)");
        QTest::newRow("array") << QByteArray("[1]");
    }
    void othersComments()
    {
        QFETCH(QByteArray, comment);
        const PacketComment parsed = parseComment(comment);
        QVERIFY(!parsed.event);
        QVERIFY(!parsed.facts);
    }
    void strangeValuesAreTamed()
    {
        const PacketComment parsed =
            parseComment(R"({"framescope":1,"url":5,"connection":-3,"localPort":70000,"peerPort":"x","role":[]})");
        QVERIFY(parsed.facts);
        QCOMPARE(parsed.connection, 0u);
        QCOMPARE(parsed.facts->localPort, std::uint16_t(65535));
        QCOMPARE(parsed.facts->peerPort, std::uint16_t(0));
        QCOMPARE(parsed.facts->ourRole, ws::Role::Client);
    }
    void longTextIsShortened()
    {
        ConnectionFacts facts;
        facts.url = u"ws://"_qs + QString(100'000, u'\u00E4');
        QVERIFY(factsComment(ConnectionId(0), facts).size() <= qsizetype(PcapngWriter::maxComment));
        QVERIFY(parseComment(factsComment(ConnectionId(0), facts)).facts->url.startsWith(u"ws://\u00E4"_qs));
        QJsonObject many;
        for (int i = 0; i < 1000; ++i)
            many.insert(QString::number(i), QString(2000, u'x'));
        QVERIFY(eventComment({EventKind::Note, many}).size() <= qsizetype(PcapngWriter::maxComment));
        QVERIFY(parseComment(eventComment({EventKind::Note, many})).event);
    }
};

QTEST_GUILESS_MAIN(TestPacketComment)
#include "tst_packetcomment.moc"
