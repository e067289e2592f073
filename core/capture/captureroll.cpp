// Captures of several files: when a new one begins, what it repeats of the earlier ones, and which are dropped.
#include "core/base/platform.h"
#include "core/capture/captureprivate.h"
#include "core/capture/packetcomment.h"

#include <QFileInfo>
#include <QStringList>
#include <QThread>

#include <algorithm>
#include <utility>

namespace framescope::capture
{

namespace
{
/// After a file could not be begun.
constexpr std::int64_t retryAfterNs = 10'000'000'000;
/// So much more, and an eighth of the file, is recorded to come to the end of a frame.
constexpr std::uint64_t frameEndRoom = 1u << 20;
constexpr std::uint64_t smallBeginning = 16 * 1024;
/// Octets of the heads of a connection that a file repeats; a request and its answer have a mebibyte each at most.
constexpr std::uint64_t maxRepeatedHeads = 4u << 20;
constexpr std::size_t beginningPiece = 1 << 20;
constexpr std::int64_t nsPerSecond = 1'000'000'000;

Direction fromClient(const Connection &c) noexcept
{
    return c.facts.ourRole == ws::Role::Client ? Direction::Out : Direction::In;
}

QString nameOf(const QString &path) { return QFileInfo(path).fileName(); }

/// A file that is made beside its place, and takes it when it is whole: no crash leaves half a beginning.
class NewFile
{
public:
    explicit NewFile(const QString &path) : m_path(path), m_file(path + beginningSuffix.toString()) {}
    ~NewFile()
    {
        if (m_file.exists())
            m_file.remove();
    }
    Result<void> open()
    {
        m_file.remove(); // left by a crash
        if (!m_file.open(QIODevice::WriteOnly | QIODevice::Unbuffered | QIODevice::NewOnly,
                         QFileDevice::ReadOwner | QFileDevice::WriteOwner))
            return failed();
        return {};
    }
    Result<void> write(PcapngWriter &writer)
    {
        const QByteArray bytes = writer.bytes();
        for (qsizetype done = 0; done < bytes.size();) {
            const qint64 written = m_file.write(bytes.data() + done, bytes.size() - done);
            if (written <= 0)
                return failed();
            done += static_cast<qsizetype>(written);
        }
        m_size += static_cast<std::uint64_t>(bytes.size());
        writer.written();
        return {};
    }
    /// The file at its place, open for more.
    Result<std::unique_ptr<QFile>> finish()
    {
        m_file.close();
        if (!QFile::rename(m_file.fileName(), m_path))
            return Error{u"%1 exists, or cannot be made"_qs.arg(m_path)};
        auto file = std::make_unique<QFile>(m_path);
        if (file->open(QIODevice::ReadWrite | QIODevice::Unbuffered | QIODevice::ExistingOnly) &&
            file->seek(static_cast<qint64>(m_size)) && lock(*file))
            return file;
        const Error error{u"%1 cannot be opened: %2"_qs.arg(m_path, file->errorString())};
        file->remove();
        return error;
    }
    std::uint64_t size() const noexcept { return m_size; }
    QString name() const { return nameOf(m_path); }

private:
    /// Somebody who looks whether the file is recorded to holds the lock for a moment.
    static bool lock(QFile &opened)
    {
        bool locked = platform::tryLock(opened);
        for (int again = 0; !locked && again < 20; ++again) {
            QThread::msleep(1);
            locked = platform::tryLock(opened);
        }
        return locked;
    }
    Error failed() const { return Error{u"%1: %2"_qs.arg(m_path, m_file.errorString())}; }

    const QString m_path;
    QFile m_file;
    std::uint64_t m_size = 0;
};

} // namespace

void Capture::setRolling(const RollLimits &limits)
{
    const std::lock_guard lock(d->mutex);
    d->rollLimits = limits;
    d->rolling.store(d->writable && limits.any(), std::memory_order_release);
}

RollLimits Capture::rolling() const
{
    const std::lock_guard lock(d->mutex);
    return d->rollLimits;
}

void Capture::setBeforeDropping(std::function<void()> call) { d->beforeDropping = std::move(call); }

std::vector<CaptureParts::Part> Capture::parts() const { return d->parts.all(); }

std::uint64_t Capture::firstKeptRow() const noexcept { return d->parts.firstKeptRow(); }

bool Capture::octetsDropped(RowIndex row) const
{
    const std::uint64_t firstKept = firstKeptRow();
    if (row.value() < firstKept)
        return true;
    const RowRecord &record = this->row(row);
    if (firstKept == 0 || record.kind() == RowKind::Event)
        return false;
    const SegmentTable::Stream *table = nullptr;
    {
        const std::lock_guard lock(d->mutex);
        if (const Connection *const c = d->findLocked(record.connection()))
            table = &c->stream(record.direction());
    }
    if (table == nullptr)
        return false;
    const std::vector<Segment> first = d->segments.find(*table, record.offset(), 1, 1);
    return !first.empty() && d->parts.at(d->parts.find(first.front().file())).dropped;
}

void Capture::Private::settle(Connection &c, Direction direction, Timestamp time)
{
    flush();
    const Pipeline::Counters &counters = c.pipeline.counters();
    const std::uint64_t frames = counters.frames[0] + counters.frames[1];
    if (rolling.load(std::memory_order_relaxed)) {
        roll.frames += frames - c.framesCounted;
        rollIfDue(c, direction, time);
    }
    c.framesCounted = frames;
}

void Capture::Private::rollIfDue(Connection &c, Direction direction, Timestamp time)
{
    if (roll.began == Timestamp())
        roll.began = time;
    if (!recording() || time.value() < roll.nextTry)
        return;
    RollLimits limits;
    {
        const std::lock_guard lock(mutex);
        limits = rollLimits;
    }
    const std::uint64_t octets = storedSize.load() + writer.size() - newestStart;
    const std::int64_t age = (time.value() - roll.began.value()) / nsPerSecond;
    const bool due = (limits.maxOctets != 0 && octets >= limits.maxOctets) ||
                     (limits.maxFrames != 0 && roll.frames >= limits.maxFrames) ||
                     (limits.maxAge.count() != 0 && age >= limits.maxAge.count());
    // With many connections, files that mostly repeat earlier ones would cost more than they limit.
    if (!due || (roll.beginning > smallBeginning && octets < 2 * roll.beginning))
        return;
    if (roll.dueAt == 0)
        roll.dueAt = octets;
    if (!c.pipeline.betweenFrames(direction) && octets - roll.dueAt < frameEndRoom + roll.dueAt / 8)
        return;
    flush();
    if (!recording())
        return;
    if (const Result<void> begun = beginPart(c, direction, time); begun) {
        announcePart(c, direction, time, limits.keepParts);
    } else {
        roll.nextTry = time.value() + retryAfterNs;
        if (!roll.failureTold) {
            addRow(c, direction, time,
                   {EventKind::Note,
                    {{u"text"_qs, u"No new file could be begun: %1. Recording goes on in %2, and it is tried again "
                                  "every ten seconds."_qs.arg(begun.error().message, nameOf(out().fileName()))}}});
        }
        roll.failureTold = true;
    }
    flush();
}

Result<void> Capture::Private::beginPart(Connection &c, Direction direction, Timestamp time)
{
    RollState next;
    next.number = roll.number + 1;
    while (QFileInfo::exists(partPath(path, next.number)))
        ++next.number; // of another recording
    next.began = time;
    NewFile made(partPath(path, next.number));
    if (auto opened = made.open(); !opened)
        return opened;
    // For who reads the old file alone. No row is made of it, so it may fail to be written.
    PcapngWriter goodbye(storedSize.load());
    goodbye.packet(time, direction, c.tcp.next(direction, tcpflag::ack, 0), {}, nextComment(made.name()));
    const std::uint64_t start = storedSize.load() + goodbye.size();
    PcapngWriter beginning(start);
    beginning.begin();
    std::vector<Connection *> introduced;
    for (const auto &connection : connections) {
        if (!connection || !connection->synWritten)
            continue;
        if (connection->over()) {
            connection->heads = {};
            continue;
        }
        keepHeads(*connection);
        introduce(beginning, *connection, time, made.name());
        introduced.push_back(connection.get());
        if (beginning.size() >= beginningPiece) {
            if (auto written = made.write(beginning); !written)
                return written;
        }
    }
    if (auto written = made.write(beginning); !written)
        return written;
    auto opened = made.finish();
    if (!opened)
        return opened.error();

    giveSpaceBack();
    // The capture goes on whether that worked or not: it is for readers of this file alone.
    if (auto written = platform::writeAt(out(), storedSize.load() - newestStart, goodbye.pieces()); !written)
        out().resize(static_cast<qint64>(storedSize.load() - newestStart));

    next.beginning = made.size();
    parts.add({partPath(path, next.number), start, start + made.size(), rows.nextRow(), false});
    file.close();
    newest = std::move(*opened);
    newestStart = start;
    writer.advance(start - storedSize.load() + made.size());
    storedSize.store(start + made.size(), std::memory_order_release);
    for (Connection *const each : introduced)
        each->part = next.number;
    roll = next;
    return {};
}

/// The heads are kept in memory from here on: the file that has them may be dropped. What cannot be read of them is
/// not repeated, and heads beyond every use (a peer may answer with 1xx for ever) are not either.
void Capture::Private::keepHeads(Connection &c)
{
    const Continuation places = c.pipeline.continuation();
    if (places.of(Direction::Out).head + places.of(Direction::In).head > maxRepeatedHeads) {
        c.heads = {};
        return;
    }
    PartsReader reader(parts);
    for (const Direction d : {Direction::Out, Direction::In}) {
        QByteArray &head = c.heads[static_cast<std::size_t>(d)];
        while (static_cast<std::uint64_t>(head.size()) < places.of(d).head) {
            const auto at = static_cast<std::uint64_t>(head.size());
            const std::vector<Segment> found = segments.find(c.stream(d), StreamOffset(at), places.of(d).head - at, 1);
            if (found.empty() || found.front().stream > at)
                break; // never recorded
            const std::uint64_t skip = at - found.front().stream;
            QByteArray octets(static_cast<qsizetype>(std::min(found.front().size() - skip, places.of(d).head - at)),
                              Qt::Uninitialized);
            if (!reader.read(found.front().file() + skip, octets.data(), static_cast<std::uint64_t>(octets.size())))
                break; // its file is gone
            head += octets;
        }
    }
}

void Capture::Private::introduce(PcapngWriter &to, const Connection &c, Timestamp time, const QString &name) const
{
    const Continuation places = c.pipeline.continuation();
    const Direction client = fromClient(c);
    QByteArray ahead[2]; // what stands between the heads and the octets that go on
    std::uint32_t start[2];
    for (const Direction d : {Direction::Out, Direction::In}) {
        const auto i = static_cast<std::size_t>(d);
        const StreamPlace &place = places.of(d);
        if (place.rest > 0)
            ahead[i] = headerOfRest(place);
        else
            ahead[i] = toByteArray(ByteView(place.partial.data(), place.partialSize));
        const bool synOut = c.established || d == client;
        const auto before = static_cast<std::uint32_t>(c.heads[i].size() + ahead[i].size());
        start[i] = c.tcp.sequence(d) - before - (synOut ? 1u : 0u) - (c.finished[i] ? 1u : 0u);
    }
    SyntheticTcp tcp(c.id, c.facts.ourRole, start[0], start[1]);
    const auto packet = [&](Direction d, std::uint8_t flags, ByteView payload, const QByteArray &comment) {
        to.packet(time, d, tcp.next(d, flags, payload.size()), payload, comment);
    };
    packet(client, tcpflag::syn, {}, factsComment(c.id, c.facts, true));
    if (c.established) {
        packet(opposite(client), tcpflag::syn | tcpflag::ack, {}, repeatedComment());
        packet(client, tcpflag::ack, {}, repeatedComment());
    }
    for (const Direction d : {client, opposite(client)}) {
        const ByteView head = byteView(c.heads[static_cast<std::size_t>(d)]);
        for (std::size_t at = 0; at < head.size();) {
            const ByteView piece = head.subspan(at, std::min(PcapngWriter::maxPayload, head.size() - at));
            packet(d, tcpflag::psh | tcpflag::ack, piece, repeatedComment(at));
            at += piece.size();
        }
    }
    if (!c.established)
        return;
    packet(client, tcpflag::ack, {},
           eventComment(
               {EventKind::Continued, continuedDetails(places, name, !c.heads[0].isEmpty() || !c.heads[1].isEmpty())}));
    for (const Direction d : {client, opposite(client)}) {
        const auto i = static_cast<std::size_t>(d);
        const StreamPlace &place = places.of(d);
        if (!ahead[i].isEmpty())
            packet(d, tcpflag::psh | tcpflag::ack, byteView(ahead[i]),
                   place.rest > 0 ? repeatedComment() : repeatedComment(place.start()));
        if (c.finished[i])
            packet(d, tcpflag::fin | tcpflag::ack, {}, repeatedComment());
    }
}

void Capture::Private::introduceLate(Connection &c, Timestamp time)
{
    c.part = roll.number;
    if (!recording())
        return;
    keepHeads(c);
    introduce(writer, c, time, nameOf(out().fileName()));
}

void Capture::Private::announcePart(Connection &c, Direction direction, Timestamp time, unsigned keepParts)
{
    const std::vector<CaptureParts::Part> all = parts.all();
    QStringList text{u"A new file was begun: %1"_qs.arg(nameOf(all.back().path))};
    QJsonObject details{{u"file"_qs, nameOf(all.back().path)}, {u"part"_qs, static_cast<qint64>(all.size())}};
    auto kept = static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [](const CaptureParts::Part &part) { return !part.dropped; }));
    if (keepParts != 0 && kept > keepParts && beforeDropping)
        beforeDropping();
    for (std::size_t i = 0; keepParts != 0 && kept > keepParts; ++i) {
        if (all[i].dropped)
            continue;
        QFile oldest(all[i].path);
        if (platform::isLocked(all[i].path)) {
            text += u"the oldest, %1, is not deleted: another program records to it"_qs.arg(nameOf(all[i].path));
            break;
        }
        // Before it goes: who finds no file asks whether it was dropped.
        parts.setDropped(i);
        if (!oldest.remove() && oldest.exists()) {
            parts.setDropped(i, false);
            text += u"the oldest, %1, could not be deleted: %2"_qs.arg(nameOf(all[i].path), oldest.errorString());
            break;
        }
        --kept;
        const auto firstRow = static_cast<qint64>(all[i].firstRow + 1); // people count rows from 1
        const auto lastRow = static_cast<qint64>(all[i + 1].firstRow);
        text += u"the oldest, %1 with rows %2-%3, was dropped"_qs.arg(nameOf(all[i].path)).arg(firstRow).arg(lastRow);
        details[u"dropped"_qs] = nameOf(all[i].path);
        if (!details.contains(u"firstRow"_qs))
            details[u"firstRow"_qs] = firstRow;
        details[u"lastRow"_qs] = lastRow;
    }
    details[u"text"_qs] = text.join(u"; ");
    addRow(c, direction, time, {EventKind::Rolled, details});
}

void Capture::Private::addRow(Connection &c, Direction direction, Timestamp time, const Event &event)
{
    if (c.part != roll.number)
        introduceLate(c, time);
    const FileOffset packet = writePacket(c, direction, time, tcpflag::ack, {}, eventComment(event));
    c.pipeline.event(event.kind, direction, time, packet, event.details);
}

} // namespace framescope::capture
