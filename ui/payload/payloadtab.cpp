#include "ui/payload/payloadtab.h"

#include "ui/payload/decodedpane.h"
#include "ui/payload/difftab.h"
#include "ui/payload/hextab.h"
#include "ui/payload/imagetab.h"
#include "ui/payload/jsonpane.h"
#include "ui/payload/textpane.h"

namespace framescope::ui
{

PayloadTab::PayloadTab(const QString &name, const QString &title, QWidget *parent)
    : QWidget(parent), m_name(name), m_title(title)
{
}

void PayloadTab::addTool(QWidget *tool)
{
    tool->hide();
    m_tools.push_back(tool);
}

std::vector<PayloadTab *> makePayloadTabs()
{
    return {
        new TextPane, new JsonPane, new DecodedPane, new HexTab, new DiffTab, new ImageTab,
    };
}

} // namespace framescope::ui
