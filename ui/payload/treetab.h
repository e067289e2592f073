#pragma once

#include "ui/payload/payloadtab.h"
#include "ui/support/latestjob.h"

class QAbstractItemDelegate;
class QAbstractItemModel;
class QLabel;
class QMenu;
class QModelIndex;
class QPushButton;
class QTimer;
class QTreeView;

namespace framescope::ui
{

/// What the tabs share that show a payload as a tree of values: the view, the path below it, the notice above it with a
/// button to what is wrong and one to begin with what is large, and the menu of a value.
class TreeTab : public PayloadTab
{
    Q_OBJECT
public:
    /// Larger payloads are read when a person asks for it, and never beyond maxSize.
    static constexpr std::uint64_t automaticSize = 8 * 1024 * 1024;
    static constexpr std::uint64_t maxSize = 256 * 1024 * 1024;
    using Fetch = RowPayload::Fetch;

    void release() override;
    std::optional<OctetRange> selectedOctets() const override;
    /// Whether what was asked for is still being read.
    bool isReading() const;
    /// A display filter for messages with the same value in this place: "json.$.user.id == 17". Empty where a filter has
    /// no way to say so.
    virtual QString filterFor(const QModelIndex &index) const = 0;

protected:
    /// The object names of the parts begin with `name`.
    TreeTab(const QString &name, const QString &title, QAbstractItemModel *model, QAbstractItemDelegate *delegate,
            QWidget *parent);

    // Of the tree that is shown.
    virtual std::size_t valueCount() const = 0;
    virtual OctetRange rangeOf(const QModelIndex &index) const = 0;
    virtual QString pathOf(const QModelIndex &index) const = 0;
    /// What is triggered may not use the index: the tree may be another one by then.
    virtual void addCopyActions(QMenu &menu, const QModelIndex &index) = 0;

    /// Nothing runs, and neither notice nor path are there.
    void reset();
    /// Tells it above the tree; `part`: muted, warning or finding.
    void note(const QString &text, const char *part);
    void hideNotice();
    /// Made current without a signal.
    void setCurrent(const QModelIndex &index);
    /// Does it on another thread; when that takes long, it is told that `size` octets are being read.
    void runSlowly(std::uint64_t size, LatestJob::Work work);
    /// What runSlowly() told is over.
    void endSlow();
    static void copy(const QString &text);

    bool eventFilter(QObject *watched, QEvent *event) override;

    QTreeView *m_tree;
    QPushButton *m_showError;
    QPushButton *m_begin;

private:
    void currentChanged(const QModelIndex &current);
    void contextMenu(const QPoint &position);

    LatestJob *m_job;
    QTimer *m_slow; ///< then it is told that something is being read
    std::uint64_t m_slowSize = 0;
    QWidget *m_notice;
    QLabel *m_noticeText;
    QLabel *m_path;
    bool m_quiet = false;
};

} // namespace framescope::ui
