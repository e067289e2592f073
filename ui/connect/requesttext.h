#pragma once

#include "ui/support/bytestext.h"

namespace framescope::ui
{

// A request head as editable text, without loss. A line break of the text is CR LF; other octets that an editor cannot
// show are written \r (CR alone), \n (LF alone), \t, \\ and \x followed by two hex digits.

/// The text for these octets: printable ASCII as it is.
QString requestText(QByteArrayView octets);
/// The octets of the text; characters beyond ASCII count as their UTF-8. A backslash with anything else after it is
/// the problem.
TypedBytes parseRequestText(QStringView text);

} // namespace framescope::ui
