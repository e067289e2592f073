#pragma once

#include "core/capture/capturereader.h"
#include "core/capture/payloadcursor.h"

#include <stop_token>

namespace framescope::filter
{

/// What a question may look at. Thread: one a thread. Lifetime: the Capture outlives it.
struct RowAsked {
    const capture::Capture &capture;
    capture::CaptureReader &reader;
    capture::PayloadCursor &payloads; ///< rows are asked in order, so that the file is read once
    RowIndex row;
};

/// A question about one row that its index record does not answer.
/// Thread: never changed, so any number at a time, each with a reader of its own.
class RowQuestion
{
public:
    enum class Answer : std::uint8_t {
        No,
        Yes,
        Undecided, ///< it would have taken too long: the row does not match, and is counted
    };
    virtual ~RowQuestion() = default;

    /// Errors: the file cannot be read.
    virtual Result<Answer> ask(const RowAsked &asked, const std::stop_token &stop) const = 0;
};

} // namespace framescope::filter
