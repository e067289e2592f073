#pragma once

#include <QStringList>

namespace framescope::ui
{

/// The families that data can be read in, by name: all characters of one width, at any size, with the letters, digits and
/// signs of ASCII. Fonts of symbols and emoji, which call themselves monospaced too, are none of them. Thread: the GUI's.
QStringList dataFonts();

} // namespace framescope::ui
