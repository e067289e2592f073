#include "core/net/failuretext.h"

#include "core/net/framewatch.h"
#include "core/ws/closecode.h"

namespace framescope::net
{

QString peerWord(ws::Role ourRole) { return ourRole == ws::Role::Client ? u"server"_qs : u"client"_qs; }

QString addressText(const QHostAddress &address)
{
    // Qt takes it for 0.0.0.0.
    if (address == QHostAddress(QHostAddress::AnyIPv6))
        return u"::"_qs;
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    return isIpv4 ? QHostAddress(ipv4).toString() : address.toString();
}

QString endpointText(const QString &host, std::uint16_t port)
{
    return (host.contains(u':') ? u"[%1]:%2"_qs : u"%1:%2"_qs).arg(host, QString::number(port));
}

QString endpointText(const http::WsUrl &url)
{
    return url.isUnix() ? u"unix:"_qs + url.unixPath : endpointText(QString::fromLatin1(url.asciiHost), url.port);
}

QString secondsText(std::chrono::milliseconds time)
{
    const qint64 count = time.count();
    return count % 1000 == 0 ? u"%1 s"_qs.arg(count / 1000) : u"%1 ms"_qs.arg(count);
}

QString connectFailure(QAbstractSocket::SocketError error, const QString &systemText, const QString &where)
{
    if (error == QAbstractSocket::ConnectionRefusedError) {
        return u"%1 does not accept connections (%2). Check the port, and that the server runs."_qs.arg(where,
                                                                                                        systemText);
    }
    return u"%1 cannot be reached (%2). Check the address and the network."_qs.arg(where, systemText);
}

QString findingSentence(const ws::Finding &finding)
{
    const ws::FindingInfo &line = ws::info(finding.id);
    QString text = QString::fromUtf8(line.text.data(), static_cast<qsizetype>(line.text.size()));
    return text.replace(u"%1"_qs, QString::number(finding.value));
}

QString closeSentence(const QString &by, std::uint16_t code, const QByteArray &reason)
{
    const auto name = ws::closeCodeName(code);
    const QString meaning = QString::fromLatin1(name.data(), qsizetype(name.size()));
    const QString said = peerText(QString::fromUtf8(reason));
    const QString number = QString::number(code);
    // Whole sentences each, so that they can be translated.
    if (by.isEmpty()) {
        if (code == ws::closecode::noStatus)
            return u"Closed from here without a code."_qs;
        return reason.isEmpty() ? u"Closed from here with code %1 (%2)."_qs.arg(number, meaning)
                                : u"Closed from here with code %1 (%2): %3."_qs.arg(number, meaning, said);
    }
    if (code == ws::closecode::noStatus)
        return u"The %1 closed the connection without a code."_qs.arg(by);
    return reason.isEmpty() ? u"The %1 closed the connection with code %2 (%3)."_qs.arg(by, number, meaning)
                            : u"The %1 closed the connection with code %2 (%3): %4."_qs.arg(by, number, meaning, said);
}

QString tcpEndSentence(const QString &by, bool reset, const ArrivalWatch &arrival)
{
    const QString how =
        reset ? u"The %1 reset the TCP connection"_qs.arg(by) : u"The %1 ended TCP without a close frame"_qs.arg(by);
    if (!arrival.insideFrame())
        return how + u'.';
    return u"%1, after %2 of %3 bytes of a frame."_qs.arg(how).arg(arrival.present()).arg(arrival.needed());
}

QString notTakenSentence(const QString &peer, qint64 octets)
{
    return u"The last %1 bytes were never sent: the %2 does not take them."_qs.arg(QString::number(octets), peer);
}

QString ruleBrokenSentence(const QString &peer, ws::FindingId finding)
{
    const auto name = ws::info(finding).name;
    return u"The %1 broke the rule %2, see its row."_qs.arg(
        peer, QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())));
}

QString closeTimeSentence(const QString &peer, bool closed, std::chrono::milliseconds limit)
{
    const QString time = secondsText(limit);
    return closed ? u"The %1 did not end TCP within %2 of the closing handshake; it was ended from here."_qs.arg(peer,
                                                                                                                 time)
                  : u"The %1 did not answer the close frame within %2; TCP was ended from here."_qs.arg(peer, time);
}

QByteArray fittingReason(const QByteArray &reason)
{
    // RFC 6455 §5.5: a control frame's payload has at most 125 octets, two of which are the code.
    constexpr qsizetype most = 123;
    qsizetype size = reason.size();
    if (size > most) {
        size = most;
        while (size > 0 && (static_cast<unsigned char>(reason[size]) & 0xC0) == 0x80)
            --size;
    }
    return reason.first(size);
}

QString peerText(const QString &text, qsizetype limit)
{
    QString shown = text.left(limit);
    for (QChar &c : shown) {
        const bool direction = (c >= u'\u202A' && c <= u'\u202E') || (c >= u'\u2066' && c <= u'\u2069');
        if (c.category() == QChar::Other_Control || direction)
            c = QChar::ReplacementCharacter;
    }
    return text.size() > limit ? shown + u'…' : shown;
}

QString quotedOctets(QByteArrayView octets)
{
    constexpr qsizetype most = 32;
    QString text;
    for (const char c : octets.first(qMin(most, octets.size()))) {
        const auto octet = static_cast<unsigned char>(c);
        if (octet >= 0x20 && octet < 0x7F)
            text += QLatin1Char(c);
        else
            text += u"\\x%1"_qs.arg(uint(octet), 2, 16, QLatin1Char('0'));
    }
    return u"\"%1\"%2"_qs.arg(text, octets.size() > most ? u"…"_qs : QString());
}

} // namespace framescope::net
