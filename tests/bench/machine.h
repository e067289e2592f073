#pragma once

#include <QStringList>

namespace framescope::bench
{

/// What the figures were made on: processor, memory, system, compiler, and the versions of the rivals.
QStringList machineLines();

} // namespace framescope::bench
