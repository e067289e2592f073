#include "ui/support/secrets.h"

#include <algorithm>

namespace framescope::ui
{

namespace
{
const char dots[] = "••••••";

/// Query values in `text`, offsets counted from `base`.
void findQuerySecrets(QByteArrayView text, qsizetype base, std::vector<SecretRange> &out)
{
    qsizetype at = text.indexOf('?');
    while (at >= 0) {
        const qsizetype key = at + 1;
        qsizetype end = key;
        while (end < text.size() && text[end] != '&' && text[end] != ' ' && text[end] != '#')
            ++end;
        const QByteArrayView pair = text.sliced(key, end - key);
        const qsizetype equals = pair.indexOf('=');
        if (equals >= 0 && equals + 1 < pair.size() && isSecretParameter(pair.first(equals)))
            out.push_back({base + key + equals + 1, pair.size() - equals - 1});
        at = end < text.size() && text[end] == '&' ? end : -1;
    }
}

template <typename Replace> QByteArray replaceSecrets(QByteArrayView head, Replace replacement)
{
    QByteArray out;
    qsizetype at = 0;
    for (const SecretRange &range : secretRanges(head)) {
        out += head.sliced(at, range.from - at);
        out += replacement(range.count);
        at = range.from + range.count;
    }
    out += head.sliced(at);
    return out;
}
} // namespace

bool isSecretField(QByteArrayView name)
{
    const QByteArray lower = name.toByteArray().trimmed().toLower();
    return lower == "authorization" || lower == "proxy-authorization" || lower == "cookie" || lower == "set-cookie";
}

bool isSecretParameter(QByteArrayView name)
{
    const QByteArray lower = QByteArray::fromPercentEncoding(name.toByteArray()).toLower();
    static constexpr const char *words[] = {"token",   "key", "secret", "pass", "auth",
                                            "session", "sig", "ticket", "jwt"};
    return std::any_of(std::begin(words), std::end(words), [&lower](const char *word) { return lower.contains(word); });
}

std::vector<SecretRange> secretRanges(QByteArrayView head)
{
    std::vector<SecretRange> out;
    bool secret = false;
    bool first = true;
    for (qsizetype at = 0; at < head.size();) {
        qsizetype next = head.indexOf('\n', at);
        next = next < 0 ? head.size() : next + 1;
        qsizetype end = next;
        while (end > at && (head[end - 1] == '\n' || head[end - 1] == '\r'))
            --end;
        const QByteArrayView line = head.sliced(at, end - at);
        const bool folded = !first && !line.isEmpty() && (line[0] == ' ' || line[0] == '\t');
        qsizetype value = 0;
        if (first) {
            findQuerySecrets(line, at, out);
        } else if (!folded) {
            const qsizetype colon = line.indexOf(':');
            secret = colon > 0 && isSecretField(line.first(colon));
            if (colon > 0 && line.first(colon).compare("Location", Qt::CaseInsensitive) == 0)
                findQuerySecrets(line, at, out); // an address as the one in the first line
            value = colon + 1;
        }
        while (secret && value < line.size() && (line[value] == ' ' || line[value] == '\t'))
            ++value;
        if (secret && value < line.size())
            out.push_back({at + value, line.size() - value});
        first = false;
        at = next;
    }
    return out;
}

QByteArray starSecrets(QByteArrayView head)
{
    return replaceSecrets(head, [](qsizetype count) { return QByteArray(count, '*'); });
}

QByteArray dotSecrets(QByteArrayView head)
{
    return replaceSecrets(head, [](qsizetype) { return QByteArray(dots); });
}

QString dotUrlSecrets(const QString &url)
{
    QByteArray text = url.toUtf8();
    std::vector<SecretRange> ranges;
    findQuerySecrets(text, 0, ranges);
    for (auto it = ranges.rbegin(); it != ranges.rend(); ++it)
        text.replace(it->from, it->count, dots);
    if (const qsizetype scheme = text.indexOf("://"); scheme >= 0) {
        const auto from = text.begin() + scheme + 3;
        const auto end = std::find_if(from, text.end(), [](char c) { return c == '/' || c == '?' || c == '#'; });
        // A password may hold one, too.
        const qsizetype at = QByteArrayView(from, end).lastIndexOf('@');
        if (at > 0)
            text.replace(scheme + 3, at, dots);
    }
    return QString::fromUtf8(text);
}

} // namespace framescope::ui
