#include "ui/payload/payloadpane.h"

#include "core/capture/capturereader.h"
#include "core/ws/findings.h"
#include "ui/details/framepane.h"
#include "ui/details/messagepane.h"
#include "ui/hex/hexview.h"
#include "ui/payload/jsonpane.h"
#include "ui/payload/textpane.h"
#include "ui/support/colors.h"
#include "ui/support/secrets.h"
#include "ui/support/tabstrip.h"

#include <QActionGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace framescope::ui
{

namespace
{
/// No head is longer (http::HeadParser::maxSize).
constexpr std::uint64_t maxHead = 1024 * 1024;

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
    , m_tabs(new QTabBar)
    , m_wholeButton(stripButton(QStringLiteral("wholeMessage")))
    , m_revealButton(stripButton(QStringLiteral("revealSecrets")))
    , m_viewButton(stripButton(QStringLiteral("payloadView")))
    , m_note(new QLabel)
    , m_stack(new QStackedWidget)
    , m_empty(new QLabel)
    , m_text(new TextPane)
    , m_json(new JsonPane)
    , m_hex(new HexView)
{
    setObjectName(QStringLiteral("payloadPane"));
    m_tabs->setObjectName(QStringLiteral("payloadTabs"));
    m_tabs->setAccessibleName(tr("Views of the payload"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->addTab(tr("Text"));
    m_tabs->addTab(tr("JSON"));
    m_tabs->addTab(tr("Hex"));
    m_wholeButton->setCheckable(true);
    m_wholeButton->setToolTip(tr("Show all fragments of the message, joined"));
    m_wholeButton->setStyleSheet(QStringLiteral("QToolButton:!checked { color: palette(link); }"));
    m_revealButton->setCheckable(true);
    m_revealButton->setText(tr("Reveal secrets"));
    m_revealButton->setToolTip(tr("Show the values of Authorization, Cookie and tokens"));
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

    auto *strip = new TabStrip(m_tabs);
    for (QWidget *tool : {m_revealButton, m_wholeButton, m_viewButton, m_text->wrapButton()})
        strip->addTool(tool);
    for (QWidget *tool : m_json->treeButtons())
        strip->addTool(tool);

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
    m_hex->setObjectName(QStringLiteral("payloadHex"));
    m_stack->addWidget(m_text);
    m_stack->addWidget(m_json);
    m_stack->addWidget(m_hex);
    m_stack->addWidget(m_empty);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(strip);
    column->addWidget(m_note);
    column->addWidget(m_stack, 1);

    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        refresh();
        Q_EMIT currentTabChanged(tab);
    });
    connect(m_wholeButton, &QToolButton::toggled, this, &PayloadPane::setWholeMessage);
    connect(m_revealButton, &QToolButton::toggled, this, &PayloadPane::setReveal);
    connect(m_text, &TextPane::byteActivated, this, [this](quint64 at) { goToPayloadByte(at, 1); });
    connect(m_json, &JsonPane::byteActivated, this, [this](quint64 at) { goToPayloadByte(at, 1); });
    connect(m_json, &JsonPane::rangeSelected, this, [this](quint64 from, quint64 count) {
        if (!m_whole && !showsInflated())
            Q_EMIT bytesSelected(headerSize() + from, count);
    });
    connect(m_hex, &HexView::selectionChanged, this, [this](quint64 from, quint64 count) {
        m_hex->setHighlight(0, 0);
        if (count > 0 && !showsInflated()) // inflated octets stand nowhere on the wire
            Q_EMIT bytesSelected(from + (view() == PayloadView::Wire ? 0 : headerSize()), count);
    });
    refresh();
}

PayloadPane::~PayloadPane() = default;

void PayloadPane::setCapture(const capture::Capture *capture)
{
    showRow(std::nullopt);
    m_text->release();
    m_json->release();
    m_capture = capture;
    m_reader = capture ? std::make_unique<capture::CaptureReader>(*capture) : nullptr;
}

void PayloadPane::showRow(std::optional<RowIndex> row)
{
    // Views hold what reads from the reader: emptied first.
    m_hex->setSource(nullptr);
    m_message.reset();
    m_text->clear();
    m_json->clear();
    m_row = m_capture && row && row->value() < m_capture->rowCount() ? row : std::nullopt;
    m_facts.reset();
    m_head.clear();
    m_messageSize = 0;
    m_inflated = {};
    m_hasSecrets = false;
    std::fill(std::begin(m_stale), std::end(m_stale), true);
    if (m_row) {
        m_seenRows = m_capture->rowCount(); // before they are looked at
        m_facts = std::make_unique<RowFacts>(readFacts(*m_capture, *m_reader, *m_row));
        for (const RowIndex fragment : m_facts->message)
            m_messageSize += m_reader->payloadPresent(fragment);
        m_inflated = m_reader->inflated(*m_row);
        readHead();
    }
    refresh();
}

void PayloadPane::readHead()
{
    m_head.clear();
    if (!m_facts)
        return;
    const capture::RowKind kind = m_facts->record.kind();
    if (kind != capture::RowKind::HandshakeRequest && kind != capture::RowKind::HandshakeResponse)
        return;
    if (const auto head = m_reader->wire(*m_row, 0, maxHead))
        m_head = *head;
    m_hasSecrets = !secretRanges(m_head).empty();
}

void PayloadPane::setReveal(bool reveal)
{
    if (m_reveal == reveal)
        return;
    m_reveal = reveal;
    m_revealButton->setChecked(reveal);
    readHead();
    std::fill(std::begin(m_stale), std::end(m_stale), true);
    refresh();
    Q_EMIT revealChanged(reveal);
}

void PayloadPane::setWholeMessage(bool whole)
{
    if (m_whole == whole)
        return;
    m_whole = whole;
    m_wholeButton->setChecked(whole);
    m_stale[Text] = m_stale[Json] = true;
    refresh();
}

void PayloadPane::setView(PayloadView view)
{
    if (this->view() == view || (view == PayloadView::Inflated && !canInflate()))
        return;
    (canInflate() ? m_compressedView : m_view) = view;
    std::fill(std::begin(m_stale), std::end(m_stale), true);
    refresh();
}

void PayloadPane::reload()
{
    const auto row = m_row;
    showRow(row);
}

bool PayloadPane::poll()
{
    if (!m_facts || m_facts->message.empty())
        return false;
    const std::uint64_t published = m_capture->rowCount();
    const std::size_t frames = m_facts->message.size();
    const std::uint64_t seen = std::exchange(m_seenRows, published);
    if (seen != published && frames < MessagePane::maxFrames) {
        for (auto next = m_reader->nextOfMessage(m_facts->message.back(), RowIndex(seen)); next;
             next = m_reader->nextOfMessage(*next)) {
            m_facts->message.push_back(*next);
            m_messageSize += m_reader->payloadPresent(*next);
        }
    }
    const capture::Inflated inflated = m_reader->inflated(*m_row);
    const bool grown = m_facts->message.size() > frames;
    if (!grown && inflated == m_inflated)
        return false;
    const bool could = canInflate();
    m_inflated = inflated;
    if (canInflate() != could || (!showsInflated() && m_whole && frames == 1 && grown)) {
        reload(); // other octets than before
        return true;
    }
    m_stale[Json] = true;
    refreshStrip();
    if (showsInflated() || (m_whole && hasWholeMessage())) {
        if (!m_stale[Text])
            m_text->grow(contentSize(), goesOn());
        // A part of a document is no document: the tree waits for the rest.
        if (m_tabs->currentIndex() == Json && !goesOn())
            refresh();
    }
    if (m_message) {
        m_message->setSize(m_inflated.size);
        m_hex->grow();
    }
    return true;
}

bool PayloadPane::goesOn() const
{
    if (showsInflated())
        return m_inflated.state == capture::Inflated::State::Open;
    const capture::RowRecord &last = m_capture->row(m_facts->message.back());
    return m_whole && hasWholeMessage() && !last.endsMessage() && !last.incomplete();
}

bool PayloadPane::canInflate() const
{
    return m_inflated.size > 0 || m_inflated.state == capture::Inflated::State::Whole;
}
bool PayloadPane::showsInflated() const { return view() == PayloadView::Inflated; }

int PayloadPane::currentTab() const { return m_tabs->currentIndex(); }

void PayloadPane::setCurrentTab(int tab) { m_tabs->setCurrentIndex(tab); }

bool PayloadPane::hasWholeMessage() const { return m_facts && m_facts->message.size() > 1; }

std::uint64_t PayloadPane::headerSize() const { return m_facts ? headerOctetsPresent(*m_facts) : 0; }

std::uint64_t PayloadPane::contentSize() const
{
    if (!m_facts)
        return 0;
    if (!m_head.isEmpty())
        return std::uint64_t(m_head.size());
    if (showsInflated())
        return m_inflated.size;
    if (m_whole && hasWholeMessage())
        return m_messageSize;
    return wireSize(*m_facts) - headerSize();
}

std::function<QByteArray(std::uint64_t from, std::uint64_t count)> PayloadPane::contentReader() const
{
    const auto reader = std::make_shared<capture::CaptureReader>(*m_capture);
    const RowIndex row = *m_row;
    const bool inflated = showsInflated();
    const bool whole = m_whole && hasWholeMessage();
    return [reader, row, inflated, whole](std::uint64_t from, std::uint64_t count) {
        const auto bytes = inflated ? reader->inflatedPayload(row, from, count)
                           : whole  ? reader->messagePayload(row, from, count)
                                    : reader->payload(row, from, count);
        return bytes ? *bytes : QByteArray();
    };
}

void PayloadPane::refreshStrip()
{
    const bool hex = m_tabs->currentIndex() == Hex;
    const bool frame = m_facts && m_facts->record.isFrame();
    m_wholeButton->setVisible(!hex && hasWholeMessage() && !showsInflated());
    m_revealButton->setVisible(m_hasSecrets);
    m_viewButton->setVisible(frame && (hex || canInflate()));
    if (hasWholeMessage())
        m_wholeButton->setText(tr("Whole message (%1 frames)").arg(numberText(m_facts->message.size())));
    for (QAction *action : m_viewButton->menu()->actions()) {
        const auto choice = PayloadView(action->data().toInt());
        action->setChecked(choice == view());
        action->setVisible(choice == PayloadView::Inflated   ? canInflate()
                           : choice == PayloadView::Unmasked ? true
                                                             : hex);
        action->setEnabled(choice != PayloadView::Masked || (frame && m_facts->header.masked()));
        if (choice == view())
            m_viewButton->setText((hex || choice == PayloadView::Inflated ? action->text() : tr("Payload, unmasked")) +
                                  QStringLiteral(" ▾"));
    }
    const QString note = inflatedNote();
    m_note->setVisible(!note.isEmpty());
    m_note->setText(note);
}

/// Of a message whose first frame has RSV1 and of which nothing was inflated.
QString PayloadPane::rsv1Note() const
{
    const RowIndex first = m_facts->message.front();
    const std::vector<ws::Finding> findings = m_capture->findings(first);
    const bool wrong = std::any_of(findings.begin(), findings.end(),
                                   [](const ws::Finding &f) { return f.id == ws::FindingId::FrameRsv1; });
    if (!wrong && !m_capture->inflateError().isEmpty())
        return unstoredText(*m_capture);
    if (!wrong)
        return tr("▲ The message is compressed; its bytes are shown as they were sent.");
    if (ws::isReserved(m_capture->row(first).opcode()))
        return tr("▲ RSV1 is set on a reserved opcode, which no compression is for; the bytes are shown as they were "
                  "sent.");
    return tr("▲ RSV1 is set and no compression was agreed; the bytes are shown as they were sent.");
}

QString PayloadPane::inflatedNote() const
{
    using State = capture::Inflated::State;
    if (m_tabs->currentIndex() == Hex && !showsInflated())
        return {};
    switch (m_inflated.state) {
    case State::None: {
        // RFC 7692 §6: RSV1 on the first frame of a message marks it as compressed
        const bool frame = m_facts && m_facts->record.isFrame() && !m_facts->message.empty() &&
                           !ws::isControl(m_facts->header.opcode());
        if (!frame || !m_capture->row(m_facts->message.front()).rsv1())
            return {};
        return rsv1Note();
    }
    case State::Unknown:
        return tr("▲ Not inflated: the compression context is unknown since row %1. The bytes are shown as they were "
                  "sent.")
            .arg(numberText(m_inflated.unknownSince.value() + 1));
    case State::Truncated:
        return tr("▲ The message ends inside its compressed data; this is what came before.");
    case State::Corrupt:
        return tr("▲ The compressed data is corrupt; these are the %1 before the bad place.")
            .arg(bytesText(m_inflated.size));
    case State::Limited:
        return tr("▲ Stopped at the limit of inflating after %1; Message offers the rest.")
            .arg(bytesText(m_inflated.size));
    case State::Unstored:
        if (m_inflated.size == 0)
            return tr("%1 The bytes are shown as they were sent.").arg(unstoredText(*m_capture) + u'.');
        return unstoredText(*m_capture);
    case State::Open:
    case State::Whole:
        break;
    }
    if (!showsInflated())
        return tr("▲ The message is compressed; its bytes are shown as they were sent.");
    return {};
}

void PayloadPane::refresh()
{
    refreshStrip();
    const bool bytes = m_facts && wireSize(*m_facts) > 0;
    const int tab = m_tabs->currentIndex();
    const bool dropped = m_row && m_row->value() < m_capture->firstKeptRow() && !showsInflated();
    const bool anything = bytes && !dropped && (tab == Hex || contentSize() > 0);
    m_text->wrapButton()->setVisible(anything && tab == Text);
    for (QWidget *button : m_json->treeButtons())
        button->setVisible(anything && tab == Json);
    if (!anything) {
        m_empty->setText(!m_facts ? tr("Select a frame to see its payload")
                         : bytes && dropped
                             ? tr("The bytes of this row were dropped with their file: the recording keeps only its "
                                  "last files (File › Limits of the recording).")
                         : !bytes ? tr("This row is an event: it has no bytes. Frame tells what is known of it.")
                                  : tr("This frame has no payload. Hex shows its header."));
        m_stack->setCurrentWidget(m_empty);
        return;
    }
    m_stack->setCurrentIndex(tab);
    if (!m_stale[tab])
        return;
    m_stale[tab] = false;
    if (tab == Text)
        showText();
    else if (tab == Json)
        showJson();
    else
        showHex();
}

void PayloadPane::showText()
{
    if (!m_head.isEmpty()) {
        const QByteArray head = m_reveal ? m_head : dotSecrets(m_head);
        m_text->showBytes(std::uint64_t(head.size()), [head](std::uint64_t from, std::uint64_t count) {
            return head.mid(qsizetype(from), qsizetype(count));
        });
        return;
    }
    m_text->showBytes(contentSize(), contentReader(), m_facts->message.empty() ? false : goesOn());
}

void PayloadPane::showJson()
{
    if (!m_head.isEmpty()) {
        m_json->showBytes(0, [](std::uint64_t, std::uint64_t) { return QByteArray(); });
        return;
    }
    m_json->showBytes(contentSize(), contentReader());
}

void PayloadPane::showHex()
{
    const std::uint64_t wire = wireSize(*m_facts);
    if (!m_head.isEmpty()) {
        m_hex->setSource(std::make_shared<HexBytes>(m_reveal ? m_head : starSecrets(m_head)));
        m_hex->setMarks(findingMarks(*m_facts, wire));
        return;
    }
    const PayloadView shown = m_facts->record.isFrame() ? view() : PayloadView::Wire;
    const std::uint64_t skipped = shown == PayloadView::Wire ? 0 : headerSize();
    m_hex->setEmptyText(tr("This frame has no payload. Wire bytes shows its header."));
    m_message.reset();
    if (shown == PayloadView::Inflated) {
        m_message = std::make_shared<RowSource>(*m_reader, *m_row, m_inflated.size, shown);
        m_hex->setSource(m_message);
        return;
    }
    m_hex->setSource(std::make_shared<RowSource>(*m_reader, *m_row, wire - skipped, shown));
    if (shown == PayloadView::Wire)
        m_hex->setRanges(headerRanges(*m_facts, Colors::of(palette())));
    std::vector<HexRange> marks;
    for (HexRange mark : findingMarks(*m_facts, wire)) {
        if (mark.from >= skipped) {
            mark.from -= skipped;
            marks.push_back(mark);
        }
    }
    m_hex->setMarks(std::move(marks));
}

void PayloadPane::selectBytes(quint64 from, quint64 count)
{
    if (!m_facts || wireSize(*m_facts) == 0)
        return;
    // The header is only in the wire bytes, and inflated octets stand nowhere on the wire.
    if (count > 0 && m_facts->record.isFrame() && (from < headerSize() || showsInflated()) &&
        view() != PayloadView::Wire && m_tabs->currentIndex() == Hex)
        setView(PayloadView::Wire);
    if (view() == PayloadView::Inflated)
        return;
    if (m_stale[Hex]) {
        m_stale[Hex] = false;
        showHex();
    }
    const bool wire = view() == PayloadView::Wire || !m_facts->record.isFrame();
    const std::uint64_t skipped = wire ? 0 : headerSize();
    m_hex->setHighlight(from - std::min<std::uint64_t>(from, skipped), count);
}

void PayloadPane::goToPayloadByte(std::uint64_t offset, std::uint64_t count)
{
    if (!m_facts)
        return;
    if (showsInflated()) {
        setCurrentTab(Hex);
        m_hex->setHighlight(offset, count);
        return;
    }
    if (m_whole && hasWholeMessage()) {
        // The octet may be in another frame; its place in the message is what can be said here.
        std::uint64_t before = 0;
        for (const RowIndex fragment : m_facts->message) {
            if (fragment == *m_row)
                break;
            before += m_reader->payloadPresent(fragment);
        }
        if (offset < before || offset - before >= wireSize(*m_facts) - headerSize()) {
            m_note->setText(tr("▲ Byte %1 of the message is in another of its frames.").arg(numberText(offset)));
            m_note->show();
            return;
        }
        offset -= before;
    }
    setCurrentTab(Hex);
    selectBytes(headerSize() + offset, count);
    Q_EMIT bytesSelected(headerSize() + offset, count);
}

void PayloadPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_facts) {
        m_stale[Hex] = true;
        refresh();
    }
}

} // namespace framescope::ui
