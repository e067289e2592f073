#include "ui/details/handshakepane.h"

#include "core/capture/capturereader.h"
#include "ui/details/fieldtree.h"
#include "ui/details/handshakefields.h"
#include "ui/support/secrets.h"
#include "ui/support/theme.h"
#include "ui/support/visiblepayload.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace framescope::ui
{

namespace
{
QPlainTextEdit *rawView(const QString &name, const QString &accessible)
{
    auto *edit = new QPlainTextEdit;
    edit->setObjectName(name);
    edit->setAccessibleName(accessible);
    edit->setReadOnly(true);
    edit->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    edit->setFont(monospaceFont());
    edit->setFrameShape(QFrame::NoFrame);
    edit->setStyleSheet(
        QStringLiteral("QPlainTextEdit { border: none; border-radius: 0; background: palette(window); }"));
    return edit;
}

QString shown(const QByteArray &bytes) { return visiblePayload(byteView(bytes), true).text; }
} // namespace

HandshakePane::HandshakePane(QWidget *parent)
    : QWidget(parent)
    , m_stack(new QStackedWidget)
    , m_pages(new QStackedWidget)
    , m_empty(new QLabel)
    , m_tabs(new QTabBar)
    , m_revealButton(new QToolButton)
    , m_tree(new FieldTree)
    , m_request(rawView(QStringLiteral("rawRequest"), tr("Raw request")))
    , m_response(rawView(QStringLiteral("rawResponse"), tr("Raw response")))
    , m_body(rawView(QStringLiteral("responseBody"), tr("Body of the response")))
{
    setObjectName(QStringLiteral("handshakePane"));
    m_tree->setObjectName(QStringLiteral("handshakeFields"));
    m_tree->setAccessibleName(tr("Handshake, judged"));
    m_empty->setObjectName(QStringLiteral("handshakeEmpty"));
    m_empty->setProperty("part", QStringLiteral("empty"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setTextFormat(Qt::PlainText);
    m_tabs->setObjectName(QStringLiteral("handshakeTabs"));
    m_tabs->setAccessibleName(tr("Views of the handshake"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    for (const QString &name : {tr("Judged"), tr("Request"), tr("Response"), tr("Body")})
        m_tabs->addTab(name);
    m_tabs->setStyleSheet(
        QStringLiteral("QTabBar, QTabBar::tab { background: transparent; } QTabBar::tab { padding: 3px 10px; }"));
    m_revealButton->setObjectName(QStringLiteral("revealHandshake"));
    m_revealButton->setText(tr("Reveal secrets"));
    m_revealButton->setToolTip(tr("Show the values of Authorization, Cookie and tokens"));
    m_revealButton->setCheckable(true);
    m_revealButton->setAutoRaise(true);

    for (QWidget *page : {static_cast<QWidget *>(m_tree), static_cast<QWidget *>(m_request),
                          static_cast<QWidget *>(m_response), static_cast<QWidget *>(m_body)})
        m_pages->addWidget(page);
    auto *page = new QWidget;
    auto *line = new QHBoxLayout;
    line->addWidget(m_tabs);
    line->addStretch(1);
    line->addWidget(m_revealButton);
    auto *inner = new QVBoxLayout(page);
    inner->setContentsMargins(10, 4, 10, 4);
    inner->setSpacing(4);
    inner->addLayout(line);
    inner->addWidget(m_pages, 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(page);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_revealButton, &QToolButton::toggled, this, &HandshakePane::setReveal);
    refresh();
}

HandshakePane::~HandshakePane() = default;

void HandshakePane::setCapture(const capture::Capture *capture)
{
    m_capture = capture;
    m_reader = capture ? std::make_unique<capture::CaptureReader>(*capture) : nullptr;
    m_rows.setCapture(capture);
    m_id.reset();
    refresh();
}

void HandshakePane::showRow(std::optional<RowIndex> row)
{
    m_id.reset();
    if (m_capture && row && row->value() < m_capture->rowCount())
        m_id = m_capture->row(*row).connection();
    if (isVisible())
        refresh();
}

void HandshakePane::setReveal(bool reveal)
{
    if (m_reveal == reveal)
        return;
    m_reveal = reveal;
    m_revealButton->setChecked(reveal);
    refresh();
}

void HandshakePane::setCurrentPage(int page) { m_tabs->setCurrentIndex(page); }

void HandshakePane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

QByteArray HandshakePane::head(std::optional<RowIndex> row)
{
    if (!row)
        return {};
    const auto bytes = m_reader->wire(*row, 0, http::HeadParser::maxSize);
    return bytes ? *bytes : QByteArray();
}

QByteArray HandshakePane::body(const ConnectionRows::Places &places, QString &cut)
{
    QByteArray out;
    std::uint64_t all = 0;
    for (const RowIndex row : places.raw) {
        const capture::RowRecord &record = m_capture->row(row);
        if (!places.response || record.direction() != m_capture->row(*places.response).direction())
            continue;
        all += record.length();
        const auto part = m_reader->wire(row, 0, maxBody - std::min<std::uint64_t>(maxBody, std::uint64_t(out.size())));
        if (part)
            out += *part;
    }
    if (all > std::uint64_t(out.size()))
        cut = tr("… %1 more, in the raw rows of the list").arg(bytesText(all - std::uint64_t(out.size())));
    return out;
}

void HandshakePane::refresh()
{
    const bool there = m_capture && m_id;
    const ConnectionRows::Places places = there ? m_rows.find(*m_id) : ConnectionRows::Places();
    if (!places.request && !places.response) {
        m_empty->setText(there ? tr("No handshake of this connection was recorded.")
                               : tr("Select a row to see its connection's handshake"));
        m_stack->setCurrentIndex(0);
        return;
    }
    const QByteArray request = head(places.request);
    const QByteArray response = head(places.response);
    HandshakeFacts facts;
    facts.reveal = m_reveal;
    if (places.request)
        facts.request = parseHead(http::HeadKind::Request, request, facts.requestShape);
    if (places.response)
        facts.response = parseHead(http::HeadKind::Response, response, facts.responseShape);
    m_tree->setRows(handshakeFields(facts));
    m_request->setPlainText(shown(m_reveal ? request : dotSecrets(request)));
    m_response->setPlainText(places.response ? shown(m_reveal ? response : dotSecrets(response))
                                             : tr("No response yet."));
    QString cut;
    const bool refused = facts.response && facts.response->status != 101;
    const QByteArray bytes = refused ? body(places, cut) : QByteArray();
    m_tabs->setTabVisible(Body, !bytes.isEmpty());
    m_body->setPlainText(shown(bytes) + (cut.isEmpty() ? QString() : u'\n' + cut));
    m_revealButton->setVisible(!secretRanges(request).empty() || !secretRanges(response).empty());
    m_stack->setCurrentIndex(1);
}

} // namespace framescope::ui
