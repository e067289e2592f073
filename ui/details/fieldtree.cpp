#include "ui/details/fieldtree.h"

#include "ui/details/fieldtext.h"
#include "ui/explain/explanation.h"
#include "ui/support/colors.h"
#include "ui/support/filteractions.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTextDocument>
#include <QTreeWidgetItemIterator>

#include <algorithm>
#include <array>

namespace framescope::ui
{

namespace
{
constexpr int fieldRole = Qt::UserRole;
constexpr int nameShare = 30; ///< of the width, in percent, at most

/// No line of plain Latin letters is wider; which costs nothing to tell. nullopt: it has other characters.
std::optional<int> mostAdvance(QStringView text, int widest)
{
    const bool plain = std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u' ' && c < u'\x7F'; });
    return plain && text.size() < 1000 ? std::optional(int(text.size()) * widest) : std::nullopt;
}

QColor colorOf(const Colors &c, const FieldPart &part)
{
    switch (part.tone) {
    case Tone::Normal:
        return c.textMain;
    case Tone::Muted:
    case Tone::Secret:
        return c.textMuted;
    case Tone::Ok:
        return c.ok;
    case Tone::Warning:
        return c.warning;
    case Tone::Finding:
        return c.finding;
    case Tone::Link:
        return c.text;
    case Tone::Opcode:
        return c.ofOpcode(part.opcode);
    }
    return c.textMain;
}

/// Paints names and values piece by piece, on as many lines as they need; the cell's ground comes from the style.
class FieldDelegate final : public QStyledItemDelegate
{
public:
    explicit FieldDelegate(FieldTree *tree) : QStyledItemDelegate(tree), m_tree(tree) {}

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem ground = option;
        initStyleOption(&ground, index);
        // The selection shows the current line; a frame round one cell of it only confuses.
        ground.state &= ~QStyle::State_HasFocus;
        ground.text.clear();
        m_tree->style()->drawControl(QStyle::CE_ItemViewItem, &ground, painter, m_tree);
        const Colors &c = Colors::of(m_tree->palette()); // asked for at each painting: the theme may have changed
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const FieldRow &row = m_tree->field(m_tree->itemFromIndex(index));
        FieldText text(partsOf(row, index.column()), option.font, option.rect.width(), m_tree->mostLines());
        painter->save();
        text.paint(*painter, option.rect.topLeft(), [&](const FieldPart &part) {
            const QColor color = colorOf(c, part);
            return !selected ? color : part.tone == Tone::Link ? c.onSelection(color) : c.selectionText;
        });
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const FieldRow &row = m_tree->field(m_tree->itemFromIndex(index));
        const int width = m_tree->widthOf(index);
        if (row.spanned && index.column() > 0)
            return {0, 0};
        // Most lines are short, and a head may have ten thousand of them.
        if (m_tree->mostLines() == 1 || isShort(row, index.column(), option.font, width))
            return {width, oneLine(option.font)};
        const std::vector<FieldPart> parts = partsOf(row, index.column());
        int advance = 0;
        bool breaks = false;
        for (const FieldPart &part : parts) {
            advance += QFontMetrics(option.font).horizontalAdvance(part.text);
            breaks = breaks || part.text.contains(u'\n') || part.text.contains(QChar::LineSeparator);
        }
        constexpr int spare = 12; // what is emphasised may be wider
        if (!breaks && advance * 11 / 10 + spare < width)
            return {width, oneLine(option.font)};
        return {width, FieldText(parts, option.font, width).height()};
    }

    static std::vector<FieldPart> partsOf(const FieldRow &row, int column)
    {
        if (!row.spanned && column == 0)
            return {{row.name, Tone::Muted}};
        std::vector<FieldPart> parts = row.value;
        if (row.spanned)
            parts.push_back({QStringLiteral(" · ") + row.name, Tone::Muted});
        return parts;
    }

private:
    /// Surely on one line, without laying it out.
    bool isShort(const FieldRow &row, int column, const QFont &font, int width) const
    {
        oneLine(font);
        if (row.spanned)
            return false;
        if (column == 0)
            return mostAdvance(row.name, m_widest).value_or(width) < width;
        int advance = 0;
        for (const FieldPart &part : row.value) {
            const std::optional<int> most = part.bar > 0 ? std::nullopt : mostAdvance(part.text, m_widest);
            if (!most)
                return false;
            advance += *most;
        }
        return advance < width;
    }
    int oneLine(const QFont &font) const
    {
        if (m_oneLine == 0 || m_font != font) {
            m_font = font;
            m_oneLine = FieldText({{QStringLiteral("x")}}, font, QWIDGETSIZE_MAX).height();
            QFont strong = font; // what is emphasised may be wider
            strong.setBold(true);
            m_widest = QFontMetrics(strong).horizontalAdvance(u'W') + 1;
        }
        return m_oneLine;
    }

    FieldTree *m_tree;
    mutable QFont m_font;
    mutable int m_oneLine = 0; ///< height in that font; 0: not known
    mutable int m_widest = 0;  ///< letter
};
} // namespace

FieldTree::FieldTree(QWidget *parent) : QTreeWidget(parent)
{
    setObjectName(QStringLiteral("fieldTree"));
    setAccessibleName(tr("Fields"));
    setColumnCount(2);
    setHeaderLabels({tr("Field"), tr("Value")});
    setHeaderHidden(true);
    header()->setStretchLastSection(true);
    header()->setMinimumSectionSize(40);
    setVerticalScrollMode(ScrollPerPixel); // lines are of any height
    setIndentation(16);
    setExpandsOnDoubleClick(true);
    setMouseTracking(true);
    setItemDelegate(new FieldDelegate(this));
    connect(this, &QTreeWidget::currentItemChanged, this, &FieldTree::currentChanged);
}

void FieldTree::setRows(const std::vector<FieldRow> &rows)
{
    m_quiet = true;
    clear();
    m_fields.clear();
    // All at once: the view goes through everything it has for each that comes.
    const QList<QTreeWidgetItem *> items = itemsOf(rows);
    setUniformRowHeights(m_fields.size() > manyFields);
    addTopLevelItems(items);
    for (std::size_t i = 0; i < rows.size(); ++i)
        open(rows[i], topLevelItem(int(i)));
    m_quiet = false;
    fitNameColumn();
}

QList<QTreeWidgetItem *> FieldTree::itemsOf(const std::vector<FieldRow> &rows)
{
    QList<QTreeWidgetItem *> items;
    items.reserve(qsizetype(rows.size()));
    for (const FieldRow &row : rows) {
        auto *item = new QTreeWidgetItem;
        items.append(item);
        item->setData(0, fieldRole, qulonglong(m_fields.size()));
        m_fields.push_back({.name = row.name,
                            .value = row.value,
                            .from = row.from,
                            .count = row.count,
                            .bitField = row.bitField,
                            .expanded = row.expanded,
                            .spanned = row.spanned,
                            .copied = row.copied,
                            .help = row.help,
                            .topics = row.topics,
                            .filters = row.filters});
        const QString value = row.valueText();
        item->setText(0, row.spanned ? value + QStringLiteral(" · ") + row.name : row.name);
        item->setText(1, row.spanned ? QString() : value);
        QString tip = value.size() > 60 ? value.left(2000) : QString();
        if (!row.help.isEmpty())
            tip = value.left(2000) + u'\n' + row.help;
        const QString meaning = row.help.isEmpty() && !row.topics.isEmpty() ? tipOf(row.topics) : QString();
        tip = tip.isEmpty() ? meaning : Qt::convertFromPlainText(tip) + meaning;
        // What is not there is not kept for ten thousand lines.
        if (!tip.isEmpty())
            item->setToolTip(row.spanned ? 0 : 1, tip);
        if (!row.spanned && !meaning.isEmpty())
            item->setToolTip(0, meaning);
        if (!row.help.isEmpty())
            item->setData(0, Qt::AccessibleDescriptionRole, row.help);
        for (const int column : {0, 1}) {
            if (!row.topics.isEmpty())
                item->setData(column, explainRole, row.topics);
        }
        item->addChildren(itemsOf(row.children));
    }
    return items;
}

/// What only the view keeps of items.
void FieldTree::open(const FieldRow &row, QTreeWidgetItem *item)
{
    if (row.spanned)
        item->setFirstColumnSpanned(true);
    for (std::size_t i = 0; i < row.children.size(); ++i)
        open(row.children[i], item->child(int(i)));
    if (row.expanded && !row.children.empty())
        item->setExpanded(true);
}

const FieldRow &FieldTree::field(const QTreeWidgetItem *item) const
{
    return m_fields[std::size_t(item->data(0, fieldRole).toULongLong())];
}

void FieldTree::fitNameColumn()
{
    int most = 0;
    // Most names are plain letters: of ten thousand each is put together from its letters, not laid out.
    const QFontMetrics metrics = fontMetrics();
    std::array<int, 0x7F> letters{};
    for (std::size_t c = 0x20; c < letters.size(); ++c)
        letters[c] = metrics.horizontalAdvance(QChar(char16_t(c)));
    const auto advanceOf = [&](const QString &text) {
        int advance = 0;
        for (const QChar c : text) {
            if (c < u' ' || c >= u'\x7F')
                return metrics.horizontalAdvance(text);
            advance += letters[c.unicode()];
        }
        return advance;
    };
    for (QTreeWidgetItemIterator it(this); *it != nullptr; ++it) {
        const FieldRow &row = field(*it);
        if (row.spanned)
            continue;
        int depth = 1;
        for (const QTreeWidgetItem *p = (*it)->parent(); p != nullptr; p = p->parent())
            ++depth;
        most = std::max(most, depth * indentation() + advanceOf(row.name) + 18);
    }
    header()->resizeSection(0, std::clamp(most, 60, std::max(60, viewport()->width() * nameShare / 100)));
    scheduleDelayedItemsLayout(); // lines break elsewhere
}

int FieldTree::mostLines() const { return uniformRowHeights() ? 1 : FieldText::mostLines; }

int FieldTree::widthOf(const QModelIndex &index) const
{
    int before = 0;
    if (index.column() == 0) {
        for (QModelIndex at = index; at.isValid(); at = at.parent())
            before += indentation();
    }
    const bool spanned = index.column() == 0 && isFirstColumnSpanned(index.row(), index.parent());
    return (spanned ? viewport()->width() : header()->sectionSize(index.column())) - before;
}

void FieldTree::resizeEvent(QResizeEvent *event)
{
    QTreeWidget::resizeEvent(event);
    fitNameColumn();
}

void FieldTree::currentChanged()
{
    if (m_quiet || currentItem() == nullptr)
        return;
    const FieldRow &row = field(currentItem());
    Q_EMIT fieldSelected(row.from, row.count, row.bitField);
}

bool FieldTree::selectRange(std::uint64_t from, std::uint64_t count)
{
    QTreeWidgetItem *best = nullptr;
    std::uint64_t bestCount = ~std::uint64_t(0);
    for (QTreeWidgetItemIterator it(this); *it != nullptr; ++it) {
        const FieldRow &row = field(*it);
        const bool holds =
            count > 0 && from >= row.from && from - row.from < row.count && count <= row.count - (from - row.from);
        // The narrowest field that holds all of it, the outer line before its children.
        if (holds && row.count < bestCount) {
            best = *it;
            bestCount = row.count;
        }
    }
    m_quiet = true;
    setCurrentItem(best);
    m_quiet = false;
    return best != nullptr;
}

bool FieldTree::selectBitField(int bitField)
{
    for (QTreeWidgetItemIterator it(this); *it != nullptr; ++it) {
        if (field(*it).bitField == bitField) {
            m_quiet = true;
            setCurrentItem(*it);
            m_quiet = false;
            return true;
        }
    }
    return false;
}

std::optional<RowIndex> FieldTree::linkAt(const QPoint &position) const
{
    const QModelIndex index = indexAt(position);
    if (!index.isValid() || index.column() != 1)
        return std::nullopt;
    const QRect cell = visualRect(index);
    const std::vector<FieldPart> parts = FieldDelegate::partsOf(field(itemFromIndex(index)), index.column());
    const FieldText text(parts, font(), cell.width(), mostLines());
    const std::optional<std::size_t> part = text.partAt(position - cell.topLeft());
    return part ? parts[*part].link : std::nullopt;
}

void FieldTree::mouseReleaseEvent(QMouseEvent *event)
{
    QTreeWidget::mouseReleaseEvent(event);
    if (event->button() != Qt::LeftButton)
        return;
    if (const auto link = linkAt(event->position().toPoint()))
        Q_EMIT rowActivated(*link);
}

void FieldTree::mouseMoveEvent(QMouseEvent *event)
{
    QTreeWidget::mouseMoveEvent(event);
    viewport()->setCursor(linkAt(event->position().toPoint()) ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void FieldTree::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        return copyCurrent();
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentItem() != nullptr) {
        for (const FieldPart &part : field(currentItem()).value) {
            if (part.link) {
                const RowIndex link = *part.link;
                Q_EMIT rowActivated(link);
                return;
            }
        }
    }
    QTreeWidget::keyPressEvent(event);
}

void FieldTree::copyCurrent()
{
    if (currentItem() == nullptr)
        return;
    const FieldRow &row = field(currentItem());
    QApplication::clipboard()->setText(row.copied.isEmpty() ? row.name + QStringLiteral(": ") + row.valueText()
                                                            : row.copied);
}

void FieldTree::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    // Beside the lines there is none that the menu could be about.
    const bool isOfLine = event->reason() == QContextMenuEvent::Keyboard || itemAt(event->pos()) != nullptr;
    if (isOfLine && currentItem() != nullptr) {
        const QStringList filters = field(currentItem()).filters;
        for (const QString &filter : filters)
            addFilterActions(menu, filter, [this, filter](bool hide) { Q_EMIT filterRequested(filter, hide); });
        if (!menu.isEmpty())
            menu.addSeparator();
    }
    menu.addAction(tr("Copy"), QKeySequence::Copy, this, &FieldTree::copyCurrent)->setEnabled(currentItem() != nullptr);
    menu.addAction(tr("Copy all"), this, [this] { QApplication::clipboard()->setText(toText()); });
    menu.exec(event->globalPos());
}

QString FieldTree::toText() const
{
    QString out;
    for (QTreeWidgetItemIterator it(const_cast<FieldTree *>(this)); *it != nullptr; ++it) {
        for (const QTreeWidgetItem *p = (*it)->parent(); p != nullptr; p = p->parent())
            out += QStringLiteral("  ");
        out += field(*it).name + QStringLiteral(": ") + field(*it).valueText() + u'\n';
    }
    return out;
}

} // namespace framescope::ui
