#include "core/http/extensions.h"

#include "core/http/token.h"

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
        parameter.quoted = walker.take('"');
        parameter.value = parameter.quoted ? walker.takeQuoted() : walker.takeToken();
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

} // namespace framescope::http
