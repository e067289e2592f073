#include "tests/bench/contest.h"

#include "tests/bench/report.h"

#include <benchmark/benchmark.h>

#include <algorithm>

namespace framescope::bench
{

namespace
{
/// Takes the CPU time a call of every repetition, by the number that is the benchmark's name.
class Collector final : public benchmark::BenchmarkReporter
{
public:
    explicit Collector(std::vector<Outcome::Side> &sides) : m_sides(sides) {}
    bool ReportContext(const Context &) override { return true; }
    void ReportRuns(const std::vector<Run> &runs) override
    {
        for (const Run &run : runs) {
            if (run.run_type != Run::RT_Iteration)
                continue;
            auto &side = m_sides[std::size_t(QString::fromStdString(run.run_name.function_name).toInt())];
            // GetAdjustedCPUTime() is that of one iteration, in the unit the benchmark was registered with.
            side.figures.push_back(run.error_occurred ? -1 : run.GetAdjustedCPUTime());
        }
    }

private:
    std::vector<Outcome::Side> &m_sides;
};
} // namespace

Contender promise(double figure)
{
    return {QStringLiteral("the promise"), [figure] { return figure; }, 1};
}

double Outcome::Side::median() const
{
    if (figures.empty())
        return 0;
    std::vector<double> values = figures;
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

std::optional<bool> Outcome::pass(std::size_t i) const
{
    if (!sides[i].bar)
        return {};
    return better == Better::Higher ? ratio(i) >= *sides[i].bar : ratio(i) <= *sides[i].bar;
}

void Contest::run(const QString &name, const QString &unit, Better better, const std::vector<Contender> &contenders,
                  int rounds)
{
    Outcome outcome{name, unit, better, {}, {}, {}};
    for (const Contender &contender : contenders)
        outcome.sides.push_back({contender.name, {}, contender.bar});
    for (int round = 0; round < rounds && outcome.wrong.isEmpty(); ++round) {
        for (std::size_t i = 0; i < contenders.size() && outcome.wrong.isEmpty(); ++i) {
            const double figure = contenders[i].run();
            if (figure < 0)
                outcome.wrong = contenders[i].name;
            else
                outcome.sides[i].figures.push_back(figure);
        }
    }
    add(std::move(outcome));
}

void Contest::runInMemory(const QString &name, const QString &unit, double perCall, const std::vector<Work> &works,
                          std::optional<double> promised)
{
    Outcome outcome{name, unit, Better::Higher, {}, {}, {}};
    for (std::size_t i = 0; i < works.size(); ++i) {
        outcome.sides.push_back({works[i].name, {}, works[i].bar});
        benchmark::RegisterBenchmark(std::to_string(i).c_str(),
                                     [&work = works[i]](benchmark::State &state) {
                                         bool right = true;
                                         for (auto _ : state)
                                             right = work.once() && right;
                                         if (!right)
                                             state.SkipWithError("wrong");
                                     })
            ->Unit(benchmark::kNanosecond)
            ->MinTime(m_quick ? 0.02 : 0.1)
            ->Repetitions(m_quick ? 5 : 9);
    }
    Collector collector(outcome.sides);
    benchmark::RunSpecifiedBenchmarks(&collector);
    benchmark::ClearRegisteredBenchmarks();
    for (Outcome::Side &side : outcome.sides) {
        if (side.figures.empty() || std::ranges::any_of(side.figures, [](double ns) { return ns <= 0; }))
            outcome.wrong = side.name;
        for (double &figure : side.figures)
            figure = perCall / figure;
    }
    if (promised)
        outcome.sides.push_back({promise(*promised).name, {*promised}, promise(*promised).bar});
    add(std::move(outcome));
}

void Contest::addPromise(const QString &name, const QString &unit, Better better, double figure, double promised)
{
    const Contender to = promise(promised);
    Outcome outcome{name, unit, better, {{QStringLiteral("framescope"), {figure}, {}}, {to.name, {promised}, to.bar}},
                    {},   {}};
    if (figure < 0)
        outcome.wrong = outcome.sides[0].name;
    add(std::move(outcome));
}

void Contest::skip(const QString &name, const QString &why)
{
    Outcome outcome;
    outcome.name = name;
    outcome.skipped = why;
    add(std::move(outcome));
}

void Contest::add(Outcome outcome)
{
    print(outcome);
    m_outcomes.push_back(std::move(outcome));
}

bool Contest::failed() const
{
    return std::ranges::any_of(m_outcomes, [](const Outcome &outcome) { return !outcome.wrong.isEmpty(); });
}

int Contest::missed() const
{
    int count = 0;
    for (const Outcome &outcome : m_outcomes) {
        for (std::size_t i = 1; i < outcome.sides.size(); ++i)
            count += outcome.sides[i].bar && (!outcome.wrong.isEmpty() || !*outcome.pass(i));
    }
    return count;
}

} // namespace framescope::bench
