#include "ui/statistics/messagetype.h"

#include "core/filter/language/likethis.h"
#include "core/io/rowtext.h"

#include <QCoreApplication>

namespace framescope::ui
{

namespace
{
struct Text {
    Q_DECLARE_TR_FUNCTIONS(Statistics)
};

using exchange::Protocol;

QString visibleName(const QByteArray &name) { return io::visibleText(QString::fromUtf8(name)); }

QString filterOf(const char *field, const exchange::MessageType &type)
{
    const QString text = exchange::messageTypeText(type);
    // Several that are no UTF-8 could read so.
    if (text.contains(QChar::ReplacementCharacter))
        return {};
    return filter::valueIs(QLatin1String(field), text, true);
}
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
        if (!type.quoted && type.name == "batch")
            return Text::tr("JSON-RPC, a batch");
        if (!type.quoted && type.name == "long-batch")
            return Text::tr("JSON-RPC, the beginning of a batch");
        // A method may be called so, too.
        if (!type.quoted && type.name == "result")
            return Text::tr("JSON-RPC, a result");
        if (!type.quoted && type.name == "error")
            return Text::tr("JSON-RPC, an error");
        return type.name.isEmpty() ? Text::tr("JSON-RPC, other methods") : QStringLiteral("JSON-RPC ") + name;
    case Protocol::GraphQl:
        return QStringLiteral("GraphQL ") + name;
    case Protocol::EngineIo:
        return QStringLiteral("Engine.IO ") + name;
    case Protocol::SocketIo:
        if (!type.quoted && type.name == "event")
            return Text::tr("Socket.IO, an event without a name");
        return type.name.isEmpty() ? Text::tr("Socket.IO, other events") : QStringLiteral("Socket.IO ") + name;
    case Protocol::Unread:
        return Text::tr("Compressed, not readable");
    }
    return name;
}

QString messageTypeFilter(const exchange::MessageType &type) { return filterOf("message.type", type); }

QString requestFilter(const exchange::MessageType &type) { return filterOf("message.request", type); }

} // namespace framescope::ui
