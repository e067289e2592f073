#pragma once

#include <QJsonObject>
#include <QStringList>

#include <vector>

namespace framescope::soak
{

/// What a process holds at one moment.
struct Sample {
    double seconds = 0;
    double residentMiB = 0, anonymousMiB = 0;
    int descriptors = 0, threads = 0;
    std::uint64_t rows = 0, connections = 0, live = 0;

    /// Of the process with this number. Errors: -1 in every figure of a process that is not there.
    static Sample of(long long pid);
};

/// The samples of one process, and whether they stay flat once it is warm: after the first quarter.
///
/// What a capture must keep is allowed for: 8 octets of anonymous memory a row, `perConnection` a connection (its row of
/// facts, totals and streams), and 48 MiB in which allocators and the clipboard move.
class Health
{
public:
    static constexpr double perRow = 8, perConnection = 32 * 1024, slackMiB = 48;

    explicit Health(QString name) : m_name(std::move(name)) {}
    void add(const Sample &sample) { m_samples.push_back(sample); }
    /// What is not flat, in sentences.
    QStringList problems() const;
    QJsonObject toJson() const;

private:
    double allowedMiB(const Sample &from, const Sample &to) const;

    QString m_name;
    std::vector<Sample> m_samples;
};

} // namespace framescope::soak
