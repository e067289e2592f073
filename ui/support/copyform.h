#pragma once

#include <QByteArrayView>
#include <QString>

namespace framescope::ui
{

enum class CopyForm { Text, Hex, Base64, CArray, PythonBytes };

/// The octets in a form for the clipboard. Text is UTF-8, octets that are none become U+FFFD.
QString copyText(QByteArrayView octets, CopyForm form);
/// As a hex view shows them: offset (of the first: `from`), sixteen octets a line, the same as ASCII.
QString hexDump(QByteArrayView octets, std::uint64_t from);

} // namespace framescope::ui
