#include "core/http/handshake.h"

#include "core/http/acceptkey.h"
#include "core/ws/findings.h"
#include "tests/support/heads.h"

#include <QTest>

using namespace framescope;
using namespace framescope::http;
using ws::FindingId;

namespace
{
const QByteArray key = "dGhlIHNhbXBsZSBub25jZQ==";

QByteArray plainRequest(const QByteArray &more = {})
{
    return "GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Key: " +
           key + "\r\nSec-WebSocket-Version: 13\r\n" + more + "\r\n";
}

/// "number@text of the line there" of each finding; what is missing or in the start line says so by the start line.
QStringList print(const std::vector<ws::Finding> &findings, const QByteArray &raw)
{
    QStringList all;
    for (const ws::Finding &finding : findings) {
        const QByteArray rest = raw.mid(static_cast<qsizetype>(finding.offset.value()));
        all.append(QString::number(static_cast<int>(finding.id)) + u'@' +
                   QString::fromLatin1(rest.first(std::max<qsizetype>(0, rest.indexOf("\r\n")))));
    }
    return all;
}
QString expected(FindingId id, const char *at)
{
    return QString::number(static_cast<int>(id)) + u'@' + QString::fromLatin1(at);
}
} // namespace

class TestHandshake : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void request()
    {
        UpgradeRequest request;
        request.url = *parseWsUrl(u"wss://example.com:8443/chat?x=1"_qs);
        request.key = key;
        request.origin = "http://example.com";
        request.subprotocols = {"chat", "superchat"};
        request.deflate = {{false, true, 10, true, std::nullopt}, {}};
        request.headers = {{"X-One", "1"}, {"Cookie", "a=b"}};
        QCOMPARE(request.toHead(),
                 QByteArray("GET /chat?x=1 HTTP/1.1\r\n"
                            "Host: example.com:8443\r\n"
                            "Upgrade: websocket\r\n"
                            "Connection: Upgrade\r\n"
                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                            "Sec-WebSocket-Version: 13\r\n"
                            "Origin: http://example.com\r\n"
                            "Sec-WebSocket-Protocol: chat, superchat\r\n"
                            "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover; "
                            "server_max_window_bits=10; client_max_window_bits, permessage-deflate\r\n"
                            "X-One: 1\r\n"
                            "Cookie: a=b\r\n\r\n"));
        const RequestVerdict verdict = judgeRequest(test::parseHead(HeadKind::Request, request.toHead()));
        QVERIFY(verdict.valid);
        QVERIFY(verdict.findings.empty());
        QCOMPARE(verdict.subprotocols, request.subprotocols);
    }
    void ownHostReplacesOurs()
    {
        UpgradeRequest request;
        request.url = *parseWsUrl(u"ws://127.0.0.1:9/"_qs);
        request.key = key;
        request.headers = {{"A", "1"}, {"HOST", "other"}, {"host", "third"}};
        QCOMPARE(request.toHead(), QByteArray("GET / HTTP/1.1\r\nHOST: other\r\nUpgrade: websocket\r\n"
                                              "Connection: Upgrade\r\nSec-WebSocket-Key: " +
                                              key + "\r\nSec-WebSocket-Version: 13\r\nA: 1\r\nhost: third\r\n\r\n"));
    }

    void ownExtensionsReplaceOurs()
    {
        UpgradeRequest request;
        request.url = *parseWsUrl(u"ws://127.0.0.1:9/"_qs);
        request.key = key;
        request.deflate = {{}};
        request.headers = {{"sec-websocket-extensions", "x"}};
        QVERIFY(!request.toHead().contains("permessage-deflate"));
        QVERIFY(request.toHead().contains("\r\nsec-websocket-extensions: x\r\n"));
    }

    void headerArgument_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("says");
        QTest::newRow("plain") << u"X-A: b c"_qs << QByteArray("X-A") << QByteArray("b c") << QString();
        QTest::newRow("no space") << u"A:b"_qs << QByteArray("A") << QByteArray("b") << QString();
        QTest::newRow("empty value") << u"A:"_qs << QByteArray("A") << QByteArray("") << QString();
        QTest::newRow("tab and colon") << u"A: \tb\t: c "_qs << QByteArray("A") << QByteArray("b\t: c") << QString();
        QTest::newRow("UTF-8") << u"A: é"_qs << QByteArray("A") << QByteArray("\xC3\xA9") << QString();
        QTest::newRow("no colon") << u"A b"_qs << QByteArray() << QByteArray() << u"no colon"_qs;
        QTest::newRow("no name") << u": b"_qs << QByteArray() << QByteArray() << u"no name"_qs;
        QTest::newRow("space in the name") << u"A B: c"_qs << QByteArray() << QByteArray() << u"byte 2"_qs;
        QTest::newRow("injection") << u"A: b\r\nC: d"_qs << QByteArray() << QByteArray() << u"0x0d) at byte 2"_qs;
        QTest::newRow("NUL") << u"A: b"_qs + QChar(0) << QByteArray() << QByteArray() << u"0x00"_qs;
    }
    void headerArgument()
    {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const auto header = parseHeaderArgument(text);
        QCOMPARE(header.ok(), says.isEmpty());
        if (header.ok()) {
            QTEST(header->first, "name");
            QTEST(header->second, "value");
        } else {
            QVERIFY2(header.error().message.contains(says), qPrintable(header.error().message));
        }
    }

    void rfcExample()
    {
        const ResponseVerdict verdict = judgeResponse(
            test::parseHead(HeadKind::Request, plainRequest("Sec-WebSocket-Protocol: chat, superchat\r\n")),
            test::parseHead(HeadKind::Response, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                                "Connection: Upgrade\r\n"
                                                "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
                                                "Sec-WebSocket-Protocol: chat\r\nServer: x\r\n\r\n"));
        QVERIFY(verdict.upgraded);
        QVERIFY(verdict.valid);
        QVERIFY(verdict.findings.empty());
        QCOMPARE(verdict.subprotocol, QByteArray("chat"));
        QCOMPARE(verdict.expectedAccept, QByteArray("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
        QVERIFY(!verdict.agreement.deflate);
        QCOMPARE(verdict.judgements.size(), 5u);
        QVERIFY(verdict.judgements[0].relevant);
        QCOMPARE(verdict.judgements[0].line, 2u);
        QVERIFY(!verdict.judgements[4].relevant);
    }

    void response_data()
    {
        QTest::addColumn<QByteArray>("more"); // of the request
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<QStringList>("findings");
        const QByteArray line = "HTTP/1.1 101 X\r\n";
        const QByteArray upgrade = "Upgrade: websocket\r\n";
        const QByteArray connection = "Connection: Upgrade\r\n";
        const QByteArray accept = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";
        const QByteArray good = line + upgrade + connection + accept;
        const QByteArray offer = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
        const QByteArray chat = "Sec-WebSocket-Protocol: chat, Super\r\n";
        const auto row = [](const char *name, const QByteArray &more, const QByteArray &octets, QStringList findings) {
            QTest::newRow(name) << more << octets + "\r\n" << findings;
        };
        const auto is = expected;
        row("good", {}, good, {});
        row("H01 status 200", {}, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n",
            {is(FindingId::HsStatus, "HTTP/1.1 200 OK")});
        row("H02 redirect", {}, "HTTP/1.1 302 Found\r\nLocation: /x\r\n",
            {is(FindingId::HsStatus, "HTTP/1.1 302 Found")});
        row("H03 challenge", {}, "HTTP/1.1 401 U\r\nWWW-Authenticate: Basic\r\n",
            {is(FindingId::HsStatus, "HTTP/1.1 401 U")});
        row("H04 version refused", {}, "HTTP/1.1 426 U\r\nSec-WebSocket-Version: 8\r\n",
            {is(FindingId::HsStatus, "HTTP/1.1 426 U")});
        row("H06 HTTP/1.0", {}, "HTTP/1.0 101 X\r\n" + upgrade + connection + accept,
            {is(FindingId::HsVersion, "HTTP/1.0 101 X")});
        row("H06 HTTP/2.0", {}, "HTTP/2.0 101 X\r\n" + upgrade + connection + accept,
            {is(FindingId::HsVersion, "HTTP/2.0 101 X")});
        row("H09 no Upgrade", {}, line + connection + accept, {is(FindingId::HsUpgradeMissing, "HTTP/1.1 101 X")});
        row("H09 another Upgrade", {}, line + "Upgrade: h2c\r\n" + connection + accept,
            {is(FindingId::HsUpgradeValue, "Upgrade: h2c")});
        row("H09 list of upgrades", {}, line + "Upgrade: websocket, h2c\r\n" + connection + accept,
            {is(FindingId::HsUpgradeValue, "Upgrade: websocket, h2c")});
        row("H09 case of Upgrade", {}, line + "upgrade: WebSocket\r\n" + connection + accept, {});
        row("H11 no Connection", {}, line + upgrade + accept, {is(FindingId::HsConnection, "HTTP/1.1 101 X")});
        row("H11 other Connection", {}, line + upgrade + "Connection: keep-alive\r\n" + accept,
            {is(FindingId::HsConnection, "Connection: keep-alive")});
        row("H11 Connection list", {}, line + upgrade + "Connection: keep-alive, upgrade\r\n" + accept, {});
        row("H11 two Connections", {}, line + upgrade + "Connection: keep-alive\r\nConnection: upgrade\r\n" + accept,
            {});
        row("H12 no Accept", {}, line + upgrade + connection, {is(FindingId::HsAcceptMissing, "HTTP/1.1 101 X")});
        row("H13 wrong Accept", {},
            line + upgrade + connection + "Sec-WebSocket-Accept: HSmrc0sMlYUkAGmm5OPpG2HaGWk=\r\n",
            {is(FindingId::HsAcceptWrong, "Sec-WebSocket-Accept: HSmrc0sMlYUkAGmm5OPpG2HaGWk=")}); // H32 too
        row("H13 wrong case", {},
            line + upgrade + connection + "Sec-WebSocket-Accept: S3PPLMBITXAQ9KYGZZHZRBK+XOO=\r\n",
            {is(FindingId::HsAcceptWrong, "Sec-WebSocket-Accept: S3PPLMBITXAQ9KYGZZHZRBK+XOO=")});
        row("H13 spaces around", {},
            line + upgrade + connection + "Sec-WebSocket-Accept: \t s3pPLMBiTxaQ9kYGzzhZRbK+xOo= \r\n", {});
        row("H13 space inside", {},
            line + upgrade + connection + "Sec-WebSocket-Accept: s3pPLMBi TxaQ9kYGzzhZRbK+xOo=\r\n",
            {is(FindingId::HsAcceptWrong, "Sec-WebSocket-Accept: s3pPLMBi TxaQ9kYGzzhZRbK+xOo=")});
        row("H14 the same Accept twice", {}, good + accept,
            {is(FindingId::HsAcceptDuplicate, "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")});
        row("H14 another Accept", {}, good + "Sec-WebSocket-Accept: x\r\n",
            {is(FindingId::HsAcceptWrong, "Sec-WebSocket-Accept: x"),
             is(FindingId::HsAcceptDuplicate, "Sec-WebSocket-Accept: x")});
        row("H15 Upgrade twice", {}, good + "UPGRADE: websocket\r\n",
            {is(FindingId::HsHeaderDuplicate, "UPGRADE: websocket")});
        row("H15 Protocol twice", chat, good + "Sec-WebSocket-Protocol: chat\r\nsec-websocket-protocol: chat\r\n",
            {is(FindingId::HsHeaderDuplicate, "sec-websocket-protocol: chat")});
        row("H15 Extensions twice", offer,
            good + "Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Extensions: x\r\n",
            {is(FindingId::HsHeaderDuplicate, "Sec-WebSocket-Extensions: x"),
             is(FindingId::HsExtensionUnsolicited, "x")});
        row("H16 unsolicited extension", {}, good + "Sec-WebSocket-Extensions: permessage-deflate\r\n",
            {is(FindingId::HsExtensionUnsolicited, "permessage-deflate")});
        row("H16 solicited extension", offer, good + "Sec-WebSocket-Extensions: permessage-deflate\r\n", {});
        row("H16 one of two", offer, good + "Sec-WebSocket-Extensions: permessage-deflate, x-y\r\n",
            {is(FindingId::HsExtensionUnsolicited, "x-y")});
        row("H17 window bits", offer,
            good + "Sec-WebSocket-Extensions:  permessage-deflate; server_max_window_bits=7\r\n",
            {is(FindingId::HsExtensionParameter, "server_max_window_bits=7")});
        row("H17 every faulty parameter at its place", offer,
            good + "Sec-WebSocket-Extensions:\tpermessage-deflate; x; server_max_window_bits=\"10\";"
                   "client_max_window_bits=010\r\n",
            {is(FindingId::HsExtensionParameter, "x; server_max_window_bits=\"10\";client_max_window_bits=010"),
             is(FindingId::HsExtensionParameter, "server_max_window_bits=\"10\";client_max_window_bits=010"),
             is(FindingId::HsExtensionParameter, "client_max_window_bits=010")});
        row("H17 offered, and not in the answer",
            "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10\r\n",
            good + "Sec-WebSocket-Extensions: permessage-deflate\r\n",
            {is(FindingId::HsExtensionParameter, "permessage-deflate")});
        row("H16 H17 unsolicited and faulty", {},
            good + "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=16\r\n",
            {is(FindingId::HsExtensionUnsolicited, "permessage-deflate; server_max_window_bits=16"),
             is(FindingId::HsExtensionParameter, "server_max_window_bits=16")});
        row("H17 against the grammar", offer, good + "Sec-WebSocket-Extensions: permessage-deflate; =\r\n",
            {is(FindingId::HsExtensionParameter, "=")});
        row("H17 deflate twice", offer, good + "Sec-WebSocket-Extensions: permessage-deflate,permessage-deflate\r\n",
            {is(FindingId::HsExtensionParameter, "permessage-deflate")});
        row("H17 covered by the second offer",
            "Sec-WebSocket-Extensions: permessage-deflate, permessage-deflate; client_max_window_bits\r\n",
            good + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=9\r\n", {});
        row("H19 unsolicited subprotocol", {}, good + "Sec-WebSocket-Protocol: chat\r\n",
            {is(FindingId::HsProtocolUnsolicited, "Sec-WebSocket-Protocol: chat")});
        row("H19 another case", chat, good + "Sec-WebSocket-Protocol: Chat\r\n",
            {is(FindingId::HsProtocolUnsolicited, "Sec-WebSocket-Protocol: Chat")});
        row("H19 second of the offers", chat, good + "Sec-WebSocket-Protocol: Super\r\n", {});
        row("H19 empty", chat, good + "Sec-WebSocket-Protocol:\r\n",
            {is(FindingId::HsProtocolUnsolicited, "Sec-WebSocket-Protocol:")});
        row("H20 several subprotocols", chat, good + "Sec-WebSocket-Protocol: chat, Super\r\n",
            {is(FindingId::HsProtocolMultiple, "Sec-WebSocket-Protocol: chat, Super")});
        row("several at once, in order of offset", {}, line + "Upgrade: x\r\nConnection: y\r\n",
            {is(FindingId::HsAcceptMissing, "HTTP/1.1 101 X"), is(FindingId::HsUpgradeValue, "Upgrade: x"),
             is(FindingId::HsConnection, "Connection: y")});
    }
    void response()
    {
        QFETCH(QByteArray, more);
        QFETCH(QByteArray, octets);
        QFETCH(QStringList, findings);
        const ResponseVerdict verdict = judgeResponse(test::parseHead(HeadKind::Request, plainRequest(more)),
                                                      test::parseHead(HeadKind::Response, octets));
        QCOMPARE(print(verdict.findings, octets), findings);
        QCOMPARE(verdict.valid, findings.isEmpty());
        QCOMPARE(verdict.upgraded, octets.contains(" 101 "));
        qsizetype judged = 0;
        for (const Judgement &judgement : verdict.judgements) {
            judged += static_cast<qsizetype>(judgement.findings.size());
            QVERIFY(judgement.relevant || judgement.findings.empty());
        }
        QCOMPARE(judged, findings.size());
    }
    void statusIsTheValue()
    {
        const ResponseVerdict verdict =
            judgeResponse({}, test::parseHead(HeadKind::Response, "HTTP/1.1 403 F\r\n\r\n"));
        QCOMPARE(verdict.findings.size(), 1u);
        QCOMPARE(verdict.findings[0].value, std::uint64_t(403));
    }
    void malformedFieldIsNotValid()
    {
        const ResponseVerdict verdict = judgeResponse(
            test::parseHead(HeadKind::Request, plainRequest()),
            test::parseHead(HeadKind::Response, "HTTP/1.1 101 X\r\nUpgrade : websocket\r\nConnection: Upgrade\r\n"
                                                "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"));
        QVERIFY(verdict.upgraded);
        QVERIFY(verdict.findings.empty()); // the parser told it
        QVERIFY(!verdict.valid);
    }
    void agreement_data()
    {
        QTest::addColumn<QByteArray>("offer");
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<bool>("deflate");
        QTest::addColumn<bool>("mayCompress");
        QTest::addColumn<QString>("sides"); // server, client: context and window
        const auto row = [](const char *name, const char *offer, const char *answer, bool deflate, bool mayCompress,
                            const QString &sides) {
            QTest::newRow(name) << QByteArray(offer) << QByteArray(answer) << deflate << mayCompress << sides;
        };
        const QString usual = u"keeps 15, keeps 15"_qs;
        row("no answer", "permessage-deflate", "", false, false, usual);
        row("as it is", "permessage-deflate", "permessage-deflate", true, true, usual);
        row("case of the name", "permessage-deflate", "PerMessage-Deflate", true, true, usual);
        row("behind another", "x, permessage-deflate", "x, permessage-deflate; server_no_context_takeover", true, true,
            u"forgets 15, keeps 15"_qs);
        row("all parameters", "permessage-deflate; client_max_window_bits",
            "permessage-deflate; client_no_context_takeover; server_no_context_takeover; server_max_window_bits=10; "
            "client_max_window_bits=8",
            true, true, u"forgets 10, forgets 8"_qs);
        // What follows is against the RFC, and decoded as far as it can be; nothing is compressed towards it.
        row("unsolicited", "x", "permessage-deflate; server_max_window_bits=9", true, false, u"keeps 9, keeps 15"_qs);
        row("a window that cannot be", "permessage-deflate", "permessage-deflate; server_max_window_bits=7", true,
            false, usual);
        row("a takeover with a value", "permessage-deflate", "permessage-deflate; server_no_context_takeover=1", true,
            false, usual);
        row("client window not offered", "permessage-deflate", "permessage-deflate; client_max_window_bits=9", true,
            false, u"keeps 15, keeps 9"_qs);
        row("twice", "permessage-deflate", "permessage-deflate; server_max_window_bits=9, permessage-deflate", true,
            false, u"keeps 9, keeps 15"_qs);
        row("against the grammar", "permessage-deflate", "permessage-deflate; server_max_window_bits=", false, false,
            usual);
    }
    void agreement()
    {
        QFETCH(QByteArray, offer);
        QFETCH(QByteArray, answer);
        UpgradeRequest request;
        request.url = *parseWsUrl(u"ws://server.example.com/chat"_qs);
        request.key = key;
        request.headers = {{"Sec-WebSocket-Extensions", offer}};
        const QByteArray octets = "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                  "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" +
                                  (answer.isEmpty() ? QByteArray() : "Sec-WebSocket-Extensions: " + answer + "\r\n") +
                                  "\r\n";
        const ResponseVerdict verdict = judgeResponse(test::parseHead(HeadKind::Request, request.toHead()),
                                                      test::parseHead(HeadKind::Response, octets));
        QCOMPARE(verdict.extensions, answer);
        QTEST(verdict.agreement.deflate, "deflate");
        QTEST(verdict.mayCompress, "mayCompress");
        QCOMPARE(verdict.valid, verdict.mayCompress || answer.isEmpty());
        const auto side = [](const ws::DeflateSide &s) {
            return u"%1 %2"_qs.arg(s.contextTakeover ? u"keeps"_qs : u"forgets"_qs).arg(s.windowBits);
        };
        QTEST(side(verdict.agreement.server) + u", "_qs + side(verdict.agreement.client), "sides");
    }
    void extensionVerdicts()
    {
        const QByteArray octets =
            "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
            "Sec-WebSocket-Extensions:  x-y, permessage-deflate; server_max_window_bits=10; z=1\r\n\r\n";
        const QByteArray offer =
            "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_max_window_bits\r\n";
        const Head request = test::parseHead(HeadKind::Request, plainRequest(offer));
        const ResponseVerdict verdict = judgeResponse(request, test::parseHead(HeadKind::Response, octets));
        QCOMPARE(verdict.extensionVerdicts.size(), 2u);
        const ExtensionVerdict &other = verdict.extensionVerdicts[0];
        QCOMPARE(other.name, QByteArray("x-y"));
        QCOMPARE(other.fault, ExtensionFault::Unsolicited);
        QVERIFY(!other.deflate && !other.right());
        const ExtensionVerdict &deflate = verdict.extensionVerdicts[1];
        QVERIFY(deflate.deflate && !deflate.right());
        QCOMPARE(deflate.fault, ExtensionFault::None);
        QCOMPARE(deflate.answerFault, AnswerFault::ServerNoContextTakeoverMissing);
        QCOMPARE(deflate.line, 5u);
        QVERIFY(octets.mid(static_cast<qsizetype>(deflate.valueStart + deflate.column)).startsWith("permessage"));
        QCOMPARE(deflate.parameters.size(), 2u);
        const ParameterVerdict &window = deflate.parameters[0];
        QCOMPARE(window.meaning, DeflateParameter::ServerMaxWindowBits);
        QCOMPARE(window.windowBits, std::optional<int>(10));
        QCOMPARE(window.fault, ParameterFault::None);
        const ParameterVerdict &unknown = deflate.parameters[1];
        QCOMPARE(unknown.meaning, DeflateParameter::None);
        QCOMPARE(unknown.fault, ParameterFault::Unknown);
        QCOMPARE(unknown.value, std::optional<QByteArray>("1"));
        QVERIFY(octets.mid(static_cast<qsizetype>(deflate.valueStart + unknown.column)).startsWith("z=1"));

        const RequestVerdict asked = judgeRequest(request);
        QCOMPARE(asked.extensionVerdicts.size(), 1u);
        QVERIFY(asked.extensionVerdicts[0].right());
        QCOMPARE(asked.extensionVerdicts[0].parameters.size(), 2u);
        QCOMPARE(asked.deflateOffers.size(), 1u);
        QVERIFY(asked.deflateOffers[0].parameters.clientMaxWindowBits);
    }
    void aHeadFullOfExtensions() // none of it may cost more than the head's size
    {
        QByteArray many;
        for (int i = 0; i < 60'000; ++i)
            many += "permessage-deflate;a" + QByteArray::number(i) + ',';
        QByteArray one = "permessage-deflate";
        for (int i = 0; i < 90'000; ++i)
            one += ";b" + QByteArray::number(i);
        for (const QByteArray &value : {many.first(1'000'000), one.first(one.lastIndexOf(';', 1'000'000))}) {
            const QByteArray field = "Sec-WebSocket-Extensions: " + value + "\r\n";
            const Head request = test::parseHead(HeadKind::Request, plainRequest(field));
            QCOMPARE(judgeRequest(request).status, 101);
            const ResponseVerdict verdict =
                judgeResponse(request, test::parseHead(HeadKind::Response, "HTTP/1.1 101 X\r\n" + field + "\r\n"));
            QVERIFY(verdict.agreement.deflate);
            QVERIFY(verdict.findings.size() <= HeadParser::maxFindings);
            QVERIFY(verdict.extensionVerdicts.size() <= 100);
        }
    }

    void listener_data() // H33
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<int>("status");
        QTest::addColumn<QStringList>("findings");
        const QByteArray line = "GET / HTTP/1.1\r\n";
        const QByteArray host = "Host: e.com\r\n";
        const QByteArray upgrade = "Upgrade: websocket\r\n";
        const QByteArray connection = "Connection: keep-alive, Upgrade\r\n";
        const QByteArray aKey = "Sec-WebSocket-Key: " + key + "\r\n";
        const QByteArray version = "Sec-WebSocket-Version: 13\r\n";
        const QByteArray fields = host + upgrade + connection + aKey + version;
        const auto row = [](const char *name, const QByteArray &octets, int status, QStringList findings) {
            QTest::newRow(name) << octets + "\r\n" << status << findings;
        };
        const auto is = expected;
        row("good", line + fields, 101, {});
        row("no key", line + host + upgrade + connection + version, 400,
            {is(FindingId::HsKeyMissing, "GET / HTTP/1.1")});
        row("short key", line + host + upgrade + connection + version + "Sec-WebSocket-Key: AAAA\r\n", 400,
            {is(FindingId::HsKeyValue, "Sec-WebSocket-Key: AAAA")});
        row("key of 17 bytes",
            line + host + upgrade + connection + version + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAAA=\r\n", 400,
            {is(FindingId::HsKeyValue, "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAAA=")});
        row("key without padding",
            line + host + upgrade + connection + version + "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEC\r\n", 400,
            {is(FindingId::HsKeyValue, "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEC")});
        row("key of RFC 6455 4.1",
            line + host + upgrade + connection + version + "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEC==\r\n", 101, {});
        row("two keys", line + fields + aKey, 400,
            {is(FindingId::HsHeaderDuplicate, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")});
        row("version 12", line + host + upgrade + connection + aKey + "Sec-WebSocket-Version: 12\r\n", 426,
            {is(FindingId::HsWsVersion, "Sec-WebSocket-Version: 12")});
        row("no version", line + host + upgrade + connection + aKey, 426,
            {is(FindingId::HsWsVersion, "GET / HTTP/1.1")});
        row("version 013", line + host + upgrade + connection + aKey + "Sec-WebSocket-Version: 013\r\n", 426,
            {is(FindingId::HsWsVersion, "Sec-WebSocket-Version: 013")});
        row("two versions", line + fields + version, 400,
            {is(FindingId::HsHeaderDuplicate, "Sec-WebSocket-Version: 13")});
        row("POST", "POST / HTTP/1.1\r\n" + fields, 405, {is(FindingId::HsMethod, "POST / HTTP/1.1")});
        row("get", "get / HTTP/1.1\r\n" + fields, 405, {is(FindingId::HsMethod, "get / HTTP/1.1")});
        row("HTTP/1.0", "GET / HTTP/1.0\r\n" + fields, 400, {is(FindingId::HsVersion, "GET / HTTP/1.0")});
        row("HTTP/2.0", "GET / HTTP/2.0\r\n" + fields, 505, {is(FindingId::HsVersion, "GET / HTTP/2.0")});
        row("absolute URI", "GET http://e.com/x HTTP/1.1\r\n" + fields, 101,
            {is(FindingId::HsTargetAbsolute, "GET http://e.com/x HTTP/1.1")});
        row("absolute URI without host", "GET http:///x HTTP/1.1\r\n" + fields, 400,
            {is(FindingId::HsRequestLine, "GET http:///x HTTP/1.1")});
        row("asterisk", "GET * HTTP/1.1\r\n" + fields, 400, {is(FindingId::HsRequestLine, "GET * HTTP/1.1")});
        row("fragment", "GET /#a HTTP/1.1\r\n" + fields, 400, {is(FindingId::HsRequestLine, "GET /#a HTTP/1.1")});
        row("no Host", line + upgrade + connection + aKey + version, 400, {is(FindingId::HsHost, "GET / HTTP/1.1")});
        row("two Hosts", line + fields + "Host: f.com\r\n", 400, {is(FindingId::HsHost, "Host: f.com")});
        row("bad Host", line + "Host: e.com/x\r\n" + upgrade + connection + aKey + version, 400,
            {is(FindingId::HsHost, "Host: e.com/x")});
        row("empty Host", line + "Host:\r\n" + upgrade + connection + aKey + version, 400,
            {is(FindingId::HsHost, "Host:")});
        row("Host with a bad port", line + "Host: e.com:8x\r\n" + upgrade + connection + aKey + version, 400,
            {is(FindingId::HsHost, "Host: e.com:8x")});
        row("IPv6 Host", line + "Host: [::1]:80\r\n" + upgrade + connection + aKey + version, 101, {});
        row("open IPv6 Host", line + "Host: [::1\r\n" + upgrade + connection + aKey + version, 400,
            {is(FindingId::HsHost, "Host: [::1")});
        row("no Upgrade", line + host + connection + aKey + version, 426,
            {is(FindingId::HsUpgradeMissing, "GET / HTTP/1.1")});
        row("another Upgrade", line + host + "Upgrade: h2c\r\n" + connection + aKey + version, 426,
            {is(FindingId::HsUpgradeValue, "Upgrade: h2c")});
        row("list of upgrades", line + host + "Upgrade: h2c, WebSocket\r\n" + connection + aKey + version, 101, {});
        row("no Connection", line + host + upgrade + aKey + version, 400,
            {is(FindingId::HsConnection, "GET / HTTP/1.1")});
        row("another Connection", line + host + upgrade + "Connection: close\r\n" + aKey + version, 400,
            {is(FindingId::HsConnection, "Connection: close")});
        row("subprotocol twice", line + fields + "Sec-WebSocket-Protocol: a, a\r\n", 400,
            {is(FindingId::HsProtocolValue, "Sec-WebSocket-Protocol: a, a")});
        row("subprotocol with a space", line + fields + "Sec-WebSocket-Protocol: a b\r\n", 400,
            {is(FindingId::HsProtocolValue, "Sec-WebSocket-Protocol: a b")});
        row("bad extension", line + fields + "Sec-WebSocket-Extensions: a;\r\n", 400,
            {is(FindingId::HsExtensionParameter, "")});
        row("H17 a faulty offer is declined only",
            line + fields + "Sec-WebSocket-Extensions: a, permessage-deflate; b, permessage-deflate\r\n", 101,
            {is(FindingId::HsExtensionParameter, "b, permessage-deflate")});
        row("any extension", line + fields + "Sec-WebSocket-Extensions: a; b=\"c\"\r\n", 101, {});
        row("space before a colon", line + fields + "X : y\r\n", 400, {});
        row("name that is no token", line + fields + "X(Y): z\r\n", 400, {});
        row("empty name", line + fields + ": z\r\n", 400, {});
        row("no colon", line + fields + "nothing\r\n", 400, {});
        row("bare CR", line + fields + "X: y\rz\r\n", 400, {});
        row("no request", "nonsense\r\n", 400,
            {is(FindingId::HsHost, "nonsense"), is(FindingId::HsUpgradeMissing, "nonsense"),
             is(FindingId::HsConnection, "nonsense"), is(FindingId::HsKeyMissing, "nonsense"),
             is(FindingId::HsWsVersion, "nonsense")});
    }
    void listener()
    {
        QFETCH(QByteArray, octets);
        const RequestVerdict verdict = judgeRequest(test::parseHead(HeadKind::Request, octets));
        QTEST(print(verdict.findings, octets), "findings");
        QTEST(verdict.status, "status");
        QCOMPARE(verdict.valid, verdict.status == 101);
    }
    void subprotocolsInOrder()
    {
        const RequestVerdict verdict = judgeRequest(test::parseHead(
            HeadKind::Request, plainRequest("Sec-WebSocket-Protocol: b, a\r\nSec-WebSocket-Protocol: C\r\n")));
        QVERIFY(verdict.valid);
        QCOMPARE(verdict.subprotocols, (QList<QByteArray>{"b", "a", "C"}));
    }
    void ourAnswerIsGood()
    {
        const Head request = test::parseHead(HeadKind::Request, plainRequest("Sec-WebSocket-Protocol: chat\r\n"));
        const QByteArray answer = acceptResponse(judgeRequest(request), "chat");
        QCOMPARE(answer, QByteArray("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
                                    "Sec-WebSocket-Protocol: chat\r\n\r\n"));
        const ResponseVerdict verdict = judgeResponse(request, test::parseHead(HeadKind::Response, answer));
        QVERIFY(verdict.valid);
        QCOMPARE(verdict.subprotocol, QByteArray("chat"));
        QVERIFY(
            acceptResponse(judgeRequest(request), {}, "a; b").endsWith("\r\nSec-WebSocket-Extensions: a; b\r\n\r\n"));
    }
    void refusal()
    {
        QCOMPARE(refuseResponse(400, "no"), QByteArray("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n"
                                                       "Content-Type: text/plain; charset=utf-8\r\n"
                                                       "Content-Length: 2\r\n\r\nno"));
        const Head upgrade = test::parseHead(HeadKind::Response, refuseResponse(426, {}));
        QCOMPARE(upgrade.reason, QByteArray("Upgrade Required"));
        QCOMPARE(upgrade.value("Sec-WebSocket-Version"), QByteArray("13"));
        QCOMPARE(upgrade.value("Upgrade"), QByteArray("websocket"));
        QVERIFY(upgrade.hasToken("Connection", "close"));
        QCOMPARE(test::parseHead(HeadKind::Response, refuseResponse(405, {})).value("Allow"), QByteArray("GET"));
    }
};

QTEST_GUILESS_MAIN(TestHandshake)
#include "tst_handshake.moc"
