#include "core/net/failuretext.h"

#include "core/net/framewatch.h"
#include "core/ws/findings.h"

#include <QTest>

using namespace framescope;

class TestFailureText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void places()
    {
        QCOMPARE(net::addressText(QHostAddress(u"::ffff:127.0.0.1"_qs)), u"127.0.0.1"_qs);
        QCOMPARE(net::addressText(QHostAddress(u"::1"_qs)), u"::1"_qs);
        QCOMPARE(net::addressText(QHostAddress(u"::"_qs)), u"::"_qs);
        QCOMPARE(net::addressText(QHostAddress(u"0.0.0.0"_qs)), u"0.0.0.0"_qs);
        QCOMPARE(net::endpointText(u"::1"_qs, 80), u"[::1]:80"_qs);
        QCOMPARE(net::endpointText(u"host"_qs, 65535), u"host:65535"_qs);
        QCOMPARE(net::endpointText(u"fe80::1%2"_qs, 7999), u"[fe80::1%2]:7999"_qs); // a zone is no place for a number
    }
    void times()
    {
        QCOMPARE(net::secondsText(std::chrono::seconds(30)), u"30 s"_qs);
        QCOMPARE(net::secondsText(std::chrono::milliseconds(1500)), u"1500 ms"_qs);
    }
    void connecting()
    {
        QVERIFY(net::connectFailure(QAbstractSocket::ConnectionRefusedError, u"Connection refused"_qs, u"[::1]:9"_qs)
                    .startsWith(u"[::1]:9 does not accept connections (Connection refused)"));
        QVERIFY(net::connectFailure(QAbstractSocket::NetworkError, u"Network unreachable"_qs, u"h:9"_qs)
                    .startsWith(u"h:9 cannot be reached (Network unreachable)"));
    }
    void closeReasons()
    {
        QCOMPARE(net::fittingReason("short"), QByteArray("short"));
        QCOMPARE(net::fittingReason(QByteArray(123, 'x')), QByteArray(123, 'x'));
        QCOMPARE(net::fittingReason(QByteArray(124, 'x')), QByteArray(123, 'x'));
        // Not in the middle of a character.
        QCOMPARE(net::fittingReason(QByteArray(122, 'x') + "\xC3\xA9"), QByteArray(122, 'x'));
    }
    void findings()
    {
        ws::Finding finding;
        finding.id = ws::FindingId::FrameOpcodeReserved;
        finding.value = 11;
        QCOMPARE(net::findingSentence(finding), u"Opcode 11 is reserved."_qs);
    }
    void closing()
    {
        QCOMPARE(net::closeSentence({}, 1000, {}), u"Closed from here with code 1000 (normal closure)."_qs);
        QCOMPARE(net::closeSentence(u"server"_qs, 1005, {}), u"The server closed the connection without a code."_qs);
        QVERIFY(net::closeSentence(u"client"_qs, 4000, "why").endsWith(u": why."));
        QVERIFY(net::closeSentence(u"client"_qs, 4000, "a\x1b[31m").endsWith(u": a\uFFFD[31m."));
    }
    void endsOfTcp()
    {
        net::ArrivalWatch arrival;
        QCOMPARE(net::tcpEndSentence(u"server"_qs, false, arrival), u"The server ended TCP without a close frame."_qs);
        ws::FrameParser parser;
        const QByteArray octets = QByteArray::fromHex("810568");
        ByteView begun = byteView(octets);
        parser.readHeader(begun);
        parser.takePayload(begun);
        arrival.follow(parser);
        QCOMPARE(net::tcpEndSentence(u"client"_qs, true, arrival),
                 u"The client reset the TCP connection, after 3 of 7 bytes of a frame."_qs);
        QVERIFY(net::notTakenSentence(u"client"_qs, 7).startsWith(u"The last 7 bytes were never sent"));
    }
    void quoting()
    {
        QCOMPARE(net::peerText(u"a\x1b[31m\u202Eb\n"_qs), u"a\uFFFD[31m\uFFFDb\uFFFD"_qs);
        QCOMPARE(net::peerText(u"abcdef"_qs, 3), u"abc…"_qs);
        QCOMPARE(net::quotedOctets("SSH\r\n"), u"\"SSH\\x0d\\x0a\""_qs);
        QCOMPARE(net::quotedOctets(QByteArray(33, 'a')), u'"' + QString(32, u'a') + u"\"…"_qs);
        QCOMPARE(net::quotedOctets({}), u"\"\""_qs);
    }
};

QTEST_GUILESS_MAIN(TestFailureText)
#include "tst_failuretext.moc"
