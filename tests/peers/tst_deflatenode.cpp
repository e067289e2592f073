#include "tests/support/deflatepeer.h"

#include <QFileInfo>
#include <QStandardPaths>
#include <QTest>

using framescope::test::DeflatePeer;

/// permessage-deflate against the npm package ws, version 8.
class TestDeflateNode : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("node")).isEmpty())
            QSKIP("node is not installed");
        if (!QFileInfo::exists(m_folder + QStringLiteral("/node_modules/ws")))
            QSKIP("the npm package ws is not installed: npm ci in tests/peers/node (./dev test does it)");
    }
    // Its own windows of 8 are 9 in truth, of which zlib uses less than 8: both sides stay right.
    void serves()
    {
        peer().serves(DeflatePeer::combinations() + DeflatePeer::combinations({8}, {0}) +
                      DeflatePeer::combinations({0}, {8}));
    }
    void talks() { peer().talks(DeflatePeer::combinations() + DeflatePeer::combinations({8}, {0})); }

private:
    DeflatePeer peer() const { return {QStringLiteral("node"), {m_folder + QStringLiteral("/deflatepeer.js")}}; }

    const QString m_folder = QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/peers/node");
};

QTEST_GUILESS_MAIN(TestDeflateNode)
#include "tst_deflatenode.moc"
