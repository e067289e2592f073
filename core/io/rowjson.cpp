#include "core/io/rowjson.h"

#include "core/base/clock.h"
#include "core/capture/rownotes.h"
#include "core/http/head.h"
#include "core/ws/findings.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>

namespace framescope::io
{

namespace
{
using capture::RowKind;
using capture::RowRecord;

/// Payloads are read and encoded in pieces of this size: a multiple of 3, so the Base64 of the pieces joins.
constexpr std::uint64_t window = 3 * 64 * 1024;

constexpr std::array<QLatin1StringView, 22> ownKeys = {
    QLatin1StringView("n"),       QLatin1StringView("t"),        QLatin1StringView("conn"),
    QLatin1StringView("dir"),     QLatin1StringView("kind"),     QLatin1StringView("fin"),
    QLatin1StringView("rsv"),     QLatin1StringView("opcode"),   QLatin1StringView("masked"),
    QLatin1StringView("key"),     QLatin1StringView("form"),     QLatin1StringView("declared"),
    QLatin1StringView("wire"),    QLatin1StringView("msg"),      QLatin1StringView("status"),
    QLatin1StringView("payload"), QLatin1StringView("event"),    QLatin1StringView("findings"),
    QLatin1StringView("error"),   QLatin1StringView("inflated"), QLatin1StringView("marked"),
    QLatin1StringView("comment"),
};

/// Appends members to an object one after the other, and hands it on in pieces.
class ObjectWriter
{
public:
    explicit ObjectWriter(const TextSink &sink) : m_sink(sink) {}

    void number(const char *key, std::uint64_t value)
    {
        begin(key);
        m_json.append(QByteArray::number(static_cast<qulonglong>(value)));
    }
    void boolean(const char *key, bool value)
    {
        begin(key);
        m_json.append(value ? "true" : "false");
    }
    /// A text of ours that needs no escaping.
    void word(const char *key, QByteArrayView value)
    {
        begin(key);
        m_json.append('"').append(value).append('"');
    }
    void value(const QString &key, const QJsonValue &value)
    {
        separate();
        m_json.append(encoded(key)).append(':').append(encoded(value));
    }
    /// Base64 of `size` octets that `read` gives, a window at a time. Returns its error, if any.
    template <typename Read> QString base64(const char *key, std::uint64_t size, Read read)
    {
        begin(key);
        m_json.append('"');
        QString error;
        for (std::uint64_t at = 0; at < size;) {
            const Result<QByteArray> piece = read(at, std::min(window, size - at));
            if (!piece)
                error = piece.error().message;
            if (!piece || piece->isEmpty())
                break;
            m_json.append(piece->toBase64());
            at += static_cast<std::uint64_t>(piece->size());
            if (!handOn())
                break;
            // A short piece in the middle would put padding inside the text; the file ended there.
            if (piece->size() % 3 != 0)
                break;
        }
        m_json.append('"');
        return error;
    }
    void findings(const std::vector<ws::Finding> &findings)
    {
        begin("findings");
        m_json.append('[');
        for (const ws::Finding &finding : findings) {
            const std::string_view name = ws::info(finding.id).name;
            m_json.append(&finding == findings.data() ? "\"" : ",\"")
                .append(QByteArrayView(name.data(), static_cast<qsizetype>(name.size())))
                .append('"');
        }
        m_json.append(']');
    }
    void finish()
    {
        m_json.append('}');
        handOn();
    }

private:
    bool handOn()
    {
        m_taken = m_taken && m_sink(m_json);
        m_json.resize(0);
        return m_taken;
    }
    void separate()
    {
        m_json.append(m_empty ? "{" : ",");
        m_empty = false;
    }
    void begin(const char *key)
    {
        separate();
        m_json.append('"').append(key).append("\":");
    }
    static QByteArray encoded(const QJsonValue &value)
    {
        const QByteArray array = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
        return array.sliced(1, array.size() - 2);
    }

    const TextSink &m_sink;
    QByteArray m_json; ///< not handed on yet
    bool m_empty = true;
    bool m_taken = true;
};

const char *kindName(RowKind kind)
{
    switch (kind) {
    case RowKind::Frame:
        return "frame";
    case RowKind::HandshakeRequest:
        return "handshake-request";
    case RowKind::HandshakeResponse:
        return "handshake-response";
    case RowKind::Event:
        return "event";
    case RowKind::Raw:
        break;
    }
    return "raw";
}

/// Returns why the header's octets could not be read, if so: what the index does not know of it is left out then.
QString writeFrame(ObjectWriter &json, const RowRecord &record, capture::CaptureReader &reader, RowIndex row,
                   std::uint64_t present)
{
    const Result<ws::FrameHeader> stored = reader.storedHeader(row);
    const ws::FrameHeader header = stored ? *stored : reader.header(row);
    json.boolean("fin", header.fin());
    json.number("rsv", header.rsv());
    json.number("opcode", static_cast<std::uint64_t>(header.opcode()));
    json.boolean("masked", header.masked());
    if (header.masked() && stored) {
        const QByteArray key(reinterpret_cast<const char *>(header.key.data()), qsizetype(header.key.size()));
        json.word("key", key.toHex());
    }
    json.number("form", static_cast<std::uint64_t>(header.lengthForm()));
    json.number("declared", header.declared);
    // Of a frame that ended early not even the header need be whole.
    std::uint64_t headerSize = header.size();
    if (record.incomplete() && present == 0) {
        if (const Result<QByteArray> there = reader.wire(row, 0, headerSize))
            headerSize = static_cast<std::uint64_t>(there->size());
    }
    json.number("wire", headerSize + present);
    if (record.message != RowRecord::noMessage)
        json.number("msg", messageStart(record, row).value() + 1);
    return stored ? QString() : stored.error().message;
}

void writeStatus(ObjectWriter &json, capture::CaptureReader &reader, RowIndex row)
{
    const Result<QByteArray> start = reader.payload(row, 0, 16);
    if (const auto status = start ? http::statusIn(*start) : std::nullopt)
        json.number("status", *status);
}

void writeEvent(ObjectWriter &json, const capture::Event &event)
{
    json.word("event", capture::eventName(event.kind).toUtf8());
    for (auto it = event.details.begin(); it != event.details.end(); ++it) {
        const bool taken = std::find(ownKeys.begin(), ownKeys.end(), it.key()) != ownKeys.end();
        json.value(taken ? u'_' + it.key() : it.key(), it.value());
    }
}

/// What the message inflates to, when this is its last frame. Returns the reader's error, if any.
QString writeInflated(ObjectWriter &json, const capture::Capture &capture, capture::CaptureReader &reader, RowIndex row)
{
    const RowRecord record = capture.row(row);
    if (!record.isFrame() || record.message == RowRecord::noMessage || !record.endsMessage() ||
        !capture.row(record.messageStart(row)).rsv1())
        return {};
    const capture::Inflated inflated = reader.inflated(row);
    if (inflated.state == capture::Inflated::State::None || inflated.state == capture::Inflated::State::Unknown)
        return {};
    // Nothing is something else than what could not be stored.
    if (const auto none = reader.inflatedPayload(row, 0, 0); !none)
        return none.error().message;
    return json.base64("inflated", inflated.size, [&](std::uint64_t from, std::uint64_t count) {
        return reader.inflatedPayload(row, from, count);
    });
}
} // namespace

RowIndex messageStart(const RowRecord &record, RowIndex row) { return record.messageStart(row); }

void writeRowJson(const capture::Capture &capture, capture::CaptureReader &reader, RowIndex row, const TextSink &sink)
{
    const RowRecord record = capture.row(row);
    ObjectWriter json(sink);
    json.number("n", row.value() + 1);
    json.word("t", toRfc3339(record.time).toLatin1());
    json.number("conn", std::uint64_t(record.connection().value()) + 1);
    if (capture::hasDirection(record))
        json.word("dir", record.direction() == Direction::In ? "in" : "out");
    json.word("kind", kindName(record.kind()));

    QString error;
    if (record.kind() == RowKind::Event) {
        writeEvent(json, reader.event(row));
    } else {
        const std::uint64_t present = record.isFrame() ? reader.payloadPresent(row) : record.length();
        if (record.isFrame())
            error = writeFrame(json, record, reader, row, present);
        else if (record.kind() == RowKind::HandshakeResponse)
            writeStatus(json, reader, row);
        const QString unread = json.base64("payload", present, [&](std::uint64_t from, std::uint64_t count) {
            return reader.payload(row, from, count);
        });
        if (error.isEmpty())
            error = unread;
        if (error.isEmpty())
            error = writeInflated(json, capture, reader, row);
    }
    json.findings(capture.findings(row));
    const capture::RowNote note = capture.notes().at(row);
    if (note.marked)
        json.boolean("marked", true);
    if (!note.comment.isEmpty())
        json.value(QStringLiteral("comment"), note.comment);
    if (!error.isEmpty())
        json.value(QStringLiteral("error"), error);
    json.finish();
}

QByteArray rowJson(const capture::Capture &capture, capture::CaptureReader &reader, RowIndex row)
{
    QByteArray json;
    writeRowJson(capture, reader, row, [&json](QByteArrayView piece) {
        json.append(piece);
        return true;
    });
    return json;
}

} // namespace framescope::io
