#pragma once

#include "tests/support/peerscript.h"

#include <QByteArray>
#include <QSslConfiguration>
#include <QString>
#include <QTcpServer>
#include <QTcpSocket>

#include <memory>

namespace framescope::test
{

/// A server on 127.0.0.1 that does what a test tells it, octet by octet. It takes one connection; answers
/// nothing by itself but, when asked to, the opening handshake.
class ScriptedPeer : public QTcpServer
{
    Q_OBJECT
public:
    enum class Upgrade {
        Accept, ///< answer the request with a right 101, then `after101` in the same write
        Answer, ///< answer the request with `answer`
        Silent, ///< answer nothing
    };

    explicit ScriptedPeer(Upgrade upgrade = Upgrade::Accept, const QByteArray &answer = {});

    /// Speak TLS with this certificate and key (PEM files).
    void useTls(const QString &certificate, const QString &key);
    /// What TLS is done with; to be changed before the client comes.
    QSslConfiguration &tls() { return m_tls; }
    QString url(const QString &path = QStringLiteral("/")) const;

    /// The request head, with its empty line.
    QByteArray request() const;
    /// What came after the request head.
    QByteArray received() const;
    bool hasClient() const { return m_socket != nullptr; }
    bool clientEnded() const { return m_ended; }

    void send(const QByteArray &octets);
    /// One octet a write, each on its way before the next.
    void dribble(const QByteArray &octets);
    void end();   ///< FIN
    void reset(); ///< RST
    /// FIN at once, without TLS's close_notify; what the client sends is still read.
    void endSending();
    /// Whether what comes is taken from the socket; false lets it fill.
    void setReading(bool reading);
    /// While not reading: takes at most so many octets.
    void takeSome(qint64 octets);
    /// A right 101 for the request that came.
    QByteArray acceptance() const;

    QByteArray after101;            ///< sent glued to the 101
    QByteArray extraResponseFields; ///< "Name: value\r\n" lines of the 101
    bool endAfterAnswer = false;

    /// Does these steps as soon as somebody connects, each in a turn of the event loop of its own. For an upgrade that
    /// is Silent: the script answers.
    void play(const PeerScript &script);
    /// Goes on after a stall.
    void goOn();
    bool stalled() const { return m_stalled; }
    /// Every step of the script was done.
    bool played() const { return m_step == m_script.steps().size(); }

Q_SIGNALS:
    void receivedMore();

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void read();
    void answer();
    void advance();
    bool perform(const PeerScript::Step &step);

    std::unique_ptr<QTcpSocket> m_socket;
    QSslConfiguration m_tls;
    QByteArray m_all;
    QByteArray m_answer;
    Upgrade m_upgrade;
    bool m_useTls = false;
    bool m_answered = false;
    bool m_ended = false;
    bool m_reading = true;
    PeerScript m_script;
    std::size_t m_step = 0;
    bool m_stalled = false;
    bool m_advancing = false;
};

} // namespace framescope::test
