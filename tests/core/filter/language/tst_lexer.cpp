#include "core/filter/language/lexer.h"

#include <QTest>

using namespace framescope::filter;
using Type = FilterToken::Type;

class TestLexer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tokens()
    {
        const QString text =
            u"length>=64KiB and not (json.$.a[0].b == \"x\\\"\\x00\\u00e9\") || key[0:2] in {7b22,1..5}"_qs;
        FilterLexer lexer(text);
        std::vector<Type> types;
        QStringList texts;
        QByteArray value;
        for (FilterToken token = lexer.next(); token.type != Type::End; token = lexer.next()) {
            types.push_back(token.type);
            texts.append(lexer.text(token).toString());
            if (token.type == Type::String)
                value = token.value;
        }
        QVERIFY(!lexer.error());
        QCOMPARE(types,
                 (std::vector{Type::Word,      Type::GreaterEqual, Type::Word,      Type::And,    Type::Not,
                              Type::Open,      Type::Word,         Type::Equal,     Type::String, Type::Close,
                              Type::Or,        Type::Word,         Type::SliceOpen, Type::Word,   Type::SliceClose,
                              Type::In,        Type::BraceOpen,    Type::Word,      Type::Comma,  Type::Word,
                              Type::BraceClose}));
        QCOMPARE(texts[0], u"length"_qs);
        QCOMPARE(texts[2], u"64KiB"_qs);
        QCOMPARE(texts[6], u"json.$.a[0].b"_qs);
        QCOMPARE(texts[13], u"0:2"_qs);
        QCOMPARE(texts[19], u"1..5"_qs);
        QCOMPARE(value, QByteArray("x\"\0\xC3\xA9", 5));
    }

    void rawStrings()
    {
        FilterLexer lexer(u"r\"\\d+\\\" R");
        QCOMPARE(lexer.next().value, QByteArray("\\d+\\"));
        QCOMPARE(lexer.next().type, Type::Word);
    }

    /// What a regular expression says in other words is left to it: \x80 is a character there, and a byte here.
    void escapesOfPatterns()
    {
        const auto stringIn = [](QStringView text) {
            FilterLexer lexer(text);
            FilterToken token = lexer.next();
            while (token.type != Type::String && token.type != Type::End)
                token = lexer.next();
            return token.value;
        };
        QCOMPARE(stringIn(u"text matches \"\\x80\\0\\d\\\\.\\n\\\"\\u0041\""), QByteArray("\\x80\\0\\d\\.\n\"A"));
        QCOMPARE(stringIn(u"text == \"\\x80\\0\\\\.\\n\\\"\\u0041\""), QByteArray("\x80\0\\.\n\"A", 7));
    }

    void words_data()
    {
        QTest::addColumn<QString>("word");
        QTest::addColumn<int>("type");
        QTest::newRow("and") << u"AND"_qs << int(Type::And);
        QTest::newRow("&&") << u"&&"_qs << int(Type::And);
        QTest::newRow("or") << u"||"_qs << int(Type::Or);
        QTest::newRow("eq") << u"eq"_qs << int(Type::Equal);
        QTest::newRow("ge") << u"ge"_qs << int(Type::GreaterEqual);
        QTest::newRow("~") << u"~"_qs << int(Type::Matches);
        QTest::newRow("time of day") << u"12:01:03.5"_qs << int(Type::Word);
        QTest::newRow("date") << u"2026-11-23T12:00:00Z"_qs << int(Type::Word);
        QTest::newRow("a word with a keyword in it") << u"android"_qs << int(Type::Word);
    }
    void words()
    {
        QFETCH(QString, word);
        QFETCH(int, type);
        FilterLexer lexer(word);
        const FilterToken token = lexer.next();
        QCOMPARE(int(token.type), type);
        QCOMPARE(token.size, word.size());
        QCOMPARE(lexer.next().type, Type::End);
    }

    void errors_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("at");
        QTest::addColumn<int>("size");
        QTest::addColumn<QString>("suggestion");
        QTest::newRow("one =") << u"fin = 1"_qs << 4 << 1 << u"=="_qs;
        QTest::newRow("one &") << u"fin & 1"_qs << 4 << 1 << u"&&"_qs;
        QTest::newRow("no end of single quotes") << u"text == 'a\""_qs << 8 << 3 << u"'a\"'"_qs;
        QTest::newRow("no end") << u"text == \"abc"_qs << 8 << 4 << u"\"abc\""_qs;
        QTest::newRow("backslash at the end") << u"\"a\\"_qs << 0 << 3 << u"\"a\\\""_qs;
        QTest::newRow("escape") << u"\"a\\d\""_qs << 2 << 2 << QString();
        QTest::newRow("hex escape") << u"\"\\x1\""_qs << 4 << 0 << QString();
        QTest::newRow("sign") << u"fin ? 1"_qs << 4 << 1 << QString();
        QTest::newRow("emoji") << u"\U0001F600"_qs << 0 << 2 << QString();
    }
    void errors()
    {
        QFETCH(QString, text);
        QFETCH(int, at);
        QFETCH(int, size);
        QFETCH(QString, suggestion);
        FilterLexer lexer(text);
        while (lexer.next().type != Type::End) {
        }
        QVERIFY(lexer.error());
        QCOMPARE(lexer.error()->at, at);
        QCOMPARE(lexer.error()->size, size);
        QCOMPARE(lexer.error()->suggestion, suggestion);
        QVERIFY(!lexer.error()->what.isEmpty());
        QCOMPARE(lexer.next().type, Type::End);
    }
};

QTEST_GUILESS_MAIN(TestLexer)
#include "tst_lexer.moc"
