#include "core/net/demo/demoscript.h"

#include "core/net/demo/demofaults.h"
#include "core/ws/closecode.h"
#include "core/ws/framewriter.h"

namespace framescope::net
{
namespace
{
using namespace std::chrono_literals;
using ws::Opcode;

constexpr auto pace = 170ms;
constexpr qint64 politeUnsent = 256 * 1024;
constexpr std::uint32_t maxFlood = 1'000'000;
constexpr qsizetype floodChunk = 64 * 1024;
constexpr int steps = 14;
constexpr std::uint32_t largeEvery = 64;

const char helpText[] = "help: this list\n"
                        "bad: the malformed frames to choose from\n"
                        "bad NAME: sends that one; \"bad all\": every one that leaves the connection usable\n"
                        "compressed: compressed messages, whole and in fragments, if that was agreed\n"
                        "close, close CODE, close CODE REASON: closes from the server's side\n"
                        "flood N: N small numbered messages, at most 1000000\n"
                        "pause, resume: stops and goes on playing\n"
                        "Anything else comes back with \"echo: \" in front.";

/// A price that wanders, the same in every run.
QByteArray ticker(std::uint32_t tick)
{
    const std::uint32_t wave = (tick * 37) % 101;
    return QByteArrayLiteral(R"({"type":"tick","symbol":"FSC","price":)") + QByteArray::number(4200 + wave) + '.' +
           QByteArray::number(10 + (tick * 13) % 90) + R"(,"size":)" + QByteArray::number(1 + tick % 9) + R"(,"n":)" +
           QByteArray::number(tick) + '}';
}

QByteArray order(std::uint32_t tick)
{
    return QByteArrayLiteral(R"({"type":"order","id":)") + QByteArray::number(9007199254740993 + qint64(tick)) +
           R"(,"customer":{"name":"Ada","tags":["new","vip"],"address":{"city":"Århus","zip":"8000"}},)"
           R"("items":[{"sku":"A-1","count":2,"price":9.5},{"sku":"B-7","count":1,"price":120}],"paid":true,"note":null})";
}

/// Fields as Protocol Buffers encode them: 1 = varint, 2 = text, 3 = nested message, 4 = 64-bit.
QByteArray protobuf(std::uint32_t tick)
{
    QByteArray octets = QByteArray::fromHex("0896011207") + "sensor1" + QByteArray::fromHex("1a0508071201");
    octets += static_cast<char>(tick & 0x7F);
    return octets + QByteArray::fromHex("21000000000000f03f");
}

QByteArray filler(qsizetype size)
{
    QByteArray text = QByteArray::number(size) + " bytes: ";
    while (text.size() < size)
        text += "abcdefghijklmnopqrstuvwxyz0123456789 ";
    return text.first(size);
}
QByteArray whatToOffer(DemoFault::Needs needs)
{
    switch (needs) {
    case DemoFault::Needs::Nothing:
        break;
    case DemoFault::Needs::Deflate:
        return "offer permessage-deflate.";
    case DemoFault::Needs::Takeover:
        return "offer permessage-deflate without server_no_context_takeover.";
    case DemoFault::Needs::NoTakeover:
        return "offer permessage-deflate with server_no_context_takeover.";
    }
    return {};
}
} // namespace

QStringList demoFaults()
{
    QStringList names;
    for (const DemoFault &fault : makeDemoFaults())
        names += fault.name();
    names += u"all"_qs;
    return names;
}

DemoScript::DemoScript(Connection &connection) : QObject(&connection), m_connection(connection)
{
    connect(&m_timer, &QTimer::timeout, this, &DemoScript::step);
    connect(&connection, &Connection::messageReceived, this, &DemoScript::receive);
    connect(&connection, &Connection::written, this, &DemoScript::continueFlood);
}

void DemoScript::start()
{
    sendText("Welcome to the Framescope demo server. Send \"help\" for what it can do.");
    m_timer.start(pace);
}

void DemoScript::sendText(const QByteArray &text) { sendFrame(Opcode::Text, text); }

void DemoScript::sendFrame(Opcode opcode, const QByteArray &payload, bool fin, bool rsv1)
{
    if (!m_connection.isOpen())
        return;
    ws::FrameFields fields = ownFrame(opcode, ws::Role::Server);
    fields.fin = fin;
    fields.rsv = rsv1 ? 4 : 0;
    QByteArray octets;
    ws::writeFrame(fields, byteView(payload), octets);
    m_connection.send(octets);
}

void DemoScript::step()
{
    if (!m_connection.isOpen()) {
        m_timer.stop();
        return;
    }
    // A client that does not read is not written to either.
    if (m_connection.unsent() > politeUnsent)
        return;
    ++m_tick;
    playStep(m_step);
    m_step = (m_step + 1) % steps;
}

void DemoScript::playStep(int number)
{
    switch (number) {
    case 3:
        sendText(order(m_tick));
        break;
    case 5:
        sendFrame(Opcode::Text, "One message ", false);
        sendFrame(Opcode::Continuation, "in three ", false);
        sendFrame(Opcode::Ping, "between");
        sendFrame(Opcode::Continuation, "frames.");
        break;
    case 7:
        sendFrame(Opcode::Binary, protobuf(m_tick));
        break;
    case 8:
        sendFrame(Opcode::Ping, "demo " + QByteArray::number(m_tick));
        break;
    case 10:
        sendText("你好，世界 · 안녕하세요 · こんにちは 👋🌍");
        break;
    case 11:
        sendText({});
        break;
    case 12:
        sendText(filler(m_tick % 2 == 0 ? 125 : 126));
        break;
    case 13:
        if (m_tick % largeEvery < steps) {
            sendFrame(Opcode::Binary, filler(65'536));
            break;
        }
        [[fallthrough]];
    default:
        sendText(ticker(m_tick));
        break;
    }
}

void DemoScript::receive(Opcode opcode, const QByteArray &data)
{
    constexpr qsizetype most = 64 * 1024;
    if (data.size() > most || opcode != Opcode::Text) {
        sendText("echo: " + QByteArray::number(data.size()) + (opcode == Opcode::Text ? " bytes of text" : " bytes"));
        return;
    }
    if (!obey(QString::fromUtf8(data).trimmed()))
        sendText("echo: " + data);
}

bool DemoScript::obey(const QString &text)
{
    const QString word = text.section(u' ', 0, 0).toLower();
    const QString rest = text.section(u' ', 1).trimmed();
    if (word == u"help") {
        sendText(helpText);
    } else if (word == u"bad") {
        bad(rest);
    } else if (word == u"compressed") {
        compressed();
    } else if (word == u"close") {
        closeAsTold(rest);
    } else if (word == u"flood") {
        flood(rest);
    } else if (word == u"pause") {
        m_timer.stop();
        sendText("Paused. Send \"resume\" to go on.");
    } else if (word == u"resume") {
        m_timer.start(pace);
    } else {
        return false;
    }
    return true;
}

void DemoScript::bad(const QString &name)
{
    if (name.isEmpty()) {
        sendText("bad " + demoFaults().join(u"\nbad ").toUtf8());
        return;
    }
    bool found = false;
    for (const DemoFault &fault : makeDemoFaults()) {
        const bool all = name == u"all" && fault.then == DemoFault::Then::GoOn && hasWhatItNeeds(fault);
        if (!all && fault.name() != name)
            continue;
        found = true;
        if (!hasWhatItNeeds(fault)) {
            sendText("\"bad " + name.toUtf8() + "\" needs another agreement. Connect again, and " +
                     whatToOffer(fault.needs));
            return;
        }
        if (!fault.octets.isEmpty())
            m_connection.send(fault.octets);
        switch (fault.then) {
        case DemoFault::Then::GoOn:
        case DemoFault::Then::Close:
            break;
        case DemoFault::Then::LoseContext:
            sendText("Compressed messages after this one may be unreadable, until you connect again.");
            break;
        case DemoFault::Then::EndTcp:
            m_connection.endWithoutClose();
            return;
        case DemoFault::Then::Reset:
            m_connection.abort();
            return;
        case DemoFault::Then::SpoilPong:
            m_connection.answerer().spoilNextPong();
            sendText("Your next ping will be answered wrongly.");
            break;
        case DemoFault::Then::SpoilCloseAnswer:
            m_connection.setCloseAnswer(ws::closecode::goingAway);
            sendText("Your close will be answered with 1001.");
            break;
        }
    }
    if (!found)
        sendText("There is no \"bad " + name.toUtf8() + "\". Send \"bad\" for the list.");
}

bool DemoScript::hasWhatItNeeds(const DemoFault &fault) const
{
    const ws::Agreement &agreement = m_connection.status().agreement;
    switch (fault.needs) {
    case DemoFault::Needs::Nothing:
        return true;
    case DemoFault::Needs::Deflate:
        return agreement.deflate;
    case DemoFault::Needs::Takeover:
        return agreement.deflate && agreement.server.contextTakeover;
    case DemoFault::Needs::NoTakeover:
        return agreement.deflate && !agreement.server.contextTakeover;
    }
    return false;
}

void DemoScript::compressed()
{
    MessageWriter &writer = m_connection.answerer().writer();
    if (!m_connection.isOpen() || !writer.compresses()) {
        sendText("No compression was agreed. Connect again, and " + whatToOffer(DemoFault::Needs::Deflate));
        return;
    }
    // Each refers to those before it, and so is smaller.
    for (std::uint32_t i = 0; i < 3; ++i)
        m_connection.sendMessage(Opcode::Text, order(m_tick + i));
    sendText("This message is not compressed, as any may be.");
    // RFC 7692 §6.1: only the first fragment has RSV1; control frames go between them as they are.
    const QByteArray text = "One compressed message in three frames: " + order(m_tick + 3);
    const QByteArray payload = writer.compressed(byteView(text));
    const qsizetype third = payload.size() / 3;
    sendFrame(Opcode::Text, payload.first(third), false, true);
    sendFrame(Opcode::Ping, "between");
    sendFrame(Opcode::Continuation, payload.mid(third, third), false);
    sendFrame(Opcode::Continuation, payload.mid(2 * third));
    m_connection.sendMessage(Opcode::Binary, filler(100'000));
}

void DemoScript::closeAsTold(const QString &arguments)
{
    bool isNumber = true;
    const QString number = arguments.section(u' ', 0, 0);
    const uint code = number.isEmpty() ? ws::closecode::normal : number.toUInt(&isNumber);
    if (!isNumber || code > 65535 || !ws::maySendCloseCode(static_cast<std::uint16_t>(code))) {
        sendText("close takes a code that may be sent: 1000-1003, 1007-1014, 3000-4999.");
        return;
    }
    m_connection.close(static_cast<std::uint16_t>(code), arguments.section(u' ', 1).toUtf8());
}

void DemoScript::flood(const QString &count)
{
    bool isNumber = false;
    const uint wanted = count.toUInt(&isNumber);
    if (!isNumber || wanted == 0 || wanted > maxFlood) {
        sendText("flood takes a number from 1 to 1000000.");
        return;
    }
    m_floodNext = 0;
    m_floodEnd = wanted;
    continueFlood();
}

void DemoScript::continueFlood()
{
    // send() can report what it wrote at once.
    if (m_flooding)
        return;
    m_flooding = true;
    while (m_floodNext < m_floodEnd && m_connection.isOpen() && m_connection.unsent() < politeUnsent) {
        QByteArray octets;
        octets.reserve(floodChunk + 64);
        while (m_floodNext < m_floodEnd && octets.size() < floodChunk) {
            const QByteArray text = "flood " + QByteArray::number(++m_floodNext);
            ws::writeFrame(ownFrame(Opcode::Text, ws::Role::Server), byteView(text), octets);
        }
        m_connection.send(octets);
    }
    m_flooding = false;
}

} // namespace framescope::net
