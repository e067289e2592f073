#include "core/filter/rowplace.h"

#include "core/filter/rowscan.h"
#include "tests/core/capture/recording.h"

#include <QTemporaryDir>

using namespace framescope;
using filter::RowPlace;

class TestRowPlace : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<test::Recording> m_recording;

private Q_SLOTS:
    /// Rows at 23:59:58, then one a second: 7 frames behind the head.
    void initTestCase()
    {
        qputenv("TZ", "UTC");
        m_recording = std::make_unique<test::Recording>(m_dir.filePath(QStringLiteral("a.pcapng")));
        test::Recording &r = *m_recording;
        const auto start =
            Timestamp(QDateTime::fromString(u"2026-11-22T23:59:58Z"_qs, Qt::ISODate).toMSecsSinceEpoch() * 1'000'000);
        r.ns = start.value() - 1000;
        const ConnectionId id = r.connect(); // no row
        r.ns = start.value() - 1000;
        r.out(id, test::requestHead());
        for (int i = 1; i < 8; ++i) {
            r.ns = start.value() + i * 1'000'000'000ll - 1000;
            r.in(id, i == 1 ? test::responseHead() : test::frame(ws::Opcode::Text, "x", false));
        }
        QCOMPARE(r.capture->rowCount(), 8u);
    }

    void goes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("selected"); // -1: none
        QTest::addColumn<int>("row");      // -1: refused
        QTest::addColumn<QString>("why");
        const auto row = [](const char *text, int selected, int row, const char *why = "") {
            QTest::addRow("%s from %d", text, selected)
                << QString::fromUtf8(text) << selected << row << QString::fromUtf8(why);
        };
        row("1", -1, 0);
        row(" #8 ", 3, 7);
        row("9", 3, -1, "the last row is 8");
        row("0", 3, -1, "from 1");
        row("", 3, -1, "enter");
        row("2.5 s", -1, 3);
        row("2500ms", -1, 3);
        row("2 s", -1, 2);
        row("0 s", 5, 0);
        row("8 s", 5, -1, "7.000000 s after the first");
        row("2.5", 5, -1, "2.5 s");
        row("23:59:59", 5, 1);
        row("00:00", 5, 2);
        row("23:59", 5, 0); // the whole minute, which the rows begin within
        row("23:59:58", 5, 0);
        row("23:59:57", 5, -1, "that late");
        row("0:00:01.5", 5, 4);
        row("12:00", 5, -1, "that late");
        row("2026-11-23T00:00:01Z", 0, 3);
        row("2026-11-23 01:00:01+01:00", 0, 3);
        row("2026-11-22T00:00:00Z", 4, 0);
        row("+1.5s", 3, 5);
        row("+2", 3, 5);
        row("-1500 ms", 3, 2);
        row("-1h", 3, 0);
        row("+1h", 3, -1, "that late");
        row("+1s", -1, -1, "no row is selected");
        row("+soon", 3, -1, "after + and -");
        row("soon", 3, -1, "\"soon\" is no");
    }

    /// At three o'clock of the 25th of October it is two again in Berlin.
    void clocksAreSetBack()
    {
        qputenv("TZ", "Europe/Berlin");
        test::Recording r(m_dir.filePath(QStringLiteral("clocks.pcapng")));
        const ConnectionId id = r.connect();
        for (const char *utc : {"2026-10-24T20:00:00Z", "2026-10-25T08:05:30Z", "2026-10-25T09:05:30Z"}) {
            r.ns = QDateTime::fromString(QString::fromLatin1(utc), Qt::ISODate).toMSecsSinceEpoch() * 1'000'000;
            r.event(id, capture::EventKind::Note, {});
        }
        const auto time = RowPlace::parse(u"10:05")->time(*r.capture, {});
        QVERIFY(time.ok());
        QCOMPARE(QDateTime::fromMSecsSinceEpoch(time->value() / 1'000'000, Qt::UTC).toString(Qt::ISODate),
                 QStringLiteral("2026-10-25T09:05:00Z"));
        qputenv("TZ", "UTC");
    }

    void goes()
    {
        QFETCH(QString, text);
        QFETCH(int, selected);
        QFETCH(int, row);
        QFETCH(QString, why);
        const capture::Capture &capture = *m_recording->capture;
        const auto place = RowPlace::parse(text);
        QString refused = place ? QString() : place.error().message;
        int found = -1;
        if (place) {
            const auto number = place->row(capture);
            if (!number) {
                refused = number.error().message;
            } else if (*number) {
                found = int((*number)->value());
            } else {
                const auto time = place->time(capture, selected < 0 ? std::nullopt
                                                                    : std::optional(RowIndex(std::uint64_t(selected))));
                refused = time ? QString() : time.error().message;
                if (time) {
                    filter::RowScan scan(capture, RowPlace::from(*time));
                    std::uint64_t word = 0;
                    QVERIFY(scan.run(RowIndex(0), 8, &word));
                    found = std::countr_zero(word);
                }
            }
        }
        QCOMPARE(found, row);
        QVERIFY2(refused.contains(why) && refused.isEmpty() == (row >= 0), qPrintable(refused));
    }

    void aTimeOfDayIsThatOfTheWall()
    {
        qputenv("TZ", "Asia/Shanghai"); // the recording begins at 07:59:58
        const auto found = [&](QStringView text) {
            const auto place = RowPlace::parse(text);
            const auto time = place ? place->time(*m_recording->capture, {}) : Result<Timestamp>(Timestamp(-1));
            return time ? time->value() / 1'000'000'000 : -1;
        };
        const qint64 start = m_recording->capture->row(RowIndex(0)).time.value() / 1'000'000'000;
        QCOMPARE(found(u"07:59:59"), start + 1);
        QCOMPARE(found(u"2026-11-23 08:00"), start + 2);
        QCOMPARE(found(u"2026-11-23 00:00Z"), start + 2);
        qputenv("TZ", "UTC");
    }
};

QTEST_GUILESS_MAIN(TestRowPlace)
#include "tst_rowplace.moc"
