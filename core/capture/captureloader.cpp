#include "core/capture/captureloader.h"

#include "core/base/platform.h"
#include "core/capture/notecomment.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <utility>

namespace framescope::capture
{

namespace
{
constexpr std::uint64_t rowsPerPublish = 4096;
constexpr std::uint64_t octetsPerPublish = 4u << 20;
constexpr std::uint16_t httpPort = 80;
/// Numbers of connections a file may skip, all in all (they were reserved and never used).
constexpr std::uint32_t maxUnusedNumbers = 65'536;
/// How often a file that grows is looked at.
constexpr std::chrono::milliseconds followInterval{100};
/// How often, and how many times, the next file of a recording is looked for where there is none.
constexpr std::chrono::milliseconds missInterval{5};
constexpr int mostMisses = 20;

void waitFor(std::chrono::milliseconds time, const std::stop_token &stop)
{
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, time, [] { return false; });
}
} // namespace

std::size_t CaptureLoader::FlowHash::operator()(const FlowKey &key) const noexcept
{
    std::uint64_t hash = 0x9E3779B97F4A7C15u;
    for (const TcpEnd *end : {&key.a, &key.b}) {
        std::uint64_t halves[2];
        std::memcpy(halves, end->address.data(), sizeof halves);
        for (const std::uint64_t part : {halves[0], halves[1], std::uint64_t(end->port)}) {
            hash ^= part;
            hash *= 0xFF51AFD7ED558CCDu;
            hash ^= hash >> 32;
        }
    }
    return static_cast<std::size_t>(hash);
}

Result<void> CaptureLoader::run(const std::stop_token &stop, Capture::Follow follow)
{
    if (d.rows.keepsRows())
        d.notes.readBeside();
    const Result<void> read = readAll(stop, follow);
    if (!read) {
        const std::lock_guard lock(d.mutex);
        d.loadError = read.error().message;
    }
    // The last to be told: whoever sees it knows how it ended.
    d.recordedElsewhere.store(false, std::memory_order_release);
    d.loaded.store(true, std::memory_order_release);
    return read;
}

Result<void> CaptureLoader::readAll(const std::stop_token &stop, Capture::Follow follow)
{
    bool following = follow == Capture::Follow::WhileRecorded && d.recordedElsewhere.load();
    for (;;) {
        // Asked before reading on: what its writer does last, it does before it lets go of the file.
        const bool recorded = platform::isLocked(file());
        following = following || (recorded && follow == Capture::Follow::WhileRecorded);
        d.recordedElsewhere.store(recorded || following, std::memory_order_release);
        const QString strayedTo = following ? strayed() : QString();
        const auto size = static_cast<std::uint64_t>(std::max<qint64>(file().size(), 0));
        d.loadSize.store(std::max(d.loadSize.load(), m_partStart + size));
        const Result<bool> read = readToEnd(stop);
        if (!read || !*read)
            finish(false);
        if (!read)
            return strayedTo.isEmpty() ? read.error() : Error{strayedTo};
        if (!*read) {
            const std::lock_guard lock(d.mutex);
            d.loadNote = u"loading was stopped at offset %1"_qs.arg(position());
            return {};
        }
        Result<bool> more = nextPart();
        if (more && !*more && following && !m_next.isEmpty()) {
            if (const Result<void> named = followToNextFile(stop); named)
                more = nextPart();
            else
                more = named.error();
        }
        if (more && !*more && !strayedTo.isEmpty())
            more = Error{strayedTo};
        if (!more) {
            finish(false);
            return more.error();
        }
        if (following)
            noteDropped();
        if (*more)
            continue;
        if (follow == Capture::Follow::No || !recorded)
            break;
        publish();
        if (!d.rows.failure().isEmpty()) {
            finish(false);
            return Error{d.rows.failure()};
        }
        waitFor(followInterval, stop);
        m_reader->resume();
    }
    finish(true);
    if (!d.rows.failure().isEmpty())
        return Error{d.rows.failure()};
    return {};
}

QString CaptureLoader::strayed()
{
    const auto size = static_cast<std::uint64_t>(std::max<qint64>(file().size(), 0));
    if (size < m_reader->position())
        return u"%1 became shorter while it was read: %2 bytes were read and %3 are left. It is not followed any "
               u"more; "
               "open it again to see what it holds now."_qs.arg(file().fileName())
                   .arg(m_reader->position())
                   .arg(size);
    if (!platform::isSameFile(file(), file().fileName()))
        return u"%1 was removed, or another file took its place, while it was read. It is not followed any more; open "
               "it again to see what it holds now."_qs.arg(file().fileName());
    return {};
}

Result<void> CaptureLoader::followToNextFile(const std::stop_token &stop)
{
    const QString path = file().fileName();
    const QFileInfo named(QFileInfo(path).absoluteDir().filePath(QFileInfo(m_next).fileName()));
    const std::vector<CaptureParts::Part> parts = d.parts.all();
    QString next = named.absoluteFilePath();
    // A file may be dropped between being found and being opened, and a folder that changes may be listed without
    // what is new in it.
    for (int misses = 0; misses < mostMisses && !stop.stop_requested();) {
        const bool seen = std::any_of(parts.begin(), parts.end(), [&](const auto &part) { return part.path == next; });
        auto file = std::make_unique<QFile>(next);
        if (!next.isEmpty() && !seen && file->open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
            m_skipped = next != named.absoluteFilePath();
            m_nextFile = std::move(file);
            const std::uint64_t start = position() + m_reader->cutOctets();
            d.parts.add({next, start, start, d.rows.nextRow(), false});
            m_next.clear();
            return {};
        }
        if (!next.isEmpty() && QFileInfo::exists(next))
            break; // it is there and cannot be opened, or was read before
        next = partAfter(path);
        if (next.isEmpty()) {
            ++misses;
            waitFor(missInterval, stop);
        }
    }
    return Error{
        u"the recording of %1 goes on in %2, which cannot be opened or is not there any more; open a later file "
        "of the recording to see how it goes on"_qs.arg(path, m_next)};
}

void CaptureLoader::noteDropped()
{
    const std::vector<CaptureParts::Part> parts = d.parts.all();
    for (std::size_t i = 0; i < m_part; ++i) {
        if (parts[i].dropped)
            continue;
        if (QFileInfo::exists(parts[i].path))
            return; // the oldest goes first
        d.parts.setDropped(i);
    }
}

Result<bool> CaptureLoader::nextPart()
{
    if (m_part + 1 >= d.parts.count())
        return false;
    const CaptureParts::Part part = d.parts.at(++m_part);
    auto file = m_nextFile ? std::move(m_nextFile) : std::make_unique<QFile>(part.path);
    if (!file->isOpen() && !file->open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return Error{u"cannot open %1: %2"_qs.arg(part.path, file->errorString())};
    m_cut += m_reader->cutOctets();
    m_reader = std::make_unique<PcapngReader>(*file, part.start);
    m_partFile = std::move(file);
    m_partStart = part.start;
    m_inContent = std::exchange(m_skipped, false); // nothing else has then what it repeats
    return true;
}

Result<bool> CaptureLoader::readToEnd(const std::stop_token &stop)
{
    for (;;) {
        if (stop.stop_requested())
            return false;
        const PcapngReader::Step step = m_reader->next();
        if (step == PcapngReader::Step::Failed)
            return Error{m_reader->error()};
        if (step == PcapngReader::Step::End)
            return true;
        take(m_reader->packet());
        if (m_failure.isEmpty() && !d.rows.failure().isEmpty())
            m_failure = d.rows.failure();
        if (!m_failure.isEmpty())
            return Error{m_failure};
        if (d.rows.nextRow() - d.rows.count() >= rowsPerPublish || position() - m_publishedAt >= octetsPerPublish) {
            m_publishedAt = position();
            publish();
        }
    }
}

void CaptureLoader::finish(bool whole)
{
    // The file says no more: what has begun stays unfinished. That is nobody's fault where the recording goes on.
    if (whole) {
        for (const auto &connection : d.connections) {
            if (!connection)
                continue;
            for (const Direction direction : {Direction::Out, Direction::In}) {
                if (m_next.isEmpty())
                    connection->pipeline.endStream(direction, connection->last);
                else
                    connection->pipeline.leaveStream(direction, connection->last);
            }
            d.touch(*connection, connection->last);
        }
        QStringList notes;
        if (const std::uint64_t cut = m_cut + m_reader->cutOctets(); cut > 0)
            notes.append(u"the file is cut in the middle of its last packet, %1 bytes ignored"_qs.arg(cut));
        if (m_otherPackets > 0)
            notes.append(u"%1 packets that are not TCP were left out"_qs.arg(m_otherPackets));
        if (!m_next.isEmpty())
            notes.append(u"the recording goes on in %1"_qs.arg(m_next));
        const std::lock_guard lock(d.mutex);
        d.loadNote = notes.join(u"; ");
    }
    publish();
}

void CaptureLoader::publish()
{
    const std::uint64_t before = d.rows.size();
    d.publish(position());
    const std::uint64_t rows = d.rows.size();
    for (std::uint64_t row = before; row < rows && d.notes.expects(); ++row)
        d.notes.come(RowIndex(row), d.rows[RowIndex(row)]);
}

void CaptureLoader::takeNotes(const Connection &connection, Direction direction, const Packet &packet,
                              const TcpPacket &tcp, bool event)
{
    // The packet was taken: its octets are the last of the stream.
    const std::uint64_t end = connection.pipeline.position(direction);
    const std::uint64_t begin = end - std::min<std::uint64_t>(end, tcp.payload.size());
    for (const QByteArrayView comment : m_reader->comments()) {
        const std::optional<NoteComment> note = parseNoteComment(comment);
        if (note && event && !note->offset)
            d.notes.expect(connection.id, direction, true, packet.block.value(), note->note);
        else if (note)
            d.notes.expect(connection.id, direction, false, note->offset.value_or(begin), note->note);
    }
}

CaptureLoader::Flow CaptureLoader::newFlow(const Packet &packet, const TcpPacket &tcp,
                                           const std::optional<ConnectionFacts> &facts, std::uint32_t number)
{
    const bool syn = (tcp.flags & tcpflag::syn) != 0;
    const bool ack = (tcp.flags & tcpflag::ack) != 0;
    // Who connects: the sender of the SYN; without one, the end that talks to the web server's port, or talks first.
    bool fromClient = true;
    if (syn)
        fromClient = !ack;
    else if (tcp.source.port == httpPort && tcp.destination.port != httpPort)
        fromClient = false;
    const TcpEnd &client = fromClient ? tcp.source : tcp.destination;
    const TcpEnd &server = fromClient ? tcp.destination : tcp.source;
    ConnectionFacts known;
    if (facts) {
        known = *facts;
    } else {
        known.localAddress = client.addressText();
        known.localPort = client.port;
        known.peerAddress = server.addressText();
        known.peerPort = server.port;
        const QString host = known.peerAddress.contains(u':') ? u'[' + known.peerAddress + u']' : known.peerAddress;
        known.url = server.port == httpPort ? u"ws://%1/"_qs.arg(host) : u"ws://%1:%2/"_qs.arg(host).arg(server.port);
    }
    const auto next = static_cast<std::uint32_t>(d.connections.size());
    ConnectionId id(next);
    const std::uint32_t skipped = number > next ? number - next : 0;
    if (facts && d.find(ConnectionId(number)) == nullptr && skipped <= maxUnusedNumbers - m_unusedNumbers) {
        id = ConnectionId(number);
        m_unusedNumbers += skipped;
    }
    Flow flow;
    flow.connection = &d.add(id, known, packet.time);
    flow.ours = known.ourRole == ws::Role::Client ? client : server;
    flow.synSequence = tcp.sequence;
    return flow;
}

const CaptureLoader::Recent &CaptureLoader::flowOf(const Packet &packet, const TcpPacket &tcp,
                                                   const PacketComment &comment)
{
    const bool opens = (tcp.flags & tcpflag::syn) != 0 && (tcp.flags & tcpflag::ack) == 0;
    Recent &recent = m_recent[m_tcp.place()];
    if (!opens && m_tcp.sameEnds() && recent.flow != nullptr) [[likely]]
        return recent;
    const FlowKey key =
        tcp.source < tcp.destination ? FlowKey{tcp.source, tcp.destination} : FlowKey{tcp.destination, tcp.source};
    auto it = m_flows.find(key);
    if (it == m_flows.end()) {
        it = m_flows.emplace(key, newFlow(packet, tcp, comment.facts, comment.connection)).first;
    } else if (opens && tcp.sequence != it->second.synSequence && !comment.repeated) {
        // The same ends connect again.
        it->second = newFlow(packet, tcp, comment.facts, comment.connection);
        for (Recent &other : m_recent)
            other.flow = nullptr;
    }
    recent = {&it->second,
              tcp.source == it->second.ours ? Direction::Out : Direction::In}; // the flow stays in its place
    return recent;
}

void CaptureLoader::take(const Packet &packet)
{
    const TcpPacket *const tcp = m_tcp.decode(packet.linkType, packet.data);
    if (tcp == nullptr)
        ++m_otherPackets;
    else if (packet.comment.isEmpty())
        take(packet, *tcp, m_noComment);
    else
        take(packet, *tcp, parseComment(packet.comment));
}

void CaptureLoader::take(const Packet &packet, const TcpPacket &tcp, const PacketComment &comment)
{
    if (m_next != comment.next)
        m_next = comment.next;
    const bool repeats = comment.repeated || (comment.event && comment.event->kind == EventKind::Continued);
    if (!m_inContent && !repeats) {
        m_inContent = true;
        d.parts.setContent(m_part, packet.block.value());
    }
    const auto [known, direction] = flowOf(packet, tcp, comment);
    Flow &flow = *known;
    Connection &c = *flow.connection;
    const auto i = static_cast<std::size_t>(direction);
    if (comment.facts) {
        const std::lock_guard lock(d.mutex);
        const ws::Role role = c.facts.ourRole;
        c.facts = *comment.facts;
        c.facts.ourRole = role;
    }
    if (comment.repeated)
        return takeRepeated(flow, direction, packet, tcp, comment.offset);
    if ((tcp.flags & tcpflag::syn) != 0) {
        flow.expected[i] = tcp.sequence + 1;
        flow.known[i] = true;
    }
    d.touch(c, packet.time);
    if (!tcp.payload.empty())
        takePayload(flow, direction, packet, tcp);
    if (comment.event && comment.event->kind == EventKind::Continued) {
        takeContinued(c, direction, packet, *comment.event);
    } else if (comment.event) {
        c.pipeline.event(comment.event->kind, direction, packet.time, packet.block, comment.event->details);
        if ((tcp.flags & tcpflag::rst) != 0)
            c.wasReset = true;
    } else if ((tcp.flags & tcpflag::rst) != 0) {
        if (!c.wasReset)
            c.pipeline.event(EventKind::Reset, direction, packet.time, packet.block);
        c.wasReset = true;
    } else if ((tcp.flags & tcpflag::fin) != 0) {
        if (!c.finished[i] && !c.wasReset) {
            c.pipeline.event(EventKind::Finished, direction, packet.time, packet.block);
            if (flow.known[i])
                ++flow.expected[i];
        }
        c.finished[i] = true;
    }
    if (!packet.comment.isEmpty() && d.rows.keepsRows())
        takeNotes(c, direction, packet, tcp,
                  comment.event || (tcp.payload.empty() && (tcp.flags & (tcpflag::rst | tcpflag::fin)) != 0));
}

void CaptureLoader::takePayload(Flow &flow, Direction direction, const Packet &packet, const TcpPacket &tcp)
{
    Connection &c = *flow.connection;
    const auto i = static_cast<std::size_t>(direction);
    const std::uint32_t sequence = tcp.sequence + ((tcp.flags & tcpflag::syn) != 0 ? 1 : 0);
    if (!flow.known[i]) {
        flow.known[i] = true;
        flow.expected[i] = sequence;
    }
    ByteView payload = tcp.payload;
    std::size_t offset = tcp.payloadOffset;
    // RFC 9293 §3.4: sequence numbers wrap; what lies up to 2^31 ahead is ahead.
    const auto ahead = static_cast<std::int32_t>(sequence - flow.expected[i]);
    if (ahead < 0) {
        const std::size_t seen = static_cast<std::uint32_t>(-static_cast<std::int64_t>(ahead));
        if (seen >= payload.size())
            return; // a retransmission, or a keep-alive
        payload = payload.subspan(seen);
        offset += seen;
    } else if (ahead > 0) {
        c.pipeline.skip(direction, packet.time, static_cast<std::uint32_t>(ahead));
    }
    flow.expected[i] =
        tcp.sequence + ((tcp.flags & tcpflag::syn) != 0 ? 1u : 0u) + static_cast<std::uint32_t>(tcp.payload.size());
    feed(c, direction, packet, packet.dataOffset + offset, payload);
}

void CaptureLoader::feed(Connection &c, Direction direction, const Packet &packet, FileOffset place, ByteView payload)
{
    if (!d.rows.keepsRows()) {
        // Nobody will ask where they are.
    } else if (auto added = d.segments.append(c.stream(direction), StreamOffset(c.pipeline.position(direction)), place,
                                              payload.size());
               !added)
        m_failure = added.error().message;
    while (!payload.empty())
        payload = payload.subspan(c.pipeline.feed(direction, packet.time, payload));
}

void CaptureLoader::takeRepeated(Flow &flow, Direction direction, const Packet &packet, const TcpPacket &tcp,
                                 std::optional<std::uint64_t> offset)
{
    Connection &c = *flow.connection;
    const auto i = static_cast<std::size_t>(direction);
    const bool fin = (tcp.flags & tcpflag::fin) != 0;
    // The file's sequence numbers are its own.
    flow.expected[i] = tcp.sequence + ((tcp.flags & (tcpflag::syn | tcpflag::fin)) != 0 ? 1u : 0u) +
                       static_cast<std::uint32_t>(tcp.payload.size());
    flow.known[i] = true;
    c.finished[i] = c.finished[i] || fin;
    d.touch(c, packet.time);
    if (!tcp.payload.empty() && offset == c.pipeline.position(direction))
        feed(c, direction, packet, packet.dataOffset + tcp.payloadOffset, tcp.payload);
}

void CaptureLoader::takeContinued(Connection &c, Direction direction, const Packet &packet, const Event &event)
{
    const std::optional<Continuation> places = continuationOf(event.details);
    if (!places)
        return c.pipeline.event(EventKind::Note, direction, packet.time, packet.block);
    const bool known = c.pipeline.position(Direction::Out) >= places->of(Direction::Out).position &&
                       c.pipeline.position(Direction::In) >= places->of(Direction::In).position;
    if (!known)
        c.pipeline.continueAt(*places, direction, packet.time, packet.block);
}

} // namespace framescope::capture
