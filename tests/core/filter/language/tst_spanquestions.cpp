#include "core/filter/language/filterparser.h"

#include "tests/core/capture/recording.h"
#include "tests/core/filter/passing.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::filter;
using namespace framescope::test;
using ws::Opcode;

class TestSpanQuestions : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<Recording> m_recording;

private Q_SLOTS:
    void initTestCase()
    {
        m_recording = std::make_unique<Recording>(m_dir.filePath(u"spans.pcapng"_qs));
        Recording &r = *m_recording;
        const ConnectionId a = r.upgraded(), b = r.upgraded();                  // 1 to 4
        r.out(a, frame(Opcode::Text, "{\"id\":1,\"method\":\"slow\"}", true));  // 5
        r.out(b, frame(Opcode::Text, "{\"id\":1,\"method\":\"other\"}", true)); // 6
        r.in(a, frame(Opcode::Text, "news", false));                            // 7
        r.out(a, frame(Opcode::Ping, "p", true));                               // 8
        r.ns += 2'000'000;
        r.in(a, frame(Opcode::Pong, "p", false)); // 9
        r.ns += 60'000'000;
        r.in(a, frame(Opcode::Text, "{\"id\":1,\"re", false, false));   // 10
        r.in(a, frame(Opcode::Continuation, "sult\":2}", false));       // 11
        r.in(b, frame(Opcode::Text, "{\"id\":2,\"result\":2}", false)); // 12: nobody asked
        r.out(b, frame(Opcode::Text, "[{\"id\":3,\"method\":\"a\"},{\"id\":4,\"method\":\"b\"}]", true)); // 13
        r.ns += 500'000'000;
        r.out(b, frame(Opcode::Text, "{\"id\":5,\"method\":\"a\"}", true)); // 14
        r.ns += 500'000'000;
        r.in(b, frame(Opcode::Text, "[{\"id\":5,\"result\":1},{\"id\":4,\"result\":1}]", false)); // 15
        QCOMPARE(int(r.capture->rowCount()), 15);
    }

    void spans_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QList<int>>("expected");
        const auto row = [](const char *filter, const QList<int> &expected) {
            QTest::newRow(filter) << QString::fromLatin1(filter) << expected;
        };
        row("rtt", {9, 11, 15});
        row("rtt > 50 ms", {11, 15});
        row("rtt <= 2.001 ms", {9});
        row("rtt < 2.001 ms", {});
        row("rtt == 2.001 ms", {9});
        row("rtt != 2.001 ms", {11, 15});
        row("rtt > 400 ms and rtt < 600 ms", {15});
        row("rtt > 800 ms", {15}); // each answer of a batch
        row("not rtt", {1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 13, 14});
        row("rtt in {1..3 ms, 1 s}", {9});
        row("opcode == pong and rtt > 1 ms", {9});
        row("gap", {8, 9, 10, 11, 13, 14, 15});
        row("gap == 1 us", {11});
        row("gap >= 2 ms and gap < 10 ms", {9});
        row("gap > 50 ms", {10, 13, 14, 15});
        row("dir == out and gap", {8, 13, 14});
    }
    void spans()
    {
        QFETCH(QString, filter);
        const ParsedFilter parsed = parseFilter(filter);
        QVERIFY2(!parsed.error, qPrintable(parsed.error ? parsed.error->text() : QString()));
        QTEST(passing(*m_recording->capture, parsed.test), "expected");
    }
};

QTEST_GUILESS_MAIN(TestSpanQuestions)
#include "tst_spanquestions.moc"
