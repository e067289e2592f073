#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>

#include <mutex>

namespace framescope::net
{

/// Which certificate each host and port showed last, kept in a file over sessions, so that a change is noticed. It
/// trusts nothing: a known certificate is verified like any other. At most 2,000 endpoints; those that were not seen
/// for the longest time go first. Thread: any.
class KnownCertificates
{
public:
    static constexpr int most = 2'000;

    /// Reads the file; one that is missing or broken counts as empty, broken lines are left out. An empty path keeps
    /// everything in memory.
    explicit KnownCertificates(const QString &path = {});

    /// SHA-256 of what this endpoint ("example.com:443") showed last; empty when it is not known.
    QByteArray last(const QString &endpoint) const;
    /// Notes it, and writes the file (mode 0600, replaced whole) when it says something new. What other programs noted
    /// there meanwhile is kept. A file that cannot be written costs the memory of it, nothing else.
    void note(const QString &endpoint, const QByteArray &sha256);

private:
    struct Entry {
        QByteArray sha256;
        qint64 seen = 0; ///< seconds since 1970
    };
    using Entries = QHash<QString, Entry>;

    static Entries read(const QString &path);
    static void bound(Entries &entries);
    void write() const;

    mutable std::mutex m_mutex;
    QString m_path;
    Entries m_entries;
};

} // namespace framescope::net
