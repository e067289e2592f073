#include "tests/core/capture/recording.h"

#include "core/base/platform.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::capture;
using namespace framescope::test;
using ws::Opcode;

class TestCaptureReader : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_file = 0;
    QString path() { return m_dir.filePath(u"%1.pcapng"_qs.arg(++m_file)); }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_dir.isValid()); }

    void payloadWindowsOfALongFrame()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        QByteArray payload(700'000, Qt::Uninitialized);
        for (qsizetype i = 0; i < payload.size(); ++i)
            payload[i] = char(i * 31 + i / 256);
        const QByteArray wire = frame(Opcode::Binary, payload, true);
        const ConnectionId other = r.upgraded();
        for (qsizetype at = 0; at < wire.size(); at += 3'333) {
            r.out(id, wire.mid(at, 3'333));
            r.in(other, "\x81\x01-");
        }
        std::uint64_t row = 0;
        while (r.capture->row(RowIndex(row)).length() != 700'000)
            ++row;
        CaptureReader reader(*r.capture);
        QCOMPARE(*reader.payload(RowIndex(row), 0, 1'000'000), payload);
        for (const qsizetype from : {0, 1, 3'318, 3'319, 3'320, 65'000, 699'999, 700'000})
            QCOMPARE(*reader.payload(RowIndex(row), std::uint64_t(from), 5'000), payload.mid(from, 5'000));
        QCOMPARE(reader.messagePayload(RowIndex(row), 123'456, 78'901)->size(), 78'901);
    }

    void messagesInManyFrames()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        const QByteArray text = QByteArray(100'010, '-') + "the end";
        r.in(id, octetByOctet(text));
        CaptureReader reader(*r.capture);
        const RowIndex last(r.capture->rowCount() - 1);
        QCOMPARE(*reader.messagePayload(last, 0, 200'000), text);
        QCOMPARE(*reader.messagePayload(last, 100'014, 200'000), QByteArray("end"));
        std::stop_source stopped;
        stopped.request_stop();
        QCOMPARE(*reader.messagePayload(last, 0, 200'000, stopped.get_token()), QByteArray());
        QCOMPARE(reader.messageRows(last, 3), std::vector<RowIndex>({RowIndex(2), RowIndex(3), RowIndex(4)}));
    }

    void headerCutByTheEnd()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        r.in(id, QByteArray::fromHex("82fe0102aa"));
        r.capture->reset(id, Direction::In, r.tick());
        QCOMPARE(r.capture->rowCount(), 4u);
        QVERIFY(r.capture->row(RowIndex(2)).incomplete());
        QVERIFY(hasFinding(*r.capture, 2, "frame.header.truncated"));
        QVERIFY(hasFinding(*r.capture, 3, "tcp.rst"));
        CaptureReader reader(*r.capture);
        QCOMPARE(*reader.wire(RowIndex(2), 0, 100), QByteArray::fromHex("82fe0102aa"));
        QCOMPARE(reader.payloadPresent(RowIndex(2)), 0u);
        QVERIFY(reader.payload(RowIndex(2), 0, 100)->isEmpty());
    }

    void longEventDetailsAreShortened()
    {
        Recording r(path());
        const ConnectionId id = r.connect();
        r.event(id, EventKind::Note, {{u"text"_qs, QString(200'000, u'x')}, {u"n"_qs, 7}});
        const Event event = CaptureReader(*r.capture).event(RowIndex(0));
        QCOMPARE(event.details.value(u"text"_qs).toString().size(), 1000);
        QCOMPARE(event.details.value(u"n"_qs).toInt(), 7);
    }

    void hugeDeclaredLengthCostsNothing()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        const std::uint64_t before = platform::residentMemory();
        r.in(id, QByteArray::fromHex("827f0000000040000000") + "few");
        r.capture->endStream(id, Direction::In, r.tick());
        QVERIFY(platform::residentMemory() < before + (16u << 20));
        const RowRecord &row = r.capture->row(RowIndex(2));
        QCOMPARE(row.length(), std::uint64_t(1) << 30);
        QVERIFY(row.incomplete());
        CaptureReader reader(*r.capture);
        QCOMPARE(reader.payloadPresent(RowIndex(2)), 3u);
        QCOMPARE(*reader.payload(RowIndex(2), 0, std::uint64_t(1) << 30), QByteArray("few"));
        QCOMPARE(*reader.wire(RowIndex(2), 0, std::uint64_t(-1)), QByteArray::fromHex("827f0000000040000000") + "few");
    }
};

QTEST_GUILESS_MAIN(TestCaptureReader)
#include "tst_capturereader.moc"
