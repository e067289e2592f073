#include "core/filter/findpattern.h"

#include "core/filter/rowscan.h"
#include "tests/core/capture/recording.h"

#include <QTemporaryDir>

using namespace framescope;
using filter::FindPattern;
using filter::FindText;
using Form = FindText::Form;
using Where = FindText::Where;

class TestFindPattern : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

private Q_SLOTS:
    void findsPlaces_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("form");
        QTest::addColumn<bool>("matchCase");
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<quint64>("from");
        QTest::addColumn<qint64>("at"); // -1: none
        QTest::addColumn<quint64>("count");
        const auto row = [](const char *name, const char *text, Form form, bool matchCase, const QByteArray &octets,
                            quint64 from, qint64 at, quint64 count) {
            QTest::newRow(name) << QString::fromUtf8(text) << int(form) << matchCase << octets << from << at << count;
        };
        row("text", "Lo", Form::Text, false, "hello", 0, 3, 2);
        row("text with its case", "Lo", Form::Text, true, "hello Lo", 0, 6, 2);
        row("text from the match on", "l", Form::Text, false, "hello", 2, 2, 1);
        row("text behind the first", "l", Form::Text, false, "hello", 3, 3, 1);
        row("text behind the last", "l", Form::Text, false, "hello", 4, -1, 0);
        row("text beyond the end", "l", Form::Text, false, "hello", 40, -1, 0);
        row("signs that differ by a letter's bit", "[x]", Form::Text, false, "{X} [X]", 0, 4, 3);
        row("letters beyond ASCII", "ÄÖ", Form::Text, false, "aäö", 0, 1, 4);
        row("letters beyond ASCII with their case", "ÄÖ", Form::Text, true, "aäö", 0, -1, 0);
        row("regex", "l+", Form::Regex, false, "heLlo", 0, 2, 2);
        row("regex with its case", "l+", Form::Regex, true, "heLlo", 0, 3, 1);
        row("regex behind two bytes of one character", "b+", Form::Regex, false, "aäbb", 0, 3, 2);
        row("regex from behind them on", "b", Form::Regex, false, "bäbb", 3, 3, 1);
        row("regex on bytes that are no UTF-8", "\\xFE.", Form::Regex, false, "a\xFE\xFF", 0, 1, 2);
        row("regex where a replacement character is text", "zürich", Form::Regex, false, "M\xEF\xBF\xBDller Zürich", 0,
            9, 7);
        row("regex behind a byte order mark", "^[{]\"é", Form::Regex, false, "\xEF\xBB\xBF{\"é\"}", 0, 3, 4);
        row("regex from the byte order mark on", "a", Form::Regex, false,
            "\xEF\xBB\xBF"
            "aéa",
            2, 3, 1);
        row("regex from behind it and an emoji on", "a", Form::Regex, false,
            "\xEF\xBB\xBF"
            "a😀a",
            4, 8, 1);
        row("letters beyond ASCII behind a byte order mark", "É", Form::Text, false,
            "\xEF\xBB\xBF"
            "aé",
            0, 4, 2);
        row("regex beyond the end", "l", Form::Regex, false, "hello", 40, -1, 0);
        row("hex", "6C 6c", Form::Hex, false, "hello", 0, 2, 2);
        row("hex keeps the case", "4c", Form::Hex, false, "hello", 0, -1, 0);
    }

    void findsPlaces()
    {
        QFETCH(QString, text);
        QFETCH(int, form);
        QFETCH(bool, matchCase);
        QFETCH(QByteArray, octets);
        QFETCH(quint64, from);
        QFETCH(qint64, at);
        QFETCH(quint64, count);
        const auto parsed = FindPattern::parse({text, Form(form), Where::Payloads, matchCase});
        QVERIFY2(parsed.pattern, qPrintable(parsed.problem));
        const FindPattern::Found found = parsed.pattern->find(octets, from);
        QCOMPARE(found.place ? qint64(found.place->from) : -1, at);
        QCOMPARE(found.place ? quint64(found.place->count) : 0, count);
        QVERIFY(!found.undecided);
    }

    void allPlacesBehindAByteOrderMark()
    {
        const auto parsed = FindPattern::parse({u"é+"_qs, Form::Regex, Where::Payloads, false});
        const FindPattern::All all = parsed.pattern->findAll("\xEF\xBB\xBFxé éé", 10);
        QCOMPARE(all.places, (std::vector<FindPattern::Place>{{4, 2}, {7, 4}}));
    }

    /// Going on from match to match looks at nothing twice, and each of them may take its steps.
    void manyPlaces()
    {
        const QByteArray one = "<" + QByteArray(1000, '-') + "> ";
        const auto parsed = FindPattern::parse({u"<.*?>|>x*"_qs, Form::Regex, Where::Payloads, false});
        const FindPattern::All all = parsed.pattern->findAll(one.repeated(2000), 1'000'000);
        QCOMPARE(all.places.size(), std::size_t(2000));
        QCOMPARE(all.places.back(), (FindPattern::Place{1999 * 1003, 1002}));
        QVERIFY(!all.undecided);
        const auto nothing = FindPattern::parse({u"x*"_qs, Form::Regex, Where::Payloads, false});
        QCOMPARE(nothing.pattern->findAll("axx😀x", 10).places, (std::vector<FindPattern::Place>{{1, 2}, {7, 1}}));
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("form");
        QTest::addColumn<int>("at");
        QTest::newRow("parenthesis") << u"ab(c"_qs << int(Form::Regex) << 4;
        QTest::newRow("quantifier") << u"ab**c"_qs << int(Form::Regex) << 3;
        QTest::newRow("no digit") << u"12 3g"_qs << int(Form::Hex) << 4;
        QTest::newRow("half a byte") << u"123"_qs << int(Form::Hex) << 3;
    }

    void saysWhatIsWrong()
    {
        QFETCH(QString, text);
        QFETCH(int, form);
        QFETCH(int, at);
        const auto parsed = FindPattern::parse({text, Form(form), Where::Payloads, false});
        QVERIFY(!parsed.pattern);
        QVERIFY(!parsed.problem.isEmpty());
        QCOMPARE(int(parsed.at), at);
    }

    void nothingIsNoPattern()
    {
        const auto parsed = FindPattern::parse({});
        QVERIFY(!parsed.pattern && parsed.problem.isEmpty());
    }

    void explodingExpressionsAreUndecided()
    {
        const auto parsed = FindPattern::parse({u"(a+)+$"_qs, Form::Regex, Where::Payloads, false});
        const FindPattern::Found found = parsed.pattern->find(QByteArray(40, 'a') + 'b');
        QVERIFY(!found.place && found.undecided);
    }

    void findsRows_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("form");
        QTest::addColumn<int>("where");
        QTest::addColumn<QList<int>>("rows");
        QTest::addColumn<qint64>("at"); // in the first of them; -1: nowhere
        const auto row = [](const char *name, const QString &text, Form form, Where where, const QList<int> &rows,
                            qint64 at) { QTest::newRow(name) << text << int(form) << int(where) << rows << at; };
        row("text", u"HELLO"_qs, Form::Text, Where::Payloads, {2, 3}, 0);
        row("regex", u"o [a-z]+$"_qs, Form::Regex, Where::Payloads, {3}, 4);
        row("hex", u"00ff"_qs, Form::Hex, Where::Payloads, {4}, 1);
        row("exploding", u"(a+)+$"_qs, Form::Regex, Where::Payloads, {}, -1);
        row("head", u"upgrade: websocket"_qs, Form::Text, Where::Headers, {0, 1}, 0);
        row("close reason", u"restart"_qs, Form::Text, Where::Headers, {6}, 7);
        row("opcode", u"opcode ping"_qs, Form::Text, Where::Headers, {5}, -1);
        row("bytes of a header", u"8901"_qs, Form::Hex, Where::Headers, {5}, -1);
        row("far inside", u"needle"_qs, Form::Text, Where::Payloads, {8}, (1 << 20) - 3);
        row("one fragment", u"first"_qs, Form::Text, Where::Payloads, {9}, 0); // not the whole message as well
        row("over two fragments", u"half"_qs, Form::Text, Where::Payloads, {10}, -1);
    }

    void findsRows()
    {
        QFETCH(QString, text);
        QFETCH(int, form);
        QFETCH(int, where);
        QFETCH(QList<int>, rows);
        QFETCH(qint64, at);
        test::Recording r(m_dir.filePath(QString::fromLatin1(QTest::currentDataTag()).replace(u' ', u'-')));
        const ConnectionId id = r.upgraded();
        QCOMPARE(r.capture->rowCount(), 2u);
        r.in(id, test::frame(ws::Opcode::Text, "hello", false) + test::frame(ws::Opcode::Text, "hello you", false) +
                     test::frame(ws::Opcode::Binary, QByteArray("\x01\x00\xFF", 3), false) +
                     test::frame(ws::Opcode::Ping, "x", false) +
                     test::frame(ws::Opcode::Close, QByteArray("\x03\xF4", 2) + "soon restart", false));
        r.out(id, test::frame(ws::Opcode::Text, QByteArray(40, 'a') + 'b', true) +
                      test::frame(ws::Opcode::Text, QByteArray((1 << 20) - 3, '-') + "needle", true) +
                      test::frame(ws::Opcode::Text, "first hal", true, false) +
                      test::frame(ws::Opcode::Continuation, "f", true));
        QCOMPARE(r.capture->rowCount(), 11u);
        const auto parsed = FindPattern::parse({text, Form(form), Where(where), false});
        QVERIFY2(parsed.pattern, qPrintable(parsed.problem));
        filter::RowScan scan(*r.capture, parsed.pattern->test());
        std::uint64_t word = 0;
        QVERIFY(scan.run(RowIndex(0), 11, &word));
        QList<int> found;
        for (int i = 0; i < 11; ++i) {
            if ((word >> i & 1) != 0)
                found.append(i);
        }
        QCOMPARE(found, rows);
        QCOMPARE(scan.undecided(), std::uint64_t(rows.isEmpty() && form == int(Form::Regex) ? 1 : 0));
        if (rows.isEmpty())
            return;
        capture::CaptureReader reader(*r.capture);
        capture::PayloadCursor payloads(*r.capture);
        const auto place =
            parsed.pattern->placeIn({*r.capture, reader, payloads, RowIndex(std::uint64_t(rows.first()))});
        QVERIFY(place.ok());
        if (rows.first() == 0)
            QVERIFY(*place && (*place)->from > 0); // a head lies in what the pane shows
        else
            QCOMPARE(*place ? qint64((*place)->from) : -1, at);
    }
};

QTEST_GUILESS_MAIN(TestFindPattern)
#include "tst_findpattern.moc"
