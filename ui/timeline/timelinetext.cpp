#include "ui/timeline/timelinetext.h"

#include "core/base/elapsed.h"
#include "ui/support/numbertext.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace framescope::ui
{

using timeline::DirectionSummary;
using timeline::RowClass;
using timeline::RowSummary;

namespace
{
struct Timeline {
    Q_DECLARE_TR_FUNCTIONS(Timeline)
};

QString rateText(double perSecond)
{
    if (perSecond >= 999'500)
        return Timeline::tr("%1M rows/s").arg(QString::number(perSecond / 1e6, 'f', 1));
    if (perSecond >= 9'999.5)
        return Timeline::tr("%1k rows/s").arg(QString::number(perSecond / 1e3, 'f', 1));
    return Timeline::tr("%1 rows/s").arg(QString::number(perSecond, 'f', perSecond < 10 ? 1 : 0));
}

QString rowsText(std::uint64_t rows)
{
    return rows == 1 ? Timeline::tr("1 row") : Timeline::tr("%1 rows").arg(numberText(rows));
}

QString inText(const QString &rows, std::int64_t ns) { return Timeline::tr("%1 in %2").arg(rows, lengthText(ns)); }

QString beforeText() { return Timeline::tr("before the first row"); }

QString className(RowClass of)
{
    switch (of) {
    case RowClass::Text:
        return Timeline::tr("text");
    case RowClass::Binary:
        return Timeline::tr("binary");
    case RowClass::Continuation:
        return Timeline::tr("continuation");
    case RowClass::PingPong:
        return Timeline::tr("ping or pong");
    case RowClass::Close:
        return Timeline::tr("close");
    case RowClass::Reserved:
        return Timeline::tr("reserved opcode");
    case RowClass::Other:
        break;
    }
    return Timeline::tr("handshake or event");
}

QString classesText(const DirectionSummary &direction)
{
    QStringList parts;
    for (std::size_t i = 0; i < timeline::rowClasses; ++i) {
        if (direction.counts[i] > 0)
            parts.append(QStringLiteral("%1 %2").arg(numberText(direction.counts[i]), className(RowClass(i))));
    }
    return parts.join(QStringLiteral(", "));
}

QString shortText(const QString &arrow, const DirectionSummary &direction)
{
    return QStringLiteral("%1 %2, %3").arg(arrow, rowsText(direction.rows()), sizeText(direction.octets));
}
} // namespace

QStringList pictureText(const TimelinePicture &picture)
{
    const std::int64_t from = std::max(picture.scale.start, picture.first);
    const std::int64_t to = std::min(picture.scale.end(), picture.last);
    const RowSummary all = picture.sumOfAll();
    QStringList parts{rowsText(all.rows())};
    if (to > from) {
        const double seconds = double(to - from) / 1e9;
        parts[0] = inText(parts[0], to - from);
        // Of a moment a rate says nothing.
        if (seconds >= 0.01 && all.rows() > 2) {
            const double octets = double(all.of(Direction::Out).octets) + double(all.of(Direction::In).octets);
            parts.append(rateText(double(all.rows()) / seconds));
            parts.append(Timeline::tr("%1/s of payload")
                             .arg(sizeText(static_cast<std::uint64_t>(std::min(octets / seconds, 9e18)))));
        }
    }
    return parts;
}

QString wideText() { return inText(rowsText(8'888'888), 3'599'000'000'000); }

QStringList binText(const TimelinePicture &picture, std::size_t bin, std::optional<std::size_t> lane)
{
    const RowSummary sum = picture.sumOf(bin, lane);
    const std::int64_t since = picture.beginOf(bin) - picture.scale.origin;
    if (since < 0)
        return {beforeText()};
    QStringList parts{tickText(since, std::min<std::int64_t>(picture.bins.width, 1'000'000'000), picture.scale.unit())};
    if (sum.of(Direction::Out).rows() > 0)
        parts.append(shortText(QStringLiteral("↑"), sum.of(Direction::Out)));
    if (sum.of(Direction::In).rows() > 0)
        parts.append(shortText(QStringLiteral("↓"), sum.of(Direction::In)));
    if (parts.size() == 1)
        parts.append(Timeline::tr("nothing"));
    return parts;
}

QString binToolTip(const TimelinePicture &picture, std::size_t bin, std::optional<std::size_t> lane)
{
    const RowSummary sum = picture.sumOf(bin, lane);
    const std::int64_t begin = picture.beginOf(bin);
    if (begin < picture.scale.origin)
        return beforeText();
    const std::int64_t step = std::min<std::int64_t>(picture.bins.width, 1'000'000'000);
    const QDateTime clock = QDateTime::fromMSecsSinceEpoch(begin / 1'000'000);
    QStringList lines{Timeline::tr("%1 after the first row, %2 at a time (%3)")
                          .arg(tickText(begin - picture.scale.origin, step, picture.scale.unit()),
                               lengthText(picture.bins.width),
                               QLocale().toString(clock, QStringLiteral("yyyy-MM-dd hh:mm:ss.zzz")))};
    const auto add = [&lines](const QString &way, const DirectionSummary &direction) {
        if (direction.rows() == 0)
            return;
        lines.append(way.arg(rowsText(direction.rows()), classesText(direction)));
        lines.append(
            Timeline::tr("    %1, the largest %2").arg(sizeText(direction.octets), sizeText(direction.largest)));
    };
    add(Timeline::tr("↑ sent: %1 (%2)"), sum.of(Direction::Out));
    add(Timeline::tr("↓ received: %1 (%2)"), sum.of(Direction::In));
    const std::uint64_t errors = std::uint64_t(sum.of(Direction::Out).errors) + sum.of(Direction::In).errors;
    if (errors > 0)
        lines.append(Timeline::tr("▲ with an error: %1").arg(rowsText(errors)));
    const std::int64_t end = begin + picture.bins.width;
    for (const TimelinePicture::Arc &arc : picture.arcs) {
        if ((!lane || arc.lane == *lane) && arc.from < end && arc.to >= begin)
            lines.append(Timeline::tr("Ping to pong: %1").arg(lengthText(arc.roundTrip)));
    }
    for (const TimelinePicture::Gap &gap : picture.gaps) {
        if ((!lane || gap.lane == *lane) && gap.from < begin && gap.to >= end)
            lines.append(Timeline::tr("Silence of %1").arg(lengthText(gap.to - gap.from)));
    }
    return lines.join(QLatin1Char('\n'));
}

QString ratesHelp()
{
    return Timeline::tr(
        "Of the time that is drawn: its rows and their payload, with the handshake, without frame headers.");
}

QString timelineHelp()
{
    return Timeline::tr("Click: go to the row\n"
                        "Wheel, + and −: zoom\n"
                        "Drag, ← and →: move\n"
                        "Shift+drag, or drag on the axis: show only the rows of a span\n"
                        "Double click or Esc: show all rows again\n"
                        "0: the whole capture, Home and End: its ends");
}

} // namespace framescope::ui
