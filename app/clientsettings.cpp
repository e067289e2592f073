#include "app/clientsettings.h"

#include <QFile>
#include <QStandardPaths>

#include <cstdio>

namespace framescope::app
{

namespace
{
constexpr qint64 maxSecretSize = 64 * 1024;
constexpr qint64 maxRequestSize = 16 * 1024 * 1024;

/// All of a file, or of standard input for "-".
Result<QByteArray> contents(const QString &option, const QString &path, qint64 most)
{
    const bool standardInput = path == u"-";
    QFile file(path);
    const bool open = standardInput ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!open)
        return Error{QStringLiteral("%1: cannot read %2: %3").arg(option, path, file.errorString())};
    const QByteArray octets = file.read(most + 1);
    if (file.error() != QFileDevice::NoError)
        return Error{QStringLiteral("%1: cannot read %2: %3").arg(option, path, file.errorString())};
    if (octets.size() > most)
        return Error{QStringLiteral("%1: %2 is longer than %3 bytes").arg(option, path, QString::number(most))};
    return octets;
}

/// The first line, as editors leave it.
QString firstLine(const QByteArray &octets)
{
    const qsizetype end = octets.indexOf('\n');
    QByteArray line = end < 0 ? octets : octets.first(end);
    if (line.endsWith('\r'))
        line.chop(1);
    return QString::fromUtf8(line);
}
} // namespace

Result<net::ConnectionSettings> clientSettings(const CommandLine &line)
{
    net::ConnectionSettings settings = line.connection;
    if (!line.bearerFile.isEmpty()) {
        const auto token = contents(QStringLiteral("--bearer-file"), line.bearerFile, maxSecretSize);
        if (!token)
            return token.error();
        settings.auth = {net::AuthKind::Bearer, {}, firstLine(*token).trimmed()};
        if (settings.auth.secret.isEmpty())
            return Error{QStringLiteral("--bearer-file: the first line of the file %1 is empty").arg(line.bearerFile)};
    } else if (!line.passwordFile.isEmpty()) {
        const auto password = contents(QStringLiteral("--password-file"), line.passwordFile, maxSecretSize);
        if (!password)
            return password.error();
        settings.auth.secret = firstLine(*password);
    } else if (settings.auth.kind == net::AuthKind::Basic) {
        if (!qEnvironmentVariableIsSet(passwordVariable))
            return Error{QStringLiteral("--user needs a password: set %1 or give --password-file FILE")
                             .arg(QLatin1String(passwordVariable))};
        settings.auth.secret = qEnvironmentVariable(passwordVariable);
    }
    if (!line.requestFile.isEmpty()) {
        const auto request = contents(QStringLiteral("--request"), line.requestFile, maxRequestSize);
        if (!request)
            return request.error();
        settings.rawRequest = *request;
    }
    return settings;
}

QString cookieFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/cookies");
}

} // namespace framescope::app
