#include "ui/payload/diffmodel.h"

#include "core/io/rowtext.h"
#include "ui/details/fieldrow.h"
#include "ui/support/colors.h"

#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace framescope::ui
{

namespace
{
using compare::ComparedRow;
using Kind = ComparedRow::Kind;

/// A longer line is cut to what differs and so many characters round it.
constexpr qsizetype longLine = 200;
constexpr qsizetype around = 40;
constexpr qsizetype mostShown = 2000;

QString sign(Kind kind)
{
    return kind == Kind::Removed ? QStringLiteral("−")
           : kind == Kind::Added ? QStringLiteral("+")
                                 : QStringLiteral(" ");
}

class DiffDelegate final : public QStyledItemDelegate
{
public:
    DiffDelegate(const DiffModel &model, QObject *parent) : QStyledItemDelegate(parent), m_model(model) {}

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const ComparedRow &row = m_model.rows()[std::size_t(index.row())];
        const int digit = option.fontMetrics.horizontalAdvance(u'0');
        const qsizetype text = row.kind == Kind::Skipped ? 40 : std::min(row.text.size(), mostShown);
        return {textX(digit) + int(text + 4) * digit, option.fontMetrics.height() + 2};
    }

    void paint(QPainter *p, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Colors &c = Colors::of(option.palette);
        const ComparedRow &row = m_model.rows()[std::size_t(index.row())];
        const QRect rect = option.rect;
        const int digit = option.fontMetrics.horizontalAdvance(u'0');
        const int baseline = rect.y() + option.fontMetrics.ascent() + 1;
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const QColor tint = row.kind == Kind::Removed ? c.finding : row.kind == Kind::Added ? c.ok : QColor();
        p->save();
        p->setFont(option.font);
        if (selected)
            p->fillRect(rect, c.selection);
        else if (tint.isValid())
            p->fillRect(rect, ground(tint, c.dark ? 0.13F : 0.10F));
        p->setPen(selected ? c.selectionText : c.textMuted);
        const int x = rect.x() + digit;
        if (row.kind == Kind::Skipped) {
            p->drawText(rect.x() + textX(digit), baseline, index.data().toString());
            p->restore();
            return;
        }
        p->drawText(QRect(x, rect.y(), 7 * digit, rect.height()), Qt::AlignRight | Qt::AlignVCenter,
                    m_model.place(row.left));
        p->drawText(QRect(x + 8 * digit, rect.y(), 7 * digit, rect.height()), Qt::AlignRight | Qt::AlignVCenter,
                    m_model.place(row.right));
        p->setPen(selected ? c.selectionText : tint.isValid() ? tint : c.textMuted);
        p->drawText(x + 16 * digit, baseline, sign(row.kind));
        const DiffLine line = diffLine(row);
        int at = rect.x() + textX(digit);
        qsizetype done = 0;
        const auto draw = [&](qsizetype to, bool changed) {
            const QString part = line.text.mid(done, to - done);
            const int width = option.fontMetrics.horizontalAdvance(part);
            if (changed && !selected)
                p->fillRect(QRect(at, rect.y(), width, rect.height()), ground(tint, c.dark ? 0.38F : 0.28F));
            p->setPen(selected ? c.selectionText : c.textMain);
            p->drawText(at, baseline, part);
            at += width;
            done = to;
        };
        for (const ComparedRow::Span &span : line.changed) {
            draw(span.from, false);
            draw(span.from + span.count, true);
        }
        draw(line.text.size(), false);
        p->restore();
    }

private:
    static int textX(int digit) { return 19 * digit; }
    static QColor ground(QColor color, float alpha)
    {
        color.setAlphaF(alpha);
        return color;
    }

    const DiffModel &m_model;
};
} // namespace

DiffLine diffLine(const ComparedRow &row)
{
    DiffLine line;
    const bool cut = row.text.size() > longLine;
    qsizetype done = 0;
    const auto add = [&](qsizetype from, qsizetype to) {
        const qsizetype begin = line.text.size();
        line.text += io::visibleText(QStringView(row.text).mid(from, to - from));
        done = to;
        return ComparedRow::Span{begin, line.text.size() - begin};
    };
    const auto addSame = [&](qsizetype to, bool first, bool last) {
        if (!cut || to - done <= 2 * around + 3) {
            add(done, to);
            return;
        }
        const qsizetype from = done;
        if (!first)
            add(from, from + around);
        line.text += QStringLiteral(" … ");
        if (!last)
            add(to - around, to);
        done = to;
    };
    if (row.changed.empty() && cut) {
        add(0, longLine);
        line.text += QStringLiteral(" … ");
        return line;
    }
    for (std::size_t i = 0; i < row.changed.size() && line.text.size() < mostShown; ++i) {
        addSame(row.changed[i].from, i == 0, false);
        const qsizetype end =
            row.changed[i].from + std::min(row.changed[i].count, cut ? longLine : row.changed[i].count);
        line.changed.push_back(add(row.changed[i].from, end));
        if (end < row.changed[i].from + row.changed[i].count)
            line.text += QStringLiteral(" … ");
        done = row.changed[i].from + row.changed[i].count;
    }
    addSame(row.text.size(), row.changed.empty(), true);
    return line;
}

void DiffModel::setRows(std::vector<ComparedRow> rows, bool octets)
{
    beginResetModel();
    m_rows = std::move(rows);
    m_octets = octets;
    endResetModel();
}

QString DiffModel::place(std::uint64_t place) const
{
    if (place == ComparedRow::none)
        return {};
    return m_octets ? QString::number(place, 16) : QString::number(place);
}

QString DiffModel::line(int row) const
{
    const ComparedRow &r = m_rows[std::size_t(row)];
    switch (r.kind) {
    case Kind::Skipped:
        return index(row).data().toString();
    case Kind::Removed:
        return QStringLiteral("- ") + r.text;
    case Kind::Added:
        return QStringLiteral("+ ") + r.text;
    case Kind::Same:
        break;
    }
    return QStringLiteral("  ") + r.text;
}

int DiffModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_rows.size()); }

QVariant DiffModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole))
        return {};
    const ComparedRow &row = m_rows[std::size_t(index.row())];
    if (row.kind == Kind::Skipped)
        return tr("… %n equal lines …", nullptr, int(std::min<std::uint64_t>(row.left, 1'000'000'000)));
    const QString text = diffLine(row).text;
    if (role == Qt::DisplayRole)
        return text;
    return row.kind == Kind::Removed ? tr("only on the left: %1").arg(text)
           : row.kind == Kind::Added ? tr("only on the right: %1").arg(text)
                                     : text;
}

QStyledItemDelegate *makeDiffDelegate(const DiffModel &model, QObject *parent)
{
    return new DiffDelegate(model, parent);
}

} // namespace framescope::ui
