#pragma once

#include "ui/payload/jsontreemodel.h"
#include "ui/payload/payloadtab.h"
#include "ui/support/latestjob.h"

class QLabel;
class QPushButton;
class QTimer;
class QToolButton;
class QTreeView;

namespace framescope::ui
{

/// Payload octets as a JSON tree, or the place and reason why they are none.
class JsonPane : public PayloadTab
{
    Q_OBJECT
public:
    /// Larger payloads are parsed when a person asks for it, and never beyond maxSize.
    static constexpr std::uint64_t automaticSize = 8 * 1024 * 1024;
    static constexpr std::uint64_t maxSize = 256 * 1024 * 1024;
    /// Larger payloads are read and parsed on another thread.
    static constexpr std::uint64_t sizeAtOnce = 64 * 1024;
    using Fetch = RowPayload::Fetch;

    explicit JsonPane(QWidget *parent = nullptr);

    void showBytes(std::uint64_t size, Fetch fetch);
    void showPayload(const RowPayload &payload) override;
    void clear() override;
    void release() override;
    void selectOctets(OctetRange octets) override { selectByte(octets.from); }
    std::optional<OctetRange> selectedOctets() const override;
    /// Whether what was asked for is still being read or parsed.
    bool isReading() const { return m_job->isRunning(); }
    const JsonTreeModel &model() const noexcept { return *m_model; }
    /// Makes the value around an octet current, without a signal.
    void selectByte(std::uint64_t offset);

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
    std::optional<std::uint64_t> m_wanted; ///< octet to be made current once it is parsed
    bool m_quiet = false;
};

} // namespace framescope::ui
