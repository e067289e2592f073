#include "ui/statistics/messagetype.h"

#include "core/io/rowtext.h"

#include <QCoreApplication>

#include <algorithm>

namespace framescope::ui
{

namespace
{
struct Text {
    Q_DECLARE_TR_FUNCTIONS(Statistics)
};

using exchange::Protocol;

QString visibleName(const QByteArray &name) { return io::visibleText(QString::fromUtf8(name)); }
} // namespace

QString messageTypeName(const exchange::MessageType &type)
{
    const QString name = visibleName(type.name) + (type.cut ? QStringLiteral("…") : QString());
    switch (type.protocol) {
    case Protocol::WebSocket:
        return type.name == "pong" ? Text::tr("Pong frame") : Text::tr("Ping frame");
    case Protocol::Text:
        return Text::tr("Text without a type");
    case Protocol::Json:
        return type.name.isEmpty() ? Text::tr("JSON, other types")
                                   : QStringLiteral("%1: %2").arg(QString::fromLatin1(type.key), name);
    case Protocol::JsonRpc:
        return type.name.isEmpty() ? Text::tr("JSON-RPC, other methods") : QStringLiteral("JSON-RPC ") + name;
    case Protocol::GraphQl:
        return QStringLiteral("GraphQL ") + name;
    case Protocol::EngineIo:
        return QStringLiteral("Engine.IO ") + name;
    case Protocol::SocketIo:
        return type.name.isEmpty() ? Text::tr("Socket.IO, other events") : QStringLiteral("Socket.IO ") + name;
    case Protocol::Unread:
        return Text::tr("Compressed, not readable");
    }
    return name;
}

QString messageTypeFilter(const exchange::MessageType &type)
{
    // A name that would have to be written in another way than it was is left alone.
    const bool plain = !type.cut && !type.name.isEmpty() && !type.name.contains('\\') && !type.name.contains('"') &&
                       std::none_of(type.name.begin(), type.name.end(), [](char c) { return c >= 0 && c < ' '; });
    const QString name = QString::fromUtf8(type.name);
    if (!plain || name.contains(QChar::ReplacementCharacter))
        return {};
    switch (type.protocol) {
    case Protocol::WebSocket:
        return QStringLiteral("opcode == ") + name;
    case Protocol::JsonRpc:
        if (!type.quoted) // an answer with both is counted as a result
            return QStringLiteral("json.$.id != null and json.$.") + name +
                   (name == QStringLiteral("error") ? QStringLiteral(" and not json.$.result") : QString());
        [[fallthrough]];
    case Protocol::Json:
    case Protocol::GraphQl:
        return (type.quoted ? QStringLiteral("json.$.%1 == \"%2\"") : QStringLiteral("json.$.%1 == %2"))
            .arg(QString::fromLatin1(type.key), name);
    case Protocol::EngineIo:
        return QStringLiteral("socketio.type == ") + name;
    case Protocol::SocketIo:
        if (type.quoted)
            return QStringLiteral("socketio.event == \"%1\"").arg(name);
        if (name == QStringLiteral("error"))
            return QStringLiteral("socketio.type == \"connect error\"");
        if (name.endsWith(QStringLiteral("event"))) // those that have a name are counted by it
            return QStringLiteral("socketio.type == \"%1\" and not socketio.event").arg(name);
        return QStringLiteral("socketio.type == \"%1\"").arg(name);
    case Protocol::Text:
    case Protocol::Unread:
        break;
    }
    return {};
}

QString requestFilter(const exchange::MessageType &type)
{
    const QString all = messageTypeFilter(type);
    if (all.isEmpty())
        return all;
    if (type.protocol == Protocol::JsonRpc)
        return all + QStringLiteral(" and json.$.id != null");
    if (type.protocol == Protocol::Json)
        return all + QStringLiteral(" and not json.$.id");
    if (type.protocol == Protocol::SocketIo)
        return all + QStringLiteral(" and socketio.ack");
    return all;
}

} // namespace framescope::ui
