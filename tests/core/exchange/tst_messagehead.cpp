#include "core/exchange/messagehead.h"

#include <QTest>

using namespace framescope;
using namespace framescope::exchange;

class TestMessageHead : public QObject
{
    Q_OBJECT

    static QString shown(const MessageHead &head)
    {
        const char *const protocols[] = {"ws", "text", "json", "jsonrpc", "graphql", "engineio", "socketio"};
        const char *const roles[] = {"notice", "request", "answer"};
        const auto text = [](std::string_view view) { return QString::fromUtf8(view.data(), qsizetype(view.size())); };
        return QStringLiteral("%1 %2 %3=%4 id=%5%6")
            .arg(QLatin1String(protocols[int(head.protocol)]), QLatin1String(roles[int(head.role)]), text(head.key),
                 text(head.name), text(head.id), head.queues ? QStringLiteral(" queues") : QString());
    }

private Q_SLOTS:
    void heads_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<Dialect>("dialect");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QByteArray &text, const char *expected,
                            Dialect dialect = Dialect::Unknown) {
            QTest::newRow(name) << text << dialect << QString::fromLatin1(expected);
        };
        row("empty", "", "text notice = id=");
        row("words", "hello", "text notice = id=");
        row("an array", "[1,2]", "text notice = id=");
        row("an object without a type", "{\"a\":1}", "text notice = id=");
        row("a request", "{\"jsonrpc\":\"2.0\",\"id\":17,\"method\":\"sum\",\"params\":[1,2]}",
            "jsonrpc request method=sum id=17");
        row("its answer", "{\"jsonrpc\":\"2.0\",\"result\":{\"id\":4},\"id\":17}",
            "jsonrpc answer result=result id=17");
        row("an error", "{\"id\":\"a\",\"error\":{\"code\":-1}}", "jsonrpc answer error=error id=a");
        row("without jsonrpc", " {\"id\":1,\"method\":\"Page.enable\"}", "jsonrpc request method=Page.enable id=1");
        row("a notification", "{\"jsonrpc\":\"2.0\",\"method\":\"tick\"}", "jsonrpc notice method=tick id=");
        const QByteArray list = '[' + QByteArray(5'000, ' ') + ']';
        row("an id behind a long result", "{\"jsonrpc\":\"2.0\",\"result\":" + list + ",\"id\":1}",
            "jsonrpc answer result=result id=1");
        row("an id behind long params", "{\"params\":" + list + ",\"method\":\"sum\",\"id\":\"a\"}",
            "jsonrpc request method=sum id=a");
        row("an id behind a long payload", "{\"type\":\"next\",\"payload\":" + list + ",\"id\":\"1\"}",
            "graphql answer type=next id=1", Dialect::GraphQl);
        row("a result that is a long string", "{\"id\":1,\"result\":\"" + QByteArray(20'000, 'x') + "\"}",
            "jsonrpc answer result=result id=1");
        row("no id", "{\"id\":null,\"result\":1}", "text notice = id=");
        row("an id deeper", "{\"a\":{\"id\":1,\"method\":\"x\"},\"b\":[{\"type\":\"y\"}]}", "text notice = id=");
        row("a type", "{\"type\":\"tick\",\"n\":1}", "json notice type=tick id=");
        row("a type after much", "{\"data\":[1,[2,{}],\"\\\"\"],\"type\":\"tick\"}", "json notice type=tick id=");
        row("an event", "{\"event\":\"trade\",\"id\":4}", "json notice event=trade id=");
        row("a number", "{\"op\":10}", "json notice op=10 id=");
        row("a type that is no name", "{\"type\":{\"a\":1},\"op\":\"b\"}", "json notice op=b id=");
        row("ping", "{\"type\":\"ping\"}", "json request type=ping id=ping queues");
        row("pong", "{\"op\":\"pong\"}", "json answer op=pong id=ping queues");
        row("cut", "{\"type\":\"tick\",\"text\":\"and so on", "json notice type=tick id=");
        row("broken", "{\"type\":\"tick\",,", "json notice type=tick id=");
        row("init", "{\"type\":\"connection_init\"}", "graphql request type=connection_init id=connection");
        row("ack", "{\"type\":\"connection_ack\"}", "graphql answer type=connection_ack id=connection");
        row("subscribe", "{\"id\":\"1\",\"type\":\"subscribe\",\"payload\":{\"query\":\"{ a }\"}}",
            "graphql request type=subscribe id=1", Dialect::GraphQl);
        row("next", "{\"id\":\"1\",\"type\":\"next\",\"payload\":{\"data\":1}}", "graphql answer type=next id=1",
            Dialect::GraphQl);
        row("complete", "{\"id\":\"1\",\"type\":\"complete\"}", "graphql answer type=complete id=1", Dialect::GraphQl);
        row("not GraphQL", "{\"id\":\"1\",\"type\":\"complete\"}", "json notice type=complete id=");
        row("engine ping", "2", "engineio request =ping id= queues", Dialect::EngineIo);
        row("engine probe", "3probe", "engineio answer =pong id=probe queues", Dialect::EngineIo);
        row("a digit elsewhere", "2", "text notice = id=");
        row("connect", "40", "socketio notice =connect id=", Dialect::EngineIo);
        row("event", "42[\"chat\",\"hi\"]", "socketio notice event=chat id=", Dialect::EngineIo);
        row("event with ack", "4217[\"chat\",\"hi\"]", "socketio request event=chat id=17", Dialect::EngineIo);
        row("in a namespace", "42/admin,3[\"chat\"]", "socketio request event=chat id=/admin,3", Dialect::EngineIo);
        row("in the main namespace", "42/,3[\"chat\"]", "socketio request event=chat id=3", Dialect::EngineIo);
        row("without an id", "42/admin,[\"chat\"]", "socketio notice event=chat id=", Dialect::EngineIo);
        row("acknowledged", "43/admin,3[]", "socketio answer =ack id=/admin,3", Dialect::EngineIo);
        row("with attachments", "451-3[\"file\",{\"_placeholder\":true,\"num\":0}]", "socketio request event=file id=3",
            Dialect::EngineIo);
        row("a namespace without end", "42/admin", "socketio notice =event id=", Dialect::EngineIo);
        row("no packet", "49", "text notice = id=", Dialect::EngineIo);
        row("just 4", "4", "text notice = id=", Dialect::EngineIo);
    }
    void heads()
    {
        QFETCH(QByteArray, text);
        QFETCH(Dialect, dialect);
        QTEST(shown(readHead(byteView(text), dialect)), "expected");
        // Whatever it is cut to, nothing is read beyond it.
        for (qsizetype size = 0; size < text.size(); ++size) {
            const QByteArray part(text.constData(), size);
            readHead(byteView(part), dialect);
        }
    }

    void idsAtTheEnd_data()
    {
        QTest::addColumn<QByteArray>("tail");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *tail, const char *expected) {
            QTest::newRow(tail) << QByteArray(tail) << QString::fromLatin1(expected);
        };
        const char *const none = "text notice = id=";
        row("ello\"],\"id\":17}", "jsonrpc answer result=result id=17");
        row("],\"id\" : \"a\\\"b\\\\\" } \r\n", "jsonrpc answer result=result id=a\\\"b\\\\");
        row("],\"id\":-1.5,\"jsonrpc\":\"2.0\",\"ok\":true}", "jsonrpc answer result=result id=-1.5");
        row("\"id\":3}", "jsonrpc answer result=result id=3");
        row("],\"id\":null}", none);
        row("],\"id\":{\"id\":3}}", none);
        row("{\"id\":3}]}", none);
        row("{\"id\":3}", "jsonrpc answer result=result id=3");
        row("17}", none);
        row("d\":17}", none);
        row("\"17}", none);
        row("\"}", none);
        row("}", none);
        row(",\"id\":3}]", none);
        row("\\\"id\":3}", none);
    }
    void idsAtTheEnd()
    {
        QFETCH(QByteArray, tail);
        const QByteArray head = "{\"jsonrpc\":\"2.0\",\"result\":[\"and so on";
        QTEST(shown(readHead(byteView(head), Dialect::Unknown, byteView(tail))), "expected");
        // An id that came before the end is the one.
        const QByteArray known = "{\"id\":9,\"result\":[\"and so on";
        QCOMPARE(shown(readHead(byteView(known), Dialect::Unknown, byteView(tail))),
                 QStringLiteral("jsonrpc answer result=result id=9"));
        // A number that the beginning is cut in is not known.
        const QByteArray cut = "{\"result\":0,\"id\":9";
        QCOMPARE(readHead(byteView(cut), Dialect::Unknown).role, Role::Notice);
        for (qsizetype size = 0; size < tail.size(); ++size) {
            const QByteArray part(tail.constData() + size, tail.size() - size);
            readHead(byteView(head), Dialect::Unknown, byteView(part));
        }
    }

    void onlyTheBeginningIsLookedAt()
    {
        const QByteArray far = "{\"a\":\"" + QByteArray(int(headSize), 'x') + "\",\"type\":\"late\"}";
        QCOMPARE(readHead(byteView(far), Dialect::Unknown).protocol, Protocol::Text);
        const QByteArray deep(100'000, '[');
        QCOMPARE(readHead(byteView("{\"a\":" + deep), Dialect::Unknown).protocol, Protocol::Text);
    }

    void dialects()
    {
        const auto after = [](const QByteArray &text, Dialect before) {
            return dialectAfter(byteView(text), readHead(byteView(text), before), before);
        };
        QCOMPARE(after("0{\"sid\":\"x\",\"upgrades\":[]}", Dialect::Unknown), Dialect::EngineIo);
        QCOMPARE(after("{\"type\":\"connection_init\"}", Dialect::Unknown), Dialect::GraphQl);
        QCOMPARE(after("42[\"a\"]", Dialect::EngineIo), Dialect::EngineIo);
        QCOMPARE(after("hello", Dialect::Unknown), Dialect::Unknown);
    }

    /// Wherever the first look ends, inside the id too.
    void idsAtTheBorder()
    {
        for (int fill = 3'980; fill < 4'100; ++fill) {
            const QByteArray text = "{\"jsonrpc\":\"2.0\",\"result\":\"" + QByteArray(fill, 'x') +
                                    "\",\"id\":\"550e8400-e29b-41d4-a716-446655440000\"}";
            const MessageHead head = readHead(byteView(text), Dialect::Unknown);
            QCOMPARE(shown(head),
                     QStringLiteral("jsonrpc answer result=result id=550e8400-e29b-41d4-a716-446655440000"));
        }
    }
};

QTEST_GUILESS_MAIN(TestMessageHead)
#include "tst_messagehead.moc"
