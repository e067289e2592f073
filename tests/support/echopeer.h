#pragma once

#include "tests/support/peerprocess.h"

#include <QTemporaryDir>

namespace framescope::test
{

/// One of the third-party echo servers whose scripts lie in tests/peers, with the conversation that both must pass.
class EchoPeer
{
public:
    EchoPeer(const QString &program, const QStringList &script) : m_program(program), m_script(script) {}

    /// Starts the server, with TLS and a certificate authority of its own when asked. Empty when it runs.
    QString start(bool secure);
    QString url() const;
    QString caFile() const { return m_certificates.caFile; }

    /// Text, binary, fragments, ping, and a close by the server, through net::Session. The caller checks
    /// QTest::currentTestFailed() afterwards.
    void converse();
    /// The same server through `framescope capture`; the list of frames in its file is compared with tshark's.
    void capture();

private:
    QString m_program;
    QStringList m_script;
    QTemporaryDir m_folder;
    TestCertificates m_certificates;
    PeerProcess m_process;
    quint16 m_port = 0;
    bool m_secure = false;
};

} // namespace framescope::test
