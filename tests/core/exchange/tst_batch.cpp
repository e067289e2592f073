#include "core/exchange/batch.h"

#include <QTest>

using namespace framescope;
using namespace framescope::exchange;

class TestBatch : public QObject
{
    Q_OBJECT

    static QString shown(const QByteArray &text)
    {
        const char *const roles[] = {"notice", "request", "answer"};
        const auto words = [](std::string_view view) { return QString::fromUtf8(view.data(), qsizetype(view.size())); };
        Batch batch;
        batch.read(byteView("[{\"id\":1,\"result\":2}]")); // which leaves nothing behind
        batch.read(byteView(text));
        QStringList lines;
        for (const MessageHead &head : batch.heads)
            lines.append(
                QStringLiteral("%1 %2 %3").arg(QLatin1String(roles[int(head.role)]), words(head.name), words(head.id)));
        return lines.join(QStringLiteral(", ")) + (batch.whole ? QString() : QStringLiteral(" ..."));
    }

private Q_SLOTS:
    void batches_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QByteArray &text, const char *expected) {
            QTest::newRow(name) << text << QString::fromLatin1(expected);
        };
        // JSON-RPC 2.0, section 7
        row("requests",
            "[{\"jsonrpc\": \"2.0\", \"method\": \"sum\", \"params\": [1,2,4], \"id\": \"1\"},\n"
            " {\"jsonrpc\": \"2.0\", \"method\": \"notify_hello\", \"params\": [7]},\n"
            " {\"foo\": \"boo\"},\n"
            " {\"jsonrpc\": \"2.0\", \"method\": \"foo.get\", \"params\": {\"name\": \"myself\"}, \"id\": \"5\"}]",
            "request sum 1, notice notify_hello , request foo.get 5");
        row("answers",
            "[{\"jsonrpc\": \"2.0\", \"result\": 7, \"id\": \"1\"},"
            " {\"jsonrpc\": \"2.0\", \"error\": {\"code\": -32600}, \"id\": null},"
            " {\"jsonrpc\": \"2.0\", \"error\": {\"code\": -32601, \"message\": \"none\"}, \"id\": \"5\"}]",
            "answer result 1, answer error 5");
        row("both ways", "[{\"id\":1,\"result\":[{\"id\":9}]},{\"id\":2,\"method\":\"a\"}]",
            "answer result 1, request a 2");
        row("with others between", "[{\"id\":1,\"method\":\"a\"},7,[{\"id\":2,\"method\":\"b\"}],\"x\"]",
            "request a 1");
        row("behind space", "\xEF\xBB\xBF [\n {\"id\":1,\"method\":\"a\"}]", "request a 1");
        row("an object", "{\"id\":1,\"method\":\"a\"}", " ...");
        row("nothing", "", " ...");
        row("empty", "[]", "");
        row("numbers", "[1,{\"id\":1,\"method\":\"a\"}]", " ...");
        row("other objects", "[{\"type\":\"tick\"},{\"type\":\"tock\"}]", "");
        row("cut in a request", "[{\"id\":1,\"method\":\"a\"},{\"id\":2,\"method\":\"b\",\"params\":[1,",
            "request a 1, request b 2 ...");
        row("cut before an id", "[{\"id\":1,\"method\":\"a\"},{\"jsonrpc\":\"2.0\",\"method\":\"b\"",
            "request a 1 ...");
        row("cut in an id", "[{\"method\":\"b\",\"id\":2", " ...");
        row("cut between", "[{\"id\":1,\"method\":\"a\"},", "request a 1 ...");
        row("broken", "[{\"id\":1,\"method\":\"a\"},,nonsense", "request a 1 ...");
    }
    void batches()
    {
        QFETCH(QByteArray, text);
        QTEST(shown(text), "expected");
        for (qsizetype size = 0; size < text.size(); ++size)
            QVERIFY(shown(QByteArray(text.constData(), size)).endsWith(QStringLiteral("...")));
    }

    void noMoreThanSome()
    {
        QByteArray text = "[";
        for (std::size_t i = 0; i < Batch::most; ++i)
            text += (i > 0 ? "," : "") + QByteArray("{\"id\":") + QByteArray::number(int(i)) + ",\"method\":\"a\"}";
        Batch batch;
        batch.read(byteView(text + ']'));
        QCOMPARE(batch.heads.size(), Batch::most);
        QVERIFY(batch.whole);
        batch.read(byteView(text + ",{\"id\":64,\"method\":\"a\"}]"));
        QCOMPARE(batch.heads.size(), Batch::most);
        QVERIFY(!batch.whole);
        // Those that are something else count as well.
        QByteArray numbers = "[{\"id\":1,\"method\":\"a\"}";
        for (std::size_t i = 0; i < Batch::most; ++i)
            numbers += ",1";
        batch.read(byteView(numbers + ",{\"id\":2,\"method\":\"a\"}]"));
        QCOMPARE(batch.heads.size(), 1u);
        QVERIFY(!batch.whole);
    }
};

QTEST_GUILESS_MAIN(TestBatch)
#include "tst_batch.moc"
