// What the preferences and the connection list do to the real window.
#include "tests/support/windowfixture.h"
#include "ui/connect/connectionbar.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"
#include "ui/shell/preferencesdialog.h"
#include "ui/shell/shortcutsdialog.h"
#include "ui/shell/sidepane.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QTabBar>
#include <QTcpServer>
#include <QTest>
#include <QTimer>
#include <QTreeWidget>

using namespace framescope;
using namespace framescope::ui;

class TestPreferences : public QObject
{
    Q_OBJECT

    struct Open {
        test::WindowFixture fixture;
        std::unique_ptr<MainWindow> window = fixture.makeWindow();

        Open()
        {
            window->resize(1440, 900);
            window->show();
        }
        template <typename T> T *child(const char *name) const { return window->findChild<T *>(QLatin1String(name)); }
        FrameListModel *model() const { return window->findChild<FrameListModel *>(); }
        FrameTableView *list() const { return window->findChild<FrameTableView *>(QStringLiteral("frameList")); }
        /// Connects to the demo and waits for some rows.
        void toDemo() const
        {
            window->connectToDemo();
            QTRY_VERIFY(model()->rowCount() > 5 && list()->isVisible());
        }
        /// Triggers the entry with this text of the menu that comes up.
        void chooseFromMenu(const QPoint &at, const QString &entry) const
        {
            bool chosen = false;
            QTimer::singleShot(0, window.get(), [&] {
                auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
                if (menu == nullptr)
                    return;
                for (QAction *action : menu->actions()) {
                    if (!chosen && action->isEnabled() && QString(action->text()).remove(u'&').startsWith(entry)) {
                        chosen = true;
                        action->trigger();
                    }
                }
                menu->close();
            });
            auto *connections = child<QListView>("connectionList");
            Q_EMIT connections->customContextMenuRequested(at);
            QVERIFY2(chosen, qPrintable(entry));
        }
    };

private Q_SLOTS:
    void theColumnOfTimesFollows()
    {
        Open open;
        open.toDemo();
        const auto first = [&] { return open.model()->index(0, FrameListModel::Time).data().toString(); };
        QCOMPARE(first(), QStringLiteral("0.000000"));
        const int narrow = open.list()->header()->sectionSize(FrameListModel::Time);
        open.fixture.settings.set(Setting::TimeDisplay, QStringLiteral("utc"));
        QCOMPARE(first().size(), 15);
        QVERIFY(open.list()->header()->sectionSize(FrameListModel::Time) > narrow);
        open.fixture.settings.reset(Setting::TimeDisplay);
        QCOMPARE(first(), QStringLiteral("0.000000"));
    }

    void followingIsAChoice()
    {
        Open open;
        QVERIFY(open.list()->isFollowing());
        open.fixture.settings.set(Setting::FollowNewRows, false);
        QVERIFY(!open.list()->isFollowing());
        const auto other = open.fixture.makeWindow();
        QVERIFY(!other->findChild<FrameTableView *>(QStringLiteral("frameList"))->isFollowing());
    }

    void secretsAreRevealedByChoice()
    {
        Open open;
        open.fixture.settings.set(Setting::HideSecrets, false);
        const auto other = open.fixture.makeWindow();
        for (const MainWindow *window : std::initializer_list<const MainWindow *>{open.window.get(), other.get()}) {
            const auto *reveal = window->findChild<QAbstractButton *>(QStringLiteral("revealHandshake"));
            QVERIFY(reveal->isChecked());
        }
        open.fixture.settings.reset(Setting::HideSecrets);
        QVERIFY(!open.child<QAbstractButton>("revealHandshake")->isChecked());
    }

    void newCapturesGoToTheChosenFolder()
    {
        Open open;
        const QString elsewhere = open.fixture.folder.filePath(QStringLiteral("elsewhere"));
        open.fixture.settings.set(Setting::CaptureFolder, elsewhere);
        const auto other = open.fixture.makeWindow();
        QVERIFY(other->workspace().capture().parts().back().path.startsWith(elsewhere));
    }

    void dialogsDoNotStopTheWindow()
    {
        Open open;
        open.window->action(Command::Preferences)->trigger();
        auto *preferences = open.window->findChild<PreferencesDialog *>();
        QVERIFY(preferences != nullptr && preferences->isVisible() && !preferences->isModal());
        open.window->action(Command::Preferences)->trigger();
        QCOMPARE(open.window->findChildren<PreferencesDialog *>().size(), 1);
        open.window->action(Command::Shortcuts)->trigger();
        auto *shortcuts = open.window->findChild<ShortcutsDialog *>();
        QVERIFY(shortcuts != nullptr && shortcuts->isVisible() && !shortcuts->isModal());
        QTest::keyClick(shortcuts, Qt::Key_Escape);
        QTRY_VERIFY(open.window->findChild<ShortcutsDialog *>() == nullptr);
    }

    void theMainButtonIsAboutTheAddressBesideIt()
    {
        Open open;
        open.toDemo();
        auto *button = open.child<QPushButton>("connectButton");
        auto *url = open.child<QLineEdit>("urlEdit");
        QTRY_COMPARE(button->text(), QStringLiteral("Disconnect"));
        const int width = button->width();
        const QString demo = url->text();
        url->setText(QStringLiteral("ws://127.0.0.1:1/elsewhere"));
        QCOMPARE(button->text(), QStringLiteral("Connect"));
        QCOMPARE(button->width(), width);
        url->setText(demo);
        QCOMPARE(button->text(), QStringLiteral("Disconnect"));
        button->click();
        QTRY_COMPARE(button->text(), QStringLiteral("Connect"));
        QCOMPARE(button->width(), width);
    }

    void theAddressFollowsTheConnectionThatIsLookedAt()
    {
        Open open;
        open.toDemo();
        auto *url = open.child<QLineEdit>("urlEdit");
        auto *side = open.window->findChild<SidePane *>();
        const QString demo = url->text();
        net::ConnectionSettings other;
        QTcpServer silent; // what is still being made has its address too
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        other.url = QStringLiteral("ws://127.0.0.1:%1/elsewhere").arg(silent.serverPort());
        other.headers = {{"X-Mine", "1"}};
        open.window->connectTo(other);
        QTRY_COMPARE(side->selectedConnection(), std::optional(ConnectionId(1)));
        QCOMPARE(url->text(), other.url);
        side->selectConnection(ConnectionId(0));
        QCOMPARE(url->text(), demo);
        QVERIFY(open.window->findChild<ConnectionBar *>()->settings().headers.isEmpty());
        side->selectConnection(ConnectionId(1));
        QCOMPARE(open.window->findChild<ConnectionBar *>()->settings().headers.size(), 1);
        // What somebody is writing stays.
        url->setText(QStringLiteral("ws://typed.example"));
        side->selectConnection(ConnectionId(0));
        QCOMPARE(url->text(), QStringLiteral("ws://typed.example"));
    }

    void handshakeIsShownOfTheConnectionThatIsChosen()
    {
        Open open;
        open.toDemo();
        QVERIFY(!open.list()->currentRow());
        open.child<QTabBar>("detailsTabs")->setCurrentIndex(2);
        auto *tree = open.child<QTreeWidget>("handshakeFields");
        QTRY_VERIFY(tree->isVisible() && tree->topLevelItemCount() > 3);
        QTRY_VERIFY(tree->topLevelItem(0)->text(1).contains(QStringLiteral("upgraded")));
        open.child<QTabBar>("detailsTabs")->setCurrentIndex(3);
        QTRY_VERIFY(open.child<QTreeWidget>("connectionFields")->topLevelItemCount() > 3);
    }

    void connectionsHaveAMenu()
    {
        Open open;
        open.toDemo();
        auto *connections = open.child<QListView>("connectionList");
        const QPoint at = connections->visualRect(connections->model()->index(0, 0)).center();
        open.chooseFromMenu(at, QStringLiteral("Copy the address"));
        QCOMPARE(QApplication::clipboard()->text(), open.window->workspace().capture().facts(ConnectionId(0)).url);
        open.chooseFromMenu(at, QStringLiteral("Filter: conn == 1"));
        QCOMPARE(open.child<QLineEdit>("filterEdit")->text(), QStringLiteral("conn == 1"));
        open.chooseFromMenu(at, QStringLiteral("Connect again"));
        QTRY_COMPARE(open.window->workspace().capture().connectionCount(), std::uint32_t(2));
        open.chooseFromMenu(connections->visualRect(connections->model()->index(1, 0)).center(),
                            QStringLiteral("Disconnect"));
        QTRY_VERIFY(!open.window->workspace().session()->isLive(ConnectionId(0)));
    }

    void splittersAndTheRestAreRemembered()
    {
        test::WindowFixture fixture;
        {
            auto window = fixture.makeWindow();
            window->resize(1300, 850);
            window->show();
            QVERIFY(QTest::qWaitForWindowExposed(window.get()));
            auto *list = window->findChild<FrameTableView *>(QStringLiteral("frameList"));
            list->header()->setSectionHidden(FrameListModel::Wire, true);
            list->header()->resizeSection(FrameListModel::Opcode, 133);
            window->findChild<QSplitter *>(QStringLiteral("composerSplitter"))->setSizes({600, 400});
            window->close();
        }
        auto window = fixture.makeWindow();
        window->show();
        QCOMPARE(window->size(), QSize(1300, 850));
        auto *list = window->findChild<FrameTableView *>(QStringLiteral("frameList"));
        QVERIFY(list->header()->isSectionHidden(FrameListModel::Wire));
        QCOMPARE(list->header()->sectionSize(FrameListModel::Opcode), 133);
        const QList<int> sizes = window->findChild<QSplitter *>(QStringLiteral("composerSplitter"))->sizes();
        QVERIFY2(sizes[0] > sizes[1], qPrintable(QString::number(sizes[0])));
    }
};

QTEST_MAIN(TestPreferences)
#include "tst_preferences.moc"
