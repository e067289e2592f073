#include "core/http/token.h"

#include <algorithm>

namespace framescope::http
{

namespace
{
bool isOws(char c) noexcept { return c == ' ' || c == '\t'; }
char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }
} // namespace

bool isToken(QByteArrayView text) noexcept
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenOctet);
}

QByteArrayView trimOws(QByteArrayView text) noexcept
{
    while (!text.isEmpty() && isOws(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && isOws(text.back()))
        text.chop(1);
    return text;
}

bool equalIgnoringCase(QByteArrayView a, QByteArrayView b) noexcept
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

QList<QByteArray> listElements(QByteArrayView list)
{
    QList<QByteArray> elements;
    qsizetype from = 0;
    while (from <= list.size()) {
        const qsizetype comma = list.indexOf(',', from);
        const qsizetype end = comma < 0 ? list.size() : comma;
        const QByteArrayView element = trimOws(list.sliced(from, end - from));
        if (!element.isEmpty())
            elements.append(element.toByteArray());
        from = end + 1;
    }
    return elements;
}

} // namespace framescope::http
