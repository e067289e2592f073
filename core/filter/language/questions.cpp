#include "core/filter/language/questions.h"

#include "core/capture/event.h"
#include "core/capture/rownotes.h"
#include "core/decode/channel.h"
#include "core/filter/characters.h"
#include "core/filter/language/boundedexpression.h"
#include "core/filter/language/valueorder.h"
#include "core/filter/rowcontent.h"
#include "core/http/head.h"
#include "core/ws/findings.h"

#include <algorithm>
#include <memory>

namespace framescope::filter
{

namespace
{
using Type = FilterToken::Type;
using Answer = RowQuestion::Answer;
using capture::RowRecord;

constexpr std::size_t closeCodeSize = 2;
constexpr std::uint64_t longestTarget = 4096;

/// A question that is a function.
template <typename Ask> class Question final : public RowQuestion
{
public:
    explicit Question(Ask ask) : m_ask(std::move(ask)) {}
    Result<Answer> ask(const RowAsked &asked, const std::stop_token &stop) const override { return m_ask(asked, stop); }

private:
    Ask m_ask;
};

template <typename Ask> RowTest asking(Ask ask, RowTest::Reads reads = RowTest::Reads::File)
{
    return RowTest::asks(std::make_shared<Question<Ask>>(std::move(ask)), reads);
}

RowTest::Reads readsOf(FieldId field) noexcept
{
    return field == FieldId::Comment ? RowTest::Reads::Notes : RowTest::Reads::File;
}

Answer answer(bool yes) noexcept { return yes ? Answer::Yes : Answer::No; }

/// A close frame's payload; nothing of other rows.
Result<std::optional<QByteArray>> closePayload(const RowAsked &asked)
{
    const RowRecord &record = asked.capture.row(asked.row);
    if (!record.isFrame() || record.opcode() != ws::Opcode::Close)
        return std::optional<QByteArray>();
    Result<QByteArray> payload = asked.reader.payload(asked.row, 0, 125);
    if (!payload)
        return payload.error();
    return std::optional(std::move(*payload));
}

/// Before the end of a message nobody knows its size, and what a row is asked does not change later.
bool endsWhole(const RowRecord &record) noexcept
{
    return record.isFrame() && record.message != RowRecord::noMessage && record.endsMessage() && !record.incomplete();
}

/// Whether nobody knows what all of the message inflates to.
bool isUnknown(capture::Inflated::State state) noexcept
{
    using State = capture::Inflated::State;
    return state == State::Unstored || state == State::Unknown || state == State::Corrupt;
}

Result<std::optional<std::uint64_t>> numberOf(FieldId field, const RowAsked &asked, const std::stop_token &stop)
{
    using Found = std::optional<std::uint64_t>;
    if (field == FieldId::CloseCode) {
        const auto payload = closePayload(asked);
        if (!payload)
            return payload.error();
        if (!*payload || (*payload)->size() < qsizetype(closeCodeSize))
            return Found();
        const ByteView octets = byteView(**payload);
        return Found(std::uint64_t(octets[0]) << 8 | octets[1]);
    }
    if (field == FieldId::Status) {
        if (asked.capture.row(asked.row).kind() != capture::RowKind::HandshakeResponse)
            return Found();
        const Result<QByteArray> start = asked.reader.payload(asked.row, 0, 16);
        if (!start)
            return start.error();
        const auto status = http::statusIn(*start);
        return status ? Found(*status) : Found();
    }
    const RowRecord &record = asked.capture.row(asked.row);
    if (!endsWhole(record))
        return Found();
    const capture::Inflated inflated = asked.reader.inflated(asked.row);
    if (isUnknown(inflated.state))
        return Found();
    if (inflated.state != capture::Inflated::State::None)
        return Found(inflated.size);
    if (record.messageStart(asked.row) == asked.row)
        return Found(record.length());
    std::uint64_t size = 0;
    for (std::uint64_t row = record.messageStart(asked.row).value(); row <= asked.row.value(); ++row) {
        if (row % 4096 == 0 && stop.stop_requested())
            break;
        const RowRecord &part = asked.capture.row(RowIndex(row));
        if (part.isFrame() && part.message == record.message && part.connection() == record.connection() &&
            part.direction() == record.direction())
            size += part.length();
    }
    return Found(size);
}

std::optional<double> ratioOf(const RowAsked &asked)
{
    if (!endsWhole(asked.capture.row(asked.row)))
        return {};
    const capture::Inflated inflated = asked.reader.inflated(asked.row);
    if (inflated.state == capture::Inflated::State::None || isUnknown(inflated.state) || inflated.wire == 0)
        return {};
    return static_cast<double>(inflated.size) / static_cast<double>(inflated.wire);
}

/// The texts a row has in a field.
struct Texts {
    std::vector<QByteArray> all;
    bool cut = false;  ///< there is more than is looked at
    bool gone = false; ///< the message that the row ends begins in a file which the recording has dropped
};

/// Alone, its port, and both.
void addAddress(Texts &texts, const QString &address, std::uint16_t port)
{
    if (address.isEmpty())
        return;
    const QByteArray host = address.toUtf8();
    const QByteArray number = QByteArray::number(port);
    texts.all.insert(texts.all.end(), {host, number, (host.contains(':') ? '[' + host + ']' : host) + ':' + number});
}

/// Of the connection: what was asked for, and the target of the request. A listener's URL, and one from another program's
/// file, has no path of its own.
Result<Texts> urlsOf(const RowAsked &asked)
{
    Texts texts;
    const RowRecord &row = asked.capture.row(asked.row);
    const ConnectionId id = row.connection();
    texts.all.push_back(asked.capture.facts(id).url.toUtf8());
    if (row.isFrame()) {
        texts.all.push_back(decode::Channels::in(asked.capture).of(id, asked.reader).target.toUtf8());
    } else if (row.kind() != capture::RowKind::HandshakeRequest) { // which may not have come yet
        texts.all.push_back(decode::Channels::in(asked.capture).requestedAt(asked.row, asked.reader).toUtf8());
    } else {
        const Result<QByteArray> head = asked.reader.payload(asked.row, 0, longestTarget);
        if (!head)
            return head.error();
        texts.all.push_back(head->split(' ').value(1));
    }
    std::erase_if(texts.all, [](const QByteArray &each) { return each.isEmpty(); });
    return texts;
}

/// The message that the row ends.
bool beginsInDropped(const RowAsked &asked)
{
    return asked.capture.octetsDropped(asked.capture.row(asked.row).messageStart(asked.row));
}

/// The part of it that is asked for, where it has one.
Result<void> addContent(Texts &texts, const RowContent &content, const OctetSlice &slice, const std::stop_token &stop)
{
    const std::optional<OctetSlice::Range> range = slice.of(content.size());
    if (content.size() == 0 || !range)
        return {};
    Result<QByteArray> octets = content.read(range->from, std::min(range->count, RowContent::most), stop);
    if (!octets)
        return octets.error();
    texts.all.push_back(std::move(*octets));
    texts.cut = texts.cut || range->count > RowContent::most;
    return {};
}

/// What the row carries, and on the last frame of a message what all of it does.
Result<Texts> payloadsOf(const RowAsked &asked, const OctetSlice &slice, const std::stop_token &stop)
{
    Texts texts;
    if (auto added = addContent(texts, RowContent(asked), slice, stop); !added)
        return added.error();
    if (!RowContent::endsFragments(asked.capture, asked.row))
        return texts;
    const auto added = addContent(texts, RowContent(asked, RowContent::Of::Message, stop), slice, stop);
    texts.gone = !added && beginsInDropped(asked);
    if (!added && !texts.gone)
        return added.error();
    return texts;
}

Result<Texts> textsOf(FieldId field, const RowAsked &asked, const std::stop_token &stop)
{
    Texts texts;
    if (field == FieldId::Finding) {
        for (const ws::Finding &finding : asked.capture.findings(asked.row)) {
            const std::string_view name = ws::info(finding.id).name;
            texts.all.emplace_back(name.data(), qsizetype(name.size()));
        }
        return texts;
    }
    if (field == FieldId::Comment) {
        const QString comment = asked.capture.notes().at(asked.row).comment;
        if (!comment.isEmpty())
            texts.all.push_back(comment.toUtf8());
        return texts;
    }
    if (field == FieldId::Url)
        return urlsOf(asked);
    if (field == FieldId::Address || field == FieldId::Peer) {
        const capture::ConnectionFacts facts = asked.capture.facts(asked.capture.row(asked.row).connection());
        addAddress(texts, facts.peerAddress, facts.peerPort);
        if (field == FieldId::Address)
            addAddress(texts, facts.localAddress, facts.localPort);
        return texts;
    }
    if (field == FieldId::CloseReason) {
        const auto payload = closePayload(asked);
        if (!payload)
            return payload.error();
        if (*payload && (*payload)->size() > qsizetype(closeCodeSize))
            texts.all.push_back((*payload)->mid(qsizetype(closeCodeSize)));
        return texts;
    }
    if (field == FieldId::Key) {
        const RowRecord &record = asked.capture.row(asked.row);
        if (!record.isFrame() || !record.masked())
            return texts;
        const Result<ws::FrameHeader> header = asked.reader.storedHeader(asked.row);
        if (!header)
            return header.error();
        texts.all.push_back(toByteArray(ByteView(header->key)));
        return texts;
    }
    return payloadsOf(asked, {}, stop);
}

/// The field's values, or the part of each that is asked for.
Result<Texts> valuesOf(FieldId field, const std::optional<OctetSlice> &slice, const RowAsked &asked,
                       const std::stop_token &stop)
{
    if (!slice)
        return textsOf(field, asked, stop);
    if (field == FieldId::Payload)
        return payloadsOf(asked, *slice, stop);
    Result<Texts> values = textsOf(field, asked, stop);
    if (!values)
        return values;
    Texts texts;
    for (const QByteArray &each : values->all) {
        if (const auto range = slice->of(std::uint64_t(each.size())))
            texts.all.push_back(each.mid(qsizetype(range->from), qsizetype(range->count)));
    }
    return texts;
}

/// By their octets, a beginning before the whole.
std::strong_ordering orderOf(const QByteArray &a, const QByteArray &b) noexcept
{
    const ByteView first = byteView(a);
    const ByteView second = byteView(b);
    return std::lexicographical_compare_three_way(first.begin(), first.end(), second.begin(), second.end());
}
} // namespace

RowTest numberQuestion(FieldId field, std::uint64_t low, std::uint64_t high)
{
    return asking([field, low, high](const RowAsked &asked, const std::stop_token &stop) -> Result<Answer> {
        const auto value = numberOf(field, asked, stop);
        if (!value)
            return value.error();
        return answer(*value && **value >= low && **value <= high);
    });
}

RowTest markQuestion(bool marked)
{
    return asking(
        [marked](const RowAsked &asked, const std::stop_token &) -> Result<Answer> {
            return answer(asked.capture.notes().at(asked.row).marked == marked);
        },
        RowTest::Reads::Notes);
}

RowTest ratioQuestion(FieldId, Type op, double wanted)
{
    return asking([op, wanted](const RowAsked &asked, const std::stop_token &) -> Result<Answer> {
        const std::optional<double> value = ratioOf(asked);
        return answer(value && passesOrder(op, *value <=> wanted));
    });
}

RowTest octetQuestion(FieldId field, const std::optional<OctetSlice> &slice, Type op, const QByteArray &wanted)
{
    return asking([field, slice, op, wanted](const RowAsked &asked, const std::stop_token &stop) -> Result<Answer> {
        const Result<Texts> values = valuesOf(field, slice, asked, stop);
        if (!values)
            return values.error();
        const auto passes = [&](const QByteArray &octets) {
            return op == Type::Contains ? octets.contains(wanted)
                                        : op == Type::End || passesOrder(op, orderOf(octets, wanted));
        };
        const std::vector<QByteArray> &all = values->all;
        const bool any = std::any_of(all.begin(), all.end(), passes);
        if (op == Type::NotEqual && !std::all_of(all.begin(), all.end(), passes))
            return Answer::No;
        if (op != Type::NotEqual && any)
            return Answer::Yes;
        return values->gone || (op == Type::Contains && values->cut) ? Answer::Undecided : answer(any);
    });
}

RowTest textQuestion(FieldId field, Type op, const QByteArray &wanted)
{
    return asking(
        [field, op, wanted](const RowAsked &asked, const std::stop_token &stop) -> Result<Answer> {
            const Result<Texts> texts = textsOf(field, asked, stop);
            if (!texts)
                return texts.error();
            const auto is = [&](const QByteArray &text) {
                return op == Type::End || (op == Type::Contains ? text.contains(wanted) : text == wanted);
            };
            const bool any = std::any_of(texts->all.begin(), texts->all.end(), is);
            if (any)
                return answer(op != Type::NotEqual);
            // Whether it is equal the size alone decides.
            if (texts->gone || (op == Type::Contains && texts->cut))
                return Answer::Undecided;
            return answer(op == Type::NotEqual && !texts->all.empty());
        },
        readsOf(field));
}

Result<RowTest> matchQuestion(const Operand &operand, const QString &pattern)
{
    const FieldId field = operand.field->id;
    const Result<BoundedExpression> made = BoundedExpression::make(pattern);
    if (!made)
        return made.error();
    const BoundedExpression expression = *made;
    const std::optional<OctetSlice> slice = operand.slice;
    return asking(
        [field, slice, expression](const RowAsked &asked, const std::stop_token &stop) -> Result<Answer> {
            const Result<Texts> texts = valuesOf(field, slice, asked, stop);
            if (!texts)
                return texts.error();
            bool undecided = texts->cut || texts->gone;
            for (const QByteArray &text : texts->all) {
                const QRegularExpressionMatch match = expression.match(Characters(text).text);
                if (match.hasMatch())
                    return Answer::Yes;
                undecided = undecided || !match.isValid();
            }
            return undecided ? Answer::Undecided : Answer::No;
        },
        readsOf(field));
}

} // namespace framescope::filter
