#pragma once

#include <QString>

namespace framescope::ui
{

/// Text for a button or a menu that is shown as it is: an & in it underlines nothing and is no key.
inline QString literalText(QString text) { return text.replace(u'&', QLatin1String("&&")); }

} // namespace framescope::ui
