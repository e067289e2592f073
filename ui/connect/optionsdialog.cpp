#include "ui/connect/optionsdialog.h"

#include "core/http/handshake.h"
#include "ui/connect/certificatequestion.h"
#include "ui/connect/headertable.h"
#include "ui/support/restyle.h"
#include "ui/support/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QVBoxLayout>

#include "moc_optionsdialog.cpp"

namespace framescope::ui
{

namespace
{
QSpinBox *milliseconds(const QString &name, const QString &accessible, QWidget *parent)
{
    auto *box = new QSpinBox(parent);
    box->setObjectName(name);
    box->setAccessibleName(accessible);
    box->setButtonSymbols(QAbstractSpinBox::NoButtons);
    box->setRange(1, 3'600'000);
    box->setSingleStep(1000);
    box->setGroupSeparatorShown(true);
    box->setSuffix(OptionsDialog::tr(" ms"));
    box->setFixedWidth(130);
    return box;
}

QLabel *plainLabel(const QString &text, const QString &part, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("part", part);
    return label;
}

QString join(const QList<QByteArray> &tokens) { return QString::fromUtf8(tokens.join(", ")); }

QList<QByteArray> split(const QString &text)
{
    QList<QByteArray> result;
    const QStringList parts = text.split(u',');
    for (const QString &part : parts) {
        if (const QString token = part.trimmed(); !token.isEmpty())
            result.append(token.toUtf8());
    }
    return result;
}
} // namespace

OptionsDialog::OptionsDialog(const net::ConnectionSettings &settings, QWidget *parent)
    : QDialog(parent), m_given(settings)
{
    setObjectName(QStringLiteral("optionsDialog"));
    setWindowTitle(tr("Connection options"));
    m_tabs = new QTabWidget(this);
    m_tabs->setObjectName(QStringLiteral("optionsTabs"));
    m_tabs->addTab(requestPage(), tr("Request"));
    m_tabs->addTab(tlsPage(), tr("TLS"));
    m_tabs->addTab(behaviourPage(), tr("Behaviour"));

    m_problem = plainLabel({}, QStringLiteral("finding"), this);
    m_problem->setObjectName(QStringLiteral("optionsProblem"));
    m_buttons =
        new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel | QDialogButtonBox::RestoreDefaults, this);
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("OK"));
    restyle(m_buttons->button(QDialogButtonBox::Ok), "part", QStringLiteral("primary"));
    m_buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    m_buttons->button(QDialogButtonBox::RestoreDefaults)->setText(tr("Restore defaults"));
    const auto buttons = m_buttons->buttons();
    for (QAbstractButton *button : buttons)
        button->setIcon(QIcon());

    auto *bottom = new QVBoxLayout;
    bottom->setContentsMargins(12, 0, 12, 12);
    bottom->setSpacing(8);
    bottom->addWidget(m_problem);
    bottom->addWidget(m_buttons);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_tabs, 1);
    column->addLayout(bottom);
    resize(620, 460);

    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_buttons->button(QDialogButtonBox::RestoreDefaults), &QPushButton::clicked, this,
            [this] { showSettings({}); });
    connect(m_headers, &HeaderTable::changed, this, &OptionsDialog::judge);
    for (QLineEdit *edit : {m_origin, m_subprotocols})
        connect(edit, &QLineEdit::textChanged, this, &OptionsDialog::judge);
    showSettings(settings);
}

QWidget *OptionsDialog::requestPage()
{
    auto *page = new QWidget(this);
    m_headers = new HeaderTable(page);
    m_origin = new QLineEdit(page);
    m_origin->setObjectName(QStringLiteral("optionsOrigin"));
    m_origin->setAccessibleName(tr("Origin"));
    m_origin->setPlaceholderText(tr("none; browsers send https://host of the page"));
    m_subprotocols = new QLineEdit(page);
    m_subprotocols->setObjectName(QStringLiteral("optionsSubprotocols"));
    m_subprotocols->setAccessibleName(tr("Subprotocols, separated by commas"));
    m_subprotocols->setPlaceholderText(tr("none; in order of preference, separated by commas"));
    auto *form = new QFormLayout;
    form->addRow(tr("&Origin"), m_origin);
    form->addRow(tr("&Subprotocols"), m_subprotocols);
    auto *label = new QLabel(tr("Request &headers, added after the ones of the handshake"), page);
    label->setBuddy(m_headers);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(8);
    column->addWidget(label);
    column->addWidget(m_headers, 1);
    column->addLayout(form);
    return page;
}

QWidget *OptionsDialog::tlsPage()
{
    auto *page = new QWidget(this);
    m_caFiles = new QListWidget(page);
    m_caFiles->setObjectName(QStringLiteral("optionsCaFiles"));
    m_caFiles->setAccessibleName(tr("Certificate authority files"));
    m_caFiles->setProperty("part", QStringLiteral("framed"));
    auto *label = new QLabel(tr("Certificate &authorities trusted besides the system's (PEM files)"), page);
    label->setBuddy(m_caFiles);
    auto *add = new QPushButton(tr("Add file…"), page);
    add->setObjectName(QStringLiteral("optionsAddCa"));
    add->setAutoDefault(false);
    m_removeCa = new QPushButton(tr("Remove"), page);
    m_removeCa->setObjectName(QStringLiteral("optionsRemoveCa"));
    m_removeCa->setAutoDefault(false);
    m_removeCa->setEnabled(false);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(add);
    buttons->addWidget(m_removeCa);
    buttons->addStretch(1);

    m_fingerprint = plainLabel({}, QStringLiteral("muted"), page);
    m_fingerprint->setObjectName(QStringLiteral("optionsFingerprint"));
    m_fingerprint->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_forget = new QPushButton(tr("Forget this certificate"), page);
    m_forget->setObjectName(QStringLiteral("optionsForget"));
    m_forget->setAutoDefault(false);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(8);
    column->addWidget(label);
    column->addWidget(m_caFiles, 1);
    column->addLayout(buttons);
    column->addSpacing(8);
    column->addWidget(new QLabel(tr("Certificate accepted by hand"), page));
    column->addWidget(m_fingerprint);
    column->addWidget(m_forget, 0, Qt::AlignLeft);

    connect(add, &QPushButton::clicked, this, &OptionsDialog::addCaFiles);
    connect(m_removeCa, &QPushButton::clicked, this, [this] { delete m_caFiles->takeItem(m_caFiles->currentRow()); });
    connect(m_caFiles, &QListWidget::currentRowChanged, this, [this](int row) { m_removeCa->setEnabled(row >= 0); });
    connect(m_forget, &QPushButton::clicked, this, [this] {
        m_accepted.clear();
        showFingerprint();
    });
    return page;
}

QWidget *OptionsDialog::behaviourPage()
{
    auto *page = new QWidget(this);
    m_policy = new QComboBox(page);
    m_policy->setObjectName(QStringLiteral("optionsPolicy"));
    m_policy->setAccessibleName(tr("When the peer breaks a rule"));
    m_policy->addItem(tr("Observe"), int(net::Policy::Observe));
    m_policy->addItem(tr("Strict"), int(net::Policy::Strict));
    m_policyHelp = plainLabel({}, QStringLiteral("muted"), page);
    m_policyHelp->setObjectName(QStringLiteral("optionsPolicyHelp"));
    const auto check = [page](const QString &text, const char *name) {
        auto *box = new QCheckBox(text, page);
        box->setObjectName(QLatin1String(name));
        return box;
    };
    m_answerPing = check(tr("Answer a &ping with a pong (RFC 6455 §5.5.2)"), "optionsAnswerPing");
    m_answerClose = check(tr("Answer a &close frame with one (RFC 6455 §5.5.1)"), "optionsAnswerClose");
    m_echo = check(tr("Send each whole message &back"), "optionsEcho");
    m_connectTimeout = milliseconds(QStringLiteral("optionsConnectTimeout"), tr("Time for connecting"), page);
    m_handshakeTimeout = milliseconds(QStringLiteral("optionsHandshakeTimeout"), tr("Time for the handshake"), page);
    m_closeTimeout = milliseconds(QStringLiteral("optionsCloseTimeout"), tr("Time for closing"), page);

    auto *form = new QFormLayout(page);
    form->setContentsMargins(12, 12, 12, 12);
    form->setVerticalSpacing(8);
    form->addRow(tr("When the peer breaks a &rule"), m_policy);
    form->addRow(QString(), m_policyHelp);
    form->addRow(tr("By itself"), m_answerPing);
    form->addRow(QString(), m_answerClose);
    form->addRow(QString(), m_echo);
    form->addRow(tr("Give up &connecting after"), m_connectTimeout);
    form->addRow(tr("Give up the &handshake after"), m_handshakeTimeout);
    form->addRow(tr("Give up c&losing after"), m_closeTimeout);
    connect(m_policy, &QComboBox::currentIndexChanged, this, &OptionsDialog::explainPolicy);
    return page;
}

net::ConnectionSettings OptionsDialog::settings() const
{
    net::ConnectionSettings s = m_given;
    s.headers = m_headers->headers();
    s.origin = m_origin->text().trimmed().toUtf8();
    s.subprotocols = split(m_subprotocols->text());
    s.tls.caFiles.clear();
    for (int row = 0; row < m_caFiles->count(); ++row)
        s.tls.caFiles.append(m_caFiles->item(row)->text());
    s.tls.accepted = m_accepted;
    s.policy = static_cast<net::Policy>(m_policy->currentData().toInt());
    s.answerPing = m_answerPing->isChecked();
    s.answerClose = m_answerClose->isChecked();
    s.echo = m_echo->isChecked();
    s.connectTimeout = std::chrono::milliseconds(m_connectTimeout->value());
    s.handshakeTimeout = std::chrono::milliseconds(m_handshakeTimeout->value());
    s.closeTimeout = std::chrono::milliseconds(m_closeTimeout->value());
    return s;
}

void OptionsDialog::showSettings(const net::ConnectionSettings &s)
{
    m_headers->setHeaders(s.headers);
    m_origin->setText(QString::fromUtf8(s.origin));
    m_subprotocols->setText(join(s.subprotocols));
    m_caFiles->clear();
    m_caFiles->addItems(s.tls.caFiles);
    m_accepted = s.tls.accepted;
    m_policy->setCurrentIndex(m_policy->findData(int(s.policy)));
    m_answerPing->setChecked(s.answerPing);
    m_answerClose->setChecked(s.answerClose);
    m_echo->setChecked(s.echo);
    m_connectTimeout->setValue(int(s.connectTimeout.count()));
    m_handshakeTimeout->setValue(int(s.handshakeTimeout.count()));
    m_closeTimeout->setValue(int(s.closeTimeout.count()));
    showFingerprint();
    explainPolicy();
    judge();
}

void OptionsDialog::showFingerprint()
{
    QStringList lines;
    for (const net::AcceptedCertificate &accepted : m_accepted)
        lines += tr("%1: SHA-256 %2").arg(accepted.endpoint, fingerprintText(accepted.sha256));
    m_fingerprint->setText(m_accepted.isEmpty() ? tr("None: every certificate is verified.") : lines.join(u'\n'));
    m_forget->setVisible(!m_accepted.isEmpty());
}

void OptionsDialog::explainPolicy()
{
    m_policyHelp->setText(static_cast<net::Policy>(m_policy->currentData().toInt()) == net::Policy::Observe
                              ? tr("Mark it and go on watching as long as frames can be told apart.")
                              : tr("Close the connection with the code the RFC says, as a conforming endpoint does."));
}

void OptionsDialog::judge()
{
    const auto wrongIn = [](const char *name, const QString &value) {
        const auto parsed = http::parseHeaderArgument(QLatin1String(name) + QStringLiteral(": ") + value);
        return parsed ? QString() : parsed.error().message;
    };
    const QString origin = wrongIn("Origin", m_origin->text());
    const QString subprotocols = wrongIn("Sec-WebSocket-Protocol", m_subprotocols->text());
    restyle(m_origin, "invalid", !origin.isEmpty());
    restyle(m_subprotocols, "invalid", !subprotocols.isEmpty());
    QString problem = m_headers->problem();
    if (problem.isEmpty() && !origin.isEmpty())
        problem = tr("Origin: %1").arg(origin);
    if (problem.isEmpty() && !subprotocols.isEmpty())
        problem = tr("Subprotocols: %1").arg(subprotocols);
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(problem.isEmpty());
}

void OptionsDialog::addCaFiles()
{
    auto *dialog = new QFileDialog(this, tr("Certificate authority files"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({tr("Certificates (*.pem *.crt *.cer)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList &files) {
        for (const QString &file : files) {
            if (m_caFiles->findItems(file, Qt::MatchExactly).isEmpty())
                m_caFiles->addItem(file);
        }
    });
    dialog->open();
}

} // namespace framescope::ui
