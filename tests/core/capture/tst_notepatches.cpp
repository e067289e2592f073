#include "core/capture/notepatches.h"

#include "core/capture/capturestore.h"
#include "tests/core/capture/recording.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::capture;

/// Notes in the packets of a saved copy: here and back, and as another program shows them.
class TestNotePatches : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

    QString file(const char *name) const { return m_dir.filePath(QLatin1String(name)); }
    static std::unique_ptr<Capture> opened(const QString &path)
    {
        auto made = Capture::open(path);
        if (!made || !(*made)->load())
            qFatal("cannot open %s", qPrintable(path));
        return std::move(*made);
    }
    static void note(const Capture &capture, std::uint64_t row, const RowNote &note)
    {
        // What cannot be written beside a file of a test is not asked for.
        (void)capture.notes().set(RowIndex(row), capture.row(RowIndex(row)), note);
    }
    static QByteArray octets(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static QStringList listed(const Capture &capture)
    {
        QStringList lines;
        for (const auto &[row, note] : capture.notes().all()) {
            if (!note.isEmpty())
                lines.append(u"%1 %2%3"_qs.arg(row.value()).arg(note.marked ? u"* "_qs : QString(), note.comment));
        }
        return lines;
    }

private Q_SLOTS:
    void aCopyCarriesTheNotes()
    {
        test::Recording r(file("live.pcapng"));
        const ConnectionId id = r.upgraded();
        r.in(id, test::frame(ws::Opcode::Text, "one", false) + test::frame(ws::Opcode::Text, "two", false));
        r.out(id, test::frame(ws::Opcode::Text, "three", true));
        r.event(id, EventKind::Note, {{u"text"_qs, u"an event"_qs}});
        const Capture &live = *r.capture;
        note(live, 0, {false, u"of the request"_qs});
        note(live, 2, {true, {}});
        note(live, 3, {false, u"second frame of its packet"_qs});
        note(live, 4, {true, u"sent"_qs});
        note(live, 5, {false, u"of the event"_qs});
        const QStringList all{u"0 of the request"_qs, u"2 * "_qs, u"3 second frame of its packet"_qs, u"4 * sent"_qs,
                              u"5 of the event"_qs};
        QCOMPARE(listed(live), all);
        QVERIFY(saveCopy(live, file("copy.pcapng")));
        const auto copy = opened(file("copy.pcapng"));
        QCOMPARE(copy->rowCount(), live.rowCount());
        QCOMPARE(listed(*copy), all);
        QCOMPARE(copy->notes().edits(), 0u);
        // Its rows are the same, also the event, whose packet has a comment of its own.
        CaptureReader reader(*copy);
        QCOMPARE(reader.event(RowIndex(5)).details.value(u"text").toString(), u"an event"_qs);
        QCOMPARE(*reader.payload(RowIndex(4), 0, 99, true), QByteArray("three"));

        // A copy of the copy, with some notes changed: no note is there twice.
        note(*copy, 2, {});
        note(*copy, 3, {false, u"another"_qs});
        QVERIFY(saveCopy(*copy, file("copy2.pcapng")));
        QVERIFY(!octets(file("copy2.pcapng")).contains("second frame"));
        QCOMPARE(octets(file("copy2.pcapng")).count("of the request"), 1);
        const auto again = opened(file("copy2.pcapng"));
        QCOMPARE(listed(*again),
                 (QStringList{u"0 of the request"_qs, u"3 another"_qs, u"4 * sent"_qs, u"5 of the event"_qs}));
        // Where nothing is noted any more the copy is as the recording is.
        for (const std::uint64_t row : {0, 3, 4, 5})
            note(*again, row, {});
        QVERIFY(saveCopy(*again, file("bare.pcapng")));
        QCOMPARE(listed(*opened(file("bare.pcapng"))), QStringList());
    }

    void withoutNotesACopyIsTheRecording()
    {
        test::Recording r(file("plain.pcapng"));
        const ConnectionId id = r.upgraded();
        r.in(id, test::frame(ws::Opcode::Text, "one", false));
        QVERIFY(saveCopy(*r.capture, file("plain-copy.pcapng")));
        QCOMPARE(octets(file("plain-copy.pcapng")),
                 octets(file("plain.pcapng")).left(qsizetype(r.capture->fileSize())));
    }

    void whatStoodBesideTheReplacedFileGoes()
    {
        test::Recording r(file("kept.pcapng"));
        const ConnectionId id = r.upgraded();
        note(*r.capture, 0, {true, {}});
        QVERIFY(saveCopy(*r.capture, file("target.pcapng")));
        {
            const auto target = opened(file("target.pcapng"));
            note(*target, 0, {});
            QVERIFY(QFile::exists(file("target.pcapng.notes")));
        }
        QVERIFY(saveCopy(*r.capture, file("target.pcapng")));
        QVERIFY(!QFile::exists(file("target.pcapng.notes")));
        QCOMPARE(listed(*opened(file("target.pcapng"))), QStringList{u"0 * "_qs});
        Q_UNUSED(id)
    }

    void bigEndianFilesTakeThemToo()
    {
        // A section of the other byte order, with a packet that has a comment of a person and one option more.
        QByteArray made;
        const auto u32 = [&made](std::uint32_t n) {
            for (int shift = 24; shift >= 0; shift -= 8)
                made += char(n >> shift & 0xFF);
        };
        u32(0x0A0D0D0A), u32(28), u32(0x1A2B3C4D), u32(0x00010000), u32(0xFFFFFFFF), u32(0xFFFFFFFF), u32(28);
        u32(1), u32(20), u32(101u << 16), u32(0), u32(20);
        const QByteArray ip =
            QByteArray::fromHex("45000034000000004006000001010101020202029c400050000000010000000050180000"
                                "00000000") +
            "GET / HTTP/1";
        u32(6), u32(std::uint32_t(28 + 52 + 8 + 12 + 4 + 4)), u32(0), u32(0), u32(1), u32(52), u32(52);
        made += ip;
        u32(2u << 16 | 4), u32(7); // epb_flags
        u32(1u << 16 | 6), made += "person", made += QByteArray(2, '\0');
        u32(0), u32(std::uint32_t(28 + 52 + 8 + 12 + 4 + 4));
        QFile out(file("big.pcapng"));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(made);
        out.close();
        std::vector<PlacedNote> notes(1);
        notes[0].place = 28 + 20 + 28 + 40; // the first octet of the payload
        notes[0].note = {true, u"ours"_qs};
        auto patches = notePatches(file("big.pcapng"), 0, notes);
        QVERIFY2(patches.ok(), patches ? "" : qPrintable(patches.error().message));
        QCOMPARE(patches->size(), 1u);
        const NotePatch &patch = patches->front();
        QCOMPARE(patch.from, 48u);
        QCOMPARE(patch.to, std::uint64_t(made.size()));
        QVERIFY(patch.block.contains("ours [Framescope: marked]"));
        QVERIFY(!patch.block.contains("person")); // it was the note on this row
        QVERIFY(patch.block.contains(QByteArray::fromHex("0002000400000007")));
        QCOMPARE(patch.block.right(4), patch.block.mid(4, 4));
        QCOMPARE(std::uint32_t(std::uint8_t(patch.block[6])) << 8 | std::uint8_t(patch.block[7]),
                 std::uint32_t(patch.block.size()));
        // On another row of the packet it stands beside the person's.
        notes[0].place += 4;
        notes[0].stream = 4;
        patches = notePatches(file("big.pcapng"), 0, notes);
        QVERIFY(patches->front().block.contains("person"));
        QVERIFY(patches->front().block.contains("row at octet 4 of"));
    }

    void whatNobodyChangedIsCopiedAsItIs()
    {
        test::Recording r(file("commented.pcapng"));
        const ConnectionId id = r.upgraded();
        r.in(id, test::frame(ws::Opcode::Text, "one", false));
        note(*r.capture, 2, {false, u"of a person"_qs});
        QVERIFY(saveCopy(*r.capture, file("commented2.pcapng")));
        const auto copy = opened(file("commented2.pcapng"));
        QVERIFY(copy->notes().changed().empty());
        QVERIFY(saveCopy(*copy, file("commented3.pcapng")));
        QCOMPARE(octets(file("commented3.pcapng")), octets(file("commented2.pcapng")));
    }

    void ofSeveralCommentsOnlyTheNoteIsReplaced()
    {
        QByteArray made;
        const auto u32 = [&made](std::uint32_t n) {
            for (int shift = 24; shift >= 0; shift -= 8)
                made += char(n >> shift & 0xFF);
        };
        u32(0x0A0D0D0A), u32(28), u32(0x1A2B3C4D), u32(0x00010000), u32(0xFFFFFFFF), u32(0xFFFFFFFF), u32(28);
        u32(1), u32(20), u32(101u << 16), u32(0), u32(20);
        const std::uint32_t size = 28 + 52 + 8 + 8 + 4 + 4;
        u32(6), u32(size), u32(0), u32(0), u32(1), u32(52), u32(52);
        made += QByteArray::fromHex("45000034000000004006000001010101020202029c4000500000000100000000501800000000"
                                    "0000") +
                "GET / HTTP/1";
        u32(1u << 16 | 4), made += "milk", u32(1u << 16 | 4), made += "eggs", u32(0), u32(size);
        QFile out(file("several.pcapng"));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(made);
        out.close();
        std::vector<PlacedNote> notes(1);
        notes[0].place = 28 + 20 + 28 + 40;
        notes[0].note = {false, u"ours"_qs};
        const auto patches = notePatches(file("several.pcapng"), 0, notes);
        QVERIFY(patches.ok());
        QVERIFY(patches->front().block.contains("milk"));
        QVERIFY(!patches->front().block.contains("eggs"));
        QVERIFY(patches->front().block.contains("ours"));
    }

    void tsharkShowsThem()
    {
        const QString tshark = QStandardPaths::findExecutable(u"tshark"_qs);
        if (tshark.isEmpty())
            QSKIP("tshark is not installed");
        test::Recording r(file("shown.pcapng"));
        const ConnectionId id = r.upgraded();
        r.in(id, test::frame(ws::Opcode::Text, "one", false));
        note(*r.capture, 2, {false, u"Warum so spät?"_qs});
        QVERIFY(saveCopy(*r.capture, file("shown-copy.pcapng")));
        QProcess process;
        process.start(tshark, {u"-r"_qs, file("shown-copy.pcapng"), u"-Y"_qs, u"websocket"_qs, u"-T"_qs, u"fields"_qs,
                               u"-e"_qs, u"frame.comment"_qs});
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(QString::fromUtf8(process.readAllStandardOutput()).trimmed(), u"Warum so spät?"_qs);
    }
};

QTEST_GUILESS_MAIN(TestNotePatches)
#include "tst_notepatches.moc"
