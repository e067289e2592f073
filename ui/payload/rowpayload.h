#pragma once

#include "core/base/ids.h"
#include "core/capture/inflated.h"
#include "ui/payload/rowsource.h"

#include <QByteArray>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace framescope::ui
{

class MessageFrames;

/// Octets [from, from + count) of something.
struct OctetRange {
    std::uint64_t from = 0;
    std::uint64_t count = 0;

    bool operator==(const OctetRange &) const = default;
};

/// The octets of a row that are looked at: the payload of its frame, of its whole message, or what the message inflates
/// to; of a handshake its head. Offsets are of these octets unless they are said to be of the wire.
/// Thread: the GUI's. Lifetime: the capture outlives it.
class RowPayload
{
public:
    /// Gives octets [from, from + count), fewer where there are no more. Called on one thread at a time, any.
    using Fetch = std::function<QByteArray(std::uint64_t from, std::uint64_t count)>;
    /// The first `size` octets: fewer when stopped, or where they cannot be read. Thread: any.
    static QByteArray readAll(const Fetch &fetch, std::uint64_t size, const std::stop_token &stop);
    /// What came of the row's message.
    enum class Growth { None, More, OtherOctets };

    RowPayload();
    ~RowPayload();

    void setCapture(const capture::Capture *capture);
    void setRow(std::optional<RowIndex> row);
    /// Looks for what came of the row's message since.
    Growth poll();

    /// What is selected in the list: the first rows of it, and how many there are.
    void setSelection(std::vector<RowIndex> first, std::uint64_t count);
    const std::vector<RowIndex> &selectedRows() const noexcept { return m_selected; }
    std::uint64_t selectedCount() const noexcept { return m_selectedCount; }

    const capture::Capture *capture() const noexcept { return m_capture; }
    std::optional<RowIndex> row() const noexcept { return m_row; }
    /// nullptr without a row.
    const RowFacts *facts() const noexcept { return m_facts.get(); }
    /// For reading on the GUI thread.
    capture::CaptureReader &reader() const { return *m_reader; }

    bool isFrame() const;
    bool isHead() const noexcept { return !m_head.isEmpty(); }
    /// Of a head as it was sent; empty for other rows.
    const QByteArray &head() const noexcept { return m_head; }
    bool hasSecrets() const noexcept { return m_hasSecrets; }
    bool reveals() const noexcept { return m_reveal; }
    void setReveal(bool reveal);

    /// All fragments of the row's message, joined, instead of this frame alone.
    void setWhole(bool whole);
    bool whole() const noexcept { return m_whole; }
    bool hasWholeMessage() const;
    bool showsWholeMessage() const { return m_whole && hasWholeMessage() && !showsInflated(); }
    std::uint64_t messageFrames() const;
    /// More of its frames may be there and were not found yet.
    bool isSearching() const;

    /// Whether it is another one than before.
    bool setView(PayloadView view);
    PayloadView view() const { return canInflate() ? m_compressedView : m_view; }
    /// The row's message is compressed and there is something to show of what it inflates to.
    bool canInflate() const;
    bool showsInflated() const { return view() == PayloadView::Inflated; }
    const capture::Inflated &inflated() const noexcept { return m_inflated; }

    std::uint64_t size() const;
    /// Reads with a reader of its own. A head's secrets are hidden unless they are revealed.
    Fetch fetch() const;
    /// The first octets, at most 64; read once.
    const QByteArray &beginning() const;
    /// More octets may come after these.
    bool goesOn() const;
    /// The rest of the message is in other frames, or may come.
    bool isPart() const;

    std::uint64_t wireSize() const;
    std::uint64_t headerSize() const;
    /// Where octets stand in the row on the wire; none when they are in another row, or inflated.
    std::optional<OctetRange> onWire(OctetRange octets) const;
    /// Which octets these of the row on the wire are; none of its header.
    std::optional<OctetRange> ofWire(OctetRange wire) const;

private:
    void readHead();
    /// Octets of the message before this row's; none while its frame was not found among them.
    std::optional<std::uint64_t> octetsBefore() const;

    const capture::Capture *m_capture = nullptr;
    std::unique_ptr<capture::CaptureReader> m_reader;
    std::optional<RowIndex> m_row;
    std::unique_ptr<RowFacts> m_facts;
    QByteArray m_head;
    QByteArray m_shownHead; ///< with its secrets hidden, of the same length, unless they are revealed
    std::uint64_t m_messageSize = 0;
    std::shared_ptr<MessageFrames> m_frames; ///< of its message
    PayloadView m_view = PayloadView::Wire;
    PayloadView m_compressedView = PayloadView::Inflated; ///< of rows in a compressed message
    capture::Inflated m_inflated;
    mutable std::optional<QByteArray> m_beginning;
    std::vector<RowIndex> m_selected;
    std::uint64_t m_selectedCount = 0;
    bool m_whole = false;
    bool m_reveal = false;
    bool m_hasSecrets = false;
};

} // namespace framescope::ui
