#include "core/exchange/batch.h"

#include "core/decode/jsontokenizer.h"

namespace framescope::exchange
{

namespace
{
using decode::JsonToken;
using Token = decode::JsonTokenType;
} // namespace

void Batch::read(ByteView text)
{
    heads.clear();
    whole = false;
    decode::JsonTokenizer tokens(text);
    if (tokens.next().type != Token::BeginArray)
        return;
    std::size_t begin = 0; // of the object that is being read
    std::size_t elements = 0;
    const auto take = [&](ByteView element, bool cut) {
        const MessageHead head = readHead(element, Dialect::Unknown);
        // What is cut may have an id behind that, and be no notification.
        if (head.protocol == Protocol::JsonRpc && (!cut || head.role != Role::Notice))
            heads.push_back(head);
    };
    for (int depth = 0; depth >= 0;) {
        const JsonToken token = tokens.next();
        if (depth == 0 && token.type != Token::Comma && token.type != Token::EndArray) {
            if (elements == most || (elements == 0 && token.type != Token::BeginObject) ||
                token.type == Token::EndObject)
                return;
            ++elements;
            begin = token.offset;
        }
        switch (token.type) {
        case Token::BeginObject:
        case Token::BeginArray:
            ++depth;
            break;
        case Token::EndObject:
        case Token::EndArray:
            if (--depth == 0)
                take(text.subspan(begin, token.offset + token.size - begin), false);
            break;
        case Token::End:
        case Token::Error:
            if (depth > 0)
                take(text.subspan(begin), true);
            return;
        default:
            break;
        }
    }
    whole = true;
}

} // namespace framescope::exchange
