#include "core/filter/payloadscan.h"

#include "tests/core/capture/deflating.h"
#include "tests/support/bigcapture.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::filter;
using namespace framescope::test;
using capture::Capture;
using ws::Opcode;

namespace
{
/// Numbers of the rows that carry the octets.
QList<std::uint64_t> carrying(const Capture &capture, const QByteArray &octets)
{
    PayloadScan scan(capture);
    const auto rows = std::size_t(capture.rowCount());
    std::vector<std::uint64_t> words((rows + 63) / 64, ~std::uint64_t(0));
    std::vector<std::uint64_t> gone(words.size());
    if (auto kept = scan.keepThatCarry(OctetSearch(octets), RowIndex(0), rows, words.data(), gone.data(), {}); !kept)
        qFatal("%s", qPrintable(kept.error().message));
    QList<std::uint64_t> found;
    for (std::size_t i = 0; i < rows; ++i) {
        if (((words[i / 64] >> (i % 64)) & 1) != 0)
            found.append(i);
    }
    return found;
}

/// The same, asked of a CaptureReader row by row.
QList<std::uint64_t> carryingPlain(const Capture &capture, const QByteArray &octets)
{
    capture::CaptureReader reader(capture);
    QList<std::uint64_t> found;
    for (std::uint64_t i = 0; i < capture.rowCount(); ++i) {
        const auto payload = reader.payload(RowIndex(i), 0, 1u << 24);
        bool carries = payload && payload->contains(octets);
        if (const capture::RowRecord &row = capture.row(RowIndex(i)); row.isFrame() && row.endsMessage()) {
            const auto message = reader.messagePayload(RowIndex(i), 0, 1u << 24);
            carries = carries || (message && message->contains(octets));
        }
        if (carries)
            found.append(i);
    }
    return found;
}
} // namespace

class TestPayloadScan : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_file = 0;
    QString path() { return m_dir.filePath(u"%1.pcapng"_qs.arg(++m_file)); }

private Q_SLOTS:
    void asTheReaderSees_data()
    {
        QTest::addColumn<QByteArray>("octets");
        for (const char *octets : {"one", "e", "two", "Sec-WebSocket-Accept", "glued", "xxxxxxxx", "half", "no!", "bye",
                                   "more", "lost", "SSH", "\xFF", "to the server", "\x81", "absent", "p"})
            QTest::newRow(octets) << QByteArray(octets);
    }
    void asTheReaderSees()
    {
        QFETCH(QByteArray, octets);
        Recording r(path());
        recordAll(r);
        QCOMPARE(carrying(*r.capture, octets), carryingPlain(*r.capture, octets));
        const auto loaded = reopened(r.capture->path());
        QCOMPARE(carrying(*loaded, octets), carryingPlain(*r.capture, octets));
    }

    void overTheBordersOfFrames()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        r.in(id, frame(Opcode::Text, "first ha", false, false));
        r.in(id, frame(Opcode::Ping, "lf", false));
        r.in(id, frame(Opcode::Continuation, "lf of", false, false));
        r.in(id, frame(Opcode::Continuation, " it", false));
        r.in(id, frame(Opcode::Text, "half", false));
        QCOMPARE(carrying(*r.capture, "half of it"), QList<std::uint64_t>({5}));
        QCOMPARE(carrying(*r.capture, "half"), QList<std::uint64_t>({5, 6}));
        QCOMPARE(carrying(*r.capture, "first"), QList<std::uint64_t>({2, 5}));
        QCOMPARE(carrying(*r.capture, "lf"), QList<std::uint64_t>({3, 4, 5, 6}));
    }

    void overTheBordersOfManyFrames()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        // Also over where it is looked at in pieces.
        QByteArray text(300'000, '-');
        for (const int at : {100'100, 256 * 1024 - 3, 299'994})
            text.replace(at, 6, "needle");
        for (const char *word : {"needle", "needle---"}) {
            const std::uint64_t first = r.capture->rowCount();
            r.in(id, octetByOctet(text));
            const auto rows = std::size_t(r.capture->rowCount() - first);
            std::vector<std::uint64_t> words((rows + 63) / 64, ~std::uint64_t(0));
            PayloadScan scan(*r.capture);
            std::vector<std::uint64_t> gone(words.size());
            QVERIFY(scan.keepThatCarry(OctetSearch(word), RowIndex(first), rows, words.data(), gone.data(), {}).ok());
            words.back() &= ~std::uint64_t(0) >> (63 - (rows - 1) % 64);
            QCOMPARE(std::count_if(words.begin(), words.end(), [](std::uint64_t each) { return each != 0; }), 1);
            QCOMPARE(words.back(), std::uint64_t(1) << ((rows - 1) % 64));
        }
    }

    void onlyInsideOnePayload()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        // The second header is 81 03: "b\x81" would match only across the border, "\x81\x03" only in the header.
        r.in(id,
             frame(Opcode::Text, "aab", false) + frame(Opcode::Text, "abc", false) + frame(Opcode::Text, "abc", false));
        QCOMPARE(carrying(*r.capture, "b\x81"), QList<std::uint64_t>());
        QCOMPARE(carrying(*r.capture, "\x81\x03"), QList<std::uint64_t>());
        QCOMPARE(carrying(*r.capture, "abc"), (QList<std::uint64_t>{3, 4}));
        QCOMPARE(carrying(*r.capture, "b"), carryingPlain(*r.capture, "b"));
    }

    void maskedOctetsAreUnmasked()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        QByteArray wire;
        for (int i = 0; i < 100; ++i) // lengths of all alignments, in one packet
            wire += frame(Opcode::Text, QByteArray(i, '.') + (i % 7 == 0 ? "needle" : "nothing"), true);
        r.out(id, wire);
        const QList<std::uint64_t> found = carrying(*r.capture, "needle");
        QCOMPARE(found.size(), 15);
        QCOMPARE(found, carryingPlain(*r.capture, "needle"));
        // What the masked octets look like is not what they are.
        const QByteArray masked = frame(Opcode::Text, "needle", true).right(6);
        QCOMPARE(carrying(*r.capture, masked), QList<std::uint64_t>());
    }

    void framesOverSeveralPackets()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        const ConnectionId other = r.upgraded();
        const QByteArray wire = frame(Opcode::Binary, QByteArray(3000, 'a') + "needle" + QByteArray(3000, 'b'), false) +
                                frame(Opcode::Binary, "short", false);
        for (qsizetype i = 0; i < wire.size(); i += 997) {
            r.in(id, wire.mid(i, 997));
            r.in(other, frame(Opcode::Text, "between", false));
        }
        QCOMPARE(carrying(*r.capture, "aneedleb").size(), 1);
        QCOMPARE(carrying(*r.capture, "aneedleb"), carryingPlain(*r.capture, "aneedleb"));
        QCOMPARE(carrying(*r.capture, "short"), carryingPlain(*r.capture, "short"));
        QCOMPARE(carrying(*r.capture, "between").size(), (wire.size() + 996) / 997);
    }

    void largeFramesAreReadInPieces()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        for (const int before : {100, 256 * 1024 - 3, 256 * 1024, 1'200'000}) {
            QByteArray payload(1'400'000, 'x');
            payload.replace(before, 6, "needle");
            r.in(id, frame(Opcode::Binary, payload, false));
            r.out(id, frame(Opcode::Binary, payload, true));
        }
        r.in(id, frame(Opcode::Binary, QByteArray(1'400'000, 'x'), false));
        QCOMPARE(carrying(*r.capture, "needle").size(), 8);
        QCOMPARE(carrying(*r.capture, "needlf").size(), 0);
    }

    void compressedMessagesByWhatTheyInflateTo()
    {
        Recording r(path());
        const ConnectionId id = deflating(r, false);
        const QByteArray message = compressed("a needle in a compressed haystack, haystack, haystack");
        r.in(id, rawFrame(0xC1, message));                                         // row 2
        r.in(id, frame(Opcode::Text, "a plain needle", false));                    // row 3
        r.in(id, rawFrame(0x41, message.left(5)));                                 // row 4: only its last frame matches
        r.in(id, rawFrame(0x80, message.mid(5)));                                  // row 5
        r.in(id, rawFrame(0xC1, compressed("nothing")) + rawFrame(0xC1, message)); // rows 6 and 7
        QCOMPARE(carrying(*r.capture, "needle"), (QList<std::uint64_t>{2, 3, 5, 7}));
        QCOMPARE(carrying(*r.capture, "haystack, haystack, haystack"), (QList<std::uint64_t>{2, 5, 7}));
        QCOMPARE(carrying(*reopened(r.capture->path()), "needle"), (QList<std::uint64_t>{2, 3, 5, 7}));
    }

    void onlyRowsThatAreAsked()
    {
        const QString file = path();
        BigCapture big;
        big.frames = 1000;
        big.wordEvery = 10;
        QVERIFY(big.write(file).ok());
        const auto loaded = reopened(file);
        QCOMPARE(loaded->rowCount(), std::uint64_t(1002));
        QCOMPARE(carrying(*loaded, BigCapture::word).size(), 100);
        PayloadScan scan(*loaded);
        std::uint64_t words[2] = {~std::uint64_t(0), 0};
        std::uint64_t gone[2] = {};
        QVERIFY(scan.keepThatCarry(OctetSearch(BigCapture::word), RowIndex(2), 128, words, gone, {}).ok());
        std::uint64_t expected = 0;
        for (std::uint64_t i = 0; i < 64; i += 10)
            expected |= std::uint64_t(1) << i;
        QCOMPARE(words[0], expected);
        QCOMPARE(words[1], std::uint64_t(0));
    }

    void aFileThatIsGone()
    {
        const QString file = path();
        BigCapture big;
        big.frames = 10'000;
        QVERIFY(big.write(file).ok());
        const auto loaded = reopened(file);
        QVERIFY(QFile::resize(file, 1000));
        PayloadScan scan(*loaded);
        std::uint64_t words[1] = {~std::uint64_t(0)};
        std::uint64_t gone[1] = {};
        const auto kept = scan.keepThatCarry(OctetSearch("x"), RowIndex(9000), 64, words, gone, {});
        QVERIFY(!kept);
        QVERIFY2(kept.error().message.contains(file), qPrintable(kept.error().message));
    }
};

QTEST_GUILESS_MAIN(TestPayloadScan)
#include "tst_payloadscan.moc"
