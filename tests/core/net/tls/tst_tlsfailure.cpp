#include "core/net/tls/tlsfailure.h"

#include "core/ws/findings.h"

#include <QTest>

using namespace framescope;
using namespace framescope::net;

namespace
{
QString findingNames(const Failure &failure)
{
    QStringList names;
    for (const auto &[id, value] : failure.findings) {
        const auto name = ws::info(id).name;
        names +=
            QString::fromLatin1(name.data(), qsizetype(name.size())) + (value > 0 ? u"=%1"_qs.arg(value) : QString());
    }
    return names.join(u' ');
}

TlsProgress at(const QString &lastMessage = {}, std::optional<int> alert = {}, bool requested = false)
{
    TlsProgress progress;
    progress.where = u"a.example:443"_qs;
    progress.serverName = u"a.example"_qs;
    progress.lastMessage = lastMessage;
    progress.peerAlert = alert;
    progress.certificateRequested = requested;
    return progress;
}
} // namespace

/// The sentences and findings; that they come from real servers is in tst_clienttls.cpp and tests/peers.
class TestTlsFailure : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void alerts_data();
    void alerts();
    void ends();
    void issuers();
    void afterwards();
    void hints();
};

void TestTlsFailure::alerts_data()
{
    QTest::addColumn<int>("alert");
    QTest::addColumn<bool>("requested");
    QTest::addColumn<QString>("findings");
    QTest::addColumn<QString>("words");
    const auto row = [](int alert, bool requested, const QString &findings, const QString &words) {
        QTest::addRow("%d%s", alert, requested ? ", certificate requested" : "")
            << alert << requested << findings << words;
    };
    row(40, false, u"tls.protocol tls.alert=40"_qs, u"no cipher, key exchange or signature in common"_qs);
    row(40, true, u"tls.clientcert tls.alert=40"_qs, u"demands a client certificate and got none"_qs);
    row(42, false, u"tls.alert=42"_qs, u"bad_certificate (42)"_qs);
    row(42, true, u"tls.clientcert tls.alert=42"_qs, u"bad_certificate (42)"_qs);
    row(47, true, u"tls.alert=47"_qs, u"illegal_parameter (47)"_qs);
    row(48, true, u"tls.clientcert tls.alert=48"_qs, u"unknown_ca (48)"_qs);
    row(70, true, u"tls.protocol tls.alert=70"_qs, u"no TLS version in common"_qs);
    row(71, false, u"tls.protocol tls.alert=71"_qs, u"insufficient_security (71)"_qs);
    row(80, false, u"tls.alert=80"_qs, u"internal_error (80)"_qs);
    row(112, false, u"tls.protocol tls.alert=112"_qs, u"does not know the server name a.example"_qs);
    row(116, true, u"tls.clientcert tls.alert=116"_qs, u"certificate_required (116)"_qs);
    row(120, false, u"tls.protocol tls.alert=120"_qs, u"does not speak http/1.1"_qs);
    row(200, false, u"tls.alert=200"_qs, u"the alert 200."_qs);
}

void TestTlsFailure::alerts()
{
    QFETCH(int, alert);
    QFETCH(bool, requested);
    QFETCH(QString, findings);
    QFETCH(QString, words);
    const Failure failure = tlsFailure(at(u"ServerHello"_qs, alert, requested), TlsEnd::Error);
    QCOMPARE(failure.stage, u"tls"_qs);
    QCOMPARE(findingNames(failure), findings);
    QVERIFY2(failure.reason.contains(words), qPrintable(failure.reason));
    QVERIFY(failure.reason.startsWith(u"a.example:443"));
}

void TestTlsFailure::ends()
{
    QCOMPARE(tlsFailure(at(), TlsEnd::Reset).reason,
             u"a.example:443 reset the connection during the TLS handshake, before it sent anything of TLS. Check that "
             u"this port speaks TLS."_qs);
    QCOMPARE(tlsFailure(at(u"Certificate"_qs), TlsEnd::Closed).reason,
             u"a.example:443 ended the connection during the TLS handshake, after its message Certificate. Check that "
             u"this port speaks TLS."_qs);
    TlsProgress progress = at();
    progress.libraryText = u"error: wrong version number"_qs;
    progress.ourAlert = 70;
    QVERIFY(tlsFailure(progress, TlsEnd::Error).reason.contains(u"Try ws://"));
    progress.lastMessage = u"ServerHello"_qs;
    QVERIFY(tlsFailure(progress, TlsEnd::Error).reason.contains(u"chose a TLS version below"));
    progress.ourAlert = 10;
    QVERIFY(tlsFailure(progress, TlsEnd::Error).reason.contains(u"we ended it with alert unexpected_message (10)"));
    progress.ourAlert.reset();
    QVERIFY(tlsFailure(progress, TlsEnd::Error).reason.contains(u"failed after its message ServerHello"));
    QCOMPARE(findingNames(tlsFailure(progress, TlsEnd::Error)), u"tls.protocol"_qs);
    TlsProgress lowest = at({}, 70);
    lowest.minimum = TlsVersion::Tls1_0;
    QVERIFY(!tlsFailure(lowest, TlsEnd::Error).reason.contains(u"lower the least version"));
}

void TestTlsFailure::issuers()
{
    TlsProgress progress = at(u"Finished"_qs, 116, true);
    QVERIFY(tlsFailure(progress, TlsEnd::Error).reason.contains(u"It names no CA that it accepts."));
    for (int i = 1; i <= 7; ++i)
        progress.acceptableIssuers += u"CN=CA %1"_qs.arg(i);
    QVERIFY(
        tlsFailure(progress, TlsEnd::Error)
            .reason.contains(u"It accepts certificates of: CN=CA 1; CN=CA 2; CN=CA 3; CN=CA 4; CN=CA 5 and 2 more."));
    progress.ours = u"CN=me"_qs;
    QVERIFY(tlsFailure(progress, TlsEnd::Error).reason.contains(u"did not accept the client certificate CN=me"));
    QVERIFY(tlsFailure(progress, TlsEnd::Error).reason.endsWith(u"Choose another certificate in the TLS options."));
}

void TestTlsFailure::afterwards()
{
    QVERIFY(!tlsFailureAfterwards(at(u"Finished"_qs), TlsEnd::Closed));
    const auto demanded = tlsFailureAfterwards(at(u"Finished"_qs, 116, true), TlsEnd::Error);
    QCOMPARE(findingNames(*demanded), u"tls.clientcert tls.alert=116"_qs);
    const auto silent = tlsFailureAfterwards(at(u"Finished"_qs, {}, true), TlsEnd::Reset);
    QCOMPARE(findingNames(*silent), u"tls.clientcert"_qs);
    QVERIFY(silent->reason.contains(u"reset the connection after TLS"));
    QVERIFY(silent->reason.contains(u"got none, which is likely why"));
    const auto alert = tlsFailureAfterwards(at(u"Finished"_qs, 80), TlsEnd::Error);
    QCOMPARE(findingNames(*alert), u"tls.alert=80"_qs);
    TlsProgress broken = at(u"Finished"_qs);
    broken.ourAlert = 20;
    QCOMPARE(findingNames(*tlsFailureAfterwards(broken, TlsEnd::Error)), u"tls.protocol"_qs);
}

void TestTlsFailure::hints()
{
    QVERIFY(certificateHint(at(), 400).isEmpty());
    const TlsProgress asked = at(u"Finished"_qs, {}, true);
    for (const int status : {400, 401, 403, 495, 496})
        QVERIFY(certificateHint(asked, status).contains(u"asked for a client certificate and got none"));
    QVERIFY(certificateHint(asked, 404).isEmpty());
    QVERIFY(certificateHint(asked, 0).isEmpty());
}

QTEST_GUILESS_MAIN(TestTlsFailure)
#include "tst_tlsfailure.moc"
