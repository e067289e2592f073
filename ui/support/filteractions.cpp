#include "ui/support/filteractions.h"

#include "ui/support/literaltext.h"

#include <QCoreApplication>
#include <QMenu>

namespace framescope::ui
{

namespace
{
struct Text {
    Q_DECLARE_TR_FUNCTIONS(FilterActions)
};

constexpr qsizetype longest = 60;
} // namespace

void addFilterActions(QMenu &menu, const QString &filter, const std::function<void(bool hide)> &chosen)
{
    if (filter.isEmpty())
        return;
    const QString shown = literalText(filter.size() > longest ? filter.first(longest - 1) + QChar(0x2026) : filter);
    menu.addAction(Text::tr("&Filter: %1").arg(shown), &menu, [chosen] { chosen(false); });
    menu.addAction(Text::tr("&Hide: %1").arg(shown), &menu, [chosen] { chosen(true); });
}

} // namespace framescope::ui
