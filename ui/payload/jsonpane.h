#pragma once

#include "ui/payload/jsontreemodel.h"
#include "ui/payload/treetab.h"

class QToolButton;

namespace framescope::ui
{

/// Payload octets as a JSON tree, or the place and reason why they are none.
class JsonPane : public TreeTab
{
    Q_OBJECT
public:
    /// Larger payloads are read and parsed on another thread.
    static constexpr std::uint64_t sizeAtOnce = 64 * 1024;

    explicit JsonPane(QWidget *parent = nullptr);

    /// `isPart`: of a message whose rest is somewhere else, so that nobody is to blame where it is no JSON by itself.
    void showBytes(std::uint64_t size, Fetch fetch, bool isPart = false);
    void showPayload(const RowPayload &payload) override;
    void clear() override;
    void selectOctets(OctetRange octets) override { selectByte(octets.from); }
    QString filterFor(const QModelIndex &index) const override { return m_model->filter(index); }
    const JsonTreeModel &model() const noexcept { return *m_model; }
    /// Makes the value around an octet current, without a signal.
    void selectByte(std::uint64_t offset);

protected:
    std::size_t valueCount() const override { return m_model->tree().nodes().size(); }
    OctetRange rangeOf(const QModelIndex &index) const override { return m_model->range(index); }
    QString pathOf(const QModelIndex &index) const override { return m_model->path(index); }
    void addCopyActions(QMenu &menu, const QModelIndex &index) override;

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
    void expandAll();

    Fetch m_fetch;
    std::uint64_t m_size = 0;
    bool m_isPart = false;
    JsonTreeModel *m_model;
    QToolButton *m_expand;
    QToolButton *m_collapse;
    std::optional<std::uint64_t> m_wanted; ///< octet to be made current once it is parsed
};

} // namespace framescope::ui
