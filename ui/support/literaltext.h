#pragma once

#include <QString>

namespace framescope::ui
{

/// Text for a button or a menu that is shown as it is: an & in it underlines nothing and is no key.
inline QString literalText(QString text) { return text.replace(u'&', QLatin1String("&&")); }

/// The other way round: what a menu's text says, without its key, which Chinese has behind the words: "文件(&F)".
inline QString withoutKey(QString text)
{
    const qsizetype at = text.indexOf(QLatin1String("(&"));
    if (at >= 0 && at + 3 < text.size() && text[at + 3] == u')')
        text.remove(at, 4);
    return text.remove(u'&');
}

} // namespace framescope::ui
