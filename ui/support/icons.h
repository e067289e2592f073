#pragma once

#include <QIcon>
#include <QString>

class QColor;
class QPalette;

namespace framescope::ui
{

/// Makes the files below :/framescope usable; called by what reads them.
void ensureResources();

/// One of our line icons (resources/icons/NAME.svg) in the palette's button text colour, greyed when disabled.
/// Rendered from the drawing at whatever size and pixel ratio is asked for. An unknown name gives a null icon.
/// A widget asks again when its palette changes.
QIcon icon(const QString &name, const QPalette &palette);
/// The same in a colour of its own, for what means something by its colour.
QIcon icon(const QString &name, const QColor &color, const QPalette &palette);
/// The program's mark, in its own colours.
QIcon applicationIcon();

} // namespace framescope::ui
