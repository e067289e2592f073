#include "core/net/replywait.h"

#include <QAbstractEventDispatcher>
#include <QEventLoop>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>

using namespace framescope::net;

class TestReplyWait : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void anAnswerThatIsThereIsWaitedForEachTime();
    void withoutAnswersFewerSendingsAreWaitedFor();
    void anAnswerInTimeMakesTheNextOneWaitedFor();
    void ofSeveralNoneIsWaitedFor();
    void aClosedSocketIsNoHarm();
    void eachThreadHasOne();

private:
    /// Lets the event loop fall asleep once.
    static void sleepOnce()
    {
        QEventLoop loop;
        QTimer::singleShot(1, &loop, &QEventLoop::quit);
        loop.exec();
    }

    QTcpServer m_server;
    QTcpSocket m_here;
    QTcpSocket *m_there = nullptr;
};

void TestReplyWait::init()
{
    m_here.abort();
    QVERIFY(m_server.isListening() || m_server.listen(QHostAddress::LocalHost));
    m_here.connectToHost(m_server.serverAddress(), m_server.serverPort());
    QTRY_VERIFY(m_server.hasPendingConnections() && m_here.state() == QAbstractSocket::ConnectedState);
    m_there = m_server.nextPendingConnection();
}

void TestReplyWait::anAnswerThatIsThereIsWaitedForEachTime()
{
    ReplyWait wait;
    // Nobody reads on this end, so that it stays there to be seen.
    m_here.setReadBufferSize(1);
    m_there->write("an answer");
    QTRY_VERIFY(m_here.bytesAvailable() > 0);
    for (int i = 0; i < 5; ++i) {
        wait.sent(m_here.socketDescriptor());
        QVERIFY(wait.isDue());
        sleepOnce();
        QVERIFY(!wait.isDue());
    }
}

void TestReplyWait::withoutAnswersFewerSendingsAreWaitedFor()
{
    ReplyWait wait;
    int waited = 0;
    std::vector<int> passed;
    for (int sendings = 0; waited < 11; ++sendings) {
        wait.sent(m_here.socketDescriptor());
        if (!wait.isDue())
            continue;
        passed.push_back(std::exchange(sendings, -1));
        ++waited;
        sleepOnce();
    }
    QCOMPARE(passed, (std::vector<int>{0, 1, 3, 7, 15, 31, 63, 127, 255, 255, 255}));
}

void TestReplyWait::anAnswerInTimeMakesTheNextOneWaitedFor()
{
    // Descriptors stand for what happens: 1 is never answered, 2 is at the second look.
    static int looks = 0;
    ReplyWait wait(nullptr, [](qintptr descriptor) { return ++looks > 1 && descriptor == 2; });
    const auto passedOver = [&wait](qintptr descriptor) {
        for (int sendings = 0;; ++sendings) {
            wait.sent(descriptor);
            if (!wait.isDue())
                continue;
            looks = 0;
            sleepOnce();
            return sendings;
        }
    };
    QCOMPARE(passedOver(1), 0);
    QCOMPARE(passedOver(1), 1);
    QCOMPARE(passedOver(2), 3);
    QCOMPARE(passedOver(2), 0);
    QCOMPARE(passedOver(1), 0);
    QCOMPARE(passedOver(1), 1);
}

void TestReplyWait::ofSeveralNoneIsWaitedFor()
{
    ReplyWait wait;
    for (int i = 0; i < 3; ++i) {
        wait.sent(m_here.socketDescriptor());
        wait.sent(m_here.socketDescriptor());
        QVERIFY(wait.isDue()); // the same one twice is one, and none was vain before
        wait.sent(m_there->socketDescriptor());
        QVERIFY(!wait.isDue());
        sleepOnce();
    }
}

void TestReplyWait::aClosedSocketIsNoHarm()
{
    ReplyWait wait;
    const qintptr descriptor = m_here.socketDescriptor();
    m_here.abort();
    wait.sent(descriptor);
    sleepOnce();
    QVERIFY(!wait.isDue());
    wait.sent(m_server.socketDescriptor());
    QVERIFY(wait.isDue()); // it was no vain wait
}

void TestReplyWait::eachThreadHasOne()
{
    ReplyWait &here = ReplyWait::ofThread();
    QCOMPARE(&ReplyWait::ofThread(), &here);
    ReplyWait *there = nullptr;
    std::unique_ptr<QThread> thread(QThread::create([&there] {
        QEventLoop loop; // makes the thread's dispatcher
        there = &ReplyWait::ofThread();
    }));
    thread->start();
    QVERIFY(thread->wait());
    QVERIFY(there != nullptr && there != &here);
}

QTEST_GUILESS_MAIN(TestReplyWait)
#include "tst_replywait.moc"
