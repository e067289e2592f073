#include "tests/support/peerprocess.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QLocalSocket>
#include <QTcpServer>
#include <QTcpSocket>

#ifdef Q_OS_LINUX
#include <csignal>
#include <sys/prctl.h>
#endif

namespace framescope::test
{

namespace
{
constexpr int startTimeout = 15'000;
constexpr int endTimeout = 3'000;

QString runOpenssl(const QString &folder, const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral("openssl"), arguments);
    if (!process.waitForFinished(startTimeout))
        return QStringLiteral("openssl: %1").arg(process.errorString());
    if (process.exitCode() != 0)
        return QString::fromLocal8Bit(process.readAll());
    return {};
}
} // namespace

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

PeerProcess::~PeerProcess()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (m_process.waitForFinished(endTimeout))
        return;
    m_process.kill();
    m_process.waitForFinished(endTimeout);
}

QString PeerProcess::start(const QString &program, const QStringList &arguments, quint16 port)
{
    return run(program, arguments, QStringLiteral("port %1").arg(port), [port] {
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), port);
        return socket.waitForConnected(1000);
    });
}

QString PeerProcess::startUnix(const QString &program, const QStringList &arguments, const QString &path)
{
    return run(program, arguments, path, [path] {
        QLocalSocket socket;
        socket.connectToServer(path);
        return socket.waitForConnected(1000);
    });
}

QString PeerProcess::run(const QString &program, const QStringList &arguments, const QString &place,
                         const std::function<bool()> &listens)
{
    m_process.setProcessChannelMode(QProcess::MergedChannels);
#ifdef Q_OS_LINUX
    // A test that crashes must not leave its server behind.
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
#endif
    m_process.start(program, arguments);
    if (!m_process.waitForStarted(startTimeout))
        return QStringLiteral("%1: %2").arg(program, m_process.errorString());
    QDeadlineTimer deadline(startTimeout);
    while (!deadline.hasExpired()) {
        if (listens())
            return {};
        if (m_process.waitForFinished(50))
            break;
    }
    return QStringLiteral("%1 does not listen on %2: %3")
        .arg(program, place, QString::fromLocal8Bit(m_process.readAll()));
}

QByteArray PeerProcess::log() { return m_process.readAll(); }

QString makeTestCertificates(const QString &folder, TestCertificates &made)
{
    made.caFile = folder + QStringLiteral("/ca.pem");
    made.certificateFile = folder + QStringLiteral("/server.pem");
    made.keyFile = folder + QStringLiteral("/server.key");
    QFile extensions(folder + QStringLiteral("/server.ext"));
    if (!extensions.open(QIODevice::WriteOnly))
        return extensions.errorString();
    extensions.write("subjectAltName=IP:127.0.0.1,DNS:localhost\nbasicConstraints=CA:FALSE\n");
    extensions.close();

    const QStringList newKey{QStringLiteral("-newkey"), QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                             QStringLiteral("ec_paramgen_curve:prime256v1"), QStringLiteral("-nodes")};
    QString problem =
        runOpenssl(folder, QStringList{QStringLiteral("req"), QStringLiteral("-x509")} + newKey +
                               QStringList{QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-keyout"),
                                           QStringLiteral("ca.key"), QStringLiteral("-out"), QStringLiteral("ca.pem"),
                                           QStringLiteral("-subj"), QStringLiteral("/CN=Framescope test authority")});
    if (problem.isEmpty())
        problem = runOpenssl(folder, QStringList{QStringLiteral("req")} + newKey +
                                         QStringList{QStringLiteral("-keyout"), QStringLiteral("server.key"),
                                                     QStringLiteral("-out"), QStringLiteral("server.csr"),
                                                     QStringLiteral("-subj"), QStringLiteral("/CN=localhost")});
    if (problem.isEmpty())
        problem = runOpenssl(folder,
                             {QStringLiteral("x509"), QStringLiteral("-req"), QStringLiteral("-in"),
                              QStringLiteral("server.csr"), QStringLiteral("-CA"), QStringLiteral("ca.pem"),
                              QStringLiteral("-CAkey"), QStringLiteral("ca.key"), QStringLiteral("-CAcreateserial"),
                              QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-out"),
                              QStringLiteral("server.pem"), QStringLiteral("-extfile"), QStringLiteral("server.ext")});
    return problem;
}

} // namespace framescope::test
