#pragma once

#include "tests/bench/streams.h"

#include <QString>

#include <thread>

namespace framescope::bench
{

/// Sends one stream over loopback to whoever connects, then a close frame, on a thread of its own.
class Sender
{
public:
    explicit Sender(const FrameStream &stream);
    ~Sender() { end(); }
    Sender(const Sender &) = delete;
    Sender &operator=(const Sender &) = delete;

    std::uint16_t port() const noexcept { return m_port; }
    QString url() const { return QStringLiteral("ws://127.0.0.1:%1/").arg(m_port); }
    /// Waits for the thread; gives the CPU time it used.
    double end();

private:
    void serve();

    FrameStream m_stream;
    std::thread m_thread;
    double m_cpu = 0;
    int m_listening = -1;
    std::uint16_t m_port = 0;
    bool m_ready = false;
};

} // namespace framescope::bench
