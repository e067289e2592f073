#include "ui/shell/shortcuts.h"

#include <QCoreApplication>

namespace framescope::ui
{

namespace
{
constexpr Shortcut table[] = {
    {Command::NewWindow, "Ctrl+N", QT_TRANSLATE_NOOP("Shortcuts", "&New capture window")},
    {Command::Open, "Ctrl+O", QT_TRANSLATE_NOOP("Shortcuts", "&Open capture…")},
    {Command::Save, "Ctrl+S", QT_TRANSLATE_NOOP("Shortcuts", "&Save capture")},
    {Command::SaveAs, "Ctrl+Shift+S", QT_TRANSLATE_NOOP("Shortcuts", "Save capture &as…")},
    {Command::CloseWindow, "Ctrl+W", QT_TRANSLATE_NOOP("Shortcuts", "&Close window")},
    {Command::Quit, "Ctrl+Q", QT_TRANSLATE_NOOP("Shortcuts", "&Quit")},
    {Command::Copy, "Ctrl+C", QT_TRANSLATE_NOOP("Shortcuts", "&Copy rows as text")},
    {Command::CopyAs, "Ctrl+Shift+C", QT_TRANSLATE_NOOP("Shortcuts", "Copy &payload as…")},
    {Command::SelectAll, "Ctrl+A", QT_TRANSLATE_NOOP("Shortcuts", "Select &all rows")},
    {Command::Find, "Ctrl+F", QT_TRANSLATE_NOOP("Shortcuts", "&Find…")},
    {Command::FindNext, "F3", QT_TRANSLATE_NOOP("Shortcuts", "Find &next")},
    {Command::FindPrevious, "Shift+F3", QT_TRANSLATE_NOOP("Shortcuts", "Find pre&vious")},
    {Command::GoToRow, "Ctrl+G", QT_TRANSLATE_NOOP("Shortcuts", "&Go to row or time…")},
    {Command::NextFinding, "F8", QT_TRANSLATE_NOOP("Shortcuts", "Next row with an &error")},
    {Command::PreviousFinding, "Shift+F8", QT_TRANSLATE_NOOP("Shortcuts", "Previous row with an error")},
    {Command::Mark, "Ctrl+M", QT_TRANSLATE_NOOP("Shortcuts", "&Mark or unmark rows")},
    {Command::Comment, "Ctrl+Shift+M", QT_TRANSLATE_NOOP("Shortcuts", "Comment on the ro&w…")},
    {Command::NextMarked, "F2", QT_TRANSLATE_NOOP("Shortcuts", "Next marked or commented row")},
    {Command::PreviousMarked, "Shift+F2", QT_TRANSLATE_NOOP("Shortcuts", "Previous marked or commented row")},
    {Command::FocusFilter, "Ctrl+K", QT_TRANSLATE_NOOP("Shortcuts", "Enter a f&ilter")},
    {Command::ClearFilter, "Ctrl+Shift+K", QT_TRANSLATE_NOOP("Shortcuts", "Show all &rows (clear the filter)")},
    {Command::FirstRow, "Ctrl+Home", QT_TRANSLATE_NOOP("Shortcuts", "&First row")},
    {Command::LastRow, "Ctrl+End", QT_TRANSLATE_NOOP("Shortcuts", "&Last row, and follow")},
    {Command::FocusUrl, "Ctrl+L", QT_TRANSLATE_NOOP("Shortcuts", "&Enter an address")},
    {Command::Connect, "Ctrl+Shift+Return", QT_TRANSLATE_NOOP("Shortcuts", "&Connect")},
    {Command::Disconnect, "Ctrl+Shift+W", QT_TRANSLATE_NOOP("Shortcuts", "&Disconnect (close handshake)")},
    {Command::Abort, "", QT_TRANSLATE_NOOP("Shortcuts", "&Abort (end TCP at once)")},
    {Command::Demo, "Ctrl+Shift+D", QT_TRANSLATE_NOOP("Shortcuts", "Connect to the &built-in demo server")},
    {Command::ShowSide, "Ctrl+B", QT_TRANSLATE_NOOP("Shortcuts", "Show c&onnections")},
    {Command::ShowDetails, "Ctrl+D", QT_TRANSLATE_NOOP("Shortcuts", "Show &details")},
    {Command::ShowComposer, "Ctrl+J", QT_TRANSLATE_NOOP("Shortcuts", "Show co&mposer")},
    {Command::ShowTimeline, "Ctrl+T", QT_TRANSLATE_NOOP("Shortcuts", "Show &timeline")},
    {Command::Freeze, "Space", QT_TRANSLATE_NOOP("Shortcuts", "&Freeze the list (recording goes on)")},
    {Command::FocusList, "Ctrl+1", QT_TRANSLATE_NOOP("Shortcuts", "Go to the frame list")},
    {Command::FocusFrame, "Ctrl+2", QT_TRANSLATE_NOOP("Shortcuts", "Go to the frame's fields")},
    {Command::FocusPayload, "Ctrl+3", QT_TRANSLATE_NOOP("Shortcuts", "Go to the payload")},
    {Command::FocusComposer, "Ctrl+4", QT_TRANSLATE_NOOP("Shortcuts", "Go to the composer")},
    {Command::FocusConnections, "Ctrl+5", QT_TRANSLATE_NOOP("Shortcuts", "Go to the connections")},
    {Command::FocusTimeline, "Ctrl+6", QT_TRANSLATE_NOOP("Shortcuts", "Go to the timeline")},
    {Command::Statistics, "Ctrl+Shift+I", QT_TRANSLATE_NOOP("Shortcuts", "&Statistics")},
    {Command::SendFrame, "Ctrl+Return", QT_TRANSLATE_NOOP("Shortcuts", "&Send the composed frame")},
    {Command::OpenInComposer, "Ctrl+E", QT_TRANSLATE_NOOP("Shortcuts", "&Open the selected frame in the composer")},
    {Command::Resend, "Ctrl+R", QT_TRANSLATE_NOOP("Shortcuts", "&Resend the selected frame")},
    {Command::Preferences, "Ctrl+,", QT_TRANSLATE_NOOP("Shortcuts", "P&references…")},
    {Command::Explain, "F1", QT_TRANSLATE_NOOP("Shortcuts", "E&xplain what is selected")},
    {Command::Shortcuts, "Ctrl+F1", QT_TRANSLATE_NOOP("Shortcuts", "&Keyboard shortcuts")},
};

const Shortcut &entryOf(Command command) { return table[static_cast<std::size_t>(command)]; }
} // namespace

std::span<const Shortcut> allShortcuts() { return table; }

QKeySequence keysOf(Command command)
{
    return QKeySequence::fromString(QLatin1String(entryOf(command).keys), QKeySequence::PortableText);
}

QString textOf(Command command) { return QCoreApplication::translate("Shortcuts", entryOf(command).text); }

} // namespace framescope::ui
