#include "app/report.h"

#include <cstdio>

namespace framescope::app
{

void reportError(const QString &message) { std::fprintf(stderr, "framescope: %s\n", message.toUtf8().constData()); }

} // namespace framescope::app
