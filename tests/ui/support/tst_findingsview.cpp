#include "core/ws/findings.h"
#include "ui/support/findingsview.h"

#include <QLabel>
#include <QScrollBar>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;

namespace
{
/// Problems of a frame, so many.
std::vector<ws::Finding> problems(int count)
{
    ws::Finding finding;
    finding.id = ws::FindingId::FrameRsv2;
    const std::vector<ws::Finding> findings(std::size_t(count), finding);
    return findings;
}
} // namespace

class TestFindingsView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void says()
    {
        FindingsView view(QStringLiteral("view"), QStringLiteral("About"));
        view.setFindings({}, QStringLiteral("fine"), QStringLiteral("note"));
        QCOMPARE(view.lines(), (QStringList{QStringLiteral("fine"), QStringLiteral("note")}));
        QCOMPARE(view.problems(), 0);
        view.setFindings(problems(2), QStringLiteral("fine"));
        QCOMPARE(view.lines(),
                 QStringList(2, QStringLiteral("▲ RSV2 is set, and no agreed extension gives it a meaning (RFC 6455 "
                                               "§5.2)")));
        QCOMPARE(view.problems(), 2);
        QCOMPARE(view.accessibleDescription(), view.lines().join(u'\n'));
        view.setProblem(QStringLiteral("not yet"));
        QCOMPARE(view.lines(), QStringList{QStringLiteral("not yet")});
        QCOMPARE(view.problems(), 0);
    }

    void noLineIsCut_data()
    {
        QTest::addColumn<int>("spare");
        for (const int spare : {0, 1, 7, 15})
            QTest::addRow("%d", spare) << spare;
    }
    void noLineIsCut()
    {
        QFETCH(int, spare);
        FindingsView view(QStringLiteral("view"), QStringLiteral("About"));
        const int line = FindingsView::lineHeight(view.font());
        view.setFindings(problems(5), {});
        view.resize(2000, 3 * line + spare);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QCOMPARE(view.viewport()->height(), 3 * line);
        QScrollBar *const bar = view.verticalScrollBar();
        QVERIFY(bar->isVisible());
        QCOMPARE(bar->maximum(), 2 * line);
        bar->triggerAction(QAbstractSlider::SliderSingleStepAdd);
        QCOMPARE(bar->value(), line);
        bar->setValue(line + line / 2);
        QCOMPARE(bar->value(), line);
    }

    void longOnesAreWrapped()
    {
        FindingsView view(QStringLiteral("view"), QStringLiteral("About"));
        view.setFindings(problems(1), {});
        const auto *label = view.findChild<QLabel *>();
        const int line = FindingsView::lineHeight(label->font());
        const int whole = label->fontMetrics().horizontalAdvance(label->text());
        view.resize(whole + 20, 4 * line);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QCOMPARE(label->height(), line);
        view.resize(whole * 3 / 4, 4 * line);
        QTRY_COMPARE(label->height(), 2 * line);
        QCOMPARE(label->width(), whole * 3 / 4); // no scroll bar yet
    }
};

QTEST_MAIN(TestFindingsView)
#include "tst_findingsview.moc"
