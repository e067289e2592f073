#include "core/capture/rowstore.h"

#include "core/ws/findings.h"

#include <QTest>

using namespace framescope;
using namespace framescope::capture;

namespace
{
ws::Finding finding(ws::FindingId id, std::uint64_t offset)
{
    ws::Finding f;
    f.id = id;
    f.offset = StreamOffset(offset);
    return f;
}
} // namespace

class TestRowStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rowsAndFindings()
    {
        RowStore store;
        std::vector<ws::Finding> three{finding(ws::FindingId::FrameRsv2, 9), finding(ws::FindingId::CloseNoStatus, 3),
                                       finding(ws::FindingId::FrameRsv3, 9)};
        std::vector<ws::Finding> info{finding(ws::FindingId::CloseNoStatus, 1)};
        QCOMPARE(store.nextRow(), 0u);
        store.append(RowRecord());
        store.append(RowRecord(), three);
        store.append(RowRecord(), {});
        store.append(RowRecord(), info);
        QCOMPARE(store.nextRow(), 4u);
        QCOMPARE(store.size(), 0u);
        QVERIFY(store.findings(RowIndex(1)).empty());
        store.publish();
        QCOMPARE(store.size(), 4u);
        QVERIFY(store.findings(RowIndex(0)).empty());
        QVERIFY(!store[RowIndex(2)].hasFindings());
        const auto found = store.findings(RowIndex(1));
        QCOMPARE(found.size(), std::size_t(3));
        QCOMPARE(found[0].offset.value(), 3u);
        QCOMPARE(found[1].id, ws::FindingId::FrameRsv2);
        QCOMPARE(found[2].id, ws::FindingId::FrameRsv3);
        QCOMPARE(store[RowIndex(1)].severity(), ws::Severity::Error);
        QCOMPARE(store[RowIndex(3)].severity(), ws::Severity::Info);
        QCOMPARE(store.findings(RowIndex(3)).size(), std::size_t(1));
        QCOMPARE(store.errorRows(), 1u);
        QVERIFY(store.findings(RowIndex(4)).empty());
    }
    void stoppedAddsNothing()
    {
        RowStore store;
        store.append(RowRecord());
        store.publish();
        store.stop();
        std::vector<ws::Finding> one{finding(ws::FindingId::FrameRsv2, 9)};
        store.append(RowRecord(), one);
        store.append(RowRecord());
        store.publish();
        QCOMPARE(store.size(), 1u);
        QCOMPARE(store.errorRows(), 0u);
    }
    void noSpaceStopsWithAReason()
    {
        qputenv("TMPDIR", "/nonexistent/folder");
        RowStore store;
        std::vector<ws::Finding> one{finding(ws::FindingId::FrameRsv2, 9)};
        store.append(RowRecord(), one);
        const bool stored = store.store();
        qunsetenv("TMPDIR");
#ifdef Q_OS_UNIX
        QVERIFY(!stored);
        QVERIFY(store.stopped());
        QVERIFY(!store.failure().isEmpty());
        store.publish();
        QCOMPARE(store.size(), 0u);
        QCOMPARE(store.errorRows(), 0u);
#else
        Q_UNUSED(stored)
#endif
    }
};

QTEST_GUILESS_MAIN(TestRowStore)
#include "tst_rowstore.moc"
