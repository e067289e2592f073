#include "tests/support/story.h"

#include "core/capture/capturereader.h"
#include "core/ws/findings.h"

namespace framescope::test
{
namespace
{
QString findingText(const ws::Finding &finding)
{
    const auto name = ws::info(finding.id).name;
    QString text = QStringLiteral("%1 at %2")
                       .arg(QString::fromLatin1(name.data(), qsizetype(name.size())))
                       .arg(finding.offset.value());
    if (finding.value != 0)
        text += QStringLiteral(" (%1)").arg(finding.value);
    if (finding.bitCount != 0)
        text += QStringLiteral(" bits %1+%2").arg(finding.firstBit).arg(finding.bitCount);
    return text;
}

QString rowText(const capture::Capture &capture, capture::CaptureReader &reader, RowIndex index)
{
    const capture::RowRecord &row = capture.row(index);
    QString text = QStringLiteral("%1 kind %2 dir %3 conn %4 size %5 first %6")
                       .arg(row.time.value())
                       .arg(int(row.kind()))
                       .arg(int(row.direction()))
                       .arg(row.connection().value())
                       .arg(row.length())
                       .arg(row.first);
    if (row.kind() == capture::RowKind::Event)
        text += QLatin1Char(' ') + capture::eventName(reader.event(index).kind);
    else
        text += QStringLiteral(" at %1").arg(row.offset().value());
    if (row.isFrame())
        text += QStringLiteral(" second %1 message %2").arg(row.second).arg(row.message);
    if (row.incomplete())
        text += QStringLiteral(" incomplete");
    for (const ws::Finding &finding : capture.findings(index))
        text += QStringLiteral(" [%1]").arg(findingText(finding));
    return text;
}
} // namespace

QStringList story(const capture::Capture &capture)
{
    QStringList lines;
    capture::CaptureReader reader(capture);
    for (std::uint64_t i = 0; i < capture.rowCount(); ++i)
        lines += rowText(capture, reader, RowIndex(i));
    return lines;
}

QStringList findingsIn(const capture::Capture &capture)
{
    QStringList found;
    for (std::uint64_t i = 0; i < capture.rowCount(); ++i) {
        for (const ws::Finding &finding : capture.findings(RowIndex(i)))
            found += findingText(finding);
    }
    return found;
}

QByteArray octetsIn(const capture::Capture &capture, Direction direction, ConnectionId connection)
{
    QByteArray all;
    capture::CaptureReader reader(capture);
    for (std::uint64_t i = 0; i < capture.rowCount(); ++i) {
        const RowIndex index(i);
        const capture::RowRecord &row = capture.row(index);
        if (row.kind() == capture::RowKind::Event || row.direction() != direction || row.connection() != connection)
            continue;
        auto octets = reader.wire(index, 0, capture::RowRecord::maxStored);
        all += octets ? *octets : octets.error().message.toUtf8();
    }
    return all;
}

QString differsWhenReopened(const capture::Capture &capture)
{
    auto opened = capture::Capture::open(capture.path());
    if (!opened)
        return opened.error().message;
    const auto loaded = (*opened)->load();
    if (!loaded)
        return loaded.error().message;
    const QStringList before = story(capture);
    const QStringList after = story(**opened);
    for (qsizetype i = 0; i < qMax(before.size(), after.size()); ++i) {
        if (before.value(i) != after.value(i))
            return QStringLiteral("row %1 was \"%2\" and is \"%3\"").arg(i).arg(before.value(i), after.value(i));
    }
    for (const Direction direction : {Direction::In, Direction::Out}) {
        if (octetsIn(capture, direction) != octetsIn(**opened, direction))
            return QStringLiteral("the bytes differ");
    }
    return {};
}

} // namespace framescope::test
