#include "ui/details/extensionfields.h"

#include "core/io/rowtext.h"
#include "ui/explain/explanation.h"
#include "ui/support/coretext.h"

#include <QCoreApplication>

#include <algorithm>

namespace framescope::ui
{

namespace
{
struct Text {
    Q_DECLARE_TR_FUNCTIONS(Handshake)
};

QString written(const http::ParameterVerdict &parameter)
{
    return visible(parameter.name) + (parameter.value ? u'=' + visible(*parameter.value) : QString());
}

/// "line 5, column 47", counted from 1 in the line.
FieldPart place(const http::ExtensionVerdict &extension, std::size_t column)
{
    return {QStringLiteral("  ") + Text::tr("line %1, column %2 of the value").arg(extension.line).arg(column + 1),
            Tone::Muted};
}

/// What is known of an extension or of one of its parameters.
QStringList topicsOf(QByteArrayView name)
{
    const QString key = QStringLiteral("extension.") + QString::fromLatin1(name).toLower();
    return explain(key).isEmpty() ? QStringList() : QStringList(key);
}

FieldRow parameterRow(const http::ExtensionVerdict &extension, const http::ParameterVerdict &parameter, bool answered)
{
    const bool right = parameter.fault == http::ParameterFault::None;
    FieldRow row{written(parameter), {}};
    row.topics = topicsOf(parameter.name);
    row.value.push_back({answered ? Text::tr("answered: ") : Text::tr("offered: "), Tone::Muted});
    row.value.push_back({io::visibleText(coreText(http::parameterSentence(parameter, answered))),
                         right ? Tone::Normal : Tone::Finding});
    row.value.push_back(mark(right));
    row.value.push_back(place(extension, parameter.column));
    return row;
}

bool has(const http::ExtensionVerdict &extension, QByteArrayView parameter)
{
    return std::any_of(extension.parameters.begin(), extension.parameters.end(),
                       [&](const auto &p) { return p.name.compare(parameter, Qt::CaseInsensitive) == 0; });
}

const http::ExtensionVerdict *find(const std::vector<http::ExtensionVerdict> &all, QByteArrayView name)
{
    const auto it = std::find_if(all.begin(), all.end(), [&](const auto &extension) {
        return extension.name.compare(name, Qt::CaseInsensitive) == 0;
    });
    return it == all.end() ? nullptr : &*it;
}

QString faultText(const http::ExtensionVerdict &extension)
{
    switch (extension.fault) {
    case http::ExtensionFault::Unsolicited:
        return Text::tr("nobody offered it (RFC 6455 §9.1)");
    case http::ExtensionFault::Repeated:
        return Text::tr("it stands there already (RFC 7692 §5)");
    case http::ExtensionFault::None:
        break;
    }
    return io::visibleText(coreText(http::answerSentence(extension.answerFault)));
}

FieldRow answeredRow(const http::ExtensionVerdict &extension, const http::ExtensionVerdict *offer)
{
    FieldRow row{visible(extension.name), {{Text::tr("agreed")}, mark(extension.right())}};
    if (const QString fault = faultText(extension); !fault.isEmpty())
        row.value.push_back({QStringLiteral(" ") + fault, Tone::Finding});
    row.value.push_back(place(extension, extension.column));
    for (const http::ParameterVerdict &parameter : extension.parameters)
        row.children.push_back(parameterRow(extension, parameter, true));
    if (offer != nullptr) {
        for (const http::ParameterVerdict &parameter : offer->parameters) {
            if (has(extension, parameter.name))
                continue;
            FieldRow unanswered = parameterRow(*offer, parameter, false);
            unanswered.value.insert(unanswered.value.begin(), {Text::tr("not answered; "), Tone::Muted});
            row.children.push_back(unanswered);
        }
    }
    row.topics = topicsOf(extension.name);
    row.expanded = true;
    return row;
}

FieldRow offeredRow(const http::ExtensionVerdict &extension, bool declined)
{
    FieldRow row{visible(extension.name), {{declined ? Text::tr("offered, not agreed") : Text::tr("offered")}}};
    row.topics = topicsOf(extension.name);
    if (!extension.right())
        row.value.push_back(mark(false));
    row.value.push_back(place(extension, extension.column));
    for (const http::ParameterVerdict &parameter : extension.parameters)
        row.children.push_back(parameterRow(extension, parameter, false));
    return row;
}
} // namespace

FieldRow extensionsField(const http::Head &request, const http::ResponseVerdict *response)
{
    const std::vector<http::ExtensionVerdict> offers = http::judgeRequest(request).extensionVerdicts;
    FieldRow row{Text::tr("Extensions"), {}};
    row.topics = {u"handshake.extensions"_qs};
    QStringList offered;
    bool right = true;
    for (const http::ExtensionVerdict &offer : offers) {
        offered << visible(offer.name);
        right = right && offer.right();
    }
    offered.removeDuplicates();
    if (response != nullptr) {
        QStringList agreed;
        for (const http::ExtensionVerdict &answer : response->extensionVerdicts) {
            agreed << visible(answer.name);
            right = right && answer.right();
            row.children.push_back(answeredRow(answer, find(offers, answer.name)));
        }
        row.value.push_back(
            {agreed.isEmpty() ? Text::tr("none agreed") : Text::tr("agreed: %1").arg(agreed.join(u", "_qs))});
        row.value.push_back(mark(right));
    }
    for (const http::ExtensionVerdict &offer : offers) {
        if (response == nullptr || find(response->extensionVerdicts, offer.name) == nullptr)
            row.children.push_back(offeredRow(offer, response != nullptr));
    }
    row.value.push_back(
        {(row.value.empty() ? QString() : QStringLiteral("  ")) +
             (offered.isEmpty() ? Text::tr("none offered") : Text::tr("offered: %1").arg(offered.join(u", "_qs))),
         Tone::Muted});
    row.expanded = true;
    return row;
}

} // namespace framescope::ui
