#include "tests/soak/rowcheck.h"

namespace framescope::soak
{

namespace
{
/// The number behind "n=" at `at`; -1 when there is none.
qint64 numberAt(const QByteArray &text, qsizetype at)
{
    if (at < 0)
        return -1;
    qsizetype end = at + 2;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9')
        ++end;
    bool ok = false;
    const qint64 number = text.mid(at + 2, end - at - 2).toLongLong(&ok);
    return ok ? number : -1;
}
} // namespace

RowCheck::RowCheck(const capture::Capture &capture)
    : m_capture(capture), m_reader(capture), m_thread([this](const std::stop_token &stop) { run(stop); })
{
}

void RowCheck::finish()
{
    m_thread.request_stop();
    m_thread.join();
}

void RowCheck::run(const std::stop_token &stop)
{
    for (;;) {
        const bool last = stop.stop_requested();
        const std::uint64_t end = m_capture.rowCount();
        for (; m_next < end; ++m_next)
            look(RowIndex(m_next));
        if (last)
            return;
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

void RowCheck::look(RowIndex row)
{
    const capture::RowRecord &record = m_capture.row(row);
    if (!record.isFrame() || record.direction() != Direction::In || record.incomplete())
        return;
    const ws::Opcode opcode = record.opcode();
    const bool data = opcode == ws::Opcode::Text || opcode == ws::Opcode::Binary;
    if (!data && opcode != ws::Opcode::Close)
        return;
    constexpr std::uint64_t enough = 48;
    const auto octets = record.rsv1() ? m_reader.inflatedPayload(row, 0, enough) : m_reader.payload(row, 0, enough);
    if (!octets) {
        ++m_lost;
        return;
    }
    const QByteArray &text = *octets;
    Numbers &numbers = m_numbers[record.connection().value()];
    if (opcode == ws::Opcode::Close) {
        if (const qint64 said = numberAt(text, text.indexOf("n=")); said >= 0) {
            expect(row, std::uint64_t(said), numbers.messages, "messages at the close");
            expect(row, std::uint64_t(numberAt(text, text.indexOf("e="))), numbers.answers, "answers at the close");
            ++m_closes;
        }
    } else if (text.startsWith("n=")) {
        expect(row, std::uint64_t(numberAt(text, 0)), numbers.messages++, "message");
        ++m_messages;
    } else if (text.startsWith("e=")) {
        // "e=?": it was compressed, and the server did not look inside.
        if (const qint64 said = numberAt(text, 0); said >= 0)
            expect(row, std::uint64_t(said), numbers.answers, "answer");
        ++numbers.answers;
        ++m_answers;
    }
}

void RowCheck::expect(RowIndex row, std::uint64_t said, std::uint64_t wanted, const char *what)
{
    if (said == wanted)
        return;
    if (m_lost++ == 0)
        m_firstLoss = QStringLiteral("row %1, connection %2: %3 %4, expected %5")
                          .arg(row.value() + 1)
                          .arg(m_capture.row(row).connection().value() + 1)
                          .arg(QLatin1String(what))
                          .arg(said)
                          .arg(wanted);
}

} // namespace framescope::soak
