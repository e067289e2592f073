#pragma once

#include <QAccessibleWidget>
#include <QHash>

namespace framescope::ui
{

class FrameTableView;

/// The frame table for screen readers: a list whose items are the rows in view, each one sentence
/// ("received, text, 42 bytes, 12:01:03.5, unmasked"). A reader that walks over all children meets some forty of them,
/// however many rows the capture has.
class FrameTableAccessible : public QAccessibleWidget
{
public:
    /// Makes Qt use this class for every FrameTableView.
    static void install();

    explicit FrameTableAccessible(FrameTableView *view);
    ~FrameTableAccessible() override;

    int childCount() const override;
    QAccessibleInterface *child(int index) const override;
    QAccessibleInterface *childAt(int x, int y) const override;
    QAccessibleInterface *focusChild() const override;
    int indexOfChild(const QAccessibleInterface *child) const override;

private:
    FrameTableView *view() const;
    QAccessibleInterface *rowInterface(int row) const;

    mutable QHash<int, QAccessible::Id> m_rows; ///< interfaces made so far; thrown away when there are many
};

} // namespace framescope::ui
