#include "ui/compose/rowspec.h"

#include "core/capture/capturereader.h"
#include "core/ws/deflater.h"
#include "tests/support/panecapture.h"

#include <QTest>

using namespace framescope;
using namespace framescope::ui;

namespace
{
constexpr std::uint64_t limit = 1024 * 1024;

ws::FrameFields text(std::uint8_t rsv, bool fin = true)
{
    ws::FrameFields fields;
    fields.opcode = ws::Opcode::Text;
    fields.rsv = rsv;
    fields.fin = fin;
    return fields;
}
} // namespace

class TestRowSpec : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aPlainFrameIsTakenAsItIs()
    {
        tests::PaneCapture made;
        made.upgradeWithDeflate();
        ws::FrameFields odd = text(1, false);
        odd.form = ws::LengthForm::Bits64;
        made.receiveFrame(odd, "abc");
        capture::CaptureReader reader(made.capture());
        const auto spec = rowSpec(reader, made.last(), limit);
        QVERIFY(spec.ok());
        QCOMPARE(spec->spec.payload, QByteArray("abc"));
        QCOMPARE(int(spec->spec.rsv), 1);
        QVERIFY(!spec->spec.fin && !spec->spec.compress && !spec->needsContext);
        QCOMPARE(spec->spec.length, craft::LengthChoice::Bits64);
        QVERIFY(!rowSpec(reader, made.last(), 2).ok());
    }

    void aCompressedMessageIsInflated()
    {
        tests::PaneCapture made;
        made.upgradeWithDeflate();
        ws::Deflater deflater(ws::DeflateSide{});
        const QByteArray message = "the same words, the same words";
        for (int i = 0; i < 2; ++i) { // the second refers to the first
            QByteArray octets;
            deflater.compress(byteView(message), octets);
            made.receiveFrame(text(4), octets);
        }
        capture::CaptureReader reader(made.capture());
        const auto spec = rowSpec(reader, made.last(), limit);
        QVERIFY(spec.ok());
        QCOMPARE(spec->spec.payload, message);
        QVERIFY(spec->spec.compress);
        QCOMPARE(int(spec->spec.rsv), 0);
        QVERIFY(!spec->needsContext);
        QVERIFY(!rowSpec(reader, made.last(), 20).ok()); // inflated it is longer than on the wire
    }

    void aPartOfACompressedMessageIsOfferedWhole()
    {
        tests::PaneCapture made;
        made.upgradeWithDeflate();
        const QByteArray octets = tests::deflated("some words");
        made.receiveFrame(text(4, false), octets.first(3));
        const RowIndex first = made.last();
        ws::FrameFields rest;
        rest.opcode = ws::Opcode::Continuation;
        made.receiveFrame(rest, octets.mid(3));
        capture::CaptureReader reader(made.capture());
        for (const RowIndex row : {first, made.last()}) {
            const auto part = rowSpec(reader, row, limit);
            QVERIFY(part.ok());
            QVERIFY(part->needsContext && part->hasWholeMessage && !part->spec.compress);
            QCOMPARE(part->spec.payload, row == first ? octets.first(3) : octets.mid(3));
            const auto whole = rowSpec(reader, row, limit, true);
            QVERIFY(whole.ok());
            QVERIFY(!whole->needsContext && whole->spec.compress && whole->spec.fin);
            QCOMPARE(whole->spec.opcode, ws::Opcode::Text);
            QCOMPARE(whole->spec.payload, QByteArray("some words"));
        }
    }

    void whatCannotBeInflatedStays()
    {
        tests::PaneCapture made;
        made.upgradeWithDeflate();
        const QByteArray bad("\x06\xff\xff\xff", 4); // a block type that does not exist
        made.receiveFrame(text(4), bad);
        capture::CaptureReader reader(made.capture());
        const auto spec = rowSpec(reader, made.last(), limit);
        QVERIFY(spec.ok());
        QVERIFY(spec->needsContext && !spec->hasWholeMessage && !spec->spec.compress);
        QCOMPARE(spec->spec.payload, bad);
        QCOMPARE(int(spec->spec.rsv), 4);
    }
};

QTEST_GUILESS_MAIN(TestRowSpec)
#include "tst_rowspec.moc"
