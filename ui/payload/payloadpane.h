#pragma once

#include "core/filter/findpattern.h"
#include "ui/payload/rowpayload.h"

#include <QWidget>

#include <vector>

class QLabel;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace framescope::ui
{

class FindBar;
class HexTab;
class PayloadFind;
class PayloadTab;

/// What a row carries, in as many ways as there are tabs (makePayloadTabs()): chooses which octets are shown, and gives
/// them to the current tab.
/// Lifetime: the capture outlives the pane or is taken out with setCapture(nullptr).
class PayloadPane : public QWidget
{
    Q_OBJECT
public:
    explicit PayloadPane(QWidget *parent = nullptr);
    ~PayloadPane() override;

    void setCapture(const capture::Capture *capture);
    void showRow(std::optional<RowIndex> row);
    /// What is selected in the list: the first rows of it, in order, and how many there are.
    void setSelection(std::vector<RowIndex> first, std::uint64_t count);
    /// Tabs but Hex show all fragments of the row's message, joined, instead of this frame alone.
    void setWholeMessage(bool whole);
    /// Which octets are shown, of this frame or of its compressed message. Only Hex knows wire and masked.
    void setView(PayloadView view);
    /// Whether the secrets of a head are shown.
    void setReveal(bool reveal);
    /// Reads the row anew, for instance when more of its message was inflated.
    void reload();
    /// Shows what came of the row's message since, and leaves alone what did not change; whether anything came. For a
    /// timer.
    bool poll();
    /// Frames octets of the row, counted from its first on the wire, in the hex view; without a signal.
    void selectBytes(quint64 from, quint64 count);
    /// Makes octets stand out in all tabs, without a signal: octets of what this row carries, counted without the header;
    /// of the last row of a compressed message in what it inflates to. With `inMessage` octets of all frames of its
    /// message, joined, which are shown then.
    void selectContent(quint64 from, quint64 count, bool inMessage = false);
    /// Opens the line that finds in these octets alone.
    void openFind();
    bool finds() const;
    /// The next match, or the one before it.
    void findStep(bool next);
    /// What is looked for in all rows: the hex view marks all places of it, too.
    void setSearched(const std::optional<filter::FindPattern> &pattern);

    /// The octets that are shown.
    const RowPayload &payload() const noexcept { return m_payload; }
    PayloadTab *currentTab() const;
    /// By its name; nothing happens when there is none of that name.
    void setCurrentTab(const QString &name);

Q_SIGNALS:
    void revealChanged(bool reveal);
    /// Octets from the first of the row on the wire.
    void bytesSelected(quint64 from, quint64 count);
    /// A display filter that a person asked for.
    void filterRequested(const QString &filter, bool hide);
    /// For remembering.
    void currentTabChanged(const QString &name);
    /// What is shown is another row's, or other octets of the same.
    void payloadChanged();

private:
    void addViewMenu();
    void addTab(PayloadTab *tab);
    void setAllStale();
    void addFind();
    void refresh();
    void refreshStrip();
    QString emptyText(bool dropped) const;
    void showInHex(OctetRange octets);
    /// A person chose octets of the payload in a tab: the others show them as well.
    void choose(const PayloadTab *where, OctetRange octets);
    /// They are what is looked for.
    void chooseFound(OctetRange octets);

    RowPayload m_payload;
    std::vector<PayloadTab *> m_tabs;
    std::vector<bool> m_stale;
    HexTab *m_hex = nullptr;
    FindBar *m_findBar = nullptr;
    PayloadFind *m_find = nullptr;
    std::optional<OctetRange> m_chosen; ///< of the payload
    bool m_chosenIsFound = false;       ///< it is a place of what is looked for

    QTabBar *m_bar;
    QToolButton *m_wholeButton;
    QToolButton *m_revealButton;
    QToolButton *m_viewButton;
    QLabel *m_note;
    QStackedWidget *m_stack;
    QLabel *m_empty;
};

} // namespace framescope::ui
