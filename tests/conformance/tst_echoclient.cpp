#include "tests/conformance/casebuilder.h"
#include "tests/conformance/compression.h"
#include "tests/conformance/wire.h"
#include "tests/support/commandrun.h"

#include <QProcess>
#include <QTcpServer>
#include <QTest>

using namespace framescope;
using namespace framescope::conformance;

/// `framescope echo URL` against a server that asks everything a conformance suite can ask. A program run is one case.
class TestEchoClient : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.listen(QHostAddress::LocalHost)); }
    void framing_data() { rows(framingCases(ws::Role::Server)); }
    void framing() { run(); }
    void control_data() { rows(controlCases(ws::Role::Server)); }
    void control() { run(); }
    void fragments_data() { rows(fragmentCases(ws::Role::Server)); }
    void fragments() { run(); }
    void utf8_data() { rows(utf8Cases(ws::Role::Server)); }
    void utf8() { run(); }
    void close_data() { rows(closeCases(ws::Role::Server)); }
    void close() { run(); }
    void compression_data();
    void compression();
    void compressionFaults_data() { rows(compressionCases(ws::Role::Server)); }
    void compressionFaults() { run("permessage-deflate"); }
    void large_data() { rows(largeCases(ws::Role::Server)); }
    void large() { run(); }

private:
    void rows(const std::vector<Case> &cases);
    void run(const QByteArray &agreed = {});

    std::vector<Case> m_cases;
    QTcpServer m_server;
};

void TestEchoClient::rows(const std::vector<Case> &cases)
{
    QTest::addColumn<int>("number");
    m_cases = cases;
    for (std::size_t i = 0; i < m_cases.size(); ++i)
        QTest::newRow(m_cases[i].name) << int(i);
}

void TestEchoClient::run(const QByteArray &agreed)
{
    QFETCH(int, number);
    const Case &c = m_cases[std::size_t(number)];
    QProcess program;
    program.start(test::framescopeProgram(),
                  {QStringLiteral("echo"), QStringLiteral("ws://127.0.0.1:%1/").arg(m_server.serverPort())});
    QVERIFY(m_server.waitForNewConnection(30'000));
    Wire wire(std::unique_ptr<QTcpSocket>(m_server.nextPendingConnection()), ws::Role::Server);
    QCOMPARE(wire.handshake(agreed), QString());
    if (c.dribble)
        wire.dribble(c.octets);
    else
        wire.write(c.octets);
    QCOMPARE(wire.readToClose().join(u'\n'), c.expected.join(u'\n'));
    if (c.failed) {
        // RFC 6455 §7.1.7: who fails the connection ends TCP, with nothing after the close frame.
        QCOMPARE(wire.readEnd(), QStringLiteral("end"));
    } else {
        // RFC 6455 §7.1.1: a client waits for the server to end TCP.
        QVERIFY(wire.isQuiet());
    }
    wire.end();
    QVERIFY(program.waitForFinished(30'000));
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.exitCode(), c.failed ? 1 : 0);
}

void TestEchoClient::compression_data()
{
    QTest::addColumn<QByteArray>("agreed");
    for (const char *agreed :
         {"permessage-deflate", "permessage-deflate; client_no_context_takeover; server_no_context_takeover",
          "permessage-deflate; server_max_window_bits=9; client_max_window_bits=9",
          "permessage-deflate; server_max_window_bits=12; server_no_context_takeover",
          "permessage-deflate; client_max_window_bits=15"})
        QTest::newRow(agreed) << QByteArray(agreed);
}

void TestEchoClient::compression()
{
    QFETCH(QByteArray, agreed);
    QProcess program;
    program.start(test::framescopeProgram(),
                  {QStringLiteral("echo"), QStringLiteral("ws://127.0.0.1:%1/").arg(m_server.serverPort())});
    QVERIFY(m_server.waitForNewConnection(30'000));
    Wire wire(std::unique_ptr<QTcpSocket>(m_server.nextPendingConnection()), ws::Role::Server);
    QCOMPARE(wire.handshake(agreed), QString());
    QVERIFY(wire.extensions().startsWith("permessage-deflate"));
    QCOMPARE(converseCompressed(wire, ws::Role::Server, agreed), QString());
    wire.write(CaseBuilder(ws::Role::Server).close(1000));
    QCOMPARE(wire.readToClose(), QStringList{expectedClose(1000)});
    wire.end();
    QVERIFY(program.waitForFinished(30'000));
    QCOMPARE(program.exitCode(), 0);
}

QTEST_GUILESS_MAIN(TestEchoClient)
#include "tst_echoclient.moc"
