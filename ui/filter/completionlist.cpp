#include "ui/filter/completionlist.h"

#include "ui/support/colors.h"
#include "ui/support/theme.h"

#include <QPainter>
#include <QStyledItemDelegate>

namespace framescope::ui
{

namespace
{
constexpr int margin = 8;
constexpr int nameCharacters = 18; ///< the longest name of a field, about

class Delegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {option.rect.width(), QFontMetrics(monospaceFont()).height() + margin};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Colors &colors = Colors::of(option.palette);
        const bool chosen = option.state.testFlag(QStyle::State_Selected);
        painter->save();
        if (chosen)
            painter->fillRect(option.rect, colors.selection);
        const QFont font = monospaceFont();
        const QRect box = option.rect.adjusted(margin, 0, -margin, 0);
        const QString name = index.data().toString();
        const int needed = QFontMetrics(font).horizontalAdvance(name) + margin;
        const int nameWidth = qMax(needed, QFontMetrics(font).averageCharWidth() * nameCharacters);
        painter->setFont(font);
        painter->setPen(chosen ? colors.selectionText : colors.textMain);
        painter->drawText(box, Qt::AlignVCenter | Qt::AlignLeft, name);
        painter->setFont(option.font);
        painter->setPen(chosen ? colors.selectionText : colors.textMuted);
        const QRect rest = box.adjusted(nameWidth, 0, 0, 0);
        const QString meaning = index.data(CompletionList::meaningRole).toString();
        painter->drawText(rest, Qt::AlignVCenter | Qt::AlignLeft,
                          option.fontMetrics.elidedText(meaning, Qt::ElideRight, rest.width()));
        painter->restore();
    }
};
} // namespace

CompletionList::CompletionList(QWidget *parent) : QListView(parent)
{
    setObjectName(QStringLiteral("filterCompletions"));
    setAccessibleName(tr("Completions"));
    setProperty("part", QStringLiteral("popup"));
    setUniformItemSizes(true);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSelectionBehavior(SelectRows);
}

void CompletionList::usePainter() { setItemDelegate(new Delegate(this)); }

} // namespace framescope::ui
