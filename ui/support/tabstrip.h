#pragma once

#include <QWidget>

class QHBoxLayout;

namespace framescope::ui
{

/// The raised line above a pane: its tabs at the left, its tools at the right, one border below all of it.
class TabStrip : public QWidget
{
public:
    /// Takes the tabs (or whatever stands for them) as its child.
    explicit TabStrip(QWidget *tabs, QWidget *parent = nullptr);
    void addTool(QWidget *tool);

private:
    QHBoxLayout *m_line;
};

} // namespace framescope::ui
