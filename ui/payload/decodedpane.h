#pragma once

#include "core/decode/decoder.h"
#include "ui/models/decoderchoices.h"
#include "ui/payload/decodedtreemodel.h"
#include "ui/payload/payloadtab.h"
#include "ui/support/latestjob.h"

class QLabel;
class QMenu;
class QPushButton;
class QTimer;
class QToolButton;
class QTreeView;

namespace framescope::ui
{

/// A payload as a decoder reads it: the one that recognises it, or the one that a person chose for the host.
class DecodedPane : public PayloadTab
{
    Q_OBJECT
public:
    /// Larger payloads are decoded when a person asks for it, and never beyond maxSize.
    static constexpr std::uint64_t automaticSize = 8 * 1024 * 1024;
    static constexpr std::uint64_t maxSize = 256 * 1024 * 1024;
    /// Larger payloads are read and decoded on another thread.
    static constexpr std::uint64_t sizeAtOnce = 32 * 1024;

    explicit DecodedPane(QWidget *parent = nullptr);

    void showPayload(const RowPayload &payload) override;
    void clear() override;
    void release() override;
    void selectOctets(OctetRange octets) override;
    std::optional<OctetRange> selectedOctets() const override;

    const DecoderChoices &choices() const noexcept { return m_choices; }
    /// What is shown is decoded anew where another decoder was chosen for its host.
    void setChoices(const DecoderChoices &choices);
    /// Chooses for the host of the row that is shown; nullptr: automatic.
    void choose(const decode::Decoder *decoder);
    /// The one that made the tree; nullptr while there is none.
    const decode::Decoder *decoder() const noexcept { return m_shown; }
    const DecodedTreeModel &model() const noexcept { return *m_model; }
    bool isReading() const { return m_job->isRunning(); }
    /// A display filter for messages with the same value in this place; empty where a filter has no way to say so.
    QString filterFor(const QModelIndex &index) const;

Q_SIGNALS:
    /// A person chose a decoder for a host.
    void choicesChanged();
    /// Rows that this filter holds for are wanted, or, `without`, the others.
    void filterWanted(const QString &filter, bool without);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// What is decoded, and all that is known of it.
    struct Subject {
        RowPayload::Fetch fetch;
        std::uint64_t size = 0;
        decode::Channel channel;
        const decode::Decoder *chosen = nullptr;
        bool text = false;
        bool whole = true;
    };
    struct Decoded {
        const decode::Decoder *decoder = nullptr;
        decode::DecodedTree tree;
        bool readable = true; ///< false: the octets could not be read to their end
    };
    static Decoded readAndDecode(const Subject &subject, const std::stop_token &stop);
    void makeMenu();
    void begin();
    void decode();
    void openSmall(const QModelIndex &index);
    void showDecoded(Decoded decoded);
    void showChoice();
    void note(const QString &text, const char *part);
    void currentChanged(const QModelIndex &current);
    void contextMenu(const QPoint &position);

    LatestJob *m_job;
    QTimer *m_slow; ///< then it is told that something is being read
    Subject m_subject;
    QString m_reason; ///< why there is nothing to decode
    QString m_host;
    DecoderChoices m_choices;
    const decode::Decoder *m_shown = nullptr;
    DecodedTreeModel *m_model;
    QTreeView *m_tree;
    QWidget *m_notice;
    QLabel *m_noticeText;
    QPushButton *m_showError;
    QPushButton *m_decode;
    QToolButton *m_button;
    QLabel *m_path;
    bool m_quiet = false;
};

} // namespace framescope::ui
