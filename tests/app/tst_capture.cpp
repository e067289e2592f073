#include "tests/support/commandrun.h"
#include "tests/support/peerprocess.h"
#include "tests/support/recordingserver.h"
#include "tests/support/scriptedpeer.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <csignal>

using namespace framescope::test;

/// The mode "capture" as scripts use it: rows, ends, exit codes.
class TestCapture : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void printsEveryRow();
    void jsonRows();
    void countEndsAfterThatManyReceivedFrames();
    void forEndsWithACleanClose();
    void requestCarriesTheOptions();
    void linesComeOneByOneIntoAPipe();
    void aReaderThatLeavesEndsItQuietly();
    void signalsCloseInOrder_data();
    void signalsCloseInOrder();
    void aSecondStopEndsAtOnce();
    void temporaryCaptureIsRemoved();
    void observePolicyGoesOn();
    void strictPolicyFails();
    void credentials_data();
    void credentials();
    void credentialFilesThatFail();
    void requestFromAFile();
    void followsRedirects();
    void connectsAgain();
    void whatIsNotInflatedIsTold();
    void failures_data();
    void failures();
    void unwritableFile();
    void usageError();

private:
    /// A peer that answers a close frame with one of its own and then ends TCP, as RFC 6455 §7.1.1 says.
    static void answerClose(QTcpSocket &socket, const QByteArray &received);
    /// The status code in the client's close frame at the end of what it sent; 0 when there is none.
    static int sentCloseCode(const QByteArray &received);
};

void TestCapture::initTestCase() { QVERIFY2(QFile::exists(framescopeProgram()), "the program is not built"); }

int TestCapture::sentCloseCode(const QByteArray &received)
{
    // 88 82 key(4) code(2)
    const qsizetype at = received.size() - 8;
    if (at < 0 || received.sliced(at, 2).toHex() != "8882")
        return 0;
    const auto octet = [&](qsizetype i) { return std::uint8_t(received[at + 6 + i] ^ received[at + 2 + i]); };
    return octet(0) << 8 | octet(1);
}

void TestCapture::answerClose(QTcpSocket &socket, const QByteArray &received)
{
    if (sentCloseCode(received) == 0)
        return;
    socket.write(RecordingServer::frame(8, QByteArray::fromHex("03e8")));
    socket.disconnectFromHost();
}

void TestCapture::printsEveryRow()
{
    RecordingServer server;
    server.setGreeting(RecordingServer::frame(1, "hello from the server") +
                       RecordingServer::frame(8, QByteArray::fromHex("03e8")));
    server.setReact([](QTcpSocket &socket, const QByteArray &received) {
        if (sentCloseCode(received) != 0)
            socket.disconnectFromHost();
    });
    const CommandRun run = runFramescope({QStringLiteral("capture"), server.url()});
    QVERIFY2(run.exitCode == 0, run.err.constData());
    QCOMPARE(run.err, QByteArray());
    QVERIFY2(run.out.contains("hello from the server"), run.out.constData());
    QVERIFY2(run.lines().size() >= 5, run.out.constData()); // two heads, text, two close frames
}

void TestCapture::jsonRows()
{
    RecordingServer server;
    server.setGreeting(RecordingServer::frame(2, QByteArray::fromHex("00ff")));
    server.setReact(answerClose);
    const CommandRun run = runFramescope({QStringLiteral("capture"), server.url(), QStringLiteral("--json"),
                                          QStringLiteral("--count"), QStringLiteral("1")});
    QVERIFY2(run.exitCode == 0, run.err.constData());
    QStringList kinds;
    qint64 number = -1;
    for (const QJsonObject &row : run.rows()) {
        kinds << row.value(QLatin1String("kind")).toString();
        QVERIFY2(row.value(QLatin1String("n")).toInteger(-1) > number, run.out.constData());
        number = row.value(QLatin1String("n")).toInteger(-1);
    }
    QVERIFY2(kinds.contains(QStringLiteral("handshake-request")), run.out.constData());
    QVERIFY2(kinds.contains(QStringLiteral("handshake-response")), run.out.constData());
    QCOMPARE(run.frames().size(), qsizetype(1));
    QCOMPARE(run.frames().first().value(QLatin1String("payload")).toString(), QStringLiteral("AP8="));
    QCOMPARE(run.frames().first().value(QLatin1String("dir")).toString(), QStringLiteral("in"));
}

void TestCapture::countEndsAfterThatManyReceivedFrames()
{
    // Ten frames in one read; the seven after the third are not printed.
    RecordingServer server;
    QByteArray ten;
    for (int i = 0; i < 10; ++i)
        ten += RecordingServer::frame(1, QByteArray::number(i));
    server.setGreeting(ten);
    server.setReact(answerClose);
    const CommandRun run = runFramescope({QStringLiteral("capture"), server.url(), QStringLiteral("--json"),
                                          QStringLiteral("--count"), QStringLiteral("3")});
    QVERIFY2(run.exitCode == 0, run.err.constData());
    QList<QByteArray> payloads;
    for (const QJsonObject &frame : run.frames())
        payloads << QByteArray::fromBase64(frame.value(QLatin1String("payload")).toString().toLatin1());
    QCOMPARE(payloads, (QList<QByteArray>{"0", "1", "2"}));
    QCOMPARE(sentCloseCode(server.received()), 1000);
}

void TestCapture::forEndsWithACleanClose()
{
    RecordingServer server;
    server.setReact(answerClose);
    const CommandRun run =
        runFramescope({QStringLiteral("capture"), server.url(), QStringLiteral("--for"), QStringLiteral("0.2")});
    QVERIFY2(run.exitCode == 0, run.err.constData());
    QCOMPARE(sentCloseCode(server.received()), 1000);
}

void TestCapture::requestCarriesTheOptions()
{
    RecordingServer server;
    server.setReact(answerClose);
    server.setGreeting(RecordingServer::frame(1, "hello"));
    runFramescope({QStringLiteral("capture"), server.url(), QStringLiteral("--count"), QStringLiteral("1"),
                   QStringLiteral("--header"), QStringLiteral("X-One: a b"), QStringLiteral("--header"),
                   QStringLiteral("Cookie: c=d"), QStringLiteral("--subprotocol"), QStringLiteral("p1"),
                   QStringLiteral("--subprotocol"), QStringLiteral("p2"), QStringLiteral("--origin"),
                   QStringLiteral("https://example.org")});
    const QByteArray request = server.request();
    QVERIFY2(request.startsWith("GET /recorder HTTP/1.1\r\n"), request.constData());
    for (const char *line : {"\r\nX-One: a b\r\n", "\r\nCookie: c=d\r\n", "\r\nSec-WebSocket-Protocol: p1, p2\r\n",
                             "\r\nOrigin: https://example.org\r\n"})
        QVERIFY2(request.contains(line), request.constData());
}

void TestCapture::linesComeOneByOneIntoAPipe()
{
    RecordingServer server;
    server.setGreeting(RecordingServer::frame(1, "the first"));
    QTcpSocket *peer = nullptr;
    server.setReact([&peer](QTcpSocket &socket, const QByteArray &received) {
        peer = &socket;
        answerClose(socket, received);
    });
    QProcess process;
    QByteArray out;
    connect(&process, &QProcess::readyRead, this, [&] { out += process.readAll(); });
    process.start(framescopeProgram(),
                  {QStringLiteral("capture"), server.url(), QStringLiteral("--for"), QStringLiteral("60")});
    QTRY_VERIFY_WITH_TIMEOUT(out.contains("the first"), 15'000);
    QVERIFY(out.endsWith('\n'));
    QVERIFY(peer);
    peer->write(RecordingServer::frame(1, "the second"));
    QTRY_VERIFY_WITH_TIMEOUT(out.contains("the second"), 15'000);
    QVERIFY(out.endsWith('\n'));
    process.terminate();
    QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 15'000);
    QCOMPARE(process.exitCode(), 0);
}

void TestCapture::aReaderThatLeavesEndsItQuietly()
{
    RecordingServer server;
    QByteArray many;
    for (int i = 0; i < 20'000; ++i)
        many += RecordingServer::frame(1, "line " + QByteArray::number(i));
    server.setGreeting(many);
    server.setReact(answerClose);
    QProcess shell;
    shell.start(QStringLiteral("sh"),
                {QStringLiteral("-c"), QStringLiteral("{ \"$0\" capture \"$1\"; echo \"exit $?\" >&2; } | head -n 3"),
                 framescopeProgram(), server.url()});
    QTRY_COMPARE_WITH_TIMEOUT(shell.state(), QProcess::NotRunning, 30'000);
    QCOMPARE(shell.readAllStandardError(), QByteArray("exit 0\n"));
    QCOMPARE(shell.readAllStandardOutput().count('\n'), qsizetype(3));
}

void TestCapture::signalsCloseInOrder_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGINT") << int(SIGINT);
    QTest::newRow("SIGTERM") << int(SIGTERM);
}

void TestCapture::signalsCloseInOrder()
{
    QFETCH(int, number);
    RecordingServer server;
    server.setGreeting(RecordingServer::frame(1, "ready"));
    server.setReact(answerClose);
    QProcess process;
    QByteArray out;
    connect(&process, &QProcess::readyReadStandardOutput, this, [&] { out += process.readAllStandardOutput(); });
    process.start(framescopeProgram(), {QStringLiteral("capture"), server.url()});
    QTRY_VERIFY_WITH_TIMEOUT(out.contains("ready"), 15'000);
    QCOMPARE(::kill(pid_t(process.processId()), number), 0);
    QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 15'000);
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 0);
    QCOMPARE(process.readAllStandardError(), QByteArray());
    QCOMPARE(sentCloseCode(server.received()), 1000);
}

/// What was sent last is no whole frame, so nobody answers the close frame behind it.
void TestCapture::aSecondStopEndsAtOnce()
{
    RecordingServer server;
    QProcess process;
    process.start(framescopeProgram(),
                  {QStringLiteral("capture"), server.url(), QStringLiteral("--for"), QStringLiteral("0.2"),
                   QStringLiteral("--send-frame"), QStringLiteral("opcode=text,len==200,text=half")});
    constexpr qsizetype header = 2 + 2 + 4, close = 2 + 4 + 2;
    QTRY_COMPARE_WITH_TIMEOUT(server.received().size(), header + 4 + close, 15'000);
    QCOMPARE(process.state(), QProcess::Running);
    QCOMPARE(::kill(pid_t(process.processId()), SIGTERM), 0);
    QTRY_COMPARE(process.state(), QProcess::NotRunning);
    const QByteArray rows = process.readAllStandardOutput(); // when the time limit of a close ends it there is no reset
    QVERIFY2(rows.contains("reset"), rows.constData());
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 0);
}

void TestCapture::temporaryCaptureIsRemoved()
{
    QTemporaryDir folder;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("TMPDIR"), folder.path());
    RecordingServer server;
    server.setReact(answerClose);
    const CommandRun run = runFramescope(
        {QStringLiteral("capture"), server.url(), QStringLiteral("--for"), QStringLiteral("0.2")}, environment);
    QVERIFY2(run.exitCode == 0, run.err.constData());
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), QStringList());
}

void TestCapture::observePolicyGoesOn()
{
    // RSV2 without an extension (RFC 6455 §5.2), then a frame that is right.
    RecordingServer server;
    server.setGreeting(QByteArray::fromHex("a10162") + RecordingServer::frame(1, "after"));
    server.setReact(answerClose);
    const CommandRun run = runFramescope({QStringLiteral("capture"), server.url(), QStringLiteral("--json"),
                                          QStringLiteral("--count"), QStringLiteral("2")});
    QVERIFY2(run.exitCode == 0, run.err.constData());
    QCOMPARE(run.frames().size(), qsizetype(2));
    QVERIFY2(run.out.contains("frame.rsv2"), run.out.constData());
    QCOMPARE(sentCloseCode(server.received()), 1000);
}

void TestCapture::strictPolicyFails()
{
    // RFC 6455 §7.1.7 and §7.4.1: the connection fails with 1002.
    RecordingServer server;
    server.setGreeting(QByteArray::fromHex("a10162"));
    server.setReact(answerClose);
    const CommandRun run =
        runFramescope({QStringLiteral("capture"), server.url(), QStringLiteral("--policy"), QStringLiteral("strict")});
    QCOMPARE(run.exitCode, 1);
    QVERIFY(!run.err.isEmpty());
    QCOMPARE(sentCloseCode(server.received()), 1002);
}

void TestCapture::credentials_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("sent");
    const QByteArray basic = "Authorization: Basic " + QByteArray("me:open sesame").toBase64() + "\r\n";
    QTest::newRow("environment") << QStringList{QStringLiteral("--user=me")} << basic;
    QTest::newRow("file") << QStringList{QStringLiteral("--user=me"), QStringLiteral("--password-file=FILE")}
                          << QByteArray("Authorization: Basic " + QByteArray("me:from file").toBase64() + "\r\n");
    QTest::newRow("token") << QStringList{QStringLiteral("--bearer-file=FILE")}
                           << QByteArray("Authorization: Bearer from file\r\n");
    QTest::newRow("none") << QStringList() << QByteArray();
}

void TestCapture::credentials()
{
    QFETCH(QStringList, options);
    QFETCH(QByteArray, sent);
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("secret")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("from file\r\nsecond line\n") > 0);
    file.close();
    options.replaceInStrings(QStringLiteral("FILE"), file.fileName());
    RecordingServer server;
    server.setReact([](QTcpSocket &socket, const QByteArray &) { socket.disconnectFromHost(); });
    server.setAnswer("HTTP/1.1 403 No\r\nSet-Cookie: c=1\r\nContent-Length: 0\r\n\r\n");
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("FRAMESCOPE_PASSWORD"), QStringLiteral("open sesame"));
    environment.insert(QStringLiteral("XDG_DATA_HOME"), folder.path());
    for (const char *cookie : {"", "Cookie: c=1\r\n"}) {
        const CommandRun run = runFramescope(
            QStringList{QStringLiteral("capture"), server.url(), QStringLiteral("--cookie-profile=p")} + options,
            environment);
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(server.request().contains(sent) && server.request().contains("Authorization") == !sent.isEmpty(),
                 server.request().constData());
        QVERIFY2(server.request().contains(cookie) && server.request().contains("Cookie") == (*cookie != 0),
                 server.request().constData());
        QVERIFY(!run.err.contains("sesame") && !run.err.contains("from file"));
    }
}

void TestCapture::credentialFilesThatFail()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("FRAMESCOPE_PASSWORD"));
    const QString nowhere = QStringLiteral("ws://127.0.0.1:1/");
    for (const char *option : {"--bearer-file=/nonexistent", "--request=/nonexistent", "--user=me"}) {
        const CommandRun run =
            runFramescope({QStringLiteral("capture"), nowhere, QString::fromLatin1(option)}, environment);
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.err.contains(QByteArray(option).split('=')[0]), run.err.constData());
    }
    for (const char *contents : {"", "\n", " \r\ntoken in the second line\n"}) {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("token")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(contents);
        file.close();
        const CommandRun run =
            runFramescope({QStringLiteral("capture"), nowhere, QStringLiteral("--bearer-file=") + file.fileName()});
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.err.contains("--bearer-file") && run.err.contains(file.fileName().toUtf8()), run.err.constData());
    }
}

void TestCapture::requestFromAFile()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("request")));
    const QByteArray request = "GET /odd HTTP/1.1\r\nsec-websocket-KEY: own\r\nX:\t\xff\x01\r\nX:\r\n\r\n";
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(request) == request.size());
    file.close();
    RecordingServer server;
    server.setAnswer("HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n");
    const CommandRun run = runFramescope({QStringLiteral("capture"), server.url(), QStringLiteral("--request"),
                                          file.fileName(), QStringLiteral("--json")});
    QCOMPARE(run.exitCode, 1);
    QCOMPARE(server.request(), request);
    const QList<QJsonObject> rows = run.rows();
    const auto isRequest = [](const QJsonObject &row) {
        return row.value(QStringLiteral("kind")).toString() == u"handshake-request";
    };
    const auto row = std::find_if(rows.begin(), rows.end(), isRequest);
    QVERIFY(row != rows.end());
    QCOMPARE(QByteArray::fromBase64(row->value(QStringLiteral("payload")).toString().toLatin1()), request);
    QVERIFY(row->value(QStringLiteral("findings")).toArray().contains(QStringLiteral("hs.key.value")));
}

void TestCapture::followsRedirects()
{
    RecordingServer end;
    end.setAnswer("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
    RecordingServer first;
    first.setAnswer(
        "HTTP/1.1 302 F\r\nLocation: " + end.url().replace(QStringLiteral("ws:"), QStringLiteral("http:")).toLatin1() +
        "x\r\nContent-Length: 0\r\n\r\n");
    const QStringList arguments{QStringLiteral("capture"), first.url(), QStringLiteral("--header"),
                                QStringLiteral("Authorization: Own secret")};
    QVERIFY(runFramescope(arguments).err.contains("302 F"));
    QVERIFY(end.request().isEmpty()); // only on request
    const CommandRun run = runFramescope(arguments + QStringList{QStringLiteral("--follow-redirects=1")});
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.err.contains("without: header Authorization") && run.err.contains("403 No") &&
                 !run.err.contains("secret"),
             run.err.constData());
    QVERIFY(end.request().startsWith("GET /recorderx HTTP/1.1\r\n"));
    QVERIFY(first.request().contains("Own secret") && !end.request().contains("Authorization"));

    RecordingServer loop;
    loop.setAnswer("HTTP/1.1 302 F\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n");
    const CommandRun around =
        runFramescope({QStringLiteral("capture"), loop.url(), QStringLiteral("--follow-redirects=3")});
    QCOMPARE(around.exitCode, 1);
    QCOMPARE(around.err.count("following the redirect"), qsizetype(3));
}

void TestCapture::connectsAgain()
{
    RecordingServer server;
    server.setGreeting(RecordingServer::frame(1, "hello"));
    server.setAnswer("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
    server.setReact(answerClose);
    QTimer::singleShot(400, &server, [&server] { server.setAnswer({}); });
    const CommandRun run = runFramescope(
        {QStringLiteral("capture"), server.url(), QStringLiteral("--reconnect"), QStringLiteral("--count=1")});
    QCOMPARE(run.exitCode, 0);
    QVERIFY2(run.out.contains("Connecting again in") && run.out.contains("hello"), run.out.constData());
}

void TestCapture::whatIsNotInflatedIsTold()
{
    QTemporaryDir files;
    QTemporaryDir temporary;
    ScriptedPeer peer;
    peer.extraResponseFields = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
    bool answered = false;
    connect(&peer, &ScriptedPeer::receivedMore, this, [&] {
        if (answered || peer.received().isEmpty())
            return;
        answered = true;
        temporary.remove(); // from now on there is no place for what messages inflate to
        peer.send(QByteArray::fromHex("c107f248cdc9c90700")); // "Hello", RFC 7692 §7.2.3.1
        peer.end();
    });
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("TMPDIR"), temporary.path());
    const CommandRun run =
        runFramescope({QStringLiteral("capture"), peer.url(), QStringLiteral("--send"), QStringLiteral("hi"),
                       QStringLiteral("--write"), files.filePath(QStringLiteral("a.pcapng"))},
                      environment);
    QVERIFY2(run.err.contains("inflated messages are no longer stored"), run.err.constData());
    QCOMPARE(run.err.count("inflated messages are no longer stored"), 1);
}

void TestCapture::failures_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("refused with 403") << QByteArray("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    QTest::newRow("no HTTP at all") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n\r\n");
}

void TestCapture::failures()
{
    QFETCH(QByteArray, answer);
    RecordingServer server;
    server.setAnswer(answer);
    server.setReact([](QTcpSocket &socket, const QByteArray &) { socket.disconnectFromHost(); });
    const CommandRun run = runFramescope({QStringLiteral("capture"), server.url()});
    QCOMPARE(run.exitCode, 1);
    QVERIFY(run.err.startsWith("framescope: "));
    QCOMPARE(run.err.count('\n'), qsizetype(1));

    const CommandRun nobody =
        runFramescope({QStringLiteral("capture"), QStringLiteral("ws://127.0.0.1:%1/").arg(freePort())});
    QCOMPARE(nobody.exitCode, 1);
    QVERIFY(nobody.err.startsWith("framescope: "));
}

void TestCapture::unwritableFile()
{
    const CommandRun run = runFramescope({QStringLiteral("capture"), QStringLiteral("ws://127.0.0.1:1/"),
                                          QStringLiteral("--write"), QStringLiteral("/nonexistent/folder/x.pcapng")});
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.err.contains("/nonexistent/folder/x.pcapng"), run.err.constData());
    QCOMPARE(run.out, QByteArray());
}

void TestCapture::usageError()
{
    const CommandRun run =
        runFramescope({QStringLiteral("capture"), QStringLiteral("http:/"), QStringLiteral("--nonsense")});
    QCOMPARE(run.exitCode, 2);
    QVERIFY2(run.err.contains("--nonsense"), run.err.constData());
    QVERIFY2(run.err.contains("framescope capture --help"), run.err.constData());
    QCOMPARE(run.out, QByteArray());
}

QTEST_GUILESS_MAIN(TestCapture)
#include "tst_capture.moc"
