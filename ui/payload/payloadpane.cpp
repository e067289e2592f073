#include "ui/payload/payloadpane.h"

#include "core/capture/capturereader.h"
#include "ui/details/framefields.h"
#include "ui/find/findbar.h"
#include "ui/payload/hextab.h"
#include "ui/payload/payloadfind.h"
#include "ui/payload/payloadnote.h"
#include "ui/payload/payloadtab.h"
#include "ui/support/numbertext.h"
#include "ui/support/tabstrip.h"

#include <QActionGroup>
#include <QLabel>
#include <QMenu>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace framescope::ui
{

namespace
{
QToolButton *stripButton(const QString &name)
{
    auto *button = new QToolButton;
    button->setObjectName(name);
    button->setProperty("part", QStringLiteral("tool"));
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    return button;
}
} // namespace

PayloadPane::PayloadPane(QWidget *parent)
    : QWidget(parent)
    , m_tabs(makePayloadTabs())
    , m_stale(m_tabs.size(), true)
    , m_bar(new QTabBar)
    , m_wholeButton(stripButton(QStringLiteral("wholeMessage")))
    , m_revealButton(stripButton(QStringLiteral("revealSecrets")))
    , m_viewButton(stripButton(QStringLiteral("payloadView")))
    , m_note(new QLabel)
    , m_stack(new QStackedWidget)
    , m_empty(new QLabel)
{
    setObjectName(QStringLiteral("payloadPane"));
    m_bar->setObjectName(QStringLiteral("payloadTabs"));
    m_bar->setAccessibleName(tr("Views of the payload"));
    m_bar->setDrawBase(false);
    m_bar->setExpanding(false);
    m_wholeButton->setCheckable(true);
    m_wholeButton->setAccessibleName(tr("Whole message"));
    m_wholeButton->setToolTip(tr("Show all fragments of the message, joined"));
    m_revealButton->setCheckable(true);
    m_revealButton->setText(tr("Reveal secrets"));
    m_revealButton->setToolTip(tr("Show the values of Authorization, Cookie and tokens"));
    addViewMenu();

    auto *strip = new TabStrip(m_bar);
    for (QWidget *tool : {m_revealButton, m_wholeButton, m_viewButton})
        strip->addTool(tool);
    for (PayloadTab *tab : m_tabs) {
        addTab(tab);
        for (QWidget *tool : tab->tools())
            strip->addTool(tool);
    }

    m_note->setObjectName(QStringLiteral("payloadNote"));
    m_note->setProperty("part", QStringLiteral("warning"));
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setContentsMargins(10, 4, 10, 4);
    m_empty->setProperty("part", QStringLiteral("empty"));
    m_empty->setObjectName(QStringLiteral("payloadEmpty"));
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_stack->addWidget(m_empty);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(strip);
    addFind();
    column->addWidget(m_findBar);
    column->addWidget(m_note);
    column->addWidget(m_stack, 1);

    connect(m_bar, &QTabBar::currentChanged, this, [this] {
        refresh();
        Q_EMIT currentTabChanged(currentTab()->name());
    });
    connect(m_wholeButton, &QToolButton::toggled, this, &PayloadPane::setWholeMessage);
    connect(m_revealButton, &QToolButton::toggled, this, &PayloadPane::setReveal);
    refresh();
}

PayloadPane::~PayloadPane() = default;

void PayloadPane::addFind()
{
    m_findBar = new FindBar(FindBar::Of::Payload, this);
    m_find = new PayloadFind(*m_findBar, this);
    connect(this, &PayloadPane::payloadChanged, m_find, [this] {
        if (m_payload.row())
            m_find->setOctets(m_payload.size(), m_payload.fetch());
        else
            m_find->forget();
    });
    connect(m_find, &PayloadFind::found, this, [this](quint64 from, quint64 count) { chooseFound({from, count}); });
    connect(m_find, &PayloadFind::placesChanged, m_hex, &HexTab::showFound);
    m_hex->setFound([this](OctetRange octets) { return m_find->placesIn(octets); });
    connect(m_findBar, &FindBar::closed, this, [this] { currentTab()->setFocus(Qt::OtherFocusReason); });
}

void PayloadPane::openFind()
{
    m_find->setOctets(m_payload.size(), m_payload.row() ? m_payload.fetch() : RowPayload::Fetch());
    m_findBar->open();
}

bool PayloadPane::finds() const { return m_findBar->isVisible() && m_findBar->pattern(); }

void PayloadPane::findStep(bool next) { m_findBar->step(next); }

void PayloadPane::setSearched(const std::optional<filter::FindPattern> &pattern) { m_find->setOutside(pattern); }

void PayloadPane::addViewMenu()
{
    m_viewButton->setAccessibleName(tr("Which bytes"));
    m_viewButton->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(m_viewButton);
    auto *group = new QActionGroup(menu);
    for (const auto &[text, view] : {std::pair(tr("Wire bytes"), PayloadView::Wire),
                                     {tr("Payload, masked"), PayloadView::Masked},
                                     {tr("Payload, unmasked"), PayloadView::Unmasked},
                                     {tr("Message, inflated"), PayloadView::Inflated}}) {
        QAction *action = menu->addAction(text);
        action->setCheckable(true);
        action->setData(int(view));
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, view = view] { setView(view); });
    }
    m_viewButton->setMenu(menu);
}

void PayloadPane::addTab(PayloadTab *tab)
{
    m_bar->addTab(tab->title());
    m_stack->addWidget(tab);
    connect(tab, &PayloadTab::octetsSelected, this, [this, tab](quint64 from, quint64 count) {
        choose(tab, {from, count});
        if (const auto wire = m_payload.onWire({from, count}))
            Q_EMIT bytesSelected(wire->from, wire->count);
    });
    connect(tab, &PayloadTab::octetsActivated, this, [this](quint64 from, quint64 count) { showInHex({from, count}); });
    connect(tab, &PayloadTab::filterRequested, this, &PayloadPane::filterRequested);
    if (auto *hex = qobject_cast<HexTab *>(tab)) {
        m_hex = hex;
        connect(hex, &HexTab::wireSelected, this, [this, hex](quint64 from, quint64 count) {
            if (const auto octets = m_payload.ofWire({from, count}))
                choose(hex, *octets);
            Q_EMIT bytesSelected(from, count);
        });
    }
}

void PayloadPane::setCapture(const capture::Capture *capture)
{
    showRow(std::nullopt);
    m_find->release();
    for (PayloadTab *tab : m_tabs)
        tab->release();
    m_payload.setCapture(capture);
}

void PayloadPane::showRow(std::optional<RowIndex> row)
{
    for (PayloadTab *tab : m_tabs) // what they hold reads from the payload's reader
        tab->clear();
    m_payload.setRow(row);
    m_chosen.reset();
    setAllStale();
    refresh();
    Q_EMIT payloadChanged();
}

void PayloadPane::setSelection(std::vector<RowIndex> first, std::uint64_t count)
{
    if (m_payload.selectedRows() == first && m_payload.selectedCount() == count)
        return;
    m_payload.setSelection(std::move(first), count);
    for (std::size_t i = 0; i < m_tabs.size(); ++i)
        m_stale[i] = m_stale[i] || m_tabs[i]->showsSelection();
    if (currentTab()->showsSelection())
        refresh();
}

void PayloadPane::setAllStale() { std::fill(m_stale.begin(), m_stale.end(), true); }

void PayloadPane::setReveal(bool reveal)
{
    if (m_payload.reveals() == reveal)
        return;
    m_payload.setReveal(reveal);
    m_revealButton->setChecked(reveal);
    setAllStale();
    refresh();
    Q_EMIT payloadChanged();
    Q_EMIT revealChanged(reveal);
}

void PayloadPane::setWholeMessage(bool whole)
{
    if (m_payload.whole() == whole)
        return;
    m_payload.setWhole(whole);
    m_wholeButton->setChecked(whole);
    m_chosen.reset();
    for (std::size_t i = 0; i < m_tabs.size(); ++i)
        m_stale[i] = m_stale[i] || !m_tabs[i]->showsWire();
    refresh();
    Q_EMIT payloadChanged();
}

void PayloadPane::setView(PayloadView view)
{
    const bool inflated = m_payload.showsInflated();
    if (!m_payload.setView(view))
        return;
    if (m_payload.showsInflated() != inflated)
        m_chosen.reset();
    setAllStale();
    refresh();
    Q_EMIT payloadChanged();
}

void PayloadPane::reload()
{
    const auto row = m_payload.row();
    showRow(row);
}

bool PayloadPane::poll()
{
    switch (m_payload.poll()) {
    case RowPayload::Growth::None:
        return false;
    case RowPayload::Growth::OtherOctets:
        reload();
        return true;
    case RowPayload::Growth::More:
        break;
    }
    refreshStrip();
    m_find->grow(m_payload.size(), m_payload.fetch());
    const bool more = m_payload.showsInflated() || m_payload.showsWholeMessage();
    for (std::size_t i = 0; i < m_tabs.size() && more; ++i)
        m_stale[i] = m_stale[i] || !m_tabs[i]->grow(m_payload);
    // A part of a document is no document: what does not grow waits for the rest.
    if (more && !m_payload.goesOn())
        refresh();
    return true;
}

PayloadTab *PayloadPane::currentTab() const { return m_tabs[std::size_t(std::max(0, m_bar->currentIndex()))]; }

void PayloadPane::setCurrentTab(const QString &name)
{
    for (std::size_t i = 0; i < m_tabs.size(); ++i) {
        if (m_tabs[i]->name() == name)
            m_bar->setCurrentIndex(int(i));
    }
}

void PayloadPane::refreshStrip()
{
    const bool wire = currentTab()->showsWire();
    const bool frame = m_payload.isFrame();
    m_wholeButton->setVisible(!wire && m_payload.hasWholeMessage() && !m_payload.showsInflated());
    m_revealButton->setVisible(m_payload.hasSecrets());
    m_viewButton->setVisible(frame && (wire || m_payload.canInflate()));
    if (m_payload.hasWholeMessage())
        m_wholeButton->setText(m_payload.isSearching()
                                   ? tr("Whole message")
                                   : tr("Whole message (%1 frames)").arg(numberText(m_payload.messageFrames())));
    const PayloadView view = m_payload.view();
    for (QAction *action : m_viewButton->menu()->actions()) {
        const auto choice = PayloadView(action->data().toInt());
        action->setChecked(choice == view);
        action->setVisible(choice == PayloadView::Inflated   ? m_payload.canInflate()
                           : choice == PayloadView::Unmasked ? true
                                                             : wire);
        action->setEnabled(choice != PayloadView::Masked || (frame && m_payload.facts()->header.masked()));
        if (choice == view)
            m_viewButton->setText((wire || choice == PayloadView::Inflated ? action->text() : tr("Payload, unmasked")) +
                                  QStringLiteral(" ▾"));
    }
    const QString note = payloadNote(m_payload, wire);
    m_note->setVisible(!note.isEmpty());
    m_note->setText(note);
}

QString PayloadPane::emptyText(bool dropped) const
{
    if (!m_payload.facts())
        return tr("Select a frame to see its payload");
    if (m_payload.wireSize() == 0)
        return tr("This row is an event: it has no bytes. The first tab on the left tells what is known of it.");
    if (dropped)
        return tr("The bytes of this row were dropped with their file: the recording keeps only its "
                  "last files (File › Limits of the recording).");
    if (m_payload.showsInflated())
        return tr("This message is empty: its compressed bytes inflate to nothing.");
    const RowFacts &facts = *m_payload.facts();
    if (facts.record.incomplete() && !m_payload.showsWholeMessage())
        return tr("The stream ended before the payload. Hex shows what came of the header.");
    if (facts.record.opcode() == ws::Opcode::Close)
        return tr("This close frame has no payload, so neither code nor reason. Hex shows its header.");
    return tr("This frame has no payload. Hex shows its header.");
}

void PayloadPane::refresh()
{
    for (int i = 0; i < m_bar->count(); ++i) {
        const bool there = i == m_bar->currentIndex() || m_tabs[std::size_t(i)]->isFor(m_payload);
        if (there != m_bar->isTabVisible(i)) {
            m_bar->setTabVisible(i, there);
            m_bar->updateGeometry();
        }
    }
    refreshStrip();
    PayloadTab *tab = currentTab();
    const bool dropped =
        m_payload.row() && m_payload.capture()->octetsDropped(*m_payload.row()) && !m_payload.showsInflated();
    const bool octets = m_payload.wireSize() > 0 && !dropped && (tab->showsEmpty() || m_payload.size() > 0);
    const bool anything = octets || tab->showsSelection();
    for (const PayloadTab *other : m_tabs) {
        for (QWidget *tool : other->tools())
            tool->setVisible(anything && other == tab);
    }
    if (!anything) {
        m_empty->setText(emptyText(dropped));
        m_stack->setCurrentWidget(m_empty);
        return;
    }
    m_stack->setCurrentWidget(tab);
    const auto index = std::size_t(m_bar->currentIndex());
    if (!m_stale[index])
        return;
    m_stale[index] = false;
    tab->showPayload(m_payload);
    if (m_chosen)
        tab->selectOctets(*m_chosen);
    if (m_chosen && m_chosenIsFound && tab == m_hex)
        m_hex->markFound();
}

void PayloadPane::choose(const PayloadTab *where, OctetRange octets)
{
    m_chosen = octets;
    m_chosenIsFound = false;
    for (std::size_t i = 0; i < m_tabs.size(); ++i) {
        if (m_tabs[i] != where && !m_stale[i])
            m_tabs[i]->selectOctets(octets);
    }
}

void PayloadPane::chooseFound(OctetRange octets)
{
    choose(nullptr, octets);
    m_chosenIsFound = true;
    m_hex->markFound();
}

void PayloadPane::selectBytes(quint64 from, quint64 count)
{
    if (m_payload.wireSize() == 0)
        return;
    // The header is only in the wire bytes, and inflated octets stand nowhere on the wire.
    if (count > 0 && m_payload.isFrame() && (from < m_payload.headerSize() || m_payload.showsInflated()) &&
        m_payload.view() != PayloadView::Wire && currentTab() == m_hex)
        setView(PayloadView::Wire);
    if (m_payload.showsInflated())
        return;
    const auto index = std::size_t(std::find(m_tabs.begin(), m_tabs.end(), m_hex) - m_tabs.begin());
    if (m_stale[index]) {
        m_stale[index] = false;
        m_hex->showPayload(m_payload);
    }
    m_hex->highlightWire({from, count});
}

void PayloadPane::selectContent(quint64 from, quint64 count, bool inMessage)
{
    // Of a compressed message the place is one of what it inflates to, and stands nowhere in its payload.
    if (m_payload.canInflate() && !m_payload.showsInflated() && !m_payload.isHead())
        return;
    if (inMessage && m_payload.hasWholeMessage())
        setWholeMessage(true);
    if (inMessage && !m_payload.showsWholeMessage())
        return;
    if (m_payload.showsInflated() || inMessage)
        chooseFound({from, count});
    else if (const auto octets = m_payload.ofWire({m_payload.headerSize() + from, count}))
        chooseFound(*octets);
}

void PayloadPane::showInHex(OctetRange octets)
{
    if (!m_payload.facts())
        return;
    if (m_payload.showsInflated()) {
        setCurrentTab(m_hex->name());
        m_hex->selectOctets(octets);
        return;
    }
    const auto wire = m_payload.onWire(octets);
    if (!wire) {
        m_note->setText(tr("▲ Byte %1 of the message is in another of its frames.").arg(numberText(octets.from)));
        m_note->show();
        return;
    }
    setCurrentTab(m_hex->name());
    selectBytes(wire->from, wire->count);
    Q_EMIT bytesSelected(wire->from, wire->count);
}

} // namespace framescope::ui
