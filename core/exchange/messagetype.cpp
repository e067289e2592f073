#include "core/exchange/messagetype.h"

#include "core/decode/utf8.h"

#include <array>

namespace framescope::exchange
{

namespace
{
bool couldBeNumber(const QByteArray &name)
{
    return !name.isEmpty() && ((name[0] >= '0' && name[0] <= '9') || name[0] == '-' || name[0] == '\'');
}
} // namespace

QString messageTypeText(const MessageType &type)
{
    constexpr std::array<const char *, 8> protocols{"",        "text",     "json",     "jsonrpc",
                                                    "graphql", "engineio", "socketio", "unread"};
    QString name = decode::utf8Text(type.name) + (type.cut ? QStringLiteral("…") : QString());
    if (type.quoted && couldBeNumber(type.name))
        name = u'\'' + name + u'\'';
    // The answers of JSON-RPC have no name but the member that they are in.
    if (!type.key.isEmpty() && (type.quoted || type.key != type.name))
        name = QString::fromLatin1(type.key) + u'=' + name;
    const QString protocol = QLatin1String(protocols[static_cast<std::size_t>(type.protocol)]);
    return name.isEmpty() || protocol.isEmpty() ? protocol + name : protocol + u' ' + name;
}

} // namespace framescope::exchange
