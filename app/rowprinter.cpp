#include "app/rowprinter.h"

#include "core/io/rowtext.h"

#include <QElapsedTimer>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace framescope::app
{

RowPrinter::RowPrinter(const capture::Capture &capture, bool json, std::FILE *stream)
    : m_capture(capture), m_reader(capture), m_stream(stream), m_json(json)
{
}

RowPrinter::Output RowPrinter::printLine(QByteArray line)
{
    line.append('\n');
    if (print(line))
        flush();
    return m_output;
}

bool RowPrinter::print(QByteArrayView text)
{
    if (m_output != Output::Open)
        return false;
    const auto size = static_cast<std::size_t>(text.size());
    if (std::fwrite(text.data(), 1, size, m_stream) != size)
        noteFailure();
    return m_output == Output::Open;
}

void RowPrinter::flush()
{
    if (std::fflush(m_stream) != 0)
        noteFailure();
}

void RowPrinter::noteFailure()
{
    m_output = errno == EPIPE ? Output::Gone : Output::Failed;
    m_error = QStringLiteral("cannot write to standard output: %1").arg(QString::fromLocal8Bit(std::strerror(errno)));
}

void RowPrinter::printRow(RowIndex row)
{
    if (!m_json) {
        printLine(io::rowText(m_capture, m_reader, row).toUtf8());
        return;
    }
    io::writeRowJson(m_capture, m_reader, row, [this](QByteArrayView piece) { return print(piece); });
    printLine({});
}

bool RowPrinter::choose(std::size_t count)
{
    m_chosen.fill(~std::uint64_t(0));
    if (!m_scan)
        return true;
    const Result<void> done = m_scan->run(RowIndex(m_next), count, m_chosen.data());
    if (!done) {
        m_output = Output::Failed;
        m_error = done.error().message;
    }
    return done.ok();
}

void RowPrinter::setFilter(const filter::RowTest &test)
{
    m_scan.emplace(m_capture, test);
    m_slow = test.readsPayload();
}

RowPrinter::Output RowPrinter::printNew()
{
    for (const std::uint64_t end = m_capture.rowCount(); m_next < end && m_output == Output::Open;)
        printBlock(std::min<std::uint64_t>(end - m_next, filter::RowScan::blockRows));
    return m_output;
}

RowPrinter::Output RowPrinter::printSome()
{
    if (!m_slow)
        return printNew();
    constexpr std::uint64_t fewRows = 64;
    constexpr qint64 budgetMs = 20;
    QElapsedTimer timer;
    timer.start();
    while (hasMore() && timer.elapsed() < budgetMs)
        printBlock(std::min(m_capture.rowCount() - m_next, fewRows));
    return m_output;
}

void RowPrinter::printBlock(std::uint64_t most)
{
    const auto count = static_cast<std::size_t>(most);
    if (!choose(count))
        return;
    for (std::size_t i = 0; i < count && m_output == Output::Open; ++i, ++m_next) {
        const RowIndex row(m_next);
        if ((m_chosen[i / 64] >> (i % 64) & 1) != 0)
            printRow(row);
        const capture::RowRecord &record = m_capture.row(row);
        if (!record.isFrame() || record.direction() != Direction::In)
            continue;
        ++m_received;
        if (m_limit && m_received == *m_limit && m_output == Output::Open)
            m_output = Output::Enough;
    }
}

} // namespace framescope::app
