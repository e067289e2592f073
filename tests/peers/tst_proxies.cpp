#include "tests/support/echopeer.h"
#include "tests/support/peerclient.h"

#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace framescope;
using namespace framescope::test;
using capture::EventKind;
using net::ProxyKind;

namespace
{
const QString user = QStringLiteral("user");
const QString password = QStringLiteral("pass word:1");

/// A proxy of somebody else's, on a loopback port of its own, that wants the user and the password above.
class Proxy
{
public:
    /// "tinyproxy", "squid" or "microsocks". Empty when it runs, else why not.
    QString start(const QString &name)
    {
        const QString program = QStandardPaths::findExecutable(
            name, {QStringLiteral("/usr/bin"), QStringLiteral("/usr/sbin"), QStringLiteral("/usr/local/bin")});
        if (program.isEmpty())
            return QStringLiteral("not installed: ") + name;
        m_port = freePort();
        m_kind = name == QStringLiteral("microsocks") ? ProxyKind::Socks5 : ProxyKind::Http;
        const QString config = m_folder.filePath(QStringLiteral("config"));
        if (name == QStringLiteral("tinyproxy")) {
            // Its configuration has no quotes: a password without spaces.
            m_password = QStringLiteral("secret");
            write(config, QStringLiteral("Port %1\nListen 127.0.0.1\nTimeout 60\nMaxClients 20\nBasicAuth %2 %3\n")
                              .arg(m_port)
                              .arg(user, m_password));
            return m_process.start(program, {QStringLiteral("-d"), QStringLiteral("-c"), config}, m_port);
        }
        if (name == QStringLiteral("squid")) {
            m_password = QStringLiteral("secret");
            // It gives up root's rights, and reads this file after that.
            QFile::setPermissions(m_folder.path(), QFileDevice::Permissions(0x7755));
            const QString users = m_folder.filePath(QStringLiteral("users"));
            write(users, QStringLiteral("%1:%2\n").arg(user, m_password));
            write(config, QStringLiteral("http_port 127.0.0.1:%1\n"
                                         "auth_param digest program /usr/lib/squid/digest_file_auth %2\n"
                                         "auth_param digest children 1 startup=1\n"
                                         "auth_param digest realm framescope\n"
                                         "acl known proxy_auth REQUIRED\n"
                                         "http_access allow known\n"
                                         "http_access deny all\n"
                                         "pid_filename none\n"
                                         "cache_log stdio:/dev/null\n"
                                         "access_log none\n"
                                         "cache_store_log none\n"
                                         "coredump_dir %3\n"
                                         "cache deny all\n"
                                         "pinger_enable off\n"
                                         "shutdown_lifetime 0 seconds\n"
                                         "visible_hostname localhost\n"
                                         "dns_nameservers 127.0.0.1\n")
                              .arg(m_port)
                              .arg(users, m_folder.path()));
            return m_process.start(program, {QStringLiteral("-N"), QStringLiteral("-f"), config}, m_port);
        }
        return m_process.start(program,
                               {QStringLiteral("-i"), QStringLiteral("127.0.0.1"), QStringLiteral("-p"),
                                QString::number(m_port), QStringLiteral("-u"), user, QStringLiteral("-P"), m_password},
                               m_port);
    }
    net::ProxySettings settings() const { return {m_kind, QStringLiteral("127.0.0.1"), m_port, user, m_password}; }

private:
    static void write(const QString &path, const QString &text)
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            qFatal("cannot write %s", qPrintable(path));
        file.write(text.toUtf8());
        file.setPermissions(QFileDevice::Permissions(0x6644));
    }

    QTemporaryDir m_folder;
    PeerProcess m_process;
    QString m_password = password;
    ProxyKind m_kind = ProxyKind::Http;
    quint16 m_port = 0;
};

QString named(const QString &url)
{
    return QString(url).replace(QStringLiteral("127.0.0.1"), QStringLiteral("localhost"));
}

/// The events of the capture, by name, in order.
QStringList events(const PeerClient &client)
{
    capture::CaptureReader reader(client.capture());
    QStringList names;
    for (const RowIndex row : client.rows(capture::RowKind::Event))
        names += capture::eventName(reader.event(row).kind);
    return names;
}

bool fileHas(const PeerClient &client, const QByteArray &text)
{
    QFile file(client.path());
    return file.open(QIODevice::ReadOnly) && file.readAll().contains(text);
}
} // namespace

/// Proxies of others in front of the npm package ws; and ws on a Unix domain socket.
class TestProxies : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void through_data();
    void through();
    void wrongPassword_data() { proxies(); }
    void wrongPassword();
    void noPassword_data() { proxies(); }
    void noPassword();
    void targetRefuses_data() { proxies(); }
    void targetRefuses();
    void unixSocket();

private:
    static void proxies();

    const QString m_folder = QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/peers/node");
};

void TestProxies::initTestCase()
{
    if (QStandardPaths::findExecutable(QStringLiteral("node")).isEmpty())
        QSKIP("node is not installed");
    if (!QFileInfo::exists(m_folder + QStringLiteral("/node_modules/ws")))
        QSKIP("the npm package ws is not installed: npm ci in tests/peers/node (./dev test does it)");
}

void TestProxies::proxies()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"tinyproxy", "squid", "microsocks"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestProxies::through_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("secure");
    for (const char *name : {"tinyproxy", "squid", "microsocks"}) {
        QTest::addRow("ws, %s", name) << QString::fromLatin1(name) << false;
        QTest::addRow("wss, %s", name) << QString::fromLatin1(name) << true;
    }
}

/// By a name that the proxy looks up.
void TestProxies::through()
{
    QFETCH(QString, name);
    QFETCH(bool, secure);
    Proxy proxy;
    if (const QString problem = proxy.start(name); !problem.isEmpty())
        QSKIP(qPrintable(problem));
    EchoPeer peer(QStringLiteral("node"), {m_folder + QStringLiteral("/server.js")});
    const QString problem = peer.start(secure);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    PeerClient client;
    net::ConnectionSettings settings;
    settings.url = named(peer.url());
    settings.proxy = proxy.settings();
    settings.policy = net::Policy::Strict;
    if (secure)
        settings.tls.caFiles = QStringList{peer.caFile()};
    client.open(settings);
    QTRY_VERIFY2(client.isOpen(), qPrintable(client.status().reason));
    const QByteArray large(300'000, 'b');
    client.sendFrame(ws::Opcode::Binary, large);
    QTRY_COMPARE(client.received(ws::Opcode::Binary), QList<QByteArray>{large});
    const QStringList names = events(client);
    QVERIFY2(names.contains(QStringLiteral("proxied")), qPrintable(names.join(u' ')));
    QVERIFY(!names.contains(QStringLiteral("resolved"))); // nobody here looked the name up
    QVERIFY(client.status().timings.proxyNs > 0);
    client.close(1000);
    QTRY_VERIFY2(client.isClosed(), qPrintable(client.status().reason));
    QCOMPARE(client.errors(), QStringList());
    QVERIFY(!fileHas(client, settings.proxy.password.toUtf8()));
    QVERIFY(!fileHas(client, (settings.proxy.user + u':' + settings.proxy.password).toUtf8().toBase64()));
}

void TestProxies::wrongPassword()
{
    QFETCH(QString, name);
    Proxy proxy;
    if (const QString problem = proxy.start(name); !problem.isEmpty())
        QSKIP(qPrintable(problem));
    PeerClient client;
    net::ConnectionSettings settings;
    settings.url = QStringLiteral("ws://localhost:1/");
    settings.proxy = proxy.settings();
    settings.proxy.password = QStringLiteral("not this");
    client.open(settings);
    QTRY_COMPARE(client.status().state, net::State::Failed);
    QVERIFY2(client.status().reason.contains(QStringLiteral("did not accept the user name and password")),
             qPrintable(client.status().reason));
    QCOMPARE(client.errors(), QStringList{QStringLiteral("proxy.auth")});
    QVERIFY(!fileHas(client, "not this"));
}

void TestProxies::noPassword()
{
    QFETCH(QString, name);
    Proxy proxy;
    if (const QString problem = proxy.start(name); !problem.isEmpty())
        QSKIP(qPrintable(problem));
    PeerClient client;
    net::ConnectionSettings settings;
    settings.url = QStringLiteral("ws://localhost:1/");
    settings.proxy = proxy.settings();
    settings.proxy.user.clear();
    client.open(settings);
    QTRY_COMPARE(client.status().state, net::State::Failed);
    QVERIFY2(client.status().reason.contains(QStringLiteral("credentials")), qPrintable(client.status().reason));
    QCOMPARE(client.errors(), QStringList{QStringLiteral("proxy.auth")});
}

void TestProxies::targetRefuses()
{
    QFETCH(QString, name);
    Proxy proxy;
    if (const QString problem = proxy.start(name); !problem.isEmpty())
        QSKIP(qPrintable(problem));
    PeerClient client;
    net::ConnectionSettings settings;
    settings.url = QStringLiteral("ws://127.0.0.1:%1/").arg(freePort());
    settings.proxy = proxy.settings();
    client.open(settings);
    QTRY_COMPARE(client.status().state, net::State::Failed);
    QVERIFY2(
        client.status().reason.startsWith(QStringLiteral("The proxy 127.0.0.1:%1 did not ").arg(settings.proxy.port)),
        qPrintable(client.status().reason));
    QCOMPARE(client.errors(), QStringList{QStringLiteral("proxy.refused")});
}

void TestProxies::unixSocket()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("ws.sock"));
    PeerProcess server;
    const QString problem =
        server.startUnix(QStringLiteral("node"), {m_folder + QStringLiteral("/server.js"), path}, path);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    PeerClient client;
    net::ConnectionSettings settings;
    settings.url = QStringLiteral("ws+unix:%1:/echo").arg(path);
    settings.policy = net::Policy::Strict;
    client.open(settings);
    QTRY_VERIFY2(client.isOpen(), qPrintable(client.status().reason));
    const QByteArray large(300'000, 'b');
    client.sendFrame(ws::Opcode::Binary, large);
    QTRY_COMPARE(client.received(ws::Opcode::Binary), QList<QByteArray>{large});
    client.close(1000);
    QTRY_VERIFY2(client.isClosed(), qPrintable(client.status().reason));
    QCOMPARE(client.errors(), QStringList());
}

QTEST_GUILESS_MAIN(TestProxies)
#include "tst_proxies.moc"
