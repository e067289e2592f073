#include "ui/details/framepane.h"

#include "core/capture/capturereader.h"
#include "core/capture/rownotes.h"
#include "core/filter/language/likethis.h"
#include "ui/details/fieldfilter.h"
#include "ui/details/fieldtree.h"
#include "ui/details/messageframes.h"
#include "ui/headerbits/headerbitswidget.h"
#include "ui/support/visibleline.h"

#include <QVBoxLayout>

namespace framescope::ui
{

namespace
{
constexpr std::uint64_t maxStartLine = 4096;
} // namespace

RowFacts readFacts(const capture::Capture &capture, capture::CaptureReader &reader, RowIndex row,
                   const MessageFrames *frames)
{
    RowFacts facts;
    facts.row = row;
    facts.record = capture.row(row);
    facts.dropped = capture.octetsDropped(row);
    facts.start = capture.row(RowIndex(0)).time;
    facts.sender = ws::senderOf(facts.record.direction(), capture.facts(facts.record.connection()).ourRole);
    if (facts.record.hasFindings())
        facts.findings = capture.findings(row);
    if (facts.record.isFrame()) {
        facts.header = reader.header(row);
        facts.present = reader.payloadPresent(row);
        if (frames != nullptr) {
            facts.message = frames->rows();
            facts.searching = frames->isSearching();
        }
        if (ws::isControl(facts.record.opcode())) {
            if (const auto payload = reader.payload(row, 0, 125))
                facts.controlPayload = *payload;
        }
    } else if (facts.record.kind() == capture::RowKind::Event) {
        facts.event = reader.event(row);
    } else if (facts.record.kind() != capture::RowKind::Raw) {
        if (const auto head = reader.wire(row, 0, maxStartLine)) {
            const QByteArray line = head->left(head->indexOf('\n') < 0 ? head->size() : head->indexOf('\n'));
            facts.startLine = line.trimmed();
        }
    }
    return facts;
}

FramePane::FramePane(QWidget *parent)
    : CapturePane(QStringLiteral("framePane"), parent), m_bits(new HeaderBitsWidget), m_tree(new FieldTree)
{
    m_tree->setObjectName(QStringLiteral("frameFields"));
    m_tree->setAccessibleName(tr("Fields of the frame"));
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(10, 8, 10, 4);
    column->setSpacing(6);
    column->addWidget(m_bits);
    column->addWidget(m_tree, 1);
    setPage(page);

    connect(m_tree, &FieldTree::fieldSelected, this, [this](quint64 from, quint64 count, int bitField) {
        int index = -1;
        for (std::size_t i = 0; i < m_bits->fields().size(); ++i) {
            if (int(m_bits->fields()[i].slot) == bitField)
                index = int(i);
        }
        m_bits->setSelectedField(index >= 0 || count == 0 ? index : bitFieldAt(m_bits->fields(), from, count));
        Q_EMIT bytesSelected(from, count);
    });
    connect(m_tree, &FieldTree::rowActivated, this, &FramePane::rowActivated);
    connect(m_tree, &FieldTree::filterRequested, this, &FramePane::filterRequested);
    connect(m_bits, &HeaderBitsWidget::fieldSelected, this, [this](int field) {
        const BitField &f = m_bits->fields()[std::size_t(field)];
        if (!m_tree->selectBitField(int(f.slot)))
            m_tree->selectRange(f.firstByte, f.byteCount);
        Q_EMIT bytesSelected(f.firstByte, f.byteCount);
    });
    refresh();
}

FramePane::~FramePane() = default;

void FramePane::refresh()
{
    m_frames = row() ? MessageFrames::of(*capture(), *row()) : nullptr;
    if (!row())
        return showEmpty(tr("Select a frame to see its header"));
    // Answers may have come since.
    if (m_knownRow != row() || m_known.open)
        lookForTrips();
    showFields();
}

void FramePane::showFields()
{
    RowFacts facts = readFacts(*capture(), reader(), *row(), m_frames.get());
    m_searching = facts.searching;
    facts.reveal = m_reveal;
    if (facts.record.isFrame()) {
        capture::PayloadCursor payloads(*capture());
        facts.likePayload = filter::likeThis({*capture(), reader(), payloads, *row()}, filter::FieldId::Payload);
    }
    if (m_knownRow == row())
        facts.known = m_known;
    const bool keyGone = facts.dropped && facts.header.masked();
    const bool bits = facts.record.isFrame() && headerOctetsPresent(facts) >= facts.header.size() && !keyGone;
    m_bits->setHeader(bits ? std::optional(facts.header) : std::nullopt);
    m_bits->setVisible(bits);
    std::vector<FieldRow> rows = rowFields(facts);
    const capture::RowNote note = capture()->notes().at(*row());
    if (!note.comment.isEmpty())
        rows.insert(rows.begin(), FieldRow{.name = tr("Comment"),
                                           .value = {{QStringLiteral("✎ ") +
                                                      visibleLine(note.comment, capture::RowNote::maxComment)}},
                                           .filters = {filterOfText(filter::FieldId::Comment, note.comment.toUtf8())}});
    if (note.marked)
        rows.insert(rows.begin(), FieldRow{.name = tr("Mark"),
                                           .value = {{QStringLiteral("★ ") + tr("marked")}},
                                           .filters = {filterOf(filter::FieldId::Marked, 1)}});
    m_tree->setRows(std::move(rows));
    showPage();
}

/// The file is read for it, as far as nobody has yet: on another thread.
void FramePane::lookForTrips()
{
    if (m_knownRow != row())
        m_knownRow.reset();
    const capture::RowRecord &record = capture()->row(*row());
    if (!record.isFrame() || record.opcode() == ws::Opcode::Binary || record.opcode() == ws::Opcode::Close) {
        m_job.cancel();
        return;
    }
    m_job.start([this, capture = capture(), looked = *row()](const std::stop_token &stop) -> LatestJob::Show {
        return [this, looked, known = exchange::RoundTrips::of(*capture).findFor(looked, stop)] {
            if ((known.trips.empty() && known.batch.empty()) || row() != looked)
                return;
            // They only become more.
            if (m_knownRow == looked && m_known.trips.size() == known.trips.size() && m_known.open == known.open)
                return;
            m_known = known;
            m_knownRow = looked;
            showFields();
        };
    });
}

void FramePane::poll()
{
    if (m_frames && m_searching && !m_frames->isSearching())
        showFields();
}

void FramePane::captureChanged()
{
    m_frames.reset();
    m_job.cancelAndWait();
    m_knownRow.reset();
}

void FramePane::setReveal(bool reveal)
{
    if (m_reveal == reveal)
        return;
    m_reveal = reveal;
    refresh();
}

void FramePane::selectBytes(quint64 from, quint64 count)
{
    if (isEmpty())
        return;
    m_bits->setSelectedField(bitFieldAt(m_bits->fields(), from, count));
    if (m_bits->selectedField() >= 0) {
        const BitField &f = m_bits->fields()[std::size_t(m_bits->selectedField())];
        if (m_tree->selectBitField(int(f.slot)))
            return;
    }
    m_tree->selectRange(from, count);
}

} // namespace framescope::ui
