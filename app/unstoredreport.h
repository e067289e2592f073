#pragma once

#include "app/rowprinter.h"

#include <cstdint>

namespace framescope::app
{

/// Tells, once and on standard error, that recording has stopped, and at the end what was not stored. With --json both
/// are lines of the output as well.
class UnstoredReport
{
public:
    /// `printer` may be null: then there is no output but standard error. Lifetime: all outlive the report.
    UnstoredReport(const capture::Capture &capture, RowPrinter *printer, bool json);

    /// Looks whether recording has stopped; gives how many received frames are not stored, and so not printed.
    std::uint64_t poll();
    /// After the last octets. True when all was stored.
    bool finish();

private:
    void printJson(const capture::Unstored &unstored);

    const capture::Capture &m_capture;
    RowPrinter *m_printer;
    bool m_json;
    bool m_told = false;
};

} // namespace framescope::app
