#include "ui/details/refusalfields.h"

#include "core/http/challenge.h"
#include "core/http/url.h"
#include "core/io/rowtext.h"
#include "core/net/redirect.h"
#include "ui/support/secrets.h"

#include <QCoreApplication>

namespace framescope::ui
{

namespace
{
struct Text {
    Q_DECLARE_TR_FUNCTIONS(Handshake)
};

constexpr qsizetype mostShown = 200;

QString latin(QByteArrayView bytes)
{
    return io::visibleText(QString::fromUtf8(bytes.first(qMin(bytes.size(), mostShown))));
}

bool isRedirect(int status) { return status >= 300 && status < 400; }

QList<QByteArray> challenges(const http::Head &response)
{
    QList<QByteArray> values;
    // RFC 9110 §11.6.1, §11.7.1
    for (const http::Field *field : response.all(response.status == 407 ? "Proxy-Authenticate" : "WWW-Authenticate"))
        values << field->value;
    return values;
}

QString schemesOf(const http::Head &response)
{
    QStringList names;
    for (const QByteArray &scheme : http::challengeSchemes(challenges(response)))
        names << latin(scheme);
    return names.join(QStringLiteral(", "));
}

FieldRow redirectRow(const QByteArray &location, const QString &target)
{
    FieldRow row{Text::tr("Redirect"), {{io::visibleText(dotUrlSecrets(QString::fromUtf8(location)))}}};
    row.value.push_back(
        target.isEmpty()
            ? FieldPart{QStringLiteral("  ") + Text::tr("no WebSocket can go there ▲"), Tone::Warning}
            : FieldPart{QStringLiteral("  ") + Text::tr("not followed: that is for you to say"), Tone::Muted});
    if (!target.isEmpty())
        row.children.push_back({Text::tr("Leads to"), {{io::visibleText(dotUrlSecrets(target))}}});
    row.expanded = true;
    return row;
}

FieldRow challengeRow(const http::Challenge &challenge)
{
    FieldRow row{latin(challenge.scheme), {}};
    const bool known = challenge.scheme.compare("Basic", Qt::CaseInsensitive) == 0 ||
                       challenge.scheme.compare("Bearer", Qt::CaseInsensitive) == 0;
    QStringList parameters;
    for (const auto &[name, value] : challenge.parameters)
        parameters << QStringLiteral("%1=\"%2\"").arg(latin(name), latin(value));
    if (!challenge.token68.isEmpty())
        parameters << latin(challenge.token68);
    row.value.push_back({parameters.join(QStringLiteral(", "))});
    if (known)
        row.value.push_back({QStringLiteral("  ") + Text::tr("can be given in Options ✓"), Tone::Ok});
    return row;
}
} // namespace

RefusalOffer refusalOffer(const http::Head &response, const QString &url)
{
    RefusalOffer offer;
    if (isRedirect(response.status)) {
        const auto requested = http::parseWsUrl(url);
        const QByteArray location = response.value("Location");
        if (requested && !location.isEmpty())
            offer.target = net::redirectTarget(*requested, location);
        if (!offer.target.isEmpty())
            offer.kind = RefusalOffer::Kind::Redirect;
    } else if (response.status == 401 || response.status == 407) {
        offer.kind =
            response.status == 401 ? RefusalOffer::Kind::Authorization : RefusalOffer::Kind::ProxyAuthorization;
        offer.schemes = schemesOf(response);
    }
    return offer;
}

std::vector<FieldRow> refusalFields(const http::Head &response, const QString &url)
{
    std::vector<FieldRow> rows;
    if (const QByteArray location = response.value("Location"); isRedirect(response.status) && !location.isEmpty())
        rows.push_back(redirectRow(location, refusalOffer(response, url).target));
    if (response.status == 401 || response.status == 407) {
        const QString schemes = schemesOf(response);
        FieldRow row{response.status == 401 ? Text::tr("Asks for") : Text::tr("Proxy asks for"), {}};
        row.value = {schemes.isEmpty() ? FieldPart{Text::tr("no scheme is named (RFC 9110 §11.6.1) ▲"), Tone::Warning}
                                       : FieldPart{schemes}};
        for (const QByteArray &value : challenges(response)) {
            for (const http::Challenge &challenge : http::parseChallenges(value))
                row.children.push_back(challengeRow(challenge));
        }
        row.expanded = true;
        rows.push_back(row);
    }
    // RFC 6455 §4.4: the versions that the server speaks, in any answer that refuses.
    QStringList versions;
    for (const http::Field *field : response.all("Sec-WebSocket-Version")) {
        for (const QByteArray &version : field->value.split(','))
            versions << latin(version.trimmed());
    }
    if (!versions.isEmpty()) {
        const bool ours = versions.contains(QStringLiteral("13"));
        rows.push_back(
            {Text::tr("Versions"),
             {{versions.join(QStringLiteral(", "))},
              ours ? FieldPart{QStringLiteral("  ") + Text::tr("13 is ours ✓"), Tone::Ok}
                   : FieldPart{QStringLiteral("  ") + Text::tr("ours, 13, is not among them ✗"), Tone::Finding}}});
    }
    if (const QByteArray after = response.value("Retry-After"); !after.isEmpty())
        rows.push_back({Text::tr("Come again"), {{latin(after)}}});
    return rows;
}

} // namespace framescope::ui
