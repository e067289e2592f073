#include "core/filter/language/questions.h"
#include "tests/core/filter/passing.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::filter;
using namespace framescope::test;
using Type = FilterToken::Type;

class TestJsonQuestion : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<Recording> m_recording;

private Q_SLOTS:
    void initTestCase()
    {
        m_recording = std::make_unique<Recording>(m_dir.filePath(u"json.pcapng"_qs));
        Recording &r = *m_recording;
        const ConnectionId id = r.upgraded(); // 1, 2
        const auto json = [](QByteArray payload) { return payload.replace('\'', '"'); };
        const auto text = [&](const QByteArray &payload) { r.in(id, frame(ws::Opcode::Text, json(payload), false)); };
        text("{'a':{'b':[{'c':1},{'c':2}]}}");                                   // 3
        text("{'a':'x','a':'y'}");                                               // 4: a key twice
        text("[1,'two',null,true]");                                             // 5
        text("{'a':'é\\'q','n':1e3}");                                           // 6
        text("{'n':12345678901234567890}");                                      // 7
        text("{'a':");                                                           // 8: cut
        text("not json");                                                        // 9
        text(QByteArray(100'000, '[') + QByteArray(100'000, ']'));               // 10: deep
        text("{'a':'" + QByteArray(17 << 20, 'x') + "'}");                       // 11: too long
        text("{'a b':1} behind");                                                // 12: something follows
        text("{'a b':2,'c.d':{'e':'f'}}");                                       // 13
        r.in(id, frame(ws::Opcode::Binary, json("\xEF\xBB\xBF{'a':1}"), false)); // 14: a mark of byte order
        text("{'m':'\uFEFFx'}");                                                 // 15: and one in a string
    }

    void values_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<Type>("op");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("isString");
        QTest::addColumn<QList<int>>("expected");
        const auto row = [](const char *path, Type op, const char *value, bool isString, const QList<int> &expected) {
            QTest::addRow("%s %d %s", path, int(op), value)
                << QString::fromUtf8(path) << op << QByteArray(value) << isString << expected;
        };
        row("json.$.a.b[1].c", Type::Equal, "2", false, {3});
        row("json.$.a.b[*].c", Type::Greater, "1", false, {3});
        row("json.$.a.b[*].c", Type::NotEqual, "1", false, {});
        row("json.$.a.b[*].c", Type::NotEqual, "3", false, {3});
        row("json.$.a.b[2].c", Type::End, "", false, {});
        row("json.$.a", Type::Equal, "y", true, {4});
        row("json.$.a", Type::NotEqual, "x", true, {3, 6, 14});
        row("json.$[1]", Type::Equal, "two", true, {5});
        row("json.$.m", Type::Equal, "\uFEFFx", true, {15});
        row("json.$.m", Type::Equal, "x", true, {});
        row("json.$[2]", Type::Equal, "null", false, {5});
        row("json.$[2]", Type::Equal, "null", true, {});
        row("json.$[3]", Type::Equal, "true", false, {5});
        row("json.a", Type::Equal, "\xC3\xA9\"q", true, {6});
        row("json.a", Type::Contains, "\xC3\xA9", true, {6});
        row("json.$.n", Type::Equal, "1000", false, {6});
        row("json.$.n", Type::Equal, "0x3e8", false, {6});
        row("json.$.n", Type::Equal, "0x3e8", true, {});
        row("json.$.n", Type::Less, "1e999", false, {6, 7});
        row("json.$.n", Type::Greater, "1e-999", false, {6, 7});
        row("json.$.n", Type::Equal, "12345678901234567890", false, {7});
        row("json.$.n", Type::Equal, "12345678901234567891", false, {});
        row("json.$.n", Type::GreaterEqual, "1000", false, {6, 7});
        row("json.$.a", Type::Matches, "^.\"Q$", true, {6});
        row("json.$[\"a b\"]", Type::GreaterEqual, "1", false, {13});
        row("json.$['c.d'].e", Type::Equal, "f", true, {13});
        row("json.$.n", Type::Equal, "12345678901234567890.0", false, {7});
        row("json.$.n", Type::Greater, "12345678901234567889", false, {7});
        row("json.$.n", Type::Greater, "-1", false, {6, 7});
        row("json.$.n", Type::Equal, "nan", false, {});
        row("json.$[0]", Type::End, "", false, {5, 10});
    }
    void values()
    {
        QFETCH(QString, path);
        QFETCH(Type, op);
        QFETCH(QByteArray, value);
        QFETCH(bool, isString);
        const Compared compared = jsonQuestion(path, op, value, isString);
        QVERIFY2(compared.test.has_value(), qPrintable(compared.problem));
        std::uint64_t undecided = 0;
        QTEST(passing(*m_recording->capture, *compared.test, &undecided), "expected");
        QCOMPARE(undecided, 1u); // the one that is too long
    }

    void wrongPaths_data()
    {
        QTest::addColumn<QString>("path");
        for (const char *path : {"json", "json.", "json.$", "json.$.", "json.$.a..b", "json.$.a[", "json.$.a[x]",
                                 "json.$.a[-1]", "json.$.a[1", "json.$a"})
            QTest::newRow(path) << QString::fromLatin1(path);
    }
    void wrongPaths()
    {
        QFETCH(QString, path);
        const Compared compared = jsonQuestion(path, Type::End, {}, false);
        QVERIFY(!compared.test);
        QVERIFY(!compared.problem.isEmpty());
    }

    void onlyNumbersHaveAnOrder()
    {
        QVERIFY(!jsonQuestion(u"json.$.a"_qs, Type::Less, "x", true).test);
        QVERIFY(!jsonQuestion(u"json.$.a"_qs, Type::Matches, "(", true).test);
    }
};

QTEST_GUILESS_MAIN(TestJsonQuestion)
#include "tst_jsonquestion.moc"
