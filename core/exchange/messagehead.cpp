#include "core/exchange/messagehead.h"

#include "core/decode/jsontokenizer.h"

#include <algorithm>
#include <array>
#include <utility>

namespace framescope::exchange
{

namespace
{
using decode::JsonToken;
using decode::JsonTokenizer;
using Token = decode::JsonTokenType;
using namespace std::string_view_literals;

/// Nearly all that says what a message is stands in the first octets. What stands behind is read for an id only.
constexpr std::size_t usualSize = 4096;

std::string_view viewOf(ByteView octets) noexcept
{
    return {reinterpret_cast<const char *>(octets.data()), octets.size()};
}

/// A value that stands right in the object.
struct Member {
    std::string_view value{}; ///< a string without its quotes
    bool there = false;
    bool isString = false;
    bool isNumber = false;
};

/// The members that protocols tell themselves apart by.
struct Members {
    Member id, method, type, event, op, result, error, payload, params, jsonrpc;

    bool hasId() const noexcept { return id.isString || id.isNumber; }
    /// Of a request or an answer, as far as it was read, but without its id.
    bool awaitsId() const noexcept
    {
        const bool graphQl = type.there && payload.there;
        return !id.there && (jsonrpc.there || method.there || params.there || result.there || error.there || graphQl);
    }

    Member *find(std::string_view key) noexcept
    {
        const std::array<std::pair<std::string_view, Member *>, 10> all{{{"id"sv, &id},
                                                                         {"method"sv, &method},
                                                                         {"type"sv, &type},
                                                                         {"event"sv, &event},
                                                                         {"op"sv, &op},
                                                                         {"result"sv, &result},
                                                                         {"error"sv, &error},
                                                                         {"payload"sv, &payload},
                                                                         {"params"sv, &params},
                                                                         {"jsonrpc"sv, &jsonrpc}}};
        const auto found = std::find_if(all.begin(), all.end(), [key](const auto &each) { return each.first == key; });
        return found == all.end() ? nullptr : found->second;
    }
};

/// Reads the members of the object that the text is or begins with; those behind its end are not known.
Members membersOf(ByteView text) noexcept
{
    Members members;
    JsonTokenizer tokens(text);
    if (tokens.next().type != Token::BeginObject)
        return members;
    const auto octets = [text](const JsonToken &token) { return viewOf(text.subspan(token.offset, token.size)); };
    bool key = true;
    for (int depth = 1; depth > 0;) {
        JsonToken token = tokens.next();
        if (depth == 1 && key && token.type == Token::String) {
            const std::string_view name = octets(token);
            Member *member = members.find(name.substr(1, name.size() - 2));
            if (tokens.next().type != Token::Colon)
                break;
            token = tokens.next();
            key = false;
            // A number that the text ends in may have more digits.
            if (token.type == Token::Number && token.offset + token.size == text.size())
                return members;
            // Nor is an id there that the text ends in.
            if (member == &members.id && (token.type == Token::Error || token.type == Token::End))
                return members;
            if (member != nullptr) {
                member->there = true; // also where its value is longer than the text
                member->isString = token.type == Token::String;
                member->isNumber = token.type == Token::Number;
                member->value = token.type == Token::Error ? std::string_view() : octets(token);
                if (member->isString)
                    member->value = member->value.substr(1, member->value.size() - 2);
            }
        }
        switch (token.type) {
        case Token::BeginObject:
        case Token::BeginArray:
            ++depth;
            break;
        case Token::EndObject:
        case Token::EndArray:
            --depth;
            break;
        case Token::Comma:
            key = depth == 1;
            break;
        case Token::End:
        case Token::Error:
            return members;
        default:
            break;
        }
    }
    return members;
}

/// Reads an object from its end on, without knowing its beginning.
class TailReader
{
public:
    explicit TailReader(ByteView tail) noexcept : m_rest(viewOf(tail)) {}

    /// The member "id" among the last ones, as far as their values are neither objects nor arrays.
    Member id() noexcept
    {
        for (bool first = true; take(first ? '}' : ','); first = false) {
            const Member value = takeValue();
            if (!value.there || !take(':'))
                break;
            const Member key = takeValue();
            if (!key.isString)
                break;
            if (key.value == "id"sv)
                return value;
        }
        return {};
    }

private:
    bool take(char c) noexcept
    {
        skipSpace();
        if (!m_rest.ends_with(c))
            return false;
        m_rest.remove_suffix(1);
        return true;
    }
    void skipSpace() noexcept
    {
        const std::size_t last = m_rest.find_last_not_of(" \t\r\n"sv);
        m_rest = m_rest.substr(0, last == std::string_view::npos ? 0 : last + 1);
    }
    Member takeValue() noexcept
    {
        skipSpace();
        Member value;
        std::size_t begin = m_rest.size();
        if (m_rest.ends_with('"')) {
            begin = openingQuote();
            if (begin == std::string_view::npos)
                return value;
            value.isString = true;
            value.value = m_rest.substr(begin + 1, m_rest.size() - begin - 2);
        } else {
            begin = m_rest.find_last_of(" \t\r\n:,\"{}[]"sv);
            if (begin == std::string_view::npos || ++begin == m_rest.size())
                return value;
            value.value = m_rest.substr(begin);
            value.isNumber = value.value[0] == '-' || (value.value[0] >= '0' && value.value[0] <= '9');
        }
        value.there = true;
        m_rest = m_rest.substr(0, begin);
        return value;
    }
    /// Of the string that ends here: quotes in it stand behind a backslash that is not one of a pair.
    std::size_t openingQuote() const noexcept
    {
        std::size_t at = m_rest.size() - 1;
        while ((at = at == 0 ? std::string_view::npos : m_rest.rfind('"', at - 1)) != std::string_view::npos) {
            std::size_t before = at;
            while (before > 0 && m_rest[before - 1] == '\\')
                --before;
            if ((at - before) % 2 == 0)
                break;
            at = before;
        }
        return at;
    }

    std::string_view m_rest;
};

bool isOneOf(std::string_view word, std::initializer_list<std::string_view> words) noexcept
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// Of graphql-transport-ws and subscriptions-transport-ws; false where it is neither.
bool readGraphQl(const Members &members, Dialect dialect, MessageHead &head) noexcept
{
    const std::string_view type = members.type.value;
    if (!members.type.isString)
        return false;
    if (isOneOf(type, {"connection_init", "connection_ack"})) {
        head.role = type == "connection_init" ? Role::Request : Role::Answer;
        head.id = "connection"sv;
    } else if (dialect != Dialect::GraphQl) {
        return false;
    } else if (members.id.isString && members.payload.there && isOneOf(type, {"subscribe", "start"})) {
        head.role = Role::Request;
        head.id = members.id.value;
    } else if (members.id.isString && isOneOf(type, {"next", "data", "error", "complete"})) {
        head.role = Role::Answer;
        head.id = members.id.value;
    } else {
        return false;
    }
    head.protocol = Protocol::GraphQl;
    return true;
}

void nameBy(MessageHead &head, std::string_view key, const Member &member) noexcept
{
    head.key = key;
    head.name = member.value;
    head.quoted = member.isString;
}

MessageHead readObject(ByteView text, Dialect dialect, ByteView tail) noexcept
{
    MessageHead head;
    Members members = membersOf(text.first(std::min(text.size(), usualSize)));
    if (text.size() > usualSize && members.awaitsId())
        members = membersOf(text);
    if (!tail.empty() && members.awaitsId())
        members.id = TailReader(tail).id();
    const bool hasId = members.hasId();
    if (readGraphQl(members, dialect, head)) {
        nameBy(head, "type"sv, members.type);
        return head;
    }
    // Some that speak it leave "jsonrpc" out, browsers' debuggers among them.
    if (members.method.isString && (hasId || members.jsonrpc.there)) {
        head.protocol = Protocol::JsonRpc;
        head.role = hasId ? Role::Request : Role::Notice;
        head.id = hasId ? members.id.value : std::string_view();
        nameBy(head, "method"sv, members.method);
        return head;
    }
    if (hasId && (members.result.there || members.error.there)) {
        head.protocol = Protocol::JsonRpc;
        head.role = Role::Answer;
        head.id = members.id.value;
        head.key = head.name = members.result.there ? "result"sv : "error"sv;
        return head;
    }
    const std::array<std::pair<std::string_view, const Member *>, 4> names{
        {{"type"sv, &members.type}, {"event"sv, &members.event}, {"op"sv, &members.op}, {"method"sv, &members.method}}};
    for (const auto &[key, member] : names) {
        if (!member->isString && !member->isNumber)
            continue;
        head.protocol = Protocol::Json;
        nameBy(head, key, *member);
        if (!hasId && isOneOf(member->value, {"ping", "pong"})) {
            head.role = member->value == "ping" ? Role::Request : Role::Answer;
            head.id = "ping"sv;
            head.queues = true;
        }
        return head;
    }
    return head;
}

bool isDigit(char c) noexcept { return c >= '0' && c <= '9'; }

/// Takes the digits in front off.
std::string_view takeDigits(std::string_view &rest) noexcept
{
    std::size_t count = 0;
    while (count < rest.size() && isDigit(rest[count]))
        ++count;
    const std::string_view digits = rest.substr(0, count);
    rest.remove_prefix(count);
    return digits;
}

/// What stands behind the 4 of a message of Engine.IO: a packet of Socket.IO, protocol 5.
MessageHead readSocketIo(std::string_view rest) noexcept
{
    MessageHead head;
    if (rest.empty() || rest[0] < '0' || rest[0] > '6')
        return head;
    head.protocol = Protocol::SocketIo;
    constexpr std::array<std::string_view, 7> types{"connect", "disconnect",   "event",     "ack",
                                                    "error",   "binary event", "binary ack"};
    const auto type = static_cast<std::size_t>(rest[0] - '0');
    rest.remove_prefix(1);
    head.name = types[type];
    const bool isEvent = type == 2 || type == 5;
    const bool isAck = type == 3 || type == 6;
    if (!isEvent && !isAck)
        return head;
    if (type >= 5) { // 51-: attachments
        takeDigits(rest);
        if (rest.starts_with('-'))
            rest.remove_prefix(1);
    }
    // Each namespace counts for itself, so its name is part of the identity.
    std::string_view address = rest;
    if (rest.starts_with('/')) {
        const std::size_t comma = rest.find(',');
        if (comma == std::string_view::npos)
            return head;
        rest.remove_prefix(comma + 1);
        if (comma == 1)
            address = rest; // the main one, which usually goes without
    }
    if (!takeDigits(rest).empty())
        head.id = address.substr(0, address.size() - rest.size());
    if (isAck) {
        head.role = head.id.empty() ? Role::Notice : Role::Answer;
        return head;
    }
    head.role = head.id.empty() ? Role::Notice : Role::Request;
    if (!rest.starts_with('['))
        return head;
    JsonTokenizer tokens(ByteView(reinterpret_cast<const std::uint8_t *>(rest.data()), rest.size()));
    tokens.next();
    if (const JsonToken event = tokens.next(); event.type == Token::String) {
        head.name = rest.substr(event.offset + 1, event.size - 2);
        head.key = "event"sv;
        head.quoted = true;
    }
    return head;
}

MessageHead readEngineIo(std::string_view text) noexcept
{
    if (text[0] == '4')
        return readSocketIo(text.substr(1));
    MessageHead head;
    head.protocol = Protocol::EngineIo;
    constexpr std::array<std::string_view, 7> types{"open", "close", "ping", "pong", "message", "upgrade", "noop"};
    head.name = types[static_cast<std::size_t>(text[0] - '0')];
    if (text[0] == '2' || text[0] == '3') {
        head.role = text[0] == '2' ? Role::Request : Role::Answer;
        head.id = text.substr(1, 125);
        head.queues = true;
    }
    return head;
}
} // namespace

MessageHead readHead(ByteView text, Dialect dialect, ByteView tail) noexcept
{
    text = text.first(std::min(text.size(), headSize));
    const std::string_view characters = viewOf(text);
    if (dialect == Dialect::EngineIo && !characters.empty() && characters[0] >= '0' && characters[0] <= '6')
        return readEngineIo(characters);
    const std::size_t begin = characters.find_first_not_of(" \t\r\n\xEF\xBB\xBF"sv);
    if (begin == std::string_view::npos || characters[begin] != '{')
        return {};
    return readObject(text, dialect, tail);
}

Dialect dialectAfter(ByteView text, const MessageHead &head, Dialect before) noexcept
{
    if (head.protocol == Protocol::GraphQl)
        return Dialect::GraphQl;
    return viewOf(text).starts_with("0{\"sid\":"sv) ? Dialect::EngineIo : before;
}

} // namespace framescope::exchange
