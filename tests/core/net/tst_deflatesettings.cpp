#include "core/net/deflatesettings.h"

#include <QTest>

using namespace framescope;
using net::DeflateSettings;

namespace
{
DeflateSettings settings(const QString &parameters)
{
    DeflateSettings s;
    s.offer = true;
    net::setDeflateParameters(s, *http::parseDeflateParameters(parameters));
    return s;
}
} // namespace

class TestDeflateSettings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void defaults()
    {
        QCOMPARE(net::deflateParameters({}, ws::Role::Client).toText(),
                 QByteArray("permessage-deflate; client_max_window_bits"));
        QCOMPARE(net::deflateParameters({}, ws::Role::Server).serverMaxWindowBits, std::nullopt);
    }
    void parameters_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QByteArray>("client");
        QTest::addColumn<QByteArray>("server");
        const auto row = [](const QString &typed, const char *client, const char *server) {
            QTest::newRow(qPrintable(typed)) << typed << QByteArray(client) << QByteArray(server);
        };
        row(u"permessage-deflate"_qs, "permessage-deflate", "permessage-deflate");
        row(u"server_no_context_takeover; client_no_context_takeover"_qs,
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover");
        // zlib has no raw window of 8 bits: our own end says 9.
        row(u"client_max_window_bits=8; server_max_window_bits=8"_qs,
            "permessage-deflate; server_max_window_bits=8; client_max_window_bits=9",
            "permessage-deflate; server_max_window_bits=9; client_max_window_bits=8");
        row(u"client_max_window_bits=12; server_max_window_bits=15"_qs,
            "permessage-deflate; server_max_window_bits=15; client_max_window_bits=12",
            "permessage-deflate; server_max_window_bits=15; client_max_window_bits=12");
    }
    void parameters()
    {
        QFETCH(QString, typed);
        const DeflateSettings s = settings(typed);
        QTEST(net::deflateParameters(s, ws::Role::Client).toText(), "client");
        QTEST(net::deflateParameters(s, ws::Role::Server).toText(), "server");
    }
    void clientSide_data()
    {
        QTest::addColumn<QString>("offer");
        QTest::addColumn<bool>("takeover"); // agreed
        QTest::addColumn<int>("bits");
        QTest::addColumn<bool>("keeps");
        QTest::addColumn<int>("uses");
        const QString name = u"permessage-deflate; "_qs;
        QTest::newRow("as agreed") << name + u"client_max_window_bits"_qs << true << 15 << true << 15;
        QTest::newRow("limited by the answer") << name + u"client_max_window_bits"_qs << false << 10 << false << 10;
        QTest::newRow("a promise without answer")
            << name + u"client_no_context_takeover; client_max_window_bits=9"_qs << true << 15 << false << 9;
        QTest::newRow("smaller than promised") << name + u"client_max_window_bits=12"_qs << true << 8 << true << 8;
        QTest::newRow("8 is not ours to send") << name + u"client_max_window_bits=8"_qs << true << 15 << true << 8;
        QTest::newRow("two offers, all promises")
            << u"permessage-deflate; client_no_context_takeover, permessage-deflate; client_max_window_bits=11"_qs
            << true << 15 << false << 11;
        QTest::newRow("none") << QString() << true << 15 << true << 15;
    }
    void clientSide()
    {
        QFETCH(QString, offer);
        QFETCH(bool, takeover);
        QFETCH(int, bits);
        ws::Agreement agreement;
        agreement.deflate = true;
        agreement.client = {takeover, static_cast<std::uint8_t>(bits)};
        std::vector<http::DeflateOffer> offers;
        for (const http::Extension &extension : http::parseExtensions(offer.toLatin1()).extensions)
            offers.push_back(http::judgeDeflateOffer(extension));
        const ws::DeflateSide side = net::clientSide(agreement, offers);
        QTEST(side.contextTakeover, "keeps");
        QTEST(int(side.windowBits), "uses");
    }
};

QTEST_GUILESS_MAIN(TestDeflateSettings)
#include "tst_deflatesettings.moc"
