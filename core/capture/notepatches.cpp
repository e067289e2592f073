#include "core/capture/notepatches.h"

#include "core/capture/pcapngreader.h"
#include "core/capture/pcapngwriter.h"
#include "core/capture/tcppacket.h"

#include <QFile>

#include <algorithm>

namespace framescope::capture
{

namespace
{
constexpr std::uint32_t enhancedPacket = 6;
constexpr std::size_t headSize = 28;
constexpr std::uint16_t commentCode = 1;

std::size_t padded(std::size_t size) noexcept { return (size + 3) & ~std::size_t(3); }

/// Writes and reads the numbers of a block in its byte order.
class BlockNumbers
{
public:
    explicit BlockNumbers(const QByteArray &block)
        : m_big(qFromLittleEndian<quint32>(block.constData()) != enhancedPacket)
    {
    }
    std::uint32_t u32(const char *at) const noexcept
    {
        return m_big ? qFromBigEndian<quint32>(at) : qFromLittleEndian<quint32>(at);
    }
    std::uint16_t u16(const char *at) const noexcept
    {
        return m_big ? qFromBigEndian<quint16>(at) : qFromLittleEndian<quint16>(at);
    }
    QByteArray option(std::uint16_t code, const QByteArray &value) const
    {
        QByteArray made(4, '\0');
        put(made.data(), code);
        put(made.data() + 2, static_cast<std::uint16_t>(value.size()));
        made += value;
        return made.append(static_cast<qsizetype>(padded(std::size_t(value.size()))) - value.size(), '\0');
    }
    template <typename T> void put(char *at, T value) const noexcept
    {
        if (m_big)
            qToBigEndian(value, at);
        else
            qToLittleEndian(value, at);
    }

private:
    bool m_big;
};

/// Whose notes on a packet are other ones.
struct NotedRows {
    bool first = false; ///< the packet's event, or the row of its first octet
    std::vector<std::uint64_t> streams;

    bool has(const NoteComment &comment) const
    {
        return comment.offset ? std::find(streams.begin(), streams.end(), *comment.offset) != streams.end() : first;
    }
};

/// The block with other notes on these rows; empty where it takes none.
QByteArray withNotes(const QByteArray &block, const QList<QByteArray> &comments, const NotedRows &rows)
{
    const BlockNumbers numbers(block);
    if (numbers.u32(block.constData()) != enhancedPacket || block.size() < qsizetype(headSize + 4))
        return {};
    const auto end = static_cast<std::size_t>(block.size()) - 4;
    std::size_t at = headSize + std::min(padded(numbers.u32(block.constData() + 20)), end - headSize);
    QByteArray made = block.left(static_cast<qsizetype>(at));
    // Of several comments that name no row the last is the note; the others are somebody else's.
    std::optional<QByteArray> unnamed;
    const auto keepUnnamed = [&] {
        if (unnamed)
            made += *unnamed;
        unnamed.reset();
    };
    while (end - at >= 4) {
        const std::uint16_t code = numbers.u16(block.constData() + at);
        const std::size_t size = numbers.u16(block.constData() + at + 2);
        if (code == 0 || padded(size) > end - at - 4)
            break;
        const QByteArrayView value(block.constData() + at + 4, static_cast<qsizetype>(size));
        const std::optional<NoteComment> old = code == commentCode ? parseNoteComment(value) : std::nullopt;
        const QByteArray option = block.mid(static_cast<qsizetype>(at), static_cast<qsizetype>(4 + padded(size)));
        if (!old || !rows.has(*old)) {
            made += option;
        } else if (!old->offset) {
            keepUnnamed();
            unnamed = option;
        }
        at += 4 + padded(size);
    }
    for (const QByteArray &comment : comments)
        made += numbers.option(commentCode, comment);
    made += numbers.option(0, {});
    made.append(4, '\0');
    const auto size = static_cast<std::uint32_t>(made.size());
    numbers.put(made.data() + 4, size);
    numbers.put(made.data() + made.size() - 4, size);
    return made;
}
} // namespace

Result<std::vector<NotePatch>> notePatches(const QString &path, std::uint64_t start,
                                           const std::vector<PlacedNote> &notes, const std::stop_token &stop)
{
    std::vector<NotePatch> patches;
    if (notes.empty())
        return patches;
    QFile file(path), blocks(path);
    for (QFile *each : {&file, &blocks}) {
        if (!each->open(QIODevice::ReadOnly | QIODevice::Unbuffered))
            return Error{u"cannot read the capture %1: %2"_qs.arg(path, each->errorString())};
    }
    PcapngReader reader(file, start);
    TcpDecoder decoder;
    auto note = notes.begin();
    while (note != notes.end() && reader.next() == PcapngReader::Step::Packet) {
        if (stop.stop_requested())
            return Error{u"stopped"_qs};
        const Packet &packet = reader.packet();
        const std::uint64_t end = start + reader.position();
        if (note->place >= end)
            continue;
        const TcpPacket *const tcp = decoder.decode(packet.linkType, packet.data);
        const std::uint64_t payload = packet.dataOffset.value() + (tcp != nullptr ? tcp->payloadOffset : 0);
        QList<QByteArray> comments;
        NotedRows rows;
        for (; note != notes.end() && note->place < end; ++note) {
            const bool isFirst = note->event || note->place == payload;
            rows.first = rows.first || isFirst;
            rows.streams.push_back(note->stream);
            if (note->note.isEmpty())
                continue;
            const NoteComment made{note->note, isFirst ? std::nullopt : std::optional(note->stream)};
            comments.append(noteComment(made).left(qsizetype(PcapngWriter::maxComment)));
        }
        NotePatch patch;
        patch.from = packet.block.value() - start;
        patch.to = reader.position();
        if (!blocks.seek(static_cast<qint64>(patch.from)))
            return Error{u"cannot read the capture %1: %2"_qs.arg(path, blocks.errorString())};
        const QByteArray block = blocks.read(static_cast<qint64>(patch.to - patch.from));
        if (block.size() != static_cast<qsizetype>(patch.to - patch.from))
            return Error{u"cannot read the capture %1: %2"_qs.arg(path, blocks.errorString())};
        patch.block = withNotes(block, comments, rows);
        if (!patch.block.isEmpty())
            patches.push_back(std::move(patch));
    }
    return patches;
}

} // namespace framescope::capture
