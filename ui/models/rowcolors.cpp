#include "ui/models/rowcolors.h"

#include "core/filter/rowscan.h"

#include <utility>

#include "moc_rowcolors.cpp"

namespace framescope::ui
{

namespace
{
constexpr int knownRows = 4096; // a tall window shows about 60
constexpr std::size_t mostWanted = 1024;

/// Errors are no match: the row's own panes tell of them.
bool holds(const capture::Capture &capture, const filter::RowTest &test, RowIndex row, const std::stop_token &stop = {})
{
    std::uint64_t word = 0;
    return filter::RowScan(capture, test).run(row, 1, &word, stop) && word != 0;
}
} // namespace

RowColors::RowColors(QObject *parent) : QObject(parent), m_known(knownRows)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(0);
    connect(&m_soon, &QTimer::timeout, this, &RowColors::start);
}

void RowColors::setCapture(const capture::Capture *capture)
{
    m_job.cancelAndWait();
    m_capture = capture;
    forget();
}

void RowColors::setRules(std::vector<Rule> rules)
{
    m_rules = std::move(rules);
    forget();
    Q_EMIT changed();
}

void RowColors::forget()
{
    m_job.cancel();
    m_soon.stop();
    m_known.clear();
    m_wanted.clear();
}

std::optional<int> RowColors::colorOf(RowIndex row)
{
    if (m_rules.empty() || m_capture == nullptr)
        return {};
    if (const int *const known = m_known.object(row.value()))
        return *known == none ? std::nullopt : std::optional(*known);
    int color = none;
    for (const auto &[test, wanted] : m_rules) {
        if (test.readsPayload()) {
            if (m_wanted.size() < mostWanted)
                m_wanted.insert(row.value());
            if (!m_job.isRunning())
                m_soon.start();
            return {};
        }
        if (holds(*m_capture, test, row)) {
            color = wanted;
            break;
        }
    }
    m_known.insert(row.value(), new int(color)); // cost 1 never exceeds the cache, so the object is kept
    return color == none ? std::nullopt : std::optional(color);
}

void RowColors::start()
{
    if (m_capture == nullptr || m_wanted.empty())
        return;
    m_job.start(
        [this, rows = std::exchange(m_wanted, {}), rules = m_rules, capture = m_capture](const std::stop_token &stop) {
            std::vector<std::pair<std::uint64_t, int>> found;
            for (const std::uint64_t row : rows) {
                int color = none;
                for (std::size_t i = 0; i < rules.size() && color == none && !stop.stop_requested(); ++i) {
                    if (holds(*capture, rules[i].first, RowIndex(row), stop))
                        color = rules[i].second;
                }
                found.emplace_back(row, color);
            }
            return [this, found] {
                for (const auto &[row, color] : found)
                    m_known.insert(row, new int(color));
                // What was asked for meanwhile may be out of sight: what is painted now asks again.
                m_wanted.clear();
                Q_EMIT changed();
            };
        });
}

} // namespace framescope::ui
