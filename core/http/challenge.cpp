#include "core/http/challenge.h"

#include "core/http/token.h"

#include <algorithm>

namespace framescope::http
{

namespace
{
constexpr std::size_t maxChallenges = 64;
constexpr qsizetype maxParameters = 256;

bool isOws(char c) noexcept { return c == ' ' || c == '\t'; }

/// RFC 9110 §11.2: ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/"
bool isToken68Octet(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           QByteArrayView("-._~+/").contains(c);
}

class Reader
{
public:
    explicit Reader(QByteArrayView text) : m_text(text) {}

    std::vector<Challenge> read()
    {
        while (!atEnd()) {
            // RFC 9110 §5.6.1: empty elements of a list are ignored.
            if (isOws(m_text[m_at]) || m_text[m_at] == ',') {
                ++m_at;
                continue;
            }
            const QByteArray word = takeToken();
            if (word.isEmpty() || !(takeParameter(word) || takeScheme(word)))
                skipElement();
        }
        return std::move(m_found);
    }

private:
    bool atEnd() const { return m_at >= m_text.size(); }
    void skipOws()
    {
        while (!atEnd() && isOws(m_text[m_at]))
            ++m_at;
    }
    QByteArray takeToken()
    {
        const qsizetype from = m_at;
        while (!atEnd() && isTokenOctet(m_text[m_at]))
            ++m_at;
        return m_text.sliced(from, m_at - from).toByteArray();
    }

    /// auth-param = token BWS "=" BWS ( token / quoted-string )
    bool takeParameter(const QByteArray &name)
    {
        const qsizetype before = m_at;
        skipOws();
        if (m_found.empty() || atEnd() || m_text[m_at] != '=') {
            m_at = before;
            return false;
        }
        ++m_at;
        skipOws();
        const QByteArray value = !atEnd() && m_text[m_at] == '"' ? takeQuoted() : takeUnquoted();
        if (m_found.back().parameters.size() < maxParameters)
            m_found.back().parameters.append({name, value});
        return true;
    }

    /// What is no token may still stand there unquoted, as an URL does; the comma ends it.
    QByteArray takeUnquoted()
    {
        const qsizetype from = m_at;
        while (!atEnd() && m_text[m_at] != ',' && !isOws(m_text[m_at]))
            ++m_at;
        return m_text.sliced(from, m_at - from).toByteArray();
    }

    /// RFC 9110 §5.6.4; one without its closing quote takes the rest.
    QByteArray takeQuoted()
    {
        QByteArray value;
        for (++m_at; !atEnd() && m_text[m_at] != '"'; ++m_at) {
            if (m_text[m_at] == '\\' && m_at + 1 < m_text.size())
                ++m_at;
            value.append(m_text[m_at]);
        }
        if (!atEnd())
            ++m_at;
        return value;
    }

    /// challenge = auth-scheme [ 1*SP ( token68 / #auth-param ) ]
    bool takeScheme(const QByteArray &scheme)
    {
        if (!atEnd() && !isOws(m_text[m_at]) && m_text[m_at] != ',')
            return false;
        if (m_found.size() == maxChallenges) {
            m_at = m_text.size();
            return true;
        }
        Challenge challenge;
        challenge.scheme = scheme;
        skipOws();
        qsizetype end = m_at;
        while (end < m_text.size() && isToken68Octet(m_text[end]))
            ++end;
        const bool any = end > m_at;
        while (any && end < m_text.size() && m_text[end] == '=')
            ++end;
        qsizetype after = end;
        while (after < m_text.size() && isOws(m_text[after]))
            ++after;
        // A parameter begins like a token68, and shows by what follows.
        if (any && (after == m_text.size() || m_text[after] == ',')) {
            challenge.token68 = m_text.sliced(m_at, end - m_at).toByteArray();
            m_at = after;
        }
        m_found.push_back(std::move(challenge));
        return true;
    }

    /// To the next comma outside quotes.
    void skipElement()
    {
        while (!atEnd() && m_text[m_at] != ',') {
            if (m_text[m_at] == '"')
                static_cast<void>(takeQuoted());
            else
                ++m_at;
        }
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
    std::vector<Challenge> m_found;
};
} // namespace

QByteArray Challenge::parameter(QByteArrayView name) const
{
    const auto it = std::find_if(parameters.begin(), parameters.end(),
                                 [&](const auto &entry) { return equalIgnoringCase(entry.first, name); });
    if (it == parameters.end())
        return {};
    return it->second.isNull() ? QByteArrayLiteral("") : it->second;
}

std::vector<Challenge> parseChallenges(QByteArrayView value) { return Reader(value).read(); }

QList<QByteArray> challengeSchemes(const QList<QByteArray> &values)
{
    QList<QByteArray> schemes;
    for (const QByteArray &value : values) {
        for (const Challenge &challenge : parseChallenges(value)) {
            const bool known = std::any_of(schemes.begin(), schemes.end(), [&](const QByteArray &scheme) {
                return equalIgnoringCase(scheme, challenge.scheme);
            });
            if (!known)
                schemes.append(challenge.scheme);
        }
    }
    return schemes;
}

QByteArray basicCredentials(const QString &user, const QString &secret)
{
    return "Basic " + QByteArray(user.toUtf8() + ':' + secret.toUtf8()).toBase64();
}

QByteArray bearerCredentials(const QString &token) { return "Bearer " + token.toUtf8(); }

} // namespace framescope::http
