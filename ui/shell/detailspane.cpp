#include "ui/shell/detailspane.h"

#include "ui/details/connectionpane.h"
#include "ui/details/fieldrow.h"
#include "ui/details/framepane.h"
#include "ui/details/handshakepane.h"
#include "ui/details/messageframes.h"
#include "ui/details/messagepane.h"
#include "ui/payload/payloadpane.h"
#include "ui/support/numbertext.h"
#include "ui/support/tabstrip.h"

#include <QApplication>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <utility>

namespace framescope::ui
{

namespace
{
/// A connection that is chosen as it begins has its handshake among so many rows after that.
constexpr std::uint64_t handshakeRows = 200;
} // namespace

DetailsPane::DetailsPane(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("detailsPane"));
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setChildrenCollapsible(false);
    auto *left = new QWidget(m_splitter);
    m_tabs = new QTabBar(left);
    m_tabs->setObjectName(QStringLiteral("detailsTabs"));
    m_tabs->setAccessibleName(tr("What is shown of the row"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_pages = new QStackedWidget(left);
    m_frame = new FramePane(m_pages);
    m_message = new MessagePane(m_pages);
    m_handshake = new HandshakePane(m_pages);
    m_connection = new ConnectionPane(m_pages);
    const std::pair<QWidget *, QString> pages[] = {{m_frame, tr("Frame")},
                                                   {m_message, tr("Message")},
                                                   {m_handshake, tr("Handshake")},
                                                   {m_connection, tr("Connection")}};
    for (const auto &[page, name] : pages) {
        m_pages->addWidget(page);
        m_tabs->addTab(name);
    }
    auto *leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, 0, 0, 0);
    leftColumn->setSpacing(0);
    leftColumn->addWidget(new TabStrip(m_tabs, left));
    leftColumn->addWidget(m_pages, 1);
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    m_payload = new PayloadPane(m_splitter);
    m_splitter->addWidget(left);
    m_splitter->addWidget(m_payload);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_splitter);

    connect(m_payload, &PayloadPane::currentTabChanged, this, [this](const QString &name) {
        m_keepsTab = name != QLatin1String("text") && name != QLatin1String("hex");
        if (!m_keepsTab)
            m_tabOf[m_binary ? 1 : 0] = name;
    });
    connect(m_frame, &FramePane::bytesSelected, m_payload, &PayloadPane::selectBytes);
    connect(m_payload, &PayloadPane::bytesSelected, m_frame, &FramePane::selectBytes);
    for (const CapturePane *pane : std::initializer_list<CapturePane *>{m_frame, m_handshake, m_connection})
        connect(pane, &CapturePane::filterRequested, this, &DetailsPane::filterRequested);
    connect(m_frame, &FramePane::rowActivated, this, &DetailsPane::rowActivated);
    connect(m_message, &MessagePane::rowActivated, this, &DetailsPane::rowActivated);
    connect(m_message, &MessagePane::continueInflatingRequested, this, &DetailsPane::continueInflatingRequested);
    connect(m_handshake, &HandshakePane::redirectRequested, this, &DetailsPane::redirectRequested);
    connect(m_handshake, &HandshakePane::authorizationRequested, this, &DetailsPane::authorizationRequested);
    connect(m_payload, &PayloadPane::filterRequested, this, &DetailsPane::filterRequested);
    connect(m_payload, &PayloadPane::revealChanged, this, &DetailsPane::setReveal);
    connect(m_handshake, &HandshakePane::revealChanged, this, &DetailsPane::setReveal);
    connect(m_connection, &ConnectionPane::rowActivated, this, &DetailsPane::rowActivated);
}

DetailsPane::~DetailsPane() = default;

void DetailsPane::setCapture(const capture::Capture *capture)
{
    m_row.reset();
    m_frames.reset();
    m_capture = capture;
    m_frame->setCapture(capture);
    m_message->setCapture(capture);
    m_handshake->setCapture(capture);
    m_connection->setCapture(capture);
    m_payload->setCapture(capture);
    showRow(std::nullopt);
}

void DetailsPane::showRow(std::optional<RowIndex> row)
{
    m_row = row;
    m_frames = m_capture != nullptr && row ? MessageFrames::of(*m_capture, *row) : nullptr;
    nameTabs();
    // Each pane reads only while it is visible.
    m_frame->showRow(row);
    m_message->showRow(row);
    m_handshake->showRow(row);
    m_connection->showRow(row);
    chooseTab();
    m_payload->showRow(row);
}

void DetailsPane::setSelection(std::vector<RowIndex> first, std::uint64_t count)
{
    m_payload->setSelection(std::move(first), count);
}

/// Binary frames are read in hex, others as text, until a person chooses otherwise for that kind. Who chose another view
/// keeps it for both.
void DetailsPane::chooseTab()
{
    if (!m_row || m_capture == nullptr || !m_capture->row(*m_row).isFrame())
        return;
    const bool binary = m_capture->row(*m_row).opcode() == ws::Opcode::Binary;
    if (std::exchange(m_binary, binary) != binary && !m_keepsTab)
        m_payload->setCurrentTab(m_tabOf[binary ? 1 : 0]);
}

void DetailsPane::setConnection(std::optional<ConnectionId> connection)
{
    m_chosen = connection;
    m_rowsRead = m_capture == nullptr ? 0 : m_capture->rowCount();
    m_handshake->showConnection(connection);
    m_connection->showConnection(connection);
}

/// The chosen connection goes on while no row is looked at. Its handshake is read anew while it can still change.
void DetailsPane::pollConnection()
{
    if (!m_chosen || m_capture == nullptr || m_capture->rowCount() == m_rowsRead)
        return;
    const bool opening = m_capture->totals(*m_chosen).framesIn + m_capture->totals(*m_chosen).framesOut == 0;
    if (opening || m_rowsRead < handshakeRows)
        setConnection(m_chosen);
}

void DetailsPane::setReveal(bool reveal)
{
    if (m_reveal == reveal)
        return;
    m_reveal = reveal;
    m_frame->setReveal(reveal);
    m_payload->setReveal(reveal);
    m_handshake->setReveal(reveal);
    Q_EMIT revealChanged(reveal);
}

void DetailsPane::nameTabs()
{
    QString frame = tr("Frame");
    QString message = tr("Message");
    if (m_row && m_capture != nullptr) {
        const capture::RowRecord &record = m_capture->row(*m_row);
        frame = record.isFrame() ? tr("Frame %1").arg(m_row->value() + 1) : tr("Row %1").arg(m_row->value() + 1);
        const bool alone = record.message == static_cast<std::uint32_t>(m_row->value()) && record.endsMessage();
        if (m_frames && !alone) {
            const std::size_t count = m_frames->rows().size();
            message = count == 1 ? tr("Message (1 frame so far)")
                      : m_frames->isSearching() || count >= MessageFrames::most
                          ? tr("Message (%1 frames or more)").arg(numberText(count))
                          : tr("Message (%1 frames)").arg(numberText(count));
        }
    }
    m_tabs->setTabText(m_pages->indexOf(m_frame), frame);
    m_tabs->setTabText(m_pages->indexOf(m_message), message);
}

void DetailsPane::poll()
{
    if (isVisible() && !m_row)
        pollConnection();
    if (!isVisible() || !m_row)
        return;
    const bool more = m_payload->poll();
    m_frame->poll();
    m_message->poll();
    if (more)
        nameTabs();
}

void DetailsPane::reloadMessage()
{
    m_message->refresh();
    m_payload->reload();
}

QByteArray DetailsPane::saveState() const { return m_splitter->saveState(); }
void DetailsPane::restoreState(const QByteArray &state) { m_splitter->restoreState(state); }

void DetailsPane::focusHeader()
{
    m_tabs->setCurrentIndex(m_pages->indexOf(m_frame));
    m_frame->setFocus(Qt::ShortcutFocusReason);
}

void DetailsPane::focusPayload() { m_payload->setFocus(Qt::ShortcutFocusReason); }
PayloadPane *DetailsPane::focusedPayload() const
{
    return m_payload->isAncestorOf(QApplication::focusWidget()) ? m_payload : nullptr;
}
void DetailsPane::reloadNotes() { m_frame->showRow(m_row); }
void DetailsPane::selectContent(quint64 from, quint64 count, bool inMessage)
{
    m_payload->selectContent(from, count, inMessage);
}
void DetailsPane::setSearched(const std::optional<filter::FindPattern> &pattern) { m_payload->setSearched(pattern); }
void DetailsPane::showConnection() { m_tabs->setCurrentIndex(m_pages->indexOf(m_connection)); }
void DetailsPane::showHandshake() { m_tabs->setCurrentIndex(m_pages->indexOf(m_handshake)); }

} // namespace framescope::ui
