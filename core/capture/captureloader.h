#pragma once

#include "core/capture/captureprivate.h"
#include "core/capture/packetcomment.h"
#include "core/capture/pcapngreader.h"
#include "core/capture/tcppacket.h"

#include <stop_token>
#include <unordered_map>

namespace framescope::capture
{

/// Rebuilds rows from an opened file: packets to streams to pipelines. Streams are taken in the order of the file: a
/// packet that comes late is not put in its place, its octets are reported as missing.
/// Thread: the writer's of the capture.
class CaptureLoader
{
public:
    explicit CaptureLoader(Capture::Private &capture)
        : d(capture), m_reader(std::make_unique<PcapngReader>(capture.file))
    {
    }
    Result<void> run(const std::stop_token &stop, Capture::Follow follow = Capture::Follow::No);

private:
    Result<void> readAll(const std::stop_token &stop, Capture::Follow follow);
    /// Goes on with the next file of the capture. False: there is none.
    Result<bool> nextPart();
    /// The file that its last packet names becomes the next of the capture, or, where it was dropped, the first after
    /// it that is there. Errors: there is none.
    Result<void> followToNextFile(const std::stop_token &stop);
    /// Files of the recording that is followed, and that are not there any more.
    void noteDropped();
    /// Why the file that is followed is not any more what was read of it, or empty.
    QString strayed();
    QFile &file() noexcept { return m_partFile ? *m_partFile : d.file; }
    /// How far the capture was read.
    std::uint64_t position() const noexcept { return m_partStart + m_reader->position(); }
    /// Takes all packets there are by now. False: `stop` was asked for.
    Result<bool> readToEnd(const std::stop_token &stop);
    /// The two ends of a connection, the lower first.
    struct FlowKey {
        TcpEnd a, b;
        bool operator==(const FlowKey &) const = default;
    };
    struct FlowHash {
        std::size_t operator()(const FlowKey &key) const noexcept;
    };
    struct Flow {
        Connection *connection = nullptr;
        TcpEnd ours;                        ///< the end whose packets are Direction::Out
        std::uint32_t expected[2] = {0, 0}; ///< next sequence number
        bool known[2] = {false, false};     ///< whether expected is
        std::uint32_t synSequence = 0;
    };

    /// What packets with the same ends as one before belong to.
    struct Recent {
        Flow *flow = nullptr;
        Direction direction = Direction::Out;
    };

    void publish();
    void take(const Packet &packet);
    /// Notes in the comments of the packet, which was taken.
    void takeNotes(const Connection &connection, Direction direction, const Packet &packet, const TcpPacket &tcp,
                   bool event);
    void take(const Packet &packet, const TcpPacket &tcp, const PacketComment &comment);
    const Recent &flowOf(const Packet &packet, const TcpPacket &tcp, const PacketComment &comment);
    Flow newFlow(const Packet &packet, const TcpPacket &tcp, const std::optional<ConnectionFacts> &facts,
                 std::uint32_t number);
    /// A packet that repeats one of an earlier file: it counts where that is not loaded as well.
    void takeRepeated(Flow &flow, Direction direction, const Packet &packet, const TcpPacket &tcp,
                      std::optional<std::uint64_t> offset);
    void takeContinued(Connection &connection, Direction direction, const Packet &packet, const Event &event);
    void feed(Connection &connection, Direction direction, const Packet &packet, FileOffset place, ByteView payload);
    void takePayload(Flow &flow, Direction direction, const Packet &packet, const TcpPacket &tcp);
    void finish(bool whole);

    Capture::Private &d;
    std::unique_ptr<PcapngReader> m_reader; ///< of the part that is read
    std::unique_ptr<QFile> m_partFile;      ///< of a later part than the first
    std::size_t m_part = 0;
    std::unique_ptr<QFile> m_nextFile; ///< the part to come, opened when it was found
    bool m_skipped = false;            ///< files before it were dropped before they could be read
    bool m_inContent = true;           ///< past what the part repeats of earlier ones
    std::uint64_t m_cut = 0;           ///< octets at the ends of parts that are no whole block
    std::unordered_map<FlowKey, Flow, FlowHash> m_flows;
    TcpDecoder m_tcp;
    Recent m_recent[TcpDecoder::places]; ///< of the decoder's places
    const PacketComment m_noComment;
    std::uint64_t m_partStart = 0;
    std::uint64_t m_publishedAt = 0;
    std::uint64_t m_otherPackets = 0;
    std::uint32_t m_unusedNumbers = 0;
    QString m_next; ///< the file that the last packet names as the one that goes on
    QString m_failure;
};

} // namespace framescope::capture
