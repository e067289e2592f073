#include "ui/connect/laboratorypage.h"

#include "core/http/handshake.h"
#include "core/http/rawhead.h"
#include "ui/support/coretext.h"
#include "ui/support/findingsview.h"
#include "ui/support/restyle.h"
#include "ui/support/secrets.h"
#include "ui/support/theme.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextDocument>
#include <QVBoxLayout>

#include <algorithm>

#include "moc_laboratorypage.cpp"

namespace framescope::ui
{

namespace
{
struct Judged {
    std::vector<ws::Finding> findings;
    bool whole = false;    ///< the empty line is there
    std::size_t after = 0; ///< bytes behind the head
};

/// As a server will judge it (RFC 6455 §4.2.1).
Judged judgeOctets(QByteArrayView octets)
{
    Judged judged;
    http::HeadParser parser(http::HeadKind::Request);
    ByteView input = byteView(octets);
    judged.whole = parser.feed(input) != http::HeadParser::Status::NeedMore;
    judged.after = input.size();
    judged.findings = parser.findings();
    if (judged.whole) {
        for (const ws::Finding &finding : http::judgeRequest(parser.head()).findings) {
            if (std::find(judged.findings.begin(), judged.findings.end(), finding) == judged.findings.end())
                judged.findings.push_back(finding);
        }
    }
    std::stable_sort(judged.findings.begin(), judged.findings.end(),
                     [](const ws::Finding &a, const ws::Finding &b) { return a.offset < b.offset; });
    return judged;
}
} // namespace

LaboratoryPage::LaboratoryPage(QWidget *parent)
    : OptionsPage(
          tr("Handshake laboratory"),
          tr("Write the request yourself: order, case, missing or doubled fields, another version or key. It is "
             "sent byte for byte, whatever the other pages say."),
          parent)
    , m_instead(checkBox("optionsRawRequest", tr("&Send this request instead")))
    , m_edit(new QPlainTextEdit(this))
    , m_restore(new QPushButton(tr("&Restore"), this))
    , m_count(helpLabel("optionsRawCount"))
    , m_findings(new FindingsView(QStringLiteral("optionsRawFindings"), tr("What is wrong with this request"), this))
{
    m_edit->setObjectName(QStringLiteral("optionsRawEdit"));
    m_edit->setAccessibleName(tr("The request, as it is sent"));
    m_edit->setFont(monospaceFont());
    m_edit->setTabChangesFocus(true);
    m_edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_edit->setMinimumHeight(120);
    m_restore->setObjectName(QStringLiteral("optionsRawRestore"));
    m_restore->setToolTip(tr("Begin again with the request that the other pages make"));
    m_restore->setAutoDefault(false);
    m_count->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto *top = new QHBoxLayout;
    top->addWidget(m_instead);
    top->addWidget(m_count, 1);
    top->addWidget(m_restore);
    column()->addLayout(top);
    column()->addWidget(m_edit, 1);
    column()->addWidget(
        helpLabel("optionsRawHelp", tr("A line ends with CR LF. \\n is LF alone, \\r CR alone, \\x00 any "
                                       "byte, \\\\ a backslash.")));
    column()->addWidget(m_findings);
    m_findings->setMinimumHeight(4 * fontMetrics().lineSpacing());

    connect(m_edit, &QPlainTextEdit::textChanged, this, &OptionsPage::changed);
    connect(m_restore, &QPushButton::clicked, this, &LaboratoryPage::restore);
    connect(m_instead, &QCheckBox::toggled, this, [this](bool on) {
        restore();
        if (on)
            m_edit->setFocus(Qt::OtherFocusReason);
    });
    connect(this, &OptionsPage::changed, this, &LaboratoryPage::judge);
    judge();
}

void LaboratoryPage::showSettings(const net::ConnectionSettings &settings)
{
    m_instead->setChecked(settings.rawRequest.has_value());
    restore();
    if (settings.rawRequest)
        m_edit->setPlainText(http::headText(*settings.rawRequest));
}

void LaboratoryPage::store(net::ConnectionSettings &settings) const
{
    settings.rawRequest.reset();
    if (m_instead->isChecked())
        settings.rawRequest = typed() ? *typed() : QByteArray();
}

QString LaboratoryPage::problem() const
{
    if (!m_instead->isChecked())
        return {};
    const Result<QByteArray> now = typed();
    return !now ? coreText(now.error().message) : now->isEmpty() ? tr("The request is empty.") : QString();
}

void LaboratoryPage::setProposal(const QByteArray &request)
{
    m_proposal = request;
    if (!m_instead->isChecked())
        restore();
}

void LaboratoryPage::restore()
{
    m_edit->setPlainText(m_instead->isChecked() ? http::headText(m_proposal)
                                                : QString::fromUtf8(dotSecrets(m_proposal)).remove(u'\r'));
    judge();
}

Result<QByteArray> LaboratoryPage::typed() const
{
    // toPlainText() turns no-break spaces into spaces.
    return http::headOctets(m_edit->document()->toRawText().replace(QChar(QChar::ParagraphSeparator), u'\n'));
}

void LaboratoryPage::judge()
{
    const bool on = m_instead->isChecked();
    m_edit->setReadOnly(!on);
    m_restore->setEnabled(on);
    const Result<QByteArray> now = on ? typed() : Result<QByteArray>(m_proposal);
    restyle(m_edit, "invalid", !now);
    m_count->setVisible(now.ok());
    if (!now) {
        m_findings->setProblem(coreText(now.error().message));
        return;
    }
    m_count->setText(now->size() == 1 ? tr("1 byte") : tr("%1 bytes").arg(QLocale().toString(qlonglong(now->size()))));
    const Judged judged = judgeOctets(*now);
    QString note;
    if (!judged.whole && !now->isEmpty())
        note = tr("▲ No empty line ends the head: the server will wait for more.");
    else if (judged.after > 0)
        note = tr("▲ The last %1 bytes stand behind the head: a server reads them as frames.")
                   .arg(QLocale().toString(qulonglong(judged.after)));
    m_findings->setFindings(judged.findings,
                            now->isEmpty()   ? tr("Type an address first: its request is shown here.")
                            : note.isEmpty() ? tr("✓ nothing is wrong with this request")
                                             : QString(),
                            note);
}

} // namespace framescope::ui
