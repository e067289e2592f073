#pragma once

#include "core/ws/finding.h"
#include "core/ws/opcode.h"

#include <QString>
#include <QStringList>

#include <span>

class QWidget;

namespace framescope::ui
{

/// What one thing of the protocol or of the window means, in plain words.
struct Explanation {
    QString title;
    QString text;
    QString section; ///< "RFC 6455 §5.2"; empty for parts of the window

    bool isEmpty() const { return text.isEmpty(); }
};

/// Roles of a model's data and a widget's property that name what F1 explains there: QStringList of keys.
constexpr int explainRole = 0x0200; // Qt::UserRole is 0x0100; the models' own roles stand below this
constexpr const char *explainProperty = "explain";

/// One line of the table. Texts are English, for translation in the context "Explain".
struct ExplanationLine {
    const char *key; ///< "field.fin", "close.1002"
    const char *title;
    const char *text;
    const char *section; ///< empty for parts of the window
};

/// Everything that is explained, findings apart: those stand in core/ws/findings.
std::span<const ExplanationLine> explanationTable();

QString keyOf(ws::Opcode opcode);
/// Of the code itself where it is defined, else of the range it lies in.
QString closeCodeKey(std::uint16_t code);
QString keyOf(ws::FindingId finding);
/// Of a field of the opening handshake, whatever its case; empty for one that the handshake does not know.
QString headerKey(QByteArrayView name);

/// Empty for a key nobody knows.
Explanation explain(const QString &key);
/// As a tool tip: rich text, wrapped. Empty when no key is known.
QString tipOf(const QStringList &keys);
/// As a page: each explanation below its title, with links to its sections.
QString pageOf(const QStringList &keys);
/// The keys of what the keyboard is at: of the current item of a view, or of the widget or one around it;
/// "window" where none says more. `focus` may be null.
QStringList keysAt(const QWidget *focus);

} // namespace framescope::ui
