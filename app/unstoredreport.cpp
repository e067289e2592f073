#include "app/unstoredreport.h"

#include "app/report.h"
#include "core/io/unstored.h"

namespace framescope::app
{

UnstoredReport::UnstoredReport(const capture::Capture &capture, RowPrinter *printer, bool json)
    : m_capture(capture), m_printer(printer), m_json(json)
{
}

std::uint64_t UnstoredReport::poll()
{
    const auto unstored = m_capture.unstored();
    if (!unstored)
        return 0;
    if (!m_told) {
        m_told = true;
        reportError(QStringLiteral("%1; recording has stopped before row %2, what goes on is only counted")
                        .arg(unstored->reason)
                        .arg(unstored->firstRow.value() + 1));
        printJson(*unstored);
    }
    return unstored->total.framesIn;
}

bool UnstoredReport::finish()
{
    poll();
    const auto unstored = m_capture.unstored();
    if (!unstored)
        return true;
    reportError(io::unstoredText(*unstored));
    printJson(*unstored);
    return false;
}

void UnstoredReport::printJson(const capture::Unstored &unstored)
{
    if (m_json && m_printer != nullptr)
        m_printer->printLine(io::unstoredJson(unstored));
}

} // namespace framescope::app
