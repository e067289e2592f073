#include "core/filter/language/completion.h"

#include <QTest>

using namespace framescope::filter;

class TestCompletion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void offers_data()
    {
        QTest::addColumn<QString>("text"); // | is the cursor
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("among");
        QTest::addColumn<QString>("typed");
        const auto row = [](const char *text, const char *first, const char *among, const char *typed) {
            QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(first) << QString::fromLatin1(among)
                                << QString::fromLatin1(typed);
        };
        row("|", "frame.number", "opcode", "");
        row("op|", "opcode", "opcode", "op");
        row("close|", "close.code", "close.reason", "close");
        row("fin and le|", "length", "message.length", "le");
        row("(|", "frame.number", "json.$.", "");
        row("not m|", "masked", "message.ratio", "m");
        row("opcode |", "==", "in", "");
        row("text |", "==", "contains", "");
        row("text con|", "contains", "contains", "con");
        row("opcode == |", "cont", "pong", "");
        row("opcode == pi|", "ping", "ping", "pi");
        row("opcode in {ping, p|", "ping", "pong", "p");
        row("opcode not in {p|", "ping", "pong", "p");
        row("dir == in |", "and", "or", "");
        row("fin == |", "1", "0", "");
        row("opcode == text |", "and", "or", "");
        row("opcode == text a|", "and", "and", "a");
        row("opcode == te| and fin", "text", "text", "te");
        row("payload[0:2] |", "==", "contains", "");
        row("close.|", "close.code", "close.reason", "close.");
        row("websocket.|", "websocket.opcode", "websocket.fin", "websocket.");
        row("websocket.op|", "websocket.opcode", "websocket.opcode", "websocket.op");
        row("frame.|", "frame.number", "frame.time_delta", "frame.");
        row("tcp|", "tcp.port", "tcp.port", "tcp");
        row("json.$.a |", "==", ">=", "");
        row("finding == frame.|", "frame.opcode.reserved", "frame.mask.client", "frame.");
        row("finding in {msg.utf8, cl|", "close.length", "close.code", "cl");
    }
    void offers()
    {
        QFETCH(QString, text);
        QFETCH(QString, first);
        QFETCH(QString, among);
        QFETCH(QString, typed);
        const qsizetype cursor = text.indexOf(u'|');
        text.remove(cursor, 1);
        const Completions found = completionsAt(text, cursor);
        QVERIFY(!found.all.empty());
        QCOMPARE(found.all.front().text, first);
        QVERIFY(std::any_of(found.all.begin(), found.all.end(),
                            [&](const Completion &each) { return each.text == among; }));
        QCOMPARE(text.mid(found.at, found.size), typed);
        QCOMPARE(found.at + found.size, cursor);
    }

    void takesTheWholeWord()
    {
        const Completions found = completionsAt(u"fin and opcode == text", 10); // op|code
        QCOMPARE(found.at, 8);
        QCOMPARE(found.size, 6);
    }

    void isSilent_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"text == \"op", "length > 10", "zzz ", "json.$.", "decoded.$.", ",", "{", "]", ")]",
                                 "zzz in {", "zzz[0] ", "fin and ,", "opcode", "opcode == text", "payload[", "fin ? "})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void isSilent()
    {
        QFETCH(QString, text);
        QVERIFY(completionsAt(text, text.size()).all.empty());
    }
};

QTEST_GUILESS_MAIN(TestCompletion)
#include "tst_completion.moc"
