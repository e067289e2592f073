#include "core/net/refusedbody.h"

#include <QTest>

using namespace framescope;
using net::RefusedBody;

namespace
{
http::Head headOf(const QByteArray &text)
{
    http::HeadParser parser(http::HeadKind::Response);
    ByteView rest = byteView(text);
    parser.feed(rest);
    return parser.head();
}
} // namespace

class TestRefusedBody : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void completes_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<qsizetype>("after"); ///< octets after which it is complete; -1: only when TCP ends
        QTest::newRow("length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n") << QByteArray("hello")
                                << qsizetype(5);
        QTest::newRow("length 0") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") << QByteArray("x")
                                  << qsizetype(0);
        QTest::newRow("no length") << QByteArray("HTTP/1.1 200 OK\r\n\r\n") << QByteArray("hello") << qsizetype(-1);
        QTest::newRow("length is no number")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\n") << QByteArray("hello") << qsizetype(-1);
        QTest::newRow("204") << QByteArray("HTTP/1.1 204 No\r\n\r\n") << QByteArray("x") << qsizetype(0);
        const QByteArray chunked("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n");
        QTest::newRow("chunked") << chunked << QByteArray("5\r\nhello\r\n0\r\n\r\n") << qsizetype(15);
        QTest::newRow("chunked, empty") << chunked << QByteArray("0\r\n\r\n") << qsizetype(5);
        QTest::newRow("chunk that looks like the last")
            << chunked << QByteArray("8\r\nx\r\n0\r\n\r\n") << qsizetype(-1);
        QTest::newRow("two chunks") << chunked << QByteArray("1\r\nx\r\n0A;e=1\r\n0123456789\r\n0\r\n\r\n")
                                    << qsizetype(31);
        QTest::newRow("trailers") << chunked << QByteArray("0\r\nA: b\r\nC: d\r\n\r\nmore") << qsizetype(17);
        QTest::newRow("LF") << chunked << QByteArray("1\nx\n0\n\n") << qsizetype(7);
        QTest::newRow("no chunks") << chunked << QByteArray("hello\r\n0\r\n\r\n") << qsizetype(-1);
        QTest::newRow("chunk without end") << chunked << QByteArray("1\r\nxy0\r\n\r\n") << qsizetype(-1);
        QTest::newRow("chunk of 2^64") << chunked << QByteArray("10000000000000000\r\nx") << qsizetype(-1);
        QTest::newRow("chunk of 2^60 - 1")
            << chunked << QByteArray("fffffffffffffff\r\nx\r\n0\r\n\r\n") << qsizetype(-1);
        QTest::newRow("HTTP/1.0") << QByteArray("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                                  << QByteArray("0\r\n\r\n") << qsizetype(-1);
        QTest::newRow("signed length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\n")
                                       << QByteArray("hello") << qsizetype(-1);
    }
    void completes()
    {
        QFETCH(QByteArray, head);
        QFETCH(QByteArray, body);
        QFETCH(qsizetype, after);
        RefusedBody byOctet(headOf(head));
        for (qsizetype i = 0; i <= body.size(); ++i) {
            QCOMPARE(byOctet.complete(), after >= 0 && i >= after);
            if (byOctet.complete() || i == body.size())
                break;
            byOctet.feed(byteView(QByteArrayView(body).sliced(i, 1)));
        }
        RefusedBody whole(headOf(head));
        whole.feed(byteView(body));
        QCOMPARE(whole.complete(), after >= 0);
        QCOMPARE(whole.size(), std::uint64_t(body.size()));
    }
    void stopsAtTheLimit()
    {
        RefusedBody body(headOf("HTTP/1.1 200 OK\r\n\r\n"));
        const QByteArray part(64 * 1024, 'x');
        for (int i = 0; i < 15; ++i)
            body.feed(byteView(part));
        QVERIFY(!body.complete() && !body.limited());
        body.feed(byteView(part));
        QVERIFY(body.complete() && body.limited());
        RefusedBody exact(headOf("HTTP/1.1 200 OK\r\nContent-Length: 1048576\r\n\r\n"));
        exact.feed(byteView(QByteArray(1024 * 1024, 'x')));
        QVERIFY(exact.complete() && !exact.limited());
    }
};

QTEST_GUILESS_MAIN(TestRefusedBody)
#include "tst_refusedbody.moc"
