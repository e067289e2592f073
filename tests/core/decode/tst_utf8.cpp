#include "core/decode/utf8.h"

#include <QTest>

using namespace framescope;

class TestUtf8 : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void characters_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("size");
        const auto row = [](const char *name, const char *hex, int size) {
            QTest::newRow(name) << QByteArray::fromHex(hex) << size;
        };
        row("ASCII", "41", 1);
        row("NUL", "00", 1);
        row("two", "c3a9", 2);
        row("overlong C0", "c080", 0);
        row("overlong C1", "c1bf", 0);
        row("two, cut", "c3", 0);
        row("two, bad tail", "c341", 0);
        row("three", "e282ac", 3);
        row("three, overlong", "e09fbf", 0);
        row("three, least", "e0a080", 3);
        row("before the surrogates", "ed9fbf", 3);
        row("surrogate", "eda080", 0);
        row("three, cut", "e282", 0);
        row("four", "f09f9880", 4);
        row("four, overlong", "f08fbfbf", 0);
        row("four, most", "f48fbfbf", 4);
        row("over U+10FFFF", "f4908080", 0);
        row("F5", "f5808080", 0);
        row("four, cut", "f09f98", 0);
        row("continuation alone", "80", 0);
        row("FF", "ff", 0);
    }
    void characters()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, size);
        QCOMPARE(decode::utf8CharacterAt(byteView(bytes), 0), std::size_t(size));
        QCOMPARE(decode::utf8CharacterAt(byteView("a" + bytes), 1), std::size_t(size));
    }
    void errorPlace()
    {
        const auto place = [](const char *hex, std::size_t at) {
            const QByteArray bytes = QByteArray::fromHex(hex);
            return decode::utf8ErrorAt(byteView(bytes), at);
        };
        QCOMPARE(place("41eda080", 1), std::size_t(2));
        QCOMPARE(place("41e28241", 1), std::size_t(3));
        QCOMPARE(place("41ff", 1), std::size_t(1));
        QCOMPARE(place("41f09f98", 1), std::size_t(1)); // the text just ends
    }
    void texts()
    {
        QCOMPARE(decode::utf8Text(QByteArray("caf\xC3\xA9")), u"café"_qs);
        QCOMPARE(decode::utf8Text(QByteArray()), QString());
        QCOMPARE(decode::utf8Text(QByteArray("\xEF\xBB\xBF")), u"\uFEFF"_qs);
        QCOMPARE(decode::utf8Text(QByteArray("\xEF\xBB\xBF\xEF\xBB\xBF"
                                             "a\xEF\xBB\xBF")),
                 u"\uFEFF\uFEFFa\uFEFF"_qs);
    }
    void everyCharacterOfUnicode()
    {
        for (char32_t c = 0; c <= 0x10FFFF; ++c) {
            if (c >= 0xD800 && c <= 0xDFFF)
                continue;
            const QByteArray bytes = QString().append(QChar::fromUcs4(c)).toUtf8();
            if (decode::utf8CharacterAt(byteView(bytes), 0) != std::size_t(bytes.size()))
                QFAIL(qPrintable(QString::number(c, 16)));
        }
    }
};

QTEST_GUILESS_MAIN(TestUtf8)
#include "tst_utf8.moc"
