#include "tests/bench/contest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace framescope::bench
{

namespace
{
double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

// getrusage() counts in scheduler ticks on some kernels; these clocks do not.
double cpuOf(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return double(time.tv_sec) * 1e9 + double(time.tv_nsec);
}
} // namespace

double Outcome::ratio(std::size_t i) const
{
    return better == Better::Higher ? medians[0] / medians[i] : medians[i] / medians[0];
}

void Contest::run(const QString &name, const QString &unit, Better better, const std::vector<Contender> &contenders,
                  int rounds)
{
    std::vector<std::vector<double>> figures(contenders.size());
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < contenders.size(); ++i) {
            const double figure = contenders[i].run();
            if (figure < 0) {
                std::printf("%s: %s did the work wrong\n", qPrintable(name), qPrintable(contenders[i].name));
                m_failed = true;
                return;
            }
            figures[i].push_back(figure);
        }
    }
    Outcome outcome{name, unit, better, {}, {}};
    for (std::size_t i = 0; i < contenders.size(); ++i) {
        outcome.names.push_back(contenders[i].name);
        outcome.medians.push_back(median(figures[i]));
    }
    std::printf("%s, %s (%s is better)\n", qPrintable(name), qPrintable(unit),
                better == Better::Higher ? "higher" : "lower");
    for (std::size_t i = 0; i < contenders.size(); ++i) {
        std::printf("    %-40s %12.3f", qPrintable(outcome.names[i]), outcome.medians[i]);
        if (i > 0)
            std::printf("   ours is %.2f times as good", outcome.ratio(i));
        std::printf("\n");
    }
    std::fflush(stdout);
    m_outcomes.push_back(outcome);
}

QByteArray Contest::toJson() const
{
    QJsonArray array;
    for (const Outcome &outcome : m_outcomes) {
        for (std::size_t i = 1; i < outcome.names.size(); ++i)
            array.append(QJsonObject{
                {QStringLiteral("name"), outcome.name},
                {QStringLiteral("unit"), outcome.unit},
                {QStringLiteral("better"),
                 outcome.better == Better::Higher ? QStringLiteral("higher") : QStringLiteral("lower")},
                {QStringLiteral("ours"), outcome.medians[0]},
                {QStringLiteral("rival"), outcome.medians[i]},
                {QStringLiteral("rivalName"), outcome.names[i]},
                {QStringLiteral("ratio"), outcome.ratio(i)},
            });
    }
    return QJsonDocument(array).toJson();
}

double processCpu() { return cpuOf(CLOCK_PROCESS_CPUTIME_ID); }

double threadCpu() { return cpuOf(CLOCK_THREAD_CPUTIME_ID); }

double wallNow() { return double(std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1)); }

double timePerCall(const std::function<void()> &work, int milliseconds)
{
    work(); // warm
    std::uint64_t calls = 1;
    for (;;) {
        const double start = wallNow();
        for (std::uint64_t i = 0; i < calls; ++i)
            work();
        const double took = wallNow() - start;
        if (took >= milliseconds * 1e6)
            return took / double(calls);
        calls *= took <= 0 ? 16 : std::clamp<std::uint64_t>(std::uint64_t(milliseconds * 1.2e6 / took) + 1, 2, 16);
    }
}

void use(std::uint64_t value) { asm volatile("" : : "r"(value) : "memory"); }

} // namespace framescope::bench
