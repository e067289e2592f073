#include "core/decode/channel.h"

#include "core/http/head.h"

#include <algorithm>

namespace framescope::decode
{

namespace
{
using capture::RowKind;

/// A handshake is looked for in so many rows from the connection's first on; other connections may be busy meanwhile.
constexpr std::uint64_t searchedRows = 100'000;
constexpr std::uint64_t headSize = 64 * 1024;
constexpr qsizetype maxText = 2048;

/// The first row that is not older. Rows come in the order of their times.
std::uint64_t firstRowAt(const capture::Capture &capture, Timestamp time)
{
    std::uint64_t low = 0;
    std::uint64_t high = capture.rowCount();
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        if (capture.row(RowIndex(middle)).time.value() < time.value())
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/// None where the octets are gone, as those of a file that a rolling recording has dropped.
std::optional<http::Head> headOf(capture::CaptureReader &reader, RowIndex row, http::HeadKind kind)
{
    http::HeadParser parser(kind);
    const Result<QByteArray> octets = reader.wire(row, 0, headSize);
    if (!octets || octets->isEmpty())
        return {};
    ByteView input = byteView(*octets);
    parser.feed(input);
    return parser.head();
}

/// Path and query of a URL.
QString targetOf(const QString &url)
{
    const qsizetype scheme = url.indexOf(u"://");
    const qsizetype path = scheme < 0 ? -1 : url.indexOf(u'/', scheme + 3);
    return path < 0 ? QString() : url.mid(path, maxText);
}
} // namespace

Channels::Known Channels::find(ConnectionId id, capture::CaptureReader &reader, std::uint64_t end) const
{
    Known known;
    Channel &channel = known.channel;
    channel.target = targetOf(m_capture.facts(id).url);
    const std::uint64_t begin = firstRowAt(m_capture, m_capture.totals(id).first);
    for (std::uint64_t i = begin; i < end && !known.settled; ++i) {
        known.settled = i - begin + 1 == searchedRows;
        const capture::RowRecord &row = m_capture.row(RowIndex(i));
        if (row.connection() != id)
            continue;
        if (row.kind() == RowKind::HandshakeRequest) {
            known.request = RowIndex(i);
            if (const auto head = headOf(reader, RowIndex(i), http::HeadKind::Request))
                channel.target = QString::fromLatin1(head->target.left(maxText));
        } else if (row.kind() == RowKind::HandshakeResponse) {
            const auto head = headOf(reader, RowIndex(i), http::HeadKind::Response);
            if (!head)
                continue;
            channel.subprotocol = QString::fromLatin1(head->value("Sec-WebSocket-Protocol").left(maxText));
            known.settled = known.settled || head->status >= 200 || head->status == 101;
        } else if (row.isFrame()) {
            known.settled = true;
        }
    }
    return known;
}

const Channel &Channels::of(ConnectionId id, capture::CaptureReader &reader)
{
    {
        const std::lock_guard lock(m_mutex);
        if (const auto known = m_known.find(id.value()); known != m_known.end())
            return known->second.channel;
    }
    Known found = find(id, reader, m_capture.rowCount()); // nobody else waits for the file
    const std::lock_guard lock(m_mutex);
    return m_known.emplace(id.value(), std::move(found)).first->second.channel;
}

QString Channels::requestedAt(RowIndex row, capture::CaptureReader &reader)
{
    const ConnectionId id = m_capture.row(row).connection();
    const auto told = [row](const Known &known) {
        return known.request && *known.request <= row ? known.channel.target : QString();
    };
    {
        const std::lock_guard lock(m_mutex);
        if (const auto known = m_known.find(id.value()); known != m_known.end())
            return told(known->second);
    }
    // What is not settled is looked up again: no more of it than there was at the row.
    Known found = find(id, reader, row.value() + 1);
    QString target = told(found);
    if (found.settled) {
        const std::lock_guard lock(m_mutex);
        m_known.emplace(id.value(), std::move(found));
    }
    return target;
}

} // namespace framescope::decode
