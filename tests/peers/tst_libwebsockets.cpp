#include "tests/support/commandrun.h"
#include "tests/support/peerclient.h"
#include "tests/support/peerprocess.h"

#include <QStandardPaths>
#include <QTest>

using namespace framescope;
using namespace framescope::test;

/// libwebsockets' test server: the protocols lws-mirror-protocol and dumb-increment-protocol.
class TestLibwebsockets : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void mirror();
    void increment();

private:
    QString url() const { return QStringLiteral("ws://127.0.0.1:%1/").arg(m_port); }

    PeerProcess m_process;
    quint16 m_port = freePort();
};

void TestLibwebsockets::initTestCase()
{
    const QString program = QStandardPaths::findExecutable(QStringLiteral("libwebsockets-test-server"));
    if (program.isEmpty())
        QSKIP("libwebsockets-test-server is not installed");
    const QString problem = m_process.start(
        program, {QStringLiteral("-p"), QString::number(m_port), QStringLiteral("-i"), QStringLiteral("lo")}, m_port);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestLibwebsockets::mirror()
{
    PeerClient client;
    net::ConnectionSettings settings;
    settings.url = url();
    settings.subprotocols = {"lws-mirror-protocol"};
    settings.policy = net::Policy::Strict;
    client.open(settings);
    QTRY_VERIFY2(client.isOpen(), qPrintable(client.status().reason));
    QCOMPARE(client.status().subprotocol, QStringLiteral("lws-mirror-protocol"));
    client.sendFrame(ws::Opcode::Text, "c #ff0000 1 2 3 4;");
    QTRY_COMPARE(client.received(ws::Opcode::Text), QList<QByteArray>{"c #ff0000 1 2 3 4;"});
    client.sendFrame(ws::Opcode::Ping, "p");
    QTRY_COMPARE(client.received(ws::Opcode::Pong), QList<QByteArray>{"p"});
    client.close(1000);
    QTRY_VERIFY2(client.isClosed(), qPrintable(client.status().reason));
    QCOMPARE(client.errors(), QStringList());
}

void TestLibwebsockets::increment()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("kept.pcapng"));
    const CommandRun run =
        runFramescope({QStringLiteral("capture"), url(), QStringLiteral("--json"), QStringLiteral("--write"), file,
                       QStringLiteral("--subprotocol"), QStringLiteral("dumb-increment-protocol"),
                       QStringLiteral("--count"), QStringLiteral("5")});
    QVERIFY2(run.exitCode == 0, run.err.constData());
    QList<QByteArray> counted;
    for (const QJsonObject &frame : run.frames())
        counted.append(QByteArray::fromBase64(frame.value(QLatin1String("payload")).toString().toLatin1()));
    QCOMPARE(counted, (QList<QByteArray>{"0", "1", "2", "3", "4"}));

    // tshark sees what came after the fifth frame too, as the file holds it.
    const CommandRun again = runFramescope({QStringLiteral("read"), file, QStringLiteral("--json")});
    QVERIFY2(again.exitCode == 0, again.err.constData());
    QString error;
    const QList<FrameFacts> theirs = factsOfTshark(file, error);
    QVERIFY2(error.isEmpty(), qPrintable(error));
    const QList<FrameFacts> ours = factsOfJson(again.frames());
    for (const bool incoming : {false, true})
        QCOMPARE(toText(onlyDirection(ours, incoming)), toText(onlyDirection(theirs, incoming)));
}

QTEST_GUILESS_MAIN(TestLibwebsockets)
#include "tst_libwebsockets.moc"
