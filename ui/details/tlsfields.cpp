#include "ui/details/tlsfields.h"

#include "core/base/elapsed.h"
#include "core/io/rowtext.h"
#include "ui/details/timingfields.h"
#include "ui/support/coretext.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>

namespace framescope::ui
{

namespace
{
struct Text {
    Q_DECLARE_TR_FUNCTIONS(Connection)
};

QString textOf(const QJsonObject &details, const char *key)
{
    const QJsonValue value = details.value(QLatin1String(key));
    if (value.isArray()) {
        QStringList all;
        const QJsonArray array = value.toArray();
        for (const QJsonValue &v : array)
            all << v.toString();
        return io::visibleText(all.join(QStringLiteral(", ")));
    }
    return io::visibleText(value.toString());
}

/// A line whose value alone is what people copy: a fingerprint, a name.
FieldRow plain(const QString &name, const QString &value, Tone tone = Tone::Normal)
{
    FieldRow row{name, {{value, tone}}};
    row.copied = value;
    return row;
}

void addText(FieldRow &row, const QString &name, const QJsonObject &details, const char *key)
{
    if (const QString value = textOf(details, key); !value.isEmpty())
        row.children.push_back(plain(name, value));
}

QString took(const QJsonObject &details) { return lengthText(tookOf(details)); }

FieldRow validityRow(const QJsonObject &certificate, Timestamp at)
{
    const QDateTime from = QDateTime::fromString(certificate.value(QLatin1String("notBefore")).toString(), Qt::ISODate);
    const QDateTime to = QDateTime::fromString(certificate.value(QLatin1String("notAfter")).toString(), Qt::ISODate);
    const QDateTime then = QDateTime::fromMSecsSinceEpoch(at.value() / 1'000'000, Qt::UTC);
    FieldRow row = plain(Text::tr("Valid"),
                         Text::tr("%1 to %2").arg(textOf(certificate, "notBefore"), textOf(certificate, "notAfter")));
    if (from.isValid() && then < from)
        row.value.push_back({QStringLiteral("  ") + Text::tr("not yet ✗"), Tone::Finding});
    else if (to.isValid() && then > to)
        row.value.push_back(
            {QStringLiteral("  ") + Text::tr("expired %1 days before ✗").arg(to.daysTo(then)), Tone::Finding});
    else if (to.isValid()) {
        const qint64 days = then.daysTo(to);
        const bool soon = days < 14;
        row.value.push_back({QStringLiteral("  ") +
                                 (soon ? Text::tr("%1 days left ▲").arg(days) : Text::tr("%1 days left ✓").arg(days)),
                             soon ? Tone::Warning : Tone::Ok});
    }
    return row;
}

FieldRow certificateRow(const QString &name, const QJsonObject &certificate, Timestamp at)
{
    FieldRow row{name, {{textOf(certificate, "subject")}}};
    addText(row, Text::tr("Subject"), certificate, "subject");
    addText(row, Text::tr("Issuer"), certificate, "issuer");
    addText(row, Text::tr("Names"), certificate, "names");
    if (const int more = certificate.value(QLatin1String("namesOmitted")).toInt(); more > 0)
        row.children.push_back(plain(Text::tr("More names"), QString::number(more), Tone::Muted));
    row.children.push_back(validityRow(certificate, at));
    addText(row, Text::tr("Key"), certificate, "key");
    addText(row, Text::tr("Signature"), certificate, "signature");
    addText(row, Text::tr("Serial number"), certificate, "serial");
    addText(row, Text::tr("SHA-256"), certificate, "sha256");
    addText(row, Text::tr("SHA-1"), certificate, "sha1");
    return row;
}

void addProblems(FieldRow &row, const QJsonArray &errors)
{
    for (const QJsonValue &error : errors) {
        const QJsonObject object = error.toObject();
        FieldRow line;
        line.spanned = true;
        const QString finding = object.value(QLatin1String("finding")).toString();
        line.name = io::visibleText(finding);
        line.value = {{QStringLiteral("✗ ") +
                           io::visibleText(coreText(error.isString() ? error.toString()
                                                                     : object.value(QLatin1String("text")).toString())),
                       Tone::Finding}};
        if (const ws::FindingInfo *info = ws::findFinding(finding.toStdString()); info != nullptr)
            line.help = coreText(info->explanation);
        row.children.push_back(line);
    }
}
} // namespace

FieldRow tlsField(const QJsonObject &details, Timestamp at)
{
    FieldRow row{Text::tr("TLS"), {}};
    const QString protocol = textOf(details, "protocol");
    const QString cipher = textOf(details, "cipher");
    const bool verified = details.value(QLatin1String("verified")).toBool();
    const QString excepted = textOf(details, "excepted");
    // Neither protocol nor cipher is known of TLS that was refused while it was agreed on.
    for (const QString &part : {protocol, cipher}) {
        if (!part.isEmpty())
            row.value.push_back({part + QStringLiteral(" · ")});
    }
    row.value.push_back(verified ? FieldPart{Text::tr("certificate ✓"), Tone::Ok}
                        : excepted.isEmpty()
                            ? FieldPart{Text::tr("certificate not verified ▲"), Tone::Warning}
                            : FieldPart{Text::tr("certificate accepted by exception ▲"), Tone::Warning});
    addProblems(row, details.value(QLatin1String("errors")).toArray());
    if (!excepted.isEmpty())
        row.children.push_back(plain(Text::tr("Excepted by"), excepted, Tone::Warning));
    if (const QString before = textOf(details, "previousSha256"); !before.isEmpty()) {
        FieldRow changed{Text::tr("Changed"),
                         {{Text::tr("another certificate than at the last connection to this host ▲"), Tone::Warning}}};
        changed.children.push_back(plain(Text::tr("Before"), before));
        changed.children.push_back(plain(Text::tr("Now"), textOf(details, "sha256")));
        changed.expanded = true;
        row.children.push_back(changed);
    }
    addText(row, Text::tr("Key exchange"), details, "group");
    addText(row, Text::tr("ALPN"), details, "alpn");
    addText(row, Text::tr("Server name"), details, "serverName");
    if (const QString rule = coreText(textOf(details, "nameRule")); !rule.isEmpty())
        row.children.push_back(plain(Text::tr("Name rule"), rule));
    addText(row, Text::tr("OCSP"), details, "ocsp");
    if (details.contains(QLatin1String("resumed")))
        row.children.push_back(plain(Text::tr("Session"), details.value(QLatin1String("resumed")).toBool()
                                                              ? Text::tr("resumed")
                                                              : Text::tr("new")));
    const QJsonObject ours = details.value(QLatin1String("clientCertificate")).toObject();
    if (!ours.isEmpty()) {
        const QString sent = textOf(ours, "sent");
        FieldRow client = plain(Text::tr("Client certificate"),
                                sent.isEmpty() ? Text::tr("asked for, none sent") : Text::tr("sent: %1").arg(sent));
        addText(client, Text::tr("Of these CAs"), ours, "issuers");
        row.children.push_back(client);
    }
    const QJsonArray chain = details.value(QLatin1String("chain")).toArray();
    if (chain.isEmpty()) {
        // A capture of an earlier version tells of the server's certificate alone.
        addText(row, Text::tr("Subject"), details, "subject");
        addText(row, Text::tr("Issuer"), details, "issuer");
        addText(row, Text::tr("Valid until"), details, "notAfter");
        addText(row, Text::tr("SHA-256"), details, "sha256");
    }
    // As a tree: each certificate holds the one that signed it.
    FieldRow *parent = &row;
    for (qsizetype i = 0; i < chain.size(); ++i) {
        const QString name = i == 0                  ? Text::tr("Certificate")
                             : i + 1 == chain.size() ? Text::tr("Signed by, last of the chain")
                                                     : Text::tr("Signed by");
        FieldRow certificate = certificateRow(name, chain[i].toObject(), at);
        certificate.expanded = i == 0;
        parent->children.push_back(std::move(certificate));
        parent = &parent->children.back();
    }
    if (const int more = details.value(QLatin1String("chainOmitted")).toInt(); more > 0)
        row.children.push_back(plain(Text::tr("More certificates"), QString::number(more), Tone::Muted));
    row.expanded = true;
    return row;
}

FieldRow lookupField(const QJsonObject &details)
{
    FieldRow row{Text::tr("Name lookup"), {}};
    const QString error = textOf(details, "error");
    row.value.push_back({textOf(details, "host") + QStringLiteral(" → "), Tone::Muted});
    row.value.push_back(error.isEmpty() ? FieldPart{textOf(details, "addresses")}
                                        : FieldPart{coreText(error) + QStringLiteral(" ✗"), Tone::Finding});
    row.value.push_back({QStringLiteral("  ") + took(details), Tone::Muted});
    return row;
}

FieldRow attemptField(const QJsonObject &details)
{
    return {Text::tr("Attempt"),
            {{textOf(details, "address") + QStringLiteral(": ")},
             {coreText(textOf(details, "result")) + QStringLiteral(" ✗"), Tone::Warning},
             {QStringLiteral("  ") + took(details), Tone::Muted}}};
}

FieldRow proxiedField(const QJsonObject &details)
{
    const QString reply = details.value(QLatin1String("reply")).toString().section(u'\n', 0, 0).trimmed();
    const bool refused = details.contains(QLatin1String("findings"));
    return {Text::tr("Proxy"),
            {{textOf(details, "kind") + u' ' + textOf(details, "proxy")},
             {QStringLiteral(" · ") + io::visibleText(reply) + (refused ? QStringLiteral(" ✗") : QStringLiteral(" ✓")),
              refused ? Tone::Finding : Tone::Ok},
             {QStringLiteral("  ") + took(details), Tone::Muted}}};
}

} // namespace framescope::ui
