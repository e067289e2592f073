#include "app/commandline.h"

#include "app/clientsettings.h"
#include "app/rollarguments.h"
#include "app/tlsarguments.h"
#include "core/filter/language/filterparser.h"
#include "core/http/handshake.h"
#include "core/http/token.h"
#include "core/http/url.h"
#include "core/io/rowtext.h"
#include "core/net/deflatesettings.h"
#include "core/net/dial/proxyurl.h"

#include <algorithm>
#include <cmath>

namespace framescope::app
{

namespace
{

constexpr double leastSeconds = 0.001;
constexpr double mostSeconds = 2'000'000; // what a timer can hold

/// Walks the arguments of one mode. The first error stays and ends the walk.
class Walk
{
public:
    Walk(CommandLine &line, const QStringList &arguments) : m_line(line), m_arguments(arguments) {}

    Result<CommandLine> run();

private:
    bool atEnd() const { return m_next >= m_arguments.size() || m_failed; }
    void fail(const QString &message);
    /// The value of the option being read: after '=', or the next argument.
    QString value();
    void option();
    bool commonOption();
    void readFilter();
    bool rollOption();
    bool clientOption();
    bool tlsOption();
    bool captureOption();
    bool serveOption();
    void positional(const QString &argument);
    void finish();
    void refuseIdle();

    void readHeader();
    void readSubprotocol();
    void readOrigin();
    void readPolicy(net::Policy &policy);
    void readCount();
    std::chrono::milliseconds readSeconds();
    void readProxy();
    void readUser();
    void readRedirects();
    void readPort();
    void readListen();
    void readDeflate(net::DeflateSettings &deflate);
    bool deflateOption(net::DeflateSettings &deflate);
    void readSend();
    void readSendFrame();

    /// A value that another file reads: its error becomes ours.
    template <typename T, typename Parse> void take(T &into, Parse parse)
    {
        const auto parsed = parse(value());
        if (parsed)
            into = *parsed;
        else
            fail(QStringLiteral("%1: %2").arg(m_option, parsed.error().message));
    }

    bool is(QLatin1String name) const { return m_option == name; }
    bool client() const { return m_line.mode == Mode::Capture || m_line.mode == Mode::Echo; }

    CommandLine &m_line;
    const QStringList &m_arguments;
    qsizetype m_next = 0;
    QString m_option;
    std::optional<QString> m_inlineValue;
    bool m_hasPositional = false;
    bool m_policyGiven = false;
    bool m_failed = false;
    QStringList m_given; ///< the options
    Error m_error;
};

void Walk::fail(const QString &message)
{
    if (m_failed)
        return;
    m_failed = true;
    m_error.message = message;
}

QString Walk::value()
{
    if (m_inlineValue) {
        const QString inlined = *m_inlineValue;
        m_inlineValue.reset();
        return inlined;
    }
    if (m_next >= m_arguments.size()) {
        fail(QStringLiteral("%1 needs a value").arg(m_option));
        return {};
    }
    return m_arguments.at(m_next++);
}

Result<CommandLine> Walk::run()
{
    bool optionsEnded = false;
    while (!atEnd()) {
        const QString argument = m_arguments.at(m_next++);
        if (optionsEnded || !argument.startsWith(QLatin1Char('-')) || argument == QLatin1String("-")) {
            positional(argument);
        } else if (argument == QLatin1String("--")) {
            optionsEnded = true;
        } else {
            const qsizetype equals = argument.indexOf(QLatin1Char('='));
            m_option = argument.left(equals < 0 ? argument.size() : equals);
            if (equals >= 0)
                m_inlineValue = argument.mid(equals + 1);
            m_given += m_option;
            option();
            if (m_inlineValue)
                fail(QStringLiteral("%1 takes no value").arg(m_option));
        }
        if (m_line.help || m_line.version)
            return m_line;
    }
    finish();
    if (m_failed)
        return m_error;
    return m_line;
}

void Walk::option()
{
    if (commonOption() || (client() && clientOption()) || (m_line.mode == Mode::Capture && captureOption()) ||
        (m_line.mode == Mode::Serve && serveOption()))
        return;
    m_inlineValue.reset();
    if (m_line.mode == Mode::Window)
        fail(QStringLiteral("there is no option %1").arg(m_option));
    else
        fail(QStringLiteral("%1 has no option %2").arg(QString::fromLatin1(modeWord(m_line.mode)), m_option));
}

bool Walk::commonOption()
{
    const Mode mode = m_line.mode;
    if (is(QLatin1String("--help")) || is(QLatin1String("-h")))
        m_line.help = true;
    else if (is(QLatin1String("--version")) && mode == Mode::Window)
        m_line.version = true;
    else if (is(QLatin1String("--demo")) && (mode == Mode::Window || mode == Mode::Serve))
        m_line.demo = true;
    else if (is(QLatin1String("--json")) && (mode == Mode::Capture || mode == Mode::Read || mode == Mode::Serve))
        m_line.json = true;
    else if (is(QLatin1String("--summary")) && mode == Mode::Read)
        m_line.summary = true;
    else if (is(QLatin1String("--fields")) && mode == Mode::Read)
        m_line.fields = true;
    else if (is(QLatin1String("--statistics")) && mode == Mode::Read)
        m_line.statistics = true;
    else if (is(QLatin1String("--follow")) && mode == Mode::Read)
        m_line.follow = true;
    else if (is(QLatin1String("--filter")) && (mode == Mode::Capture || mode == Mode::Read))
        readFilter();
    else if (is(QLatin1String("--write")) && (client() || mode == Mode::Serve)) {
        m_line.writePath = value();
        if (m_line.writePath.isEmpty())
            fail(QStringLiteral("--write needs the name of a file"));
    } else {
        return (client() || mode == Mode::Serve) && rollOption();
    }
    return true;
}

void Walk::readFilter()
{
    const QString text = value();
    const filter::ParsedFilter parsed = filter::parseFilter(text);
    if (!parsed.ok()) {
        const filter::FilterError &error = *parsed.error;
        const QString place = QString(error.at, u' ') + u'^' + QString(std::max<qsizetype>(error.size - 1, 0), u'~');
        fail(QStringLiteral("--filter: %1\n  %2\n  %3").arg(error.text(), io::visibleText(text), place));
    }
    m_line.filter = parsed.test;
}

bool Walk::rollOption()
{
    if (is(QLatin1String("--roll-size")))
        take(m_line.roll.maxOctets, parseRollSize);
    else if (is(QLatin1String("--roll-frames")))
        take(m_line.roll.maxFrames, parseRollFrames);
    else if (is(QLatin1String("--roll-age")))
        take(m_line.roll.maxAge, parseRollAge);
    else if (is(QLatin1String("--keep")))
        take(m_line.roll.keepParts, parseKeep);
    else
        return false;
    return true;
}

bool Walk::clientOption()
{
    if (is(QLatin1String("--header")))
        readHeader();
    else if (is(QLatin1String("--subprotocol")))
        readSubprotocol();
    else if (is(QLatin1String("--origin")))
        readOrigin();
    else if (is(QLatin1String("--proxy")))
        readProxy();
    else if (is(QLatin1String("--ipv4")) || is(QLatin1String("-4")))
        m_line.connection.family = net::AddressFamily::IPv4;
    else if (is(QLatin1String("--ipv6")) || is(QLatin1String("-6")))
        m_line.connection.family = net::AddressFamily::IPv6;
    else if (is(QLatin1String("--connect-timeout")))
        m_line.connection.connectTimeout = readSeconds();
    else if (is(QLatin1String("--handshake-timeout")))
        m_line.connection.handshakeTimeout = readSeconds();
    else if (is(QLatin1String("--user")))
        readUser();
    else if (is(QLatin1String("--password-file")))
        m_line.passwordFile = value();
    else if (is(QLatin1String("--bearer-file")))
        m_line.bearerFile = value();
    else if (is(QLatin1String("--cookie-profile")))
        m_line.connection.cookieProfile = value();
    else
        return tlsOption();
    return true;
}

bool Walk::tlsOption()
{
    net::TlsSettings &tls = m_line.connection.tls;
    if (is(QLatin1String("--insecure")))
        tls.insecure = true;
    else if (is(QLatin1String("--ca")))
        tls.caFiles.append(value());
    else if (is(QLatin1String("--cert")))
        tls.certificateFile = value();
    else if (is(QLatin1String("--key")))
        tls.keyFile = value();
    else if (is(QLatin1String("--passphrase-file")))
        take(tls.passphrase, readPassphrase);
    else if (is(QLatin1String("--server-name")))
        tls.serverName = value();
    else if (is(QLatin1String("--tls-min")))
        take(tls.minimum, parseTlsVersion);
    else if (is(QLatin1String("--accept-certificate")))
        take(tls.accepted.emplaceBack().sha256, parseFingerprint);
    else
        return deflateOption(m_line.connection.deflate);
    return true;
}

bool Walk::captureOption()
{
    if (is(QLatin1String("--count")))
        readCount();
    else if (is(QLatin1String("--for")))
        m_line.duration = readSeconds();
    else if (is(QLatin1String("--send")))
        readSend();
    else if (is(QLatin1String("--send-frame")))
        readSendFrame();
    else if (is(QLatin1String("--request")))
        m_line.requestFile = value();
    else if (is(QLatin1String("--keep-alive")))
        m_line.connection.keepAlive = readSeconds();
    else if (is(QLatin1String("--keep-half-open")))
        m_line.connection.keepHalfOpen = true;
    else if (is(QLatin1String("--reconnect")))
        m_line.connection.reconnect.enabled = true;
    else if (is(QLatin1String("--follow-redirects")))
        readRedirects();
    else if (is(QLatin1String("--policy")))
        readPolicy(m_line.connection.policy);
    else
        return false;
    return true;
}

bool Walk::serveOption()
{
    if (is(QLatin1String("--port")))
        readPort();
    else if (is(QLatin1String("--listen")))
        readListen();
    else if (is(QLatin1String("--allow-host")))
        m_line.admission.hosts.append(value().toLatin1().toLower());
    else if (is(QLatin1String("--allow-origin")))
        m_line.admission.origins.append(value().toUtf8());
    else if (is(QLatin1String("--echo")))
        m_line.echo = true;
    else if (is(QLatin1String("--policy"))) {
        m_policyGiven = true;
        readPolicy(m_line.policy);
    } else
        return deflateOption(m_line.deflate);
    return true;
}

bool Walk::deflateOption(net::DeflateSettings &deflate)
{
    if (is(QLatin1String("--no-deflate")))
        deflate.offer = false;
    else if (is(QLatin1String("--deflate")))
        readDeflate(deflate);
    else
        return false;
    return true;
}

void Walk::readDeflate(net::DeflateSettings &deflate)
{
    const auto parameters = http::parseDeflateParameters(value());
    if (!parameters)
        return fail(QStringLiteral("--deflate: %1").arg(parameters.error().message));
    deflate.offer = true;
    net::setDeflateParameters(deflate, *parameters);
}

void Walk::readHeader()
{
    const auto header = http::parseHeaderArgument(value());
    if (!header)
        return fail(QStringLiteral("--header: %1").arg(header.error().message));
    m_line.connection.headers.append(*header);
}

void Walk::readSubprotocol()
{
    // RFC 6455 §4.1: the elements are tokens.
    const QString name = value();
    if (!http::isToken(name.toUtf8()))
        return fail(
            QStringLiteral("--subprotocol: \"%1\" is not a token (letters, digits and !#$%&'*+-.^_`|~)").arg(name));
    m_line.connection.subprotocols.append(name.toUtf8());
}

void Walk::readOrigin()
{
    const QString origin = value();
    const auto asHeader = http::parseHeaderArgument(QStringLiteral("Origin: ") + origin);
    if (!asHeader)
        return fail(QStringLiteral("--origin: %1").arg(asHeader.error().message));
    m_line.connection.origin = asHeader->second;
}

void Walk::readPolicy(net::Policy &policy)
{
    const QString word = value();
    if (word == QLatin1String("observe"))
        policy = net::Policy::Observe;
    else if (word == QLatin1String("strict"))
        policy = net::Policy::Strict;
    else
        fail(QStringLiteral("--policy is observe or strict, not \"%1\"").arg(word));
}

void Walk::readCount()
{
    const QString text = value();
    bool ok = false;
    const qulonglong count = text.toULongLong(&ok);
    if (!ok || count == 0)
        return fail(QStringLiteral("--count needs a whole number from 1 on, not \"%1\"").arg(text));
    m_line.count = count;
}

std::chrono::milliseconds Walk::readSeconds()
{
    const QString option = m_option;
    const QString text = value();
    bool ok = false;
    const double seconds = text.toDouble(&ok);
    if (ok && std::isfinite(seconds) && seconds >= leastSeconds && seconds <= mostSeconds)
        return std::chrono::milliseconds(std::llround(seconds * 1000));
    fail(QStringLiteral("%1 needs a number of seconds from 0.001 to %2, not \"%3\"")
             .arg(option, QString::number(mostSeconds, 'f', 0), text));
    return {};
}

void Walk::readProxy()
{
    const Result<net::ProxySettings> proxy = net::parseProxy(value());
    if (proxy)
        m_line.connection.proxy = *proxy;
    else
        fail(QStringLiteral("--proxy: %1").arg(proxy.error().message));
}

void Walk::readUser()
{
    const QString user = value();
    // RFC 7617 §2: what follows a colon would be the password.
    if (user.contains(u':'))
        return fail(QStringLiteral("--user takes a name without a colon; the password comes from %1 or --password-file")
                        .arg(QLatin1String(passwordVariable)));
    m_line.connection.auth.kind = net::AuthKind::Basic;
    m_line.connection.auth.user = user;
}

void Walk::readRedirects()
{
    const QString text = value();
    bool ok = false;
    const int count = text.toInt(&ok);
    if (!ok || count < 1 || count > 20)
        return fail(QStringLiteral("--follow-redirects needs a number from 1 to 20, not \"%1\"").arg(text));
    m_line.followRedirects = count;
}

void Walk::readPort()
{
    const QString text = value();
    bool ok = false;
    const ushort port = text.toUShort(&ok);
    if (!ok)
        return fail(QStringLiteral("--port needs a number from 0 to 65535, not \"%1\"").arg(text));
    m_line.port = port;
}

void Walk::readListen()
{
    const QString text = value();
    if (!m_line.admission.address.setAddress(text))
        fail(
            QStringLiteral("--listen needs an IP address of this machine, as in 0.0.0.0 or ::1, not \"%1\"").arg(text));
}

void Walk::readSend()
{
    Send send;
    send.frame.payload = value().toUtf8();
    send.message = true;
    m_line.sends.push_back(send);
}

void Walk::readSendFrame()
{
    const auto spec = craft::parseFrameSpec(value());
    if (!spec)
        return fail(QStringLiteral("--send-frame: %1").arg(spec.error().message));
    m_line.sends.push_back({*spec, false});
}

void Walk::positional(const QString &argument)
{
    const Mode mode = m_line.mode;
    if (mode == Mode::Serve || m_hasPositional)
        return fail(QStringLiteral("one argument too many: \"%1\"").arg(argument));
    m_hasPositional = true;
    if (client())
        m_line.connection.url = argument;
    else
        m_line.file = argument;
}

/// Options that would do nothing beside others.
void Walk::refuseIdle()
{
    for (const char *name : {"--header", "--subprotocol", "--origin", "--user", "--password-file", "--bearer-file",
                             "--cookie-profile", "--deflate", "--no-deflate"}) {
        const QString option = QLatin1String(name);
        if (!m_line.requestFile.isEmpty() && m_given.contains(option)) {
            return fail(QStringLiteral("%1 changes nothing in the bytes that --request sends as they are: write it "
                                       "there, or leave one of the two out")
                            .arg(option));
        }
    }
    const auto url = http::parseWsUrl(m_line.connection.url);
    if (url && url->isUnix() && m_line.connection.proxy.kind != net::ProxyKind::None)
        fail(QStringLiteral("--proxy: no proxy leads to a Unix domain socket; leave it out"));
}

void Walk::finish()
{
    if (m_failed)
        return;
    if (client()) {
        if (!m_hasPositional)
            return fail(QStringLiteral("%1 needs a URL, as in ws://localhost:8080/")
                            .arg(QString::fromLatin1(modeWord(m_line.mode))));
        const auto url = http::parseWsUrl(m_line.connection.url);
        if (!url)
            return fail(url.error().message);
        for (net::AcceptedCertificate &accepted : m_line.connection.tls.accepted)
            accepted.endpoint = net::endpointOf(m_line.connection.url);
        const bool user = m_line.connection.auth.kind == net::AuthKind::Basic;
        if (user && !m_line.bearerFile.isEmpty())
            return fail(QStringLiteral("give --user or --bearer-file, not both"));
        if (!user && !m_line.passwordFile.isEmpty())
            return fail(QStringLiteral("--password-file needs --user"));
        refuseIdle();
        if (m_failed)
            return;
    }
    if (m_line.mode == Mode::Echo) {
        m_line.connection.echo = true;
        m_line.connection.policy = net::Policy::Strict;
    }
    if (m_line.roll.keepParts != 0 && !m_line.roll.any())
        return fail(QStringLiteral("--keep needs --roll-size, --roll-frames or --roll-age"));
    // Whoever is only echoed learns of a broken rule from a failed connection or not at all.
    if (m_line.mode == Mode::Serve && m_line.echo && !m_policyGiven)
        m_line.policy = net::Policy::Strict;
    if (m_line.fields && m_hasPositional)
        return fail(QStringLiteral("--fields lists the fields of filters; it reads no file"));
    if (m_line.mode == Mode::Read && !m_hasPositional && !m_line.fields)
        return fail(QStringLiteral("read needs the name of a capture file"));
    if (m_line.summary && m_line.statistics)
        return fail(QStringLiteral("--summary and --statistics are two answers: give one of them"));
    if (m_line.summary && m_line.filter)
        return fail(QStringLiteral("--summary counts all rows: give it or --filter, not both"));
    if (m_line.mode == Mode::Window && m_line.demo && m_hasPositional)
        return fail(QStringLiteral("give a file or --demo, not both"));
    if (m_line.mode == Mode::Serve && m_line.demo && m_line.echo)
        return fail(QStringLiteral("give --echo or --demo, not both"));
}

} // namespace

Mode modeOf(const QStringList &arguments)
{
    if (!arguments.isEmpty()) {
        for (const Mode mode : {Mode::Capture, Mode::Read, Mode::Echo, Mode::Serve}) {
            if (arguments.first() == QString::fromLatin1(modeWord(mode)))
                return mode;
        }
    }
    return Mode::Window;
}

Result<CommandLine> parseCommandLine(const QStringList &arguments)
{
    CommandLine line;
    line.mode = modeOf(arguments);
    const QStringList rest = line.mode == Mode::Window ? arguments : arguments.mid(1);
    return Walk(line, rest).run();
}

} // namespace framescope::app
