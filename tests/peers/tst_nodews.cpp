#include "tests/support/echopeer.h"

#include <QFileInfo>
#include <QStandardPaths>
#include <QTest>

using namespace framescope::test;

/// The npm package ws, version 8.
class TestNodeWs : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void conversation_data();
    void conversation();
    void capture_data() { conversation_data(); }
    void capture();

private:
    const QString m_folder = QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/peers/node");
};

void TestNodeWs::initTestCase()
{
    if (QStandardPaths::findExecutable(QStringLiteral("node")).isEmpty())
        QSKIP("node is not installed");
    if (!QFileInfo::exists(m_folder + QStringLiteral("/node_modules/ws")))
        QSKIP("the npm package ws is not installed: npm ci in tests/peers/node (./dev test does it)");
}

void TestNodeWs::conversation_data()
{
    QTest::addColumn<bool>("secure");
    QTest::newRow("ws") << false;
    QTest::newRow("wss, own certificate authority") << true;
}

void TestNodeWs::conversation()
{
    QFETCH(bool, secure);
    EchoPeer peer(QStringLiteral("node"), {m_folder + QStringLiteral("/server.js")});
    const QString problem = peer.start(secure);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    peer.converse();
}

void TestNodeWs::capture()
{
    QFETCH(bool, secure);
    EchoPeer peer(QStringLiteral("node"), {m_folder + QStringLiteral("/server.js")});
    const QString problem = peer.start(secure);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    peer.capture();
}

QTEST_GUILESS_MAIN(TestNodeWs)
#include "tst_nodews.moc"
