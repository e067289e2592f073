#include "core/decode/itemwalker.h"

#include "tests/support/decoding.h"

#include <QTest>

using namespace framescope;
using namespace framescope::decode;

namespace
{
/// A letter is a text of itself, a digit an array of so many, { } an indefinite map, ! is bad, ? is short.
class Toy final : public ItemFormat
{
public:
    Item read(ByteView octets, std::size_t at) const override
    {
        const auto c = char(octets[at]);
        Item item;
        item.kind = NodeKind::String;
        item.head = 0;
        item.body = 1;
        if (c >= '0' && c <= '9') {
            item.shape = Item::Shape::Array;
            item.kind = NodeKind::Array;
            item.head = 1;
            item.count = std::uint64_t(c - '0');
        } else if (c == '{') {
            item.shape = Item::Shape::Map;
            item.kind = NodeKind::Object;
            item.head = 1;
            item.indefinite = true;
        } else if (c == '}') {
            item.shape = Item::Shape::Break;
        } else if (c == '!') {
            item.shape = Item::Shape::Bad;
            item.problem = "bad";
        } else if (c == '?') {
            item.shape = Item::Shape::Short;
        }
        return item;
    }
};
} // namespace

class TestItemWalker : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void walks_data()
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("problem");
        QTest::newRow("array") << QByteArray("2a1b") << QByteArray("[\"a\", [\"b\"]]") << QByteArray();
        QTest::newRow("empty arrays") << QByteArray("200") << QByteArray("[[], []]") << QByteArray();
        QTest::newRow("map") << QByteArray("{ab}") << QByteArray("{a: \"b\"}") << QByteArray();
        QTest::newRow("key that is an array")
            << QByteArray("{1ab}") << QByteArray("{{key: [\"a\"], value: \"b\"}}") << QByteArray();
        QTest::newRow("key without a value")
            << QByteArray("{a}") << QByteArray("{▲}") << QByteArray("2: a mark ends something here that has not begun");
        QTest::newRow("bad inside") << QByteArray("2a!b") << QByteArray("[\"a\", ▲]") << QByteArray("2: bad");
        QTest::newRow("short") << QByteArray("1?") << QByteArray("[▲]")
                               << QByteArray("1: the bytes end inside the first bytes of a value");
    }
    void walks()
    {
        QFETCH(const QByteArray, octets);
        QFETCH(const QByteArray, line);
        QFETCH(const QByteArray, problem);
        const Channel channel;
        TreeBuilder builder;
        walkItems(Toy(), {byteView(octets), channel}, builder);
        QCOMPARE(inOneLine(builder.tree(), 0, 100).toUtf8(), line);
        QCOMPARE(tests::problemOf(builder.tree()), problem);
    }
    void cutPayload()
    {
        const Channel channel;
        for (const char *octets : {"2a", "{a", "1?"}) {
            TreeBuilder builder;
            const QByteArray text(octets);
            walkItems(Toy(), {byteView(text), channel, false, false}, builder);
            QVERIFY(builder.tree().cut());
            QCOMPARE(builder.tree().problem(), DecodedNode::none);
            QCOMPARE(builder.tree().nodes()[0].count, quint32(text.size()));
        }
    }
    void judges_data()
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<int>("sure");
        QTest::newRow("map with names") << QByteArray("{ab}") << confidence::strong;
        QTest::newRow("and another") << QByteArray("{ab}{cd}") << confidence::likely;
        QTest::newRow("map without names") << QByteArray("{-b}") << confidence::possible + 5;
        QTest::newRow("array of texts") << QByteArray("2ab") << confidence::likely;
        QTest::newRow("array of arrays") << QByteArray("200") << confidence::possible;
        QTest::newRow("empty") << QByteArray("0") << confidence::none;
        QTest::newRow("text") << QByteArray("a") << confidence::none;
        QTest::newRow("wrong") << QByteArray("{ab!") << confidence::none;
    }
    void judges()
    {
        QFETCH(const QByteArray, octets);
        QFETCH(const int, sure);
        const Channel channel;
        TreeBuilder builder;
        walkItems(Toy(), {byteView(octets), channel}, builder);
        QCOMPARE(itemsConfidence(builder.tree()), sure);
    }
    void texts()
    {
        QCOMPARE(timeText(0), u"1970-01-01T00:00:00Z"_qs);
        QCOMPARE(timeText(1, 120'000'000), u"1970-01-01T00:00:01.12Z"_qs);
        QCOMPARE(timeText(253'402'300'800), QString());
        QCOMPARE(timeText(0, 1'000'000'000), QString());
        QCOMPARE(numberText(0.1), u"0.1"_qs);
        QCOMPARE(numberText(0.1f), u"0.1"_qs);
        QCOMPARE(bigEndian(byteView("\x01\x02\x03"), 1, 2), 0x0203u);
    }
};

QTEST_APPLESS_MAIN(TestItemWalker)
#include "tst_itemwalker.moc"
