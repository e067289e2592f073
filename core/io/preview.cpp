#include "core/io/rowtext.h"

#include "core/decode/decoder.h"
#include "core/decode/utf8.h"
#include "core/exchange/batch.h"
#include "core/ws/closecode.h"

#include <QJsonArray>
#include <QStringList>

#include <algorithm>

namespace framescope::io
{

namespace
{
using capture::EventKind;
using capture::RowKind;
using capture::RowRecord;

/// At most `width` characters; what is cut, or goes on beyond what was read, ends with an ellipsis.
QString fit(QString text, int width, bool goesOn = false)
{
    if (text.size() <= width && !goesOn)
        return text;
    qsizetype keep = std::min<qsizetype>(text.size(), width - 1);
    if (keep > 0 && text[keep - 1].isHighSurrogate())
        --keep;
    return text.first(std::max<qsizetype>(0, keep)) + u'…';
}

/// Octets at the end that begin a UTF-8 character and do not end it: 0 to 3.
qsizetype cutCharacter(const QByteArray &octets)
{
    for (qsizetype back = 1; back <= std::min<qsizetype>(3, octets.size()); ++back) {
        const auto octet = static_cast<unsigned char>(octets[octets.size() - back]);
        if ((octet & 0xC0) == 0x80)
            continue;
        const qsizetype needed = octet >= 0xF0 ? 4 : octet >= 0xE0 ? 3 : octet >= 0xC0 ? 2 : 1;
        return needed > back ? back : 0;
    }
    return 0;
}

/// A character cut by the end of what was read is never seen: 4 * width octets hold `width` whole ones before it.
QString asText(const QByteArray &octets, bool goesOn, int width)
{
    return fit(visibleText(decode::utf8Text(octets)), width, goesOn);
}

/// "48 65 6c 6c 6f  Hello", as many octets as fit.
QString asHex(const QByteArray &octets, bool goesOn, int width)
{
    const qsizetype room = std::max(1, (width - 3) / 4);
    const QByteArray part = octets.first(std::min(room, octets.size()));
    if (part.isEmpty())
        return {};
    QString text = QString::fromLatin1(part.toHex(' ')) + QStringLiteral("  ");
    for (const char c : part)
        text += QLatin1Char(c >= 0x20 && c < 0x7F ? c : '.');
    return fit(text, width, goesOn || part.size() < octets.size());
}

QString english(const QString &text) { return text; }

QString closeText(const QByteArray &payload, Words words)
{
    if (payload.isEmpty())
        return words(QStringLiteral("no status (1005)"));
    if (payload.size() == 1)
        return QString::fromLatin1(payload.toHex());
    const std::uint16_t code = ws::closeCodeOf(byteView(payload));
    const std::string_view name = ws::closeCodeName(code);
    QString text = QString::number(code);
    if (!name.empty())
        text += u' ' + words(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    if (payload.size() > 2)
        text += QStringLiteral(" · ") + visibleText(decode::utf8Text(payload.mid(2)));
    return text;
}

QString number(const QJsonValue &value)
{
    return value.isDouble() ? QString::number(value.toInteger()) : visibleText(value.toString());
}

QString eventText(const capture::Event &event, Direction direction, ws::Role ourRole, Words words)
{
    const auto detail = [&event](const char *name) {
        return visibleText(event.details.value(QLatin1String(name)).toString());
    };
    const bool byUs = direction == Direction::Out;
    switch (event.kind) {
    case EventKind::Connected: {
        const QString peer = detail("peer");
        if (peer.isEmpty())
            return words(QStringLiteral("connected"));
        return (ourRole == ws::Role::Client ? words(QStringLiteral("connected to %1"))
                                            : words(QStringLiteral("connection from %1")))
            .arg(peer);
    }
    case EventKind::Secured: {
        QStringList parts;
        for (const char *name : {"protocol", "cipher", "subject"}) {
            if (const QString text = detail(name); !text.isEmpty())
                parts.append(text);
        }
        const QJsonValue verified = event.details.value(QLatin1String("verified"));
        if (verified.isBool())
            parts.append(words(verified.toBool() ? QStringLiteral("verified") : QStringLiteral("not verified")));
        return parts.isEmpty() ? words(QStringLiteral("secured"))
                               : words(QStringLiteral("secured: %1")).arg(parts.join(u", "));
    }
    case EventKind::Finished:
        return words(byUs ? QStringLiteral("we ended our TCP stream (FIN)")
                          : QStringLiteral("peer ended its TCP stream (FIN)"));
    case EventKind::Reset:
        return words(byUs ? QStringLiteral("we reset the TCP connection (RST)")
                          : QStringLiteral("peer reset the TCP connection (RST)"));
    case EventKind::Failed: {
        const QString reason = detail("reason");
        return reason.isEmpty() ? words(QStringLiteral("failed"))
                                : words(QStringLiteral("failed: %1")).arg(words(reason));
    }
    case EventKind::Closed: {
        QStringList parts;
        if (const QString code = number(event.details.value(QLatin1String("code"))); !code.isEmpty())
            parts.append(code);
        if (const QString initiator = detail("initiator"); !initiator.isEmpty())
            parts.append(words(QStringLiteral("by %1")).arg(words(initiator)));
        if (const QString reason = detail("reason"); !reason.isEmpty())
            parts.append(reason);
        if (event.details.value(QLatin1String("clean")) == QJsonValue(false))
            parts.append(words(QStringLiteral("not clean")));
        return parts.isEmpty() ? words(QStringLiteral("closed"))
                               : words(QStringLiteral("closed: %1")).arg(parts.join(u", "));
    }
    case EventKind::Stalled: {
        const QString octets = number(event.details.value(QLatin1String("octets")));
        const QString needed = number(event.details.value(QLatin1String("needed")));
        return needed.isEmpty()
                   ? words(QStringLiteral("waiting: %1 bytes are there")).arg(octets)
                   : words(QStringLiteral("waiting: %1 bytes are there, %2 are needed")).arg(octets, needed);
    }
    case EventKind::Resolved: {
        QStringList addresses;
        for (const QJsonValue address : event.details.value(QLatin1String("addresses")).toArray())
            addresses.append(visibleText(address.toString()));
        const QString found = addresses.isEmpty() ? words(detail("error")) : addresses.join(u", ");
        return words(QStringLiteral("looked up %1: %2")).arg(detail("host"), found);
    }
    case EventKind::Attempt:
        return words(QStringLiteral("attempt at %1: %2")).arg(detail("address"), words(detail("result")));
    case EventKind::Proxied:
        return words(QStringLiteral("%1 proxy %2: %3"))
            .arg(detail("kind"), detail("proxy"), detail("reply").section(QLatin1Char('\n'), 0, 0).trimmed());
    case EventKind::Rolled:
    case EventKind::Continued:
    case EventKind::Note:
        break;
    }
    return words(detail("text"));
}

/// The first frame of the message that a frame belongs to; the frame itself when it belongs to none.
RowRecord firstFrame(const capture::Capture &capture, RowIndex row, const RowRecord &record)
{
    return record.message == RowRecord::noMessage ? record : capture.row(messageStart(record, row));
}

/// The first methods and answers in a batch of JSON-RPC; empty of other texts.
QString batchText(const QByteArray &octets, bool goesOn, int width)
{
    const auto first = std::find_if(octets.begin(), octets.end(), [](char c) { return c < 0 || c > ' '; });
    if (first == octets.end() || *first != '[')
        return {};
    exchange::Batch batch;
    batch.read(byteView(octets));
    if (batch.heads.empty())
        return {};
    QStringList names;
    for (const exchange::MessageHead &head : batch.heads)
        names.append(visibleText(decode::utf8Text(head.name)));
    return fit(QStringLiteral("JSON-RPC: ") + names.join(u", "), width, goesOn || !batch.whole);
}

/// What a decoder says of the beginning of a message; empty when none knows it.
QString decodedText(const PreviewDecoding *decoding, const QByteArray &octets, bool text, bool goesOn, int width)
{
    if (decoding == nullptr)
        return {};
    const decode::Payload payload{byteView(octets), decoding->channel, text, !goesOn};
    const QString line = decode::summaryOf(payload, width, decoding->chosen);
    if (line.isEmpty() && text && decoding->chosen == nullptr)
        return batchText(octets, goesOn, width);
    return line.isEmpty() ? line : fit(visibleText(line), width);
}

/// Of a compressed message the last frame shows what it inflates to, the others that they are part of it.
QString compressedText(const capture::Inflated &inflated, capture::CaptureReader &reader, RowIndex row,
                       const RowRecord &record, bool text, int width, Words words, const PreviewDecoding *decoding)
{
    using State = capture::Inflated::State;
    if (inflated.state == State::Unknown)
        return fit(
            words(QStringLiteral("compressed; context unknown since #%1")).arg(inflated.unknownSince.value() + 1),
            width);
    const bool last = record.endsMessage() || record.incomplete();
    if (!last || (inflated.size == 0 && inflated.state != State::Whole))
        return fit(words(QStringLiteral("(part of a compressed message)")), width);
    const Result<QByteArray> octets = reader.inflatedPayload(row, 0, 4 * static_cast<std::uint64_t>(width));
    if (!octets)
        return fit(u'(' + words(octets.error().message) + u')', width);
    if (inflated.size == 0)
        return fit(words(QStringLiteral("(an empty message, compressed)")), width);
    const bool goesOn = static_cast<std::uint64_t>(octets->size()) < inflated.size || inflated.state != State::Whole;
    if (const QString line = decodedText(decoding, *octets, text, goesOn, width); !line.isEmpty())
        return line;
    return text ? asText(*octets, goesOn, width) : asHex(*octets, goesOn, width);
}

/// Raw octets are text when they are UTF-8 without controls: the body of a refused upgrade mostly is.
bool looksLikeText(const QByteArray &octets, bool goesOn)
{
    const QByteArrayView whole = QByteArrayView(octets).chopped(goesOn ? cutCharacter(octets) : 0);
    return whole.isValidUtf8() && std::none_of(whole.begin(), whole.end(), [](char c) {
               const auto octet = static_cast<unsigned char>(c);
               return octet < 0x20 && octet != '\t' && octet != '\r' && octet != '\n';
           });
}

/// The first line of a head; of a response without the HTTP version, which is nearly always the same.
QString headText(const QByteArray &octets, bool goesOn, bool response, int width)
{
    const qsizetype newline = octets.indexOf('\n');
    QByteArray line = newline < 0 ? octets : octets.first(newline);
    if (line.endsWith('\r'))
        line.chop(1);
    if (response && line.startsWith("HTTP/1.1 "))
        line = line.sliced(9);
    return asText(line, goesOn && newline < 0, width);
}
} // namespace

QString preview(const capture::Capture &capture, capture::CaptureReader &reader, RowIndex row, int width, Words words,
                const PreviewDecoding *decoding)
{
    if (width <= 0)
        return {};
    if (words == nullptr)
        words = english;
    const RowRecord record = capture.row(row);
    if (record.kind() == RowKind::Event) {
        const ws::Role ourRole = capture.facts(record.connection()).ourRole;
        return fit(eventText(reader.event(row), record.direction(), ourRole, words), width);
    }
    const RowRecord first = record.isFrame() ? firstFrame(capture, row, record) : record;
    const bool text = record.isFrame() && first.opcode() == ws::Opcode::Text;
    if (record.isFrame() && first.rsv1()) {
        const capture::Inflated inflated = reader.inflated(row);
        if (inflated.state != capture::Inflated::State::None)
            return compressedText(inflated, reader, row, record, text, width, words, decoding);
    }
    // A character of text takes at most four octets; more than fits need not be read.
    const std::uint64_t wanted = 4 * static_cast<std::uint64_t>(width);
    const std::uint64_t present = record.isFrame() ? reader.payloadPresent(row) : record.length();
    const bool close = record.isFrame() && record.opcode() == ws::Opcode::Close;
    const Result<QByteArray> octets = reader.payload(row, 0, close ? std::max<std::uint64_t>(wanted, 125) : wanted);
    if (!octets)
        return fit(u'(' + words(octets.error().message) + u')', width);
    const bool goesOn = static_cast<std::uint64_t>(octets->size()) < present;
    switch (record.kind()) {
    case RowKind::HandshakeRequest:
        return headText(*octets, goesOn, false, width);
    case RowKind::HandshakeResponse:
        return headText(*octets, goesOn, true, width);
    case RowKind::Frame:
        if (close)
            return fit(closeText(*octets, words), width, goesOn);
        if (present == 0)
            return fit(words(record.incomplete() ? QStringLiteral("(the stream ended before the payload)")
                                                 : QStringLiteral("(no payload)")),
                       width);
        // Only the first frame of a message begins what a decoder can read.
        if (!first.rsv1() && (record.opcode() == ws::Opcode::Text || record.opcode() == ws::Opcode::Binary)) {
            const bool more = goesOn || !record.fin() || record.incomplete();
            if (const QString line = decodedText(decoding, *octets, text, more, width); !line.isEmpty())
                return line;
        }
        return text && !first.rsv1() ? asText(*octets, goesOn, width) : asHex(*octets, goesOn, width);
    case RowKind::Raw:
    case RowKind::Event:
        break;
    }
    return looksLikeText(*octets, goesOn) ? asText(*octets, goesOn, width) : asHex(*octets, goesOn, width);
}

} // namespace framescope::io
