#include "ui/connect/requestpage.h"

#include "core/http/handshake.h"
#include "ui/connect/headertable.h"
#include "ui/support/coretext.h"
#include "ui/support/restyle.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include "moc_requestpage.cpp"

namespace framescope::ui
{

namespace
{
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

QString wrongIn(const char *name, const QString &value)
{
    const auto parsed = http::parseHeaderArgument(QLatin1String(name) + QStringLiteral(": ") + value);
    return parsed ? QString() : coreText(parsed.error().message);
}
} // namespace

RequestPage::RequestPage(QWidget *parent)
    : OptionsPage(tr("Request"), tr("What the upgrade request says besides what every one must say (RFC 6455 §4.1)."),
                  parent)
    , m_headers(new HeaderTable(this))
    , m_origin(lineEdit("optionsOrigin", tr("Origin"), tr("none; browsers send https://host of the page")))
    , m_subprotocols(lineEdit("optionsSubprotocols", tr("Subprotocols, separated by commas"),
                              tr("none; in order of preference, separated by commas")))
{
    auto *label = new QLabel(tr("Request &headers, added after the ones of the handshake"), this);
    label->setBuddy(m_headers);
    column()->addWidget(label);
    column()->addWidget(m_headers, 1);
    QFormLayout *form = addForm();
    form->addRow(tr("&Origin"), m_origin);
    form->addRow(tr("&Subprotocols"), m_subprotocols);
    connect(m_headers, &HeaderTable::changed, this, &OptionsPage::changed);
    connect(this, &OptionsPage::changed, this, &RequestPage::judge);
}

void RequestPage::showSettings(const net::ConnectionSettings &settings)
{
    m_headers->setHeaders(settings.headers);
    m_origin->setText(QString::fromUtf8(settings.origin));
    m_subprotocols->setText(join(settings.subprotocols));
}

void RequestPage::store(net::ConnectionSettings &settings) const
{
    settings.headers = m_headers->headers();
    settings.origin = m_origin->text().trimmed().toUtf8();
    settings.subprotocols = split(m_subprotocols->text());
}

void RequestPage::judge()
{
    const QString origin = wrongIn("Origin", m_origin->text());
    const QString subprotocols = wrongIn("Sec-WebSocket-Protocol", m_subprotocols->text());
    restyle(m_origin, "invalid", !origin.isEmpty());
    restyle(m_subprotocols, "invalid", !subprotocols.isEmpty());
    m_problem = m_headers->problem();
    if (m_problem.isEmpty() && !origin.isEmpty())
        m_problem = tr("Origin: %1").arg(origin);
    if (m_problem.isEmpty() && !subprotocols.isEmpty())
        m_problem = tr("Subprotocols: %1").arg(subprotocols);
}

} // namespace framescope::ui
