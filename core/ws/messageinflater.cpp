#include "core/ws/messageinflater.h"

#include "core/ws/findings.h"

#include <utility>

namespace framescope::ws
{

namespace
{
/// Large enough for zlib's fast loop, small enough for the second-level cache beside its window.
constexpr std::size_t sliceSize = 32 * 1024;
constexpr std::uint8_t largestWindow = 15;
} // namespace

MessageInflater::MessageInflater(DeflateSide side) noexcept { setSide(side); }

void MessageInflater::setSide(DeflateSide side) noexcept
{
    m_side = side;
    m_window.reset();
    if (side.windowBits < largestWindow)
        m_window.emplace(side.windowBits);
}

void MessageInflater::begin()
{
    abandon();
    m_fault.reset();
    m_windowFault.reset();
    m_wire = 0;
    if (m_contextLost) {
        m_state = State::Unknown;
        m_fault = FindingId::DeflateUnknown;
        return;
    }
    if (!m_inflater) {
        m_inflater.emplace(m_side);
        m_slice.resize(sliceSize);
    }
    m_inflater->begin(m_limits);
    if (m_window)
        m_window->begin();
    m_state = State::Open;
}

ByteView MessageInflater::inflate(ByteView &input)
{
    if (!running())
        return {};
    const ByteView given = input;
    const ByteView octets = m_inflater->inflate(input, m_slice);
    if (m_window && m_window->take(given.first(given.size() - input.size())))
        m_windowFault = m_window->position();
    // What was inflated before a bad place is given first.
    if (octets.empty())
        noteFault();
    return octets;
}

void MessageInflater::end()
{
    if (!running())
        return;
    m_inflater->finish();
    m_state = State::Whole;
    noteFault();
}

void MessageInflater::abandon() noexcept
{
    if (!running())
        return;
    m_state = State::Truncated;
    m_fault = FindingId::DeflateTruncated;
    // RFC 7692 §7.2.2: later messages may refer to the part that never came.
    m_contextLost = m_side.contextTakeover;
}

std::optional<FindingId> MessageInflater::takeFault() noexcept { return std::exchange(m_fault, std::nullopt); }

std::optional<std::uint64_t> MessageInflater::takeWindowFault() noexcept
{
    // zlib may have taken more than it has given. Told by the place among the inflated octets, it does not depend on
    // how the compressed ones came.
    if (!m_windowFault || (*m_windowFault >= size() && m_state != State::Corrupt))
        return {};
    return std::exchange(m_windowFault, std::nullopt);
}

std::uint64_t MessageInflater::size() const noexcept
{
    return m_inflater && m_state != State::Unknown ? m_inflater->size() : 0;
}

void MessageInflater::noteFault() noexcept
{
    switch (m_inflater->fault()) {
    case Inflater::Fault::None:
        return;
    case Inflater::Fault::Data:
        m_state = State::Corrupt;
        m_fault = FindingId::DeflateData;
        break;
    case Inflater::Fault::Context:
        m_state = State::Corrupt;
        m_fault = FindingId::DeflateContext;
        break;
    case Inflater::Fault::Truncated:
        m_state = State::Truncated;
        m_fault = FindingId::DeflateTruncated;
        break;
    case Inflater::Fault::Limit:
        m_state = State::Limited;
        m_fault = FindingId::DeflateLimit;
        break;
    }
    m_contextLost = m_contextLost || m_inflater->contextLost();
}

} // namespace framescope::ws
