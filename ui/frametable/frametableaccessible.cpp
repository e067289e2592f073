#include "ui/frametable/frametableaccessible.h"

#include "ui/frametable/frametableview.h"

#include <QPointer>

namespace framescope::ui
{

namespace
{
constexpr int keptRows = 512;

/// One row. Lifetime: the view may go before it; then it is not valid.
class RowAccessible : public QAccessibleInterface
{
public:
    RowAccessible(FrameTableView *view, int row) : m_view(view), m_row(row) {}

    int row() const { return m_row; }
    bool isValid() const override
    {
        return m_view != nullptr && m_view->model() != nullptr && m_row < m_view->model()->rowCount();
    }
    QObject *object() const override { return nullptr; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QAccessibleInterface *parent() const override
    {
        return m_view != nullptr ? QAccessible::queryAccessibleInterface(m_view) : nullptr;
    }
    int childCount() const override { return 0; }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    void setText(QAccessible::Text, const QString &) override {}

    QString text(QAccessible::Text what) const override
    {
        if (what != QAccessible::Name || !isValid())
            return {};
        return m_view->model()->index(m_row, 0).data(Qt::AccessibleTextRole).toString();
    }
    QRect rect() const override
    {
        if (!isValid() || !m_view->tableLayout().isShown(m_row))
            return {};
        const TableLayout &layout = m_view->tableLayout();
        const QPoint corner = m_view->viewport()->mapToGlobal(QPoint(0, layout.yOf(m_row)));
        return {corner, QSize(m_view->viewport()->width(), layout.rowHeight)};
    }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.selectable = true;
        state.multiSelectable = true;
        state.focusable = true;
        state.selected = m_view->selectionModel()->isSelected(m_view->model()->index(m_row, 0));
        state.focused = m_view->hasFocus() && m_view->currentIndex().row() == m_row;
        state.offscreen = !m_view->tableLayout().isShown(m_row);
        return state;
    }

private:
    QPointer<FrameTableView> m_view;
    int m_row;
};

QAccessibleInterface *makeInterface(const QString &, QObject *object)
{
    auto *const view = qobject_cast<FrameTableView *>(object);
    return view != nullptr ? new FrameTableAccessible(view) : nullptr;
}
} // namespace

void FrameTableAccessible::install() { QAccessible::installFactory(makeInterface); }

FrameTableAccessible::FrameTableAccessible(FrameTableView *view) : QAccessibleWidget(view, QAccessible::List) {}

FrameTableAccessible::~FrameTableAccessible()
{
    for (const QAccessible::Id id : std::as_const(m_rows))
        QAccessible::deleteAccessibleInterface(id);
}

FrameTableView *FrameTableAccessible::view() const { return static_cast<FrameTableView *>(object()); }

int FrameTableAccessible::childCount() const { return view()->tableLayout().shownRows(); }

QAccessibleInterface *FrameTableAccessible::child(int index) const
{
    if (index < 0 || index >= childCount())
        return nullptr;
    return rowInterface(view()->tableLayout().top + index);
}

QAccessibleInterface *FrameTableAccessible::childAt(int x, int y) const
{
    const QPoint pos = view()->viewport()->mapFromGlobal(QPoint(x, y));
    const int row = view()->tableLayout().rowAt(pos.y());
    return row >= 0 && view()->viewport()->rect().contains(pos) ? rowInterface(row) : nullptr;
}

QAccessibleInterface *FrameTableAccessible::focusChild() const
{
    const int row = view()->currentIndex().row();
    return view()->hasFocus() && row >= 0 ? rowInterface(row) : nullptr;
}

int FrameTableAccessible::indexOfChild(const QAccessibleInterface *child) const
{
    const auto *const row = dynamic_cast<const RowAccessible *>(child);
    return row != nullptr && view()->tableLayout().isShown(row->row()) ? row->row() - view()->tableLayout().top : -1;
}

QAccessibleInterface *FrameTableAccessible::rowInterface(int row) const
{
    const auto known = m_rows.constFind(row);
    if (known != m_rows.cend())
        return QAccessible::accessibleInterface(*known);
    if (m_rows.size() >= keptRows) {
        for (const QAccessible::Id id : std::as_const(m_rows))
            QAccessible::deleteAccessibleInterface(id);
        m_rows.clear();
    }
    auto *const made = new RowAccessible(view(), row);
    m_rows.insert(row, QAccessible::registerAccessibleInterface(made));
    return made;
}

} // namespace framescope::ui
