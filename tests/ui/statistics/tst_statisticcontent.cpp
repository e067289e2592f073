#include "ui/statistics/statisticcontent.h"

#include "core/filter/language/filterparser.h"
#include "core/filter/rowscan.h"
#include "tests/core/capture/recording.h"
#include "tests/core/filter/passing.h"
#include "tests/support/conversation.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;

class TestStatisticContent : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<capture::Capture> m_capture;
    statistics::Snapshot m_snapshot;

    StatisticContent content(StatisticsPage page, bool octets = false) const
    {
        return statisticContent(page, m_snapshot, *m_capture, octets);
    }

    /// Rows that a display filter lets pass.
    std::uint64_t passing(const QString &text) const
    {
        const filter::ParsedFilter parsed = filter::parseFilter(text);
        if (parsed.error)
            qFatal("%s: %s", qPrintable(text), qPrintable(parsed.error ? parsed.error->text() : QString()));
        filter::RowScan scan(*m_capture, parsed.test);
        std::vector<std::uint64_t> words(filter::RowScan::blockWords);
        std::uint64_t found = 0;
        for (std::uint64_t row = 0; row < m_capture->rowCount(); row += filter::RowScan::blockRows) {
            const auto count = std::min<std::uint64_t>(filter::RowScan::blockRows, m_capture->rowCount() - row);
            if (!scan.run(RowIndex(row), std::size_t(count), words.data()))
                qFatal("cannot scan");
            for (std::uint64_t i = 0; i < count; ++i)
                found += words[i / 64] >> (i % 64) & 1;
        }
        return found;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString path = m_dir.filePath(QStringLiteral("conversation.pcapng"));
        const auto written = test::Conversation{60}.write(path);
        QVERIFY2(written, written ? "" : qPrintable(written.error().message));
        auto opened = capture::Capture::open(path);
        QVERIFY(opened);
        m_capture = std::move(*opened);
        QVERIFY(m_capture->load());
        m_snapshot = statistics::StatisticsJob::make(*m_capture);
        QVERIFY(m_snapshot.failure.isEmpty() && m_snapshot.rows.rows > 500);
    }

    void barsLeadToWhatTheyCount_data()
    {
        QTest::addColumn<StatisticsPage>("page");
        QTest::addColumn<QList<std::size_t>>(
            "counts"); // columns of the first table that tell how many rows a line is of
        QTest::newRow("over time") << StatisticsPage::OverTime << QList<std::size_t>{1, 2};
        QTest::newRow("opcodes") << StatisticsPage::Opcodes << QList<std::size_t>{1, 2};
        QTest::newRow("sizes") << StatisticsPage::Sizes << QList<std::size_t>{3};
        QTest::newRow("gaps") << StatisticsPage::Gaps << QList<std::size_t>{3};
        QTest::newRow("round trips") << StatisticsPage::RoundTrips << QList<std::size_t>{1};
        QTest::newRow("findings") << StatisticsPage::Findings << QList<std::size_t>{1};
        QTest::newRow("connections") << StatisticsPage::Connections << QList<std::size_t>{5};
        QTest::newRow("message types") << StatisticsPage::MessageTypes << QList<std::size_t>{3};
    }
    void barsLeadToWhatTheyCount()
    {
        QFETCH(StatisticsPage, page);
        QFETCH(QList<std::size_t>, counts);
        const StatisticContent shown = content(page);
        QVERIFY(shown.chart.bars.size() > 1 || page == StatisticsPage::Findings);
        QVERIFY(!shown.chart.name.isEmpty() && !shown.chart.description.isEmpty());
        std::size_t looked = 0;
        for (const ChartBar &bar : shown.chart.bars) {
            QCOMPARE(bar.values.size(), shown.chart.series.size());
            double sum = 0;
            for (const double value : bar.values)
                sum += value;
            if (sum == 0 || bar.filter.isEmpty() || ++looked > 40)
                continue;
            const std::uint64_t rows = passing(bar.filter);
            if (double(rows) != sum)
                QFAIL(qPrintable(QStringLiteral("%1: %2 rows, a bar of %3").arg(bar.filter).arg(rows).arg(sum)));
        }
        QVERIFY(looked > 0);
        looked = 0;
        for (const StatisticLine &line : shown.tables.front().lines) {
            if (line.filter.isEmpty() || ++looked > 40)
                continue;
            std::uint64_t sum = 0;
            for (const std::size_t column : counts)
                sum += line.cells.at(column).copied.toULongLong();
            const std::uint64_t rows = passing(line.filter);
            if (rows != sum)
                QFAIL(qPrintable(QStringLiteral("%1: %2 rows, a line of %3").arg(line.filter).arg(rows).arg(sum)));
        }
        QVERIFY(looked > 0);
        for (const StatisticTable &table : shown.tables) {
            for (const StatisticLine &line : table.lines) {
                QCOMPARE(qsizetype(line.cells.size()), table.headers.size());
                QVERIFY(line.filter.isEmpty() || !filter::parseFilter(line.filter).error);
            }
        }
    }

    void boundsAreSaidBetweenBars()
    {
        for (const StatisticsPage page : {StatisticsPage::Sizes, StatisticsPage::Gaps, StatisticsPage::RoundTrips}) {
            const StatisticContent shown = content(page);
            QVERIFY(shown.chart.edges && !shown.chart.end.isEmpty());
            const QString last = shown.chart.bars.back().about.section(u'\n', 0, 0);
            const QString end = QString(shown.chart.end).replace(QStringLiteral(" B"), QStringLiteral(" bytes"));
            QVERIFY2(last.endsWith(QStringLiteral("to below ") + end), qPrintable(last));
        }
        QVERIFY(!content(StatisticsPage::Opcodes).chart.edges);
    }

    /// An axis has no room for words, tables and tool tips have.
    void bytesAreCalledSo()
    {
        const StatisticContent sizes = content(StatisticsPage::Sizes);
        static const QRegularExpression axis(QStringLiteral("^\\d+ (B|KiB|MiB)$"));
        static const QRegularExpression words(
            QStringLiteral("^(1 byte|\\d+ bytes|\\d+ KiB)( to below \\d+ (bytes|KiB))?$"));
        for (const ChartBar &bar : sizes.chart.bars) {
            QVERIFY2(axis.match(bar.label).hasMatch(), qPrintable(bar.label));
            const QString about = bar.about.section(u'\n', 0, 0);
            QVERIFY2(words.match(about).hasMatch(), qPrintable(about));
        }
        for (const StatisticLine &line : sizes.tables.front().lines)
            QVERIFY2(words.match(line.cells.front().text).hasMatch(), qPrintable(line.cells.front().text));
        const StatisticContent opcodes = content(StatisticsPage::Opcodes);
        for (const StatisticLine &line : opcodes.tables.front().lines)
            QVERIFY2(line.cells[3].text.endsWith(QStringLiteral(" bytes")) || line.cells[3].copied.toInt() >= 1024,
                     qPrintable(line.cells[3].text));
    }

    void whatWasMeasuredHasThreeDigits()
    {
        const StatisticContent shown = content(StatisticsPage::RoundTrips);
        static const QRegularExpression three(QStringLiteral("^(\\d\\.\\d\\d|\\d\\d\\.\\d|\\d{3,}) (ns|µs|ms|s)$"));
        for (const StatisticLine &line : shown.tables.back().lines)
            QVERIFY2(three.match(line.cells.front().text).hasMatch(), qPrintable(line.cells.front().text));
        QVERIFY(!shown.tables.back().lines.empty());
    }

    /// Whatever others are called alike: each line leads to the rows that it counts, and to no others.
    void messageTypesLeadToTheirRows()
    {
        using ws::Opcode;
        test::Recording r(m_dir.filePath(QStringLiteral("types.pcapng")));
        const ConnectionId plain = r.upgraded(), graph = r.upgraded(), engine = r.upgraded(); // 1 to 6
        QMap<QString, QList<int>> expected;
        const auto say = [&](ConnectionId id, Direction direction, const QByteArray &text, const char *type) {
            if (direction == Direction::Out)
                r.out(id, test::frame(Opcode::Text, text, true));
            else
                r.in(id, test::frame(Opcode::Text, text, false));
            expected[QString::fromLatin1(type)].append(int(r.capture->rowCount()));
        };
        const auto out = [&](ConnectionId id, const QByteArray &text, const char *type) {
            say(id, Direction::Out, text, type);
        };
        const auto in = [&](ConnectionId id, const QByteArray &text, const char *type) {
            say(id, Direction::In, text, type);
        };
        out(graph, R"({"type":"connection_init"})", "GraphQL connection_init");
        in(graph, R"({"type":"connection_ack"})", "GraphQL connection_ack");
        out(graph, R"({"id":"1","type":"subscribe","payload":{"query":"{a}"}})", "GraphQL subscribe");
        out(graph, R"({"id":"2","type":"start","payload":{"query":"{a}"}})", "GraphQL start");
        in(graph, R"({"id":"1","type":"next","payload":{"data":{"type":"next"}}})", "GraphQL next");
        in(graph, R"({"id":"2","type":"data","payload":{}})", "GraphQL data");
        in(graph, R"({"id":"1","type":"error","payload":[]})", "GraphQL error");
        in(graph, R"({"id":"1","type":"complete"})", "GraphQL complete");
        in(graph, R"({"type":"next"})", "type: next"); // without an id it is none
        for (const char *type : {"next", "data", "error", "complete", "subscribe"})
            in(plain, QByteArray(R"({"id":"1","type":")") + type + "\"}",
               qPrintable(QStringLiteral("type: ") + QLatin1String(type)));
        in(plain, R"({"event":"next"})", "event: next");
        in(plain, R"({"op":"next","deep":{"type":"next"}})", "op: next");
        in(plain, R"({"op":"next","event":"next"})", "event: next");
        in(plain, R"({"type":{"a":1},"op":"next"})", "op: next");
        in(plain, R"({"type":"tick","op":"next","event":"next"})", "type: tick");
        in(plain, R"({"op":10})", "op: 10");
        in(plain, R"({"op":10.0})", "op: 10.0");
        in(plain, R"({"type":"next","broken":)", "type: next");
        in(plain, "{\"type\":\"a\\\"b\"}", "type: a\\\"b");
        in(plain, R"({"type":"ping"})", "type: ping");
        in(plain, R"({"method":"sum"})", "method: sum");
        out(plain, R"({"jsonrpc":"2.0","id":1,"method":"sum"})", "JSON-RPC sum");
        out(plain, R"({"jsonrpc":"2.0","method":"sum"})", "JSON-RPC sum");
        out(plain, R"({"id":7,"method":"result"})", "JSON-RPC result");
        in(plain, R"({"id":1,"result":{"method":"sum"}})", "JSON-RPC, a result");
        in(plain, R"({"id":null,"result":1})", "Text without a type");
        in(plain, R"({"id":1,"result":null,"error":null})", "JSON-RPC, a result");
        in(plain, R"({"id":1,"error":{}})", "JSON-RPC, an error");
        in(plain, R"([{"id":2,"error":{}}])", "JSON-RPC, an error");
        expected[QStringLiteral("JSON-RPC, a batch")].append(int(r.capture->rowCount()));
        in(plain, "words", "Text without a type");
        in(plain, "2", "Text without a type");
        in(engine, R"(0{"sid":"x"})", "Engine.IO open");
        in(engine, "2", "Engine.IO ping");
        out(engine, "3", "Engine.IO pong");
        in(engine, "40", "Socket.IO connect");
        in(engine, R"(44{"message":"no"})", "Socket.IO error");
        out(engine, R"(42["chat","hi"])", "Socket.IO chat");
        out(engine, R"(420["chat","hi"])", "Socket.IO chat");
        out(engine, R"(451-["chat",{"_placeholder":true,"num":0}])", "Socket.IO chat");
        out(engine, R"(42["event"])", "Socket.IO event");
        out(engine, R"(42[7])", "Socket.IO, an event without a name");
        in(engine, R"(430[])", "Socket.IO ack");
        in(engine, R"({"type":"next"})", "type: next");
        r.in(plain, test::frame(Opcode::Binary, R"({"type":"next"})", false));
        const statistics::Snapshot snapshot = statistics::StatisticsJob::make(*r.capture);
        const StatisticContent shown = statisticContent(StatisticsPage::MessageTypes, snapshot, *r.capture, false);
        QMap<QString, QList<int>> found;
        for (const StatisticLine &line : shown.tables.front().lines) {
            const QString name = line.cells[0].text;
            const filter::ParsedFilter parsed = filter::parseFilter(line.filter);
            QVERIFY2(parsed.ok() && !line.filter.isEmpty(), qPrintable(name));
            const QList<int> rows = test::passing(*r.capture, parsed.test);
            QCOMPARE(QString::number(rows.size()), line.cells[3].copied);
            QVERIFY2(!found.contains(name), qPrintable(name)); // nothing is called as something else is
            found[name] = rows;
        }
        QCOMPARE(found, expected);
        // Those that ask, by the lines of the other page.
        const StatisticContent trips = statisticContent(StatisticsPage::RoundTrips, snapshot, *r.capture, false);
        for (const StatisticLine &line : trips.tables.front().lines) {
            const QList<int> rows = test::passing(*r.capture, filter::parseFilter(line.filter).test);
            QCOMPARE(QString::number(rows.size()), line.cells[1].copied);
        }
        QVERIFY(trips.tables.front().lines.size() > 4);
    }

    /// A batch may answer requests of which none took as long as the bar says, one less and one more.
    void barsOfRoundTripsLeadToTheirRows()
    {
        test::Recording r(m_dir.filePath(QStringLiteral("trips.pcapng")));
        const ConnectionId id = r.upgraded();
        const auto out = [&](const char *text) { r.out(id, test::frame(ws::Opcode::Text, text, true)); };
        const auto in = [&](const char *text) { r.in(id, test::frame(ws::Opcode::Text, text, false)); };
        out(R"({"jsonrpc":"2.0","id":1,"method":"a"})");
        r.ns += 90'000'000;
        out(R"({"jsonrpc":"2.0","id":2,"method":"a"})");
        r.ns += 10'000'000;
        in(R"([{"jsonrpc":"2.0","id":1,"result":1},{"jsonrpc":"2.0","id":2,"result":1}])");
        out(R"({"jsonrpc":"2.0","id":3,"method":"a"})");
        r.ns += 30'000'000;
        in(R"({"jsonrpc":"2.0","id":3,"result":1})");
        const statistics::Snapshot snapshot = statistics::StatisticsJob::make(*r.capture);
        QCOMPARE(snapshot.messages.trips, 3u);
        const StatisticContent shown = statisticContent(StatisticsPage::RoundTrips, snapshot, *r.capture, false);
        double all = 0;
        for (const ChartBar &bar : shown.chart.bars) {
            const filter::ParsedFilter parsed = filter::parseFilter(bar.filter);
            QVERIFY2(parsed.ok(), qPrintable(bar.filter));
            QCOMPARE(double(test::passing(*r.capture, parsed.test).size()), bar.values[0]);
            all += bar.values[0];
        }
        QCOMPARE(all, 3.0);
    }

    /// Of tens of thousands the busiest are enough to look at; a copy has all.
    void manyConnections()
    {
        auto made = capture::Capture::create(m_dir.filePath(QStringLiteral("many.pcapng")));
        QVERIFY(made);
        constexpr std::size_t many = 3000;
        statistics::Snapshot snapshot;
        snapshot.rows.connections.resize(many);
        for (std::size_t i = 0; i < many; ++i) {
            capture::ConnectionFacts facts;
            facts.url = QStringLiteral("ws://h/%1\u202E").arg(i);
            (*made)->beginConnection((*made)->reserveConnection(), facts, Timestamp(qint64(1000 + i)));
            snapshot.rows.connections[i].rows = 1;
            snapshot.rows.connections[i].traffic[1] = {i * 7 % many, many - i};
        }
        const auto connections = [&](StatisticLines lines, bool octets) {
            return statisticContent(StatisticsPage::Connections, snapshot, **made, octets, lines);
        };
        for (const bool octets : {false, true}) {
            const StatisticContent busiest = connections(StatisticLines::Busiest, octets);
            const StatisticTable &table = busiest.tables.front();
            QCOMPARE(table.lines.size(), mostTableLines);
            QVERIFY2(table.note.contains(QStringLiteral("1,000 of 3,000")), qPrintable(table.note));
            const std::size_t column = octets ? 4 : 2;
            qulonglong before = many;
            for (const StatisticLine &line : table.lines) {
                const qulonglong value = line.cells[column].copied.toULongLong();
                QVERIFY(value <= before);
                before = value;
            }
            QCOMPARE(before, octets ? many - mostTableLines + 1 : many - mostTableLines);
            QCOMPARE(busiest.chart.bars.front().values[1], double(octets ? many : many - 1));
        }
        const StatisticTable all = connections(StatisticLines::All, false).tables.front();
        QCOMPARE(all.lines.size(), many);
        QVERIFY(all.note.isEmpty());
        QCOMPARE(all.lines[2].cells[0].copied, QStringLiteral("3")); // as they came
        QVERIFY(!all.toTsv().contains(QChar(0x202E)));
        snapshot.rows.connections.resize(mostTableLines);
        QVERIFY(connections(StatisticLines::Busiest, false).tables.front().note.isEmpty());
    }

    void nothingYet()
    {
        const statistics::Snapshot none;
        for (int page = 0; page < statisticsPages; ++page) {
            const StatisticContent shown = statisticContent(StatisticsPage(page), none, *m_capture, false);
            QVERIFY(shown.chart.bars.empty());
            QVERIFY(!shown.empty.isEmpty());
            QVERIFY(shown.tables.front().lines.empty());
        }
    }

    void tsv()
    {
        StatisticTable table{QStringLiteral("t"), {QStringLiteral("A"), QStringLiteral("B")}, {}};
        table.lines.push_back({{{QStringLiteral("x\ty")}, {QStringLiteral("1,000"), QStringLiteral("1000")}}});
        QCOMPARE(table.toTsv(), QStringLiteral("A\tB\nx y\t1000\n"));
    }
};

QTEST_GUILESS_MAIN(TestStatisticContent)
#include "tst_statisticcontent.moc"
