#include "core/decode/jsontree.h"

#include <QTest>

using namespace framescope;
using decode::JsonError;
using decode::JsonNode;
using decode::JsonTree;

namespace
{
QByteArray part(const QByteArray &text, std::uint32_t offset, std::uint32_t size)
{
    return text.mid(qsizetype(offset), qsizetype(size));
}

/// One line a node: depth as dots, key, value range's text.
QByteArray print(const QByteArray &text, const JsonTree &tree)
{
    QByteArray out;
    for (const JsonNode &node : tree.nodes()) {
        int depth = 0;
        for (std::uint32_t p = node.parent; p != JsonNode::none; p = tree.nodes()[p].parent)
            ++depth;
        out += QByteArray(depth, '.') + part(text, node.keyOffset, node.keySize) + "=" +
               part(text, node.valueOffset, node.valueSize) + "\n";
    }
    return out;
}
} // namespace

class TestJsonTree : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void stopsWhenAsked()
    {
        const QByteArray text = '[' + QByteArray("1,").repeated(200'000) + "1]";
        std::stop_source stop;
        QCOMPARE(JsonTree::parse(byteView(text), JsonTree::defaultMaxNodes, stop.get_token()).nodes().size(), 200'002u);
        stop.request_stop();
        QCOMPARE(JsonTree::parse(byteView(text), JsonTree::defaultMaxNodes, stop.get_token()).nodes().size(), 0u);
    }
    void keepsOrderDuplicatesAndDigits()
    {
        const QByteArray text = "{\"b\":1,\"a\":[12345678901234567890, 1e400],\"b\":{}}";
        const JsonTree tree = JsonTree::parse(byteView(text));
        QVERIFY(tree.valid());
        QCOMPARE(print(text, tree), QByteArray("=" + text +
                                               "\n"
                                               ".\"b\"=1\n"
                                               ".\"a\"=[12345678901234567890, 1e400]\n"
                                               "..=12345678901234567890\n"
                                               "..=1e400\n"
                                               ".\"b\"={}\n"));
        const auto &nodes = tree.nodes();
        QCOMPARE(nodes[0].childCount, 3u);
        QCOMPARE(nodes[0].firstChild, 1u);
        QCOMPARE(nodes[1].nextSibling, 2u);
        QCOMPARE(nodes[2].nextSibling, 5u);
        QCOMPARE(nodes[5].nextSibling, JsonNode::none);
        QCOMPARE(nodes[5].row, 2u);
    }

    void errors_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("error");
        QTest::addColumn<int>("offset");
        const auto row = [](const QByteArray &text, JsonError error, int offset) {
            QTest::newRow(text.isEmpty() ? "empty" : text.constData()) << text << int(error) << offset;
        };
        row("", JsonError::Empty, 0);
        row("  ", JsonError::Empty, 2);
        row("{", JsonError::UnexpectedEnd, 1);
        row("[1", JsonError::UnexpectedEnd, 2);
        row("[1,", JsonError::UnexpectedEnd, 3);
        row("[1,]", JsonError::TrailingComma, 3);
        row("{\"a\":1,}", JsonError::TrailingComma, 7);
        row("{\"a\":}", JsonError::ValueExpected, 5);
        row("[,1]", JsonError::ValueExpected, 1);
        row("]", JsonError::ValueExpected, 0);
        row("{1:2}", JsonError::KeyExpected, 1);
        row("{a:2}", JsonError::BadLiteral, 1);
        row("{\"a\" 2}", JsonError::ColonExpected, 5);
        row("[1 2]", JsonError::CommaExpected, 3);
        row("[1}", JsonError::CommaExpected, 2);
        row("{\"a\":1]", JsonError::CommaExpected, 6);
        row("1 2", JsonError::TrailingContent, 2);
        row("{}}", JsonError::TrailingContent, 2);
        row("[\"\xFF\"]", JsonError::InvalidUtf8, 2);
    }
    void errors()
    {
        QFETCH(QByteArray, text);
        const JsonTree tree = JsonTree::parse(byteView(text));
        QVERIFY(!tree.valid());
        QTEST(int(tree.error()), "error");
        QTEST(int(tree.errorOffset()), "offset");
    }

    void whatCameBeforeAnErrorStays()
    {
        const QByteArray text = "{\"a\":[1,2,x]}";
        const JsonTree tree = JsonTree::parse(byteView(text));
        QCOMPARE(tree.errorOffset(), std::size_t(10));
        QCOMPARE(print(text, tree), QByteArray("={\"a\":[1,2,\n.\"a\"=[1,2,\n..=1\n..=2\n"));
    }

    void anyDepth()
    {
        const qsizetype depth = 100'000;
        const QByteArray text = QByteArray(depth, '[') + QByteArray(depth, ']');
        const JsonTree tree = JsonTree::parse(byteView(text));
        QVERIFY(tree.valid());
        QCOMPARE(qsizetype(tree.nodes().size()), depth);
        QCOMPARE(qsizetype(tree.nodes()[0].valueSize), text.size());
        QVERIFY(!JsonTree::parse(byteView(text.first(text.size() - 1))).valid());
    }

    void cutAtEveryOctet()
    {
        const QByteArray text = "{\"k\u20AC\":[-1.5e3,true,null,{\"\\u00e9\":\"\\\\\"}]}";
        QVERIFY(JsonTree::parse(byteView(text)).valid());
        for (qsizetype i = 0; i < text.size(); ++i) {
            const JsonTree tree = JsonTree::parse(byteView(text.first(i)));
            QVERIFY(!tree.valid());
            QVERIFY(qsizetype(tree.errorOffset()) <= i);
        }
    }

    void limitOfNodes()
    {
        const QByteArray text = "[1,2,3,4]";
        const JsonTree tree = JsonTree::parse(byteView(text), 3);
        QCOMPARE(tree.error(), JsonError::TooLarge);
        QCOMPARE(tree.errorOffset(), std::size_t(5));
        QCOMPARE(tree.nodes().size(), std::size_t(3));
        QVERIFY(JsonTree::parse(byteView(text), 5).valid());
    }

    void byteOrderMark()
    {
        const QByteArray text = "\xEF\xBB\xBF[1]";
        const JsonTree tree = JsonTree::parse(byteView(text));
        QVERIFY(tree.valid());
        QVERIFY(tree.hasByteOrderMark());
        QCOMPARE(tree.nodes()[0].valueOffset, 3u);
    }

    void position()
    {
        const QByteArray text = "a\n\u20ACb\n";
        QCOMPARE(decode::textPosition(byteView(text), 0), (decode::TextPosition{1, 1}));
        QCOMPARE(decode::textPosition(byteView(text), 2), (decode::TextPosition{2, 1}));
        QCOMPARE(decode::textPosition(byteView(text), 5), (decode::TextPosition{2, 2}));
        QCOMPARE(decode::textPosition(byteView(text), 99), (decode::TextPosition{3, 1}));
    }

    void strings_data()
    {
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<QString>("text");
        QTest::newRow("plain") << QByteArray("\"abc\"") << u"abc"_qs;
        QTest::newRow("empty") << QByteArray("\"\"") << QString();
        QTest::newRow("escapes") << QByteArray("\"\\\"\\\\\\/\\n\\t\\u00e9\"") << u"\"\\/\n\t\u00e9"_qs;
        QTest::newRow("pair") << QByteArray("\"\\ud83d\\ude00!\"") << u"\U0001F600!"_qs;
        QTest::newRow("high alone") << QByteArray("\"\\ud83dx\"") << u"\\ud83dx"_qs;
        QTest::newRow("high twice") << QByteArray("\"\\ud83d\\ud83d\"") << u"\\ud83d\\ud83d"_qs;
        QTest::newRow("low alone") << QByteArray("\"\\ude00\"") << u"\\ude00"_qs;
        QTest::newRow("byte order marks") << QByteArray("\"\xEF\xBB\xBFx\\n\xEF\xBB\xBFy\"") << u"\uFEFFx\n\uFEFFy"_qs;
        QTest::newRow("UTF-8") << QByteArray("\"\xE2\x82\xAC\"") << u"\u20AC"_qs;
    }
    void strings()
    {
        QFETCH(QByteArray, token);
        bool cut = true;
        QTEST(decode::jsonStringText(byteView(token), 1000, &cut), "text");
        QVERIFY(!cut);
    }
    void longStringIsCut()
    {
        const QByteArray token = '"' + QByteArray(5000, 'x') + '"';
        bool cut = false;
        QCOMPARE(decode::jsonStringText(byteView(token), 100, &cut), QString(100, u'x'));
        QVERIFY(cut);
    }
};

QTEST_GUILESS_MAIN(TestJsonTree)
#include "tst_jsontree.moc"
