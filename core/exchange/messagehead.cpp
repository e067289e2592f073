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
    Member id, method, type, event, op, result, error, payload, jsonrpc;

    Member *find(std::string_view key) noexcept
    {
        const std::array<std::pair<std::string_view, Member *>, 9> all{{{"id"sv, &id},
                                                                        {"method"sv, &method},
                                                                        {"type"sv, &type},
                                                                        {"event"sv, &event},
                                                                        {"op"sv, &op},
                                                                        {"result"sv, &result},
                                                                        {"error"sv, &error},
                                                                        {"payload"sv, &payload},
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
            if (member != nullptr && token.type != Token::Error && token.type != Token::End) {
                member->there = true;
                member->isString = token.type == Token::String;
                member->isNumber = token.type == Token::Number;
                member->value = octets(token);
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

MessageHead readObject(ByteView text, Dialect dialect) noexcept
{
    MessageHead head;
    const Members members = membersOf(text);
    const bool hasId = members.id.isString || members.id.isNumber;
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

MessageHead readHead(ByteView text, Dialect dialect) noexcept
{
    text = text.first(std::min(text.size(), headSize));
    const std::string_view characters = viewOf(text);
    if (dialect == Dialect::EngineIo && !characters.empty() && characters[0] >= '0' && characters[0] <= '6')
        return readEngineIo(characters);
    const std::size_t begin = characters.find_first_not_of(" \t\r\n\xEF\xBB\xBF"sv);
    if (begin == std::string_view::npos || characters[begin] != '{')
        return {};
    return readObject(text, dialect);
}

Dialect dialectAfter(ByteView text, const MessageHead &head, Dialect before) noexcept
{
    if (head.protocol == Protocol::GraphQl)
        return Dialect::GraphQl;
    return viewOf(text).starts_with("0{\"sid\":"sv) ? Dialect::EngineIo : before;
}

} // namespace framescope::exchange
