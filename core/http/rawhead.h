#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace framescope::http
{

/// The octets of a head as text to edit, and back: every octet sequence has a text, and headOctets(headText(x)) is x.
/// A line break stands for CR LF. Printable characters stand for themselves, in UTF-8; the rest is escaped:
/// \r \n \t \\ and \xNN for any octet. A backslash at the end of a line joins it with the next: a line that ends
/// with LF alone is written as \n\ and goes on in a new line.
QString headText(QByteArrayView octets);

/// Errors: an escape that is none, with its line and column.
Result<QByteArray> headOctets(const QString &text);

} // namespace framescope::http
