#pragma once

#include "core/decode/decoder.h"
#include "ui/models/decoderchoices.h"
#include "ui/payload/decodedtreemodel.h"
#include "ui/payload/treetab.h"

class QToolButton;

namespace framescope::ui
{

/// A payload as a decoder reads it: the one that recognises it, or the one that a person chose for the host.
class DecodedPane : public TreeTab
{
    Q_OBJECT
public:
    /// Larger payloads are read and decoded on another thread.
    static constexpr std::uint64_t sizeAtOnce = 32 * 1024;

    explicit DecodedPane(QWidget *parent = nullptr);

    void showPayload(const RowPayload &payload) override;
    void clear() override;
    void selectOctets(OctetRange octets) override;

    const DecoderChoices &choices() const noexcept { return m_choices; }
    /// What is shown is decoded anew where another decoder was chosen for its host.
    void setChoices(const DecoderChoices &choices);
    /// Chooses for the host of the row that is shown; nullptr: automatic.
    void choose(const decode::Decoder *decoder);
    /// The one that made the tree; nullptr while there is none.
    const decode::Decoder *decoder() const noexcept { return m_shown; }
    const DecodedTreeModel &model() const noexcept { return *m_model; }
    QString filterFor(const QModelIndex &index) const override;

Q_SIGNALS:
    /// A person chose a decoder for a host.
    void choicesChanged();

protected:
    std::size_t valueCount() const override { return m_model->tree().nodes().size(); }
    OctetRange rangeOf(const QModelIndex &index) const override { return m_model->range(index); }
    QString pathOf(const QModelIndex &index) const override { return m_model->path(index); }
    void addCopyActions(QMenu &menu, const QModelIndex &index) override;

private:
    /// What is decoded, and all that is known of it.
    struct Subject {
        Fetch fetch;
        std::uint64_t size = 0;
        decode::Channel channel;
        const decode::Decoder *chosen = nullptr;
        bool text = false;
        bool control = false; ///< the row is a ping or pong
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

    Subject m_subject;
    QString m_reason; ///< why there is nothing to decode
    QString m_host;
    DecoderChoices m_choices;
    const decode::Decoder *m_shown = nullptr;
    DecodedTreeModel *m_model;
    QToolButton *m_button;
};

} // namespace framescope::ui
