#include "core/capture/capture.h"

#include "core/base/platform.h"
#include "core/capture/captureloader.h"
#include "core/capture/captureprivate.h"
#include "core/capture/packetcomment.h"
#include "core/capture/pcapngreader.h"
#include "core/capture/tcppacket.h"
#include "core/ws/findings.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace framescope::capture
{

// --- what the writer does -------------------------------------------------------------------------------------------

Connection *Capture::Private::find(ConnectionId id) const noexcept
{
    return id.value() < connections.size() ? connections[id.value()].get() : nullptr;
}

const Connection *Capture::Private::findLocked(ConnectionId id) const noexcept { return find(id); }

Connection &Capture::Private::add(ConnectionId id, const ConnectionFacts &facts, Timestamp time)
{
    auto made = std::make_unique<Connection>(id, facts, time, rows, keys, inflated);
    Connection &connection = *made;
    const std::lock_guard lock(mutex);
    if (id.value() >= connections.size())
        connections.resize(std::size_t(id.value()) + 1);
    connections[id.value()] = std::move(made);
    if (reserved.load() <= id.value())
        reserved.store(id.value() + 1);
    return connection;
}

void Capture::Private::touch(Connection &connection, Timestamp time)
{
    connection.last = time;
    if (!connection.touched) {
        connection.touched = true;
        touched.push_back(&connection);
    }
}

void Capture::Private::publish(std::uint64_t fileSize)
{
    storedSize.store(fileSize, std::memory_order_release);
    inflated.publish(); // before the rows that show it
    rows.publish();
    for (Connection *c : touched) {
        const Pipeline::Counters &counters = c->pipeline.counters();
        for (std::size_t d = 0; d < 2; ++d) {
            c->totals.frames[d].store(counters.frames[d], std::memory_order_relaxed);
            c->totals.octets[d].store(counters.octets[d], std::memory_order_relaxed);
            c->totals.compressed[d].store(counters.compressed[d], std::memory_order_relaxed);
            c->totals.inflated[d].store(counters.inflated[d], std::memory_order_relaxed);
        }
        c->totals.errors.store(counters.errors, std::memory_order_relaxed);
        c->totals.first.store(c->first.value(), std::memory_order_relaxed);
        c->totals.last.store(c->last.value(), std::memory_order_relaxed);
        if (const Ending &ending = c->pipeline.ending(); ending.steps != c->ending.steps) [[unlikely]] {
            const std::lock_guard lock(mutex);
            c->ending = ending;
        }
        c->touched = false;
    }
    touched.clear();
}

std::optional<std::pair<InflatedSpool::Message, const InflatedSpool::Stream *>>
Capture::Private::inflatedMessage(RowIndex row) const
{
    if (row.value() >= rows.size())
        return {};
    const RowRecord &record = rows[row];
    if (!record.isFrame() || record.message == RowRecord::noMessage)
        return {};
    const std::optional<InflatedSpool::Message> message = inflated.find(record.messageStart(row));
    if (!message)
        return {};
    const std::lock_guard lock(mutex);
    const Connection *const c = findLocked(record.connection());
    if (c == nullptr)
        return {};
    return std::pair(*message, &c->pipeline.inflated(record.direction()));
}

bool Capture::Private::lacksInflated(RowIndex row) const
{
    if (row.value() >= rows.size())
        return false;
    const RowRecord &record = rows[row];
    if (!record.isFrame() || record.message == RowRecord::noMessage)
        return false;
    const RowIndex first = record.messageStart(row);
    // RFC 7692 §6: RSV1 on its first frame marks a compressed message, where that was agreed.
    if (!inflated.lacks(first) || (rows[first].rsv() & 4) == 0 || rows[first].opcode() == ws::Opcode::Continuation)
        return false;
    const std::vector<ws::Finding> found = rows.findings(first);
    return std::none_of(found.begin(), found.end(),
                        [](const ws::Finding &finding) { return finding.id == ws::FindingId::FrameRsv1; });
}

bool Capture::Private::isComplete() const
{
    if (!writable)
        return loaded.load(std::memory_order_acquire);
    const std::lock_guard lock(mutex);
    return !writeError.isEmpty();
}

void Capture::Private::fail(const QString &why)
{
    if (!writeError.isEmpty())
        return;
    {
        const std::lock_guard lock(mutex);
        writeError = why;
    }
    rows.stop();
    for (Connection *c : touched)
        countUnstored(*c);
    touched.clear();
    // Half a write goes, so that the file ends with a whole block; what remains is all published.
    out().resize(static_cast<qint64>(storedSize.load() - newestStart));
    spaceEnd = 0;
}

void Capture::Private::takeSpace(std::uint64_t end)
{
    // Never more than half of what is there already: most captures are small.
    constexpr std::uint64_t least = 1u << 20;
    constexpr std::uint64_t most = 16u << 20;
    // The index may lie on the same disk, and grows by up to 32 octets for every two of the file's.
    constexpr std::uint64_t leave = 32 * most;
    const std::uint64_t more = std::min(end / 2, most);
    if (end <= spaceEnd || more < least)
        return;
    platform::reserveAhead(out(), end, more, leave);
    spaceEnd = end + more;
}

void Capture::Private::giveSpaceBack()
{
    if (std::exchange(spaceEnd, 0) != 0)
        out().resize(static_cast<qint64>(storedSize.load() - newestStart));
}

void Capture::Private::countUnstored(Connection &c)
{
    const Pipeline::Counters &counters = c.pipeline.counters();
    for (std::size_t d = 0; d < 2; ++d) {
        c.seen.frames[d].store(counters.frames[d], std::memory_order_relaxed);
        c.seen.octets[d].store(counters.octets[d], std::memory_order_relaxed);
    }
}

void Capture::Private::flush()
{
    if (!recording() || writer.size() == 0)
        return;
    // Rows first: once the octets are in the file nothing may keep their rows from being shown.
    if (!rows.store())
        return fail(rows.failure());
    const std::uint64_t at = storedSize.load();
    const std::uint64_t size = writer.size();
    takeSpace(at - newestStart + size);
    if (auto written = platform::writeAt(out(), at - newestStart, writer.pieces()); !written)
        return fail(written.error().message);
    writer.written();
    publish(at + size);
}

FileOffset Capture::Private::writePacket(Connection &c, Direction d, Timestamp time, std::uint8_t flags,
                                         ByteView payload, QByteArrayView comment)
{
    if (!recording())
        return FileOffset(0);
    if (writer.size() == 0)
        bufferedSince = time;
    const TcpHeader header = c.tcp.next(d, flags, payload.size());
    const auto how = payload.size() < borrowFrom ? PcapngWriter::Payload::Copied : PcapngWriter::Payload::Borrowed;
    const PacketPlace place = writer.packet(time, d, header, payload, comment, how);
    touch(c, time);
    if (!payload.empty()) {
        const StreamOffset offset(c.pipeline.position(d) - payload.size());
        if (auto added = segments.append(c.stream(d), offset, place.payload, payload.size()); !added)
            fail(added.error().message);
    }
    return place.block;
}

void Capture::Private::begin(Connection &c, Timestamp time)
{
    if (c.synWritten) {
        if (c.part != roll.number) [[unlikely]]
            introduceLate(c, time);
        return;
    }
    c.synWritten = true;
    c.part = roll.number;
    const Direction fromClient = c.facts.ourRole == ws::Role::Client ? Direction::Out : Direction::In;
    writePacket(c, fromClient, c.first, tcpflag::syn, {}, factsComment(c.id, c.facts));
}

void Capture::Private::establish(Connection &c, Timestamp time)
{
    begin(c, time);
    if (c.established)
        return;
    c.established = true;
    const Direction fromClient = c.facts.ourRole == ws::Role::Client ? Direction::Out : Direction::In;
    writePacket(c, opposite(fromClient), time, tcpflag::syn | tcpflag::ack, {});
    writePacket(c, fromClient, time, tcpflag::ack, {});
}

// --- Capture ----------------------------------------------------------------------------------------------------

Capture::Capture(std::unique_ptr<Private> d_) : d(std::move(d_)) {}

Capture::~Capture()
{
    d->derived.clear();
    d->giveSpaceBack();
}

void *Capture::derived(std::type_index type, std::shared_ptr<void> (*make)(const Capture &)) const
{
    const std::lock_guard lock(d->derivedMutex);
    std::shared_ptr<void> &made = d->derived[type];
    if (!made)
        made = make(*this);
    return made.get();
}

Result<std::unique_ptr<Capture>> Capture::create(const QString &path)
{
    auto d = std::make_unique<Private>(QFileInfo(path).absoluteFilePath());
    // What is recorded may hold passwords and tokens: nobody else's to read, from the first moment on.
    if (!d->file.open(QIODevice::ReadWrite | QIODevice::Unbuffered, QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return Error{u"cannot create the capture file %1: %2"_qs.arg(d->path, d->file.errorString())};
    if (!platform::tryLock(d->file))
        return Error{u"another program is recording to %1"_qs.arg(d->path)};
    if (d->file.size() > 0)
        return Error{u"%1 exists and is not empty; choose another name"_qs.arg(d->path)};
    d->writable = true;
    d->loaded = true;
    d->writer.begin();
    d->flush();
    if (!d->writeError.isEmpty())
        return Error{d->writeError};
    return std::unique_ptr<Capture>(new Capture(std::move(d)));
}

Result<std::unique_ptr<Capture>> Capture::open(const QString &path)
{
    auto d = std::make_unique<Private>(QFileInfo(path).absoluteFilePath());
    if (!d->file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return Error{u"cannot open %1: %2"_qs.arg(d->path, d->file.errorString())};
    PcapngReader reader(d->file);
    if (reader.peekInterfaces() == PcapngReader::Step::Failed)
        return Error{reader.error()};
    const std::vector<std::uint32_t> types = reader.linkTypes();
    if (!types.empty() && !isSupportedLinkType(types.front()))
        return Error{
            u"%1 holds packets of %2, which cannot be read; record on an Ethernet, loopback or IP interface"_qs.arg(
                d->path, linkTypeName(types.front()))};
    d->recordedElsewhere = platform::isLocked(d->file);
    return std::unique_ptr<Capture>(new Capture(std::move(d)));
}

Result<std::unique_ptr<Capture>> Capture::open(const QStringList &paths)
{
    auto opened = open(paths.value(0));
    if (!opened || paths.size() == 1)
        return opened;
    CaptureParts &parts = (*opened)->d->parts;
    auto end = static_cast<std::uint64_t>((*opened)->d->file.size());
    for (const QString &path : paths.mid(1)) {
        parts.add({QFileInfo(path).absoluteFilePath(), end, end, 0, false});
        end += static_cast<std::uint64_t>(QFileInfo(path).size());
    }
    (*opened)->d->loadSize = end;
    return opened;
}

QString Capture::path() const { return d->path; }

bool Capture::writable() const noexcept { return d->writable; }

Result<void> Capture::load(std::stop_token stop, Follow follow)
{
    if (d->writable)
        return {};
    return CaptureLoader(*d).run(stop, follow);
}

void Capture::beginConnection(ConnectionId id, const ConnectionFacts &facts, Timestamp time)
{
    if (!d->writable || d->find(id) != nullptr)
        return;
    Connection &c = d->add(id, facts, time);
    c.totals.first.store(time.value());
    c.totals.last.store(time.value());
}

void Capture::setFacts(ConnectionId id, const ConnectionFacts &facts)
{
    Connection *const c = d->find(id);
    if (c == nullptr || !d->writable)
        return;
    {
        const std::lock_guard lock(d->mutex);
        const ws::Role role = c->facts.ourRole; // fixed from the beginning: octets were judged by it
        c->facts = facts;
        c->facts.ourRole = role;
    }
    // The first packet is out: a packet of their own tells the news to whoever opens the file.
    if (c->synWritten) {
        d->begin(*c, c->last);
        d->writePacket(*c, Direction::Out, c->last, tcpflag::ack, {}, factsComment(c->id, c->facts));
        d->flush();
    }
}

void Capture::setPeerSink(ConnectionId id, PeerSink *sink)
{
    if (Connection *const c = d->find(id))
        c->pipeline.setPeerSink(sink);
}

void Capture::append(ConnectionId id, Direction direction, Timestamp time, ByteView octets)
{
    Connection *const c = d->find(id);
    if (c == nullptr || !d->writable || octets.empty())
        return;
    d->establish(*c, time);
    while (!octets.empty()) {
        const ByteView offered = octets.first(std::min(octets.size(), PcapngWriter::maxPayload));
        const std::size_t taken = c->pipeline.feed(direction, time, offered);
        // The write goes on without the file once that failed: the peer must still be answered.
        d->writePacket(*c, direction, time, tcpflag::psh | tcpflag::ack, octets.first(taken));
        octets = octets.subspan(taken);
        if (d->writer.size() >= Private::flushAt)
            d->flush();
    }
    // Octets that were not copied must be in the file before their owner has them back.
    if (d->batches == 0 || d->writer.borrows())
        d->settle(*c, direction, time);
    else
        d->unsettled = {c, direction, time};
    if (!d->recording())
        Private::countUnstored(*c);
}

Capture::Batch::Batch(Capture &capture) : m_d(*capture.d) { ++m_d.batches; }

Capture::Batch::~Batch()
{
    if (--m_d.batches == 0)
        m_d.settleBatch();
}

void Capture::Private::settleBatch()
{
    if (unsettled.connection == nullptr)
        return;
    const auto last = std::exchange(unsettled, {});
    settle(*last.connection, last.direction, last.time);
}

void Capture::settle() { d->settleBatch(); }

void Capture::addEvent(ConnectionId id, Direction direction, Timestamp time, const Event &event)
{
    Connection *const c = d->find(id);
    if (c == nullptr || !d->writable)
        return;
    d->begin(*c, time);
    if (event.kind == EventKind::Connected || event.kind == EventKind::Secured)
        d->establish(*c, time);
    c->closed = c->closed || event.kind == EventKind::Closed;
    std::uint8_t flags = tcpflag::ack;
    if (event.kind == EventKind::Failed && !c->established && !c->wasReset) {
        // TCP never came about: to other readers this is a refused connection.
        flags |= tcpflag::rst;
        c->wasReset = true;
    }
    const FileOffset packet = d->writePacket(*c, direction, time, flags, {}, eventComment(event));
    c->pipeline.event(event.kind, direction, time, packet, event.details);
    d->settle(*c, direction, time);
}

ws::FrameParser Capture::arrival(ConnectionId id, Direction direction) const
{
    const Connection *const c = d->find(id);
    return c != nullptr ? c->pipeline.parser(direction) : ws::FrameParser();
}

void Capture::endStream(ConnectionId id, Direction direction, Timestamp time)
{
    Connection *const c = d->find(id);
    if (c == nullptr || !d->writable || c->wasReset || c->finished[static_cast<std::size_t>(direction)])
        return;
    d->establish(*c, time);
    c->finished[static_cast<std::size_t>(direction)] = true;
    const FileOffset packet = d->writePacket(*c, direction, time, tcpflag::fin | tcpflag::ack, {});
    c->pipeline.event(EventKind::Finished, direction, time, packet);
    d->settle(*c, direction, time);
}

void Capture::reset(ConnectionId id, Direction by, Timestamp time)
{
    Connection *const c = d->find(id);
    if (c == nullptr || !d->writable || c->wasReset)
        return;
    d->begin(*c, time);
    c->wasReset = true;
    const FileOffset packet = d->writePacket(*c, by, time, tcpflag::rst | tcpflag::ack, {});
    c->pipeline.event(EventKind::Reset, by, time, packet);
    d->settle(*c, by, time);
}

void Capture::setInflateLimits(const ws::InflateLimits &limits) { d->inflated.setLimits(limits); }

ws::InflateLimits Capture::inflateLimits() const { return d->inflated.limits(); }

QString Capture::inflateError() const { return d->inflated.failure(); }

QString Capture::writeError() const
{
    const std::lock_guard lock(d->mutex);
    return d->writeError;
}

std::optional<Unstored> Capture::unstored() const
{
    const std::lock_guard lock(d->mutex);
    if (d->writeError.isEmpty())
        return {};
    Unstored unstored;
    unstored.reason = d->writeError;
    unstored.since = d->bufferedSince;
    unstored.firstRow = RowIndex(d->rows.size());
    for (const auto &c : d->connections) {
        if (!c)
            continue;
        const auto missing = [](const std::atomic<std::uint64_t> &seen, const std::atomic<std::uint64_t> &stored) {
            const std::uint64_t all = seen.load(std::memory_order_relaxed);
            const std::uint64_t there = stored.load(std::memory_order_relaxed);
            return all > there ? all - there : 0;
        };
        constexpr auto out = static_cast<std::size_t>(Direction::Out);
        constexpr auto in = static_cast<std::size_t>(Direction::In);
        Unstored::Connection counts;
        counts.id = c->id;
        counts.framesOut = missing(c->seen.frames[out], c->totals.frames[out]);
        counts.framesIn = missing(c->seen.frames[in], c->totals.frames[in]);
        counts.octetsOut = missing(c->seen.octets[out], c->totals.octets[out]);
        counts.octetsIn = missing(c->seen.octets[in], c->totals.octets[in]);
        if (counts.octetsOut == 0 && counts.octetsIn == 0)
            continue;
        unstored.connections.push_back(counts);
        unstored.total.framesOut += counts.framesOut;
        unstored.total.framesIn += counts.framesIn;
        unstored.total.octetsOut += counts.octetsOut;
        unstored.total.octetsIn += counts.octetsIn;
    }
    return unstored;
}

ConnectionId Capture::reserveConnection() noexcept { return ConnectionId(d->reserved.fetch_add(1)); }

std::uint64_t Capture::rowCount() const noexcept { return d->rows.size(); }

const RowRecord &Capture::row(RowIndex row) const noexcept { return d->rows[row]; }

std::span<const RowRecord> Capture::rows(RowIndex from) const noexcept { return d->rows.run(from); }

void Capture::releaseRows(RowIndex from, std::uint64_t count) const noexcept
{
    while (count > 0) {
        std::span<const RowRecord> run = d->rows.run(from);
        run = run.first(static_cast<std::size_t>(std::min<std::uint64_t>(run.size(), count)));
        if (run.empty())
            return;
        RowStore::release(run);
        from = from + run.size();
        count -= run.size();
    }
}

std::vector<ws::Finding> Capture::findings(RowIndex row) const { return d->rows.findings(row); }

std::uint32_t Capture::connectionCount() const noexcept
{
    const std::lock_guard lock(d->mutex);
    return static_cast<std::uint32_t>(d->connections.size());
}

std::vector<ConnectionId> Capture::connections() const
{
    std::vector<ConnectionId> begun;
    const std::lock_guard lock(d->mutex);
    for (const auto &c : d->connections) {
        if (c)
            begun.push_back(c->id);
    }
    return begun;
}

ConnectionFacts Capture::facts(ConnectionId id) const
{
    const std::lock_guard lock(d->mutex);
    const Connection *const c = d->findLocked(id);
    return c != nullptr ? c->facts : ConnectionFacts();
}

ConnectionTotals Capture::totals(ConnectionId id) const
{
    const std::lock_guard lock(d->mutex);
    ConnectionTotals totals;
    if (const Connection *const c = d->findLocked(id)) {
        const auto out = static_cast<std::size_t>(Direction::Out);
        const auto in = static_cast<std::size_t>(Direction::In);
        totals.framesOut = c->totals.frames[out].load(std::memory_order_relaxed);
        totals.framesIn = c->totals.frames[in].load(std::memory_order_relaxed);
        totals.octetsOut = c->totals.octets[out].load(std::memory_order_relaxed);
        totals.octetsIn = c->totals.octets[in].load(std::memory_order_relaxed);
        totals.compressedOut = c->totals.compressed[out].load(std::memory_order_relaxed);
        totals.compressedIn = c->totals.compressed[in].load(std::memory_order_relaxed);
        totals.inflatedOut = c->totals.inflated[out].load(std::memory_order_relaxed);
        totals.inflatedIn = c->totals.inflated[in].load(std::memory_order_relaxed);
        totals.findings = c->totals.errors.load(std::memory_order_relaxed);
        totals.first = Timestamp(c->totals.first.load(std::memory_order_relaxed));
        totals.last = Timestamp(c->totals.last.load(std::memory_order_relaxed));
    }
    return totals;
}

Ending Capture::ending(ConnectionId id) const
{
    const std::lock_guard lock(d->mutex);
    const Connection *const c = d->findLocked(id);
    return c != nullptr ? c->ending : Ending();
}

void Capture::keepTotalsOnly() noexcept { d->rows.keepCountsOnly(); }

std::uint64_t Capture::countedRows() const noexcept { return d->rows.count(); }

std::uint64_t Capture::errorFindingCount() const noexcept { return d->rows.errorRows(); }

std::uint64_t Capture::fileSize() const noexcept { return d->storedSize.load(std::memory_order_acquire); }

double Capture::loadProgress() const noexcept
{
    if (d->loaded.load(std::memory_order_acquire))
        return 1.0;
    const std::uint64_t size = d->loadSize.load();
    return size == 0 ? 0.0 : std::min(1.0, static_cast<double>(fileSize()) / static_cast<double>(size));
}

bool Capture::recordedElsewhere() const noexcept { return d->recordedElsewhere.load(std::memory_order_acquire); }

RowNotes &Capture::notes() const noexcept { return d->notes; }

QString Capture::loadNote() const
{
    const std::lock_guard lock(d->mutex);
    return d->loadNote;
}

QString Capture::loadError() const
{
    const std::lock_guard lock(d->mutex);
    return d->loadError;
}

} // namespace framescope::capture
