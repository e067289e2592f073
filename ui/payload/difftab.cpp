#include "ui/payload/difftab.h"

#include "core/compare/jsondiff.h"
#include "core/compare/octetdiff.h"
#include "core/compare/textdiff.h"
#include "core/decode/utf8.h"
#include "ui/details/fieldrow.h"
#include "ui/payload/diffmodel.h"
#include "ui/support/latestjob.h"
#include "ui/support/numbertext.h"
#include "ui/support/restyle.h"
#include "ui/support/theme.h"

#include <QActionGroup>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace framescope::ui
{

namespace
{
/// A tree of more values is compared as text.
constexpr std::size_t maxNodes = 500'000;

/// Up to its end, where a character may be cut.
bool isText(const QByteArray &octets)
{
    const QByteArrayView beginning = QByteArrayView(octets).first(std::min<qsizetype>(octets.size(), 64 * 1024));
    return beginning.isValidUtf8() || (beginning.size() > 4 && beginning.chopped(1).isValidUtf8()) ||
           (beginning.size() > 4 && (beginning.chopped(2).isValidUtf8() || beginning.chopped(3).isValidUtf8()));
}
} // namespace

DiffTab::DiffTab(QWidget *parent)
    : PayloadTab(QStringLiteral("diff"), tr("Diff"), parent)
    , m_job(new LatestJob(this))
    , m_model(new DiffModel(this))
    , m_summary(new QLabel)
    , m_heads(new QLabel)
    , m_list(new QListView)
    , m_wayButton(new QToolButton(this))
{
    setObjectName(QStringLiteral("diffTab"));
    m_summary->setObjectName(QStringLiteral("diffSummary"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    m_summary->setContentsMargins(10, 5, 10, 5);
    m_heads->setObjectName(QStringLiteral("diffHeads"));
    m_heads->setTextFormat(Qt::PlainText);
    m_heads->setProperty("part", QStringLiteral("muted"));
    m_heads->setContentsMargins(10, 0, 10, 3);
    m_heads->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_list->setObjectName(QStringLiteral("diffRows"));
    m_list->setAccessibleName(tr("Differences of the two rows"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(makeDiffDelegate(*m_model, m_list));
    m_list->setFont(monospaceFont());
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setLayoutMode(QListView::Batched);
    m_list->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_list, &QListView::customContextMenuRequested, this, &DiffTab::contextMenu);
    m_wayButton->setObjectName(QStringLiteral("diffWay"));
    m_wayButton->setAccessibleName(tr("How they are compared"));
    m_wayButton->setPopupMode(QToolButton::InstantPopup);
    m_wayButton->setProperty("part", QStringLiteral("tool"));
    m_wayButton->setToolButtonStyle(Qt::ToolButtonTextOnly);
    auto *menu = new QMenu(m_wayButton);
    auto *group = new QActionGroup(menu);
    for (const auto &[text, way] : {std::pair(tr("Compare: automatic"), Way::Automatic),
                                    {tr("Compare as text"), Way::Text},
                                    {tr("Compare JSON values, key order ignored"), Way::Json},
                                    {tr("Compare bytes"), Way::Octets}}) {
        QAction *action = menu->addAction(text, this, [this, way = way] { setWay(way); });
        action->setCheckable(true);
        action->setData(int(way));
        action->setChecked(way == m_way);
        group->addAction(action);
    }
    m_wayButton->setMenu(menu);
    m_wayButton->setText(group->checkedAction()->text() + QStringLiteral(" ▾"));
    addTool(m_wayButton);
    setFocusProxy(m_list);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_summary);
    column->addWidget(m_heads);
    column->addWidget(m_list, 1);
    clear();
}

DiffTab::~DiffTab() = default;

void DiffTab::clear()
{
    m_job->cancel();
    m_sides.clear();
    m_model->setRows({}, false);
    m_summary->clear();
    m_heads->hide();
}

void DiffTab::release()
{
    clear();
    m_job->cancelAndWait();
}

bool DiffTab::isReading() const { return m_job->isRunning(); }

void DiffTab::setWay(Way way)
{
    m_way = way;
    for (QAction *action : m_wayButton->menu()->actions()) {
        if (action->data().toInt() != int(way))
            continue;
        action->setChecked(true);
        m_wayButton->setText(action->text() + QStringLiteral(" ▾"));
    }
    if (m_sides.size() == 2)
        start();
}

void DiffTab::say(const QString &text, const char *part)
{
    m_summary->setText(text);
    restyle(m_summary, "part", QLatin1String(part));
}

void DiffTab::showPayload(const RowPayload &payload)
{
    clear();
    if (payload.selectedCount() != 2 || payload.selectedRows().size() != 2) {
        say(payload.selectedCount() < 2
                ? tr("Select two rows in the list to compare them: click one, then Ctrl+click the other.")
                : tr("%n rows are selected; two can be compared.", nullptr, int(payload.selectedCount())),
            "muted");
        return;
    }
    for (const RowIndex row : payload.selectedRows()) {
        RowPayload side;
        side.setCapture(payload.capture());
        side.setReveal(payload.reveals());
        side.setRow(row);
        side.setWhole(payload.whole());
        m_sides.push_back({row, side.size(), side.fetch(), !side.showsWholeMessage() || !side.isSearching()});
    }
    start();
}

DiffTab::Outcome DiffTab::compareSides(const Side &left, const Side &right, Way way, const std::stop_token &stop)
{
    Outcome out;
    out.way = way;
    const QByteArray a =
        way == Way::Octets ? QByteArray() : RowPayload::readAll(left.fetch, std::min(left.size, maxText), stop);
    const QByteArray b =
        way == Way::Octets ? QByteArray() : RowPayload::readAll(right.fetch, std::min(right.size, maxText), stop);
    const bool cut = left.size > maxText || right.size > maxText;
    const bool wholeRead = way == Way::Octets || (std::uint64_t(a.size()) == std::min(left.size, maxText) &&
                                                  std::uint64_t(b.size()) == std::min(right.size, maxText));
    if (way == Way::Automatic)
        out.way = isText(a) && isText(b) ? Way::Json : Way::Octets;
    if (out.way == Way::Json) {
        const auto x = decode::JsonTree::parse(byteView(a), maxNodes, stop);
        const auto y = decode::JsonTree::parse(byteView(b), maxNodes, stop);
        const bool trees = x.nodes().size() > 1 || y.nodes().size() > 1; // one number each is as well a text
        if (x.valid() && y.valid() && !cut && wholeRead && (trees || way == Way::Json)) {
            out.comparison = compare::jsonDiff({byteView(a), x}, {byteView(b), y}, stop);
            out.sameOctets = a == b;
            return out;
        }
        out.way = Way::Text;
        if (way == Way::Json)
            out.note = cut          ? tr("They are too large to be compared as JSON.")
                       : !wholeRead ? QString()
                                    : tr("%1 is not JSON, or too large: they are compared as text.")
                                          .arg(x.valid() ? tr("The second") : tr("The first"));
    }
    if (out.way == Way::Octets) {
        out.comparison = compare::octetDiff(left.fetch, left.size, right.fetch, right.size, stop);
        out.sameOctets = out.comparison.differences == 0 && out.comparison.wholeRead;
        return out;
    }
    out.cut = cut;
    out.comparison = compare::textDiff(byteView(a), byteView(b), stop);
    out.comparison.wholeRead = wholeRead;
    out.sameOctets = !cut && wholeRead && a == b;
    return out;
}

void DiffTab::start()
{
    say(tr("Comparing …"), "muted");
    m_model->setRows({}, false);
    m_job->start(
        [this, left = m_sides[0], right = m_sides[1], way = m_way](const std::stop_token &stop) -> LatestJob::Show {
            auto outcome = std::make_shared<Outcome>(compareSides(left, right, way, stop));
            if (!left.allFound || !right.allFound)
                outcome->comparison.wholeRead = outcome->sameOctets = false;
            return [this, outcome] { showOutcome(*outcome); };
        });
}

void DiffTab::showOutcome(const Outcome &outcome)
{
    const compare::Comparison &c = outcome.comparison;
    m_model->setRows(c.rows, outcome.way == Way::Octets);
    // Of the two columns of numbers on the left.
    const QString left = numberText(m_sides[0].row.value() + 1);
    const QString right = numberText(m_sides[1].row.value() + 1);
    m_heads->setText(outcome.way == Way::Octets ? tr("byte of row %1 | byte of row %2 (hexadecimal)").arg(left, right)
                     : outcome.way == Way::Json ? tr("byte of row %1 | byte of row %2").arg(left, right)
                                                : tr("line of row %1 | line of row %2").arg(left, right));
    m_heads->setVisible(!c.rows.empty());
    const QString way = outcome.way == Way::Json   ? tr("JSON values, key order ignored")
                        : outcome.way == Way::Text ? tr("lines of text")
                                                   : tr("bytes at the same place");
    QStringList words{tr("Row %1 (%2) and row %3 (%4)")
                          .arg(numberText(m_sides[0].row.value() + 1), bytesText(m_sides[0].size),
                               numberText(m_sides[1].row.value() + 1), bytesText(m_sides[1].size))};
    if (outcome.sameOctets)
        words += tr("✓ all bytes are the same");
    else if (c.differences == 0 && outcome.way == Way::Json)
        words += tr("✓ equal as JSON; the bytes differ in space, order of keys or escapes");
    else if (c.differences == 0 && c.wholeRead)
        words += tr("✓ no difference in what was compared");
    else if (c.differences > 0)
        words += tr("%1 differences").arg(numberText(c.differences));
    words += way;
    if (!outcome.note.isEmpty())
        words += outcome.note;
    if (!c.wholeRead)
        words += tr("▲ not all of their bytes can be read");
    if (!c.exact)
        words += tr("▲ so much differs that whole stretches are told as taken away and put in");
    if (!c.complete)
        words += tr("▲ only the first differences are listed");
    if (outcome.cut)
        words += tr("▲ only the first %1 of each were compared").arg(bytesText(maxText));
    say(words.join(QStringLiteral(" · ")), outcome.cut || !c.exact || !c.complete || !c.wholeRead ? "warning"
                                           : c.differences == 0                                   ? "ok"
                                                                                                  : "muted");
}

QString DiffTab::text() const
{
    QString out;
    for (int row = 0; row < m_model->rowCount(); ++row)
        out += m_model->line(row) + u'\n';
    return out;
}

void DiffTab::contextMenu(const QPoint &at)
{
    QMenu menu(this);
    QAction *selected = menu.addAction(tr("Copy selected lines"), this, [this] {
        QModelIndexList rows = m_list->selectionModel()->selectedIndexes();
        std::sort(rows.begin(), rows.end());
        QString out;
        for (const QModelIndex &row : std::as_const(rows))
            out += m_model->line(row.row()) + u'\n';
        QGuiApplication::clipboard()->setText(out);
    });
    selected->setEnabled(m_list->selectionModel()->hasSelection());
    menu.addAction(tr("Copy all lines"), this, [this] { QGuiApplication::clipboard()->setText(text()); })
        ->setEnabled(m_model->rowCount() > 0);
    menu.exec(m_list->viewport()->mapToGlobal(at));
}

} // namespace framescope::ui
