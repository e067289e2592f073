#include "ui/payload/rowpayload.h"

#include "core/capture/capturereader.h"
#include "ui/details/framepane.h"
#include "ui/details/messageframes.h"
#include "ui/support/secrets.h"

#include <algorithm>
#include <utility>

namespace framescope::ui
{

namespace
{
/// No head is longer (http::HeadParser::maxSize).
constexpr std::uint64_t maxHead = 1024 * 1024;
constexpr std::uint64_t beginningSize = 64;

QByteArray part(const QByteArray &bytes, std::uint64_t from, std::uint64_t count)
{
    const auto size = std::uint64_t(bytes.size());
    if (from >= size)
        return {};
    return bytes.mid(qsizetype(from), qsizetype(std::min(count, size - from)));
}
} // namespace

RowPayload::RowPayload() = default;
RowPayload::~RowPayload() = default;

void RowPayload::setCapture(const capture::Capture *capture)
{
    setRow(std::nullopt);
    setSelection({}, 0);
    m_capture = capture;
    m_reader = capture ? std::make_unique<capture::CaptureReader>(*capture) : nullptr;
}

void RowPayload::setRow(std::optional<RowIndex> row)
{
    m_row = m_capture && row && row->value() < m_capture->rowCount() ? row : std::nullopt;
    const std::shared_ptr<MessageFrames> before = std::exchange(m_frames, nullptr); // may be the same
    m_facts.reset();
    m_messageSize = 0;
    m_inflated = {};
    m_beginning.reset();
    m_hasSecrets = false;
    if (m_row) {
        m_frames = MessageFrames::of(*m_capture, *m_row);
        m_facts = std::make_unique<RowFacts>(readFacts(*m_capture, *m_reader, *m_row, m_frames.get()));
        for (const RowIndex fragment : m_facts->message)
            m_messageSize += m_reader->payloadPresent(fragment);
        m_inflated = m_reader->inflated(*m_row);
    }
    readHead();
}

void RowPayload::setSelection(std::vector<RowIndex> first, std::uint64_t count)
{
    m_selected = std::move(first);
    m_selectedCount = count;
}

void RowPayload::readHead()
{
    m_head.clear();
    m_shownHead.clear();
    if (!m_facts)
        return;
    const capture::RowKind kind = m_facts->record.kind();
    if (kind != capture::RowKind::HandshakeRequest && kind != capture::RowKind::HandshakeResponse)
        return;
    if (const auto head = m_reader->wire(*m_row, 0, maxHead))
        m_head = *head;
    m_hasSecrets = !secretRanges(m_head).empty();
    m_shownHead = m_reveal ? m_head : starSecrets(m_head);
}

void RowPayload::setReveal(bool reveal)
{
    m_reveal = reveal;
    m_beginning.reset();
    readHead();
}

void RowPayload::setWhole(bool whole)
{
    m_whole = whole;
    m_beginning.reset();
}

bool RowPayload::setView(PayloadView view)
{
    if (this->view() == view || (view == PayloadView::Inflated && !canInflate()))
        return false;
    m_beginning.reset();
    (canInflate() ? m_compressedView : m_view) = view;
    return true;
}

RowPayload::Growth RowPayload::poll()
{
    if (!m_frames)
        return Growth::None;
    m_frames->lookOn();
    const std::size_t frames = m_facts->message.size();
    for (std::size_t i = frames; i < m_frames->rows().size(); ++i) {
        m_facts->message.push_back(m_frames->rows()[i]);
        m_messageSize += m_reader->payloadPresent(m_facts->message.back());
    }
    const bool searched = std::exchange(m_facts->searching, m_frames->isSearching()) && !m_facts->searching;
    const capture::Inflated inflated = m_reader->inflated(*m_row);
    const bool grown = m_facts->message.size() > frames;
    if (!grown && !searched && inflated == m_inflated)
        return Growth::None;
    const bool could = canInflate();
    m_inflated = inflated;
    m_beginning.reset();
    if (canInflate() != could || (!showsInflated() && m_whole && frames == 1 && grown))
        return Growth::OtherOctets;
    return Growth::More;
}

bool RowPayload::isFrame() const { return m_facts && m_facts->record.isFrame(); }
bool RowPayload::isSearching() const { return m_facts && m_facts->searching; }

bool RowPayload::hasWholeMessage() const
{
    return m_frames && (m_facts->message.size() > 1 || m_facts->message.front() != *m_row);
}
std::uint64_t RowPayload::messageFrames() const { return m_facts ? m_facts->message.size() : 0; }

bool RowPayload::canInflate() const
{
    return m_inflated.size > 0 || m_inflated.state == capture::Inflated::State::Whole;
}

std::uint64_t RowPayload::wireSize() const { return m_facts ? ui::wireSize(*m_facts) : 0; }
std::uint64_t RowPayload::headerSize() const { return m_facts ? headerOctetsPresent(*m_facts) : 0; }

std::uint64_t RowPayload::size() const
{
    if (!m_facts)
        return 0;
    if (isHead())
        return std::uint64_t(m_shownHead.size());
    if (showsInflated())
        return m_inflated.size;
    return showsWholeMessage() ? m_messageSize : wireSize() - headerSize();
}

RowPayload::Fetch RowPayload::fetch() const
{
    if (!m_row)
        return [](std::uint64_t, std::uint64_t) { return QByteArray(); };
    if (isHead())
        return [head = m_shownHead](std::uint64_t from, std::uint64_t count) { return part(head, from, count); };
    const auto reader = std::make_shared<capture::CaptureReader>(*m_capture);
    const RowIndex row = *m_row;
    const auto orNothing = [](Result<QByteArray> bytes) { return bytes ? *std::move(bytes) : QByteArray(); };
    if (showsInflated())
        return [reader, row, orNothing](std::uint64_t from, std::uint64_t count) {
            return orNothing(reader->inflatedPayload(row, from, count));
        };
    if (showsWholeMessage())
        return [reader, frames = m_facts->message, orNothing](std::uint64_t from, std::uint64_t count) {
            return orNothing(reader->joinedPayload(frames, from, count));
        };
    return [reader, row, orNothing](std::uint64_t from, std::uint64_t count) {
        return orNothing(reader->payload(row, from, count));
    };
}

const QByteArray &RowPayload::beginning() const
{
    if (!m_beginning)
        m_beginning = m_row ? fetch()(0, beginningSize) : QByteArray();
    return *m_beginning;
}

bool RowPayload::goesOn() const
{
    if (showsInflated())
        return m_inflated.state == capture::Inflated::State::Open;
    if (!showsWholeMessage())
        return false;
    const capture::RowRecord &last = m_capture->row(m_facts->message.back());
    return !last.endsMessage() && !last.incomplete();
}

bool RowPayload::isPart() const
{
    if (!m_frames || showsInflated() || showsWholeMessage())
        return goesOn();
    return hasWholeMessage() || (!m_facts->record.endsMessage() && !m_facts->record.incomplete());
}

std::optional<std::uint64_t> RowPayload::octetsBefore() const
{
    std::uint64_t before = 0;
    for (const RowIndex fragment : m_facts->message) {
        if (fragment == *m_row)
            return before;
        before += m_reader->payloadPresent(fragment);
    }
    return std::nullopt;
}

std::optional<OctetRange> RowPayload::onWire(OctetRange octets) const
{
    if (!m_facts || showsInflated()) // inflated octets stand nowhere on the wire
        return std::nullopt;
    const std::uint64_t header = headerSize();
    if (!showsWholeMessage())
        return OctetRange{header + octets.from, octets.count};
    const std::optional<std::uint64_t> before = octetsBefore();
    if (!before)
        return std::nullopt;
    const std::uint64_t own = wireSize() - header;
    const std::uint64_t begin = std::max(octets.from, *before);
    const std::uint64_t end = std::min(octets.from + octets.count, *before + own);
    if (begin >= end)
        return std::nullopt;
    return OctetRange{header + (begin - *before), end - begin};
}

std::optional<OctetRange> RowPayload::ofWire(OctetRange wire) const
{
    if (!m_facts || showsInflated())
        return std::nullopt;
    const std::uint64_t begin = std::max(wire.from, headerSize());
    const std::uint64_t end = wire.from + wire.count;
    const std::optional<std::uint64_t> before = showsWholeMessage() ? octetsBefore() : 0;
    if (begin >= end || !before)
        return std::nullopt;
    return OctetRange{begin - headerSize() + *before, end - begin};
}

QByteArray RowPayload::readAll(const Fetch &fetch, std::uint64_t size, const std::stop_token &stop)
{
    constexpr std::uint64_t pieceSize = 1024 * 1024; // between pieces it is looked whether anybody still wants them
    QByteArray octets;
    while (std::uint64_t(octets.size()) < size && !stop.stop_requested()) {
        const auto have = std::uint64_t(octets.size());
        const QByteArray piece = fetch(have, std::min(pieceSize, size - have));
        if (piece.isEmpty())
            break;
        octets += piece;
    }
    return octets;
}

} // namespace framescope::ui
