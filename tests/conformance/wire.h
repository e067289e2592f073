#pragma once

#include "core/ws/framewriter.h"
#include "core/ws/role.h"

#include <QByteArray>
#include <QStringList>
#include <QTcpSocket>

#include <optional>

namespace framescope::conformance
{

/// A frame as it stands on the wire, read by the test's own reader.
struct WireFrame {
    std::uint8_t first = 0, second = 0;
    QByteArray payload; ///< unmasked
};

/// "text 5 Hello": name of the opcode, size, and the payload, in hex where it is not printable and as SHA-1 where it is
/// long. FIN not set, RSV bits and a mask bit that `from` may not set are said as well.
QString describe(const WireFrame &frame, ws::Role from);
/// The same for a whole frame that is in order.
QString expected(ws::Opcode opcode, const QByteArray &payload);
/// "close 1002"; 1005 stands for an empty payload. The reason is left out.
QString expectedClose(int code);

/// The test's end of a TCP connection to the program: writes octets, reads frames. It blocks; every wait has an end.
class Wire
{
public:
    Wire(std::unique_ptr<QTcpSocket> socket, ws::Role ours) : m_socket(std::move(socket)), m_ours(ours) {}

    /// Goes through the opening handshake. `extensions`: offered by a client, answered by a server; may be empty.
    /// Empty when done, else what went wrong.
    QString handshake(const QByteArray &extensions = {});
    /// The value of Sec-WebSocket-Extensions that the program sent.
    QByteArray extensions() const { return m_extensions; }

    void write(const QByteArray &octets);
    /// One octet a write.
    void dribble(const QByteArray &octets);
    /// The next frame; nothing when TCP ended first, or nothing came for long.
    std::optional<WireFrame> readFrame();
    /// Frames up to and with a close frame, as describe() tells them; "TCP ended" or "silence" when there is none.
    QStringList readToClose();
    /// Whether the program ends TCP with nothing more before it; "end", or what came instead.
    QString readEnd();
    /// Whether for a moment neither octets nor the end of TCP come.
    bool isQuiet();
    void end();

private:
    bool need(qsizetype size);

    std::unique_ptr<QTcpSocket> m_socket;
    ws::Role m_ours;
    QByteArray m_in;
    QByteArray m_extensions;
};

} // namespace framescope::conformance
