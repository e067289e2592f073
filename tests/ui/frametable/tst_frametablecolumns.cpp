// The columns of FrameTableView on its real model.
#include "tests/core/capture/recording.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"

#include <QAction>
#include <QHeaderView>
#include <QMenu>
#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::ui;

class TestFrameTableColumns : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// The column of the connection shows itself where rows of several are shown, unless somebody took it away.
    void theColumnOfTheConnection()
    {
        QTemporaryDir folder;
        test::Recording recording(folder.filePath(u"two.pcapng"_qs));
        const ConnectionId first = recording.upgraded();
        FrameListModel model;
        model.setCapture(recording.capture.get());
        FrameTableView view;
        view.resize(1000, 300);
        view.setModel(&model);
        view.show();
        const auto shown = [&] { return !view.header()->isSectionHidden(FrameListModel::Connection); };
        QVERIFY(!shown());
        recording.upgraded();
        model.poll();
        QVERIFY(shown());
        QCOMPARE(view.header()->visualIndex(FrameListModel::Connection), 1);
        QVERIFY(view.header()->sectionSize(FrameListModel::Connection) > 20);
        QCOMPARE(model.index(0, FrameListModel::Connection).data().toString(), u"1"_qs);
        QCOMPARE(model.index(model.rowCount() - 1, FrameListModel::Connection).data().toString(), u"2"_qs);
        const QString said = model.index(0, 0).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(said.startsWith(u"connection 1, "_qs), qPrintable(said));
        QVERIFY(view.saveColumns().isEmpty()); // that is nobody's choice
        model.setConnection(first);
        QVERIFY(!shown());
        model.setConnection({});
        QVERIFY(shown());
        const auto toggle = [&] {
            const auto menu = view.makeColumnMenu();
            menu->findChild<QAction *>(u"column%1"_qs.arg(int(FrameListModel::Connection)))->trigger();
        };
        toggle();
        QVERIFY(!shown());
        const QByteArray without = view.saveColumns();
        toggle();
        QVERIFY(shown());
        const QByteArray with = view.saveColumns();
        QVERIFY(view.restoreColumns(without));
        QVERIFY(!shown());
        QVERIFY(view.restoreColumns(with));
        QVERIFY(shown());
        // What a version without this column remembered.
        QVERIFY(view.restoreColumns("1;0,70,1;1,99,1;2,80,1;3,40,1;4,80,1;5,40,1;6,40,1;7,90,1;8,70,1;9,70,1;10,60,0;"
                                    "11,300,1"));
        QVERIFY(shown());
        QCOMPARE(view.header()->visualIndex(FrameListModel::Connection), 1);
        QCOMPARE(view.header()->sectionSize(FrameListModel::Time), 99);
        model.setConnection(first);
        QVERIFY(!shown());
        QVERIFY(view.restoreColumns(view.saveColumns()));
        model.setConnection({});
        QVERIFY(shown()); // remembered while it was not needed
        QVERIFY(view.header()->sectionSize(FrameListModel::Connection) > 20);
        view.setModel(nullptr);
    }
};

QTEST_MAIN(TestFrameTableColumns)
#include "tst_frametablecolumns.moc"
