#include "core/http/extensions.h"

#include "core/http/token.h"

#include <algorithm>

namespace framescope::http
{

namespace
{
/// Walks over a field value; every take... function leaves the position where it failed.
class Walker
{
public:
    explicit Walker(QByteArrayView text) : m_text(text) {}

    bool atEnd() const { return m_position >= m_text.size(); }
    std::size_t column() const { return static_cast<std::size_t>(m_position); }
    void skipSpace()
    {
        while (!atEnd() && (m_text[m_position] == ' ' || m_text[m_position] == '\t'))
            ++m_position;
    }
    bool take(char c)
    {
        skipSpace();
        if (atEnd() || m_text[m_position] != c)
            return false;
        ++m_position;
        return true;
    }
    std::optional<QByteArray> takeToken()
    {
        skipSpace();
        const qsizetype start = m_position;
        while (!atEnd() && isTokenOctet(m_text[m_position]))
            ++m_position;
        if (m_position == start)
            return std::nullopt;
        return m_text.sliced(start, m_position - start).toByteArray();
    }
    /// RFC 6455 §9.1: "the value after quoted-string unescaping MUST conform to the 'token' ABNF".
    std::optional<QByteArray> takeQuoted()
    {
        const qsizetype start = m_position - 1;
        QByteArray value;
        while (!atEnd() && m_text[m_position] != '"') {
            if (m_text[m_position] == '\\' && m_position + 1 < m_text.size())
                ++m_position;
            value.append(m_text[m_position++]);
        }
        if (atEnd())
            return std::nullopt;
        ++m_position;
        if (!isToken(value)) {
            m_position = start;
            return std::nullopt;
        }
        return value;
    }

private:
    QByteArrayView m_text;
    qsizetype m_position = 0;
};

bool takeParameter(Walker &walker, Extension &extension)
{
    walker.skipSpace();
    ExtensionParameter parameter;
    parameter.column = walker.column();
    std::optional<QByteArray> name = walker.takeToken();
    if (!name)
        return false;
    parameter.name = *name;
    if (walker.take('=')) {
        parameter.value = walker.take('"') ? walker.takeQuoted() : walker.takeToken();
        if (!parameter.value)
            return false;
    }
    extension.parameters.push_back(std::move(parameter));
    return true;
}

bool takeExtension(Walker &walker, ExtensionList &list)
{
    Extension extension;
    extension.column = walker.column();
    std::optional<QByteArray> name = walker.takeToken();
    if (!name)
        return false;
    extension.name = *name;
    while (walker.take(';')) {
        if (!takeParameter(walker, extension))
            return false;
    }
    list.extensions.push_back(std::move(extension));
    return true;
}

/// RFC 7692 §7.1.2: "a decimal integer value without leading zeroes between 8 to 15 inclusive".
std::optional<int> windowBits(const std::optional<QByteArray> &value)
{
    if (!value || value->isEmpty() || value->size() > 2 || value->front() == '0' ||
        !std::all_of(value->begin(), value->end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    const int bits = value->toInt();
    return bits >= 8 && bits <= 15 ? std::optional<int>(bits) : std::nullopt;
}

const ExtensionParameter *find(const Extension &extension, QByteArrayView name)
{
    const auto it = std::find_if(extension.parameters.begin(), extension.parameters.end(),
                                 [&](const ExtensionParameter &p) { return equalIgnoringCase(p.name, name); });
    return it == extension.parameters.end() ? nullptr : &*it;
}

bool isRightAnswer(const ExtensionParameter &parameter, const Extension &offer)
{
    // RFC 7692 §7.1.1.1, §7.1.1.2: no value.
    if (equalIgnoringCase(parameter.name, "server_no_context_takeover") ||
        equalIgnoringCase(parameter.name, "client_no_context_takeover"))
        return !parameter.value;
    const std::optional<int> bits = windowBits(parameter.value);
    if (!bits)
        return false;
    // RFC 7692 §7.1.2.1: the answer is the same as offered, or smaller.
    if (equalIgnoringCase(parameter.name, "server_max_window_bits")) {
        const ExtensionParameter *offered = find(offer, parameter.name);
        return !offered || *bits <= windowBits(offered->value).value_or(15);
    }
    // RFC 7692 §7.1.2.2: only in answer to an offer that has it.
    return equalIgnoringCase(parameter.name, "client_max_window_bits") && find(offer, parameter.name);
}
} // namespace

ExtensionList parseExtensions(QByteArrayView value)
{
    ExtensionList list;
    Walker walker(value);
    for (;;) {
        while (walker.take(',')) {
        }
        walker.skipSpace();
        if (walker.atEnd())
            break;
        if (!takeExtension(walker, list)) {
            list.errorColumn = walker.column();
            return list;
        }
        walker.skipSpace();
        if (!walker.atEnd() && !walker.take(',')) {
            list.errorColumn = walker.column();
            return list;
        }
    }
    // extension-list = 1#extension
    if (list.extensions.empty())
        list.errorColumn = 0;
    return list;
}

std::vector<std::size_t> wrongDeflateParameters(const Extension &answer, const Extension &offer)
{
    std::vector<std::size_t> wrong;
    for (const ExtensionParameter &parameter : answer.parameters) {
        // RFC 7692 §7.1: a parameter stands once.
        const bool repeated = find(answer, parameter.name) != &parameter;
        if (repeated || !isRightAnswer(parameter, offer))
            wrong.push_back(parameter.column);
    }
    return wrong;
}

} // namespace framescope::http
