#include "core/filter/rowfield.h"

#include "core/capture/event.h"

#include <QTest>

#include <limits>

using namespace framescope;
using namespace framescope::filter;
using capture::RowKind;
using capture::RowRecord;

Q_DECLARE_METATYPE(framescope::filter::FieldTest)

namespace
{
std::vector<RowRecord> sampleRows()
{
    std::vector<RowRecord> rows(5);
    rows[0].setKind(RowKind::HandshakeRequest, Direction::Out);
    rows[0].setLength(300);
    rows[0].time = Timestamp(-5);
    rows[1].setKind(RowKind::Frame, Direction::In); // unmasked text of 126 octets
    rows[1].first = 0x81;
    rows[1].second = 126;
    rows[1].setLength(126);
    rows[1].setEndsMessage();
    rows[1].time = Timestamp(10);
    rows[2].setKind(RowKind::Frame, Direction::Out); // masked binary with RSV1, not the last of its message
    rows[2].first = 0x42;
    rows[2].second = 0x85;
    rows[2].setLength(5);
    rows[2].setConnection(ConnectionId(7));
    rows[2].setFindings(ws::Severity::Error);
    rows[2].setIncomplete();
    rows[2].time = Timestamp(20);
    rows[3].setKind(RowKind::Event, Direction::In);
    rows[3].first = static_cast<std::uint8_t>(capture::EventKind::Closed);
    rows[3].setLength(0);
    rows[4].setKind(RowKind::Raw, Direction::In);
    rows[4].setLength(10);
    rows[4].setFindings(ws::Severity::Warning);
    return rows;
}
} // namespace

class TestRowField : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fields_data()
    {
        constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
        QTest::addColumn<FieldTest>("test");
        QTest::addColumn<QString>("expected"); // a row that matches is x
        const auto row = [](const char *name, RowField field, std::uint64_t low, std::uint64_t high,
                            const char *expected) {
            QTest::newRow(name) << FieldTest{field, low, high} << QString::fromLatin1(expected);
        };
        row("number", RowField::Row, 101, 103, "-xxx-");
        row("time", RowField::Time, timeValue(Timestamp(-5)), timeValue(Timestamp(10)), "xx-xx");
        row("after", RowField::Time, timeValue(Timestamp(11)), most, "--x--");
        row("kind", RowField::Kind, 0, 0, "-xx--");
        row("direction", RowField::Direction, std::uint64_t(Direction::In), std::uint64_t(Direction::In), "-x--x");
        row("connection", RowField::Connection, 7, 7, "--x--");
        row("severity", RowField::Severity, std::uint64_t(ws::Severity::Warning), std::uint64_t(ws::Severity::Error),
            "--x-x");
        row("findings", RowField::HasFindings, 1, 1, "--x-x");
        row("incomplete", RowField::Incomplete, 1, 1, "--x--");
        row("event", RowField::EventKind, std::uint64_t(capture::EventKind::Closed),
            std::uint64_t(capture::EventKind::Closed), "---x-");
        row("length", RowField::Length, 5, 126, "-xx-x");
        row("wire", RowField::WireSize, 11, 130, "-xx--");
        row("opcode", RowField::Opcode, 2, 2, "--x--");
        row("no frame has no opcode", RowField::Opcode, 0, 15, "-xx--");
        row("fin", RowField::Fin, 0, 0, "--x--");
        row("rsv", RowField::Rsv, 4, 4, "--x--");
        row("masked", RowField::Masked, 0, 0, "-x---");
        row("ends a message", RowField::EndsMessage, 1, 1, "-x---");
        row("nothing between", RowField::Length, 6, 5, "-----");
        row("everything", RowField::Length, 0, most, "xxx-x");
    }
    void fields()
    {
        QFETCH(FieldTest, test);
        QFETCH(QString, expected);
        const std::vector<RowRecord> rows = sampleRows();
        std::uint64_t word = ~std::uint64_t(0);
        testRows(test, rows, RowIndex(100), &word);
        QString found;
        for (std::size_t i = 0; i < rows.size(); ++i)
            found += QLatin1Char(((word >> i) & 1) != 0 ? 'x' : '-');
        QCOMPARE(found, expected);
        QCOMPARE(word >> rows.size(), std::uint64_t(0));
    }

    /// Files of others may hold any two times there are.
    void timesFarApart()
    {
        constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
        std::vector<RowRecord> rows(4);
        const std::int64_t times[] = {std::numeric_limits<std::int64_t>::min(),
                                      std::numeric_limits<std::int64_t>::max(), -1,
                                      std::numeric_limits<std::int64_t>::max()};
        for (std::size_t i = 0; i < rows.size(); ++i)
            rows[i].time = Timestamp(times[i]);
        std::uint64_t word = 0;
        testRows({RowField::Delta, 0, most}, rows, RowIndex(0), &word);
        QCOMPARE(word, std::uint64_t(0b1010)); // the others are the first, and one that goes back
        testRows({RowField::Delta, most, most}, rows, RowIndex(0), &word);
        QCOMPARE(word, std::uint64_t(0b0010));
        testRows({RowField::Delta, most / 2 + 1, most / 2 + 1}, rows, RowIndex(0), &word);
        QCOMPARE(word, std::uint64_t(0b1000));
    }

    void manyWords()
    {
        std::vector<RowRecord> rows(200);
        for (std::size_t i = 0; i < rows.size(); ++i)
            rows[i].setLength(i);
        std::uint64_t words[4] = {9, 9, 9, 9};
        testRows({RowField::Length, 63, 128}, rows, RowIndex(0), words);
        QCOMPARE(words[0], std::uint64_t(1) << 63);
        QCOMPARE(words[1], ~std::uint64_t(0));
        QCOMPARE(words[2], std::uint64_t(1));
        QCOMPARE(words[3], std::uint64_t(0));
    }
};

QTEST_APPLESS_MAIN(TestRowField)
#include "tst_rowfield.moc"
