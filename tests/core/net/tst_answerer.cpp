#include "core/net/answerer.h"

#include "core/ws/closecode.h"
#include "core/ws/findings.h"
#include "tests/support/netfixture.h"

#include <QTest>

using namespace framescope;
using net::Answerer;
using net::AnswerRules;
using net::Policy;
using test::readFrames;
using ws::FindingId;
using ws::Opcode;

namespace
{
ByteView octets(const char *text) { return byteView(QByteArrayView(text)); }

AnswerRules rules(Policy policy = Policy::Observe, bool echo = false)
{
    AnswerRules r;
    r.policy = policy;
    r.echo = echo;
    return r;
}

/// "10:payload 1:payload"
QString frames(const QByteArray &wire)
{
    QStringList list;
    for (const auto &read : readFrames(wire))
        list += u"%1:%2"_qs.arg(int(read.header.opcode())).arg(QString::fromUtf8(read.payload));
    return list.join(u' ');
}
} // namespace

class TestAnswerer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void masksByRole()
    {
        for (const ws::Role role : {ws::Role::Client, ws::Role::Server}) {
            AnswerRules r = rules();
            r.role = role;
            Answerer answerer(r);
            answerer.pingReceived(octets("a"));
            answerer.pingReceived(octets("a"));
            const auto read = readFrames(answerer.take().octets);
            QCOMPARE(read.size(), std::size_t(2));
            QCOMPARE(read[0].header.masked(), role == ws::Role::Client);
            QCOMPARE(read[0].header.key != read[1].header.key, role == ws::Role::Client);
            QVERIFY(answerer.take().octets.isEmpty());
        }
    }
    void pongsAreBounded()
    {
        Answerer answerer(rules());
        answerer.setPongRoom(20); // an empty masked pong has 6 octets, so the fourth takes the last
        for (const char *payload : {"", "", "", "", "5", "6", "7"})
            answerer.pingReceived(octets(payload));
        QCOMPARE(frames(answerer.take().octets), u"10: 10: 10: 10:"_qs);
        QVERIFY(answerer.holdsPing());
        QVERIFY(answerer.take().octets.isEmpty());
        answerer.answerHeldPing(); // RFC 6455 §5.5.3: the latest
        QCOMPARE(frames(answerer.take().octets), u"10:7"_qs);
        QVERIFY(!answerer.holdsPing());
        // A ping that is answered stands for the one that was held.
        answerer.setPongRoom(0);
        answerer.pingReceived(octets("8"));
        answerer.setPongRoom(100);
        answerer.pingReceived(octets("9"));
        QVERIFY(!answerer.holdsPing());
        QCOMPARE(frames(answerer.take().octets), u"10:9"_qs);
        // After our close frame none.
        answerer.setPongRoom(0);
        answerer.pingReceived(octets("10"));
        answerer.stop();
        answerer.answerHeldPing();
        QVERIFY(answerer.take().octets.isEmpty());
    }
    void orderOfTheStream()
    {
        Answerer answerer(rules(Policy::Observe, true));
        answerer.messageBegin(Opcode::Text);
        answerer.messageData(Opcode::Text, octets("one "));
        answerer.pingReceived(octets("p"));
        answerer.messageData(Opcode::Text, octets("two"));
        answerer.messageEnd(Opcode::Text);
        answerer.pingReceived(octets("q"));
        answerer.closeReceived(1000, octets("bye"));
        answerer.pingReceived(octets("late"));
        const auto answers = answerer.take();
        QCOMPARE(frames(answers.octets), u"10:p 1:one two 10:q"_qs);
        QVERIFY(answers.close);
        QCOMPARE(answers.close->reason, QByteArray("bye"));
    }
    void nothingAfterStop()
    {
        Answerer answerer(rules(Policy::Observe, true));
        answerer.stop();
        answerer.pingReceived(octets("p"));
        answerer.messageBegin(Opcode::Text);
        answerer.messageData(Opcode::Text, octets("x"));
        answerer.messageEnd(Opcode::Text);
        answerer.closeReceived(1000, {});
        const auto answers = answerer.take();
        QVERIFY(answers.octets.isEmpty());
        QVERIFY(answers.close); // the closing handshake is completed by it
    }
    void interleavedMessageIsDropped()
    {
        Answerer answerer(rules(Policy::Observe, true));
        answerer.messageBegin(Opcode::Text);
        answerer.messageData(Opcode::Text, octets("never ends"));
        answerer.messageBegin(Opcode::Binary);
        answerer.messageData(Opcode::Binary, octets("whole"));
        answerer.messageEnd(Opcode::Binary);
        QCOMPARE(frames(answerer.take().octets), u"2:whole"_qs);
    }
    void violations_data()
    {
        QTest::addColumn<int>("policy");
        QTest::addColumn<FindingId>("finding");
        QTest::addColumn<bool>("closeFirst");
        QTest::addColumn<bool>("fails");
        QTest::newRow("observe") << int(Policy::Observe) << FindingId::FrameRsv1 << false << false;
        QTest::newRow("strict") << int(Policy::Strict) << FindingId::FrameRsv1 << false << true;
        QTest::newRow("strict, after a close") << int(Policy::Strict) << FindingId::FrameRsv1 << true << false;
        QTest::newRow("strict, of the close") << int(Policy::Strict) << FindingId::CloseCode << true << true;
    }
    void violations()
    {
        QFETCH(int, policy);
        QFETCH(FindingId, finding);
        QFETCH(bool, closeFirst);
        QFETCH(bool, fails);
        Answerer answerer(rules(Policy(policy), true));
        if (closeFirst)
            answerer.closeReceived(1000, {});
        answerer.violation(1002, finding);
        if (!closeFirst)
            answerer.closeReceived(1000, {});
        const auto answers = answerer.take();
        QCOMPARE(answers.failure.has_value(), fails);
        QCOMPARE(answers.close.has_value(), !fails);
    }
    void brokenMessageIsNotEchoed()
    {
        Answerer answerer(rules(Policy::Strict, true));
        answerer.messageBegin(Opcode::Text);
        answerer.messageData(Opcode::Text, octets("good"));
        answerer.messageEnd(Opcode::Text);
        answerer.messageBegin(Opcode::Text);
        answerer.messageData(Opcode::Text, octets("\xFF"));
        answerer.messageEnd(Opcode::Text);
        answerer.violation(1007, FindingId::MsgUtf8);
        QCOMPARE(frames(answerer.take().octets), u"1:good"_qs);
    }
    void messageTooBig()
    {
        Answerer answerer(rules(Policy::Observe, true));
        const QByteArray part(16 * 1024 * 1024, 'x');
        answerer.messageBegin(Opcode::Binary);
        for (int i = 0; i < 4; ++i)
            answerer.messageData(Opcode::Binary, byteView(part));
        QVERIFY(!answerer.take().failure); // exactly the limit
        answerer.messageData(Opcode::Binary, octets("x"));
        const auto answers = answerer.take();
        QVERIFY(answers.failure);
        QCOMPARE(answers.failure->code, ws::closecode::tooBig);
        QVERIFY(!answers.failure->finding);
    }
    void manyAtOnce()
    {
        // Compression lets many long messages come out of one read.
        AnswerRules r = rules();
        r.deliver = true;
        Answerer answerer(r);
        const QByteArray part(20 * 1024 * 1024, 'x');
        for (int i = 0; i < 4; ++i) {
            answerer.messageBegin(Opcode::Binary);
            answerer.messageData(Opcode::Binary, byteView(part));
            answerer.messageEnd(Opcode::Binary);
            answerer.frameDone();
        }
        const auto answers = answerer.take();
        QCOMPARE(answers.messages.size(), std::size_t(3));
        QVERIFY(answers.failure);
        QCOMPARE(answers.failure->code, ws::closecode::tooBig);
        QVERIFY2(answers.failure->what.startsWith(u"so many messages at once"_qs), qPrintable(answers.failure->what));
    }
    void sharedMemory()
    {
        const auto memory = std::make_shared<net::MessageMemory>(100);
        Answerer one(rules(Policy::Observe, true));
        one.share(memory);
        {
            Answerer other(rules(Policy::Observe, true));
            other.share(memory);
            other.messageBegin(Opcode::Binary);
            other.messageData(Opcode::Binary, byteView(QByteArray(60, 'x')));
            QCOMPARE(memory->held(), std::uint64_t(60));
            one.messageBegin(Opcode::Binary);
            one.messageData(Opcode::Binary, byteView(QByteArray(41, 'x')));
            const auto answers = one.take();
            QVERIFY(answers.failure);
            QCOMPARE(answers.failure->code, ws::closecode::tooBig);
            QVERIFY2(answers.failure->what.contains(u"100 bytes they may take together"_qs),
                     qPrintable(answers.failure->what));
            // The one that was there first goes on.
            other.messageData(Opcode::Binary, byteView(QByteArray(40, 'x')));
            other.messageEnd(Opcode::Binary);
            QCOMPARE(readFrames(other.take().octets).size(), std::size_t(1));
            QCOMPARE(memory->held(), std::uint64_t(0));
            // What the peer does not read is held too.
            other.setUnsent(99);
            QVERIFY(!memory->hasRoom(2));
        }
        QVERIFY(memory->hasRoom(100)); // it is gone
    }
    void pongsAreHandedOn()
    {
        Answerer answerer(rules());
        answerer.pongReceived(octets("a"));
        answerer.pongReceived({});
        QCOMPARE(answerer.take().pongs, (std::vector<QByteArray>{"a", ""}));
    }
    void spoiledPong()
    {
        Answerer answerer(rules());
        answerer.spoilNextPong();
        answerer.pingReceived({});
        answerer.pingReceived(octets("second"));
        const auto read = readFrames(answerer.take().octets);
        QCOMPARE(read.size(), std::size_t(2));
        QVERIFY(!read[0].payload.isEmpty());
        QCOMPARE(read[1].payload, QByteArray("second"));
    }
};

QTEST_GUILESS_MAIN(TestAnswerer)
#include "tst_answerer.moc"
