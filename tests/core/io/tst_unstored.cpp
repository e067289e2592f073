#include "core/io/unstored.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace framescope;

class TestUnstored : public QObject
{
    Q_OBJECT

    static capture::Unstored sample(int connections)
    {
        capture::Unstored unstored;
        unstored.reason = u"cannot write /tmp/\"a\".pcapng: no space"_qs;
        unstored.since = Timestamp(1'795'348'800'000'000'123);
        unstored.firstRow = RowIndex(41);
        for (int i = 0; i < connections; ++i) {
            capture::Unstored::Connection c;
            c.id = ConnectionId(std::uint32_t(2 * i));
            c.framesIn = 1;
            c.octetsIn = 1000;
            c.octetsOut = 7;
            unstored.connections.push_back(c);
            unstored.total.framesIn += 1;
            unstored.total.octetsIn += 1000;
            unstored.total.octetsOut += 7;
        }
        return unstored;
    }

private Q_SLOTS:
    void text()
    {
        const QString when = toRfc3339(sample(0).since);
        QCOMPARE(io::unstoredText(sample(1)),
                 u"not stored from row 42, %1 on:\n  connection 1: received 1 frame (1000 bytes), sent 0 frames (7 "
                 u"bytes)"_qs.arg(when));
        const QStringList two = io::unstoredText(sample(2)).split(u'\n');
        QCOMPARE(two.size(), 4);
        QCOMPARE(two[2], u"  connection 3: received 1 frame (1000 bytes), sent 0 frames (7 bytes)"_qs);
        QCOMPARE(two[3], u"  together: received 2 frames (2000 bytes), sent 0 frames (14 bytes)"_qs);
        QVERIFY(io::unstoredText(sample(0)).contains(u"no bytes"_qs));
    }
    void json()
    {
        const QByteArray line = io::unstoredJson(sample(2));
        QVERIFY(!line.contains('\n'));
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        QCOMPARE(object.value(u"kind"_qs).toString(), u"not-stored"_qs);
        QCOMPARE(object.value(u"n"_qs).toInt(), 42);
        QCOMPARE(object.value(u"t"_qs).toString(), toRfc3339(sample(0).since));
        QCOMPARE(object.value(u"reason"_qs).toString(), sample(0).reason);
        QCOMPARE(object.value(u"framesIn"_qs).toInt(), 2);
        QCOMPARE(object.value(u"framesOut"_qs).toInt(-1), 0);
        QCOMPARE(object.value(u"octetsIn"_qs).toInt(), 2000);
        QCOMPARE(object.value(u"octetsOut"_qs).toInt(), 14);
        const QJsonArray connections = object.value(u"connections"_qs).toArray();
        QCOMPARE(connections.size(), 2);
        QCOMPARE(connections[1].toObject().value(u"conn"_qs).toInt(), 3);
        QCOMPARE(connections[1].toObject().value(u"octetsIn"_qs).toInt(), 1000);
        QVERIFY(QJsonDocument::fromJson(io::unstoredJson(sample(0))).isObject());
    }
};

QTEST_GUILESS_MAIN(TestUnstored)
#include "tst_unstored.moc"
