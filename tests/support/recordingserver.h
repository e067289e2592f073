#pragma once

#include <QByteArray>
#include <QObject>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>

namespace framescope::test
{

/// A server that knows only the upgrade: it answers 101 and keeps the octets that follow, exactly as they came. Shares
/// no code with the program. Takes one connection at a time.
class RecordingServer : public QObject
{
    Q_OBJECT
public:
    /// Called after each read with everything kept so far.
    using React = std::function<void(QTcpSocket &socket, const QByteArray &received)>;

    RecordingServer();

    QString url() const;
    /// The head of the latest request.
    QByteArray request() const { return m_request; }
    /// What came after the request of the latest connection.
    QByteArray received() const { return m_received; }

    /// Octets sent with the 101, in one write.
    void setGreeting(const QByteArray &octets) { m_greeting = octets; }
    /// The whole answer instead of the 101.
    void setAnswer(const QByteArray &octets) { m_answer = octets; }
    void setReact(React react) { m_react = std::move(react); }

    /// RFC 6455 §4.2.2 step 5.4, written here a second time on purpose.
    static QByteArray acceptFor(const QByteArray &request);
    /// An unmasked frame with the shortest length form.
    static QByteArray frame(int opcode, const QByteArray &payload, bool fin = true);

private:
    void accept();
    void read(QTcpSocket &socket);

    QTcpServer m_server;
    QByteArray m_request, m_received, m_greeting, m_answer;
    React m_react;
    bool m_upgraded = false;
};

} // namespace framescope::test
