#pragma once

#include "ui/payload/jsontreemodel.h"
#include "ui/support/latestjob.h"

#include <QWidget>

#include <array>
#include <functional>

class QLabel;
class QPushButton;
class QTimer;
class QToolButton;
class QTreeView;

namespace framescope::ui
{

/// Payload octets as a JSON tree, or the place and reason why they are none.
class JsonPane : public QWidget
{
    Q_OBJECT
public:
    /// Larger payloads are parsed when a person asks for it, and never beyond maxSize.
    static constexpr std::uint64_t automaticSize = 8 * 1024 * 1024;
    static constexpr std::uint64_t maxSize = 256 * 1024 * 1024;
    /// Larger payloads are read and parsed on another thread.
    static constexpr std::uint64_t sizeAtOnce = 64 * 1024;
    /// Called on one thread at a time, which need not be the GUI's.
    using Fetch = std::function<QByteArray(std::uint64_t from, std::uint64_t count)>;

    explicit JsonPane(QWidget *parent = nullptr);

    void showBytes(std::uint64_t size, Fetch fetch);
    void clear();
    /// As clear(); what the last fetch reads from may go then.
    void release();
    /// Whether what was asked for is still being read or parsed.
    bool isReading() const { return m_job->isRunning(); }
    const JsonTreeModel &model() const noexcept { return *m_model; }
    /// Makes the value around an octet current, without a signal.
    void selectByte(std::uint64_t offset);
    /// For the strip above the pane; hidden until they are put there.
    std::array<QToolButton *, 2> treeButtons() const { return {m_expand, m_collapse}; }

Q_SIGNALS:
    /// Octets of the payload.
    void rangeSelected(quint64 from, quint64 count);
    /// The place of the first error was asked for.
    void byteActivated(quint64 offset);

private:
    /// A text, what it is, and where it goes wrong.
    struct Parsed {
        QByteArray text;
        decode::JsonTree tree;
        decode::TextPosition errorPlace;
    };
    static Parsed readAndParse(const Fetch &fetch, std::uint64_t size, const std::stop_token &stop);
    void parse();
    void showParsed(Parsed parsed);
    void note(const QString &text, const char *part);
    void expandAll();
    void currentChanged(const QModelIndex &current);
    void contextMenu(const QPoint &position);

    LatestJob *m_job;
    QTimer *m_slow; ///< then it is told that something is being read
    Fetch m_fetch;
    std::uint64_t m_size = 0;
    JsonTreeModel *m_model;
    QTreeView *m_tree;
    QWidget *m_notice;
    QLabel *m_noticeText;
    QPushButton *m_showError;
    QPushButton *m_parse;
    QToolButton *m_expand;
    QToolButton *m_collapse;
    QLabel *m_path;
    bool m_quiet = false;
};

} // namespace framescope::ui
