#include "ui/connect/headertable.h"

#include "core/http/handshake.h"
#include "ui/support/colors.h"
#include "ui/support/coretext.h"
#include "ui/support/icons.h"
#include "ui/support/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <functional>

#include "moc_headertable.cpp"

namespace framescope::ui
{

HeaderTable::HeaderTable(QWidget *parent) : QWidget(parent)
{
    m_table = new QTableWidget(0, 2, this);
    m_table->setObjectName(QStringLiteral("headerTable"));
    m_table->setAccessibleName(tr("Request headers"));
    m_table->setHorizontalHeaderLabels({tr("Name"), tr("Value")});
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->resizeSection(0, 190);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(26);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                             QAbstractItemView::AnyKeyPressed | QAbstractItemView::SelectedClicked);
    m_table->setFont(monospaceFont());
    m_table->setProperty("part", QStringLiteral("framed"));
    m_table->installEventFilter(this);

    auto *add = new QPushButton(tr("Add header"), this);
    add->setObjectName(QStringLiteral("headerAdd"));
    add->setIcon(icon(QStringLiteral("plus"), palette()));
    add->setAutoDefault(false);
    m_remove = new QPushButton(tr("Remove"), this);
    m_remove->setObjectName(QStringLiteral("headerRemove"));
    m_remove->setToolTip(tr("Remove the selected headers (Del)"));
    m_remove->setAutoDefault(false);
    m_remove->setEnabled(false);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(add);
    buttons->addWidget(m_remove);
    buttons->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(m_table, 1);
    column->addLayout(buttons);

    connect(add, &QPushButton::clicked, this, [this] {
        addRow({}, {});
        const int row = m_table->rowCount() - 1;
        m_table->setCurrentCell(row, 0);
        m_table->editItem(m_table->item(row, 0));
    });
    connect(m_remove, &QPushButton::clicked, this, &HeaderTable::removeSelected);
    connect(m_table, &QTableWidget::itemChanged, this, &HeaderTable::judge);
    connect(m_table, &QTableWidget::itemSelectionChanged, this,
            [this] { m_remove->setEnabled(!m_table->selectedItems().isEmpty()); });
    setFocusProxy(m_table);
}

QString HeaderTable::text(int row, int column) const
{
    const QTableWidgetItem *item = m_table->item(row, column);
    return item ? item->text().trimmed() : QString();
}

QList<QPair<QByteArray, QByteArray>> HeaderTable::headers() const
{
    QList<QPair<QByteArray, QByteArray>> result;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const QString name = text(row, 0);
        const QString value = text(row, 1);
        if (!name.isEmpty() || !value.isEmpty())
            result.append({name.toUtf8(), value.toUtf8()});
    }
    return result;
}

void HeaderTable::setHeaders(const QList<QPair<QByteArray, QByteArray>> &headers)
{
    {
        const QSignalBlocker quiet(m_table);
        m_table->setRowCount(0);
    }
    for (const auto &[name, value] : headers)
        addRow(QString::fromUtf8(name), QString::fromUtf8(value));
    judge();
}

void HeaderTable::addRow(const QString &name, const QString &value)
{
    const QSignalBlocker quiet(m_table);
    const int row = m_table->rowCount();
    m_table->insertRow(row);
    m_table->setItem(row, 0, new QTableWidgetItem(name));
    m_table->setItem(row, 1, new QTableWidgetItem(value));
}

void HeaderTable::removeSelected()
{
    QList<int> rows;
    const auto selected = m_table->selectionModel()->selectedRows();
    for (const QModelIndex &index : selected)
        rows.append(index.row());
    std::sort(rows.begin(), rows.end(), std::greater<int>());
    for (const int row : rows)
        m_table->removeRow(row);
    judge();
}

void HeaderTable::judge()
{
    const QSignalBlocker quiet(m_table);
    m_problem.clear();
    const Colors &c = Colors::of(palette());
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const QString name = text(row, 0);
        const QString value = text(row, 1);
        QString wrong;
        if (name.isEmpty() && !value.isEmpty()) {
            wrong = tr("the name is missing");
        } else if (!name.isEmpty()) {
            const auto parsed = http::parseHeaderArgument(name + QStringLiteral(": ") + value);
            if (!parsed)
                wrong = coreText(parsed.error().message);
            else if (parsed->first != name.toUtf8())
                wrong = tr("a name cannot have a colon in it");
        }
        for (int column = 0; column < 2; ++column) {
            if (QTableWidgetItem *item = m_table->item(row, column)) {
                item->setForeground(wrong.isEmpty() ? c.textMain : c.finding);
                item->setToolTip(wrong);
            }
        }
        if (!wrong.isEmpty() && m_problem.isEmpty())
            m_problem = tr("Header %1: %2").arg(row + 1).arg(wrong);
    }
    Q_EMIT changed();
}

bool HeaderTable::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Delete) {
        removeSelected();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace framescope::ui
