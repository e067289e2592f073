#include "ui/payload/decodedtreemodel.h"

#include "core/decode/decoder.h"
#include "tests/support/decoding.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;

class TestDecodedTreeModel : public QObject
{
    Q_OBJECT

    static void show(DecodedTreeModel &model, const char *hex, const char *decoder = "cbor")
    {
        model.setTree(tests::decoded(*decode::findDecoder(QString::fromLatin1(decoder)), QByteArray::fromHex(hex)));
    }
    static QString textOf(const QModelIndex &index, int column)
    {
        return index.siblingAtColumn(column).data().toString();
    }

private Q_SLOTS:
    void rows()
    {
        DecodedTreeModel model;
        QAbstractItemModelTester tester(&model);
        // {"a": [1, "x"], "t": 1(1363896240), "b": h'00ff'} and another item
        show(model, "a3616182016178"
                    "6174c11a514b67b0"
                    "61624200ff"
                    "f6");
        QCOMPARE(model.rowCount(), 2);
        const QModelIndex top = model.index(0, 0);
        QCOMPARE(textOf(top, DecodedTreeModel::Name), QStringLiteral("$"));
        QCOMPARE(textOf(top, DecodedTreeModel::Value), QStringLiteral("{ 3 key(s) }"));
        QCOMPARE(textOf(top, DecodedTreeModel::Type), QStringLiteral("map"));
        const QModelIndex x = model.index(1, 0, model.index(0, 0, top));
        QCOMPARE(textOf(x, DecodedTreeModel::Name), QStringLiteral("1"));
        QCOMPARE(textOf(x, DecodedTreeModel::Value), QStringLiteral("\"x\""));
        QCOMPARE(model.path(x), QStringLiteral("$.a[1]"));
        QCOMPARE(model.range(x), (OctetRange{5, 2}));
        QCOMPARE(model.valueOf(x), QStringLiteral("x"));
        const QModelIndex tag = model.index(1, 0, top);
        QCOMPARE(textOf(tag, DecodedTreeModel::Value), QStringLiteral("2013-03-21T20:04:00Z"));
        QCOMPARE(textOf(tag, DecodedTreeModel::Type), QStringLiteral("tag 1")); // its number is no value
        QCOMPARE(model.path(model.index(0, 0, tag)), QStringLiteral("$.t"));
        QCOMPARE(textOf(model.index(2, 0, top), DecodedTreeModel::Value), QStringLiteral("00ff"));
        QCOMPARE(model.parent(x), model.index(0, 0, top));
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }
    void octets()
    {
        DecodedTreeModel model;
        show(model, "a1616182016178");
        QCOMPARE(model.path(model.indexAt(5)), QStringLiteral("$.a[1]"));
        QCOMPARE(model.path(model.indexAt(1)), QStringLiteral("$.a")); // of its key
        QCOMPARE(model.path(model.indexAt(0)), QStringLiteral("$"));
        QVERIFY(!model.indexAt(7).isValid());
    }
    void problems()
    {
        DecodedTreeModel model;
        show(model, "82011c");
        const QModelIndex problem = model.index(1, 0, model.index(0, 0));
        QCOMPARE(textOf(problem, DecodedTreeModel::Name), QStringLiteral("▲"));
        QVERIFY(textOf(problem, DecodedTreeModel::Value).startsWith(QStringLiteral("reserved additional information")));
        QCOMPARE(problem.data(Qt::AccessibleTextRole).toString(), QStringLiteral("Goes wrong here"));
        show(model, "8301");
        QVERIFY(model.problemText(model.tree().problem()).contains(QStringLiteral("and 2 more items")));
        show(model, "5b31", "json");
        QCOMPARE(model.problemText(model.tree().problem()), QStringLiteral("the text ends inside an object or array"));
    }
    void textOfAPeer()
    {
        DecodedTreeModel model;
        show(model, "65"
                    "61e280ae62"); // U+202E between a and b
        QCOMPARE(textOf(model.index(0, 0), DecodedTreeModel::Value), QStringLiteral("\"a⟨U+202E⟩b\""));
    }
};

QTEST_MAIN(TestDecodedTreeModel)
#include "tst_decodedtreemodel.moc"
