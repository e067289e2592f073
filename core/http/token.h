#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace framescope::http
{

/// RFC 9110 §5.6.2: the octets a method, a field name or a subprotocol is made of.
constexpr bool isTokenOctet(char c) noexcept
{
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
        return true;
    switch (c) {
    case '!':
    case '#':
    case '$':
    case '%':
    case '&':
    case '\'':
    case '*':
    case '+':
    case '-':
    case '.':
    case '^':
    case '_':
    case '`':
    case '|':
    case '~':
        return true;
    default:
        return false;
    }
}

/// At least one octet, and token octets only.
bool isToken(QByteArrayView text) noexcept;
/// RFC 9110 §5.6.3: without space and tab at both ends. Other octets, CR too, stay.
QByteArrayView trimOws(QByteArrayView text) noexcept;
/// ASCII only: octets above 0x7F compare as they are.
bool equalIgnoringCase(QByteArrayView a, QByteArrayView b) noexcept;
/// RFC 9110 §5.6.1: the elements of a comma-separated list, trimmed; empty ones are left out.
QList<QByteArray> listElements(QByteArrayView list);

} // namespace framescope::http
