#include "core/ws/inflater.h"

#include "core/base/platform.h"
#include "core/ws/deflater.h"
#include "tests/support/netfixture.h"
#include "tests/support/scriptedpeer.h"
#include "tests/support/story.h"

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
/// A server's frame with RSV1.
QByteArray compressed(Opcode opcode, const QByteArray &payload, bool fin = true)
{
    ws::FrameFields fields;
    fields.opcode = opcode;
    fields.rsv = 4;
    fields.fin = fin;
    QByteArray octets;
    ws::writeFrame(fields, byteView(payload), octets);
    return octets;
}

QByteArray deflated(ws::Deflater &deflater, const QByteArray &message)
{
    QByteArray out;
    deflater.compress(byteView(message), out);
    return out;
}

QByteArray deflated(const QByteArray &message)
{
    ws::Deflater deflater({});
    return deflated(deflater, message);
}

QStringList deflateFindings(const capture::Capture &capture, std::uint64_t from)
{
    QStringList found;
    for (std::uint64_t i = 0; i < capture.rowCount(); ++i) {
        for (const ws::Finding &finding : capture.findings(RowIndex(i))) {
            const auto name = ws::info(finding.id).name;
            if (finding.offset.value() < from || !capture.row(RowIndex(i)).isFrame() ||
                capture.row(RowIndex(i)).direction() != Direction::In)
                continue;
            found += QStringLiteral("%1@%2")
                         .arg(QString::fromLatin1(name.data(), qsizetype(name.size())))
                         .arg(finding.offset.value() - from);
        }
    }
    return found;
}

int codeOf(const QByteArray &payload)
{
    return payload.size() < 2 ? 1005 : (quint8(payload[0]) << 8) | quint8(payload[1]);
}
} // namespace

/// Section 3: compressed messages that break rules, from a server over a real socket that agreed to permessage-deflate.
class TestBadDeflate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void observed_data() { rows(); }
    void observed();
    void strict_data() { rows(); }
    void strict();
    void fragmentsOfOneOctet();
    void bomb();

private:
    static void rows();
};

void TestBadDeflate::rows()
{
    QTest::addColumn<QByteArray>("answer"); ///< parameters that the server names
    QTest::addColumn<QByteArray>("octets");
    QTest::addColumn<QString>("findings"); ///< name, and @offset where it is a certain one
    QTest::addColumn<int>("code");         ///< of a strict end; 0: goes on
    const auto row = [](const char *name, const QByteArray &answer, const QByteArray &octets, const char *findings,
                        int code) { QTest::newRow(name) << answer << octets << QString::fromLatin1(findings) << code; };

    row("D01 garbage", {}, compressed(Opcode::Binary, "\xFF\xFF\xFF\xFF"), "deflate.data", 1007);
    row("D01 stored block whose length lies", {}, compressed(Opcode::Binary, QByteArray::fromHex("000500000068")),
        "deflate.data", 1007);
    row("D01 a message after garbage", {},
        compressed(Opcode::Binary, "\xFF\xFF\xFF\xFF") + compressed(Opcode::Text, deflated("later")),
        "deflate.data deflate.unknown", 1007);
    row("D03 cut in a block", {},
        compressed(Opcode::Text, deflated(QByteArray("many words, ").repeated(20)).chopped(6)), "deflate.truncated",
        1007);
    row("D05 RSV1 on a continuation", {},
        compressed(Opcode::Text, deflated("abcdef").first(3), false) +
            compressed(Opcode::Continuation, deflated("abcdef").mid(3)),
        "deflate.rsv1.continuation@5", 1002);
    row("D06 RSV1 on a ping", {}, compressed(Opcode::Ping, "p"), "frame.rsv1.control@0", 1002);
    row("D06 RSV1 on a close", {}, compressed(Opcode::Close, QByteArray::fromHex("03e8")), "frame.rsv1.control@0",
        1002);

    ws::Deflater keeps({});
    const QByteArray words = "the very same words once more";
    const QByteArray first = deflated(keeps, words);
    const QByteArray second = deflated(keeps, words);
    row("D08 refers to the message before", "; server_no_context_takeover",
        compressed(Opcode::Text, first) + compressed(Opcode::Text, second), "deflate.context", 1007);
    row("D08 legal with context takeover", {}, compressed(Opcode::Text, first) + compressed(Opcode::Text, second), "",
        0);

    QByteArray far = words;
    for (int i = 0; i < 4000; ++i)
        far += char('0' + (i * 7919 + (i >> 3)) % 77);
    far += words;
    row("D08 refers beyond the window", "; server_max_window_bits=9", compressed(Opcode::Text, deflated(far)),
        "deflate.window", 1007);

    ws::Deflater alternate({});
    const QByteArray one = deflated(alternate, words);
    const QByteArray two = deflated(alternate, words);
    row("D10 compressed and not, in turn", {},
        compressed(Opcode::Text, one) + frame(Opcode::Text, words) + compressed(Opcode::Text, two), "", 0);
    row("D10 an empty message", {}, compressed(Opcode::Text, deflated({})), "", 0);
    row("D14 invalid UTF-8 after inflating", {}, compressed(Opcode::Text, deflated("ok \xFF")), "msg.utf8", 1007);
    row("D14 a character cut after inflating", {}, compressed(Opcode::Text, deflated("ok \xE4\xBD")),
        "msg.utf8.truncated", 1007);
    row("D14 both faults", {}, compressed(Opcode::Text, deflated("\xFF and more of it, and more of it").chopped(4)),
        "msg.utf8 deflate.truncated", 1007);
}

void TestBadDeflate::observed()
{
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, octets);
    QFETCH(QString, findings);
    QFETCH(int, code);
    const QByteArray follows = frame(Opcode::Text, "what follows");
    const bool close = (quint8(octets[0]) & 0xF) == 8;
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    peer.extraResponseFields = "Sec-WebSocket-Extensions: permessage-deflate" + answer + "\r\n";
    peer.play(PeerScript().accept(octets + (close ? QByteArray() : follows)));
    NetFixture net;
    net.settings.deflate.offer = true;
    const ConnectionId id = net.open(peer.url());
    QTRY_VERIFY(peer.played());
    const qsizetype head = peer.acceptance().size();
    const qsizetype size = head + octets.size() + (close ? 0 : follows.size());
    QTRY_COMPARE(test::octetsIn(*net.capture, Direction::In).size(), size);

    const QStringList found = deflateFindings(*net.capture, std::uint64_t(head));
    const QStringList expected = findings.split(u' ', Qt::SkipEmptyParts);
    for (const QString &one : expected) {
        const bool there = one.contains(u'@') ? found.contains(one) : !found.filter(one + u'@').isEmpty();
        QVERIFY2(there, qPrintable(one + u" is not in: "_qs + found.join(u' ')));
    }
    QVERIFY2(found.size() == expected.size(), qPrintable(found.join(u' ')));
    // The compressed octets are kept, and frames go on.
    QVERIFY(test::octetsIn(*net.capture, Direction::In).mid(head) == octets + (close ? QByteArray() : follows));
    if (!close) {
        QVERIFY2(net.has(u"in text 12 fin"_qs), qPrintable(net.rows().join(u'\n')));
        QCOMPARE(net.state(id), State::Open);
    }
    peer.end();
    QTRY_COMPARE(net.state(id), State::Closed);
    QCOMPARE(test::differsWhenReopened(*net.capture), QString());
    Q_UNUSED(code);
}

void TestBadDeflate::strict()
{
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, octets);
    QFETCH(int, code);
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    peer.extraResponseFields = "Sec-WebSocket-Extensions: permessage-deflate" + answer + "\r\n";
    peer.play(PeerScript().accept(frame(Opcode::Text, "before") + octets + frame(Opcode::Ping, "after")));
    NetFixture net;
    net.settings.deflate.offer = true;
    net.settings.deflate.compress = false;
    net.settings.policy = Policy::Strict;
    net.settings.echo = true;
    const ConnectionId id = net.open(peer.url());
    const auto has = [&peer](Opcode opcode) {
        const auto frames = readFrames(peer.received());
        return std::any_of(frames.begin(), frames.end(),
                           [opcode](const test::ReadFrame &read) { return read.header.opcode() == opcode; });
    };
    if (code == 0) {
        QTRY_VERIFY(has(Opcode::Pong));
        QCOMPARE(net.state(id), State::Open);
        return;
    }
    QTRY_VERIFY(has(Opcode::Close));
    const auto frames = readFrames(peer.received());
    QCOMPARE(frames.front().payload, QByteArray("before"));
    QCOMPARE(frames.back().header.opcode(), Opcode::Close);
    QCOMPARE(codeOf(frames.back().payload), code);
    QCOMPARE(net.state(id), State::Failed);
    QTRY_VERIFY(peer.clientEnded());
}

/// D12: the same message, whatever its fragments and what stands between them.
void TestBadDeflate::fragmentsOfOneOctet()
{
    const QByteArray message = QByteArray("as whole as ever; ").repeated(9);
    const QByteArray data = deflated(message);
    QByteArray octets;
    for (qsizetype i = 0; i < data.size(); ++i) {
        const bool last = i == data.size() - 1;
        octets +=
            i == 0 ? compressed(Opcode::Text, data.mid(0, 1), last) : frame(Opcode::Continuation, data.mid(i, 1), last);
        if (!last)
            octets += frame(Opcode::Ping, QByteArray::number(i));
    }
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    peer.extraResponseFields = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
    peer.play(PeerScript().accept(octets));
    NetFixture net;
    net.settings.deflate.offer = true;
    net.settings.deflate.compress = false;
    net.settings.policy = Policy::Strict;
    net.settings.echo = true;
    net.open(peer.url());
    // Each ping has its pong, and the echo is the whole message.
    QTRY_COMPARE(readFrames(peer.received()).size(), std::size_t(data.size()));
    QCOMPARE(readFrames(peer.received()).back().payload, message);
    QCOMPARE(net.capture->errorFindingCount(), std::uint64_t(0));
}

/// D02: a message that would inflate to far more than it is stops at the limit, and nobody holds it in memory.
void TestBadDeflate::bomb()
{
    ws::Deflater deflater({}, 9);
    QByteArray data = deflated(deflater, QByteArray(256 << 20, '\0'));
    QVERIFY(data.size() < 300 * 1024);
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    peer.extraResponseFields = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
    peer.play(PeerScript().accept(compressed(Opcode::Binary, data) + frame(Opcode::Text, "what follows")));
    NetFixture net;
    net.settings.deflate.offer = true;
    const std::uint64_t memory = platform::residentMemory();
    const ConnectionId id = net.open(peer.url());
    QTRY_VERIFY_WITH_TIMEOUT(net.has(u"in text 12 fin"_qs), 20'000);
    const QStringList rows = net.rows();
    QVERIFY2(!rows.filter(u"deflate.limit"_qs).isEmpty(), qPrintable(rows.join(u'\n')));
    QCOMPARE(net.state(id), State::Open);
    QVERIFY(test::octetsIn(*net.capture, Direction::In).contains(data));
#ifndef FRAMESCOPE_SANITIZED
    QVERIFY(platform::residentMemory() < memory + (std::uint64_t(64) << 20));
#else
    Q_UNUSED(memory);
#endif
}

QTEST_GUILESS_MAIN(TestBadDeflate)
#include "tst_deflate.moc"
