#include "ui/details/framefields.h"

#include "core/base/elapsed.h"
#include "core/http/head.h"
#include "core/io/rowtext.h"
#include "core/ws/closecode.h"
#include "core/ws/findings.h"
#include "ui/details/fieldfilter.h"
#include "ui/details/messageframes.h"
#include "ui/explain/explanation.h"
#include "ui/headerbits/bitlayout.h"
#include "ui/support/coretext.h"
#include "ui/support/numbertext.h"
#include "ui/support/secrets.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <tuple>

namespace framescope::ui
{

namespace
{
using filter::FieldId;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Fields)
};

constexpr std::size_t maxLinks = 8; ///< fragments named in the opcode's line; all of them are in the Message pane

bool has(const RowFacts &facts, ws::FindingId id)
{
    return std::any_of(facts.findings.begin(), facts.findings.end(), [id](const auto &f) { return f.id == id; });
}

FieldPart verdict(bool right)
{
    return right ? FieldPart{QStringLiteral(" ✓"), Tone::Ok} : FieldPart{QStringLiteral(" ✗"), Tone::Finding};
}

FieldRow plain(const QString &name, const QString &value, Tone tone = Tone::Normal) { return {name, {{value, tone}}}; }

FieldRow opcodeRow(const RowFacts &facts)
{
    const ws::Opcode opcode = facts.header.opcode();
    FieldRow row{Text::tr("Opcode"), {}, 0, 1, int(BitSlot::Opcode)};
    row.topics = {keyOf(opcode), u"field.opcode"_qs};
    row.value.push_back(
        {QStringLiteral("0x%1 ").arg(unsigned(opcode), 0, 16).toUpper().replace(u'X', u'x') + opcodeMeaning(opcode),
         Tone::Opcode,
         {},
         opcode});
    row.filters = {filterOf(FieldId::Opcode, std::uint64_t(opcode))};
    const QString searching = QStringLiteral(" · ") + Text::tr("looking for the rest of the message…");
    if (facts.message.size() < 2) {
        if (facts.searching)
            row.value.push_back({searching, Tone::Muted});
        return row;
    }
    const auto self = std::find(facts.message.begin(), facts.message.end(), facts.row);
    const auto place = std::size_t(self - facts.message.begin());
    if (facts.searching)
        row.value.push_back({searching, Tone::Muted});
    else if (facts.message.size() >= MessageFrames::most)
        row.value.push_back({Text::tr(", of %1 fragments or more").arg(numberText(facts.message.size()))});
    else
        row.value.push_back({place == 0 ? Text::tr(", first of %1 fragments").arg(facts.message.size())
                                        : Text::tr(", fragment %1 of %2").arg(place + 1).arg(facts.message.size())});
    row.value.push_back({QStringLiteral(" ·"), Tone::Muted});
    std::size_t named = 0;
    for (std::size_t i = 0; i < facts.message.size() && named < maxLinks; ++i) {
        if (facts.message[i] == facts.row)
            continue;
        ++named;
        const FieldPart link{numberText(facts.message[i].value() + 1), Tone::Link, facts.message[i]};
        row.value.push_back({QStringLiteral(" ")});
        row.value.push_back(link);
        row.children.push_back({Text::tr("Fragment %1").arg(i + 1), {{Text::tr("row ")}, link}});
        row.children.back().filters = {filterOf(FieldId::MessageNumber, facts.message.front().value() + 1)};
    }
    if (facts.message.size() - 1 > named) {
        const QString more = Text::tr("and %1 more, in Message").arg(numberText(facts.message.size() - 1 - named));
        row.value.push_back({QStringLiteral(" … ") + more, Tone::Muted});
    }
    return row;
}

/// What RSV1 means on this frame, or why it means nothing; the findings tell what was agreed.
QString rsv1Meaning(const RowFacts &facts)
{
    if (has(facts, ws::FindingId::FrameRsv1Control))
        return Text::tr("control frames are never compressed (RFC 7692 §6.1)");
    if (has(facts, ws::FindingId::DeflateRsv1Continuation))
        return Text::tr("only the first frame of a compressed message has it (RFC 7692 §6.1)");
    if (!has(facts, ws::FindingId::FrameRsv1))
        return Text::tr("the message is compressed (RFC 7692 §6)");
    if (ws::isReserved(facts.header.opcode()))
        return Text::tr("nothing gives it a meaning on a reserved opcode (RFC 6455 §5.2)");
    return Text::tr("nothing was agreed that gives it a meaning (RFC 6455 §5.2)");
}

FieldRow rsvRow(const RowFacts &facts)
{
    const ws::FrameHeader &h = facts.header;
    FieldRow row{Text::tr("RSV"), {}, 0, 1, int(BitSlot::Rsv)};
    row.topics = {u"field.rsv"_qs};
    row.filters = {filterOf(FieldId::Rsv, std::uint64_t(h.rsv()))};
    const auto child = [&](FieldId id, const QString &name, bool set, bool wrong, const QString &meaning) {
        FieldRow bit{name, {{set ? Text::tr("1, set") : Text::tr("0, not set")}}, 0, 1};
        bit.topics = {u"field."_qs + name.toLower()};
        bit.filters = {filterOf(id, set ? 1 : 0)};
        if (set && !meaning.isEmpty())
            bit.value.push_back({QStringLiteral(": ") + meaning});
        bit.value.push_back(verdict(!wrong));
        row.children.push_back(bit);
    };
    const bool wrong1 = has(facts, ws::FindingId::FrameRsv1) || has(facts, ws::FindingId::FrameRsv1Control) ||
                        has(facts, ws::FindingId::DeflateRsv1Continuation);
    const bool wrong2 = has(facts, ws::FindingId::FrameRsv2);
    const bool wrong3 = has(facts, ws::FindingId::FrameRsv3);
    child(FieldId::Rsv1, QStringLiteral("RSV1"), h.rsv1(), wrong1, rsv1Meaning(facts));
    const QString noMeaning = Text::tr("no agreed extension uses it (RFC 6455 §5.2)");
    child(FieldId::Rsv2, QStringLiteral("RSV2"), h.rsv2(), wrong2, wrong2 ? noMeaning : QString());
    child(FieldId::Rsv3, QStringLiteral("RSV3"), h.rsv3(), wrong3, wrong3 ? noMeaning : QString());
    if (h.rsv() == 0) {
        row.value = {{Text::tr("none set")}, verdict(true)};
        return row;
    }
    QStringList set;
    for (const auto &[name, on] : {std::pair(u"RSV1"_qs, h.rsv1()), {u"RSV2"_qs, h.rsv2()}, {u"RSV3"_qs, h.rsv3()}}) {
        if (on)
            set << name;
    }
    const bool wrong = wrong1 || wrong2 || wrong3;
    row.value.push_back({Text::tr("%1 set").arg(set.join(QStringLiteral(", ")))});
    if (h.rsv1() && !wrong1)
        row.value.push_back({QStringLiteral(": ") + rsv1Meaning(facts)});
    row.value.push_back(verdict(!wrong));
    return row;
}

FieldRow keyRow(const RowFacts &facts)
{
    const ws::FrameHeader &h = facts.header;
    const bool client = facts.sender == ws::Role::Client;
    // RFC 6455 §5.1: a client masks all its frames, a server none
    const QString rule =
        client ? Text::tr("a client must mask (RFC 6455 §5.1)") : Text::tr("a server must not mask (RFC 6455 §5.1)");
    FieldRow row{Text::tr("Masking key"), {}, 1, 1, int(BitSlot::Mask)};
    row.topics = {u"field.mask"_qs, u"field.key"_qs};
    if (h.masked()) {
        const QByteArray key(reinterpret_cast<const char *>(h.key.data()), qsizetype(h.key.size()));
        const QString shown = facts.dropped ? Text::tr("gone with its file") : QString::fromLatin1(key.toHex(' '));
        row.value.push_back({shown + QStringLiteral(": ") + rule});
        row.from = h.size() - 4;
        row.count = 4;
        row.bitField = int(BitSlot::Key);
        if (!facts.dropped)
            row.filters = {filterOfOctets(FieldId::Key, key)};
    } else {
        row.value.push_back({Text::tr("none: ") + rule});
    }
    row.filters << filterOf(FieldId::Masked, h.masked() ? 1 : 0);
    row.value.push_back(verdict(h.masked() == client));
    if (has(facts, ws::FindingId::FrameMaskWeak))
        row.value.push_back({Text::tr(" · ▲ weak"), Tone::Warning});
    return row;
}

FieldRow lengthRow(const RowFacts &facts)
{
    const ws::FrameHeader &h = facts.header;
    const ws::LengthForm form = h.lengthForm();
    FieldRow row{Text::tr("Length"), {}, 1, 1, int(BitSlot::Length)};
    row.topics = {u"field.length"_qs};
    if (facts.record.length() == h.declared) // the index keeps no length that no frame may have
        row.filters = {filterOf(FieldId::Length, h.declared)};
    row.filters << filterOf(FieldId::Form, std::uint64_t(form));
    QString text = Text::tr("%1, in the %2-bit form").arg(numberText(h.declared)).arg(int(form));
    if (form != ws::LengthForm::Bits7) {
        row.from = 2;
        row.count = form == ws::LengthForm::Bits16 ? 2 : 8;
        row.bitField = int(BitSlot::ExtendedLength);
        row.topics << u"field.extendedlength"_qs;
    }
    // RFC 6455 §5.2: the minimal number of bytes must be used
    const ws::LengthForm shortest = ws::FrameHeader::minimalForm(h.declared);
    if (form == shortest) {
        row.value = {{text + Text::tr(" (shortest")}, verdict(true), {Text::tr(")")}};
    } else {
        row.value = {{text + Text::tr(": the %1-bit form holds it (RFC 6455 §5.2)").arg(int(shortest))},
                     verdict(false)};
    }
    return row;
}

FieldRow payloadRow(const RowFacts &facts)
{
    const ws::FrameHeader &h = facts.header;
    FieldRow row{Text::tr("Payload"), {}, h.size(), facts.present};
    row.topics = {u"field.payload"_qs};
    if (!facts.likePayload.isEmpty())
        row.filters = {facts.likePayload};
    const bool goesOn = std::none_of(facts.findings.begin(), facts.findings.end(), [](const ws::Finding &finding) {
        return finding.id == ws::FindingId::FrameTruncated || finding.id == ws::FindingId::FrameHeaderTruncated ||
               ws::info(finding.id).effect == ws::Effect::Lost;
    });
    if (facts.record.incomplete() && goesOn)
        row.value = {{Text::tr("%1 of %2: the recording goes on in another file")
                          .arg(numberText(facts.present), bytesText(h.declared))}};
    else if (facts.record.incomplete() && facts.present < h.declared)
        row.value = {
            {Text::tr("%1 of %2: the stream ended here").arg(numberText(facts.present), bytesText(h.declared))},
            {QStringLiteral(" ✗"), Tone::Finding}};
    else
        row.value = {{bytesText(facts.present)}};
    return row;
}

FieldRow closeRow(const RowFacts &facts)
{
    FieldRow row{Text::tr("Close code"), {}, facts.header.size(), 2};
    row.topics = {u"field.closecode"_qs};
    const QByteArray &p = facts.controlPayload;
    // RFC 6455 §5.5.1: a body begins with a two-octet code
    if (p.size() < 2) {
        row.value = {{p.isEmpty() ? Text::tr("none: the frame has no body") : Text::tr("none: one byte only")}};
        row.count = std::uint64_t(p.size());
        return row;
    }
    const std::uint16_t code = ws::closeCodeOf(byteView(p));
    row.topics.prepend(closeCodeKey(code));
    row.filters = {filterOf(FieldId::CloseCode, code)};
    row.value = {{QStringLiteral("%1 %2").arg(code).arg(coreText(ws::closeCodeName(code)))},
                 verdict(ws::maySendCloseCode(code))};
    if (p.size() > 2) {
        row.children.push_back({Text::tr("Reason"),
                                {{io::visibleText(QString::fromUtf8(p.mid(2)))}},
                                facts.header.size() + 2,
                                std::uint64_t(p.size() - 2)});
        row.children.back().topics = {u"field.closereason"_qs};
        row.children.back().filters = {filterOfText(FieldId::CloseReason, p.mid(2))};
    }
    row.expanded = true;
    return row;
}

/// "JSON-RPC: add, sum ×2": what a batch has in it.
FieldRow batchRow(const exchange::RoundTrips::Found &known)
{
    std::vector<std::pair<QString, int>> names;
    for (const exchange::MessageType &type : known.batch) {
        const QString name = visible(type.name) + (type.cut ? QStringLiteral("…") : QString());
        const auto same =
            std::find_if(names.begin(), names.end(), [&](const auto &each) { return each.first == name; });
        if (same == names.end())
            names.emplace_back(name, 1);
        else
            ++same->second;
    }
    QStringList words;
    for (const auto &[name, count] : names)
        words.append(count == 1 ? name : QStringLiteral("%1 ×%2").arg(name, QString::number(count)));
    const QString all = words.join(QStringLiteral(", "));
    return plain(Text::tr("Batch"), known.inPart ? Text::tr("JSON-RPC: %1, and more that is not looked at").arg(all)
                                                 : QStringLiteral("JSON-RPC: ") + all);
}

/// "answered by 123 after 4.2 ms", or what this answers.
FieldRow tripRow(const RowFacts &facts, const exchange::RoundTrip &trip)
{
    const bool answers = facts.row == trip.answer ||
                         std::find(facts.message.begin(), facts.message.end(), trip.answer) != facts.message.end() ||
                         (facts.searching && facts.row > trip.request);
    const QString time = lengthText(std::int64_t(trip.ns));
    const RowIndex other = answers ? trip.request : trip.answer;
    const FieldPart link{numberText(other.value() + 1), Tone::Link, other};
    const QString sentence = answers ? Text::tr("Answers row %1, %2 later") : Text::tr("Answered by row %1 after %2");
    const QString before = sentence.section(QStringLiteral("%1"), 0, 0);
    const QString after = sentence.section(QStringLiteral("%1"), 1);
    FieldRow row{Text::tr("Round trip"), {{before}, link, {QString(after).replace(QStringLiteral("%2"), time)}}};
    if (facts.row == trip.answer)
        row.filters = {filterOfTime(FieldId::Rtt, trip.ns)};
    return row;
}

/// The header field that the bits of a finding lie in, as BitSlot; -1 where they are no bits of the first two octets.
int bitSlotOf(const ws::Finding &finding, StreamOffset base)
{
    if (finding.bitCount == 0 || finding.offset < base)
        return -1;
    const std::uint64_t first = (finding.offset.value() - base.value()) * 8 + finding.firstBit;
    const std::uint64_t end = first + finding.bitCount;
    // RFC 6455 §5.2
    const std::tuple<BitSlot, std::uint64_t, std::uint64_t> slots[] = {{BitSlot::Fin, 0, 1},
                                                                       {BitSlot::Rsv, 1, 4},
                                                                       {BitSlot::Opcode, 4, 8},
                                                                       {BitSlot::Mask, 8, 9},
                                                                       {BitSlot::Length, 9, 16}};
    for (const auto &[slot, from, to] : slots) {
        if (first >= from && end <= to)
            return int(slot);
    }
    return -1;
}

FieldRow checksRow(const RowFacts &facts)
{
    FieldRow row{Text::tr("Checks"), {}};
    row.topics = {u"field.checks"_qs};
    std::size_t errors = 0;
    ws::Severity worst = ws::Severity::None;
    for (const ws::Finding &finding : facts.findings) {
        const ws::Severity severity = ws::info(finding.id).severity;
        worst = std::max(worst, severity);
        errors += severity == ws::Severity::Error ? 1 : 0;
        row.children.push_back(findingRow(finding, facts.record.offset()));
        if (facts.record.isFrame())
            row.children.back().bitField = bitSlotOf(finding, facts.record.offset());
    }
    row.filters = {filterOf(FieldId::Severity, std::uint64_t(worst))};
    if (errors > 0)
        row.value = {
            {severityGlyph(worst) + u' ' + (errors == 1 ? Text::tr("1 error") : Text::tr("%1 errors").arg(errors)),
             Tone::Finding}};
    else
        row.value = {{Text::tr("✓ no error"), Tone::Ok}};
    const std::size_t notes = facts.findings.size() - errors;
    if (notes > 0)
        row.value.push_back(
            {QStringLiteral(" · ") + (notes == 1 ? Text::tr("1 note") : Text::tr("%1 notes").arg(notes)), Tone::Muted});
    row.expanded = true;
    return row;
}

void addPlace(const RowFacts &facts, std::vector<FieldRow> &rows)
{
    rows.push_back(plain(Text::tr("Time"), timeText(facts.record.time, facts.start)));
    rows.back().topics = {u"field.time"_qs};
    if (facts.record.time >= facts.start)
        rows.back().filters = {
            filterOfTime(FieldId::Time, std::uint64_t(facts.record.time.value() - facts.start.value()))};
    const std::uint64_t at = facts.record.offset().value();
    if (facts.record.kind() == capture::RowKind::Event)
        return;
    rows.push_back(
        plain(Text::tr("Stream offset"),
              Text::tr("%1 (0x%2), %3")
                  .arg(numberText(at), QString::number(at, 16),
                       facts.record.direction() == Direction::Out ? Text::tr("sent") : Text::tr("received"))));
    rows.back().topics = {u"field.offset"_qs};
    rows.back().filters = {filterOf(FieldId::Direction, std::uint64_t(facts.record.direction()))};
}

QString jsonText(const QJsonValue &value)
{
    if (value.isBool())
        return value.toBool() ? Text::tr("yes") : Text::tr("no");
    if (value.isDouble())
        return QString::number(value.toDouble(), 'g', 17);
    if (value.isString())
        return io::visibleText(value.toString());
    const QJsonDocument document = value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    return io::visibleText(QString::fromUtf8(document.toJson(QJsonDocument::Compact)));
}

/// What the program itself says of an event is told in the window's language, what a peer said as it is.
QString detailText(capture::EventKind kind, const QString &key, const QJsonValue &value)
{
    const bool ours = key == u"text" || key == u"error" || key == u"result" ||
                      (key == u"reason" && kind == capture::EventKind::Failed);
    return ours && value.isString() ? io::visibleText(coreText(value.toString())) : jsonText(value);
}

std::vector<FieldRow> otherRows(const RowFacts &facts)
{
    std::vector<FieldRow> rows;
    switch (facts.record.kind()) {
    case capture::RowKind::HandshakeRequest:
    case capture::RowKind::HandshakeResponse:
        rows.push_back(plain(
            facts.record.kind() == capture::RowKind::HandshakeRequest ? Text::tr("Request") : Text::tr("Response"),
            io::visibleText(QString::fromUtf8(facts.reveal ? facts.startLine : dotSecrets(facts.startLine)))));
        rows.back().count = std::uint64_t(facts.startLine.size());
        rows.back().topics = {facts.record.kind() == capture::RowKind::HandshakeRequest ? u"row.request"_qs
                                                                                        : u"row.response"_qs};
        if (const auto status = http::statusIn(facts.startLine);
            status && facts.record.kind() == capture::RowKind::HandshakeResponse)
            rows.back().filters = {filterOf(FieldId::Status, *status)};
        rows.back().filters << filterOf(FieldId::Kind, std::uint64_t(facts.record.kind()));
        rows.push_back(plain(Text::tr("Size"), bytesText(facts.record.length())));
        rows.back().filters = {filterOf(FieldId::Length, facts.record.length())};
        rows.push_back(checksRow(facts));
        break;
    case capture::RowKind::Event:
        rows.push_back(plain(Text::tr("Event"), coreText(capture::eventName(facts.event.kind))));
        rows.back().topics = {u"row.event"_qs};
        rows.back().filters = {filterOf(FieldId::Event, facts.record.first)};
        for (auto it = facts.event.details.begin(); it != facts.event.details.end(); ++it)
            rows.push_back(plain(io::visibleText(it.key()), detailText(facts.event.kind, it.key(), it.value())));
        if (!facts.findings.empty())
            rows.push_back(checksRow(facts));
        break;
    case capture::RowKind::Raw:
    case capture::RowKind::Frame:
        rows.push_back(
            plain(Text::tr("Raw bytes"), Text::tr("%1 outside any frame").arg(bytesText(facts.record.length()))));
        rows.back().count = facts.record.length();
        rows.back().topics = {u"row.raw"_qs};
        rows.back().filters = {filterOf(FieldId::Kind, std::uint64_t(facts.record.kind())),
                               filterOf(FieldId::Length, facts.record.length())};
        rows.push_back(checksRow(facts));
        break;
    }
    addPlace(facts, rows);
    return rows;
}
} // namespace

std::uint64_t headerOctetsPresent(const RowFacts &facts)
{
    for (const ws::Finding &finding : facts.findings) {
        if (finding.id == ws::FindingId::FrameHeaderTruncated)
            return finding.value;
    }
    return facts.record.isFrame() ? facts.header.size() : 0;
}

std::vector<FieldRow> rowFields(const RowFacts &facts)
{
    if (!facts.record.isFrame())
        return otherRows(facts);
    std::vector<FieldRow> rows;
    const std::uint64_t octets = headerOctetsPresent(facts);
    if (octets < facts.header.size()) {
        rows.push_back(plain(Text::tr("Header"), Text::tr("only %1 arrived").arg(bytesText(octets)), Tone::Finding));
        rows.back().count = octets;
        rows.push_back(checksRow(facts));
        addPlace(facts, rows);
        return rows;
    }
    const bool checksFirst = std::any_of(facts.findings.begin(), facts.findings.end(), [](const ws::Finding &finding) {
        return ws::info(finding.id).severity >= ws::Severity::Warning;
    });
    if (checksFirst)
        rows.push_back(checksRow(facts));
    rows.push_back(opcodeRow(facts));
    rows.push_back(
        {Text::tr("FIN"),
         {{facts.header.fin() ? Text::tr("1, last frame of its message") : Text::tr("0, more fragments follow")},
          {has(facts, ws::FindingId::FrameControlFragmented) ? QStringLiteral(" ✗") : QString(), Tone::Finding}},
         0,
         1,
         int(BitSlot::Fin)});
    rows.back().topics = {u"field.fin"_qs};
    rows.back().filters = {filterOf(FieldId::Fin, facts.header.fin() ? 1 : 0)};
    rows.push_back(rsvRow(facts));
    rows.push_back(keyRow(facts));
    rows.push_back(lengthRow(facts));
    if (!checksFirst)
        rows.push_back(checksRow(facts));
    if (facts.header.opcode() == ws::Opcode::Close)
        rows.push_back(closeRow(facts));
    rows.push_back(payloadRow(facts));
    if (!facts.known.batch.empty())
        rows.push_back(batchRow(facts.known));
    for (const exchange::RoundTrip &trip : facts.known.trips)
        rows.push_back(tripRow(facts, trip));
    addPlace(facts, rows);
    return rows;
}

QString opcodeMeaning(ws::Opcode opcode)
{
    switch (opcode) {
    case ws::Opcode::Continuation:
        return Text::tr("Continuation");
    case ws::Opcode::Text:
        return Text::tr("Text");
    case ws::Opcode::Binary:
        return Text::tr("Binary");
    case ws::Opcode::Close:
        return Text::tr("Close");
    case ws::Opcode::Ping:
        return Text::tr("Ping");
    case ws::Opcode::Pong:
        return Text::tr("Pong");
    }
    return Text::tr("reserved ✗ (RFC 6455 §5.2)");
}

QString timeText(Timestamp time, Timestamp start)
{
    return toRfc3339(time) + QStringLiteral(" · ") +
           Text::tr("%1 s after the first row").arg(secondsText(time.value() - start.value()));
}

} // namespace framescope::ui
