#include "tests/soak/health.h"

#include "tests/bench/window/memory.h"

#include <QDir>
#include <QJsonArray>

#include <algorithm>

namespace framescope::soak
{

namespace
{
constexpr double mib = 1024 * 1024;
constexpr int descriptorSlack = 40;
constexpr int threadSlack = 4;

int entriesOf(const QString &folder)
{
    return int(QDir(folder).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size());
}
} // namespace

Sample Sample::of(long long pid)
{
    Sample sample;
    const bench::Memory memory = bench::Memory::of(pid);
    sample.residentMiB = memory.resident / mib;
    sample.anonymousMiB = memory.anonymous / mib;
    sample.descriptors = entriesOf(QStringLiteral("/proc/%1/fd").arg(pid));
    sample.threads = entriesOf(QStringLiteral("/proc/%1/task").arg(pid));
    return sample;
}

double Health::allowedMiB(const Sample &from, const Sample &to) const
{
    return slackMiB +
           (double(to.rows - from.rows) * perRow + double(to.connections - from.connections) * perConnection) / mib;
}

QStringList Health::problems() const
{
    QStringList found;
    const std::size_t warm = m_samples.size() / 4;
    if (m_samples.size() < warm + 2)
        return found;
    const Sample &first = m_samples[warm], &last = m_samples.back();
    const double grown = last.anonymousMiB - first.anonymousMiB, allowed = allowedMiB(first, last);
    if (grown > allowed)
        found << QStringLiteral("%1: anonymous memory grew by %2 MiB, %3 are allowed")
                     .arg(m_name)
                     .arg(grown, 0, 'f', 1)
                     .arg(allowed, 0, 'f', 1);
    const double resident = last.residentMiB - first.residentMiB;
    if (resident > 2 * allowed)
        found << QStringLiteral("%1: resident memory grew by %2 MiB, %3 are allowed")
                     .arg(m_name)
                     .arg(resident, 0, 'f', 1)
                     .arg(2 * allowed, 0, 'f', 1);
    // The later half may not need more than the earlier one did, apart from what is live.
    const std::size_t half = warm + (m_samples.size() - warm) / 2;
    const auto most = [&](std::size_t begin, std::size_t end, auto figure) {
        int value = 0;
        for (std::size_t i = begin; i < end; ++i)
            value = std::max(value, figure(m_samples[i]));
        return value;
    };
    const auto idle = [](const Sample &sample) { return sample.descriptors - 2 * int(sample.live); };
    const auto threads = [](const Sample &sample) { return sample.threads; };
    if (const int before = most(warm, half, idle), after = most(half, m_samples.size(), idle);
        after > before + descriptorSlack)
        found << QStringLiteral("%1: descriptors beside those of connections grew from %2 to %3")
                     .arg(m_name)
                     .arg(before)
                     .arg(after);
    if (const int before = most(warm, half, threads), after = most(half, m_samples.size(), threads);
        after > before + threadSlack)
        found << QStringLiteral("%1: threads grew from %2 to %3").arg(m_name).arg(before).arg(after);
    return found;
}

QJsonObject Health::toJson() const
{
    QJsonArray samples;
    for (const Sample &sample : m_samples)
        samples.append(QJsonObject{{QStringLiteral("seconds"), sample.seconds},
                                   {QStringLiteral("residentMiB"), sample.residentMiB},
                                   {QStringLiteral("anonymousMiB"), sample.anonymousMiB},
                                   {QStringLiteral("descriptors"), sample.descriptors},
                                   {QStringLiteral("threads"), sample.threads},
                                   {QStringLiteral("rows"), qint64(sample.rows)},
                                   {QStringLiteral("connections"), qint64(sample.connections)},
                                   {QStringLiteral("live"), qint64(sample.live)}});
    return {{QStringLiteral("name"), m_name},
            {QStringLiteral("problems"), QJsonArray::fromStringList(problems())},
            {QStringLiteral("samples"), samples}};
}

} // namespace framescope::soak
