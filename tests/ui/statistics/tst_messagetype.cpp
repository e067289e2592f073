#include "ui/statistics/messagetype.h"

#include "core/filter/language/filterparser.h"

#include <QTest>

using namespace framescope;
using namespace framescope::ui;

class TestMessageType : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void namesAndFilters_data()
    {
        using exchange::Protocol;
        QTest::addColumn<exchange::MessageType>("type");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("text"); // in the filter
        const auto row = [](const exchange::MessageType &type, const char *name, const char *text) {
            QTest::newRow(name) << type << QString::fromUtf8(name) << QString::fromUtf8(text);
        };
        row({Protocol::WebSocket, false, {}, "ping", false}, "Ping frame", "ping");
        row({Protocol::Text, false, {}, {}, false}, "Text without a type", "text");
        row({Protocol::Unread, false, {}, {}, false}, "Compressed, not readable", "unread");
        row({Protocol::Json, false, {}, {}, false}, "JSON, other types", "json");
        row({Protocol::Json, true, "type", "tick", false}, "type: tick", "json type=tick");
        row({Protocol::Json, true, "type", "a\\\"b", false}, "type: a\\\"b", "json type=a\\\\\\\"b");
        row({Protocol::Json, true, "type", "cut", true}, "type: cut…", "json type=cut…");
        row({Protocol::Json, true, "type", "a\xFF", false}, "type: a\uFFFD", nullptr);
        row({Protocol::JsonRpc, true, "method", "sum", false}, "JSON-RPC sum", "jsonrpc method=sum");
        row({Protocol::JsonRpc, false, "result", "result", false}, "JSON-RPC, a result", "jsonrpc result");
        row({Protocol::JsonRpc, true, "method", "result", false}, "JSON-RPC result", "jsonrpc method=result");
        row({Protocol::JsonRpc, false, "error", "error", false}, "JSON-RPC, an error", "jsonrpc error");
        row({Protocol::JsonRpc, false, {}, "batch", false}, "JSON-RPC, a batch", "jsonrpc batch");
        row({Protocol::JsonRpc, false, {}, "long-batch", false}, "JSON-RPC, the beginning of a batch",
            "jsonrpc long-batch");
        row({Protocol::JsonRpc, true, "method", "batch", false}, "JSON-RPC batch", "jsonrpc method=batch");
        row({Protocol::GraphQl, true, "type", "next", false}, "GraphQL next", "graphql type=next");
        row({Protocol::SocketIo, true, "event", "chat", false}, "Socket.IO chat", "socketio event=chat");
        row({Protocol::SocketIo, true, "event", "event", false}, "Socket.IO event", "socketio event=event");
        row({Protocol::SocketIo, false, {}, "event", false}, "Socket.IO, an event without a name", "socketio event");
        row({Protocol::SocketIo, false, {}, "ack", false}, "Socket.IO ack", "socketio ack");
        row({Protocol::EngineIo, false, {}, "ping", false}, "Engine.IO ping", "engineio ping");
    }
    void namesAndFilters()
    {
        QFETCH(exchange::MessageType, type);
        QFETCH(QString, text);
        QTEST(messageTypeName(type), "name");
        if (text.isNull()) {
            QVERIFY(messageTypeFilter(type).isEmpty() && requestFilter(type).isEmpty());
            return;
        }
        QCOMPARE(messageTypeFilter(type), QStringLiteral("message.type == \"%1\"").arg(text));
        QCOMPARE(requestFilter(type), QStringLiteral("message.request == \"%1\"").arg(text));
        QVERIFY(!filter::parseFilter(messageTypeFilter(type)).error);
        QVERIFY(!filter::parseFilter(requestFilter(type)).error);
    }
};

QTEST_GUILESS_MAIN(TestMessageType)
#include "tst_messagetype.moc"
