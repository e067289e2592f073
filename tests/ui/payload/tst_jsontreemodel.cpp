#include "ui/payload/jsontreemodel.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace framescope;
using ui::JsonTreeModel;

namespace
{
void set(JsonTreeModel &model, const QByteArray &text) { model.setJson(text, decode::JsonTree::parse(byteView(text))); }

QString print(const JsonTreeModel &model, const QModelIndex &parent = {}, int depth = 0)
{
    QString out;
    for (int i = 0; i < model.rowCount(parent); ++i) {
        const QModelIndex key = model.index(i, JsonTreeModel::Key, parent);
        const QModelIndex value = model.index(i, JsonTreeModel::Value, parent);
        out += QString(depth, u' ') + key.data().toString() + u'=' + value.data().toString() + u'\n';
        out += print(model, key, depth + 1);
    }
    return out;
}
} // namespace

class TestJsonTreeModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tree()
    {
        JsonTreeModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 0);
        set(model, "{\"id\":12345678901234567890,\"a\":[true,null,{}],\"id\":\"x\\n\xE2\x80\xAE\"}");
        QCOMPARE(print(model), u"$={ 3 keys }\n id=12345678901234567890\n a=[ 3 values ]\n  0=true\n  1=null\n"
                               "  2={}\n id=\"x⟨LF⟩⟨U+202E⟩\"\n"_qs);
        const QModelIndex root = model.index(0, 0);
        QVERIFY(!model.index(0, 0, root).data(JsonTreeModel::DuplicateRole).toBool());
        QVERIFY(model.index(2, 0, root).data(JsonTreeModel::DuplicateRole).toBool());
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void rangesAndPaths()
    {
        JsonTreeModel model;
        const QByteArray text = "{ \"user\": {\"id\": [1, 22]}, \"odd key\": 3 }";
        set(model, text);
        const QModelIndex root = model.index(0, 0);
        const QModelIndex user = model.index(0, 0, root);
        const QModelIndex id = model.index(0, 0, user);
        const QModelIndex second = model.index(1, 0, id);
        QCOMPARE(model.path(root), u"$"_qs);
        QCOMPARE(model.path(second), u"$.user.id[1]"_qs);
        QCOMPARE(model.path(model.index(1, 0, root)), u"$[\"odd key\"]"_qs);
        QCOMPARE(text.mid(qsizetype(model.range(id).from), qsizetype(model.range(id).count)),
                 QByteArray("\"id\": [1, 22]"));
        QCOMPARE(model.rawValue(second), QByteArray("22"));
        QCOMPARE(model.parent(second), id);
        QCOMPARE(model.indexAt(std::uint64_t(text.indexOf("22"))), second);
        QCOMPARE(model.indexAt(std::uint64_t(text.indexOf("\"id\"") + 1)), id);
        QCOMPARE(model.indexAt(std::uint64_t(text.indexOf("]}"))), id);
        QCOMPARE(model.indexAt(0), root);
        QVERIFY(!model.indexAt(10'000).isValid());
    }

    void aMillionValuesAreLookedUpWhenAsked()
    {
        QByteArray text = "[0";
        for (int i = 1; i < 1'000'000; ++i)
            text += ",0";
        JsonTreeModel model;
        set(model, text + "]");
        const QModelIndex root = model.index(0, 0);
        QCOMPARE(model.rowCount(root), 1'000'000);
        QCOMPARE(model.path(model.index(999'999, 0, root)), u"$[999999]"_qs);
    }

    void deepPathIsCut()
    {
        JsonTreeModel model;
        set(model, QByteArray(5000, '[') + QByteArray(5000, ']'));
        QModelIndex index = model.index(0, 0);
        while (model.rowCount(index) > 0)
            index = model.index(0, 0, index);
        QVERIFY(model.path(index).startsWith(u"$…"_qs));
    }

    void longStringSaysHowLongItIs()
    {
        QLocale::setDefault(QLocale(QLocale::English));
        JsonTreeModel model;
        set(model, '"' + QByteArray(5000, 'x') + '"');
        QVERIFY(model.index(0, 1).data().toString().endsWith(u"… (5,000 bytes in all)"_qs));
    }

    void filters()
    {
        const QByteArray text = "{\"user\":{\"id\":17,\"name\":\"a\\\"b\\\\c\",\"odd key\":1,\"tags\":[\"x\",null]},"
                                "\"big\":9007199254740993}";
        ui::JsonTreeModel model;
        model.setJson(text, decode::JsonTree::parse(byteView(text)));
        const auto filterAt = [&](const char *what) {
            return model.filter(model.indexAt(std::uint64_t(text.indexOf(what))));
        };
        QCOMPARE(filterAt("17"), u"json.$.user.id == 17"_qs);
        QCOMPARE(filterAt("9007199254740993"), u"json.$.big == 9007199254740993"_qs);
        QCOMPARE(filterAt("null"), u"json.$.user.tags[1] == null"_qs);
        QCOMPARE(filterAt("\"a\\"), u"json.$.user.name == \"a\\\"b\\\\c\""_qs);
        QCOMPARE(filterAt("1,\"tags"), u"json.$.user[\"odd key\"] == 1"_qs);
        QVERIFY(model.filter(model.index(0, 0)).isEmpty());
        QVERIFY(model.filter({}).isEmpty());
    }
};

QTEST_MAIN(TestJsonTreeModel)
#include "tst_jsontreemodel.moc"
