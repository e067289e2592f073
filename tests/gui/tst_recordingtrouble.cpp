#include "tests/support/windowfixture.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"
#include "ui/support/messagebar.h"

#include <QLabel>
#include <QScrollBar>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;

/// The whole window, when its file is not its own or takes no more.
class TestRecordingTrouble : public QObject
{
    Q_OBJECT

    static QString said(const MainWindow &window)
    {
        QStringList found;
        for (const QLabel *label : window.findChild<MessageBar *>()->findChildren<QLabel *>())
            found += label->text();
        return found.join(u'|');
    }

private Q_SLOTS:
    void whatAnotherProgramRecordsIsFollowed()
    {
        test::WindowFixture fixture;
        const QString path = fixture.folder.filePath(QStringLiteral("growing.pcapng"));
        auto made = capture::Capture::create(path);
        QVERIFY(made.ok());
        capture::Capture &writer = **made;
        const ConnectionId id = writer.reserveConnection();
        writer.beginConnection(id, {}, Timestamp(1));
        writer.append(id, Direction::Out, Timestamp(2), byteView("no head\r\n\r\n"));
        const auto window = fixture.makeWindow();
        QVERIFY(window);
        window->resize(1200, 800);
        window->show();
        window->openCapture(path);
        const auto *model = window->findChild<FrameListModel *>();
        const auto *list = window->findChild<FrameTableView *>(QStringLiteral("frameList"));
        QVERIFY(list->isFollowing());
        QTRY_VERIFY(model->rowCount() > 0);
        QTRY_VERIFY2(said(*window).contains(QStringLiteral("Another program is recording to growing.pcapng")),
                     qPrintable(said(*window)));
        QTRY_VERIFY(window->windowTitle().contains(QStringLiteral("recorded by another program")));
        for (int i = 0; i < 500; ++i)
            writer.append(id, Direction::Out, Timestamp(3 + i), byteView("more"));
        QTRY_COMPARE(model->rowCount(), int(writer.rowCount()));
        QVERIFY(list->isFollowing());
        QVERIFY(list->verticalScrollBar()->maximum() > 0);
        QTRY_COMPARE(list->verticalScrollBar()->value(), list->verticalScrollBar()->maximum());
        made->reset();
        QTRY_VERIFY2(said(*window).contains(QStringLiteral("has ended its recording")), qPrintable(said(*window)));
        QTRY_COMPARE(window->windowTitle(), QStringLiteral("growing.pcapng · Framescope"));
    }
};

QTEST_MAIN(TestRecordingTrouble)
#include "tst_recordingtrouble.moc"
