#pragma once

#include "ui/payload/rowpayload.h"

#include <QWidget>

#include <vector>

namespace framescope::ui
{

/// One way to look at the octets of a row: a tab of the payload pane. A new one is a file and a line in makePayloadTabs().
/// Lifetime: the RowPayload it is given outlives what the tab makes of it: clear() comes first.
class PayloadTab : public QWidget
{
    Q_OBJECT
public:
    /// `name` is for remembering the tab and finding it, and never changes; `title` stands on it.
    PayloadTab(const QString &name, const QString &title, QWidget *parent = nullptr);

    const QString &name() const noexcept { return m_name; }
    const QString &title() const noexcept { return m_title; }
    /// What stands in the strip above while the tab shows something.
    const std::vector<QWidget *> &tools() const noexcept { return m_tools; }

    /// Shows the row's octets. Called while the tab is the current one, when what it shows is old.
    virtual void showPayload(const RowPayload &payload) = 0;
    /// More octets came after those shown, which stay as they are; false when all must be shown anew.
    virtual bool grow(const RowPayload &) { return false; }
    /// Nothing is shown, and what runs for it is asked to stop.
    virtual void clear() = 0;
    /// As clear(), and what octets were read from may go when this returns.
    virtual void release() { clear(); }

    /// It shows the octets as they were sent, with the frame's header, masked or not, as chosen.
    virtual bool showsWire() const { return false; }
    /// It has something to say of rows that carry no octets.
    virtual bool showsEmpty() const { return showsWire(); }
    /// It is about the selected rows, whatever octets the current one has.
    virtual bool showsSelection() const { return false; }
    /// It is there for this row; others stay hidden unless they are the current one.
    virtual bool isFor(const RowPayload &) const { return true; }

    /// Makes octets of the payload stand out, and scrolls to them; without a signal.
    virtual void selectOctets(OctetRange) {}
    /// The octets of the payload that a person chose, or stands at; none where the tab knows none.
    virtual std::optional<OctetRange> selectedOctets() const { return std::nullopt; }

Q_SIGNALS:
    /// A person chose octets of the payload.
    void octetsSelected(quint64 from, quint64 count);
    /// They are to be shown in hexadecimal.
    void octetsActivated(quint64 from, quint64 count);
    /// Rows like this are to be shown alone, or hidden; the text is a display filter.
    void filterRequested(const QString &filter, bool hide);

protected:
    /// Becomes the pane's. Hidden until the tab is shown.
    void addTool(QWidget *tool);

private:
    QString m_name;
    QString m_title;
    std::vector<QWidget *> m_tools;
};

/// All tabs, in their order.
std::vector<PayloadTab *> makePayloadTabs();

} // namespace framescope::ui
