#include "core/capture/event.h"

#include "core/ws/findings.h"

#include <QJsonArray>

#include <array>

namespace framescope::capture
{

namespace
{
constexpr std::array<std::u16string_view, 13> names = {u"connected", u"secured", u"finished", u"reset",    u"failed",
                                                       u"closed",    u"stalled", u"note",     u"resolved", u"attempt",
                                                       u"proxied",   u"rolled",  u"continued"};
} // namespace

bool hasDirection(const RowRecord &row) noexcept
{
    return row.kind() != RowKind::Event || row.first == static_cast<std::uint8_t>(EventKind::Finished) ||
           row.first == static_cast<std::uint8_t>(EventKind::Reset);
}

QString eventName(EventKind kind)
{
    const auto i = static_cast<std::size_t>(kind);
    const std::u16string_view name = i < names.size() ? names[i] : names[std::size_t(EventKind::Note)];
    return QString(reinterpret_cast<const QChar *>(name.data()), static_cast<qsizetype>(name.size()));
}

EventKind eventKind(QStringView name)
{
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (name == names[i])
            return static_cast<EventKind>(i);
    }
    return EventKind::Note;
}

QJsonObject closedDetails(std::uint16_t code, const QString &reason, bool byUs, bool clean)
{
    return {{u"code"_qs, int(code)},
            {u"reason"_qs, reason},
            {u"initiator"_qs, byUs ? u"us"_qs : u"peer"_qs},
            {u"clean"_qs, clean}};
}

void tell(QJsonObject &details, ws::FindingId finding, std::uint64_t value)
{
    const std::string_view name = ws::info(finding).name;
    QJsonArray told = details.value(u"findings"_qs).toArray();
    told.append(QJsonObject{{u"id"_qs, QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()))},
                            {u"value"_qs, static_cast<qint64>(value)}});
    details[u"findings"_qs] = told;
}

std::vector<ws::Finding> toldFindings(const QJsonObject &details, StreamOffset at)
{
    std::vector<ws::Finding> findings;
    for (const QJsonValue told : details.value(u"findings"_qs).toArray()) {
        const QByteArray name = told[u"id"_qs].toString().toLatin1();
        const ws::FindingInfo *info = ws::findFinding(std::string_view(name.constData(), std::size_t(name.size())));
        if (info == nullptr)
            continue;
        ws::Finding finding;
        finding.id = info->id;
        finding.offset = at;
        finding.value = static_cast<std::uint64_t>(told[u"value"_qs].toInteger());
        findings.push_back(finding);
    }
    return findings;
}

} // namespace framescope::capture
