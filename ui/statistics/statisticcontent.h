#pragma once

#include "core/statistics/statisticsjob.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace framescope::ui
{

enum class StatisticsPage { OverTime, Opcodes, Sizes, Gaps, RoundTrips, Findings, Connections, MessageTypes };
inline constexpr int statisticsPages = 8;

/// One cell of a table of numbers.
struct StatisticCell {
    QString text;
    QString copied{}; ///< what a spreadsheet wants, a number without groups and units; empty: the text
};

/// One line, and where it leads.
struct StatisticLine {
    std::vector<StatisticCell> cells;
    QString filter{};                 ///< the display filter for the rows that it counts; empty: there is none
    std::optional<RowIndex> row = {}; ///< one row that it is about
};

struct StatisticTable {
    QString name; ///< for a heading, and for assistive programs
    QStringList headers;
    std::vector<StatisticLine> lines;
    QString note{}; ///< said above it; where lines are missing, how many there are

    /// With tabs between cells, headers first.
    QString toTsv() const;
};

/// One bar, put together of a value for each of the chart's series.
struct ChartBar {
    QString label;
    std::vector<double> values;
    QString filter{};
    QString about{}; ///< shown when the mouse is over it
};

struct StatisticChart {
    enum class Shape { Columns, Lines }; ///< side by side from left to right, or below each other with long labels
    enum class Tone { Sent, Received, Plain, Error, Warning, Note };

    QString name;
    QString description; ///< what it shows, in a sentence
    Shape shape = Shape::Columns;
    bool octets = false; ///< the values are octets
    bool edges = false;  ///< a label stands for the beginning of its bar: between two
    QString end{};       ///< then, what stands at the end of the last one, if anything does
    std::vector<std::pair<QString, Tone>> series;
    std::vector<ChartBar> bars;
};

/// What one page shows.
struct StatisticContent {
    StatisticChart chart;
    std::vector<StatisticTable> tables; ///< one, or two
    QString empty;                      ///< said instead of all when there is nothing
};

/// Bars of a chart with lines below each other; its table has all.
inline constexpr std::size_t mostChartLines = 12;

/// Lines that a table shows of connections, of which there may be any number; nobody reads more, and making tens of
/// thousands of them four times a second would hold the window up.
inline constexpr std::size_t mostTableLines = 1000;

/// Which connections a table is about.
enum class StatisticLines { Busiest, All };

/// `octets`: bytes instead of frames, where a page knows both. `capture` is that of the snapshot. Thread: the GUI's; of connections
/// any.
StatisticContent statisticContent(StatisticsPage page, const statistics::Snapshot &snapshot,
                                  const capture::Capture &capture, bool octets,
                                  StatisticLines lines = StatisticLines::Busiest);

} // namespace framescope::ui
