#include "ui/shell/panekeys.h"

#include <QtGlobal>

namespace framescope::ui
{

namespace
{
constexpr PaneKey table[] = {
    {QT_TRANSLATE_NOOP("Shortcuts", "Frame list"), "Up, Down", QT_TRANSLATE_NOOP("Shortcuts", "Row above, below")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Frame list"), "PgUp, PgDown", QT_TRANSLATE_NOOP("Shortcuts", "A page up, down")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Frame list"), "Home", QT_TRANSLATE_NOOP("Shortcuts", "First row")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Frame list"), "End", QT_TRANSLATE_NOOP("Shortcuts", "Last row, and follow")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Frame list"), "Shift+Up, Shift+Down",
     QT_TRANSLATE_NOOP("Shortcuts", "Select more or fewer rows")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Frame list"), "Left, Right",
     QT_TRANSLATE_NOOP("Shortcuts", "Scroll across the columns")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Frame list"), "Menu", QT_TRANSLATE_NOOP("Shortcuts", "Menu of the row")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Timeline"), "Left, Right", QT_TRANSLATE_NOOP("Shortcuts", "Earlier, later")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Timeline"), "Shift+Left, Shift+Right",
     QT_TRANSLATE_NOOP("Shortcuts", "Choose a shorter or longer span of time")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Timeline"), "PgUp, PgDown",
     QT_TRANSLATE_NOOP("Shortcuts", "A whole view earlier, later")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Timeline"), "+, -", QT_TRANSLATE_NOOP("Shortcuts", "Closer, farther")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Timeline"), "0", QT_TRANSLATE_NOOP("Shortcuts", "All of it")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Timeline"), "Home, End",
     QT_TRANSLATE_NOOP("Shortcuts", "First rows; newest rows, and follow")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Timeline"), "Return",
     QT_TRANSLATE_NOOP("Shortcuts", "Go to the row at the cursor")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Timeline"), "Esc", QT_TRANSLATE_NOOP("Shortcuts", "Choose no span")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Bit diagram"), "Left, Right",
     QT_TRANSLATE_NOOP("Shortcuts", "Field before, after")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Bit diagram"), "Home, End", QT_TRANSLATE_NOOP("Shortcuts", "First, last field")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Fields"), "Up, Down", QT_TRANSLATE_NOOP("Shortcuts", "Field above, below")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Fields"), "Left, Right", QT_TRANSLATE_NOOP("Shortcuts", "Fold, unfold")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Fields"), "Return",
     QT_TRANSLATE_NOOP("Shortcuts", "Follow the link to another row")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Fields"), "Ctrl+C", QT_TRANSLATE_NOOP("Shortcuts", "Copy the field")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Hex"), "Left, Right", QT_TRANSLATE_NOOP("Shortcuts", "Byte before, after")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Hex"), "Up, Down", QT_TRANSLATE_NOOP("Shortcuts", "Line above, below")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Hex"), "PgUp, PgDown", QT_TRANSLATE_NOOP("Shortcuts", "A page up, down")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Hex"), "Home, End", QT_TRANSLATE_NOOP("Shortcuts", "Begin, end of the line")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Hex"), "Ctrl+Home, Ctrl+End", QT_TRANSLATE_NOOP("Shortcuts", "First, last byte")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Hex"), "Shift+Right", QT_TRANSLATE_NOOP("Shortcuts", "Select more bytes")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Hex"), "Ctrl+C", QT_TRANSLATE_NOOP("Shortcuts", "Copy the selected bytes")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Filter"), "Down",
     QT_TRANSLATE_NOOP("Shortcuts", "Completions and earlier filters")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Filter"), "Tab", QT_TRANSLATE_NOOP("Shortcuts", "Take the completion")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Filter"), "Esc", QT_TRANSLATE_NOOP("Shortcuts", "Back to the frame list")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Address"), "Return", QT_TRANSLATE_NOOP("Shortcuts", "Connect")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Address"), "Down", QT_TRANSLATE_NOOP("Shortcuts", "Earlier addresses")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Composer"), "Up, Down",
     QT_TRANSLATE_NOOP("Shortcuts", "What was sent before, in the first and last line")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Composer"), "Ctrl+Return", QT_TRANSLATE_NOOP("Shortcuts", "Send")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Messages"), "Esc", QT_TRANSLATE_NOOP("Shortcuts", "Close the message")},
    {QT_TRANSLATE_NOOP("Shortcuts", "Tabs"), "Left, Right", QT_TRANSLATE_NOOP("Shortcuts", "Tab before, after")},
};
} // namespace

std::span<const PaneKey> allPaneKeys() { return table; }

} // namespace framescope::ui
