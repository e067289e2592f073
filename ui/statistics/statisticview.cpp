#include "ui/statistics/statisticview.h"

#include "ui/statistics/barchart.h"
#include "ui/statistics/statisticmodel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace framescope::ui
{

namespace
{
constexpr int margin = 12;
constexpr std::size_t tables = 2;
constexpr int narrowestColumn = 64;
constexpr int widestColumn = 420;
/// Lines whose texts columns are made wide enough for, besides those that are seen: at first, and four times a second.
constexpr int linesMeasured = 200;
constexpr int linesMeasuredAgain = 20;
} // namespace

StatisticView::StatisticView(const QString &name, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_stack(new QStackedWidget(this))
    , m_empty(new QLabel(m_stack))
    , m_hint(new QLabel)
    , m_splitter(new QSplitter(Qt::Vertical, m_stack))
    , m_chart(new BarChart(m_splitter))
    , m_show(new QPushButton(tr("&Show these rows"), this))
    , m_copy(new QPushButton(tr("&Copy as table"), this))
{
    setObjectName(name);
    setAccessibleName(title);
    m_empty->setObjectName(name + QStringLiteral("Empty"));
    m_empty->setProperty("part", QStringLiteral("empty"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setTextFormat(Qt::PlainText);
    m_chart->setObjectName(name + QStringLiteral("Chart"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_chart);
    for (std::size_t i = 0; i < tables; ++i)
        addPart();
    m_splitter->setStretchFactor(0, 3);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_splitter);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_stack, 1);
    auto *bar = new QWidget(this);
    auto *line = new QHBoxLayout(bar);
    line->setContentsMargins(margin, 2, margin, 8);
    m_hint->setParent(bar);
    m_hint->setObjectName(name + QStringLiteral("Hint"));
    m_hint->setProperty("part", QStringLiteral("muted"));
    line->addWidget(m_hint, 1);
    m_show->setObjectName(name + QStringLiteral("Show"));
    m_show->setToolTip(tr("Filter the main window by the selected line, or go to its row"));
    m_copy->setObjectName(name + QStringLiteral("Copy"));
    m_copy->setToolTip(tr("Put the table on the clipboard, with tabs between columns"));
    line->addWidget(m_show);
    line->addWidget(m_copy);
    column->addWidget(bar);

    connect(m_chart, &BarChart::filterRequested, this, &StatisticView::filterRequested);
    connect(m_show, &QPushButton::clicked, this, [this] { activate(current()); });
    connect(m_copy, &QPushButton::clicked, this, &StatisticView::copyRequested);
    setContent({});
}

void StatisticView::addPart()
{
    auto *box = new QWidget(m_splitter);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(margin, 6, margin, 6);
    column->setSpacing(4);
    auto *heading = new QLabel(box);
    heading->setProperty("part", QStringLiteral("section"));
    heading->setTextFormat(Qt::PlainText);
    column->addWidget(heading);
    auto *note = new QLabel(box);
    note->setProperty("part", QStringLiteral("muted"));
    note->setTextFormat(Qt::PlainText);
    note->setWordWrap(true);
    column->addWidget(note);
    auto *view = new QTableView(box);
    const std::size_t number = m_parts.size();
    view->setObjectName(objectName() + QStringLiteral("Table%1").arg(number + 1));
    note->setObjectName(objectName() + QStringLiteral("Note%1").arg(number + 1));
    view->setProperty("part", QStringLiteral("figures"));
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setTabKeyNavigation(false);
    view->setShowGrid(false);
    view->setWordWrap(false);
    view->setTextElideMode(Qt::ElideMiddle); // addresses differ at their ends
    view->verticalHeader()->hide();
    view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    view->horizontalHeader()->setHighlightSections(false);
    auto *model = new StatisticModel(view);
    view->setModel(model);
    column->addWidget(view, 1);
    m_splitter->addWidget(box);
    m_splitter->setStretchFactor(int(number) + 1, 2);
    m_parts.push_back({box, heading, note, view, model});
    connect(view, &QTableView::activated, this, [this, number] { activate(m_parts[number]); });
    connect(view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this, number] {
        m_current = number;
        updateButtons();
    });
}

void StatisticView::setContent(const StatisticContent &content)
{
    const bool any = !content.chart.bars.empty() || (!content.tables.empty() && !content.tables.front().lines.empty());
    m_empty->setText(content.empty);
    m_stack->setCurrentIndex(any ? 1 : 0);
    m_chart->setChart(content.chart);
    m_chart->setVisible(!content.chart.bars.empty());
    m_hint->setText(content.chart.bars.empty() ? QString() : tr("A click on a bar shows its rows in the main window."));
    const std::size_t used = m_current;
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        const bool there = i < content.tables.size() && !content.tables[i].lines.empty();
        m_parts[i].box->setVisible(there);
        fill(m_parts[i], there ? content.tables[i] : StatisticTable(), content.chart.name);
    }
    m_current = used; // a line that moves was chosen before
    updateButtons();
}

void StatisticView::fill(Part &part, const StatisticTable &table, const QString &chartName)
{
    // The chart tells the name already where it is the same.
    part.heading->setVisible(!table.lines.empty() && table.name != chartName);
    part.heading->setText(table.name);
    part.note->setVisible(!table.note.isEmpty());
    part.note->setText(table.note);
    part.view->setAccessibleName(table.name.isEmpty() ? accessibleName() : table.name);
    const StatisticLine *chosen = part.model->line(part.view->currentIndex());
    const std::optional<StatisticLine> before = chosen != nullptr ? std::optional(*chosen) : std::nullopt;
    part.model->setTable(table);
    if (before && (!before->filter.isEmpty() || before->row))
        choose(part, *before);
    if (!table.lines.empty())
        widenColumns(part);
}

/// The line that was chosen stays so where lines change their order.
void StatisticView::choose(const Part &part, const StatisticLine &chosen)
{
    const auto isIt = [&](const StatisticLine &line) { return line.filter == chosen.filter && line.row == chosen.row; };
    const StatisticLine *now = part.model->line(part.view->currentIndex());
    if (now != nullptr && isIt(*now))
        return;
    const auto &lines = part.model->table().lines;
    const auto found = std::find_if(lines.begin(), lines.end(), isIt);
    if (found == lines.end())
        return part.view->setCurrentIndex({});
    part.view->setAutoScroll(false); // what is looked at stays where it is
    part.view->setCurrentIndex(part.model->index(int(found - lines.begin()), part.view->currentIndex().column()));
    part.view->setAutoScroll(true);
}

/// As wide as what is seen; a column that a person made narrower stays so until its contents grow.
void StatisticView::widenColumns(Part &part)
{
    // Numbers stay beside each other, text takes what is left.
    const bool stretches = part.model->table().lines.front().cells.back().copied.isEmpty();
    part.view->horizontalHeader()->setStretchLastSection(stretches);
    part.hints.resize(std::size_t(part.model->columnCount()));
    const QAbstractItemView *cells = part.view;
    const bool begins = std::all_of(part.hints.begin(), part.hints.end(), [](int hint) { return hint == 0; });
    part.view->horizontalHeader()->setResizeContentsPrecision(begins ? linesMeasured : linesMeasuredAgain);
    for (int c = 0; c < part.model->columnCount() - int(stretches); ++c) {
        int &hint = part.hints[std::size_t(c)];
        const int asked = std::max(cells->sizeHintForColumn(c), part.view->horizontalHeader()->sectionSizeHint(c));
        const bool first = hint == 0;
        if (asked <= hint)
            continue;
        hint = asked;
        const int width = std::clamp(asked, narrowestColumn, widestColumn);
        if (first || width > part.view->columnWidth(c))
            part.view->setColumnWidth(c, width);
    }
}

void StatisticView::setLogarithmic(bool logarithmic) { m_chart->setLogarithmic(logarithmic); }

void StatisticView::activate(const Part &part)
{
    const StatisticLine *line = part.model->line(part.view->currentIndex());
    if (line == nullptr)
        return;
    if (line->row)
        Q_EMIT rowRequested(*line->row);
    else if (!line->filter.isEmpty())
        Q_EMIT filterRequested(line->filter);
}

void StatisticView::updateButtons()
{
    const StatisticLine *line = current().model->line(current().view->currentIndex());
    const bool leadsToRow = line != nullptr && line->row;
    m_show->setText(leadsToRow ? tr("&Go to this row") : tr("&Show these rows"));
    m_show->setEnabled(leadsToRow || (line != nullptr && !line->filter.isEmpty()));
    m_copy->setEnabled(m_stack->currentIndex() == 1);
}

} // namespace framescope::ui
