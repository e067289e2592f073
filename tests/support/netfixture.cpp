#include "tests/support/netfixture.h"

#include "core/ws/frameparser.h"
#include "core/ws/mask.h"

namespace framescope::test
{

NetFixture::NetFixture(net::Session::Threading threading)
{
    auto created = capture::Capture::create(folder.filePath(QStringLiteral("test.pcapng")));
    if (!created)
        qFatal("%s", qPrintable(created.error().message));
    capture = std::move(*created);
    session = std::make_unique<net::Session>(*capture, threading, clock);
}

NetFixture::~NetFixture() { session.reset(); }

ConnectionId NetFixture::open(const QString &url)
{
    settings.url = url;
    return session->open(settings);
}

QStringList NetFixture::findings(RowIndex row) const
{
    QStringList names;
    for (const ws::Finding &finding : capture->findings(row)) {
        const auto name = ws::info(finding.id).name;
        names += QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
    }
    return names;
}

QStringList NetFixture::rows() const
{
    static const QStringList opcodes{
        QStringLiteral("cont"),  QStringLiteral("text"), QStringLiteral("binary"), QStringLiteral("0x3"),
        QStringLiteral("0x4"),   QStringLiteral("0x5"),  QStringLiteral("0x6"),    QStringLiteral("0x7"),
        QStringLiteral("close"), QStringLiteral("ping"), QStringLiteral("pong"),   QStringLiteral("0xB"),
        QStringLiteral("0xC"),   QStringLiteral("0xD"),  QStringLiteral("0xE"),    QStringLiteral("0xF")};
    capture::CaptureReader reader(*capture);
    QStringList lines;
    for (std::uint64_t i = 0, n = capture->rowCount(); i < n; ++i) {
        const RowIndex index(i);
        const capture::RowRecord &row = capture->row(index);
        const QString direction = row.direction() == Direction::Out ? QStringLiteral("out") : QStringLiteral("in");
        QString line;
        switch (row.kind()) {
        case capture::RowKind::Frame:
            line = QStringLiteral("%1 %2 %3%4")
                       .arg(direction, opcodes.value(int(row.opcode())))
                       .arg(row.length())
                       .arg(row.fin() ? QStringLiteral(" fin") : QString());
            if (row.incomplete())
                line += QStringLiteral(" incomplete");
            break;
        case capture::RowKind::HandshakeRequest:
            line = direction + QStringLiteral(" request");
            break;
        case capture::RowKind::HandshakeResponse:
            line = direction + QStringLiteral(" response");
            break;
        case capture::RowKind::Event:
            line = QStringLiteral("%1 event %2").arg(direction, capture::eventName(reader.event(index).kind));
            break;
        case capture::RowKind::Raw:
            line = QStringLiteral("%1 raw %2").arg(direction).arg(row.length());
            break;
        }
        const QStringList names = findings(index);
        lines += names.isEmpty() ? line : line + u' ' + names.join(u' ');
    }
    return lines;
}

std::optional<RowIndex> NetFixture::find(const QString &beginning, RowIndex from) const
{
    const QStringList lines = rows();
    for (qsizetype i = static_cast<qsizetype>(from.value()); i < lines.size(); ++i) {
        if (lines[i].startsWith(beginning))
            return RowIndex(static_cast<std::uint64_t>(i));
    }
    return std::nullopt;
}

QJsonObject NetFixture::event(capture::EventKind kind) const
{
    capture::CaptureReader reader(*capture);
    for (std::uint64_t i = 0, n = capture->rowCount(); i < n; ++i) {
        if (capture->row(RowIndex(i)).kind() != capture::RowKind::Event)
            continue;
        const capture::Event event = reader.event(RowIndex(i));
        if (event.kind == kind)
            return event.details;
    }
    return {};
}

QByteArray NetFixture::payload(RowIndex row) const
{
    capture::CaptureReader reader(*capture);
    auto octets = reader.payload(row, 0, capture->row(row).length());
    return octets ? *octets : QByteArray();
}

QByteArray frame(ws::Opcode opcode, const QByteArray &payload, bool fin, std::optional<ws::MaskKey> key)
{
    ws::FrameFields fields;
    fields.opcode = opcode;
    fields.fin = fin;
    fields.key = key;
    QByteArray octets;
    ws::writeFrame(fields, byteView(payload), octets);
    return octets;
}

ws::FrameParser &parsed(const QByteArray &octets, ws::FrameParser &parser)
{
    ByteView input = byteView(octets);
    while (!input.empty()) {
        if (parser.payloadRemaining() > 0)
            parser.takePayload(input);
        else if (parser.readHeader(input) == ws::FrameParser::Status::Lost)
            break;
    }
    return parser;
}

ws::FrameParser parsed(const QByteArray &octets)
{
    ws::FrameParser parser;
    return parsed(octets, parser);
}

QByteArray closeFrame(std::uint16_t code, const QByteArray &reason)
{
    return frame(ws::Opcode::Close, ws::closePayload(code, reason));
}

std::uint16_t codeOf(const QByteArray &closePayload)
{
    return closePayload.size() < 2 ? std::uint16_t(0)
                                   : std::uint16_t((quint8(closePayload[0]) << 8) | quint8(closePayload[1]));
}

std::vector<ReadFrame> readFrames(const QByteArray &octets)
{
    std::vector<ReadFrame> frames;
    ws::FrameParser parser;
    ByteView rest = byteView(octets);
    while (parser.readHeader(rest) == ws::FrameParser::Status::Header) {
        ReadFrame read;
        read.header = parser.header();
        read.payload = toByteArray(parser.takePayload(rest));
        if (parser.payloadRemaining() > 0)
            break;
        if (read.header.masked()) {
            ws::maskInPlace({reinterpret_cast<std::uint8_t *>(read.payload.data()), std::size_t(read.payload.size())},
                            read.header.key, 0);
        }
        frames.push_back(std::move(read));
        if (rest.empty())
            break;
    }
    return frames;
}

} // namespace framescope::test
