#include "core/filter/characters.h"

#include <QTest>

using namespace framescope;
using filter::Characters;

class TestCharacters : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("utf8");
        const auto row = [](const char *name, const QByteArray &octets, const QString &text, bool utf8) {
            QTest::newRow(name) << octets << text << utf8;
        };
        row("nothing", "", {}, true);
        row("words", "a é 😀", u"a é 😀"_qs, true);
        row("a replacement character", "{\"name\":\"M\xEF\xBF\xBDller\",\"city\":\"Zürich\"}",
            u"{\"name\":\"M\uFFFDller\",\"city\":\"Zürich\"}"_qs, true);
        row("a byte order mark", "\xEF\xBB\xBFé", u"é"_qs, true);
        row("a byte order mark alone", "\xEF\xBB\xBF", {}, true);
        row("another inside", "a\xEF\xBB\xBF", u"a\uFEFF"_qs, true);
        row("no UTF-8", "\xFFé", u"\u00FFÃ\u00A9"_qs, false);
        row("a mark before what is no UTF-8", "\xEF\xBB\xBF\xFF", u"\u00EF\u00BB\u00BF\u00FF"_qs, false);
        row("a surrogate", "\xED\xA0\x80", u"\u00ED\u00A0\u0080"_qs, false);
        row("cut in a character", "a\xC3", u"a\u00C3"_qs, false);
    }
    void reads()
    {
        QFETCH(QByteArray, octets);
        const Characters characters(octets);
        QTEST(characters.text, "text");
        QTEST(characters.utf8, "utf8");
        // Every character is found by its octets and the other way round.
        std::uint64_t octet = characters.mark;
        for (qsizetype i = 0; i < characters.text.size();) {
            const qsizetype next = i + (characters.text.at(i).isHighSurrogate() ? 2 : 1);
            QCOMPARE(characters.at(byteView(octets), octet), i);
            octet += characters.octets(i, next);
            i = next;
        }
        QCOMPARE(octet, std::uint64_t(octets.size()));
        QCOMPARE(characters.at(byteView(octets), octet), characters.text.size());
        QCOMPARE(characters.at(byteView(octets), octet + 10), characters.text.size());
        QCOMPARE(characters.at(byteView(octets), 0), qsizetype(0));
    }
};

QTEST_APPLESS_MAIN(TestCharacters)
#include "tst_characters.moc"
