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
        QTest::addColumn<QString>("filter");
        const auto row = [](const exchange::MessageType &type, const char *name, const char *filter) {
            QTest::newRow(name) << type << QString::fromUtf8(name) << QString::fromUtf8(filter);
        };
        row({Protocol::WebSocket, false, {}, "ping", false}, "Ping frame", "opcode == ping");
        row({Protocol::Text, false, {}, {}, false}, "Text without a type", "");
        row({Protocol::Unread, false, {}, {}, false}, "Compressed, not readable", "");
        row({Protocol::Json, true, "type", "tick", false}, "type: tick", "json.$.type == \"tick\"");
        row({Protocol::Json, false, "op", "10", false}, "op: 10", "json.$.op == 10");
        row({Protocol::Json, true, "type", "a\\\"b", false}, "type: a\\\"b", "");
        row({Protocol::Json, true, "type", "cut", true}, "type: cut…", "");
        row({Protocol::JsonRpc, true, "method", "sum", false}, "JSON-RPC sum", "json.$.method == \"sum\"");
        row({Protocol::JsonRpc, false, "result", "result", false}, "JSON-RPC result",
            "json.$.id != null and json.$.result");
        row({Protocol::JsonRpc, false, "error", "error", false}, "JSON-RPC error",
            "json.$.id != null and json.$.error and not json.$.result");
        row({Protocol::SocketIo, true, "event", "chat", false}, "Socket.IO chat", "socketio.event == \"chat\"");
        row({Protocol::SocketIo, false, {}, "ack", false}, "Socket.IO ack", "socketio.type == \"ack\"");
        row({Protocol::SocketIo, false, {}, "binary event", false}, "Socket.IO binary event",
            "socketio.type == \"binary event\" and not socketio.event");
        row({Protocol::SocketIo, false, {}, "error", false}, "Socket.IO error", "socketio.type == \"connect error\"");
        row({Protocol::EngineIo, false, {}, "ping", false}, "Engine.IO ping", "socketio.type == ping");
    }
    void namesAndFilters()
    {
        QFETCH(exchange::MessageType, type);
        QFETCH(QString, filter);
        QTEST(messageTypeName(type), "name");
        QCOMPARE(messageTypeFilter(type), filter);
        const QString asking = requestFilter(type);
        QCOMPARE(asking.isEmpty(), filter.isEmpty());
        if (filter.isEmpty())
            return;
        QVERIFY(!filter::parseFilter(filter).error);
        QVERIFY(asking.startsWith(filter));
        QVERIFY(!filter::parseFilter(asking).error);
    }
};

QTEST_GUILESS_MAIN(TestMessageType)
#include "tst_messagetype.moc"
