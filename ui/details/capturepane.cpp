#include "ui/details/capturepane.h"

#include "core/capture/capturereader.h"

#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "moc_capturepane.cpp"

namespace framescope::ui
{

CapturePane::CapturePane(const QString &name, QWidget *parent)
    : QWidget(parent), m_stack(new QStackedWidget(this)), m_empty(new QLabel(m_stack))
{
    setObjectName(name);
    m_empty->setObjectName(name + QStringLiteral("Empty"));
    m_empty->setProperty("part", QStringLiteral("empty"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setTextFormat(Qt::PlainText);
    m_stack->addWidget(m_empty);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);
}

CapturePane::~CapturePane() = default;

void CapturePane::setCapture(const capture::Capture *capture)
{
    m_row.reset();
    m_chosen.reset();
    m_capture = nullptr;
    captureChanged();
    m_capture = capture;
    m_reader = capture ? std::make_unique<capture::CaptureReader>(*capture) : nullptr;
    captureChanged();
    refresh();
}

void CapturePane::showRow(std::optional<RowIndex> row)
{
    m_row = m_capture && row && row->value() < m_capture->rowCount() ? row : std::nullopt;
    if (isVisible() || readsWhileHidden())
        refresh();
}

void CapturePane::showConnection(std::optional<ConnectionId> connection)
{
    m_chosen = m_capture ? connection : std::nullopt;
    if (!m_row && (isVisible() || readsWhileHidden()))
        refresh();
}

void CapturePane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

std::optional<ConnectionId> CapturePane::connection() const
{
    if (m_row)
        return m_capture->row(*m_row).connection();
    return m_chosen && m_chosen->value() < m_capture->connectionCount() ? m_chosen : std::nullopt;
}

void CapturePane::setPage(QWidget *page) { m_stack->addWidget(page); }
void CapturePane::showPage() { m_stack->setCurrentIndex(1); }

void CapturePane::showEmpty(const QString &text)
{
    m_empty->setText(text);
    m_stack->setCurrentIndex(0);
}

bool CapturePane::isEmpty() const { return m_stack->currentIndex() == 0; }

} // namespace framescope::ui
