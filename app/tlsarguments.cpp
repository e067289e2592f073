#include "app/tlsarguments.h"

#include <QFile>

namespace framescope::app
{

Result<net::TlsVersion> parseTlsVersion(const QString &text)
{
    if (text == QLatin1String("1.0"))
        return net::TlsVersion::Tls1_0;
    if (text == QLatin1String("1.2"))
        return net::TlsVersion::Tls1_2;
    if (text == QLatin1String("1.3"))
        return net::TlsVersion::Tls1_3;
    return Error{QStringLiteral("the least TLS version is 1.0, 1.2 or 1.3, not \"%1\"").arg(text)};
}

Result<QByteArray> parseFingerprint(const QString &text)
{
    constexpr qsizetype digits = 64;
    QByteArray hex = text.toLatin1().toLower();
    hex.replace(':', QByteArray());
    const QByteArray octets = QByteArray::fromHex(hex);
    if (hex.size() != digits || octets.toHex() != hex)
        return Error{QStringLiteral("a SHA-256 fingerprint has 64 hexadecimal digits, unlike \"%1\"").arg(text)};
    return octets;
}

Result<QString> readPassphrase(const QString &path)
{
    constexpr qint64 longest = 4096;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{QStringLiteral("the file %1 cannot be read (%2)").arg(path, file.errorString())};
    QByteArray line = file.readLine(longest);
    while (line.endsWith('\n') || line.endsWith('\r'))
        line.chop(1);
    if (line.isEmpty())
        return Error{QStringLiteral("the first line of the file %1 is empty").arg(path)};
    return QString::fromUtf8(line);
}

} // namespace framescope::app
