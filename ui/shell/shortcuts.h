#pragma once

#include <QKeySequence>
#include <QString>

#include <span>

namespace framescope::ui
{

/// Every command of the window that has a key. Menus, the shortcuts overview and the tests read the same table.
enum class Command {
    NewWindow,
    Open,
    Save,
    SaveAs,
    CloseWindow,
    Quit,
    Copy,
    CopyAs,
    SelectAll,
    Find,
    FindNext,
    FindPrevious,
    GoToRow,
    NextFinding,
    PreviousFinding,
    Mark,
    Comment,
    NextMarked,
    PreviousMarked,
    FocusFilter,
    ClearFilter,
    FirstRow,
    LastRow,
    FocusUrl,
    Connect,
    Disconnect,
    Abort,
    Demo,
    ShowSide,
    ShowDetails,
    ShowComposer,
    ShowTimeline,
    Freeze,
    FocusList,
    FocusFrame,
    FocusPayload,
    FocusComposer,
    FocusConnections,
    FocusTimeline,
    Statistics,
    SendFrame,
    OpenInComposer,
    Resend,
    Preferences,
    Explain,
    Shortcuts,
};

struct Shortcut {
    Command command;
    const char *keys; ///< portable text, see QKeySequence::fromString
    const char *text; ///< what it does, for translation in the context "Shortcuts"
};

std::span<const Shortcut> allShortcuts();
QKeySequence keysOf(Command command);
/// What the command does, translated, with its mnemonic where it stands in a menu.
QString textOf(Command command);

} // namespace framescope::ui
