#include "ui/shell/sidepane.h"

#include "tests/support/panecapture.h"
#include "ui/models/connectionlistmodel.h"

#include <QAbstractItemModelTester>
#include <QListView>
#include <QListWidget>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;

class TestSidePane : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void selectsAConnectionWhenItAppears()
    {
        const SystemClock clock;
        tests::PaneCapture source;
        ConnectionListModel model(clock);
        QAbstractItemModelTester tester(&model);
        SidePane pane;
        pane.setModel(&model);
        QSignalSpy chosen(&pane, &SidePane::connectionChosen);
        pane.selectConnection(source.id());
        QCOMPARE(chosen.count(), 0); // the model does not have it yet
        model.setSources(&source.capture(), {});
        source.upgrade();
        model.poll();
        QTRY_COMPARE(pane.selectedConnection(), std::optional(source.id()));
        QVERIFY(chosen.count() >= 1);
    }

    /// The captures stand below the last connection, not at the pane's end.
    void listsAreAsHighAsTheirRows()
    {
        const SystemClock clock;
        tests::PaneCapture source;
        source.upgrade();
        ConnectionListModel model(clock);
        SidePane pane;
        pane.setModel(&model);
        model.setSources(&source.capture(), {});
        pane.setRecent({QStringLiteral("/tmp/one.pcapng")});
        pane.resize(220, 700);
        pane.show();
        QVERIFY(QTest::qWaitForWindowExposed(&pane));
        const auto *connections = pane.findChild<QListView *>(QStringLiteral("connectionList"));
        const auto *recent = pane.findChild<QListWidget *>(QStringLiteral("recentList"));
        QCOMPARE(connections->height(), connections->sizeHintForRow(0));
        QVERIFY2(recent->y() < 200, qPrintable(QString::number(recent->y())));
        QCOMPARE(recent->verticalScrollBar()->maximum(), 0);
    }

    void recentCapturesAreNamedByFile()
    {
        SidePane pane;
        auto *recent = pane.findChild<QListWidget *>(QStringLiteral("recentList"));
        QVERIFY(recent->isHidden());
        pane.setRecent({QStringLiteral("/tmp/one.pcapng"), QStringLiteral("/tmp/two.pcapng")});
        QVERIFY(!recent->isHidden());
        QCOMPARE(recent->item(1)->text(), QStringLiteral("two.pcapng"));
        QSignalSpy activated(&pane, &SidePane::recentActivated);
        Q_EMIT recent->itemActivated(recent->item(1));
        QCOMPARE(activated.count(), 1);
        QCOMPARE(activated[0][0].toString(), QStringLiteral("/tmp/two.pcapng"));
    }
};

QTEST_MAIN(TestSidePane)
#include "tst_sidepane.moc"
