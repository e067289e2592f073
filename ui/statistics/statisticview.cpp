#include "ui/statistics/statisticview.h"

#include "ui/statistics/barchart.h"
#include "ui/statistics/statisticmodel.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace framescope::ui
{

namespace
{
constexpr int margin = 12;
constexpr std::size_t tables = 2;
constexpr int narrowestColumn = 84;
constexpr int widestColumn = 420;
} // namespace

StatisticView::StatisticView(const QString &name, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_stack(new QStackedWidget(this))
    , m_empty(new QLabel(m_stack))
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
    line->setContentsMargins(margin, 8, margin, 8);
    auto *hint = new QLabel(tr("A click on a bar shows its rows in the main window."), bar);
    hint->setProperty("part", QStringLiteral("muted"));
    line->addWidget(hint, 1);
    m_show->setObjectName(name + QStringLiteral("Show"));
    m_show->setToolTip(tr("Filter the main window by the selected line, or go to its row"));
    m_copy->setObjectName(name + QStringLiteral("Copy"));
    m_copy->setToolTip(tr("Put the table on the clipboard, with tabs between columns"));
    line->addWidget(m_show);
    line->addWidget(m_copy);
    column->addWidget(bar);

    connect(m_chart, &BarChart::filterRequested, this, &StatisticView::filterRequested);
    connect(m_show, &QPushButton::clicked, this, [this] { activate(current()); });
    connect(m_copy, &QPushButton::clicked, this, &StatisticView::copy);
    setContent({});
}

void StatisticView::addPart()
{
    auto *box = new QWidget(m_splitter);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(margin, 6, margin, 0);
    column->setSpacing(4);
    auto *heading = new QLabel(box);
    heading->setProperty("part", QStringLiteral("section"));
    heading->setTextFormat(Qt::PlainText);
    column->addWidget(heading);
    auto *view = new QTableView(box);
    const std::size_t number = m_parts.size();
    view->setObjectName(objectName() + QStringLiteral("Table%1").arg(number + 1));
    view->setProperty("part", QStringLiteral("figures"));
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setTabKeyNavigation(false);
    view->setShowGrid(false);
    view->setWordWrap(false);
    view->verticalHeader()->hide();
    view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    view->horizontalHeader()->setHighlightSections(false);
    auto *model = new StatisticModel(view);
    view->setModel(model);
    column->addWidget(view, 1);
    m_splitter->addWidget(box);
    m_splitter->setStretchFactor(int(number) + 1, 2);
    m_parts.push_back({box, heading, view, model});
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
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        const Part &part = m_parts[i];
        const bool there = i < content.tables.size() && !content.tables[i].lines.empty();
        part.box->setVisible(there);
        const StatisticTable table = there ? content.tables[i] : StatisticTable();
        const bool first = there && part.model->rowCount() == 0;
        // The chart tells the name already where it is the same.
        part.heading->setVisible(there && table.name != content.chart.name);
        part.heading->setText(table.name);
        part.view->setAccessibleName(table.name.isEmpty() ? accessibleName() : table.name);
        part.model->setTable(table);
        if (!first)
            continue;
        // Numbers stay beside each other, text takes what is left.
        part.view->horizontalHeader()->setStretchLastSection(table.lines.front().cells.back().copied.isEmpty());
        part.view->resizeColumnsToContents();
        for (int c = 0; c < part.model->columnCount(); ++c)
            part.view->setColumnWidth(c, std::clamp(part.view->columnWidth(c) + margin, narrowestColumn, widestColumn));
    }
    updateButtons();
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

void StatisticView::copy()
{
    QString text;
    for (const Part &part : m_parts) {
        if (part.model->rowCount() > 0)
            text += (text.isEmpty() ? QString() : QStringLiteral("\n")) + part.model->table().toTsv();
    }
    QApplication::clipboard()->setText(text);
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
