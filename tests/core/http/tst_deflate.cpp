#include "core/http/deflate.h"

#include <QTest>

using namespace framescope;
using namespace framescope::http;

namespace
{
Extension extension(const QByteArray &parameters)
{
    const ExtensionList list = parseExtensions("permessage-deflate" + (parameters.isEmpty() ? "" : "; " + parameters));
    return list.errorColumn || list.extensions.size() != 1 ? Extension() : list.extensions.front();
}

DeflateParameters parameters(const QByteArray &text)
{
    const DeflateOffer offer = judgeDeflateOffer(extension(text));
    return offer.parameters;
}

/// "column fault" of what is wrong.
QStringList faults(const std::vector<ParameterVerdict> &verdicts)
{
    static const char *const names[] = {"none",          "unknown",     "repeated",     "value unexpected",
                                        "value missing", "value range", "value quoted", "not offered",
                                        "over offer"};
    QStringList all;
    for (const ParameterVerdict &verdict : verdicts) {
        if (verdict.fault != ParameterFault::None)
            all += u"%1 %2"_qs.arg(verdict.column).arg(QLatin1String(names[static_cast<int>(verdict.fault)]));
    }
    return all;
}
} // namespace

/// RFC 7692 §7.1. Columns: "permessage-deflate; " has 20 octets.
class TestDeflate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void text_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("none") << QByteArray("permessage-deflate");
        QTest::newRow("all") << QByteArray("permessage-deflate; server_no_context_takeover; "
                                           "client_no_context_takeover; server_max_window_bits=8; "
                                           "client_max_window_bits=15");
        QTest::newRow("client window without value") << QByteArray("permessage-deflate; client_max_window_bits");
    }
    void text()
    {
        QFETCH(QByteArray, text);
        const ExtensionList list = parseExtensions(text);
        QCOMPARE(list.extensions.size(), 1u);
        QCOMPARE(judgeDeflateOffer(list.extensions[0]).parameters.toText(), text);
    }

    void typed_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const QString &typed, const QByteArray &text, const QString &says) {
            QTest::newRow(name) << typed << text << says;
        };
        row("empty", {}, "permessage-deflate", {});
        row("name", u" permessage-deflate "_qs, "permessage-deflate", {});
        row("one", u"client_max_window_bits=10"_qs, "permessage-deflate; client_max_window_bits=10", {});
        row("two", u"client_max_window_bits ; server_no_context_takeover"_qs,
            "permessage-deflate; server_no_context_takeover; client_max_window_bits", {});
        row("whole", u"Permessage-Deflate; server_max_window_bits=9"_qs, "permessage-deflate; server_max_window_bits=9",
            {});
        row("unknown", u"window=9"_qs, {}, u"no parameter window"_qs);
        row("range", u"server_max_window_bits=7"_qs, {}, u"from 8 to 15"_qs);
        row("no list", u"server_max_window_bits="_qs, {}, u"not a list of parameters"_qs);
        row("two extensions", u"permessage-deflate, permessage-deflate"_qs, {}, u"not a list of parameters"_qs);
    }
    void typed()
    {
        QFETCH(QString, typed);
        QFETCH(QString, says);
        const auto parsed = parseDeflateParameters(typed);
        QCOMPARE(parsed.ok(), says.isEmpty());
        if (parsed.ok())
            QTEST(parsed->toText(), "text");
        else
            QVERIFY2(parsed.error().message.contains(says), qPrintable(parsed.error().message));
    }

    void offer_data()
    {
        QTest::addColumn<QByteArray>("offer");
        QTest::addColumn<QStringList>("wrong");
        const auto row = [](const char *name, const char *offer, const QStringList &wrong) {
            QTest::newRow(name) << QByteArray(offer) << wrong;
        };
        row("none", "", {});
        row("all",
            "server_no_context_takeover; client_no_context_takeover; server_max_window_bits=8; "
            "client_max_window_bits=15",
            {});
        row("case", "Server_No_Context_Takeover", {});
        row("client window without value", "client_max_window_bits", {});
        row("server window without value", "server_max_window_bits", {u"20 value missing"_qs});
        row("client window 16", "client_max_window_bits=16", {u"20 value range"_qs});
        row("takeover with value", "client_no_context_takeover=1; server_no_context_takeover=true",
            {u"20 value unexpected"_qs, u"50 value unexpected"_qs});
        row("unknown", "x; client_max_window_bits; y=1", {u"20 unknown"_qs, u"47 unknown"_qs});
        row("twice", "client_max_window_bits; client_max_window_bits=9", {u"44 repeated"_qs});
    }
    void offer()
    {
        QFETCH(QByteArray, offer);
        QFETCH(QStringList, wrong);
        const DeflateOffer judged = judgeDeflateOffer(extension(offer));
        QCOMPARE(faults(judged.verdicts), wrong);
        QCOMPARE(judged.acceptable, wrong.isEmpty());
    }

    void answer_data() // H17
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QByteArray>("offer");
        QTest::addColumn<QStringList>("wrong");
        QTest::addColumn<int>("server"); // windows
        QTest::addColumn<int>("client");
        const auto row = [](const char *name, const char *answer, const char *offer, const QStringList &wrong,
                            int server = 15, int client = 15) {
            QTest::newRow(name) << QByteArray(answer) << QByteArray(offer) << wrong << server << client;
        };
        row("none", "", "", {});
        row("all",
            "server_no_context_takeover; client_no_context_takeover; server_max_window_bits=10; "
            "client_max_window_bits=8",
            "client_max_window_bits", {}, 10, 8);
        row("unknown", "x=1", "", {u"20 unknown"_qs});
        row("unknown with good bits", "x=10", "", {u"20 unknown"_qs});
        row("twice", "server_no_context_takeover; server_no_context_takeover", "", {u"48 repeated"_qs});
        row("twice with other values", "server_max_window_bits=9; server_max_window_bits=10", "", {u"46 repeated"_qs},
            9);
        row("bits 0", "server_max_window_bits=0", "", {u"20 value range"_qs});
        row("bits 7", "server_max_window_bits=7", "", {u"20 value range"_qs});
        row("bits 8", "server_max_window_bits=8", "", {}, 8);
        row("bits 9", "server_max_window_bits=9", "", {}, 9);
        row("bits 15", "server_max_window_bits=15", "", {});
        row("bits 16", "server_max_window_bits=16", "", {u"20 value range"_qs});
        row("bits 99", "server_max_window_bits=99", "", {u"20 value range"_qs});
        row("bits 100", "server_max_window_bits=100", "", {u"20 value range"_qs});
        row("bits 010", "server_max_window_bits=010", "", {u"20 value range"_qs});
        row("bits 08", "server_max_window_bits=08", "", {u"20 value range"_qs});
        row("bits -9", "server_max_window_bits=-9", "", {u"20 value range"_qs});
        row("bits +9", "server_max_window_bits=+9", "", {u"20 value range"_qs});
        row("bits x", "server_max_window_bits=x", "", {u"20 value range"_qs});
        row("bits quoted", "server_max_window_bits=\"10\"", "", {u"20 value quoted"_qs}, 10);
        row("no bits", "server_max_window_bits", "", {u"20 value missing"_qs});
        row("no client bits", "client_max_window_bits", "client_max_window_bits", {u"20 value missing"_qs});
        row("more bits than offered", "server_max_window_bits=12", "server_max_window_bits=11", {u"20 over offer"_qs},
            12);
        row("as many bits as offered", "server_max_window_bits=11", "server_max_window_bits=11", {}, 11);
        row("more client bits than offered", "client_max_window_bits=12", "client_max_window_bits=11",
            {u"20 over offer"_qs}, 15, 12);
        row("client bits not offered", "client_max_window_bits=10", "", {u"20 not offered"_qs}, 15, 10);
        row("client bits as offered", "client_max_window_bits=10", "client_max_window_bits", {}, 15, 10);
        row("takeover with a value", "client_no_context_takeover=1", "", {u"20 value unexpected"_qs});
        row("takeover with an empty-looking value", "server_no_context_takeover=\"0\"", "",
            {u"20 value unexpected"_qs});
        row("the offered hint is ignored", "", "client_no_context_takeover; client_max_window_bits=9", {});
        row("several faults", "a; server_max_window_bits=99; client_max_window_bits=9", "",
            {u"20 unknown"_qs, u"23 value range"_qs, u"50 not offered"_qs}, 15, 9);
    }
    void answer()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QByteArray, offer);
        QFETCH(QStringList, wrong);
        const DeflateParameters offered = parameters(offer);
        const DeflateAnswer judged = judgeDeflateAnswer(extension(answer), &offered);
        QCOMPARE(faults(judged.verdicts), wrong);
        QCOMPARE(judged.wrong, static_cast<std::size_t>(wrong.size()));
        QVERIFY(judged.agreement.deflate);
        QTEST(int(judged.agreement.server.windowBits), "server");
        QTEST(int(judged.agreement.client.windowBits), "client");
        for (const ParameterVerdict &verdict : judged.verdicts)
            QVERIFY(!parameterSentence(verdict, true).isEmpty());
    }
    void takeover()
    {
        const DeflateParameters plain;
        const ws::Agreement server = judgeDeflateAnswer(extension("server_no_context_takeover"), &plain).agreement;
        QVERIFY(!server.server.contextTakeover);
        QVERIFY(server.client.contextTakeover);
        const ws::Agreement client = judgeDeflateAnswer(extension("client_no_context_takeover"), &plain).agreement;
        QVERIFY(client.server.contextTakeover);
        QVERIFY(!client.client.contextTakeover);
    }
    void whatTheAnswerMustRepeat()
    {
        const DeflateParameters takeover = parameters("server_no_context_takeover");
        QCOMPARE(judgeDeflateAnswer(extension("server_no_context_takeover"), &takeover).fault, AnswerFault::None);
        const DeflateAnswer without = judgeDeflateAnswer(extension(""), &takeover);
        QCOMPARE(without.fault, AnswerFault::ServerNoContextTakeoverMissing);
        QCOMPARE(without.wrong, 1u);
        QVERIFY(without.agreement.server.contextTakeover);
        QVERIFY(answerSentence(without.fault).contains(u"server_no_context_takeover"));

        const DeflateParameters window = parameters("server_max_window_bits=10");
        QCOMPARE(judgeDeflateAnswer(extension("server_max_window_bits=9"), &window).fault, AnswerFault::None);
        const DeflateAnswer noWindow = judgeDeflateAnswer(extension(""), &window);
        QCOMPARE(noWindow.fault, AnswerFault::ServerMaxWindowBitsMissing);
        QCOMPARE(int(noWindow.agreement.server.windowBits), 15);
    }
    void bestOfferCounts()
    {
        const std::vector<DeflateParameters> offers = {parameters("server_max_window_bits=9"), parameters(""),
                                                       parameters("client_max_window_bits")};
        QCOMPARE(judgeDeflateAnswer(extension("client_max_window_bits=9"), offers).wrong, 0u);
        QCOMPARE(judgeDeflateAnswer(extension("server_max_window_bits=9"), offers).wrong, 0u);
        QCOMPARE(judgeDeflateAnswer(extension("x"), offers).wrong, 1u);
        QCOMPARE(judgeDeflateAnswer(extension("client_max_window_bits=9"), std::vector<DeflateParameters>()).wrong, 0u);
    }

    void accept_data()
    {
        QTest::addColumn<QList<QByteArray>>("offers");
        QTest::addColumn<QByteArray>("own");
        QTest::addColumn<QByteArray>("answer"); // null: declined
        const auto row = [](const char *name, const QList<QByteArray> &offers, const char *own, const char *answer) {
            QTest::newRow(name) << offers << QByteArray(own) << QByteArray(answer);
        };
        row("nothing offered", {}, "", nullptr);
        row("as it is", {""}, "", "permessage-deflate");
        row("what browsers offer", {"client_max_window_bits"}, "", "permessage-deflate");
        row("takeovers", {"server_no_context_takeover; client_no_context_takeover"}, "",
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover");
        row("window of the server", {"server_max_window_bits=10"}, "", "permessage-deflate; server_max_window_bits=10");
        row("window of 8", {"server_max_window_bits=8"}, "", "permessage-deflate; server_max_window_bits=8");
        row("window of the client is a hint", {"client_max_window_bits=10"}, "", "permessage-deflate");
        row("own takeovers", {""}, "server_no_context_takeover; client_no_context_takeover",
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover");
        row("own window, not offered", {""}, "server_max_window_bits=11",
            "permessage-deflate; server_max_window_bits=11");
        row("the smaller window", {"server_max_window_bits=10"}, "server_max_window_bits=11",
            "permessage-deflate; server_max_window_bits=10");
        row("the smaller own window", {"server_max_window_bits=12"}, "server_max_window_bits=11",
            "permessage-deflate; server_max_window_bits=11");
        row("client window only if offered", {""}, "client_max_window_bits=9", "permessage-deflate");
        row("client window", {"client_max_window_bits"}, "client_max_window_bits=9",
            "permessage-deflate; client_max_window_bits=9");
        row("client window over the hint", {"client_max_window_bits=9"}, "client_max_window_bits=12",
            "permessage-deflate; client_max_window_bits=9");
        row("first acceptable", {"x", "server_max_window_bits=16", "server_max_window_bits=9", ""}, "",
            "permessage-deflate; server_max_window_bits=9");
        row("none acceptable", {"x", "client_no_context_takeover=1", "server_max_window_bits"}, "", nullptr);
    }
    void accept()
    {
        QFETCH(QList<QByteArray>, offers);
        QFETCH(QByteArray, own);
        QFETCH(QByteArray, answer);
        std::vector<DeflateOffer> judged;
        for (const QByteArray &offer : offers)
            judged.push_back(judgeDeflateOffer(extension(offer)));
        const auto accepted = acceptDeflate(judged, parameters(own));
        QCOMPARE(accepted.has_value(), !answer.isNull());
        if (!accepted)
            return;
        QCOMPARE(accepted->answer.toText(), answer);
        // Who asked finds nothing wrong with it, and understands the same.
        const ExtensionList list = parseExtensions(answer);
        const DeflateAnswer seen = judgeDeflateAnswer(list.extensions.at(0), &judged[accepted->offer].parameters);
        QCOMPARE(seen.wrong, 0u);
        QVERIFY(seen.agreement == accepted->agreement);
    }
};

QTEST_GUILESS_MAIN(TestDeflate)
#include "tst_deflate.moc"
