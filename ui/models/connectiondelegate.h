#pragma once

#include <QStyledItemDelegate>

namespace framescope::ui
{

/// A connection as a dot for its state, its name, and a smaller second line. Shape tells the state beside colour:
/// full is open, half is on the way in or out, a ring is over, a cross is failed.
class ConnectionDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace framescope::ui
