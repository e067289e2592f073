#include "tests/support/commandrun.h"
#include "tests/support/recordingserver.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace framescope::test;

/// Limits of recordings, from the command line to the files that are left.
class TestRolling : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void everyFrameIsInOneOfTheFiles();
    void oldestFilesAreDeleted();
    void rowsArePrintedBeforeTheirFileIsDeleted();

private:
    static constexpr int sent = 20;
    /// Sends the numbers from 0 on, one message each.
    static CommandRun record(const QString &file, const QStringList &limits);
    static QList<QByteArray> payloads(const QString &file);
};

void TestRolling::initTestCase() { QVERIFY2(QFile::exists(framescopeProgram()), "the program is not built"); }

CommandRun TestRolling::record(const QString &file, const QStringList &limits)
{
    RecordingServer server;
    server.setReact([](QTcpSocket &socket, const QByteArray &received) {
        // Ten messages of one digit and ten of two, each masked; the answer to the last lets the program close.
        constexpr qsizetype messages = 10 * (2 + 4 + 1) + 10 * (2 + 4 + 2);
        if (received.size() == messages) {
            socket.write(RecordingServer::frame(2, "seen"));
        } else if (received.size() > messages) {
            socket.write(RecordingServer::frame(8, QByteArray::fromHex("03e8")));
            socket.disconnectFromHost();
        }
    });
    QStringList arguments{
        QStringLiteral("capture"), server.url(),       QStringLiteral("--write"), file, QStringLiteral("--json"),
        QStringLiteral("--count"), QStringLiteral("1")};
    for (int i = 0; i < sent; ++i)
        arguments += {QStringLiteral("--send"), QString::number(i)};
    return runFramescope(arguments + limits);
}

QList<QByteArray> TestRolling::payloads(const QString &file)
{
    QList<QByteArray> list;
    const CommandRun run = runFramescope({QStringLiteral("read"), file, QStringLiteral("--json")});
    if (run.exitCode != 0)
        list << run.err;
    for (const QJsonObject &frame : run.frames()) {
        if (frame.value(QLatin1String("opcode")).toInt() == 1)
            list << QByteArray::fromBase64(frame.value(QLatin1String("payload")).toString().toLatin1());
    }
    return list;
}

void TestRolling::everyFrameIsInOneOfTheFiles()
{
    const QTemporaryDir folder;
    const CommandRun run =
        record(folder.filePath(QStringLiteral("all.pcapng")), {QStringLiteral("--roll-frames"), QStringLiteral("6")});
    QVERIFY2(run.exitCode == 0, run.err.constData());
    QVERIFY(run.out.contains("all.0002.pcapng"));
    const QStringList files = QDir(folder.path()).entryList(QDir::Files, QDir::Name);
    QCOMPARE(files.mid(0, 3), QStringList({QStringLiteral("all.0002.pcapng"), QStringLiteral("all.0003.pcapng"),
                                           QStringLiteral("all.0004.pcapng")}));
    QList<QByteArray> together = payloads(folder.filePath(QStringLiteral("all.pcapng")));
    for (const QString &file : files) {
        if (file != QLatin1String("all.pcapng"))
            together += payloads(folder.filePath(file));
    }
    QList<QByteArray> expected;
    for (int i = 0; i < sent; ++i)
        expected << QByteArray::number(i);
    QCOMPARE(together, expected);
}

void TestRolling::oldestFilesAreDeleted()
{
    const QTemporaryDir folder;
    const CommandRun run =
        record(folder.filePath(QStringLiteral("last.pcapng")),
               {QStringLiteral("--roll-frames"), QStringLiteral("4"), QStringLiteral("--keep"), QStringLiteral("2")});
    QVERIFY2(run.out.contains("last.pcapng with rows 1-"), run.out.constData());
    const QStringList files = QDir(folder.path()).entryList(QDir::Files, QDir::Name);
    QCOMPARE(files.size(), 2);
    QVERIFY(!files.contains(QStringLiteral("last.pcapng")));
    const QList<QByteArray> left = payloads(folder.filePath(files[0])) + payloads(folder.filePath(files[1]));
    QVERIFY(left.size() >= 4 && left.size() < sent);
    for (int i = 0; i < left.size(); ++i)
        QCOMPARE(left[i], QByteArray::number(sent - left.size() + i));
}

void TestRolling::rowsArePrintedBeforeTheirFileIsDeleted()
{
    const QTemporaryDir folder;
    RecordingServer server;
    QByteArray greeting;
    for (int i = 0; i < sent; ++i)
        greeting += RecordingServer::frame(1, QByteArray::number(i));
    server.setGreeting(greeting);
    const CommandRun run =
        runFramescope({QStringLiteral("capture"), server.url(), QStringLiteral("--write"),
                       folder.filePath(QStringLiteral("one.pcapng")), QStringLiteral("--json"),
                       QStringLiteral("--count"), QString::number(sent), QStringLiteral("--roll-frames"),
                       QStringLiteral("1"), QStringLiteral("--keep"), QStringLiteral("1")});
    QVERIFY2(run.exitCode == 0, run.err.constData());
    QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("one.pcapng"))));
    QList<QByteArray> printed;
    for (const QJsonObject &frame : run.frames()) {
        QVERIFY2(!frame.contains(QLatin1String("error")), run.out.constData());
        if (frame.value(QLatin1String("opcode")).toInt() == 1)
            printed << QByteArray::fromBase64(frame.value(QLatin1String("payload")).toString().toLatin1());
    }
    QCOMPARE(printed.size(), sent);
    for (int i = 0; i < sent; ++i)
        QCOMPARE(printed[i], QByteArray::number(i));
}

QTEST_GUILESS_MAIN(TestRolling)
#include "tst_rolling.moc"
