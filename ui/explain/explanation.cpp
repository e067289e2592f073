#include "ui/explain/explanation.h"

#include "core/ws/findings.h"
#include "ui/support/coretext.h"

#include <QAbstractItemView>
#include <QCoreApplication>
#include <QRegularExpression>
#include <QWidget>

#include <algorithm>

namespace framescope::ui
{

namespace
{
struct Text {
    Q_DECLARE_TR_FUNCTIONS(Explain)
};

QString text(std::string_view utf8) { return QString::fromUtf8(utf8.data(), qsizetype(utf8.size())); }

QString findingPrefix() { return QStringLiteral("finding."); }

/// Where to read on about a finding that breaks no sentence of an RFC.
const char *relatedSection(ws::FindingId id)
{
    switch (id) {
    case ws::FindingId::HsTooLarge:
        return "RFC 6585 §5";
    case ws::FindingId::TcpSequence:
        return "RFC 9293 §3.4";
    case ws::FindingId::TcpIdle:
        return "RFC 6455 §5.5.2";
    case ws::FindingId::TimeoutConnect:
        return "RFC 9293 §3.5";
    case ws::FindingId::TimeoutProxy:
    case ws::FindingId::ProxyReply:
        return "RFC 9110 §9.3.6";
    case ws::FindingId::TimeoutTls:
        return "RFC 8446 §2";
    case ws::FindingId::TlsExcepted:
    case ws::FindingId::TlsChanged:
        return "RFC 5280 §6";
    default:
        return "RFC 6455";
    }
}

QString severityWord(ws::Severity severity)
{
    switch (severity) {
    case ws::Severity::Error:
        return Text::tr("error");
    case ws::Severity::Warning:
        return Text::tr("warning");
    case ws::Severity::Info:
    case ws::Severity::None:
        break;
    }
    return Text::tr("note");
}

Explanation ofFinding(const ws::FindingInfo &info)
{
    Explanation made;
    made.title = QStringLiteral("%1 · %2").arg(text(info.name), severityWord(info.severity));
    made.text = coreText(info.explanation);
    made.section = info.section.empty() ? QString::fromUtf8(relatedSection(info.id)) : text(info.section);
    return made;
}

/// "RFC 6455 §5.2" leads to that section.
QString linked(const QString &section)
{
    static const QRegularExpression place(QStringLiteral("RFC (\\d+)(?: §([0-9.]*[0-9]))?"));
    QString html = section.toHtmlEscaped();
    qsizetype shift = 0;
    auto it = place.globalMatch(html);
    const QString before = html;
    while (it.hasNext()) {
        const QRegularExpressionMatch match = it.next();
        QString address = QStringLiteral("https://www.rfc-editor.org/rfc/rfc%1").arg(match.captured(1));
        if (!match.captured(2).isEmpty())
            address += QStringLiteral("#section-") + match.captured(2);
        const QString link = QStringLiteral("<a href=\"%1\">%2</a>").arg(address, match.captured(0));
        html.replace(match.capturedStart() + shift, match.capturedLength(), link);
        shift += link.size() - match.capturedLength();
    }
    return html;
}
} // namespace

QString keyOf(ws::Opcode opcode)
{
    if (ws::isReserved(opcode))
        return ws::isControl(opcode) ? QStringLiteral("opcode.reserved.control") : QStringLiteral("opcode.reserved");
    return QStringLiteral("opcode.%1").arg(QString::number(int(opcode), 16).toUpper());
}

QString closeCodeKey(std::uint16_t code)
{
    if (code < 1000)
        return QStringLiteral("close.0-999");
    if (code <= 1015)
        return QStringLiteral("close.%1").arg(code);
    if (code < 3000)
        return QStringLiteral("close.1016-2999");
    if (code < 4000)
        return QStringLiteral("close.3000-3999");
    if (code < 5000)
        return QStringLiteral("close.4000-4999");
    return QStringLiteral("close.5000-65535");
}

QString keyOf(ws::FindingId finding) { return findingPrefix() + text(ws::info(finding).name); }

QString headerKey(QByteArrayView name)
{
    const QString key = QStringLiteral("header.") + QString::fromLatin1(name).toLower();
    return explain(key).isEmpty() ? QString() : key;
}

Explanation explain(const QString &key)
{
    if (key.startsWith(findingPrefix())) {
        const QByteArray name = key.mid(findingPrefix().size()).toUtf8();
        const ws::FindingInfo *info = ws::findFinding({name.constData(), std::size_t(name.size())});
        return info == nullptr ? Explanation() : ofFinding(*info);
    }
    const auto table = explanationTable();
    const auto line = std::find_if(table.begin(), table.end(),
                                   [&key](const ExplanationLine &each) { return key == QLatin1String(each.key); });
    if (line == table.end())
        return {};
    return {QCoreApplication::translate("Explain", line->title), QCoreApplication::translate("Explain", line->text),
            QString::fromUtf8(line->section)};
}

QString tipOf(const QStringList &keys)
{
    QString html;
    for (const QString &key : keys) {
        const Explanation found = explain(key);
        if (found.isEmpty())
            continue;
        html += QStringLiteral("<div><b>%1</b></div><div>%2</div>")
                    .arg(found.title.toHtmlEscaped(), found.text.toHtmlEscaped());
        if (!found.section.isEmpty())
            html += QStringLiteral("<div><i>%1</i></div>").arg(found.section.toHtmlEscaped());
    }
    return html.isEmpty() ? QString() : QStringLiteral("<qt>") + html + QStringLiteral("</qt>");
}

QString pageOf(const QStringList &keys)
{
    QString html;
    for (const QString &key : keys) {
        const Explanation found = explain(key);
        if (found.isEmpty())
            continue;
        html += QStringLiteral("<h3>%1</h3>").arg(found.title.toHtmlEscaped());
        for (const QString &paragraph : found.text.split(u'\n'))
            html += QStringLiteral("<p>%1</p>").arg(paragraph.toHtmlEscaped());
        if (!found.section.isEmpty())
            html += QStringLiteral("<p>%1</p>").arg(Text::tr("See: %1").arg(linked(found.section)));
    }
    return html;
}

QStringList keysAt(const QWidget *focus)
{
    for (const QWidget *at = focus; at != nullptr; at = at->parentWidget()) {
        if (const auto *view = qobject_cast<const QAbstractItemView *>(at); view != nullptr) {
            const QStringList ofItem = view->currentIndex().data(explainRole).toStringList();
            if (!ofItem.isEmpty())
                return ofItem;
        }
        const QStringList ofWidget = at->property(explainProperty).toStringList();
        if (!ofWidget.isEmpty())
            return ofWidget;
    }
    return {QStringLiteral("window")};
}

} // namespace framescope::ui
