#include "ui/hex/hexinspector.h"

#include "ui/hex/octetvalues.h"
#include "ui/support/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>

namespace framescope::ui
{

namespace
{
constexpr int octetsRole = Qt::UserRole;
}

HexInspector::HexInspector(QWidget *parent) : QTableWidget(0, ColumnCount, parent)
{
    setObjectName(QStringLiteral("hexInspector"));
    setAccessibleName(tr("What the bytes at the cursor say"));
    setFont(monospaceFont());
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setProperty("part", QStringLiteral("columns"));
    setStyleSheet(
        QStringLiteral("QTableView::item { padding: 0 6px 0 5px; } QHeaderView::section { padding: 1px 8px; }"));
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setTabKeyNavigation(false);
    setHorizontalHeaderLabels({tr("Type"), tr("Little endian"), tr("Big endian")});
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionResizeMode(Type, QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(Little, QHeaderView::Stretch);
    horizontalHeader()->setSectionResizeMode(Big, QHeaderView::Stretch);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(1); // the style's is higher than a line
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 1);
    const std::vector<OctetValue> values = octetValues({});
    setRowCount(int(values.size()));
    for (int row = 0; row < rowCount(); ++row) {
        for (int column = 0; column < ColumnCount; ++column)
            setItem(row, column, new QTableWidgetItem);
        item(row, Type)->setText(values[std::size_t(row)].type);
    }
    connect(this, &QTableWidget::currentCellChanged, this, [this](int row) {
        const int octets = row < 0 ? 0 : item(row, Type)->data(octetsRole).toInt();
        if (octets > 0 && hasFocus())
            Q_EMIT valueChosen(octets);
    });
}

void HexInspector::showOctets(ByteView octets)
{
    const std::vector<OctetValue> values = octetValues(octets);
    for (int row = 0; row < rowCount(); ++row) {
        const OctetValue &value = values[std::size_t(row)];
        item(row, Type)->setData(octetsRole, value.octets);
        for (const auto &[column, text] : {std::pair(Little, value.little), std::pair(Big, value.big)}) {
            item(row, column)->setText(value.octets > 0 ? text : QStringLiteral("—"));
            item(row, column)
                ->setToolTip(value.octets > 0 ? QString() : tr("There are too few bytes from here to the end."));
        }
    }
}

bool HexInspector::hasValue() const
{
    return currentItem() != nullptr && item(currentRow(), Type)->data(octetsRole).toInt() > 0;
}

void HexInspector::copyCurrent()
{
    if (hasValue())
        QGuiApplication::clipboard()->setText(currentItem()->text());
}

void HexInspector::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        return copyCurrent();
    QTableWidget::keyPressEvent(event);
}

void HexInspector::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    menu.addAction(tr("Copy value"), QKeySequence::Copy, this, &HexInspector::copyCurrent)->setEnabled(hasValue());
    menu.exec(event->globalPos());
}

QSize HexInspector::sizeHint() const
{
    const int digit = fontMetrics().horizontalAdvance(u'0');
    return {digit * 66, horizontalHeader()->sizeHint().height() + 8 * verticalHeader()->defaultSectionSize()};
}

} // namespace framescope::ui
