#pragma once

#include <QString>

namespace framescope::ui
{

/// Text that others wrote, in one line that people can trust: characters that cannot be seen are made visible, of more
/// than VisiblePayload::maxCombining marks on one character those behind are named, and after `most` characters (UTF-16
/// units) it ends with "…".
QString visibleLine(QStringView text, qsizetype most);

} // namespace framescope::ui
