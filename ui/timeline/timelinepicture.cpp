#include "ui/timeline/timelinepicture.h"

#include <algorithm>
#include <cmath>

namespace framescope::ui
{

using timeline::RowSummary;
using timeline::TimeBins;
using timeline::TimePyramid;

namespace
{
void mergeLanes(TimeBins &bins)
{
    for (std::size_t bin = 0; bin < bins.count; ++bin) {
        for (std::size_t lane = 1; lane < bins.lanes; ++lane)
            bins.at(0, bin).add(bins.at(lane, bin));
    }
    bins.lanes = 1;
    bins.sums.resize(bins.count);
}

void findGaps(TimelinePicture &picture, const TimePyramid &pyramid, const capture::Capture &capture)
{
    constexpr std::size_t narrowest = TimelinePicture::narrowestGap / TimeScale::binPixels;
    const TimeBins &bins = picture.bins;
    for (std::size_t lane = 0; lane < bins.lanes; ++lane) {
        timeline::WantedRows wanted;
        if (!picture.merged)
            wanted.lane = lane;
        for (std::size_t begin = 0; begin < bins.count;) {
            std::size_t end = begin;
            while (end < bins.count && bins.at(lane, end).rows() == 0)
                ++end;
            if (end - begin >= std::min(narrowest, bins.count)) {
                // A row may stand up to a bin beside its time.
                const auto before = pyramid.before(picture.beginOf(begin), wanted);
                const auto after =
                    pyramid.notBefore(picture.beginOf(end) - (end < bins.count ? bins.width : 0), wanted);
                if (before && after) {
                    const std::int64_t from = TimeBins::clamped(capture.row(*before).time);
                    const std::int64_t to = TimeBins::clamped(capture.row(*after).time);
                    if (to - from >= TimelinePicture::shortestGap)
                        picture.gaps.push_back({lane, from, to});
                }
            }
            begin = std::max(end, begin + 1);
        }
    }
}

void findArcs(TimelinePicture &picture, const capture::Capture &capture, const std::vector<exchange::RoundTrip> &pairs)
{
    for (const exchange::RoundTrip &pair : pairs) {
        const capture::RowRecord &ping = capture.row(pair.request);
        const std::int64_t from = TimeBins::clamped(ping.time);
        const std::int64_t to = TimeBins::clamped(capture.row(pair.answer).time);
        const double left = picture.scale.xOf(from), right = picture.scale.xOf(to);
        if (right - left < TimelinePicture::narrowestArc || right < 0 || left > picture.scale.width)
            continue;
        std::size_t lane = 0;
        if (!picture.merged) {
            const auto found = std::find(picture.connections.begin(), picture.connections.end(), ping.connection());
            if (found == picture.connections.end())
                continue;
            lane = static_cast<std::size_t>(found - picture.connections.begin());
        }
        picture.arcs.push_back({lane, ping.direction(), from, to, static_cast<std::int64_t>(pair.ns)});
    }
}
} // namespace

TimelinePicture TimelinePicture::of(const TimePyramid &pyramid, const TimeScale &scale, const capture::Capture &capture,
                                    const std::vector<exchange::RoundTrip> &pairs, const Shown &shown)
{
    TimelinePicture picture;
    picture.scale = scale;
    picture.hasRows = pyramid.lanes() > 0;
    if (!picture.hasRows)
        return picture;
    picture.bins.reset(scale.firstBin(), scale.binWidth, scale.bins(), pyramid.lanes());
    pyramid.fill(picture.bins);
    picture.merged = pyramid.hasSharedLane();
    if (picture.merged)
        mergeLanes(picture.bins);
    else
        picture.connections = pyramid.connections();
    picture.largest = pyramid.largest();
    picture.first = pyramid.first();
    picture.last = pyramid.last();
    picture.dimmed.assign(picture.bins.count, false);
    for (std::size_t bin = 0; shown && bin < picture.bins.count; ++bin) {
        const TimeBins::Rows &rows = picture.bins.rows[bin];
        picture.dimmed[bin] = !rows.empty() && !shown(rows.first, rows.last);
    }
    findGaps(picture, pyramid, capture);
    findArcs(picture, capture, pairs);
    return picture;
}

int TimelinePicture::barX(std::size_t bin) const noexcept
{
    return static_cast<int>(std::floor(scale.xOf(bins.from))) + static_cast<int>(bin) * TimeScale::binPixels;
}

std::optional<std::size_t> TimelinePicture::binAt(int x) const noexcept
{
    const int away = x - barX(0);
    if (bins.count == 0 || away < 0)
        return {};
    const auto bin = static_cast<std::size_t>(away / TimeScale::binPixels);
    return bin < bins.count ? std::optional(bin) : std::nullopt;
}

std::optional<std::size_t> TimelinePicture::binWithRows(int x, std::size_t lane, Direction direction, int away) const
{
    const auto middle = binAt(x);
    if (!middle || lane >= bins.lanes)
        return {};
    const auto has = [&](std::size_t bin) { return bins.at(lane, bin).of(direction).rows() > 0; };
    const auto most = static_cast<std::size_t>(away / TimeScale::binPixels);
    for (std::size_t d = 0; d <= most; ++d) {
        if (*middle + d < bins.count && has(*middle + d))
            return *middle + d;
        if (*middle >= d && has(*middle - d))
            return *middle - d;
    }
    return {};
}

RowSummary TimelinePicture::sumOf(std::size_t bin, std::optional<std::size_t> lane) const
{
    if (lane)
        return bins.at(*lane, bin);
    RowSummary sum;
    for (std::size_t i = 0; i < bins.lanes; ++i)
        sum.add(bins.at(i, bin));
    return sum;
}

RowSummary TimelinePicture::sumOfAll() const
{
    RowSummary sum;
    for (const RowSummary &each : bins.sums)
        sum.add(each);
    return sum;
}

} // namespace framescope::ui
