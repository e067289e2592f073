#include "core/ws/framewriter.h"
#include "tests/core/capture/rolling.h"
#include "tests/support/scriptedpeer.h"
#include "tests/support/windowfixture.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"
#include "ui/shell/recordinglimits.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;

/// Limits of the recording, from the menu to the list, the panes and the files.
class TestRolling : public QObject
{
    Q_OBJECT

    static QAction *limitsAction(const MainWindow &window)
    {
        for (const QAction *menu : window.menuBar()->actions()) {
            for (QAction *action : menu->menu()->actions()) {
                if (action->text().contains(QStringLiteral("Limits of the recording")))
                    return action;
            }
        }
        return nullptr;
    }

    /// The texts of the column "Preview".
    static QStringList previews(const MainWindow &window)
    {
        const auto *model = window.findChild<FrameListModel *>();
        QStringList texts;
        for (int row = 0; row < model->rowCount(); ++row)
            texts << model->index(row, FrameListModel::Preview).data().toString();
        return texts;
    }

private Q_SLOTS:
    void limitsAreAskedForAndRemembered()
    {
        test::WindowFixture fixture;
        auto window = fixture.makeWindow();
        auto other = fixture.makeWindow();
        window->show();
        QAction *action = limitsAction(*window);
        QVERIFY(action != nullptr);
        action->trigger();
        auto *dialog = window->findChild<RecordingLimitsDialog *>();
        QVERIFY(dialog != nullptr);
        dialog->findChild<QSpinBox *>(QStringLiteral("limitSize"))->setValue(100);
        dialog->findChild<QSpinBox *>(QStringLiteral("limitKeep"))->setValue(3);
        dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok)->click();
        for (const MainWindow *each : {window.get(), other.get()}) {
            QCOMPARE(each->workspace().capture().rolling().maxOctets, std::uint64_t(100) << 20);
            QCOMPARE(each->workspace().capture().rolling().keepParts, 3u);
        }
        window.reset();
        const auto again = fixture.makeWindow();
        QCOMPARE(again->workspace().capture().rolling().maxOctets, std::uint64_t(100) << 20);
    }

    void newFilesAreAnnouncedAndOldRowsSayThatTheyWereDropped()
    {
        test::ScriptedPeer peer;
        test::WindowFixture fixture;
        fixture.settings.set(Setting::RollFrames, 10);
        fixture.settings.set(Setting::RollKeep, 2);
        auto window = fixture.makeWindow();
        window->resize(1440, 900);
        window->show();
        net::ConnectionSettings settings;
        settings.url = peer.url();
        window->connectTo(settings);
        const net::Session &session = *window->workspace().session();
        QTRY_COMPARE(session.status(ConnectionId(0)).state, net::State::Open);
        const capture::Capture &capture = window->workspace().capture();
        for (int i = 0; i < 25; ++i) {
            const std::uint64_t frames = capture.totals(ConnectionId(0)).framesIn;
            QByteArray octets;
            ws::writeFrame({}, byteView("number " + QByteArray::number(i)), octets);
            peer.send(octets);
            QTRY_VERIFY(capture.totals(ConnectionId(0)).framesIn > frames);
        }
        QTRY_COMPARE(capture.parts().size(), std::size_t(3));
        QTRY_VERIFY(previews(*window).contains(QStringLiteral("number 24")));
        const QStringList told = previews(*window).filter(QStringLiteral("A new file was begun"));
        QCOMPARE(told.size(), 2);
        QVERIFY(told[1].contains(QStringLiteral(".0003.pcapng; the oldest")));

        // A row of the dropped file keeps its place and its header.
        auto *list = window->findChild<FrameTableView *>();
        std::uint64_t row = 0;
        while (!capture.row(RowIndex(row)).isFrame())
            ++row;
        QVERIFY(row < capture.firstKeptRow());
        list->selectModelRow(int(row));
        const auto *empty = window->findChild<QLabel *>(QStringLiteral("payloadEmpty"));
        QTRY_VERIFY(empty->isVisible());
        QVERIFY2(empty->text().contains(QStringLiteral("dropped")), qPrintable(empty->text()));
        list->selectModelRow(int(capture.rowCount()) - 1);
        QTRY_VERIFY(!empty->isVisible());

        // What is left is saved as one file.
        auto &workspace = const_cast<Workspace &>(window->workspace());
        QSignalSpy saved(&workspace, &Workspace::saveFinished);
        const QString target = fixture.folder.filePath(QStringLiteral("saved.pcapng"));
        workspace.saveAs(target);
        QTRY_COMPARE(saved.count(), 1);
        QCOMPARE(saved[0][1].toString(), QString());
        const auto whole = test::reopened(target);
        QCOMPARE(test::payloads(*whole).size(), 15);
        QCOMPARE(test::payloads(*whole).last(), QStringLiteral("0 1 number 24"));
        // How the connection ended was not saved: the recording stays, with the files it has.
        window.reset();
        const auto left = fixture.captures.unsavedCaptures();
        QCOMPARE(left.size(), std::size_t(1));
        QCOMPARE(left[0].files.size(), 2);
    }
};

QTEST_MAIN(TestRolling)
#include "tst_rolling.moc"
