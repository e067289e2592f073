#include "tests/support/commandrun.h"
#include "tests/support/peerprocess.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <csignal>

using namespace framescope::test;

/// The modes "serve" and "echo", against each other and against "capture".
class TestServe : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void printsItsUrlFirst();
    void echoes();
    void demoSpeaks();
    void echoModeSendsBack();
    void portInUse();
    void signalsEndInOrder();
};

namespace
{

/// `framescope serve` for the time of a test.
class Server
{
public:
    explicit Server(const QStringList &arguments)
    {
        QObject::connect(&m_process, &QProcess::readyReadStandardOutput, &m_process,
                         [this] { m_out += m_process.readAllStandardOutput(); });
        m_process.start(framescopeProgram(), QStringList{QStringLiteral("serve")} + arguments);
    }
    ~Server()
    {
        m_process.terminate();
        m_process.waitForFinished(5'000);
    }
    bool ready() const { return m_out.contains('\n'); }
    QString url() const { return QString::fromLatin1(m_out.left(m_out.indexOf('\n'))); }
    const QByteArray &out() const { return m_out; }
    QProcess &process() { return m_process; }

private:
    QProcess m_process;
    QByteArray m_out;
};

QList<QByteArray> receivedPayloads(const CommandRun &run)
{
    QList<QByteArray> payloads;
    for (const QJsonObject &frame : run.frames()) {
        if (frame.value(QLatin1String("dir")) == QLatin1String("in"))
            payloads << QByteArray::fromBase64(frame.value(QLatin1String("payload")).toString().toLatin1());
    }
    return payloads;
}

} // namespace

void TestServe::printsItsUrlFirst()
{
    const quint16 port = freePort();
    Server server({QStringLiteral("--port"), QString::number(port)});
    QTRY_VERIFY_WITH_TIMEOUT(server.ready(), 15'000);
    QCOMPARE(server.url(), QStringLiteral("ws://127.0.0.1:%1/").arg(port));
    const CommandRun run =
        runFramescope({QStringLiteral("capture"), server.url(), QStringLiteral("--send"),
                       QStringLiteral("seen by the server"), QStringLiteral("--for"), QStringLiteral("0.2")});
    QVERIFY2(run.exitCode == 0, run.err.constData());
    QTRY_VERIFY_WITH_TIMEOUT(server.out().contains("seen by the server"), 15'000);
}

void TestServe::echoes()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("server.pcapng"));
    Server server({QStringLiteral("--echo"), QStringLiteral("--json"), QStringLiteral("--write"), file});
    QTRY_VERIFY_WITH_TIMEOUT(server.ready(), 15'000);
    const CommandRun run =
        runFramescope({QStringLiteral("capture"), server.url(), QStringLiteral("--json"), QStringLiteral("--send"),
                       QStringLiteral("one"), QStringLiteral("--send-frame"), QStringLiteral("opcode=2,hex=00ff"),
                       QStringLiteral("--count"), QStringLiteral("2")});
    QVERIFY2(run.exitCode == 0, run.err.constData());
    QCOMPARE(receivedPayloads(run), (QList<QByteArray>{"one", QByteArray::fromHex("00ff")}));

    server.process().terminate();
    QTRY_COMPARE_WITH_TIMEOUT(server.process().state(), QProcess::NotRunning, 15'000);
    const CommandRun read = runFramescope({QStringLiteral("read"), file, QStringLiteral("--json")});
    QVERIFY2(read.exitCode == 0, read.err.constData());
    // What the server printed after its URL is what its file holds.
    QCOMPARE(server.out().mid(server.out().indexOf('\n') + 1), read.out);
    QCOMPARE(receivedPayloads(read).first(2), (QList<QByteArray>{"one", QByteArray::fromHex("00ff")}));
}

void TestServe::demoSpeaks()
{
    Server server({QStringLiteral("--demo")});
    QTRY_VERIFY_WITH_TIMEOUT(server.ready(), 15'000);
    const CommandRun run = runFramescope({QStringLiteral("capture"), server.url(), QStringLiteral("--json"),
                                          QStringLiteral("--count"), QStringLiteral("3")});
    QVERIFY2(run.exitCode == 0, run.err.constData());
    QCOMPARE(receivedPayloads(run).size(), qsizetype(3));
}

void TestServe::echoModeSendsBack()
{
    // Two programs of ours: one plays the demo's server side, the other echoes until it is told to end.
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("echo.pcapng"));
    Server server({QStringLiteral("--echo")});
    QTRY_VERIFY_WITH_TIMEOUT(server.ready(), 15'000);
    QProcess echo;
    echo.start(framescopeProgram(), {QStringLiteral("echo"), server.url(), QStringLiteral("--write"), file});
    QTRY_VERIFY_WITH_TIMEOUT(server.out().count('\n') >= 3, 15'000);
    QCOMPARE(::kill(pid_t(echo.processId()), SIGTERM), 0);
    QTRY_COMPARE_WITH_TIMEOUT(echo.state(), QProcess::NotRunning, 15'000);
    QCOMPARE(echo.exitCode(), 0);
    QCOMPARE(echo.readAllStandardOutput(), QByteArray());
    const CommandRun read = runFramescope({QStringLiteral("read"), file});
    QVERIFY2(read.exitCode == 0, read.err.constData());
}

void TestServe::portInUse()
{
    Server server({});
    QTRY_VERIFY_WITH_TIMEOUT(server.ready(), 15'000);
    const QString port = QString::number(QUrl(server.url()).port());
    const CommandRun run = runFramescope({QStringLiteral("serve"), QStringLiteral("--port"), port});
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.err.contains(port.toLatin1()), run.err.constData());
}

void TestServe::signalsEndInOrder()
{
    for (const int number : {SIGINT, SIGTERM}) {
        Server server({});
        QTRY_VERIFY_WITH_TIMEOUT(server.ready(), 15'000);
        QCOMPARE(::kill(pid_t(server.process().processId()), number), 0);
        QTRY_COMPARE_WITH_TIMEOUT(server.process().state(), QProcess::NotRunning, 15'000);
        QCOMPARE(server.process().exitStatus(), QProcess::NormalExit);
        QCOMPARE(server.process().exitCode(), 0);
    }
}

QTEST_GUILESS_MAIN(TestServe)
#include "tst_serve.moc"
