#include "app/statisticsreport.h"

#include "tests/support/conversation.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace framescope;

class TestStatisticsReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothForms()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("c.pcapng"));
        QVERIFY(test::Conversation{180}.write(path));
        const auto opened = capture::Capture::open(path);
        QVERIFY(opened && (*opened)->load());
        const statistics::Snapshot snapshot = statistics::StatisticsJob::make(**opened);
        const QJsonObject all = QJsonDocument::fromJson(app::statisticsReport(snapshot, true)).object();
        const auto sum = [&](const char *section, const char *member) {
            qint64 found = 0;
            for (const QJsonValue &line : all[QLatin1String(section)].toArray())
                found += line[QLatin1String(member)].toInteger();
            return std::uint64_t(found);
        };
        const std::uint64_t received = snapshot.rows.traffic[std::size_t(Direction::In)].frames;
        QVERIFY(received > 100);
        for (const char *section : {"opcodes", "sizes", "connections"})
            QCOMPARE(sum(section, "received"), received);
        qint64 overTime = 0;
        for (const QJsonValue &bucket : all[u"overTime"][u"buckets"].toArray())
            overTime += bucket[u"received"].toInteger();
        QCOMPARE(std::uint64_t(overTime), received);
        QCOMPARE(all[u"slowest"].toArray().size(), qsizetype(statistics::MessageStatistics::mostSlow));
        QVERIFY(sum("roundTrips", "unanswered") > 0);
        QVERIFY(!all[u"messageTypes"].toArray().isEmpty());

        const QByteArray text = app::statisticsReport(snapshot, false);
        for (const char *title : {"frames by opcode\n", "rows by finding\n", "slowest round trips\n"})
            QVERIFY2(text.contains(title), title);
        QVERIFY2(text.contains("  -  "), text.constData()); // not every type is asked for something
        QVERIFY(!text.endsWith('\n'));
        for (const QByteArray &line : text.split('\n'))
            QVERIFY2(line.size() < 160 && !line.endsWith(' '), line.constData());
    }

    /// Columns of one width, however many lines there are; were that a matter of their square, it would not end.
    void manyConnections()
    {
        statistics::Snapshot snapshot;
        constexpr std::size_t many = 50'000;
        snapshot.rows.connections.resize(many);
        for (std::size_t i = 0; i < many; ++i)
            snapshot.rows.connections[i].rows = i + 1;
        const QList<QByteArray> lines = app::statisticsReport(snapshot, false).split('\n');
        QCOMPARE(std::size_t(lines.size()), many + 4); // the sum, a gap, title and heading
        QCOMPARE(lines[3].indexOf("rows"), lines[4].indexOf('1', 4));
        QCOMPARE(lines[3].indexOf("rows"), lines.last().lastIndexOf("50000 "));
    }
};

QTEST_GUILESS_MAIN(TestStatisticsReport)
#include "tst_statisticsreport.moc"
