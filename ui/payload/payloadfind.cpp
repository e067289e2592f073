#include "ui/payload/payloadfind.h"

#include "ui/find/findbar.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "moc_payloadfind.cpp"

namespace framescope::ui
{

namespace
{
using filter::FindPattern;
using filter::FindText;

constexpr int pollMs = 50;
constexpr std::uint64_t pieceSize = 1u << 20;
} // namespace

/// What both threads know of a search.
struct PayloadFind::Search {
    std::mutex mutex; ///< of what follows
    std::vector<FindPattern::Place> found;
    std::uint64_t done = 0;
    bool undecided = false;
};

PayloadFind::PayloadFind(FindBar &bar, QObject *parent) : QObject(parent), m_bar(bar)
{
    m_poll.setInterval(pollMs);
    connect(&m_poll, &QTimer::timeout, this, &PayloadFind::poll);
    connect(&bar, &FindBar::changed, this, &PayloadFind::start);
    connect(&bar, &FindBar::nextRequested, this, &PayloadFind::next);
    connect(&bar, &FindBar::previousRequested, this, &PayloadFind::previous);
    connect(&bar, &FindBar::cancelRequested, this, [this] {
        m_job.cancel();
        m_poll.stop();
        m_cancelled = true;
        tell();
    });
    connect(&bar, &FindBar::closed, this, &PayloadFind::drop);
}

void PayloadFind::setOctets(std::uint64_t size, RowPayload::Fetch fetch)
{
    m_size = size;
    m_fetch = std::move(fetch);
    if (m_bar.isVisible())
        start();
    else
        drop();
}

void PayloadFind::setOutside(std::optional<FindPattern> pattern)
{
    // What is looked for in headers is none of these octets.
    if (pattern && pattern->asked().where != FindText::Where::Payloads)
        pattern.reset();
    m_outside = std::move(pattern);
    if (!isOpen())
        drop();
}

bool PayloadFind::isOpen() const { return !m_bar.isHidden(); }

/// What was found no longer counts.
void PayloadFind::drop()
{
    m_job.cancel();
    m_poll.stop();
    m_places.clear();
    m_current.reset();
    m_started = false;
    Q_EMIT placesChanged();
}

std::vector<OctetRange> PayloadFind::placesIn(OctetRange octets)
{
    if (!m_started && !isOpen() && m_outside)
        start();
    const auto isBefore = [](const FindPattern::Place &place, std::uint64_t at) {
        return place.from + place.count <= at;
    };
    std::vector<OctetRange> found;
    for (auto at = std::lower_bound(m_places.begin(), m_places.end(), octets.from, isBefore);
         at != m_places.end() && at->from < octets.from + octets.count; ++at)
        found.push_back({at->from, at->count});
    return found;
}

void PayloadFind::forget()
{
    drop();
    m_search.reset();
    m_fetch = {};
    m_size = 0;
}

void PayloadFind::release()
{
    forget();
    m_job.cancelAndWait();
}

void PayloadFind::start()
{
    drop();
    m_started = true;
    m_done = m_end = 0;
    m_undecided = m_cancelled = m_anew = false;
    m_search = std::make_shared<Search>();
    if (isOpen())
        m_bar.showNote({});
    lookOn();
}

void PayloadFind::grow(std::uint64_t size, RowPayload::Fetch fetch)
{
    if (size <= m_size)
        return;
    m_size = size;
    m_fetch = std::move(fetch);
    if (m_started && !m_cancelled && !m_poll.isActive()) // else once it is done with what was there
        lookOn();
}

/// Through the octets that no search went through.
void PayloadFind::lookOn()
{
    const std::optional<FindPattern> &wanted = isOpen() ? m_bar.pattern() : m_outside;
    if (!wanted || !m_fetch || m_end >= m_size) {
        tell();
        return;
    }
    const bool regex = wanted->longest() == 0;
    std::uint64_t from = 0;
    if (regex && m_end > 0) { // what comes behind may make any match another
        m_search = std::make_shared<Search>();
        m_anew = true;
    } else if (!regex) {
        from = m_end - std::min<std::uint64_t>(m_end, wanted->longest() - 1); // over the border
        if (!m_places.empty())
            from = std::max(from, m_places.back().from + m_places.back().count);
    }
    m_end = m_size;
    m_job.start([search = m_search, pattern = *wanted, fetch = m_fetch, regex, from,
                 size = m_size](const std::stop_token &stop) -> LatestJob::Show {
        // A match of a regular expression may be of any length: it is tried on all at once, as far as that goes.
        const std::uint64_t step = regex ? mostForRegex : pieceSize;
        std::size_t places = search->found.size();
        for (std::uint64_t at = from; at < size && places < mostPlaces && !stop.stop_requested(); at += step) {
            const QByteArray octets = fetch(at, step + (regex ? 0 : pattern.longest() - 1));
            const FindPattern::All all = pattern.findAll(octets, mostPlaces - places, stop);
            const std::lock_guard lock(search->mutex);
            for (const FindPattern::Place &place : all.places) {
                // Those that begin in the overlap, or lie over one that was found before, are the next piece's.
                if (place.from < step && (search->found.empty() || search->found.back().from < at + place.from))
                    search->found.push_back({at + place.from, place.count});
            }
            places = search->found.size();
            search->undecided = search->undecided || all.undecided || (regex && size > step);
            search->done = regex ? size : std::min(size, at + step);
            if (octets.isEmpty() || regex) {
                search->done = size;
                break;
            }
        }
        const std::lock_guard lock(search->mutex);
        if (!stop.stop_requested())
            search->done = size;
        return {};
    });
    m_poll.start();
    tell();
}

void PayloadFind::poll()
{
    {
        const std::lock_guard lock(m_search->mutex);
        if (m_anew && m_search->done >= m_end) {
            m_places.clear();
            m_anew = false;
        }
        if (!m_anew) {
            m_done = m_search->done;
            m_undecided = m_search->undecided;
            m_places.insert(m_places.end(), m_search->found.begin() + std::ptrdiff_t(m_places.size()),
                            m_search->found.end());
        }
    }
    if (m_current && *m_current >= m_places.size())
        m_current.reset();
    if (!m_anew && m_done >= m_end)
        m_poll.stop();
    Q_EMIT placesChanged();
    if (isOpen()) {
        if (!m_current && !m_places.empty())
            select(0, {});
        tell();
    }
    if (!m_poll.isActive())
        lookOn();
}

void PayloadFind::select(std::size_t i, const QString &note)
{
    m_current = i;
    m_bar.showNote(note);
    Q_EMIT found(m_places[i].from, m_places[i].count);
    tell();
}

void PayloadFind::next()
{
    if (m_places.empty())
        return;
    const std::size_t at = m_current ? *m_current + 1 : 0;
    if (at < m_places.size())
        select(at, {});
    else if (!m_poll.isActive()) // or more is still to come
        select(0, tr("on from the beginning"));
}

void PayloadFind::previous()
{
    if (m_places.empty())
        return;
    if (m_current && *m_current > 0)
        select(*m_current - 1, {});
    else
        select(m_places.size() - 1, tr("on from the end"));
}

void PayloadFind::tell()
{
    if (!isOpen())
        return;
    FindCount count;
    count.matches = m_places.size();
    count.tested = m_done;
    count.total = m_size;
    count.undecided = m_undecided ? 1 : 0;
    count.cancelled = m_cancelled;
    if (m_current)
        count.number = *m_current + 1;
    m_bar.showCount(count);
}

} // namespace framescope::ui
