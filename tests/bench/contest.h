#pragma once

#include "tests/bench/stopwatch.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace framescope::bench
{

/// One way to do the work. `run` does it once and gives the figure, or a negative number when the work came out wrong
/// (a frame count that is not what was sent, a sum that differs): the program then ends with an error.
struct Contender {
    QString name;
    std::function<double()> run;
    /// What our figure divided by this one's has to be: at least so much where higher is better, at most where lower.
    std::optional<double> bar = {};
};

/// What we hold to whatever others do: ours has to be as good as this figure.
Contender promise(double figure);

/// A piece of work on octets in memory, short enough to be done many times. `once` says whether it came out right.
struct Work {
    QString name;
    std::function<bool()> once;
    std::optional<double> bar = {}; ///< as Contender::bar
};

/// What the figures of a contest mean.
enum class Better { Higher, Lower };

/// Figures of one piece of work, a list for each contender, one figure a round: the first contender is ours.
struct Outcome {
    struct Side {
        QString name;
        std::vector<double> figures;
        std::optional<double> bar;
        double median() const;
    };
    QString name;
    QString unit;
    Better better = Better::Higher;
    std::vector<Side> sides;
    QString wrong;   ///< who did the work wrong; there are no figures then
    QString skipped; ///< why it was not run; there are no figures then

    /// Our median divided by that of contender `i`.
    double ratio(std::size_t i) const { return sides[0].median() / sides[i].median(); }
    /// Whether the bar beside contender `i` is met; nothing where it has none.
    std::optional<bool> pass(std::size_t i) const;
};

/// Collects the outcomes of a run of the program.
class Contest
{
public:
    explicit Contest(bool quick) : m_quick(quick) {}

    /// All of it is to end within three minutes: fewer rounds of less work.
    bool quick() const noexcept { return m_quick; }
    /// Runs all contenders in turn, round after round, so that a slow moment of the machine hits all alike.
    void run(const QString &name, const QString &unit, Better better, const std::vector<Contender> &contenders,
             int rounds);
    /// The same for work in memory, repeated in random order by Google Benchmark. The figure is `perCall` divided by the
    /// CPU nanoseconds of a call (octets a call: GB/s), higher is better. `promised` is a figure to hold to besides.
    void runInMemory(const QString &name, const QString &unit, double perCall, const std::vector<Work> &works,
                     std::optional<double> promised = {});
    /// Adds what was measured in another way: figures that one run gives together.
    void add(Outcome outcome);
    /// The same for one figure that we hold to a promise; a negative one is work that came out wrong.
    void addPromise(const QString &name, const QString &unit, Better better, double figure, double promised);
    /// Says why a contest is not run.
    void skip(const QString &name, const QString &why);

    const std::vector<Outcome> &outcomes() const noexcept { return m_outcomes; }
    /// Whether anybody did the work wrong.
    bool failed() const;
    /// Bars that are missed, or could not be tried because the work was wrong.
    int missed() const;

private:
    std::vector<Outcome> m_outcomes;
    bool m_quick;
};

// The pieces of work, one file each.
void benchMask(Contest &contest);
void benchUtf8(Contest &contest);
void benchParse(Contest &contest);
void benchInstructions(Contest &contest);
void benchInflate(Contest &contest);
void benchReceive(Contest &contest);
void benchEcho(Contest &contest);
void benchFilter(Contest &contest);
void benchStatistics(Contest &contest);
void benchShark(Contest &contest);
void benchIdle(Contest &contest);
void benchFlood(Contest &contest);
void benchOpen(Contest &contest);
void benchList(Contest &contest);

} // namespace framescope::bench
