#pragma once

#include <QHostAddress>
#include <QString>

#include <cstdint>

namespace framescope::platform
{

/// A TCP or Unix domain socket that connects without blocking, for what QTcpSocket does not tell: the system's own
/// error of each attempt. Connected, it becomes a QTcpSocket through setSocketDescriptor(release()).
/// Lifetime: closes its descriptor unless it was released.
class StreamSocket
{
public:
    enum class State : std::uint8_t {
        Pending,   ///< wait until the descriptor is writable, then ask again
        Connected, ///< release() it
        Failed,    ///< error() says why
    };

    StreamSocket() noexcept = default;
    ~StreamSocket();
    StreamSocket(const StreamSocket &) = delete;
    StreamSocket &operator=(const StreamSocket &) = delete;

    State connectTo(const QHostAddress &address, std::uint16_t port);
    /// A Unix domain socket in the file system. Fails where the system or Qt has none (Windows).
    State connectTo(const QString &path);
    /// Where the attempt stands now.
    State check() noexcept;

    qintptr descriptor() const noexcept { return m_descriptor; }
    /// The descriptor, which is the caller's from now on.
    qintptr release() noexcept;
    /// The system's number of the error; 0 when there is none.
    int error() const noexcept { return m_error; }

private:
    State open(int family);
    State begin(const void *address, std::size_t size);
    State fail(int error) noexcept;

    qintptr m_descriptor = -1;
    int m_error = 0;
};

/// The system's text for its error: "Connection refused".
QString socketErrorText(int error);
/// Closes a descriptor that nobody took.
void closeSocket(qintptr descriptor) noexcept;
/// The peer's machine answered that nobody listens there.
bool isRefusal(int error) noexcept;

} // namespace framescope::platform
