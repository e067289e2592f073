#include "core/filter/language/questions.h"

#include "core/decode/jsontree.h"
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
using decode::JsonNode;
using decode::JsonTree;
using decode::JsonType;

/// Values of one payload that are looked at; four threads may do so at a time.
constexpr std::size_t mostValues = 1u << 20;

ByteView part(ByteView text, std::uint32_t offset, std::uint32_t size) noexcept { return text.subspan(offset, size); }

/// All values that the path leads to, from this node on.
void follow(const JsonTree &tree, ByteView text, std::uint32_t node, std::span<const PathStep> steps,
            std::vector<std::uint32_t> &found)
{
    const std::vector<JsonNode> &nodes = tree.nodes();
    if (steps.empty()) {
        found.push_back(node);
        return;
    }
    const PathStep &step = steps.front();
    if (nodes[node].type != (step.kind == PathStep::Kind::Key ? JsonType::Object : JsonType::Array))
        return;
    for (std::uint32_t child = nodes[node].firstChild; child != JsonNode::none; child = nodes[child].nextSibling) {
        const JsonNode &each = nodes[child];
        const bool into =
            step.kind == PathStep::Kind::Every || (step.kind == PathStep::Kind::Element && each.row == step.element) ||
            (step.kind == PathStep::Kind::Key &&
             decode::jsonStringText(part(text, each.keyOffset, each.keySize), step.key.size() + 1) == step.key);
        if (into)
            follow(tree, text, child, steps.subspan(1), found);
    }
}

/// What a JSON value is compared with.
struct Wanted {
    Type op = Type::End;
    QByteArray word; ///< as it was written
    QString text;    ///< of a string
    bool isString = false;
    std::optional<ComparedNumber> number{};        ///< where it is one
    std::optional<BoundedExpression> expression{}; ///< of Matches
};

/// A string's text, or how a number or word is written.
Answer matches(const JsonNode &node, ByteView text, const BoundedExpression &expression,
               BoundedExpression::Effort &effort)
{
    if (node.type == JsonType::Object || node.type == JsonType::Array)
        return Answer::No;
    const ByteView value = part(text, node.valueOffset, node.valueSize);
    const QRegularExpressionMatch match =
        expression.match(node.type == JsonType::String ? decode::jsonStringText(value, qsizetype(value.size()))
                                                       : QString::fromUtf8(qbyteView(value)),
                         0, effort);
    if (!match.isValid())
        return Answer::Undecided;
    return match.hasMatch() ? Answer::Yes : Answer::No;
}

/// Whether a value equals what is wanted, or stands to it as the operator says.
bool passes(const JsonNode &node, ByteView text, const Wanted &wanted)
{
    const ByteView value = part(text, node.valueOffset, node.valueSize);
    switch (node.type) {
    case JsonType::String: {
        const QString string = decode::jsonStringText(value, qsizetype(value.size()));
        if (wanted.op == Type::Contains)
            return string.contains(wanted.text);
        return (wanted.op == Type::Equal || wanted.op == Type::NotEqual) && string == wanted.text;
    }
    case JsonType::Number:
        return wanted.number && wanted.op != Type::Contains &&
               wanted.number->passes(wanted.op == Type::NotEqual ? Type::Equal : wanted.op, qbyteView(value));
    case JsonType::True:
    case JsonType::False:
    case JsonType::Null:
        return !wanted.isString && (wanted.op == Type::Equal || wanted.op == Type::NotEqual) &&
               qbyteView(value) == QByteArrayView(wanted.word);
    case JsonType::Object:
    case JsonType::Array:
        return false;
    }
    return false;
}

class JsonQuestion final : public RowQuestion
{
public:
    JsonQuestion(std::vector<PathStep> path, Wanted wanted) : m_path(std::move(path)), m_wanted(std::move(wanted)) {}

    Result<Answer> ask(const RowAsked &asked, const std::stop_token &stop) const override
    {
        const RowContent content(asked, RowContent::Of::Message, stop);
        if (!content.exists() || content.size() == 0)
            return Answer::No;
        const Result<QByteArray> octets = content.read(0, std::min(content.size(), RowContent::most), stop);
        if (!octets)
            return octets.error();
        const ByteView text = byteView(*octets);
        // Most of what is no JSON shows it at once.
        const auto first = std::find_if(text.begin(), text.end(), [](std::uint8_t c) { return c > ' '; });
        if (first == text.end() || (*first != '{' && *first != '[' && *first != 0xEF))
            return Answer::No;
        if (content.size() > RowContent::most)
            return Answer::Undecided;
        const JsonTree tree = JsonTree::parse(text, mostValues, stop);
        if (!tree.valid())
            return tree.error() == decode::JsonError::TooLarge ? Answer::Undecided : Answer::No;
        std::vector<std::uint32_t> found;
        if (!tree.nodes().empty())
            follow(tree, text, 0, m_path, found);
        if (m_wanted.expression) {
            bool undecided = false;
            BoundedExpression::Effort effort{octets->size()};
            for (const std::uint32_t node : found) {
                if (stop.stop_requested())
                    return Answer::Undecided;
                const Answer told = matches(tree.nodes()[node], text, *m_wanted.expression, effort);
                if (told == Answer::Yes)
                    return told;
                undecided = undecided || told == Answer::Undecided;
            }
            return undecided ? Answer::Undecided : Answer::No;
        }
        const bool any = m_wanted.op == Type::End ? !found.empty()
                                                  : std::any_of(found.begin(), found.end(), [&](std::uint32_t node) {
                                                        return passes(tree.nodes()[node], text, m_wanted);
                                                    });
        if (m_wanted.op == Type::NotEqual)
            return !found.empty() && !any ? Answer::Yes : Answer::No;
        return any ? Answer::Yes : Answer::No;
    }

private:
    std::vector<PathStep> m_path;
    Wanted m_wanted;
};
} // namespace

Compared jsonQuestion(const QString &name, Type op, const QByteArray &value, bool isString, const QByteArray &upTo)
{
    // Wireshark's names of any value or key: read as a path they would find nothing, and nobody would know why.
    for (const char16_t *each : {u"json.value.string", u"json.value.number", u"json.value", u"json.key", u"json.member",
                                 u"json.object", u"json.array", u"json.path"}) {
        if (name.compare(QStringView(each), Qt::CaseInsensitive) == 0)
            return {
                {},
                u"%1 is not asked for by itself: write json.$.key for one value, or text contains \"...\""_qs.arg(name),
                {},
                Compared::Part::Field};
    }
    ValuePath path = valuePathOf(name);
    if (!path.problem.isEmpty())
        return {{}, path.problem, {}, Compared::Part::Field};
    Wanted wanted{op, value, decode::utf8Text(value), isString};
    if (op == Type::Matches) {
        const Result<BoundedExpression> expression = BoundedExpression::make(wanted.text);
        if (!expression)
            return {{}, expression.error().message, {}, Compared::Part::Value};
        wanted.expression = *expression;
    }
    if (const ComparedNumber number(value, upTo); !isString && number.isNumber())
        wanted.number = number;
    if (asksOrder(op) && !wanted.number)
        return {{}, u"only numbers have an order in JSON"_qs, {}, Compared::Part::Operator};
    return {RowTest::asks(std::make_shared<JsonQuestion>(std::move(path.steps), std::move(wanted))),
            {},
            {},
            Compared::Part::Value};
}

} // namespace framescope::filter
