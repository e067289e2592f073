#include "core/capture/rowrecord.h"

#include <QTest>

using namespace framescope;
using namespace framescope::capture;

class TestRowRecord : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void messageStart_data()
    {
        QTest::addColumn<quint64>("row");
        QTest::addColumn<quint64>("start");
        constexpr quint64 span = quint64(1) << 32;
        QTest::newRow("its own") << quint64(17) << quint64(17);
        QTest::newRow("before") << quint64(17) << quint64(3);
        QTest::newRow("the first row") << quint64(0) << quint64(0);
        QTest::newRow("last of 32 bits") << span - 2 << span - 3;
        QTest::newRow("first beyond") << span << span;
        QTest::newRow("over the border") << span + 5 << span - 7;
        QTest::newRow("far beyond") << 5 * span + 9 << 5 * span + 8;
        QTest::newRow("far over a border") << 5 * span + 9 << 5 * span - 1;
        QTest::newRow("as far as it goes") << 5 * span + 9 << 4 * span + 10;
    }
    void messageStart()
    {
        QFETCH(quint64, row);
        QFETCH(quint64, start);
        RowRecord record;
        record.message = static_cast<std::uint32_t>(start);
        QCOMPARE(record.messageStart(RowIndex(row)), RowIndex(start));
    }

    void offsetsAndLengthsBeyondFourGiB()
    {
        RowRecord record;
        record.setOffset(StreamOffset(0x1234'5678'9ABC));
        record.setLength(0xFEDC'BA98'7654);
        QCOMPARE(record.offset().value(), 0x1234'5678'9ABCu);
        QCOMPARE(record.length(), 0xFEDC'BA98'7654u);
        record.setLength(~std::uint64_t(0));
        QCOMPARE(record.length(), RowRecord::maxStored);
    }

    void fieldsKeepToTheirBits()
    {
        RowRecord record;
        record.setKind(RowKind::Raw, Direction::Out);
        record.setFindings(ws::Severity::Error);
        record.setIncomplete();
        record.setEndsMessage();
        QCOMPARE(record.kind(), RowKind::Raw);
        QCOMPARE(record.direction(), Direction::Out);
        QCOMPARE(record.severity(), ws::Severity::Error);
        record.setKind(RowKind::Frame, Direction::In);
        QCOMPARE(record.kind(), RowKind::Frame);
        QCOMPARE(record.direction(), Direction::In);
        QVERIFY(record.incomplete() && record.endsMessage() && record.hasFindings());
    }
};

QTEST_GUILESS_MAIN(TestRowRecord)
#include "tst_rowrecord.moc"
