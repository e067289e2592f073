#include "ui/statistics/statisticcontent.h"

#include "core/filter/language/filterparser.h"
#include "core/filter/rowscan.h"
#include "tests/support/conversation.h"

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

    void namesAndFilters_data()
    {
        using exchange::Protocol;
        QTest::addColumn<exchange::MessageType>("type");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("filter");
        const auto row = [](const exchange::MessageType &type, const char *name, const char *filter) {
            QTest::newRow(name) << type << QString::fromUtf8(name) << QString::fromUtf8(filter);
        };
        row({Protocol::WebSocket, false, {}, "ping", false}, "Ping frame", "opcode == ping");
        row({Protocol::Text, false, {}, {}, false}, "Text without a type", "");
        row({Protocol::Json, true, "type", "tick", false}, "type: tick", "json.$.type == \"tick\"");
        row({Protocol::Json, false, "op", "10", false}, "op: 10", "json.$.op == 10");
        row({Protocol::Json, true, "type", "a\\\"b", false}, "type: a\\\"b", "");
        row({Protocol::Json, true, "type", "cut", true}, "type: cut…", "");
        row({Protocol::JsonRpc, true, "method", "sum", false}, "JSON-RPC sum", "json.$.method == \"sum\"");
        row({Protocol::JsonRpc, false, "result", "result", false}, "JSON-RPC result",
            "json.$.id != null and json.$.result");
        row({Protocol::JsonRpc, false, "error", "error", false}, "JSON-RPC error",
            "json.$.id != null and json.$.error and not json.$.result");
        row({Protocol::SocketIo, true, "event", "chat", false}, "Socket.IO chat", "socketio.event == \"chat\"");
        row({Protocol::SocketIo, false, {}, "ack", false}, "Socket.IO ack", "socketio.type == \"ack\"");
        row({Protocol::SocketIo, false, {}, "binary event", false}, "Socket.IO binary event",
            "socketio.type == \"binary event\" and not socketio.event");
        row({Protocol::SocketIo, false, {}, "error", false}, "Socket.IO error", "socketio.type == \"connect error\"");
        row({Protocol::EngineIo, false, {}, "ping", false}, "Engine.IO ping", "socketio.type == ping");
    }
    void namesAndFilters()
    {
        QFETCH(exchange::MessageType, type);
        QFETCH(QString, filter);
        QTEST(messageTypeName(type), "name");
        QCOMPARE(messageTypeFilter(type), filter);
        if (!filter.isEmpty())
            QVERIFY(!filter::parseFilter(filter).error);
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
