#include "core/net/dial/socks5.h"

#include "core/net/failuretext.h"

#include <QHostAddress>

#include <array>

namespace framescope::net
{
namespace
{
using ws::FindingId;
// RFC 1928 §3-§6
constexpr char version = 5;
constexpr char noAuthentication = 0;
constexpr char userAndPassword = 2;
constexpr auto noMethod = static_cast<unsigned char>(0xFF);
constexpr char commandConnect = 1;
constexpr char typeIpv4 = 1;
constexpr char typeName = 3;
constexpr char typeIpv6 = 4;
// RFC 1929 §2
constexpr char authenticationVersion = 1;
constexpr qsizetype maxCredential = 255;

/// RFC 1928 §6
QString replyText(unsigned code)
{
    constexpr std::array<std::u16string_view, 9> texts{u"succeeded",
                                                       u"general SOCKS server failure",
                                                       u"connection not allowed by ruleset",
                                                       u"network unreachable",
                                                       u"host unreachable",
                                                       u"connection refused",
                                                       u"TTL expired",
                                                       u"command not supported",
                                                       u"address type not supported"};
    if (code >= texts.size())
        return u"unassigned reply code"_qs;
    return QString::fromUtf16(texts[code].data(), static_cast<qsizetype>(texts[code].size()));
}

unsigned octetAt(const QByteArray &octets, qsizetype i) { return static_cast<unsigned char>(octets[i]); }

void appendPrefixed(QByteArray &to, const QByteArray &text)
{
    to += static_cast<char>(text.size());
    to += text;
}
} // namespace

Socks5Tunnel::Socks5Tunnel(const ProxySettings &proxy, const TunnelTarget &target)
    : m_proxy(proxy), m_target(target), m_name(endpointText(proxy.host, proxy.port))
{
}

QByteArray Socks5Tunnel::begin()
{
    m_stage = Stage::Method;
    m_message.clear();
    if (m_proxy.user.isEmpty())
        return QByteArray{"\x05\x01\x00", 3};
    return QByteArray{"\x05\x02\x00\x02", 4};
}

/// Octets of the message that is arriving, as far as its length is known.
std::size_t Socks5Tunnel::wanted() const
{
    if (m_stage != Stage::Reply)
        return 2;
    if (m_message.size() < 2)
        return 2;
    // A refusal may come without the address that belongs behind it.
    if (octetAt(m_message, 0) != unsigned(version) || octetAt(m_message, 1) != 0)
        return 2;
    if (m_message.size() < 5)
        return 5;
    switch (m_message[3]) {
    case typeIpv4:
        return 4 + 4 + 2;
    case typeIpv6:
        return 4 + 16 + 2;
    case typeName:
        return 4 + 1 + octetAt(m_message, 4) + 2;
    default:
        return 5;
    }
}

Tunnel::Step Socks5Tunnel::feed(ByteView &octets)
{
    while (true) {
        const std::size_t have = static_cast<std::size_t>(m_message.size());
        const std::size_t need = wanted();
        if (have < need) {
            if (octets.empty())
                return Step::NeedMore;
            const std::size_t part = qMin(need - have, octets.size());
            m_message.append(qbyteView(octets.first(part)));
            octets = octets.subspan(part);
            continue;
        }
        const Step step = take();
        if (step != Step::NeedMore)
            return step;
        m_message.clear();
    }
}

Tunnel::Step Socks5Tunnel::take()
{
    switch (m_stage) {
    case Stage::Method:
        return takeMethod();
    case Stage::Authentication:
        // RFC 1929 §2: any status but 0 is a failure. Not every server sends the right version octet here.
        if (m_message[1] != 0) {
            return fail(FindingId::ProxyAuth, octetAt(m_message, 1), u"credentials refused"_qs,
                        u"The proxy %1 did not accept the user name and password. Check them in the proxy "
                        "options."_qs.arg(m_name));
        }
        m_authenticated = true;
        return sendRequest();
    case Stage::Reply:
        return takeReply();
    }
    return Step::NeedMore;
}

Tunnel::Step Socks5Tunnel::takeMethod()
{
    if (m_message[0] != version) {
        return fail(FindingId::ProxyReply, octetAt(m_message, 0), quotedOctets(m_message),
                    u"The proxy %1 did not answer with SOCKS5; its first bytes are %2. Check that this port is a "
                    "SOCKS5 proxy."_qs.arg(m_name, quotedOctets(m_message)));
    }
    const unsigned method = octetAt(m_message, 1);
    if (method == unsigned(noAuthentication))
        return sendRequest();
    if (method == unsigned(userAndPassword) && !m_proxy.user.isEmpty()) {
        const QByteArray user = m_proxy.user.toUtf8();
        const QByteArray password = m_proxy.password.toUtf8();
        if (user.size() > maxCredential || password.size() > maxCredential) {
            return fail(FindingId::ProxyAuth, 0, u"user name and password asked for"_qs,
                        u"The user name or the password for the proxy %1 is longer than the 255 bytes that SOCKS5 "
                        "can carry."_qs.arg(m_name));
        }
        m_output += authenticationVersion;
        appendPrefixed(m_output, user);
        appendPrefixed(m_output, password);
        m_stage = Stage::Authentication;
        return Step::NeedMore;
    }
    if (method == noMethod) {
        return fail(FindingId::ProxyAuth, method, u"no acceptable method"_qs,
                    m_proxy.user.isEmpty()
                        ? u"The proxy %1 wants credentials. Enter a user name and password for it in the proxy "
                          "options."_qs.arg(m_name)
                        : u"The proxy %1 takes neither a user name with password nor a client without. Ask for what "
                          "it does take."_qs.arg(m_name));
    }
    return fail(FindingId::ProxyReply, method, u"method %1"_qs.arg(method),
                u"The proxy %1 chose the method %2, which it was not offered."_qs.arg(m_name, QString::number(method)));
}

Tunnel::Step Socks5Tunnel::sendRequest()
{
    QByteArray request(1, version);
    request += commandConnect;
    request += '\0';
    const QHostAddress address(m_target.host);
    if (address.protocol() == QAbstractSocket::IPv4Protocol) {
        request += typeIpv4;
        const quint32 ipv4 = address.toIPv4Address();
        for (int shift = 24; shift >= 0; shift -= 8)
            request += static_cast<char>((ipv4 >> shift) & 0xFF);
    } else if (address.protocol() == QAbstractSocket::IPv6Protocol) {
        request += typeIpv6;
        const Q_IPV6ADDR ipv6 = address.toIPv6Address();
        request.append(reinterpret_cast<const char *>(ipv6.c), sizeof ipv6.c);
    } else {
        request += typeName;
        appendPrefixed(request, m_target.host.toLatin1());
    }
    request += static_cast<char>(m_target.port >> 8);
    request += static_cast<char>(m_target.port & 0xFF);
    m_output += request;
    m_stage = Stage::Reply;
    return Step::NeedMore;
}

Tunnel::Step Socks5Tunnel::takeReply()
{
    const unsigned code = octetAt(m_message, 1);
    const QString text = u"%1 (%2)"_qs.arg(replyText(code)).arg(code);
    if (m_message[0] != version) {
        return fail(
            FindingId::ProxyReply, octetAt(m_message, 0), quotedOctets(m_message),
            u"The proxy %1 answered the request with %2, which is not SOCKS5."_qs.arg(m_name, quotedOctets(m_message)));
    }
    if (code != 0) {
        return fail(FindingId::ProxyRefused, code, text,
                    u"The proxy %1 did not connect to %2: %3."_qs.arg(
                        m_name, endpointText(m_target.host, m_target.port), text));
    }
    if (m_message.size() == 5) {
        return fail(FindingId::ProxyReply, octetAt(m_message, 3), quotedOctets(m_message),
                    u"The proxy %1 said that it connected, with an address of the unknown type %2."_qs.arg(
                        m_name, QString::number(octetAt(m_message, 3))));
    }
    report(text);
    return Step::Open;
}

QString Socks5Tunnel::stageText() const
{
    switch (m_stage) {
    case Stage::Method:
        return u"the greeting"_qs;
    case Stage::Authentication:
        return u"user name and password"_qs;
    case Stage::Reply:
        return u"the request to connect to %1"_qs.arg(endpointText(m_target.host, m_target.port));
    }
    return {};
}

Tunnel::Step Socks5Tunnel::ended(bool reset)
{
    const QString how = reset ? u"reset the connection"_qs : u"ended the connection"_qs;
    return fail(FindingId::ProxyReply, 0, {},
                u"The proxy %1 %2 instead of answering %3. Check that this port is a SOCKS5 proxy."_qs.arg(
                    m_name, how, stageText()));
}

void Socks5Tunnel::timedOut(std::chrono::milliseconds limit)
{
    fail(FindingId::TimeoutProxy, static_cast<std::uint64_t>(limit.count()), {},
         u"The proxy %1 did not answer %2 within %3. Check the proxy, or raise the time limit."_qs.arg(
             m_name, stageText(), secondsText(limit)));
}

Tunnel::Step Socks5Tunnel::fail(FindingId finding, std::uint64_t value, const QString &reply, const QString &reason)
{
    report(reply);
    m_failure = {u"proxy"_qs, reason, {{finding, value}}};
    return Step::Failed;
}

void Socks5Tunnel::report(const QString &reply)
{
    QString request = u"CONNECT %1"_qs.arg(endpointText(m_target.host, m_target.port));
    if (m_authenticated || m_stage == Stage::Authentication)
        request += u" (with user name and password, not recorded)"_qs;
    m_reports.push_back(
        {{u"kind"_qs, u"socks5"_qs}, {u"proxy"_qs, m_name}, {u"request"_qs, request}, {u"reply"_qs, reply}});
}

} // namespace framescope::net
