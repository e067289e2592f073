#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>

namespace framescope::test
{

/// A TCP port on 127.0.0.1 that nobody listens on just now.
quint16 freePort();

/// A third-party server run for a test on a loopback port of its own, ended by its id when this goes.
class PeerProcess
{
public:
    ~PeerProcess();

    /// Starts the program and waits until it accepts connections on `port`. Empty when it does, else why not.
    QString start(const QString &program, const QStringList &arguments, quint16 port);
    /// The same for a server that listens on a Unix domain socket.
    QString startUnix(const QString &program, const QStringList &arguments, const QString &path);
    /// What the server has written so far, for the message of a failed test.
    QByteArray log();

private:
    QString run(const QString &program, const QStringList &arguments, const QString &place,
                const std::function<bool()> &listens);

    QProcess m_process;
};

/// A certificate authority of this test alone with a certificate for 127.0.0.1 and localhost, made by openssl.
struct TestCertificates {
    QString caFile, certificateFile, keyFile;
};
/// Empty when the three files are in `folder`, else why not.
QString makeTestCertificates(const QString &folder, TestCertificates &made);

} // namespace framescope::test
