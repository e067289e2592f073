#pragma once

#include <QString>

#include <string_view>

namespace framescope::ui
{

/// A text that core made, in the window's language. Core speaks English alone: its sentences are stored in captures and
/// printed by the command line. What comes here may have its values filled in already, and may come from a file; it is
/// found again by what stands around the values (coretexts.inc lists core's texts). Of a value nothing is changed, except
/// where the translation writes it as %L1: then it is a text of core itself. What is not found is given back as it is.
/// Thread: the GUI's.
QString coreText(const QString &english);
QString coreText(std::string_view english);

} // namespace framescope::ui
