#include "core/net/tls/hostname.h"

#include "tests/support/certificatemaker.h"

#include <QTest>

using framescope::net::judgeName;
using framescope::net::NameVerdict;
using framescope::test::CertificateMaker;

/// S07: which rule lets a certificate stand for a host, or not.
class TestHostName : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void judge_data();
    void judge();

private:
    CertificateMaker m_maker;
};

void TestHostName::judge_data()
{
    QTest::addColumn<QString>("commonName");
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("matches");
    QTest::addColumn<QString>("rule");
    const auto row = [](const char *name, const QString &common, const QStringList &names, const QString &host,
                        bool matches,
                        const QString &rule) { QTest::newRow(name) << common << names << host << matches << rule; };
    const QStringList two{u"DNS:a.example"_qs, u"DNS:*.b.example"_qs};
    row("listed", u"x"_qs, two, u"a.example"_qs, true, u"the certificate lists the name a.example"_qs);
    row("listed in another case", u"x"_qs, {u"DNS:A.Example"_qs}, u"a.example"_qs, true,
        u"the certificate lists the name a.example"_qs);
    row("the root's dot", u"x"_qs, two, u"a.example."_qs, true, u"the certificate lists the name a.example"_qs);
    row("wildcard", u"x"_qs, two, u"www.b.example"_qs, true,
        u"the certificate's name *.b.example stands for www.b.example"_qs);
    row("another name", u"x"_qs, two, u"c.example"_qs, false,
        u"the certificate is for *.b.example, a.example; not for c.example"_qs);
    row("wildcard, two labels", u"x"_qs, two, u"x.a.b.example"_qs, false,
        u"the certificate is for *.b.example, a.example; not for x.a.b.example (the * of *.b.example stands for one "
        u"label only)"_qs);
    row("wildcard, no label", u"x"_qs, two, u"b.example"_qs, false,
        u"the certificate is for *.b.example, a.example; not for b.example (*.b.example does not stand for b.example "
        u"itself)"_qs);
    row("wildcard inside a label", u"x"_qs, {u"DNS:w*.b.example"_qs}, u"www.b.example"_qs, false,
        u"the certificate is for w*.b.example; not for www.b.example (in w*.b.example the * is not the whole first "
        u"label, so it stands for nothing)"_qs);
    row("wildcard in the second label", u"x"_qs, {u"DNS:a.*.example"_qs}, u"a.b.example"_qs, false,
        u"the certificate is for a.*.example; not for a.b.example (in a.*.example the * is not the whole first label, "
        u"so it stands for nothing)"_qs);
    row("wildcard under a top level", u"x"_qs, {u"DNS:*.example"_qs}, u"a.example"_qs, false,
        u"the certificate is for *.example; not for a.example (*.example is too wide to stand for anything)"_qs);
    row("IP address", u"x"_qs, {u"DNS:a.example"_qs, u"IP:127.0.0.1"_qs}, u"127.0.0.1"_qs, true,
        u"the certificate lists the address 127.0.0.1"_qs);
    row("IPv6 address in another form", u"x"_qs, {u"IP:::1"_qs}, u"0:0:0:0:0:0:0:1"_qs, true,
        u"the certificate lists the address 0:0:0:0:0:0:0:1"_qs);
    row("IP address as a name", u"x"_qs, {u"DNS:127.0.0.1"_qs}, u"127.0.0.1"_qs, false,
        u"the certificate is for 127.0.0.1; not for 127.0.0.1 (an address must be listed as an IP address; names do "
        u"not count)"_qs);
    row("another IP address", u"x"_qs, {u"IP:127.0.0.2"_qs}, u"127.0.0.1"_qs, false,
        u"the certificate is for 127.0.0.2; not for 127.0.0.1 (an address must be listed as an IP address; names do "
        u"not count)"_qs);
    row("common name alone", u"a.example"_qs, {}, u"a.example"_qs, true,
        u"the name a.example is in the certificate's common name alone, which browsers do not accept (RFC 9525 §2)"_qs);
    row("common name beside names", u"c.example"_qs, two, u"c.example"_qs, false,
        u"the certificate is for *.b.example, a.example; not for c.example (its common name does not count, because "
        u"the certificate lists names: RFC 6125 §6.4.4)"_qs);
    row("another common name", u"a.example"_qs, {}, u"b.example"_qs, false,
        u"the certificate is for a.example (its common name); not for b.example"_qs);
    row("no name", {}, {}, u"b.example"_qs, false, u"the certificate is for no name at all; not for b.example"_qs);
    row("many names", u"x"_qs,
        {u"DNS:1.x"_qs, u"DNS:2.x"_qs, u"DNS:3.x"_qs, u"DNS:4.x"_qs, u"DNS:5.x"_qs, u"DNS:6.x"_qs, u"DNS:7.x"_qs},
        u"8.x"_qs, false, u"the certificate is for 1.x, 2.x, 3.x, 4.x, 5.x, 6.x and 1 more; not for 8.x"_qs);
}

void TestHostName::judge()
{
    QFETCH(QString, commonName);
    QFETCH(QStringList, names);
    QFETCH(QString, host);
    QFETCH(bool, matches);
    QFETCH(QString, rule);
    const NameVerdict verdict = judgeName(m_maker.make({commonName, names}).certificate, host);
    QCOMPARE(verdict.rule, rule);
    QCOMPARE(verdict.matches, matches);
    QCOMPARE(verdict.commonNameOnly, matches && names.isEmpty());
}

QTEST_GUILESS_MAIN(TestHostName)
#include "tst_hostname.moc"
