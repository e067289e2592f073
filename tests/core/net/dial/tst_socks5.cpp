#include "core/net/dial/socks5.h"

#include <QTest>

using namespace framescope;
using net::ProxyKind;
using net::ProxySettings;
using net::Socks5Tunnel;
using Step = net::Tunnel::Step;
using ws::FindingId;

namespace
{
ProxySettings proxy(const QString &user = {}, const QString &password = {})
{
    return {ProxyKind::Socks5, u"proxy.example"_qs, 1080, user, password};
}
const net::TunnelTarget target{u"name.example"_qs, 443};

Step feedHex(Socks5Tunnel &tunnel, const char *hex, qsizetype piece = -1)
{
    const QByteArray octets = QByteArray::fromHex(hex);
    Step step = Step::NeedMore;
    for (qsizetype i = 0; i < octets.size() && step == Step::NeedMore; i += piece < 0 ? octets.size() : piece) {
        const QByteArray part = octets.mid(i, piece);
        ByteView view = byteView(part);
        step = tunnel.feed(view);
    }
    return step;
}
} // namespace

/// SOCKS5 without a socket.
class TestSocks5 : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void request_data();
    void request();
    void credentials();
    void opens_data();
    void opens();
    void refusals_data();
    void refusals();
    void endedAndTimedOut();
};

void TestSocks5::request_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QByteArray>("address");
    QTest::newRow("name: the proxy looks it up")
        << u"name.example"_qs << QByteArray("030c") + QByteArray("name.example").toHex();
    QTest::newRow("IPv4") << u"127.0.0.1"_qs << QByteArray("017f000001");
    QTest::newRow("IPv6") << u"::1"_qs << QByteArray("0400000000000000000000000000000001");
}

void TestSocks5::request()
{
    QFETCH(QString, host);
    QFETCH(QByteArray, address);
    Socks5Tunnel tunnel(proxy(), {host, 443});
    QCOMPARE(tunnel.begin().toHex(), QByteArray("050100"));
    QCOMPARE(feedHex(tunnel, "0500"), Step::NeedMore);
    QCOMPARE(tunnel.takeOutput().toHex(), "050100" + address + "01bb");
}

void TestSocks5::credentials()
{
    Socks5Tunnel tunnel(proxy(u"user"_qs, u"secret"_qs), target);
    QCOMPARE(tunnel.begin().toHex(), QByteArray("05020002"));
    QCOMPARE(feedHex(tunnel, "0502"), Step::NeedMore);
    // RFC 1929 §2
    QCOMPARE(tunnel.takeOutput(), QByteArray("\x01\x04user\x06secret"));
    QCOMPARE(feedHex(tunnel, "0100"), Step::NeedMore);
    QVERIFY(tunnel.takeOutput().startsWith(QByteArray("\x05\x01\x00\x03", 4)));
    QCOMPARE(feedHex(tunnel, "05000001000000000000"), Step::Open);
    const QString request = tunnel.takeReports()[0].value(u"request"_qs).toString();
    QVERIFY(request.contains(u"not recorded"));
    QVERIFY(!request.contains(u"secret"));
}

void TestSocks5::opens_data()
{
    QTest::addColumn<QByteArray>("reply");
    QTest::newRow("IPv4 bound") << QByteArray("0500000100000000abcd");
    QTest::newRow("IPv6 bound") << QByteArray("05000004000000000000000000000000000000010050");
    QTest::newRow("name bound") << QByteArray("0500000303616263abcd");
    QTest::newRow("empty name bound") << QByteArray("0500000300abcd");
}

/// Whole with the first octets of the tunnel behind, and octet by octet.
void TestSocks5::opens()
{
    QFETCH(QByteArray, reply);
    Socks5Tunnel tunnel(proxy(), target);
    tunnel.begin();
    const QByteArray octets = QByteArray::fromHex("0500" + reply) + "first";
    ByteView view = byteView(octets);
    QCOMPARE(tunnel.feed(view), Step::Open);
    QCOMPARE(toByteArray(view), QByteArray("first"));
    Socks5Tunnel slow(proxy(), target);
    slow.begin();
    QCOMPARE(feedHex(slow, ("0500" + reply).constData(), 1), Step::Open);
    const auto reports = slow.takeReports();
    QCOMPARE(reports.size(), std::size_t(1));
    QCOMPARE(reports[0].value(u"kind"_qs).toString(), u"socks5"_qs);
    QCOMPARE(reports[0].value(u"reply"_qs).toString(), u"succeeded (0)"_qs);
}

void TestSocks5::refusals_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QByteArray>("octets");
    QTest::addColumn<FindingId>("finding");
    QTest::addColumn<quint64>("value");
    QTest::addColumn<QString>("reason");
    const char *const codes[] = {"general SOCKS server failure", "connection not allowed by ruleset",
                                 "network unreachable",          "host unreachable",
                                 "connection refused",           "TTL expired",
                                 "command not supported",        "address type not supported",
                                 "unassigned reply code"};
    for (unsigned code = 1; code <= 9; ++code) {
        const QString text =
            u"did not connect to name.example:443: %1 (%2)."_qs.arg(QLatin1String(codes[code - 1])).arg(code);
        QTest::addRow("reply %u", code) << QString() << "0500050" + QByteArray::number(code) + "0001000000000000"
                                        << FindingId::ProxyRefused << quint64(code) << text;
    }
    QTest::newRow("refusal cut short") << QString() << QByteArray("05000505") << FindingId::ProxyRefused << quint64(5)
                                       << u"connection refused (5)"_qs;
    QTest::newRow("wants credentials") << QString() << QByteArray("05ff") << FindingId::ProxyAuth << quint64(255)
                                       << u"wants credentials"_qs;
    QTest::newRow("no common method") << u"user"_qs << QByteArray("05ff") << FindingId::ProxyAuth << quint64(255)
                                      << u"neither"_qs;
    QTest::newRow("wrong password") << u"user"_qs << QByteArray("05020101") << FindingId::ProxyAuth << quint64(1)
                                    << u"did not accept the user name and password"_qs;
    QTest::newRow("method not offered") << QString() << QByteArray("0501") << FindingId::ProxyReply << quint64(1)
                                        << u"chose the method 1, which it was not offered"_qs;
    QTest::newRow("password not offered")
        << QString() << QByteArray("0502") << FindingId::ProxyReply << quint64(2) << u"not offered"_qs;
    QTest::newRow("HTTP") << QString() << QByteArray("HTTP/1.1 400").toHex() << FindingId::ProxyReply << quint64('H')
                          << u"did not answer with SOCKS5; its first bytes are \"HT\""_qs;
    QTest::newRow("SOCKS4 reply") << QString() << QByteArray("0500005a") << FindingId::ProxyReply << quint64(0)
                                  << u"which is not SOCKS5"_qs;
    QTest::newRow("unknown address type")
        << QString() << QByteArray("05000500000700") << FindingId::ProxyReply << quint64(7) << u"unknown type 7"_qs;
}

void TestSocks5::refusals()
{
    QFETCH(QString, user);
    QFETCH(QByteArray, octets);
    QFETCH(FindingId, finding);
    QFETCH(quint64, value);
    QFETCH(QString, reason);
    for (const qsizetype piece : {qsizetype(-1), qsizetype(1)}) {
        Socks5Tunnel tunnel(proxy(user, u"p"_qs), target);
        tunnel.begin();
        QCOMPARE(feedHex(tunnel, octets.constData(), piece), Step::Failed);
        const net::Failure &failure = tunnel.failure();
        QCOMPARE(failure.stage, u"proxy"_qs);
        QVERIFY2(failure.reason.contains(u"he proxy proxy.example:1080 "), qPrintable(failure.reason));
        QVERIFY2(failure.reason.contains(reason), qPrintable(failure.reason));
        QCOMPARE(failure.findings.size(), std::size_t(1));
        QCOMPARE(failure.findings[0].first, finding);
        QCOMPARE(quint64(failure.findings[0].second), value);
        QCOMPARE(tunnel.takeReports().size(), std::size_t(1));
    }
}

void TestSocks5::endedAndTimedOut()
{
    Socks5Tunnel tunnel(proxy(), target);
    tunnel.begin();
    QCOMPARE(tunnel.ended(false), Step::Failed);
    QVERIFY(tunnel.failure().reason.contains(u"ended the connection instead of answering the greeting"));
    QCOMPARE(feedHex(tunnel, "0500"), Step::NeedMore);
    tunnel.timedOut(std::chrono::seconds(4));
    QVERIFY(tunnel.failure().reason.contains(u"did not answer the request to connect to name.example:443 within 4 s"));
    QCOMPARE(tunnel.failure().findings[0].first, FindingId::TimeoutProxy);
}

QTEST_GUILESS_MAIN(TestSocks5)
#include "tst_socks5.moc"
