#include "ui/connect/authpage.h"

#include "core/http/url.h"
#include "ui/support/restyle.h"
#include "ui/support/secretedit.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>

#include "moc_authpage.cpp"

namespace framescope::ui
{

namespace
{
bool hasControl(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c < u' ' || c == QChar(0x7F); });
}

/// RFC 6750 §2.1: b64token = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="
bool isBearerToken(QStringView text)
{
    while (text.endsWith(u'='))
        text.chop(1);
    const auto allowed = [](QChar c) {
        return c.unicode() < 0x80 && (c.isLetterOrNumber() || QStringView(u"-._~+/").contains(c));
    };
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), allowed);
}
} // namespace

AuthPage::AuthPage(QWidget *parent)
    : OptionsPage(tr("Authorization"),
                  tr("How the request says who you are. Kept for this session only, never written to disk."), parent)
    , m_kind(comboBox("optionsAuth", tr("Authorization"),
                      {{tr("None"), int(net::AuthKind::None)},
                       {tr("Basic (user and password)"), int(net::AuthKind::Basic)},
                       {tr("Bearer (token)"), int(net::AuthKind::Bearer)}}))
    , m_user(lineEdit("optionsAuthUser", tr("User")))
    , m_secret(secretEdit("optionsAuthSecret", tr("Password")))
    , m_help(helpLabel("optionsAuthHelp"))
    , m_profile(lineEdit("optionsCookieProfile", tr("Cookie profile"), tr("none: no cookies are sent or kept")))
{
    m_form = addForm();
    m_form->addRow(tr("&Authorization"), m_kind);
    m_form->addRow(tr("&User"), m_user);
    m_form->addRow(tr("&Password"), m_secret);
    m_form->addRow(QString(), m_help);
    addHeading(tr("Cookies"));
    QFormLayout *cookies = addForm();
    cookies->addRow(tr("&Cookie profile"), m_profile);
    cookies->addRow(QString(),
                    helpLabel("optionsCookieHelp",
                              tr("Any name. Cookies that servers set are kept under it, and sent to the hosts that set "
                                 "them on later connections with the same profile.")));
    column()->addStretch(1);
    connect(this, &OptionsPage::changed, this, &AuthPage::judge);
    judge();
}

void AuthPage::showSettings(const net::ConnectionSettings &settings)
{
    const auto url = http::parseWsUrl(settings.url);
    m_secure = !url || url->secure;
    m_ownField = std::any_of(settings.headers.begin(), settings.headers.end(), [](const auto &header) {
        return header.first.compare("authorization", Qt::CaseInsensitive) == 0;
    });
    selectData(m_kind, int(settings.auth.kind));
    m_user->setText(settings.auth.user);
    static_cast<SecretEdit *>(m_secret)->setSecret(settings.auth.secret);
    m_profile->setText(settings.cookieProfile);
    judge();
}

net::AuthSettings AuthPage::auth() const
{
    net::AuthSettings auth;
    auth.kind = static_cast<net::AuthKind>(m_kind->currentData().toInt());
    if (auth.kind == net::AuthKind::Basic)
        auth.user = m_user->text();
    if (auth.kind != net::AuthKind::None)
        auth.secret = m_secret->text();
    return auth;
}

void AuthPage::store(net::ConnectionSettings &settings) const
{
    settings.auth = auth();
    settings.cookieProfile = m_profile->text().trimmed();
}

void AuthPage::judge()
{
    const net::AuthSettings now = auth();
    const bool basic = now.kind == net::AuthKind::Basic;
    m_user->setVisible(basic);
    m_form->labelForField(m_user)->setVisible(basic);
    m_secret->setVisible(now.kind != net::AuthKind::None);
    auto *label = qobject_cast<QLabel *>(m_form->labelForField(m_secret));
    label->setVisible(now.kind != net::AuthKind::None);
    label->setText(basic ? tr("&Password") : tr("&Token"));
    m_secret->setAccessibleName(basic ? tr("Password") : tr("Token"));

    QString help = now.kind == net::AuthKind::None ? tr("No Authorization field is sent.")
                   : basic ? tr("Sent as user:password in Base64 (RFC 7617), which anyone who can read it can undo.")
                           : tr("Sent as it is (RFC 6750 §2.1).");
    if (now.kind != net::AuthKind::None && !m_secure)
        help += u' ' + tr("▲ The address is ws: anyone on the way can read it.");
    if (now.kind != net::AuthKind::None && m_ownField)
        help += u' ' + tr("▲ The request has an Authorization header of its own as well.");
    m_help->setText(help);
    restyle(m_help, "part", help.contains(u'▲') ? QStringLiteral("warning") : QStringLiteral("muted"));

    m_problem.clear();
    bool userWrong = false;
    bool secretWrong = false;
    if (basic && now.user.contains(u':')) { // RFC 7617 §2
        m_problem = tr("A user name for Basic cannot have a colon: the password begins after the first one.");
        userWrong = true;
    } else if (basic && hasControl(now.user)) {
        m_problem = tr("The user name has a control character in it.");
        userWrong = true;
    } else if (basic && hasControl(now.secret)) {
        m_problem = tr("The password has a control character in it.");
        secretWrong = true;
    } else if (now.kind == net::AuthKind::Bearer && !isBearerToken(now.secret)) {
        m_problem = now.secret.isEmpty()
                        ? tr("The token is missing.")
                        : tr("A bearer token has letters, digits and -._~+/ only, and = at its end (RFC 6750 §2.1). To "
                             "send another, add an Authorization header on the Request page.");
        secretWrong = true;
    } else if (hasControl(m_profile->text())) {
        m_problem = tr("The name of the cookie profile has a control character in it.");
    }
    restyle(m_user, "invalid", userWrong);
    restyle(m_secret, "invalid", secretWrong);
    restyle(m_profile, "invalid", hasControl(m_profile->text()));
}

} // namespace framescope::ui
