#pragma once

#include <QByteArray>

namespace framescope::test
{

/// docs/filter.md as it follows from the table of fields.
QByteArray filterDocument();

} // namespace framescope::test
