#include "ui/shell/mainwindow.h"

#include "core/craft/framespec.h"
#include "core/io/rowtext.h"
#include "core/net/demo/demoscript.h"
#include "core/ws/framewriter.h"
#include "ui/compose/composer.h"
#include "ui/compose/rowspec.h"
#include "ui/connect/connectionbar.h"
#include "ui/frametable/copyas.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"
#include "ui/shell/connectionnews.h"
#include "ui/shell/detailspane.h"
#include "ui/shell/recordinglimits.h"
#include "ui/shell/sidepane.h"
#include "ui/support/literaltext.h"
#include "ui/support/messagebar.h"
#include "ui/support/numbertext.h"
#include "ui/timeline/timelineview.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDateTime>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QMenuBar>
#include <QVBoxLayout>

namespace framescope::ui
{

namespace
{
/// Frames larger than this are not taken into the composer or sent again whole.
constexpr std::uint64_t largestResend = 64u << 20;
QString composeKey() { return QStringLiteral("compose"); }
const char *const fileFilter = QT_TRANSLATE_NOOP("framescope::ui::MainWindow", "Captures (*.pcapng);;All files (*)");
} // namespace

QAction *MainWindow::action(Command command) const { return m_actions[static_cast<std::size_t>(command)]; }

QAction *MainWindow::addAction(Command command, void (MainWindow::*slot)())
{
    QAction *made = action(command);
    connect(made, &QAction::triggered, this, slot);
    return made;
}

void MainWindow::buildActions()
{
    for (const Shortcut &shortcut : allShortcuts()) {
        auto *made = new QAction(textOf(shortcut.command), this);
        made->setShortcut(keysOf(shortcut.command));
        m_actions.push_back(made);
        // Keys that mean something else in an editor work in the list only.
        const bool ofList = shortcut.command == Command::Copy || shortcut.command == Command::SelectAll ||
                            shortcut.command == Command::Freeze || shortcut.command == Command::FirstRow ||
                            shortcut.command == Command::LastRow;
        if (ofList) {
            made->setShortcutContext(Qt::WidgetShortcut);
            m_list->addAction(made);
        } else {
            QMainWindow::addAction(made);
        }
    }
    connect(action(Command::NewWindow), &QAction::triggered, this, &MainWindow::newWindowRequested);
    addAction(Command::Open, &MainWindow::openDialog);
    addAction(Command::Save, &MainWindow::save);
    addAction(Command::SaveAs, &MainWindow::saveAsDialog);
    connect(action(Command::CloseWindow), &QAction::triggered, this, &QWidget::close);
    connect(action(Command::Quit), &QAction::triggered, qApp, &QApplication::closeAllWindows);
    connect(action(Command::Copy), &QAction::triggered, m_list, &FrameTableView::copySelection);
    addAction(Command::CopyAs, &MainWindow::copyAsMenu);
    connect(action(Command::SelectAll), &QAction::triggered, m_list, &FrameTableView::selectAll);
    addAction(Command::GoToRow, &MainWindow::goToRowDialog);
    addAction(Command::NextFinding, &MainWindow::nextFinding);
    connect(action(Command::PreviousFinding), &QAction::triggered, this, [this] { toFinding(false); });
    connect(action(Command::FirstRow), &QAction::triggered, this, [this] {
        if (m_model->rowCount() > 0)
            m_list->selectModelRow(0);
    });
    connect(action(Command::LastRow), &QAction::triggered, m_list, &FrameTableView::resumeFollowing);
    connect(action(Command::FocusUrl), &QAction::triggered, m_bar, &ConnectionBar::focusUrl);
    connect(action(Command::Connect), &QAction::triggered, m_bar, &ConnectionBar::requestConnect);
    addAction(Command::Disconnect, &MainWindow::disconnectCurrent);
    addAction(Command::Abort, &MainWindow::abortCurrent);
    addAction(Command::Demo, &MainWindow::connectToDemo);

    const std::pair<Command, QWidget *> panes[] = {{Command::ShowSide, m_side},
                                                   {Command::ShowDetails, m_details},
                                                   {Command::ShowComposer, m_composer},
                                                   {Command::ShowTimeline, m_timeline}};
    for (const auto &[command, pane] : panes) {
        action(command)->setCheckable(true);
        action(command)->setChecked(true);
        connect(action(command), &QAction::toggled, pane, &QWidget::setVisible);
    }
    action(Command::Freeze)->setCheckable(true);
    connect(action(Command::Freeze), &QAction::toggled, this, &MainWindow::toggleFreeze);

    connect(action(Command::FocusList), &QAction::triggered, this,
            [this] { m_list->setFocus(Qt::ShortcutFocusReason); });
    connect(action(Command::FocusFrame), &QAction::triggered, this, [this] {
        action(Command::ShowDetails)->setChecked(true);
        m_details->focusHeader();
    });
    connect(action(Command::FocusPayload), &QAction::triggered, this, [this] {
        action(Command::ShowDetails)->setChecked(true);
        m_details->focusPayload();
    });
    connect(action(Command::FocusComposer), &QAction::triggered, this, [this] {
        action(Command::ShowComposer)->setChecked(true);
        m_composer->focusPayload();
    });
    connect(action(Command::FocusConnections), &QAction::triggered, this, [this] {
        action(Command::ShowSide)->setChecked(true);
        m_side->focusConnections();
    });
    action(Command::SendFrame)->setShortcuts({keysOf(Command::SendFrame), QKeySequence(Qt::CTRL | Qt::Key_Enter)});
    connect(action(Command::SendFrame), &QAction::triggered, m_composer, &Composer::send);
    addAction(Command::OpenInComposer, &MainWindow::openInComposer);
    addAction(Command::Resend, &MainWindow::resend);
    addAction(Command::Preferences, &MainWindow::showPreferences);
    addAction(Command::Explain, &MainWindow::explainFocus);
    addAction(Command::Shortcuts, &MainWindow::showShortcuts);
}

void MainWindow::buildMenus()
{
    const auto fill = [this](QMenu *menu, std::initializer_list<std::optional<Command>> commands) {
        for (const std::optional<Command> &command : commands) {
            if (command)
                menu->addAction(action(*command));
            else
                menu->addSeparator();
        }
    };
    const auto filled = [this](QMenu *menu, const QString &title, void (MainWindow::*with)(QMenu *)) {
        QMenu *sub = menu->addMenu(title);
        connect(sub, &QMenu::aboutToShow, this, [this, sub, with] { (this->*with)(sub); });
    };

    QMenu *file = menuBar()->addMenu(tr("&File"));
    fill(file, {Command::NewWindow, Command::Open});
    filled(file, tr("Open &recent"), &MainWindow::fillRecentMenu);
    filled(file, tr("&Unsaved captures"), &MainWindow::fillUnsavedMenu);
    fill(file, {std::nullopt, Command::Save, Command::SaveAs});
    connect(file->addAction(tr("&Limits of the recording…")), &QAction::triggered, this,
            &MainWindow::showRecordingLimits);
    fill(file, {std::nullopt, Command::CloseWindow, Command::Quit});

    fill(
        menuBar()->addMenu(tr("&Edit")),
        {Command::Copy,     Command::CopyAs,       Command::SelectAll,   std::nullopt,         Command::Find,
         Command::FindNext, Command::FindPrevious, Command::GoToRow,     Command::NextFinding, Command::PreviousFinding,
         std::nullopt,      Command::Mark,         Command::Comment,     Command::NextMarked,  Command::PreviousMarked,
         std::nullopt,      Command::FocusFilter,  Command::ClearFilter, Command::FirstRow,    Command::LastRow,
         std::nullopt,      Command::Preferences});

    QMenu *view = menuBar()->addMenu(tr("&View"));
    fill(view, {Command::ShowSide, Command::ShowDetails, Command::ShowComposer, Command::ShowTimeline, std::nullopt,
                Command::Freeze, std::nullopt, Command::FocusList, Command::FocusFrame, Command::FocusPayload,
                Command::FocusComposer, Command::FocusConnections, Command::FocusTimeline, std::nullopt,
                Command::Statistics});
    connect(view->addAction(tr("Colour &rules…")), &QAction::triggered, this, &MainWindow::editColorRules);
    addThemeMenu(view);

    QMenu *connection = menuBar()->addMenu(tr("&Connection"));
    fill(connection,
         {Command::FocusUrl, Command::Connect, Command::Disconnect, Command::Abort, std::nullopt, Command::Demo});
    filled(connection, tr("Ask the demo server for a &malformed frame"), &MainWindow::fillDemoMenu);

    fill(menuBar()->addMenu(tr("C&ompose")), {Command::SendFrame, Command::OpenInComposer, Command::Resend});

    QMenu *help = menuBar()->addMenu(tr("&Help"));
    fill(help, {Command::Explain, Command::Shortcuts});
    connect(help->addAction(tr("&About Framescope")), &QAction::triggered, this, &MainWindow::showAbout);
}

std::optional<RowIndex> MainWindow::currentRow() const { return m_list->currentRow(); }

void MainWindow::openDialog()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a capture"),
                                                      m_services.settings.text(Setting::LastFolder), tr(fileFilter));
    if (path.isEmpty())
        return;
    m_services.settings.set(Setting::LastFolder, QFileInfo(path).absolutePath());
    openCapture(path);
}

void MainWindow::save()
{
    if (m_workspace->isLive() && !m_workspace->filePath().isEmpty())
        m_workspace->saveAs(m_workspace->filePath());
    else
        saveAsDialog();
}

void MainWindow::saveAsDialog()
{
    const QString name = QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd-HHmmss'.pcapng'"));
    const QString proposed = m_services.settings.text(Setting::LastFolder) + u'/' + name;
    QString path = QFileDialog::getSaveFileName(this, tr("Save the capture"), proposed, tr(fileFilter));
    if (path.isEmpty())
        return;
    if (QFileInfo(path).suffix().isEmpty())
        path += QStringLiteral(".pcapng");
    m_services.settings.set(Setting::LastFolder, QFileInfo(path).absolutePath());
    m_workspace->saveAs(path);
}

void MainWindow::disconnectCurrent()
{
    if (const auto id = currentConnection(); id && m_workspace->session() != nullptr)
        m_workspace->session()->close(*id);
}

void MainWindow::abortCurrent()
{
    if (const auto id = currentConnection(); id && m_workspace->session() != nullptr)
        m_workspace->session()->abort(*id);
}

void MainWindow::toggleFreeze()
{
    const bool frozen = action(Command::Freeze)->isChecked();
    m_model->setFrozen(frozen);
    m_bar->setFrozen(frozen);
}

void MainWindow::copyAsMenu()
{
    const std::optional<RowIndex> row = currentRow();
    if (!row)
        return;
    QMenu menu(this);
    addCopyAsActions(&menu, *row);
    menu.exec(m_list->mapToGlobal(m_list->visualRect(m_list->currentIndex()).bottomLeft()));
}

void MainWindow::addCopyAsActions(QMenu *menu, RowIndex row)
{
    const std::pair<QString, CopyForm> forms[] = {
        {tr("&Text"), CopyForm::Text},
        {tr("&Hex"), CopyForm::Hex},
        {tr("&Base64"), CopyForm::Base64},
        {tr("&C array"), CopyForm::CArray},
        {tr("&Python bytes"), CopyForm::PythonBytes},
    };
    const auto add = [this, menu, row](const QString &text, CopyForm form, CopySource source) {
        connect(menu->addAction(text), &QAction::triggered, this,
                [this, row, form, source] { copyRowAs(row, form, source); });
    };
    const CopySource shown = shownSource(capture::CaptureReader(m_workspace->capture()), row);
    for (const auto &[text, form] : forms)
        add(shown == CopySource::Message ? tr("%1 of the inflated message").arg(text) : text, form, shown);
    if (!m_workspace->capture().row(row).isFrame())
        return;
    menu->addSeparator();
    if (shown == CopySource::Message)
        add(tr("Hex of the payload, &still compressed"), CopyForm::Hex, CopySource::Payload);
    add(tr("Hex of the &frame as on the wire"), CopyForm::Hex, CopySource::Wire);
}

void MainWindow::copyRowAs(RowIndex row, CopyForm form, CopySource source)
{
    capture::CaptureReader reader(m_workspace->capture());
    const Result<CopiedPayload> copied = copyPayload(reader, row, form, source);
    if (!copied) {
        showError(copied.error().message);
        return;
    }
    QApplication::clipboard()->setText(copied->text);
    const QString key = QStringLiteral("copied");
    const QString octets = QLocale().toString(static_cast<qulonglong>(copied->octets));
    if (copied->octets < copied->total)
        m_messages->post({.kind = Message::Kind::Warning,
                          .text = tr("The first %1 of %2 bytes were copied.")
                                      .arg(octets, QLocale().toString(static_cast<qulonglong>(copied->total))),
                          .key = key});
    else if (source == CopySource::Message)
        m_messages->post({.text = tr("Copied: the inflated message, %1 bytes.").arg(octets), .key = key});
    else
        m_messages->dismiss(key);
}

void MainWindow::openInComposer()
{
    if (const std::optional<RowIndex> row = currentRow(); row && m_workspace->capture().row(*row).isFrame())
        compose(*row);
}

bool MainWindow::compose(RowIndex row, bool wholeMessage)
{
    capture::CaptureReader reader(m_workspace->capture());
    const Result<RowSpec> made = rowSpec(reader, row, largestResend, wholeMessage);
    if (!made) {
        showError(made.error().message);
        return false;
    }
    m_composer->setFrame(made->spec);
    action(Command::ShowComposer)->setChecked(true);
    m_composer->focusPayload();
    m_messages->dismiss(composeKey());
    if (!made->needsContext)
        return true;
    Message message;
    message.kind = Message::Kind::Warning;
    message.key = composeKey();
    message.text = tr("Row %1 is part of a compressed message and refers to what was sent before it: sent again, it is "
                      "corrupt for whoever gets it. It stands in the composer as it was on the wire and was not sent.")
                       .arg(QLocale().toString(static_cast<qulonglong>(row.value() + 1)));
    if (made->hasWholeMessage)
        message.actions.push_back({tr("Take the whole message, inflated"), [this, row] { compose(row, true); }, true});
    m_messages->post(message);
    return false;
}

void MainWindow::resend()
{
    updateTarget(); // a few ticks may have passed since
    const std::optional<RowIndex> row = currentRow();
    const std::optional<ConnectionId> target = sendTarget();
    if (!row || !target || !m_workspace->capture().row(*row).isFrame())
        return;
    if (compose(*row))
        m_composer->send();
}

void MainWindow::showRowMenu(const QPoint &at, RowIndex row, int column)
{
    QMenu menu(this);
    addFilterActions(&menu, row, column);
    menu.addSeparator();
    addNoteActions(&menu);
    menu.addSeparator();
    menu.addAction(action(Command::Copy));
    addCopyAsActions(menu.addMenu(tr("Copy &payload as")), row);
    menu.addSeparator();
    if (m_workspace->capture().row(row).isFrame()) {
        menu.addAction(action(Command::OpenInComposer));
        menu.addAction(action(Command::Resend));
        menu.addSeparator();
    }
    const ConnectionId connection = m_workspace->capture().row(row).connection();
    if (m_shown)
        connect(menu.addAction(tr("Show &all connections")), &QAction::triggered, this,
                [this] { m_side->selectConnection(std::nullopt); });
    else
        connect(menu.addAction(tr("Show &only this connection")), &QAction::triggered, this,
                [this, connection] { m_side->selectConnection(connection); });
    menu.addAction(action(Command::NextFinding));
    menu.exec(at);
}

void MainWindow::showCaptureMenu(const QPoint &at)
{
    QMenu menu(this);
    menu.addAction(action(Command::Save));
    menu.addAction(action(Command::SaveAs));
    menu.addAction(action(Command::NewWindow));
    menu.addSeparator();
    connect(menu.addAction(tr("&Limits of the recording…")), &QAction::triggered, this,
            &MainWindow::showRecordingLimits);
    const QString path = m_workspace->capture().parts().back().path;
    connect(menu.addAction(tr("Copy the &path of the recording")), &QAction::triggered, this,
            [path] { QApplication::clipboard()->setText(path); });
    menu.exec(at);
}

void MainWindow::showRecordingLimits()
{
    auto *dialog = new RecordingLimitsDialog(rollLimits(m_services.settings), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { setRollLimits(m_services.settings, dialog->limits()); });
    dialog->open();
}

void MainWindow::addCaFile(ConnectionId refused)
{
    auto *dialog =
        new QFileDialog(this, tr("Trust a certificate authority"), m_services.settings.text(Setting::LastFolder),
                        tr("PEM files (*.pem *.crt);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this, refused](const QString &path) {
        net::ConnectionSettings settings = settingsToTryAgain(refused);
        settings.tls.caFiles.append(path);
        connectTo(settings);
    });
    dialog->open();
}

void MainWindow::fillRecentMenu(QMenu *menu)
{
    menu->clear();
    for (const QString &path : m_services.settings.list(Setting::RecentCaptures))
        connect(menu->addAction(literalText(path)), &QAction::triggered, this, [this, path] { openCapture(path); });
    if (menu->isEmpty())
        menu->addAction(tr("None yet"))->setEnabled(false);
}

void MainWindow::fillUnsavedMenu(QMenu *menu)
{
    menu->clear();
    const QLocale locale;
    for (const capture::CaptureStore::UnsavedCapture &capture : m_services.captures.unsavedCaptures()) {
        const QString text =
            tr("%1 · %2").arg(locale.toString(capture.modified, QLocale::ShortFormat), sizeText(capture.size));
        QMenu *entry = menu->addMenu(text);
        connect(entry->addAction(tr("&Open")), &QAction::triggered, this,
                [this, path = capture.path] { openCapture(path); });
        connect(entry->addAction(tr("&Delete")), &QAction::triggered, this,
                [this, path = capture.path] { askToRemoveUnsaved(path); });
    }
    if (menu->isEmpty())
        menu->addAction(tr("None"))->setEnabled(false);
}

void MainWindow::askToRemoveUnsaved(const QString &path)
{
    m_messages->post(
        {.kind = Message::Kind::Warning,
         .text = tr("Delete the unsaved capture %1? It cannot be brought back.").arg(QFileInfo(path).fileName()),
         .key = QStringLiteral("delete ") + path,
         .actions = {{tr("Delete"), [this, path] { removeUnsaved(path); }}, {tr("Keep"), [] {}}}});
}

void MainWindow::removeUnsaved(const QString &path)
{
    if (const Result<void> removed = m_services.captures.remove(path); !removed)
        showError(removed.error().message);
    updateWelcome();
}

void MainWindow::fillDemoMenu(QMenu *menu)
{
    menu->clear();
    const std::optional<ConnectionId> target = sendTarget();
    if (!target || !m_services.demo.running()) {
        menu->addAction(tr("Connect to the demo server first"))->setEnabled(false);
        return;
    }
    for (const QString &fault : net::demoFaults()) {
        connect(menu->addAction(fault), &QAction::triggered, this, [this, fault, id = *target] {
            craft::FrameSpec spec;
            spec.payload = "bad " + fault.toUtf8();
            m_workspace->session()->send(id, craft::toWire(spec));
        });
    }
}

void MainWindow::showAbout()
{
    QDialog dialog(this);
    dialog.setWindowTitle(tr("About Framescope"));
    auto *column = new QVBoxLayout(&dialog);
    auto *text =
        new QLabel(tr("Framescope %1\n\nA WebSocket inspector: every frame, any frame, and a verdict with the RFC "
                      "section on each.\n\nMIT License. Built with Qt %2 and simdjson.")
                       .arg(QStringLiteral(FRAMESCOPE_VERSION), QLatin1String(qVersion())),
                   &dialog);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setMinimumWidth(420);
    column->addWidget(text);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, &dialog);
    connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    column->addWidget(buttons);
    dialog.exec();
}

} // namespace framescope::ui
