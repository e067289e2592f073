#pragma once

#include "core/base/ids.h"
#include "core/ws/finding.h"
#include "core/ws/opcode.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace framescope::capture
{
class Capture;
}

namespace framescope::ui
{

/// What a piece of a value says by its colour, always beside a word or glyph that says the same.
enum class Tone { Normal, Muted, Ok, Warning, Finding, Link, Opcode, Secret };

/// A piece of a value.
struct FieldPart {
    QString text;
    Tone tone = Tone::Normal;
    std::optional<RowIndex> link = {}; ///< where a click leads
    ws::Opcode opcode{};               ///< of Tone::Opcode
    double bar = 0;                    ///< how much of the room that is left is filled as a bar, 0 to 1; without text
};

/// One line of a field tree: what it is called, what it says, which octets of the row it is about.
struct FieldRow {
    QString name;
    std::vector<FieldPart> value;
    std::uint64_t from = 0; ///< octets from the row's first on the wire
    std::uint64_t count = 0;
    int bitField = -1; ///< BitSlot of the field in the bit diagram
    bool expanded = false;
    bool spanned = false; ///< the value takes the whole line, the name stands after it
    std::vector<FieldRow> children = {};
    QString copied = {};     ///< what Ctrl+C gives instead of name and value
    QString help = {};       ///< what it means and what to do, shown as tool tip
    QStringList topics = {}; ///< keys of ui/explain: what F1 and, without help of its own, the tool tip say
    /// Display filters for rows with the same here, the nearest first; none: no field says it.
    QStringList filters = {};

    QString valueText() const
    {
        QString out;
        for (const FieldPart &part : value)
            out += part.text;
        return out;
    }
};

/// "✗", "▲", "ⓘ" or "✓".
QString severityGlyph(ws::Severity severity);
Tone toneOf(ws::Severity severity);
/// A finding as a line: glyph, sentence, RFC section, offset. `base` is the stream offset of the row's first octet.
FieldRow findingRow(const ws::Finding &finding, StreamOffset base);
/// Why not all that a message inflates to is there.
QString unstoredText(const capture::Capture &capture);

/// What a peer wrote, its control characters made visible.
QString visible(QByteArrayView bytes);
/// " ✓" or " ✗".
FieldPart mark(bool right);

} // namespace framescope::ui
