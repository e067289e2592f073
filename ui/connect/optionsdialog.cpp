#include "ui/connect/optionsdialog.h"

#include "core/http/url.h"
#include "core/net/clientupgrade.h"
#include "ui/connect/authpage.h"
#include "ui/connect/behaviourpage.h"
#include "ui/connect/clientcertificatepage.h"
#include "ui/connect/compressionpage.h"
#include "ui/connect/laboratorypage.h"
#include "ui/connect/proxypage.h"
#include "ui/connect/requestpage.h"
#include "ui/connect/timespage.h"
#include "ui/connect/tlspage.h"
#include "ui/support/dialogparts.h"

#include <QDialogButtonBox>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "moc_optionsdialog.cpp"

namespace framescope::ui
{

namespace
{
/// The request these settings make; empty while the URL is none.
QByteArray proposal(net::ConnectionSettings settings)
{
    const auto url = http::parseWsUrl(settings.url);
    if (!url)
        return {};
    settings.rawRequest.reset();
    return net::ClientUpgrade(settings, *url).makeRequest();
}
} // namespace

OptionsDialog::OptionsDialog(const net::ConnectionSettings &settings, QWidget *parent)
    : QDialog(parent)
    , m_given(settings)
    , m_list(new QListWidget(this))
    , m_stack(new QStackedWidget(this))
    , m_laboratory(new LaboratoryPage(this))
    , m_compression(new CompressionPage(this))
    , m_problem(new QLabel(this))
    , m_buttons(new QDialogButtonBox(
          QDialogButtonBox::Ok | QDialogButtonBox::Cancel | QDialogButtonBox::RestoreDefaults, this))
{
    setObjectName(QStringLiteral("optionsDialog"));
    setWindowTitle(tr("Connection options"));
    m_pages = {new RequestPage(this),
               new AuthPage(this),
               m_laboratory,
               new TlsPage(this),
               new ClientCertificatePage(this),
               new ProxyPage(this),
               m_compression,
               new BehaviourPage(this),
               new TimesPage(this)};
    m_list->setObjectName(QStringLiteral("optionsPages"));
    m_list->setAccessibleName(tr("Pages of the options"));
    m_list->setProperty("part", QStringLiteral("pages"));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (OptionsPage *page : m_pages) {
        m_list->addItem(page->title());
        auto *area = new QScrollArea(m_stack); // a low window scrolls; nothing is cut
        area->setProperty("part", QStringLiteral("pages"));
        area->setFrameShape(QFrame::NoFrame);
        area->setWidgetResizable(true);
        area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        area->setFocusPolicy(Qt::NoFocus);
        area->setWidget(page);
        page->alignForms();
        m_stack->addWidget(area);
        connect(page, &OptionsPage::changed, this, &OptionsDialog::judge);
    }
    m_list->setFixedWidth(m_list->fontMetrics().horizontalAdvance(m_laboratory->title()) + 62);

    m_problem->setObjectName(QStringLiteral("optionsProblem"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->setProperty("part", QStringLiteral("finding"));
    QFrame *foot = dialogFooter(m_buttons, m_problem);
    m_buttons->button(QDialogButtonBox::RestoreDefaults)->setToolTip(tr("On all pages"));

    auto *across = new QHBoxLayout;
    across->setSpacing(0);
    across->addWidget(m_list);
    across->addWidget(m_stack, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(across, 1);
    column->addWidget(foot);
    resize(920, 640);

    connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row == Laboratory)
            proposeRequest();
        m_stack->setCurrentIndex(row);
    });
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_buttons->button(QDialogButtonBox::RestoreDefaults), &QPushButton::clicked, this, [this] {
        net::ConnectionSettings usual;
        usual.url = m_given.url;
        showSettings(usual);
        m_compression->setInflateLimits({});
    });
    showSettings(settings);
    m_list->setCurrentRow(Request);
    m_list->setFocus(Qt::OtherFocusReason);
}

net::ConnectionSettings OptionsDialog::settings() const
{
    net::ConnectionSettings edited = m_given;
    for (const OptionsPage *page : m_pages)
        page->store(edited);
    return edited;
}

void OptionsDialog::setCurrentPage(Page page) { m_list->setCurrentRow(page); }

void OptionsDialog::setInflateLimits(const ws::InflateLimits &limits) { m_compression->setInflateLimits(limits); }
ws::InflateLimits OptionsDialog::inflateLimits() const { return m_compression->inflateLimits(); }

void OptionsDialog::showSettings(const net::ConnectionSettings &settings)
{
    {
        const QScopedValueRollback showing(m_showing, true);
        for (OptionsPage *page : m_pages)
            page->showSettings(settings);
        proposeRequest();
    }
    judge();
}

void OptionsDialog::proposeRequest() { m_laboratory->setProposal(proposal(settings())); }

bool OptionsDialog::differs(const OptionsPage &page) const
{
    net::ConnectionSettings stored;
    page.store(stored);
    return stored != net::ConnectionSettings();
}

void OptionsDialog::judge()
{
    if (m_showing)
        return;
    QString first;
    for (int i = 0; i < pageCount; ++i) {
        const OptionsPage &page = *m_pages[std::size_t(i)];
        const QString problem = page.problem();
        if (first.isEmpty() && !problem.isEmpty())
            first = tr("%1: %2").arg(page.title(), problem);
        // Never by colour alone: a glyph, and words for those who do not see it.
        QListWidgetItem *item = m_list->item(i);
        const QString mark = !problem.isEmpty() ? QStringLiteral("  ▲")
                             : differs(page)    ? QStringLiteral("  •")
                                                : QString();
        item->setText(page.title() + mark);
        item->setToolTip(!problem.isEmpty() ? problem : mark.isEmpty() ? QString() : tr("Not as by default"));
        item->setData(Qt::AccessibleDescriptionRole, item->toolTip());
    }
    m_problem->setText(first);
    m_problem->setVisible(!first.isEmpty());
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(first.isEmpty());
}

} // namespace framescope::ui
