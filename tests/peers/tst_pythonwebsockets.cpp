#include "tests/support/echopeer.h"

#include <QProcess>
#include <QTest>

using namespace framescope::test;

/// Debian's python3-websockets.
class TestPythonWebsockets : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void conversation_data();
    void conversation();
    void capture_data() { conversation_data(); }
    void capture();

private:
    // Debian's modules belong to this one; another python3 may come first on PATH.
    const QString m_python = QStringLiteral("/usr/bin/python3");
    const QString m_script = QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/peers/websockets_server.py");
};

void TestPythonWebsockets::initTestCase()
{
    if (QProcess::execute(m_python, {QStringLiteral("-c"), QStringLiteral("import websockets")}) != 0)
        QSKIP("python3-websockets is not installed for /usr/bin/python3");
}

void TestPythonWebsockets::conversation_data()
{
    QTest::addColumn<bool>("secure");
    QTest::newRow("ws") << false;
    QTest::newRow("wss, own certificate authority") << true;
}

void TestPythonWebsockets::conversation()
{
    QFETCH(bool, secure);
    EchoPeer peer(m_python, {m_script});
    const QString problem = peer.start(secure);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    peer.converse();
}

void TestPythonWebsockets::capture()
{
    QFETCH(bool, secure);
    EchoPeer peer(m_python, {m_script});
    const QString problem = peer.start(secure);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    peer.capture();
}

QTEST_GUILESS_MAIN(TestPythonWebsockets)
#include "tst_pythonwebsockets.moc"
