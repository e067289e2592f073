#pragma once

#include "core/filter/rowtest.h"
#include "ui/statistics/statisticcontent.h"
#include "ui/support/latestjob.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QTabWidget;

namespace framescope::ui
{

class StatisticView;

/// What a capture adds up to, in a window of its own that goes on as rows come: of all rows, of those that pass the
/// main window's filter, or of the connection selected there. Counts only while it is visible.
/// Lifetime: the capture outlives the window or is taken out with setCapture(nullptr).
class StatisticsWindow : public QWidget
{
    Q_OBJECT
public:
    enum class Scope { All, Filter, Connection };

    explicit StatisticsWindow(QWidget *parent = nullptr);
    ~StatisticsWindow() override;

    void setCapture(const capture::Capture *capture);
    /// The filter of the main window; nothing: all rows pass.
    void setFilter(const std::optional<filter::RowTest> &test);
    /// The connection selected there; nothing: all of them.
    void setConnection(std::optional<ConnectionId> id);
    Scope scope() const;
    void setScope(Scope scope);
    void setPage(StatisticsPage page);
    /// The newest; nullptr before there is one.
    std::shared_ptr<const statistics::Snapshot> snapshot() const { return m_shown; }

Q_SIGNALS:
    /// Rows are to be shown that pass this display filter.
    void filterRequested(const QString &filter);
    void rowRequested(framescope::RowIndex row);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void restart();
    void poll();
    StatisticsPage page() const;
    bool measuresOctets() const;
    void showPage();
    void showState();
    /// Of connections all, which may be many: on another thread.
    void copyPage();

    const capture::Capture *m_capture = nullptr;
    std::unique_ptr<statistics::StatisticsJob> m_job;
    std::optional<filter::RowTest> m_filter;
    std::optional<ConnectionId> m_connection;
    std::shared_ptr<const statistics::Snapshot> m_shown;
    bool m_restart = true;  ///< what is counted is not what is wanted
    bool m_stopped = false; ///< by a person
    QTimer m_timer;
    LatestJob m_copying;
    QComboBox *m_scope;
    QComboBox *m_measure;
    QCheckBox *m_logarithmic;
    QLabel *m_state;
    QPushButton *m_stop;
    QTabWidget *m_tabs;
    std::vector<StatisticView *> m_views; ///< by page
};

} // namespace framescope::ui
