#include "ui/details/handshakepane.h"

#include "core/capture/capturereader.h"
#include "core/io/rowtext.h"
#include "ui/details/fieldtree.h"
#include "ui/details/handshakefields.h"
#include "ui/details/refusalfields.h"
#include "ui/support/literaltext.h"
#include "ui/support/numbertext.h"
#include "ui/support/secrets.h"
#include "ui/support/theme.h"
#include "ui/support/visiblepayload.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
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

/// What can be laid out soon, and how much more there is: with `more`, which are not among these bytes.
QString shown(const QByteArray &bytes, std::uint64_t more = 0,
              const QString &rest = HandshakePane::tr("… %1 more, not shown here"))
{
    const VisiblePayload visible = visiblePayload(byteView(bytes), true);
    more += std::uint64_t(bytes.size()) - visible.consumed;
    return more == 0 ? visible.text : visible.text + u'\n' + rest.arg(bytesText(more));
}
} // namespace

HandshakePane::HandshakePane(QWidget *parent)
    : CapturePane(QStringLiteral("handshakePane"), parent)
    , m_pages(new QStackedWidget)
    , m_tabs(new QTabBar)
    , m_revealButton(new QToolButton)
    , m_tree(new FieldTree)
    , m_request(rawView(QStringLiteral("rawRequest"), tr("Raw request")))
    , m_response(rawView(QStringLiteral("rawResponse"), tr("Raw response")))
    , m_body(rawView(QStringLiteral("responseBody"), tr("Body of the response")))
    , m_proxy(rawView(QStringLiteral("proxyTalk"), tr("What was said with the proxy")))
    , m_offer(new QWidget)
    , m_offerText(new QLabel(m_offer))
    , m_offerButton(new QPushButton(m_offer))
{
    m_tree->setObjectName(QStringLiteral("handshakeFields"));
    m_tree->setAccessibleName(tr("Handshake, judged"));
    m_tabs->setObjectName(QStringLiteral("handshakeTabs"));
    m_tabs->setAccessibleName(tr("Views of the handshake"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    for (const QString &name : {tr("Judged"), tr("Request"), tr("Response"), tr("Body"), tr("Proxy")})
        m_tabs->addTab(name);
    m_tabs->setStyleSheet(
        QStringLiteral("QTabBar, QTabBar::tab { background: transparent; } QTabBar::tab { padding: 3px 10px; }"));
    m_revealButton->setObjectName(QStringLiteral("revealHandshake"));
    m_revealButton->setText(tr("Reveal secrets"));
    m_revealButton->setToolTip(tr("Show the values of Authorization, Cookie and tokens"));
    m_revealButton->setCheckable(true);
    m_revealButton->setAutoRaise(true);

    for (QWidget *page :
         {static_cast<QWidget *>(m_tree), static_cast<QWidget *>(m_request), static_cast<QWidget *>(m_response),
          static_cast<QWidget *>(m_body), static_cast<QWidget *>(m_proxy)})
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
    m_offer->setObjectName(QStringLiteral("handshakeOffer"));
    m_offerText->setObjectName(QStringLiteral("handshakeOfferText"));
    m_offerText->setTextFormat(Qt::PlainText);
    m_offerText->setWordWrap(true);
    m_offerText->setProperty("part", QStringLiteral("muted"));
    m_offerButton->setObjectName(QStringLiteral("handshakeOfferButton"));
    m_offerButton->setText(tr("Connect")); // until there is something to offer
    m_offerButton->setProperty("part", QStringLiteral("small"));
    auto *offer = new QHBoxLayout(m_offer);
    offer->setContentsMargins(0, 2, 0, 2);
    offer->addWidget(m_offerText, 1);
    offer->addWidget(m_offerButton);
    inner->addWidget(m_offer);
    inner->addWidget(m_pages, 1);
    setPage(page);
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_tabs, &QTabBar::currentChanged, this, &HandshakePane::showHeads);
    connect(m_revealButton, &QToolButton::toggled, this, &HandshakePane::setReveal);
    connect(m_tree, &FieldTree::filterRequested, this, &HandshakePane::filterRequested);
    refresh();
}

void HandshakePane::setReveal(bool reveal)
{
    if (m_reveal == reveal)
        return;
    m_reveal = reveal;
    m_revealButton->setChecked(reveal);
    refresh();
    Q_EMIT revealChanged(reveal);
}

void HandshakePane::setCurrentPage(int page) { m_tabs->setCurrentIndex(page); }

QByteArray HandshakePane::head(std::optional<RowIndex> row)
{
    if (!row)
        return {};
    const auto bytes = reader().wire(*row, 0, http::HeadParser::maxSize);
    return bytes ? *bytes : QByteArray();
}

QString HandshakePane::body(const ConnectionRows::Places &places)
{
    QByteArray out;
    if (!places.response)
        return {};
    const Direction direction = capture()->row(*places.response).direction();
    std::uint64_t all = places.rawBeyond[direction == Direction::In ? 1 : 0];
    for (const RowIndex row : places.raw) {
        const capture::RowRecord &record = capture()->row(row);
        if (record.direction() != direction)
            continue;
        all += record.length();
        const auto part = reader().wire(row, 0, maxBody - std::min<std::uint64_t>(maxBody, std::uint64_t(out.size())));
        if (part)
            out += *part;
    }
    return shown(out, all - std::uint64_t(out.size()), tr("… %1 more, in the raw rows of the list"));
}

void HandshakePane::refresh()
{
    const ConnectionRows::Places places = connection() ? m_rows.find(*connection()) : ConnectionRows::Places();
    HandshakeFacts facts;
    for (const RowIndex event : places.events) {
        const capture::Event read = reader().event(event);
        if (read.kind == capture::EventKind::Proxied)
            facts.proxyReplies.push_back(read.details);
    }
    if (!places.request && !places.response && facts.proxyReplies.empty())
        return showEmpty(connection() ? tr("No handshake of this connection was recorded.")
                                      : tr("Select a connection or a row to see the handshake of its connection"));
    const QByteArray request = head(places.request);
    const QByteArray response = head(places.response);
    facts.reveal = m_reveal;
    facts.url = capture()->facts(*connection()).url;
    facts.steps = stepsOf(*capture(), reader(), places);
    if (places.request)
        facts.request = parseHead(http::HeadKind::Request, request, facts.requestShape);
    if (places.response)
        facts.response = parseHead(http::HeadKind::Response, response, facts.responseShape);
    m_tree->setRows(handshakeFields(facts));
    showOffer(facts);
    m_tabs->setTabVisible(Proxy, !facts.proxyReplies.empty());
    m_proxy->setPlainText(proxyText(facts));
    m_requestHead = request;
    m_responseHead = places.response ? std::optional(response) : std::nullopt;
    showHeads();
    const bool refused = facts.response && facts.response->status != 101;
    const QString text = refused ? body(places) : QString();
    m_tabs->setTabVisible(Body, !text.isEmpty());
    m_body->setPlainText(text);
    m_revealButton->setVisible(!secretRanges(request).empty() || !secretRanges(response).empty());
    showPage();
}

/// As they were sent; the one that is looked at, for either may have ten thousand lines.
void HandshakePane::showHeads()
{
    const auto text = [this](const QByteArray &head) { return shown(m_reveal ? head : dotSecrets(head)); };
    m_request->setPlainText(m_tabs->currentIndex() == Request ? text(m_requestHead) : QString());
    m_response->setPlainText(m_tabs->currentIndex() != Response ? QString()
                             : m_responseHead                   ? text(*m_responseHead)
                                                                : tr("No response yet."));
}

void HandshakePane::showOffer(const HandshakeFacts &facts)
{
    RefusalOffer offer;
    bool ofProxy = false;
    if (facts.response) {
        offer = refusalOffer(*facts.response, facts.url);
        ofProxy = offer.kind == RefusalOffer::Kind::ProxyAuthorization;
    } else if (!facts.proxyReplies.empty()) {
        std::vector<ws::Finding> shape;
        const QByteArray reply = facts.proxyReplies.back().value(QLatin1String("reply")).toString().toUtf8();
        offer = refusalOffer(parseHead(http::HeadKind::Response, reply, shape), facts.url);
        ofProxy = true;
        if (offer.kind != RefusalOffer::Kind::ProxyAuthorization)
            offer = {};
    }
    m_offer->setVisible(offer.kind != RefusalOffer::Kind::None);
    m_offerButton->disconnect(this);
    if (offer.kind == RefusalOffer::Kind::Redirect) {
        const QString shownTarget = io::visibleText(dotUrlSecrets(offer.target));
        m_offerText->setText(tr("The server points elsewhere. Credentials do not go along to another origin."));
        const QString target = shownTarget.size() > 60 ? shownTarget.left(59) + u'…' : shownTarget;
        m_offerButton->setText(literalText(tr("Connect to %1").arg(target)));
        m_offerButton->setToolTip(shownTarget);
        connect(m_offerButton, &QPushButton::clicked, this,
                [this, id = *connection(), url = offer.target] { Q_EMIT redirectRequested(id, url); });
    } else if (offer.kind != RefusalOffer::Kind::None) {
        m_offerText->setText(ofProxy ? tr("The proxy asks you to sign in (%1).").arg(offer.schemes)
                                     : tr("The server asks you to sign in (%1).").arg(offer.schemes));
        m_offerButton->setText(ofProxy ? tr("Proxy options…") : tr("Authorization options…"));
        m_offerButton->setToolTip(tr("Give it in the options, then connect again"));
        connect(m_offerButton, &QPushButton::clicked, this,
                [this, ofProxy] { Q_EMIT authorizationRequested(ofProxy); });
    }
}

QString HandshakePane::proxyText(const HandshakeFacts &facts)
{
    QStringList parts;
    for (const QJsonObject &details : facts.proxyReplies) {
        for (const char *key : {"request", "reply", "body"}) {
            const QString text = details.value(QLatin1String(key)).toString();
            if (!text.isEmpty())
                parts << shown(text.toUtf8());
        }
    }
    return parts.join(u'\n');
}

} // namespace framescope::ui
