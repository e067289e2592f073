#include "tests/support/certificatemaker.h"
#include "tests/support/commandrun.h"
#include "tests/support/peerclient.h"
#include "tests/support/peerprocess.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace framescope;
using namespace framescope::test;

namespace
{
const QString python = QStringLiteral("/usr/bin/python3");
const QString peers = QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/peers/");

/// nginx in front of a plain server, asking clients for a certificate.
QByteArray nginxConfiguration(const QString &folder, quint16 port, quint16 behind, const MadeCertificate &server,
                              const MadeCertificate &ca)
{
    QByteArray text = R"(daemon off;
user root;
pid FOLDER/nginx.pid;
error_log stderr;
events {}
http {
    access_log off;
    client_body_temp_path FOLDER/body;
    proxy_temp_path FOLDER/proxy;
    fastcgi_temp_path FOLDER/fastcgi;
    uwsgi_temp_path FOLDER/uwsgi;
    scgi_temp_path FOLDER/scgi;
    server {
        listen 127.0.0.1:PORT ssl;
        ssl_certificate SERVER;
        ssl_certificate_key KEY;
        ssl_client_certificate AUTHORITY;
        ssl_verify_client on;
        location / {
            proxy_pass http://127.0.0.1:BEHIND;
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection "upgrade";
        }
    }
}
)";
    return text.replace("FOLDER", folder.toUtf8())
        .replace("PORT", QByteArray::number(port))
        .replace("BEHIND", QByteArray::number(behind))
        .replace("SERVER", server.file.toUtf8())
        .replace("AUTHORITY", ca.file.toUtf8())
        .replace("KEY", server.keyFile.toUtf8());
}
} // namespace

/// Mutual TLS with servers that people run: ws behind node's https, python3-websockets, nginx as a front end.
class TestTls : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void mutual_data();
    void mutual();
    void commandLine();

private:
    /// Empty when it runs, else why not; "skip: ..." when it is not installed.
    QString start(const QString &server);
    QString url() const { return QStringLiteral("wss://127.0.0.1:%1/").arg(m_port); }

    CertificateMaker m_maker;
    MadeCertificate m_ca, m_otherCa, m_server, m_client, m_stranger;
    std::unique_ptr<PeerProcess> m_process, m_behind;
    quint16 m_port = 0;
};

void TestTls::initTestCase()
{
    m_ca = m_maker.make({.commonName = QStringLiteral("Test CA"), .ca = true});
    m_otherCa = m_maker.make({.commonName = QStringLiteral("Other CA"), .ca = true});
    m_server = m_maker.make({QStringLiteral("server"), {QStringLiteral("IP:127.0.0.1")}}, &m_ca);
    m_client = m_maker.make({.commonName = QStringLiteral("client"), .key = "rsa2048"}, &m_ca);
    m_stranger = m_maker.make({.commonName = QStringLiteral("stranger")}, &m_otherCa);
}

QString TestTls::start(const QString &server)
{
    m_process = std::make_unique<PeerProcess>();
    m_behind = std::make_unique<PeerProcess>();
    m_port = freePort();
    const QStringList arguments{QString::number(m_port), m_server.file, m_server.keyFile, m_ca.file};
    if (server == QStringLiteral("node ws")) {
        if (QStandardPaths::findExecutable(QStringLiteral("node")).isEmpty() ||
            !QFileInfo::exists(peers + QStringLiteral("node/node_modules/ws")))
            return QStringLiteral("skip: node with the npm package ws is not installed");
        return m_process->start(QStringLiteral("node"),
                                QStringList{peers + QStringLiteral("node/server.js")} + arguments, m_port);
    }
    if (QProcess::execute(python, {QStringLiteral("-c"), QStringLiteral("import websockets")}) != 0)
        return QStringLiteral("skip: python3-websockets is not installed for /usr/bin/python3");
    const QStringList script{peers + QStringLiteral("websockets_server.py")};
    if (server == QStringLiteral("python websockets"))
        return m_process->start(python, script + arguments, m_port);
    const QString nginx = QStandardPaths::findExecutable(
        QStringLiteral("nginx"), {QStringLiteral("/usr/sbin"), QStringLiteral("/usr/bin"), QStringLiteral("/sbin")});
    if (nginx.isEmpty())
        return QStringLiteral("skip: nginx is not installed");
    const quint16 behind = freePort();
    if (const QString problem = m_behind->start(python, script + QStringList{QString::number(behind)}, behind);
        !problem.isEmpty())
        return problem;
    const QString file = m_maker.file(QStringLiteral("nginx.conf"),
                                      nginxConfiguration(m_maker.folder(), m_port, behind, m_server, m_ca));
    return m_process->start(nginx, {QStringLiteral("-c"), file, QStringLiteral("-e"), QStringLiteral("stderr")},
                            m_port);
}

void TestTls::mutual_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<net::TlsSettings>("tls");
    QTest::addColumn<bool>("good");
    const QByteArray secret = "open sesame";
    net::TlsSettings none;
    none.caFiles = QStringList{m_ca.file};
    net::TlsSettings pem = none, encrypted = none, bag = none, wrong = none;
    pem.certificateFile = m_client.file;
    pem.keyFile = m_client.keyFile;
    encrypted.certificateFile =
        m_maker.file(QStringLiteral("one.pem"), m_client.pem + CertificateMaker::encryptedKey(m_client, secret));
    encrypted.passphrase = QString::fromLatin1(secret);
    bag.certificateFile =
        m_maker.file(QStringLiteral("client.p12"), CertificateMaker::pkcs12(m_client, {m_ca}, secret));
    bag.passphrase = QString::fromLatin1(secret);
    wrong.certificateFile = m_stranger.file;
    wrong.keyFile = m_stranger.keyFile;
    for (const char *server : {"node ws", "python websockets", "nginx"}) {
        const QString name = QString::fromLatin1(server);
        QTest::addRow("%s, PEM", server) << name << pem << true;
        QTest::addRow("%s, encrypted PEM", server) << name << encrypted << true;
        QTest::addRow("%s, PKCS#12", server) << name << bag << true;
        QTest::addRow("%s, no certificate", server) << name << none << false;
        QTest::addRow("%s, another CA's certificate", server) << name << wrong << false;
    }
}

void TestTls::mutual()
{
    QFETCH(QString, server);
    QFETCH(net::TlsSettings, tls);
    QFETCH(bool, good);
    const QString problem = start(server);
    if (problem.startsWith(QStringLiteral("skip: ")))
        QSKIP(qPrintable(problem.mid(6)));
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    PeerClient client;
    net::ConnectionSettings settings;
    settings.url = url();
    settings.tls = tls;
    client.open(settings);
    if (good) {
        QTRY_VERIFY2(client.isOpen(), qPrintable(client.status().reason));
        QVERIFY(client.status().tlsVerified);
        client.sendFrame(ws::Opcode::Text, "hello");
        QTRY_COMPARE(client.received(ws::Opcode::Text), QList<QByteArray>{"hello"});
        client.close(1000);
        QTRY_VERIFY(client.isClosed());
        QCOMPARE(client.errors(), QStringList());
        return;
    }
    QTRY_COMPARE(client.status().state, net::State::Failed);
    QVERIFY2(client.errors().contains(QStringLiteral("tls.clientcert")),
             qPrintable(client.status().reason + client.errors().join(u' ')));
    QVERIFY2(client.status().reason.contains(QStringLiteral("client certificate")), qPrintable(client.status().reason));
    // Python does not say whom it trusts.
    const QStringList issuers =
        server == QStringLiteral("python websockets") ? QStringList() : QStringList{QStringLiteral("CN=Test CA")};
    QCOMPARE(client.status().acceptableIssuers, issuers);
}

void TestTls::commandLine()
{
    const QString problem = start(QStringLiteral("python websockets"));
    if (problem.startsWith(QStringLiteral("skip: ")))
        QSKIP(qPrintable(problem.mid(6)));
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    const QString bag = m_maker.file(QStringLiteral("cli.p12"), CertificateMaker::pkcs12(m_client, {}, "from a file"));
    const QString passphrase = m_maker.file(QStringLiteral("passphrase"), "from a file\n");
    const QString fingerprint = QString::fromLatin1(m_server.certificate.digest(QCryptographicHash::Sha256).toHex(':'));
    const QStringList base{QStringLiteral("capture"), url(),
                           QStringLiteral("--json"),  QStringLiteral("--send"),
                           QStringLiteral("hello"),   QStringLiteral("--count"),
                           QStringLiteral("1")};
    const CommandRun good =
        runFramescope(base + QStringList{QStringLiteral("--accept-certificate"), fingerprint, QStringLiteral("--cert"),
                                         bag, QStringLiteral("--passphrase-file"), passphrase,
                                         QStringLiteral("--tls-min"), QStringLiteral("1.3")});
    QVERIFY2(good.exitCode == 0, good.err.constData());
    QVERIFY(good.out.contains("tls.excepted"));
    QVERIFY(good.out.contains("TLS 1.3"));
    const CommandRun none = runFramescope(base + QStringList{QStringLiteral("--ca"), m_ca.file});
    QCOMPARE(none.exitCode, 1);
    QVERIFY2(none.err.contains("client certificate"), none.err.constData());
}

QTEST_GUILESS_MAIN(TestTls)
#include "tst_tls.moc"
