#include "core/capture/pcapngreader.h"

#include <algorithm>
#include <cstring>

namespace framescope::capture
{

namespace
{
constexpr std::uint32_t sectionHeader = 0x0A0D0D0A; // the same in both byte orders
constexpr std::uint32_t interfaceDescription = 1;
constexpr std::uint32_t simplePacket = 3;
constexpr std::uint32_t enhancedPacket = 6;
constexpr std::uint32_t byteOrderMagic = 0x1A2B3C4D;
/// Fits the second-level cache, so that what was read is still near when it is looked at.
constexpr std::size_t windowSize = 1u << 17;
constexpr std::size_t smallWindow = 64u << 10;
constexpr std::size_t maxInterfaces = 65'536;

constexpr std::size_t padded(std::size_t size) noexcept { return (size + 3) & ~std::size_t(3); }

bool isPcapMagic(std::uint32_t magic) noexcept
{
    return magic == 0xA1B2C3D4 || magic == 0xD4C3B2A1 || magic == 0xA1B23C4D || magic == 0x4D3CB2A1;
}
} // namespace

// Memory for a small file's octets only; a file that grows is read in more steps.
PcapngReader::PcapngReader(QFile &file, std::uint64_t start)
    : m_file(file)
    , m_start(start)
    , m_window(static_cast<std::size_t>(
          std::clamp<qint64>(file.size(), static_cast<qint64>(smallWindow), static_cast<qint64>(windowSize))))
{
}

std::vector<std::uint32_t> PcapngReader::linkTypes() const
{
    std::vector<std::uint32_t> types;
    for (const Interface &interface : m_interfaces)
        types.push_back(interface.linkType);
    return types;
}

PcapngReader::Have PcapngReader::have(std::size_t size)
{
    if (m_end - m_at >= size)
        return Have::Yes;
    std::memmove(m_window.data(), m_window.data() + m_at, m_end - m_at);
    m_windowOffset += m_at;
    m_end -= m_at;
    m_at = 0;
    if (m_window.size() < size)
        m_window.resize(size); // never more than maxBlock
    if (!m_file.seek(static_cast<qint64>(m_windowOffset + m_end))) {
        m_error = u"cannot read %1: %2"_qs.arg(m_file.fileName(), m_file.errorString());
        return Have::Broken;
    }
    while (m_end < size) {
        const qint64 got = m_file.read(reinterpret_cast<char *>(m_window.data() + m_end),
                                       static_cast<qint64>(m_window.size() - m_end));
        if (got < 0) {
            m_error = u"cannot read %1: %2"_qs.arg(m_file.fileName(), m_file.errorString());
            return Have::Broken;
        }
        if (got == 0)
            return Have::No;
        m_end += static_cast<std::size_t>(got);
    }
    return Have::Yes;
}

PcapngReader::Step PcapngReader::fail(const QString &what)
{
    m_error = u"%1: %2 (block at offset %3)"_qs.arg(m_file.fileName(), what).arg(position());
    return Step::Failed;
}

PcapngReader::Step PcapngReader::cut()
{
    const auto size = static_cast<std::uint64_t>(std::max<qint64>(m_file.size(), 0));
    m_cut = std::max<std::uint64_t>(m_end - m_at, size > position() ? size - position() : 0);
    return Step::End;
}

PcapngReader::Step PcapngReader::skip(std::uint32_t size)
{
    if (size <= m_end - m_at) {
        m_at += size;
        return Step::Packet;
    }
    const std::uint64_t next = position() + size;
    if (static_cast<std::uint64_t>(std::max<qint64>(m_file.size(), 0)) < next)
        return cut();
    m_windowOffset = next;
    m_at = 0;
    m_end = 0;
    return Step::Packet;
}

PcapngReader::Step PcapngReader::next()
{
    // Nearly every block is a packet that lies in the window whole.
    const std::size_t left = m_end - m_at;
    if (left >= 12 && m_sectionSeen) {
        const std::uint8_t *const block = m_window.data() + m_at;
        const std::uint32_t size = u32(block + 4);
        if (u32(block) == enhancedPacket && size >= 32 && size % 4 == 0 && size <= left &&
            u32(block + size - 4) == size) {
            if (!takePacket(block, size))
                return Step::Failed;
            m_at += size;
            return Step::Packet;
        }
    }
    return step(false);
}

void PcapngReader::resume() noexcept
{
    // The part of a block that was there is read again: its writer may have taken it back and written something else.
    m_end = m_at;
    m_cut = 0;
}

PcapngReader::Step PcapngReader::peekInterfaces() { return step(true); }

PcapngReader::Step PcapngReader::step(bool stopAtInterface)
{
    for (;;) {
        const Have header = have(12);
        if (header == Have::Broken)
            return Step::Failed;
        if (header == Have::No) {
            if (!m_sectionSeen)
                return fail(u"this is not a pcapng file: it is too short"_qs);
            return cut();
        }
        const std::uint8_t *block = m_window.data() + m_at;
        std::uint32_t type = u32(block);
        if (type == sectionHeader) {
            // The byte order of a section is known from its magic, and the block length needs it.
            if (qFromLittleEndian<quint32>(block + 8) == byteOrderMagic)
                m_bigEndian = false;
            else if (qFromBigEndian<quint32>(block + 8) == byteOrderMagic)
                m_bigEndian = true;
            else
                return fail(u"the section header has no valid byte-order magic"_qs);
        } else if (!m_sectionSeen) {
            if (isPcapMagic(type))
                return fail(u"this is a pcap file of the old format; convert it with: editcap -F pcapng OLD NEW"_qs);
            return fail(u"this is not a pcapng file"_qs);
        }
        type = u32(block);
        const std::uint32_t size = u32(block + 4);
        if (size < 12 || size % 4 != 0)
            return fail(u"a block declares the impossible length %1"_qs.arg(size));
        const bool wanted =
            type == sectionHeader || type == interfaceDescription || type == enhancedPacket || type == simplePacket;
        if (!wanted) {
            if (const Step skipped = skip(size); skipped != Step::Packet)
                return skipped;
            continue;
        }
        if (size > maxBlock) {
            if (static_cast<std::uint64_t>(std::max<qint64>(m_file.size(), 0)) < position() + size)
                return cut();
            return fail(u"a block of %1 bytes is too large"_qs.arg(size));
        }
        const Have body = have(size);
        if (body == Have::Broken)
            return Step::Failed;
        if (body == Have::No)
            return m_sectionSeen ? cut() : fail(u"the section header is cut"_qs);
        block = m_window.data() + m_at;
        if (u32(block + size - 4) != size)
            return fail(u"a block's two lengths differ: %1 and %2"_qs.arg(size).arg(u32(block + size - 4)));
        bool good = true;
        if (type == sectionHeader)
            good = takeSection(block, size);
        else if (type == interfaceDescription)
            good = takeInterface(block, size);
        else
            good = takePacket(block, size);
        if (!good)
            return Step::Failed;
        m_at += size;
        if (type == enhancedPacket || type == simplePacket || (stopAtInterface && type == interfaceDescription))
            return Step::Packet;
    }
}

bool PcapngReader::takeSection(const std::uint8_t *block, std::uint32_t size)
{
    if (size < 28) {
        fail(u"a section header of %1 bytes is too short"_qs.arg(size));
        return false;
    }
    if (u16(block + 12) != 1) {
        fail(u"pcapng version %1.%2 is not known"_qs.arg(u16(block + 12)).arg(u16(block + 14)));
        return false;
    }
    m_sectionSeen = true;
    m_interfaces.clear();
    return true;
}

bool PcapngReader::takeInterface(const std::uint8_t *block, std::uint32_t size)
{
    if (size < 20 || m_interfaces.size() >= maxInterfaces) {
        fail(size < 20 ? u"an interface description of %1 bytes is too short"_qs.arg(size)
                       : u"there are too many interfaces"_qs);
        return false;
    }
    Interface interface;
    interface.linkType = u16(block + 8);
    std::size_t at = 16;
    const std::size_t end = size - 4;
    while (end - at >= 4) {
        const std::uint16_t code = u16(block + at);
        const std::size_t length = u16(block + at + 2);
        at += 4;
        if (code == 0 || padded(length) > end - at)
            break;
        if (code == 9 && length >= 1)
            interface.resolution = block[at];
        if (code == 14 && length >= 8)
            interface.offsetSeconds =
                m_bigEndian ? qFromBigEndian<qint64>(block + at) : qFromLittleEndian<qint64>(block + at);
        at += padded(length);
    }
    m_interfaces.push_back(interface);
    return true;
}

Timestamp PcapngReader::toTime(const Interface &interface, std::uint64_t ticks) const noexcept
{
    constexpr std::uint64_t nsPerSecond = 1'000'000'000;
    std::uint64_t ns = ticks;
    const unsigned exponent = interface.resolution & 0x7Fu;
    if ((interface.resolution & 0x80u) != 0) {
        const unsigned shift = std::min(exponent, 63u);
        const std::uint64_t fraction = ticks & ((std::uint64_t(1) << shift) - 1);
        // Below a second 34 bits of fraction are finer than a nanosecond, and times 10^9 they fit 64.
        const unsigned drop = shift > 34 ? shift - 34 : 0;
        ns = (ticks >> shift) * nsPerSecond + (((fraction >> drop) * nsPerSecond) >> (shift - drop));
    } else {
        for (unsigned i = exponent; i < 9; ++i)
            ns *= 10;
        for (unsigned i = 9; i < exponent && ns != 0; ++i)
            ns /= 10;
    }
    ns += static_cast<std::uint64_t>(interface.offsetSeconds) * nsPerSecond;
    return Timestamp(static_cast<std::int64_t>(ns));
}

bool PcapngReader::takePacket(const std::uint8_t *block, std::uint32_t size)
{
    const bool simple = u32(block) == simplePacket;
    const std::size_t head = simple ? 12 : 28;
    if (size < head + 4) {
        fail(u"a packet block of %1 bytes is too short"_qs.arg(size));
        return false;
    }
    const std::uint32_t interfaceNumber = simple ? 0 : u32(block + 8);
    if (interfaceNumber >= m_interfaces.size()) {
        fail(u"a packet names interface %1, which was not described"_qs.arg(interfaceNumber));
        return false;
    }
    const std::size_t room = size - head - 4;
    const std::uint32_t original = u32(block + (simple ? 8 : 24));
    const std::size_t captured = simple ? std::min<std::size_t>(original, room) : u32(block + 20);
    if (captured > room) {
        fail(u"a packet of %1 bytes does not fit its block"_qs.arg(captured));
        return false;
    }
    const Interface &interface = m_interfaces[interfaceNumber];
    m_packet = Packet();
    m_packet.linkType = interface.linkType;
    m_packet.originalSize = original;
    m_packet.data = {block + head, captured};
    m_packet.block = FileOffset(m_start + position());
    m_packet.dataOffset = FileOffset(m_start + position() + head);
    if (simple)
        return true;
    m_packet.time = toTime(interface, (std::uint64_t(u32(block + 12)) << 32) | u32(block + 16));
    std::size_t at = head + std::min(padded(captured), room);
    const std::size_t end = size - 4;
    m_packet.options = {block + at, end - at};
    while (end - at >= 4) {
        const std::uint16_t code = u16(block + at);
        const std::size_t length = u16(block + at + 2);
        at += 4;
        if (code == 0 || padded(length) > end - at)
            break;
        if (code == 1 && m_packet.comment.isEmpty())
            m_packet.comment = qbyteView({block + at, length});
        at += padded(length);
    }
    return true;
}

std::vector<QByteArrayView> PcapngReader::comments() const
{
    std::vector<QByteArrayView> found;
    const ByteView options = m_packet.options;
    for (std::size_t at = 0; options.size() - at >= 4;) {
        const std::uint16_t code = u16(options.data() + at);
        const std::size_t length = u16(options.data() + at + 2);
        at += 4;
        if (code == 0 || padded(length) > options.size() - at)
            break;
        if (code == 1)
            found.push_back(qbyteView(options.subspan(at, length)));
        at += padded(length);
    }
    return found;
}

} // namespace framescope::capture
