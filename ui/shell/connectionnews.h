#pragma once

#include "core/net/session.h"

#include <QHash>
#include <QObject>

#include <vector>

namespace framescope::ui
{

class CertificateQuestion;
class MessageBar;

/// Tells in the message bar what people should hear of their connections, with what they can do about it: why one
/// failed, where a redirect leads, what a 401 asks for, that another attempt is coming. Nothing of it is done unasked.
/// Thread: the GUI's. Lifetime: bar and question outlive it; the session is taken out with setSession(nullptr, ...).
class ConnectionNews : public QObject
{
    Q_OBJECT
public:
    ConnectionNews(MessageBar &bar, CertificateQuestion &question, QObject *parent = nullptr);

    void setSession(net::Session *session, const capture::Capture *capture);
    /// From now on this connection is heard of. `settings` are what it was opened with.
    void watch(ConnectionId id, const net::ConnectionSettings &settings);
    /// Looks where the watched connections stand; a few times a second.
    void poll(Timestamp now);
    /// A new attempt makes the failure of the one before old.
    void forgetFailure();
    /// What the connection was opened with; without an address when it is not one of this session.
    net::ConnectionSettings settingsOf(ConnectionId id) const;
    /// Follows a redirect, as asked: without the credentials when it leads to another origin.
    void followRedirect(ConnectionId id, const QString &url);

Q_SIGNALS:
    void connectRequested(const framescope::net::ConnectionSettings &settings);
    /// `ofProxy`: what the proxy asked for.
    void authorizationRequested(bool ofProxy);
    void handshakeRequested(framescope::ConnectionId id);
    void connectionRequested(framescope::ConnectionId id);
    /// Another attempt began by itself.
    void retried(framescope::ConnectionId before, framescope::ConnectionId now);

private:
    struct Watched {
        ConnectionId id;
        bool told = false;     ///< its end was announced
        bool changed = false;  ///< another certificate than before was told
        int sinceEnd = 0;      ///< polls
        bool counting = false; ///< the countdown was shown; a person may have closed it
    };

    /// False when there is nothing more to hear of it.
    bool look(Watched &watched, Timestamp now);
    void tellChange(ConnectionId id, const net::Status &status);
    void tellFailure(ConnectionId id, const net::Status &status);
    void tellRetry(Watched &watched, const net::Status &status, Timestamp now);

    MessageBar &m_bar;
    CertificateQuestion &m_question;
    net::Session *m_session = nullptr;
    const capture::Capture *m_capture = nullptr;
    std::vector<Watched> m_watched;
    QHash<std::uint32_t, net::ConnectionSettings> m_settings; ///< by connection
};

} // namespace framescope::ui
