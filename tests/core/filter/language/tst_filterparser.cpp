#include "core/filter/language/filterparser.h"

#include "core/filter/language/field.h"
#include "tests/core/filter/passing.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::filter;
using namespace framescope::test;
using capture::EventKind;
using ws::Opcode;

/// Filters on a small capture; rows are named as people count them, from 1.
class TestFilterParser : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<Recording> m_recording;

    const capture::Capture &capture() const { return *m_recording->capture; }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("TZ", "UTC");
        m_recording = std::make_unique<Recording>(m_dir.filePath(u"filter.pcapng"_qs));
        Recording &r = *m_recording;
        r.ns = 1'795'348'860'000'000'000 - 1000; // 2026-11-22T12:01:00Z
        const ConnectionId a = r.connect();
        r.event(a, EventKind::Connected, {{u"peer"_qs, u"x"_qs}}); // 1
        r.out(a, requestHead());                                   // 2
        r.in(a, responseHead());                                   // 3
        r.in(a, frame(Opcode::Text,
                      "{\"type\":\"order\",\"id\":9007199254740993,"
                      "\"items\":[{\"n\":1},{\"n\":2.5}],\"ok\":true}",
                      false));                                                  // 4
        r.out(a, frame(Opcode::Binary, QByteArray::fromHex("1f8b0800"), true)); // 5
        r.in(a, frame(Opcode::Text, "frag", false, false));                     // 6
        r.in(a, frame(Opcode::Ping, "p", false));                               // 7
        r.in(a, frame(Opcode::Continuation, "ment Error", false));              // 8
        r.ns += 300'000'000;
        r.in(a, frame(Opcode::Text, "\xFF", false));                             // 9
        const ConnectionId b = r.upgraded();                                     // 10, 11
        r.in(b, frame(Opcode::Binary, QByteArray(70'000, 'x'), false));          // 12
        r.in(b, frame(Opcode::Text, "$", false));                                // 13
        r.in(b, frame(Opcode::Close, ws::closePayload(1012, "restart"), false)); // 14
        r.in(b, QByteArray::fromHex("c10161"));                                  // 15: RSV1, after the close
        QCOMPARE(int(capture().rowCount()), 15);
    }

    void finds_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QList<int>>("expected");
        const QList<int> all{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
        const QList<int> frames{4, 5, 6, 7, 8, 9, 12, 13, 14, 15};
        const auto row = [](const char *filter, const QList<int> &expected) {
            QTest::newRow(filter) << QString::fromUtf8(filter) << expected;
        };
        row("", all);
        row("frame.number == 4", {4});
        row("frame.number == 0", {});
        row("frame.number > 0 and frame.number <= 2", {1, 2});
        row("number in {1, 3..5}", {1, 3, 4, 5});
        row("dir == out", {2, 5, 10});
        row("dir == in && conn == 2 && kind == frame", {12, 13, 14, 15});
        row("dir", {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}); // an event went neither way
        row("dir == in and event", {});
        row("dir == sent", {2, 5, 10});
        row("kind in {request, response}", {2, 3, 10, 11});
        row("kind != frame", {1, 2, 3, 10, 11});
        row("event", {1});
        row("event == connected", {1});
        row("opcode", frames);
        row("opcode == text", {4, 6, 9, 13, 15});
        row("websocket.opcode == 0x9", {7});
        row("opcode in {cont, ping}", {7, 8});
        row("opcode not in {text, binary}", {1, 2, 3, 7, 8, 10, 11, 14});
        row("websocket.opcode not in {text, binary} and conn == 2", {10, 11, 14});
        row("opcode NOT IN {0x1} and conn == 2", {10, 11, 12, 14});
        row("websocket.payload_length > 9", {4, 8, 12});
        row("websocket.payload.text contains \"HTTP\"", {});
        row("not websocket.payload_length > 9 and conn == 2", {10, 11, 13, 14, 15});
        row("opcode >= 8", {7, 14});
        row("opcode != text", {5, 7, 8, 12, 14});
        row("not opcode == text", {1, 2, 3, 5, 7, 8, 10, 11, 12, 14});
        row("!(opcode == text) && kind == frame", {5, 7, 8, 12, 14});
        row("fin == 0", {6});
        row("not fin and opcode", {6});
        row("fin != true", {6});
        row("fin > 0 and dir == in", {4, 7, 8, 9, 12, 13, 14, 15});
        row("fin < 1", {6});
        row("fin >= 0 and conn == 2", {12, 13, 14, 15});
        row("fin < 0", {});
        row("rsv1", {15});
        row("rsv == 4", {15});
        row("rsv2 or rsv3", {});
        row("masked", {5});
        row("key", {5});
        row("key == 37:fa:21:3d", {5});
        row("key[0] == 37", {5});
        row("websocket.masking_key != 37fa213d", {});
        row("length == 4 and opcode", {5, 6});
        row("length == 0x4 and opcode", {5, 6});
        row("length in {0x3..0x5} and opcode", {5, 6});
        row("length in {68..69 KiB}", {12});
        row("length in {68 .. 69KiB}", {12});
        row("length > 60K and length < 1M", {12});
        row("length > 64 KiB", {12});
        row("length >= 70kB and length < 1MiB", {12});
        row("length in {60 KiB .. 1 MiB}", {12});
        row("length in {60 kib..1 mib, 0}", {12});
        row("opcode == \"close\"", {14});
        row("wire == 10 and opcode", {5});
        row("form == 64", {12});
        row("form in {7}", {4, 5, 6, 7, 8, 9, 13, 14, 15});
        row("message.number == 6", {6, 8});
        row("message.length == 14", {8});
        row("message.length > 1000", {12});
        row("payload == 1f8b0800", {5});
        row("payload[0:2] == 1f8b", {5});
        row("payload[-2:] == 0800", {5});
        row("payload[1:] == \"rag\"", {6});
        row("payload[100:1]", {2, 3, 10, 11, 12});
        row("payload[0-1] == 1f8b", {5});
        row("payload[2-3] == 0800", {5});
        row("payload contains 8b08", {5});
        row("payload > fe", {9});
        row("text contains \"ment\"", {8});
        row("text contains \"agm\"", {8}); // over the border of two frames
        row("text == \"fragment Error\"", {8});
        row("text matches \"^fragment\"", {8});
        row("payload contains 66726167", {6, 8});
        row("payload == \"fragment Error\"", {8});
        row("payload[0:8] == \"fragment\"", {8});
        row("payload == \"ment Error\"", {8});
        row("payload != \"fragment Error\" and opcode == cont", {});
        row("payload != \"other\" and opcode == cont", {8});
        row("text contains frag and not fin", {6});
        row("text == \"frag\"", {6});
        row("text == 'frag'", {6});
        row("text contains Error", {8});
        row("text matches \"error$\"", {8});
        row("text matches \"(?-i)error$\"", {});
        row("text matches \"\\w+\\sError$\"", {8});
        row("text matches '^\\{\"type'", {4});
        row("text ~ r\"^\\$$\"", {13});
        row("payload matches r\"^\\x1f\"", {5});
        row("json.$.type", {4});
        row("json.$.type == \"order\"", {4});
        row("json.$.type == order", {4});
        row("json.type != \"order\"", {});
        row("json.$.id == 9007199254740993", {4});
        row("json.$.id == 9007199254740992", {});
        row("json.$.items[1].n > 2", {4});
        row("json.$.items[*].n == 1", {4});
        row("json.$.items[*].n != 1", {});
        row("json.$.ok == true", {4});
        row("json.$.ok == \"true\"", {});
        row("json.$.type contains \"ord\"", {4});
        row("json.$.type matches \"^OR\"", {4});
        row("json.$.none", {});
        row("json.$['type'] == order", {4});
        row("json[\"items\"][0].n == 1", {4});
        row("json.$.id > 9007199254740992", {4});
        row("json.$.id in {9007199254740993..9007199254740995}", {4});
        row("json.$.id in {1..5, 7}", {});
        row("json.$.items[0].n in {0..1.5}", {4});
        row("json.$.items[*].n in {2..3}", {4});
        row("json.$.items[*].n in {1.5..2}", {}); // one of them lies above, the other below
        row("decoded.$.items[*].n in {2..3}", {4});
        row("decoded.$.items[*].n in {1.5..2}", {});
        row("json.$.id < 9007199254740993", {});
        row("json.$.id == 9007199254740993e0", {4});
        row("close.code", {14});
        row("close.code == 1012", {14});
        row("close.code in {1000, 1010..1015}", {14});
        row("payload matches \"^\\xff$\"", {9});
        row("close.reason == \"restart\"", {14});
        row("close.reason", {14});
        row("finding == \"msg.utf8\"", {9});
        row("finding contains \"close\"", {15});
        row("severity == error and opcode == text", {9, 15});
        row("severity >= warning and conn == 1", {9});
        row("time < 3 us", {1, 2, 3});
        row("time >= 300 ms", {9, 10, 11, 12, 13, 14, 15});
        row("delta > 200ms", {9});
        row("delta > 200 msec", {9});
        row("delta > 0.2 sec", {9});
        row("status == 101", {3, 11});
        row("status", {3, 11});
        row("http.response.code != 101", {});
        row("address == 127.0.0.1", all);
        row("url contains \"/chat\"", all);
        row("peer == nothing", {});
        row("peer not in {nothing} and frame.number == 1", {1});
        row("delta", {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
        row("time == 12:01", all);
        row("time in {23:59..12:01}", all);
        row("time in {12:02..12:00}", {});
        row("time == 2026-11-22T12:01Z", all);
        row("frame.time >= \"2026-11-22 12:01:00.3\"", {9, 10, 11, 12, 13, 14, 15});
        row("time >= 2026-11-22 12:01:00.3", {9, 10, 11, 12, 13, 14, 15});
        row("time == 2026-11-22", all);
        row("time < 2026-11-22", {});
        row("time > 2026-11-21 and opcode == text", {4, 6, 9, 13, 15});
        row("time == \"12:01\"", all);
        row("time == \"2026-11-22\"", all);
        row("time == 2026-11-22T12:01:00Z", all);
        row("time == 2026-11-22T12:01:00.0", {1, 2, 3, 4, 5, 6, 7, 8});
        row("time >= 12:01:00.3", {9, 10, 11, 12, 13, 14, 15});
        row("time < 2026-11-22T12:01:00.3Z and opcode == text", {4, 6});
        row("opcode == ping or opcode == close and conn == 1", {7});
        row("(opcode == ping or opcode == close) and conn == 2", {14});
    }
    void finds()
    {
        QFETCH(QString, filter);
        QFETCH(QList<int>, expected);
        const ParsedFilter parsed = parseFilter(filter);
        QVERIFY2(parsed.ok(), parsed.error ? qPrintable(parsed.error->text()) : "");
        std::uint64_t undecided = 0;
        QCOMPARE(passing(capture(), parsed.test, &undecided), expected);
        QCOMPARE(undecided, 0u);
    }

    /// Nobody told what was asked for, as in files of other programs.
    void urlsOfRequestsAlone()
    {
        Recording r(m_dir.filePath(u"requests.pcapng"_qs));
        capture::ConnectionFacts facts = clientFacts();
        facts.url.clear();
        const ConnectionId chat = r.connect(facts);
        const ConnectionId other = r.connect(facts);
        r.event(chat, EventKind::Connected);                    // 1: before the request came
        r.out(chat, requestHead());                             // 2
        r.out(other, requestHead().replace("/chat", "/other")); // 3
        r.in(other, responseHead());                            // 4
        r.in(chat, responseHead());                             // 5
        r.in(chat, frame(Opcode::Text, "a", false));            // 6
        r.in(other, frame(Opcode::Text, "b", false));           // 7
        r.capture->endStream(chat, Direction::In, r.tick());    // 8
        r.capture->endStream(other, Direction::In, r.tick());   // 9
        QCOMPARE(int(r.capture->rowCount()), 9);
        QCOMPARE(passing(*r.capture, parseFilter(u"url contains \"/chat\"").test), QList<int>({2, 5, 6, 8}));
        QCOMPARE(passing(*r.capture, parseFilter(u"url == \"/other\"").test), QList<int>({3, 4, 7, 9}));
    }

    void errors_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<int>("at");
        QTest::addColumn<int>("size");
        QTest::addColumn<QString>("suggestion");
        const auto row = [](const char *filter, int at, int size, const char *suggestion = "") {
            QTest::newRow(filter) << QString::fromUtf8(filter) << at << size << QString::fromUtf8(suggestion);
        };
        row("lenght > 5", 0, 6, "length");
        row("OPCODES", 0, 7, "opcode");
        row("zzzzzz", 0, 6, "text contains \"zzzzzz\"");
        row("websocket", 0, 9, "kind == frame");
        row("ping and fin", 0, 4, "opcode == ping");
        row("opcode in {1 2}", 13, 1, ", 2");
        row("opcode not {1}", 7, 3);
        row("opcode == 8 or 9", 15, 1, "opcode == 9");
        row("opcode == ping or pong", 18, 4, "opcode == pong");
        row("text == \"a\" or lenght", 15, 6, "length");
        row("text == a or b", 13, 1, "text == b");
        row("opcode == text or binary", 18, 6, "opcode == binary");
        row("payload[0:2] == 1f8b or 504b", 24, 4, "payload[0:2] == 504b");
        row("close.code == 1000-1005", 14, 9);
        row("text contains \xE2\x80\x9E"
            "abc\xE2\x80\x9C and fin",
            14, 5, "\"abc\"");
        row("tcp.stream", 0, 10, "conn == 1");
        row("tcp.stream eq 1", 0, 10, "conn");
        row("data.len > 5", 0, 8, "length");
        row("frame contains \"foo\"", 0, 5, "payload");
        row("ip.addrs == 1", 0, 8, "ip.addr");
        row("$.type == \"order\"", 0, 6, "json.$.type");
        row("opcode === 8", 7, 3, "==");
        row("opcode !== 8", 7, 3, "!=");
        row("opcode <> 8", 7, 2, "!=");
        row("opcode ~= 8", 7, 2, "!=");
        row("opcode & 8", 7, 1);
        row("len(payload) > 100", 0, 3);
        row("lower(text) == 1", 0, 5);
        row("payload[0,3] == 00", 9, 1);
        row("delta > 100 foo", 12, 3);
        row("length > 100 octets", 13, 6);
        row("length > 5 and lenght < 6", 15, 6, "length");
        row("text == \"\\", 8, 2);
        row("text == \"a", 8, 2, "\"a\"");
        row("text == \xE2\x80\x9C"
            "a\xE2\x80\x9D",
            8, 3, "\"a\"");
        row("opcode == 010", 10, 3);
        row("frame.number == 08", 16, 2);
        row("close.code == 3000..4000", 11, 2);
        row("close.code in {1000-1005}", 15, 9, "1000..1005");
        row("close.code in {1000..}", 15, 6);
        row("length in {..100}", 11, 5);
        row("length in {1 KiB..}", 11, 7);
        row("rtt in {1..}", 8, 3);
        row("finding == \"frame.mask\"", 11, 12, "frame.mask.server");
        row("finding in {msg.utf9}", 12, 8, "msg.utf8");
        row("json.value.string == \"order\"", 0, 17);
        row("json.$]", 0, 7);
        row("json[0]]", 0, 8);
        row("json.$.a in {..5}", 13, 3);
        row("time == \"noon\"", 8, 6);
        row("opcode == txt", 10, 3, "text");
        row("opcode == 16", 10, 2);
        row("opcode = text", 7, 1, "==");
        row("opcode text", 7, 4, "== text");
        row("opcode == text opcode", 15, 6);
        row("opcode ==", 9, 0);
        row("(opcode == text", 0, 1);
        row("opcode == text)", 14, 1);
        row("and opcode", 0, 3);
        row("opcode and", 10, 0);
        row("\"abc\"", 0, 5, "text contains \"abc\"");
        row("length > 5 ms", 9, 4);
        row("length == \"5\"", 10, 3);
        row("delta > 5 KiB", 8, 5);
        row("time > noon", 7, 4);
        row("fin == 2", 7, 1);
        row("fin > 2", 6, 1);
        row("length contains 5", 7, 8, "==");
        row("payload == xyz", 11, 3, "\"xyz\"");
        row("payload[a] == 00", 8, 1);
        row("payload[0:2 == 00", 12, 2, "] ==");
        row("length[0] == 1", 6, 1);
        row("opcode in text", 10, 4, "{text}");
        row("opcode in {text", 15, 0, "}");
        row("text in {\"a\"..}", 12, 2);
        row("text < \"a\"", 5, 1);
        row("text contains \"\"", 14, 2);
        row("payload contains ''", 17, 2);
        row("json.$.a contains \"\"", 18, 2);
        row("frame.number == 5 ms", 16, 4);
        row("frame.number in {1 KiB}", 17, 5);
        row("json.$.a > 1 KiB", 11, 5);
        row("frame.number in {9..1}", 17, 4);
        row("opcode matches \"x\"", 7, 7);
        row("text matches abc", 13, 3, "\"abc\"");
        row("text matches \"(\"", 13, 3);
        row("json == 1", 0, 4);
        row("json.$.a[x] == 1", 0, 11);
        row("json.$.a < \"b\"", 9, 1);
        row("json.$.a matches \"(\"", 17, 3);
        row("finding matches \"[\"", 16, 3);
        row("message.ratio > x", 16, 1);
    }
    void errors()
    {
        QFETCH(QString, filter);
        QFETCH(int, at);
        QFETCH(int, size);
        QFETCH(QString, suggestion);
        const ParsedFilter parsed = parseFilter(filter);
        QVERIFY(!parsed.ok());
        QCOMPARE(parsed.error->at, at);
        QCOMPARE(parsed.error->size, size);
        QCOMPARE(parsed.error->suggestion, suggestion);
        QVERIFY(!parsed.error->what.isEmpty() && !parsed.error->what.endsWith(u'.'));
    }

    void whatExplodesIsUndecided()
    {
        Recording r(m_dir.filePath(u"explodes.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        r.in(id, frame(Opcode::Text, QByteArray(5000, 'a') + '!', false));
        const ParsedFilter parsed = parseFilter(u"text matches \"^(a+)+$\"");
        QVERIFY(parsed.ok());
        std::uint64_t undecided = 0;
        QCOMPARE(passing(*r.capture, parsed.test, &undecided), QList<int>());
        QCOMPARE(undecided, 1u);
    }

    void longListsAreUnderstood()
    {
        QStringList numbers;
        for (int i = 0; i < 20'000; ++i)
            numbers.append(QString::number(3 + i));
        const ParsedFilter parsed = parseFilter(u"frame.number in {%1}"_qs.arg(numbers.join(u',')));
        QVERIFY(parsed.ok());
        QCOMPARE(passing(capture(), parsed.test).size(), 13);
        QVERIFY(parseFilter(u"fin or "_qs.repeated(20'000) + u"fin"_qs).ok());
    }

    /// What has no answer passes neither a question nor its opposite, and is counted once.
    void undecidedPassesNothing_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QList<int>>("expected");
        QTest::addColumn<quint64>("undecided");
        const auto row = [](const QString &filter, const QList<int> &expected, quint64 undecided) {
            QTest::newRow(qPrintable(filter))
                << QString(filter).replace(u'?', u"text matches \"^(a+)+$\""_qs) << expected << undecided;
        };
        row(u"? and opcode"_qs, {}, 1);
        row(u"not ? and opcode"_qs, {}, 1);
        row(u"not not ? and opcode"_qs, {}, 1);
        row(u"(? or ?) and opcode"_qs, {}, 1);
        row(u"(? or opcode == text) and opcode"_qs, {3}, 0);
        row(u"(opcode == text or ?) and opcode"_qs, {3}, 0);
        row(u"? and opcode == binary"_qs, {}, 0);
        row(u"not (? and opcode == binary) and opcode"_qs, {3}, 0);
        row(u"not (? or opcode == text) and opcode"_qs, {}, 0);
    }
    void undecidedPassesNothing()
    {
        QFETCH(QString, filter);
        const QTemporaryDir dir;
        Recording r(dir.filePath(u"undecided.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        r.in(id, frame(Opcode::Text, QByteArray(5000, 'a') + '!', false));
        const ParsedFilter parsed = parseFilter(filter);
        QVERIFY(parsed.ok());
        std::uint64_t undecided = 0;
        QTEST(passing(*r.capture, parsed.test, &undecided), "expected");
        QTEST(quint64(undecided), "undecided");
    }

    void nestingHasALimit()
    {
        QVERIFY(parseFilter(QString(100, u'(') + u"fin"_qs + QString(100, u')')).ok());
        const ParsedFilter deep = parseFilter(QString(100'000, u'('));
        QVERIFY(!deep.ok());
        QVERIFY(!parseFilter(u"not "_qs.repeated(100'000) + u"fin"_qs).ok());
    }

    void aTimeOfDayIsThatOfTheWall()
    {
        qputenv("TZ", "Asia/Shanghai"); // eight hours later
        const QList<int> all{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
        QCOMPARE(passing(capture(), parseFilter(u"time == 20:01").test), all);
        QCOMPARE(passing(capture(), parseFilter(u"time > 20:00 and time < 20:02").test), all);
        QCOMPARE(passing(capture(), parseFilter(u"time == 12:01").test), QList<int>());
        QCOMPARE(passing(capture(), parseFilter(u"time == 2026-11-22T20:01").test), all);
        qputenv("TZ", "UTC");
    }

    /// In Berlin the 25th of October 2026 has 25 hours: at three o'clock it is two again.
    void clocksAreSetBack()
    {
        qputenv("TZ", "Europe/Berlin");
        const QTemporaryDir dir;
        Recording r(dir.filePath(u"clocks.pcapng"_qs));
        const ConnectionId id = r.connect();
        for (const char *utc : {"2026-10-24T21:30:00Z", "2026-10-24T22:30:00Z", "2026-10-25T00:30:30Z",
                                "2026-10-25T01:30:30Z", "2026-10-25T22:30:00Z", "2026-10-25T23:30:00Z"}) {
            r.ns = QDateTime::fromString(QString::fromLatin1(utc), Qt::ISODate).toMSecsSinceEpoch() * 1'000'000;
            r.event(id, EventKind::Note, {});
        }
        QCOMPARE(int(r.capture->rowCount()), 6);
        const auto rows = [&](const char *filter) {
            return passing(*r.capture, parseFilter(QString::fromLatin1(filter)).test);
        };
        QCOMPARE(rows("time == 2026-10-25"), QList<int>({2, 3, 4, 5}));
        QCOMPARE(rows("time == 2026-10-24"), QList<int>({1}));
        QCOMPARE(rows("time > 2026-10-25"), QList<int>({6}));
        QCOMPARE(rows("time == 02:30"), QList<int>({3, 4}));
        QCOMPARE(rows("time == 03:30"), QList<int>());
        QCOMPARE(rows("time == 23:30"), QList<int>({1, 5}));
        QCOMPARE(rows("time in {23:00..01:00}"), QList<int>({1, 2, 5, 6}));
        // Twice between two rows that have the same shift from UTC.
        for (const char *utc : {"2027-01-15T11:30:00Z", "2027-07-15T10:30:00Z", "2027-12-15T11:30:00Z"}) {
            r.ns = QDateTime::fromString(QString::fromLatin1(utc), Qt::ISODate).toMSecsSinceEpoch() * 1'000'000;
            r.event(id, EventKind::Note, {});
        }
        QCOMPARE(rows("time == 12:30"), QList<int>({7, 8, 9}));
        qputenv("TZ", "UTC");
    }

    void everyExampleIsUnderstood()
    {
        for (const Field &each : fields()) {
            const ParsedFilter parsed = parseFilter(QString::fromUtf8(each.example));
            QVERIFY2(parsed.ok(), parsed.error ? qPrintable(parsed.error->text()) : "");
            QVERIFY(findField(QString::fromLatin1(each.name)) == &each);
        }
    }
};

QTEST_GUILESS_MAIN(TestFilterParser)
#include "tst_filterparser.moc"
