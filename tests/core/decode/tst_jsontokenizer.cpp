#include "core/decode/jsontokenizer.h"

#include <QTest>

using namespace framescope;
using decode::JsonError;
using decode::JsonTokenizer;
using decode::JsonTokenType;

namespace
{
/// "{ s0+3 :" ...: every token as a letter, its offset and its size.
QByteArray print(const QByteArray &text)
{
    static const char letters[] = "{}[]:,sntf0.!";
    JsonTokenizer tokens(byteView(text));
    QByteArray out;
    while (true) {
        const decode::JsonToken token = tokens.next();
        if (token.type == JsonTokenType::End)
            return out.trimmed();
        if (token.type == JsonTokenType::Error)
            return out + "!" + QByteArray::number(qulonglong(tokens.errorOffset()));
        out += letters[int(token.type)];
        out += QByteArray::number(qulonglong(token.offset)) + "+" + QByteArray::number(qulonglong(token.size)) + " ";
    }
}
} // namespace

class TestJsonTokenizer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tokens_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("tokens");
        const auto row = [](const char *name, const QByteArray &text, const char *tokens) {
            QTest::newRow(name) << text << QByteArray(tokens);
        };
        row("nothing", "", "");
        row("space", " \t\r\n", "");
        row("object", "{\"a\":1}", "{0+1 s1+3 :4+1 n5+1 }6+1");
        row("array", "[true,false , null]", "[0+1 t1+4 ,5+1 f6+5 ,12+1 014+4 ]18+1");
        row("order is not judged", "]:,}", "]0+1 :1+1 ,2+1 }3+1");
        row("numbers", "-0 0.5 1e400 -12.25E-3 12345678901234567890", "n0+2 n3+3 n7+5 n13+9 n23+20");
        row("escapes", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud800\"", "s0+30");
        row("raw UTF-8", "\"\xE2\x82\xAC\xF0\x9F\x98\x80\"", "s0+9");
        row("byte order mark", "\xEF\xBB\xBF 7", "n4+1");
    }
    void tokens()
    {
        QFETCH(QByteArray, text);
        QTEST(print(text), "tokens");
    }

    void errors_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("error");
        QTest::addColumn<int>("offset");
        const auto row = [](const char *name, const QByteArray &text, JsonError error, int offset) {
            QTest::newRow(name) << text << int(error) << offset;
        };
        row("zero and digit", "012", JsonError::LeadingZero, 0);
        row("minus zero and digit", "-01", JsonError::LeadingZero, 1);
        row("minus alone", "-", JsonError::DigitExpected, 1);
        row("minus word", "-Infinity", JsonError::DigitExpected, 1);
        row("point without digit", "1.", JsonError::DigitExpected, 2);
        row("exponent without digit", "1e+", JsonError::DigitExpected, 3);
        row("plus", "+1", JsonError::UnexpectedCharacter, 0);
        row("point first", ".5", JsonError::UnexpectedCharacter, 0);
        row("NaN", "NaN", JsonError::BadLiteral, 0);
        row("True", " True", JsonError::BadLiteral, 1);
        row("tru", "tru", JsonError::BadLiteral, 0);
        row("nullx", "nullx", JsonError::BadLiteral, 0);
        row("single quotes", "'a'", JsonError::UnexpectedCharacter, 0);
        row("comment", "//", JsonError::UnexpectedCharacter, 0);
        row("LF in a string", "\"a\nb\"", JsonError::ControlCharacter, 2);
        row("NUL in a string", QByteArray("\"\0\"", 3), JsonError::ControlCharacter, 1);
        row("escape x", "\"a\\x41\"", JsonError::BadEscape, 2);
        row("short unicode", "\"\\u12G4\"", JsonError::BadUnicodeEscape, 5);
        row("open string", "\"abc", JsonError::UnterminatedString, 4);
        row("ends after backslash", "\"a\\", JsonError::UnterminatedString, 3);
        row("ends inside unicode", "\"\\u12", JsonError::UnterminatedString, 5);
        row("surrogate in UTF-8", "\"ab\xED\xA0\x80\"", JsonError::InvalidUtf8, 4);
        row("cut character", "\"\xE2\x82\"", JsonError::InvalidUtf8, 3);
        row("bad byte outside", "[\xFF]", JsonError::InvalidUtf8, 1);
        row("no-break space", "\xC2\xA0", JsonError::UnexpectedCharacter, 0);
    }
    void errors()
    {
        QFETCH(QByteArray, text);
        JsonTokenizer tokens(byteView(text));
        while (tokens.next().type < JsonTokenType::End) {
        }
        QTEST(int(tokens.error()), "error");
        QTEST(int(tokens.errorOffset()), "offset");
        QCOMPARE(tokens.next().type, JsonTokenType::Error); // it stays there
        QVERIFY(qstrlen(decode::jsonErrorText(tokens.error())) > 0);
    }
};

QTEST_GUILESS_MAIN(TestJsonTokenizer)
#include "tst_jsontokenizer.moc"
