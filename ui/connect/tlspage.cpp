#include "ui/connect/tlspage.h"

#include "core/http/url.h"
#include "ui/connect/certificatequestion.h"
#include "ui/support/colors.h"
#include "ui/support/restyle.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

#include <utility>

#include "moc_tlspage.cpp"

namespace framescope::ui
{

namespace
{
/// Says so when nothing is in it.
class FramedList final : public QListWidget
{
public:
    FramedList(const QString &empty, QWidget *parent) : QListWidget(parent), m_empty(empty)
    {
        setAccessibleDescription(empty);
    }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        QListWidget::paintEvent(event);
        if (count() > 0)
            return;
        QPainter painter(viewport());
        painter.setPen(Colors::of(palette()).textMuted);
        painter.drawText(viewport()->rect().adjusted(8, 4, -8, -4), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                         m_empty);
    }

private:
    QString m_empty;
};

QListWidget *framedList(const char *name, const QString &accessible, const QString &empty, QWidget *parent)
{
    auto *list = new FramedList(empty, parent);
    list->setObjectName(QLatin1String(name));
    list->setAccessibleName(accessible);
    list->setProperty("part", QStringLiteral("framed"));
    list->setTextElideMode(Qt::ElideMiddle);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setMinimumHeight(62);
    list->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    return list;
}

QPushButton *plainButton(const char *name, const QString &text, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setObjectName(QLatin1String(name));
    button->setAutoDefault(false);
    return button;
}

/// Del in the list is its Remove button.
void removeByKey(QListWidget *list, QPushButton *button)
{
    auto *key = new QShortcut(QKeySequence(Qt::Key_Delete), list);
    key->setContext(Qt::WidgetShortcut);
    QObject::connect(key, &QShortcut::activated, button, &QPushButton::click);
    QObject::connect(list, &QListWidget::currentRowChanged, button,
                     [button](int row) { button->setEnabled(row >= 0); });
    button->setEnabled(false);
}
} // namespace

TlsPage::TlsPage(QWidget *parent)
    : OptionsPage(tr("TLS"),
                  tr("Whom to trust on wss. Verification is always on; each exception is one certificate "
                     "for one host."),
                  parent)
    , m_caFiles(framedList("optionsCaFiles", tr("Certificate authority files"),
                           tr("None: only the system's are trusted."), this))
    , m_serverName(lineEdit("optionsServerName", tr("Server name"), tr("the host of the address")))
    , m_acceptedList(framedList("optionsAccepted", tr("Certificates accepted by hand"), tr("None accepted."), this))
    , m_forget(plainButton("optionsForget", tr("Forget"), this))
{
    // Not in the list above: lupdate loses the class behind nested braces there.
    m_minimum = comboBox("optionsTlsMinimum", tr("Oldest TLS version"),
                         {{tr("TLS 1.0 (unsafe; for old servers)"), int(net::TlsVersion::Tls1_0)},
                          {tr("TLS 1.2"), int(net::TlsVersion::Tls1_2)},
                          {tr("TLS 1.3"), int(net::TlsVersion::Tls1_3)}});
    setTabOrder(m_serverName, m_minimum);
    QFormLayout *form = addForm();
    form->addRow(tr("&Server name"), m_serverName);
    form->addRow(QString(), helpLabel("optionsServerNameHelp", tr("Asked for (SNI) and checked against the certificate "
                                                                  "instead of the address's host.")));
    form->addRow(tr("&Oldest version"), m_minimum);

    auto *caLabel = new QLabel(tr("Certificate &authorities trusted besides the system's (PEM files)"), this);
    caLabel->setBuddy(m_caFiles);
    QPushButton *add = plainButton("optionsAddCa", tr("Add file…"), this);
    QPushButton *remove = plainButton("optionsRemoveCa", tr("Remove"), this);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(add);
    buttons->addWidget(remove);
    buttons->addStretch(1);
    column()->addWidget(caLabel);
    column()->addWidget(m_caFiles, 1);
    column()->addLayout(buttons);

    auto *acceptedLabel = new QLabel(tr("Certificates accepted &by hand: host, then SHA-256 fingerprint"), this);
    acceptedLabel->setBuddy(m_acceptedList);
    column()->addWidget(acceptedLabel);
    column()->addWidget(m_acceptedList, 1);
    column()->addWidget(m_forget, 0, Qt::AlignLeft);

    connect(add, &QPushButton::clicked, this, &TlsPage::addCaFiles);
    removeByKey(m_caFiles, remove);
    connect(remove, &QPushButton::clicked, this, [this] {
        delete m_caFiles->takeItem(m_caFiles->currentRow());
        Q_EMIT changed();
    });
    removeByKey(m_acceptedList, m_forget);
    connect(m_forget, &QPushButton::clicked, this, [this] {
        const int row = m_acceptedList->currentRow();
        if (row < 0 || row >= m_accepted.size())
            return;
        m_accepted.removeAt(row);
        showAccepted();
        Q_EMIT changed();
    });
    connect(this, &OptionsPage::changed, this, &TlsPage::judge);
}

void TlsPage::showSettings(const net::ConnectionSettings &settings)
{
    m_caFiles->clear();
    m_caFiles->addItems(settings.tls.caFiles);
    m_serverName->setText(settings.tls.serverName);
    selectData(m_minimum, int(settings.tls.minimum));
    m_accepted = settings.tls.accepted;
    showAccepted();
    judge();
}

void TlsPage::store(net::ConnectionSettings &settings) const
{
    settings.tls.caFiles.clear();
    for (int row = 0; row < m_caFiles->count(); ++row)
        settings.tls.caFiles.append(m_caFiles->item(row)->text());
    settings.tls.serverName = m_serverName->text().trimmed();
    settings.tls.minimum = static_cast<net::TlsVersion>(m_minimum->currentData().toInt());
    settings.tls.accepted = m_accepted;
}

void TlsPage::showAccepted()
{
    m_acceptedList->clear();
    for (const net::AcceptedCertificate &accepted : std::as_const(m_accepted)) {
        const QString fingerprint = fingerprintText(accepted.sha256);
        auto *item = new QListWidgetItem(QStringLiteral("%1\n%2").arg(accepted.endpoint, fingerprint), m_acceptedList);
        item->setToolTip(fingerprint);
    }
    m_acceptedList->setEnabled(!m_accepted.isEmpty());
    if (m_accepted.isEmpty())
        m_acceptedList->addItem(tr("None: every certificate is verified."));
}

void TlsPage::judge()
{
    m_problem.clear();
    for (int row = 0; row < m_caFiles->count() && m_problem.isEmpty(); ++row) {
        const QFileInfo file(m_caFiles->item(row)->text());
        if (!file.isFile() || !file.isReadable())
            m_problem = tr("The authority file %1 cannot be read. Remove it or put it back.").arg(file.filePath());
    }
    const QString name = m_serverName->text().trimmed();
    // As the host of a URL: no port, path or spaces can be in a name.
    const auto url = http::parseWsUrl(QStringLiteral("wss://%1/").arg(name));
    const bool wrong = !name.isEmpty() && (!url || url->host != name || name.contains(u'/'));
    restyle(m_serverName, "invalid", wrong);
    if (wrong)
        m_problem = tr("The server name must be a host name alone, for example db.internal.");
}

void TlsPage::addCaFiles()
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
        Q_EMIT changed();
    });
    dialog->open();
}

} // namespace framescope::ui
