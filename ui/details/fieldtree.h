#pragma once

#include "ui/details/fieldrow.h"

#include <QTreeWidget>

namespace framescope::ui
{

/// A tree of fields: name | value in coloured pieces, some of which lead to other rows. Peer text is plain text. What is
/// too long for the line goes on below.
class FieldTree : public QTreeWidget
{
    Q_OBJECT
public:
    explicit FieldTree(QWidget *parent = nullptr);

    void setRows(const std::vector<FieldRow> &rows);
    /// Makes the line about these octets current, without a signal; false when there is none.
    bool selectRange(std::uint64_t from, std::uint64_t count);
    bool selectBitField(int bitField);
    /// Of more fields than these each is one line, what is longer in its tool tip: nobody waits until all are laid out.
    static constexpr std::size_t manyFields = 1000;
    /// Lines of text that a field may take.
    int mostLines() const;
    /// What a cell has for its text, in pixels.
    int widthOf(const QModelIndex &index) const;
    /// The line behind an item.
    const FieldRow &field(const QTreeWidgetItem *item) const;
    /// The link under a position in the viewport.
    std::optional<RowIndex> linkAt(const QPoint &position) const;
    /// The whole tree as text, one line a field, children indented; what Ctrl+C of a line gives is one of them.
    QString toText() const;

Q_SIGNALS:
    void fieldSelected(quint64 from, quint64 count, int bitField);
    void rowActivated(framescope::RowIndex row);
    /// Rows like this are to be shown alone, or hidden; the text is a display filter.
    void filterRequested(const QString &filter, bool hide);

protected:
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    QList<QTreeWidgetItem *> itemsOf(const std::vector<FieldRow> &rows);
    static void open(const FieldRow &row, QTreeWidgetItem *item);
    void currentChanged();
    void fitNameColumn();
    void copyCurrent();

    std::vector<FieldRow> m_fields;
    bool m_quiet = false;
};

} // namespace framescope::ui
