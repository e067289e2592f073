#pragma once

#include "core/net/connection.h"
#include "core/net/demo/demofaults.h"

#include <QObject>
#include <QStringList>
#include <QTimer>

#include <cstdint>

namespace framescope::net
{

/// What can stand after "bad " in a text sent to the demo server: names of findings, then "all".
QStringList demoFaults();

/// What the demo server plays on one connection: a few frames of every kind a second, and answers to the
/// commands that "help" lists. Lifetime: a child of the connection.
class DemoScript : public QObject
{
    Q_OBJECT
public:
    explicit DemoScript(Connection &connection);
    void start();

private:
    void step();
    void playStep(int number);
    void receive(ws::Opcode opcode, const QByteArray &data);
    /// Whether the text was a command.
    bool obey(const QString &text);
    void bad(const QString &name);
    bool hasWhatItNeeds(const DemoFault &fault) const;
    void compressed();
    void closeAsTold(const QString &arguments);
    void flood(const QString &count);
    void continueFlood();
    void sendText(const QByteArray &text);
    void sendFrame(ws::Opcode opcode, const QByteArray &payload, bool fin = true, bool rsv1 = false);

    Connection &m_connection;
    QTimer m_timer;
    int m_step = 0;
    std::uint32_t m_tick = 0;
    std::uint32_t m_floodNext = 0;
    std::uint32_t m_floodEnd = 0;
    bool m_flooding = false;
};

} // namespace framescope::net
