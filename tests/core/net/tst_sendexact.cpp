#include "core/net/session.h"

#include "core/ws/streamanalyzer.h"
#include "tests/support/netfixture.h"
#include "tests/support/scriptedpeer.h"

#include <QTest>

#include <utility>

using namespace framescope;
using net::State;
using test::NetFixture;
using test::ScriptedPeer;

namespace
{
/// What the rules say of a client's stream, frame by frame: names joined by spaces.
QStringList verdicts(const QByteArray &octets)
{
    QStringList lines;
    ws::StreamAnalyzer analyzer(ws::Role::Client, {}, StreamOffset(0));
    ByteView rest = byteView(octets);
    while (analyzer.step(rest) != ws::StreamAnalyzer::Step::NeedMore) {
        QStringList names;
        for (const ws::Finding &finding : analyzer.findings()) {
            const auto name = ws::info(finding.id).name;
            names += QString::fromLatin1(name.data(), qsizetype(name.size()));
        }
        lines += names.join(u' ');
    }
    return lines;
}
} // namespace

/// Whatever is crafted arrives octet by octet at a peer that only listens, and its rows say what is wrong
/// with it.
class TestSendExact : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyCombination();
    void wrongLength_data();
    void wrongLength();
};

void TestSendExact::everyCombination()
{
    const std::optional<ws::LengthForm> forms[] = {std::nullopt, ws::LengthForm::Bits7, ws::LengthForm::Bits16,
                                                   ws::LengthForm::Bits64};
    const std::optional<ws::MaskKey> keys[] = {std::nullopt, ws::MaskKey{0, 0, 0, 0},
                                               ws::MaskKey{0x7a, 0x1c, 0x09, 0xf2}};
    QList<QByteArray> frames;
    for (int opcode = 0; opcode < 16; ++opcode) {
        for (std::uint8_t rsv = 0; rsv < 8; ++rsv) {
            for (const auto &key : keys) {
                for (const bool fin : {true, false}) {
                    for (const auto &form : forms) {
                        ws::FrameFields fields;
                        // Close last: what follows a close frame carries after.close.
                        fields.opcode = ws::Opcode((opcode + 9) % 16);
                        fields.rsv = rsv;
                        fields.key = key;
                        fields.fin = fin;
                        fields.form = form;
                        QByteArray octets;
                        ws::writeFrame(fields, byteView("payload " + QByteArray::number(opcode)), octets);
                        frames += octets;
                    }
                }
            }
        }
    }
    const QByteArray all = frames.join();
    ScriptedPeer peer;
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    for (const QByteArray &octets : std::as_const(frames))
        net.session->send(id, octets);
    QTRY_COMPARE(peer.received().size(), all.size());
    QCOMPARE(peer.received(), all);

    const QStringList expected = verdicts(all);
    QCOMPARE(expected.size(), frames.size());
    QStringList seen;
    for (std::uint64_t i = 0; i < net.capture->rowCount(); ++i) {
        if (net.capture->row(RowIndex(i)).isFrame())
            seen += net.findings(RowIndex(i)).join(u' ');
    }
    QCOMPARE(seen, expected);
}

void TestSendExact::wrongLength_data()
{
    QTest::addColumn<quint64>("declared");
    QTest::addColumn<QString>("row");
    QTest::newRow("none of 3") << quint64(0) << u"out text 0"_qs;
    QTest::newRow("more, 7 bits") << quint64(100) << u"out text 100 fin incomplete"_qs;
    QTest::newRow("more, 16 bits") << quint64(60'000) << u"out text 60000 fin incomplete"_qs;
    QTest::newRow("more, 64 bits") << quint64(1) << u"out text 1 fin"_qs;
    QTest::newRow("top bit") << (quint64(1) << 63) << u"out text"_qs;
}

void TestSendExact::wrongLength()
{
    QFETCH(quint64, declared);
    QFETCH(QString, row);
    ws::FrameFields fields;
    fields.declared = declared;
    fields.key = ws::MaskKey{1, 2, 3, 4};
    QByteArray octets;
    ws::writeFrame(fields, byteView(QByteArrayView("abc")), octets);
    ScriptedPeer peer;
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    net.session->send(id, octets);
    QTRY_COMPARE(peer.received(), octets);
    peer.end();
    QTRY_COMPARE(net.state(id), State::Closed);
    QVERIFY2(net.has(row), qPrintable(net.rows().join(u'\n')));
}

QTEST_GUILESS_MAIN(TestSendExact)
#include "tst_sendexact.moc"
