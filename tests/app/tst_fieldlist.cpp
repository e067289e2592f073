#include "app/fieldlist.h"

#include "core/filter/language/field.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace framescope;

class TestFieldList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFieldHasALine()
    {
        const QList<QByteArray> lines = app::fieldList(false).split('\n');
        QCOMPARE(std::size_t(lines.size()), filter::fields().size());
        for (qsizetype i = 0; i < lines.size(); ++i)
            QVERIFY(lines[i].startsWith(filter::fields()[std::size_t(i)].name));
        const auto opcode =
            std::find_if(lines.begin(), lines.end(), [](const QByteArray &line) { return line.startsWith("opcode "); });
        QVERIFY(opcode->contains("(word: cont, continuation, text,") && opcode->endsWith("; also websocket.opcode"));
    }

    void asJson()
    {
        const QJsonArray all = QJsonDocument::fromJson(app::fieldList(true)).array();
        QCOMPARE(std::size_t(all.size()), filter::fields().size());
        for (const QJsonValue &each : all) {
            QVERIFY(!each[u"name"].toString().isEmpty() && !each[u"type"].toString().isEmpty());
            QVERIFY(each[u"aliases"].isArray() && each[u"words"].isArray());
        }
    }
};

QTEST_GUILESS_MAIN(TestFieldList)
#include "tst_fieldlist.moc"
