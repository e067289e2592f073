#pragma once

#include "ui/explain/explanation.h"

#include <QtGlobal>

/// Part of the table of explanations; only explanationtable.cpp puts it together.
namespace framescope::ui::explaintable
{

// The parts of the window
constexpr ExplanationLine windowLines[] = {
    {"window", QT_TRANSLATE_NOOP("Explain", "The window"),
     QT_TRANSLATE_NOOP("Explain", "At the top: where to connect to. At the left: the connections of "
                                  "this capture. In the middle: every frame and event as a row; "
                                  "below it what is known of the selected row, and the composer, "
                                  "which sends any frame, also one that breaks the rules.\nF1 "
                                  "explains what is selected: a row, a field, a finding, a control. "
                                  "Pointing at something says the same in short. Ctrl+F1 lists all "
                                  "keys."),
     ""},
    {"part.address", QT_TRANSLATE_NOOP("Explain", "Address"),
     QT_TRANSLATE_NOOP("Explain", "Where to connect to: ws:// or wss:// and a host, with port and "
                                  "path where they are needed. Enter opens a new connection; those "
                                  "that are open stay. An https:// address and a curl command are "
                                  "converted."),
     ""},
    {"part.connections", QT_TRANSLATE_NOOP("Explain", "Connections"),
     QT_TRANSLATE_NOOP("Explain", "Every connection of this capture with how it stands. Choosing one"
                                  " shows its rows alone; \"All connections\" shows all in order of "
                                  "time. The context menu ends, repeats or filters one."),
     ""},
    {"part.recent", QT_TRANSLATE_NOOP("Explain", "Recent captures"),
     QT_TRANSLATE_NOOP("Explain", "Captures that were opened or saved lately. Enter opens one."), ""},
    {"part.list", QT_TRANSLATE_NOOP("Explain", "Frame list"),
     QT_TRANSLATE_NOOP("Explain", "One row for each frame and event, in order of time. It follows "
                                  "new rows while its end is in sight and no row is selected; End "
                                  "follows again."),
     ""},
    {"part.filter", QT_TRANSLATE_NOOP("Explain", "Display filter"),
     QT_TRANSLATE_NOOP("Explain", "Shows only rows that the filter holds for; nothing is lost by it."
                                  " For example: opcode == text and length > 1 KiB. Ctrl+Space lists "
                                  "the fields, operators and values that fit where the cursor stands, "
                                  "with what they mean; Alt+Enter takes a suggestion."),
     ""},
    {"part.fields", QT_TRANSLATE_NOOP("Explain", "Fields"),
     QT_TRANSLATE_NOOP("Explain", "Every field of the selected row with what it says and whether it "
                                  "may. Choosing one marks its bytes in the hex view. The context "
                                  "menu shows, or hides, all rows that have the same in it."),
     ""},
    {"part.payload", QT_TRANSLATE_NOOP("Explain", "Payload"),
     QT_TRANSLATE_NOOP("Explain", "What the selected row carries: as text, decoded, and byte for "
                                  "byte."),
     ""},
    {"part.details", QT_TRANSLATE_NOOP("Explain", "Details"),
     QT_TRANSLATE_NOOP("Explain", "What is known of the selected row: its header, the message it "
                                  "belongs to, the handshake and the facts of its connection."),
     ""},
    {"part.composer", QT_TRANSLATE_NOOP("Explain", "Composer"),
     QT_TRANSLATE_NOOP("Explain", "Builds one frame, field by field, legal or not, and sends exactly"
                                  " that. What a receiver will say of it stands below the fields "
                                  "before it is sent."),
     ""},
    {"part.rawbytes", QT_TRANSLATE_NOOP("Explain", "Raw bytes"),
     QT_TRANSLATE_NOOP("Explain", "Sends the bytes you write, without any frame around them."), ""},
    {"part.timeline", QT_TRANSLATE_NOOP("Explain", "Timeline"),
     QT_TRANSLATE_NOOP("Explain", "Traffic over time: sent above, received below. The higher a bar, "
                                  "the longer its largest payload; red with ▲ breaks a rule. The "
                                  "wheel zooms, dragging moves; Shift and dragging, or dragging on "
                                  "the axis, shows only the rows of a span. A click goes to a row."),
     ""},
    {"part.status", QT_TRANSLATE_NOOP("Explain", "Status bar"),
     QT_TRANSLATE_NOOP("Explain", "How the selected connection stands, what was agreed, and the "
                                  "totals of what is shown."),
     ""},
};

} // namespace framescope::ui::explaintable
