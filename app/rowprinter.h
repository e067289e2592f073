#pragma once

#include "core/capture/capture.h"
#include "core/capture/capturereader.h"
#include "core/filter/rowscan.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <optional>

namespace framescope::app
{

/// Prints the rows of a capture to a stream, each as one line, in order, as they are published.
class RowPrinter
{
public:
    enum class Output : std::uint8_t {
        Open,   ///< more can be printed
        Enough, ///< the wanted number of received frames is printed
        Gone,   ///< nobody reads any more (EPIPE): end quietly
        Failed, ///< the stream took no more; see error()
    };

    /// Lifetime: capture and stream outlive the printer.
    RowPrinter(const capture::Capture &capture, bool json, std::FILE *stream);

    /// Prints only rows that this holds for; all are counted. Before the first.
    void setFilter(const filter::RowTest &test);
    /// Rows that were not printed because testing them would have taken too long.
    std::uint64_t undecided() const noexcept { return m_scan ? m_scan->undecided() : 0; }
    /// Ends after the line of the `count`-th received frame.
    void stopAfterReceived(std::uint64_t count) { m_limit = count; }
    /// Prints what is new; a line is flushed before the next one is made.
    Output printNew();
    /// The same, but a filter that reads payloads is asked for some 20 ms only; hasMore() tells whether rows are left.
    Output printSome();
    bool hasMore() const noexcept { return m_output == Output::Open && m_next < m_capture.rowCount(); }
    /// Prints a line of another kind, as the URL of a server.
    Output printLine(QByteArray line);
    /// Received frames among the rows printed.
    std::uint64_t received() const noexcept { return m_received; }
    Output output() const noexcept { return m_output; }
    /// Why it failed: a whole sentence.
    const QString &error() const noexcept { return m_error; }

private:
    /// Of the next rows, at most `most`.
    void printBlock(std::uint64_t most);
    void printRow(RowIndex row);
    /// Which of the next `count` rows are to be printed; false: it could not be found out.
    bool choose(std::size_t count);
    /// False when nothing more can be printed.
    bool print(QByteArrayView text);
    void flush();
    void noteFailure();

    const capture::Capture &m_capture;
    capture::CaptureReader m_reader;
    std::optional<filter::RowScan> m_scan;
    std::array<std::uint64_t, filter::RowScan::blockWords> m_chosen{}; ///< bit i: row m_next + i
    std::FILE *m_stream;
    std::uint64_t m_next = 0;
    std::uint64_t m_received = 0;
    std::optional<std::uint64_t> m_limit;
    QString m_error;
    Output m_output = Output::Open;
    bool m_json;
    bool m_slow = false; ///< the filter reads payloads
};

} // namespace framescope::app
