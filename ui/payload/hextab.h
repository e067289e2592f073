#pragma once

#include "ui/payload/payloadtab.h"

#include <functional>

class QLabel;
class QSplitter;
class QToolButton;

namespace framescope::ui
{

class HexInspector;
class HexView;

/// Octets in hexadecimal: as they were sent with the header's fields coloured, the payload masked or unmasked, or what
/// the message inflates to. Beside or below them what the octets at the cursor say, when that is asked for.
class HexTab : public PayloadTab
{
    Q_OBJECT
public:
    explicit HexTab(QWidget *parent = nullptr);

    void showPayload(const RowPayload &payload) override;
    bool grow(const RowPayload &payload) override;
    void clear() override;
    bool showsWire() const override { return true; }
    void selectOctets(OctetRange octets) override;
    std::optional<OctetRange> selectedOctets() const override;
    /// Frames octets of the row on the wire, as far as they are shown.
    void highlightWire(OctetRange wire);
    /// What is framed now was looked for, and found.
    void markFound();
    /// Octets of the payload that were looked for and found, of those asked for; called when they are painted.
    using Found = std::function<std::vector<OctetRange>(OctetRange octets)>;
    void setFound(Found found);
    /// Others were found.
    void showFound();

Q_SIGNALS:
    /// A person chose octets of the row on the wire.
    void wireSelected(quint64 from, quint64 count);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void selectionChanged(std::uint64_t from, std::uint64_t count);
    void colorRanges();
    std::vector<OctetRange> foundIn(OctetRange shown) const;
    void showPlace();

    HexView *m_hex;
    HexInspector *m_inspector;
    QSplitter *m_splitter;
    QToolButton *m_inspect;
    QLabel *m_place;
    Found m_found;
    const RowPayload *m_payload = nullptr; ///< while something is shown
    std::shared_ptr<RowSource> m_message;  ///< while it shows an inflated message
    std::uint64_t m_skipped = 0;           ///< octets of the row on the wire before the first one shown
    std::uint64_t m_header = 0;            ///< octets shown before the payload's first
};

} // namespace framescope::ui
