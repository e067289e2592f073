// Any octets as a capture file: it opens or is refused with a reason, in bounded time and memory, and every row's octets
// can be fetched in windows of any size, what compressed messages inflate to as well.

#include "core/capture/capturereader.h"
#include "core/capture/pcapngreader.h"
#include "tests/fuzz/fuzzinput.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::capture;
using fuzz::require;

namespace
{
constexpr std::uint64_t maxRows = 64;

QString writtenFile(ByteView octets)
{
    static const QTemporaryDir folder;
    const QString path = folder.filePath(u"any.pcapng"_qs);
    QFile file(path);
    require(file.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    require(file.write(qbyteView(octets).data(), qbyteView(octets).size()) == qbyteView(octets).size());
    return path;
}

/// Walks the blocks; packets lie in the file, one after the other.
void checkReader(const QString &path, ByteView octets)
{
    QFile file(path);
    require(file.open(QIODevice::ReadOnly | QIODevice::Unbuffered));
    PcapngReader reader(file);
    std::uint64_t last = 0;
    for (;;) {
        const PcapngReader::Step step = reader.next();
        require(reader.position() <= octets.size());
        if (step == PcapngReader::Step::Failed) {
            require(!reader.error().isEmpty());
            return;
        }
        if (step == PcapngReader::Step::End) {
            require(reader.position() + reader.cutOctets() == octets.size());
            return;
        }
        const Packet &packet = reader.packet();
        require(packet.block.value() >= last && packet.dataOffset.value() > packet.block.value());
        last = packet.block.value() + 1;
        require(std::ranges::equal(packet.data, octets.subspan(packet.dataOffset.value(), packet.data.size())));
    }
}

/// What a compressed message inflates to: its halves are the whole, and what stopped at a limit goes on to an end.
void checkInflated(CaptureReader &reader, Capture &capture, RowIndex row)
{
    constexpr std::uint64_t most = 8'000'000;
    const Inflated inflated = reader.inflated(row);
    const Result<QByteArray> whole = reader.inflatedPayload(row, 0, most);
    require(whole.ok() && static_cast<std::uint64_t>(whole->size()) == std::min(inflated.size, most));
    const auto middle = static_cast<std::uint64_t>(whole->size()) / 2;
    const Result<QByteArray> first = reader.inflatedPayload(row, 0, middle);
    const Result<QByteArray> second = reader.inflatedPayload(row, middle, ~std::uint64_t(0));
    require(first && second && second->startsWith(whole->sliced(qsizetype(middle))));
    require(*first == whole->first(qsizetype(middle)));
    require(reader.inflatedPayload(row, ~std::uint64_t(0), ~std::uint64_t(0))->isEmpty());
    constexpr ws::InflateLimits unlimited{~std::uint64_t(0), 0};
    const Result<Inflated> more = capture.continueInflating(row, unlimited);
    require(more.ok() == (inflated.state == Inflated::State::Limited));
    if (!more)
        return;
    // No more comes of a file: it is known how the message ends.
    require(more->state == Inflated::State::Whole || more->state == Inflated::State::Truncated ||
            more->state == Inflated::State::Corrupt);
    require(more->size >= inflated.size && more->wire == inflated.wire && reader.inflated(row) == *more);
    const Result<QByteArray> all = reader.inflatedPayload(row, 0, most);
    require(all && static_cast<std::uint64_t>(all->size()) == std::min(more->size, most) && all->startsWith(*whole));
    require(!capture.continueInflating(row, unlimited));
}

/// What one window holds, the two halves of it hold together.
void checkWindows(CaptureReader &reader, const Capture &capture, RowIndex row, std::uint64_t fileSize)
{
    const Result<QByteArray> wire = reader.wire(row, 0, 1'000'000);
    const Result<QByteArray> payload = reader.payload(row, 0, 1'000'000);
    require(wire && payload);
    require(static_cast<std::uint64_t>(wire->size()) <= fileSize && payload->size() <= wire->size());
    const qsizetype middle = payload->size() / 2;
    const Result<QByteArray> first = reader.payload(row, 0, static_cast<std::uint64_t>(middle));
    const Result<QByteArray> second = reader.payload(row, static_cast<std::uint64_t>(middle), ~std::uint64_t(0));
    require(first && second && second->startsWith(payload->sliced(middle)));
    require(*first == payload->first(middle));
    require(reader.payload(row, ~std::uint64_t(0), ~std::uint64_t(0))->isEmpty());
    const RowRecord &record = capture.row(row);
    require(record.connection().value() < capture.connectionCount());
    if (record.isFrame()) {
        const ws::FrameHeader header = reader.header(row);
        require(header.first == record.first && header.second == record.second);
    }
    const std::vector<RowIndex> rows = reader.messageRows(row, 100);
    require(!rows.empty() && std::ranges::is_sorted(rows));
    require(reader.messagePayload(row, 0, 1'000'000).ok());
    reader.event(row);
    for (const ws::Finding &finding : capture.findings(row))
        require(ws::info(finding.id).id == finding.id);
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const ByteView octets(data, size);
    const QString path = writtenFile(octets);
    checkReader(path, octets);
    const auto capture = Capture::open(path);
    if (!capture) {
        require(!capture.error().message.isEmpty());
        return 0;
    }
    // Of some files messages stop at once.
    if (size % 2 != 0)
        (*capture)->setInflateLimits({20, 0});
    const Result<void> loaded = (*capture)->load();
    require(loaded || !loaded.error().message.isEmpty());
    CaptureReader reader(**capture);
    const std::uint64_t count = (*capture)->rowCount();
    require(count <= 2 * size);
    for (std::uint64_t i = 0; i < std::min(count, maxRows); ++i) {
        checkWindows(reader, **capture, RowIndex(i), size);
        checkInflated(reader, **capture, RowIndex(i));
    }
    for (std::uint32_t i = 0; i < std::min((*capture)->connectionCount(), 64u); ++i)
        (*capture)->totals(ConnectionId(i));
    return 0;
}
