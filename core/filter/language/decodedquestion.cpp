#include "core/filter/language/questions.h"

#include "core/capture/payloadcursor.h"
#include "core/decode/channel.h"
#include "core/decode/decoder.h"
#include "core/decode/utf8.h"
#include "core/filter/language/boundedexpression.h"
#include "core/filter/language/valueorder.h"
#include "core/filter/language/valuepath.h"
#include "core/filter/rowcontent.h"

#include <algorithm>
#include <memory>

namespace framescope::filter
{

namespace
{
using Type = FilterToken::Type;
using Answer = RowQuestion::Answer;
using decode::DecodedNode;
using decode::DecodedTree;
using decode::Decoder;
using decode::NodeKind;

/// Which decoder it is shows in the first octets.
constexpr std::size_t window = 16 * 1024;
constexpr std::size_t maxNodes = 200'000;
constexpr qsizetype maxText = 4096;

/// What of a decoded payload is asked for.
struct Asked {
    enum class What : std::uint8_t {
        Name,  ///< of the decoder that recognises it
        Field, ///< one that a decoder names
        Value, ///< one in its tree
    };
    What what = What::Value;
    const Decoder *decoder = nullptr; ///< that reads it, whatever recognises it; nullptr: the one that does
    QString field;
    std::vector<PathStep> steps;
};

/// A value that may pass.
struct Candidate {
    QString text;
    NodeKind kind = NodeKind::Other;
    bool cut = false; ///< there is more of it than was kept
};

struct Wanted {
    Type op = Type::End;
    QString text; ///< as it was written
    bool isString = false;
    std::optional<ComparedNumber> number{};        ///< where it is one
    std::optional<BoundedExpression> expression{}; ///< of Matches
};

/// What a tag is about; a node that is none itself.
std::uint32_t untagged(const DecodedTree &tree, std::uint32_t node)
{
    while (tree.nodes()[node].kind == NodeKind::Group && tree.nodes()[node].childCount == 1 &&
           tree.nodes()[tree.nodes()[node].firstChild].label.size == 0)
        node = tree.nodes()[node].firstChild;
    return node;
}

void follow(const DecodedTree &tree, std::uint32_t node, std::span<const PathStep> steps,
            std::vector<std::uint32_t> &found)
{
    node = untagged(tree, node);
    if (steps.empty()) {
        found.push_back(node);
        return;
    }
    const PathStep &step = steps.front();
    const DecodedNode &in = tree.nodes()[node];
    const bool keys = in.kind == NodeKind::Object || in.kind == NodeKind::Group;
    if (step.kind == PathStep::Kind::Key ? !keys : in.kind != NodeKind::Array)
        return;
    for (std::uint32_t child = in.firstChild; child != DecodedNode::none; child = tree.nodes()[child].nextSibling) {
        const DecodedNode &each = tree.nodes()[child];
        if (each.kind != NodeKind::Problem &&
            (step.kind == PathStep::Kind::Every || (step.kind == PathStep::Kind::Element && each.row == step.element) ||
             (step.kind == PathStep::Kind::Key && tree.text(each.label) == step.key)))
            follow(tree, child, steps.subspan(1), found);
    }
}

Answer answer(bool yes) { return yes ? Answer::Yes : Answer::No; }

/// Whether a value stands to what is wanted as the operator says; for NotEqual whether it is equal.
Answer passes(const Candidate &value, const Wanted &wanted, BoundedExpression::Effort &effort)
{
    if (wanted.op == Type::End)
        return Answer::Yes;
    if (value.kind <= NodeKind::Group)
        return Answer::No;
    switch (wanted.op) {
    case Type::Matches: {
        const QRegularExpressionMatch match = wanted.expression->match(value.text, 0, effort);
        if (!match.isValid())
            return Answer::Undecided;
        return match.hasMatch() ? Answer::Yes : value.cut ? Answer::Undecided : Answer::No;
    }
    case Type::Contains:
        return value.text.contains(wanted.text) ? Answer::Yes : value.cut ? Answer::Undecided : Answer::No;
    case Type::Equal:
    case Type::NotEqual: {
        if (value.cut)
            return wanted.text.startsWith(value.text) ? Answer::Undecided : Answer::No;
        if (value.kind == NodeKind::Number && wanted.number)
            return answer(wanted.number->passes(Type::Equal, value.text.toLatin1()));
        const bool isText = value.kind != NodeKind::Number && value.kind != NodeKind::Bool;
        return answer(value.text == wanted.text && (isText || !wanted.isString));
    }
    default:
        return answer(value.kind == NodeKind::Number && wanted.number &&
                      wanted.number->passes(wanted.op, value.text.toLatin1()));
    }
}

class DecodedQuestion final : public RowQuestion
{
public:
    DecodedQuestion(Asked asked, Wanted wanted) : m_asked(std::move(asked)), m_wanted(std::move(wanted)) {}

    Result<Answer> ask(const RowAsked &asked, const std::stop_token &stop) const override
    {
        const capture::RowRecord &row = asked.capture.row(asked.row);
        if (!row.isFrame() || ws::isControl(row.opcode()))
            return Answer::No;
        const capture::RowRecord &first =
            row.message == capture::RowRecord::noMessage ? row : asked.capture.row(row.messageStart(asked.row));
        const bool compressed = capture::isMarkedCompressed(asked.capture, asked.row, row);
        // Nothing can be read of what is not inflated, nor of a continuation of nothing.
        if (compressed ? asked.reader.inflated(asked.row).size == 0
                       : row.opcode() == ws::Opcode::Continuation && row.message == capture::RowRecord::noMessage)
            return Answer::No;
        const RowContent content(asked, RowContent::Of::Message, stop);
        if (!content.exists() || content.size() == 0)
            return Answer::No;
        const decode::Channel &channel = decode::Channels::in(asked.capture).of(row.connection(), asked.reader);
        decode::Payload payload{{}, channel, first.opcode() == ws::Opcode::Text, false};
        const bool ends = compressed || row.endsMessage();
        Result<QByteArray> octets = content.read(0, std::min<std::uint64_t>(content.size(), window), stop);
        if (!octets)
            return octets.error();
        const Decoder *decoder = m_asked.decoder;
        if (m_asked.what != Asked::What::Value || decoder == nullptr) {
            payload.octets = byteView(*octets);
            payload.whole = ends && std::uint64_t(octets->size()) == content.size();
            const Decoder *recognised = decode::detect(payload).decoder;
            if (recognised == nullptr || (decoder != nullptr && recognised != decoder))
                return Answer::No;
            decoder = recognised;
        }
        if (m_asked.what == Asked::What::Name)
            return nameAnswer(*decoder);
        if (content.size() > window) {
            octets = content.read(0, std::min(content.size(), RowContent::most), stop);
            if (!octets)
                return octets.error();
        }
        payload.octets = byteView(*octets);
        payload.whole = ends && std::uint64_t(octets->size()) == content.size();
        const DecodedTree tree = decoder->decode(payload, {maxNodes, maxText, stop});
        return judge(candidates(tree), tree.limited() || content.size() > RowContent::most, {octets->size()}, stop);
    }

private:
    Answer nameAnswer(const Decoder &decoder) const
    {
        const QString id = QString::fromLatin1(decoder.id());
        const QString name = QString::fromUtf8(decoder.name());
        Wanted folded = m_wanted;
        folded.text = folded.text.toLower();
        BoundedExpression::Effort effort;
        const Answer told = std::max(passes({id, NodeKind::String}, folded, effort),
                                     passes({name.toLower(), NodeKind::String}, folded, effort));
        return m_wanted.op == Type::NotEqual ? answer(told == Answer::No) : told;
    }

    std::vector<Candidate> candidates(const DecodedTree &tree) const
    {
        std::vector<Candidate> all;
        if (m_asked.what == Asked::What::Field) {
            for (const decode::NamedValue &each : tree.fields()) {
                if (m_asked.field.compare(QLatin1String(each.name), Qt::CaseInsensitive) != 0)
                    continue;
                const bool number = !m_wanted.isString && isNumber(each.value.toLatin1());
                all.push_back({each.value, number ? NodeKind::Number : NodeKind::String, each.cut});
            }
            return all;
        }
        std::vector<std::uint32_t> found;
        for (std::uint32_t top = tree.nodes().empty() ? DecodedNode::none : 0; top != DecodedNode::none;
             top = tree.nodes()[top].nextSibling)
            follow(tree, top, m_asked.steps, found);
        for (const std::uint32_t node : found) {
            const DecodedNode &each = tree.nodes()[node];
            if (each.kind != NodeKind::Problem)
                all.push_back({tree.text(each.value).toString(), each.kind, each.cut});
        }
        return all;
    }

    Answer judge(const std::vector<Candidate> &all, bool moreUnseen, BoundedExpression::Effort effort,
                 const std::stop_token &stop) const
    {
        bool undecided = moreUnseen;
        for (const Candidate &each : all) {
            if (stop.stop_requested())
                return Answer::Undecided;
            const Answer told = passes(each, m_wanted, effort);
            if (told == Answer::Yes)
                return answer(m_wanted.op != Type::NotEqual);
            undecided = undecided || told == Answer::Undecided;
        }
        if (undecided)
            return Answer::Undecided;
        return answer(m_wanted.op == Type::NotEqual && !all.empty());
    }

    Asked m_asked;
    Wanted m_wanted;
};
} // namespace

Compared decodedQuestion(const QString &name, Type op, const QByteArray &value, bool isString, const QByteArray &upTo)
{
    Asked asked;
    if (name.compare(u"decoder", Qt::CaseInsensitive) == 0) {
        asked.what = Asked::What::Name;
    } else if (isDecoderField(name)) {
        asked.what = Asked::What::Field;
        asked.field = name;
        asked.decoder = decode::findDecoder(name.section(u'.', 0, 0));
    } else {
        ValuePath path = valuePathOf(name);
        if (!path.problem.isEmpty())
            return {{}, path.problem, {}, Compared::Part::Field};
        asked.steps = std::move(path.steps);
        asked.decoder = decode::findDecoder(path.name); // none for "decoded"
    }
    Wanted wanted{op, decode::utf8Text(value), isString};
    if (asked.what == Asked::What::Name && (op == Type::Equal || op == Type::NotEqual)) {
        const auto known = [&](const Decoder *each) {
            return wanted.text.compare(QLatin1String(each->id()), Qt::CaseInsensitive) == 0 ||
                   wanted.text.compare(QString::fromUtf8(each->name()), Qt::CaseInsensitive) == 0;
        };
        if (std::none_of(decode::decoders().begin(), decode::decoders().end(), known)) {
            QStringList ids;
            for (const Decoder *each : decode::decoders())
                ids.append(QLatin1String(each->id()));
            return {{},
                    u"%1 is no decoder: %2"_qs.arg(wanted.text, ids.join(u", ")),
                    nearestWord(field(FieldId::Decoder), wanted.text)};
        }
    }
    if (op == Type::Matches) {
        const Result<BoundedExpression> expression = BoundedExpression::make(wanted.text);
        if (!expression)
            return {{}, expression.error().message, {}};
        wanted.expression = *expression;
    }
    if (const ComparedNumber number(value, upTo); !isString && number.isNumber())
        wanted.number = number;
    if (asksOrder(op) && !wanted.number)
        return {{}, u"only numbers have an order in what decoders read"_qs, {}, Compared::Part::Operator};
    return {RowTest::asks(std::make_shared<DecodedQuestion>(std::move(asked), std::move(wanted))), {}, {}};
}

} // namespace framescope::filter
