#include "core/exchange/messagetype.h"

#include <QSet>
#include <QTest>

using namespace framescope::exchange;

class TestMessageType : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// Each in its own words.
    void texts()
    {
        const std::vector<std::pair<MessageType, QString>> types{
            {{Protocol::WebSocket, false, {}, "ping", false}, QStringLiteral("ping")},
            {{Protocol::Text, false, {}, {}, false}, QStringLiteral("text")},
            {{Protocol::Json, false, {}, {}, false}, QStringLiteral("json")},
            {{Protocol::Json, true, "type", "next", false}, QStringLiteral("json type=next")},
            {{Protocol::Json, true, "event", "next", false}, QStringLiteral("json event=next")},
            {{Protocol::Json, true, "type", "type", false}, QStringLiteral("json type=type")},
            {{Protocol::Json, false, "op", "10", false}, QStringLiteral("json op=10")},
            {{Protocol::Json, true, "op", "10", false}, QStringLiteral("json op='10'")},
            {{Protocol::Json, true, "op", "'10'", false}, QStringLiteral("json op=''10''")},
            {{Protocol::Json, true, "op", "-1", false}, QStringLiteral("json op='-1'")},
            {{Protocol::Json, true, "type", "long", true}, QStringLiteral("json type=long…")},
            {{Protocol::JsonRpc, false, "result", "result", false}, QStringLiteral("jsonrpc result")},
            {{Protocol::JsonRpc, true, "method", "result", false}, QStringLiteral("jsonrpc method=result")},
            {{Protocol::JsonRpc, false, {}, "batch", false}, QStringLiteral("jsonrpc batch")},
            {{Protocol::GraphQl, true, "type", "next", false}, QStringLiteral("graphql type=next")},
            {{Protocol::EngineIo, false, {}, "ping", false}, QStringLiteral("engineio ping")},
            {{Protocol::SocketIo, false, {}, "event", false}, QStringLiteral("socketio event")},
            {{Protocol::SocketIo, true, "event", "event", false}, QStringLiteral("socketio event=event")},
            {{Protocol::Unread, false, {}, {}, false}, QStringLiteral("unread")},
        };
        QSet<QString> seen;
        for (const auto &[type, text] : types) {
            QCOMPARE(messageTypeText(type), text);
            QVERIFY2(!seen.contains(text), qPrintable(text));
            seen.insert(text);
        }
    }
};

QTEST_GUILESS_MAIN(TestMessageType)
#include "tst_messagetype.moc"
