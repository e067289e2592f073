#pragma once

#include <QByteArray>

namespace framescope::test
{

/// docs/findings.md, made from the table of findings. `./dev docs` writes it; a test compares.
QByteArray findingsDocument();

} // namespace framescope::test
