#pragma once

#include "core/ws/finding.h"
#include "core/ws/opcode.h"

#include <QColor>

#include <array>

class QPalette;

namespace framescope::ui
{

/// Every colour of the window. Two tables, light and dark; which one follows from the palette, so a widget asks
/// Colors::of(palette()) when it paints and needs no notice of theme changes.
struct Colors {
    QColor window, base, rowEven, rowOdd, raised, border, strongBorder; ///< raised: headers, tab bars, buttons
    QColor textMain, textMuted, textFaint;
    QColor selection, selectionText, accent, accentText, accentHover;
    QColor text, binary, continuation, control, close, finding, http; ///< by opcode (see UX rules)
    QColor sent, received, ok, warning;
    QColor okBack;     ///< behind text that is right
    QColor found;      ///< behind octets that were looked for, where one stands
    QColor foundQuiet; ///< the same of all the others
    static constexpr int ruleCount = 8;
    std::array<QColor, ruleCount> rules; ///< behind rows by rule; every text of a row keeps its contrast on them
    QColor fieldRsv, fieldOpcode, fieldMask, fieldLength, fieldKey; ///< header fields in bits and hex
    bool dark = false;

    static const Colors &light();
    static const Colors &darkTable();
    static const Colors &of(const QPalette &palette);

    QColor ofOpcode(ws::Opcode opcode) const;
    QColor ofSeverity(ws::Severity severity) const;
    /// The strong form of a rule's colour, for the stripe that tells it from the selection.
    QColor ofRule(int rule) const;
    /// The colour as it stays readable on the selection (WCAG AA).
    QColor onSelection(const QColor &color) const;
};

} // namespace framescope::ui
