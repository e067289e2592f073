#include "tests/conformance/casebuilder.h"
#include "tests/conformance/compression.h"
#include "tests/conformance/wire.h"
#include "tests/support/commandrun.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace framescope;
using namespace framescope::conformance;

/// `framescope serve --echo` against a client that asks everything a conformance suite can ask.
class TestEchoServer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void framing_data() { rows(framingCases(ws::Role::Client)); }
    void framing() { run(); }
    void control_data() { rows(controlCases(ws::Role::Client)); }
    void control() { run(); }
    void fragments_data() { rows(fragmentCases(ws::Role::Client)); }
    void fragments() { run(); }
    void utf8_data() { rows(utf8Cases(ws::Role::Client)); }
    void utf8() { run(); }
    void close_data() { rows(closeCases(ws::Role::Client)); }
    void close() { run(); }
    void compression_data();
    void compression();
    void compressionFaults_data() { rows(compressionCases(ws::Role::Client)); }
    void compressionFaults() { run("permessage-deflate; server_max_window_bits=15"); }
    void large_data() { rows(largeCases(ws::Role::Client)); }
    void large() { run(); }

private:
    void rows(const std::vector<Case> &cases);
    void run(const QByteArray &offer = {});
    std::unique_ptr<Wire> connected();

    std::vector<Case> m_cases;
    QTemporaryDir m_folder;
    QProcess m_server;
    quint16 m_port = 0;
};

void TestEchoServer::initTestCase()
{
    // To a file: a pipe that nobody reads while the test waits for octets would stop the program.
    const QString output = m_folder.filePath(QStringLiteral("output"));
    m_server.setStandardOutputFile(output);
    m_server.start(test::framescopeProgram(), {QStringLiteral("serve"), QStringLiteral("--echo")});
    QFile file(output);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QTRY_VERIFY_WITH_TIMEOUT(file.seek(0) && file.readLine().endsWith('\n'), 30'000);
    file.seek(0);
    m_port = static_cast<quint16>(QUrl(QString::fromLatin1(file.readLine().trimmed())).port());
    QVERIFY(m_port != 0);
}

void TestEchoServer::cleanupTestCase()
{
    m_server.terminate();
    QVERIFY(m_server.waitForFinished(30'000));
    QCOMPARE(m_server.exitCode(), 0);
}

void TestEchoServer::rows(const std::vector<Case> &cases)
{
    QTest::addColumn<int>("number");
    m_cases = cases;
    for (std::size_t i = 0; i < m_cases.size(); ++i)
        QTest::newRow(m_cases[i].name) << int(i);
}

std::unique_ptr<Wire> TestEchoServer::connected()
{
    auto socket = std::make_unique<QTcpSocket>();
    socket->connectToHost(QStringLiteral("127.0.0.1"), m_port);
    if (!socket->waitForConnected(30'000))
        return nullptr;
    return std::make_unique<Wire>(std::move(socket), ws::Role::Client);
}

void TestEchoServer::run(const QByteArray &offer)
{
    QFETCH(int, number);
    const Case &c = m_cases[std::size_t(number)];
    const std::unique_ptr<Wire> wire = connected();
    QVERIFY(wire != nullptr);
    QCOMPARE(wire->handshake(offer), QString());
    QCOMPARE(wire->extensions().isEmpty(), offer.isEmpty());
    if (c.dribble)
        wire->dribble(c.octets);
    else
        wire->write(c.octets);
    QCOMPARE(wire->readToClose().join(u'\n'), c.expected.join(u'\n'));
    // RFC 6455 §7.1.1: the server ends TCP, and nothing comes between its close frame and that.
    QCOMPARE(wire->readEnd(), QStringLiteral("end"));
}

void TestEchoServer::compression_data()
{
    QTest::addColumn<QByteArray>("offer");
    for (const char *offer : {"permessage-deflate", "permessage-deflate; client_max_window_bits",
                              "permessage-deflate; client_no_context_takeover; server_no_context_takeover",
                              "permessage-deflate; server_max_window_bits=9; client_max_window_bits=9",
                              "permessage-deflate; server_max_window_bits=8; client_max_window_bits=8",
                              "permessage-deflate; server_max_window_bits=12; server_no_context_takeover",
                              "permessage-deflate; server_max_window_bits=15; client_max_window_bits=15",
                              "permessage-deflate; mystery, permessage-deflate; client_no_context_takeover"})
        QTest::newRow(offer) << QByteArray(offer);
}

void TestEchoServer::compression()
{
    QFETCH(QByteArray, offer);
    const std::unique_ptr<Wire> wire = connected();
    QVERIFY(wire != nullptr);
    QCOMPARE(wire->handshake(offer), QString());
    QVERIFY(wire->extensions().startsWith("permessage-deflate"));
    QCOMPARE(converseCompressed(*wire, ws::Role::Client, wire->extensions()), QString());
    wire->write(CaseBuilder(ws::Role::Client).close(1000));
    QCOMPARE(wire->readToClose(), QStringList{expectedClose(1000)});
    QCOMPARE(wire->readEnd(), QStringLiteral("end"));
}

QTEST_GUILESS_MAIN(TestEchoServer)
#include "tst_echoserver.moc"
