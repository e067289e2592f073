#include "ui/payload/rowpayload.h"

#include "tests/support/panecapture.h"

#include <QTest>

using namespace framescope;
using ui::OctetRange;
using ui::RowPayload;

class TestRowPayload : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void placesOfAFrame()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.sendFrame({.key = ws::MaskKey{1, 2, 3, 4}}, "abcdef");
        RowPayload p;
        p.setCapture(&c.capture());
        QVERIFY(!p.facts());
        QCOMPARE(p.size(), std::uint64_t(0));
        QVERIFY(!p.onWire({0, 1}));
        p.setRow(c.last());
        QCOMPARE(p.size(), std::uint64_t(6));
        QCOMPARE(p.wireSize(), std::uint64_t(12));
        QCOMPARE(p.fetch()(2, 3), QByteArray("cde"));
        QCOMPARE(p.onWire({2, 3}), std::optional(OctetRange{8, 3}));
        QCOMPARE(p.ofWire({8, 3}), std::optional(OctetRange{2, 3}));
        QCOMPARE(p.ofWire({4, 4}), std::optional(OctetRange{0, 2})); // from inside the header on
        QVERIFY(!p.ofWire({0, 6}));
    }

    void placesInAMessage()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.receiveFrame({.fin = false}, "abc");
        c.receiveFrame({.fin = false, .opcode = ws::Opcode::Continuation}, "defg");
        const RowIndex middle = c.last();
        c.receiveFrame({.opcode = ws::Opcode::Continuation}, "hi");
        RowPayload p;
        p.setCapture(&c.capture());
        p.setRow(middle);
        QCOMPARE(p.fetch()(0, 100), QByteArray("defg"));
        p.setWhole(true);
        QVERIFY(p.showsWholeMessage());
        QCOMPARE(p.size(), std::uint64_t(9));
        QCOMPARE(p.fetch()(0, 100), QByteArray("abcdefghi"));
        QCOMPARE(p.onWire({3, 4}), std::optional(OctetRange{2, 4}));
        QCOMPARE(p.onWire({2, 3}), std::optional(OctetRange{2, 2})); // what of it is in this frame
        QVERIFY(!p.onWire({0, 3}));
        QVERIFY(!p.onWire({7, 1}));
        QCOMPARE(p.ofWire({3, 2}), std::optional(OctetRange{4, 2}));
    }

    void inflatedOctetsStandNowhereOnTheWire()
    {
        tests::PaneCapture c;
        c.upgradeWithDeflate();
        c.receiveFrame({.rsv = 4}, tests::deflated("some words"));
        RowPayload p;
        p.setCapture(&c.capture());
        p.setRow(c.last());
        QVERIFY(p.showsInflated());
        QCOMPARE(p.fetch()(0, 100), QByteArray("some words"));
        QVERIFY(!p.onWire({0, 1}));
        QVERIFY(!p.ofWire({5, 1}));
        QVERIFY(p.setView(ui::PayloadView::Unmasked));
        QVERIFY(!p.setView(ui::PayloadView::Unmasked));
        QVERIFY(p.onWire({0, 1}));
    }

    void growth()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.receiveFrame({.fin = false}, "abc");
        RowPayload p;
        p.setCapture(&c.capture());
        p.setRow(c.last());
        p.setWhole(true);
        QCOMPARE(p.poll(), RowPayload::Growth::None);
        c.receiveFrame({.fin = false, .opcode = ws::Opcode::Continuation}, "d");
        QCOMPARE(p.poll(), RowPayload::Growth::OtherOctets); // of the frame before, of the message now
        QVERIFY(p.goesOn());
        c.receiveFrame({.opcode = ws::Opcode::Continuation}, "e");
        QCOMPARE(p.poll(), RowPayload::Growth::More);
        QCOMPARE(p.size(), std::uint64_t(5));
        QVERIFY(!p.goesOn());
    }

    void parts()
    {
        tests::PaneCapture c;
        c.upgrade();
        RowPayload p;
        p.setCapture(&c.capture());
        QVERIFY(!p.isPart());
        const auto isPart = [&](bool whole) {
            p.setRow(c.last());
            p.setWhole(whole);
            return p.isPart();
        };
        c.receiveFrame({}, "abc");
        QVERIFY(!isPart(false) && !isPart(true));
        c.receiveFrame({.fin = false}, "abc");
        QVERIFY(isPart(false) && isPart(true)); // nobody knows what follows
        c.receiveFrame({.opcode = ws::Opcode::Ping}, "p");
        QVERIFY(!isPart(false));
        c.receiveFrame({.opcode = ws::Opcode::Continuation}, "def");
        QVERIFY(isPart(false) && !isPart(true));
    }

    void readsAll()
    {
        const QByteArray octets(3'000'000, 'x');
        int pieces = 0;
        const RowPayload::Fetch fetch = [&](std::uint64_t from, std::uint64_t count) {
            ++pieces;
            return octets.mid(qsizetype(from), qsizetype(count));
        };
        QCOMPARE(RowPayload::readAll(fetch, 3'000'000, {}), octets);
        QVERIFY(pieces > 1);
        QCOMPARE(RowPayload::readAll(fetch, 4'000'000, {}), octets); // the rest is not there
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(RowPayload::readAll(fetch, 3'000'000, stop.get_token()).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestRowPayload)
#include "tst_rowpayload.moc"
