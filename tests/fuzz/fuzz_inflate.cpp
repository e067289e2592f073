// Any octets as compressed messages, whole and in pieces: what they inflate to, the sizes and the faults must be the same,
// zlib by itself must agree, and the limits must hold. Then the same octets are compressed and must come back.

#include "core/ws/deflater.h"
#include "core/ws/inflater.h"
#include "core/ws/windowchecker.h"
#include "tests/fuzz/fuzzinput.h"

#include <zlib.h>

#include <optional>

using namespace framescope;
using namespace framescope::ws;
using fuzz::require;

namespace
{
/// Of what may be too much to keep.
struct Digest {
    std::uint64_t hash = 0xCBF29CE484222325u;
    std::uint64_t size = 0;

    void add(ByteView octets)
    {
        for (const std::uint8_t octet : octets)
            hash = (hash ^ octet) * 0x100000001B3u;
        size += octets.size();
    }
    bool operator==(const Digest &) const = default;
};

struct Outcome {
    Digest data;
    Inflater::Fault fault{};
    std::uint64_t wire = 0, size = 0;
    bool contextLost = false;
    bool operator==(const Outcome &) const = default;
};

using Messages = std::vector<ByteView>;

Messages messagesFrom(fuzz::Input &input)
{
    Messages messages;
    for (unsigned count = input.octet() % 4; count > 0; --count) {
        const std::size_t size = input.octet();
        messages.push_back(input.octets(size));
    }
    messages.push_back(input.rest());
    return messages;
}

std::vector<Outcome> inflate(const Messages &messages, DeflateSide side, const InflateLimits &limits,
                             const std::vector<std::size_t> &cuts, std::size_t sliceSize)
{
    std::vector<Outcome> outcomes;
    Inflater inflater(side);
    std::vector<std::uint8_t> slice(sliceSize);
    for (const ByteView message : messages) {
        Outcome outcome;
        inflater.begin(limits);
        fuzz::inPieces(message, cuts, [&](ByteView piece) {
            for (;;) {
                const ByteView made = inflater.inflate(piece, slice);
                if (made.empty())
                    break;
                require(made.data() == slice.data() && made.size() <= slice.size());
                outcome.data.add(made);
            }
            require(piece.empty() || inflater.fault() != Inflater::Fault::None);
            return inflater.fault() == Inflater::Fault::None;
        });
        outcome.fault = inflater.finish();
        // Stopped at a limit, the octet that would have given more may have been looked at or not.
        outcome.wire = outcome.fault == Inflater::Fault::Limit ? 0 : inflater.wire();
        outcome.size = inflater.size();
        outcome.contextLost = inflater.contextLost();
        require(outcome.size == outcome.data.size && outcome.wire <= message.size());
        require(outcome.size <= limits.maxMessage);
        // DEFLATE makes at most 1,032 octets of one (RFC 1951 §3.2.5: 258 octets in 2 bits).
        const std::uint64_t step = 1032 * (InflateLimits::ratioStep + 64);
        if (limits.maxRatio != 0)
            require(outcome.size <= InflateLimits::ratioFloor + limits.maxRatio * (inflater.wire() + 1) + step);
        outcomes.push_back(outcome);
    }
    return outcomes;
}

/// zlib's own word on one stream of messages; nothing when it finds a fault or a last block.
class Zlib
{
public:
    explicit Zlib(int windowBits) { require(inflateInit2(&m_stream, -windowBits) == Z_OK); }
    Zlib(const Zlib &) = delete;
    Zlib &operator=(const Zlib &) = delete;
    ~Zlib() { inflateEnd(&m_stream); }

    std::optional<Digest> message(ByteView octets)
    {
        std::vector<std::uint8_t> whole(octets.begin(), octets.end());
        whole.insert(whole.end(), {0x00, 0x00, 0xFF, 0xFF});
        std::vector<std::uint8_t> room(65536);
        Digest digest;
        m_stream.next_in = whole.data();
        m_stream.avail_in = static_cast<uInt>(whole.size());
        do {
            m_stream.next_out = room.data();
            m_stream.avail_out = static_cast<uInt>(room.size());
            const int result = ::inflate(&m_stream, Z_SYNC_FLUSH);
            if (result != Z_OK && result != Z_BUF_ERROR)
                return std::nullopt;
            digest.add(ByteView(room).first(room.size() - m_stream.avail_out));
        } while (m_stream.avail_out == 0 || m_stream.avail_in > 0);
        return digest;
    }
    void forget() { inflateReset(&m_stream); }

private:
    z_stream m_stream = {};
};

struct Window {
    bool beyond = false;
    std::uint64_t position = 0;
    bool operator==(const Window &) const = default;
};

Window follow(ByteView message, int windowBits, const std::vector<std::size_t> &cuts)
{
    WindowChecker checker(windowBits);
    Window window;
    checker.begin();
    fuzz::inPieces(message, cuts, [&](ByteView piece) {
        if (checker.take(piece)) {
            require(!window.beyond);
            window.beyond = true;
        }
        return true;
    });
    window.position = checker.position();
    return window;
}

/// Where the first message is good data, its distances are followed to its end.
void checkWindow(ByteView message, int windowBits, const std::vector<std::size_t> &cuts, const Outcome &outcome)
{
    const Window whole = follow(message, windowBits, {});
    require(follow(message, windowBits, {1}) == whole && follow(message, windowBits, cuts) == whole);
    if (outcome.fault == Inflater::Fault::None)
        require(whole.beyond ? whole.position < outcome.size : whole.position == outcome.size);
}

void checkRoundTrip(const Messages &messages, DeflateSide side, int level)
{
    Deflater deflater(side, level);
    Inflater inflater(side);
    Zlib zlib(side.windowBits);
    std::vector<std::uint8_t> slice(777);
    for (const ByteView message : messages) {
        QByteArray wire;
        deflater.compress(message, wire);
        inflater.begin({});
        std::vector<std::uint8_t> back;
        ByteView given = byteView(wire);
        for (ByteView made; !(made = inflater.inflate(given, slice)).empty();)
            back.insert(back.end(), made.begin(), made.end());
        require(inflater.finish() == Inflater::Fault::None);
        require(std::ranges::equal(back, message));
        require(!follow(byteView(wire), side.windowBits, {}).beyond);
        // zlib keeps to the window it is told: no reference reaches beyond it, nor, where none may, into the last message.
        if (!side.contextTakeover)
            zlib.forget();
        Digest expected;
        expected.add(message);
        require(zlib.message(byteView(wire)) == expected);
    }
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    fuzz::Input input(data, size);
    const std::uint8_t choice = input.octet();
    DeflateSide side;
    side.contextTakeover = (choice & 1) == 0;
    side.windowBits = static_cast<std::uint8_t>(8 + ((choice >> 1) & 7));
    const std::uint8_t limit = input.octet();
    constexpr std::uint64_t sizes[] = {256u << 20, 0, 1, 100, 5000, 65536, 1u << 20, ~std::uint64_t(0)};
    constexpr std::uint32_t ratios[] = {1000, 0, 1, 50};
    const InflateLimits limits{sizes[limit & 7], ratios[(limit >> 3) & 3]};
    const std::size_t sliceSize = 1 + std::size_t(input.octet()) * 16;
    const std::vector<std::size_t> cuts = fuzz::cutsFrom(input);
    const Messages messages = messagesFrom(input);

    const std::vector<Outcome> whole = inflate(messages, side, limits, {}, 65536);
    require(inflate(messages, side, limits, {1}, 65536) == whole);
    require(inflate(messages, side, limits, cuts, sliceSize) == whole);

    checkWindow(messages.front(), side.windowBits, cuts, whole.front());
    Zlib zlib(15);
    for (std::size_t i = 0; i < messages.size() && whole[i].fault == Inflater::Fault::None; ++i) {
        if (!side.contextTakeover)
            zlib.forget();
        const std::optional<Digest> alone = zlib.message(messages[i]);
        if (!alone)
            break; // a last block: zlib ends there, a connection goes on (RFC 7692 §7.2.3.4)
        require(*alone == whole[i].data);
    }
    checkRoundTrip(messages, side, (choice >> 4) % 10);
    return 0;
}
