#pragma once

#include "core/filter/filterjob.h"
#include "ui/shell/mainwindow.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <random>

namespace framescope::soak
{

/// Uses the window as a restless person would: scrolls, selects rows, looks at one connection and at all, opens the
/// tabs, selects and copies, filters, freezes. Thread: the GUI's. Lifetime: the window outlives it.
class Visitor : public QObject
{
    Q_OBJECT
public:
    explicit Visitor(ui::MainWindow &window);
    std::uint64_t actions() const { return m_actions; }
    /// Which action was the last, for a gap of the event loop to be blamed on.
    QString last() const { return m_last; }

private:
    void act();
    void filter();

    ui::MainWindow &m_window;
    std::mt19937 m_random{12};
    QTimer m_timer;
    QString m_last;
    std::uint64_t m_actions = 0;
    filter::RowBitmap m_filtered;
    std::unique_ptr<filter::FilterJob> m_filter;
};

} // namespace framescope::soak
