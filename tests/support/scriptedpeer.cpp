#include "tests/support/scriptedpeer.h"

#include "core/base/platform/tcp.h"
#include "core/http/acceptkey.h"
#include "tests/support/netfixture.h"

#include <algorithm>

#include <QFile>
#include <QNetworkProxy>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>

namespace framescope::test
{

ScriptedPeer::ScriptedPeer(Upgrade upgrade, const QByteArray &answer) : m_answer(answer), m_upgrade(upgrade)
{
    setProxy(QNetworkProxy::NoProxy);
    if (!listen(QHostAddress::LocalHost))
        qFatal("no port on 127.0.0.1");
}

void ScriptedPeer::useTls(const QString &certificate, const QString &key)
{
    m_useTls = true;
    m_tls = QSslConfiguration::defaultConfiguration();
    m_tls.setLocalCertificateChain(QSslCertificate::fromPath(certificate));
    QFile file(key);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no key file");
    const QByteArray pem = file.readAll();
    const QSslKey rsa(pem, QSsl::Rsa);
    m_tls.setPrivateKey(rsa.isNull() ? QSslKey(pem, QSsl::Ec) : rsa);
    m_tls.setPeerVerifyMode(QSslSocket::VerifyNone);
}

QString ScriptedPeer::url(const QString &path) const
{
    return QStringLiteral("%1://127.0.0.1:%2%3")
        .arg(m_useTls ? QStringLiteral("wss") : QStringLiteral("ws"))
        .arg(serverPort())
        .arg(path);
}

void ScriptedPeer::incomingConnection(qintptr descriptor)
{
    if (m_useTls) {
        auto tls = std::make_unique<QSslSocket>();
        tls->setSslConfiguration(m_tls);
        m_socket = std::move(tls);
    } else {
        m_socket = std::make_unique<QTcpSocket>();
    }
    m_socket->setSocketDescriptor(descriptor);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &ScriptedPeer::read);
    connect(m_socket.get(), &QTcpSocket::disconnected, this, [this] { m_ended = true; });
    if (m_useTls)
        connect(static_cast<QSslSocket *>(m_socket.get()), &QSslSocket::encrypted, this, &ScriptedPeer::advance);
    if (m_useTls)
        static_cast<QSslSocket &>(*m_socket).startServerEncryption();
    advance();
}

void ScriptedPeer::play(const PeerScript &script)
{
    m_script = script;
    m_step = 0;
    m_stalled = false;
    advance();
}

void ScriptedPeer::goOn()
{
    m_stalled = false;
    advance();
}

void ScriptedPeer::advance()
{
    if (m_socket == nullptr || m_advancing || m_stalled || played())
        return;
    if (m_useTls && !static_cast<const QSslSocket &>(*m_socket).isEncrypted() &&
        m_script.steps()[m_step].kind == PeerScript::Kind::Send)
        return;
    m_advancing = true;
    const bool done = perform(m_script.steps()[m_step]);
    m_advancing = false;
    if (!done)
        return; // until more comes
    ++m_step;
    // The other end has its turn: what was sent is read before more of it is there.
    QMetaObject::invokeMethod(this, &ScriptedPeer::advance, Qt::QueuedConnection);
}

bool ScriptedPeer::perform(const PeerScript::Step &step)
{
    using Kind = PeerScript::Kind;
    switch (step.kind) {
    case Kind::AwaitRequest:
        return !request().isEmpty();
    case Kind::AwaitOctets:
        return received().size() >= step.number;
    case Kind::AwaitFrame: {
        const auto frames = readFrames(received());
        return std::any_of(frames.begin(), frames.end(),
                           [&step](const ReadFrame &read) { return read.header.opcode() == ws::Opcode(step.number); });
    }
    case Kind::Send:
        send(step.octets);
        return true;
    case Kind::Accept:
        if (request().isEmpty())
            return false;
        send(acceptance() + step.octets);
        return true;
    case Kind::End:
        end();
        return true;
    case Kind::HalfClose:
        platform::endSending(m_socket->socketDescriptor());
        return true;
    case Kind::Reset:
        reset();
        return true;
    case Kind::Stall:
        m_stalled = true;
        return true;
    case Kind::StopReading:
        setReading(false);
        return true;
    case Kind::ReadAgain:
        setReading(true);
        return true;
    }
    return true;
}

void ScriptedPeer::setReading(bool reading)
{
    m_reading = reading;
    m_socket->setReadBufferSize(reading ? 0 : 1);
    if (reading)
        read();
}

void ScriptedPeer::takeSome(qint64 octets)
{
    m_socket->setReadBufferSize(octets);
    m_all += m_socket->readAll();
}

void ScriptedPeer::read()
{
    if (!m_reading)
        return;
    m_all += m_socket->readAll();
    if (!m_answered && m_all.contains("\r\n\r\n")) {
        m_answered = true;
        answer();
    }
    advance();
    Q_EMIT receivedMore();
}

void ScriptedPeer::answer()
{
    if (m_upgrade == Upgrade::Accept)
        send(acceptance() + after101);
    else if (m_upgrade == Upgrade::Answer)
        send(m_answer);
    if (endAfterAnswer)
        end();
}

QByteArray ScriptedPeer::acceptance() const
{
    QByteArray key;
    const QList<QByteArray> lines = request().split('\n');
    for (const QByteArray &line : lines) {
        if (line.toLower().startsWith("sec-websocket-key:"))
            key = line.mid(line.indexOf(':') + 1).trimmed();
    }
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + extraResponseFields +
           "Sec-WebSocket-Accept: " + http::acceptFor(key) + "\r\n\r\n";
}

QByteArray ScriptedPeer::request() const
{
    const qsizetype end = m_all.indexOf("\r\n\r\n");
    return end < 0 ? QByteArray() : m_all.first(end + 4);
}

QByteArray ScriptedPeer::received() const { return m_all.mid(request().size()); }

void ScriptedPeer::send(const QByteArray &octets)
{
    m_socket->write(octets);
    m_socket->flush();
}

void ScriptedPeer::dribble(const QByteArray &octets)
{
    for (qsizetype i = 0; i < octets.size(); ++i)
        send(octets.mid(i, 1));
}

void ScriptedPeer::end() { m_socket->disconnectFromHost(); }

void ScriptedPeer::endSending()
{
    m_socket->flush();
    platform::endSending(m_socket->socketDescriptor());
}

void ScriptedPeer::reset()
{
    platform::resetOnClose(m_socket->socketDescriptor());
    m_socket->abort();
}

} // namespace framescope::test
