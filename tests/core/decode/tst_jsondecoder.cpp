#include "core/decode/decoder.h"
#include "tests/support/decoding.h"

#include <QTest>

using namespace framescope;
using namespace framescope::tests;

class TestJsonDecoder : public QObject
{
    Q_OBJECT
    const decode::Decoder &m_json = *decode::findDecoder(u"json");

private Q_SLOTS:
    void tree()
    {
        QCOMPARE(
            printTree(decoded(m_json, "{\"b\": [1, \"\\u00e9\"], \"a\": 12345678901234567890, \"a\": null}", true)),
            QByteArray("= (object) 0+54\n"
                       ".b= (array) 1+18\n"
                       "..=1 (number) 7+1\n"
                       "..=é (string) 10+8\n"
                       ".a=12345678901234567890 (number) 21+25\n"
                       ".a=null (null) 48+9\n") //
                .replace("0+54", "0+" + QByteArray::number(qsizetype(58))));
    }
    void problems_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("problem");
        QTest::newRow("valid") << QByteArray("[true]") << QByteArray();
        QTest::newRow("two values") << QByteArray("1 2") << QByteArray("2: something follows the value");
        QTest::newRow("cut") << QByteArray("{\"a\":[1") << QByteArray("7: the text ends inside an object or array");
        QTest::newRow("word") << QByteArray("{\"a\":yes}") << QByteArray("5: this word is not true, false or null");
        QTest::newRow("no JSON") << QByteArray("hello") << QByteArray("0: this word is not true, false or null");
    }
    void problems()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QByteArray, problem);
        QCOMPARE(problemOf(decoded(m_json, text, true)), problem);
        QVERIFY(everyBeginningHolds(m_json, text, true));
    }
    void longStringsAreCut()
    {
        const decode::DecodedTree tree = decoded(m_json, "[\"" + QByteArray(1000, 'x') + "\"]", true);
        QVERIFY(tree.nodes()[1].cut);
        QCOMPARE(tree.nodes()[1].value.size, 300u);
        QCOMPARE(tree.nodes()[1].count, 1002u);
    }
    void deepNesting()
    {
        const decode::DecodedTree tree = decoded(m_json, QByteArray(100'000, '['), true);
        QCOMPARE(tree.nodes().size(), 100'001u); // and the Problem
        QVERIFY(!decode::inOneLine(tree, 0, 100).isEmpty());
    }
    void limited()
    {
        const QByteArray text = '[' + QByteArray("1,").repeated(1000) + "1]";
        const decode::DecodedTree tree = decoded(m_json, text, true, true, {100, 300, {}});
        QVERIFY(tree.limited());
        QCOMPARE(tree.nodes().size(), 101u);
        QCOMPARE(tree.problem(), decode::DecodedNode::none); // the limit is ours
        QCOMPARE(tree.nodes().back().kind, decode::NodeKind::Problem);
    }
    void detection()
    {
        const decode::Channel none, told{u"graphql-transport-ws"_qs, {}};
        const auto sure = [&](const QByteArray &text, const decode::Channel &channel, bool isText = true,
                              bool whole = true) {
            return m_json.detect({byteView(text), channel, isText, whole});
        };
        QCOMPARE(sure(" {\"a\": 1}", none), decode::confidence::likely + 10);
        QCOMPARE(sure("[1, 2", none, true, false), decode::confidence::likely + 10);
        QCOMPARE(sure("{\"a\": oops}", none), decode::confidence::possible + 10);
        QCOMPARE(sure("{oops}", none), decode::confidence::none);
        QCOMPARE(sure("{oops}", told), decode::confidence::told);
        QCOMPARE(sure("17", none), decode::confidence::none);
        QCOMPARE(sure("", told), decode::confidence::none);
        QVERIFY(!m_json.summarises());
    }
};

QTEST_APPLESS_MAIN(TestJsonDecoder)
#include "tst_jsondecoder.moc"
