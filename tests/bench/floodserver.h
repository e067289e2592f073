#pragma once

#include <QByteArray>
#include <QString>

#include <atomic>
#include <cstdint>
#include <thread>

namespace framescope::bench
{

/// A text frame of 64 octets that says its number: how a flood is made, and how it is checked afterwards.
struct NumberedFrame {
    static constexpr qsizetype size = 66; ///< header and payload
    /// Appends `count` frames, numbered from `first` on.
    static void append(QByteArray &octets, std::uint64_t first, qsizetype count);
    /// Whether these octets are this frame.
    static bool is(const char *octets, std::uint64_t number);
};

/// Takes one connection on 127.0.0.1 and sends it numbered frames at a steady rate, then a close frame. A reader that is
/// slower than the rate gets them later: none is left out.
class FloodServer
{
public:
    FloodServer(std::uint64_t frames, double perSecond);
    ~FloodServer();
    FloodServer(const FloodServer &) = delete;
    FloodServer &operator=(const FloodServer &) = delete;

    /// Empty when no port could be had.
    QString url() const;
    /// Seconds from the first frame to the last.
    double seconds() const { return m_seconds; }

private:
    void serve();
    bool writeAll(const QByteArray &octets) const;

    std::uint64_t m_frames;
    double m_perSecond;
    std::atomic<double> m_seconds = 0;
    int m_listening = -1;
    int m_socket = -1;
    std::uint16_t m_port = 0;
    std::thread m_thread;
};

/// Reads a capture with nothing of ours: walks the blocks of the pcapng file and the segments that came from port 80.
/// Gives how many numbered frames stand there one after the other, from 0 on; stops at the first that is out of order.
std::uint64_t numberedFramesIn(const QString &path);

} // namespace framescope::bench
