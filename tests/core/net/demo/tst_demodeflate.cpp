#include "core/net/demo/demodeflate.h"

#include "core/ws/findings.h"
#include "core/ws/streamanalyzer.h"

#include <QTest>

using namespace framescope;
using net::DemoFault;

namespace
{
/// Names of what is found in these octets of a server, and whether frames go on behind them.
QStringList found(const QByteArray &octets, const ws::DeflateSide &server)
{
    ws::Agreement agreement;
    agreement.deflate = true;
    agreement.server = server;
    ws::StreamAnalyzer analyzer(ws::Role::Server, agreement, StreamOffset(0));
    ByteView rest = byteView(octets);
    QStringList names;
    while (analyzer.step(rest) != ws::StreamAnalyzer::Step::NeedMore) {
        for (const ws::Finding &finding : analyzer.findings()) {
            const auto name = ws::info(finding.id).name;
            names += QString::fromLatin1(name.data(), qsizetype(name.size()));
        }
    }
    return analyzer.finish() ? QStringList{u"unfinished"_qs} : names;
}
} // namespace

class TestDemoDeflate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// Each shows its finding and no other, under the agreement it needs; what follows shows whether the context lives.
    void eachShowsItself()
    {
        for (const DemoFault &fault : net::makeDeflateFaults()) {
            const ws::DeflateSide side{fault.needs != DemoFault::Needs::NoTakeover, net::demoWindowBits};
            QStringList expected{fault.name()};
            if (fault.finding == ws::FindingId::DeflateUnknown)
                expected.prepend(u"deflate.data"_qs);
            QCOMPARE(found(fault.octets, side), expected);
            const bool alone = fault.then == DemoFault::Then::GoOn;
            QCOMPARE(found(fault.octets + fault.octets, side) == expected + expected, alone);
        }
    }
    /// Without what it needs it would show something else, so the script asks first.
    void needs()
    {
        for (const DemoFault &fault : net::makeDeflateFaults()) {
            QVERIFY(fault.needs != DemoFault::Needs::Nothing);
            if (fault.needs == DemoFault::Needs::Deflate)
                continue;
            const ws::DeflateSide other{fault.needs == DemoFault::Needs::NoTakeover, net::demoWindowBits};
            QVERIFY2(!found(fault.octets, other).contains(fault.name()), qPrintable(fault.name()));
        }
    }
};

QTEST_GUILESS_MAIN(TestDemoDeflate)
#include "tst_demodeflate.moc"
