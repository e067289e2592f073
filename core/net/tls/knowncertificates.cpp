#include "core/net/tls/knowncertificates.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QSaveFile>

#include <algorithm>
#include <utility>
#include <vector>

namespace framescope::net
{
namespace
{
constexpr qint64 maxFile = 1024 * 1024;
constexpr qsizetype maxEndpoint = 300; // a host name has at most 253 characters
constexpr qsizetype sha256Size = 32;
constexpr int lockTime = 500; // milliseconds
constexpr qint64 day = 24 * 3600;
constexpr QFileDevice::Permissions ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
} // namespace

KnownCertificates::KnownCertificates(const QString &path) : m_path(path), m_entries(read(path)) {}

QByteArray KnownCertificates::last(const QString &endpoint) const
{
    const std::lock_guard lock(m_mutex);
    return m_entries.value(endpoint).sha256;
}

void KnownCertificates::note(const QString &endpoint, const QByteArray &sha256)
{
    if (endpoint.isEmpty() || endpoint.size() > maxEndpoint || sha256.size() != sha256Size)
        return;
    const std::lock_guard lock(m_mutex);
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    const Entry known = m_entries.value(endpoint);
    // When it was seen matters for what is dropped first; a day is close enough to write seldom.
    if (known.sha256 == sha256 && now - known.seen < day)
        return;
    if (m_path.isEmpty()) {
        m_entries[endpoint] = {sha256, now};
        bound(m_entries);
        return;
    }
    QDir().mkpath(QFileInfo(m_path).absolutePath());
    QLockFile other(m_path + u".lock"_qs);
    const bool alone = other.tryLock(lockTime);
    // Another window or program may have noted something since.
    const Entries stored = read(m_path);
    for (auto it = stored.begin(); it != stored.end(); ++it) {
        if (!m_entries.contains(it.key()) || m_entries[it.key()].seen < it->seen)
            m_entries[it.key()] = *it;
    }
    m_entries[endpoint] = {sha256, now};
    bound(m_entries);
    if (alone)
        write();
}

/// One line an endpoint: "example.com:443 SHA-256-in-hex SECONDS".
KnownCertificates::Entries KnownCertificates::read(const QString &path)
{
    Entries entries;
    QFile file(path);
    if (path.isEmpty() || !file.open(QIODevice::ReadOnly))
        return entries;
    const QList<QByteArray> lines = file.read(maxFile).split('\n');
    for (const QByteArray &line : lines) {
        const QList<QByteArray> words = line.split(' ');
        const QByteArray sha256 = QByteArray::fromHex(words.value(1));
        bool isTime = false;
        const qint64 seen = words.value(2).toLongLong(&isTime);
        const QString endpoint = QString::fromUtf8(words.value(0));
        if (words.size() == 3 && isTime && sha256.size() == sha256Size && !endpoint.isEmpty() &&
            endpoint.size() <= maxEndpoint)
            entries[endpoint] = {sha256, seen};
    }
    bound(entries);
    return entries;
}

void KnownCertificates::bound(Entries &entries)
{
    if (entries.size() <= most)
        return;
    std::vector<std::pair<qint64, QString>> byAge;
    for (auto it = entries.begin(); it != entries.end(); ++it)
        byAge.emplace_back(it->seen, it.key());
    std::sort(byAge.begin(), byAge.end());
    for (std::size_t i = 0; entries.size() > most; ++i)
        entries.remove(byAge[i].second);
}

void KnownCertificates::write() const
{
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly))
        return;
    file.setPermissions(ownerOnly);
    QStringList endpoints = m_entries.keys();
    endpoints.sort();
    for (const QString &endpoint : std::as_const(endpoints)) {
        const Entry &entry = *m_entries.constFind(endpoint);
        file.write(endpoint.toUtf8() + ' ' + entry.sha256.toHex() + ' ' + QByteArray::number(entry.seen) + '\n');
    }
    file.commit();
}

} // namespace framescope::net
