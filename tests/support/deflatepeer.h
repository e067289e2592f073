#pragma once

#include "tests/support/peerprocess.h"

#include <QList>
#include <QStringList>

namespace framescope::test
{

/// One of the third-party implementations of permessage-deflate whose scripts lie in tests/peers, as a server and as a
/// client. The test's function checks QTest::currentTestFailed() afterwards.
class DeflatePeer
{
public:
    DeflatePeer(const QString &program, const QStringList &script) : m_program(program), m_script(script) {}

    /// Every combination of {server,client}_no_context_takeover with these windows; 0 stands for none named.
    static QStringList combinations(const QList<int> &serverBits, const QList<int> &clientBits);
    /// With the smallest and largest windows that both ends can have when they send; with all of them when the
    /// environment has FRAMESCOPE_ALL_COMBINATIONS (two to four minutes for each peer).
    static QStringList combinations();

    /// Our client against its server: with every combination a thousand messages come back as they went.
    void serves(const QStringList &parameters);
    /// Our echoing listener against its client, likewise.
    void talks(const QStringList &parameters);

private:
    QString m_program;
    QStringList m_script;
};

} // namespace framescope::test
