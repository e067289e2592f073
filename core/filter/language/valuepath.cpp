#include "core/filter/language/valuepath.h"

#include "core/base/ids.h"

#include <algorithm>

namespace framescope::filter
{

namespace
{
/// Characters of ["key"] at the beginning; 0: there is none.
qsizetype quotedKey(QStringView text) noexcept
{
    if (text.size() < 4 || text[0] != u'[' || (text[1] != u'"' && text[1] != u'\''))
        return 0;
    for (qsizetype at = 2; at + 1 < text.size(); ++at) {
        if (text[at] == u'\\')
            ++at;
        else if (text[at] == text[1])
            return text[at + 1] == u']' ? at + 2 : 0;
    }
    return 0;
}

QString unquoted(QStringView key)
{
    QString plain;
    for (qsizetype at = 0; at < key.size(); ++at) {
        if (key[at] != u'\\' || at + 1 >= key.size()) {
            plain += key[at];
            continue;
        }
        const QChar escaped = key[++at];
        plain += escaped == u'n' ? u'\n' : escaped == u'r' ? u'\r' : escaped == u't' ? u'\t' : escaped;
    }
    return plain;
}
} // namespace

ValuePath valuePathOf(QStringView text)
{
    const auto nameEnd = std::find_if(text.begin(), text.end(), [](QChar c) { return c == u'.' || c == u'['; });
    const QStringView name = text.first(nameEnd - text.begin());
    const auto problem = [&](const QString &what) { return ValuePath{name.toString(), {}, what}; };
    ValuePath path{name.toString(), {}, {}};
    QStringView rest = text.sliced(name.size());
    if (rest.startsWith(u".$")) // a path may begin without $
        rest = rest.sliced(2);
    else if (rest.startsWith(u".["))
        rest = rest.sliced(1);
    while (!rest.isEmpty()) {
        if (rest[0] == u'.') {
            qsizetype end = 1;
            while (end < rest.size() && rest[end] != u'.' && rest[end] != u'[')
                ++end;
            if (end == 1)
                return problem(u"a key is missing in %1"_qs.arg(text));
            path.steps.push_back({PathStep::Kind::Key, rest.sliced(1, end - 1).toString(), 0});
            rest = rest.sliced(end);
            continue;
        }
        if (const qsizetype size = quotedKey(rest); size > 0) {
            path.steps.push_back({PathStep::Kind::Key, unquoted(rest.sliced(2, size - 4)), 0});
            rest = rest.sliced(size);
            continue;
        }
        const qsizetype end = rest.indexOf(u']');
        const QStringView inside = rest[0] != u'[' || end < 1 ? QStringView() : rest.sliced(1, end - 1);
        bool number = false;
        const uint element = inside.toUInt(&number);
        if (rest[0] != u'[' || (!number && inside != u"*"))
            return problem(
                u"%1 is no path: write %2.$.items[0].id, [*] for every element, or [\"a key\"]"_qs.arg(text, name));
        path.steps.push_back({number ? PathStep::Kind::Element : PathStep::Kind::Every, {}, element});
        rest = rest.sliced(end + 1);
    }
    return path.steps.empty() ? problem(u"a path must follow %1: %1.$.user.id"_qs.arg(name)) : path;
}

QString keyStep(const QString &key)
{
    const bool plain = !key.isEmpty() && std::all_of(key.begin(), key.end(), [](QChar c) {
        return c.isLetterOrNumber() || c == u'_' || c == u'-' || c == u'+';
    });
    if (plain)
        return u'.' + key;
    QString escaped = key;
    escaped.replace(u'\\', u"\\\\"_qs).replace(u'"', u"\\\""_qs);
    escaped.replace(u'\n', u"\\n"_qs).replace(u'\r', u"\\r"_qs).replace(u'\t', u"\\t"_qs);
    return u"[\"%1\"]"_qs.arg(escaped);
}

} // namespace framescope::filter
