#pragma once

#include "core/capture/rownotes.h"
#include "core/filter/rowtest.h"
#include "core/net/demo/demoserver.h"
#include "core/net/settings.h"
#include "ui/shell/findsession.h"
#include "ui/shell/settinglist.h"
#include "ui/shell/settings.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/urlhistory.h"
#include "ui/shell/workspace.h"
#include "ui/support/theme.h"

#include <QMainWindow>
#include <QPointer>
#include <QTimer>

#include <memory>
#include <optional>

class QMenu;
class QSplitter;
class QStackedWidget;

namespace framescope::ui
{

class CaptureNews;
class CertificateQuestion;
enum class CopyForm;
enum class CopySource;
class Composer;
class ConnectionBar;
class ConnectionListModel;
class ConnectionNews;
class DetailsPane;
class ExplainPanel;
class FilterBar;
class FindBar;
class FrameListModel;
class FrameTableView;
class MessageBar;
class PreferencesDialog;
class RowFinder;
class ShortcutsDialog;
class SidePane;
class StatisticsWindow;
class StatusLine;
class TimelineView;
class WelcomePage;

/// What a window uses and does not own. Lifetime: all outlive the window.
struct WindowServices {
    capture::CaptureStore &captures;
    const Clock &clock;
    Settings &settings;
    net::DemoServer &demo;
};

/// The main window: builds the panes and is the only place that connects them.
/// Thread: the GUI's.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    MainWindow(WindowServices services, std::unique_ptr<Workspace> workspace);
    ~MainWindow() override;

    void connectTo(const net::ConnectionSettings &settings);
    void connectToDemo();
    void openCapture(const QString &path);
    void saveCaptureTo(const QString &path);
    void showError(const QString &sentence);
    const Workspace &workspace() const { return *m_workspace; }

    /// The action of a command; every command of the table has one.
    QAction *action(Command command) const;

Q_SIGNALS:
    void newWindowRequested();
    void connectElsewhereRequested(const framescope::net::ConnectionSettings &settings);
    void openElsewhereRequested(const QString &path);
    void closed();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    // windowpanes.cpp: where they stand, and what flows between them
    void buildPanes();
    void connectPanes();
    void tellCopying(double part);
    void restoreLayout();
    void saveLayout();

    // mainwindow.cpp: the capture, its connections and the row that is looked at
    void readInflateLimits();
    void setWorkspace(std::unique_ptr<Workspace> workspace);
    void tick();
    void showConnection(std::optional<ConnectionId> connection);
    void selectRow(std::optional<RowIndex> row);
    void updateTarget();
    /// What the refused attempt was made with, whatever the bar says by now.
    net::ConnectionSettings settingsToTryAgain(ConnectionId refused) const;
    void showHandshakeOf(ConnectionId id);
    void goTo(RowIndex row);
    void updateTitle();
    void updateWelcome();
    std::optional<ConnectionId> sendTarget() const;
    std::optional<ConnectionId> currentConnection() const;

    // windowfilter.cpp: which rows are shown
    void connectFilter();
    void chooseRows();
    void showFilterState();
    QString spanText() const;
    void addFilterActions(QMenu *menu, RowIndex row, int column);

    // windowdecode.cpp: which decoder was chosen for a host
    void connectDecoders();

    // windowconnections.cpp: what can be done with a connection of the list
    void connectConnectionMenu();
    void showConnectionMenu(const QPoint &at, ConnectionId id);
    void followAddress(std::optional<ConnectionId> before, std::optional<ConnectionId> now);

    // windowpreferences.cpp: what the preferences say
    void followPreferences();
    void applyPreference(Setting setting);
    bool followsNewRows() const;
    void addThemeMenu(QMenu *view);
    void showPreferences();
    void showShortcuts();

    // windowhelp.cpp: what things mean
    void explainFocus();
    void nameTopics();

    // windowtimeline.cpp: when it all was
    void connectTimeline();
    void pollTimeline();
    // windowpayload.cpp: what is selected, for the payload pane
    void connectPayload();

    // windowfind.cpp: to matches, findings and places
    void buildFind(QWidget *parent);
    void connectFind();
    /// What is searched; nullptr for nothing.
    void setSearched(const capture::Capture *capture);
    /// Looks anew for what the find bar asks for, among the rows shown now.
    void beginSearch();
    void findStep(bool next);
    void showFindState();
    void toFinding(bool next);
    void goToRowDialog();
    /// Why it cannot be gone to, or empty.
    QString goToPlace(const QString &text);
    /// One more than the last row of the capture that the list shows.
    std::uint64_t shownEnd() const;
    /// Behind the rows among which matches are counted: a frozen list has an end.
    std::uint64_t countedEnd() const;

    // windowmarks.cpp: what people note of rows, and the colours of rows
    void connectMarks();
    void setNotes(const std::vector<RowIndex> &rows, const std::function<void(capture::RowNote &)> &change);
    void toggleMarks();
    void editComment();
    void toMarked(bool next);
    void addNoteActions(QMenu *menu);
    void applyColorRules();
    void editColorRules();

    // windowstatistics.cpp
    void connectStatistics();
    QByteArray statisticsGeometry() const;
    void setStatisticsCapture(const capture::Capture *capture);

    // windowactions.cpp: commands, menus and dialogs
    void buildActions();
    void buildMenus();
    QAction *addAction(Command command, void (MainWindow::*slot)());
    void openDialog();
    void save();
    void saveAsDialog();
    void nextFinding() { toFinding(true); }
    void disconnectCurrent();
    void abortCurrent();
    void copyAsMenu();
    void addCopyAsActions(QMenu *menu, RowIndex row);
    void copyRowAs(RowIndex row, CopyForm form, CopySource source);
    void openInComposer();
    /// Whether the frame can go out again as it is in the composer now.
    bool compose(RowIndex row, bool wholeMessage = false);
    void resend();
    void toggleFreeze();
    void showAbout();
    void showRecordingLimits();
    void showRowMenu(const QPoint &at, RowIndex row, int column);
    void showCaptureMenu(const QPoint &at);
    void addCaFile(ConnectionId refused);
    void fillRecentMenu(QMenu *menu);
    void fillUnsavedMenu(QMenu *menu);
    void fillDemoMenu(QMenu *menu);
    void askToRemoveUnsaved(const QString &path);
    void removeUnsaved(const QString &path);
    void open(const net::ConnectionSettings &settings);
    std::optional<RowIndex> currentRow() const;

    WindowServices m_services;
    UrlHistory m_urlHistory;
    SettingList m_filterHistory;
    SettingList m_savedFilters;
    std::unique_ptr<Workspace> m_workspace;
    std::vector<QAction *> m_actions;
    std::optional<ConnectionId> m_shown;   ///< the connection the list is limited to
    std::optional<ConnectionId> m_opening; ///< opened just now: not shown yet
    QTimer m_tick;
    unsigned m_ticks = 0;
    bool m_inflateTold = false; ///< the message of the one that runs was shown; a person may have closed it
    bool m_saveTold = false;
    bool m_copyTold = false;

    ConnectionBar *m_bar = nullptr;
    MessageBar *m_messages = nullptr;
    CertificateQuestion *m_certificates = nullptr;
    ConnectionNews *m_news = nullptr;
    CaptureNews *m_captureNews = nullptr;
    SidePane *m_side = nullptr;
    QStackedWidget *m_stack = nullptr;
    WelcomePage *m_welcome = nullptr;
    FrameListModel *m_model = nullptr;
    RowFinder *m_finder = nullptr;
    ConnectionListModel *m_connections = nullptr;
    FrameTableView *m_list = nullptr;
    FilterBar *m_filter = nullptr;
    std::optional<RowIndex> m_rowToKeep;         ///< was looked at when the choice of rows changed
    std::optional<RowIndex> m_rowToGoTo;         ///< once it is known whether it is shown
    bool m_keepsNearest = false;                 ///< where it is not shown any more, the row beside it
    std::optional<filter::RowTest> m_filterTest; ///< what the filter bar asks for
    std::uint64_t m_searchEnd = 0;               ///< rows that were there when rows were chosen
    TimelineView *m_timeline = nullptr;
    std::uint64_t m_timelineTested = 0; ///< rows the filter had looked at when the timeline last asked
    FindBar *m_find = nullptr;
    FindSession *m_search = nullptr;
    QString m_lastPlace;                                          ///< that was gone to
    FindSession::Toward m_searchesOn = FindSession::Toward::Next; ///< the last step
    DetailsPane *m_details = nullptr;
    Composer *m_composer = nullptr;
    StatusLine *m_status = nullptr;
    StatisticsWindow *m_statistics = nullptr;
    QPointer<PreferencesDialog> m_preferences;
    QPointer<ShortcutsDialog> m_shortcuts;
    ExplainPanel *m_explain = nullptr; ///< made when it is first asked for
    QSplitter *m_across = nullptr;
    QSplitter *m_down = nullptr;
};

} // namespace framescope::ui
