#include "core/statistics/messagestatistics.h"

#include <algorithm>

namespace framescope::statistics
{

namespace
{
/// No message before it in its batch has its type.
bool isFirstOfType(const exchange::RoundTrips &all, std::uint64_t part)
{
    for (std::uint64_t at = part; at > 0 && all.part(at - 1).row == all.part(part).row; --at) {
        if (all.part(at - 1).type == all.part(part).type)
            return false;
    }
    return true;
}
} // namespace

void MessageStatistics::add(const capture::Capture &capture, const exchange::RoundTrips &all, RowIndex first,
                            RowIndex end, const filter::RowBitmap *rows)
{
    const auto counts = [rows](RowIndex row) { return rows == nullptr || rows->contains(row); };
    const auto typeAt = [this](std::uint32_t number) -> Type & {
        if (number >= types.size())
            types.resize(number + std::size_t(1));
        return types[number];
    };
    for (RowIndex row = first; row < end; ++row) {
        const exchange::RowTag tag = all.tag(row);
        if (tag.type() == 0 || !counts(row))
            continue;
        Type &type = typeAt(tag.type());
        ++type.messages[static_cast<std::size_t>(capture.row(row).direction())];
        if (tag.role() == exchange::Role::Request)
            ++type.requests;
    }
    for (std::uint64_t at = all.firstPartFrom(first); at < all.partCount() && all.part(at).row < end; ++at) {
        const exchange::BatchPart &part = all.part(at);
        if (!counts(part.row))
            continue;
        Type &type = typeAt(part.type);
        if (part.role == exchange::Role::Request)
            ++type.requests;
        if (isFirstOfType(all, at))
            ++type.messages[static_cast<std::size_t>(capture.row(part.row).direction())];
    }
    for (std::uint64_t at = all.firstTripFrom(first); at < all.tripCount(); ++at) {
        const exchange::RoundTrip &trip = all.trip(at);
        if (!(trip.answer < end))
            break;
        if (counts(trip.request))
            ++typeAt(trip.type).answered;
        if (counts(trip.answer)) {
            typeAt(trip.type).times.add(trip.ns);
            addTrip(trip);
        }
    }
}

void MessageStatistics::addTrip(const exchange::RoundTrip &trip)
{
    ++trips;
    ++tripTimes[durationBucket(trip.ns)];
    const auto slower = [](const exchange::RoundTrip &a, const exchange::RoundTrip &b) { return a.ns > b.ns; };
    if (slowest.size() == mostSlow && !slower(trip, slowest.back()))
        return;
    slowest.insert(std::upper_bound(slowest.begin(), slowest.end(), trip, slower), trip);
    if (slowest.size() > mostSlow)
        slowest.pop_back();
}

} // namespace framescope::statistics
