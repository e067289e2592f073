#include "tests/core/capture/rolling.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <algorithm>

using namespace framescope;
using namespace framescope::capture;
using namespace framescope::test;
using ws::Opcode;

/// The independent reader: tshark must list the frames that we list.
class TestTshark : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    QString m_tshark;
    int m_file = 0;
    QString path() { return m_dir.filePath(u"%1.pcapng"_qs.arg(++m_file)); }

    QStringList tshark(const QStringList &arguments)
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"HOME"_qs, m_dir.path()); // no settings of the user's
        process.setProcessEnvironment(environment);
        process.start(m_tshark, arguments);
        if (!process.waitForFinished(60'000))
            qFatal("tshark does not end");
        return QString::fromUtf8(process.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
    }

    static QString key(const ws::FrameHeader &header)
    {
        return header.masked() ? QString::fromLatin1(toByteArray(header.key).toHex()) : QString();
    }

    /// One line a frame: client address and direction, time, FIN, RSV, opcode, mask, key, length.
    static QStringList ours(const Capture &capture)
    {
        QStringList lines;
        CaptureReader reader(capture);
        for (std::uint64_t i = 0; i < capture.rowCount(); ++i) {
            const RowRecord &row = capture.row(RowIndex(i));
            if (!row.isFrame() || row.incomplete())
                continue;
            const ws::FrameHeader header = reader.header(RowIndex(i));
            lines.append(u"%1 %2 fin %3 rsv %4 op %5 mask %6 key %7 length %8"_qs
                             .arg(row.direction() == Direction::Out
                                      ? u"10.0.0.%1"_qs.arg(row.connection().value() + 1)
                                      : u"192.0.2.1>10.0.0.%1"_qs.arg(row.connection().value() + 1))
                             .arg(row.time.value())
                             .arg(int(row.fin()))
                             .arg(row.rsv())
                             .arg(int(row.opcode()))
                             .arg(int(row.masked()))
                             .arg(key(header))
                             .arg(row.length()));
        }
        return lines;
    }

    QStringList theirs(const QString &file)
    {
        QStringList arguments{u"-r"_qs, file,         u"-Y"_qs, u"websocket"_qs,
                              u"-T"_qs, u"fields"_qs, u"-E"_qs, u"separator=|"_qs};
        for (const char *field :
             {"ip.src", "ip.dst", "frame.time_epoch", "websocket.fin", "websocket.rsv", "websocket.opcode",
              "websocket.mask", "websocket.masking_key", "websocket.payload_length", "websocket.payload_length_ext_16",
              "websocket.payload_length_ext_64"})
            arguments << u"-e"_qs << QLatin1String(field);
        QStringList lines;
        for (const QString &packet : tshark(arguments)) {
            const QStringList fields = packet.split(u'|');
            if (fields.size() != 11)
                qFatal("unexpected: %s", qPrintable(packet));
            const auto list = [&](int i) { return fields[i].split(u',', Qt::SkipEmptyParts); };
            const auto number = [](const QString &text) {
                if (text == u"True")
                    return 1;
                if (text == u"False")
                    return 0;
                return text.toInt(nullptr, 0);
            };
            const QStringList opcodes = list(5);
            QStringList keys = list(7);
            QStringList ext16 = list(9);
            QStringList ext64 = list(10);
            for (int i = 0; i < opcodes.size(); ++i) {
                const bool masked = number(list(6).value(i)) == 1;
                QString length = list(8).value(i);
                if (length == u"126" && !ext16.isEmpty())
                    length = ext16.takeFirst();
                else if (length == u"127" && !ext64.isEmpty())
                    length = ext64.takeFirst();
                const QString maskKey =
                    masked && !keys.isEmpty() ? keys.takeFirst().remove(u':').remove(u"0x"_qs) : QString();
                lines.append(u"%1 %2 fin %3 rsv %4 op %5 mask %6 key %7 length %8"_qs
                                 .arg(fields[0] == u"192.0.2.1" ? fields[0] + u'>' + fields[1] : fields[0])
                                 .arg(QString(fields[2]).remove(u'.'))
                                 .arg(number(list(3).value(i)))
                                 .arg(number(list(4).value(i)))
                                 .arg(number(opcodes[i]))
                                 .arg(int(masked))
                                 .arg(maskKey, length));
            }
        }
        return lines;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_tshark = QStandardPaths::findExecutable(u"tshark"_qs);
        if (m_tshark.isEmpty())
            QSKIP("tshark is not installed");
    }

    void framesOfSeveralConnections()
    {
        Recording r(path());
        const ConnectionId a = r.upgraded();
        const ConnectionId b = r.upgraded();
        r.event(a, EventKind::Note, {{u"text"_qs, u"in between"_qs}});
        r.out(a, frame(Opcode::Text, "Hello", true));
        r.in(b, frame(Opcode::Text, "frag", false, false));
        r.in(a, frame(Opcode::Binary, QByteArray(70'000, 'x'), false));
        r.in(b, frame(Opcode::Ping, "p", false));
        r.out(b, frame(Opcode::Pong, "p", true));
        r.in(b, frame(Opcode::Continuation, "ment", false));
        const QByteArray halves = frame(Opcode::Text, "in two pieces", true);
        r.out(a, halves.left(7));
        r.out(b, frame(Opcode::Binary, QByteArray(300, 'y'), true));
        r.out(a, halves.mid(7));
        r.in(a,
             frame(Opcode::Text, "one", false) + frame(Opcode::Text, "two", false) + frame(Opcode::Binary, "", false));
        r.out(a, frame(Opcode::Close, ws::closePayload(1000, "bye"), true));
        r.in(a, frame(Opcode::Close, ws::closePayload(1000, "bye"), false));
        r.capture->endStream(a, Direction::In, r.tick());
        r.capture->endStream(a, Direction::Out, r.tick());
        r.capture->reset(b, Direction::In, r.tick());
        const QStringList expected = ours(*r.capture);
        QCOMPARE(expected.size(), 13);
        QCOMPARE(theirs(r.capture->path()), expected);
    }

    void framesGluedToTheAnswer()
    {
        Recording r(path());
        const ConnectionId id = r.connect();
        r.out(id, requestHead());
        r.in(id, responseHead() + frame(Opcode::Text, "at once", false));
        r.in(id, frame(Opcode::Text, "later", false));
        QCOMPARE(ours(*r.capture).size(), 2);
        QCOMPARE(theirs(r.capture->path()), ours(*r.capture));
    }

    void serverRole()
    {
        ConnectionFacts facts = clientFacts();
        facts.ourRole = ws::Role::Server;
        Recording r(path());
        const ConnectionId id = r.connect(facts);
        r.in(id, requestHead());
        r.out(id, responseHead());
        r.in(id, frame(Opcode::Text, "question", true));
        r.out(id, frame(Opcode::Text, "answer", false));
        const QStringList lines = theirs(r.capture->path());
        QCOMPARE(lines.size(), 2);
        QVERIFY(lines[0].startsWith(u"10.0.0.1 "_qs));
        QVERIFY(lines[1].startsWith(u"192.0.2.1>10.0.0.1 "_qs));
    }

    void manyFramesInOneRead()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        QByteArray octets;
        for (int i = 0; i < 1000; ++i)
            octets += frame(Opcode::Text, QByteArray::number(i), false);
        r.in(id, octets);
        QCOMPARE(ours(*r.capture).size(), 1000);
        QCOMPARE(theirs(r.capture->path()), ours(*r.capture));
    }

    void noPacketIsBroken()
    {
        Recording r(path());
        recordAll(r);
        const QString file = r.capture->path();
        const QStringList checks{u"-o"_qs, u"ip.check_checksum:TRUE"_qs, u"-o"_qs, u"tcp.check_checksum:TRUE"_qs};
        QCOMPARE(tshark(QStringList{u"-r"_qs, file} + checks +
                        QStringList{u"-Y"_qs, u"ip.checksum.status == 0 || tcp.checksum.status == 0"_qs}),
                 QStringList());
        QCOMPARE(tshark(QStringList{
                     u"-r"_qs, file, u"-Y"_qs,
                     u"_ws.malformed || tcp.analysis.lost_segment || tcp.analysis.retransmission || "
                     "tcp.analysis.out_of_order || tcp.analysis.ack_lost_segment || tcp.analysis.window_full"_qs}),
                 QStringList());
        const QStringList good =
            tshark(QStringList{u"-r"_qs, file} + checks + QStringList{u"-Y"_qs, u"tcp.checksum.status == 1"_qs});
        QVERIFY(good.size() > 50);
        // The true addresses are where people look for them.
        QVERIFY(tshark({u"-r"_qs, file, u"-Y"_qs, u"tcp.flags.syn == 1"_qs, u"-T"_qs, u"fields"_qs, u"-e"_qs,
                        u"frame.comment"_qs})
                    .join(u' ')
                    .contains(u"ws://example.com/chat"_qs));
    }

    void everyFileOfARollingCapture()
    {
        Recording r(path());
        RollLimits limits;
        limits.maxFrames = 4;
        const ConnectionId a = r.upgraded();
        const ConnectionId b = r.upgraded();
        r.capture->setRolling(limits);
        for (int i = 0; i < 12; ++i) {
            r.in(a, frame(Opcode::Text, "a" + QByteArray::number(i), false));
            r.out(b, frame(Opcode::Text, "b" + QByteArray::number(i), true, i % 2 == 1));
        }
        const QStringList parts = partPaths(*r.capture);
        QVERIFY(parts.size() >= 5);
        QStringList together;
        for (const QString &part : parts) {
            QCOMPARE(theirs(part), ours(*reopened(part)));
            together += theirs(part);
            QCOMPARE(tshark({u"-r"_qs, part, u"-Y"_qs,
                             u"_ws.malformed || tcp.analysis.lost_segment || tcp.analysis.retransmission || "
                             "tcp.analysis.out_of_order || tcp.analysis.ack_lost_segment"_qs}),
                     QStringList());
        }
        QCOMPARE(together, ours(*r.capture));
        QCOMPARE(theirs(concatenated(parts, path())), together);
    }

    void fileThatBeginsInsideAFrame_data()
    {
        QTest::addColumn<int>("cut");
        for (const int cut : {1, 3, 7, 8, 9, 100})
            QTest::addRow("%d", cut) << cut;
    }
    void fileThatBeginsInsideAFrame()
    {
        QFETCH(int, cut);
        Recording r(path());
        const ConnectionId a = r.upgraded();
        const ConnectionId b = r.upgraded();
        // Its payload looks like frames.
        const QByteArray octets = frame(Opcode::Binary, QByteArray(300, '\x81'), true);
        r.out(b, octets.left(cut));
        rollEachRead(r);
        r.in(a, frame(Opcode::Text, "rolls", false));
        r.capture->setRolling({});
        r.out(b, octets.mid(cut));
        r.out(b, frame(Opcode::Text, "whole", true));
        const QString second = partPaths(*r.capture).last();
        QStringList lines = theirs(second);
        // Of the frame that began before there is its rest, or all of it when its header was not whole.
        QCOMPARE(lines.size(), 2);
        QVERIFY2(lines.takeFirst().endsWith(u"length %1"_qs.arg(cut < 8 ? 300 : 308 - cut)), qPrintable(lines.first()));
        QCOMPARE(lines, ours(*reopened(second)).mid(cut < 8 ? 1 : 0));
    }

    void flippedBitIsFound()
    {
        const QString file = path();
        std::uint64_t at = 0;
        {
            Recording r(file);
            const ConnectionId id = r.upgraded();
            r.in(id, frame(Opcode::Text, "to be changed", false));
            at = r.capture->fileSize() - 30;
        }
        QFile changed(file);
        QVERIFY(changed.open(QIODevice::ReadWrite));
        QVERIFY(changed.seek(qint64(at)));
        char octet = 0;
        QVERIFY(changed.getChar(&octet));
        QVERIFY(changed.seek(qint64(at)));
        QVERIFY(changed.putChar(char(octet ^ 4)));
        changed.close();
        QCOMPARE(
            tshark({u"-r"_qs, file, u"-o"_qs, u"tcp.check_checksum:TRUE"_qs, u"-Y"_qs, u"tcp.checksum.status == 0"_qs})
                .size(),
            1);
    }
};

QTEST_GUILESS_MAIN(TestTshark)
#include "tst_tshark.moc"
