#include "core/base/platform.h"
#include "core/capture/capture.h"
#include "core/capture/capturereader.h"
#include "core/io/rowjson.h"
#include "core/io/rowtext.h"
#include "tests/support/commandrun.h"
#include "tests/support/recordingserver.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <csignal>
#include <cstring>
#include <memory>
#include <random>

using namespace framescope;
using namespace framescope::test;

namespace
{

/// Sends frames without end, each numbered at the beginning of its payload, in batches of any size.
class NumberingServer : public QObject
{
public:
    NumberingServer()
    {
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection())
                serve(socket);
        });
        m_server.listen(QHostAddress::LocalHost);
    }
    QString url() const { return QStringLiteral("ws://127.0.0.1:%1/").arg(m_server.serverPort()); }
    static QByteArray payload(int number)
    {
        return QByteArray::number(number) + '|' + QByteArray(number * 37 % 400, char('a' + number % 26));
    }

private:
    void serve(QTcpSocket *socket)
    {
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket, request = QByteArray()]() mutable {
            request += socket->readAll();
            if (!request.endsWith("\r\n\r\n"))
                return;
            socket->write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Accept: " +
                          RecordingServer::acceptFor(request) + "\r\n\r\n");
            auto more = [this, socket, number = 0]() mutable {
                QByteArray batch;
                for (int i = std::uniform_int_distribution<>(1, 60)(m_random); i > 0; --i, ++number)
                    batch += RecordingServer::frame(1, payload(number));
                // A frame may come in two reads.
                const auto half = std::uniform_int_distribution<qsizetype>(0, batch.size())(m_random);
                socket->write(batch.first(half));
                socket->flush();
                if (socket->state() == QAbstractSocket::ConnectedState)
                    socket->write(batch.sliced(half));
            };
            auto *timer = new QTimer(socket);
            connect(timer, &QTimer::timeout, socket, [socket, more]() mutable {
                if (socket->bytesToWrite() < 65'536)
                    more();
            });
            timer->start(0);
        });
    }

    QTcpServer m_server;
    std::mt19937 m_random{7};
};

} // namespace

/// What the program records is there, whatever befalls it or its disk.
class TestDurability : public QObject
{
    Q_OBJECT

    struct Round {
        QProcess process;
        QString file;
        QByteArray printed;
        qsizetype lines = 0;
        qsizetype killAt = 0;
        bool json = false;
        bool over = false;
    };

    QTemporaryDir m_folder;
    int m_file = 0;
    QString path() { return m_folder.filePath(QStringLiteral("%1.pcapng").arg(++m_file)); }

    /// The environment with a disk below these paths that takes no more.
    static QProcessEnvironment failing(const QString &path, int after, int error, int most = 0)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral(FRAMESCOPE_BINARY_DIR "/failwrites.so"));
        environment.insert(QStringLiteral("FAILWRITES_PATH"), path);
        environment.insert(QStringLiteral("FAILWRITES_AFTER"), QString::number(after));
        environment.insert(QStringLiteral("FAILWRITES_ERRNO"), QString::number(error));
        environment.insert(QStringLiteral("FAILWRITES_MOST"), QString::number(most));
        // The sanitizer wants to be the first library; it does not have to be.
        environment.insert(QStringLiteral("ASAN_OPTIONS"), environment.value(QStringLiteral("ASAN_OPTIONS")) +
                                                               QStringLiteral(":verify_asan_link_order=0"));
        return environment;
    }

    /// Fifty frames, then a ping; its pong is answered with a close frame, and that one's answer with the end of TCP.
    static constexpr int toldIn = 52, toldOut = 2;
    static void tell(RecordingServer &server)
    {
        QByteArray frames;
        for (int i = 0; i < 50; ++i)
            frames += RecordingServer::frame(1, NumberingServer::payload(i));
        server.setGreeting(frames + RecordingServer::frame(9, "?"));
        server.setReact([closed = false](QTcpSocket &socket, const QByteArray &received) mutable {
            if (received.size() >= 7 && !std::exchange(closed, true))
                socket.write(RecordingServer::frame(8, QByteArray::fromHex("03e8")));
            if (received.size() >= 7 + 8)
                socket.disconnectFromHost();
        });
    }

    void check(const Round &round);
    void failsWell(const CommandRun &run, const QString &file, const QByteArray &why);

private Q_SLOTS:
    void killedAtAnyMoment();
    void diskTakesNoMore_data();
    void diskTakesNoMore();
    void countEndsItAlsoWhenNothingIsStored();
    void serversGoOn();
    void shortWritesLoseNothing();
    void fullFileSystem();
};

/// Every row that was printed is in the file, and the file has the server's frames in their order.
void TestDurability::check(const Round &round)
{
    auto opened = capture::Capture::open(round.file);
    if (!opened) {
        // Killed before the file had its first block.
        QVERIFY2(round.printed.isEmpty(), qPrintable(opened.error().message));
        return;
    }
    capture::Capture &capture = **opened;
    const Result<void> loaded = capture.load();
    QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().message));
    capture::CaptureReader reader(capture);
    QList<QByteArray> printed = round.printed.split('\n');
    const QByteArray half = printed.takeLast();
    for (qsizetype i = 0; i <= printed.size(); ++i) {
        const QByteArray &line = i < printed.size() ? printed[i] : half;
        if (i == printed.size() && half.isEmpty())
            break;
        const RowIndex row{std::uint64_t(i)};
        QVERIFY2(row.value() < capture.rowCount(), "a row was shown and is not in the file");
        const QByteArray stored =
            round.json ? io::rowJson(capture, reader, row) : io::rowText(capture, reader, row).toUtf8();
        QCOMPARE(i < printed.size() ? stored : stored.first(std::min(half.size(), stored.size())), line);
    }
    int number = 0;
    for (std::uint64_t i = 0; i < capture.rowCount(); ++i) {
        const capture::RowRecord &row = capture.row(RowIndex(i));
        if (!row.isFrame() || row.incomplete())
            continue;
        const auto payload = reader.payload(RowIndex(i), 0, 1000);
        QVERIFY(payload);
        QCOMPARE(*payload, NumberingServer::payload(number));
        ++number;
    }
}

void TestDurability::killedAtAnyMoment()
{
#if !defined(Q_OS_UNIX)
    QSKIP("there is no kill -9 here");
#else
#ifdef FRAMESCOPE_SANITIZED
    constexpr int rounds = 40; // each starts the program, which takes long with them
#else
    constexpr int rounds = 200;
#endif
    constexpr std::size_t atOnce = 3;
    NumberingServer server;
    std::mt19937 random(20'261'123);
    std::vector<std::unique_ptr<Round>> running;
    int started = 0;
    qsizetype rowsShown = 0;
    const auto start = [&] {
        auto made = std::make_unique<Round>();
        Round &round = *made;
        round.file = path();
        round.json = started % 2 == 0;
        // One in eight is killed at some time after its start, which may be before it has a file.
        const bool early = started % 8 == 0;
        round.killAt = early ? -1 : std::uniform_int_distribution<qsizetype>(1, 2500)(random);
        QStringList arguments{QStringLiteral("capture"), server.url(), QStringLiteral("--write"), round.file};
        if (round.json)
            arguments << QStringLiteral("--json");
        round.process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        connect(&round.process, &QProcess::readyReadStandardOutput, this, [&round] {
            const QByteArray got = round.process.readAllStandardOutput();
            round.printed += got;
            round.lines += got.count('\n');
            if (round.killAt >= 0 && round.lines >= round.killAt && round.process.state() == QProcess::Running)
                ::kill(pid_t(round.process.processId()), SIGKILL);
        });
        connect(&round.process, &QProcess::finished, this, [&round] { round.over = true; });
        round.process.start(framescopeProgram(), arguments);
        if (early)
            QTimer::singleShot(std::uniform_int_distribution<>(0, 120)(random), &round.process, &QProcess::kill);
        ++started;
        running.push_back(std::move(made));
    };
    while (started < rounds || !running.empty()) {
        while (started < rounds && running.size() < atOnce)
            start();
        QTRY_VERIFY_WITH_TIMEOUT(
            std::any_of(running.begin(), running.end(), [](const auto &round) { return round->over; }), 60'000);
        for (auto it = running.begin(); it != running.end();) {
            if (!(*it)->over) {
                ++it;
                continue;
            }
            Round &round = **it;
            round.printed += round.process.readAllStandardOutput();
            QCOMPARE(round.process.exitStatus(), QProcess::CrashExit); // killed, and nothing before that
            check(round);
            if (QTest::currentTestFailed())
                return;
            QVERIFY(!platform::isLocked(round.file));
            rowsShown += round.printed.count('\n');
            QFile::remove(round.file);
            it = running.erase(it);
        }
    }
    QVERIFY2(rowsShown > 300 * rounds, qPrintable(QString::number(rowsShown)));
#endif
}

void TestDurability::failsWell(const CommandRun &run, const QString &file, const QByteArray &why)
{
    QVERIFY2(run.exitCode == 1, run.err.constData());
    QVERIFY2(run.err.contains(why), run.err.constData());
    const QList<QJsonObject> rows = run.rows();
    QVERIFY(!rows.isEmpty());
    const QJsonObject last = rows.last();
    QCOMPARE(last.value(QLatin1String("kind")).toString(), QStringLiteral("not-stored"));
    QVERIFY(last.value(QLatin1String("reason")).toString().toUtf8().contains(why));
    int in = 0;
    int out = 0;
    int stored = 0;
    for (const QJsonObject &row : rows) {
        if (row.value(QLatin1String("kind")) == QLatin1String("not-stored")) {
            QCOMPARE(row.value(QLatin1String("n")).toInt(), stored + 1);
            continue;
        }
        ++stored;
        if (row.value(QLatin1String("kind")) == QLatin1String("frame"))
            ++(row.value(QLatin1String("dir")) == QLatin1String("in") ? in : out);
    }
    // The connection was kept: the ping was answered, and so was the close frame.
    QCOMPARE(in + last.value(QLatin1String("framesIn")).toInt(), toldIn);
    QCOMPARE(out + last.value(QLatin1String("framesOut")).toInt(), toldOut);
    const QJsonArray connections = last.value(QLatin1String("connections")).toArray();
    QCOMPARE(connections.size(), 1);
    QCOMPARE(connections[0].toObject().value(QLatin1String("conn")).toInt(), 1);
    QCOMPARE(connections[0].toObject().value(QLatin1String("octetsIn")), last.value(QLatin1String("octetsIn")));
    const QByteArray told =
        "connection 1: received " + QByteArray::number(last.value(QLatin1String("framesIn")).toInt()) + " frame";
    QVERIFY2(run.err.contains(told), run.err.constData());
    // What was printed is in the file.
    const CommandRun read = runFramescope({QStringLiteral("read"), QStringLiteral("--json"), file});
    QVERIFY2(read.exitCode == 0, read.err.constData());
    QCOMPARE(read.err, QByteArray());
    QCOMPARE(read.lines(), run.lines().first(stored));
}

void TestDurability::diskTakesNoMore_data()
{
    QTest::addColumn<QString>("where");
    QTest::addColumn<int>("after");
    QTest::addColumn<int>("error");
    QTest::newRow("file, ENOSPC") << QStringLiteral(".pcapng") << 3000 << int(ENOSPC);
    QTest::newRow("file, EIO") << QStringLiteral(".pcapng") << 3000 << int(EIO);
    QTest::newRow("index, ENOSPC") << QStringLiteral("/index/") << 0 << int(ENOSPC);
    QTest::newRow("index, EIO") << QStringLiteral("/index/") << 0 << int(EIO);
}

void TestDurability::diskTakesNoMore()
{
#ifndef Q_OS_LINUX
    QSKIP("calls of the system are interposed on Linux only");
#endif
    QFETCH(QString, where);
    QFETCH(int, after);
    QFETCH(int, error);
    RecordingServer server;
    tell(server);
    const QString file = path();
    QProcessEnvironment environment = failing(where, after, error);
    QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("index")));
    environment.insert(QStringLiteral("TMPDIR"), m_folder.filePath(QStringLiteral("index")));
    const CommandRun run = runFramescope(
        {QStringLiteral("capture"), server.url(), QStringLiteral("--json"), QStringLiteral("--write"), file},
        environment);
    failsWell(run, file, std::strerror(error));
}

void TestDurability::countEndsItAlsoWhenNothingIsStored()
{
#ifndef Q_OS_LINUX
    QSKIP("calls of the system are interposed on Linux only");
#endif
    NumberingServer server;
    const QString file = path();
    const CommandRun run = runFramescope({QStringLiteral("capture"), server.url(), QStringLiteral("--count"),
                                          QStringLiteral("500"), QStringLiteral("--write"), file},
                                         failing(file, 3000, ENOSPC));
    QVERIFY2(run.exitCode == 1, run.err.constData());
    QVERIFY2(run.err.contains(std::strerror(ENOSPC)), run.err.constData());
    QVERIFY2(run.err.contains("not stored from row"), run.err.constData());
}

void TestDurability::serversGoOn()
{
#ifndef Q_OS_LINUX
    QSKIP("calls of the system are interposed on Linux only");
#endif
    const QString file = path();
    QProcess server;
    QByteArray out;
    connect(&server, &QProcess::readyReadStandardOutput, this, [&] { out += server.readAllStandardOutput(); });
    server.setProcessEnvironment(failing(file, 600, ENOSPC));
    server.start(framescopeProgram(),
                 {QStringLiteral("serve"), QStringLiteral("--echo"), QStringLiteral("--write"), file});
    QTRY_VERIFY_WITH_TIMEOUT(out.contains('\n'), 30'000);
    for (int i = 0; i < 2; ++i) {
        const CommandRun client =
            runFramescope({QStringLiteral("capture"), QString::fromUtf8(out.split('\n').first()),
                           QStringLiteral("--send"), QStringLiteral("one"), QStringLiteral("--send"),
                           QStringLiteral("two"), QStringLiteral("--count"), QStringLiteral("2")});
        QVERIFY2(client.exitCode == 0, client.err.constData());
    }
    server.terminate();
    QTRY_COMPARE_WITH_TIMEOUT(server.state(), QProcess::NotRunning, 30'000);
    const QByteArray err = server.readAllStandardError();
    QCOMPARE(server.exitCode(), 1);
    QVERIFY2(err.contains(std::strerror(ENOSPC)), err.constData());
    QCOMPARE(err.count("recording has stopped"), 1); // once, however long it goes on
    QVERIFY2(err.contains("connection 1: received 3 frames") && err.contains("connection 2: received 3 frames"),
             err.constData());
}

void TestDurability::shortWritesLoseNothing()
{
#ifndef Q_OS_LINUX
    QSKIP("calls of the system are interposed on Linux only");
#endif
    RecordingServer server;
    tell(server);
    const QString file = path();
    const CommandRun run = runFramescope(
        {QStringLiteral("capture"), server.url(), QStringLiteral("--json"), QStringLiteral("--write"), file},
        failing(file, 0, 0, 5));
    QVERIFY2(run.exitCode == 0, run.err.constData());
    QCOMPARE(run.frames().size(), qsizetype(toldIn + toldOut));
    const CommandRun read = runFramescope({QStringLiteral("read"), QStringLiteral("--json"), file});
    QCOMPARE(read.out, run.out);
}

/// A real one: a small tmpfs in a namespace of its own.
void TestDurability::fullFileSystem()
{
    const QString unshare = QStandardPaths::findExecutable(QStringLiteral("unshare"));
    if (unshare.isEmpty())
        QSKIP("a file system of its own needs the program unshare");
    RecordingServer server;
    tell(server);
    const QString place = m_folder.filePath(QStringLiteral("small"));
    QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("small")));
    const QString copy = path();
    QProcess process;
    process.start(unshare,
                  {QStringLiteral("-rm"), QStringLiteral("sh"), QStringLiteral("-c"),
                   QStringLiteral("mount -t tmpfs -o size=8k small \"$1\" || exit 77; \"$2\" capture \"$3\" --json "
                                  "--write \"$1/f.pcapng\"; code=$?; cp \"$1/f.pcapng\" \"$4\"; exit $code"),
                   QStringLiteral("sh"), place, framescopeProgram(), server.url(), copy});
    QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 60'000);
    CommandRun run;
    run.exitCode = process.exitCode();
    run.out = process.readAllStandardOutput();
    run.err = process.readAllStandardError();
    if (run.exitCode == 77 || run.err.startsWith("unshare:"))
        QSKIP(("no file system of its own here: " + run.err).constData());
    failsWell(run, copy, std::strerror(ENOSPC));
}

QTEST_GUILESS_MAIN(TestDurability)
#include "tst_durability.moc"
