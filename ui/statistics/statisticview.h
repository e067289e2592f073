#pragma once

#include "core/base/ids.h"
#include "ui/statistics/statisticcontent.h"

#include <QWidget>

#include <vector>

class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace framescope::ui
{

class BarChart;
class StatisticModel;

/// One page of the statistics: the chart, below it its tables, and what can be done with them.
class StatisticView : public QWidget
{
    Q_OBJECT
public:
    /// `title` is what people call the page, `name` what the program does.
    StatisticView(const QString &name, const QString &title, QWidget *parent = nullptr);

    void setContent(const StatisticContent &content);
    void setLogarithmic(bool logarithmic);

Q_SIGNALS:
    void filterRequested(const QString &filter);
    void rowRequested(framescope::RowIndex row);
    /// The tables are to be put on the clipboard, with all of their lines.
    void copyRequested();

private:
    struct Part {
        QWidget *box;
        QLabel *heading;
        QLabel *note;
        QTableView *view;
        StatisticModel *model;
        std::vector<int> hints{}; ///< widths that the columns asked for
    };
    void addPart();
    /// The table that was used last.
    const Part &current() const { return m_parts[m_current]; }
    void fill(Part &part, const StatisticTable &table, const QString &chartName);
    static void choose(const Part &part, const StatisticLine &chosen);
    static void widenColumns(Part &part);
    void activate(const Part &part);
    void updateButtons();

    QStackedWidget *m_stack;
    QLabel *m_empty;
    QLabel *m_hint;
    QSplitter *m_splitter;
    BarChart *m_chart;
    QPushButton *m_show;
    QPushButton *m_copy;
    std::vector<Part> m_parts;
    std::size_t m_current = 0;
};

} // namespace framescope::ui
