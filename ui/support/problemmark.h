#pragma once

#include <QColor>
#include <QCoreApplication>
#include <QInputMethodEvent>
#include <QLineEdit>
#include <QTextCharFormat>

namespace framescope::ui
{

/// Underlines what is wrong in an edit, or nothing with a `size` of 0; until its text changes. `at` and `size` are
/// UTF-16 units.
inline void markProblem(QLineEdit *edit, qsizetype at, qsizetype size, const QColor &color)
{
    // A line edit has no formats of its own; those of the input method are laid over the text for as long as it stays.
    QList<QInputMethodEvent::Attribute> attributes;
    if (size > 0) {
        QTextCharFormat format;
        format.setForeground(color);
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(color);
        attributes.append(QInputMethodEvent::Attribute(QInputMethodEvent::TextFormat, int(at) - edit->cursorPosition(),
                                                       int(size), format));
    }
    QInputMethodEvent event(QString(), attributes);
    QCoreApplication::sendEvent(edit, &event);
}

} // namespace framescope::ui
