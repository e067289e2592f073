#include "ui/shell/findsession.h"

#include "tests/core/capture/recording.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::ui;
using filter::FindPattern;
using filter::FindText;
using filter::RowField;
using filter::RowTest;
using Toward = FindSession::Toward;

class TestFindSession : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

    static std::optional<FindPattern> pattern(const QString &text, FindText::Form form = FindText::Form::Text)
    {
        return FindPattern::parse({text, form, FindText::Where::Payloads, false}).pattern;
    }

private Q_SLOTS:
    void stepsCountsAndPlaces()
    {
        test::Recording r(m_dir.filePath(QStringLiteral("a.pcapng")));
        const ConnectionId id = r.upgraded();
        QByteArray octets;
        for (int row = 2; row < 20'002; ++row)
            octets += test::frame(ws::Opcode::Text, row == 3 || row == 15'000 ? "-needle-" : "hay", false);
        r.in(id, octets);
        const std::uint64_t rows = r.capture->rowCount();
        QCOMPARE(rows, 20'002u);

        FindSession session;
        session.setCapture(r.capture.get());
        QList<std::pair<qint64, bool>> found;
        std::pair<qint64, qint64> placed;
        connect(&session, &FindSession::found, this, [&](RowIndex row, bool wrapped) {
            found.append({qint64(row.value()), wrapped});
        });
        connect(&session, &FindSession::placed, this, [&](RowIndex row, quint64 from, quint64 count) {
            QCOMPARE(qint64(row.value()), found.last().first);
            placed = {qint64(from), qint64(count)};
        });
        QSignalSpy missed(&session, &FindSession::missed);
        const auto step = [&](Toward toward, std::optional<RowIndex> from, bool here = false) {
            found.clear();
            placed = {};
            session.step(toward, from, rows, here);
            QTRY_COMPARE(found.size(), 1);
            QTRY_COMPARE(placed, std::pair(qint64(1), qint64(6)));
        };
        using Found = std::pair<qint64, bool>;
        session.setPattern(pattern(u"NEEDLE"_qs), {});
        step(Toward::Next, {});
        QCOMPARE(found.last(), Found(3, false));
        step(Toward::Next, RowIndex(3), true);
        QCOMPARE(found.last(), Found(3, false));
        step(Toward::Next, RowIndex(3));
        QCOMPARE(found.last(), Found(15'000, false));
        step(Toward::Next, RowIndex(15'000));
        QCOMPARE(found.last(), Found(3, true));
        step(Toward::Previous, RowIndex(3));
        QCOMPARE(found.last(), Found(15'000, true));
        step(Toward::Previous, RowIndex(15'000));
        QCOMPARE(found.last(), Found(3, false));
        step(Toward::Previous, {});
        QCOMPARE(found.last(), Found(15'000, false));

        // All matches are counted meanwhile, and those that come.
        const auto state = [&](std::uint64_t row) { return session.state(RowIndex(row)); };
        QTRY_VERIFY((session.poll(), !state(0).running()));
        QCOMPARE(state(0).matches, 2u);
        QVERIFY(!state(0).number);
        // A list that is frozen has an end.
        session.poll(10'000);
        session.setPattern(pattern(u"needle"_qs), {});
        QTRY_VERIFY((session.poll(10'000), !state(0).running()));
        QCOMPARE(state(0).matches, 1u);
        QCOMPARE(state(0).total, 10'000u);
        QTRY_COMPARE((session.poll(), state(0).matches), 2u);
        QTRY_VERIFY((session.poll(), !state(0).running()));
        QCOMPARE(state(15'000).number, std::optional<std::uint64_t>(2));
        r.in(id, test::frame(ws::Opcode::Text, "a needle", false));
        QTRY_VERIFY((session.poll(), state(0).matches == 3));

        // Among fewer rows.
        session.setPattern(pattern(u"needle"_qs), RowTest::field(RowField::Row, 4, 16'000));
        step(Toward::Next, RowIndex(15'000));
        QCOMPARE(found.last(), Found(15'000, true));
        QTRY_VERIFY((session.poll(), !state(0).running()));
        QCOMPARE(state(15'000).number, std::optional<std::uint64_t>(1));

        session.setPattern(pattern(u"nothing"_qs), {});
        session.step(Toward::Next, {}, rows);
        QTRY_COMPARE(missed.count(), 1);
        QTRY_VERIFY((session.poll(), !state(0).running()));
        QCOMPARE(state(0).matches, 0u);

        // Stopped it stays so, with what it had.
        session.setPattern(pattern(u"needle"_qs), {});
        session.cancel();
        session.poll();
        QVERIFY(state(0).cancelled && !state(0).running());

        session.setPattern(pattern(u"(n+)+$"_qs, FindText::Form::Regex), {});
        QTRY_VERIFY((session.poll(), !state(0).running()));
        QCOMPARE(state(0).undecided, 0u);
        session.setPattern({}, {});
        QCOMPARE(state(0).total, 0u);
        session.setCapture(nullptr);
    }
};

QTEST_GUILESS_MAIN(TestFindSession)
#include "tst_findsession.moc"
