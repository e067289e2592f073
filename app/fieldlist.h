#pragma once

#include <QByteArray>

namespace framescope::app
{

/// The fields of the display filter: a line for each with its name, kind of value, meaning, words and other names, or one
/// JSON array in one line with an object for each: name, type, meaning, example, aliases, words. No newline at the end.
QByteArray fieldList(bool json);

} // namespace framescope::app
