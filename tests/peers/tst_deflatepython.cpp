#include "tests/support/deflatepeer.h"

#include <QProcess>
#include <QTest>

using framescope::test::DeflatePeer;

/// permessage-deflate against Debian's python3-websockets.
class TestDeflatePython : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (QProcess::execute(m_python, {QStringLiteral("-c"), QStringLiteral("import websockets")}) != 0)
            QSKIP("python3-websockets is not installed for /usr/bin/python3");
    }
    // Who sends needs a window of 9 bits at least, there as here.
    void serves() { peer().serves(DeflatePeer::combinations() + DeflatePeer::combinations({0}, {8})); }
    void talks() { peer().talks(DeflatePeer::combinations() + DeflatePeer::combinations({8}, {0})); }

private:
    DeflatePeer peer() const
    {
        return {m_python, {QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/peers/deflate_peer.py")}};
    }

    // Debian's modules belong to this one; another python3 may come first on PATH.
    const QString m_python = QStringLiteral("/usr/bin/python3");
};

QTEST_GUILESS_MAIN(TestDeflatePython)
#include "tst_deflatepython.moc"
