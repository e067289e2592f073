#include "core/io/curlcommand.h"

#include "core/http/handshake.h"
#include "core/http/token.h"
#include "core/io/rowtext.h"
#include "core/io/shellwords.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <string_view>

namespace framescope::io
{

namespace
{
struct LongName {
    char letter;
    std::string_view name;
};

/// The short options that have a value, with their long names.
constexpr LongName withValue[] = {
    {'H', "header"},        {'b', "cookie"},      {'A', "user-agent"},  {'e', "referer"},     {'u', "user"},
    {'x', "proxy"},         {'E', "cert"},        {'X', "request"},     {'d', "data"},        {'o', "output"},
    {'m', "max-time"},      {'w', "write-out"},   {'c', "cookie-jar"},  {'D', "dump-header"}, {'F', "form"},
    {'r', "range"},         {'T', "upload-file"}, {'U', "proxy-user"},  {'K', "config"},      {'y', "speed-time"},
    {'Y', "speed-limit"},   {'z', "time-cond"},   {'C', "continue-at"}, {'P', "ftp-port"},    {'Q', "quote"},
    {'t', "telnet-option"}, {'h', "help"},
};
/// Long options with a value that have no letter.
constexpr std::string_view longWithValue[] = {
    "url",
    "key",
    "cacert",
    "capath",
    "data-raw",
    "data-binary",
    "data-urlencode",
    "data-ascii",
    "json",
    "resolve",
    "connect-to",
    "connect-timeout",
    "interface",
    "ciphers",
    "tls13-ciphers",
    "tls-max",
    "cert-type",
    "key-type",
    "pass",
    "pinnedpubkey",
    "retry",
    "retry-delay",
    "max-redirs",
    "limit-rate",
    "oauth2-bearer",
    "aws-sigv4",
    "noproxy",
    "socks5",
    "socks5-hostname",
    "proxy-header",
    "preproxy",
    "unix-socket",
    "trace",
    "trace-ascii",
    "stderr",
    "dns-servers",
    "doh-url",
    "local-port",
    "keepalive-time",
    "curves",
    "engine",
    "crlfile",
    "form-string",
    "url-query",
    "variable",
    "expand-url",
    "request-target",
    "happy-eyeballs-timeout-ms",
};

/// A fresh handshake makes these itself (RFC 6455 §4.1); the old ones would break it.
constexpr std::string_view stale[] = {
    "host", "connection", "upgrade", "sec-websocket-key", "sec-websocket-version", "sec-websocket-extensions",
};

QString shown(const QByteArray &word) { return QString::fromUtf8(word); }

class Reader
{
public:
    Result<CurlCommand> read(const QList<QByteArray> &words)
    {
        bool optionsOver = false;
        for (m_at = 1; m_at < words.size(); ++m_at) {
            const QByteArray &word = words[m_at];
            if (optionsOver || !word.startsWith('-') || word == "-") {
                takeUrl(word);
            } else if (word == "--") {
                optionsOver = true;
            } else if (word.startsWith("--")) {
                if (Result<void> done = takeLong(word, words); !done)
                    return done.error();
            } else if (Result<void> done = takeShort(word, words); !done) {
                return done.error();
            }
        }
        if (m_command.url.isEmpty())
            return Error{QStringLiteral("The curl command has no URL.")};
        return m_command;
    }

private:
    Result<void> takeLong(const QByteArray &word, const QList<QByteArray> &words)
    {
        const QByteArray name = word.mid(2);
        const std::string_view view(name.constData(), static_cast<std::size_t>(name.size()));
        const bool hasValue =
            std::any_of(std::begin(withValue), std::end(withValue),
                        [&](const LongName &l) { return l.name == view; }) ||
            std::find(std::begin(longWithValue), std::end(longWithValue), view) != std::end(longWithValue);
        if (!hasValue) {
            takeFlag(name);
            return {};
        }
        if (m_at + 1 >= words.size())
            return Error{QStringLiteral("The option %1 of the curl command has no value.").arg(shown(word))};
        takeValue(name, words[++m_at]);
        return {};
    }

    /// A cluster such as -sSkH 'Name: value': the first letter that has a value takes the rest or the next word.
    Result<void> takeShort(const QByteArray &word, const QList<QByteArray> &words)
    {
        for (qsizetype i = 1; i < word.size(); ++i) {
            const auto *option = std::find_if(std::begin(withValue), std::end(withValue),
                                              [&](const LongName &l) { return l.letter == word[i]; });
            if (option == std::end(withValue)) {
                takeFlag(word[i] == 'k' ? QByteArray("insecure") : QByteArray(1, word[i]));
                continue;
            }
            QByteArray value = word.mid(i + 1);
            if (value.isEmpty()) {
                if (m_at + 1 >= words.size()) {
                    return Error{
                        QStringLiteral("The option -%1 of the curl command has no value.").arg(QLatin1Char(word[i]))};
                }
                value = words[++m_at];
            }
            takeValue(QByteArray(option->name.data(), static_cast<qsizetype>(option->name.size())), value);
            return {};
        }
        return {};
    }

    void takeFlag(const QByteArray &name)
    {
        if (name == "insecure")
            m_command.insecure = true;
        else if (name == "4" || name == "ipv4")
            m_command.family = 4;
        else if (name == "6" || name == "ipv6")
            m_command.family = 6;
        else if (name != "compressed") // of the body, and a WebSocket handshake has none
            ignore(name);
    }

    void takeValue(const QByteArray &name, const QByteArray &value)
    {
        if (name == "url")
            takeUrl(value);
        else if (name == "header")
            takeHeader(value);
        else if (name == "cookie")
            takeCookie(value);
        else if (name == "user-agent")
            addHeader("User-Agent", value);
        else if (name == "referer")
            addHeader("Referer", value);
        else if (name == "user")
            takePair(value, m_command.user, m_command.password);
        else if (name == "oauth2-bearer")
            m_command.bearer = shown(value);
        else if (name == "cacert")
            m_command.caFiles.append(shown(value));
        else if (!takeWay(name, value))
            ignore(name);
    }

    /// Options about the way to the server and who we are to it.
    bool takeWay(const QByteArray &name, const QByteArray &value)
    {
        if (name == "proxy")
            m_command.proxy = shown(value);
        else if (name == "socks5")
            m_command.proxy = QStringLiteral("socks5://") + shown(value);
        else if (name == "socks5-hostname")
            m_command.proxy = QStringLiteral("socks5h://") + shown(value);
        else if (name == "proxy-user")
            takePair(value, m_command.proxyUser, m_command.proxyPassword);
        else if (name == "cert")
            takeCertificate(value);
        else if (name == "key")
            m_command.keyFile = shown(value);
        else if (name == "pass")
            m_command.passphrase = shown(value);
        else if (name == "unix-socket")
            m_command.unixSocket = shown(value);
        else if (name == "connect-timeout")
            return takeSeconds(value, m_command.connectTimeout);
        else if (name == "max-time")
            return takeSeconds(value, m_command.maxTime);
        else
            return false;
        return true;
    }

    static void takePair(const QByteArray &value, QString &user, QString &password)
    {
        const qsizetype colon = value.indexOf(':');
        user = shown(colon < 0 ? value : value.first(colon));
        password = colon < 0 ? QString() : shown(value.sliced(colon + 1));
    }

    /// FILE[:PASSPHRASE]; a colon after a drive letter belongs to the file, and so does one behind a backslash.
    void takeCertificate(const QByteArray &value)
    {
        QByteArray file;
        qsizetype i = 0;
        for (; i < value.size(); ++i) {
            const bool drive = i == 1 && i + 1 < value.size() && (value[2] == '\\' || value[2] == '/');
            if (value[i] == '\\' && i + 1 < value.size() && (value[i + 1] == ':' || value[i + 1] == '\\'))
                ++i;
            else if (value[i] == ':' && !drive)
                break;
            file += value[i];
        }
        m_command.certificateFile = shown(file);
        if (i < value.size())
            m_command.passphrase = shown(value.sliced(i + 1));
    }

    static bool takeSeconds(const QByteArray &value, double &seconds)
    {
        constexpr double most = 1e6; // eleven days
        bool isNumber = false;
        const double number = value.toDouble(&isNumber);
        if (!isNumber || !(number > 0) || number > most)
            return false;
        seconds = number;
        return true;
    }

    void takeUrl(const QByteArray &word)
    {
        if (!m_command.url.isEmpty()) {
            m_command.ignored.append(shown(word)); // curl would fetch each in turn
            return;
        }
        QString url = shown(word);
        static constexpr std::array<std::pair<QLatin1String, QLatin1String>, 2> schemes{
            {{QLatin1String("https://"), QLatin1String("wss://")}, {QLatin1String("http://"), QLatin1String("ws://")}}};
        for (const auto &[from, to] : schemes) {
            if (url.startsWith(from, Qt::CaseInsensitive)) {
                url.replace(0, from.size(), to);
                break;
            }
        }
        m_command.url = url;
    }

    void takeHeader(const QByteArray &line)
    {
        const qsizetype colon = line.indexOf(':', 1);
        if (line.startsWith('@') || line.startsWith(':')) { // a file of headers; an HTTP/2 pseudo header
            m_command.ignored.append(visibleText(shown(line)));
            return;
        }
        if (colon < 0) {
            if (line.endsWith(';'))
                addHeader(line.chopped(1).trimmed(), QByteArray()); // curl's way to say "empty"
            else
                m_command.ignored.append(visibleText(shown(line)));
            return;
        }
        const QByteArray name = line.left(colon).trimmed();
        const QByteArray value = line.mid(colon + 1).trimmed();
        if (value.isEmpty())
            return; // curl's way to say "leave this one out"
        addHeader(name, value);
    }

    void takeCookie(const QByteArray &value)
    {
        if (value.contains('='))
            addHeader("Cookie", value);
        else
            ignore("cookie"); // a file's name
    }

    void addHeader(const QByteArray &name, const QByteArray &value)
    {
        const QByteArray lower = name.toLower();
        const std::string_view key(lower.constData(), static_cast<std::size_t>(lower.size()));
        if (std::find(std::begin(stale), std::end(stale), key) != std::end(stale))
            return;
        // What would end the line, or is no header at all, goes nowhere (RFC 9110 §5.1, §5.5).
        if (!http::parseHeaderArgument(shown(name) + u':' + shown(value))) {
            m_command.ignored.append(visibleText(shown(name) + QStringLiteral(": ") + shown(value)));
            return;
        }
        if (key == "origin") {
            m_command.origin = value;
        } else if (key == "sec-websocket-protocol") {
            const QList<QByteArray> parts = value.split(',');
            for (const QByteArray &part : parts) {
                const QByteArray token = part.trimmed();
                if (http::isToken(token))
                    m_command.subprotocols.append(token);
                else if (!token.isEmpty())
                    m_command.ignored.append(visibleText(shown(name) + QStringLiteral(": ") + shown(token)));
            }
        } else {
            m_command.headers.append({name, value});
        }
    }

    void ignore(const QByteArray &name)
    {
        m_command.ignored.append(QLatin1String(name.size() == 1 ? "-" : "--") + shown(name));
    }

    CurlCommand m_command;
    qsizetype m_at = 0;
};

QString withoutPrompt(const QString &text)
{
    static const QRegularExpression prompt(QStringLiteral("\\A\\s*(?:[$>%#]\\s+)?"));
    return QString(text).remove(prompt);
}

/// cmd.exe's copies quote with ^" or end lines with ^; bash's have no use for either outside quotes.
bool looksLikeCmd(const QString &text)
{
    static const QRegularExpression caret(QStringLiteral("\\s\\^\"|\\s\\^\\r?\\n|\\^\\r?\\n\\s"));
    static const QRegularExpression bash(QStringLiteral("\\s\\$?'|\\\\\\r?\\n"));
    return text.contains(caret) && !text.contains(bash);
}
} // namespace

bool looksLikeCurl(const QString &text)
{
    static const QRegularExpression start(QStringLiteral("\\Acurl(?:\\.exe)?\\s"),
                                          QRegularExpression::CaseInsensitiveOption);
    return start.match(withoutPrompt(text)).hasMatch();
}

Result<CurlCommand> parseCurlCommand(const QString &text)
{
    if (!looksLikeCurl(text))
        return Error{QStringLiteral("This is not a curl command: it does not begin with \"curl\".")};
    const QString command = withoutPrompt(text);
    const Result<QList<QByteArray>> words = looksLikeCmd(command) ? splitCmd(command) : splitBash(command);
    if (!words)
        return words.error();
    return Reader().read(*words);
}

} // namespace framescope::io
