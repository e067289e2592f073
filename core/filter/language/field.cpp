#include "core/filter/language/field.h"

#include "core/capture/event.h"
#include "core/capture/rowrecord.h"
#include "core/decode/decoder.h"
#include "core/ws/finding.h"

#include <algorithm>
#include <array>
#include <vector>

namespace framescope::filter
{

namespace
{
using capture::EventKind;
using capture::RowKind;

template <typename T> constexpr std::uint64_t number(T value) noexcept { return static_cast<std::uint64_t>(value); }

constexpr FieldWord directions[] = {
    {"in", number(Direction::In), "received"},
    {"out", number(Direction::Out), "sent"},
    {"received", number(Direction::In), ""},
    {"sent", number(Direction::Out), ""},
};
constexpr FieldWord kinds[] = {
    {"frame", number(RowKind::Frame), ""},
    {"request", number(RowKind::HandshakeRequest), "of the opening handshake"},
    {"response", number(RowKind::HandshakeResponse), "of the opening handshake"},
    {"event", number(RowKind::Event), ""},
    {"raw", number(RowKind::Raw), "bytes outside any frame"},
};
constexpr FieldWord opcodes[] = {
    {"cont", 0x0, "continuation"},
    {"continuation", 0x0, ""},
    {"text", 0x1, ""},
    {"binary", 0x2, ""},
    {"close", 0x8, ""},
    {"ping", 0x9, ""},
    {"pong", 0xA, ""},
};
constexpr FieldWord severities[] = {
    {"none", number(ws::Severity::None), ""},
    {"info", number(ws::Severity::Info), "legal and worth knowing"},
    {"warning", number(ws::Severity::Warning), "legal, and unwise"},
    {"error", number(ws::Severity::Error), "a rule is broken"},
};
constexpr FieldWord events[] = {
    {"connected", number(EventKind::Connected), ""},  {"secured", number(EventKind::Secured), "TLS is there"},
    {"finished", number(EventKind::Finished), "FIN"}, {"reset", number(EventKind::Reset), "RST"},
    {"failed", number(EventKind::Failed), ""},        {"closed", number(EventKind::Closed), ""},
    {"stalled", number(EventKind::Stalled), ""},      {"note", number(EventKind::Note), ""},
    {"resolved", number(EventKind::Resolved), ""},    {"attempt", number(EventKind::Attempt), ""},
    {"proxied", number(EventKind::Proxied), ""},      {"rolled", number(EventKind::Rolled), ""},
    {"continued", number(EventKind::Continued), ""},
};

constexpr Field table[] = {
    {FieldId::FrameNumber, "frame.number", "number row", ValueType::Number, "the row's number, from 1",
     "frame.number >= 1000"},
    {FieldId::Time, "time", "frame.time frame.time_relative", ValueType::Time,
     "when the row's last byte was read or written: since the first row, as a time of day, or as a date and time",
     "time > 1.5 s and time < 2 s"},
    {FieldId::Delta, "delta", "frame.time_delta", ValueType::Span,
     "the time since the row before in the capture, of any connection", "delta > 200 ms"},
    {FieldId::Gap, "gap", "", ValueType::Span,
     "of a frame: the time since the one before it of the same connection in the same direction",
     "dir == in and gap > 5 s"},
    {FieldId::Rtt, "rtt", "", ValueType::Span,
     "of a frame that ends an answer: the time since its request (ping, JSON-RPC, GraphQL, Socket.IO)", "rtt > 50 ms"},
    {FieldId::Direction, "dir", "direction", ValueType::Word,
     "whether it was received or sent; most events are neither", "dir == in", directions},
    {FieldId::Connection, "conn", "connection", ValueType::Number, "the connection's number, from 1", "conn == 2"},
    {FieldId::Address, "address", "ip.addr tcp.port host", ValueType::String,
     "of the connection: an address of either end, its port, or both with a colon", "address == 8080"},
    {FieldId::Peer, "peer", "", ValueType::String, "the same of the other end alone", "peer contains \"10.0.\""},
    {FieldId::Url, "url", "http.request.full_uri", ValueType::String,
     "of the connection: the URL that was asked for; of one that came to a listener, or from another program's file, "
     "its path and query",
     "url contains \"/chat\""},
    {FieldId::Kind, "kind", "", ValueType::Word, "what the row is", "kind == frame", kinds},
    {FieldId::Status, "status", "http.response.code", ValueType::Number,
     "of the opening handshake's response: its HTTP status", "status != 101"},
    {FieldId::Opcode, "opcode", "websocket.opcode", ValueType::Word, "of a frame: its opcode (RFC 6455 §5.2)",
     "opcode in {ping, pong}", opcodes},
    {FieldId::Fin, "fin", "websocket.fin", ValueType::Flag, "of a frame: it is the last of its message", "not fin"},
    {FieldId::Rsv, "rsv", "websocket.rsv", ValueType::Number, "of a frame: the three reserved bits; RSV1 is 4",
     "rsv != 0"},
    {FieldId::Rsv1, "rsv1", "websocket.rsv1", ValueType::Flag,
     "of a frame: the bit RSV1, which marks a compressed message", "rsv1"},
    {FieldId::Rsv2, "rsv2", "websocket.rsv2", ValueType::Flag, "of a frame: the bit RSV2", "rsv2"},
    {FieldId::Rsv3, "rsv3", "websocket.rsv3", ValueType::Flag, "of a frame: the bit RSV3", "rsv3"},
    {FieldId::Masked, "masked", "websocket.mask mask", ValueType::Flag, "of a frame: its payload is masked",
     "dir == in and masked"},
    {FieldId::Key, "key", "websocket.masking_key", ValueType::Octets, "of a masked frame: its masking key",
     "key == 00000000"},
    {FieldId::Length, "length", "websocket.payload_length len", ValueType::Size,
     "payload bytes of a frame as its header says, bytes of a head or raw row", "length > 64 KiB"},
    {FieldId::Wire, "wire", "frame.len", ValueType::Size, "the same with the frame's header", "wire < 10"},
    {FieldId::Form, "form", "", ValueType::Number, "of a frame: bits of its length field, 7, 16 or 64", "form == 64"},
    {FieldId::MessageNumber, "message.number", "message msg", ValueType::Number,
     "of a frame in a message: the row that the message begins with", "message.number == 17"},
    {FieldId::MessageLength, "message.length", "", ValueType::Size,
     "of the last frame of a message: bytes of the whole message, inflated where it was compressed",
     "message.length > 1 MiB"},
    {FieldId::MessageRatio, "message.ratio", "", ValueType::Ratio,
     "of the last frame of a compressed message: inflated bytes to one compressed", "message.ratio > 100"},
    {FieldId::MessageType, "message.type", "", ValueType::String,
     "of the last frame of a text message, and of a ping or pong: what the statistics count it as, its protocol with "
     "the method, event or type that it names; of a batch also what is in it",
     "message.type == \"graphql type=next\""},
    {FieldId::MessageRequest, "message.request", "", ValueType::String,
     "the same of a message that asks for an answer, or of such ones in a batch",
     "message.request == \"jsonrpc method=sum\""},
    {FieldId::Payload, "payload", "websocket.payload data", ValueType::Octets,
     "what the row carries: a frame's payload unmasked, on the last frame of a message in several frames also the "
     "whole message; what a compressed message inflates to on its last frame; the bytes of a head or raw row",
     "payload[0:2] == 1f8b"},
    {FieldId::Text, "text", "websocket.payload.text data-text-lines", ValueType::String, "the same as text in UTF-8",
     "text contains \"error\""},
    {FieldId::Json, "json", "", ValueType::Json,
     "a value in a payload that is JSON, of a message told on its last frame: json.$.user.id; [*] stands for every "
     "element, [\"a key\"] for any key",
     "json.$.type == \"order\""},
    {FieldId::Decoder, "decoder", "", ValueType::Json,
     "of a message, told on its last frame: the decoder that recognises it (text, json, cbor, msgpack, protobuf, "
     "socketio ...)",
     "decoder == cbor"},
    {FieldId::Decoded, "decoded", "", ValueType::Json,
     "a value in a message that a decoder reads: decoded.$.user.id; with the decoder's name in place of decoded it is "
     "read by that one, as in protobuf.$.1 for field 1",
     "decoded.$.user.id == 17"},
    {FieldId::CloseCode, "close.code", "websocket.payload.close.status_code", ValueType::Number,
     "of a close frame: its code (RFC 6455 §7.4)", "close.code != 1000"},
    {FieldId::CloseReason, "close.reason", "websocket.payload.close.reason", ValueType::String,
     "of a close frame: its reason", "close.reason contains \"restart\""},
    {FieldId::Finding, "finding", "findings", ValueType::String,
     "a finding's name (docs/findings.md); alone: there is any", "finding == \"msg.utf8\""},
    {FieldId::Severity, "severity", "_ws.expert.severity", ValueType::Word, "of the row's worst finding",
     "severity >= warning", severities},
    {FieldId::Event, "event", "", ValueType::Word, "of an event: its kind", "event == closed", events},
    {FieldId::Marked, "marked", "frame.marked", ValueType::Flag, "a person marked the row", "marked"},
    {FieldId::Comment, "comment", "frame.comment pkt_comment", ValueType::String,
     "what a person noted of the row; alone: there is a comment", "comment contains \"late\""},
};
static_assert(std::size(table) == number(FieldId::Count));

/// What stands before the first point or bracket; empty where there is neither.
QStringView beforePath(QStringView text) noexcept
{
    const auto end = std::find_if(text.begin(), text.end(), [](QChar c) { return c == u'.' || c == u'['; });
    return end == text.end() ? QStringView() : text.first(end - text.begin());
}

bool isName(QStringView name, QLatin1String other) { return name.compare(other, Qt::CaseInsensitive) == 0; }

/// How many letters must be put in, taken out or changed (Levenshtein), up to `most` + 1.
qsizetype distance(QStringView a, QStringView b, qsizetype most)
{
    if (std::abs(a.size() - b.size()) > most)
        return most + 1;
    std::vector<qsizetype> row(static_cast<std::size_t>(b.size()) + 1);
    for (std::size_t j = 0; j < row.size(); ++j)
        row[j] = static_cast<qsizetype>(j);
    for (qsizetype i = 0; i < a.size(); ++i) {
        qsizetype diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 1; j < row.size(); ++j) {
            const bool same = a[i].toLower() == b[static_cast<qsizetype>(j) - 1].toLower();
            const qsizetype changed = diagonal + (same ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
        }
    }
    return row.back();
}

/// Collects what a name was probably meant to be.
class Nearest
{
public:
    explicit Nearest(QStringView name) : m_name(name), m_best(std::max<qsizetype>(1, name.size() / 3) + 1) {}

    void offer(QLatin1String candidate)
    {
        const QString text(candidate);
        const bool begins = m_name.size() >= 2 && text.startsWith(m_name, Qt::CaseInsensitive);
        const qsizetype away = begins ? 1 : distance(m_name, text, m_best);
        if (away < m_best) {
            m_best = away;
            m_found = text;
        }
    }
    QString found() const { return m_found; }

private:
    QStringView m_name;
    qsizetype m_best;
    QString m_found;
};

/// Calls `take` with each of the words that spaces separate.
template <typename Take> void eachWord(const char *words, Take take)
{
    const QLatin1String all(words);
    for (qsizetype at = 0; at < all.size();) {
        qsizetype end = all.indexOf(u' ', at);
        if (end < 0)
            end = all.size();
        take(all.sliced(at, end - at));
        at = end + 1;
    }
}
} // namespace

std::span<const Field> fields() noexcept
{
    static const std::vector<Field> all = [] {
        std::vector<Field> made(std::begin(table), std::end(table));
        for (const decode::Decoder *decoder : decode::decoders()) {
            for (const decode::DecoderField &each : decoder->fields())
                made.push_back({FieldId::Decoded, each.name, "", ValueType::Json, each.meaning, each.example});
        }
        return made;
    }();
    return all;
}

const char *typeName(ValueType type) noexcept
{
    switch (type) {
    case ValueType::Number:
    case ValueType::Ratio:
        return "number";
    case ValueType::Size:
        return "number of bytes";
    case ValueType::Flag:
        return "flag";
    case ValueType::Time:
        return "time";
    case ValueType::Span:
        return "duration";
    case ValueType::Word:
        return "word";
    case ValueType::Octets:
        return "bytes";
    case ValueType::String:
        return "string";
    case ValueType::Json:
        break;
    }
    return "string, number, true, false or null";
}

bool isDecoderField(QStringView name) noexcept
{
    const auto own = fields().subspan(std::size(table));
    return std::any_of(own.begin(), own.end(),
                       [&](const Field &each) { return isName(name, QLatin1String(each.name)); });
}

bool beginsPath(QStringView text) noexcept
{
    const QStringView word = beforePath(text);
    return isName(word, QLatin1String("json")) || isName(word, QLatin1String("decoded")) ||
           (!word.isEmpty() && decode::findDecoder(word) != nullptr);
}

const Field &field(FieldId id) noexcept { return fields()[number(id)]; }

const Field *findField(QStringView name) noexcept
{
    if (isName(beforePath(name), QLatin1String("json")))
        return &field(FieldId::Json);
    for (const Field &each : fields()) {
        bool found = isName(name, QLatin1String(each.name));
        eachWord(each.aliases, [&](QLatin1String alias) { found = found || isName(name, alias); });
        if (found)
            return &each;
    }
    if (beginsPath(name))
        return &field(FieldId::Decoded);
    return nullptr;
}

QStringList nearestFields(QStringView name)
{
    // What other programs call it, or ask for by a single word.
    static constexpr struct {
        const char *word;
        const char *meant;
    } foreign[] = {
        {"websocket", "kind == frame"},
        {"ws", "kind == frame"},
        {"http", "kind in {request, response}"},
        {"http.request", "kind == request"},
        {"http.response", "kind == response"},
        {"http.host", "url"},
        {"http.request.uri", "url"},
        {"tcp", "kind == event"},
        {"tcp.stream", "conn == 1"},
        {"tcp.stream", "conn"},
        {"tcp.srcport", "address"},
        {"tcp.dstport", "address"},
        {"tcp.payload", "payload"},
        {"ip.src", "address"},
        {"ip.dst", "address"},
        {"ipv6.addr", "address"},
        {"data.len", "length"},
        {"data.data", "payload"},
        {"frame", "payload"},
        {"frame.cap_len", "wire"},
        {"frame.protocols", "kind"},
        {"frame.time_epoch", "time"},
        {"frame.time_utc", "time"},
        {"frame.time_delta_displayed", "delta"},
        {"_ws.expert", "finding"},
        {"_ws.expert.message", "finding"},
        {"compressed", "rsv1"},
        {"deflate", "rsv1"},
        {"pmc", "rsv1"},
        {"websocket.pmc", "rsv1"},
        {"websocket.payload.ping", "opcode == ping"},
        {"websocket.payload.pong", "opcode == pong"},
        {"websocket.payload.close", "opcode == close"},
        {"websocket.payload.binary", "opcode == binary"},
    };
    QStringList meant;
    for (const FieldId id : {FieldId::Opcode, FieldId::Event, FieldId::Kind, FieldId::Direction, FieldId::Severity}) {
        for (const FieldWord &each : field(id).words) {
            if (isName(name, QLatin1String(each.word)))
                meant.append(u"%1 == %2"_qs.arg(QLatin1String(field(id).name), QLatin1String(each.word)));
        }
    }
    for (const auto &each : foreign) {
        if (isName(name, QLatin1String(each.word)))
            meant.append(QLatin1String(each.meant));
    }
    if (name.startsWith(u"$."))
        meant.append(u"json."_qs + name.toString());
    if (!meant.isEmpty() || name.isEmpty())
        return meant;
    Nearest nearest(name);
    for (const Field &each : fields())
        nearest.offer(QLatin1String(each.name));
    for (const Field &each : table)
        eachWord(each.aliases, [&](QLatin1String alias) { nearest.offer(alias); });
    if (!nearest.found().isEmpty())
        meant.append(nearest.found());
    else if (!name.contains(u'.'))
        meant.append(u"text contains \"%1\""_qs.arg(name));
    return meant;
}

QString nearestFinding(QStringView name)
{
    Nearest nearest(name);
    for (const ws::FindingInfo &each : ws::allFindings())
        nearest.offer(QLatin1String(each.name.data(), static_cast<qsizetype>(each.name.size())));
    return nearest.found();
}

QString nearestWord(const Field &field, QStringView word)
{
    Nearest nearest(word);
    for (const FieldWord &each : field.words)
        nearest.offer(QLatin1String(each.word));
    return nearest.found();
}

} // namespace framescope::filter
