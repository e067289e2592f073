#include "core/net/dial/dialer.h"

#include "core/net/failuretext.h"

#include <QNetworkProxy>
#include <QSslSocket>

namespace framescope::net
{

Dialer::Dialer(const ConnectionSettings &settings, const http::WsUrl &url)
    : m_timeout(settings.connectTimeout), m_url(url)
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &Dialer::onDeadline);
}

void Dialer::start()
{
    m_socket = m_url.secure ? std::make_unique<QSslSocket>() : std::make_unique<QTcpSocket>();
    m_socket->setProxy(QNetworkProxy::NoProxy);
    connect(m_socket.get(), &QTcpSocket::connected, this, &Dialer::onConnected);
    // Queued: the owner may let go of the socket, which is still inside its own call.
    connect(m_socket.get(), &QTcpSocket::errorOccurred, this, &Dialer::onError, Qt::QueuedConnection);
    m_deadline.start(m_timeout);
    m_socket->connectToHost(QString::fromLatin1(m_url.asciiHost), m_url.port);
}

std::unique_ptr<QTcpSocket> Dialer::takeSocket() { return std::move(m_socket); }

void Dialer::onConnected()
{
    m_deadline.stop();
    m_socket->disconnect(this);
    Q_EMIT connected();
}

void Dialer::onError(QAbstractSocket::SocketError error)
{
    if (m_socket && m_deadline.isActive())
        fail({u"connect"_qs, connectFailure(error, m_socket->errorString(), m_url.host, m_url.port)});
}

void Dialer::onDeadline()
{
    const QString where = endpointText(QString::fromLatin1(m_url.asciiHost), m_url.port);
    fail({u"connect"_qs,
          u"%1 did not accept the connection within %2. Check the address, or raise the time limit."_qs.arg(
              where, secondsText(m_timeout))});
}

void Dialer::fail(const Failure &failure)
{
    m_deadline.stop();
    m_socket->disconnect(this);
    m_socket->abort();
    Q_EMIT failed(failure);
}

} // namespace framescope::net
