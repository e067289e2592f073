#include "core/http/handshake.h"

#include "core/http/acceptkey.h"
#include "core/http/token.h"

#include <algorithm>

namespace framescope::http
{

namespace
{
QByteArrayView reasonPhrase(int status)
{
    switch (status) {
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 426:
        return "Upgrade Required";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "Refused";
    }
}
} // namespace

bool ExtensionVerdict::right() const noexcept
{
    return fault == ExtensionFault::None && answerFault == AnswerFault::None &&
           std::all_of(parameters.begin(), parameters.end(),
                       [](const ParameterVerdict &parameter) { return parameter.fault == ParameterFault::None; });
}

QString wrongExtension(const std::vector<ExtensionVerdict> &verdicts)
{
    for (const ExtensionVerdict &verdict : verdicts) {
        if (verdict.fault == ExtensionFault::Repeated)
            return QStringLiteral("permessage-deflate stands more than once.");
        if (verdict.answerFault != AnswerFault::None)
            return answerSentence(verdict.answerFault);
        for (const ParameterVerdict &parameter : verdict.parameters) {
            if (parameter.fault != ParameterFault::None)
                return parameterSentence(parameter, true);
        }
    }
    return {};
}

QByteArray UpgradeRequest::toHead() const
{
    QByteArray head = "GET " + url.resource + " HTTP/1.1\r\n";
    const auto field = [&head](QByteArrayView name, QByteArrayView value) {
        head.append(name).append(": ").append(value).append("\r\n");
    };
    const auto own = [this](QByteArrayView name) {
        return std::find_if(headers.begin(), headers.end(),
                            [name](const auto &header) { return equalIgnoringCase(header.first, name); });
    };
    const auto ownHost = own("Host");
    // RFC 6455 §4.1, requirements 4 to 10 of the client's handshake, in the order browsers send them.
    if (ownHost != headers.end())
        field(ownHost->first, ownHost->second);
    else
        field("Host", url.hostField());
    field("Upgrade", "websocket");
    field("Connection", "Upgrade");
    field("Sec-WebSocket-Key", key);
    field("Sec-WebSocket-Version", "13");
    if (!origin.isEmpty())
        field("Origin", origin);
    if (!subprotocols.isEmpty())
        field("Sec-WebSocket-Protocol", subprotocols.join(", "));
    if (!deflate.empty() && own("Sec-WebSocket-Extensions") == headers.end()) {
        QList<QByteArray> offers;
        for (const DeflateParameters &offer : deflate)
            offers.append(offer.toText());
        field("Sec-WebSocket-Extensions", offers.join(", "));
    }
    for (auto it = headers.begin(); it != headers.end(); ++it) {
        if (it != ownHost)
            field(it->first, it->second);
    }
    return head + "\r\n";
}

Result<QPair<QByteArray, QByteArray>> parseHeaderArgument(const QString &text)
{
    const auto colon = text.indexOf(u':');
    if (colon < 0)
        return Error{QStringLiteral("The header has no colon. Write it as \"Name: value\".")};
    const QByteArray name = text.first(colon).toUtf8();
    const QByteArray value = trimOws(text.sliced(colon + 1).toUtf8()).toByteArray();
    if (name.isEmpty())
        return Error{QStringLiteral("The header has no name before its colon. Write it as \"Name: value\".")};
    // RFC 9110 §5.1
    const auto bad = std::find_if_not(name.begin(), name.end(), isTokenOctet);
    if (bad != name.end()) {
        return Error{QStringLiteral("A header name may have letters, digits and !#$%&'*+-.^_`|~ only; "
                                    "byte %1 is something else.")
                         .arg(bad - name.begin() + 1)};
    }
    // RFC 9110 §5.5
    const auto control = std::find_if(value.begin(), value.end(), [](char c) {
        const auto octet = static_cast<unsigned char>(c);
        return (octet < 0x20 && octet != '\t') || octet == 0x7F;
    });
    if (control != value.end()) {
        return Error{QStringLiteral("The value of %1 has a control character (0x%2) at byte %3. Take it out.")
                         .arg(QString::fromLatin1(name), QString::fromLatin1(QByteArray(1, *control).toHex()),
                              QString::number(control - value.begin() + 1))};
    }
    return QPair<QByteArray, QByteArray>(name, value);
}

QByteArray acceptResponse(const RequestVerdict &verdict, QByteArrayView subprotocol, QByteArrayView extensions)
{
    // RFC 6455 §4.2.2 step 5
    QByteArray head = "HTTP/1.1 101 Switching Protocols\r\n"
                      "Upgrade: websocket\r\n"
                      "Connection: Upgrade\r\n"
                      "Sec-WebSocket-Accept: " +
                      acceptFor(verdict.key) + "\r\n";
    if (!subprotocol.isEmpty())
        head.append("Sec-WebSocket-Protocol: ").append(subprotocol).append("\r\n");
    if (!extensions.isEmpty())
        head.append("Sec-WebSocket-Extensions: ").append(extensions).append("\r\n");
    return head + "\r\n";
}

QByteArray refuseResponse(int status, QByteArrayView body)
{
    QByteArray answer = "HTTP/1.1 " + QByteArray::number(status) + ' ';
    answer.append(reasonPhrase(status)).append("\r\n");
    if (status == 426) {
        // RFC 9110 §15.5.22: 426 names the protocol; §7.8: and says so in Connection. RFC 6455 §4.4: the version.
        answer.append("Upgrade: websocket\r\nConnection: Upgrade, close\r\nSec-WebSocket-Version: 13\r\n");
    } else {
        answer.append("Connection: close\r\n");
    }
    if (status == 405)
        answer.append("Allow: GET\r\n"); // RFC 9110 §15.5.6
    answer.append("Content-Type: text/plain; charset=utf-8\r\nContent-Length: ")
        .append(QByteArray::number(body.size()))
        .append("\r\n\r\n");
    return answer.append(body);
}

} // namespace framescope::http
