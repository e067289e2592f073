#pragma once

#include <QFont>
#include <QString>

class QApplication;

namespace framescope::ui
{

struct Colors;

/// Which table of colours the window wears.
enum class ThemeChoice { FollowDesktop, Light, Dark };

/// Whether the desktop asks for dark: Qt's colour scheme from 6.5 on, else the lightness of the start-up palette.
/// Call before the first applyTheme().
bool desktopIsDark(const QApplication &app);

/// Sets style Fusion, palette and style sheet of the whole program.
void applyTheme(QApplication &app, bool dark);

/// The size of all text in points, 0 for the desktop's, and the name of the monospaced font, empty for the desktop's.
/// Widgets that are there already take it over.
void applyFonts(QApplication &app, int points, const QString &monospace);

/// The monospaced font of list, hex and editors, at the size of the interface font.
QFont monospaceFont();

} // namespace framescope::ui
