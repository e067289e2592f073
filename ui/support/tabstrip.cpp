#include "ui/support/tabstrip.h"

#include <QHBoxLayout>

namespace framescope::ui
{

TabStrip::TabStrip(QWidget *tabs, QWidget *parent) : QWidget(parent), m_line(new QHBoxLayout(this))
{
    setProperty("part", QStringLiteral("tabstrip"));
    setAttribute(Qt::WA_StyledBackground);
    m_line->setContentsMargins(0, 0, 8, 1); // the border below stays free
    m_line->setSpacing(4);
    m_line->addWidget(tabs);
    m_line->addStretch(1);
}

void TabStrip::addTool(QWidget *tool) { m_line->addWidget(tool); }

} // namespace framescope::ui
