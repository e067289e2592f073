#include "core/filter/findpattern.h"
#include "core/filter/rowscan.h"
#include "tests/core/capture/recording.h"

#include <QTemporaryDir>

using namespace framescope;
using filter::FindPattern;
using filter::FindText;
using Form = FindText::Form;
using Where = FindText::Where;

class TestFindAcross : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

private Q_SLOTS:
    void finds_data()
    {
        QTest::addColumn<QByteArrayList>("frames");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("form");
        QTest::addColumn<QList<int>>("rows");
        QTest::addColumn<qint64>("at"); // in the message; -1: nothing is found that one frame does not have
        QTest::addColumn<quint64>("count");
        const auto row = [](const char *name, const QByteArrayList &frames, const char *text, Form form,
                            const QList<int> &rows, qint64 at, quint64 count) {
            QTest::newRow(name) << frames << QString::fromUtf8(text) << int(form) << rows << at << count;
        };
        const QByteArrayList two{"a first hal", "f and more"};
        row("text", two, "HALF", Form::Text, {1}, 8, 4);
        row("hex", two, "6C 66", Form::Hex, {1}, 10, 2);
        row("regex", two, "hal[f-g]", Form::Regex, {1}, 8, 4);
        row("text in one frame alone", two, "first", Form::Text, {0}, -1, 0);
        row("regex in one frame alone", two, "fi.*l", Form::Regex, {0}, -1, 0);
        row("a regex that is longer in the message", two, "fir.*", Form::Regex, {0}, -1, 0);
        row("one byte", two, "m", Form::Text, {1}, -1, 0);
        row("over many frames", {"xn", "", "ee", "d", "ley"}, "needle", Form::Text, {4}, 1, 6);
        row("regex over many frames", {"xn", "", "ee", "d", "ley"}, "ne+dle", Form::Regex, {4}, 1, 6);
        row("over the first border", {"-nee", "dle-", "behind"}, "needle", Form::Text, {2}, 1, 6);
        row("in a frame and over a border", {"half hal", "f"}, "half", Form::Text, {0, 1}, 5, 4);
        row("regex in a frame and over a border", {"half hal", "f"}, "hal[f]", Form::Regex, {0, 1}, 5, 4);
        row("on the last frame both ways", {"hal", "f half"}, "half", Form::Text, {1}, 0, 4);
        const QByteArray filling(9000, '-');
        row("long frames", {filling + "nee", "dle" + filling}, "needle", Form::Text, {1}, 9000, 6);
        row("regex on long frames", {filling + "nee", "dle" + filling}, "ne+d.*e", Form::Regex, {1}, 9000, 6);
        row("a long middle", {"nee", filling, "dle"}, "needle", Form::Text, {}, -1, 0);
        row("a character over the border", {"caf\xC3", "\xA9!"}, "caf\xC3\xA9", Form::Regex, {1}, 0, 5);
        row("letters beyond ASCII over the border", {"caf\xC3", "\xA9!"}, "CAF\xC3\x89", Form::Text, {1}, 0, 5);
        // The frame is no text by itself, the message is.
        row("before a character over the border", {"m\xC3\xBCll \xC3", "\xA9"}, "\xC3\xBCl+", Form::Regex, {1}, 1, 4);
        row("in such a frame alone", {"one two three \xC3", "\xA9"}, "t[a-z]+", Form::Regex, {0}, -1, 0);
        row("behind a byte order mark", {"\xEF\xBB\xBFh\xC3\xA9 ha", "lf"}, "h.*f", Form::Regex, {1}, 3, 8);
        row("exploding", {QByteArray(20, 'a'), QByteArray(20, 'a') + 'b'}, "(a+)+$", Form::Regex, {0}, -1, 0);
    }

    void finds()
    {
        QFETCH(QByteArrayList, frames);
        QFETCH(QString, text);
        QFETCH(int, form);
        QFETCH(QList<int>, rows);
        QFETCH(qint64, at);
        QFETCH(quint64, count);
        test::Recording r(m_dir.filePath(u"over "_qs + QString::fromLatin1(QTest::currentDataTag())));
        const ConnectionId id = r.upgraded();
        const auto first = r.capture->rowCount();
        const int last = int(frames.size()) - 1;
        for (int i = 0; i <= last; ++i)
            r.out(id, test::frame(i == 0 ? ws::Opcode::Text : ws::Opcode::Continuation, frames[i], true, i == last));
        // Between them nothing else is of the message.
        r.out(id, test::frame(ws::Opcode::Text, "f dle", true));
        const auto total = static_cast<std::size_t>(r.capture->rowCount());
        QCOMPARE(total, first + frames.size() + 1);
        const auto parsed = FindPattern::parse({text, Form(form), Where::Payloads, false});
        QVERIFY2(parsed.pattern, qPrintable(parsed.problem));
        filter::RowScan scan(*r.capture, parsed.pattern->test());
        std::uint64_t word = 0;
        QVERIFY(scan.run(RowIndex(first), total - first, &word));
        QList<int> found;
        for (std::size_t i = 0; i < total - first; ++i) {
            if ((word >> i & 1) != 0)
                found.append(int(i));
        }
        QCOMPARE(found, rows);
        capture::CaptureReader reader(*r.capture);
        capture::PayloadCursor payloads(*r.capture);
        for (int i = 0; i <= last; ++i) {
            const auto across =
                parsed.pattern->findAcross({*r.capture, reader, payloads, RowIndex(first) + unsigned(i)});
            QVERIFY(across.ok());
            QCOMPARE(across->place ? qint64(across->place->from) : -1, i == last ? at : -1);
            QCOMPARE(across->place ? quint64(across->place->count) : 0, i == last ? count : 0);
        }
    }

    void manyFrames()
    {
        test::Recording r(m_dir.filePath(u"many"_qs));
        const ConnectionId id = r.upgraded();
        r.in(id, test::octetByOctet(QByteArray(100'010, '-') + "needle"));
        capture::CaptureReader reader(*r.capture);
        capture::PayloadCursor payloads(*r.capture);
        for (const auto &[text, form] : {std::pair(u"needle"_qs, Form::Text), {u"ne+dle"_qs, Form::Regex}}) {
            const auto parsed = FindPattern::parse({text, form, Where::Payloads, false});
            const auto across =
                parsed.pattern->findAcross({*r.capture, reader, payloads, RowIndex(r.capture->rowCount() - 1)});
            QVERIFY(across && across->place);
            QCOMPARE(across->place->from, 100'010u);
            QCOMPARE(across->place->count, 6u);
        }
    }

    /// Octets are looked for however long the message is; of patterns it is told that they looked at its beginning alone.
    void longMessages()
    {
        test::Recording r(m_dir.filePath(u"long"_qs));
        const ConnectionId id = r.upgraded();
        const QByteArray half(9 << 20, '-');
        r.in(id, test::frame(ws::Opcode::Binary, half + "nee", false, false) +
                     test::frame(ws::Opcode::Continuation, "dle" + half + "pi", false, false) +
                     test::frame(ws::Opcode::Continuation, "n", false));
        const auto ask = [&](const QString &text, Form form) {
            const auto parsed = FindPattern::parse({text, form, Where::Payloads, false});
            filter::RowScan scan(*r.capture, parsed.pattern->test());
            std::uint64_t word = 0;
            const bool done = scan.run(RowIndex(2), 3, &word).ok();
            return std::pair(done ? word : 8, scan.undecided());
        };
        QCOMPARE(ask(u"needle"_qs, Form::Text), std::pair(std::uint64_t(4), std::uint64_t(0)));
        QCOMPARE(ask(u"pin"_qs, Form::Text), std::pair(std::uint64_t(4), std::uint64_t(0)));
        QCOMPARE(ask(u"ne*dle"_qs, Form::Regex), std::pair(std::uint64_t(4), std::uint64_t(0)));
        QCOMPARE(ask(u"pi*n"_qs, Form::Regex), std::pair(std::uint64_t(0), std::uint64_t(1)));
    }
};

QTEST_GUILESS_MAIN(TestFindAcross)
#include "tst_findacross.moc"
