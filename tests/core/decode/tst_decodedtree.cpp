#include "core/decode/decodedtree.h"

#include <QTest>

using namespace framescope;
using decode::DecodedNode;
using decode::DecodedTree;
using decode::NodeKind;
using decode::TreeBuilder;

class TestDecodedTree : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void links()
    {
        TreeBuilder builder;
        const auto top = builder.add(TreeBuilder::none, NodeKind::Object, "map", 0, 9);
        const auto a = builder.add(top, NodeKind::Array, "array", 1, 3);
        const auto inA = builder.add(a, NodeKind::Number, "int", 2, 1);
        const auto b = builder.add(top, NodeKind::Null, "null", 4, 1);
        const auto second = builder.add(TreeBuilder::none, NodeKind::Number, "int", 9, 1);
        builder.setEnd(b, 7);
        const DecodedTree tree = builder.take();
        const auto &nodes = tree.nodes();
        QCOMPARE(nodes[top].firstChild, a);
        QCOMPARE(nodes[top].childCount, 2u);
        QCOMPARE(nodes[a].nextSibling, b);
        QCOMPARE(nodes[a].firstChild, inA);
        QCOMPARE(nodes[b].row, 1u);
        QCOMPARE(nodes[b].count, 3u);
        QCOMPARE(nodes[b].nextSibling, DecodedNode::none);
        QCOMPARE(nodes[top].nextSibling, second);
        QCOMPARE(nodes[second].row, 1u);
        QCOMPARE(nodes[second].parent, DecodedNode::none);
    }
    void dropsChildren()
    {
        TreeBuilder builder({6, 10, {}});
        const auto top = builder.add(TreeBuilder::none, NodeKind::Array, "array", 0, 9);
        const auto kept = builder.add(top, NodeKind::Bytes, "bytes", 1, 3);
        builder.add(builder.add(kept, NodeKind::Array, "array", 2, 2), NodeKind::Number, "int", 3, 1);
        builder.addProblem(kept, "wrong", 3, 1);
        builder.dropChildren(kept);
        QCOMPARE(builder.tree().problem(), DecodedNode::none);
        QCOMPARE(builder.tree().nodes().size(), std::size_t(2));
        const auto inside = builder.add(kept, NodeKind::Null, "null", 2, 1);
        const auto next = builder.add(top, NodeKind::Null, "null", 4, 1);
        const auto &nodes = builder.tree().nodes();
        QCOMPARE(nodes[kept].firstChild, inside);
        QCOMPARE(nodes[kept].childCount, 1u);
        QCOMPARE(nodes[kept].nextSibling, next);
        QCOMPARE(nodes[inside].nextSibling, DecodedNode::none);
    }
    void textsAreCutBetweenCharacters()
    {
        TreeBuilder builder({10, 4, {}});
        const auto node = builder.add(TreeBuilder::none, NodeKind::String, "", 0, 0);
        builder.setText(node, byteView(QByteArray("abc😀d")));
        QCOMPARE(builder.tree().text(builder.tree().nodes()[node].value), u"abc");
        QVERIFY(builder.tree().nodes()[node].cut);
        const auto long_ = builder.add(TreeBuilder::none, NodeKind::String, "", 0, 0);
        builder.setText(long_, byteView("x" + QByteArray("ü").repeated(40)));
        QCOMPARE(builder.tree().text(builder.tree().nodes()[long_].value), u"xüüü");
        builder.setText(long_, byteView("\xEF\xBB\xBF" + QByteArray("ü").repeated(40)));
        QCOMPARE(builder.tree().text(builder.tree().nodes()[long_].value), u"\uFEFFüüü");
        builder.setText(long_, byteView(QByteArray("\xEF\xBB\xBFx")));
        QCOMPARE(builder.tree().text(builder.tree().nodes()[long_].value), u"\uFEFFx");
        const auto octets = builder.add(TreeBuilder::none, NodeKind::Bytes, "", 0, 0);
        builder.setOctets(octets, byteView(QByteArray("\x01\x02\x03")));
        QCOMPARE(builder.tree().text(builder.tree().nodes()[octets].value), u"0102");
        QVERIFY(builder.tree().nodes()[octets].cut);
        const auto whole = builder.add(TreeBuilder::none, NodeKind::String, "", 0, 0);
        builder.setText(whole, byteView(QByteArray("abcd")));
        QVERIFY(!builder.tree().nodes()[whole].cut);
    }
    void limit()
    {
        TreeBuilder builder({3, 10, {}});
        const auto top = builder.add(TreeBuilder::none, NodeKind::Array, "array", 0, 9);
        builder.add(top, NodeKind::Number, "int", 1, 1);
        builder.add(top, NodeKind::Number, "int", 2, 1);
        QCOMPARE(builder.add(top, NodeKind::Number, "int", 3, 1), TreeBuilder::none);
        QCOMPARE(builder.add(top, NodeKind::Number, "int", 4, 1), TreeBuilder::none);
        builder.addProblem(top, "what follows the limit is not judged", 4, 1);
        const DecodedTree tree = builder.take();
        QVERIFY(tree.limited());
        QCOMPARE(tree.nodes().size(), 4u);
        QCOMPARE(tree.nodes()[3].kind, NodeKind::Problem);
        QCOMPARE(tree.nodes()[3].from, 3u);
        QCOMPARE(tree.problem(), DecodedNode::none);
        QCOMPARE(decode::inOneLine(tree, top, 100), u"[, , …]"_qs);
    }
    void oneLine()
    {
        TreeBuilder builder;
        const auto top = builder.add(TreeBuilder::none, NodeKind::Object, "map", 0, 9);
        for (int i = 0; i < 3; ++i) {
            const auto child = builder.add(top, i == 0 ? NodeKind::String : NodeKind::Bytes, "", 0, 0);
            builder.setLabel(child, QString::fromLatin1("abc" + i, 1));
            builder.setValue(child, u"x\"y", i == 1);
        }
        QCOMPARE(decode::inOneLine(builder.tree(), top, 100), u"{a: \"x\\\"y\", b: h'x\"y…', c: h'x\"y'}"_qs);
        QCOMPARE(decode::inOneLine(builder.tree(), top, 10), u"{a: \"x\\\"y\", …}"_qs);
        QCOMPARE(decode::siblingsInOneLine(builder.tree(), 2, 100), u"[h'x\"y…', h'x\"y']"_qs);
        QCOMPARE(decode::siblingsInOneLine(builder.tree(), DecodedNode::none, 100), u"[]"_qs);
    }
};

QTEST_APPLESS_MAIN(TestDecodedTree)
#include "tst_decodedtree.moc"
