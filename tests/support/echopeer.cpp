#include "tests/support/echopeer.h"

#include "tests/support/commandrun.h"
#include "tests/support/peerclient.h"

#include <QTest>

namespace framescope::test
{

QString EchoPeer::start(bool secure)
{
    m_secure = secure;
    m_port = freePort();
    QStringList arguments = m_script;
    arguments << QString::number(m_port);
    if (secure) {
        const QString problem = makeTestCertificates(m_folder.path(), m_certificates);
        if (!problem.isEmpty())
            return problem;
        arguments << m_certificates.certificateFile << m_certificates.keyFile;
    }
    return m_process.start(m_program, arguments, m_port);
}

QString EchoPeer::url() const
{
    return QStringLiteral("%1://127.0.0.1:%2/echo")
        .arg(m_secure ? QStringLiteral("wss") : QStringLiteral("ws"))
        .arg(m_port);
}

void EchoPeer::converse()
{
    PeerClient client;
    net::ConnectionSettings settings;
    settings.url = url();
    settings.subprotocols = {"other", "echo"};
    settings.policy = net::Policy::Strict;
    if (m_secure)
        settings.tls.caFiles = QStringList{caFile()};
    client.open(settings);
    QTRY_VERIFY2(client.isOpen(), qPrintable(client.status().reason));
    QCOMPARE(client.status().subprotocol, QStringLiteral("echo"));
    QCOMPARE(client.status().tls.isEmpty(), !m_secure);

    const QByteArray greeting = QStringLiteral("gr\u00fc\u00dfe \U0001F642").toUtf8();
    const QByteArray large(70'000, 'b');
    client.sendFrame(ws::Opcode::Text, greeting);
    QTRY_COMPARE(client.received(ws::Opcode::Text), QList<QByteArray>{greeting});
    client.sendFrame(ws::Opcode::Binary, large);
    QTRY_COMPARE(client.received(ws::Opcode::Binary), QList<QByteArray>{large});
    client.sendFrame(ws::Opcode::Binary, QByteArray());
    QTRY_COMPARE(client.received(ws::Opcode::Binary), (QList<QByteArray>{large, QByteArray()}));

    // Our fragments come back as one message; a character lies across them.
    client.sendFrame(ws::Opcode::Text, greeting.first(3), false);
    client.sendFrame(ws::Opcode::Ping, "between");
    client.sendFrame(ws::Opcode::Continuation, greeting.sliced(3));
    QTRY_COMPARE(client.received(ws::Opcode::Text), (QList<QByteArray>{greeting, greeting}));
    QTRY_COMPARE(client.received(ws::Opcode::Pong), QList<QByteArray>{"between"});

    client.sendFrame(ws::Opcode::Text, "/ping");
    QTRY_COMPARE(client.received(ws::Opcode::Ping), QList<QByteArray>{"are you there"});
    QTRY_COMPARE(client.received(ws::Opcode::Text).last(), QByteArray("pong:are you there"));

    client.sendFrame(ws::Opcode::Text, "/fragments");
    QTRY_COMPARE(client.received(ws::Opcode::Continuation).join(), QByteArray("two three"));
    QCOMPARE(client.received(ws::Opcode::Text).last(), QByteArray("one "));

    client.sendFrame(ws::Opcode::Text, "/close");
    QTRY_VERIFY2(client.isClosed(), qPrintable(client.status().reason));
    QCOMPARE(client.status().closeCode, std::uint16_t(4001));
    QCOMPARE(client.errors(), QStringList());
}

void EchoPeer::capture()
{
    const QString file = m_folder.filePath(QStringLiteral("kept.pcapng"));
    QStringList arguments{QStringLiteral("capture"),
                          url(),
                          QStringLiteral("--json"),
                          QStringLiteral("--write"),
                          file,
                          QStringLiteral("--send"),
                          QStringLiteral("hello there"),
                          QStringLiteral("--send-frame"),
                          QStringLiteral("opcode=binary,len=64,hex=00ff"),
                          QStringLiteral("--send"),
                          QStringLiteral("/fragments"),
                          QStringLiteral("--send"),
                          QString(70'000, QLatin1Char('x')),
                          QStringLiteral("--send"),
                          QStringLiteral("/close")};
    if (m_secure)
        arguments << QStringLiteral("--ca") << caFile();
    const CommandRun run = runFramescope(arguments);
    QVERIFY2(run.exitCode == 0, run.err.constData());

    const QList<FrameFacts> ours = factsOfJson(run.frames());
    QVERIFY2(ours.size() >= 12, toText(ours).constData());
    QString error;
    const QList<FrameFacts> theirs = factsOfTshark(file, error);
    QVERIFY2(error.isEmpty(), qPrintable(error));
    for (const bool incoming : {false, true})
        QCOMPARE(toText(onlyDirection(ours, incoming)), toText(onlyDirection(theirs, incoming)));

    // The file says the same when it is opened again.
    const CommandRun again = runFramescope({QStringLiteral("read"), file, QStringLiteral("--json")});
    QVERIFY2(again.exitCode == 0, again.err.constData());
    QCOMPARE(toText(factsOfJson(again.frames())), toText(ours));
}

} // namespace framescope::test
