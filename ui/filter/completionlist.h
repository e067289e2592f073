#pragma once

#include <QListView>

namespace framescope::ui
{

/// The list under a filter field: what fits, and beside it what it means.
class CompletionList : public QListView
{
public:
    /// Of an entry: what it means. Its text is Qt::DisplayRole.
    static constexpr int meaningRole = Qt::UserRole + 1;
    /// Where its texts begin: border and padding of the part "popup", and a margin.
    static constexpr int textLeft = 11;

    explicit CompletionList(QWidget *parent = nullptr);

    /// Paints both. A completer that takes the list gives it a painter of its own first.
    void usePainter();
};

} // namespace framescope::ui
