#include "core/decode/channel.h"

#include "tests/core/capture/recording.h"
#include "tests/support/panecapture.h"

#include <QTest>

using namespace framescope;
using namespace framescope::tests;

class TestChannel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void ofTheHandshake()
    {
        PaneCapture story;
        story.sent("GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\n"
                   "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                   "Sec-WebSocket-Protocol: a, b\r\nSec-WebSocket-Version: 13\r\n\r\n");
        story.received("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                       "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: b\r\n\r\n");
        capture::CaptureReader reader(story.capture());
        decode::Channels channels(story.capture());
        const decode::Channel channel = channels.of(story.id(), reader);
        QCOMPARE(channel.target, u"/socket.io/?EIO=4&transport=websocket"_qs);
        QCOMPARE(channel.subprotocol, u"b"_qs);
    }
    /// What a row is told does not change as more rows come.
    void requestedAtARow()
    {
        QTemporaryDir folder;
        test::Recording r(folder.filePath(u"c.pcapng"_qs));
        capture::ConnectionFacts facts = test::clientFacts();
        facts.url.clear();
        const ConnectionId id = r.connect(facts);
        capture::CaptureReader reader(*r.capture);
        decode::Channels channels(*r.capture);
        r.event(id, capture::EventKind::Connected);
        QCOMPARE(channels.requestedAt(RowIndex(0), reader), QString());
        r.out(id, test::requestHead());
        r.event(id, capture::EventKind::Note);
        QCOMPARE(channels.requestedAt(RowIndex(2), reader), u"/chat"_qs);
        r.in(id, test::responseHead().replace("\r\n\r\n", "\r\nSec-WebSocket-Protocol: b\r\n\r\n"));
        r.capture->endStream(id, Direction::In, r.tick());
        for (const std::uint64_t row : {1u, 2u, 3u, 4u})
            QCOMPARE(channels.requestedAt(RowIndex(row), reader), u"/chat"_qs);
        QCOMPARE(channels.requestedAt(RowIndex(0), reader), QString());
        // Asked before the response came nothing was settled.
        QCOMPARE(channels.of(id, reader).subprotocol, u"b"_qs);
    }
    void ofADroppedFile()
    {
        QTemporaryDir folder;
        test::Recording r(folder.filePath(u"c.pcapng"_qs));
        capture::RollLimits limits;
        limits.maxFrames = 1;
        limits.keepParts = 1;
        r.capture->setRolling(limits);
        const ConnectionId id = r.upgraded();
        for (int i = 0; i < 5; ++i)
            r.in(id, test::frame(ws::Opcode::Text, "x", false));
        QVERIFY(r.capture->firstKeptRow() > 2);
        capture::CaptureReader reader(*r.capture);
        QCOMPARE(decode::Channels(*r.capture).of(id, reader).target, u"/chat"_qs);
    }
    void withoutOne()
    {
        QTemporaryDir folder;
        const auto capture = capture::Capture::create(folder.filePath(u"c.pcapng"_qs));
        QVERIFY(capture);
        capture::CaptureReader reader(**capture);
        decode::Channels channels(**capture);
        int number = 0;
        for (const auto &[url, target] : {std::pair(u"wss://h:1/a?b=c"_qs, u"/a?b=c"_qs),
                                          {u"ws://h"_qs, QString()},
                                          {QString(), QString()},
                                          {u"ws://h/"_qs + QString(9000, u'x'), u'/' + QString(2047, u'x')}}) {
            const ConnectionId id = (*capture)->reserveConnection();
            capture::ConnectionFacts facts;
            facts.url = url;
            (*capture)->beginConnection(id, facts, Timestamp(++number));
            QCOMPARE(channels.of(id, reader).target, target);
            QCOMPARE(channels.of(id, reader).subprotocol, QString());
        }
        QCOMPARE(channels.of(ConnectionId(77), reader).target, QString());
    }
};

QTEST_APPLESS_MAIN(TestChannel)
#include "tst_channel.moc"
