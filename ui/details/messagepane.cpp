#include "ui/details/messagepane.h"

#include "core/base/elapsed.h"
#include "core/capture/capturereader.h"
#include "ui/details/fieldrow.h"
#include "ui/details/messagemodel.h"
#include "ui/support/numbertext.h"
#include "ui/support/restyle.h"
#include "ui/support/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <span>

namespace framescope::ui
{

namespace
{
/// Cells without the frame round the current one: the whole row is what is selected.
class RowDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->state &= ~QStyle::State_HasFocus;
    }
};
} // namespace

MessagePane::MessagePane(QWidget *parent)
    : CapturePane(QStringLiteral("messagePane"), parent)
    , m_summary(new QLabel)
    , m_inflated(new QWidget)
    , m_inflatedText(new QLabel(m_inflated))
    , m_continue(new QPushButton(tr("Continue to disk"), m_inflated))
    , m_goTo(new QPushButton(m_inflated))
    , m_table(new QTableView)
    , m_model(new MessageModel(this))
{
    m_summary->setObjectName(QStringLiteral("messageSummary"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    m_summary->setContentsMargins(10, 6, 10, 6);
    m_table->setObjectName(QStringLiteral("messageFrames"));
    m_table->setAccessibleName(tr("Frames of the message"));
    m_table->setProperty("part", QStringLiteral("columns"));
    m_table->setModel(m_model);
    m_table->setFont(monospaceFont());
    m_table->setItemDelegate(new RowDelegate(m_table));
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->verticalHeader()->hide();
    // ResizeToContents would look at every row; these widths hold what the columns can say.
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 5);
    const int digit = m_table->fontMetrics().horizontalAdvance(u'0');
    const int chars[] = {10, 10, 6, 6, 12, 14, 14};
    for (int i = 0; i < MessageModel::ColumnCount; ++i)
        m_table->setColumnWidth(i, chars[i] * digit + 8);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true); // a selection reaches the edge
    // One click, one key: the same row is current in the list then.
    for (const auto chosen : {&QTableView::activated, &QTableView::clicked}) {
        connect(m_table, chosen, this, [this](const QModelIndex &index) {
            const RowIndex fragment = m_model->rowAt(index.row());
            if (fragment != row())
                Q_EMIT rowActivated(fragment);
        });
    }

    auto *page = new QWidget;
    auto *inner = new QVBoxLayout(page);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(0);
    inner->addWidget(m_summary);
    m_inflatedText->setObjectName(QStringLiteral("messageInflated"));
    m_inflatedText->setTextFormat(Qt::PlainText);
    m_inflatedText->setWordWrap(true);
    m_continue->setObjectName(QStringLiteral("continueInflating"));
    m_continue->setProperty("part", QStringLiteral("small"));
    m_continue->setToolTip(tr("Inflate the rest as well, whatever its size; it goes to a temporary file"));
    m_goTo->setObjectName(QStringLiteral("goToUnknown"));
    m_goTo->setAccessibleName(tr("Go to the row since which messages cannot be inflated"));
    m_goTo->setProperty("part", QStringLiteral("small"));
    connect(m_continue, &QPushButton::clicked, this, [this] {
        if (row())
            Q_EMIT continueInflatingRequested(*row());
    });
    connect(m_goTo, &QPushButton::clicked, this, [this] { Q_EMIT rowActivated(m_unknownSince); });
    auto *compressed = new QHBoxLayout(m_inflated);
    compressed->setContentsMargins(10, 0, 10, 6);
    compressed->addWidget(m_inflatedText, 1);
    compressed->addWidget(m_goTo);
    compressed->addWidget(m_continue);
    inner->addWidget(m_inflated);
    inner->addWidget(m_table, 1);
    setPage(page);
    refresh();
}

void MessagePane::captureChanged()
{
    m_frames.reset();
    m_model->setFrames(nullptr, {});
}

void MessagePane::refresh()
{
    m_frames = row() ? MessageFrames::of(*capture(), *row()) : nullptr;
    if (!m_frames) {
        m_model->setFrames(nullptr, {});
        return showEmpty(row() ? tr("This row is part of no message: control frames and events stand alone.")
                               : tr("Select a frame to see its message"));
    }
    m_payload = m_wire = 0;
    add(m_frames->rows());
    m_model->setFrames(capture(), m_frames->rows());
    markOwn();
    showSummary();
    m_shownInflated = reader().inflated(*row());
    showInflated();
    showPage();
}

void MessagePane::poll()
{
    if (!isVisible() || !row() || m_model->rowCount() == 0)
        return;
    m_frames->lookOn();
    const auto more = std::span(m_frames->rows()).subspan(std::size_t(m_model->rowCount()));
    if (!more.empty()) {
        add(more);
        m_model->append({more.begin(), more.end()});
        if (!m_table->currentIndex().isValid())
            markOwn();
    }
    if (!more.empty() || m_frames->isSearching() != m_searching)
        showSummary();
    const capture::Inflated inflated = reader().inflated(*row());
    if (inflated != m_shownInflated) {
        m_shownInflated = inflated;
        showInflated();
    }
}

/// The row's own frame is the current one, once it was found.
void MessagePane::markOwn()
{
    const std::vector<RowIndex> &rows = m_frames->rows();
    const auto own = std::lower_bound(rows.begin(), rows.end(), *row());
    if (own != rows.end() && *own == *row())
        m_table->setCurrentIndex(m_model->index(int(own - rows.begin()), 0));
}

void MessagePane::add(std::span<const RowIndex> rows)
{
    for (const RowIndex fragment : rows) {
        const std::uint64_t payload = reader().payloadPresent(fragment);
        m_payload += payload;
        m_wire += capture()->row(fragment).headerSize() + payload;
    }
}

void MessagePane::showSummary()
{
    const auto count = std::size_t(m_model->rowCount());
    const capture::RowRecord &last = capture()->row(m_model->rowAt(int(count) - 1));
    const std::int64_t span = last.time.value() - capture()->row(m_model->rowAt(0)).time.value();
    QString text = count == 1 ? tr("1 frame") : tr("%1 frames").arg(numberText(count));
    text += QStringLiteral(" · ") + tr("payload %1").arg(bytesText(m_payload));
    text += QStringLiteral(" · ") + tr("on the wire %1").arg(bytesText(m_wire));
    if (count > 1)
        text += QStringLiteral(" · ") + tr("in %1").arg(lengthText(span));
    text += QStringLiteral(" · ");
    m_searching = m_frames->isSearching();
    if (m_searching)
        text += tr("looking for the rest of the message…");
    else if (count >= maxFrames)
        text += tr("▲ only the first %1 frames are listed").arg(numberText(maxFrames));
    else if (last.endsMessage() && !last.incomplete())
        text += tr("complete ✓");
    else
        text += tr("▲ not complete: no frame with FIN has come");
    m_summary->setText(text);
}

QString MessagePane::verdict(const capture::Inflated &inflated)
{
    if (inflated.wire > inflated.size)
        return tr("▲ it would be %1 smaller uncompressed").arg(bytesText(inflated.wire - inflated.size));
    if (inflated.wire == inflated.size)
        return tr("compression saved nothing");
    return tr("compression saved %1").arg(bytesText(inflated.size - inflated.wire));
}

void MessagePane::showInflated()
{
    using State = capture::Inflated::State;
    const capture::Inflated &inflated = m_shownInflated;
    m_inflated->setVisible(inflated.state != State::None);
    m_continue->setVisible(inflated.state == State::Limited);
    m_goTo->setVisible(inflated.state == State::Unknown);
    if (inflated.state == State::None)
        return;
    QString text = tr("compressed %1 → inflated %2").arg(bytesText(inflated.wire), bytesText(inflated.size));
    if (inflated.wire > 0 && inflated.size >= inflated.wire)
        text += QStringLiteral(" · ") +
                tr("%1 times smaller").arg(QLocale().toString(double(inflated.size) / double(inflated.wire), 'f', 1));
    else if (inflated.state == State::Whole && inflated.size > 0)
        text += QStringLiteral(" · ") +
                tr("%1 times larger").arg(QLocale().toString(double(inflated.wire) / double(inflated.size), 'f', 1));
    if (inflated.state == State::Whole)
        text += QStringLiteral(" · ") + verdict(inflated);
    QString part = QStringLiteral("finding");
    QString state;
    switch (inflated.state) {
    case State::Whole:
        part = inflated.wire > inflated.size ? QStringLiteral("warning") : QStringLiteral("ok");
        break;
    case State::Open:
        state = tr("so far; the message goes on");
        part = QStringLiteral("muted");
        break;
    case State::Truncated:
        state = tr("✗ it ends inside its compressed data");
        break;
    case State::Corrupt:
        state = tr("✗ corrupt: no more can be inflated after byte %1").arg(numberText(inflated.size));
        break;
    case State::Limited:
        state = tr("▲ stopped at the limit of inflating");
        part = QStringLiteral("warning");
        break;
    case State::Unknown:
        m_unknownSince = inflated.unknownSince;
        m_goTo->setText(tr("Go to row %1").arg(numberText(m_unknownSince.value() + 1)));
        text = tr("compressed %1").arg(bytesText(inflated.wire));
        state = tr("✗ not inflated: the context is unknown since row %1").arg(numberText(m_unknownSince.value() + 1));
        break;
    case State::Unstored:
        if (inflated.wire == 0) // not even its sizes
            text = tr("compressed");
        state = unstoredText(*capture());
        part = QStringLiteral("warning");
        break;
    case State::None:
        break;
    }
    m_inflatedText->setText(state.isEmpty() ? text : text + QStringLiteral(" · ") + state);
    restyle(m_inflatedText, "part", part);
}

} // namespace framescope::ui
