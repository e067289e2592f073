#include "tests/support/commandrun.h"
#include "tests/support/peerclient.h"
#include "tests/support/peerprocess.h"

#include <QFile>
#include <QStandardPaths>
#include <QTest>

using namespace framescope;
using namespace framescope::test;

/// NATS: the first frame comes from the server, often glued to its 101.
class TestNats : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void firstFrameFromTheServer();
    void capture();

private:
    QString url() const { return QStringLiteral("ws://127.0.0.1:%1/").arg(m_port); }

    QTemporaryDir m_folder;
    PeerProcess m_process;
    quint16 m_port = freePort();
};

void TestNats::initTestCase()
{
    QString program = QStandardPaths::findExecutable(QStringLiteral("nats-server"));
    if (program.isEmpty())
        program = QStandardPaths::findExecutable(QStringLiteral("nats-server"), {QStringLiteral("/usr/sbin")});
    if (program.isEmpty())
        QSKIP("nats-server is not installed");
    QFile config(m_folder.filePath(QStringLiteral("nats.conf")));
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write("host: 127.0.0.1\nport: -1\nwebsocket { host: 127.0.0.1, port: " + QByteArray::number(m_port) +
                 ", no_tls: true }\n");
    config.close();
    const QString problem = m_process.start(program, {QStringLiteral("-c"), config.fileName()}, m_port);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestNats::firstFrameFromTheServer()
{
    PeerClient client;
    net::ConnectionSettings settings;
    settings.url = url();
    settings.policy = net::Policy::Strict;
    client.open(settings);
    QTRY_VERIFY2(client.isOpen(), qPrintable(client.status().reason));
    QTRY_COMPARE(client.received(ws::Opcode::Binary).size(), qsizetype(1));
    QVERIFY(client.received(ws::Opcode::Binary).first().startsWith("INFO {\"server_id\":"));
    client.sendFrame(ws::Opcode::Binary, "CONNECT {\"verbose\":false}\r\nPING\r\n");
    QTRY_VERIFY(client.received(ws::Opcode::Binary).join().contains("PONG\r\n"));
    client.close(1000);
    QTRY_VERIFY2(client.isClosed(), qPrintable(client.status().reason));
    QCOMPARE(client.errors(), QStringList());
}

void TestNats::capture()
{
    const QString file = m_folder.filePath(QStringLiteral("kept.pcapng"));
    const CommandRun run =
        runFramescope({QStringLiteral("capture"), url(), QStringLiteral("--json"), QStringLiteral("--write"), file,
                       QStringLiteral("--send-frame"),
                       QStringLiteral("opcode=2,hex=") +
                           QString::fromLatin1(QByteArray("CONNECT {\"verbose\":false}\r\nPING\r\n").toHex()),
                       QStringLiteral("--count"), QStringLiteral("2")});
    QVERIFY2(run.exitCode == 0, run.err.constData());
    const CommandRun again = runFramescope({QStringLiteral("read"), file, QStringLiteral("--json")});
    QVERIFY2(again.exitCode == 0, again.err.constData());
    const QList<FrameFacts> ours = factsOfJson(again.frames());
    QVERIFY2(ours.size() >= 3, toText(ours).constData());
    QString error;
    const QList<FrameFacts> theirs = factsOfTshark(file, error);
    QVERIFY2(error.isEmpty(), qPrintable(error));
    for (const bool incoming : {false, true})
        QCOMPARE(toText(onlyDirection(ours, incoming)), toText(onlyDirection(theirs, incoming)));
}

QTEST_GUILESS_MAIN(TestNats)
#include "tst_nats.moc"
