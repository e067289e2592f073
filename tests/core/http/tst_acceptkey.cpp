#include "core/http/acceptkey.h"

#include <QSet>
#include <QTest>

using namespace framescope::http;

class TestAcceptKey : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void accept_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("accept");
        QTest::newRow("RFC 6455 1.3") << QByteArray("dGhlIHNhbXBsZSBub25jZQ==")
                                      << QByteArray("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        QTest::newRow("another") << QByteArray("x3JJHMbDL1EzLkh9GBhXDw==")
                                 << QByteArray("HSmrc0sMlYUkAGmm5OPpG2HaGWk=");
        QTest::newRow("spaces around") << QByteArray(" \tx3JJHMbDL1EzLkh9GBhXDw== ")
                                       << QByteArray("HSmrc0sMlYUkAGmm5OPpG2HaGWk=");
    }
    void accept()
    {
        QFETCH(QByteArray, key);
        QTEST(acceptFor(key), "accept");
    }
    void steps()
    {
        const AcceptSteps steps = acceptSteps(" dGhlIHNhbXBsZSBub25jZQ==");
        QCOMPARE(steps.key, QByteArray("dGhlIHNhbXBsZSBub25jZQ=="));
        QCOMPARE(steps.concatenated, QByteArray("dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
        QCOMPARE(steps.sha1, QByteArray::fromHex("b37a4f2cc0624f1690f64606cf385945b2bec4ea"));
        QCOMPARE(steps.accept, QByteArray("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
    }
    void keysAreSixteenOctetsAndDiffer()
    {
        QSet<QByteArray> seen;
        for (int i = 0; i < 1000; ++i) {
            const QByteArray key = makeKey();
            QCOMPARE(key.size(), 24);
            QCOMPARE(QByteArray::fromBase64(key).size(), 16);
            seen.insert(key);
        }
        QCOMPARE(seen.size(), 1000);
    }
};

QTEST_GUILESS_MAIN(TestAcceptKey)
#include "tst_acceptkey.moc"
