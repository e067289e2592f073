#include "ui/connect/proxypage.h"

#include "core/http/url.h"
#include "ui/support/restyle.h"
#include "ui/support/secretedit.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QVBoxLayout>

#include "moc_proxypage.cpp"

namespace framescope::ui
{

namespace
{
bool isOwn(net::ProxyKind kind) { return kind == net::ProxyKind::Http || kind == net::ProxyKind::Socks5; }

QString helpFor(net::ProxyKind kind)
{
    switch (kind) {
    case net::ProxyKind::None:
        return ProxyPage::tr("Straight to the server, whatever the desktop says.");
    case net::ProxyKind::System:
        return ProxyPage::tr("What the desktop's settings or the environment (https_proxy, no_proxy) say for the "
                             "address.");
    case net::ProxyKind::Http:
        return ProxyPage::tr("A tunnel by CONNECT (RFC 9110 §9.3.6). Basic and Digest are answered when the proxy "
                             "asks; its reply is shown in Handshake.");
    case net::ProxyKind::Socks5:
        return ProxyPage::tr("RFC 1928. The proxy looks the name up.");
    }
    return {};
}
} // namespace

ProxyPage::ProxyPage(QWidget *parent)
    : OptionsPage(tr("Proxy"), tr("The way to the server."), parent)
    , m_kind(comboBox("optionsProxy", tr("Proxy"),
                      {{tr("None"), int(net::ProxyKind::None)},
                       {tr("System"), int(net::ProxyKind::System)},
                       {tr("HTTP"), int(net::ProxyKind::Http)},
                       {tr("SOCKS5"), int(net::ProxyKind::Socks5)}}))
    , m_help(helpLabel("optionsProxyHelp"))
    , m_host(lineEdit("optionsProxyHost", tr("Host of the proxy"), QStringLiteral("proxy.example.com")))
    , m_port(spinBox("optionsProxyPort", tr("Port of the proxy"), 0, 65535))
    , m_user(lineEdit("optionsProxyUser", tr("User at the proxy"), tr("none: no credentials are sent")))
    , m_password(secretEdit("optionsProxyPassword", tr("Password at the proxy")))
    , m_family(comboBox("optionsFamily", tr("Addresses"),
                        {{tr("IPv6 and IPv4, as RFC 8305 orders them"), int(net::AddressFamily::Any)},
                         {tr("IPv4 only"), int(net::AddressFamily::IPv4)},
                         {tr("IPv6 only"), int(net::AddressFamily::IPv6)}}))
{
    m_port->setGroupSeparatorShown(false);
    m_port->setSpecialValueText(tr("not set"));
    m_form = addForm();
    m_form->addRow(tr("&Proxy"), m_kind);
    m_form->addRow(QString(), m_help);
    m_form->addRow(tr("&Host"), m_host);
    m_form->addRow(tr("Po&rt"), m_port);
    m_form->addRow(tr("&User"), m_user);
    m_form->addRow(tr("Pass&word"), m_password);
    addHeading(tr("Addresses"));
    addForm()->addRow(tr("Connect &over"), m_family);
    column()->addStretch(1);
    connect(this, &OptionsPage::changed, this, &ProxyPage::judge);
    judge();
}

void ProxyPage::showSettings(const net::ConnectionSettings &settings)
{
    selectData(m_kind, int(settings.proxy.kind));
    m_host->setText(settings.proxy.host);
    m_port->setValue(settings.proxy.port);
    m_user->setText(settings.proxy.user);
    static_cast<SecretEdit *>(m_password)->setSecret(settings.proxy.password);
    selectData(m_family, int(settings.family));
    judge();
}

void ProxyPage::store(net::ConnectionSettings &settings) const
{
    settings.proxy = {};
    settings.proxy.kind = static_cast<net::ProxyKind>(m_kind->currentData().toInt());
    if (isOwn(settings.proxy.kind)) {
        QString host = m_host->text().trimmed();
        if (host.startsWith(u'[') && host.endsWith(u']')) // an IPv6 address as URLs have it
            host = host.mid(1, host.size() - 2);
        settings.proxy.host = host;
        settings.proxy.port = std::uint16_t(m_port->value());
    }
    if (settings.proxy.kind != net::ProxyKind::None) {
        settings.proxy.user = m_user->text();
        settings.proxy.password = m_password->text();
    }
    settings.family = static_cast<net::AddressFamily>(m_family->currentData().toInt());
}

void ProxyPage::judge()
{
    const auto kind = static_cast<net::ProxyKind>(m_kind->currentData().toInt());
    m_help->setText(helpFor(kind));
    for (QWidget *field : std::initializer_list<QWidget *>{m_host, m_port}) {
        field->setVisible(isOwn(kind));
        m_form->labelForField(field)->setVisible(isOwn(kind));
    }
    for (QWidget *field : std::initializer_list<QWidget *>{m_user, m_password}) {
        field->setVisible(kind != net::ProxyKind::None);
        m_form->labelForField(field)->setVisible(kind != net::ProxyKind::None);
    }
    m_problem.clear();
    const QString host = m_host->text().trimmed();
    const QString written = host.contains(u':') && !host.startsWith(u'[') ? QStringLiteral("[%1]").arg(host) : host;
    const auto url = http::parseWsUrl(QStringLiteral("ws://%1:1/").arg(written));
    const bool hostWrong = isOwn(kind) && (host.isEmpty() || !url || url->port != 1);
    restyle(m_host, "invalid", hostWrong);
    if (hostWrong)
        m_problem = host.isEmpty() ? tr("The host of the proxy is missing.")
                                   : tr("The host of the proxy must be a name or address alone.");
    else if (isOwn(kind) && m_port->value() == 0)
        m_problem = tr("The port of the proxy is missing. HTTP proxies often listen on 3128 or 8080, SOCKS5 on 1080.");
    // RFC 7617 §2; RFC 1929 §2 counts each in one octet
    else if (kind == net::ProxyKind::Http && m_user->text().contains(u':'))
        m_problem = tr("The user name at an HTTP proxy cannot have a colon.");
    else if (kind == net::ProxyKind::Socks5 &&
             (m_user->text().toUtf8().size() > 255 || m_password->text().toUtf8().size() > 255))
        m_problem = tr("SOCKS5 takes at most 255 bytes of user name and of password.");
    else if (kind != net::ProxyKind::None && m_user->text().isEmpty() && !m_password->text().isEmpty())
        m_problem = tr("A password without a user name is not sent. Give the user name too.");
}

} // namespace framescope::ui
