#include "tests/support/commandrun.h"
#include "tests/support/recordingserver.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace framescope::test;

/// The mode "read".
class TestRead : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void sameRowsAsLive();
    void summaryCountsWhatTheRowsShow();
    void aFilterChoosesRows();
    void statistics();
    void cutFileShowsRowsUpToTheCut();
    void everyCutEndsWell();
    void notACapture_data();
    void notACapture();
    void pipeToHead();
    void followsARecording();
    void followEndsWithAFileThatNobodyRecords();

private:
    QTemporaryDir m_folder;
    QString m_file = m_folder.filePath(QStringLiteral("kept.pcapng"));
    CommandRun m_live;
};

void TestRead::initTestCase()
{
    RecordingServer server;
    server.setGreeting(RecordingServer::frame(1, "one") + RecordingServer::frame(2, QByteArray(299, 'x') + '!') +
                       RecordingServer::frame(9, "ping") + RecordingServer::frame(8, QByteArray::fromHex("03e8")));
    server.setReact([](QTcpSocket &socket, const QByteArray &received) {
        if (received.size() >= 10 + 8)
            socket.disconnectFromHost();
    });
    m_live = runFramescope(
        {QStringLiteral("capture"), server.url(), QStringLiteral("--json"), QStringLiteral("--write"), m_file});
    QVERIFY2(m_live.exitCode == 0, m_live.err.constData());
    QVERIFY2(m_live.frames().size() == 6, m_live.out.constData());
}

void TestRead::sameRowsAsLive()
{
    const CommandRun read = runFramescope({QStringLiteral("read"), m_file, QStringLiteral("--json")});
    QVERIFY2(read.exitCode == 0, read.err.constData());
    QCOMPARE(read.out, m_live.out);
    const CommandRun text = runFramescope({QStringLiteral("read"), m_file});
    QVERIFY2(text.exitCode == 0, text.err.constData());
    QCOMPARE(text.lines().size(), read.lines().size());
    QCOMPARE(QFile::permissions(m_file) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void TestRead::summaryCountsWhatTheRowsShow()
{
    const CommandRun json =
        runFramescope({QStringLiteral("read"), m_file, QStringLiteral("--summary"), QStringLiteral("--json")});
    QVERIFY2(json.exitCode == 0, json.err.constData());
    QCOMPARE(json.lines().size(), 1);
    const QJsonObject told = QJsonDocument::fromJson(json.out).object();
    QCOMPARE(told[QStringLiteral("rows")].toInt(), int(m_live.lines().size()));
    QCOMPARE(told[QStringLiteral("frames")].toInt(), 6);
    QCOMPARE(told[QStringLiteral("errors")].toInt(), 0);
    QCOMPARE(told[QStringLiteral("octets")].toInteger(), QFileInfo(m_file).size());
    const QJsonArray connections = told[QStringLiteral("connections")].toArray();
    QCOMPARE(connections.size(), 1);
    const QJsonObject connection = connections[0].toObject();
    QCOMPARE(connection[QStringLiteral("conn")].toInt(), 1);
    QCOMPARE(connection[QStringLiteral("framesIn")].toInt(), 4);
    QCOMPARE(connection[QStringLiteral("framesOut")].toInt(), 2);
    QCOMPARE(connection[QStringLiteral("findings")].toInt(), 0);
    const QJsonObject firstRow = QJsonDocument::fromJson(m_live.lines().value(0)).object();
    QVERIFY(connection[QStringLiteral("first")].toString() <= firstRow[QStringLiteral("t")].toString());
    QVERIFY(connection[QStringLiteral("last")].toString() > firstRow[QStringLiteral("t")].toString());

    const CommandRun text = runFramescope({QStringLiteral("read"), m_file, QStringLiteral("--summary")});
    QVERIFY2(text.exitCode == 0, text.err.constData());
    QCOMPARE(text.lines().size(), 2);
    QVERIFY2(text.out.contains("of them 6 frames; 0 rows with errors;"), text.out.constData());
    QVERIFY2(text.out.contains("1: sent 2 frames ("), text.out.constData());
    QVERIFY2(text.out.contains("received 4 frames ("), text.out.constData());
}

void TestRead::aFilterChoosesRows()
{
    const auto read = [this](const char *filter) {
        return runFramescope({QStringLiteral("read"), m_file, QStringLiteral("--json"), QStringLiteral("--filter"),
                              QString::fromLatin1(filter)});
    };
    const CommandRun data = read("opcode in {text, binary} and dir == in");
    QVERIFY2(data.exitCode == 0, data.err.constData());
    QCOMPARE(data.lines().size(), 2);
    for (const QByteArray &line : data.lines())
        QVERIFY(m_live.lines().contains(line));
    const CommandRun none = read("length > 1 MiB");
    QVERIFY2(none.exitCode == 0, none.err.constData());
    QVERIFY(none.out.isEmpty());
    const CommandRun wrong = read("lenght > 1");
    QCOMPARE(wrong.exitCode, 2);
    QVERIFY2(wrong.err.contains("--filter: there is no field lenght (did you mean length?), at 1"),
             wrong.err.constData());
}

void TestRead::statistics()
{
    const auto read = [this](const QStringList &more) {
        return runFramescope(QStringList{QStringLiteral("read"), m_file, QStringLiteral("--statistics")} + more);
    };
    const CommandRun json = read({QStringLiteral("--json")});
    QVERIFY2(json.exitCode == 0, json.err.constData());
    const QJsonObject all = json.rows().value(0);
    QCOMPARE(all[u"rows"].toInt(), int(m_live.rows().size()));
    // The same counts as the rows of the live run.
    std::map<int, std::array<int, 2>> opcodes;
    for (const QJsonObject &frame : m_live.frames())
        ++opcodes[frame[u"opcode"].toInt()][frame[u"dir"] == QStringLiteral("in")];
    QCOMPARE(std::size_t(all[u"opcodes"].toArray().size()), opcodes.size());
    for (const QJsonValue &line : all[u"opcodes"].toArray()) {
        const auto &counts = opcodes[line[u"opcode"].toInt()];
        QCOMPARE(line[u"sent"].toInt(), counts[0]);
        QCOMPARE(line[u"received"].toInt(), counts[1]);
    }
    // The ping was answered.
    const QJsonObject trip = all[u"roundTrips"].toArray().at(0).toObject();
    QCOMPARE(trip[u"name"].toString(), QStringLiteral("ping"));
    QCOMPARE(trip[u"requests"].toInt(), 1);
    QCOMPARE(trip[u"unanswered"].toInt(), 0);
    QVERIFY(trip[u"median"].toDouble() > 0);
    QCOMPARE(all[u"slowest"].toArray().size(), 1);

    const CommandRun some = read({QStringLiteral("--json"), QStringLiteral("--filter=opcode == binary")});
    QCOMPARE(some.rows().value(0)[u"rows"].toInt(), 1);
    QCOMPARE(some.rows().value(0)[u"sizes"].toArray().at(0)[u"from"].toInt(), 256);
    // A row that the filter does not decide is left out, and that is told, in both forms.
    for (const QStringList &form : {QStringList{QStringLiteral("--json")}, QStringList{}}) {
        const CommandRun undecided = read(form + QStringList{QStringLiteral("--filter=text matches \"(x+x+)+$\"")});
        QVERIFY2(undecided.exitCode == 0, undecided.err.constData());
        QVERIFY2(undecided.err.contains("1 row was left out undecided"), undecided.err.constData());
    }
    const CommandRun text = read({});
    QVERIFY2(text.out.contains("frames by opcode\n  opcode") && text.out.contains("round trips by request"),
             text.out.constData());
    const CommandRun slow = runFramescope(
        {QStringLiteral("read"), m_file, QStringLiteral("--json"), QStringLiteral("--filter"), QStringLiteral("rtt")});
    QCOMPARE(slow.frames().size(), 1);
    QCOMPARE(slow.frames().at(0)[u"opcode"].toInt(), 10);
}

void TestRead::cutFileShowsRowsUpToTheCut()
{
    QFile whole(m_file);
    QVERIFY(whole.open(QIODevice::ReadOnly));
    QFile cut(m_folder.filePath(QStringLiteral("cut.pcapng")));
    QVERIFY(cut.open(QIODevice::WriteOnly));
    cut.write(whole.readAll().chopped(3));
    cut.close();
    const CommandRun read = runFramescope({QStringLiteral("read"), cut.fileName(), QStringLiteral("--json")});
    QCOMPARE(read.exitCode, 0);
    QVERIFY2(read.err.contains("cut"), read.err.constData());
    QVERIFY(read.frames().size() == 6);
}

void TestRead::everyCutEndsWell()
{
    QFile whole(m_file);
    QVERIFY(whole.open(QIODevice::ReadOnly));
    const QByteArray octets = whole.readAll();
    const QString name = m_folder.filePath(QStringLiteral("piece.pcapng"));
    const qsizetype step = octets.size() / 40 + 1;
    for (qsizetype size = 0; size < octets.size(); size += step) {
        QFile piece(name);
        QVERIFY(piece.open(QIODevice::WriteOnly));
        piece.write(octets.first(size));
        piece.close();
        const CommandRun read = runFramescope({QStringLiteral("read"), name, QStringLiteral("--json")});
        QVERIFY2(read.exitCode == 0 || read.exitCode == 1, QByteArray::number(size) + ": " + read.err);
        // Rows of a shorter file are the first rows of the longer one, but for what the cut itself breaks off.
        const QList<QByteArray> lines = read.lines();
        for (qsizetype i = 0; i + 1 < lines.size(); ++i)
            QCOMPARE(lines[i], m_live.lines().value(i));
    }
}

void TestRead::notACapture_data()
{
    QTest::addColumn<QByteArray>("octets");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("Hello, this is a text and no capture at all.\n").repeated(10);
    QTest::newRow("ELF") << QByteArray("\x7f"
                                       "ELF\2\1\1",
                                       7) +
                                QByteArray(200, '\0');
}

void TestRead::notACapture()
{
    QFETCH(QByteArray, octets);
    QFile file(m_folder.filePath(QStringLiteral("other.bin")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(octets);
    file.close();
    const CommandRun read = runFramescope({QStringLiteral("read"), file.fileName()});
    QCOMPARE(read.exitCode, 1);
    QVERIFY2(read.err.contains("other.bin"), read.err.constData());
    QCOMPARE(read.out, QByteArray());
}

void TestRead::pipeToHead()
{
    QProcess shell;
    shell.start(QStringLiteral("sh"),
                {QStringLiteral("-c"), QStringLiteral("{ \"$0\" read \"$1\"; echo \"exit $?\" >&2; } | true"),
                 framescopeProgram(), m_file});
    QVERIFY(shell.waitForFinished(30'000));
    QCOMPARE(shell.readAllStandardError(), QByteArray("exit 0\n"));
}

void TestRead::followsARecording()
{
    QTcpSocket *peer = nullptr;
    RecordingServer server;
    server.setGreeting(RecordingServer::frame(1, "the first"));
    server.setReact([&peer](QTcpSocket &socket, const QByteArray &) { peer = &socket; });
    const QString file = m_folder.filePath(QStringLiteral("growing.pcapng"));
    QProcess writer;
    QByteArray written;
    connect(&writer, &QProcess::readyReadStandardOutput, this, [&] { written += writer.readAllStandardOutput(); });
    writer.start(framescopeProgram(), {QStringLiteral("capture"), server.url(), QStringLiteral("--json"),
                                       QStringLiteral("--send"), QStringLiteral("x"), QStringLiteral("--write"), file});
    QTRY_VERIFY_WITH_TIMEOUT(peer != nullptr && written.contains("dGhlIGZpcnN0"), 30'000);

    QProcess reader;
    QByteArray read;
    connect(&reader, &QProcess::readyReadStandardOutput, this, [&] { read += reader.readAllStandardOutput(); });
    reader.start(framescopeProgram(),
                 {QStringLiteral("read"), QStringLiteral("--follow"), QStringLiteral("--json"), file});
    QTRY_COMPARE_WITH_TIMEOUT(read, written, 30'000);
    const qsizetype sofar = read.size();
    peer->write(RecordingServer::frame(1, "the second"));
    QTRY_VERIFY_WITH_TIMEOUT(written.size() > sofar, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(read, written, 30'000);
    QCOMPARE(reader.state(), QProcess::Running);

    peer->write(RecordingServer::frame(8, QByteArray::fromHex("03e8")));
    peer->disconnectFromHost();
    QTRY_COMPARE_WITH_TIMEOUT(writer.state(), QProcess::NotRunning, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(reader.state(), QProcess::NotRunning, 30'000);
    QCOMPARE(reader.exitCode(), 0);
    QCOMPARE(reader.readAllStandardError(), QByteArray());
    QCOMPARE(read + reader.readAllStandardOutput(), written + writer.readAllStandardOutput());
}

void TestRead::followEndsWithAFileThatNobodyRecords()
{
    const CommandRun read =
        runFramescope({QStringLiteral("read"), QStringLiteral("--follow"), m_file, QStringLiteral("--json")});
    QVERIFY2(read.exitCode == 0, read.err.constData());
    QCOMPARE(read.out, m_live.out);
}

QTEST_GUILESS_MAIN(TestRead)
#include "tst_read.moc"
