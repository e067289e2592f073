#pragma once

#include <QObject>

namespace framescope::net
{

/// Keeps a thread awake for a moment after it sent something. An answer that comes within that moment is read, and gets
/// its time, when it comes; a thread that has gone to sleep hears of it when the system has woken it, which takes
/// several microseconds, and under a hypervisor often more than the network.
///
/// A moment is 100 µs of CPU time at most, once all that waited in the event loop was done, and only when one socket was
/// sent to: several have answers of which one could come unseen. Where answers do not come so soon, fewer and fewer
/// sendings are waited for, down to one of 256. Thread: the one it is made on, which must have an event dispatcher.
class ReplyWait : public QObject
{
    Q_OBJECT
public:
    /// That of the calling thread.
    static ReplyWait &ofThread();

    /// `hasInput`: whether there is something to read on a socket; platform::hasInput().
    using HasInput = bool (*)(qintptr descriptor);
    explicit ReplyWait(QObject *parent = nullptr, HasInput hasInput = nullptr);

    /// All that was to be sent here went out. `descriptor`: the socket, or a duplicate of it; it may be closed at any
    /// time.
    void sent(qintptr descriptor);
    /// Whether the thread will stay awake when it has nothing else to do.
    bool isDue() const noexcept { return m_sockets == 1; }

private:
    void wait();

    HasInput m_hasInput;
    qintptr m_descriptor = -1;
    int m_sockets = 0;    ///< sent to since the last wait; 2 stands for several
    bool m_ready = false; ///< what waited in the event loop when it was sent is done
    int m_pass = 0;       ///< sendings to pass over
    int m_vain = 0;       ///< sendings that were passed over after the last vain wait
};

} // namespace framescope::net
