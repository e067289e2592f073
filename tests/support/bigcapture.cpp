#include "tests/support/bigcapture.h"

#include "core/capture/capture.h"
#include "core/http/acceptkey.h"
#include "core/ws/framewriter.h"
#include "core/ws/mask.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace framescope::test
{

namespace
{
/// Another for each frame, as RFC 6455 §5.3 asks.
ws::MaskKey keyOf(std::uint64_t number)
{
    const auto mixed = static_cast<std::uint32_t>((number + 1) * 0x9E3779B1u);
    ws::MaskKey key;
    std::memcpy(key.data(), &mixed, key.size());
    return key;
}

/// The frame's number as eight digits, and the word at the end where it is wanted.
void fill(std::uint8_t *payload, std::size_t size, std::uint64_t number, bool word)
{
    static constexpr char head[] = "{\"n\":\"00000000\",\"value\":\"";
    std::memset(payload, '.', size);
    std::memcpy(payload, head, sizeof head - 1);
    for (std::size_t digit = 13; digit >= 6; --digit, number /= 10)
        payload[digit] = static_cast<std::uint8_t>('0' + number % 10);
    payload[size - 2] = '"';
    payload[size - 1] = '}';
    if (word) {
        const std::size_t length = std::strlen(BigCapture::word);
        payload[size - length - 3] = '"';
        payload[size - length - 2] = ',';
        std::memcpy(payload + size - length - 1, BigCapture::word, length);
    }
}
} // namespace

Result<void> BigCapture::write(const QString &path) const
{
    auto made = capture::Capture::create(path);
    if (!made)
        return made.error();
    capture::Capture &capture = **made;
    std::int64_t time = 1'795'348'800'000'000'000;
    capture::ConnectionFacts facts;
    facts.url = u"ws://127.0.0.1:9000/big"_qs;
    facts.localAddress = facts.peerAddress = u"127.0.0.1"_qs;
    facts.localPort = 40000;
    facts.peerPort = 9000;
    const ConnectionId id = capture.reserveConnection();
    capture.beginConnection(id, facts, Timestamp(time));
    const QByteArray nonce("dGhlIHNhbXBsZSBub25jZQ==");
    capture.append(id, Direction::Out, Timestamp(time += 1000),
                   byteView("GET /big HTTP/1.1\r\nHost: 127.0.0.1:9000\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            "Sec-WebSocket-Key: " +
                            nonce + "\r\nSec-WebSocket-Version: 13\r\n\r\n"));
    capture.append(id, Direction::In, Timestamp(time += 1000),
                   byteView("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            "Sec-WebSocket-Accept: " +
                            http::acceptFor(nonce) + "\r\n\r\n"));

    // Written in large pieces, as a flood is.
    const capture::Capture::Batch together(capture);
    std::vector<std::uint8_t> content(payload);
    QByteArray octets;
    std::uint64_t segment = 0;
    for (std::uint64_t at = 0; at < frames; ++segment) {
        const Direction direction = segment % 4 == 3 ? Direction::Out : Direction::In;
        const std::uint64_t end = std::min<std::uint64_t>(frames, at + framesPerSegment);
        octets.clear();
        for (; at < end; ++at) {
            ws::FrameFields fields;
            fields.opcode = at % binaryEvery == 0 ? ws::Opcode::Binary : ws::Opcode::Text;
            if (direction == Direction::Out)
                fields.key = keyOf(at);
            fill(content.data(), payload, at, at % wordEvery == 0);
            ws::writeFrame(fields, content, octets);
        }
        capture.append(id, direction, Timestamp(time += 2000), byteView(octets));
    }
    if (const QString error = capture.writeError(); !error.isEmpty())
        return Error{error};
    return {};
}

} // namespace framescope::test
