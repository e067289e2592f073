#include "core/net/demo/demofaults.h"

#include "core/net/demo/demodeflate.h"
#include "core/ws/findings.h"
#include "core/ws/streamanalyzer.h"

#include <QSet>
#include <QTest>

using namespace framescope;
using net::DemoFault;

class TestDemoFaults : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// Every finding about frames, messages and closing that a server can cause has its fault.
    void everyFindingHasOne()
    {
        QSet<QString> names;
        for (const DemoFault &fault : net::makeDemoFaults()) {
            QVERIFY2(!names.contains(fault.name()), qPrintable(fault.name()));
            names += fault.name();
        }
        const QStringList impossible{u"frame.mask.client"_qs};
        for (const ws::FindingInfo &line : ws::allFindings()) {
            const QString name = QString::fromLatin1(line.name.data(), qsizetype(line.name.size()));
            const QString group = name.section(u'.', 0, 0);
            if (QStringList{u"frame"_qs, u"msg"_qs, u"deflate"_qs, u"close"_qs, u"after"_qs, u"pong"_qs}.contains(
                    group))
                QCOMPARE(names.contains(name), !impossible.contains(name));
        }
    }
    /// The octets alone show the finding, and leave the frame boundary where it was.
    void octetsShowIt()
    {
        for (const DemoFault &fault : net::makeDemoFaults()) {
            if (fault.then != DemoFault::Then::GoOn && fault.then != DemoFault::Then::LoseContext)
                continue;
            ws::Agreement agreement;
            agreement.deflate = fault.needs != DemoFault::Needs::Nothing;
            agreement.server = {fault.needs != DemoFault::Needs::NoTakeover, net::demoWindowBits};
            ws::StreamAnalyzer analyzer(ws::Role::Server, agreement, StreamOffset(0));
            ByteView rest = byteView(fault.octets);
            bool found = fault.finding == ws::FindingId::PongUnsolicited; // seen only beside the other direction
            while (analyzer.step(rest) != ws::StreamAnalyzer::Step::NeedMore) {
                for (const ws::Finding &finding : analyzer.findings())
                    found = found || finding.id == fault.finding;
            }
            QVERIFY2(found, qPrintable(fault.name()));
            QVERIFY2(!analyzer.finish(), qPrintable(fault.name()));
        }
    }
};

QTEST_GUILESS_MAIN(TestDemoFaults)
#include "tst_demofaults.moc"
