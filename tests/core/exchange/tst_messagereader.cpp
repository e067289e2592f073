#include "core/exchange/messagereader.h"

#include "tests/core/capture/deflating.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::exchange;
using namespace framescope::test;
using ws::Opcode;

class TestMessageReader : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

    static QStringList heads(const capture::Capture &capture, std::uint64_t from = 0)
    {
        QStringList lines;
        MessageReader reader(capture);
        const auto read = reader.read(RowIndex(from), RowIndex(capture.rowCount()),
                                      [&](RowIndex row, const capture::RowRecord &record, const auto &octets) {
                                          lines.append(u"%1 %2 %3"_qs.arg(row.value())
                                                           .arg(int(record.opcode()))
                                                           .arg(QString::fromUtf8(toByteArray(octets.head).left(40))));
                                          if (!octets.tail.empty())
                                              lines.last() +=
                                                  u" ... "_qs + QString::fromUtf8(toByteArray(octets.tail)).right(8);
                                      });
        if (!read)
            lines.append(read.error().message);
        return lines;
    }

private Q_SLOTS:
    void messages()
    {
        Recording r(m_dir.filePath(u"plain.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        r.out(id,
              frame(Opcode::Text, "masked", true) + frame(Opcode::Binary, "no", true) + frame(Opcode::Ping, "p", true));
        r.in(id, frame(Opcode::Text, "first ", false, false));
        r.in(id, frame(Opcode::Pong, "p", false));
        r.in(id, frame(Opcode::Continuation, "and last", false));
        r.in(id, frame(Opcode::Binary, "b", false, false) + frame(Opcode::Continuation, "no text", false));
        r.in(id,
             frame(Opcode::Text, "", false) + frame(Opcode::Text, "one", false) + frame(Opcode::Text, "two", false));
        r.in(id, frame(Opcode::Text, "large " + QByteArray(3'000'000, 'x'), false));
        r.in(id, frame(Opcode::Text, "middle " + QByteArray(20'000, 'x'), false));
        r.in(id, frame(Opcode::Continuation, "orphan", false));
        r.in(id, frame(Opcode::Text, "never whole", false).left(7));
        r.capture->endStream(id, Direction::In, r.tick());
        const QString xs(34, u'x');
        const QStringList expected{
            u"2 1 masked"_qs, u"4 9 p"_qs,    u"6 10 p"_qs,           u"7 0 first and last"_qs,          u"10 1 "_qs,
            u"11 1 one"_qs,   u"12 1 two"_qs, u"13 1 large "_qs + xs, u"14 1 middle "_qs + xs.chopped(1)};
        QCOMPARE(heads(*r.capture), expected);
        QCOMPARE(heads(*r.capture, 11), expected.mid(5));
    }

    void compressedMessages()
    {
        Recording r(m_dir.filePath(u"compressed.pcapng"_qs));
        const ConnectionId id = deflating(r, false);
        const QByteArray message = "{\"type\":\"tick\"}" + QByteArray(9000, ' ') + "the end";
        const QByteArray octets = compressed(message);
        r.in(id, rawFrame(0xC1, octets));
        r.in(id, rawFrame(0x41, octets.left(5)) + rawFrame(0x80, octets.mid(5)));
        const QString shown = u"{\"type\":\"tick\"}"_qs + QString(25, u' ') + u" ...  the end"_qs;
        QCOMPARE(heads(*r.capture), (QStringList{u"2 1 "_qs + shown, u"4 0 "_qs + shown}));
    }

    void theEndOfLongObjects()
    {
        Recording r(m_dir.filePath(u"tails.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        const QByteArray object = "{\"a\":\"" + QByteArray(20'000, 'x') + "\",\"id\":1}";
        r.in(id, frame(Opcode::Text, object, false));                                                      // 2
        r.out(id, frame(Opcode::Text, " " + object, true));                                                // 3
        r.in(id, frame(Opcode::Text, "[" + object + "]", false));                                          // 4
        r.in(id, frame(Opcode::Text, object.left(9'000), false, false));                                   // 5
        r.in(id, frame(Opcode::Continuation, object.mid(9'000), false));                                   // 6
        r.in(id, frame(Opcode::Text, "{" + QByteArray(15'000, ' ') + "\"id\":1}", false));                 // 7
        r.in(id, frame(Opcode::Text, "{\"a\":", false, false) + frame(Opcode::Continuation, "1}", false)); // 8, 9
        QStringList ends;
        MessageReader reader(*r.capture);
        QVERIFY(reader.read(RowIndex(0), RowIndex(r.capture->rowCount()),
                            [&](RowIndex row, const auto &, const MessageReader::Octets &octets) {
                                ends.append(u"%1 %2 %3"_qs.arg(row.value())
                                                .arg(octets.head.size())
                                                .arg(QString::fromUtf8(toByteArray(octets.tail).right(9))));
                            }));
        QCOMPARE(ends, (QStringList{u"2 4096 \",\"id\":1}"_qs, u"3 4096 \",\"id\":1}"_qs, u"4 4096 "_qs,
                                    u"6 4096 \",\"id\":1}"_qs, u"7 15008 "_qs, u"9 7 "_qs}));
    }

    /// Messages that begin in a file which the recording has dropped are passed over, whatever they are read by.
    void droppedFiles()
    {
        Recording r(m_dir.filePath(u"rolling.pcapng"_qs));
        const ConnectionId id = r.upgraded(), other = r.upgraded(), deflated = deflating(r, false);
        const QByteArray small = frame(Opcode::Text, "small", false);
        const QByteArray large = frame(Opcode::Text, QByteArray(20'000, 'x'), false);
        r.in(deflated, rawFrame(0xC1, compressed("{\"type\":\"tick\"}")));
        r.in(id, small + large + frame(Opcode::Text, "begun ", false, false));
        r.in(other, large.left(1'000));
        const ConnectionId third = r.upgraded();
        r.in(third, small.left(4));
        capture::RollLimits limits;
        limits.maxFrames = 1;
        limits.keepParts = 1;
        r.capture->setRolling(limits);
        r.in(deflated, rawFrame(0xC1, compressed("{\"type\":\"tock\"}")));
        r.capture->setRolling({});
        const std::uint64_t kept = r.capture->rowCount();
        QVERIFY(r.capture->firstKeptRow() > 0);
        r.in(id, frame(Opcode::Continuation, "and ended", false));
        r.in(other, large.mid(1'000));
        r.in(third, small.mid(4) + frame(Opcode::Text, "whole", false));
        QStringList expected;
        for (std::uint64_t row = 0; row < kept; ++row) { // what is inflated is kept
            if (r.capture->row(RowIndex(row)).isFrame() && r.capture->row(RowIndex(row)).rsv1())
                expected.append(u"%1 1 {\"type\":\"t%2ck\"}"_qs.arg(row).arg(QChar(expected.isEmpty() ? u'i' : u'o')));
        }
        QCOMPARE(expected.size(), 2);
        expected.append(u"%1 1 whole"_qs.arg(r.capture->rowCount() - 1));
        QCOMPARE(heads(*r.capture), expected);
    }

    void stops()
    {
        Recording r(m_dir.filePath(u"stops.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        r.in(id, frame(Opcode::Text, "one", false));
        r.in(id, frame(Opcode::Text, "two", false));
        std::stop_source stop;
        stop.request_stop();
        MessageReader reader(*r.capture);
        int taken = 0;
        QVERIFY(reader.read(
            RowIndex(0), RowIndex(4), [&](RowIndex, const auto &, const auto &) { ++taken; }, stop.get_token()));
        QCOMPARE(taken, 0);
    }
};

QTEST_GUILESS_MAIN(TestMessageReader)
#include "tst_messagereader.moc"
