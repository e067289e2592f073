#include "ui/support/visiblepayload.h"

#include <QTest>

using namespace framescope;
using ui::visiblePayload;

class TestVisiblePayload : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void text_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("firstBad");
        const auto row = [](const char *name, const QByteArray &bytes, const QString &text, int firstBad) {
            QTest::newRow(name) << bytes << text << firstBad;
        };
        row("plain", "abc\n\tdef", u"abc\n\tdef"_qs, -1);
        row("CR LF", "a\r\nb", u"a\nb"_qs, -1);
        row("CR alone", "a\rb", u"a⟨CR⟩b"_qs, -1);
        row("characters", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", u"\u00e9\u20ac\U0001F600"_qs, -1);
        row("NUL", QByteArray("a\0b", 3), u"a⟨NUL⟩b"_qs, -1);
        row("bidi override",
            "a\xE2\x80\xAE"
            "b",
            u"a⟨U+202E⟩b"_qs, -1);
        row("byte order mark", "\xEF\xBB\xBFx", u"⟨U+FEFF⟩x"_qs, -1);
        row("bad byte", "ab\xFFZ", u"ab⟨xFF⟩Z"_qs, 2);
        row("surrogate", "\xED\xA0\x80", u"⟨xED⟩⟨xA0⟩⟨x80⟩"_qs, 1);
        row("cut at the end", "a\xE2\x82", u"a⟨xE2⟩⟨x82⟩"_qs, 1);
    }
    void text()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, firstBad);
        const ui::VisiblePayload shown = visiblePayload(byteView(bytes), true);
        QTEST(shown.text, "text");
        QCOMPARE(shown.firstBadByte ? int(*shown.firstBadByte) : -1, firstBad);
        QCOMPARE(qsizetype(shown.consumed), bytes.size());
        for (const ui::TextMark &mark : shown.marks)
            QVERIFY(mark.from >= 0 && mark.count > 0 && mark.from + mark.count <= shown.text.size());
    }

    void cutCharacterWaitsForTheNextWindow()
    {
        const QByteArray bytes = "ab\xF0\x9F\x98\x80";
        for (qsizetype i = 3; i < bytes.size(); ++i) {
            const ui::VisiblePayload shown = visiblePayload(byteView(bytes.first(i)), false);
            QCOMPARE(shown.text, u"ab"_qs);
            QCOMPARE(shown.consumed, std::size_t(2));
        }
        // A byte that nothing can complete does not wait.
        QCOMPARE(visiblePayload(byteView("ab\x80"), false).text, u"ab⟨x80⟩"_qs);
    }

    void whatCannotBeShownIsBounded()
    {
        const QByteArray bytes(10'000, '\xFF');
        const ui::VisiblePayload shown = visiblePayload(byteView(bytes), true);
        QCOMPARE(shown.consumed, ui::VisiblePayload::maxUnshowable);
        QCOMPARE(shown.badBytes, std::uint64_t(ui::VisiblePayload::maxUnshowable));
        QCOMPARE(shown.marks.size(), ui::VisiblePayload::maxMarks);
        QCOMPARE(QString(shown.text).remove(u'\n').size(), qsizetype(5 * ui::VisiblePayload::maxUnshowable));
    }

    void marksOnOneCharacterAreBounded()
    {
        const QByteArray bytes = "a" + QByteArray("\xCC\x81").repeated(20) + "b" + QByteArray("\xCC\x81").repeated(3);
        const ui::VisiblePayload shown = visiblePayload(byteView(bytes), true);
        QCOMPARE(shown.text,
                 u'a' + QString(16, QChar(0x301)) + u"⟨U+0301⟩"_qs.repeated(4) + u'b' + QString(3, QChar(0x301)));
        QCOMPARE(shown.marks.size(), std::size_t(4));
    }

    void eachLineKnowsItsOctets()
    {
        const QByteArray bytes = "ab\r\n\xE2\x82\xAC\n" + QByteArray(600, 'x') + "\n";
        const ui::VisiblePayload shown = visiblePayload(byteView(bytes), true, 1);
        QCOMPARE(shown.lineOctets, (std::vector<std::size_t>{4, 8, 8 + 512, 8 + 601}));
        QCOMPARE(shown.softBreaks.size(), std::size_t(1));
        // A line that is begun already is broken sooner.
        QCOMPARE(visiblePayload(byteView(bytes), true, 511).lineOctets.front(), std::size_t(1));
    }

    void aCarriageReturnAtTheEndWaitsForItsLineFeed()
    {
        QCOMPARE(visiblePayload(byteView("a\r"), false).consumed, std::size_t(1));
        QCOMPARE(visiblePayload(byteView("a\r"), true).text, u"a⟨CR⟩"_qs);
    }

    void longLinesAreBrokenBetweenCharacters()
    {
        QByteArray bytes(511, 'a');
        for (int i = 0; i < 1000; ++i)
            bytes += "\xF0\x9F\x98\x80\xFF";
        const ui::VisiblePayload shown = visiblePayload(byteView(bytes), true);
        QVERIFY(shown.softBreaks.size() > 10);
        for (const qsizetype at : shown.softBreaks) {
            QCOMPARE(shown.text[at - 1], QChar(u'\n'));
            QVERIFY(!shown.text[at].isLowSurrogate());
        }
        QCOMPARE(shown.marks.size(), std::size_t(1000));
        for (const ui::TextMark &mark : shown.marks)
            QCOMPARE(shown.text.mid(mark.from, mark.count), u"⟨xFF⟩"_qs);
        QCOMPARE(QString(shown.text).remove(u'\n').remove(u"⟨xFF⟩"_qs),
                 QString(511, u'a') + u"\U0001F600"_qs.repeated(1000));
    }
};

QTEST_MAIN(TestVisiblePayload)
#include "tst_visiblepayload.moc"
