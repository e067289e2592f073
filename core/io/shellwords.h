#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace framescope::io
{

/// The words a POSIX shell (bash) makes of the first command of a text. Errors: a quote never closed, with its column.
Result<QList<QByteArray>> splitBash(const QString &text);
/// The same for cmd.exe and the argument rules of its programs.
Result<QList<QByteArray>> splitCmd(const QString &text);

} // namespace framescope::io
