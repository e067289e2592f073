#include "core/net/dial/proxyauth.h"

#include <QTest>

using namespace framescope;
using net::answerChallenge;
using net::Credentials;

namespace
{
// RFC 7616 §3.9.1
const QByteArray nonce = "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\"";
const QByteArray opaque = "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
const QByteArray realm = "realm=\"http-auth@example.org\"";
const QByteArray clientNonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
const Credentials mufasa{u"Mufasa"_qs, u"Circle of Life"_qs};

std::optional<QByteArray> answer(const QByteArray &challenge, const Credentials &credentials = mufasa)
{
    return answerChallenge(http::parseChallenges(challenge), credentials, "GET", "/dir/index.html", clientNonce);
}
} // namespace

class TestProxyAuth : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void digest_data();
    void digest();
    void strongest_data();
    void strongest();
    void names_data();
    void names();
    void stale();
    void clientNonces();
};

void TestProxyAuth::digest_data()
{
    QTest::addColumn<QByteArray>("challenge");
    QTest::addColumn<QByteArray>("response");
    const QByteArray common = realm + ", " + nonce + ", " + opaque;
    // The first two are those of the RFC; the others were computed with Python's hashlib.
    QTest::newRow("MD5") << "Digest qop=\"auth, auth-int\", algorithm=MD5, " + common
                         << QByteArray("8ca523f5e9506fed4657c9700eebdbec");
    QTest::newRow("SHA-256") << "Digest qop=\"auth, auth-int\", algorithm=SHA-256, " + common
                             << QByteArray("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    QTest::newRow("no algorithm is MD5") << "digest qop=\"auth\", " + common
                                         << QByteArray("8ca523f5e9506fed4657c9700eebdbec");
    QTest::newRow("no qop (RFC 2069)") << "Digest " + common << QByteArray("7b2cc3b30e75b4777ea31027084363fd");
    QTest::newRow("MD5-sess") << "Digest qop=auth, algorithm=MD5-sess, " + common
                              << QByteArray("e783283f46242139c486a698fec7211d");
}

void TestProxyAuth::digest()
{
    QFETCH(QByteArray, challenge);
    QFETCH(QByteArray, response);
    const auto value = answer(challenge);
    QVERIFY(value);
    QVERIFY2(value->startsWith("Digest username=\"Mufasa\", realm=\"http-auth@example.org\", "), value->constData());
    QVERIFY2(value->contains("response=\"" + response + '"'), value->constData());
    QVERIFY(value->contains("uri=\"/dir/index.html\""));
    QVERIFY(value->contains(nonce));
    QVERIFY(value->contains(opaque));
    const bool qop = challenge.contains("qop");
    QCOMPARE(value->contains("qop=auth, nc=00000001, cnonce=\"" + clientNonce + '"'), qop);
    QVERIFY(!value->contains("Circle"));
}

void TestProxyAuth::strongest_data()
{
    QTest::addColumn<QByteArray>("challenges");
    QTest::addColumn<QByteArray>("beginning");
    QTest::addColumn<QByteArray>("part");
    QTest::newRow("Digest before Basic") << QByteArray("Basic realm=x, Digest realm=x, nonce=y, qop=auth")
                                         << QByteArray("Digest ") << QByteArray("nonce=\"y\"");
    QTest::newRow("SHA-256 before MD5")
        << QByteArray("Digest realm=x, nonce=a, algorithm=MD5, Digest realm=x, nonce=b, algorithm=SHA-256")
        << QByteArray("Digest ") << QByteArray("nonce=\"b\"");
    QTest::newRow("Basic where Digest cannot be answered")
        << QByteArray("Digest realm=x, nonce=y, qop=auth-int, Basic realm=x") << QByteArray("Basic ")
        << QByteArray("TXVmYXNhOkNpcmNsZSBvZiBMaWZl");
    QTest::newRow("unknown algorithm") << QByteArray("Digest realm=x, nonce=y, algorithm=SHA-512-256") << QByteArray()
                                       << QByteArray();
    QTest::newRow("no nonce") << QByteArray("Digest realm=x") << QByteArray() << QByteArray();
    QTest::newRow("others") << QByteArray("Negotiate, NTLM TlRMTVNTUAACAAAA") << QByteArray() << QByteArray();
    QTest::newRow("nothing") << QByteArray() << QByteArray() << QByteArray();
}

void TestProxyAuth::strongest()
{
    QFETCH(QByteArray, challenges);
    QFETCH(QByteArray, beginning);
    QFETCH(QByteArray, part);
    const auto value = answer(challenges);
    QCOMPARE(value.has_value(), !beginning.isEmpty());
    if (value)
        QVERIFY2(value->startsWith(beginning) && value->contains(part), value->constData());
}

void TestProxyAuth::names_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QByteArray>("challenge");
    QTest::addColumn<QByteArray>("part");
    const QByteArray digest = "Digest realm=r, nonce=n, qop=auth";
    QTest::newRow("quote") << u"a\"b\\c"_qs << digest << QByteArray(R"(username="a\"b\\c")");
    QTest::newRow("outside ASCII") << u"Jäsøn"_qs << digest << QByteArray("username*=UTF-8''J%C3%A4s%C3%B8n");
    // md5("u:r")
    QTest::newRow("userhash") << u"u"_qs << digest + ", userhash=true"
                              << QByteArray("username=\"ba84be203fdfc7d34e054a76d285d0c9\", userhash=true");
    QTest::newRow("colon in Basic") << u"a:b"_qs << QByteArray("Basic realm=r") << QByteArray();
}

void TestProxyAuth::names()
{
    QFETCH(QString, user);
    QFETCH(QByteArray, challenge);
    QFETCH(QByteArray, part);
    const auto value = answer(challenge, {user, u"p"_qs});
    QCOMPARE(value.has_value(), !part.isEmpty());
    if (value)
        QVERIFY2(value->contains(part), value->constData());
}

void TestProxyAuth::stale()
{
    QVERIFY(net::isStale(http::parseChallenges("Basic realm=x, Digest nonce=n, stale=TRUE")));
    QVERIFY(!net::isStale(http::parseChallenges("Digest nonce=n, stale=false")));
    QVERIFY(!net::isStale(http::parseChallenges("Digest nonce=n")));
}

void TestProxyAuth::clientNonces()
{
    const QByteArray one = net::makeClientNonce();
    QCOMPARE(one.size(), 32);
    QVERIFY(one != net::makeClientNonce());
}

QTEST_GUILESS_MAIN(TestProxyAuth)
#include "tst_proxyauth.moc"
