#pragma once

#include "core/filter/rowtest.h"
#include "ui/support/latestjob.h"

#include <QCache>
#include <QObject>
#include <QTimer>

#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace framescope::ui
{

/// Which colour rows have by rules. Only rows that are asked for, for they are painted, are tested: at once where the
/// index tells, and on another thread where the file must be read; changed() tells when more is known.
/// Thread: the GUI's. Lifetime: the capture outlives it, or setCapture(nullptr) comes first.
class RowColors : public QObject
{
    Q_OBJECT
public:
    /// The test and its colour; the first that holds counts.
    using Rule = std::pair<filter::RowTest, int>;

    explicit RowColors(QObject *parent = nullptr);

    void setCapture(const capture::Capture *capture);
    void setRules(std::vector<Rule> rules);
    /// What was known may be so no more.
    void forget();
    /// Nothing: no rule holds, or it is not known yet.
    std::optional<int> colorOf(RowIndex row);

Q_SIGNALS:
    void changed();

private:
    void start();

    static constexpr int none = -1;
    const capture::Capture *m_capture = nullptr;
    std::vector<Rule> m_rules;
    QCache<quint64, int> m_known;
    std::set<std::uint64_t> m_wanted;
    QTimer m_soon;
    LatestJob m_job;
};

} // namespace framescope::ui
