#include "tests/support/conversation.h"

#include "core/capture/capture.h"
#include "core/http/acceptkey.h"
#include "core/ws/framewriter.h"

#include <algorithm>
#include <array>
#include <vector>

namespace framescope::test
{

namespace
{
constexpr std::int64_t start = 1'795'348'800'000'000'000;
constexpr std::int64_t ms = 1'000'000;

/// What goes by on one of the connections.
struct Step {
    std::int64_t at;
    std::uint32_t connection;
    Direction direction;
    QByteArray octets;
};

class Script
{
public:
    std::vector<Step> steps;

    std::uint32_t random(std::uint32_t below)
    {
        m_random = m_random * 6364136223846793005u + 1442695040888963407u;
        return std::uint32_t(m_random >> 33) % below;
    }
    void add(std::int64_t at, std::uint32_t connection, Direction direction, const QByteArray &octets)
    {
        steps.push_back({at, connection, direction, octets});
    }
    void text(std::int64_t at, std::uint32_t connection, Direction direction, const QByteArray &text)
    {
        frame(at, connection, direction, ws::Opcode::Text, text);
    }
    void frame(std::int64_t at, std::uint32_t connection, Direction direction, ws::Opcode opcode,
               const QByteArray &payload)
    {
        ws::FrameFields fields;
        fields.opcode = opcode;
        if (direction == Direction::Out)
            fields.key =
                ws::MaskKey{std::uint8_t(random(256)), std::uint8_t(random(256)), std::uint8_t(random(256)), 7};
        QByteArray octets;
        ws::writeFrame(fields, byteView(payload), octets);
        add(at, connection, direction, octets);
    }
    void upgrade(std::int64_t at, std::uint32_t connection, const QByteArray &host, const QByteArray &resource)
    {
        const QByteArray key = "dGhlIHNhbXBsZSBub25jZQ==";
        add(at, connection, Direction::Out,
            "GET " + resource + " HTTP/1.1\r\nHost: " + host +
                "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + key +
                "\r\nSec-WebSocket-Version: 13\r\n\r\n");
        add(at + 18 * ms, connection, Direction::In,
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Accept: " +
                http::acceptFor(key) + "\r\n\r\n");
    }

    void exchange(std::int64_t end)
    {
        upgrade(0, 0, "stream.example.com", "/v1/stream");
        const std::array<QByteArray, 4> types{"ticker", "ticker", "trade", "depth"};
        for (std::int64_t at = 40 * ms; at < end; at += (8 + random(110)) * ms) {
            const QByteArray &type = types[random(4)];
            const int levels = type == "depth" ? int(random(60)) : 1;
            QByteArray body = "{\"type\":\"" + type + "\",\"bid\":\"63210." + QByteArray::number(random(99)) + "\"";
            for (int i = 0; i < levels; ++i)
                body += ",\"l" + QByteArray::number(i) + "\":[63208.9,1.02]";
            text(at, 0, Direction::In, body + '}');
            // Now and then a second with ten times as much.
            if (at / (1000 * ms) % 41 == 7)
                at -= std::min<std::int64_t>(at, 30 * ms) / 2;
        }
        const std::array<QByteArray, 3> methods{"order.place", "order.cancel", "book.snapshot"};
        int id = 1;
        for (std::int64_t at = 100 * ms; at < end; at += (300 + random(900)) * ms, ++id) {
            const QByteArray number = QByteArray::number(id);
            const std::uint32_t which = random(3);
            text(at, 0, Direction::Out,
                 "{\"jsonrpc\":\"2.0\",\"id\":" + number + ",\"method\":\"" + methods[which] + "\",\"params\":{}}");
            const std::int64_t late = random(25) == 0 ? 400 + random(900) : 0;
            if (random(40) != 0)
                text(at + (2 + random(which == 2 ? 80 : 18) + late) * ms + random(999) * 1000, 0, Direction::In,
                     "{\"jsonrpc\":\"2.0\",\"id\":" + number + (random(12) == 0 ? ",\"error\":{}}" : ",\"result\":1}"));
        }
        for (std::int64_t at = 5000 * ms; at < end; at += 5000 * ms) {
            const QByteArray payload = "fs-" + QByteArray::number(qlonglong(at / ms));
            frame(at, 0, Direction::Out, ws::Opcode::Ping, payload);
            frame(at + (9 + random(8)) * ms + random(999) * 1000, 0, Direction::In, ws::Opcode::Pong, payload);
        }
        for (std::int64_t at = 700 * ms; at < end; at += (900 + random(2500)) * ms)
            frame(at, 0, Direction::In, ws::Opcode::Binary, QByteArray(int(600 + random(16'000)), 'b'));
        for (std::int64_t at = 9000 * ms; at < end; at += (15'000 + random(9000)) * ms) {
            if (random(2) == 0)
                frame(at, 0, Direction::In, ws::Opcode(0x3), "odd");
            else
                text(at, 0, Direction::In, "\xFF not UTF-8");
        }
    }

    void chat(std::int64_t end)
    {
        upgrade(300 * ms, 1, "chat.example.com", "/socket.io/?EIO=4&transport=websocket");
        text(340 * ms, 1, Direction::In, "0{\"sid\":\"kV9\",\"upgrades\":[],\"pingInterval\":25000}");
        text(350 * ms, 1, Direction::Out, "40");
        text(362 * ms, 1, Direction::In, "40{\"sid\":\"x1\"}");
        int ack = 0;
        for (std::int64_t at = 900 * ms; at < end; at += (500 + random(4000)) * ms) {
            text(at, 1, Direction::In, "42[\"message\",{\"from\":\"ada\",\"text\":\"hello\"}]");
            if (random(3) > 0)
                continue;
            const QByteArray number = QByteArray::number(ack++);
            text(at + 120 * ms, 1, Direction::Out, "42" + number + "[\"send\",{\"text\":\"hi\"}]");
            text(at + (124 + random(40)) * ms, 1, Direction::In, "43" + number + "[{\"ok\":true}]");
        }
        for (std::int64_t at = 25'000 * ms; at < end; at += 25'000 * ms) {
            text(at, 1, Direction::In, "2");
            text(at + ms, 1, Direction::Out, "3");
        }
    }

private:
    std::uint64_t m_random = 7;
};
} // namespace

Result<void> Conversation::write(const QString &path) const
{
    auto made = capture::Capture::create(path);
    if (!made)
        return made.error();
    capture::Capture &capture = **made;
    Script script;
    script.exchange(seconds * 1000 * ms);
    script.chat(seconds * 1000 * ms);
    std::stable_sort(script.steps.begin(), script.steps.end(),
                     [](const Step &a, const Step &b) { return a.at < b.at; });
    std::array<std::optional<ConnectionId>, 2> ids;
    const std::array<QString, 2> urls{
        QStringLiteral("ws://stream.example.com/v1/stream"),
        QStringLiteral("ws://chat.example.com/socket.io/?EIO=4&transport=websocket"),
    };
    for (const Step &step : script.steps) {
        auto &id = ids[step.connection];
        const Timestamp time(start + step.at);
        if (!id) {
            id = capture.reserveConnection();
            capture::ConnectionFacts facts;
            facts.url = urls[step.connection];
            facts.localAddress = facts.peerAddress = QStringLiteral("127.0.0.1");
            facts.localPort = std::uint16_t(40'000 + step.connection);
            facts.peerPort = 80;
            capture.beginConnection(*id, facts, time);
        }
        capture.append(*id, step.direction, time, byteView(step.octets));
    }
    return capture.writeError().isEmpty() ? Result<void>() : Result<void>(Error{capture.writeError()});
}

} // namespace framescope::test
