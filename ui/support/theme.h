#pragma once

#include <QFont>

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

/// The monospaced font of list, hex and editors, at the size of the interface font.
QFont monospaceFont();

} // namespace framescope::ui
