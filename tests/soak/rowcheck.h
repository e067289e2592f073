#pragma once

#include "core/capture/capture.h"
#include "core/capture/capturereader.h"

#include <atomic>
#include <thread>
#include <unordered_map>

namespace framescope::soak
{

/// Reads the rows of a capture while it is recorded, and looks whether every message of the soak's server is there, once
/// and in order (see Peer). Thread: its own.
class RowCheck
{
public:
    /// Lifetime: the capture outlives it.
    explicit RowCheck(const capture::Capture &capture);

    /// Waits until every row was looked at.
    void finish();

    std::uint64_t messages() const { return m_messages; } ///< numbered ones
    std::uint64_t answers() const { return m_answers; }
    std::uint64_t closes() const { return m_closes; } ///< connections whose numbers a close frame confirmed
    std::uint64_t lost() const { return m_lost; }     ///< places where a number is not what it must be
    QString firstLoss() const { return m_firstLoss; } ///< after finish()

private:
    struct Numbers {
        std::uint64_t messages = 0, answers = 0;
    };
    void run(const std::stop_token &stop);
    void look(RowIndex row);
    void expect(RowIndex row, std::uint64_t said, std::uint64_t wanted, const char *what);

    const capture::Capture &m_capture;
    capture::CaptureReader m_reader;
    std::unordered_map<std::uint32_t, Numbers> m_numbers;
    std::uint64_t m_next = 0;
    std::atomic<std::uint64_t> m_messages = 0, m_answers = 0, m_closes = 0, m_lost = 0;
    QString m_firstLoss;
    std::jthread m_thread;
};

} // namespace framescope::soak
