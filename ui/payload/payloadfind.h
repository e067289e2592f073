#pragma once

#include "core/filter/findpattern.h"
#include "ui/payload/rowpayload.h"
#include "ui/support/latestjob.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace framescope::ui
{

class FindBar;

/// Looks for something in the octets of one row: all places, on a thread of its own, and goes from one to the next. While
/// its bar is closed it knows the places of what is looked for in all rows, once somebody asks for them.
/// Thread: the GUI's. Lifetime: what the payload's fetch reads from outlives it, or release() comes first.
class PayloadFind : public QObject
{
    Q_OBJECT
public:
    /// Places that are gone to; more are not looked for.
    static constexpr std::size_t mostPlaces = 1'000'000;
    /// Octets that a regular expression is tried on.
    static constexpr std::uint64_t mostForRegex = 16u << 20;

    /// Lifetime: the bar outlives it.
    explicit PayloadFind(FindBar &bar, QObject *parent = nullptr);

    /// Other octets are shown: they are looked through anew while the bar is open.
    void setOctets(std::uint64_t size, RowPayload::Fetch fetch);
    /// More octets came behind those: they are looked through as well, and the place that was gone to stays.
    void grow(std::uint64_t size, RowPayload::Fetch fetch);
    /// Nothing is shown: what is looked for no longer matters.
    void forget();
    /// The same, and nothing is read any more when this returns.
    void release();
    void next();
    void previous();
    /// What is looked for in all rows.
    void setOutside(std::optional<filter::FindPattern> pattern);
    /// Places that these octets have a part in, in order: those that were found by now.
    std::vector<OctetRange> placesIn(OctetRange octets);

Q_SIGNALS:
    void found(quint64 from, quint64 count);
    /// There are other places, or more.
    void placesChanged();

private:
    struct Search;
    void start();
    void lookOn();
    void drop();
    bool isOpen() const;
    void poll();
    void select(std::size_t i, const QString &note);
    void tell();

    FindBar &m_bar;
    RowPayload::Fetch m_fetch;
    std::uint64_t m_size = 0;
    std::shared_ptr<Search> m_search; ///< that runs, or ended last
    std::vector<filter::FindPattern::Place> m_places;
    std::optional<std::size_t> m_current;
    std::optional<filter::FindPattern> m_outside;
    bool m_started = false; ///< looking for what is looked for
    bool m_anew = false;    ///< the places are still those of the search before
    std::uint64_t m_done = 0;
    std::uint64_t m_end = 0; ///< of the octets that the search goes through
    bool m_undecided = false;
    bool m_cancelled = false;
    QTimer m_poll;
    LatestJob m_job;
};

} // namespace framescope::ui
