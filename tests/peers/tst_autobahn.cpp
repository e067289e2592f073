#include "tests/support/commandrun.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace framescope;

/// python3-autobahn as a client of `framescope serve --echo`, with and without compression.
class TestAutobahn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void echoes_data();
    void echoes();

private:
    // Debian's modules belong to this one; another python3 may come first on PATH.
    const QString m_python = QStringLiteral("/usr/bin/python3");
    QTemporaryDir m_folder;
    QProcess m_server;
    QString m_url;
};

void TestAutobahn::initTestCase()
{
    if (QProcess::execute(m_python, {QStringLiteral("-c"), QStringLiteral("import autobahn.asyncio.websocket")}) != 0)
        QSKIP("python3-autobahn is not installed for /usr/bin/python3");
    // To a file: nobody reads a pipe while the client runs.
    QFile output(m_folder.filePath(QStringLiteral("output")));
    m_server.setStandardOutputFile(output.fileName());
    m_server.start(test::framescopeProgram(), {QStringLiteral("serve"), QStringLiteral("--echo")});
    QVERIFY(output.open(QIODevice::ReadOnly));
    QTRY_VERIFY_WITH_TIMEOUT(output.seek(0) && output.readLine().endsWith('\n'), 30'000);
    output.seek(0);
    m_url = QString::fromLatin1(output.readLine().trimmed());
}

void TestAutobahn::cleanupTestCase()
{
    if (m_server.state() == QProcess::NotRunning)
        return;
    m_server.terminate();
    QVERIFY(m_server.waitForFinished(30'000));
    QCOMPARE(m_server.exitCode(), 0);
}

void TestAutobahn::echoes_data()
{
    QTest::addColumn<QStringList>("compression");
    QTest::addColumn<QByteArray>("agreed");
    QTest::newRow("no compression") << QStringList() << QByteArray("nothing");
    for (const char *window : {"0", "9", "12", "15"}) {
        for (const char *noTakeover : {"0", "1"}) {
            QTest::addRow("window %s, no context takeover %s", window, noTakeover)
                << QStringList{QString::fromLatin1(noTakeover), QString::fromLatin1(window)}
                << QByteArray("permessage-deflate");
        }
    }
}

void TestAutobahn::echoes()
{
    QFETCH(QStringList, compression);
    QFETCH(QByteArray, agreed);
    QProcess client;
    client.setProcessChannelMode(QProcess::MergedChannels);
    client.start(m_python, QStringList{QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/peers/autobahn_client.py"), m_url} +
                               compression);
    QVERIFY(client.waitForFinished(90'000));
    const QByteArray said = client.readAll().trimmed();
    QVERIFY2(client.exitStatus() == QProcess::NormalExit && client.exitCode() == 0, said.constData());
    QCOMPARE(said, agreed);
}

QTEST_GUILESS_MAIN(TestAutobahn)
#include "tst_autobahn.moc"
