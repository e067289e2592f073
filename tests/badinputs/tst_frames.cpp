#include "core/ws/frameparser.h"

#include "core/base/platform.h"
#include "core/ws/closecode.h"
#include "tests/support/netfixture.h"
#include "tests/support/scriptedpeer.h"
#include "tests/support/story.h"

#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <cstdlib>

using namespace framescope;
using net::Policy;
using net::State;
using test::frame;
using test::NetFixture;
using test::PeerScript;
using test::readFrames;
using test::ScriptedPeer;
using ws::Opcode;

namespace
{
constexpr int goesOn = 0;
/// The close frame is a right one: it is answered with its code, and nothing failed.
constexpr int answered(int code) { return -code; }

QByteArray fields(std::uint8_t opcode, std::uint8_t rsv, const QByteArray &payload, bool fin = true)
{
    ws::FrameFields f;
    f.opcode = Opcode(opcode);
    f.rsv = rsv;
    f.fin = fin;
    QByteArray octets;
    ws::writeFrame(f, byteView(payload), octets);
    return octets;
}

QByteArray inForm(ws::LengthForm form, const QByteArray &payload)
{
    ws::FrameFields f;
    f.form = form;
    QByteArray octets;
    ws::writeFrame(f, byteView(payload), octets);
    return octets;
}

QByteArray closeFrame(int code, const QByteArray &reason = {})
{
    QByteArray payload(2, '\0');
    payload[0] = char(code >> 8);
    payload[1] = char(code & 0xFF);
    return frame(Opcode::Close, payload + reason);
}

int codeOf(const QByteArray &payload)
{
    return payload.size() < 2 ? 1005 : (quint8(payload[0]) << 8) | quint8(payload[1]);
}

/// "frame.rsv1@0" of the findings about octets [from, to) of the stream, offsets counted from `from`.
QStringList findingsAbout(const capture::Capture &capture, std::uint64_t from, std::uint64_t to)
{
    QStringList found;
    for (std::uint64_t i = 0; i < capture.rowCount(); ++i) {
        const capture::RowRecord &row = capture.row(RowIndex(i));
        if (row.direction() != Direction::In || row.kind() == capture::RowKind::Event)
            continue;
        for (const ws::Finding &finding : capture.findings(RowIndex(i))) {
            const auto name = ws::info(finding.id).name;
            if (finding.offset.value() >= from && finding.offset.value() < to)
                found += QStringLiteral("%1@%2")
                             .arg(QString::fromLatin1(name.data(), qsizetype(name.size())))
                             .arg(finding.offset.value() - from);
        }
    }
    return found;
}
} // namespace

/// Section 2: frames that break rules, from a server that sends them over a real socket. For each row: the finding
/// and its place, every octet kept, what follows read (or raw, where framing is lost), the file opened again tells the
/// same, and in policy strict the close code that the peer receives (RFC 6455 §7.4.1).
class TestBadFrames : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void observed_data() { rows(); }
    void observed();
    void observedOverTls_data() { rows(); }
    void observedOverTls();
    void strict_data() { rows(); }
    void strict();
    void strictOverTls_data() { rows(); }
    void strictOverTls();
    void headerInPieces_data();
    void headerInPieces();
    void afterClose();
    void closeCrossing();
    void pingAndPong();
    void hugeFrame();

private:
    static void rows();
    void observe(bool tls);
    void failStrictly(bool tls);
};

void TestBadFrames::rows()
{
    QTest::addColumn<QByteArray>("octets");
    QTest::addColumn<QString>("findings"); ///< name@offset from the first of the octets
    QTest::addColumn<bool>("lost");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, const QByteArray &octets, const char *findings, int code, bool lost = false) {
        QTest::newRow(name) << octets << QString::fromLatin1(findings) << lost << code;
    };
    for (const int opcode : {3, 4, 5, 6, 7})
        row(qPrintable(QStringLiteral("F0%1 opcode %2").arg(opcode - 2).arg(opcode)), fields(quint8(opcode), 0, "abc"),
            "frame.opcode.reserved@0", 1002);
    for (const int opcode : {0xB, 0xC, 0xD, 0xE, 0xF})
        row(qPrintable(QStringLiteral("F%1 opcode %2")
                           .arg(opcode - 5, 2, 10, QLatin1Char('0'))
                           .arg(QString::number(opcode, 16).toUpper())),
            fields(quint8(opcode), 0, "abc"), "frame.opcode.reserved@0", 1002);
    row("F06 opcode B without FIN", fields(0xB, 0, "abc", false), "frame.control.fragmented@0 frame.opcode.reserved@0",
        1002);
    row("F06 opcode B of 126", fields(0xB, 0, QByteArray(126, 'x')), "frame.opcode.reserved@0 frame.control.toolong@2",
        1002);
    row("F11 RSV1", fields(1, 4, "abc"), "frame.rsv1@0", 1002);
    row("F11 RSV1 on a ping", fields(9, 4, "abc"), "frame.rsv1@0", 1002);
    row("F12 RSV2", fields(1, 2, "abc"), "frame.rsv2@0", 1002);
    row("F13 RSV3", fields(1, 1, "abc"), "frame.rsv3@0", 1002);
    row("F14 all three", fields(1, 7, "abc"), "frame.rsv1@0 frame.rsv2@0 frame.rsv3@0", 1002);
    row("F15 16 bits for 3", inForm(ws::LengthForm::Bits16, "abc"), "frame.length.nonminimal@2", 1002);
    row("F15 16 bits for 125", inForm(ws::LengthForm::Bits16, QByteArray(125, 'x')), "frame.length.nonminimal@2", 1002);
    row("F16 64 bits for 3", inForm(ws::LengthForm::Bits64, "abc"), "frame.length.nonminimal@2", 1002);
    row("F16 64 bits for 65535", inForm(ws::LengthForm::Bits64, QByteArray(65535, 'x')), "frame.length.nonminimal@2",
        1002);
    row("F17 top bit", QByteArray::fromHex("817f8000000000000001") + "tail", "frame.length.msb@2", 1002, true);
    row("F17 all bits", QByteArray::fromHex("827fffffffffffffffff") + "tail", "frame.length.msb@2", 1002, true);
    row("F21 masked", frame(Opcode::Text, "abc", true, ws::MaskKey{9, 8, 7, 6}), "frame.mask.server@1", 1002);
    row("F23 zero key", frame(Opcode::Text, "abc", true, ws::MaskKey{}), "frame.mask.server@1 frame.mask.weak@2", 1002);
    row("F23 same key twice",
        frame(Opcode::Text, "abc", true, ws::MaskKey{9, 8, 7, 6}) +
            frame(Opcode::Text, "def", true, ws::MaskKey{9, 8, 7, 6}),
        "frame.mask.server@1 frame.mask.server@10 frame.mask.weak@11", 1002);
    for (const int opcode : {9, 10}) {
        const QByteArray name = opcode == 9 ? "ping" : "pong";
        row(("F24 half a " + name).constData(), frame(Opcode(opcode), "abc", false),
            opcode == 9 ? "frame.control.fragmented@0" : "frame.control.fragmented@0 pong.unsolicited@0", 1002);
        row(("F25 " + name + " of 126").constData(), frame(Opcode(opcode), QByteArray(126, 'x')),
            opcode == 9 ? "frame.control.toolong@2" : "pong.unsolicited@0 frame.control.toolong@2", 1002);
        row(("F25 " + name + " of 65536").constData(), frame(Opcode(opcode), QByteArray(65536, 'x')),
            opcode == 9 ? "frame.control.toolong@2" : "pong.unsolicited@0 frame.control.toolong@2", 1002);
    }
    row("F26 continuation first", frame(Opcode::Continuation, "abc"), "msg.orphan@0", 1002);
    row("F26 continuation after the end",
        frame(Opcode::Text, "a", false) + frame(Opcode::Continuation, "b") + frame(Opcode::Continuation, "c"),
        "msg.orphan@6", 1002);
    row("F27 interleaved", frame(Opcode::Text, "a", false) + frame(Opcode::Binary, "bc"), "msg.interleaved@3", 1002);
    row("F28 ping between fragments",
        frame(Opcode::Text, "a", false) + frame(Opcode::Ping, {}) + frame(Opcode::Continuation, "bc"), "", goesOn);
    row("F30 overlong", frame(Opcode::Text, QByteArray::fromHex("61c0af")), "msg.utf8@3", 1007);
    row("F30 surrogate", frame(Opcode::Text, QByteArray::fromHex("61eda080")), "msg.utf8@4", 1007);
    row("F30 above 10FFFF", frame(Opcode::Text, QByteArray::fromHex("f4908080")), "msg.utf8@3", 1007);
    row("F30 lone 80", frame(Opcode::Text, QByteArray::fromHex("80")), "msg.utf8@2", 1007);
    row("F30 FE", frame(Opcode::Text, QByteArray::fromHex("6161fe")), "msg.utf8@4", 1007);
    row("F30 FF", frame(Opcode::Text, QByteArray::fromHex("ff")), "msg.utf8@2", 1007);
    row("F30 in a later fragment", frame(Opcode::Text, "\xE4\xBD", false) + frame(Opcode::Continuation, "\xFF"),
        "msg.utf8@6", 1007);
    row("F32 cut", frame(Opcode::Text, "a\xE4\xBD"), "msg.utf8.truncated@3", 1007);
    row("F32 cut in a later fragment", frame(Opcode::Text, "a", false) + frame(Opcode::Continuation, "\xF0\x9F"),
        "msg.utf8.truncated@5", 1007);
    row("F33 NUL", frame(Opcode::Text, QByteArray("a\0", 2)), "msg.text.odd@3", goesOn);
    row("F33 noncharacter", frame(Opcode::Text, "\xEF\xBF\xBE"), "msg.text.odd@2", goesOn);
    row("F33 byte order mark",
        frame(Opcode::Text, "\xEF\xBB\xBF"
                            "a"),
        "msg.text.odd@2", goesOn);
    row("F34 close without a code", frame(Opcode::Close), "close.nostatus@1", answered(1005));
    row("F35 close of one byte", frame(Opcode::Close, "x"), "close.length@2", 1002);
    for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535})
        row(qPrintable(QStringLiteral("F36 close %1").arg(code)), closeFrame(code), "close.code@2", 1002);
    for (const int code : {1000, 1001, 1012, 1013, 1014, 3000, 4999})
        row(qPrintable(QStringLiteral("F36 close %1").arg(code)), closeFrame(code), "", answered(code));
    row("F24 half a close", frame(Opcode::Close, ws::closePayload(1000, {}), false), "frame.control.fragmented@0",
        1002);
    row("F25 close of 126", closeFrame(1000, QByteArray(124, 'x')), "frame.control.toolong@2", 1002);
    row("F38 reason not UTF-8", closeFrame(1000, "bad \xFF"), "close.reason.utf8@8", 1007);
    row("F38 reason cut in a character", closeFrame(1000, "a\xE4\xBD"), "close.reason.utf8@5", 1007);
    row("F42 pong nobody asked for", frame(Opcode::Pong, "abc"), "pong.unsolicited@0", goesOn);
    for (const int size : {0, 125, 126, 65535, 65536}) {
        row(qPrintable(QStringLiteral("F43 text of %1").arg(size)), frame(Opcode::Text, QByteArray(size, 'x')), "",
            goesOn);
        row(qPrintable(QStringLiteral("F43 binary of %1").arg(size)), frame(Opcode::Binary, QByteArray(size, 'x')), "",
            goesOn);
    }
}

void TestBadFrames::observe(bool tls)
{
    QFETCH(QByteArray, octets);
    QFETCH(QString, findings);
    QFETCH(bool, lost);
    QFETCH(int, code);
    const QByteArray before = frame(Opcode::Text, "before");
    const bool close = (quint8(octets[0]) & 0xF) == 8;
    const QByteArray after = close ? QByteArray() : frame(Opcode::Text, "what follows");

    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    if (tls)
        peer.useTls(QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/data/tls/server.pem"),
                    QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/data/tls/server.key"));
    peer.play(PeerScript().accept(before).send(octets + after));
    NetFixture net;
    net.settings.tls.insecure = true;
    const ConnectionId id = net.open(peer.url());
    QTRY_VERIFY(peer.played());
    QTRY_COMPARE(test::octetsIn(*net.capture, Direction::In).size(),
                 peer.acceptance().size() + before.size() + octets.size() + after.size());
    const auto start = std::uint64_t(peer.acceptance().size() + before.size());

    // The findings, each at its octet, and no others.
    QCOMPARE(findingsAbout(*net.capture, start, start + std::uint64_t(octets.size())),
             findings.split(u' ', Qt::SkipEmptyParts));
    // Every octet is kept.
    QVERIFY(test::octetsIn(*net.capture, Direction::In) == peer.acceptance() + before + octets + after);
    // What follows is read as usual, or raw where no frame can be found any more.
    if (lost)
        QVERIFY2(net.has(u"in raw"_qs), qPrintable(net.rows().join(u'\n')));
    else if (!close)
        QVERIFY2(net.has(u"in text 12"_qs), qPrintable(net.rows().join(u'\n')));
    // Nothing was failed: a person can go on sending.
    if (!close) {
        QCOMPARE(net.state(id), State::Open);
        net.session->send(id, frame(Opcode::Binary, "still here", true, ws::MaskKey{1, 2, 3, 4}));
        QTRY_VERIFY(!peer.received().isEmpty());
    } else {
        // RFC 6455 §5.5.1: answered, with a code that may be sent.
        QTRY_VERIFY(!readFrames(peer.received()).empty());
        QCOMPARE(readFrames(peer.received()).front().header.opcode(), Opcode::Close);
        const int reply = codeOf(readFrames(peer.received()).front().payload);
        QVERIFY(reply == 1005 || ws::maySendCloseCode(std::uint16_t(reply)));
        if (code < 0)
            QCOMPARE(reply, -code);
    }
    peer.end();
    QTRY_VERIFY(net.state(id) == State::Closed);
    const QString difference = test::differsWhenReopened(*net.capture);
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
}

void TestBadFrames::observed() { observe(false); }
void TestBadFrames::observedOverTls() { observe(true); }

void TestBadFrames::failStrictly(bool tls)
{
    QFETCH(QByteArray, octets);
    QFETCH(int, code);
    const bool close = (quint8(octets[0]) & 0xF) == 8;
    const QByteArray before = frame(Opcode::Text, "before");
    const QByteArray after = frame(Opcode::Ping, "after");
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    if (tls)
        peer.useTls(QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/data/tls/server.pem"),
                    QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/data/tls/server.key"));
    // In one write: the whole message before the fault is delivered first.
    peer.play(PeerScript().accept(before + octets + after));
    NetFixture net;
    net.settings.tls.insecure = true;
    net.settings.policy = Policy::Strict;
    net.settings.echo = true;
    const ConnectionId id = net.open(peer.url());
    const auto has = [&peer](Opcode opcode) {
        const auto frames = readFrames(peer.received());
        return std::any_of(frames.begin(), frames.end(),
                           [opcode](const test::ReadFrame &read) { return read.header.opcode() == opcode; });
    };
    if (code == goesOn) {
        QTRY_VERIFY(has(Opcode::Pong));
        QCOMPARE(net.state(id), State::Open);
        return;
    }
    QTRY_VERIFY(has(Opcode::Close));
    const auto frames = readFrames(peer.received());
    QCOMPARE(frames.front().payload, QByteArray("before"));
    QCOMPARE(frames.back().header.opcode(), Opcode::Close); // and no answer to what came after the fault
    QCOMPARE(codeOf(frames.back().payload), std::abs(code));
    if (code < 0) {
        QVERIFY(close);
        QVERIFY(net.state(id) != State::Failed);
        peer.end();
        QTRY_COMPARE(net.state(id), State::Closed);
        return;
    }
    QCOMPARE(net.state(id), State::Failed);
    QVERIFY2(net.reason(id).contains(QString::number(code)), qPrintable(net.reason(id)));
    QTRY_VERIFY(peer.clientEnded()); // RFC 6455 §7.1.7
    // Recorded all the same.
    QVERIFY(test::octetsIn(*net.capture, Direction::In).contains(octets));
}

void TestBadFrames::strict() { failStrictly(false); }
void TestBadFrames::strictOverTls() { failStrictly(true); }

void TestBadFrames::headerInPieces_data()
{
    QTest::addColumn<QByteArray>("octets");
    QTest::addColumn<int>("cut");
    ws::FrameFields fieldsOfAll;
    fieldsOfAll.opcode = Opcode::Binary;
    fieldsOfAll.key = ws::MaskKey{1, 2, 3, 4};
    fieldsOfAll.form = ws::LengthForm::Bits64;
    QByteArray octets;
    ws::writeFrame(fieldsOfAll, byteView(QByteArrayView("abc")), octets);
    for (int cut = 1; cut <= 13; ++cut)
        QTest::addRow("F20 after %d", cut) << octets << cut;
}

/// The rest of the header comes only once a row has told that it is missing.
void TestBadFrames::headerInPieces()
{
    QFETCH(QByteArray, octets);
    QFETCH(int, cut);
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    peer.play(PeerScript().accept(octets.left(cut)).stall().send(octets.mid(cut)));
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_VERIFY(net.has(u"in event stalled"_qs));
    const QJsonObject stalled = net.event(capture::EventKind::Stalled);
    QCOMPARE(stalled.value(u"octets"_qs).toInt(), cut);
    QCOMPARE(stalled.value(u"needed"_qs).toInt(), cut < 2 ? 2 : 14);
    peer.goOn();
    QTRY_VERIFY(net.has(u"in binary 3 fin"_qs));
    QCOMPARE(net.payload(*net.find(u"in binary"_qs)), QByteArray("abc"));
    QCOMPARE(net.state(id), State::Open);
}

void TestBadFrames::afterClose()
{
    const QByteArray octets =
        closeFrame(1000, "bye") + frame(Opcode::Text, "late") + frame(Opcode::Ping, "late") + closeFrame(1001);
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    peer.play(PeerScript().accept(octets));
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_VERIFY(net.has(u"in ping 4 fin after.close"_qs));
    QTRY_VERIFY(net.has(u"in text 4 fin after.close"_qs));
    QTRY_COMPARE(net.rows().filter(u"in close"_qs).size(), 2);
    QVERIFY(test::octetsIn(*net.capture, Direction::In).endsWith(octets));
    // One close frame answers, with the first code; the late ping is not answered.
    QTRY_COMPARE(readFrames(peer.received()).size(), std::size_t(1));
    QCOMPARE(codeOf(readFrames(peer.received())[0].payload), 1000);
    peer.end();
    QTRY_COMPARE(net.state(id), State::Closed);
    QCOMPARE(net.session->status(id).closeCode, std::uint16_t(1000));
    QCOMPARE(test::differsWhenReopened(*net.capture), QString());
}

void TestBadFrames::closeCrossing()
{
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    peer.play(PeerScript().accept().awaitFrame(Opcode::Close).send(closeFrame(1001)).end());
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    net.session->close(id, 3000, "ours first");
    QTRY_COMPARE(net.state(id), State::Closed);
    QVERIFY2(net.has(u"in close 2 fin close.echo"_qs), qPrintable(net.rows().join(u'\n')));
    const QJsonObject closed = net.event(capture::EventKind::Closed);
    QCOMPARE(closed.value(u"initiator"_qs).toString(), u"us"_qs);
    QVERIFY(closed.value(u"clean"_qs).toBool());
    QCOMPARE(test::differsWhenReopened(*net.capture), QString());
}

void TestBadFrames::pingAndPong()
{
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    peer.play(PeerScript()
                  .accept()
                  .awaitFrame(Opcode::Ping)
                  .send(frame(Opcode::Pong, "other"))
                  .send(frame(Opcode::Pong, "mine"))
                  .send(frame(Opcode::Pong, "mine")));
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    net.session->send(id, frame(Opcode::Ping, "mine", true, ws::MaskKey{1, 2, 3, 4}));
    QTRY_COMPARE(net.rows().filter(u"in pong"_qs).size(), 3);
    QCOMPARE(net.rows().filter(u"in pong"_qs), (QStringList{u"in pong 5 fin pong.mismatch"_qs, u"in pong 4 fin"_qs,
                                                            u"in pong 4 fin pong.unsolicited"_qs}));
    QVERIFY(net.session->status(id).rttNs > 0);
}

/// A frame of 1 GiB is one row, and its octets go to the file as they come.
void TestBadFrames::hugeFrame()
{
#ifdef FRAMESCOPE_SANITIZED
    QSKIP("the sanitizers' own memory hides ours");
#endif
    constexpr qint64 size = qint64(1) << 30;
    constexpr qint64 piece = qint64(4) << 20;
    ScriptedPeer peer;
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    const QByteArray chunk(piece, 'x');
    const std::uint64_t before = platform::residentMemory();
    std::uint64_t most = before;
    peer.send(QByteArray::fromHex("827f0000000040000000"));
    for (qint64 sent = 0; sent < size; sent += piece) {
        peer.send(chunk);
        // Less than the whole: of a frame that is there nothing is in progress.
        QVERIFY2(QTest::qWaitFor([&] {
                     return net.session->status(id).frameProgress >= std::uint64_t(std::max<qint64>(0, sent - piece)) ||
                            sent + piece == size;
                 }),
                 qPrintable(QString::number(sent)));
        most = std::max(most, platform::residentMemory());
    }
    QTRY_VERIFY(net.has(u"in binary %1 fin"_qs.arg(size)));
    QCOMPARE(net.rows().filter(u"in binary"_qs).size(), 1);
    QVERIFY2(most - before < (std::uint64_t(64) << 20), qPrintable(QString::number((most - before) >> 20)));
}

QTEST_GUILESS_MAIN(TestBadFrames)
#include "tst_frames.moc"
