#pragma once

#include <QByteArray>
#include <QString>

#include <functional>
#include <vector>

namespace framescope::bench
{

/// One way to do the work. `run` does it once and gives the figure, or a negative number when the work came out wrong
/// (a frame count that is not what was sent, a sum that differs): the program then ends with an error.
struct Contender {
    QString name;
    std::function<double()> run;
};

/// What the figures of a contest mean.
enum class Better { Higher, Lower };

/// Median figures of one piece of work: the first contender is ours.
struct Outcome {
    QString name;
    QString unit;
    Better better = Better::Higher;
    std::vector<QString> names;
    std::vector<double> medians;

    /// How many times faster (cheaper) we are than contender `i`.
    double ratio(std::size_t i) const;
};

/// Collects the outcomes of a run of the program.
class Contest
{
public:
    explicit Contest(bool quick) : m_quick(quick) {}

    bool quick() const noexcept { return m_quick; }
    /// Runs all contenders in turn, round after round, so that a slow moment of the machine hits all alike.
    void run(const QString &name, const QString &unit, Better better, const std::vector<Contender> &contenders,
             int rounds);
    bool failed() const noexcept { return m_failed; }
    /// [{name, unit, better, ours, rival, rivalName, ratio}], one object a rival.
    QByteArray toJson() const;

private:
    std::vector<Outcome> m_outcomes;
    bool m_quick;
    bool m_failed = false;
};

/// CPU nanoseconds that this process, or the calling thread, has used so far, user and system.
double processCpu();
double threadCpu();
/// Wall nanoseconds from an arbitrary start.
double wallNow();
/// Wall nanoseconds a call of `work`, from as many calls as fill `milliseconds`.
double timePerCall(const std::function<void()> &work, int milliseconds);
/// Keeps the compiler from dropping what made `value`.
void use(std::uint64_t value);

// The pieces of work, one file each.
void benchMask(Contest &contest);
void benchUtf8(Contest &contest);
void benchParse(Contest &contest);
void benchInflate(Contest &contest);
void benchReceive(Contest &contest);

} // namespace framescope::bench
