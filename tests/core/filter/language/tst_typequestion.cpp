#include "core/filter/language/filterparser.h"

#include "tests/core/capture/recording.h"
#include "tests/core/filter/passing.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::filter;
using namespace framescope::test;
using ws::Opcode;

class TestTypeQuestion : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<Recording> m_recording;

private Q_SLOTS:
    void initTestCase()
    {
        m_recording = std::make_unique<Recording>(m_dir.filePath(u"types.pcapng"_qs));
        Recording &r = *m_recording;
        const ConnectionId a = r.upgraded(), b = r.upgraded(); // 1 to 4
        const auto out = [&](ConnectionId id, const char *text) { r.out(id, frame(Opcode::Text, text, true)); };
        const auto in = [&](ConnectionId id, const char *text) { r.in(id, frame(Opcode::Text, text, false)); };
        out(a, R"({"type":"connection_init"})");                                 // 5
        in(a, R"({"type":"next","id":"1"})");                                    // 6: GraphQL
        in(b, R"({"type":"next","id":"1"})");                                    // 7: not
        out(b, R"({"jsonrpc":"2.0","method":"sum","id":1})");                    // 8
        out(b, R"({"jsonrpc":"2.0","method":"sum"})");                           // 9
        out(b, R"([{"method":"sum","id":2},{"method":"add","id":3}])");          // 10
        out(b, R"([{"jsonrpc":"2.0","method":"sum"},{"method":"add","id":4}])"); // 11
        in(b, R"({"op":10})");                                                   // 12
        in(b, R"({"op":"10"})");                                                 // 13
        r.in(b, frame(Opcode::Text, "wo", false, false));                        // 14
        r.in(b, frame(Opcode::Continuation, "rds", false));                      // 15
        r.in(b, frame(Opcode::Binary, "words", false));                          // 16
        r.in(b, frame(Opcode::Ping, "", false));                                 // 17
        in(b, "{\"type\":\"Ä \\\"quoted\\\"\"}");                                // 18
        QCOMPARE(int(r.capture->rowCount()), 18);
    }

    void types_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QList<int>>("expected");
        const auto row = [](const char *filter, const QList<int> &expected) {
            QTest::newRow(filter) << QString::fromUtf8(filter) << expected;
        };
        row("message.type == \"graphql type=next\"", {6});
        row("message.type == \"json type=next\"", {7});
        row("message.type == \"jsonrpc method=sum\"", {8, 9, 10, 11});
        row("message.request == \"jsonrpc method=sum\"", {8, 10});
        row("message.request == \"jsonrpc method=add\"", {10, 11});
        row("message.type == \"jsonrpc batch\"", {10, 11});
        row("message.type == \"json op=10\"", {12});
        row("message.type == \"json op='10'\"", {13});
        row("message.type == text", {15});
        row("message.type == ping", {17});
        row("message.type in {text, ping}", {15, 17});
        row("message.type == \"json type=Ä \\\\\\\"quoted\\\\\\\"\"", {18});
        row("message.type", {5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 17, 18});
        row("message.request", {5, 8, 10, 11, 17});
        row("message.type != text", {5, 6, 7, 8, 9, 10, 11, 12, 13, 17, 18});
        row("message.type != \"jsonrpc method=add\" and message.type contains sum", {8, 9});
        row("message.request != \"jsonrpc method=add\"", {5, 8, 17});
        row("message.type contains \"type=next\"", {6, 7});
        row("message.type matches \"^jsonrpc.*(add|op)\"", {10, 11});
        row("message.request matches \"sum$\"", {8, 10});
        row("not message.type", {1, 2, 3, 4, 14, 16});
    }
    void types()
    {
        QFETCH(QString, filter);
        const ParsedFilter parsed = parseFilter(filter);
        QVERIFY2(!parsed.error, qPrintable(parsed.error ? parsed.error->text() : QString()));
        QTEST(passing(*m_recording->capture, parsed.test), "expected");
    }

    void wrong_data()
    {
        QTest::addColumn<QString>("error");
        QTest::newRow("message.type matches \"(\"") << u"regular expression is wrong"_qs;
        QTest::newRow("message.type > text") << u"compare it with"_qs;
        QTest::newRow("message.request contains \"\"") << u"nothing in it to look for"_qs;
    }
    void wrong()
    {
        QFETCH(QString, error);
        const ParsedFilter parsed = parseFilter(QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY(parsed.error);
        QVERIFY2(parsed.error->what.contains(error), qPrintable(parsed.error->what));
    }
};

QTEST_GUILESS_MAIN(TestTypeQuestion)
#include "tst_typequestion.moc"
